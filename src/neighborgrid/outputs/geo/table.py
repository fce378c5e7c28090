"""Layers as CSV: a file for each, UTF-8 with the mark by which Excel knows it.

Points are the columns lon and lat; outlines and lines stand in a column wkt besides. Text that a spreadsheet
program would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import shapely

from neighborgrid.outputs.geo.features import DECIMALS
from neighborgrid.outputs.geo.textual import cells

if TYPE_CHECKING:
    from neighborgrid.outputs.geo.features import GeoLayer

ENCODING: Final = "utf-8-sig"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which a spreadsheet program knows a formula."""


def document(layer: GeoLayer) -> str:
    """Table of a layer with the keys as its header, lines ended as RFC 4180 wants them."""
    names = [field.name for field in layer.fields]
    columns = [cells(field, _harmless, "") for field in layer.fields]
    if layer.geometry != "POINT":
        names.append("wkt")
        shapes = shapely.to_wkt(layer.shapes, rounding_precision=DECIMALS, trim=True).tolist()
        columns.append(["" if one is None else one for one in shapes])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
