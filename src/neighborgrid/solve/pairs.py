"""Admissible pairs of a problem, and what stands in the way of the others.

A pair (h, m) is admissible when the member may serve, the distance is within the limit (inclusive), both
are inside the boundary, the household does not avoid the member, and no lock names somebody else. Own
homes, vacant houses and households without position need no pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places.distance import Points, pairs_within
from neighborgrid.places.walker import sides_of, walks_between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.places.walker import Walks

BOUNDARY_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "anywhere": (),
    "township": ("township_code",),
    "village": ("village_code",),
    # A blank group matches the groups of its own village only.
    "group": ("village_code", "group_code"),
}
"""Place codes that must match, by the setting ``plan.within``."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Who needs what, by row of the household table (bool or int64 arrays of shape (households,)).

    Attributes
    ----------
    linkable
        Households that are to be linked: neither vacant nor a served own home.
    own_home
        Row of the member who serves the household as an own home, else -1.
    lock
        Row of the person that a lock names, else -1.
    """

    linkable: NDArray[np.bool_]
    own_home: NDArray[np.int64]
    lock: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs sorted by household; ``metres`` are walking metres, ``kind`` how they were found.

    ``kind`` counts through `model.ground.KINDS`; None where all are straight.
    """

    household: NDArray[np.integer]
    person: NDArray[np.integer]
    metres: NDArray[np.float64]
    kind: NDArray[np.int8] | None = None

    def take(self, keep: NDArray[np.bool_]) -> Pairs:
        """Pairs where ``keep`` holds."""
        rows = np.flatnonzero(keep)
        kind = None if self.kind is None else self.kind[rows]
        return Pairs(self.household[rows], self.person[rows], self.metres[rows], kind)

    def __len__(self) -> int:
        return len(self.household)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each household gets through the conditions: number of people left after each.

    int64 arrays of shape (households,): people in range (as the crow flies, where the ground has roads), of
    them members who may serve, of them inside the boundary, of them not avoided, of them within the limit
    on foot, of them left by the household's lock.
    """

    in_range: NDArray[np.int64]
    eligible: NDArray[np.int64]
    inside: NDArray[np.int64]
    welcome: NDArray[np.int64]
    on_foot: NDArray[np.int64]
    after_lock: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Who needs what, the admissible pairs, and what stood in the way of the others."""

    need: Demand
    pairs: Pairs
    reach: Reach


def reachable(problem: Problem, given: NDArray[np.int64] | None = None) -> Reachable:
    """Demand and admissible pairs of a problem.

    ``given`` (person per household, -1 none) is a choice of members that stands already: an own home
    that it leaves to nobody or to somebody else counts as a household to be linked.
    """
    need = demand(problem)
    if given is not None:
        own_home = np.where(given == need.own_home, need.own_home, -1)
        linkable = (problem.households["residence"] != "vacant").to_numpy() & (own_home < 0)
        need = Demand(linkable, own_home, need.lock)
    pairs, reach = admissible(problem, need)
    return Reachable(need, pairs, reach)


def demand(problem: Problem) -> Demand:
    """Who is to be linked, which households are own homes, and what locks name."""
    homes, people = problem.households, problem.people
    row_of = {member_id: row for row, member_id in enumerate(people["member_id"])}
    lock = _rows_of(homes["lock"].to_numpy(), row_of)
    own_home = _rows_of(homes["home_member_id"].to_numpy(), row_of)
    vacant = (homes["residence"] == "vacant").to_numpy()
    may_serve = (people["excluded"] == "").to_numpy()
    # A lock wins over the own home, and only a member who may serve has one.
    own_home[(lock >= 0) | vacant] = -1
    own_home[(own_home >= 0) & ~may_serve[own_home]] = -1
    return Demand(linkable=~vacant & (own_home < 0), own_home=own_home, lock=lock)


def _rows_of(ids: NDArray[np.object_], row_of: dict[str, int]) -> NDArray[np.int64]:
    rows = np.full(len(ids), -1, np.int64)
    named = np.flatnonzero(ids != "")
    rows[named] = [row_of.get(ids[row], -1) for row in named]
    return rows


def positions(problem: Problem) -> tuple[Points, Points]:
    """Points of the households and of the people."""
    homes, people = sides_of(problem)
    return Points(lon=homes.lon, lat=homes.lat), Points(lon=people.lon, lat=people.lat)


