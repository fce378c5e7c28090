"""Nearest points of a network: where a house meets the road.

Edges are cut into pieces of some 20 m, each known by its middle in a k-d tree. A point asks for the nearest
middles and measures to their pieces; once the best of them is nearer than any piece can be whose middle was
not returned, it is the nearest of all, else more middles are asked for. So the answer is exact.

Pieces are measured in the plane that touches the ellipsoid at the point, with x and y the metres along the
parallel and the meridian. The plane is right to about d^2 / R: some 2 mm at 100 m, 4 cm at 500 m.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places.distance import (
    FLATTENING,
    ROUNDING_M,
    SEMI_MAJOR_M,
    Points,
    distance_m,
)
from neighborgrid.places.roads.tiles import Tiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.places.roads.network import Network

    Floats = NDArray[np.float64]

PIECE_M: Final = 20.0
SLACK_M: Final = 0.1
"""By how much the chord to a middle and the distance in the plane may differ."""
TIE_M: Final = 1e-6
_FIRST: Final = 6
_CHUNK: Final = 8_192
_STRIP: Final = 0.001
_E2: Final = FLATTENING * (2 - FLATTENING)


@dataclass(frozen=True, slots=True)
class Snapped:
    """Nearest point of the network of every point, shape (points,).

    Attributes
    ----------
    edge
        int32: row of the edge; -1 where none is near enough or the point has no position. Among edges
        that are equally near (to 1e-6 m) the lowest row.
    along
        Part of the edge from its node ``a`` to the nearest point, 0 to 1.
    leg_m
        Geodesic metres from the point to the road; NaN where ``edge`` is -1.
    lon, lat
        The point itself in WGS-84 degrees, as it was snapped.
    """

    edge: NDArray[np.int32]
    along: Floats
    leg_m: Floats
    lon: Floats
    lat: Floats

    def take(self, rows: NDArray[np.int64]) -> Snapped:
        """Those of the points ``rows``."""
        return Snapped(self.edge[rows], self.along[rows], self.leg_m[rows], self.lon[rows], self.lat[rows])

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the points that are on the network."""
        return np.flatnonzero(self.edge >= 0)


