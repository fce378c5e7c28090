"""What a change would cost: another member for a household, one household more or fewer for a member.

The price of a change is the best plan with it less the best plan without it, both under the plan's rules and
circles: everybody else may be moved. In an optimal plan forcing household h onto member m costs
c_hm + dist(m -> h), one shortest path in the residual network (see ``residual``), and the path says who
moves. A plan that people changed need not be optimal: then its component is solved anew first, and prices
compare best plans in which the household stays where it is with best plans in which it moves.

Prices are exact for unit loads; for components of unequal loads there are none.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.flow import solve_flow
from neighborgrid.solve.prices import choice_of, unit_loads
from neighborgrid.solve.residual import UNREACHED, NotOptimalError, Residual
from neighborgrid.solve.shortage import instance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.cases import Prepared
    from neighborgrid.solve.residual import Network
    from neighborgrid.solve.solution import Solution


@dataclass(frozen=True, order=True)
class Change:
    """Difference of two plans, tier by tier; positive is worse.

    ``priority`` and ``households`` are priority households and households left out, ``shortfall`` households
    missing to minima, ``cost_m`` metres of the objective (distances, balance and bonuses).
    """

    priority: int
    households: int
    shortfall: int
    cost_m: float

    @classmethod
    def of(cls, tiers: NDArray[np.int64]) -> Change:
        """Change of a vector of tiers, its last in centimetres."""
        priority, households, shortfall, cost_cm = (int(tier) for tier in tiers)
        return cls(priority, households, shortfall, cost_cm / 100)


@dataclass(frozen=True)
class Move:
    """Household that changes hands: rows of the household and of its people before and after, -1 none."""

    household: int
    before: int
    after: int


@dataclass(frozen=True)
class Switch:
    """Another admissible member for a household.

    ``person`` is the row, ``price`` the difference to the best plan in which the household stays, ``moves``
    the others who change hands in the cheapest such plan.
    """

    person: int
    price: Change
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class OneMoreOrFewer:
    """What one household more, or one fewer, at a member would change; None where it cannot be.

    ``load`` is the member's load in the best plan, ``full`` whether one more would exceed the cap.
    """

    load: int
    full: bool
    more: Change | None
    fewer: Change | None


class Exchange:
    """Prices of changes around one choice of members."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.ready: Prepared = unit_loads(instance(problem, solution))
        self.choice = choice_of(self.ready, solution.person)
        self.local_home = np.full(len(problem.households), -1, np.int64)
        self.local_home[self.ready.rows] = np.arange(len(self.ready.rows))
        self.local_member = np.full(len(problem.people), -1, np.int64)
        self.local_member[self.ready.serving] = np.arange(len(self.ready.serving))
        self._backs: dict[int, NDArray[np.int64]] = {}

    @cached_property
    def residual(self) -> Residual:
        """Residual of the choice where it is optimal, else of a best plan."""
        made = Residual.of(self.ready.case, np.maximum(self.choice, -1))
        try:
            if (self.choice >= -1).all() and made.feasible():
                made.network().potentials()
                return made
        except NotOptimalError:
            pass
        best = np.full(len(self.choice), -1, np.int64)
        solve_flow(self.ready.case, self.ready.parts, np.arange(self.ready.parts.count), best)
        return Residual.of(self.ready.case, best)

    @cached_property
    def network(self) -> Network:
        """Residual network."""
        return self.residual.network()

    @property
    def is_best(self) -> bool:
        """Whether the choice itself is a best plan."""
        return bool((self.residual.member == self.choice).all())

    def has(self, household: int) -> bool:
        """Whether a household (row) has exact prices: unit loads, and an admissible member."""
        local = self.local_home[household]
        return bool(local >= 0 and (self.ready.case.household == local).any())

    def switches(self, household: int) -> tuple[Switch, ...]:
        """Every admissible member of a household (row) but its own, the cheapest first.

        Where its present member is not admissible, prices are against the best plan.
        """
        case, home = self.ready.case, int(self.local_home[household])
        pairs = np.flatnonzero(case.household == home)
        forced = self._forced(home, pairs)
        weights = self.residual.weights
        now = self.choice[home]
        stays = np.flatnonzero(case.member[pairs] == now)
        base = forced[stays[0]] if len(stays) else self._left_out(home) if now == -1 else 0
        found = [
            Switch(
                person=int(self.ready.serving[case.member[pair]]),
                price=Change.of(weights.unpack(np.array(cost)) - weights.unpack(np.array(base))),
                moves=self._moves(home, int(case.member[pair])),
            )
            for pair, cost in zip(pairs, forced, strict=True)
            if case.member[pair] != now
        ]
        return tuple(sorted(found, key=lambda switch: (switch.price, switch.person)))

    def one_more_or_fewer(self, person: int) -> OneMoreOrFewer | None:
        """What one household more or fewer at a member (row) would change; None for who has no pair."""
        residual, member = self.residual, int(self.local_member[person])
        if member < 0 or not (self.ready.case.member == member).any():
            return None
        load = int(residual.load[member])
        circle = int(self.ready.case.circle[member])
        door = self.network.sink if circle < 0 else self.network.members + circle
        more = fewer = None
        # Its other units would undo the one that is forced.
        others = residual.network(fixed=member)
        into = others.distances_from(door)[member]
        if into < UNREACHED:
            more = self._change(into + residual.unit_cost(residual.load + 1)[member])
        out = others.distances_from(member)[door]
        if load and out < UNREACHED:
            fewer = self._change(out - residual.unit_cost(residual.load)[member])
        return OneMoreOrFewer(load, load >= int(self.ready.case.max_load[member]), more, fewer)

    def _change(self, packed: np.int64) -> Change:
        return Change.of(self.residual.weights.unpack(np.array(packed)))

    def _goal(self, home: int) -> int:
        """Node at which paths to a household end: its member in the best plan, else the sink."""
        member = int(self.residual.member[home])
        return self.network.sink if member < 0 else member

    def _forced(self, home: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Packed cost of forcing a household onto the member of each of its pairs, over the best plan."""
        case = self.ready.case
        back = self._back(home)[case.member[pairs]]
        # The distance from its own member to itself is 0, and so is the cost of what is so already.
        return np.asarray(case.cost_cm[pairs] - self.residual.present_cost[home] + back)

    def _back(self, home: int) -> NDArray[np.int64]:
        """Distance of each node to the household's goal."""
        goal = self._goal(home)
        if goal not in self._backs:
            self._backs[goal] = self.network.distances_to(goal)
        return self._backs[goal]

    def _left_out(self, home: int) -> np.int64:
        """Packed cost of leaving a household out, over the best plan."""
        if self.residual.member[home] < 0:
            return np.int64(0)
        cost = self.residual.left_out_cost[home] - self.residual.present_cost[home]
        return np.int64(cost + self._back(home)[self.network.sink])

    def _moves(self, home: int, member: int) -> tuple[Move, ...]:
        """Other households that change hands when a household is forced onto ``member``."""
        path = _shortest(self.network, self._back(home), member, self._goal(home))
        moves = []
        for tail, head in itertools.pairwise(path):
            moved = self._moved(tail, head, home)
            if moved is not None:
                moves.append(moved)
        return tuple(moves)

    def _moved(self, tail: int, head: int, home: int) -> Move | None:
        """Household behind an arc of a shortest path; None for the unit of a load or the room of a circle."""
        case, residual, members = self.ready.case, self.residual, self.network.members
        cost = _cost(self.network, tail, head)
        present = residual.present_cost
        if head < members and (tail < members or tail == self.network.sink):
            before = tail if tail < members else -1
            pairs = np.flatnonzero(
                (case.member == head)
                & (residual.member[case.household] == before)
                & (case.cost_cm - present[case.household] == cost)
                & (case.household != home)
            )
            if len(pairs):
                return self._move(int(case.household[pairs[0]]), before, head)
        if tail < members and head == self.network.sink:
            left = (residual.member == tail) & (residual.left_out_cost - present == cost)
            rows = np.flatnonzero(left & (np.arange(len(left)) != home))
            if len(rows):
                return self._move(int(rows[0]), tail, -1)
        return None

    def _move(self, home: int, before: int, after: int) -> Move:
        people = np.append(self.ready.serving, -1)
        return Move(int(self.ready.rows[home]), int(people[before]), int(people[after]))


def _cost(network: Network, tail: int, head: int) -> int:
    at = np.flatnonzero((network.tail == tail) & (network.head == head))
    return int(network.cost[at[0]])


def _shortest(network: Network, back: NDArray[np.int64], start: int, goal: int) -> list[int]:
    """Nodes of a cheapest path, of equals one with fewest arcs.

    ``back`` holds each node's distance to ``goal``. Searching among tight arcs by layers cannot go round in a
    cycle of cost 0.
    """
    tight = np.flatnonzero(
        (back[network.tail] < UNREACHED)
        & (back[network.head] < UNREACHED)
        & (back[network.tail] == network.cost + back[network.head])
    )
    came: dict[int, int] = {start: start}
    layer = [start]
    while goal not in came and layer:
        arcs = tight[np.isin(network.tail[tight], layer)]
        layer = []
        for tail, head in zip(network.tail[arcs].tolist(), network.head[arcs].tolist(), strict=True):
            if head not in came:
                came[head] = tail
                layer.append(head)
    path = [goal]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]
