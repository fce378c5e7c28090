"""Why each waiting household waits: found anew, with everybody near it, in the order of the closed list.

The reasons after ``no_coordinates`` and ``lock_conflict`` are stages that a pair (household, person) must
pass one after the other: in range, able to serve, inside the boundary, not avoided, near enough on foot (on a
ground of roads and barriers), strong enough for the household at all, in a circle that reaches it (strict
circles only), with room for it now, the member as well as the circle. The first true reason is the stage at
which the household's best pair stops; a pair that passes all stages could serve it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit import measure
from neighborgrid.audit.tables import EPSILON, LIMIT_SLACK_M, NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Mask, Rows
    from neighborgrid.findings import Finding

STAGES: Final = (
    "no_member_in_range",
    "only_ineligible_in_range",
    "outside_boundary",
    "avoided",
    "blocked",
    "load_too_large",
    "outside_circles",
    "members_full",
)
COULD_BE_SERVED: Final = ""
OF_CIRCLES: Final = ("outside_circles", "members_full")
"""Reasons that depend on who is in which circle."""
_PASSED: Final = len(STAGES)
_LATER: Final = 3
_OF_WAYS: Final = STAGES.index("blocked")
"""The first stage that depends on ways."""


@dataclass(frozen=True)
class Reasons:
    """True reasons by row of Households; "" where a member has room, or the household does not wait.

    ``surely`` and ``possibly`` differ only at a limit itself (within a millimetre) and where a blank
    township can be read in two ways. ``helper`` is the nearest person with room, -1 for none.
    """

    surely: NDArray[np.object_]
    possibly: NDArray[np.object_]
    helper: Rows


def true_reasons(facts: Facts) -> Reasons:
    """Reasons of all waiting households."""
    size = len(facts.household_id)
    stage = np.zeros((2, size), dtype=np.int64)
    helper = np.full(size, NOBODY, dtype=np.int64)
    lock = facts.column("lock")
    _search(facts, np.flatnonzero(facts.waiting & (lock == "") & facts.homes.known()), stage, helper)
    names = np.array([*STAGES, COULD_BE_SERVED], dtype=object)
    surely, possibly = names[stage[0]], names[stage[1]]
    for reasons in (surely, possibly):
        _try_locks(facts, reasons, helper, slack_m=-LIMIT_SLACK_M if reasons is surely else LIMIT_SLACK_M)
        if facts.walking.untold:
            _believe(facts, reasons, stage[1], helper)
        _try_homes(facts, reasons, helper)
        reasons[facts.waiting & ~facts.homes.known() & (helper == NOBODY)] = "no_coordinates"
        reasons[~facts.waiting] = COULD_BE_SERVED
    return Reasons(surely, possibly, helper)


def _search(facts: Facts, rows: Rows, stage: NDArray[np.int64], helper: Rows) -> None:
    """Fill in the stage that each of ``rows`` reaches, and its nearest helper."""
    reach_m = facts.walking.reach_m
    best = np.full(len(facts.household_id), np.inf)
    for near in measure.neighbours(facts.homes.take(rows), facts.doors, reach_m + LIMIT_SLACK_M):
        household, person = rows[near.here], near.there
        surely, possibly = facts.inside(household, person)
        in_range = near.straight_m <= reach_m - LIMIT_SLACK_M
        welcome = ~facts.is_avoided(household, person)
        on_foot = facts.walking.on_foot(household, person, facts.able[person] & possibly & welcome)
        answers = (
            (in_range, surely, on_foot[0], -LIMIT_SLACK_M),
            (np.ones_like(in_range), possibly, on_foot[1], LIMIT_SLACK_M),
        )
        for answer, (close, inside, walked, slack_m) in enumerate(answers):
            later = _later_stages(facts, household, person, slack_m=slack_m)
            passed = _passed([close, facts.able[person], inside, welcome, walked, *later])
            np.maximum.at(stage[answer], household, passed)
            if answer == 0:
                _keep_nearest(
                    household, person, np.where(passed == _PASSED, near.straight_m, np.inf), best, helper
                )


def _later_stages(facts: Facts, household: Rows, person: Rows, *, slack_m: float) -> list[Mask]:
    """Whether pairs pass the stages after the ways; people of Excluded never get so far."""
    if not facts.members:
        return [np.zeros(len(person), dtype=bool)] * _LATER
    member = np.minimum(person, facts.members - 1)
    cap, load, work = facts.cap[member] + EPSILON, facts.load[member], facts.work[household]
    reached, room = _circle_stages(facts, household, member, slack_m)
    return [cap >= work, reached, (cap >= load + work) & room]


def _circle_stages(facts: Facts, household: Rows, member: Rows, slack_m: float) -> tuple[Mask, Mask]:
    """Whether each member's circle reaches the household, and whether it has room for one more."""
    circles = facts.circles
    reached, room = np.ones(len(member), dtype=bool), np.ones(len(member), dtype=bool)
    if not circles.on:
        return reached, room
    circle = circles.team[member]
    known = np.flatnonzero(circle >= 0)
    room[known] = circles.taken[circle[known]] < circles.rule.max_households
    if circles.rule.mode == "strict":
        reached[:] = False
        homes, centres = facts.homes.take(household[known]), circles.centres.take(circle[known])
        reached[known] = measure.straight_m(homes, centres) <= circles.reach_m + slack_m
    return reached, room


