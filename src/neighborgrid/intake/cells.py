"""One cell at a time: text as people meant it, numbers, Chinese numerals, dates.

Everything here is a pure function. Columns are handled whole where that is faster than cell by cell.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.raw import Cell

_EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# Zero-width characters, direction marks, the byte order mark and the soft hyphen: pasted in, never meant.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_CONTROLS = "".join(
    chr(code) for code in (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))
)
_DROPPED = str.maketrans(dict.fromkeys(_INVISIBLE + _CONTROLS, ""))
_CHUNK = 2048
_PROBE = 64

_UNITS = "户|人|名|个|岁|周岁|口|口人|米|m"
_NUMBER = re.compile(rf"([+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?:{_UNITS})?")
_CHINESE = re.compile(rf"([零〇一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+)(?:{_UNITS})?")
_CHINESE_DIGITS = dict(
    zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", (0, 0, 1, 2, *range(2, 10), *range(1, 10)), strict=True)
)
_CHINESE_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LONG_EXPONENT = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?(\d{1,3})")

_CLOCK = re.compile(r"[T\s]\s*\d{1,2}:\d{2}.*$", re.DOTALL)
_FULL_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_MONTH = re.compile(r"(\d{4})(?:[-./年](\d{1,2})月?)")
_DIGIT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR = re.compile(r"(\d{4})年?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_BORN = re.compile(r"(?:出生|生于|生)$")
_YEAR_AT_AN_END = re.compile(r"(?:^((?:19|20)\d{2})(?=\D|$))|(?:(?<=\D)((?:19|20)\d{2})$)")
_YEARS = range(1900, 2101)
_SERIAL_DAY_0 = dt.date(1899, 12, 30)
_LAST_SERIAL_DATE = dt.date(2020, 12, 31)


class _Memo(dict[Any, Any]):
    """A table that fills itself: one call of the function per unique key."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._function(key)
        return value


def object_array(items: Iterable[Any], size: int) -> NDArray[np.object_]:
    """Object array, shape (size,), of the items as they are (a tuple stays one element)."""
    return np.fromiter(items, dtype=object, count=size)


def map_unique(values: NDArray[np.object_], function: Callable[[Any], Any]) -> NDArray[np.object_]:
    """Array of ``function`` of every value, called once per unique value; object, same shape (n,)."""
    return object_array(map(_Memo(function).__getitem__, values.tolist()), len(values))


def number_text(value: float) -> str:
    """Shortest text that reads back as the number: 7.0 gives ``7``; nan and infinities give "".

    There is no exponent below 1e21, so that phones and ids stay whole.
    """
    if not math.isfinite(value):
        return ""
    if value == 0:
        return "0"
    text = repr(value)
    if "e" in text and abs(value) < 1e21:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def clean_text(text: str) -> str:
    """Text without outer blanks, invisible characters and Excel error values; inner blanks become one blank.

    Blank means every Unicode white space: line breaks, tabs, no-break and full-width blanks.
    """
    cleaned = " ".join(text.translate(_DROPPED).split())
    return "" if cleaned.startswith("#") and cleaned.upper() in _EXCEL_ERRORS else cleaned


def cell_text(value: Cell) -> str:
    """One cell as cleaned text."""
    return clean_text(value) if isinstance(value, str) else number_text(value)


def text_column(column: Sequence[Cell]) -> NDArray[np.object_]:
    """Every cell as cleaned text (see `clean_text`, `number_text`); object array, shape (n,)."""
    cells: list[str] = []
    memo = _Memo(cell_text)
    for start in range(0, len(column), _CHUNK):
        chunk = column[start : start + _CHUNK]
        cells.extend(_chunk_texts(chunk, memo))
    texts = np.empty(len(column), dtype=object)
    texts[:] = cells
    return texts


def _chunk_texts(chunk: Sequence[Cell], memo: _Memo) -> Iterable[str]:
    """Texts of some cells, cleaned; one by one only where no test of them all together will do."""
    kinds = set(map(type, chunk))
    if kinds == {float}:
        texts = [text.removesuffix(".0") for text in map(repr, chunk)]
        joined = "".join(texts)
        # e stands in exponents, n in nan and inf; minus zero is the last case that needs a closer look.
        if not ("e" in joined or "n" in joined or "-0" in texts):
            return texts
    elif kinds == {str} and _is_clean(cast("Sequence[str]", chunk)):
        return cast("Sequence[str]", chunk)
    return map(memo.__getitem__, chunk)


def _is_clean(chunk: Sequence[str]) -> bool:
    """Whether `clean_text` surely changes no cell; testing the joined text is far faster than each."""
    # A set costs more than it saves where most cells differ; the first cells tell.
    probe = chunk[:_PROBE]
    cells = set(chunk) if 2 * len(set(probe)) < len(probe) else chunk
    joined = f"|{'|'.join(cells)}|"
    if not joined.isprintable() or "#" in joined:
        return False
    return " " not in joined or not ("  " in joined or "| " in joined or " |" in joined)


