"""Eastings and northings of a survey sheet to longitude and latitude."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Converter = Callable[["Floats", "Floats"], "tuple[Floats, Floats, bool]"]
"""Takes easting and northing; returns longitude, latitude and whether the two had changed places."""

_MARGIN_DEG = 1.0


def converter(frame: str) -> Converter | None:
    """Conversion of ``EPSG:n`` in metres into WGS-84; None for frames that are in degrees already.

    Raises InputError (NG140) for a number that names no coordinate system.
    """
    if not frame.upper().startswith("EPSG:"):
        return None
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        source = CRS.from_user_input(frame)
    except CRSError as error:
        raise InputError(Finding("NG140", values={"frame": frame})) from error
    if source.is_geographic:
        return None
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
