"""Colours of circles: few, told apart by colour-blind people too, and never the same on two neighbours.

The palette was searched for the largest least difference (CIE 1976, Lab) between any two of its colours and
the red of those who wait, seen with full colour vision and, after Machado, Oliveira and Fernandes 2009
(doi:10.1109/TVCG.2009.113), without red or green cones, at a contrast of at least 3 : 1 on white.

Colouring is greedy: circles in smallest-last order (Matula and Beck 1983, doi:10.1145/2402.322385), so that
few neighbours of each are coloured before it; each takes the colour whose nearest bearer is farthest away.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from neighborgrid.outputs.drawing.frame import Ground
from neighborgrid.outputs.drawing.style import HOUSEHOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from neighborgrid.outputs.layers import Layers

    Numbers = NDArray[np.int64]

PALETTE: Final = (
    "#423CE9",
    "#D77A1B",
    "#25586D",
    "#EB5FBA",
    "#949753",
    "#83299D",
    "#6B87EB",
    "#9F5953",
)
"""Colours by number."""
COLOURS: Final = (*PALETTE, HOUSEHOLD)
"""`PALETTE`, and as the last one, -1, the colour of who belongs to no circle."""
NEAREST: Final = 32
"""Shapes around each, by their middles, to which distances are taken."""
NEIGHBOUR_M: Final = 300.0
"""Distance up to which two shapes are neighbours."""


def circle_colours(layers: Layers, outlines: NDArray[np.object_]) -> Numbers:
    """Number in `PALETTE` of every circle, shape (circles,), by the ``outlines`` of all of them in degrees.

    Circles without an outline take turns.
    """
    made = np.arange(len(layers.circles), dtype=np.int64) % len(PALETTE)
    present = np.array([one is not None for one in outlines], bool)
    made[present] = shape_colours(outlines[present])
    return made


def shape_colours(shapes: NDArray[np.object_]) -> Numbers:
    """Number in `PALETTE` of each of the shapes (polygons or points in degrees), shape (shapes,)."""
    if not len(shapes):
        return np.zeros(0, np.int64)
    corners = shapely.get_coordinates(shapes)
    factor = np.array(Ground(*map(float, corners.mean(axis=0))).metres_per_degree)
    flat = shapely.set_coordinates(shapes.copy(), corners * factor)
    near = _distances(flat)
    made = np.full(len(shapes), -1, np.int64)
    used = np.zeros(len(PALETTE), np.int64)
    for one in _smallest_last(near):
        away = np.full(len(PALETTE), np.inf)
        for other, distance_m in near[one].items():
            if made[other] >= 0:
                away[made[other]] = min(away[made[other]], distance_m)
        # Of colours that are equally far away the least used one, then the first.
        made[one] = np.lexsort((np.arange(len(away)), used, -away))[0]
        used[made[one]] += 1
    return made


def _distances(flat: NDArray[np.object_]) -> list[dict[int, float]]:
    """Distance of every shape to those around it, both ways, metres."""
    from scipy.spatial import KDTree

    middles = shapely.get_coordinates(shapely.centroid(flat))
    around = KDTree(middles).query(middles, k=range(1, min(NEAREST, len(flat)) + 1))[1]
    a = np.repeat(np.arange(len(flat)), around.shape[1])
    b = around.ravel()
    pairs = np.unique(np.sort(np.column_stack((a, b))[a != b], axis=1), axis=0)
    away = shapely.distance(flat[pairs[:, 0]], flat[pairs[:, 1]])
    found: list[dict[int, float]] = [{} for _ in flat]
    for (one, other), distance_m in zip(pairs.tolist(), away.tolist(), strict=True):
        found[one][other] = found[other][one] = distance_m
    return found


def _smallest_last(near: list[dict[int, float]]) -> Iterable[int]:
    """Order in which each has few neighbours before it: the one with the fewest left goes last, and so on."""
    beside: list[Mapping[int, float]] = [
        {other: distance for other, distance in around.items() if distance <= NEIGHBOUR_M} for around in near
    ]
    degree = [len(around) for around in beside]
    heap = [(count, -one) for one, count in enumerate(degree)]
    heapq.heapify(heap)
    taken: list[int] = []
    gone = [False] * len(near)
    while heap:
        count, one = heapq.heappop(heap)
        if gone[-one] or count != degree[-one]:
            continue
        gone[-one] = True
        taken.append(-one)
        for other in beside[-one]:
            degree[other] -= 1
            heapq.heappush(heap, (degree[other], -other))
    return reversed(taken)
