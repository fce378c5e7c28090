"""A network cut to what is near: the nodes in a rectangle, found by a grid of cells.

The nodes are put in the order of their cells, row by row, so that the nodes of a rectangle are a few runs
of rows, and so are the entries of the matrix of edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.places.roads.extract import Box
    from neighborgrid.places.roads.network import Network

    Ints = NDArray[np.int64]

METRES_PER_DEGREE: Final = 110_500.0
"""Less than the metres of any degree of latitude, so that a box is never too small."""
_FEWEST_COS: Final = 0.01
_MOST_CELLS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes in a rectangle and the edges between them, both ways, as rows of a sparse matrix.

    ``nodes`` are numbers in the order of `Tiles`; ``indptr``, ``indices`` (rows of ``nodes``) and
    ``metres`` are the matrix.
    """

    nodes: Ints
    indptr: Ints
    indices: Ints
    metres: NDArray[np.float64]


class Tiles:
    """A network in the order of the cells of a grid.

    ``place`` is the number of each node of the network in that order.
    """

    def __init__(self, network: Network, cell_m: float) -> None:
        west, south, east, north = network.box
        self.origin = west, south
        self.step_lat = max(cell_m / METRES_PER_DEGREE, (north - south) / _MOST_CELLS)
        self.step_lon = max(degrees_of_longitude(cell_m, south, north), (east - west) / _MOST_CELLS)
        self.columns = int((east - west) // self.step_lon) + 1
        column, row = self._cell(network.lon, network.lat)
        key = row * self.columns + column
        order = np.argsort(key, kind="stable")
        self.keys = key[order]
        self.place = np.empty(len(order), np.int64)
        self.place[order] = np.arange(len(order))
        self._make_matrix(network)
        self.local = np.full(len(order), -1, np.int64)
        self.last = np.zeros(0, np.int64)

    def _cell(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[Ints, Ints]:
        west, south = self.origin
        return ((lon - west) // self.step_lon).astype(np.int64), ((lat - south) // self.step_lat).astype(
            np.int64
        )

    def _make_matrix(self, network: Network) -> None:
        a, b = self.place[network.a], self.place[network.b]
        start, end = np.concatenate((a, b)), np.concatenate((b, a))
        order = np.argsort(start, kind="stable")
        self.indices, self.metres = end[order], np.tile(network.metres, 2)[order]
        self.indptr = np.concatenate(([0], np.cumsum(np.bincount(start, minlength=len(network.lon)))))

    def runs(self, box: Box) -> tuple[Ints, Ints]:
        """First and last-plus-one places of the runs of nodes whose cells meet the box."""
        west, south, east, north = box
        (left, right), (low, high) = self._cell(np.array([west, east]), np.array([south, north]))
        left, right = max(left, 0), min(right, self.columns - 1)
        rows = np.arange(max(low, 0), min(high, self.keys[-1] // self.columns) + 1)
        if right < left:
            rows = rows[:0]
        first: Ints = np.searchsorted(self.keys, rows * self.columns + left)
        last: Ints = np.searchsorted(self.keys, rows * self.columns + right, side="right")
        return first, last

    def part(self, box: Box) -> Part:
        """Nodes whose cells meet the box, and the edges between them.

        Until the next call ``local`` holds the row in ``nodes`` of every place, -1 of those outside.
        """
        first, last = self.runs(box)
        nodes = _ranges(first, last)
        self.local[self.last] = -1
        self.local[nodes] = np.arange(len(nodes))
        self.last = nodes
        entries = _ranges(self.indptr[first], self.indptr[last])
        indices = self.local[self.indices[entries]]
        kept = indices >= 0
        count = np.concatenate(([0], np.cumsum(kept)))
        offsets = np.concatenate(([0], np.cumsum(self.indptr[nodes + 1] - self.indptr[nodes])))
        return Part(nodes, count[offsets], indices[kept], self.metres[entries][kept])


def degrees_of_longitude(metres: float, south: float, north: float) -> float:
    """Degrees of longitude that span at least ``metres`` between two latitudes in degrees."""
    narrowest = np.cos(np.radians(min(max(abs(south), abs(north)), 90.0)))
    return float(metres / (METRES_PER_DEGREE * max(narrowest, _FEWEST_COS)))


def _ranges(first: Ints, last: Ints) -> Ints:
    """All of ``range(first[0], last[0])``, ``range(first[1], last[1])`` and so on, one after the other."""
    sizes = last - first
    offsets: Ints = np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
    return offsets + np.arange(len(offsets))
