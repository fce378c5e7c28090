"""Figures by village, recomputed: the sheet Villages as it should be."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.audit.boundary import Places
from neighborgrid.audit.tables import texts
from neighborgrid.model import SHEETS, make_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Floats, Mask, Rows


def village_rows(tables: Sequence[pd.DataFrame]) -> tuple[list[Rows], pd.DataFrame]:
    """Number of the village of every row of each table, and the villages' townships and names.

    Villages are numbered in the order of their first row, spelled as there.
    """
    places = Places.of(tables)
    township = np.concatenate([place.township for place in places])
    village = np.concatenate([place.village for place in places])
    code, _ = pd.factorize(township * (int(village.max(initial=0)) + 2) + village)
    first = np.flatnonzero(~pd.Series(code).duplicated().to_numpy())
    names = pd.concat([table[["township", "village"]] for table in tables], ignore_index=True).iloc[first]
    edges = np.cumsum([0, *(len(table) for table in tables)])
    split = [code[start:stop].astype(np.int64) for start, stop in itertools.pairwise(edges)]
    return split, names.reset_index(drop=True)


def coverage(facts: Facts) -> pd.DataFrame:
    """Table with the columns of the sheet Villages.

    ``rows`` counts households and rows set aside, ``households`` only the former, both without vacant
    houses; ``served`` includes own homes, ``unserved`` is households less served. ``mean_load`` is the
    mean over the village's own members, ``farthest_m`` over its households, both own homes apart; NaN
    where there are none.
    """
    plan = facts.plan
    aside = plan.unserved[facts.set_aside]
    tables = [plan.households, plan.members, plan.excluded, aside, plan.tables["circles"]]
    (home, member, out, lost, circle), names = village_rows(tables)
    # A circle of several villages may name none, so circles make no village of their own.
    size = 1 + max((int(code.max(initial=-1)) for code in (home, member, out, lost)), default=-1)
    names = names.iloc[:size]
    households = _count(home[~facts.vacant], size)
    served = _count(home[facts.served], size)
    estimated = facts.served & (facts.column("distance_kind") == "estimated")
    able = _count(member, size)
    load = np.bincount(member, weights=facts.load, minlength=size)
    with np.errstate(invalid="ignore"):
        mean_load = np.where(able > 0, load / able, np.nan)
    figures = {
        "township": texts(names, "township"),
        "village": texts(names, "village"),
        "rows": households + _count(lost, size),
        "households": households,
        "served": served,
        "estimated": _count(home[estimated], size),
        "unserved": households - served,
        "own_homes": _count(home[facts.own], size),
        "able_members": able,
        "circles": _count(circle[circle < size], size),
        "mean_load": mean_load,
        "farthest_m": greatest(home, facts.distance_m, facts.counted, size),
    }
    return make_table(SHEETS["villages"], figures)


def greatest(group: Rows, values: Floats, use: Mask, size: int) -> Floats:
    """Greatest value of each group among the rows to use; NaN where there is none."""
    rows = np.flatnonzero(use & np.isfinite(values))
    most = np.full(size, -np.inf)
    np.maximum.at(most, group[rows], values[rows])
    return np.where(np.isinf(most), np.nan, most)


def _count(group: Rows, size: int) -> Rows:
    return np.bincount(group, minlength=size).astype(np.int64)
