"""SVG text: numbers of one form, escaped names, a document in millimetres. Same input, same bytes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from neighborgrid.outputs.drawing.style import FONT, PAPER, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import float64, int64
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


def dots(places: NDArray[float64]) -> str:
    """Data of a path with a stroke of no length at each of ``places``, shape (n, 2) in millimetres.

    With round caps these are dots as wide as the stroke, at a tenth of the bytes of circles.
    """
    return _joined(_steps(places), "h0")


def strokes(lines: NDArray[float64]) -> str:
    """Data of a path of straight ``lines``, each a row (x, y, x2, y2) in millimetres."""
    ends = np.round(lines * 100).astype(np.int64)
    along = ends[:, 2:] - ends[:, :2]
    # Having drawn a line, the pen stands at its end.
    start = ends[:, :2].copy()
    start[1:] -= ends[:-1, 2:]
    return "".join(
        f"m{x} {y}l{x2} {y2}" for x, y, x2, y2 in zip(*_texts(np.hstack((start, along))), strict=True)
    )


def _steps(places: NDArray[float64]) -> NDArray[int64]:
    """Hundredths of a millimetre from each place to the next, the first from the corner: no error adds up."""
    rounded = np.round(places * 100).astype(np.int64)
    return np.diff(rounded, axis=0, prepend=np.zeros((1, 2), np.int64))


def _joined(steps: NDArray[int64], mark: str) -> str:
    return "".join(f"m{x} {y}{mark}" for x, y in zip(*_texts(steps), strict=True))


def _texts(hundredths: NDArray[int64]) -> list[list[str]]:
    """Columns of numbers as text; each number that occurs is written once."""
    values, at = np.unique(hundredths, return_inverse=True)
    said = np.array([number(value / 100) for value in values.tolist()], object)
    return [column.tolist() for column in said[at.reshape(hundredths.shape)].T]


def document(
    width_mm: float, height_mm: float, layers: Sequence[str], family: str = FONT, paper: str = PAPER
) -> str:
    """Whole SVG document in fonts of ``family`` on ``paper``; one unit of its coordinates is a millimetre."""
    inside = "\n" + "\n".join(
        (element("rect", width=width_mm, height=height_mm, rx=2.0, fill=paper), *layers, "")
    )
    size = {"width": f"{number(width_mm)}mm", "height": f"{number(height_mm)}mm"}
    return element(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width_mm)} {number(height_mm)}",
        **size,
        font_family=family,
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
