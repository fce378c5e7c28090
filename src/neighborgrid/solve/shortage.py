"""Bottlenecks: why households wait although members are near, with a certificate.

From the households that wait since all members near them are full, follow the residual network: to all their
admissible members, from a full member to the households that it serves, from a full circle to its members.
In an optimal plan of unit loads everything reached is full: these N households reach only these M members
(Ford and Fulkerson's minimum cut), whose capacity is C, so S = N - C of them wait whoever serves whom. A
connected component of what is reached is a bottleneck of its own; the shorts sum to the number of waiting
households. In a plan that people changed something reached may have room: then a better plan exists, and
`Bottleneck.freed` says how many households it would serve.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from neighborgrid.intake.names import village_key
from neighborgrid.model import SHEETS, make_table
from neighborgrid.solve.cases import circle_room, prepare, within_circles
from neighborgrid.solve.circles.facts import taken_room
from neighborgrid.solve.prices import choice_of, unit_loads
from neighborgrid.solve.served import Group
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.cases import Prepared
    from neighborgrid.solve.reasons import Why
    from neighborgrid.solve.solution import Solution

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]


REMEDIES: Final = ("freed", "cap", "room", "both", "excluded", "neighbour", "new_member", "limit")
"""Nothing but a new plan; a higher cap; more room in circles; both; who does not serve yet; one across the
boundary; a new one; a greater limit."""


@dataclass(frozen=True)
class Bottleneck:
    """Households that reach only these members, more than they may take.

    Attributes
    ----------
    shortage_id
        Id in the plan.
    households, waiting, people, circles
        Rows of all its households, of those that wait, of its members, and of the circles that are full.
    capacity
        Most households that the members (and circles) may take.
    group
        The same in local numbers, in the order of ``households`` and ``people``, with all circles of the
        members: one that is not full may get full when caps are raised.
    others
        Households of each circle of the group that members outside the bottleneck serve.
    """

    shortage_id: str
    households: Rows
    waiting: Rows
    people: Rows
    circles: Rows
    capacity: int
    group: Group
    others: Rows

    @property
    def short(self) -> int:
        """Number of households that wait."""
        return len(self.waiting)

    @property
    def served(self) -> int:
        """Number of its households that are served now."""
        return len(self.households) - self.short

    @cached_property
    def remedy(self) -> Remedy:
        """Its cap remedy."""
        return cap_remedy(self)

    def fixed_by(self, group: Group) -> int:
        """How many of those that wait could be served if the group were ``group``."""
        return min(self.short, max(0, group.most_served() - self.served))


@dataclass(frozen=True)
class Remedy:
    """A change that serves ``fixes`` of the waiting households of a bottleneck, at least.

    ``kind`` is one of `REMEDIES`; ``value`` the cap of members, the room of circles or the limit in metres, 0
    for others. ``person`` is the row of an excluded member or a neighbour, ``household`` the row of the one
    at whose home a new member would live; -1 for none. ``room`` is that of circles for ``both``.
    """

    kind: str
    value: int
    fixes: int
    person: int = -1
    household: int = -1
    room: int = 0


def instance(problem: Problem, solution: Solution) -> Prepared:
    """Instance of a solution: that which was solved, else that in which people chose."""
    if solution.ready is not None:
        return solution.ready
    ready = prepare(problem, solution.reachable)
    if solution.circles is None:
        return ready
    return circle_room(problem, within_circles(problem, ready, solution.circles), solution.circles)


def bottlenecks(problem: Problem, solution: Solution, why: Why) -> tuple[Bottleneck, ...]:
    """Bottlenecks of a solution, in the order of their first waiting household.

    Households of components with unequal loads are in none: no certificate is claimed for them.
    """
    rows = why.rows[why.reason == "members_full"]
    if not len(rows):
        return ()
    ready = unit_loads(instance(problem, solution))
    choice = choice_of(ready, solution.person)
    in_play = np.zeros(len(choice), bool)
    in_play[ready.case.household] = True
    start = np.isin(ready.rows, rows) & in_play & (choice == -1)
    reached = _reached(ready, choice, start)
    label = _labels(ready, choice, reached)
    homes = len(choice)
    order = list(dict.fromkeys(label[:homes][start].tolist()))
    ids = _ids(problem, [ready.rows[start & (label[:homes] == one)] for one in order])
    parts, local = _Sorted(ready, label), np.full(len(label), -1, np.int64)
    rooms = _Rooms(problem, solution)
    return tuple(
        _bottleneck(ready, start, parts.of(one), local, rooms, name)
        for one, name in zip(order, ids, strict=True)
    )


def _reached(ready: Prepared, choice: Rows, start: Mask) -> tuple[Mask, Mask, Mask]:
    """Households, members and circles that the residual network reaches from ``start``."""
    case = ready.case
    load = np.bincount(choice[choice >= 0], minlength=len(case.max_load))
    homes, members = start.copy(), np.zeros(len(load), bool)
    circles = np.zeros(len(case.circle_room), bool)
    # A component without a waiting household is never reached.
    touched = _components_of(ready, start)
    pair_home, pair_member = case.household[touched], case.member[touched]
    served = np.flatnonzero(choice >= 0)
    while True:
        before = int(homes.sum()), int(members.sum()), int(circles.sum())
        members[pair_member[homes[pair_home]]] = True
        if len(circles):
            counted = case.circle >= 0
            leaving = members & (load < case.max_load) & counted
            circles[case.circle[leaving]] = True
            members[counted & (load > 0)] |= circles[case.circle[counted & (load > 0)]]
        homes[served] |= members[choice[served]]
        if before == (int(homes.sum()), int(members.sum()), int(circles.sum())):
            return homes, members, circles


def _components_of(ready: Prepared, start: Mask) -> Rows:
    """Pairs of the components in which a household of ``start`` is."""
    parts = ready.parts
    part_of = np.repeat(np.arange(parts.count), np.diff(parts.household_start))
    wanted = np.zeros(parts.count, bool)
    wanted[part_of[start[parts.household_order]]] = True
    of_home = np.zeros(len(start), bool)
    of_home[parts.household_order] = wanted[part_of]
    return np.flatnonzero(of_home[ready.case.household])


def _labels(ready: Prepared, choice: Rows, reached: tuple[Mask, Mask, Mask]) -> Rows:
    """Bottleneck of each household, member and circle node; -1 for what is not reached."""
    case = ready.case
    homes, members, circles = reached
    first_member, first_circle = len(homes), len(homes) + len(members)
    pairs = np.flatnonzero(homes[case.household])
    carried = np.flatnonzero(homes & (choice >= 0))
    ringed = np.flatnonzero(members & (case.circle >= 0))
    ringed = ringed[circles[case.circle[ringed]]]
    tail = np.concatenate((case.household[pairs], carried, ringed + first_member))
    head = np.concatenate(
        (
            case.member[pairs] + first_member,
            choice[carried] + first_member,
            case.circle[ringed] + first_circle,
        )
    )
    size = first_circle + len(circles)
    ends = tail.astype(np.int64), head.astype(np.int64)
    graph = coo_matrix((np.ones(len(tail), np.int8), ends), (size, size))
    _, label = connected_components(graph, directed=False)
    return np.where(np.concatenate(reached), label, -1)


class _Sorted:
    """Households, members, circles and pairs of an instance by bottleneck, each in the order of its rows."""

    def __init__(self, ready: Prepared, label: Rows) -> None:
        case = ready.case
        cut = len(ready.rows), len(ready.rows) + len(case.max_load)
        parts = *np.split(label, cut), label[case.household]
        self.order = [np.argsort(part, kind="stable") for part in parts]
        self.key = [part[order] for part, order in zip(parts, self.order, strict=True)]

    def of(self, one: int) -> tuple[Rows, ...]:
        """Households, members, circles and pairs of the bottleneck ``one``."""
        ends = [np.searchsorted(key, (one, one + 1)) for key in self.key]
        return tuple(order[first:last] for order, (first, last) in zip(self.order, ends, strict=True))


def _bottleneck(
    ready: Prepared, start: Mask, parts: tuple[Rows, ...], local: Rows, rooms: _Rooms, name: str
) -> Bottleneck:
    """Bottleneck of its households, members, circles and pairs; ``local`` is overwritten."""
    case = ready.case
    homes, members, circles, pairs = parts
    first_member = len(start)
    for rows, first in ((homes, 0), (members, first_member)):
        local[first + rows] = np.arange(len(rows))
    ring, room, others = rooms.of(ready.serving[members])
    group = Group(
        households=len(homes),
        household=local[case.household[pairs]],
        member=local[first_member + case.member[pairs]],
        cap=case.max_load[members],
        circle=ring,
        room=np.maximum(0, room - others),
    )
    free = ~np.isin(case.circle[members], circles)
    return Bottleneck(
        shortage_id=name,
        households=ready.rows[homes],
        waiting=ready.rows[homes[start[homes]]],
        people=ready.serving[members],
        circles=circles,
        capacity=int(group.cap[free].sum() + case.circle_room[circles].sum()),
        group=group,
        others=others,
    )


class _Rooms:
    """Rooms of the circles of some people, and what all others take of them."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.circles = solution.circles
        if self.circles is None:
            return
        own_home = solution.reachable.need.own_home
        self.most = problem.rules.circles.max_households
        self.taken = taken_room(problem, self.circles, solution.person, own_home)
        homes = problem.households
        counted = (solution.person >= 0) & (solution.person != own_home) & (homes["load"] > 0).to_numpy()
        self.load = np.bincount(solution.person[counted], minlength=len(problem.people))

    def of(self, people: Rows) -> tuple[Rows, Rows, Rows]:
        """Circle of each of the people in local numbers, the circles' rooms, and what others take of them."""
        none = np.zeros(0, np.int64)
        if self.circles is None:
            return np.full(len(people), -1, np.int64), none, none
        found, ring = np.unique(self.circles.of_person[people], return_inverse=True)
        mine = np.bincount(ring, weights=self.load[people], minlength=len(found)).astype(np.int64)
        known = found >= 0
        ring = np.where(known[ring], np.cumsum(known)[ring] - 1, -1)
        found, mine = found[known], mine[known]
        return ring, np.full(len(found), self.most, np.int64), self.taken[found] - mine


