"""Rules on the sheet Unserved: exactly the households that wait, and the rows set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.audit.tables import lookup, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.findings import Finding


def ng329_served_not_listed(facts: Facts) -> Iterator[Finding]:
    """No household that is served or vacant is listed as waiting; after a change by hand it is stale."""
    listed = facts.listed
    rows = np.flatnonzero(listed >= 0)
    wrong = ~facts.waiting[listed[rows]] & ~facts.edited[listed[rows]]
    for row in rows[wrong]:
        yield facts.finding("NG329", "unserved", int(row), "household_id", id=facts.household_id[listed[row]])


def ng330_waiting_listed(facts: Facts) -> Iterator[Finding]:
    """Every household that waits is listed; after a change by hand the list is stale."""
    if facts.existing and not len(facts.plan.unserved):
        return
    for row in np.flatnonzero(facts.waiting & ~facts.edited & ~facts.on_list):
        yield facts.finding("NG330", "households", int(row), "household_id", id=facts.household_id[row])


def ng331_listed_once(facts: Facts) -> Iterator[Finding]:
    """Every row listed is one household of the plan, listed once, or a row that was set aside."""
    ids = texts(facts.plan.unserved, "household_id")
    rows = np.flatnonzero(~facts.set_aside)
    again = pd.Series(ids[rows], dtype=object).duplicated().to_numpy()
    unknown = lookup(facts.household_id, ids[rows]) < 0
    for row in rows[again | unknown]:
        yield facts.finding("NG331", "unserved", int(row), "household_id", id=facts.shown(ids[row]))


def ng332_row_error_set_aside(facts: Facts) -> Iterator[Finding]:
    """Only rows that were set aside carry ``row_error``; each says where it stands."""
    table = facts.plan.unserved
    nowhere = (texts(table, "file") == "") | (texts(table, "row") == "")
    for row in np.flatnonzero((texts(table, "reason") == "row_error") & nowhere):
        home = facts.shown(texts(table, "household_id")[row])
        yield facts.finding("NG332", "unserved", int(row), "reason", id=home)
