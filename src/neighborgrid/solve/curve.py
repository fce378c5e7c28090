"""The price of balance: the plan at other values of ``weights.balance_m``, all else as it stands.

Let P be the choices that are best in the tiers above the metres, C(x) the cost of the pairs of a choice x
(metres less bonuses) and S(x) its sum over members of (load - target)^2. A row of the curve minimises
C + b S over P. For x optimal at b and y optimal at b' > b, adding up

    C(x) + b S(x) <= C(y) + b S(y)   and   C(y) + b' S(y) <= C(x) + b' S(x)

gives (b' - b) S(y) <= (b' - b) S(x): S never grows with b and therefore C never falls (Everett 1963,
doi:10.1287/opre.11.3.399). The share of members near their target mostly follows S; nothing compels it to.
P is the same for every b: pairs, circles, their rooms and the caps are those of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.engine import solve_parts
from neighborgrid.solve.linked import chosen_walks
from neighborgrid.solve.solution import Progress, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.cases import Prepared
    from neighborgrid.solve.solution import Solution

BALANCES_M: Final = (1.0, 10.0, 50.0, 200.0, 1000.0)
"""Values of ``weights.balance_m`` that are shown; the plan's own takes the place of the nearest."""

NEAR: Final = 2
"""Households off the target, inclusive, up to which a load counts as near it."""


@dataclass(frozen=True, slots=True)
class CurveRow:
    """The plan at one value of ``balance_m``; metres are walking metres, own homes apart.

    ``own`` marks the plan itself. ``more_m`` (metres per household on average) and ``more_members`` (members
    near their target) compare with the row above and are None in the first. Metres are None where nobody
    but own homes is served.
    """

    balance_m: float
    own: bool
    near_target: int
    near_target_pct: float
    mean_distance_m: float | None
    p95_distance_m: float | None
    min_load: float
    max_load: float
    served: int
    more_m: float | None = None
    more_members: int | None = None


def balance_values(own_m: float) -> tuple[float, ...]:
    """The values shown, rising, with the plan's own in place of the nearest (ties: of the lower)."""
    nearest = min(BALANCES_M, key=lambda value: abs(value - own_m))
    return tuple(own_m if value == nearest else value for value in BALANCES_M)


def balance_curve(problem: Problem, solution: Solution, progress: Progress = silent) -> tuple[CurveRow, ...]:
    """Rows of the curve, ``balance_m`` rising: the solver's plan, and four more over the same instance.

    Raises ValueError for a choice that people made, and where nobody may serve.
    """
    ready = solution.ready
    if ready is None or not len(ready.serving):
        raise ValueError("the curve needs a plan that the solver made, with members who serve")
    own_m = float(problem.rules.balance_m)
    values = balance_values(own_m)
    rows: list[CurveRow] = []
    means: list[float] = []
    for done, value in enumerate(values):
        progress("curve", done, len(values))
        person = solution.person if value == own_m else rebalanced(ready, solution.person, value)
        metres = _metres(problem, solution, person)
        means.append(float(metres.mean()) if len(metres) else 0.0)
        row = _row(problem, solution, person, metres)
        row = replace(row, balance_m=value, own=value == own_m)
        if rows:
            # Added to 0.0, so that nothing is -0.0.
            step = round(means[-1] - means[-2], 2) + 0.0
            row = replace(row, more_m=step, more_members=row.near_target - rows[-1].near_target)
        rows.append(row)
    return tuple(rows)


def rebalanced(ready: Prepared, person: NDArray[np.int64], balance_m: float) -> NDArray[np.int64]:
    """Best choice of people over the instance with another ``balance_m``, shape (households,).

    ``person`` is the plan's: households that are not of the instance (own homes, load 0) keep theirs.
    """
    other = replace(ready, case=replace(ready.case, balance_m=balance_m))
    member = np.full(len(ready.rows), -1, np.int64)
    solve_parts(other, member)
    chosen = person.copy()
    chosen[ready.rows] = np.where(member >= 0, ready.serving[member], -1)
    return chosen


def _carried(solution: Solution, person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of the households served by somebody else than their own member."""
    return np.flatnonzero((person >= 0) & (person != solution.reachable.need.own_home))


def _metres(problem: Problem, solution: Solution, person: NDArray[np.int64]) -> NDArray[np.float64]:
    """Walking metres of the households served, own homes apart."""
    own_home = (person >= 0) & (person == solution.reachable.need.own_home)
    _, walking_m, _ = chosen_walks(problem, solution, person, own_home)
    return walking_m[_carried(solution, person)]


def _row(
    problem: Problem, solution: Solution, person: NDArray[np.int64], metres: NDArray[np.float64]
) -> CurveRow:
    """Figures of one choice, rounded as in the plan's summary."""
    homes, people = problem.households, problem.people
    able = (people["excluded"] == "").to_numpy()
    carried = _carried(solution, person)
    weight = homes["load"].to_numpy()[carried]
    load = np.bincount(person[carried], weights=weight, minlength=len(people))[able]
    near = np.abs(load - people["target_load"].to_numpy()[able]) <= NEAR
    occupied = (homes["residence"] != "vacant").to_numpy()
    return CurveRow(
        balance_m=problem.rules.balance_m,
        own=False,
        near_target=int(near.sum()),
        near_target_pct=round(100 * float(near.mean()), 1),
        mean_distance_m=round(float(metres.mean()), 1) if len(metres) else None,
        p95_distance_m=round(float(np.quantile(metres, 0.95)), 1) if len(metres) else None,
        min_load=float(load.min()),
        max_load=float(load.max()),
        served=int(((person >= 0) & occupied).sum()),
    )
