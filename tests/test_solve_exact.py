"""The optimum is the optimum: against brute force on random small problems."""

from __future__ import annotations

import numpy as np
import pytest

import oracle
from neighborgrid.solve.assemble import assemble
from neighborgrid.solve.engine import solve
from support import east_m, north_m, problem_of, rules_with

CASES = 500


def random_problem(seed: int, *, unequal: bool = False):
    """Up to six households and four people on a field of about 900 m, with every kind of rule."""
    rng = np.random.default_rng(seed)
    h, p = int(rng.integers(1, 7)), int(rng.integers(1, 5))
    ids = [f"M{i:03d}" for i in range(p)]
    excluded = [("", "", "", "away")[rng.integers(4)] for _ in range(p)]
    able = [i for i in range(p) if not excluded[i]]
    own = [ids[rng.choice(able)] if able and rng.random() < 0.15 else "" for _ in range(h)]
    least = rng.integers(0, 3, p)
    return problem_of(
        {
            "lon": east_m(rng.uniform(-450, 450, h)),
            "lat": north_m(rng.uniform(-450, 450, h)),
            "priority": [("", "", "low_income")[rng.integers(3)] for _ in range(h)],
            "residence": rng.choice(["resident", "vacant"], h, p=[0.9, 0.1]).astype(object),
            "load": rng.choice([0.5, 1.0, 2.0, 3.0], h) if unequal else rng.choice([1.0, 1.0, 1.0, 0.0], h),
            "lock": [ids[rng.integers(p)] if rng.random() < 0.2 else "" for _ in range(h)],
            "home_member_id": own,
            "previous_member_id": [ids[rng.integers(p)] if rng.random() < 0.3 else "" for _ in range(h)],
            "village_code": rng.choice([0, 0, 1, -1], h),
            "group_code": rng.choice([-1, 0, 1], h),
        },
        {
            "lon": east_m(rng.uniform(-450, 450, p)),
            "lat": north_m(rng.uniform(-450, 450, p)),
            "excluded": excluded,
            "min_load": least,
            "target_load": rng.integers(0, 4, p),
            "max_load": np.maximum(least, rng.integers(0, 4, p)).astype(float),
            "village_code": rng.choice([0, 0, 1, -1], p),
            "group_code": rng.choice([-1, 0, 1], p),
        },
        prefer=[(rng.integers(h), rng.integers(p))] if rng.random() < 0.3 else [],
        avoid=[(rng.integers(h), rng.integers(p))] if rng.random() < 0.3 else [],
        rules=rules_with(
            plan__within=str(rng.choice(["village", "group", "anywhere"])),
            plan__detour=float(rng.choice([1.0, 1.3])),
            weights__balance_m=float(rng.choice([0, 1, 50, 1000])),
        ),
    )