def _passed(stages: list[Mask]) -> NDArray[np.int64]:
    """Number of stages that each pair passes before the first that it does not."""
    return np.asarray(np.cumprod(np.array(stages, dtype=np.int64), axis=0).sum(axis=0))


def _keep_nearest(
    household: Rows, person: Rows, metres: NDArray[np.float64], best: NDArray[np.float64], helper: Rows
) -> None:
    """Note the nearest person with room; of two equally near, the one that comes first."""
    nearest = best.copy()
    np.minimum.at(nearest, household, metres)
    found = np.flatnonzero(np.isfinite(metres) & (metres == nearest[household]) & (metres < best[household]))
    helper[household[found[::-1]]] = person[found[::-1]]
    best[:] = nearest


def _try_locks(facts: Facts, reasons: NDArray[np.object_], helper: Rows, *, slack_m: float) -> None:
    """A lock that holds could serve the household; any other is a conflict."""
    rows = np.flatnonzero(facts.waiting & (facts.column("lock") != "") & facts.homes.known())
    reasons[rows] = "lock_conflict"
    rows = rows[facts.locked_person[rows] != NOBODY]
    person = facts.locked_person[rows]
    metres = measure.straight_m(facts.homes.take(rows), facts.doors.take(person))
    inside = facts.inside(rows, person)
    walked = facts.walking.on_foot(rows, person, np.ones(len(rows), dtype=bool))
    answer = 0 if slack_m < 0 else 1
    stages = [
        metres <= facts.walking.reach_m + slack_m,
        facts.able[person],
        inside[answer],
        ~facts.is_avoided(rows, person),
        walked[answer],
        *_later_stages(facts, rows, person, slack_m=slack_m),
    ]
    holds = _passed(stages) == _PASSED
    reasons[rows[holds]] = COULD_BE_SERVED
    if slack_m < 0:
        helper[rows[holds]] = person[holds]


def _believe(facts: Facts, reasons: NDArray[np.object_], stage: NDArray[np.int64], helper: Rows) -> None:
    """Take the stated reason where only ways can tell: the stage was reached, how far one gets is not known.

    A lock may fail for want of a way as well.
    """
    stated = facts.column("reason")
    at = np.array([STAGES.index(one) if one in STAGES else -1 for one in stated.tolist()], dtype=np.int64)
    told = (at >= _OF_WAYS) & (at <= stage) & (facts.column("lock") == "")
    told |= (facts.column("lock") != "") & (stated == "lock_conflict")
    told &= facts.waiting & facts.homes.known()
    reasons[told] = stated[told]
    helper[told] = NOBODY


def _try_homes(facts: Facts, reasons: NDArray[np.object_], helper: Rows) -> None:
    """An able member whose own home it is can always serve a household that no lock holds back."""
    free = facts.waiting & (facts.home_row != NOBODY) & (facts.column("lock") == "")
    rows = np.flatnonzero(free)
    rows = rows[facts.able[facts.home_row[rows]]]
    reasons[rows] = COULD_BE_SERVED
    helper[rows] = facts.home_row[rows]


def behind_circles(facts: Facts, reasons: Reasons) -> Mask:
    """Whether each reason may only lag behind circles that were changed by hand."""
    if not (facts.circles.on and facts.circles.edited):
        return np.zeros(len(reasons.surely), dtype=bool)
    stated = facts.column("reason")
    return np.asarray(np.isin(stated, OF_CIRCLES) & np.isin(reasons.surely, OF_CIRCLES))


def ng325_reason_true(facts: Facts, reasons: Reasons) -> Iterator[Finding]:
    """The reason given is the first true one of the closed list; none is given to a served household."""
    stated = facts.column("reason")
    settled = facts.waiting & (reasons.surely != COULD_BE_SERVED) & ~facts.edited & (stated != "")
    wrong = settled & (stated != reasons.surely) & (stated != reasons.possibly)
    wrong &= ~behind_circles(facts, reasons)
    for row in np.flatnonzero(wrong):
        yield facts.finding(
            "NG325",
            "households",
            int(row),
            "reason",
            id=facts.household_id[row],
            stated=facts.word("cell.reason", stated[row]),
            true=facts.word("cell.reason", reasons.surely[row]),
        )


def ng326_reason_given(facts: Facts, reasons: Reasons) -> Iterator[Finding]:
    """A household that waits says why; one that waits since a change by hand says so when rewritten."""
    silent = facts.waiting & ~facts.edited & (facts.column("reason") == "")
    if facts.existing:
        return
    for row in np.flatnonzero(silent & (reasons.surely != COULD_BE_SERVED)):
        yield facts.finding(
            "NG326",
            "households",
            int(row),
            "reason",
            id=facts.household_id[row],
            true=facts.word("cell.reason", reasons.surely[row]),
        )


def ng327_nobody_has_room(facts: Facts, reasons: Reasons) -> Iterator[Finding]:
    """No household waits that a member could serve under every rule."""
    helper = reasons.helper
    for row in np.flatnonzero(facts.waiting & (reasons.surely == COULD_BE_SERVED)):
        yield facts.finding(
            "NG327",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.person_id[helper[row]] if helper[row] != NOBODY else "",
        )


def ng328_no_reason_when_served(facts: Facts, _reasons: Reasons) -> Iterator[Finding]:
    """A household that is served or vacant carries no reason."""
    settled = (facts.served | facts.vacant) & ~facts.edited
    for row in np.flatnonzero(settled & (facts.column("reason") != "")):
        yield facts.finding("NG328", "households", int(row), "reason", id=facts.household_id[row])
