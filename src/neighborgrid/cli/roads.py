"""How far the roads of an extract reach the homes of the sheets: what ``check --roads`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.cli.screen import Screen
    from neighborgrid.findings import Finding
    from neighborgrid.model import Problem
    from neighborgrid.places.roads.reach import Reach


def roads_reach(problem: Problem, path: Path) -> tuple[Reach, tuple[Finding, ...]]:
    """How the homes of a problem meet the roads of the extract at ``path``, and what was found.

    Raises InputError: NG236 to NG240 where it cannot be used, NG242 where it is of another place.
    """
    from neighborgrid.intake.grounds import AROUND_M
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
    return reach, (
        *network.findings,
        *off_the_roads(reach, network, snap_m=rules.snap_m, detour=rules.detour),
    )


def say_reach(reach: Reach, path: Path, snap_m: float, screen: Screen) -> None:
    """Say how far the roads reach, and the detour factor that they speak for."""
    if not reach.snapped:
        return
    key = "roads.reach" if reach.median_detour == reach.median_detour else "roads.reach_only"
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
        "median_detour": None if ratio != ratio else round(ratio, 4),
    }
