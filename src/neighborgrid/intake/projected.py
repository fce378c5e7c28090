"""Survey coordinates (``EPSG:n``) to WGS-84: eastings and northings, zones, and degrees on older datums."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import CRS

    Floats = NDArray[np.float64]

Converter = Callable[["Floats", "Floats"], "tuple[Floats, Floats, bool]"]
"""Takes easting and northing; returns longitude, latitude and whether the two had changed places."""

_MARGIN_DEG = 1.0
_SAME_AS_WGS84: Final = ("China 2000", "World Geodetic System 1984")
"""Datums that agree with WGS-84 to a few decimetres."""
_ZONES: Final = {
    "EPSG:4490": (4513, 4491),
    "EPSG:4214": (2401, 21413),
    "EPSG:4610": (2349, 2327),
}
"""First codes of the 3-degree zones 25 to 45 and of the 6-degree zones 13 to 23 of each datum."""
CGCS2000: Final = "EPSG:4490"
_NORTHINGS_M: Final = (1_500_000, 6_500_000)


def refusal(frame: str) -> Finding | None:
    """Why ``EPSG:n`` cannot be used: no such system (NG140), neither grid nor degrees (NG194); else None."""
    if not frame.upper().startswith("EPSG:"):
        return None
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(frame)
    except CRSError:
        return Finding("NG140", values={"frame": frame})
    flat = len(system.axis_info) == 2 and not system.is_compound
    if flat and (system.is_projected or system.is_geographic):
        return None
    return Finding("NG194", values={"frame": frame})


def exists(frame: str) -> bool:
    """Whether a frame is one that positions can have."""
    return refusal(frame) is None


def is_metric(frame: str) -> bool:
    """Whether the frame's coordinates are metres of a grid.

    Raises InputError (NG140, NG194) for a number that names no system, or one without a plane or degrees.
    """
    return frame.upper().startswith("EPSG:") and not _system(frame).is_geographic


def converter(frame: str) -> Converter | None:
    """Conversion of ``EPSG:n`` in metres into WGS-84; None for frames that are in degrees already.

    Raises InputError as `is_metric`.
    """
    if not is_metric(frame):
        return None
    from pyproj import Transformer

    source = _system(frame)
    transformer = Transformer.from_crs(source, 4326, always_xy=True)
    area = source.area_of_use

    def fitting(lon: Floats, lat: Floats) -> int:
        if area is None:
            return int(np.sum(np.isfinite(lon) & np.isfinite(lat)))
        inside = (lon >= area.west - _MARGIN_DEG) & (lon <= area.east + _MARGIN_DEG)
        return int(np.sum(inside & (lat >= area.south - _MARGIN_DEG) & (lat <= area.north + _MARGIN_DEG)))

    def convert(easting: Floats, northing: Floats) -> tuple[Floats, Floats, bool]:
        plain = transformer.transform(easting, northing)
        other = transformer.transform(northing, easting)
        swapped = fitting(*other) > fitting(*plain)
        lon, lat = other if swapped else plain
        bad = ~(np.isfinite(lon) & np.isfinite(lat))
        return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat), swapped

    return convert


def degrees_to_wgs84(frame: str, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """WGS-84 of degrees in a geographic ``EPSG:n``, shape (n,); the same where no datum shift is known."""
    from pyproj import Transformer

    found = Transformer.from_crs(_system(frame), 4326, always_xy=True).transform(lon, lat)
    bad = ~(np.isfinite(found[0]) & np.isfinite(found[1]))
    return np.where(bad, lon, found[0]), np.where(bad, lat, found[1])


def shift_is_known(frame: str, lon: float, lat: float) -> bool:
    """Whether the shift from the datum of ``EPSG:n`` to WGS-84 is known at a place in degrees.

    False where the library can only take the degrees of one datum for those of the other.
    """
    source = _system(frame)
    if source.datum is not None and source.datum.name.startswith(_SAME_AS_WGS84):
        return True
    from pyproj.transformer import TransformerGroup

    with warnings.catch_warnings():
        # It warns of better operations whose grids are not installed.
        warnings.simplefilter("ignore")
        operations = TransformerGroup(source, 4326, always_xy=True).transformers
    for operation in operations:
        area = operation.area_of_use
        # A ballpark operation has no accuracy.
        if operation.accuracy >= 0 and (
            area is None or (area.west <= lon <= area.east and area.south <= lat <= area.north)
        ):
            return True
    return False


def guess(lon: Floats, lat: Floats, datum: str) -> NDArray[np.object_] | None:
    """``EPSG:n`` of each pair by the zone in front of its easting of eight digits; None where not clear.

    ``lon`` and ``lat`` are the two columns as they stand, finite, shape (n,), in either order; ``datum`` is
    the geographic system. All pairs must lie in one zone, or in two that touch.
    """
    if datum not in _ZONES:
        return None
    low, high = _NORTHINGS_M
    for easting, northing in ((lon, lat), (lat, lon)):
        zone = np.floor_divide(easting, 1_000_000)
        # 13 in front may as well be 130 degrees east whose decimal point was lost all over the sheet.
        valid = ((zone >= 25) & (zone <= 45)) | ((zone > 13) & (zone <= 23))
        valid &= (northing >= low) & (northing <= high)
        if np.all(valid) and zone.max() - zone.min() <= 1:
            three, six = _ZONES[datum]
            code = np.where(zone >= 25, three + zone - 25, six + zone - 13).astype(np.int64)
            return np.array([f"EPSG:{one}" for one in code.tolist()], dtype=object)
    return None


@functools.cache
def _system(frame: str) -> CRS:
    from pyproj import CRS

    if (why := refusal(frame)) is not None:
        raise InputError(why)
    return CRS.from_user_input(frame)
