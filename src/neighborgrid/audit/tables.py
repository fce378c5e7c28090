"""Columns of the plan's tables as arrays, rows found by id, and the slacks of every comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    Texts = np.ndarray[tuple[int], np.dtype[np.object_]]
    Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
    Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

NOBODY: Final = -1
EPSILON: Final = 1e-9
"""Slack for sums of loads, which may be fractions."""
LIMIT_SLACK_M: Final = 0.001
"""Straight metres: the solver's chord formula and the geodesic agree better than this millimetre."""
STATED_SLACK_M: Final = 0.5
"""A stated distance may differ from the true one by this much (inclusive)."""


def texts(table: pd.DataFrame, name: str) -> Texts:
    """Text column as an array of str."""
    return table[name].to_numpy(dtype=object)


def numbers(table: pd.DataFrame, name: str) -> Floats:
    """Number column as floats, NaN where blank."""
    return table[name].to_numpy(dtype=np.float64)


def among(ids: Texts, listed: Texts) -> Mask:
    """Whether each id is listed; NumPy's own test compares objects one by one."""
    return pd.Index(ids, dtype=object).isin(listed)


def repeated(ids: Texts) -> Mask:
    """Whether each id stands in an earlier row too; blanks never do."""
    return np.asarray(pd.Series(ids, dtype=object).duplicated().to_numpy() & (ids != ""))


def lookup(ids: Texts, wanted: Texts) -> Rows:
    """Row of the first occurrence of each wanted id; -1 for a blank or unknown one."""
    first = np.flatnonzero(~pd.Series(ids, dtype=object).duplicated().to_numpy() & (ids != ""))
    found = pd.Index(ids[first], dtype=object).get_indexer(pd.Index(wanted, dtype=object))
    return np.where(found >= 0, first[found] if len(first) else NOBODY, NOBODY).astype(np.int64)