@pytest.mark.parametrize("block", range(10))
def test_unit_loads_equal_brute_force(block: int) -> None:
    for seed in range(block * CASES // 10, (block + 1) * CASES // 10):
        problem = random_problem(seed)
        solution = solve(problem)
        far = oracle.metres(problem)
        found = oracle.value(problem, tuple(solution.person.tolist()), far, solution.max_load)
        assert found == oracle.best(problem, solution.max_load), seed
        allowed = oracle.options(problem)
        assert all(p < 0 or p in allowed[h] for h, p in enumerate(solution.person)), seed


@pytest.mark.parametrize("block", range(5))
def test_unequal_loads_equal_brute_force(block: int) -> None:
    for seed in range(1000 + block * 16, 1016 + block * 16):
        problem = random_problem(seed, unequal=True)
        solution = solve(problem)
        far = oracle.metres(problem)
        found = oracle.value(problem, tuple(solution.person.tolist()), far, solution.max_load)
        assert found is not None, seed
        want = oracle.best(problem, solution.max_load)
        assert found[:3] == want[:3], seed
        # SCIP's own tolerance on the objective is relative; half a centimetre per household is ample.
        assert found[3] == pytest.approx(want[3], abs=0.5 * len(problem.households)), seed
        assert solution.proof.tiers_proved, seed


@pytest.mark.parametrize("nearest", [1, 2])
def test_bounds_of_large_components_hold(monkeypatch: pytest.MonkeyPatch, nearest: int) -> None:
    """Over a household's nearest pairs only: never better than brute force, and the bounds never worse."""
    monkeypatch.setattr("neighborgrid.solve.mip.SMALL", 0)
    monkeypatch.setattr("neighborgrid.solve.mip.NEAREST", nearest)
    short_of_best = 0
    for seed in range(1100, 1140):
        problem = random_problem(seed, unequal=True)
        solution = solve(problem)
        far = oracle.metres(problem)
        found = oracle.value(problem, tuple(solution.person.tolist()), far, solution.max_load)
        want = oracle.best(problem, solution.max_load)
        slack = 0.5 * len(problem.households)
        assert found is not None, seed
        assert found[:3] >= want[:3], seed
        assert found[1] - solution.proof.served_gap <= want[1], seed
        if solution.proof.tiers_proved:
            assert found[:3] == want[:3], seed
            assert found[3] - 100 * solution.proof.gap_m <= want[3] + slack, seed
        short_of_best += found[:3] != want[:3] or found[3] > want[3] + slack
    # One nearest pair each must cost something somewhere, else the restriction was not at work.
    assert short_of_best or nearest > 1


def test_large_component_of_unequal_loads() -> None:
    """150 households x 30 members within reach of each other: 4,500 pairs, beyond the exact size."""
    rng = np.random.default_rng(7)
    problem = problem_of(
        {
            "lon": east_m(rng.uniform(-170, 170, 150)),
            "lat": north_m(rng.uniform(-170, 170, 150)),
            "load": rng.choice([1.0, 1.0, 2.0], 150),
        },
        {"lon": east_m(rng.uniform(-170, 170, 30)), "lat": north_m(rng.uniform(-170, 170, 30))},
    )
    plan = assemble(problem, solve(problem))
    assert plan.summary["unserved"] == 0
    assert plan.summary["served_bound"] == 150
    assert plan.summary["bound_m"] <= plan.summary["objective_m"]
    assert plan.summary["gap_pct"] < 5
    assert (plan.members["load"] <= plan.members["max_load"]).all()


def test_automatic_cap_is_the_smallest_that_serves_everyone() -> None:
    for seed in range(40):
        rng = np.random.default_rng(seed)
        h, p = int(rng.integers(2, 7)), int(rng.integers(1, 4))
        problem = problem_of(
            {"lon": east_m(rng.uniform(-400, 400, h)), "lat": north_m(rng.uniform(-400, 400, h))},
            {"lon": east_m(rng.uniform(-400, 400, p)), "lat": north_m(rng.uniform(-400, 400, p))},
            rules=rules_with(load__auto_from=1, load__auto_to=4, load__target=2),
        )
        assert set(solve(problem).max_load) == {oracle.smallest_cap(problem)}, seed


def test_objective_in_the_plan_is_the_brute_force_value() -> None:
    for seed in range(2000, 2040):
        problem = random_problem(seed)
        solution = solve(problem)
        plan = assemble(problem, solution)
        want = oracle.best(problem, solution.max_load)
        assert plan.summary["objective_m"] == pytest.approx(want[3] / 100, abs=0.005), seed
        assert plan.summary["bound_m"] == plan.summary["objective_m"]
        assert plan.summary["unserved"] == want[1]
        assert plan.summary["shortfall"] == pytest.approx(want[2])


def test_automatic_cap_of_unequal_loads() -> None:
    """Eight households of load 2 and one member: 16 is the smallest cap that serves them all."""
    problem = problem_of(
        {"lon": east_m(np.arange(8) * 10), "lat": north_m(np.zeros(8)), "load": [2.0] * 8},
        {"lon": east_m([0]), "lat": north_m([0])},
    )
    solution = solve(problem)
    assert solution.max_load.tolist() == [16]
    assert (solution.person == 0).all()
