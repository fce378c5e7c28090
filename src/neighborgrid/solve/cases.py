"""The instance of a problem: its pairs and caps in local numbers, and what circles leave of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places.distance import ROUNDING_M, distance_m
from neighborgrid.solve.caps import automatic_caps
from neighborgrid.solve.components import Components, split
from neighborgrid.solve.costs import CM_PER_M, pair_cost_cm
from neighborgrid.solve.instance import Assignment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.table import Circles
    from neighborgrid.solve.pairs import Pairs, Reachable

OUTSIDE_M: Final = 10_000
"""Metres that a household served from outside its circle is counted farther: no exchange of members among
neighbours saves as much, so that as few as possible are outside."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The instance with its caps settled; ``rows`` and ``serving`` lead back to the problem's rows."""

    reachable: Reachable
    cost_cm: NDArray[np.int64]
    case: Assignment
    parts: Components
    rows: NDArray[np.int64]
    serving: NDArray[np.int64]
    max_load: NDArray[np.float64]

    def over(self, served: NDArray[np.bool_]) -> Prepared:
        """The same instance with the households ``served`` alone, and the same caps."""
        keep = served[self.reachable.pairs.household]
        found = replace(self.reachable, pairs=self.reachable.pairs.take(keep))
        return _made(self, found, self.cost_cm[np.flatnonzero(keep)], served[self.rows])


def prepare(problem: Problem, found: Reachable) -> Prepared:
    """Instance of a problem over its admissible pairs, automatic caps settled."""
    serving = np.flatnonzero((problem.people["excluded"] == "").to_numpy())
    cost_cm = pair_cost_cm(problem, found.pairs)
    weighs = problem.households["load"].to_numpy() > 0
    case, rows = _case(problem, found.pairs, cost_cm, weighs, serving)
    parts = split(case.household, case.member, len(case.priority), case.circle)
    case = replace(case, max_load=_caps(problem, case, parts, serving))
    max_load = problem.people["max_load"].to_numpy().copy()
    max_load[serving] = case.max_load
    case, parts = _without_oversize(case, parts)
    return Prepared(found, cost_cm, case, parts, rows, serving, max_load)


def inside_circles(problem: Problem, pairs: Pairs, circles: Circles) -> NDArray[np.bool_]:
    """Whether each pair's household lies within the limit of the centre of its member's circle."""
    rules = problem.rules
    if not np.isfinite(rules.circles.limit_m):
        return np.asarray(circles.of_person[pairs.person] >= 0)
    homes = problem.households
    lon, lat = circles.centre_of(pairs.person.astype(np.int64))
    straight_m = distance_m(
        lon_a=homes["lon"].to_numpy()[pairs.household],
        lat_a=homes["lat"].to_numpy()[pairs.household],
        lon_b=lon,
        lat_b=lat,
    )
    # NaN (no centre) is inside nothing.
    return np.asarray(straight_m < rules.circles.limit_m / rules.detour + ROUNDING_M / 2)


def within_circles(problem: Problem, ready: Prepared, circles: Circles) -> Prepared:
    """Instance in which ``strict`` circles forbid the pairs outside, and ``soft`` ones make them dear."""
    inside = inside_circles(problem, ready.reachable.pairs, circles)
    if problem.rules.circles.mode == "strict":
        found = replace(ready.reachable, pairs=ready.reachable.pairs.take(inside))
        return _made(ready, found, ready.cost_cm[np.flatnonzero(inside)], np.ones(len(ready.rows), bool))
    if inside.all():
        return ready
    cost_cm = ready.cost_cm + np.where(inside, 0, OUTSIDE_M * CM_PER_M)
    return _made(ready, ready.reachable, cost_cm, np.ones(len(ready.rows), bool))


