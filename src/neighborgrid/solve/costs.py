"""Costs of pairs and loads in whole centimetres: made here and nowhere else.

The cost of a pair is its walking metres less its bonuses; the cost of a load n is
``balance_m (n - target)^2``. Solvers get int64 centimetres because OR-Tools cuts floats off in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pairs import Pairs, is_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem

CM_PER_M = 100


def pair_bonus_m(problem: Problem, pairs: Pairs) -> NDArray[np.float64]:
    """Bonus in metres of each pair: wished for, of one group, existing already (they add up)."""
    rules, homes, people = problem.rules, problem.households, problem.people
    bonus = np.zeros(len(pairs))
    if rules.prefer_m and len(problem.prefer_pairs):
        bonus += rules.prefer_m * is_in(problem.prefer_pairs, pairs, len(people))
    if rules.same_group_m:
        group = homes["group_code"].to_numpy()[pairs.household]
        same = (group >= 0) & (group == people["group_code"].to_numpy()[pairs.person])
        bonus += rules.same_group_m * same
    if rules.keep_m:
        previous = homes["previous_member_id"].to_numpy()
        kept = np.flatnonzero(previous != "")
        if len(kept):
            row_of = {member_id: row for row, member_id in enumerate(people["member_id"])}
            row = np.full(len(homes), -1, np.int64)
            row[kept] = [row_of.get(previous[k], -1) for k in kept]
            bonus += rules.keep_m * (row[pairs.household] == pairs.person)
    return bonus


def pair_cost_cm(problem: Problem, pairs: Pairs) -> NDArray[np.int64]:
    """Cost of each pair in centimetres; negative where bonuses outweigh the distance."""
    return np.rint((pairs.metres - pair_bonus_m(problem, pairs)) * CM_PER_M).astype(np.int64)


def marginal_balance_cm(
    unit: NDArray[np.int64], target: NDArray[np.int64], balance_m: float
) -> NDArray[np.int64]:
    """Cost in centimetres of a member's ``unit``-th household (1-based) over the one before.

    (n - t)^2 - (n - 1 - t)^2 = 2 (n - t) - 1, which grows with n: the load cost is convex.
    """
    return round(balance_m * CM_PER_M) * (2 * (unit - target) - 1)


def balance_cm(load: NDArray[np.float64], target: NDArray[np.float64], balance_m: float) -> float:
    """Load cost of all members in centimetres."""
    return float(round(balance_m * CM_PER_M) * ((load - target) ** 2).sum())
