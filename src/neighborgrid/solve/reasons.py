"""Why a household is not served: the first true of the closed list, for any choice of members.

The list is `model.UNSERVED_REASONS`, in its order. It holds for the solver's plan and for one that people
edited; a household that somebody with room could serve has no reason at all, and gets "".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.places.distance import ROUNDING_M, Points, nearest
from neighborgrid.solve.cases import inside_circles
from neighborgrid.solve.circles.facts import taken_room
from neighborgrid.solve.pairs import BOUNDARY_CODES, Pairs, positions, walked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.solution import Solution


@dataclass(frozen=True, slots=True)
class Why:
    """Unserved households: their rows, reasons, broken rule of a lock, nearest member and how far.

    ``lock_rule`` is "" or one of ``eligible``, ``limit``, ``way`` (there is none on foot), ``boundary``,
    ``avoid``, ``max``. ``nearest_person`` is the nearest who may serve, of any village and as the crow
    flies (-1: nobody), ``nearest_m`` walking metres, straight metres times the detour factor where there is
    no way.
    """

    rows: NDArray[np.int64]
    reason: NDArray[np.object_]
    lock_rule: NDArray[np.object_]
    nearest_person: NDArray[np.int64]
    nearest_m: NDArray[np.float64]


def explain(
    problem: Problem, solution: Solution, *, load: NDArray[np.float64], max_load: NDArray[np.float64]
) -> Why:
    """Reasons of all households that a solution leaves out.

    ``load`` and ``max_load`` are per person, shape (people,).
    """
    need, pairs, reach = solution.reachable.need, solution.reachable.pairs, solution.reachable.reach
    rows = np.flatnonzero(need.linkable & (solution.person < 0))
    homes = problem.households
    located = (homes["distance_kind"] != "").to_numpy()[rows]
    locked = need.lock[rows] >= 0
    weight = homes["load"].to_numpy()
    fits = _count(pairs, weight[pairs.household] <= max_load[pairs.person], len(homes))
    allowed = pairs.take(_allowed(problem, solution, pairs))
    inside = _count(allowed, weight[allowed.household] <= max_load[allowed.person], len(homes))
    roomy = _count(allowed, _room(problem, solution, allowed, load, max_load), len(homes))
    conditions = (
        ("no_coordinates", ~located),
        ("lock_conflict", locked),
        ("no_member_in_range", reach.in_range[rows] == 0),
        ("only_ineligible_in_range", reach.eligible[rows] == 0),
        ("outside_boundary", reach.inside[rows] == 0),
        ("avoided", reach.welcome[rows] == 0),
        ("blocked", reach.on_foot[rows] == 0),
        ("load_too_large", fits[rows] == 0),
        ("outside_circles", inside[rows] == 0),
        ("members_full", roomy[rows] == 0),
    )
    reason = np.full(len(rows), "", object)
    for name, holds in reversed(conditions):
        reason[holds] = name
    near, metres = _nearest(problem, rows)
    lock_rule = np.full(len(rows), "", object)
    for index in np.flatnonzero(reason == "lock_conflict"):
        home, person = int(rows[index]), int(need.lock[rows[index]])
        # The lock leaves one pair, or none: what is allowed is that one.
        rule = _lock_rule(problem, home, person)
        lock_rule[index] = "circle" if rule == "max" and fits[home] and not inside[home] else rule
    return Why(rows, reason, lock_rule, near, metres)


def _count(pairs: Pairs, holds: NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    """Number of pairs of each household for which something holds."""
    return np.bincount(pairs.household[holds], minlength=size)


def _allowed(problem: Problem, solution: Solution, pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs that circles allow: all of them, unless they are strict."""
    if solution.circles is None or problem.rules.circles.mode != "strict":
        return np.ones(len(pairs), bool)
    return inside_circles(problem, pairs, solution.circles)


def _room(
    problem: Problem,
    solution: Solution,
    pairs: Pairs,
    load: NDArray[np.float64],
    max_load: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether the member of each pair has room for its household now, and so has the member's circle."""
    weight = problem.households["load"].to_numpy()[pairs.household]
    roomy = np.asarray(load[pairs.person] + weight <= max_load[pairs.person])
    if solution.circles is None:
        return roomy
    size = taken_room(problem, solution.circles, solution.person, solution.reachable.need.own_home)
    # The blank at the end is for people in no circle.
    full = np.append(size >= problem.rules.circles.max_households, False)
    return np.asarray(roomy & ~full[solution.circles.of_person[pairs.person]])


def _nearest(problem: Problem, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Nearest person who may serve, of any village, for the households ``rows``."""
    homes, people = positions(problem)
    able = np.flatnonzero((problem.people["excluded"] == "").to_numpy())
    asked = Points(lon=homes.lon[rows], lat=homes.lat[rows])
    found, metres = nearest(asked, Points(lon=people.lon[able], lat=people.lat[able]))
    person = np.where(found >= 0, able[found] if len(able) else -1, -1)
    walking_m = metres * problem.rules.detour
    known = np.flatnonzero(person >= 0)
    if problem.ground is not None:
        walks = walked(problem, rows[known], person[known], straight_m=metres[known])
        walking_m[known] = np.where(np.isfinite(walks.metres), walks.metres, walking_m[known])
    return person, walking_m


def _lock_rule(problem: Problem, home: int, person: int) -> str:
    """First rule that a lock breaks; ``max`` where only the member's cap is left to blame."""
    rules, homes, people = problem.rules, problem.households, problem.people
    if people["excluded"].to_numpy()[person]:
        return "eligible"
    metres = walked(problem, np.array([home]), np.array([person])).metres[0]
    if not metres / rules.detour < rules.limit_m / rules.detour + ROUNDING_M / 2:
        return "limit" if np.isfinite(metres) else "way"
    for column in BOUNDARY_CODES[rules.within]:
        here, there = homes[column].to_numpy()[home], people[column].to_numpy()[person]
        if here >= 0 and there >= 0 and here != there:
            return "boundary"
    if ((problem.avoid_pairs == (home, person)).all(axis=1)).any():
        return "avoid"
    return "max"
