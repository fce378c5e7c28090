"""Automatic caps: per village the smallest cap that serves everyone who can be served.

The cap starts at ``load.auto_from``. Where that leaves households over, a maximum flow per component
finds the smallest cap up to ``load.auto_to`` that serves as many as ``load.auto_to`` would; a village
takes the largest cap that one of its components needs, so that one number is true for the whole village.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.components import Components
    from neighborgrid.solve.instance import Assignment


def automatic_caps(
    case: Assignment,
    parts: Components,
    *,
    auto: NDArray[np.bool_],
    village: NDArray[np.int64],
    span: tuple[int, int],
) -> NDArray[np.int64]:
    """Caps of all members, shape (members,): ``case.max_load`` where not ``auto``, else the village's cap.

    ``village`` numbers the members' villages (-1 blank, which counts as one village), ``span`` is the
    smallest and the largest cap that may be chosen, inclusive.
    """
    low, high = span
    caps = np.where(auto, low, case.max_load)
    needed = np.full(int(village.max(initial=-1)) + 2, low, np.int64)
    for part in range(parts.count):
        members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
        if auto[members].any():
            cap = _smallest(_demand_of(case, parts, part, auto), low, high)
            touched = village[members[auto[members]]]
            np.maximum.at(needed, touched, cap)
    return np.where(auto, needed[village], caps)


class _Served(Protocol):
    """A component whose automatic cap is still open."""

    households: int

    def served(self, cap: int) -> int:
        """Greatest number of households served when automatic members take ``cap`` each."""


def _demand_of(case: Assignment, parts: Components, part: int, auto: NDArray[np.bool_]) -> _Served:
    homes = parts.household_order[parts.household_start[part] : parts.household_start[part + 1]]
    if (case.load[homes] == 1).all():
        return _Network(case, parts, part, auto)
    return _Unequal(case, parts, part, auto)


class _Unequal:
    """A component of unequal loads: the number served is found by a MIP instead of a flow."""

    def __init__(self, case: Assignment, parts: Components, part: int, auto: NDArray[np.bool_]) -> None:
        self.case, self.parts, self.part, self.auto = case, parts, part, auto
        self.households = int(parts.household_start[part + 1] - parts.household_start[part])

    def served(self, cap: int) -> int:
        """As `_Served`; what SCIP finds within its limits."""
        from neighborgrid.solve.mip import most_served

        caps = np.where(self.auto, cap, self.case.max_load)
        return most_served(replace(self.case, max_load=caps), self.parts, self.part)


def _smallest(network: _Served, low: int, high: int) -> int:
    if network.served(low) == network.households:
        return low
    goal = network.served(high)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if network.served(middle) == goal else (middle + 1, high)
    return high


class _Network:
    """Source - households - members - sink of one component, with the members' caps left open."""

    def __init__(
        self,
        case: Assignment,
        parts: Components,
        part: int,
        auto: NDArray[np.bool_],
    ) -> None:
        pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
        members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
        self.households = int(parts.household_start[part + 1] - parts.household_start[part])
        self.auto = auto[members]
        self.caps = case.max_load[members]
        nodes = self.households + len(members)
        self.source, self.sink = nodes, nodes + 1
        home = parts.household_local[case.household[pairs]]
        member = self.households + parts.member_local[case.member[pairs]]
        homes, spare = np.arange(self.households), np.arange(self.households, nodes)
        self.tail = np.concatenate((np.full(self.households, self.source), home, spare))
        self.head = np.concatenate((homes, member, np.full(len(members), self.sink)))
        self.ones = np.ones(self.households + len(pairs), np.int64)

    def served(self, cap: int) -> int:
        """Greatest number of households served when automatic members take ``cap`` each."""
        flow = SimpleMaxFlow()
        caps = np.where(self.auto, cap, self.caps)
        flow.add_arcs_with_capacity(self.tail, self.head, np.concatenate((self.ones, caps)))
        status = flow.solve(self.source, self.sink)
        if status != flow.OPTIMAL:
            raise FlowError(f"maximum flow ended with {status.name}")
        return int(flow.optimal_flow())
