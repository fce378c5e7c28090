"""Positions from one frame of Chinese maps into another: WGS-84, GCJ-02 and BD-09.

GCJ-02 (Amap, Tencent, phones of WeChat) is WGS-84 with a shift of some hundred metres added. With x and y
the degrees east of 105 and north of 35, the shift in metres is the sum of a polynomial and of waves::

    east  =  300 + x + 2 y + x^2/10 + x y/10 + sqrt|x|/10 + waves(x)
    north = -100 + 2 x + 3 y + y^2/5 + x y/10 + sqrt|x|/5 + waves(y)

and becomes degrees by the radii of curvature of Krasovsky's ellipsoid of 1940. BD-09 (Baidu) then moves
the polar coordinates of GCJ-02 degrees about the origin and adds 0.0065 and 0.006 degrees. Both formulas
are known from published programs only, and only forwards; backwards they are solved by fixed-point
iteration, which gains two decimals or more with each step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Pair = tuple[Floats, Floats]

FRAMES: Final = ("wgs84", "gcj02", "bd09")
"""Frames that differ by a formula, each made from the one before it."""
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Box in degrees, edges included, inside which the maps of China are shifted."""
LAND: Final = (73.0, 136.0, 3.0, 54.0)
"""West, east, south and north of China in degrees."""

_SEMI_MAJOR_M: Final = 6_378_245.0
_E2: Final = 0.00669342162296594323
_BD_WAVE: Final = np.pi * 3000 / 180
_STEPS: Final = 20
_CLOSE_DEG: Final = 1e-13
_REACH_DEG: Final = 0.1


def to_wgs84(*, lon: Floats, lat: Floats, frame: str) -> Pair:
    """Longitude and latitude in WGS-84 of positions in ``frame``, degrees, shape (n,).

    Points outside the usual box of China (72.004 to 137.8347 E, 0.8293 to 55.8271 N) stay as they are, NaN
    stays NaN. ``EPSG:n`` leaves all as they are: the intake has made WGS-84 degrees of those. Going back
    from the result gives the same positions to less than 1e-6 m, save within a kilometre of the box's
    edge, where two points may share one shifted position. Raises ValueError for an unknown frame.
    """
    return convert(lon=lon, lat=lat, source=frame, target="wgs84")


def from_wgs84(*, lon: Floats, lat: Floats, frame: str) -> Pair:
    """Longitude and latitude in ``frame`` of positions in WGS-84; else as `to_wgs84`."""
    return convert(lon=lon, lat=lat, source="wgs84", target=frame)


def convert(*, lon: Floats, lat: Floats, source: str, target: str) -> Pair:
    """Longitude and latitude in the frame ``target`` of positions in ``source``; else as `to_wgs84`."""
    here, there = _rank(source), _rank(target)
    found = np.array(lon, np.float64), np.array(lat, np.float64)
    for rank in range(here, there):
        found = _forward(_SHIFTS[rank], *found)
    for rank in range(here, there, -1):
        found = _backward(_SHIFTS[rank - 1], *found)
    return found


def in_china(*, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Whether positions lie in the box inside which maps are shifted; False for NaN."""
    return _in_box(lon, lat, 0.0)


def on_land(lon: Floats | float, lat: Floats | float) -> NDArray[np.bool_]:
    """Whether positions lie in the box around the land and waters of China, edges included.

    It is narrower than that of `in_china`: a pair that is inside one way round and outside the other has
    its longitude and latitude in the wrong order.
    """
    west, east, south, north = LAND
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def _in_box(lon: Floats, lat: Floats, margin: float) -> NDArray[np.bool_]:
    inside = (lon >= WEST - margin) & (lon <= EAST + margin)
    return np.asarray(inside & (lat >= SOUTH - margin) & (lat <= NORTH + margin))


def _rank(frame: str) -> int:
    if frame.upper().startswith("EPSG:"):
        return 0
    if frame not in FRAMES:
        raise ValueError(frame)
    return FRAMES.index(frame)


def _forward(shift: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    inside = in_china(lon=lon, lat=lat)
    x, y = lon[inside], lat[inside]
    east, north = shift(x, y)
    return _put(inside, x + east, lon), _put(inside, y + north, lat)


def _put(where: NDArray[np.bool_], values: Floats, others: Floats) -> Floats:
    made = others.copy()
    made[where] = values
    return made


def _backward(shift: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    """Solve x + shift(x) = given by x <- given - shift(x): the shift changes by 2 % of the way at most."""
    # The shifted image of the box reaches a little beyond the box itself.
    near = _in_box(lon, lat, _REACH_DEG)
    given_lon, given_lat = lon[near], lat[near]
    x, y = given_lon, given_lat
    for _ in range(_STEPS):
        east, north = shift(x, y)
        moved = np.maximum(abs(given_lon - east - x), abs(given_lat - north - y))
        x, y = given_lon - east, given_lat - north
        if not np.any(moved > _CLOSE_DEG):
            break
    inside = in_china(lon=x, lat=y)
    x, y = np.where(inside, x, given_lon), np.where(inside, y, given_lat)
    return _put(near, x, lon), _put(near, y, lat)


def _gcj_shift(lon: Floats, lat: Floats) -> Pair:
    """Degrees that GCJ-02 adds to WGS-84."""
    x, y = lon - 105, lat - 35
    root = np.sqrt(np.abs(x))
    short = 20 * (np.sin(6 * np.pi * x) + np.sin(2 * np.pi * x))
    east_m = 300 + x + 2 * y + 0.1 * (x * x + x * y + root)
    east_m += (short + _waves(x, (20, 40, 150, 300), (1, 3, 12, 30))) * 2 / 3
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north_m += (short + _waves(y, (20, 40, 160, 320), (1, 3, 12, 30))) * 2 / 3
    sin_phi = np.sin(np.radians(lat))
    w2 = 1 - _E2 * sin_phi * sin_phi
    normal_m = _SEMI_MAJOR_M / np.sqrt(w2)
    meridional_m = normal_m * (1 - _E2) / w2
    return np.degrees(east_m / (normal_m * np.cos(np.radians(lat)))), np.degrees(north_m / meridional_m)


def _waves(along: Floats, metres: tuple[int, ...], thirds: tuple[int, ...]) -> Floats:
    """Sum of ``metres`` * sin(pi * along / thirds)."""
    total = np.zeros_like(along)
    for height_m, part in zip(metres, thirds, strict=True):
        total += height_m * np.sin(np.pi * along / part)
    return total


def _bd_shift(lon: Floats, lat: Floats) -> Pair:
    """Degrees that BD-09 adds to GCJ-02."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_WAVE)
    return radius * np.cos(angle) + 0.0065 - lon, radius * np.sin(angle) + 0.006 - lat


_SHIFTS: Final = (_gcj_shift, _bd_shift)
"""Shift from each frame to the next."""
