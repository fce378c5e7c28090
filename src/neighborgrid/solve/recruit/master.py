"""Programs over the sites alone: which homes, by the cuts that are known (see the package's docstring)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.recruit.region import Region

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]

LIMITS: Final = "limits/nodes = 1000\nrandomization/randomseedshift = 0\n"
"""Where SCIP stops; never on the clock."""
EPSILON: Final = 1e-6


@dataclass(frozen=True)
class Answer:
    """What a program says: bound of its objective, and how far each site is opened."""

    bound: float
    amount: NDArray[np.float64]


class Cuts:
    """Cuts ``served <= constant + sum over sites of gain_s y_s`` of one region, each known to hold."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.rows: list[tuple[int, Rows]] = []
        self._known: set[bytes] = set()

    def add(self, side: Mask) -> None:
        """Add the cut of a set of households; one that is known changes nothing."""
        key = np.packbits(side).tobytes()
        if key not in self._known:
            self._known.add(key)
            self.rows.append(self.region.cut(side))

    def most(self, sites: Rows) -> int:
        """Most households that the cuts let ``sites`` serve."""
        return min(self.region.size, *(constant + int(gain[sites].sum()) for constant, gain in self.rows))


class Program:
    """Fewest sites that serve everybody, or the most served by a number of sites, by the cuts alone.

    ``most`` is that number of sites; None asks for the fewest. Rows may be added between two runs.
    """

    def __init__(self, region: Region, most: int | None, *, whole: bool) -> None:
        self.region, self.most, self.whole = region, most, whole
        self.solver = pywraplp.Solver.CreateSolver("SCIP" if whole else "GLOP")
        if whole:
            self.solver.SetSolverSpecificParametersAsString(LIMITS)
        sites = len(region.sites)
        self.y: list[Any] = [
            self.solver.BoolVar("") if whole else self.solver.NumVar(0, 1, "") for _ in range(sites)
        ]
        objective = self.solver.Objective()
        if most is None:
            for variable in self.y:
                objective.SetCoefficient(variable, 1)
            objective.SetMinimization()
        else:
            count = self.solver.Constraint(0, most)
            for variable in self.y:
                count.SetCoefficient(variable, 1)
            self.served = self.solver.NumVar(0, region.size, "")
            objective.SetCoefficient(self.served, 1)
            objective.SetMaximization()
        self.used = 0

    def take(self, cuts: Cuts) -> None:
        """Take over the cuts that are new."""
        for constant, gain in cuts.rows[self.used :]:
            self._row(constant, gain)
        self.used = len(cuts.rows)

    def _row(self, constant: int, gain: Rows) -> None:
        infinity = self.solver.infinity()
        if self.most is None:
            need = self.region.size - constant
            if need <= 0:
                return
            row = self.solver.Constraint(float(need), infinity)
            # No site gives more than is needed: true for whole numbers of sites, and tighter.
            gain = np.minimum(gain, need)
        else:
            row = self.solver.Constraint(-infinity, float(constant))
            row.SetCoefficient(self.served, 1)
            gain = -gain
        for site in np.flatnonzero(gain):
            row.SetCoefficient(self.y[site], float(gain[site]))

    def solve(self, hint: Rows | None = None) -> Answer | None:
        """Answer of the program; None where the solver stopped without any."""
        if self.whole and hint is not None:
            opened = np.zeros(len(self.y))
            opened[hint] = 1
            self.solver.SetHint(self.y, opened.tolist())
        status = self.solver.Solve()
        bound = self._bound(status)
        if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return None
        amount = np.array([variable.solution_value() for variable in self.y])
        return Answer(bound, np.clip(amount, 0, 1))

    def _bound(self, status: int) -> float:
        """Whole number that the objective cannot beat, for programs of whole numbers; else the optimum."""
        objective = self.solver.Objective()
        if not self.whole:
            return float(objective.Value())
        value = float(objective.BestBound())
        return float(math.ceil(value - EPSILON) if self.most is None else math.floor(value + EPSILON))