class Roads:
    """A network that can be asked for its nearest points; the tree is made once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        longest = network.metres.max()
        self.parts = np.maximum(np.ceil(network.metres / PIECE_M), 1).astype(np.int64)
        self.half_m = float(min(PIECE_M, longest)) / 2
        self.edge = np.repeat(np.arange(len(self.parts), dtype=np.int32), self.parts)
        first = np.repeat(np.cumsum(self.parts) - self.parts, self.parts)
        self.part = np.arange(len(self.edge)) - first
        # Longitude and latitude where each piece begins, and from there to its end.
        edge, parts = self.edge, self.parts[self.edge]
        self.lon, self.lat = self.at(edge, self.part / parts)
        self.east = _turned(network.lon[network.b] - network.lon[network.a])[edge] / parts
        self.north = (network.lat[network.b] - network.lat[network.a])[edge] / parts
        self._tiles: dict[float, Tiles] = {}

    @cached_property
    def middles(self) -> Points:
        """Middles of the pieces."""
        return Points(lon=self.lon + self.east / 2, lat=self.lat + self.north / 2)

    def tiles(self, cell_m: float) -> Tiles:
        """The network in the order of a grid of cells of that width; made once for each."""
        if cell_m not in self._tiles:
            self._tiles[cell_m] = Tiles(self.network, cell_m)
        return self._tiles[cell_m]

    def at(self, edge: NDArray[np.int32], along: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude of the points at parts ``along`` of edges."""
        lon, lat, a, b = self.network.lon, self.network.lat, self.network.a[edge], self.network.b[edge]
        return lon[a] + along * _turned(lon[b] - lon[a]), lat[a] + along * (lat[b] - lat[a])

    def nearest_m(self, points: Points) -> float:
        """Metres from the network to the nearest of the points, right to `PIECE_M`; inf without points."""
        if not len(points.rows):
            return float("inf")
        chord_m, _ = self.middles.tree.query(points.xyz)
        return float(np.min(chord_m))

    def snap(self, points: Points, snap_m: float) -> Snapped:
        """Nearest points of the network at most ``snap_m`` away (to 0.001 m); points are in WGS-84."""
        edge = np.full(len(points.lon), -1, np.int32)
        along = np.zeros(len(points.lon))
        # Neighbours ask one after the other: they walk through the same part of the tree.
        order = np.lexsort((points.lon[points.rows], np.round(points.lat[points.rows] / _STRIP)))
        for start in range(0, len(order), _CHUNK):
            self._snap_chunk(points, order[start : start + _CHUNK], snap_m, edge, along)
        leg_m = np.full(len(points.lon), np.nan)
        rows = np.flatnonzero(edge >= 0)
        lon, lat = self.at(edge[rows], along[rows])
        leg_m[rows] = distance_m(lon_a=points.lon[rows], lat_a=points.lat[rows], lon_b=lon, lat_b=lat)
        far = ~(leg_m < snap_m + ROUNDING_M / 2)
        edge[far], along[far], leg_m[far] = -1, 0.0, np.nan
        return Snapped(edge, along, leg_m, points.lon, points.lat)

    def _snap_chunk(
        self,
        points: Points,
        asking: NDArray[np.int64],
        snap_m: float,
        edge: NDArray[np.int32],
        along: Floats,
    ) -> None:
        """Fill in ``edge`` and ``along`` of the located points number ``asking``."""
        reach_m = snap_m + self.half_m + SLACK_M
        many = _FIRST
        while len(asking):
            wanted = min(many, len(self.edge))
            nearest = self.middles.tree.query(
                points.xyz[asking], k=range(1, wanted + 1), distance_upper_bound=reach_m
            )
            chord_m, piece = np.asarray(nearest[0]), np.asarray(nearest[1], np.int64)
            rows = points.rows[asking]
            best_m, edge[rows], along[rows] = self._best(points.lon[rows], points.lat[rows], piece)
            # A tree with no more to give says inf.
            last_m = chord_m[:, -1] if wanted < len(self.edge) else np.full(len(asking), np.inf)
            asking = asking[best_m > last_m - self.half_m - SLACK_M]
            many *= 4

    def _best(
        self, lon: Floats, lat: Floats, piece: NDArray[np.int64]
    ) -> tuple[Floats, NDArray[np.int32], Floats]:
        """Metres to the nearest of some pieces (shape (points, pieces)), its edge and the part along it."""
        found = piece < len(self.edge)
        piece = np.where(found, piece, 0)
        edge = self.edge[piece]
        east_m, north_m = (metres[:, None] for metres in _metres_per_degree(lat))
        x, y = _turned(self.lon[piece] - lon[:, None]) * east_m, (self.lat[piece] - lat[:, None]) * north_m
        dx, dy = self.east[piece] * east_m, self.north[piece] * north_m
        length2 = dx * dx + dy * dy
        # Two nodes at one place make a piece without length.
        t = np.clip(-(x * dx + y * dy) / np.where(length2 > 0, length2, 1), 0, 1)
        metres = np.where(found, np.sqrt((x + t * dx) ** 2 + (y + t * dy) ** 2), np.inf)
        best_m = metres.min(axis=1)
        tied = metres <= best_m[:, None] + TIE_M
        column = np.where(tied & found, edge, np.iinfo(np.int32).max).argmin(axis=1)
        each = np.arange(len(lon))
        edge, taken = edge[each, column], piece[each, column]
        along = (self.part[taken] + t[each, column]) / self.parts[edge]
        none = ~found.any(axis=1)
        return best_m, np.where(none, -1, edge).astype(np.int32), np.where(none, 0.0, along)


def _metres_per_degree(lat: Floats) -> tuple[Floats, Floats]:
    """Metres of a degree along the parallel and along the meridian at latitudes in degrees."""
    phi = np.radians(lat)
    w2 = 1 - _E2 * np.sin(phi) ** 2
    normal_m = SEMI_MAJOR_M / np.sqrt(w2)
    return np.radians(normal_m * np.cos(phi)), np.radians(normal_m * (1 - _E2) / w2)


def _turned(degrees: Floats) -> Floats:
    """Differences of longitude from -180 to 180."""
    return np.asarray(degrees - 360 * np.rint(degrees / 360))
