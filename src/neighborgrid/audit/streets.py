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
        east = np.abs(proj(lon, lat)[0])
        return cls(proj, float(np.cosh(east[np.isfinite(east)].max() / _EARTH_M)) * 1.001)

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
        return measure.Points(lon[a] + along * turned(lon[b] - lon[a]), lat[a] + along * (lat[b] - lat[a]))

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
        return self._within(doors, door[kept], (edge[kept], along[kept], leg_m[kept]), doubt_m, snap_m)

    @staticmethod
    def _within(
        doors: measure.Points, door: Rows, place: tuple[Rows, Floats, Floats], doubt_m: Floats, snap_m: float
    ) -> Feet:
        """Feet of the doors whose nearest road is near enough."""
        size = len(doors.lon)
        first = np.searchsorted(door, np.arange(size))
        count = np.bincount(door, minlength=size)
        nearest_m = np.full(size, np.inf)
        found = np.flatnonzero(count)
        nearest_m[found] = place[2][first[found]]
        near = nearest_m < snap_m + measure.ROUNDED_M
        unsure = np.abs(nearest_m - snap_m) <= TIE_M
        doubt_m = doubt_m + _DOUBT_M + _DOUBT_PER_M2 * np.where(near, nearest_m, 0.0) ** 2
        edge, along, leg_m = place
        kept = near[door]
        count = np.where(near, count, 0).astype(np.int64)
        first = np.cumsum(count) - count
        return Feet(edge[kept], along[kept], leg_m[kept], first, count, doubt_m, unsure)

    def _candidates(self, doors: measure.Points, snap_m: float) -> tuple[Rows, Rows, Floats, Floats]:
        """Door, edge, part along it and metres of the nearest parts of edges, and of those as near."""
        x, y = self.map.of(doors)
        known = np.flatnonzero(np.isfinite(x))
        shapes = np.asarray(shapes_of(x[known], y[known]))
        reach_m = (snap_m + 2 * TIE_M) * self.map.scale
        (asked, _), nearest_m = self.tree.query_nearest(
            shapes, max_distance=reach_m, return_distance=True, all_matches=False
        )
        tie_m = (TIE_M + _TIE_PER_M2 * nearest_m**2) * self.map.scale
        within_m = np.asarray(nearest_m + tie_m)
        which, part = self.tree.query(shapes[asked], predicate="dwithin", distance=within_m)
        door = known[asked[which]]
        along = self.start[part] + self.share[part] * self._along(part, x[door], y[door])
        edge = self.edge[part]
        return door, edge, along, measure.straight_m(doors.take(door), self.at(edge, along))

    def _along(self, part: Rows, x: Floats, y: Floats) -> Floats:
        """How far along the part of an edge, 0 to 1, the point nearest to (x, y) is."""
        way = self.to_xy[part] - self.from_xy[part]
        length2 = (way * way).sum(axis=1)
        over = (x - self.from_xy[part, 0]) * way[:, 0] + (y - self.from_xy[part, 1]) * way[:, 1]
        # Two nodes at one place make an edge without length.
        return np.asarray(np.clip(over / np.where(length2 > 0, length2, 1.0), 0.0, 1.0))

    def _gap_m(self, edge: Rows, along: Floats, other: Rows, other_along: Floats) -> Floats:
        """Metres between places along one edge or round the corner of two that meet; else inf."""
        length, other_length = self.metres[edge], self.metres[other]
        gap_m = np.where(edge == other, np.abs(along - other_along) * length, np.inf)
        for node, to_m in ((self.a, along * length), (self.b, (1 - along) * length)):
            for its, there_m in (
                (self.a, other_along * other_length),
                (self.b, (1 - other_along) * other_length),
            ):
                round_m = np.where(node[edge] == its[other], to_m + there_m, np.inf)
                gap_m = np.minimum(gap_m, round_m)
        return gap_m


