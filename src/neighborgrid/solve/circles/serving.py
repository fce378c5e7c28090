"""How many households of a unit an arrangement of its circles leaves unserved: one maximum flow.

Source - households - members - circles - sink, over the pairs that the circles allow; members take their
cap, circles ``max_households``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from neighborgrid.solve.circles.units import Mask, Rows, Unit


class Serving:
    """Counts lost households of one unit; the plan without circles loses none of them."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        degree = np.bincount(unit.pair_member, minlength=unit.size)
        self.most = np.minimum(unit.cap, degree)

    def lost(self, circle: Rows, inside: Mask | None) -> int:
        """Households that cannot be served when members belong to circles as ``circle`` says.

        ``inside`` says of each pair whether it may be used; None where every pair may.
        """
        unit, room = self.unit, self.unit.rule.max_households
        if inside is None and (np.bincount(circle, weights=self.most) <= room).all():
            return 0
        count = int(circle.max(initial=-1)) + 1
        kept = slice(None) if inside is None else np.flatnonzero(inside)
        home, member = unit.pair_home[kept], unit.homes + unit.pair_member[kept]
        first = unit.homes + unit.size
        source, sink = first + count, first + count + 1
        homes, members, circles = np.arange(unit.homes), np.arange(unit.size), np.arange(count)
        network = SimpleMaxFlow()
        network.add_arcs_with_capacity(
            np.concatenate((np.full(unit.homes, source), home, unit.homes + members, first + circles)),
            np.concatenate((homes, member, first + circle, np.full(count, sink))),
            np.concatenate(
                (np.ones(unit.homes + len(home), np.int64), self.most.astype(np.int64), np.full(count, room))
            ),
        )
        status = network.solve(source, sink)
        if status != network.OPTIMAL:
            raise FlowError(f"maximum flow ended with {status.name}")
        return int(unit.homes - network.optimal_flow())
