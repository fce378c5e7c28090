"""One tab of a plan workbook as a table: columns by header, cells to their kinds."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from neighborgrid.findings import Finding, Place
from neighborgrid.intake import vocabulary
from neighborgrid.model import SHEETS, make_table
from neighborgrid.planbook import labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Sized

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.intake.raw import Cell, RawSheet

HEADER_ROWS: Final = 10
"""Rows in which the header is looked for: somebody may have put a title above it."""

EXACT: Final = 10**15
"""Whole numbers up to here keep all their digits in a number cell."""

REQUIRED: Final[Mapping[str, frozenset[str]]] = {
    "summary": frozenset({"key", "value"}),
    "rules": frozenset({"setting", "value"}),
    "households": frozenset(
        {
            *("household_id", "township", "village", "group", "lon", "lat", "distance_kind", "residence"),
            *("load", "member_id", "written_member_id", "lock"),
        }
    ),
    "members": frozenset(
        {
            *("member_id", "name", "township", "village", "group", "lon", "lat"),
            *("home_household_id", "min_load", "target_load", "max_load"),
        }
    ),
    "circles": frozenset({"circle_id", "leader_id", "deputy_ids"}),
    "excluded": frozenset({"member_id", "name", "township", "village", "group", "lon", "lat", "reason"}),
    "unserved": frozenset({"household_id", "reason"}),
    "wishes": frozenset({"household_id", "member_id"}),
    "prices": frozenset({"node", "id", "priority", "households", "shortfall", "cost_cm"}),
}
"""Columns without which a tab cannot be read; the others are derived or are only for people."""

LATER: Final = frozenset({"phone_public"})
"""Columns that came after the first plans were written. A plan without them is as good as one in which
they are blank."""


@dataclass(frozen=True, slots=True)
class Found:
    """Tab with its header: 0-based header row, and per column key its index and header as written."""

    sheet: RawSheet
    name: str
    header_row: int
    columns: Mapping[str, int]
    extra: tuple[str, ...]
    twice: tuple[str, ...]

    def place(self, index: int, column: str = "") -> Place:
        """Place of the cell in table row ``index``, counted before blank rows are dropped."""
        letters = _letters(self.sheet.first_column + self.columns[column]) if column else ""
        row = self.sheet.first_row + self.header_row + 1 + index
        return Place(self.sheet.file, self.sheet.sheet, row, letters)

    def cells(self, column: str) -> Sequence[Cell]:
        """Cells of a column below the header; empty text throughout where the column is missing."""
        start = self.header_row + 1
        if column not in self.columns:
            return [""] * (self.sheet.row_count - start)
        return self.sheet.columns[self.columns[column]][start:]

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns of the contract that are not there, in its order."""
        return tuple(column for column in labels.COLUMNS[self.name] if column not in self.columns)


@dataclass(frozen=True)
class Parsed:
    """Table of one tab, the 1-based row on the sheet of each of its rows, and what was found."""

    table: pd.DataFrame
    rows: NDArray[np.int64]
    findings: tuple[Finding, ...]


def find_header(sheet: RawSheet, name: str) -> Found:
    """Header row and columns of a tab that should hold table ``name``; no columns where there are none."""
    known = labels.columns_by_label(name)
    best = Found(sheet, name, 0, {}, (), ())
    for row in range(min(HEADER_ROWS, sheet.row_count)):
        texts = [cell if isinstance(cell := column[row], str) else "" for column in sheet.columns]
        columns: dict[str, int] = {}
        extra, twice = [], []
        for index, label in enumerate(texts):
            key = known.get(labels.fold(label))
            if key is None and label.strip():
                extra.append(label.strip())
            elif key in columns:
                twice.append(label.strip())
            elif key is not None:
                columns[key] = index
        if len(columns) > len(best.columns):
            best = Found(sheet, name, row, columns, tuple(extra), tuple(twice))
    return best


def parse(found: Found) -> Parsed:
    """Table of a tab, blank rows dropped, numbers and text as the contract wants them.

    What cannot be read becomes blank and an error finding (NG353 no number, NG354 a long number that
    lost digits); words outside a closed set stay as they are, with a warning (NG357).
    """
    kinds = SHEETS[found.name]
    size = found.sheet.row_count - found.header_row - 1
    keep = np.setdiff1d(np.arange(size, dtype=np.int64), _blank_rows(found, size))
    whole = len(keep) == size
    findings: list[Finding] = []
    data: dict[str, Sized] = {}
    for column, kind in kinds.items():
        cells = found.cells(column)
        picked = cells if whole else [cells[index] for index in keep]
        if kind == "text":
            data[column] = _texts(found, column, picked, keep, findings)
        else:
            data[column] = _numbers(found, column, kind, picked, keep, findings)
    rows = keep + (found.sheet.first_row + found.header_row + 1)
    return Parsed(make_table(kinds, data), rows, tuple(findings))


