"""How many households a group of members can serve at most: one maximum flow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Group:
    """Households and members in local numbers, each household of load 1.

    Attributes
    ----------
    households
        Number of households.
    household, member
        Pairs, int64 of shape (pairs,).
    cap
        Most households of each member, inclusive.
    circle, room
        Circle of each member whose households are counted (-1 none), and most households of each circle.
    """

    households: int
    household: NDArray[np.int64]
    member: NDArray[np.int64]
    cap: NDArray[np.int64]
    circle: NDArray[np.int64]
    room: NDArray[np.int64]

    def most_served(self) -> int:
        """Greatest number of households that can be served."""
        members, circles = len(self.cap), len(self.room)
        first_circle = self.households + members
        source, sink = first_circle + circles, first_circle + circles + 1
        homes, own, rings = np.arange(self.households), np.arange(members), np.arange(circles)
        door = np.where(self.circle >= 0, first_circle + self.circle, sink)
        network = SimpleMaxFlow()
        network.add_arcs_with_capacity(
            np.concatenate(
                (
                    np.full(self.households, source),
                    self.household,
                    self.households + own,
                    first_circle + rings,
                )
            ),
            np.concatenate((homes, self.households + self.member, door, np.full(circles, sink))),
            np.concatenate((np.ones(self.households + len(self.household), np.int64), self.cap, self.room)),
        )
        status = network.solve(source, sink)
        if status != network.OPTIMAL:
            raise FlowError(f"maximum flow ended with {status.name}")
        return int(network.optimal_flow())

    def with_cap(self, cap: int) -> Group:
        """The same group with every cap at least ``cap``."""
        return replace(self, cap=np.maximum(self.cap, cap))

    def with_room(self, room: NDArray[np.int64]) -> Group:
        """The same group with the room of each circle at least ``room``."""
        return replace(self, room=np.maximum(self.room, room))

    def with_member(self, households: NDArray[np.int64], cap: int) -> Group:
        """The same group with one member more, who may serve ``households`` (local numbers)."""
        return replace(
            self,
            household=np.concatenate((self.household, households)),
            member=np.concatenate((self.member, np.full(len(households), len(self.cap)))),
            cap=np.append(self.cap, cap),
            circle=np.append(self.circle, -1),
        )
