"""How far the roads of an extract reach the homes of the sheets: what ``check --roads`` says."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.cli.screen import Screen
    from neighborgrid.findings import Finding
    from neighborgrid.model import Problem
    from neighborgrid.places.roads.reach import Reach


DETOUR_FROM: Final = 0.95
"""Share of homes on the roads from which their detour speaks for the place."""


def roads_reach(
    problem: Problem, path: Path, *, judge: bool = True
) -> tuple[Reach, tuple[Finding, ...], Finding | None]:
    """How the homes of a problem meet the roads of the extract at ``path``, and what was found.

    Last, also among what was found, the error NG258 where the roads speak for another frame; without
    ``judge`` that is not asked, since the frames are known to be in doubt. Raises InputError: NG236 to NG240
    where the file cannot be used, NG242 where it is of another place.
    """
    from neighborgrid.intake.grounds import AROUND_M, frame_in_doubt
    from neighborgrid.places.roads.network import network_of
    from neighborgrid.places.roads.reach import box_around, off_the_roads, reach_of, refuse_elsewhere
    from neighborgrid.places.roads.reading import read_extract
    from neighborgrid.places.roads.snapping import Roads
    from neighborgrid.places.roads.walking import walking_pairs
    from neighborgrid.solve.pairs import positions

    homes, people = positions(problem)
    rules = problem.rules
    network = network_of(read_extract(path, box=box_around([homes, people], AROUND_M, frame=rules.frame)))
    roads = Roads(network)
    refuse_elsewhere(roads, homes, frame=rules.frame)
    doubt = frame_in_doubt(roads, [homes, people], rules, network.source) if judge else None
    pairs = walking_pairs(
        people,
        homes,
        roads,
        limit_m=rules.limit_m,
        snap_m=rules.snap_m,
        detour=rules.detour,
        frame=rules.frame,
    )
    reach = reach_of(network, pairs)
    found = (
        *([] if doubt is None else [doubt]),
        *network.findings,
        *off_the_roads(reach, network, snap_m=rules.snap_m, detour=rules.detour),
    )
    return reach, found, doubt


def say_reach(reach: Reach, path: Path, snap_m: float, screen: Screen, *, doubted: bool = False) -> None:
    """Say how far the roads reach, and the detour factor that they speak for.

    Where few homes are near them, or the frame is ``doubted``, they speak for none.
    """
    if not reach.located:
        return
    # It is inf where most pairs have no way: then the parts that do not join say more.
    known = isfinite(reach.median_detour)
    key = "roads.reach" if known else "roads.reach_only"
    if doubted:
        key = "roads.reach_only"
    elif reach.share < DETOUR_FROM:
        key = "roads.reach_few"
    screen.tell(
        key,
        file=path.name,
        share=f"{int(1000 * reach.share) / 10:g}",
        metres=f"{snap_m:g}",
        ratio=f"{reach.median_detour:.2f}",
    )
    if reach.components > 1:
        screen.tell("roads.parts", count=reach.components)


def reach_json(reach: Reach) -> dict[str, object]:
    """Figures as plain data; None where unknown."""
    ratio = reach.median_detour
    return {
        "located": reach.located,
        "snapped": reach.snapped,
        "components": reach.components,
        "median_detour": round(ratio, 4) if isfinite(ratio) else None,
    }
