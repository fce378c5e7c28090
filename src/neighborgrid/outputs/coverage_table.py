"""The figures of the coverage report, as data: the check table by village, and the list of who waits.

Every row of the check table, subtotals and the total included, obeys

    due = verified + unverified + waiting        (应联 = 已落实已核实 + 已落实待核实 + 待落实)
    listed = due + vacant                        (表内 = 应联 + 空户)
    0 <= set_aside <= waiting                    (待补正的行计入待落实)
    0 <= own_homes <= verified + unverified      (党员本户计入已落实)

so that a row of a sheet that could not be read waits like any other household, and lowers the coverage.
``due`` is the column ``rows`` of the sheet Villages, ``verified + unverified`` its ``served``, and
``waiting`` its ``unserved`` and the rows set aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.audit.coverage import greatest
from neighborgrid.audit.tables import lookup, numbers, texts
from neighborgrid.findings import Place
from neighborgrid.model import UNSERVED_REASONS
from neighborgrid.outputs.villages import Villages, rows_set_aside, villages_of
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

COUNTS: Final = (
    "due",
    "listed",
    "vacant",
    "verified",
    "unverified",
    "waiting",
    "set_aside",
    "own_homes",
    "members",
)
COVERAGE: Final = (
    "kind",
    "township",
    "village",
    *COUNTS,
    "load",
    "mean_load",
    "farthest_m",
    "coverage_pct",
)
"""Columns of `coverage`."""

WAITING: Final = (
    "township",
    "village",
    "household_id",
    "group",
    "reason",
    "remedy",
    "responsible",
    "deadline",
    "source",
)
"""Columns of `waiting`."""


@dataclass(frozen=True)
class Status:
    """What became of every household, each an array of shape (households,).

    ``member`` is its row of Members, -1 for none. ``served``, ``vacant`` and ``waiting`` divide the
    households; ``own`` (served as the member's own home) and ``unverified`` are parts of ``served``.
    """

    member: NDArray[np.int64]
    served: NDArray[np.bool_]
    vacant: NDArray[np.bool_]
    waiting: NDArray[np.bool_]
    own: NDArray[np.bool_]
    unverified: NDArray[np.bool_]


def percent(coverage_pct: float) -> str:
    """Coverage as it is told: two decimals, and "100" where nobody waits; it is rounded down already."""
    return "100" if coverage_pct == 100 else f"{coverage_pct:.2f}"


def status_of(plan: Plan) -> Status:
    """What became of every household of ``plan``."""
    homes = plan.households
    member = lookup(texts(plan.members, "member_id"), texts(homes, "member_id"))
    vacant = texts(homes, "residence") == "vacant"
    served = (member >= 0) & ~vacant
    own = served & (texts(homes, "own_home") == "yes")
    # A household placed by hand may have no position at all; at home there is nothing to measure.
    unknown = np.isnan(numbers(homes, "distance_m")) & ~own
    unverified = served & ((texts(homes, "distance_kind") == "estimated") | unknown)
    return Status(member, served, vacant, ~served & ~vacant, own, unverified)


def coverage(plan: Plan) -> pd.DataFrame:
    """Check table by village.

    ``kind`` is "village", "township" for the subtotal behind each township's villages where there are
    several townships, and "total" in the last row.
    ``load`` and ``mean_load`` (per member) are those of the village's own members, own homes apart, and
    ``farthest_m`` is over its households, own homes apart; NaN where there are none. ``coverage_pct`` is
    (verified + unverified) / due in percent, rounded down to 0.01, NaN where nothing is due.
    """
    where = villages_of(plan)
    villages = _villages(plan, where)
    parts = []
    several = len(set(where.township.tolist())) > 1
    for township, rows in villages.groupby("township", sort=False):
        parts.append(rows)
        if several:
            parts.append(_sum(rows, "township", str(township)))
    table = pd.concat([*parts, _sum(villages, "total", "")], ignore_index=True)
    return _with_ratios(table)[list(COVERAGE)]


def waiting(plan: Plan, lang: Lang) -> pd.DataFrame:
    """Households that wait, by village, and the rows set aside with their place; all columns are texts.

    There are no names, phones or addresses in it; ``responsible`` and ``deadline`` are blank, for the
    person and the date.
    """
    where = villages_of(plan)
    rows = np.flatnonzero(status_of(plan).waiting)
    homes, aside = plan.households.iloc[rows], rows_set_aside(plan)
    columns = ["township", "village", "household_id", "group", "reason"]
    made = pd.concat([homes[columns], aside[columns]], ignore_index=True)
    made["source"] = np.array([""] * len(homes) + places(aside, lang), dtype=object)
    said = reason_words(plan, lang)
    made["remedy"] = made["reason"].map(lambda reason: said.get(reason, said[""])[1])
    made["reason"] = made["reason"].map(lambda reason: said.get(reason, said[""])[0])
    made[["responsible", "deadline"]] = ""
    order = np.argsort(np.concatenate([where.home[rows], where.aside]), kind="stable")
    return made[list(WAITING)].iloc[order].reset_index(drop=True)


def reason_words(plan: Plan, lang: Lang) -> dict[str, tuple[str, str]]:
    """Reason -> (why, what to do), in words; "" is that of a household for which a member has room."""
    limit = f"{plan.rules.limit_m:g}"
    known = {
        reason: (text(f"why.{reason}", lang, limit=limit), text(f"remedy.{reason}", lang))
        for reason in UNSERVED_REASONS
    }
    return known | {"": (text("coverage.why.none", lang), text("coverage.remedy.none", lang))}


def places(aside: pd.DataFrame, lang: Lang) -> list[str]:
    """File, tab and row of each row set aside, in words."""
    number = pd.to_numeric(aside["row"], errors="coerce").fillna(0).astype("int64")
    return [
        Place(file, sheet, row).text(lang)
        for file, sheet, row in zip(aside["file"], aside["sheet"], number.tolist(), strict=True)
    ]


def _villages(plan: Plan, where: Villages) -> pd.DataFrame:
    status, size = status_of(plan), len(where.village)

    def count(rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(where.home[rows], minlength=size)

    aside = np.bincount(where.aside, minlength=size)
    vacant, unverified = count(status.vacant), count(status.unverified)
    due = count(~status.vacant) + aside
    metres = numbers(plan.households, "distance_m")
    figures: Mapping[str, object] = {
        "kind": "village",
        "township": where.township,
        "village": where.village,
        "due": due,
        "listed": due + vacant,
        "vacant": vacant,
        "verified": count(status.served) - unverified,
        "unverified": unverified,
        "waiting": count(status.waiting) + aside,
        "set_aside": aside,
        "own_homes": count(status.own),
        "members": np.bincount(where.member, minlength=size),
        "load": np.bincount(where.member, weights=numbers(plan.members, "load"), minlength=size),
        "farthest_m": greatest(where.home, metres, status.served & ~status.own, size),
    }
    return pd.DataFrame(figures)


def _sum(rows: pd.DataFrame, kind: str, township: str) -> pd.DataFrame:
    sums = rows[[*COUNTS, "load"]].sum()
    made = {"kind": kind, "township": township, "village": "", **sums, "farthest_m": rows["farthest_m"].max()}
    return pd.DataFrame([made]).astype(dict.fromkeys(COUNTS, "int64"))


def _with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    served, due = (table["verified"] + table["unverified"]).to_numpy(), table["due"].to_numpy()
    # Whole numbers, so that 99.996 % is never printed as 100.
    percent = np.where(due > 0, 10_000 * served // np.maximum(due, 1), np.nan) / 100
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = table["load"].to_numpy(float) / table["members"].to_numpy(float)
    return table.assign(coverage_pct=percent, mean_load=mean)
