"""Lines and outlines of areas of a GeoJSON file (RFC 7946), with the properties of their features."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

_DEPTH: Final[Mapping[str, int]] = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""How many lists are around the lines of a geometry."""
_KINDS: Final = {*_DEPTH, "Point", "MultiPoint", "GeometryCollection", "Feature", "FeatureCollection"}
_DEGREES: Final = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")
"""Ends of the names of reference systems in degrees that are WGS-84 for this purpose."""


@dataclass(frozen=True, slots=True)
class Features:
    """Lines one after the other; rings of areas are closed lines.

    Attributes
    ----------
    degrees
        float64, shape (vertices, 2): lon, lat of all lines.
    sizes
        int64, shape (lines,): vertices of each line, at least two.
    feature
        int64, shape (lines,): row in ``properties`` of the line's feature.
    properties
        Of all features, also of those without lines.
    """

    degrees: NDArray[np.float64]
    sizes: NDArray[np.int64]
    feature: NDArray[np.int64]
    properties: tuple[Mapping[str, object], ...]


def read_features(content: bytes, name: str) -> Features:
    """Lines of GeoJSON text; points have none.

    Raises InputError with ``name`` as the file: NG238 it is no GeoJSON, NG239 it is damaged, NG244 its
    coordinates are no degrees.
    """
    document = _parsed(content, name)
    if not isinstance(document, dict) or document.get("type") not in _KINDS:
        raise InputError(Finding("NG238", Place(name)))
    _refuse_metres(document, name)
    features = list(_features(document))
    try:
        found = [
            (row, np.array([point[:2] for point in line], np.float64).reshape(-1, 2))
            for row, feature in enumerate(features)
            for line in _lines(feature.get("geometry"))
        ]
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(name, "coordinates") from error
    found = [(row, line) for row, line in found if len(line) > 1]
    degrees = np.concatenate([line for _, line in found]) if found else np.zeros((0, 2))
    if not ((abs(degrees[:, 0]) <= 180) & (abs(degrees[:, 1]) <= 90)).all():
        raise InputError(Finding("NG244", Place(name)))
    return Features(
        degrees,
        np.array([len(line) for _, line in found], np.int64),
        np.array([row for row, _ in found], np.int64),
        tuple(_properties(feature) for feature in features),
    )


def _parsed(content: bytes, name: str) -> object:
    try:
        # Whole numbers of thousands of digits are refused by int, not by float.
        return json.loads(content.decode("utf-8-sig"), parse_int=float)
    except json.JSONDecodeError as error:
        raise _damaged(name, f"line {error.lineno}: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise _damaged(name, "not UTF-8") from error
    except RecursionError as error:
        raise _damaged(name, "nested too deeply") from error


def _damaged(name: str, detail: str) -> InputError:
    return InputError(Finding("NG239", Place(name), {"detail": detail}))


def _refuse_metres(document: Mapping[str, object], name: str) -> None:
    """Refuse a file that names another reference system than degrees, as GeoJSON of 2008 could."""
    crs = document.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    system = named.get("name") if isinstance(named, dict) else None
    if isinstance(system, str) and not system.upper().endswith(_DEGREES):
        raise InputError(Finding("NG244", Place(name)))


def _features(document: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    if document["type"] == "FeatureCollection":
        members = document.get("features")
        yield from (
            (member for member in members if isinstance(member, dict)) if isinstance(members, list) else ()
        )
    elif document["type"] == "Feature":
        yield document
    else:
        yield {"geometry": document, "properties": None}


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _lines(geometry: object) -> Iterator[list[list[float]]]:
    """Coordinates of the lines of a geometry; raises what badly formed ones raise."""
    if not isinstance(geometry, dict):
        return
    if geometry.get("type") == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _lines(part)
    elif geometry.get("type") in _DEPTH:
        lines = [geometry["coordinates"]]
        for _ in range(_DEPTH[geometry["type"]]):
            lines = [part for nested in lines for part in nested]
        yield from lines
