"""Text tables: encoding, delimiter and quotes by evidence, every cell kept as the text that it is."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from neighborgrid.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS: Final = ",\t;|，"
SAMPLE_LINES: Final = 400
SAMPLE_CHARACTERS: Final = 200_000
MAX_CELLS: Final = 40_000_000
SEP_LINE: Final = re.compile(r"\A\"?sep=(.)\"?[ \t]*(\r\n|\n|\r|\Z)", re.IGNORECASE)
REPLACEMENT: Final = "\ufffd"
# Damage of a few bytes is reported by row; beyond this share the encoding itself is in doubt.
MAX_DAMAGED_SHARE: Final = 0.01
# GB18030-2022 gives real code points to bytes that Python's codec still maps to private use.
GB18030_2022: Final = str.maketrans(
    dict(
        zip(
            "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
            "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
            strict=True,
        )
    )
)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of a text file, equally long, row 1 first; empty, with a finding, where it is unreadable."""

    columns: tuple[Sequence[str], ...]
    findings: tuple[Finding, ...] = ()


def parse(data: bytes, name: str) -> Table:
    """Read ``data``, the bytes of the text file ``name``.

    A first line ``sep=;`` names the delimiter and is not a row, as in Excel; comment lines are rows.
    Trailing empty rows and columns are cut off.
    """
    findings: list[Finding] = []
    text = _decoded(data)
    if text is None:
        return Table((), (Finding("NG158", Place(name)),))
    if "\0" in text:
        findings.append(Finding("NG165", Place(name), {"count": text.count("\0")}))
        text = text.replace("\0", "")
    text, delimiter = _delimiter(text)
    rows, broken_row = _rows(text, delimiter)
    if broken_row:
        findings.append(Finding("NG163", Place(name, row=broken_row)))
    if REPLACEMENT in text and REPLACEMENT.encode() not in data:
        row = next(n for n, row in enumerate(rows, 1) if any(REPLACEMENT in cell for cell in row))
        findings.append(Finding("NG164", Place(name, row=row), {"count": text.count(REPLACEMENT)}))
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        return Table((), (*findings, Finding("NG162", Place(name))))
    if not rows:
        findings.append(Finding("NG108", Place(name)))
    columns = list(itertools.zip_longest(*rows, fillvalue=""))
    while columns and not any(columns[-1]):
        columns.pop()
    return Table(tuple(columns), tuple(findings))


def _decoded(data: bytes) -> str | None:
    """Text by byte order mark, strict UTF-8, strict GB18030, then the one with hardly any damage."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _with_damage(data[3:], "utf-8")
    utf16 = _utf16(data)
    if utf16:
        return _with_damage(data, utf16).removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # A UTF-8 file with one damaged byte often passes as GB18030, every character wrong.
    text = _with_damage(data, "utf-8")
    if _slightly_damaged(text):
        return text
    text = _with_damage(data, "gb18030")
    # A dictionary lookup for each character of a county is slow, fourteen searches are not.
    if any(chr(code) in text for code in GB18030_2022):
        text = text.translate(GB18030_2022)
    return text if REPLACEMENT not in text or _slightly_damaged(text) else None


def _utf16(data: bytes) -> str:
    """Name of the UTF-16 codec by mark, or by where the NULs of Latin text stand; else empty."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if data.startswith(b"\xff") else "utf-16-be"
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _with_damage(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _slightly_damaged(text: str) -> bool:
    """Whether few of the characters beyond ASCII are damaged."""
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return 0 < text.count(REPLACEMENT) <= max(2, MAX_DAMAGED_SHARE * beyond_ascii) < beyond_ascii


def _delimiter(text: str) -> tuple[str, str]:
    """Text without its ``sep=`` line, and the delimiter that most rows agree on."""
    named = SEP_LINE.match(text)
    if named:
        return text[named.end() :], named.group(1)
    lines = text[:SAMPLE_CHARACTERS].splitlines(keepends=True)[:SAMPLE_LINES]
    sample = "".join(lines[:-1] if len(lines) > 1 and len(text) > SAMPLE_CHARACTERS else lines)
    return text, max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of rows that split into the commonest number of fields (two at least), and that number."""
    if delimiter not in sample:
        return 0.0, 0
    widths = Counter(len(row) for row in _lenient(sample, delimiter) if any(row))
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 0
    width, count = wide.most_common(1)[0]
    return count / widths.total(), width


def _lenient(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return _line_by_line(text, delimiter)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], int]:
    """Rows, and the row of the first quote without a partner (0 where all have one)."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), 0
    except csv.Error:
        # One stray quote would swallow all rows up to the next: keep the damage to its own line.
        rows = _line_by_line(text, delimiter)
    lines = io.StringIO(text, newline=None)
    return rows, next((n for n, line in enumerate(lines, 1) if line.count('"') % 2), 1)


def _line_by_line(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in io.StringIO(text, newline=None):
        bare = line.rstrip("\n")
        if bare.count('"') % 2:
            rows.append(bare.split(delimiter))
        else:
            rows.extend(csv.reader([bare], delimiter=delimiter) if bare else [[]])
    return rows