def circle_room(problem: Problem, ready: Prepared, circles: Circles) -> Prepared:
    """Instance that counts the households of those circles that may get full.

    Households that weigh nothing take no room of a circle either.
    """
    case = ready.case
    room = np.full(len(circles), problem.rules.circles.max_households)
    circle = circles.of_person[ready.serving]
    degree = np.bincount(case.member, minlength=len(case.max_load))
    # A member of unequal loads may serve more households than the cap says, never more than there are.
    most_served = degree if (case.load != 1).any() else np.minimum(case.max_load, degree)
    # In a plan that people changed a member may be in no circle.
    inside = circle >= 0
    wanted = np.bincount(circle[inside], weights=most_served[inside], minlength=len(circles))
    full = np.append(wanted > room, False)
    counted = np.where(full[circle], circle, -1)
    if not (counted >= 0).any():
        return ready
    case = replace(case, circle=counted, circle_room=room.astype(np.int64))
    parts = split(case.household, case.member, len(case.priority), case.circle)
    return replace(ready, case=case, parts=parts)


def _made(
    ready: Prepared, found: Reachable, cost_cm: NDArray[np.int64], wanted: NDArray[np.bool_]
) -> Prepared:
    """Instance over other pairs (those of ``found``), caps as settled; households not ``wanted`` go."""
    old = ready.case
    local = np.full(int(ready.rows.max(initial=-1)) + 1, -1, np.int64)
    local[ready.rows[wanted]] = np.flatnonzero(wanted)
    member = np.full(int(ready.serving.max(initial=-1)) + 1, -1, np.int64)
    member[ready.serving] = np.arange(len(ready.serving))
    pairs = found.pairs
    known = pairs.household < len(local)
    home = np.where(known, local[np.where(known, pairs.household, 0)] if len(local) else -1, -1)
    keep = np.flatnonzero(home >= 0)
    case = replace(
        old,
        household=home[keep].astype(np.int32),
        member=member[pairs.person[keep]].astype(np.int32),
        cost_cm=cost_cm[keep],
    )
    parts = split(case.household, case.member, len(case.priority), case.circle)
    case, parts = _without_oversize(case, parts)
    return replace(ready, reachable=found, cost_cm=cost_cm, case=case, parts=parts)


def _case(
    problem: Problem,
    pairs: Pairs,
    cost_cm: NDArray[np.int64],
    weighs: NDArray[np.bool_],
    serving: NDArray[np.int64],
) -> tuple[Assignment, NDArray[np.int64]]:
    """Instance over the households that weigh and have a pair, and their rows."""
    homes, people = problem.households, problem.people
    keep = np.flatnonzero(weighs[pairs.household])
    in_play = np.zeros(len(homes), bool)
    in_play[pairs.household[keep]] = True
    rows = np.flatnonzero(in_play)
    local_home = np.cumsum(in_play, dtype=np.int32) - 1
    local_person = np.full(len(people), -1, np.int32)
    local_person[serving] = np.arange(len(serving))
    loads = {part: people[f"{part}_load"].to_numpy()[serving] for part in ("min", "target", "max")}
    case = Assignment(
        household=local_home[pairs.household[keep]].astype(np.int32, copy=False),
        member=local_person[pairs.person[keep]],
        cost_cm=cost_cm[keep],
        priority=(homes["priority"] != "").to_numpy()[rows],
        load=homes["load"].to_numpy()[rows],
        min_load=loads["min"].astype(np.int64),
        target_load=loads["target"].astype(np.int64),
        max_load=np.nan_to_num(loads["max"], nan=-1).astype(np.int64),
        balance_m=problem.rules.balance_m,
        circle=np.full(len(serving), -1, np.int64),
        circle_room=np.zeros(0, np.int64),
    )
    return case, rows


def _caps(
    problem: Problem, case: Assignment, parts: Components, serving: NDArray[np.int64]
) -> NDArray[np.int64]:
    auto = case.max_load < 0
    if not auto.any():
        return case.max_load
    village = problem.people["village_code"].to_numpy()[serving]
    return automatic_caps(case, parts, auto=auto, village=village, span=problem.rules.auto_range)


def _without_oversize(case: Assignment, parts: Components) -> tuple[Assignment, Components]:
    """Drop pairs whose household is a greater load than the member may take."""
    fits = case.load[case.household] <= case.max_load[case.member]
    if fits.all():
        return case, parts
    case = replace(case, household=case.household[fits], member=case.member[fits], cost_cm=case.cost_cm[fits])
    return case, split(case.household, case.member, len(case.priority), case.circle)
