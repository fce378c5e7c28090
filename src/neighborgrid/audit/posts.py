"""Rules on the posts of circles: who leads, who is deputy; a stand-in is no breach."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.tables import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.findings import Finding


def ng393_leader_of_team(facts: Facts) -> Iterator[Finding]:
    """Every circle has a leader, who is one of its members."""
    circles = facts.circles
    if not (circles.on and circles.whole):
        return
    for row in circles.teams:
        if not circles.in_team(circles.leader[row : row + 1], row).all():
            yield facts.finding("NG393", "circles", row, "leader_id", circle=circles.ids[row])


def ng394_leads_one_circle(facts: Facts) -> Iterator[Finding]:
    """Nobody leads two circles."""
    circles = facts.circles
    if not circles.on:
        return
    known = circles.leader[circles.leader != NOBODY]
    for member in np.flatnonzero(np.bincount(known, minlength=1) > 1):
        rows = np.flatnonzero(circles.leader == member)
        yield facts.finding(
            "NG394",
            "circles",
            int(rows[1]),
            "leader_id",
            member=facts.person_id[member],
            circles="  ".join(circles.ids[rows].tolist()),
        )


def ng395_deputies_of_team(facts: Facts) -> Iterator[Finding]:
    """Deputies are members of their circle, each named once, and not its leader."""
    circles = facts.circles
    if not (circles.on and circles.whole):
        return
    for row in circles.teams:
        ids, rows, leader = circles.deputy_ids[row], circles.deputy_rows[row], circles.leader[row]
        member = circles.in_team(rows, row) & (rows != leader)
        times = Counter(ids)
        wrong = [one for one, fits in zip(ids, member, strict=True) if not fits or times[one] > 1]
        if wrong:
            shown = "  ".join(facts.shown(one) for one in dict.fromkeys(wrong))
            yield facts.finding("NG395", "circles", row, "deputy_ids", circle=circles.ids[row], ids=shown)


def ng396_deputies_enough(facts: Facts) -> Iterator[Finding]:
    """A circle has as many deputies as the rules ask for, or as its team has people beside the leader."""
    circles = facts.circles
    if not (circles.on and circles.whole):
        return
    low, high = circles.rule.deputies
    for row in circles.teams:
        count = len(circles.deputies[row])
        if not min(low, int(circles.size[row]) - 1) <= count <= high:
            yield facts.finding(
                "NG396",
                "circles",
                row,
                "deputy_ids",
                circle=circles.ids[row],
                count=count,
                low=low,
                high=high,
            )


def ng397_stand_ins(facts: Facts) -> Iterator[Finding]:
    """Posts are held by people of the roles that the rules name; one note counts the others."""
    circles = facts.circles
    if circles.on and circles.whole and circles.stand_ins:
        yield facts.at(facts.whole("circles", "leader_id"), "NG397", count=circles.stand_ins)
