"""What people walk on and what is in their way, as plain data.

Solver and audit both start from here, and each finds its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KINDS: Final = ("straight", "roads", "matrix")
"""How walking metres were found, by the number in `Walks.kind`; words of ``distance_kind`` in a plan."""
STRAIGHT, ON_ROADS, OF_MATRIX = range(3)


@dataclass(frozen=True, slots=True)
class RoadEdges:
    """Straight edges between nodes, each walked both ways.

    ``lon``, ``lat`` are degrees in the frame of the plan, shape (nodes,); ``a``, ``b`` int32, shape (edges,),
    the nodes at both ends.
    """

    lon: Floats
    lat: Floats
    a: NDArray[np.int32]
    b: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class BarrierLines:
    """Straight pieces that nobody crosses except by a road, shape (pieces,), in the frame of the plan."""

    lon_a: Floats
    lat_a: Floats
    lon_b: Floats
    lat_b: Floats


@dataclass(frozen=True, slots=True)
class MatrixRows:
    """Walking metres that the organiser gives, shape (rows,); inf where there is no way.

    A household that has a row at all is measured by its rows alone: members that it does not list are out
    of its reach.
    """

    household_id: NDArray[np.object_]
    member_id: NDArray[np.object_]
    metres: Floats


@dataclass(frozen=True, eq=False)
class Ground:
    """Roads, barriers and metres of the organiser's own; at least one of them.

    The walking metres of a pair are those of ``matrix`` where it speaks for the household; else those of the
    shortest way along ``roads``, legs to and from the road included, where both ends are at most
    ``snap_m`` from them; else straight metres times the detour factor, and no way at all where the straight
    way meets one of ``barriers``. They are never less than the straight metres.
    """

    roads: RoadEdges | None = None
    barriers: BarrierLines | None = None
    matrix: MatrixRows | None = None
    snap_m: float = 100.0

    def straight_reach_m(self, limit_m: float, detour: float) -> float:
        """Straight metres beyond which nobody is within ``limit_m`` on foot."""
        return limit_m / detour if self.roads is None and self.matrix is None else limit_m
