"""From a problem to an optimal choice of members: pairs, caps, then flow or MIP per component."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.caps import automatic_caps
from neighborgrid.solve.components import Components, split
from neighborgrid.solve.costs import CM_PER_M, pair_cost_cm
from neighborgrid.solve.flow import solve_flow
from neighborgrid.solve.instance import Assignment
from neighborgrid.solve.pairs import Pairs, Reachable, reachable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.mip import Gap


Progress = Callable[[str], None]
"""Observer that is told when a stage of a run begins; the library itself never prints."""


def silent(_stage: str) -> None:
    """Observe nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved about a choice of members.

    ``tiers_proved``: no other plan serves more priority households, more households, or leaves less
    shortfall. Otherwise a plan might serve up to ``served_gap`` households more. A plan that is equal in
    those tiers is at most ``gap_m`` metres of objective better; 0 for unit loads.
    """

    tiers_proved: bool
    served_gap: float
    gap_m: float


@dataclass(frozen=True, slots=True)
class Solution:
    """A choice of members, and what it was chosen from.

    ``person`` is the row of each household's person (-1: none; own homes included), ``max_load`` each
    person's cap, NaN for people who do not serve and have none. ``proof`` is None for a choice that
    people made.
    """

    person: NDArray[np.int64]
    max_load: NDArray[np.float64]
    reachable: Reachable
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The instance with its caps settled; ``rows`` and ``serving`` lead back to the problem's rows."""

    reachable: Reachable
    cost_cm: NDArray[np.int64]
    case: Assignment
    parts: Components
    rows: NDArray[np.int64]
    serving: NDArray[np.int64]
    max_load: NDArray[np.float64]


def solve(problem: Problem, progress: Progress = silent) -> Solution:
    """Optimal choice of members for all households, in the order of tiers of ``flow``."""
    progress("pairs")
    ready = _prepare(problem, reachable(problem))
    progress("assign")
    person = ready.reachable.need.own_home.copy()
    _nearest_for_weightless(problem, ready, person)
    member = np.full(len(ready.case.priority), -1, np.int64)
    gaps = _solve_parts(ready.case, ready.parts, member)
    chosen = np.flatnonzero(member >= 0)
    person[ready.rows[chosen]] = ready.serving[member[chosen]]
    return Solution(person, ready.max_load, ready.reachable, _proof(gaps))


def given(problem: Problem, person: NDArray[np.int64]) -> Solution:
    """Wrap a choice that people made, with the caps that the rules give; nothing is proved about it."""
    found = reachable(problem, person)
    return Solution(person, _prepare(problem, found).max_load, found, None)


def _prepare(problem: Problem, found: Reachable) -> _Prepared:
    serving = np.flatnonzero((problem.people["excluded"] == "").to_numpy())
    cost_cm = pair_cost_cm(problem, found.pairs)
    weighs = problem.households["load"].to_numpy() > 0
    case, rows = _case(problem, found.pairs, cost_cm, weighs, serving)
    parts = split(case.household, case.member, len(case.priority), len(serving))
    case = replace(case, max_load=_caps(problem, case, parts, serving))
    max_load = problem.people["max_load"].to_numpy().copy()
    max_load[serving] = case.max_load
    case, parts = _without_oversize(case, parts)
    return _Prepared(found, cost_cm, case, parts, rows, serving, max_load)


def _nearest_for_weightless(problem: Problem, ready: _Prepared, person: NDArray[np.int64]) -> None:
    """Give every household of load 0 its cheapest member: it takes nobody's capacity."""
    pairs, cost_cm = ready.reachable.pairs, ready.cost_cm
    weightless = problem.households["load"].to_numpy() == 0
    mine = np.flatnonzero(weightless[pairs.household])
    # Backwards, so that the cheapest pair (ties: the first person) is written last.
    order = mine[np.lexsort((-pairs.person[mine], -cost_cm[mine]))]
    person[pairs.household[order]] = pairs.person[order]


def _case(
    problem: Problem,
    pairs: Pairs,
    cost_cm: NDArray[np.int64],
    weighs: NDArray[np.bool_],
    serving: NDArray[np.int64],
) -> tuple[Assignment, NDArray[np.int64]]:
    """Instance over the households that weigh and have a pair, and their rows."""
    homes, people = problem.households, problem.people
    keep = np.flatnonzero(weighs[pairs.household])
    in_play = np.zeros(len(homes), bool)
    in_play[pairs.household[keep]] = True
    rows = np.flatnonzero(in_play)
    local_home = np.cumsum(in_play, dtype=np.int32) - 1
    local_person = np.full(len(people), -1, np.int32)
    local_person[serving] = np.arange(len(serving))
    loads = {part: people[f"{part}_load"].to_numpy()[serving] for part in ("min", "target", "max")}
    case = Assignment(
        household=local_home[pairs.household[keep]].astype(np.int32, copy=False),
        member=local_person[pairs.person[keep]],
        cost_cm=cost_cm[keep],
        priority=(homes["priority"] != "").to_numpy()[rows],
        load=homes["load"].to_numpy()[rows],
        min_load=loads["min"].astype(np.int64),
        target_load=loads["target"].astype(np.int64),
        max_load=np.nan_to_num(loads["max"], nan=-1).astype(np.int64),
        balance_m=problem.rules.balance_m,
    )
    return case, rows


def _caps(
    problem: Problem, case: Assignment, parts: Components, serving: NDArray[np.int64]
) -> NDArray[np.int64]:
    auto = case.max_load < 0
    if not auto.any():
        return case.max_load
    village = problem.people["village_code"].to_numpy()[serving]
    return automatic_caps(case, parts, auto=auto, village=village, span=problem.rules.auto_range)


def _without_oversize(case: Assignment, parts: Components) -> tuple[Assignment, Components]:
    """Drop pairs whose household is a greater load than the member may take."""
    fits = case.load[case.household] <= case.max_load[case.member]
    if fits.all():
        return case, parts
    case = replace(case, household=case.household[fits], member=case.member[fits], cost_cm=case.cost_cm[fits])
    return case, split(case.household, case.member, len(case.priority), len(case.max_load))


def _solve_parts(case: Assignment, parts: Components, member: NDArray[np.int64]) -> list[Gap]:
    """Solve all components; what stays open is returned for those that needed a MIP."""
    unequal = np.zeros(parts.count, bool)
    part_of = np.repeat(np.arange(parts.count), np.diff(parts.household_start))
    unequal[part_of[case.load[parts.household_order] != 1]] = True
    solve_flow(case, parts, np.flatnonzero(~unequal), member)
    if not unequal.any():
        return []
    from neighborgrid.solve.mip import solve_mip

    return [solve_mip(case, parts, int(part), member) for part in np.flatnonzero(unequal)]


def _proof(gaps: list[Gap]) -> Proof:
    return Proof(
        tiers_proved=all(gap.tiers_proved for gap in gaps),
        served_gap=sum(gap.served for gap in gaps),
        gap_m=sum(gap.cost_cm for gap in gaps) / CM_PER_M,
    )
