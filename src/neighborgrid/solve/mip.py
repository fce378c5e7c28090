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

Up to `SMALL` pairs SCIP solves all pairs. Larger components are solved over each household's `NEAREST`
cheapest pairs, and the linear relaxation over *all* pairs bounds every tier, so that the bound is one for
the whole problem. SCIP stops on nodes and on a gap, never on the clock: the same input, the same plan.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from ortools.linear_solver import pywraplp

from neighborgrid.solve.costs import CM_PER_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.components import Components
    from neighborgrid.solve.instance import Assignment

SMALL: Final = 3_000
"""Pairs up to which a component is solved as a whole."""

NEAREST: Final = 12
"""Cheapest pairs of each household in a larger component."""

SMALL_LIMITS: Final = "limits/nodes = 2000\n"
LARGE_LIMITS: Final = "limits/nodes = 5\nlimits/gap = 0.001\nseparating/maxroundsroot = 2\n"
"""Where SCIP stops in one tier."""

Tier = tuple[list[tuple[Any, float]], bool]
"""Terms (variable, factor) of an objective, and whether it is to be maximised."""

GRAIN: Final = 100
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
    pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
    members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
    if len(pairs) <= SMALL:
        model = _Model(case, pairs, members, "SCIP", SMALL_LIMITS)
        tiers = model.solve_tiers()
    else:
        model = _Model(case, _cheapest(case, pairs), members, "SCIP", LARGE_LIMITS)
        found = model.solve_tiers()
        tiers = _bounded(_Model(case, pairs, members, "GLOP"), found)
    chosen = model.pairs[model.values[: len(model.pairs)] > 0.5]
    member[case.household[chosen]] = case.member[chosen]
    (_, served, _, cost) = tiers
    open_households = max(0.0, math.floor(served.bound + 1e-6) - served.value)
    return Gap(open_households, max(0.0, cost.value - cost.bound), all(tier.proved for tier in tiers[:3]))


def most_served(case: Assignment, parts: Components, part: int) -> int:
    """Number of households of one component that can be served, as far as SCIP finds out in its limits."""
    pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
    members = parts.member_order[parts.member_start[part] : parts.member_start[part + 1]]
    fits = case.load[case.household[pairs]] <= case.max_load[case.member[pairs]]
    pairs = pairs[fits] if len(pairs) <= SMALL else _cheapest(case, pairs[fits])
    if not len(pairs):
        return 0
    model = _Model(case, pairs, members, "SCIP", LARGE_LIMITS)
    return round(model.optimise(*model.tiers[1]).value)


def _cheapest(case: Assignment, pairs: NDArray[np.int32]) -> NDArray[np.int32]:
    """The `NEAREST` cheapest pairs of each household, in the order of ``pairs``."""
    home = case.household[pairs]
    order = np.lexsort((case.cost_cm[pairs], home))
    first = np.flatnonzero(np.diff(home[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return pairs[np.sort(order[rank < NEAREST])]


def _bounded(relaxed: _Model, found: list[_Result]) -> list[_Result]:
    """Results of ``found`` with bounds from the linear relaxation over all pairs."""
    bounded = []
    for (terms, upward), trivial, result in zip(relaxed.tiers, relaxed.trivial, found, strict=True):
        bound = trivial if result.value == trivial else relaxed.optimise(terms, upward).value
        relaxed.fix(terms, upward, result.value)
        # Numbers of households are whole.
        proved = result.value >= math.floor(bound + 1e-6) if upward else result.value <= bound + 1e-6
        bounded.append(_Result(result.value, bound, proved))
    return bounded


@dataclass(frozen=True, slots=True)
class _Result:
    """Value found in one tier, its bound, and whether no better value is possible."""

    value: float
    bound: float
    proved: bool


class _Model:
    """Variables, constraints and the four objectives of one component."""

    def __init__(
        self,
        case: Assignment,
        pairs: NDArray[np.int32],
        members: NDArray[np.int32],
        engine: str,
        limits: str = "",
    ) -> None:
        self.case = case
        self.pairs = pairs
        self.members = members
        self.solver = pywraplp.Solver.CreateSolver(engine)
        self.solver.SetSolverSpecificParametersAsString(limits)
        self.z: list[Any] = [self.solver.BoolVar("") for _ in self.pairs]
        self.values = np.zeros(0)
        self._each_household_once()
        self._circles_hold()
        short, steps, step_cost = self._loads()
        pair_cost = [(z, float(cost)) for z, cost in zip(self.z, case.cost_cm[self.pairs], strict=True)]
        important = case.priority[case.household[self.pairs]]
        first = [(z, 1.0) for z, wanted in zip(self.z, important, strict=True) if wanted]
        self.tiers: tuple[Tier, ...] = (
            (first, True),
            ([(z, 1.0) for z in self.z], True),
            ([(s, 1.0) for s in short], False),
            (pair_cost + list(zip(steps, step_cost, strict=True)), False),
        )
        homes = np.unique(case.household[self.pairs])
        self.trivial = (float(case.priority[homes].sum()), float(len(homes)), 0.0, -math.inf)
        """Values that no plan can beat, whatever the pairs: everyone served, no shortfall."""

    def solve_tiers(self) -> list[_Result]:
        """Results of the four tiers, each fixed before the next."""
        at_once = self._everyone_at_once()
        if at_once is not None:
            return at_once
        results = []
        for tier in self.tiers:
            results.append(self.optimise(*tier))
            self.fix(*tier, results[-1].value)
        return results

    def _everyone_at_once(self) -> list[_Result] | None:
        """Results where a plan serves everyone and nobody has a minimum: then only metres are open."""
        if self.case.min_load[self.members].any():
            return None
        (terms, upward), trivial = self.tiers[1], self.trivial
        row = self.fix(terms, upward, trivial[1])
        cost = self.optimise(*self.tiers[3])
        if len(self.values):
            return [*(_Result(value, value, True) for value in trivial[:3]), cost]
        row.SetLb(0)
        return None

    def _each_household_once(self) -> None:
        homes = self.case.household[self.pairs]
        for home in np.unique(homes):
            row = self.solver.Constraint(-self.solver.infinity(), 1)
            for index in np.flatnonzero(homes == home):
                row.SetCoefficient(self.z[index], 1)

    def _circles_hold(self) -> None:
        """Households of each circle that may get full."""
        circle = self.case.circle[self.case.member[self.pairs]]
        for one in np.unique(circle[circle >= 0]):
            row = self.solver.Constraint(-self.solver.infinity(), float(self.case.circle_room[one]))
            for index in np.flatnonzero(circle == one):
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

    def optimise(self, terms: list[tuple[Any, float]], upward: bool) -> _Result:
        """Best value found of one objective; keeps the solution in ``values``."""
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
            value = objective.Value()
            # A gap limit ends SCIP as "optimal", so the bound is asked for where there is one.
            bound = objective.BestBound() if self.solver.IsMip() else value
            return _Result(value, bound, status == pywraplp.Solver.OPTIMAL)
        # The budget ended before SCIP took up the hint: the plan of the tier before still stands.
        value = (
            sum(factor * self.values[variable.index()] for variable, factor in terms)
            if len(self.values)
            else 0.0
        )
        return _Result(float(value), objective.BestBound(), False)

    def fix(self, terms: list[tuple[Any, float]], upward: bool, value: float) -> Any:
        """Constraint that keeps a tier at ``value`` from now on."""
        infinity = self.solver.infinity()
        bounds = (round(value), infinity) if upward else (-infinity, value + 1e-6)
        row = self.solver.Constraint(*bounds)
        for variable, factor in terms:
            row.SetCoefficient(variable, factor)
        return row
