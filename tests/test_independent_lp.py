"""The optimum of every tier by another solver: HiGHS on a formulation written out anew.

Variables: z_hm for each admissible pair, s_m the shortfall, y_mk the k-th step of a member's load, each
step of ``grain`` and dearer than the one before, so that the squared load is stated exactly. Tiers are
solved one after another, the value of each fixed as a constraint for the next. Distances come from
pyproj.Geod; the audit of nothing here is shared with ``solve``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, vstack

import oracle
from generated import random_village
from neighborgrid.solve.engine import solve

if TYPE_CHECKING:
    from neighborgrid.model import Problem


@dataclass
class Model:
    """Rows and columns of one problem; ``cap`` per person."""

    problem: Problem
    cap: np.ndarray
    grain: float
    whole: bool
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        problem = self.problem
        homes, people = problem.households, problem.people
        self.able = np.flatnonzero((people["excluded"] == "").to_numpy())
        own = {h for h in range(len(homes)) if oracle.is_own(problem, h)}
        self.own = len(own)
        allowed = oracle.options(problem)
        self.pairs = [(h, p) for h in range(len(homes)) if h not in own for p in allowed[h]]
        self.steps = [(m, k) for m in self.able for k in range(1, int(self.cap[m] / self.grain + 1e-9) + 1)]
        self.size = len(self.pairs) + len(self.able) + len(self.steps)
        self.important = np.array([homes["priority"][h] != "" for h, _ in self.pairs], float)
        self.rows: list[coo_matrix] = []
        self.low: list[np.ndarray] = []
        self.high: list[np.ndarray] = []
        self._households()
        self._loads()

    def _add(self, matrix: coo_matrix, low: np.ndarray, high: np.ndarray) -> None:
        self.rows.append(matrix)
        self.low.append(low)
        self.high.append(high)

    def _households(self) -> None:
        """A household has at most one member."""
        count = len(self.problem.households)
        home = [h for h, _ in self.pairs]
        matrix = coo_matrix((np.ones(len(home)), (home, range(len(home)))), (count, self.size))
        self._add(matrix, np.zeros(count), np.ones(count))

    def _loads(self) -> None:
        """Load of a member is the sum of the steps; load and shortfall reach the least load."""
        weight = self.problem.households["load"].to_numpy()
        index = {m: i for i, m in enumerate(self.able)}
        rows = [index[p] for _, p in self.pairs]
        columns = list(range(len(self.pairs)))
        loads = [weight[h] for h, _ in self.pairs]
        first = len(self.pairs) + len(self.able)
        step_rows = [index[m] for m, _ in self.steps]
        step_columns = list(range(first, self.size))
        shape = len(self.able), self.size
        equal = coo_matrix(
            (loads + [-self.grain] * len(self.steps), (rows + step_rows, columns + step_columns)), shape
        )
        self._add(equal, np.zeros(len(self.able)), np.zeros(len(self.able)))
        short_columns = list(range(len(self.pairs), first))
        least = self.problem.people["min_load"].to_numpy()[self.able]
        reach = coo_matrix(
            (loads + [1.0] * len(self.able), (rows + list(range(len(self.able))), columns + short_columns)),
            shape,
        )
        self._add(reach, least, np.full(len(self.able), np.inf))

    def costs_m(self) -> np.ndarray:
        """Metres of every variable: distances less bonuses, and steps of the squared load."""
        problem, far = self.problem, oracle.metres(self.problem)
        homes, people, rules = problem.households, problem.people, problem.rules
        wished = {tuple(pair) for pair in problem.prefer_pairs.tolist()}
        metres = []
        for h, p in self.pairs:
            group = homes["group_code"][h]
            bonus = rules.prefer_m * ((h, p) in wished)
            bonus += rules.same_group_m * (group >= 0 and group == people["group_code"][p])
            bonus += rules.keep_m * (homes["previous_member_id"][h] == people["member_id"][p])
            metres.append(far[h, p] - bonus)
        target, g = people["target_load"].to_numpy(), self.grain
        steps = [
            rules.balance_m * ((k * g - target[m]) ** 2 - ((k - 1) * g - target[m]) ** 2)
            for m, k in self.steps
        ]
        return np.array(metres + [0.0] * len(self.able) + steps)

    def idle_m(self) -> float:
        """Cost of members who serve nobody, which the steps start from."""
        target = self.problem.people["target_load"].to_numpy()[self.able]
        return float(self.problem.rules.balance_m * (target**2).sum())

    def minimum(self, objective: np.ndarray) -> float:
        """Least value of the objective; it is then fixed for the tiers that follow."""
        if not self.size:
            return 0.0
        upper = np.ones(self.size)
        shorts = slice(len(self.pairs), len(self.pairs) + len(self.able))
        upper[shorts] = np.inf
        whole = np.zeros(self.size)
        whole[: len(self.pairs)] = self.whole
        constraint = LinearConstraint(
            vstack(self.rows).tocsc(), np.concatenate(self.low), np.concatenate(self.high)
        )
        found = milp(
            objective,
            constraints=constraint,
            bounds=Bounds(np.zeros(self.size), upper),
            integrality=whole,
            options={"mip_rel_gap": 1e-9},
        )
        assert found.status == 0, found.message
        value = float(found.fun)
        row = np.flatnonzero(objective)
        matrix = coo_matrix((objective[row], (np.zeros(len(row), int), row)), (1, self.size))
        self._add(matrix, np.array([-np.inf]), np.array([value + 1e-6]))
        return value

    def optimum(self) -> tuple[float, float, float, float]:
        """Priority households served, households served, shortfall, metres."""
        count = len(self.pairs)
        rest = np.zeros(self.size - count)
        important = -self.minimum(np.concatenate((-self.important, rest)))
        served = -self.minimum(np.concatenate((-np.ones(count), rest)))
        short = np.zeros(self.size)
        short[count : count + len(self.able)] = 1
        shortfall = self.minimum(short)
        return important, served, shortfall, self.minimum(self.costs_m()) + self.idle_m()


def reached(problem: Problem, person: np.ndarray, cap: np.ndarray) -> tuple[float, float, float, float]:
    """The same four values of a choice of members, which must keep every rule."""
    homes = problem.households
    allowed = oracle.options(problem)
    assert all(p < 0 or p in allowed[h] for h, p in enumerate(person))
    value = oracle.value(problem, tuple(person.tolist()), oracle.metres(problem), cap)
    assert value is not None
    linkable = [
        h for h in range(len(homes)) if homes["residence"][h] != "vacant" and not oracle.is_own(problem, h)
    ]
    important = sum(homes["priority"][h] != "" for h in linkable)
    return important - value[0], len(linkable) - value[1], value[2], value[3] / 100


def agree(problem: Problem, *, grain: float = 1.0, whole: bool = False) -> None:
    solution = solve(problem)
    best = Model(problem, solution.max_load, grain, whole).optimum()
    found = reached(problem, solution.person, solution.max_load)
    assert found[:3] == pytest.approx(best[:3], abs=1e-5)
    # A pair costs whole centimetres: half of one is lost each way.
    assert found[3] == pytest.approx(best[3], abs=0.01 * len(problem.households))


@pytest.mark.parametrize("seed", range(20))
def test_unit_loads(seed: int) -> None:
    agree(random_village(seed, households=120, people=15))


@pytest.mark.parametrize("seed", range(6))
def test_unequal_loads(seed: int) -> None:
    agree(random_village(100 + seed, households=24, people=4, unequal=True), grain=0.5, whole=True)


@pytest.mark.parametrize("seed", range(6))
def test_automatic_caps_are_the_smallest(seed: int) -> None:
    # One village whose members all have automatic caps: cap by cap, by the other solver.
    problem = random_village(
        200 + seed,
        households=60,
        people=6,
        auto=True,
        load__auto_from=4,
        load__auto_to=11,
        plan__within="anywhere",
    )
    problem.people["max_load"] = np.nan
    problem.people["min_load"] = 0.0
    problem.people["village_code"] = 0

    def served(cap: int) -> float:
        return Model(problem, np.full(len(problem.people), cap), 1.0, False).optimum()[1]

    most = served(11)
    smallest = next(cap for cap in range(4, 12) if served(cap) == pytest.approx(most))
    solution = solve(problem)
    assert set(solution.max_load[(problem.people["excluded"] == "").to_numpy()]) == {smallest}
    agree(problem)
