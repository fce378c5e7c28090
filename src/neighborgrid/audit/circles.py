"""Rules on service circles: everybody in one, near its centre, inside one boundary, neither few nor many.

A plan of which no cell speaks of a circle, and one whose rules want none, passes them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit.coverage import village_rows
from neighborgrid.audit.mates import could_join
from neighborgrid.audit.tables import LIMIT_SLACK_M, repeated, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Mask, Rows
    from neighborgrid.findings import Finding

BLANK: Final = -1


def ng380_member_in_circle(facts: Facts) -> Iterator[Finding]:
    """Every member is in a circle that exists."""
    circles = facts.circles
    if not (circles.on and circles.whole):
        return
    for row in np.flatnonzero(circles.team < 0):
        yield facts.finding("NG380", "members", int(row), "circle_id", member=facts.person_id[row])


def ng381_circle_once(facts: Facts) -> Iterator[Finding]:
    """Each circle has an id, which stands in one row only."""
    ids = facts.circles.ids
    if facts.circles.on:
        for row in np.flatnonzero((ids == "") | repeated(ids)):
            yield facts.finding("NG381", "circles", int(row), "circle_id")


def ng382_circle_has_members(facts: Facts) -> Iterator[Finding]:
    """No circle is without members."""
    circles = facts.circles
    if circles.on and circles.whole:
        for row in np.flatnonzero(circles.empty):
            yield facts.finding("NG382", "circles", int(row), "circle_id", circle=circles.ids[row])


def ng383_member_near_centre(facts: Facts) -> Iterator[Finding]:
    """No member is beyond the limit (inclusive) from the centre of the circle."""
    circles = facts.circles
    if not circles.on:
        return
    for row in np.flatnonzero(circles.too_far):
        yield facts.finding(
            "NG383",
            "members",
            int(row),
            "circle_id",
            member=facts.person_id[row],
            circle=circles.ids[circles.team[row]],
            metres=f"{circles.member_straight_m[row] * facts.plan.rules.detour:.2f}",
            limit=f"{circles.rule.limit_m:g}",
        )


def ng384_centre_known(facts: Facts) -> Iterator[Finding]:
    """Every centre, and every member of a circle, has a position to measure from."""
    circles = facts.circles
    if not circles.on:
        return
    known = circles.centres.known()
    for circle in (row for row in circles.teams if not known[row]):
        yield facts.finding("NG384", "circles", circle, "centre_lon", circle=circles.ids[circle])
    lost = (circles.team >= 0) & np.isnan(circles.member_straight_m)
    for row in np.flatnonzero(lost):
        if known[circles.team[row]]:
            yield facts.finding("NG384", "members", int(row), "lon", circle=circles.ids[circles.team[row]])


def ng385_household_follows_member(facts: Facts) -> Iterator[Finding]:
    """A household is in the circle of its member; after a change by hand the cell is stale instead."""
    circles = facts.circles
    if circles.on:
        for row in np.flatnonzero(circles.other_circle() & ~circles.by_hand):
            yield facts.finding("NG385", "households", int(row), "circle_id", id=facts.household_id[row])


def ng386_inside_strict_circle(facts: Facts) -> Iterator[Finding]:
    """Where circles are strict, no household is beyond the limit from its centre, own homes apart."""
    circles = facts.circles
    if not (circles.on and circles.rule.mode == "strict"):
        return
    for row in np.flatnonzero(circles.beyond(LIMIT_SLACK_M)):
        yield facts.finding(
            "NG386",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            circle=circles.ids[circles.home[row]],
            metres=f"{circles.household_straight_m[row] * facts.plan.rules.detour:.2f}",
            limit=f"{circles.rule.limit_m:g}",
        )


def ng387_outside_noted(facts: Facts) -> Iterator[Finding]:
    """A household beyond the limit is noted as such; after a change by hand the note is stale instead."""
    circles = facts.circles
    if not (circles.on and circles.rule.mode == "soft"):
        return
    for row in np.flatnonzero(circles.beyond(LIMIT_SLACK_M) & ~circles.noted & ~circles.by_hand):
        circle = circles.ids[circles.home[row]]
        yield facts.finding(
            "NG387", "households", int(row), "note", id=facts.household_id[row], circle=circle
        )


def ng388_note_true(facts: Facts) -> Iterator[Finding]:
    """No household is noted as outside that is inside or in no circle."""
    circles = facts.circles
    if circles.on:
        for row in np.flatnonzero(circles.noted & ~circles.beyond(-LIMIT_SLACK_M) & ~circles.by_hand):
            yield facts.finding("NG388", "households", int(row), "note", id=facts.household_id[row])


def ng389_households_at_most(facts: Facts) -> Iterator[Finding]:
    """No circle has more households than the rules allow, own homes apart."""
    yield from _too_many(facts, "NG389", "households", facts.circles.taken)


def ng390_team_at_most(facts: Facts) -> Iterator[Finding]:
    """No team is larger than the rules allow."""
    yield from _too_many(facts, "NG390", "members", facts.circles.size)


def _too_many(facts: Facts, code: str, column: str, count: Rows) -> Iterator[Finding]:
    circles = facts.circles
    most = {"households": circles.rule.max_households, "members": circles.rule.team_max}[column]
    if circles.on:
        for row in np.flatnonzero(count > most):
            yield facts.finding(
                code, "circles", int(row), column, circle=circles.ids[row], count=int(count[row]), most=most
            )


def ng391_team_at_least(facts: Facts) -> Iterator[Finding]:
    """A team is smaller than the rules ask for only where too few could share a centre, a soft rule."""
    circles = facts.circles
    if not (circles.on and circles.whole):
        return
    least = circles.rule.team_min
    small = (circles.size > 0) & (circles.size < least)
    rows = np.flatnonzero(circles.team >= 0)
    rows = rows[small[circles.team[rows]]]
    enough = could_join(facts, rows) >= least - 1
    for circle in np.unique(circles.team[rows[enough]]):
        yield facts.finding(
            "NG391",
            "circles",
            int(circle),
            "members",
            circle=circles.ids[circle],
            count=int(circles.size[circle]),
            least=least,
        )


def ng392_inside_boundary(facts: Facts) -> Iterator[Finding]:
    """The members of a circle lie inside one boundary; a blank place matches any."""
    circles, within = facts.circles, facts.plan.rules.within
    if not circles.on or within == "anywhere":
        return
    for row in np.flatnonzero(_across(facts, within)):
        yield facts.finding(
            "NG392",
            "circles",
            int(row),
            "circle_id",
            circle=circles.ids[row],
            within=facts.word("choice", within),
        )


def _across(facts: Facts, within: str) -> Mask:
    """Whether the members of each circle are of several places."""
    places = facts.places[1]
    township, village, group = (
        part[: facts.members] for part in (places.township, places.village, places.group)
    )
    if within == "township":
        return _differ(facts, township)
    # Members without a village match any, whatever their township.
    across = _differ(facts, village) | _differ(facts, np.where(village == BLANK, BLANK, township))
    return across | _differ(facts, group) if within == "group" else across


def _differ(facts: Facts, code: Rows) -> Mask:
    """Whether the members of each circle have several codes, blank ones apart."""
    circle = facts.circles.team
    rows = np.flatnonzero((circle >= 0) & (code != BLANK))
    size = len(facts.circles.ids)
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, BLANK, dtype=np.int64)
    np.minimum.at(low, circle[rows], code[rows])
    np.maximum.at(high, circle[rows], code[rows])
    return np.asarray((high != BLANK) & (low != high))


def ng398_outside_counted(facts: Facts) -> Iterator[Finding]:
    """Households beyond the limit of a soft circle are allowed; one note counts them."""
    circles = facts.circles
    if circles.on and circles.rule.mode == "soft" and circles.outside.any():
        count = int(circles.outside.sum())
        limit = f"{circles.rule.limit_m:g}"
        yield facts.at(facts.whole("households", "note"), "NG398", count=count, limit=limit)


def ng399_circles_of_village(facts: Facts) -> Iterator[Finding]:
    """Every village with members has the number of circles that the rules fix, where they do."""
    circles, wanted = facts.circles, facts.circles.rule.per_village
    if not circles.on or wanted is None:
        return
    tables = [facts.plan.members, facts.plan.tables["circles"]]
    (member, circle), names = village_rows(tables)
    count = np.bincount(circle, minlength=len(names))
    villages = texts(names, "village")
    for row in np.unique(member):
        if count[row] != wanted and villages[row] != "":
            place = facts.whole("circles")
            yield facts.at(place, "NG399", village=villages[row], count=int(count[row]), wanted=wanted)
