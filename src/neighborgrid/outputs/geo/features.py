"""Layers of a plan as features in WGS-84: what every format writes, each in its own way.

Fields and coded values (status, reason, duty) are the English keys of the plan in both languages, since many
GIS programs take nothing else for the name of a field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from neighborgrid.outputs.outlines import outlines
from neighborgrid.places.frames import to_wgs84

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.outputs.layers import Layers

    Shapes = NDArray[np.object_]

Kind = Literal["text", "number", "count", "flag"]
GeometryType = Literal["POINT", "POLYGON", "LINESTRING"]

DECIMALS: Final = 7
"""Decimals of numbers: a centimetre on the ground, in degrees."""
INDEXES: Final = frozenset({"member", "place"})
"""Columns that number rows of other tables: they mean nothing in a file."""
_KINDS: Final[dict[str, Kind]] = {"O": "text", "f": "number", "i": "count", "b": "flag"}


@dataclass(frozen=True)
class Field:
    """One column of a layer: str where ``kind`` is text ("" for none), else float64, int64 or bool."""

    name: str
    kind: Kind
    values: NDArray[np.generic]


@dataclass(frozen=True)
class GeoLayer:
    """Features of one kind: a shape (None for one without a position) and the fields of each."""

    name: str
    geometry: GeometryType
    shapes: Shapes
    fields: tuple[Field, ...]

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def located(self) -> int:
        """Number of features that have a position."""
        return int((~shapely.is_missing(self.shapes)).sum())

    def texts(self, name: str) -> list[str]:
        """Values of a text field."""
        return next([str(one) for one in field.values] for field in self.fields if field.name == name)


def features_of(layers: Layers) -> tuple[GeoLayer, ...]:
    """Households, members, circles and links of ``layers``, in the order of the plan, in WGS-84."""
    there = in_wgs84(layers)
    links = there.links
    return (
        GeoLayer("households", "POINT", _points(there.households), _fields(there.households)),
        GeoLayer("members", "POINT", _points(there.members), _fields(there.members)),
        GeoLayer("circles", "POLYGON", _outlines(there), _fields(there.circles)),
        GeoLayer("links", "LINESTRING", _lines(links), _fields(links)),
    )


def in_wgs84(layers: Layers) -> Layers:
    """``layers`` with all positions in WGS-84, rounded to `DECIMALS`."""

    def moved(table: pd.DataFrame) -> pd.DataFrame:
        given = (table[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
        lon, lat = to_wgs84(lon=next(given), lat=next(given), frame=layers.frame)
        # Half a position is none.
        lost = ~(np.isfinite(lon) & np.isfinite(lat))
        lon[lost] = lat[lost] = np.nan
        return table.assign(lon=lon.round(DECIMALS), lat=lat.round(DECIMALS))

    return replace(
        layers,
        households=moved(layers.households),
        members=moved(layers.members),
        circles=moved(layers.circles),
        frame="wgs84",
    )


def _fields(table: pd.DataFrame) -> tuple[Field, ...]:
    """Columns of a table as fields, the position last."""
    last = [name for name in ("lon", "lat", "member_lon", "member_lat") if name in table]
    names = [name for name in table if name not in INDEXES and name not in last]
    return tuple(_field(str(name), table[name]) for name in (*names, *last))


def _field(name: str, column: pd.Series) -> Field:
    kind = _KINDS.get(column.dtype.kind, "text") if isinstance(column.dtype, np.dtype) else "text"
    if kind == "text":
        return Field(name, kind, column.to_numpy(dtype=object))
    values = column.to_numpy()
    if kind == "number":
        # A load without an upper limit has none that a file could name.
        values = np.where(np.isfinite(values), values, np.nan).round(DECIMALS)
    return Field(name, kind, values)


def _points(table: pd.DataFrame) -> Shapes:
    lon, lat = (table[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    made = np.full(len(table), None, object)
    there = np.isfinite(lon)
    made[there] = shapely.points(lon[there], lat[there])
    return made


def _lines(links: pd.DataFrame) -> Shapes:
    ends = links[["lon", "lat", "member_lon", "member_lat"]].to_numpy(dtype=np.float64)
    made = np.full(len(links), None, object)
    if len(links):
        made[:] = shapely.linestrings(ends.reshape(-1, 2, 2))
    return made


def _outlines(layers: Layers) -> Shapes:
    """Outlines of the circles, their rings counter-clockwise as RFC 7946 wants them."""
    made = outlines(layers)
    rings = shapely.get_exterior_ring(made)
    clockwise = ~shapely.is_missing(made) & ~shapely.is_ccw(rings)
    made[clockwise] = shapely.reverse(made[clockwise])
    there = ~shapely.is_missing(made)
    if there.any():
        corners = shapely.get_coordinates(made[there])
        made[there] = shapely.set_coordinates(made[there], corners.round(DECIMALS))
    return made