def _ids(problem: Problem, waiting: list[Rows]) -> list[str]:
    """Ids by the village in which most of the waiting households are, numbered within its name."""
    made, count = [], Counter[str]()
    for rows in waiting:
        name = place_of(problem, rows)[1]
        village = village_key(name) or name
        count[village] += 1
        made.append(text("shortage.id", problem.lang, village=village, number=count[village]).lstrip("-"))
    return made


def place_of(problem: Problem, rows: Rows) -> tuple[str, str]:
    """Township and village in which most of the households ``rows`` are; of equals the first."""
    homes = problem.households
    places = zip(homes["township"].to_numpy()[rows], homes["village"].to_numpy()[rows], strict=True)
    return Counter(places).most_common(1)[0][0]


def cap_remedy(found: Bottleneck) -> Remedy:
    """Least change of the plan's limits that serves as many of a bottleneck's households as any can.

    A new plan under the same limits where that serves some; else the smallest cap for all its members;
    where only circles are full, the smallest room for them; both where neither helps alone.
    """
    freed = found.fixed_by(found.group)
    if freed:
        return Remedy("freed", 0, freed)
    everyone = found.group.households
    cap = _least(found, found.group.with_cap, int(found.group.cap.min()) + 1, everyone)
    if cap.fixes:
        return Remedy("cap", cap.value, cap.fixes)
    # Rooms are net of what others take, the setting is not.
    enough = everyone + int(found.others.max(initial=0))
    low = int((found.group.room + found.others).min(initial=enough - 1)) + 1
    room = _least(found, lambda value: found.group.with_room(value - found.others), low, enough)
    if room.fixes:
        return Remedy("room", room.value, room.fixes)
    wide = replace(found, group=found.group.with_room(np.full(len(found.others), everyone)))
    cap = _least(wide, wide.group.with_cap, int(found.group.cap.min()) + 1, everyone)
    high = replace(found, group=found.group.with_cap(cap.value))
    room = _least(high, lambda value: high.group.with_room(value - found.others), low, enough)
    return Remedy("both", cap.value, room.fixes, room=room.value)


