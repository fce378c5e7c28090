"""Walking metres between members and households that are near each other.

Both are snapped to the network. The way between them is the member's leg to the road, the shortest path
along edges, and the household's leg::

    walking(h, m) = leg_m + min(d(m, a) + t l, d(m, b) + (1 - t) l, on one edge |t - t_m| l) + leg_h

where the household meets edge (a, b) of length l at part t, and d are Dijkstra's distances (1959,
doi:10.1007/BF01386390) bounded by the limit. A path no longer than the limit stays within the limit of
its start, so members are taken tile by tile with the part of the network around them: SciPy's dense rows of
distances stay short. Pairs come from the straight distance, which no path undercuts; where the lengths of
two long edges disagree by centimetres the straight one is kept as the lower bound.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places.distance import ROUNDING_M, NearPairs, Points, pairs_within
from neighborgrid.places.frames import to_wgs84
from neighborgrid.places.roads.snapping import Roads, Snapped
from neighborgrid.places.roads.tiles import METRES_PER_DEGREE, degrees_of_longitude

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.places.roads.network import Network
    from neighborgrid.places.roads.tiles import Tiles

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

TILE_M: Final = 1500.0
_MOST_CELLS: Final = 4_000_000
"""Cells of one matrix of distances: 32 MB."""
_MARGIN: Final = 1.01


@dataclass(frozen=True, slots=True)
class WalkingPairs:
    """Pairs whose walking metres, rounded to 0.001 m, are at most the limit, by household, then person.

    Attributes
    ----------
    household, person
        int32 rows of the points that were given.
    walking_m
        Walking metres; straight times detour where ``on_road`` is False.
    straight_m
        Geodesic metres in the frame of the points.
    on_road
        Whether both ends are on the network, so that the way was measured along it.
    people, homes
        Where everybody meets the network.
    median_detour
        Median of walking / straight over the pairs on the network whose straight metres are at least 10 m
        and at most half the limit; NaN where there is no such pair. Ways longer than the limit are all at
        the upper end, where missing ones are infinite, so that leaving them out does not flatter it.
    """

    household: NDArray[np.int32]
    person: NDArray[np.int32]
    walking_m: Floats
    straight_m: Floats
    on_road: NDArray[np.bool_]
    people: Snapped
    homes: Snapped
    median_detour: float


def walking_pairs(
    people: Points,
    homes: Points,
    network: Network | Roads,
    *,
    limit_m: float,
    snap_m: float = 100.0,
    detour: float = 1.0,
    frame: str = "wgs84",
) -> WalkingPairs:
    """All pairs that are at most ``limit_m`` apart on foot, the limit included.

    ``people`` and ``homes`` are in ``frame`` (wgs84, gcj02, bd09, EPSG:n as WGS-84 degrees); the network
    is WGS-84, so they are taken there to be snapped, while straight metres are measured as they stand.
    Who is more than ``snap_m`` from every edge has straight metres times ``detour`` (at least 1) to
    everybody. There is no pair across two parts of the network that do not join.
    """
    roads = network if isinstance(network, Roads) else Roads(network)
    met_people = roads.snap(in_wgs84(people, frame), snap_m)
    met_homes = roads.snap(in_wgs84(homes, frame), snap_m)
    order, bounds = _tiled(met_people, max(TILE_M, limit_m))
    pairs = pairs_within(Points(lon=people.lon[order], lat=people.lat[order]), homes, limit_m)
    walking_m = pairs.distance_m * detour
    on_road = (met_people.edge[order][pairs.a] >= 0) & (met_homes.edge[pairs.b] >= 0)
    _measure(_Ends(roads, met_people, met_homes, limit_m), pairs, order, bounds, on_road, walking_m)
    np.maximum(walking_m, pairs.distance_m, out=walking_m)
    median = _median_detour(pairs.distance_m, walking_m, on_road, limit_m)
    kept = np.flatnonzero(walking_m < limit_m + ROUNDING_M / 2)
    person, household = order[pairs.a[kept]].astype(np.int32), pairs.b[kept]
    kept_order = np.argsort(household.astype(np.int64) * len(people.lon) + person)
    kept = kept[kept_order]
    return WalkingPairs(
        household[kept_order],
        person[kept_order],
        walking_m[kept],
        pairs.distance_m[kept],
        on_road[kept],
        met_people,
        met_homes,
        median,
    )


def metres_along(
    roads: Roads, people: Snapped, homes: Snapped, person: Ints, home: Ints, limit_m: float
) -> Floats:
    """Metres on foot, legs included, of pairs of rows of people and homes, shape (pairs,).

    inf where the way is longer than ``limit_m`` (finite), where there is none, or where an end is not on
    the network.
    """
    asked = np.zeros(len(people.edge), np.bool_)
    asked[person] = True
    if not asked.all():
        # Nobody else has to walk: without this a few long ways would cost those of everybody around.
        local = np.cumsum(asked) - 1
        return metres_along(roads, people.take(np.flatnonzero(asked)), homes, local[person], home, limit_m)
    order, bounds = _tiled(people, max(TILE_M, limit_m))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    by_rank = np.argsort(rank[person], kind="stable")
    pairs = NearPairs(
        rank[person[by_rank]].astype(np.int32), home[by_rank].astype(np.int32), np.zeros(len(person))
    )
    on_road = (people.edge[person[by_rank]] >= 0) & (homes.edge[home[by_rank]] >= 0)
    found = np.full(len(person), np.inf)
    _measure(_Ends(roads, people, homes, limit_m), pairs, order, bounds, on_road, found)
    metres = np.empty(len(person))
    metres[by_rank] = np.where(found < limit_m + ROUNDING_M / 2, found, np.inf)
    return metres


def in_wgs84(points: Points, frame: str) -> Points:
    """Points in WGS-84 of points in ``frame``; the same object where nothing changes."""
    if frame == "wgs84" or frame.upper().startswith("EPSG:"):
        return points
    lon, lat = to_wgs84(lon=points.lon, lat=points.lat, frame=frame)
    return Points(lon=lon, lat=lat)


def _median_detour(
    straight_m: Floats, walking_m: Floats, on_road: NDArray[np.bool_], limit_m: float
) -> float:
    counted = on_road & (straight_m >= 10) & (straight_m <= limit_m / 2)
    return float(np.median(walking_m[counted] / straight_m[counted])) if counted.any() else float("nan")


def _tiled(people: Snapped, tile_m: float) -> tuple[Ints, Ints]:
    """Order of the people by tile, those without a road last, and where in it each tile ends and begins."""
    order = np.arange(len(people.edge))
    rows = people.rows
    if not len(rows):
        return order, np.zeros(1, np.int64)
    lon, lat = people.lon[rows], people.lat[rows]
    column = ((lon - lon.min()) // degrees_of_longitude(tile_m, lat.min(), lat.max())).astype(np.int64)
    row = ((lat - lat.min()) // (tile_m / METRES_PER_DEGREE)).astype(np.int64)
    tile = row * (column.max() + 1) + column
    by_tile = np.argsort(tile, kind="stable")
    ends = np.flatnonzero(np.diff(tile[by_tile])) + 1
    order = np.concatenate((rows[by_tile], np.flatnonzero(people.edge < 0)))
    return order, np.concatenate(([0], ends, [len(rows)]))


@dataclass(frozen=True, slots=True)
class _Ends:
    """What the measuring of one tile after the other needs."""

    roads: Roads
    people: Snapped
    homes: Snapped
    limit_m: float

    @property
    def network(self) -> Network:
        """The network itself."""
        return self.roads.network


def _measure(
    ends: _Ends,
    pairs: NearPairs,
    order: Ints,
    bounds: Ints,
    on_road: NDArray[np.bool_],
    walking_m: Floats,
) -> None:
    """Put into ``walking_m`` the walking metres of the pairs on the network, inf beyond the limit."""
    tiles = ends.roads.tiles(ends.limit_m / 2)
    of_person = np.searchsorted(pairs.a, np.arange(len(order) + 1))
    for start, stop in itertools.pairwise(bounds):
        rows = np.arange(of_person[start], of_person[stop])
        rows = rows[on_road[rows]]
        if len(rows):
            tile = _Tile(ends, tiles, order[start:stop])
            walking_m[rows] = tile.walking_m(pairs.a[rows] - start, pairs.b[rows])


class _Tile:
    """People who are near each other, and the part of the network that they can reach within the limit."""

    def __init__(self, ends: _Ends, tiles: Tiles, people: Ints) -> None:
        self.ends, self.tiles, self.people = ends, tiles, people
        lon, lat = ends.people.lon[people], ends.people.lat[people]
        # The leg is part of the way, so nothing within the limit is farther from the home than the limit.
        wide_m = ends.limit_m * _MARGIN + 1
        south, north = lat.min() - wide_m / METRES_PER_DEGREE, lat.max() + wide_m / METRES_PER_DEGREE
        wide = degrees_of_longitude(wide_m, south, north)
        self.part = tiles.part((lon.min() - wide, south, lon.max() + wide, north))

    def walking_m(self, person: Ints, home: NDArray[np.int32]) -> Floats:
        """Walking metres of pairs of a row in ``people`` (ascending) and a home."""
        made = np.empty(len(person))
        size = len(self.part.nodes) + 1
        step = max(1, _MOST_CELLS // (size + len(self.people)))
        for first in range(0, len(self.people), step):
            low, high = np.searchsorted(person, (first, first + step))
            chosen = self.people[first : first + step]
            metres = self._paths(chosen)
            made[low:high] = self._joined(metres, chosen, person[low:high] - first, home[low:high])
        return made

    def _paths(self, people: Ints) -> Floats:
        """Metres along edges from where people meet the road to the nodes; the last column is inf."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        network, part, met = self.ends.network, self.part, self.ends.people
        edge, along = met.edge[people], met.along[people]
        ends = np.stack((self._local(network.a[edge]), self._local(network.b[edge])), axis=1)
        metres = np.stack((along, 1 - along), axis=1) * network.metres[edge][:, None]
        here = ends >= 0
        # Each person is a node with arrows to both ends of the edge; nobody walks through a person.
        own = part.indptr[-1] + np.concatenate(([0], np.cumsum(here.sum(axis=1))))
        total = len(part.nodes) + len(people) + 1
        matrix = csr_matrix(
            (
                np.concatenate((part.metres, metres[here])),
                np.concatenate((part.indices, ends[here])),
                np.concatenate((part.indptr, own[1:], own[-1:])),
            ),
            shape=(total, total),
        )
        starts = np.arange(len(part.nodes), total - 1)
        return np.asarray(dijkstra(matrix, indices=starts, limit=self.ends.limit_m + ROUNDING_M))

    def _local(self, nodes: NDArray[np.int32]) -> Ints:
        return self.tiles.local[self.tiles.place[nodes]]

    def _joined(self, paths: Floats, people: Ints, person: Ints, home: NDArray[np.int32]) -> Floats:
        """Metres of leg, path and leg of pairs of a row of ``paths`` and a home."""
        network, met, homes = self.ends.network, self.ends.people, self.ends.homes
        edge, along = homes.edge[home], homes.along[home]
        length_m = network.metres[edge]
        # Ends outside the part are row -1: the last column, which nobody reaches.
        by_a = paths[person, self._local(network.a[edge])] + along * length_m
        by_b = paths[person, self._local(network.b[edge])] + (1 - along) * length_m
        there = people[person]
        direct = np.where(met.edge[there] == edge, abs(met.along[there] - along) * length_m, np.inf)
        return met.leg_m[there] + np.minimum(np.minimum(by_a, by_b), direct) + homes.leg_m[home]
