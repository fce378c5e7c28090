"""The villages of a plan in the order of its lists, and which of them every row belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.planbook.villages import rows_village, village_map

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Plan


@dataclass(frozen=True)
class Villages:
    """Villages numbered in order of appearance, those of one township together.

    ``township`` and ``village`` are their names as first written, shape (villages,); ``home``, ``member``
    and ``aside`` number the village of every household, member and row set aside.
    """

    township: NDArray[np.object_]
    village: NDArray[np.object_]
    home: NDArray[np.int64]
    member: NDArray[np.int64]
    aside: NDArray[np.int64]


def rows_set_aside(plan: Plan) -> pd.DataFrame:
    """Rows of the household sheets that were set aside: those of Unserved that are no household."""
    table = plan.unserved
    unknown = lookup(texts(plan.households, "household_id"), texts(table, "household_id")) < 0
    aside = (texts(table, "reason") == "row_error") | ((texts(table, "file") != "") & unknown)
    return table.iloc[np.flatnonzero(aside)].reset_index(drop=True)


def villages_of(plan: Plan) -> Villages:
    """Villages of the households, members and rows set aside of ``plan``; spellings of one are one."""
    where = village_map(plan)
    tables = (plan.households, rows_set_aside(plan), plan.members)
    keys = [key for table in tables for key in rows_village(table, where)]
    number = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    code = np.fromiter(map(number.__getitem__, keys), dtype=np.int64, count=len(keys))
    # A village's township may be blank in one row and written in another, so the key decides.
    township, _ = pd.factorize(np.array([key[0] for key in number], dtype=object))
    order = np.argsort(township, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    written = pd.concat([table[["township", "village"]] for table in tables], ignore_index=True)
    names = _first_names(written.assign(number=rank[code]), len(order))
    edges = np.cumsum([len(table) for table in tables])[:-1]
    home, aside, member = np.split(rank[code], edges)
    return Villages(names["township"], names["village"], home, member, aside)


def _first_names(written: pd.DataFrame, size: int) -> dict[str, NDArray[np.object_]]:
    """First name that is not blank, of each village."""
    made = {}
    for name in ("township", "village"):
        named = written[written[name] != ""].drop_duplicates("number")
        made[name] = np.full(size, "", object)
        made[name][named["number"].to_numpy()] = named[name].to_numpy()
    return made
