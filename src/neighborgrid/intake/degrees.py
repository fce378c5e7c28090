"""Degrees as people write them: decimal, degrees-minutes-seconds, both in one cell, columns of them.

Values are only read here. Whether they lie where the village is, is for the caller to judge, since a
lost decimal point (3776123) has to come back as a number to be mended.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.cells import cell_text, clean_text
from neighborgrid.intake.vocabulary import is_blank_word
from neighborgrid.places.frames import on_land

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.raw import Cell

# Mapped before NFKC, which would make º a letter, ˚ a blank and ″ two primes.
_MARKS = str.maketrans(
    {
        **dict.fromkeys("°º˚⁰∘度", "°"),
        **dict.fromkeys("'′’‘‵`´ʹ＇‛ˊˋ分", "'"),
        **dict.fromkeys('"″”“‶〃ʺ＂‟„〞〝秒', '"'),
        **dict.fromkeys("−–—‐‑﹣－", "-"),
    }
)
# Labels become x (longitude) and y (latitude); hemispheres become E W N S.
_WORDS = (
    (re.compile(r"经纬[度°]?\s*[:=]?"), " "),
    (re.compile(r"东经"), "E"),
    (re.compile(r"西经"), "W"),
    (re.compile(r"北纬"), "N"),
    (re.compile(r"南纬"), "S"),
    (re.compile(r"(?:经[度°]|LONGITUDE|LONG|LNG|LON)\s*[:=]?"), "x"),
    (re.compile(r"(?:纬[度°]|LATITUDE|LAT)\s*[:=]?"), "y"),
)
_AXIS = {"E": 0, "W": 0, "x": 0, "N": 1, "S": 1, "y": 1}
_NUMBER = r"\d+(?:[.,]\d+)?"
_BEHIND_MARK = re.compile(r"(['\"])\.(\d+)")
_SIDES = re.compile(r"([xyEWNS:=\s]*)(.*?)([EWNS\s]*)", re.DOTALL)
_DECIMAL = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+|\d{1,3},\d{4,})\s*°?")
_SEXAGESIMAL = re.compile(
    rf"([+-]?)(\d{{1,3}})(?:\s*°\s*|\s*:\s*|\s*-\s*|\s+)({_NUMBER})"
    rf"(?:(?:\s*'\s*|\s*:\s*|\s*-\s*|\s+)({_NUMBER})\s*['\"]?|\s*')?"
)
_WRAPPERS = re.compile(r"POINT|坐标[:=]?|[()\[\]{}<>【】〔〕]")
_AT_LETTERS = r"(?=[xyEWNS])|(?<=[EWNS])"
_SEPARATORS = ("[;|/、_\n]", ",", _AT_LETTERS, r"(?<=\")", r"\s+")
_PLAIN_CHARACTERS = b"0123456789.-"
# The form that most sheets hold, read without the normal spelling: ten times faster.
_USUAL = re.compile(r"(\d{1,3})[°度]([0-5]?\d)['′’分]([0-5]?\d(?:\.\d+)?)[\"″”秒]", re.ASCII)


def parse_degrees(text: str) -> float | None:
    """Decimal degrees of one coordinate, west and south negative, else None.

    Minutes and seconds from 60 on give None, and so does 114°30″, where the minutes are missing. A plain
    number is not checked against 180. A comma is a decimal point only before four digits or more
    (``114,5123``) or inside the last part of degrees, minutes and seconds.
    """
    usual = _USUAL.fullmatch(text)
    if usual is not None and int(usual[1]) <= 180:
        return int(usual[1]) + int(usual[2]) / 60 + float(usual[3]) / 3600
    part = _one(_normal(text))
    return None if part is None else part[0]


def parse_pair(text: str) -> tuple[float, float] | None:
    """(lon, lat) of a cell that holds both, in either order, else None.

    The order is told by hemisphere letters or words, else by a value that can only be a longitude
    (beyond 90), else by the ranges of China (lon 73 to 136, lat 3 to 54). Where both orders are still
    possible, the text is taken as lon, lat. Values that no pair can have (lat beyond 90) give None.
    """
    normal = _WRAPPERS.sub(" ", _normal(text)).strip(" ,;:")
    for separator in _SEPARATORS:
        pairs = {pair for pair in _split_pairs(normal, separator) if pair is not None}
        if len(pairs) == 1:
            return pairs.pop()
    return None


def lost_decimal_point(value: float, low: float, high: float) -> float | None:
    """``value`` over the one power of ten that puts it in [low, high]; None if none, several or no need."""
    if not math.isfinite(value) or low <= value <= high:
        return None
    # In decimal, since 377.6 / 10 in binary is 37.760000000000005.
    digits = Decimal(repr(float(value)))
    shifted = [float(digits.scaleb(-power)) for power in range(1, 16)]
    fits = [candidate for candidate in shifted if low <= candidate <= high]
    return fits[0] if len(fits) == 1 else None


def degrees_column(column: Sequence[Cell]) -> NDArray[np.float64]:
    """Decimal degrees, shape (n,), NaN where a cell is blank or unreadable (see `unreadable`)."""
    kinds = set(map(type, column))
    if str not in kinds:
        values = np.array(column, dtype=np.float64)
    else:
        values = np.array(_text_degrees(column, only_text=len(kinds) == 1), dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def unreadable(column: Sequence[Cell], values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where a cell says something, but no degrees could be read; shape (n,).

    Blank cells, Excel error values and words for nothing (无, 暂无, /) are not unreadable.
    """
    mask = np.isnan(values)
    for row in np.flatnonzero(mask).tolist():
        cell = column[row]
        mask[row] = cell != "" and not is_blank_word(cell_text(cell))
    return mask