def straight_reach_m(problem: Problem) -> float:
    """Straight metres beyond which nobody is within the limit on foot."""
    rules = problem.rules
    if problem.ground is None:
        return rules.limit_m / rules.detour
    return problem.ground.straight_reach_m(rules.limit_m, rules.detour)


def walked(
    problem: Problem,
    household: NDArray[np.integer],
    person: NDArray[np.integer],
    *,
    straight_m: NDArray[np.float64] | None = None,
    limit_m: float = float("inf"),
) -> Walks:
    """Walks of pairs (rows of households, rows of people); see `places.walker.walks_between`."""
    return walks_between(
        problem.ground,
        problem.rules.detour,
        *sides_of(problem),
        (household, person),
        straight_m=straight_m,
        limit_m=limit_m,
    )


def admissible(problem: Problem, need: Demand) -> tuple[Pairs, Reach]:
    """Admissible pairs of the households to be linked, and how many people each condition left."""
    rules, homes = problem.rules, problem.households
    near = pairs_within(*positions(problem), straight_reach_m(problem))
    metres = near.distance_m if rules.detour == 1 else near.distance_m * rules.detour
    pairs = Pairs(near.a, near.b, metres)
    left = need.linkable[pairs.household]
    counts = [_count(pairs, left, len(homes))]

    def narrow(mask: NDArray[np.bool_] | None) -> None:
        # Most sheets have no such condition at all; then the work is spared.
        if mask is not None:
            np.logical_and(left, mask, out=left)
        counts.append(counts[-1] if mask is None else _count(pairs, left, len(homes)))

    for condition in (_eligible, _inside, _welcome):
        narrow(condition(problem, need, pairs))
    if problem.ground is not None:
        pairs, left = _on_foot(problem, pairs.take(left), near.distance_m[left])
        counts.append(_count(pairs, left, len(homes)))
    else:
        counts.append(counts[-1])
    narrow(_unlocked(problem, need, pairs))
    return pairs.take(left), Reach(*counts)


def _on_foot(
    problem: Problem, pairs: Pairs, straight_m: NDArray[np.float64]
) -> tuple[Pairs, NDArray[np.bool_]]:
    """Pairs with their walks, and which are within the limit."""
    walks = walked(
        problem, pairs.household, pairs.person, straight_m=straight_m, limit_m=problem.rules.limit_m
    )
    return Pairs(pairs.household, pairs.person, walks.metres, walks.kind), np.isfinite(walks.metres)


def _count(pairs: Pairs, left: NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    return np.bincount(pairs.household[left], minlength=size)


def _eligible(problem: Problem, _need: Demand, pairs: Pairs) -> NDArray[np.bool_] | None:
    may_serve = (problem.people["excluded"] == "").to_numpy()
    return None if may_serve.all() else may_serve[pairs.person]


def _inside(problem: Problem, _need: Demand, pairs: Pairs) -> NDArray[np.bool_] | None:
    inside = None
    for column in BOUNDARY_CODES[problem.rules.within]:
        home = problem.households[column].to_numpy(np.int32)[pairs.household]
        person = problem.people[column].to_numpy(np.int32)[pairs.person]
        # A blank place (-1) matches any.
        same = (home == person) | (home < 0) | (person < 0)
        inside = same if inside is None else inside & same
    return inside


def _welcome(problem: Problem, _need: Demand, pairs: Pairs) -> NDArray[np.bool_] | None:
    if not len(problem.avoid_pairs):
        return None
    return ~is_in(problem.avoid_pairs, pairs, len(problem.people))


def _unlocked(_problem: Problem, need: Demand, pairs: Pairs) -> NDArray[np.bool_] | None:
    if not (need.lock >= 0).any():
        return None
    lock = need.lock[pairs.household]
    return np.asarray((lock < 0) | (lock == pairs.person))


def is_in(listed: NDArray[np.int64], pairs: Pairs, people: int) -> NDArray[np.bool_]:
    """Whether each pair is among ``listed`` (shape (n, 2): household, person)."""
    found = np.zeros(len(pairs), bool)
    # Few households list anybody: only their pairs are looked up.
    asks = np.zeros(pairs.household.max(initial=-1) + 1, bool)
    asks[listed[listed[:, 0] < len(asks), 0]] = True
    mine = np.flatnonzero(asks[pairs.household])
    keys = listed[:, 0] * people + listed[:, 1]
    found[mine] = np.isin(pairs.household[mine].astype(np.int64) * people + pairs.person[mine], keys)
    return found
