"""Names that have found their places, as SVG, and the thin lines that join some to their marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.outputs.drawing import svg
from neighborgrid.outputs.drawing.style import BOLD, DARK, LEADER_LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.outputs.drawing.labels import Mark, Placed


def lines(placed: Placed) -> str:
    """Lines from marks to names that stand away from them."""
    ends = [label.line for label in placed.labels if label.line]
    return svg.layer(
        "leader-lines",
        (svg.element("line", x1=a[0], y1=a[1], x2=b[0], y2=b[1]) for a, b in ends),
        stroke=LEADER_LINE,
        stroke_width=0.25,
    )


def names(placed: Placed, marked: Sequence[Mark], ground: str, layer: str = "names") -> str:
    """Names of the marks; what they cover is held off by a halo in the colour of the ``ground``."""
    halo: dict[str, float | str] = {
        "stroke": ground,
        "stroke_width": 0.9,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    parts = []
    for label in placed.labels:
        x, y = (label.box.left + label.box.right) / 2, (label.box.top + label.box.bottom) / 2
        mark = marked[label.mark]
        look = {"text_anchor": "middle", "font_weight": str(BOLD if mark.bold else 500), "fill": DARK, **halo}
        parts.append(svg.text(mark.label, x, y, placed.size_mm, **look))
    return svg.layer(layer, parts)
