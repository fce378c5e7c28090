"""What every map has beside the map itself: scale bar, north arrow, legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from neighborgrid.outputs.drawing import marks
from neighborgrid.outputs.drawing.style import BOLD, DARK, DOT_MM, HOUSEHOLD, MARK_MM, SMALL_MM, WHITE
from neighborgrid.outputs.drawing.svg import element, layer, text, width_em

if TYPE_CHECKING:
    from neighborgrid.outputs.drawing.style import Kind, Words

_STEPS: Final = (1, 2, 5)
BAR_MM: Final = 1.2


def round_metres(most_m: float) -> float:
    """Largest of 1, 2, 5, 10, 20, 50 ... that is not above ``most_m``; 1 where that is smaller."""
    size, found = 1, 1
    while size <= most_m:
        found = max([found, *(step * size for step in _STEPS if step * size <= most_m)])
        size *= 10
    return float(found)


def bar_mm(mm_per_m: float, most_mm: float, words: Words) -> tuple[float, float, str]:
    """Length of the scale bar, its length with the unit, and what it says; a round number of metres."""
    metres = round_metres(most_mm / mm_per_m)
    whole = f"{metres / 1000:.0f} {words.kilometres}"
    said = whole if words.kilometres and metres >= 1000 else f"{metres:.0f} {words.metres}"
    length = metres * mm_per_m
    return length, length + 1.0 + width_em(said) * SMALL_MM, said


def scale_bar(right_mm: float, y_mm: float, mm_per_m: float, most_mm: float, words: Words) -> str:
    """Scale bar of two halves, at most ``most_mm`` long, whose unit ends at ``right_mm``."""
    length, whole, said = bar_mm(mm_per_m, most_mm, words)
    left = right_mm - whole
    top = y_mm - BAR_MM / 2
    return layer(
        "scale-bar",
        (
            element(
                "rect",
                class_="bar",
                x=left,
                y=top,
                width=length,
                height=BAR_MM,
                fill=WHITE,
                stroke=DARK,
                stroke_width=0.25,
            ),
            element("rect", x=left, y=top, width=length / 2, height=BAR_MM, fill=DARK),
            text(said, left + length + 1.0, y_mm, SMALL_MM, fill=DARK),
        ),
    )


def north(x_mm: float, top_mm: float, words: Words) -> str:
    """North arrow: a split needle below the word."""
    x, y = x_mm, top_mm + 4.0
    half = f"M{x:.2f} {y:.2f}L{x - 2:.2f} {y + 8:.2f}L{x:.2f} {y + 6.2:.2f}Z"
    whole = f"M{x:.2f} {y:.2f}L{x + 2:.2f} {y + 8:.2f}L{x:.2f} {y + 6.2:.2f}L{x - 2:.2f} {y + 8:.2f}Z"
    return layer(
        "north",
        (
            text(
                words.north,
                x,
                top_mm + 1.8,
                3.4,
                fill=DARK,
                text_anchor="middle",
                font_weight=str(BOLD),
            ),
            element("path", d=whole, fill=WHITE, stroke=DARK, stroke_width=0.25, stroke_linejoin="round"),
            element("path", d=half, fill=DARK),
        ),
    )


def legend(left_mm: float, y_mm: float, right_mm: float, kinds: tuple[Kind, ...], words: Words) -> str:
    """What the marks mean, in one row, as many as have room before ``right_mm``."""
    parts, x = [], left_mm
    named: list[tuple[Kind | None, str]] = [(kind, getattr(words, kind)) for kind in kinds]
    for kind, said in [*named, (None, words.household)]:
        radius = DOT_MM if kind is None else MARK_MM[kind]
        width = 2 * radius + 0.9 + width_em(said) * SMALL_MM
        if x + width > right_mm:
            break
        parts.append(
            element("circle", cx=x + radius, cy=y_mm, r=radius, fill=HOUSEHOLD)
            if kind is None
            else marks.mark(kind, x + radius, y_mm)
        )
        parts.append(text(said, x + 2 * radius + 0.9, y_mm, SMALL_MM, fill=DARK))
        x += width + 3.0
    return layer("legend", parts)
