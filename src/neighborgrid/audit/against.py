"""Rules that hold the plan's facts against those of the sheets, by id: one finding for each kind.

Facts that follow from rules (who may serve, loads, the frame of positions) are compared only where the
sheets were read by the plan's own rules: validating without the flags of ``assign`` is no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit.tables import EPSILON, lookup, numbers, texts
from neighborgrid.model.ground import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Floats, Mask, Rows, Texts
    from neighborgrid.findings import Finding
    from neighborgrid.model import Problem
    from neighborgrid.rules import Rules

NAMED_IDS: Final = 5
_SAME_DEGREES: Final = 1e-7 * (1 + 1e-3)
"""One in the seventh decimal, inclusive although degrees are no binary fractions."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows of the plan (``own``) and of the sheets (``theirs``) that carry one id."""

    ids: Texts
    own: Rows
    theirs: Rows

    @classmethod
    def of(cls, ids: Texts, sheet_ids: Texts) -> Matched:
        """Matches of the plan's ids, each row of the plan at most once."""
        theirs = lookup(sheet_ids, ids)
        own = np.flatnonzero(theirs >= 0)
        return cls(ids[own], own, theirs[own])


def ng346_household_facts(facts: Facts) -> Iterator[Finding]:
    """No household is hidden, moved or made lighter than the sheets have it."""
    if facts.problem is None:
        return
    both, sheets = _households(facts, facts.problem), facts.problem.households
    lives, lived = facts.column("residence")[both.own], texts(sheets, "residence")[both.theirs]
    hidden = (lives == "vacant") & (lived != "vacant")
    yield from _named(facts, "NG346", "households", "residence", both, hidden)
    # Only estimated positions differ from the sheets', however their ways were measured.
    kind = np.isin(facts.column("distance_kind")[both.own], KINDS)
    kind |= texts(sheets, "distance_kind")[both.theirs] == "straight"
    moved = kind & _moved(facts, facts.problem, both, "households")
    yield from _named(facts, "NG346", "households", "lon", both, moved)
    load = np.abs(facts.work[both.own] - numbers(sheets, "load")[both.theirs]) > EPSILON
    yield from _named(
        facts, "NG346", "households", "load", both, load & (lives == lived) & (lives != "vacant")
    )


def ng347_household_wishes(facts: Facts) -> Iterator[Finding]:
    """Residence, priority and lock are those of the sheets; people may have changed them by hand."""
    if facts.problem is None:
        return
    both, sheets = _households(facts, facts.problem), facts.problem.households
    lives, lived = facts.column("residence")[both.own], texts(sheets, "residence")[both.theirs]
    yield from _named(facts, "NG347", "households", "residence", both, (lives != lived) & (lives != "vacant"))
    important = facts.column("priority")[both.own] != ""
    differs = important != (texts(sheets, "priority")[both.theirs] != "")
    yield from _named(facts, "NG347", "households", "priority", both, differs)
    locked = facts.column("lock")[both.own] != texts(sheets, "lock")[both.theirs]
    yield from _named(facts, "NG347", "households", "lock", both, locked)


def ng348_person_admitted(facts: Facts) -> Iterator[Finding]:
    """Nobody stands in Members whom the sheets exclude."""
    if facts.problem is None:
        return
    both = _people(facts, facts.problem)
    reason = _exclusions(facts, facts.problem)[both.theirs]
    yield from _named(facts, "NG348", "members", "", both, (reason != "") & (both.own < facts.members))


def ng349_person_kept_out(facts: Facts) -> Iterator[Finding]:
    """Nobody stands in Excluded who may serve by the sheets; people may have decided so by hand."""
    if facts.problem is None:
        return
    both = _people(facts, facts.problem)
    able = texts(facts.problem.people, "excluded")[both.theirs] == ""
    stated = np.concatenate([np.full(facts.members, "", dtype=object), texts(facts.plan.excluded, "reason")])
    agree = np.array([_same_rule(facts, facts.problem, reason) for reason in stated[both.own].tolist()])
    yield from _named(facts, "NG349", "excluded", "", both, able & agree & (both.own >= facts.members))


def ng323_person_moved(facts: Facts) -> Iterator[Finding]:
    """Everybody lives where the sheets have them."""
    if facts.problem is None:
        return
    both = _people(facts, facts.problem)
    moved = _moved(facts, facts.problem, both, "people")
    yield from _named(facts, "NG323", "members", "lon", both, moved)


def ng324_person_loads(facts: Facts) -> Iterator[Finding]:
    """Least and greatest loads are those of the sheets or of the plan's rules."""
    problem = facts.problem
    if problem is None:
        return
    both = _people(facts, problem)
    serving = np.flatnonzero(both.own < facts.members)
    both = Matched(both.ids[serving], both.own[serving], both.theirs[serving])
    role = texts(problem.people, "role")[both.theirs]
    less = _other_least(facts, problem, both, role)
    yield from _named(facts, "NG324", "members", "min_load", both, less)
    yield from _named(facts, "NG324", "members", "max_load", both, _other_cap(facts, problem, both, role))


def ng333_avoided_pairs(facts: Facts) -> Iterator[Finding]:
    """The pairs to avoid are those of the sheets; people may have settled them by hand."""
    problem = facts.problem
    if problem is None:
        return
    home, person = problem.avoid_pairs.reshape(-1, 2).T
    wished = facts.plan.tables["wishes"]
    own = list(zip(texts(wished, "household_id").tolist(), texts(wished, "member_id").tolist(), strict=True))
    ids, members = texts(problem.households, "household_id"), texts(problem.people, "member_id")
    theirs = list(zip(ids[home].tolist(), members[person].tolist(), strict=True))
    known, people = set(facts.household_id.tolist()), set(facts.person_id.tolist())
    # Pairs of ids that the plan does not have are findings of their own (NG302, NG308, NG343).
    differ = sorted(pair for pair in set(own) ^ set(theirs) if pair[0] in known and pair[1] in people)
    if differ:
        shown = "  ".join(f"{household}-{member}" for household, member in differ[:NAMED_IDS])
        yield facts.at(facts.whole("wishes"), "NG333", count=len(differ), ids=shown)


