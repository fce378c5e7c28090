"""Unequal loads: the generalised assignment problem per component, tier by tier.

Sets as in ``flow``. Variables: z_hm in {0, 1}; s_m >= 0 the shortfall below min; y_mk in [0, 1] the k-th
step of member m's load, each of one grain g (the greatest common divisor of the loads).

    (1) max sum of z over priority households      (3) min sum_m s_m
    (2) max sum of z                               (4) min sum c_hm z_hm + sum_mk b_mk y_mk
    s.t. sum_m z_hm <= 1;  L_m := sum_h load_h z_hm = g sum_k y_mk <= max_m;  s_m >= min_m - L_m

b_mk = balance ((kg - t)^2 - ((k - 1)g - t)^2) grows with k, so steps fill in order and (4) states the
squared load cost exactly. Each tier's value is fixed as a constraint before the next: weights that would
keep four tiers apart in one objective are beyond a MIP's tolerances (Martello and Toth 1990, Knapsack
Problems, chapter 7, for the problem; Isermann 1982, doi:10.1007/BF01782758, for the order of tiers).

SCIP stops on nodes, not on the clock, so the same input gives the same plan; the bound tells what is open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver import pywraplp

from neighborgrid.solve.costs import CM_PER_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.components import Components
    from neighborgrid.solve.instance import Assignment

NODE_BUDGET = 200_000
"""Nodes times pairs that one tier may take."""

Tier = tuple[list[tuple[Any, float]], bool]
"""Terms (variable, factor) of an objective, and whether it is to be maximised."""

GRAIN = 100
"""Loads are whole hundredths."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stays open in one component: households that a better plan might serve, and centimetres.

    ``tiers_proved`` says that the tiers above the metres are optimal; then ``served`` is 0.
    """

    served: float
    cost_cm: float
    tiers_proved: bool


def solve_mip(case: Assignment, parts: Components, part: int, member: NDArray[np.int64]) -> Gap:
    """Write the members of one component's households into ``member`` (-1: left out); say what is open."""
    model = _Model(case, parts, part)
    proved, served_gap = True, 0.0
    for tier in (model.priority, model.served, model.shortfall):
        value, bound, optimal = model.optimise(*tier)
        model.fix(*tier, value)
        proved &= optimal
        if tier is model.served:
            served_gap = 0.0 if optimal else float(np.floor(bound + 1e-6)) - value
    value, bound, _ = model.optimise(*model.cost)
    chosen = model.pairs[model.values[: len(model.pairs)] > 0.5]
    member[case.household[chosen]] = case.member[chosen]
    return Gap(max(0.0, served_gap), max(0.0, value - bound), proved)


class _Model:
    """Variables, constraints and the four objectives of one component."""

    def __init__(self, case: Assignment, parts: Components, part: int) -> None:
        self.case = case
        self.pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
        self.members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
        self.solver = pywraplp.Solver.CreateSolver("SCIP")
        nodes = max(1, NODE_BUDGET // max(len(self.pairs), 1))
        self.solver.SetSolverSpecificParametersAsString(f"limits/nodes = {nodes}\n")
        self.z: list[Any] = [self.solver.BoolVar("") for _ in self.pairs]
        self.values = np.zeros(0)
        self._each_household_once()
        short, steps, step_cost = self._loads()
        pair_cost = [(z, float(cost)) for z, cost in zip(self.z, case.cost_cm[self.pairs], strict=True)]
        important = case.priority[case.household[self.pairs]]
        first = [(z, 1.0) for z, wanted in zip(self.z, important, strict=True) if wanted]
        self.priority: Tier = (first, True)
        self.served: Tier = ([(z, 1.0) for z in self.z], True)
        self.shortfall: Tier = ([(s, 1.0) for s in short], False)
        self.cost: Tier = (pair_cost + list(zip(steps, step_cost, strict=True)), False)

    def _each_household_once(self) -> None:
        homes = self.case.household[self.pairs]
        for home in np.unique(homes):
            row = self.solver.Constraint(-self.solver.infinity(), 1)
            for index in np.flatnonzero(homes == home):
                row.SetCoefficient(self.z[index], 1)

    def _loads(self) -> tuple[list[Any], list[Any], list[float]]:
        """Load constraints of every member; returns shortfalls, steps and the steps' costs."""
        case, solver = self.case, self.solver
        loads = case.load[case.household[self.pairs]]
        grain = math.gcd(*np.rint(loads * GRAIN).astype(int).tolist()) / GRAIN
        short, steps, cost = [], [], []
        balance_cm = round(case.balance_m * CM_PER_M)
        for member in self.members:
            mine = np.flatnonzero(case.member[self.pairs] == member)
            top, target = int(case.max_load[member]), int(case.target_load[member])
            count = int(min(top, loads[mine].sum()) / grain + 1e-9)
            y = [solver.NumVar(0, 1, "") for _ in range(count)]
            k = np.arange(count + 1) * grain
            cost += np.diff(balance_cm * (k - target) ** 2).tolist()
            s = solver.NumVar(0, solver.infinity(), "")
            fill = solver.Constraint(0, 0)
            least = solver.Constraint(float(case.min_load[member]), solver.infinity())
            least.SetCoefficient(s, 1)
            for index in mine:
                fill.SetCoefficient(self.z[index], float(loads[index]))
                least.SetCoefficient(self.z[index], float(loads[index]))
            for step in y:
                fill.SetCoefficient(step, -grain)
            short.append(s)
            steps += y
        return short, steps, cost

    def optimise(self, terms: list[tuple[Any, float]], upward: bool) -> tuple[float, float, bool]:
        """Value found, bound, and whether it is proved optimal; keeps the solution in ``values``."""
        objective = self.solver.Objective()
        objective.Clear()
        for variable, factor in terms:
            objective.SetCoefficient(variable, factor)
        objective.SetOptimizationDirection(upward)
        variables = self.solver.variables()
        if len(self.values):
            self.solver.SetHint(variables, self.values.tolist())
        status = self.solver.Solve()
        if status in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            self.values = np.array([variable.solution_value() for variable in variables])
            bound = objective.Value() if status == pywraplp.Solver.OPTIMAL else objective.BestBound()
            return objective.Value(), bound, status == pywraplp.Solver.OPTIMAL
        # The budget ended before SCIP took up the hint: the plan of the tier before still stands.
        return self._value(terms), objective.BestBound(), False

    def _value(self, terms: list[tuple[Any, float]]) -> float:
        if not len(self.values):
            self.values = np.zeros(self.solver.NumVariables())
        return float(sum(factor * self.values[variable.index()] for variable, factor in terms))

    def fix(self, terms: list[tuple[Any, float]], upward: bool, value: float) -> None:
        """Keep a tier at ``value`` from now on."""
        infinity = self.solver.infinity()
        bounds = (round(value), infinity) if upward else (-infinity, value + 1e-6)
        row = self.solver.Constraint(*bounds)
        for variable, factor in terms:
            row.SetCoefficient(variable, factor)
