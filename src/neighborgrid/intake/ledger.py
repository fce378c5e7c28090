"""The ledger and the account of what was understood: no row of a sheet goes missing in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.tabs import letters
from neighborgrid.model import LEDGER, SET_ASIDE, make_table

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.intake.columns import Kind
    from neighborgrid.intake.rows import Rows
    from neighborgrid.intake.tabs import Tab

_COUNTS = ("rows", "blanks", "subtotals", "notes", "set_aside")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was understood: its key, its header as it stands, its letters as the user sees them."""

    key: str
    header: str
    letters: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of one tab.

    Attributes
    ----------
    header_row
        1-based row of the header (the last one of two).
    columns
        Columns that are read, in the order of the sheet.
    not_read
        Headers of all other columns.
    never_read
        Those of them that are about what is never read (``columns.NEVER_READ``).
    records
        Households or members kept.
    """

    file: str
    sheet: str
    kind: Kind
    header_row: int
    columns: tuple[Column, ...]
    not_read: tuple[str, ...]
    never_read: tuple[str, ...]
    records: int


def understanding(tab: Tab, records: int) -> Understanding:
    """Account of one tab."""
    from neighborgrid.intake.columns import is_never_read

    head = tab.header
    matched = sorted(head.matched.items(), key=lambda item: item[1])
    return Understanding(
        file=tab.raw.file,
        sheet=tab.raw.sheet,
        kind=tab.kind,
        header_row=tab.raw.first_row + head.bottom,
        columns=tuple(Column(key, head.texts[index], letters(tab.raw, index)) for key, index in matched),
        not_read=head.unmatched,
        never_read=tuple(text for text in head.unmatched if is_never_read(text)),
        records=records,
    )


def ledger(
    tabs: Sequence[Tab], read: Sequence[Rows], records: Sequence[int], duplicates: Sequence[int]
) -> pd.DataFrame:
    """Ledger of all tabs; each row balances: rows = records + duplicates + the rows that are no records."""
    counts = {name: [rows.counts[name] for rows in read] for name in _COUNTS}
    by_kind = {
        kind: [count if tab.kind == kind else 0 for tab, count in zip(tabs, records, strict=True)]
        for kind in ("households", "members")
    }
    data: dict[str, Sized] = {
        "file": [tab.raw.file for tab in tabs],
        "sheet": [tab.raw.sheet for tab in tabs],
        "kind": [tab.kind for tab in tabs],
        **by_kind,
        "duplicates": list(duplicates),
        **counts,
    }
    return make_table(LEDGER, data)


def per_tab(tab: NDArray[np.int64], tabs: int) -> list[int]:
    """Number of records of each tab."""
    return [int(count) for count in np.bincount(tab, minlength=tabs)]


def set_aside(tabs: Sequence[Tab], read: Sequence[Rows]) -> pd.DataFrame:
    """Rows of household tabs that nothing identifies."""
    places = [
        (tab.raw.file, tab.raw.sheet, int(row))
        for tab, rows in zip(tabs, read, strict=True)
        for row in rows.set_aside
    ]
    blank = [""] * len(places)
    return make_table(
        SET_ASIDE,
        {
            **{key: blank for key in ("household_id", "head", "township", "village", "group")},
            "reason": ["row_error"] * len(places),
            "file": [file for file, _, _ in places],
            "sheet": [sheet for _, sheet, _ in places],
            "row": [row for _, _, row in places],
        },
    )