def fold(text: str) -> str:
    """Text for comparing, not for display: NFKC, case folded, no white space, no invisible characters."""
    if text.isalnum():
        if text.isascii():
            return text.lower()
        # Most Chinese text is as it should be; asking is several times cheaper than making it so.
        if unicodedata.is_normalized("NFKC", text) and text.casefold() == text:
            return text
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(folded.translate(_DROPPED).split())


def word_list(text: str) -> tuple[str, ...]:
    """Folded words of a text that lists them between blanks; the form in which word lists are kept."""
    return tuple(map(fold, text.split()))


def chinese_number(text: str) -> int | None:
    """Whole number written in Chinese numerals (十二, 二十一, 一百零五, 廿三, 一九六〇), else None."""
    if text and all(char in _CHINESE_DIGITS for char in text):
        return int("".join(str(_CHINESE_DIGITS[char]) for char in text))
    head, _, tail = text.partition("万")
    if "万" in text:
        high, low = _below_10000(head), _below_10000(tail) if tail else 0
        return None if high is None or low is None or len(tail) == 1 else high * 10_000 + low
    return _below_10000(text)


def _below_10000(text: str) -> int | None:
    text = text.replace("廿", "二十").replace("卅", "三十")
    total, digit, last_power = 0, None, 10_000
    for char in text:
        if char in _CHINESE_POWERS:
            power = _CHINESE_POWERS[char]
            # 百 needs a digit before it; 十 may stand alone only at the very beginning.
            if power >= last_power or (digit is None and (power > 10 or total)):
                return None
            total, digit, last_power = total + (1 if digit is None else digit) * power, None, power
        elif char not in _CHINESE_DIGITS or digit:
            return None
        else:
            digit = _CHINESE_DIGITS[char]
    # 一百二 is 120 to some and a slip for 102 to others.
    unclear = last_power in (100, 1000) and digit and text[-2] not in "零〇"
    return total + (0 if digit is None else digit) if text and not unclear else None


def parse_number(text: str) -> float | None:
    """Return the number that the text is, with at most a unit (户 人 名 个 岁 口 米 m) behind it, else None.

    Thousands commas, full-width digits and Chinese numerals are read; 约10, 10-12, ``nan``, ``1e3`` are not.
    """
    folded = fold(text)
    if match := _NUMBER.fullmatch(folded):
        return float(match[1].replace(",", ""))
    if match := _CHINESE.fullmatch(folded):
        number = chinese_number(match[1])
        return None if number is None else float(number)
    return None


def parse_date(text: str) -> dt.date | None:
    """Date that the text is, year 1900 to 2100, else None.

    Read are 1960-05-03 (also with . / 年月日, a clock time behind it is dropped), 19600503, 25/12/1960 where
    only one order is possible, Excel day numbers of five digits (1927-05-18 to 2020-12-31), and, standing for
    the middle of the span, year and month (1960.5, 196005: the 15th) or the year alone (1960: 1 July).
    A number cell 1960.1 cannot be told from 1960.10; it is read as January.
    """
    folded = _BORN.sub("", fold(_CLOCK.sub("", clean_text(text))))
    if match := _FULL_DATE.fullmatch(folded):
        return _date(*map(int, match.groups()))
    if match := _DAY_FIRST.fullmatch(folded):
        day_first = _date(int(match[3]), int(match[2]), int(match[1]))
        month_first = _date(int(match[3]), int(match[1]), int(match[2]))
        readings = {date for date in (day_first, month_first) if date is not None}
        return readings.pop() if len(readings) == 1 else None
    if match := _SERIAL.fullmatch(folded):
        date = _SERIAL_DAY_0 + dt.timedelta(days=int(match[1]))
        return date if int(match[1]) >= 10_000 and date <= _LAST_SERIAL_DATE else None
    if match := (_MONTH.fullmatch(folded) or _DIGIT_DATE.fullmatch(folded)):
        day = match[3] if match.re is _DIGIT_DATE and match[3] else 15
        return _date(int(match[1]), int(match[2]), int(day))
    match = _YEAR.fullmatch(folded)
    return _date(int(match[1]), 7, 1) if match else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    if year not in _YEARS:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def birth_year(text: str) -> int | None:
    """Year of the date, also where only the year can be told (03/05/1960, 1960-02-30), else None."""
    date = parse_date(text)
    if date is not None:
        return date.year
    match = _YEAR_AT_AN_END.search(fold(_CLOCK.sub("", clean_text(text))))
    return int(match[1] or match[2]) if match else None


def age_on(birth: dt.date, as_of: dt.date) -> int:
    """Whole years from ``birth`` to ``as_of``, the birthday included; negative for a later birth."""
    before_birthday = (as_of.month, as_of.day) < (birth.month, birth.day)
    return as_of.year - birth.year - before_birthday


def is_damaged_long_number(value: Cell) -> bool:
    """Whether Excel has rounded this id: a float of more than 15 digits, or the text of one (1.30132E+17)."""
    if isinstance(value, str):
        match = _LONG_EXPONENT.fullmatch(value.strip())
        return match is not None and int(match[1]) >= 15
    return isinstance(value, float) and abs(value) >= 1e15
