"""Ids as a table of pairs writes them, found among those of the sheets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.cells import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


class Known:
    """Ids of the sheets, each once."""

    def __init__(self, ids: NDArray[np.object_]) -> None:
        self._ids = [str(one) for one in ids.tolist()]

    def rows(self, texts: NDArray[np.object_]) -> NDArray[np.int64]:
        """Row of each text among the ids, -1 where none or several may be meant.

        An id is found as it stands, else by its folded form, else by its digits without leading zeros.
        """
        import pandas as pd

        codes, unique = pd.factorize(texts)
        found = pd.Index(np.array(self._ids, dtype=object)).get_indexer(pd.Index(unique))
        for shape in (fold, _without_zeros):
            rest = [row for row in np.flatnonzero(found < 0).tolist() if unique[row]]
            if not rest:
                break
            index = self._by(shape)
            found[rest] = [index.get(shape(unique[row]), -1) for row in rest]
        return np.asarray(found[codes], np.int64)

    def _by(self, shape: Callable[[str], str]) -> dict[str, int]:
        """Row of each id by its ``shape``, as far as no two share it."""
        shapes = list(map(shape, self._ids))
        times = Counter(shapes)
        return {one: row for row, one in enumerate(shapes) if one and times[one] == 1}


def _without_zeros(text: str) -> str:
    """Digits without leading zeros, "" for what is no number."""
    folded = fold(text)
    return folded.lstrip("0") if folded.isdecimal() else ""