class Graph:
    """Ends of edges, and feet between them, with the metres from each to the next."""

    def __init__(self, streets: Streets, feet: Feet) -> None:
        self.nodes = len(streets.roads.lon)
        at = streets.at(feet.edge, feet.along)
        east, north = streets.map.of(
            measure.Points(
                np.concatenate((streets.roads.lon, at.lon)), np.concatenate((streets.roads.lat, at.lat))
            )
        )
        self.scale, self.x, self.y = streets.map.scale, east, north
        self.by_y = np.argsort(north, kind="stable")
        self.matrix = self._joined(streets, feet)
        _, self.component = connected_components(self.matrix, directed=False)

    def _joined(self, streets: Streets, feet: Feet) -> csr_matrix:
        """Each edge as a chain from its one end to its other by way of its feet."""
        order = np.lexsort((feet.along, feet.edge))
        edge, along = feet.edge[order], feet.along[order]
        foot = self.nodes + order
        bare = np.setdiff1d(np.arange(len(streets.a)), edge)
        first = np.diff(edge, prepend=-1) != 0
        last = np.diff(edge, append=-1) != 0
        tail = np.concatenate(
            (np.where(first, streets.a[edge], np.roll(foot, 1)), foot[last], streets.a[bare])
        )
        head = np.concatenate((foot, streets.b[edge[last]], streets.b[bare]))
        share = np.concatenate(
            (along - np.where(first, 0.0, np.roll(along, 1)), 1 - along[last], np.ones(len(bare)))
        )
        metres = share * streets.metres[np.concatenate((edge, edge[last], bare))]
        # Of several edges between the same ends the shortest counts; a matrix would add them up.
        low, high = np.minimum(tail, head), np.maximum(tail, head)
        order = np.lexsort((metres, high, low))
        low, high, metres = low[order], high[order], metres[order]
        new = (np.diff(low, prepend=-1) != 0) | (np.diff(high, prepend=-1) != 0)
        low, high, metres = low[new], high[new], metres[new]
        size = self.nodes + len(feet.edge)
        both = np.concatenate((low, high)), np.concatenate((high, low))
        return csr_matrix(coo_matrix((np.concatenate((metres, metres)), both), shape=(size, size)))

    def metres(self, start: Rows, end: Rows, limit_m: float) -> Floats:
        """Metres of the shortest ways between feet, pair by pair; inf where longer than ``limit_m``."""
        found = np.full(len(start), np.inf)
        start, end = start + self.nodes, end + self.nodes
        joined = np.flatnonzero(self.component[start] == self.component[end])
        tile_m = max(_TILE_M, limit_m)
        row, column = (np.floor(part[start[joined]] / tile_m).astype(np.int64) for part in (self.y, self.x))
        order = np.lexsort((start[joined], column, row))
        joined, row, column = joined[order], row[order], column[order]
        new = (np.diff(row, prepend=row[:1] - 1) != 0) | (np.diff(column, prepend=column[:1] - 1) != 0)
        edges = [*np.flatnonzero(new).tolist(), len(joined)]
        for low, high in itertools.pairwise(edges):
            pairs = joined[low:high]
            found[pairs] = self._in_tile(start[pairs], end[pairs], limit_m)
        return found

    def _in_tile(self, start: Rows, end: Rows, limit_m: float) -> Floats:
        """The same for starts that lie near each other; ``start`` ascends."""
        nodes = self._around(start, limit_m)
        part = self.matrix[nodes][:, nodes]
        # Nobody gets out of the part within the limit: what lies beyond is its last column.
        local = np.full(self.matrix.shape[0], len(nodes))
        local[nodes] = np.arange(len(nodes))
        found = np.empty(len(start))
        for pairs, starts in _chunks(start, max(1, _MOST_CELLS // (len(nodes) + 1))):
            metres = dijkstra(part, indices=local[starts], limit=limit_m + 1)
            metres = np.column_stack((metres, np.full(len(starts), np.inf)))
            found[pairs] = metres[np.searchsorted(starts, start[pairs]), local[end[pairs]]]
        return found

    def _around(self, start: Rows, limit_m: float) -> Rows:
        """Nodes, ascending, that may be within the limit of one of the starts."""
        wide_m = (limit_m + 2) * self.scale * 1.01
        low, high = self.y[start].min() - wide_m, self.y[start].max() + wide_m
        strip = self.by_y[slice(*np.searchsorted(self.y, (low, high), sorter=self.by_y))]
        x = self.x[strip]
        inside = (x >= self.x[start].min() - wide_m) & (x <= self.x[start].max() + wide_m)
        return np.sort(strip[inside])


def _chunks(start: Rows, size: int) -> Iterator[tuple[slice, Rows]]:
    """Pairs, and their starts, ``size`` different starts at a time; ``start`` ascends."""
    starts = np.unique(start)
    for first in range(0, len(starts), size):
        chosen = starts[first : first + size]
        low, high = np.searchsorted(start, chosen[0]), np.searchsorted(start, chosen[-1], side="right")
        yield slice(int(low), int(high)), chosen


def turned(degrees: Floats) -> Floats:
    """Differences of longitude from -180 to 180."""
    return np.asarray(degrees - 360 * np.rint(degrees / 360))