def cell_text(cell: Cell) -> str:
    """Text of a cell, numbers as the shortest text that means the same: 7.0 is 7."""
    if isinstance(cell, str):
        return cell
    number = float(cell)
    return str(int(number)) if number.is_integer() and abs(number) < EXACT else repr(number)


def _blank_rows(found: Found, size: int) -> list[int]:
    columns = [found.cells(column) for column in found.columns]
    if not columns:
        return list(range(size))
    # Only rows whose first known cell is empty can be blank, and those are few.
    rows = [index for index, cell in enumerate(columns[0]) if cell == ""]
    return [index for index in rows if all(column[index] == "" for column in columns)]


def _texts(
    found: Found, column: str, cells: Sequence[Cell], keep: NDArray[np.int64], findings: list[Finding]
) -> list[str]:
    if {str}.issuperset(map(type, cells)):
        texts = cast("list[str]", list(cells))
    else:
        findings += [
            Finding("NG354", found.place(int(keep[index]), column), {"column": labels_of(found, column)})
            for index, cell in enumerate(cells)
            if not isinstance(cell, str) and abs(cell) >= EXACT
        ]
        texts = [cell_text(cell) for cell in cells]
    if column == "phone_public":
        return _public(found, column, texts, keep, findings)
    prefix = labels.CODED.get(found.name, {}).get(column)
    return _keys(found, column, prefix, texts, keep, findings) if prefix else texts


def _keys(
    found: Found,
    column: str,
    prefix: str,
    texts: Sequence[str],
    keep: NDArray[np.int64],
    findings: list[Finding],
) -> list[str]:
    known = labels.keys_by_word(prefix)
    keys = {word: known.get(labels.fold(word), word) if word.strip() else "" for word in set(texts)}
    unknown = {word for word, key in keys.items() if key and key not in known.values()}
    if unknown:
        counts = Counter(word for word in texts if word in unknown)
        first = {word: texts.index(word) for word in counts}
        findings += [
            Finding(
                "NG357",
                found.place(int(keep[first[word]]), column),
                {"column": labels_of(found, column), "count": count},
            )
            for word, count in counts.items()
        ]
    return [keys[word] for word in texts]


def _public(
    found: Found, column: str, texts: Sequence[str], keep: NDArray[np.int64], findings: list[Finding]
) -> list[str]:
    """Whether each phone may be public: ``no`` or "", read as on the member sheets."""
    said = {word: vocabulary.phone_public(word) for word in set(texts)}
    unknown = [index for index, word in enumerate(texts) if said[word] is None]
    if unknown:
        values = {"count": len(unknown), "words": len({texts[index] for index in unknown})}
        findings.append(Finding("NG185", found.place(int(keep[unknown[0]]), column), values))
    return ["" if said[word] else "no" for word in texts]


def labels_of(found: Found, column: str) -> str:
    """Header of a column as it is written on the sheet."""
    return cell_text(found.sheet.columns[found.columns[column]][found.header_row])


def _numbers(
    found: Found,
    column: str,
    kind: str,
    cells: Sequence[Cell],
    keep: NDArray[np.int64],
    findings: list[Finding],
) -> NDArray[np.float64] | NDArray[np.int64]:
    values = [cell if type(cell) is float else _number(cell) for cell in cells]
    bad = [index for index, value in enumerate(values) if value is None]
    findings += [
        Finding("NG353", found.place(int(keep[index]), column), {"column": labels_of(found, column)})
        for index in bad
    ]
    numbers = np.array(values, dtype=np.float64)
    if kind == "float":
        return numbers
    return np.nan_to_num(numbers, nan=0.0, posinf=0.0, neginf=0.0).round().astype(np.int64)


def _number(cell: Cell) -> float | None:
    """Return the number of a cell: NaN where it is empty, None where it is no number."""
    if not isinstance(cell, str):
        return float(cell)
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text:
        return float("nan")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _letters(column: int) -> str:
    """Letters of a 1-based column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
