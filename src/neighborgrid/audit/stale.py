"""Derived cells that no longer follow from the decision cells: one note for all of them.

A distance or reason of a household whose member was not changed is no stale cell: where it is untrue,
that is a breach (NG314, NG325). Here are the cells that a rewrite of the workbook sets right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit import figures, measure
from neighborgrid.audit.coverage import coverage, greatest, village_rows
from neighborgrid.audit.reasons import behind_circles
from neighborgrid.audit.shortages import Certificates
from neighborgrid.audit.tables import EPSILON, LIMIT_SLACK_M, STATED_SLACK_M, lookup, numbers, texts
from neighborgrid.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.reasons import Reasons
    from neighborgrid.audit.tables import Floats, Mask, Rows
    from neighborgrid.findings import Finding

NAMED_CELLS: Final = 5
_MEAN_SLACK: Final = 0.051


@dataclass(frozen=True, slots=True)
class Stale:
    """Stale cells of one column: 0-based rows of a table."""

    table: str
    column: str
    rows: Rows


def ng345_derived_cells_fresh(facts: Facts, reasons: Reasons) -> Iterator[Finding]:
    """All derived cells follow from the decisions; one note counts those that do not."""
    parts = list(_all_stale(facts, reasons))
    figure_rows = figures.out_of_date(facts)
    count = sum(len(part.rows) for part in parts) + len(figure_rows)
    if count:
        cells = [cell for part in parts for cell in _first_named(facts, part)]
        cells += [_spot(facts.summary_place(row)) for row in figure_rows]
        yield facts.at(Place(facts.file), "NG345", count=count, cells="  ".join(cells[:NAMED_CELLS]))


def _first_named(facts: Facts, part: Stale) -> list[str]:
    return [_spot(facts.place(part.table, int(row), part.column)) for row in part.rows[:NAMED_CELLS]]


def _spot(place: Place) -> str:
    return f"{place.sheet}!{place.column}{place.row}"


def _all_stale(facts: Facts, reasons: Reasons) -> Iterator[Stale]:
    yield from _of_households(facts)
    yield from _reasons(facts, reasons)
    yield from _of_members(facts)
    yield from _of_unserved(facts)
    yield from _of_villages(facts)
    yield from _of_shortages(facts)
    yield from _of_circles(facts) if facts.circles.on else _no_circles(facts)


def _of_households(facts: Facts) -> Iterator[Stale]:
    table = facts.plan.households
    rows = np.flatnonzero(facts.person >= 0)
    for column, source in (("member_name", "name"), ("member_phone", "phone")):
        true = np.full(len(table), "", dtype=object)
        true[rows] = facts.people_column(source)[facts.person[rows]]
        # The cells of an unknown member cannot be told; that member has an error already.
        known = (facts.person >= 0) | (facts.member_id == "")
        yield Stale("households", column, np.flatnonzero(known & (texts(table, column) != true)))
    # Where there is no way the cell is blank.
    walked = np.where(np.isinf(facts.distance_m), np.nan, facts.distance_m)
    columns = (("distance_m", walked, facts.walking.doubt_m), ("straight_m", facts.straight_m, 0.0))
    for column, metres, doubt_m in columns:
        stated = numbers(table, column)
        differs = _differ(stated, metres, STATED_SLACK_M + doubt_m)
        breach = facts.served & ~facts.edited & np.isfinite(stated) & np.isfinite(metres)
        # The way to one's own home need not be stated.
        silent = facts.own & np.isnan(stated)
        yield Stale("households", column, np.flatnonzero(differs & ~breach & ~silent))
    said = facts.column("own_home") == "yes"
    breach = said & facts.served & ~facts.edited
    yield Stale("households", "own_home", np.flatnonzero((said != facts.own) & ~breach))


def _reasons(facts: Facts, reasons: Reasons) -> Iterator[Stale]:
    """Reasons and listing after a change by hand; the others are breaches where untrue."""
    stated = facts.column("reason")
    true = (stated == reasons.surely) | (stated == reasons.possibly)
    unlisted = facts.waiting & ~facts.on_list
    # One that somebody could serve has no reason to be given: that is NG327.
    helped = facts.waiting & (reasons.surely == "")
    lags = (facts.edited & (~true | unlisted)) | (behind_circles(facts, reasons) & ~true & facts.waiting)
    yield Stale("households", "reason", np.flatnonzero(lags & ~helped))


def _of_members(facts: Facts) -> Iterator[Stale]:
    table = facts.plan.members
    rows = np.flatnonzero(facts.counted & np.isfinite(facts.distance_m))
    person = facts.person[rows]
    count = np.bincount(person, minlength=facts.members)
    total = np.bincount(person, weights=facts.distance_m[rows], minlength=facts.members)
    with np.errstate(invalid="ignore"):
        mean = np.where(count > 0, total / count, np.nan)
    farthest = greatest(np.maximum(facts.person, 0), facts.distance_m, facts.counted, facts.members)
    for column, true, slack in (
        ("load", facts.load, EPSILON),
        ("mean_distance_m", mean, STATED_SLACK_M),
        ("farthest_m", farthest, STATED_SLACK_M),
    ):
        yield Stale("members", column, np.flatnonzero(_differ(numbers(table, column), true, slack)))


def _of_unserved(facts: Facts) -> Iterator[Stale]:
    """Rows of Unserved about households, compared with Households; its list itself is checked by rules."""
    table, listed = facts.plan.unserved, facts.listed
    rows = np.flatnonzero(listed >= 0)
    home = listed[rows]
    yield Stale("unserved", "household_id", rows[~facts.waiting[home] & facts.edited[home]])
    waiting = rows[facts.waiting[home]]
    differs = texts(table, "reason")[waiting] != facts.column("reason")[listed[waiting]]
    yield Stale("unserved", "reason", waiting[differs])
    yield Stale("unserved", "nearest_m", waiting[_wrong_nearest(facts, waiting)])


def _wrong_nearest(facts: Facts, rows: Rows) -> Mask:
    """Whether the nearest metres stated are neither straight nor walking metres to the person named."""
    table = facts.plan.unserved
    if not len(facts.person_id):
        return np.zeros(len(rows), dtype=bool)
    stated = numbers(table, "nearest_m")[rows]
    person = lookup(facts.person_id, texts(table, "nearest_member_id")[rows])
    metres = measure.straight_m(facts.homes.take(facts.listed[rows]), facts.doors.take(np.maximum(person, 0)))
    off = np.minimum(np.abs(stated - metres), np.abs(stated - metres * facts.plan.rules.detour))
    wrong = np.asarray(np.isfinite(stated) & (person >= 0) & ~(off <= STATED_SLACK_M))
    longer = np.flatnonzero(wrong & (stated > metres))
    wrong[longer] = ~facts.walking.may_be(facts.listed[rows[longer]], person[longer], stated[longer])
    return wrong


def _of_villages(facts: Facts) -> Iterator[Stale]:
    if facts.existing:
        return
    stated, true = facts.plan.tables["villages"], coverage(facts)
    (own, theirs), names = village_rows([stated, true])
    at = np.full(len(names), -1, dtype=np.int64)
    at[theirs] = np.arange(len(true))
    unknown = at[own] < 0
    yield Stale("villages", "village", np.flatnonzero(unknown))
    rows = np.flatnonzero(~unknown)
    for column in true.columns[2:]:
        slack = {"mean_load": _MEAN_SLACK, "farthest_m": STATED_SLACK_M}.get(column, EPSILON)
        differs = _differ(numbers(stated, column)[rows], numbers(true, column)[at[own[rows]]], slack)
        yield Stale("villages", column, rows[differs])
    missing = len(true) - len(np.unique(own[~unknown]))
    yield Stale("villages", "village", np.arange(len(stated), len(stated) + missing))


def _of_shortages(facts: Facts) -> Iterator[Stale]:
    """Figures of shortages after a change by hand; in a fresh plan they are breaches (NG373)."""
    found = Certificates(facts)
    if facts.existing or facts.part or found.fresh:
        return
    for column, true in {**found.counts, "capacity": found.capacity}.items():
        yield Stale("shortages", column, found.differing(column, true))


def _of_circles(facts: Facts) -> Iterator[Stale]:
    """Cells that follow from circles; those of households that nobody changed are breaches (NG385, NG387)."""
    circles = facts.circles
    yield Stale("households", "circle_id", np.flatnonzero(circles.other_circle() & circles.by_hand))
    unsaid = circles.beyond(LIMIT_SLACK_M) & ~circles.noted
    untrue = circles.noted & ~circles.beyond(-LIMIT_SLACK_M)
    if circles.rule.mode == "strict":
        unsaid = np.zeros_like(unsaid)
    yield Stale("households", "note", np.flatnonzero((unsaid | untrue) & circles.by_hand))
    if circles.whole:
        yield Stale("members", "team_role", np.flatnonzero(circles.other_roles))
        for column, other in circles.other_figures.items():
            yield Stale("circles", column, np.flatnonzero(other))


def _no_circles(facts: Facts) -> Iterator[Stale]:
    """Cells about circles in a plan whose rules want none (any more)."""
    if facts.circles.rule.wanted or facts.existing:
        return
    for table in ("households", "members", "circles"):
        named = texts(facts.plan.tables[table], "circle_id")
        yield Stale(table, "circle_id", np.flatnonzero(named != ""))


def _differ(stated: Floats, true: Floats, slack: float | Floats) -> Mask:
    """Whether numbers differ by more than the slack; blank equals blank, and blank equals zero."""
    return np.asarray(np.abs(np.nan_to_num(stated) - np.nan_to_num(true)) > slack)
