"""Unit loads: the capacitated assignment as one min-cost flow per connected component.

Sets: households h in H, members m in M, admissible pairs A. Variables: z_hm in {0, 1} for pairs, u_h
(household left out), and one 0-1 unit y_mk per household that member m could take, k = 1 .. max_m.

    min  sum_A c_hm z_hm + sum_h (w2 + w1 [h priority]) u_h + sum_m,k (b_mk - w3 [k <= min_m]) y_mk
    s.t. sum_m z_hm + u_h = 1            for every h
         sum_h z_hm = sum_k y_mk         for every m

b_mk = balance (2 (k - target_m) - 1) grows with k and so does b_mk - w3 [k <= min_m]: units fill in
order, and the parallel unit arcs state the convex load cost exactly (Ahuja, Magnanti and Orlin 1993,
Network Flows, section 14.3). The matrix is a network matrix, so the flow's optimum is integral and by LP
duality its value is its own lower bound. Where a circle may get full its members' unit arcs lead to a node
of the circle, and one arc of the circle's capacity from there to the sink.

Tiers. The weights make the sum lexicographic: served priority households, served households, shortfall
below ``min``, metres. Two plans differ by a flow on simple cycles of the residual graph, and one that
changes no higher tier passes at most min(|H|, |M|) + 1 pair arcs forward and as many backward, and two
units. So K = (min(|H|, |M|) + 1) (c_max - min(0, c_min)) + 2 max |b| + 1 exceeds what metres can gain on
a cycle; w3 = K, w2 = w3 + K, w1 = w2 + w3 + K. With C circle nodes a cycle has up to 2 C + 2 units, which
multiplies the terms of |b| and w3. Sums over all households would overflow long before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from neighborgrid.solve.costs import marginal_balance_cm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.components import Components
    from neighborgrid.solve.instance import Assignment


class FlowError(RuntimeError):
    """The flow solver did not prove an optimum: a fault of ours, never of the input."""


def solve_flow(
    case: Assignment, parts: Components, wanted: NDArray[np.int64], member: NDArray[np.int64]
) -> None:
    """Write into ``member`` the member of each household of the ``wanted`` components, -1 where left out.

    Every household counts one whatever its ``load``. Raises FlowError where the solver fails.
    """
    arcs = _Arcs(case, parts)
    for part in wanted:
        arcs.solve(int(part), member)


class _Arcs:
    """Arcs of all components, built at once in NumPy and cut into one network per component."""

    def __init__(self, case: Assignment, parts: Components) -> None:
        self.parts = parts
        pair = parts.pair_order
        self.household = case.household[pair]
        self.member = case.member[pair]
        self.cost = case.cost_cm[pair]
        self._units(case)
        self._circles(case)
        self._weights(case)

    def _units(self, case: Assignment) -> None:
        """Unit arcs of the members, in the order of components, then members, then k."""
        parts = self.parts
        degree = np.bincount(self.member, minlength=len(case.max_load))
        room = np.minimum(case.max_load, degree)[parts.member_order]
        self.unit_start = np.concatenate(([0], np.cumsum(room)))[parts.member_start]
        self.unit_member = np.repeat(parts.member_order, room)
        first = np.repeat(np.cumsum(room) - room, room)
        unit = np.arange(len(self.unit_member)) - first + 1
        target = case.target_load[self.unit_member]
        self.unit_cost = marginal_balance_cm(unit, target, case.balance_m)
        self.unit_in_min = unit <= case.min_load[self.unit_member]

    def _circles(self, case: Assignment) -> None:
        """Circles that may get full, in the order of components, each numbered inside its own."""
        parts = self.parts
        of_member = case.circle[parts.member_order]
        part = np.repeat(np.arange(parts.count), np.diff(parts.member_start))
        counted = np.flatnonzero(of_member >= 0)
        circle, first = np.unique(of_member[counted], return_index=True)
        owner = part[counted[first]]
        order = np.argsort(owner, kind="stable")
        self.circle_room = case.circle_room[circle[order]]
        self.circle_count = np.bincount(owner, minlength=parts.count)
        self.circle_start = np.concatenate(([0], np.cumsum(self.circle_count)))
        local = np.full(len(case.circle_room) + 1, -1, np.int64)
        local[circle[order]] = np.arange(len(order)) - self.circle_start[owner[order]]
        self.circle_of_unit = local[case.circle[self.unit_member]]

    def _weights(self, case: Assignment) -> None:
        """Tier weights w1, w2, w3 of each component."""
        parts = self.parts
        high = _reduce(np.maximum, self.cost, parts.pair_start)
        low = np.minimum(0, _reduce(np.minimum, self.cost, parts.pair_start))
        bend = _reduce(np.maximum, np.abs(self.unit_cost), self.unit_start)
        sides = np.minimum(np.diff(parts.household_start), np.diff(parts.member_start))
        # A simple cycle passes each circle once, and two of its unit arcs there.
        circles = self.circle_count
        k = (sides + 1) * (np.maximum(high, 0) - low) + (2 * circles + 2) * bend + 1
        w3 = k
        w2 = np.where(circles > 0, 2 * circles + 2, 1) * w3 + k
        w1 = w2 + w3 + k
        self.unserved_cost = np.where(
            case.priority[parts.household_order],
            np.repeat(w1 + w2, np.diff(parts.household_start)),
            np.repeat(w2, np.diff(parts.household_start)),
        )
        self.unit_cost -= np.repeat(w3, np.diff(self.unit_start)) * self.unit_in_min

    def solve(self, part: int, member: NDArray[np.int64]) -> None:
        """Solve one component and write its households' members."""
        parts = self.parts
        homes = slice(parts.household_start[part], parts.household_start[part + 1])
        pairs = slice(parts.pair_start[part], parts.pair_start[part + 1])
        units = slice(self.unit_start[part], self.unit_start[part + 1])
        size = int(homes.stop - homes.start)
        sink = size + int(parts.member_start[part + 1] - parts.member_start[part])
        tail = parts.household_local[self.household[pairs]]
        head = size + parts.member_local[self.member[pairs]]
        spare = size + parts.member_local[self.unit_member[units]]
        circles = slice(self.circle_start[part], self.circle_start[part + 1])
        circle = sink + 1 + np.arange(circles.stop - circles.start, dtype=np.int32)
        into = self.circle_of_unit[units]
        network = SimpleMinCostFlow()
        network.add_arcs_with_capacity_and_unit_cost(
            np.concatenate((tail, np.arange(size, dtype=np.int32), spare, circle)),
            np.concatenate(
                (
                    head,
                    np.full(size, sink, np.int32),
                    np.where(into >= 0, sink + 1 + into, sink).astype(np.int32),
                    np.full(len(circle), sink, np.int32),
                )
            ),
            np.concatenate((np.ones(len(tail) + size + len(spare), np.int64), self.circle_room[circles])),
            np.concatenate(
                (
                    self.cost[pairs],
                    self.unserved_cost[homes],
                    self.unit_cost[units],
                    np.zeros(len(circle), np.int64),
                )
            ),
        )
        supply = np.zeros(sink + 1 + len(circle), np.int64)
        supply[:size], supply[sink] = 1, -size
        network.set_nodes_supplies(np.arange(len(supply)), supply)
        status = network.solve()
        if status != network.OPTIMAL:
            raise FlowError(f"min-cost flow ended with {status.name}")
        used = np.flatnonzero(network.flows(np.arange(len(tail)))) + pairs.start
        member[self.household[used]] = self.member[used]


def _reduce(function: np.ufunc, values: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Reduce ``values`` over the runs [starts[i], starts[i + 1]); 0 for an empty run."""
    out = np.zeros(len(starts) - 1, np.int64)
    full = np.flatnonzero(np.diff(starts))
    if len(full):
        out[full] = function.reduceat(values, starts[full])
    return out
