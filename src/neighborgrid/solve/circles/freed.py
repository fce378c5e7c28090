"""Members whom a new plan did not leave in the circle that the sheets name for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.findings import Finding, Place

if TYPE_CHECKING:
    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.table import Circles

_IDS_SHOWN = 5


def freed(problem: Problem, circles: Circles | None) -> tuple[Finding, ...]:
    """Note (NG188) that counts those who may serve and are not in the circle named for them; () for none."""
    if circles is None:
        return ()
    people = problem.people
    given = np.where(people["excluded"] == "", people["circle_id"], "")
    now = np.append(circles.circle_id, "")[circles.of_person]
    rows = np.flatnonzero((given != "") & (given != now))
    if not len(rows):
        return ()
    first = people.iloc[rows[0]]
    place = Place()
    if first["source_sheet"] < len(problem.sheets):
        source = problem.sheets[first["source_sheet"]]
        place = Place(source.file, source.sheet, int(first["source_row"]))
    ids = " ".join(people["member_id"].to_numpy()[rows[:_IDS_SHOWN]])
    shown = ids if len(rows) <= _IDS_SHOWN else f"{ids} …"
    return (Finding("NG188", place, {"count": len(rows), "ids": shown}),)