def _least(found: Bottleneck, changed: Callable[[int], Group], low: int, high: int) -> Remedy:
    """Smallest value in [low, high] at which the changed group serves as many as at ``high``."""
    best = found.fixed_by(changed(high))
    value = smallest(lambda one: found.fixed_by(changed(one)) >= best, low, high) if best else high
    return Remedy("", value, best)


def smallest(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Smallest number in [low, high] for which ``holds``, which holds for ``high`` and upwards from it."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def shortages_table(problem: Problem, found: tuple[Bottleneck, ...]) -> pd.DataFrame:
    """Sheet of the bottlenecks."""
    places = [place_of(problem, one.waiting) for one in found]
    return make_table(
        SHEETS["shortages"],
        {
            "shortage_id": [one.shortage_id for one in found],
            "township": [township for township, _ in places],
            "village": [village for _, village in places],
            "households": [len(one.households) for one in found],
            "members": [len(one.people) for one in found],
            "capacity": [float(one.capacity) for one in found],
            "short": [float(one.short) for one in found],
            "remedy": [remedy_text(problem, one) for one in found],
        },
    )


def remedy_text(problem: Problem, found: Bottleneck, kind: str = "shortage") -> str:
    """What the workbook says about a bottleneck: its cap remedy.

    ``kind`` is ``shortage`` for the bottleneck itself, ``waiting`` for one of its waiting households.
    """
    remedy = found.remedy
    return text(
        f"{kind}.{remedy.kind}",
        problem.lang,
        members=len(found.people),
        value=remedy.value,
        fixes=remedy.fixes,
        room=remedy.room,
        circles=len(found.group.room),
    )
