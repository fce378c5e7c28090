"""Rules on who is in the plan: everybody once, nobody missing, nobody invented, the same input files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.findings import Finding, Place
from neighborgrid.model import SheetSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts


def ng300_household_once(facts: Facts) -> Iterator[Finding]:
    """Each household_id stands in one row only."""
    ids = facts.household_id
    for row in np.flatnonzero(pd.Series(ids, dtype=object).duplicated().to_numpy() & (ids != "")):
        yield facts.finding("NG300", "households", int(row), "household_id", id=ids[row])


def ng301_id_given(facts: Facts) -> Iterator[Finding]:
    """No household and no person is without an id."""
    for table, column in (
        ("households", "household_id"),
        ("members", "member_id"),
        ("excluded", "member_id"),
    ):
        for row in np.flatnonzero(texts(facts.plan.tables[table], column) == ""):
            yield facts.finding("NG301", table, int(row), column)


def ng302_household_missing(facts: Facts) -> Iterator[Finding]:
    """Every household of the sheets is in the plan."""
    if facts.problem is None:
        return
    wanted, sources = facts.problem.households, facts.problem.sheets
    ids = texts(wanted, "household_id")
    sheet, source_row = wanted["source_sheet"].to_numpy(), wanted["source_row"].to_numpy()
    for row in np.flatnonzero(lookup(facts.household_id, ids) < 0):
        known = 0 <= sheet[row] < len(sources)
        source = sources[sheet[row]] if known else SheetSource("", "")
        yield Finding("NG302", Place(source.file, source.sheet, int(source_row[row])), {"id": ids[row]})


def ng303_household_invented(facts: Facts) -> Iterator[Finding]:
    """No household is in the plan that the sheets do not have."""
    if facts.problem is None:
        return
    ids = facts.household_id
    for row in np.flatnonzero(
        (lookup(texts(facts.problem.households, "household_id"), ids) < 0) & (ids != "")
    ):
        yield facts.finding("NG303", "households", int(row), "household_id", id=ids[row])


def ng304_set_aside_missing(facts: Facts) -> Iterator[Finding]:
    """Every row of the sheets that was set aside is listed."""
    if facts.problem is None:
        return
    listed = Counter(_places_of(facts.plan.unserved[facts.set_aside]))
    for file, sheet, row in (Counter(_places_of(facts.problem.set_aside)) - listed).elements():
        yield Finding("NG304", Place(file, sheet, int(row) if row.isdecimal() else 0))


def ng305_set_aside_invented(facts: Facts) -> Iterator[Finding]:
    """No row is listed as set aside that the sheets do not have."""
    if facts.problem is None:
        return
    left = Counter(_places_of(facts.problem.set_aside))
    rows = np.flatnonzero(facts.set_aside)
    for row, key in zip(rows, _places_of(facts.plan.unserved.iloc[rows]), strict=True):
        left[key] -= 1
        if left[key] < 0:
            yield facts.finding("NG305", "unserved", int(row), "row")


def ng306_person_once(facts: Facts) -> Iterator[Finding]:
    """Each member_id stands in one row of its sheet only."""
    for table in ("members", "excluded"):
        ids = texts(facts.plan.tables[table], "member_id")
        for row in np.flatnonzero(pd.Series(ids, dtype=object).duplicated().to_numpy() & (ids != "")):
            yield facts.finding("NG306", table, int(row), "member_id", id=ids[row])


def ng307_member_or_excluded(facts: Facts) -> Iterator[Finding]:
    """Nobody stands both in Members and in Excluded."""
    for row in np.flatnonzero(facts.also_excluded & (facts.person_id[: facts.members] != "")):
        yield facts.finding("NG307", "members", int(row), "member_id", id=facts.person_id[row])


def ng308_person_missing(facts: Facts) -> Iterator[Finding]:
    """Every person of the sheets is in the plan."""
    if facts.problem is None:
        return
    ids = texts(facts.problem.people, "member_id")
    for row in np.flatnonzero(lookup(facts.person_id, ids) < 0):
        yield Finding("NG308", Place(facts.file), {"id": ids[row]})


def ng309_person_invented(facts: Facts) -> Iterator[Finding]:
    """No person is in the plan whom the sheets do not have."""
    if facts.problem is None:
        return
    ids = facts.person_id
    for row in np.flatnonzero((lookup(texts(facts.problem.people, "member_id"), ids) < 0) & (ids != "")):
        table, own_row = ("members", row) if row < facts.members else ("excluded", row - facts.members)
        yield facts.finding("NG309", table, int(own_row), "member_id", id=ids[row])


def ng340_input_changed(facts: Facts) -> Iterator[Finding]:
    """The files given are, byte for byte, those that the plan was made from."""
    for name, (gone, new) in _other_inputs(facts).items():
        for _ in range(min(gone, new)):
            yield Finding("NG340", Place(name))


def ng341_inputs_complete(facts: Facts) -> Iterator[Finding]:
    """No file that the plan was made from is left out (NG341), and none is added (NG342)."""
    if not facts.plan.inputs:
        return
    for name, (gone, new) in sorted(_other_inputs(facts).items()):
        for _ in range(abs(gone - new)):
            yield Finding("NG341" if gone > new else "NG342", Place(name))


def _other_inputs(facts: Facts) -> dict[str, tuple[int, int]]:
    """By base name: how many files of the plan are not given, and how many given are not the plan's.

    Files are told apart by name and content, for several folders may hold files of one name.
    """
    if facts.problem is None:
        return {}
    before = Counter((digest.name, digest.sha256.lower()) for digest in facts.plan.inputs)
    now = Counter((digest.name, digest.sha256.lower()) for digest in facts.problem.inputs)
    gone = Counter(name for name, _ in (before - now).elements())
    new = Counter(name for name, _ in (now - before).elements())
    return {name: (gone[name], new[name]) for name in {**gone, **new}}


def ng343_reference_known(facts: Facts) -> Iterator[Finding]:
    """Locks and wishes name households and people of the plan."""
    locks = facts.column("lock")
    for row in np.flatnonzero((locks != "") & (lookup(facts.person_id, locks) < 0)):
        yield facts.finding("NG343", "households", int(row), "lock", id=facts.shown(locks[row]))
    wishes = facts.plan.tables["wishes"]
    for column, ids in (("household_id", facts.household_id), ("member_id", facts.person_id)):
        named = texts(wishes, column)
        for row in np.flatnonzero(lookup(ids, named) < 0):
            yield facts.finding("NG343", "wishes", int(row), column, id=facts.shown(named[row]))


def _places_of(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(file, sheet, row) of rows set aside; a workbook may have turned the row number into 7.0."""
    rows = [str(row).removesuffix(".0") for row in table["row"]]
    return list(zip(texts(table, "file").tolist(), texts(table, "sheet").tolist(), rows, strict=True))
