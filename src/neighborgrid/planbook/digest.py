"""Digest of what a plan workbook says, to see later whether somebody edited it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.model import HIDDEN_SHEETS, SHEETS
from neighborgrid.planbook.tables import LATER

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from neighborgrid.model import Plan

_UNIT, _RECORD = "\x1f", "\x1e"


def content_digest(plan: Plan) -> str:
    """SHA-256 (hex) over every table, figure and rule of the plan, by meaning.

    Language, widths and the order of columns do not count; every cell's text or number does. A column
    or tab that came later counts only where it says something, so that older plans keep their digest.
    """
    total = hashlib.sha256()
    for name, columns in SHEETS.items():
        _add_table(total, name, columns, plan.tables[name])
    pairs: list[tuple[str, ...]] = [(key, _plain(value)) for key, value in plan.summary.items()]
    pairs += [(key, _plain(value), plan.rules.origins[key]) for key, value in plan.rules.values.items()]
    pairs += [(f"cap:{place}", str(cap)) for place, cap in plan.auto_caps.items()]
    pairs += [(f"input:{item.name}", item.sha256) for item in plan.inputs]
    total.update(_RECORD.join(_UNIT.join(pair) for pair in pairs).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _add_table(total: hashlib._Hash, name: str, columns: Mapping[str, str], table: pd.DataFrame) -> None:
    if name in HIDDEN_SHEETS and not len(table):
        return
    for column, kind in columns.items():
        if column in LATER and not any(table[column]):
            continue
        total.update(f"{_RECORD}{name}.{column}{_RECORD}".encode())
        if kind == "text":
            total.update(_UNIT.join(table[column].tolist()).encode("utf-8", "surrogatepass"))
            continue
        # Adding zero makes -0.0 a 0.0, and every NaN the same NaN.
        numbers = table[column].to_numpy(dtype="<f8") + 0.0
        total.update(np.where(np.isnan(numbers), np.nan, numbers).tobytes())


def _plain(value: object) -> str:
    """Text of a figure or setting; 12 and 12.0 are the same, since a workbook does not tell them apart."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    return repr(float(value))
