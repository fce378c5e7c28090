"""Cells of walking metres: numbers with or without a unit, and words for no way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.intake.cells import fold, object_array, text_column, word_list

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_WAY: Final = frozenset(
    word_list(
        """
        不通 走不通 路不通 无路 没路 没有路 断路 不可达 不能到达 无法到达 到不了 过不去 无 没有
        - -- — —— – / \\ x × noway none no nopath noroute unreachable inf infinity +inf ∞ nan na n/a null
        """
    )
)
"""Words for no way, folded; so are blank cells."""

_NUMBER: Final = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)"
    r"(米|公尺|m|metres?|meters?|千米|公里|km|kilomet(?:re|er)s?)?"
)
_METRE: Final = ("米", "m")
_THOUSAND: Final = ("千米", "公里", "k")


def metres_of(cells: NDArray[np.object_], unit_m: float) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Metres of raw cells, inf where there is no way, and which cannot be read (they are inf, too).

    A bare number counts ``unit_m`` metres, one with a unit what it says. Negative ones cannot be read.
    """
    import pandas as pd

    codes, unique = pd.factorize(cells, use_na_sentinel=False)
    texts = text_column(unique.tolist())
    values = _numbers(texts) * unit_m
    others = np.flatnonzero(np.isnan(values))
    # A table that writes the unit into every cell has as many texts as numbers: those by column, too.
    values[others] = _numbers(_without_metres(texts[others]))
    others = np.flatnonzero(np.isnan(values))
    read = [_metres(texts[row], unique[row], unit_m) for row in others.tolist()]
    values[others] = [np.nan if one is None else one for one in read]
    bad = np.isnan(values)
    return np.where(bad, np.inf, values)[codes], bad[codes]


def _numbers(texts: NDArray[np.object_]) -> NDArray[np.float64]:
    """Plain numbers from zero on; NaN for any other text."""
    import pandas as pd

    values = np.asarray(pd.to_numeric(texts, errors="coerce"), np.float64)
    return np.where(np.isfinite(values) & (values >= 0), values, np.nan)


def _without_metres(texts: NDArray[np.object_]) -> NDArray[np.object_]:
    """Texts without the unit 米 or m at their end; blank where there is none."""
    return object_array((text[:-1] if text[-1:] in _METRE else "" for text in texts.tolist()), len(texts))


def _metres(text: str, cell: object, unit_m: float) -> float | None:
    if not text:
        # The errors of Excel are cleaned to blanks, and say nothing about the way.
        return None if isinstance(cell, str) and cell.strip().startswith("#") else np.inf
    folded = fold(text)
    if folded in NO_WAY:
        return np.inf
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return None
    number = float(match[1].replace(",", ""))
    if not match[2]:
        return number * unit_m
    return number * (1000.0 if match[2].startswith(_THOUSAND) else 1.0)
