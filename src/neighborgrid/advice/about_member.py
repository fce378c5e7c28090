"""Explanation of one member: whom the member serves, what one household more or fewer would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.advice.answers import MemberAnswer, Served
from neighborgrid.advice.scene import metres_between
from neighborgrid.advice.walks import walks_among
from neighborgrid.places.distance import ROUNDING_M
from neighborgrid.solve.pairs import straight_reach_m

if TYPE_CHECKING:
    from neighborgrid.advice.answers import Price
    from neighborgrid.advice.scene import Rows, Scene
    from neighborgrid.solve.switching import Change


def member_answer(scene: Scene, row: int) -> MemberAnswer:
    """Explanation of the person in a row of the scene's Members and Excluded."""
    people, problem = scene.problem.people, scene.problem
    person = scene.person(row)
    optimal = bool(person.excluded) or scene.exchange.is_best
    change = None if person.excluded else scene.exchange.one_more_or_fewer(row)
    short = next((one.shortage_id for one in scene.bottlenecks if row in one.people), "")
    reach = _in_range(scene, row) if person.excluded else np.zeros(0, np.int64)
    waiting = scene.linked.why.rows
    return MemberAnswer(
        person=person,
        min_load=float(people["min_load"].to_numpy()[row]),
        target_load=float(people["target_load"].to_numpy()[row]),
        homes=_homes(scene, row),
        exact=change is not None,
        optimal=change is None or optimal,
        unequal=bool((scene.solution.reachable.pairs.person == row).any()),
        full=person.load + 1 > person.max_load if change is None or optimal else change.full,
        more=None if change is None else _price(scene, change.more),
        fewer=None if change is None else _price(scene, change.fewer),
        shortage_id=short,
        in_range=len(reach),
        waiting_in_range=int(np.isin(reach, waiting).sum()),
        helps=_helps(scene, row, reach) if person.excluded else (),
        limit_m=problem.rules.limit_m,
        best_load=person.load if change is None or optimal else float(change.load),
    )


def _price(scene: Scene, change: Change | None) -> Price | None:
    return None if change is None else scene.price(change)


def _homes(scene: Scene, row: int) -> tuple[Served, ...]:
    """Households of a person: the own home first, then the nearest."""
    homes, linked = scene.problem.households, scene.linked
    rows = np.flatnonzero(linked.person == row)
    far = np.nan_to_num(linked.walking_m[rows], nan=np.inf)
    rows = rows[np.lexsort((far, ~linked.own_home[rows]))]
    outside = scene.outside(rows, np.full(len(rows), row))
    return tuple(
        Served(
            home=scene.home(one),
            metres=float(linked.walking_m[one]),
            own_home=bool(linked.own_home[one]),
            estimated=bool(homes["distance_kind"].iat[one] == "estimated"),
            outside=bool(out) and not bool(linked.own_home[one]),
            away=bool(homes["residence"].iat[one] == "away"),
            locked=bool(homes["lock"].iat[one] != ""),
        )
        for one, out in zip(rows.tolist(), outside.tolist(), strict=True)
    )


def _in_range(scene: Scene, row: int) -> Rows:
    """Households to be linked that a person would have within the limit and inside the boundary."""
    homes, people = scene.problem.households, scene.problem.people
    lon, lat = (homes[name].to_numpy() for name in ("lon", "lat"))
    place = float(people["lon"].to_numpy()[row]), float(people["lat"].to_numpy()[row])
    metres = metres_between(lon, lat, *place)
    near = np.flatnonzero(metres < straight_reach_m(scene.problem) + ROUNDING_M / 2)
    near = near[scene.solution.reachable.need.linkable[near]]
    one = np.array([row])
    near = np.array([home for home in near.tolist() if scene.inside(home, one)[0]], np.int64)
    if scene.problem.ground is None:
        return near
    whom = np.full(len(near), row)
    walks = walks_among(scene.problem, near, whom, metres[near], scene.problem.rules.limit_m)
    return near[np.isfinite(walks.metres)]


def _helps(scene: Scene, row: int, reach: Rows) -> tuple[tuple[str, int], ...]:
    """Bottlenecks that a person who does not serve would help, and how many of those waiting."""
    from neighborgrid.advice.remedies import remedies

    found = []
    for short in scene.bottlenecks:
        if np.isin(short.households, reach).any():
            fixes = [
                one.fixes
                for one in remedies(scene.problem, scene.solution, short)
                if one.kind == "excluded" and one.person == row
            ]
            found += [(short.shortage_id, fix) for fix in fixes]
    return tuple(found)
