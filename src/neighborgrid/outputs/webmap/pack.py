"""Layers as bytes for the page: a JSON header of texts, then the columns of numbers.

Layout: the header's length (4 bytes, little-endian), the header in UTF-8, then the columns that the header
lists as ``[name, kind, length]``, each split into planes of bytes: first the lowest byte of every number,
then the next. Numbers next to each other are alike, and so are their high bytes, which is what deflate
likes. Kind ``u8`` has one plane, ``i32`` four. Places are decimetres east and north of the middle of the
plan, those of households of the middle of their village; metres are decimetres; `NONE` is unknown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.model import UNSERVED_REASONS
from neighborgrid.outputs.drawing.frame import Ground
from neighborgrid.outputs.layers import STATUSES
from neighborgrid.outputs.nearest import circle_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from neighborgrid.outputs.layers import Layers

NONE: Final = -(2**31)
PER_METRE: Final = 10
"""Places and distances are kept to the decimetre; sheets are not better."""
PER_LOAD: Final = 100
DUTIES: Final = ("", "leader", "deputy", "member")
ESTIMATED: Final = 8
"""Bit of a household's state that says that its position is a guess; below it is the status."""
FIRST: Final = 16
"""Bit of a household's state that says that it is visited first."""

_SEPARATOR: Final = "\x1f"


def packed(
    layers: Layers,
    outlines: Iterable[Any],
    colours: ArrayLike,
    head: Mapping[str, Any],
    roads: Sequence[NDArray[np.float64]] = (),
) -> bytes:
    """Bytes of the page's data.

    Parameters
    ----------
    outlines
        Polygons in degrees, one a circle; None where there is none.
    colours
        Number of the colour of each circle.
    head
        More of the header: words and figures.
    roads
        Lines of (lon, lat), shape (k, 2) each.
    """
    ground = _ground(layers)
    columns = {
        **_households(layers, ground),
        **_members(layers, ground),
        **_circles(layers, ground, np.asarray(colours, np.int64)),
        **_lines("outline", [_ring(one) for one in outlines], ground),
        **_lines("road", roads, ground),
    }
    header = {
        **head,
        "columns": [[name, _kind(one), len(one)] for name, one in columns.items()],
        "texts": _texts(layers),
        "origin": [ground.lon, ground.lat, *ground.metres_per_degree],
    }
    said = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    planes = [np.ascontiguousarray(_planes(one)).tobytes() for one in columns.values()]
    return b"".join((len(said).to_bytes(4, "little"), said, *planes))


def _ground(layers: Layers) -> Ground:
    """Flat ground around the middle of everything that has a place."""
    parts = [table[["lon", "lat"]].to_numpy(np.float64) for table in (layers.households, layers.members)]
    points = np.concatenate(parts)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return Ground(0.0, 0.0)
    lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2
    return Ground(round(float(lon), 4), round(float(lat), 4))


def _kind(column: NDArray[Any]) -> str:
    return "u8" if column.dtype == np.uint8 else "i32"


def _planes(column: NDArray[Any]) -> NDArray[np.uint8]:
    if column.dtype == np.uint8:
        return np.asarray(column)
    return column.astype("<i4").view(np.uint8).reshape(len(column), 4).T


def _whole(values: ArrayLike, factor: float) -> NDArray[np.int64]:
    """Numbers times ``factor``, rounded; `NONE` for NaN."""
    scaled = np.asarray(values, np.float64) * factor
    return np.where(np.isfinite(scaled), np.rint(np.nan_to_num(scaled)), NONE).astype(np.int64)


def _places(table: pd.DataFrame, ground: Ground) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    metres = ground.metres(table["lon"].to_numpy(np.float64), table["lat"].to_numpy(np.float64))
    # One half of a position is none.
    metres[~np.isfinite(metres).all(axis=1)] = np.nan
    return _whole(metres[:, 0], PER_METRE), _whole(metres[:, 1], PER_METRE)