def _text_degrees(column: Sequence[Cell], *, only_text: bool) -> list[float]:
    # float() also reads nan, inf, 1e5 and 1_0, so it sees only columns of digits, points and minus signs.
    if only_text and not "".join(map(str, column)).encode("utf-8", "replace").translate(
        None, _PLAIN_CHARACTERS
    ):
        try:
            return [float(cell) if cell else math.nan for cell in column]
        except ValueError:  # such as 114-30-25 or 1.2.3
            pass
    return [_cell_degrees(cell) for cell in column]


def _cell_degrees(cell: Cell) -> float:
    if not isinstance(cell, str):
        return float(cell)
    value = parse_degrees(cell)
    return math.nan if value is None else value


def _normal(text: str) -> str:
    """One spelling for every mark, upper case, labels and hemispheres as single letters."""
    lines = "\n".join(map(clean_text, text.splitlines()))
    normal = unicodedata.normalize("NFKC", lines.translate(_MARKS)).upper().replace("''", '"')
    for pattern, letter in _WORDS:
        normal = pattern.sub(letter, normal)
    return _BEHIND_MARK.sub(r".\2\1", normal).strip()


def _one(text: str) -> tuple[float, int | None] | None:
    """Value and axis (0 longitude, 1 latitude, None unknown) of one coordinate in normal spelling."""
    match = _SIDES.fullmatch(text)
    if match is None:
        return None
    letters = [letter for letter in match[1] + match[3] if letter in _AXIS]
    axes = {_AXIS[letter] for letter in letters}
    hemispheres = {letter for letter in letters if letter in "EWNS"}
    value = _body(match[2])
    if value is None or len(axes) > 1 or len(hemispheres) > 1:
        return None
    if hemispheres & {"W", "S"}:
        value = -value
        if value > 0:  # a minus sign and a southern letter contradict each other
            return None
    return value, next(iter(axes), None)


def _body(text: str) -> float | None:
    if match := _DECIMAL.fullmatch(text):
        return float(match[1] + match[2].replace(",", "."))
    match = _SEXAGESIMAL.fullmatch(text)
    if match is None:
        return None
    minutes_text, seconds_text = match[3].replace(",", "."), (match[4] or "0").replace(",", ".")
    if match[4] and "." in minutes_text:
        return None
    degrees, minutes, seconds = int(match[2]), float(minutes_text), float(seconds_text)
    if minutes >= 60 or seconds >= 60 or degrees > 180:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if match[1] == "-" else value


def _split_pairs(text: str, separator: str) -> Iterator[tuple[float, float] | None]:
    """Pairs from every place where the separator may divide the text; both halves must be built alike."""
    for match in re.finditer(separator, text):
        left, right = text[: match.start()].strip(" ,"), text[match.end() :].strip(" ,")
        if len(re.findall(r"\d+(?:\.\d+)?", left)) == len(re.findall(r"\d+(?:\.\d+)?", right)):
            first, second = _one(left), _one(right)
            if separator is _AT_LETTERS and (_lettered_twice(left) or _lettered_twice(right)):
                continue  # N37.7 N38.1 must not be read as "N37.7 N" and "38.1"
            yield None if first is None or second is None else _in_order(first, second)


def _lettered_twice(text: str) -> bool:
    return text[:1] in _AXIS and text[-1:] in _AXIS


def _in_order(
    first: tuple[float, int | None], second: tuple[float, int | None]
) -> tuple[float, float] | None:
    (one, one_axis), (other, other_axis) = first, second
    if one_axis is not None or other_axis is not None:
        if one_axis == other_axis:
            return None
        swapped = one_axis == 1 or other_axis == 0
    elif abs(one) > 90 or abs(other) > 90:
        swapped = abs(one) <= 90
    else:
        swapped = bool(on_land(other, one) and not on_land(one, other))
    lon, lat = (other, one) if swapped else (one, other)
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None
