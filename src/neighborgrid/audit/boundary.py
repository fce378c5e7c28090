"""Which household and which person lie inside one boundary, from the spellings in the plan alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.audit.spelling import group_key, township_key, village_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]

BLANK = -1


@dataclass(frozen=True, slots=True)
class Places:
    """Codes of township, village and group of many rows; equal codes are one place, -1 is blank."""

    township: Rows
    village: Rows
    group: Rows

    @classmethod
    def of(cls, tables: Sequence[pd.DataFrame], *, part: bool = False) -> list[Places]:
        """Codes of several tables with the columns township, village and perhaps group, numbered together.

        A group without its village is blank, since every village has a group 1; only where no village is
        named at all do groups stand for themselves, and not in a ``part`` of a plan, whose other parts
        name villages.
        """
        parts = ["township", "village", "group"]
        rows = pd.concat([table.reindex(columns=parts, fill_value="") for table in tables], ignore_index=True)
        village = _codes(rows["village"], village_key)
        township = _supplied(_codes(rows["township"], township_key), village)
        group = _codes(rows["group"], group_key)
        if part or (village != BLANK).any():
            group = np.where(village == BLANK, BLANK, group)
        edges = np.cumsum([0, *(len(table) for table in tables)])
        spans = [slice(start, stop) for start, stop in itertools.pairwise(edges)]
        return [cls(township[span], village[span], group[span]) for span in spans]

    def take(self, rows: Rows) -> Places:
        """Codes of ``rows``."""
        return Places(self.township[rows], self.village[rows], self.group[rows])


def inside(within: str, here: Places, there: Places) -> tuple[Mask, Mask]:
    """Whether places lie inside one boundary, pair by pair: (surely, possibly).

    Blank matches any. The two answers differ only where a township is blank although the village's name
    occurs in several townships.
    """
    if within == "anywhere":
        anywhere = np.ones(len(here.village), dtype=bool)
        return anywhere, anywhere
    township = _match(here.township, there.township)
    if within == "township":
        return township, township
    blank = _either_blank(here.village, there.village)
    possibly = blank | ((here.village == there.village) & township)
    surely = blank | ((here.village == there.village) & (here.township == there.township))
    if within == "group":
        group = _match(here.group, there.group)
        surely &= group
        possibly &= group
    return surely, possibly


def same_group(here: Places, there: Places) -> Mask:
    """Whether both groups are known and one and the same, pair by pair."""
    return np.asarray(
        (here.group != BLANK)
        & (here.group == there.group)
        & (here.village == there.village)
        & (here.township == there.township)
    )


def _either_blank(here: Rows, there: Rows) -> Mask:
    return np.asarray((here == BLANK) | (there == BLANK))


def _match(here: Rows, there: Rows) -> Mask:
    return np.asarray((here == there) | _either_blank(here, there))


def _codes(texts: pd.Series[str], key: Callable[[str], str]) -> Rows:
    spelling, distinct = pd.factorize(texts.to_numpy(dtype=object))
    keys = np.array([key(str(text)) for text in distinct], dtype=object)
    code, names = pd.factorize(keys)
    # A blank text is one of the distinct ones; its code is turned into -1.
    blank = np.array([name == "" for name in names], dtype=bool)
    return (
        np.where(blank[code], BLANK, code)[spelling].astype(np.int64)
        if len(names)
        else spelling.astype(np.int64)
    )


def _supplied(township: Rows, village: Rows) -> Rows:
    """Townships with blanks filled in where all rows that name one for the village name the same."""
    known = (township != BLANK) & (village != BLANK)
    if known.all() or not known.any():
        return township
    size = int(village.max()) + 1
    low = np.full(size, np.iinfo(np.int64).max)
    high = np.full(size, BLANK, dtype=np.int64)
    np.minimum.at(low, village[known], township[known])
    np.maximum.at(high, village[known], township[known])
    only = np.where(low == high, high, BLANK)
    fill = (township == BLANK) & (village != BLANK)
    supplied = township.copy()
    supplied[fill] = only[village[fill]]
    return supplied
