"""Rules on each household and the member who serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.tables import STATED_SLACK_M, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.findings import Finding


def ng310_member_known(facts: Facts) -> Iterator[Finding]:
    """Every assigned member stands in Members or Excluded."""
    for row in np.flatnonzero((facts.member_id != "") & (facts.person < 0)):
        yield facts.finding(
            "NG310",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.shown(facts.member_id[row]),
        )


def ng311_member_eligible(facts: Facts) -> Iterator[Finding]:
    """Nobody who is excluded serves a household."""
    assigned = np.flatnonzero(facts.person >= 0)
    for row in assigned[~facts.able[facts.person[assigned]]]:
        yield facts.finding(
            "NG311",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.member_id[row],
        )


def ng312_within_limit(facts: Facts) -> Iterator[Finding]:
    """No served household is beyond the limit (inclusive), own homes apart."""
    limit = facts.plan.rules.limit_m
    for row in np.flatnonzero(facts.walking.beyond):
        yield facts.finding(
            "NG312",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.member_id[row],
            metres=f"{facts.distance_m[row]:.2f}",
            limit=f"{limit:g}",
        )


def ng313_position_known(facts: Facts) -> Iterator[Finding]:
    """Every served household can be measured, own homes apart."""
    for row in np.flatnonzero(facts.counted & np.isnan(facts.straight_m)):
        yield facts.finding(
            "NG313", "households", int(row), "lon", id=facts.household_id[row], member=facts.member_id[row]
        )


def ng314_stated_distance(facts: Facts) -> Iterator[Finding]:
    """Stated distances are true; after a change by hand they are stale instead."""
    walking = facts.walking
    columns = (("distance_m", facts.distance_m, walking.doubt_m), ("straight_m", facts.straight_m, 0.0))
    for column, true, doubt_m in columns:
        stated = numbers(facts.plan.households, column)
        with np.errstate(invalid="ignore"):
            wrong = facts.served & ~facts.edited & (np.abs(stated - true) - doubt_m > STATED_SLACK_M)
        # One to whom there is no way, or whose way is too short to be true, is said to be so.
        wrong &= np.isfinite(true) & ~(walking.too_short & (column == "distance_m"))
        for row in np.flatnonzero(wrong):
            yield facts.finding(
                "NG314",
                "households",
                int(row),
                column,
                id=facts.household_id[row],
                stated=f"{stated[row]:.1f}",
                true=f"{true[row]:.1f}",
            )


def ng317_inside_boundary(facts: Facts) -> Iterator[Finding]:
    """Household and member lie inside one boundary, own homes apart."""
    rows = np.flatnonzero(facts.counted)
    _, possibly = facts.inside(rows, facts.person[rows])
    for row in rows[~possibly]:
        yield facts.finding(
            "NG317",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.member_id[row],
            within=facts.word("choice", facts.plan.rules.within),
        )


def ng318_lock_held(facts: Facts) -> Iterator[Finding]:
    """A household with a lock is served by nobody else; one that nobody serves must say why (NG325)."""
    lock = facts.column("lock")
    for row in np.flatnonzero((lock != "") & facts.served & (facts.member_id != lock)):
        yield facts.finding(
            "NG318",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.member_id[row],
            lock=facts.shown(lock[row]),
        )


def ng319_not_avoided(facts: Facts) -> Iterator[Finding]:
    """Nobody serves a household that is to avoid them, own homes apart."""
    rows = np.flatnonzero(facts.counted)
    for row in rows[facts.is_avoided(rows, facts.person[rows])]:
        yield facts.finding(
            "NG319",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.member_id[row],
        )


def ng320_vacant_not_served(facts: Facts) -> Iterator[Finding]:
    """No vacant house has a member."""
    for row in np.flatnonzero(facts.vacant & (facts.member_id != "")):
        yield facts.finding("NG320", "households", int(row), "member_id", id=facts.household_id[row])


def ng321_own_home_true(facts: Facts) -> Iterator[Finding]:
    """An own home is its member's: by the id of the home, by phone, or by name in the village."""
    said = (facts.column("own_home") == "yes") & facts.served & ~facts.edited
    for row in np.flatnonzero(said & ~facts.own):
        yield facts.finding(
            "NG321",
            "households",
            int(row),
            "own_home",
            id=facts.household_id[row],
            member=facts.member_id[row],
        )
