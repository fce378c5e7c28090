"""The residual network of a choice of members, contracted onto members, circles and one sink.

Nodes: members m, circles c that may get full, and the sink t. A household h that m0 serves is an arc
m0 -> m of cost c_hm - c_hm0 for each of its other admissible members m ("h moves from m0 to m"), and an arc
m0 -> t of cost U_h - c_hm0 ("h is left out"); a household that waits is an arc t -> m of cost c_hm - U_h.
Of parallel arcs the cheapest stays. A member of load n has m -> t of cost d_m,n+1 where n < max_m, and
t -> m of cost -d_mn where n > 0, d_mk being the cost of unit k (see ``flow``); where the member's circle may
get full these lead to and from the circle, which has c -> t and t -> c of cost 0 while it has room and
households. One sink for all components does no harm: a simple path passes it once.

A choice is optimal exactly if no cycle has a negative cost, and then the cheapest way to force a change is
a shortest path (Ahuja, Magnanti and Orlin 1993, Network Flows, sections 9.3 and 9.4).

Costs are vectors (priority households left out, households left out, shortfall, centimetres) in
lexicographic order, packed into one int64 by weights under which no simple path can mistake one for another,
so that a cost can be taken apart again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.costs import marginal_balance_cm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.instance import Assignment

UNREACHED: Final = np.int64(2) ** 61
"""Distance of nodes that no path leads to; far above every packed cost."""

CHUNK: Final = 200_000
"""Pairs that are looked at together: their arrays stay small enough for memory to be used again."""

TIERS: Final = 4
MOST_LEFT_OUT: Final = 4
"""A simple path leaves out, or takes in, at most two households; two paths differ by at most this many."""


class NotOptimalError(RuntimeError):
    """The choice of members can be improved, so that its residual network has a negative cycle."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Packs vectors of tiers into one number and takes them apart again."""

    priority: int
    household: int
    shortfall: int

    @classmethod
    def of(cls, case: Assignment) -> Weights:
        """Weights for the simple paths of an instance, which cross up to two components."""
        circles = len(case.circle_room)
        high, low = (int(pick(initial=0)) for pick in (case.cost_cm.max, case.cost_cm.min))
        units = np.concatenate((np.ones(len(case.max_load), np.int64), case.max_load))
        bend = marginal_balance_cm(units, np.tile(case.target_load, 2), case.balance_m)
        hops = 2 * (min(len(case.priority), len(case.max_load)) + 1)
        turns = 4 * (circles + 1)
        metres = hops * (high - low) + turns * int(np.abs(bend).max(initial=0)) + 1
        shortfall = 2 * metres + 1
        household = (2 * turns + 1) * shortfall
        return cls((2 * MOST_LEFT_OUT + 1) * household, household, shortfall)

    def unpack(self, packed: NDArray[np.int64]) -> NDArray[np.int64]:
        """Tiers of packed costs: shape (..., 4)."""
        tiers = np.empty((*packed.shape, TIERS), np.int64)
        rest = packed.copy()
        for tier, weight in enumerate((self.priority, self.household, self.shortfall)):
            tiers[..., tier] = (rest + weight // 2) // weight
            rest -= tiers[..., tier] * weight
        tiers[..., -1] = rest
        return tiers


@dataclass(frozen=True)
class Network:
    """Arcs of the residual network, sorted by head.

    Attributes
    ----------
    members, circles
        Nodes 0 .. members - 1 are members, the next ``circles`` are circles, the last one is the sink.
    tail, head, cost
        int64 of shape (arcs,); costs packed by ``weights``.
    """

    members: int
    circles: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    cost: NDArray[np.int64]
    weights: Weights

    @property
    def sink(self) -> int:
        """Node of the sink."""
        return self.members + self.circles

    @property
    def size(self) -> int:
        """Number of nodes."""
        return self.sink + 1

    def potentials(self) -> NDArray[np.int64]:
        """Node potentials p with cost + p[tail] - p[head] >= 0 on every arc, and p = 0 at the sink.

        Raises NotOptimalError where there are none.
        """
        found = self._relax(np.zeros(self.size, np.int64))
        return np.asarray(found - found[self.sink])

    def distances_from(self, node: int) -> NDArray[np.int64]:
        """Cost of the cheapest path from ``node`` to each node; `UNREACHED` where there is none."""
        return self._from(node, self)

    def distances_to(self, node: int) -> NDArray[np.int64]:
        """Cost of the cheapest path from each node to ``node``; `UNREACHED` where there is none."""
        return self._from(node, self.turned())

    def turned(self) -> Network:
        """The same network with every arc turned round."""
        return made_network(
            self.members, self.circles, tail=self.head, head=self.tail, cost=self.cost, weights=self.weights
        )

    @staticmethod
    def _from(node: int, network: Network) -> NDArray[np.int64]:
        start = np.full(network.size, UNREACHED, np.int64)
        start[node] = 0
        found = network._relax(start)
        # Costs that were added to "no path" are not a path.
        return np.where(found > UNREACHED // 2, UNREACHED, found)

    def _relax(self, label: NDArray[np.int64]) -> NDArray[np.int64]:
        """Labels that no arc can lower any more (Bellman 1958; all arcs of a round at once)."""
        if not len(self.head):
            return label
        first = np.flatnonzero(np.diff(self.head, prepend=-1))
        heads = self.head[first]
        for _ in range(self.size + 1):
            offered = np.minimum.reduceat(label[self.tail] + self.cost, first)
            better = offered < label[heads]
            if not better.any():
                return label
            label[heads[better]] = offered[better]
        raise NotOptimalError("the residual network has a negative cycle")


def made_network(
    members: int,
    circles: int,
    *,
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    cost: NDArray[np.int64],
    weights: Weights,
) -> Network:
    """Network of arcs in any order; of parallel ones the cheapest stays."""
    return Network(members, circles, *cheapest(members + circles + 1, tail, head, cost), weights)


def cheapest(
    size: int, tail: NDArray[np.int64], head: NDArray[np.integer], cost: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Tail, head and cost of the cheapest of parallel arcs among ``size`` nodes, sorted by head."""
    key = head.astype(np.int64) * size + tail
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    least = np.minimum.reduceat(cost[order], first) if len(first) else cost[:0]
    return key[first] % size, key[first] // size, least


@dataclass(frozen=True)
class Residual:
    """A choice of members of an instance of unit loads, and what follows for its residual network.

    ``member`` holds the local member of each local household, -1 where it waits.
    """

    case: Assignment
    member: NDArray[np.int64]
    weights: Weights

    @classmethod
    def of(cls, case: Assignment, member: NDArray[np.int64]) -> Residual:
        """Residual of a choice; see `feasible` for what it may not break."""
        return cls(case, member, Weights.of(case))

    @cached_property
    def load(self) -> NDArray[np.int64]:
        """Households of each member."""
        return np.bincount(self.member[self.member >= 0], minlength=len(self.case.max_load))

    @cached_property
    def held(self) -> NDArray[np.int64]:
        """Households of each circle that may get full."""
        circle = self.case.circle[self.member[self.member >= 0]]
        return np.bincount(circle[circle >= 0], minlength=len(self.case.circle_room))

    @cached_property
    def left_out_cost(self) -> NDArray[np.int64]:
        """Packed cost of leaving out each household."""
        return self.weights.household + self.weights.priority * self.case.priority.astype(np.int64)

    @cached_property
    def present_cost(self) -> NDArray[np.int64]:
        """Packed cost of each household as it stands; `UNREACHED` where its member is not admissible."""
        case = self.case
        cost = np.where(self.member < 0, self.left_out_cost, UNREACHED)
        used = self.member[case.household] == case.member
        cost[case.household[used]] = case.cost_cm[used]
        return cost

    def unit_cost(self, unit: NDArray[np.int64]) -> NDArray[np.int64]:
        """Packed cost of each member's ``unit``-th household (1-based)."""
        case = self.case
        metres = marginal_balance_cm(unit, case.target_load, case.balance_m)
        within_min = (unit <= case.min_load).astype(np.int64)
        return np.asarray(metres - self.weights.shortfall * within_min)

    def feasible(self) -> bool:
        """Whether all pairs used are admissible, and no member or circle has more than it may take."""
        case = self.case
        return bool(
            (self.present_cost < UNREACHED).all()
            and (self.load <= case.max_load).all()
            and (self.held <= case.circle_room).all()
        )

    def network(self, fixed: int = -1) -> Network:
        """Residual network of a feasible choice, without the units of the member ``fixed``."""
        members, circles = len(self.case.max_load), len(self.case.circle_room)
        sink = members + circles
        served = np.flatnonzero(self.member >= 0)
        arcs = [
            *(
                self._moves(slice(start, start + CHUNK), sink)
                for start in range(0, len(self.case.household), CHUNK)
            ),
            (
                self.member[served],
                np.full(len(served), sink),
                (self.left_out_cost - self.present_cost)[served],
            ),
            *self._units(sink, fixed),
        ]
        tail, head, cost = (np.concatenate([arc[side] for arc in arcs]).astype(np.int64) for side in range(3))
        return made_network(members, circles, tail=tail, head=head, cost=cost, weights=self.weights)

    def _moves(self, pairs: slice, sink: int) -> tuple[NDArray[np.int64], ...]:
        """Cheapest arcs of households that move to another member, or begin to be served, over some pairs."""
        case = self.case
        home, member = case.household[pairs], case.member[pairs]
        here = self.member[home]
        other = np.flatnonzero(here != member)
        tail = np.where(here < 0, sink, here)[other]
        return cheapest(sink + 1, tail, member[other], (case.cost_cm[pairs] - self.present_cost[home])[other])

    def _units(self, sink: int, fixed: int) -> list[tuple[NDArray[np.int64], ...]]:
        """Arcs of the members' units and of the circles."""
        case, load, held = self.case, self.load, self.held
        members, circles = np.arange(len(load)), np.arange(len(held)) + len(load)
        door = np.where(case.circle >= 0, case.circle + len(load), sink)
        free = members != fixed
        room, taken = np.flatnonzero(free & (load < case.max_load)), np.flatnonzero(free & (load > 0))
        open_, used = np.flatnonzero(held < case.circle_room), np.flatnonzero(held > 0)
        return [
            (members[room], door[room], self.unit_cost(load + 1)[room]),
            (door[taken], members[taken], -self.unit_cost(load)[taken]),
            (circles[open_], np.full(len(open_), sink), np.zeros(len(open_), np.int64)),
            (np.full(len(used), sink), circles[used], np.zeros(len(used), np.int64)),
        ]
