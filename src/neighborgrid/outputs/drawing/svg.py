"""SVG text: numbers of one form, escaped names, a document in millimetres. Same input, same bytes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from neighborgrid.outputs.drawing.style import FONT, PAPER, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import float64
    from numpy.typing import NDArray

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, lone surrogates included."""

_NARROW: Final = frozenset("fijlrtI!|.,:;'`()[]{}·-/\\ ")
_WIDE: Final = frozenset("mwMWOQGDHN%@&—…")


def number(value: float) -> str:
    """Text of ``value`` rounded to 0.01, without a sign on zero or zeros at the end."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, /, *inside: str, **attributes: float | str) -> str:
    """Element with ``attributes`` in the order given; ``_`` in their names stands for ``-``."""
    said = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(v if isinstance(v, str) else number(v))}"
        for name, v in attributes.items()
    )
    return f"<{tag}{said}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{said}/>"


def layer(name: str, parts: Iterable[str], **attributes: float | str) -> str:
    """Group of ``parts`` with a class by which it is known again."""
    return element("g", "\n", *(f"{part}\n" for part in parts), class_=name, **attributes)


def text(said: str, x_mm: float, y_mm: float, size_mm: float, **attributes: float | str) -> str:
    """Text whose letters stand centred on the height ``y_mm``."""
    # 0.37 em: half the height of capitals and, nearly, of Chinese characters above the baseline.
    return element(
        "text", escape(clean(said)), x=x_mm, y=y_mm + 0.37 * size_mm, font_size=size_mm, **attributes
    )


def clean(said: str) -> str:
    """Text in one line and without the characters that XML cannot hold."""
    return " ".join(_FORBIDDEN.sub("", said).split())


def path(lines: Iterable[NDArray[float64]]) -> str:
    """Data of a path along ``lines``, each of shape (n, 2) in millimetres."""
    return "".join(
        "M" + "L".join(f"{number(float(x))} {number(float(y))}" for x, y in line) for line in lines
    )


def document(width_mm: float, height_mm: float, layers: Sequence[str]) -> str:
    """Whole SVG document; one unit of its coordinates is a millimetre."""
    inside = "\n" + "\n".join(
        (element("rect", width=width_mm, height=height_mm, rx=2.0, fill=PAPER), *layers, "")
    )
    size = {"width": f"{number(width_mm)}mm", "height": f"{number(height_mm)}mm"}
    return element(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width_mm)} {number(height_mm)}",
        **size,
        font_family=FONT,
        font_weight=str(WEIGHT),
    )


def width_em(said: str) -> float:
    """Width in em that ``said`` takes at most, or nearly so: an estimate that needs no font."""
    return sum(map(_advance_em, clean(said)))


def _advance_em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if character in _NARROW:
        return 0.42
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in _WIDE:
        return 0.95
    return 0.7 if character.isupper() else 0.62
