"""Layers as GeoJSON (RFC 7946): a file for each, a feature on each line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import shapely

from neighborgrid.outputs.geo.textual import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.outputs.geo.features import GeoLayer


def document(layer: GeoLayer, name: str) -> str:
    """Feature collection of a layer; the member ``name`` beside its features is what GDAL calls it."""
    encode: Callable[[str], str] = json.JSONEncoder(ensure_ascii=False).encode
    template = "{" + ",".join(f"{encode(field.name)}:%s" for field in layer.fields) + "}"
    columns = [cells(field, encode, "null") for field in layer.fields]
    shapes = ["null" if one is None else one for one in shapely.to_geojson(layer.shapes).tolist()]
    lines = [
        f'{{"type":"Feature","geometry":{shape},"properties":{template % values}}}'
        for shape, values in zip(shapes, zip(*columns, strict=True), strict=True)
    ]
    head = f'{{"type":"FeatureCollection","name":{encode(name)},"features":['
    return head + "\n" + ",\n".join(lines) + "\n]}\n"
