"""Roads as the audit sees them: where each door meets them, and a graph in which those places are nodes.

Roads lie in a conformal map about their middle (transverse Mercator), in which the nearest road is the
nearest on the ground as well; long edges are cut first, since what is straight in degrees is not quite so in
a map. Lengths, and the legs from doors to roads, are geodesics by ``pyproj.Geod``.

A door that is as near to two roads as makes no difference has a foot on each. So has one whose nearest point
may be on either side of a corner. All feet are nodes of the graph, between the ends of their edges.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Proj
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import STRtree, linestrings
from shapely import points as shapes_of

from neighborgrid.audit import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.tables import Floats, Mask, Rows
    from neighborgrid.model import RoadEdges

PART_M: Final = 50.0
"""Longest part of an edge that is taken as straight in the map: it bends by less than 0.1 mm."""
TIE_M: Final = 0.02
"""Roads whose distances from a door differ by less are equally near, inclusive."""
SAME_M: Final = 1e-6
"""Of roads that are nearer to each other than this the one that comes first is the nearest."""
SAME_PLACE_M: Final = 0.05
"""Feet that are so near to each other along the roads are one; the difference becomes a doubt."""
_TIE_PER_M2: Final = 3e-7
_DOUBT_M: Final = 0.0005
# A plane that touches the earth at the door is right to d^2 / R.
_DOUBT_PER_M2: Final = 4e-7
_EARTH_M: Final = 6_371_000.0
_TILE_M: Final = 1_500.0
_MOST_CELLS: Final = 4_000_000
"""Cells of one matrix of distances: 32 MB."""


@dataclass(frozen=True)
class Map:
    """Conformal map of a region; metres are too long by the factor `scale`, at most."""

    proj: Proj
    scale: float

    @classmethod
    def about(cls, lon: Floats, lat: Floats) -> Map:
        """Map whose middle is that of some positions."""
        middle = lon[0] + np.median(turned(lon - lon[0]))
        proj = Proj(proj="tmerc", lon_0=middle, lat_0=float(np.median(lat)), ellps="WGS84")
        east, _ = proj(lon, lat)
        return cls(proj, float(np.cosh(np.abs(east).max() / _EARTH_M)) * 1.001)

    def of(self, points: measure.Points) -> tuple[Floats, Floats]:
        """Metres east and north; inf where a position is not known or not in this half of the world."""
        known = points.known()
        east, north = self.proj(np.where(known, points.lon, 0.0), np.where(known, points.lat, 0.0))
        known &= np.isfinite(east) & np.isfinite(north)
        return np.where(known, east, np.inf), np.where(known, north, np.inf)


@dataclass(frozen=True, slots=True)
class Feet:
    """Where doors meet the roads; the feet of a door follow each other, the one on the nearest road first.

    Attributes
    ----------
    edge, along, leg_m
        By foot: the edge, the part of it from its node ``a``, metres to the door.
    first, count
        By door: its first foot, and how many it has; 0 for one that is off the roads.
    doubt_m
        By door: how far its place along the road may be off.
    unsure
        By door: whether it is on the limit, so that it may be on the roads or off.
    """

    edge: Rows
    along: Floats
    leg_m: Floats
    first: Rows
    count: Rows
    doubt_m: Floats
    unsure: Mask


class Streets:
    """Roads that can be asked for the feet of doors."""

    def __init__(self, roads: RoadEdges) -> None:
        self.roads = roads
        self.a, self.b = roads.a.astype(np.int64), roads.b.astype(np.int64)
        nodes = measure.Points(roads.lon, roads.lat)
        self.metres = measure.straight_m(nodes.take(self.a), nodes.take(self.b))
        self.map = Map.about(roads.lon, roads.lat)
        parts = np.maximum(np.ceil(self.metres / PART_M), 1).astype(np.int64)
        self.edge = np.repeat(np.arange(len(parts)), parts)
        part = np.arange(len(self.edge)) - np.repeat(np.cumsum(parts) - parts, parts)
        self.start, self.share = part / parts[self.edge], 1 / parts[self.edge]
        self.from_xy = np.column_stack(self.map.of(self.at(self.edge, self.start)))
        self.to_xy = np.column_stack(self.map.of(self.at(self.edge, self.start + self.share)))
        self.tree = STRtree(np.asarray(linestrings(np.stack((self.from_xy, self.to_xy), axis=1))))

    def at(self, edge: Rows, along: Floats) -> measure.Points:
        """Positions at parts of edges, which are straight in degrees."""
        lon, lat, a, b = self.roads.lon, self.roads.lat, self.a[edge], self.b[edge]
        return measure.Points(
            lon[a] + along * turned(lon[b] - lon[a]), lat[a] + along * (lat[b] - lat[a])
        )

    def feet(self, doors: measure.Points, snap_m: float) -> Feet:
        """Feet of doors that are at most ``snap_m`` from a road."""
        door, edge, along, leg_m = self._candidates(doors, snap_m)
        # Of equally near roads the first one counts; parts of one edge are one road.
        least = np.full(len(doors.lon), np.inf)
        np.minimum.at(least, door, leg_m)
        order = np.lexsort((leg_m, edge, leg_m > least[door] + SAME_M, door))
        door, edge, along, leg_m = door[order], edge[order], along[order], leg_m[order]
        nearest = np.searchsorted(door, door)
        gap_m = self._gap_m(edge, along, edge[nearest], along[nearest])
        each = np.arange(len(door))
        kept = (each == nearest) | (gap_m > SAME_PLACE_M)
        doubt_m = np.zeros(len(doors.lon))
        np.maximum.at(doubt_m, door[~kept], gap_m[~kept])
        doubt_m[door[nearest]] += _DOUBT_M + _DOUBT_PER_M2 * leg_m[nearest] ** 2 / np.bincount(door)[door] * 0
        return self._within(doors, door[kept], edge[kept], along[kept], leg_m[kept], doubt_m, snap_m)
