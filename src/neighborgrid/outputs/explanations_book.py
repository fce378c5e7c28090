"""The workbook of explanations: a row per household, with neither phones nor addresses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.advice.answers import Price
from neighborgrid.advice.price_words import price_words
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
    "household_id": 18,
    "head": 10,
    "village": 14,
    "group": 10,
    "member": 12,
    "distance_m": 10,
    "nearest": 20,
    "nearest_m": 15,
    "nearest_price": 22,
    "cheapest": 21,
    "cheapest_price": 22,
    "choices": 18,
    "reason": 24,
    "shortage_id": 16,
}
"""Columns of the workbook, left to right, and their widths; the village only where there are several."""
METRES: Final = "0"
TIERS: Final = ("priority", "households", "shortfall", "outside")


def write(rows: pd.DataFrame, target: Path, *, day: dt.date, lang: Lang) -> Written:
    """Write the rows of ``advice.all_sheet.all_rows`` to ``target``, dated ``day``.

    A file of that name that is none of ours, or was changed since, is kept under a dated name (note NG560).
    Raises InputError (NG500 to NG503) where nothing can be written.
    """
    several = rows["village"].nunique() > 1
    names = [name for name in WIDTHS if name != "village" or several]
    columns = tuple(_column(rows, name, lang) for name in names)
    sheet = SheetSpec(
        text("explain.tab", lang), columns, TAB_COLORS["households"], HEADER_FILL, frozen_columns=2
    )
    return write_sealed(target, lambda path: write_sheets([sheet], path), day=day, lang=lang)


def header(name: str, lang: Lang) -> str:
    """Header of a column."""
    return text(f"explain.all.{name}", lang)


def _column(rows: pd.DataFrame, name: str, lang: Lang) -> ColumnSpec:
    said, width = header(name, lang), WIDTHS[name]
    if name in {"distance_m", "nearest_m", "choices"}:
        known = rows[name].where(rows["state"].isin(("served", "waiting")) | (name == "distance_m"))
        return ColumnSpec(said, _numbers(known.to_numpy(float)), width, METRES)
    return ColumnSpec(said, _texts(rows, name, lang), width, "@", digits=name.endswith("_id"))


def _texts(rows: pd.DataFrame, name: str, lang: Lang) -> Sequence[str | None]:
    match name:
        case "member" | "nearest" | "cheapest":
            cells = _named(rows, name)
        case "nearest_price" | "cheapest_price":
            cells = _prices(rows, name.removesuffix("_price"), lang)
        case "reason":
            cells = _remarks(rows, lang)
        case _:
            cells = rows[name].tolist()
    return [clean(cell) if cell else None for cell in cells]


def _named(rows: pd.DataFrame, who: str) -> list[str]:
    """Names, ids where there is none."""
    pairs = zip(rows[f"{who}_name"], rows[f"{who}_id"], strict=True)
    return [name or one for name, one in pairs]


def _prices(rows: pd.DataFrame, who: str, lang: Lang) -> list[str]:
    """Prices in words; blank where none is exact."""
    tiers = rows[[f"{who}_{tier}" for tier in (*TIERS, "cost_m")]].to_numpy()
    known = np.isfinite(tiers).all(axis=1).tolist()
    return [
        price_words(Price(int(row[0]), int(row[1]), int(row[2]), int(row[3]), row[4]), lang) if there else ""
        for row, there in zip(tiers.tolist(), known, strict=True)
    ]


def _remarks(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """Why a household waits, or what else it is; blank for those who are served."""
    states, reasons = rows["state"].tolist(), rows["reason"].tolist()
    return [_remark(state, reason, lang) for state, reason in zip(states, reasons, strict=True)]


def _remark(state: str, reason: str, lang: Lang) -> str:
    if state == "served":
        return ""
    key = f"cell.reason.{reason}"
    return text(key if state == "waiting" and key in texts() else f"explain.state.{state}", lang)


def _numbers(cells: np.ndarray[Any, Any]) -> Sequence[float | None]:
    return [value if math.isfinite(value) else None for value in np.round(cells).tolist()]
