"""Barriers: lines that nobody crosses on the straight way between two homes.

They come from a GeoJSON file (lines, and areas by their outline: two homes inside one area are not kept
apart) or from an OpenStreetMap extract (rivers, canals, railways and motorways on the ground, see
`places.roads.ways`). A bridge does not open a barrier for straight pairs: who may walk over it, and how far
that is, only the distance on roads can say. Where a barrier itself runs over or under the ground, a viaduct
or a culvert, it is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.places.distance import distance_m
from neighborgrid.places.frames import to_wgs84
from neighborgrid.places.roads.geojson import read_features
from neighborgrid.places.roads.reach import in_kilometres
from neighborgrid.places.roads.reading import HEAD, kind_of
from neighborgrid.places.roads.walking import in_wgs84
from neighborgrid.places.roads.ways import BARRIERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely import STRtree

    from neighborgrid.places.distance import Points
    from neighborgrid.places.roads.extract import Extract

    Floats = NDArray[np.float64]

END_M: Final = 0.1
"""A barrier this near to one end of the way does not count: the home stands on it."""
_CHUNK: Final = 100_000


@dataclass(frozen=True, slots=True)
class Barriers:
    """Straight pieces of barriers in WGS-84 degrees, each from (lon_a, lat_a) to (lon_b, lat_b).

    ``source`` is the base name of the file; ``lines`` says how many lines (in an extract: pieces) there
    were.
    """

    source: str
    lon_a: Floats
    lat_a: Floats
    lon_b: Floats
    lat_b: Floats
    lines: int


def is_map(path: Path) -> bool:
    """Whether a file is OpenStreetMap data, by its first bytes; False for one that cannot be opened."""
    try:
        with path.open("rb") as file:
            return kind_of(file.read(HEAD)) not in {"", "geojson"}
    except OSError:
        return False


def read_barriers(path: Path, *, frame: str = "wgs84") -> Barriers:
    """Barriers of a GeoJSON file whose positions are in ``frame``.

    Raises InputError: NG236 the file cannot be opened, NG238 it is no GeoJSON, NG239 it is damaged, NG243
    it holds neither lines nor areas, NG244 its coordinates are no degrees.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        detail = error.strerror if error.strerror else type(error).__name__
        raise InputError(Finding("NG236", Place(path.name), {"detail": detail})) from error
    # A table or a text is no damaged map.
    if kind_of(content) != "geojson":
        raise InputError(Finding("NG238", Place(path.name)))
    features = read_features(content, path.name)
    if not len(features.sizes):
        raise InputError(Finding("NG243", Place(path.name)))
    lon, lat = to_wgs84(lon=features.degrees[:, 0], lat=features.degrees[:, 1], frame=frame)
    line = np.repeat(np.arange(len(features.sizes)), features.sizes)
    first = np.flatnonzero(line[1:] == line[:-1])
    return Barriers(path.name, lon[first], lat[first], lon[first + 1], lat[first + 1], len(features.sizes))


def barriers_of(extract: Extract, *, uses: Sequence[int] = BARRIERS) -> Barriers:
    """Rivers and canals, railways and motorways of an extract, or those ``uses`` of them.

    Raises InputError (NG243) where there are none.
    """
    rows = np.flatnonzero(np.isin(extract.use, uses))
    if not len(rows):
        raise InputError(Finding("NG243", Place(extract.source)))
    a, b = extract.a[rows], extract.b[rows]
    return Barriers(extract.source, extract.lon[a], extract.lat[a], extract.lon[b], extract.lat[b], len(rows))


def refuse_elsewhere(barriers: Barriers, homes: Points, around_m: float, *, frame: str = "wgs84") -> None:
    """Raise InputError (NG259) where every household is more than ``around_m`` from every barrier."""
    nearest = nearest_m(barriers, in_wgs84(homes, frame))
    if around_m < nearest < float("inf"):
        raise InputError(Finding("NG259", Place(barriers.source), {"km": in_kilometres(nearest)}))


def nearest_m(barriers: Barriers, points: Points) -> float:
    """Metres from the barriers to the nearest of the points (WGS-84), right to 1 %; inf without points.

    Which is the nearest is settled in the plane of the middle of the points, which is right for a county.
    """
    from shapely import STRtree, get_coordinates, linestrings, shortest_line
    from shapely import points as made

    lon, lat = points.lon[points.rows], points.lat[points.rows]
    if not len(lon):
        return float("inf")
    # Degrees of longitude as long as those of latitude.
    narrow = np.array([np.cos(np.radians(np.median(lat))), 1.0])
    ends = _segments(barriers.lon_a, barriers.lat_a, barriers.lon_b, barriers.lat_b)
    lines, spots = linestrings(ends * narrow), made(np.column_stack((lon, lat)) * narrow)
    (spot, line), apart = STRtree(lines).query_nearest(spots, return_distance=True, all_matches=False)
    best = int(np.argmin(apart))
    a, b = get_coordinates(shortest_line(spots[spot[best]], lines[line[best]])) / narrow
    return float(distance_m(lon_a=a[:1], lat_a=a[1:], lon_b=b[:1], lat_b=b[1:])[0])


def crossing(
    barriers: Barriers,
    a: Points,
    b: Points,
    rows_a: NDArray[np.integer],
    rows_b: NDArray[np.integer],
    *,
    frame: str = "wgs84",
) -> NDArray[np.bool_]:
    """Whether the straight ways between rows of ``a`` and rows of ``b`` meet a barrier, shape (pairs,).

    The first and the last `END_M` of a way do not count. Points are in ``frame``; ways and barriers are
    straight in degrees of WGS-84, which is right to centimetres over a kilometre. Pairs without position
    cross nothing.
    """
    from shapely import STRtree, linestrings

    met = np.zeros(len(rows_a), np.bool_)
    lines = _segments(barriers.lon_a, barriers.lat_a, barriers.lon_b, barriers.lat_b)
    tree = STRtree(np.asarray(linestrings(lines)))
    ends_a = to_wgs84(lon=a.lon, lat=a.lat, frame=frame)
    ends_b = to_wgs84(lon=b.lon, lat=b.lat, frame=frame)
    for start in range(0, len(rows_a), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        one, two = rows_a[chunk], rows_b[chunk]
        met[chunk] = _meet(tree, ends_a[0][one], ends_a[1][one], ends_b[0][two], ends_b[1][two])
    return met


def _meet(tree: STRtree, lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> NDArray[np.bool_]:
    from shapely import box, linestrings

    met = np.zeros(len(lon_a), np.bool_)
    metres = distance_m(lon_a=lon_a, lat_a=lat_a, lon_b=lon_b, lat_b=lat_b)
    near = np.flatnonzero(metres > 2 * END_M)
    # Most pairs are far from every barrier: their rectangles say so at a fraction of the cost.
    bounds = box(
        np.minimum(lon_a, lon_b)[near],
        np.minimum(lat_a, lat_b)[near],
        np.maximum(lon_a, lon_b)[near],
        np.maximum(lat_a, lat_b)[near],
    )
    near = near[np.unique(tree.query(bounds)[0])]
    cut = END_M / metres[near]
    over, up = (lon_b - lon_a)[near] * cut, (lat_b - lat_a)[near] * cut
    ways = linestrings(_segments(lon_a[near] + over, lat_a[near] + up, lon_b[near] - over, lat_b[near] - up))
    met[near[tree.query(ways, predicate="intersects")[0]]] = True
    return met


def _segments(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Coordinates of lines from a to b, shape (lines, 2, 2)."""
    return np.stack((np.column_stack((lon_a, lat_a)), np.column_stack((lon_b, lat_b))), axis=1)
