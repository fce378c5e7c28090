"""Canonical order and duplicates: the same rows in any order, tab or file give the same problem."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.cells import cell_text
from neighborgrid.intake.names import group_key, township_key, village_key
from neighborgrid.intake.rows import NUMBERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.places_of_rows import Places
    from neighborgrid.intake.stack import Stack

_LONGEST_ID = 40
_PLACE_KEYS = {"township": township_key, "village": village_key, "group": group_key}


def duplicates(stack: Stack, first_keys: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether a record repeats an earlier one in every column that is read; shape (n,).

    ``first_keys`` are compared first: where they already tell records apart, nothing else is looked at.
    """
    import pandas as pd

    keys = (*first_keys, *sorted(set(stack.text) - set(first_keys) - set(_PLACE_KEYS)))
    rows = np.arange(len(stack))
    for key in keys:
        if key in stack.text:
            rows = rows[pd.Series(stack.text[key][rows], dtype=object).duplicated(keep=False).to_numpy()]
        if not len(rows):
            break
    repeated = np.zeros(len(stack), dtype=np.bool_)
    seen: set[tuple[str, ...]] = set()
    for row in rows.tolist():
        said = _signature(stack, row)
        repeated[row] = said in seen
        seen.add(said)
    return repeated


def _signature(stack: Stack, row: int) -> tuple[str, ...]:
    """All that the record says, places by their keys."""
    texts = [
        _PLACE_KEYS[key](values[row]) if key in _PLACE_KEYS else values[row]
        for key, values in sorted(stack.text.items())
    ]
    cells = [cell_text(stack.cells[key][row]) for key in sorted(NUMBERS & set(stack.cells))]
    return (*texts, *cells)


def canonical(
    stack: Stack, places: Places, id_key: str, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Rows in canonical order: village, id where given, group, lon, lat, then all remaining text."""
    last = np.iinfo(np.int64).max

    def code(values: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.where(values < 0, last, values)

    ids = stack.column(id_key)
    sizes = np.fromiter(map(len, ids.tolist()), dtype=np.int64, count=len(ids))
    keys = (
        lat,
        lon,
        code(places.group_code),
        _sortable(ids, sizes),
        code(sizes - 1),
        code(places.township_code),
    )
    order = np.lexsort((*keys, code(places.village_code)))
    return _ties_broken(stack, order, [key[order] for key in (*keys, places.village_code)])


def _sortable(texts: NDArray[np.object_], sizes: NDArray[np.int64]) -> NDArray[np.generic]:
    """Texts in a form that sorts by code points; long ones cost too much as fixed-width text."""
    if sizes.max(initial=0) <= _LONGEST_ID:
        return texts.astype(np.str_)
    return np.unique(texts, return_inverse=True)[1]


def _ties_broken(
    stack: Stack, order: NDArray[np.int64], keys: list[NDArray[np.generic]]
) -> NDArray[np.int64]:
    """Order with runs of equal keys sorted by everything that the records say."""
    tied = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for key in keys:
        same = key[1:] == key[:-1]
        if key.dtype.kind == "f":
            same |= np.isnan(key[1:].astype(np.float64)) & np.isnan(key[:-1].astype(np.float64))
        tied &= same
    starts = np.flatnonzero(tied & ~np.concatenate([np.zeros(1, dtype=np.bool_), tied])[: len(tied)])
    result = order.copy()
    for start in starts.tolist():
        end = start + 1
        while end < len(tied) and tied[end]:
            end += 1
        result[start : end + 1] = sorted(order[start : end + 1].tolist(), key=partial(_signature, stack))
    return result