def _village_middles(place: NDArray[np.int64], x: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    known = x != NONE
    totals = np.bincount(place[known], x[known].astype(np.float64), count)
    return np.rint(totals / np.maximum(np.bincount(place[known], minlength=count), 1)).astype(np.int64)


def _codes(values: pd.Series[Any], known: Sequence[str]) -> NDArray[np.int64]:
    """Place of each text in ``known``, -1 where it is not there."""
    found = pd.Index(np.array(known, dtype=object)).get_indexer(pd.Index(values.to_numpy(dtype=object)))
    return np.asarray(found, np.int64)


def _circle_rows(table: pd.DataFrame, layers: Layers) -> NDArray[np.int64]:
    return lookup(texts(layers.circles, "circle_id"), texts(table, "circle_id"))


def _households(layers: Layers, ground: Ground) -> dict[str, NDArray[Any]]:
    homes, count = layers.households, len(layers.villages)
    place = homes["place"].to_numpy(np.int64)
    x, y = _places(homes, ground)
    middle_x, middle_y = _village_middles(place, x, count), _village_middles(place, y, count)
    state = _codes(homes["status"], STATUSES) + ESTIMATED * homes["estimated"].to_numpy(np.int64)
    if "first" in homes:
        state = state + FIRST * homes["first"].to_numpy(np.int64)
    return {
        "village_x": middle_x,
        "village_y": middle_y,
        "x": np.where(x == NONE, NONE, x - middle_x[place]),
        "y": np.where(y == NONE, NONE, y - middle_y[place]),
        "place": place,
        "group": _codes(homes["group"], _groups(layers)),
        "member": homes["member"].to_numpy(np.int64),
        "circle": _circle_rows(homes, layers),
        "near": circle_near(layers),
        "state": state.astype(np.uint8),
        "reason": (_codes(homes["reason"], UNSERVED_REASONS) + 1).astype(np.uint8),
        "metres": _whole(homes["distance_m"], PER_METRE),
        "nearest": _whole(homes["nearest_m"], PER_METRE),
        "shortage": _codes(homes["shortage_id"], _shortages(layers)),
    }


def _members(layers: Layers, ground: Ground) -> dict[str, NDArray[Any]]:
    folk = layers.members
    x, y = _places(folk, ground)
    return {
        "member_x": x,
        "member_y": y,
        "member_place": folk["place"].to_numpy(np.int64),
        "member_group": _codes(folk["group"], _groups(layers)),
        "member_circle": _circle_rows(folk, layers),
        "member_duty": np.maximum(_codes(folk["duty"], DUTIES), 0).astype(np.uint8),
        "member_load": _whole(folk["load"], PER_LOAD),
        "member_cap": _whole(folk["max_load"], PER_LOAD),
        "member_mean": _whole(folk["mean_distance_m"], PER_METRE),
        "member_farthest": _whole(folk["farthest_m"], PER_METRE),
    }


def _circles(layers: Layers, ground: Ground, colours: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    table = layers.circles
    x, y = _places(table, ground)
    return {
        "circle_x": x,
        "circle_y": y,
        "circle_radius": _whole(table["radius_m"], PER_METRE),
        "circle_members": table["members"].to_numpy(np.int64),
        "circle_households": table["households"].to_numpy(np.int64),
        "circle_leader": lookup(texts(layers.members, "member_id"), texts(table, "leader_id")),
        "circle_colour": colours.astype(np.uint8),
    }


def _ring(polygon: Any) -> NDArray[np.float64]:
    return np.zeros((0, 2)) if polygon is None else shapely.get_coordinates(polygon)


def _lines(name: str, lines: Sequence[NDArray[np.float64]], ground: Ground) -> dict[str, NDArray[Any]]:
    """Ends of the lines among the points, and the points, each less the one before it."""
    ends = np.cumsum([len(line) for line in lines], dtype=np.int64)
    points = np.concatenate([np.zeros((0, 2)), *lines])
    metres = np.rint(ground.metres(points[:, 0], points[:, 1]) * PER_METRE).astype(np.int64)
    steps = np.diff(metres, axis=0, prepend=np.zeros((1, 2), np.int64))
    return {f"{name}_end": ends, f"{name}_x": steps[:, 0], f"{name}_y": steps[:, 1]}


def _groups(layers: Layers) -> list[str]:
    return sorted({*layers.households["group"].unique(), *layers.members["group"].unique()} - {""})


def _shortages(layers: Layers) -> list[str]:
    return sorted(set(layers.households["shortage_id"].unique()) - {""})


def _texts(layers: Layers) -> dict[str, Any]:
    """Texts of the layers: joined by a character that no sheet holds, so that none needs quotes."""

    def joined(values: Sequence[str]) -> str:
        return _SEPARATOR.join(one.replace(_SEPARATOR, " ") for one in values)

    homes, folk, circles = layers.households, layers.members, layers.circles
    made: dict[str, Any] = {
        "statuses": list(STATUSES),
        "reasons": ["", *UNSERVED_REASONS],
        "duties": list(DUTIES),
        "groups": _groups(layers),
        "shortages": _shortages(layers),
        "townships": layers.villages["township"].tolist(),
        "villages": layers.villages["village"].tolist(),
        "id": joined(homes["household_id"].tolist()),
        "member_id": joined(folk["member_id"].tolist()),
        "circle_id": joined(circles["circle_id"].tolist()),
        "circle_name": joined(circles["name"].tolist()),
    }
    if layers.full:
        made |= {name: joined(homes[name].tolist()) for name in ("head", "address", "phone")}
        made |= {f"member_{name}": joined(folk[name].tolist()) for name in ("name", "role", "phone")}
    return made
