"""The workbook of explanations: a row per household, with neither phones nor addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.outputs.sealed import write_sealed
from neighborgrid.outputs.workbook import clean
from neighborgrid.planbook.layout import HEADER_FILL, TAB_COLORS
from neighborgrid.planbook.sheetwriter import ColumnSpec, SheetSpec, write_sheets
from neighborgrid.words import text, texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from neighborgrid.files import Written
    from neighborgrid.words import Lang

WIDTHS: Final = {
    **dict.fromkeys(("household_id", "member_id", "nearest_id", "cheapest_id", "shortage_id"), 18),
    **dict.fromkeys(("head", "group", "state", "member_name"), 10),
    **dict.fromkeys(("township", "village"), 12),
    "reason": 24,
}
USUAL_WIDTH: Final = 11
WHOLE: Final = "0"
METRES: Final = "0.0"
CODED: Final = {"state": "explain.state", "reason": "cell.reason"}
"""Columns that hold keys of a closed list, and where their words are."""


def write(rows: pd.DataFrame, target: Path, *, day: dt.date, lang: Lang) -> Written:
    """Write the rows of ``advice.all_sheet.all_rows`` to ``target``, dated ``day``.

    A file of that name that is none of ours, or was changed since, is kept under a dated name (note NG560).
    Raises InputError (NG500 to NG503) where nothing can be written.
    """
    columns = tuple(_column(rows, str(name), lang) for name in rows)
    sheet = SheetSpec(
        text("explain.tab", lang), columns, TAB_COLORS["households"], HEADER_FILL, frozen_columns=2
    )
    return write_sealed(target, lambda path: write_sheets([sheet], path), day=day, lang=lang)


def header(name: str, lang: Lang) -> str:
    """Header of a column."""
    own = f"explain.all.{name}"
    return text(own if own in texts() else f"col.{name}", lang)


def _column(rows: pd.DataFrame, name: str, lang: Lang) -> ColumnSpec:
    cells = rows[name].to_numpy()
    said, width = header(name, lang), WIDTHS.get(name, USUAL_WIDTH)
    if cells.dtype == object:
        return ColumnSpec(said, _texts(cells, name, lang), width, "@", digits=name.endswith("_id"))
    metres = name.endswith("_m")
    return ColumnSpec(said, _numbers(cells, metres=metres), width, METRES if metres else WHOLE)


def _texts(cells: np.ndarray[Any, Any], name: str, lang: Lang) -> Sequence[str | None]:
    prefix = CODED.get(name, "")
    words: dict[str, str] = {}
    for cell in set(cells.tolist()):
        key = f"{prefix}.{cell}"
        words[cell] = text(key, lang) if prefix and key in texts() else clean(cell)
    return [words[cell] if cell else None for cell in cells.tolist()]


def _numbers(cells: np.ndarray[Any, Any], *, metres: bool) -> Sequence[float | int | None]:
    known = np.isfinite(cells).tolist()
    values = cells.tolist() if metres else np.nan_to_num(cells).astype(np.int64).tolist()
    return [value if there else None for value, there in zip(values, known, strict=True)]
