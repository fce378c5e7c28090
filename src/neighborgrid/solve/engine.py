"""From a problem to an optimal choice of members: pairs, caps, circles, then flow or MIP per component."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.cases import Prepared, circle_room, prepare, within_circles
from neighborgrid.solve.costs import CM_PER_M, balance_cm
from neighborgrid.solve.flow import solve_flow
from neighborgrid.solve.pairs import reachable
from neighborgrid.solve.solution import Price, Progress, Proof, Solution, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.form import Former
    from neighborgrid.solve.circles.table import Circles
    from neighborgrid.solve.mip import Gap

ROUNDS = 3
"""How often circles that lose households are formed anew, one more in the units that lose them."""


def solve(problem: Problem, progress: Progress = silent) -> Solution:
    """Optimal choice of members for all households, in the order of tiers of ``flow``.

    With circles the optimum is that of the pairs which the circles allow (see ``circles``). Raises
    NobodyServedError where the rules ask for a number of circles that cannot be.
    """
    progress("pairs")
    ready = prepare(problem, reachable(problem))
    progress("assign")
    free = _choice(problem, ready, None)
    able = (problem.people["excluded"] == "").to_numpy()
    if not problem.rules.circles.wanted or not able.any():
        return free
    from neighborgrid.solve.circles.form import Former

    progress("circles")
    former = Former(problem, free, lambda done, total: progress("circles", done, total))
    progress("assign_circles")
    return _priced(problem, ready, free, _inside(problem, ready, free, former))


def given(problem: Problem, person: NDArray[np.int64]) -> Solution:
    """Wrap a choice that people made, with the caps that the rules give; nothing is proved about it."""
    found = reachable(problem, person)
    circles = None
    if problem.rules.circles.wanted:
        from neighborgrid.solve.circles.stand import standing

        circles = standing(problem)
    return Solution(person, prepare(problem, found).max_load, found, None, circles)


def _inside(problem: Problem, ready: Prepared, free: Solution, former: Former) -> Solution:
    """Best choice within circles; units that lose households get one circle more where that helps."""
    best = _choice(problem, ready, former.circles())
    for _ in range(ROUNDS):
        lost = np.flatnonzero((best.person < 0) & (free.person >= 0))
        if np.count_nonzero(best.person >= 0) >= np.count_nonzero(free.person >= 0):
            break
        before = former.found.copy()
        if not former.widen(free.person[lost]):
            break
        found = _choice(problem, ready, former.circles())
        if _served(problem, found) <= _served(problem, best):
            former.found = before
            break
        best = found
    return best


def _served(problem: Problem, solution: Solution) -> tuple[int, int]:
    important = (problem.households["priority"] != "").to_numpy()
    served = solution.person >= 0
    return int((served & important).sum()), int(served.sum())


def _choice(problem: Problem, ready: Prepared, circles: Circles | None) -> Solution:
    """Optimal choice over the pairs of ``ready``, or over those that circles allow."""
    person, found = ready.reachable.need.own_home.copy(), ready.reachable
    if circles is not None:
        ready = within_circles(problem, ready, circles)
    _nearest_for_weightless(problem, ready, person)
    if circles is not None:
        ready = circle_room(problem, ready, circles)
    member = np.full(len(ready.case.priority), -1, np.int64)
    gaps = solve_parts(ready, member)
    chosen = np.flatnonzero(member >= 0)
    person[ready.rows[chosen]] = ready.serving[member[chosen]]
    # What circles forbid is still within reach: reasons tell the two apart.
    return Solution(person, ready.max_load, found, _proof(gaps), circles, ready=ready)


def _priced(problem: Problem, ready: Prepared, free: Solution, made: Solution) -> Solution:
    """Solution with the price of its circles: against the plan without, over the same households."""
    from dataclasses import replace

    served = made.person >= 0
    lost = int(np.count_nonzero(free.person >= 0) - np.count_nonzero(served))
    other = free
    if not np.array_equal(served, free.person >= 0):
        other = _choice(problem, ready.over(served), None)
    price_m = (_cost_cm(problem, ready, made) - _cost_cm(problem, ready, other)) / CM_PER_M
    return replace(made, price=Price(lost, price_m))


def _cost_cm(problem: Problem, ready: Prepared, solution: Solution) -> float:
    """Objective of the last tier, own homes apart."""
    pairs = ready.reachable.pairs
    used = solution.person[pairs.household] == pairs.person
    home = problem.households["load"].to_numpy()
    people = problem.people
    weights = home[pairs.household[used]]
    load = np.bincount(pairs.person[used], weights=weights, minlength=len(people)).astype(np.float64)
    target = people["target_load"].to_numpy()[ready.serving]
    return float(ready.cost_cm[used].sum()) + balance_cm(load[ready.serving], target, problem.rules.balance_m)


def _nearest_for_weightless(problem: Problem, ready: Prepared, person: NDArray[np.int64]) -> None:
    """Give every household of load 0 its cheapest member: it takes nobody's capacity."""
    pairs, cost_cm = ready.reachable.pairs, ready.cost_cm
    weightless = problem.households["load"].to_numpy() == 0
    mine = np.flatnonzero(weightless[pairs.household])
    # Backwards, so that the cheapest pair (ties: the first person) is written last.
    order = mine[np.lexsort((-pairs.person[mine], -cost_cm[mine]))]
    person[pairs.household[order]] = pairs.person[order]


def solve_parts(ready: Prepared, member: NDArray[np.int64]) -> list[Gap]:
    """Solve all components; what stays open is returned for those that needed a MIP."""
    case, parts = ready.case, ready.parts
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