def ng322_cap_within_rules(facts: Facts) -> Iterator[Finding]:
    """Without the sheets: nobody's greatest load is beyond that of the rules."""
    if facts.problem is not None or facts.existing:
        return
    cap, role = numbers(facts.plan.members, "max_load"), texts(facts.plan.members, "role")
    ruled = _caps(facts.plan.rules, role)
    ruled = np.where(np.isnan(ruled), facts.plan.rules.auto_range[1], ruled)
    beyond = np.flatnonzero(cap > ruled + EPSILON)
    both = Matched(facts.person_id[: facts.members][beyond], beyond, beyond)
    yield from _named(facts, "NG322", "members", "max_load", both, np.ones(len(beyond), dtype=bool))


def _households(facts: Facts, problem: Problem) -> Matched:
    return Matched.of(facts.household_id, texts(problem.households, "household_id"))


def _people(facts: Facts, problem: Problem) -> Matched:
    return Matched.of(facts.person_id, texts(problem.people, "member_id"))


def _named(
    facts: Facts, code: str, table: str, column: str, both: Matched, differs: Mask
) -> Iterator[Finding]:
    """One finding about all rows that differ, placed at the first of them."""
    rows = np.flatnonzero(differs)
    if not len(rows):
        return
    row = int(both.own[rows[0]])
    if table in {"members", "excluded"}:
        table, row = ("members", row) if row < facts.members else ("excluded", row - facts.members)
    word = {"column": facts.word("col", column)} if column else {}
    ids = "  ".join(both.ids[rows[:NAMED_IDS]].tolist())
    yield facts.at(facts.place(table, row, column), code, count=len(rows), ids=ids, **word)


def _moved(facts: Facts, problem: Problem, both: Matched, side: str) -> Mask:
    """Whether positions differ; those of sheets that were read in another frame cannot be compared."""
    if problem.rules.frame != facts.plan.rules.frame:
        return np.zeros(len(both.own), dtype=bool)
    points = facts.homes if side == "households" else facts.doors
    table = problem.households if side == "households" else problem.people
    moved = np.zeros(len(both.own), dtype=bool)
    for stated, column in ((points.lon, "lon"), (points.lat, "lat")):
        here, there = stated[both.own], numbers(table, column)[both.theirs]
        off = ~(np.abs(here - there) <= _SAME_DEGREES)
        moved |= off & ~(np.isnan(here) & np.isnan(there))
    return moved


def _exclusions(facts: Facts, problem: Problem) -> Texts:
    """Reasons of exclusion of the sheets' people, "" where the plan's rules may say otherwise."""
    reasons = texts(problem.people, "excluded").copy()
    for reason in set(reasons.tolist()):
        if not _same_rule(facts, problem, reason):
            reasons[reasons == reason] = ""
    return reasons


def _same_rule(facts: Facts, problem: Problem, reason: str) -> bool:
    """Whether plan and sheets are under the same rules as far as a reason of exclusion goes."""
    ours, theirs = facts.plan.rules, problem.rules
    if reason == "age":
        return (ours.max_age, ours.as_of) == (theirs.max_age, theirs.as_of)
    if reason == "away":
        return ours.away_may_serve == theirs.away_may_serve
    if reason == "health":
        return ours.unfit_may_serve == theirs.unfit_may_serve
    return True


def _by_role(roles: Texts, value: Callable[[str], float]) -> Floats:
    """Number of each role, asked for once a role."""
    known = {role: value(role) for role in set(roles.tolist())}
    return np.array([known[role] for role in roles.tolist()], dtype=np.float64)


def _caps(rules: Rules, roles: Texts) -> Floats:
    """Greatest load that rules give each role; NaN where it is automatic."""

    def cap(role: str) -> float:
        most = rules.load_rule(role).max
        return float("nan") if most is None else most

    return _by_role(roles, cap)


def _other_least(facts: Facts, problem: Problem, both: Matched, role: Texts) -> Mask:
    """Whether least loads are neither the sheets' own numbers nor what the plan's rules give."""
    least = np.nan_to_num(numbers(facts.plan.members, "min_load")[both.own])
    wanted = np.nan_to_num(numbers(problem.people, "min_load")[both.theirs])
    ours = _by_role(role, lambda one: facts.plan.rules.load_rule(one).min)
    theirs = _by_role(role, lambda one: problem.rules.load_rule(one).min)
    return np.asarray((least != wanted) & ~((wanted == theirs) & (least == ours)))


def _other_cap(facts: Facts, problem: Problem, both: Matched, role: Texts) -> Mask:
    """Whether greatest loads are neither the sheets' own numbers nor what the plan's rules give."""
    cap, wanted = facts.cap[both.own], numbers(problem.people, "max_load")[both.theirs]
    ours, theirs = _caps(facts.plan.rules, role), _caps(problem.rules, role)
    low, high = facts.plan.rules.auto_range
    by_rule = np.where(np.isnan(ours), (cap >= low) & (cap <= high), cap == ours)
    from_rule = np.isnan(wanted) | (wanted == theirs)
    return np.asarray((cap != wanted) & ~(from_rule & by_rule))
