"""Derived cells of a plan whose roads, barriers or matrix are not at hand.

What the plan states of ways is taken as its matrix: the metres of every pair that nobody changed. Households
that were given to somebody else since are measured straight, as is all that nobody knows. Why households
wait, and the shortages, stay as they were written wherever nobody changed the household.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.model import Ground, MatrixRows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Plan

REASON: Final = "unserved."
OF_WAITING: Final = ("reason", "nearest_member_id", "nearest_m", "remedy", "shortage_id")
"""Cells of Unserved that depend on ways."""


def stated_ground(plan: Plan) -> Ground:
    """Ground on which every pair that nobody changed has the walking metres that the plan states."""
    homes = plan.households
    metres = homes["distance_m"].to_numpy()
    rows = np.flatnonzero(_untouched(homes) & (homes["member_id"] != "").to_numpy() & np.isfinite(metres))
    return Ground(
        matrix=MatrixRows(
            homes["household_id"].to_numpy()[rows], homes["member_id"].to_numpy()[rows], metres[rows]
        )
    )


def as_stated(plan: Plan, made: Plan) -> Plan:
    """``made``, the plan refreshed on its `stated_ground`, with what it wrote of ways put back."""
    old, new = plan.households, made.households
    waits = (old["member_id"] == "").to_numpy()
    kept = _untouched(old)
    reason = np.where(kept & waits, old["reason"], new["reason"]).astype(object)
    kind = np.where(kept & (old["member_id"] != "").to_numpy(), old["distance_kind"], new["distance_kind"])
    shortage = np.where(kept, old["shortage_id"], new["shortage_id"])
    note = np.where(kept & waits, old["note"], new["note"])
    homes = new.assign(
        reason=_texts(reason),
        distance_kind=_texts(kind),
        shortage_id=_texts(shortage),
        note=_texts(note),
    )
    tables = {
        **made.tables,
        "households": homes,
        "members": made.members.assign(shortage_id=_texts(plan.members["shortage_id"].to_numpy())),
        "unserved": _unserved(plan, made, kept),
        "shortages": plan.tables["shortages"],
    }
    return replace(made, tables=tables, summary=_summary(made, reason))


def _texts(values: NDArray[np.object_]) -> pd.Series[str]:
    """Column of plain texts: pandas 3 would make its own string type of them."""
    import pandas as pd

    return pd.Series(values, dtype="object")


def _untouched(homes: pd.DataFrame) -> NDArray[np.bool_]:
    return (homes["member_id"] == homes["written_member_id"]).to_numpy()


def _unserved(plan: Plan, made: Plan, kept: NDArray[np.bool_]) -> pd.DataFrame:
    """Rows of those that waited already as they were written, the others as made."""
    ids = set(plan.households["household_id"].to_numpy()[kept])
    old = plan.unserved[plan.unserved["household_id"].isin(ids)].drop_duplicates("household_id")
    written = old.set_index("household_id")
    listed = made.unserved["household_id"].isin(written.index) & (made.unserved["reason"] != "row_error")
    rows = listed.to_numpy()
    found = made.unserved["household_id"].to_numpy()[rows]
    columns: dict[str, pd.Series[str] | NDArray[np.float64]] = {}
    for name in OF_WAITING:
        values = made.unserved[name].to_numpy().copy()
        values[rows] = written.loc[found, name].to_numpy()
        columns[name] = values if values.dtype == np.float64 else _texts(values)
    return made.unserved.assign(**columns)


def _summary(made: Plan, reason: NDArray[np.object_]) -> dict[str, str | int | float]:
    """Figures with the numbers of the reasons put back, in the order in which they stood."""
    from neighborgrid.model import UNSERVED_REASONS

    counts = {f"{REASON}{one}": int((reason == one).sum()) for one in UNSERVED_REASONS if one in reason}
    summary: dict[str, str | int | float] = {}
    for key, value in made.summary.items():
        if not key.startswith(REASON):
            summary[key] = value
        if key == "unserved":
            summary |= counts
    return summary
