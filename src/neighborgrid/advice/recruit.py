"""The fewest additional members that reach a coverage, where they might live, and what else would do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.model import make_table
from neighborgrid.planbook.refresh import standing
from neighborgrid.rules.settings import AUTO, ROLES
from neighborgrid.solve.recruit import Chosen, Field, Ladder, fewest, field_of, ladder_of
from neighborgrid.solve.recruit.polish import polished
from neighborgrid.solve.summary import coverage_pct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Ground, Plan, Problem
    from neighborgrid.rules import Value

    Rows = NDArray[np.int64]

COLUMNS: Final[Mapping[str, str]] = {
    "number": "int",
    "township": "text",
    "village": "text",
    "group": "text",
    "household_id": "text",
    "waiting": "int",
    "households": "int",
    "max_load": "int",
    "estimated": "text",
}
"""Columns of `Recruits.table`, a row per new member.

``waiting`` are the waiting households that the new member would serve, the own home included where it waits;
``households`` all that he or she would serve, own home included. ``estimated`` is ``yes`` where the position
of the home is not verified.
"""
HOPELESS: Final = ("row_error", "no_coordinates", "lock_conflict")
"""Reasons for waiting that no new member changes."""


@dataclass(frozen=True)
class Recruits:
    """What it takes to reach a coverage.

    Attributes
    ----------
    wanted_pct, wanted
        Coverage that was asked for, in percent and in households.
    rows
        All household rows, vacant houses left out: what coverage is a share of.
    served_today, served_replanned, served
        Households served in the plan as it stands, in a new plan of the same people, and with the recruits.
    reachable
        Most households that any number of new members could serve.
    table
        The new members, with `COLUMNS`.
    bound
        No fewer new members can do.
    exact
        Whether the bound was computed for all; loads are equal then. Else the number is an upper estimate.
    moved
        Households served today that would change their member for the new members to come in.
    left
        Households not served even then, by reason of `model.UNSERVED_REASONS`.
    hopeless
        Those of them whom no new member can serve, by reason.
    ladder
        Coverage at greater caps and limits.
    circles, strict
        Whether the plan has circles, and whether they are strict; they are left out of account.
    matrix
        Whether the plan has metres of the organiser's own. They say nothing of new members, whose metres are
        those of the roads or of the straight line.
    """

    wanted_pct: float
    wanted: int
    rows: int
    served_today: int
    served_replanned: int
    served: int
    reachable: int
    table: pd.DataFrame
    bound: int
    exact: bool
    moved: int
    left: Mapping[str, int]
    hopeless: Mapping[str, int]
    ladder: Ladder
    circles: bool
    strict: bool
    matrix: bool = False

    @property
    def goal(self) -> int:
        """Households to be served: those that were asked for, or as many as can be."""
        return min(self.wanted, self.reachable)

    def first_goal(self) -> int:
        """Households that a cell of the ladder has to serve to be marked: the wanted ones where any does."""
        return self.wanted if self.ladder.first_of(self.wanted) else self.goal

    def pct(self, served: int) -> float:
        """Coverage in percent, rounded down to 0.01."""
        return coverage_pct(served, self.rows)

    def notes(self) -> list[tuple[str, ...]]:
        """What is to be said about each new member: ``doubt`` on the position, ``frees`` room of others."""
        doubt, frees = self.table["estimated"] != "", self.table["waiting"] == 0
        return [
            (("doubt",) if one else ()) + (("frees",) if other else ())
            for one, other in zip(doubt, frees, strict=True)
        ]

    def by_village(self) -> list[tuple[str, str, int, int]]:
        """Township, village, new members and the waiting that they serve, those that need most first."""
        groups = self.table.groupby(["township", "village"], sort=False)
        sums = [
            (str(township), str(village), len(rows), int(rows["waiting"].sum()))
            for (township, village), rows in groups
        ]
        return sorted(sums, key=lambda row: (-row[2], -row[3]))


def recruit(
    plan: Plan,
    coverage: float = 100,
    cap: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    ground: Ground | None = None,
) -> Recruits:
    """Fewest new members with whom a plan, its hand edits applied, reaches ``coverage`` percent.

    ``cap`` is the cap of each of them; by default ``load.max``, or the automatic cap of the village.
    ``progress`` is told how many of the independent regions are done. ``ground`` is what the plan is measured
    on, roads and barriers for the new members too; without it walking is straight metres times the detour
    factor, also for a plan whose rules name files of a ground. Raises ValueError where
    ``coverage`` is outside 0 .. 100 or ``cap`` is less than 1.
    """
    if not 0 <= coverage <= 100 or (cap is not None and cap < 1):
        raise ValueError("coverage must be within 0 .. 100 and cap at least 1")
    problem, solution = standing(plan, ground)
    today = _able(problem, solution.person)
    new_cap = _caps(plan, problem, cap)
    field = field_of(problem, today, solution.max_load, new_cap)
    counted = (problem.households["residence"] != "vacant").to_numpy()
    rows = int(counted.sum()) + len(problem.set_aside)
    # The share as it was typed, so that 99.9 % is not a hair more.
    wanted = math.ceil(Fraction(str(coverage)) * rows / 100)
    replanned = int((field.choice >= 0).sum())
    reachable = replanned + len(field.helpable)
    chosen = fewest(field.regions, min(wanted, reachable) - replanned, progress)
    then = _then(problem, field, chosen, today)
    left, hopeless = _left(plan, field, then)
    return Recruits(
        wanted_pct=coverage,
        wanted=wanted,
        rows=rows,
        served_today=int((counted & (today >= 0)).sum()),
        served_replanned=replanned,
        served=int((then.person >= 0).sum() + (then.recruit >= 0).sum()),
        reachable=reachable,
        table=_table(problem, then, new_cap, today),
        bound=chosen.bound,
        exact=chosen.exact,
        moved=then.moved,
        left=left,
        hopeless=hopeless,
        ladder=ladder_of(problem, today, solution.max_load),
        circles=bool(len(plan.tables["circles"])),
        strict=bool(len(plan.tables["circles"])) and plan.rules.circles.mode == "strict",
        matrix=ground is not None and ground.matrix is not None,
    )


def raised(plan: Plan, least: int) -> tuple[dict[str, Value], int]:
    """Settings under which no cap by rule is below ``least``, and how many have lower ones of their own.

    A cap that is greater by rule stays as great as it is.
    """
    members, values = plan.members, plan.rules.values
    roles = np.where(members["role"].isin(ROLES), members["role"], "member").astype(object)
    place = (members["township"] + "/" + members["village"]).str.strip("/")
    auto = place.map(dict(plan.auto_caps)).to_numpy(np.float64)
    by_role = {role: plan.rules.load_rule(role).max for role in set(roles)}
    usual = np.array(
        [one if by_role[role] is None else by_role[role] for role, one in zip(roles, auto, strict=True)],
        np.float64,
    )
    cap = members["max_load"].to_numpy(np.float64)
    own = (cap != usual) & np.isfinite(cap)
    keys = {role: f"loads.{role}.max" for role in by_role}
    lifted: dict[str, Value] = {
        key: least for key in keys.values() if values[key] == AUTO or _is_below(values[key], least)
    }
    general = np.array([values[keys[role]] is None for role in roles], bool) & ~own
    lifted["load.max"] = int(max([least, *usual[general & np.isfinite(usual)]]))
    return lifted, int(np.count_nonzero(own & (cap < least)))


def _is_below(value: Value, least: int) -> bool:
    return isinstance(value, int | float) and value < least


@dataclass(frozen=True)
class _Then:
    """Person and recruit (place in ``sites``) of each household once the recruits are there; -1 none.

    ``moved`` of those served today change their member for it.
    """

    person: Rows
    recruit: Rows
    sites: Rows
    moved: int


def _able(problem: Problem, person: Rows) -> Rows:
    """Choice without those who do not serve, and without vacant houses."""
    able = np.append((problem.people["excluded"] == "").to_numpy(), False)
    occupied = (problem.households["residence"] != "vacant").to_numpy()
    return np.where(able[person] & occupied, person, -1)


def _caps(plan: Plan, problem: Problem, cap: int | None) -> NDArray[np.int64]:
    """Cap of a new member at each household."""
    homes = problem.households
    if cap is None:
        cap = plan.rules.load_rule("member").max
    if cap is not None:
        return np.full(len(homes), cap, np.int64)
    low = plan.rules.auto_range[0]
    names = (homes["township"] + "/" + homes["village"]).str.strip("/")
    of_name = {name: plan.auto_caps.get(name, low) for name in names.unique()}
    return names.map(of_name).to_numpy(np.int64)


def _then(problem: Problem, field: Field, chosen: Chosen, today: Rows) -> _Then:
    """Who serves whom with the new members; where none comes, the plan stays as it is wherever it can."""
    person, recruit = field.choice.copy(), np.full(len(field.choice), -1, np.int64)
    sites: list[int] = []
    moved = 0
    for region, places in zip(field.regions, chosen.sites, strict=True):
        if not len(places):
            continue
        places, dealt = polished(problem, region, np.sort(places), field.choice)
        before = field.choice[region.homes]
        moved += int(np.count_nonzero((today[region.homes] >= 0) & (dealt.person != before)))
        person[region.homes] = dealt.person
        recruit[region.homes] = np.where(dealt.site >= 0, dealt.site + len(sites), -1)
        sites += region.sites[places].tolist()
    order = np.argsort(sites, kind="stable")
    rank = np.append(np.argsort(order), -1).astype(np.int64)
    return _Then(person, rank[recruit], np.array(sites, np.int64)[order], moved)


def _table(problem: Problem, then: _Then, new_cap: NDArray[np.int64], today: Rows) -> pd.DataFrame:
    """Recruits in the order of households."""
    homes, count = problem.households, len(then.sites)
    served = then.recruit[then.recruit >= 0]
    waited = then.recruit[(then.recruit >= 0) & (today < 0)]
    places = {
        name: homes[name].to_numpy()[then.sites] for name in ("township", "village", "group", "household_id")
    }
    estimated = homes["distance_kind"].to_numpy()[then.sites] == "estimated"
    return make_table(
        COLUMNS,
        {
            "number": np.arange(1, count + 1),
            **places,
            "waiting": np.bincount(waited, minlength=count),
            "households": np.bincount(served, minlength=count),
            "max_load": new_cap[then.sites],
            "estimated": np.where(estimated, "yes", "").astype(object),
        },
    )


def _left(plan: Plan, field: Field, then: _Then) -> tuple[dict[str, int], dict[str, int]]:
    """Households that are left, and those of them that nobody new can serve, by reason."""
    aside = plan.unserved["reason"] == "row_error"
    reason = plan.households["reason"].to_numpy().copy()
    # A new plan of the same people may leave somebody else, and circles are left out of account.
    reason[(reason == "") | (reason == "outside_circles")] = "members_full"
    reason[field.hopeless[reason[field.hopeless] != "no_coordinates"]] = "lock_conflict"
    occupied = (plan.households["residence"] != "vacant").to_numpy()
    waits = np.flatnonzero(occupied & (then.person < 0) & (then.recruit < 0))

    def counted(rows: Rows) -> dict[str, int]:
        names, counts = np.unique(reason[rows].astype(str), return_counts=True)
        found = {str(name): int(count) for name, count in zip(names, counts, strict=True)}
        return ({"row_error": int(aside.sum())} if aside.any() else {}) | found

    return counted(waits), counted(field.hopeless)
