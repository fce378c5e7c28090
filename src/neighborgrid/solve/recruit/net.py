"""Who may serve whom, and the most households that members can serve: maximum flow per component.

Components in which all loads are 1 are solved exactly. Where loads are unequal, households keep the member
that they have, and those without are given to whoever has room: a lower estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from neighborgrid.solve.components import split
from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.components import Components
    from neighborgrid.solve.pairs import Reachable

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Net:
    """Admissible pairs of the households that weigh, by rows of the problem.

    Attributes
    ----------
    household, person, row
        Pairs sorted by household, and the row of each among the admissible pairs.
    load
        Load of every household, shape (households,).
    parts
        Components of the pairs.
    exact
        Per component: all loads are 1.
    """

    household: Rows
    person: Rows
    row: Rows
    load: NDArray[np.float64]
    parts: Components
    exact: Mask

    @classmethod
    def of(cls, problem: Problem, found: Reachable, keep: Mask | None = None) -> Net:
        """Net of admissible pairs, or of those of them where ``keep`` holds."""
        load = problem.households["load"].to_numpy()
        used = load[found.pairs.household] > 0
        rows = np.flatnonzero(used if keep is None else used & keep)
        household = found.pairs.household[rows].astype(np.int64)
        person = found.pairs.person[rows].astype(np.int64)
        nobody = np.full(len(problem.people), -1)
        parts = split(household.astype(np.int32), person.astype(np.int32), len(load), nobody)
        exact = np.ones(parts.count, bool)
        exact[_part_of(parts, len(load))[parts.household_order[load[parts.household_order] != 1]]] = False
        return cls(household, person, rows, load, parts, exact)

    def part_of(self) -> Rows:
        """Component of each household, -1 for those without a pair."""
        return _part_of(self.parts, len(self.load))

    def settle(self, choice: Rows, cap: NDArray[np.float64]) -> Rows:
        """Choice of members that serves as many households as can be served under ``cap`` (per person).

        ``choice`` (person per household, -1 none) is where it starts; it stands in each component in which
        nobody waits.
        """
        choice = self._allowed(choice, cap)
        waits = np.zeros(self.parts.count, bool)
        order = self.parts.household_order
        waits[self.part_of()[order[choice[order] < 0]]] = True
        for part in np.flatnonzero(waits):
            (self._flow if self.exact[part] else self._insert)(int(part), choice, cap)
        return choice

    def _allowed(self, choice: Rows, cap: NDArray[np.float64]) -> Rows:
        """Choice without pairs that are not admissible, and without households over the cap."""
        kept = np.full(len(choice), -1, np.int64)
        used = np.flatnonzero(choice[self.household] == self.person)
        kept[self.household[used]] = self.person[used]
        carried = np.flatnonzero(kept >= 0)
        load = np.bincount(kept[carried], weights=self.load[carried], minlength=len(cap))
        for person in np.flatnonzero(load > cap):
            mine = np.flatnonzero(kept == person)
            kept[mine[np.cumsum(self.load[mine]) > cap[person]]] = -1
        return kept

    def _flow(self, part: int, choice: Rows, cap: NDArray[np.float64]) -> None:
        """Give one component of unit loads a maximum flow, unless it has one."""
        parts = self.parts
        homes = parts.household_order[parts.household_start[part] : parts.household_start[part + 1]]
        members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
        pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
        first, sink = len(homes), len(homes) + len(members)
        own, ends = np.arange(first), np.arange(first, sink)
        network = SimpleMaxFlow()
        network.add_arcs_with_capacity(
            np.concatenate((parts.household_local[self.household[pairs]], np.full(first, sink + 1), ends)),
            np.concatenate(
                (first + parts.member_local[self.person[pairs]], own, np.full(len(members), sink))
            ),
            np.concatenate((np.ones(len(pairs) + first, np.int64), np.floor(cap[members]).astype(np.int64))),
        )
        if network.solve(sink + 1, sink) != network.OPTIMAL:
            raise FlowError("maximum flow of a component failed")
        if network.optimal_flow() == np.count_nonzero(choice[homes] >= 0):
            return
        used = pairs[np.flatnonzero(network.flows(np.arange(len(pairs))))]
        choice[homes] = -1
        choice[self.household[used]] = self.person[used]

    def _insert(self, part: int, choice: Rows, cap: NDArray[np.float64]) -> None:
        """Give the waiting households of one component of unequal loads to whoever has most room."""
        parts = self.parts
        homes = parts.household_order[parts.household_start[part] : parts.household_start[part + 1]]
        members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
        pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
        carried = homes[choice[homes] >= 0]
        load = np.bincount(choice[carried], weights=self.load[carried], minlength=len(cap))
        room = np.full(len(cap), -1.0)
        room[members] = cap[members] - load[members]
        waiting = homes[choice[homes] < 0]
        for home in waiting[np.argsort(self.load[waiting], kind="stable")]:
            mine = self.person[pairs[self.household[pairs] == home]]
            best = mine[np.argmax(room[mine])]
            if room[best] >= self.load[home]:
                choice[home] = best
                room[best] -= self.load[home]

    def reached(self, choice: Rows) -> tuple[Mask, Mask]:
        """Households and people that the residual network of an exact choice reaches from those waiting.

        All the people are full (Ford and Fulkerson): only households reached here gain from somebody new.
        """
        part_of = self.part_of()
        in_play = np.zeros(len(choice), bool)
        in_play[self.household] = True
        exact = np.append(self.exact, False)[part_of]
        homes = in_play & exact & (choice < 0)
        touched = np.zeros(self.parts.count + 1, bool)
        touched[part_of[homes]] = True
        pairs = np.flatnonzero(touched[part_of[self.household]])
        home, person = self.household[pairs], self.person[pairs]
        people = np.zeros(int(self.person.max(initial=-1)) + 2, bool)
        served = np.flatnonzero((choice >= 0) & in_play)
        size = -1
        while size != int(homes.sum()):
            size = int(homes.sum())
            people[person[homes[home]]] = True
            homes[served] |= people[choice[served]]
        return homes, people


def _part_of(parts: Components, households: int) -> Rows:
    part_of = np.full(households, -1, np.int64)
    part_of[parts.household_order] = np.repeat(np.arange(parts.count), np.diff(parts.household_start))
    return part_of
