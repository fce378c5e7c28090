"""Fewest sites that reach every member: the location set covering problem.

    min sum_c y_c   s.t.  sum over c reaching m of y_c >= 1 for every m;  y_c in {0, 1}

(Toregas, Swain, ReVelle and Bergman 1971, doi:10.1287/opre.19.6.1363.) SCIP stops on nodes; what it
has proved by then, rounded up, is the bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from ortools.linear_solver import pywraplp

from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from neighborgrid.solve.circles.units import Masks, Rows

LIMITS: Final = "limits/nodes = 500\n"


@dataclass(frozen=True, slots=True)
class Cover:
    """Sites that reach everybody, ascending, and a lower bound on their number."""

    sites: Rows
    bound: int


def least_cover(reach: Masks, forced: Rows) -> Cover:
    """Smallest cover found of the members of ``reach`` (members, sites) that holds ``forced``.

    Every member must have a site.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetSolverSpecificParametersAsString(LIMITS)
    chosen = [solver.BoolVar("") for _ in range(reach.shape[1])]
    for site in forced:
        chosen[site].SetLb(1)
    for row in np.unique(reach, axis=0):
        constraint = solver.RowConstraint(1, solver.infinity(), "")
        for site in np.flatnonzero(row):
            constraint.SetCoefficient(chosen[site], 1)
    objective = solver.Objective()
    for variable in chosen:
        objective.SetCoefficient(variable, 1)
    objective.SetMinimization()
    status = solver.Solve()
    if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
        raise FlowError(f"set covering ended with {status}")
    sites = np.flatnonzero([variable.solution_value() > 0.5 for variable in chosen])
    return Cover(sites, math.ceil(objective.BestBound() - 1e-6))
