"""Layers as KML 2.2 (OGC 07-147r2): one file, a folder for each layer, fields as typed extended data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from neighborgrid.outputs.geo.textual import cells, corners
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neighborgrid.outputs.geo.features import Field, GeoLayer
    from neighborgrid.words import Lang

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TYPES: Final = {"text": "string", "number": "double", "count": "int", "flag": "bool"}
_FLAGS: Final = ("0", "1")
"""GDAL reads nothing else in a field of type bool."""
# Colours are written as alpha, blue, green, red.
_POINTS: Final = {
    "served": ("ff6e8b2e", 0.4),
    "own_home": ("ffc07a1f", 0.4),
    "waiting": ("ff1e26b3", 0.8),
    "vacant": ("ffa0a0a0", 0.3),
    "member": ("ff8a2be2", 0.9),
}
_SHAPES: Final = {
    "circle": "<LineStyle><color>ff2b2b2b</color><width>2</width></LineStyle>"
    "<PolyStyle><color>26d08040</color></PolyStyle>",
    "link": "<LineStyle><color>99806a5a</color><width>1</width></LineStyle>",
}
_GEOMETRY: Final = {
    "POINT": "<Point><coordinates>%s</coordinates></Point>",
    "LINESTRING": "<LineString><coordinates>%s</coordinates></LineString>",
    "POLYGON": "<Polygon><outerBoundaryIs><LinearRing><coordinates>%s</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon>",
}
_NAMED_BY: Final = {
    "households": "household_id",
    "members": "member_id",
    "circles": "circle_id",
    "links": "household_id",
}


_SAID: Final = frozenset({"lon", "lat", "member_lon", "member_lat"})
"""Fields of points and lines that their coordinates say already: a county's file is large enough."""


def document(layers: Sequence[GeoLayer], title: str, note: str, lang: Lang) -> str:
    """KML of all layers under ``title``; ``note`` says what kind of file it is."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2">',
        f"<Document>\n<name>{_escaped(title)}</name>\n<description>{_escaped(note)}</description>",
        *_styles(),
        *(_schema(layer) for layer in layers),
    ]
    for layer in layers:
        parts.append(f"<Folder>\n<name>{_escaped(text(f'geo.layer.{layer.name}', lang))}</name>")
        parts += _placemarks(layer)
        parts.append("</Folder>")
    return "\n".join([*parts, "</Document>\n</kml>\n"])


def _styles() -> Iterator[str]:
    for name, (color, scale) in _POINTS.items():
        # No icon is named: a program's own serves, and none is fetched from elsewhere.
        yield (
            f'<Style id="{name}"><IconStyle><color>{color}</color><scale>{scale}</scale></IconStyle>'
            f"<LabelStyle><scale>{scale}</scale></LabelStyle></Style>"
        )
    for name, style in _SHAPES.items():
        yield f'<Style id="{name}">{style}</Style>'


def _shown(layer: GeoLayer) -> list[Field]:
    return [field for field in layer.fields if layer.geometry == "POLYGON" or field.name not in _SAID]


def _schema(layer: GeoLayer) -> str:
    fields = "".join(
        f'<SimpleField type="{_TYPES[field.kind]}" name="{field.name}"></SimpleField>'
        for field in _shown(layer)
    )
    return f'<Schema name="{layer.name}" id="{layer.name}">{fields}</Schema>'


def _placemarks(layer: GeoLayer) -> list[str]:
    names = [_escaped(one) for one in layer.texts(_NAMED_BY[layer.name])]
    styles = layer.texts("status") if layer.name == "households" else [layer.name[:-1]] * len(layer)
    shape = _GEOMETRY[layer.geometry]
    shapes = [shape % one if one else "" for one in corners(layer.shapes, " ")]
    # A value that is not known is left out.
    columns = [
        [
            f'<SimpleData name="{field.name}">{value}</SimpleData>' if value else ""
            for value in cells(field, _escaped, "", _FLAGS)
        ]
        for field in _shown(layer)
    ]
    data = map("".join, zip(*columns, strict=True))
    return [
        f"<Placemark><name>{name}</name><styleUrl>#{style}</styleUrl><ExtendedData>"
        f'<SchemaData schemaUrl="#{layer.name}">{values}</SchemaData></ExtendedData>{where}</Placemark>'
        for name, style, values, where in zip(names, styles, data, shapes, strict=True)
    ]


def _escaped(value: str) -> str:
    """Text of an XML element; characters that XML does not know are left out."""
    kept = _NO_XML.sub("", value)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
