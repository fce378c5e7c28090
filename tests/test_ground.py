"""Plans on a ground: best by brute force, metres by networkx, reasons in their order, files of any frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import oracle
from generated import random_village, with_wishes
from groundcases import random_ground
from neighborgrid.model import BarrierLines, Ground, MatrixRows
from neighborgrid.model.ground import KINDS
from neighborgrid.places.walker import Side, walks_between
from neighborgrid.planbook.refresh import refresh
from neighborgrid.solve.assemble import assemble
from neighborgrid.solve.engine import solve
from neighborgrid.solve.pairs import BOUNDARY_CODES
from neighborgrid.solve.plan import assign
from support import east_m, north_m, problem_of, rules_with
from test_solve_exact import random_problem


def grounded(problem, seed: int):
    return replace(problem, ground=random_ground(problem, seed))


@pytest.mark.parametrize("block", range(3))
def test_plans_on_a_ground_equal_brute_force(block: int) -> None:
    kinds = set()
    for seed in range(block * 25, block * 25 + 25):
        problem = grounded(random_problem(seed), seed)
        solution = solve(problem)
        far = oracle.metres(problem)
        cap = np.nan_to_num(problem.people["max_load"].to_numpy())
        own = [oracle.is_own(problem, h) for h in range(len(problem.households))]
        found = oracle.value(problem, tuple(solution.person.tolist()), far, cap)
        want = oracle.best(problem, cap)
        assert found is not None, seed
        assert found[:3] == want[:3], seed
        # Two ways of measuring a way may round a household to either centimetre.
        assert found[3] == pytest.approx(want[3], abs=len(own)), seed
        plan = assemble(problem, solution)
        for h, p in enumerate(solution.person):
            if p >= 0 and not own[h]:
                assert plan.households["distance_m"][h] == pytest.approx(far[h, p], abs=0.06)
                kinds.add(plan.households["distance_kind"][h])
    assert kinds == set(KINDS)


def test_reasons_are_the_first_true_ones() -> None:
    seen = set()
    for seed in range(30):
        problem = grounded(random_village(seed), seed)
        plan = assign(problem)
        far = oracle.metres(problem)
        straight_m = oracle.metres(replace(problem, ground=None)) / problem.rules.detour
        expected = first_reasons(problem, straight_m, far)
        stated = plan.households["reason"].to_numpy()
        for row, reason in expected.items():
            if not plan.households["member_id"][row]:
                # Those for whom all of these are passed wait since everybody is full, or too heavy.
                assert stated[row] == reason or (
                    not reason and stated[row] in {"members_full", "load_too_large"}
                )
                seen.add(stated[row])
    assert {"blocked", "no_member_in_range", "outside_boundary", "members_full"} <= seen


def first_reasons(problem, straight_m: np.ndarray, far: np.ndarray) -> dict[int, str]:
    """Reason of the unlocked and located households by the stages before the load, "" beyond them."""
    homes, people, rules = problem.households, problem.people, problem.rules
    reach_m = problem.ground.straight_reach_m(rules.limit_m, rules.detour)
    able = (people["excluded"] == "").to_numpy()
    found = {}
    for h in np.flatnonzero((homes["lock"] == "") & homes["lon"].notna() & (homes["residence"] != "vacant")):
        stages = [straight_m[h] <= reach_m, able]
        for code in BOUNDARY_CODES[rules.within]:
            here, there = homes[code][h], people[code].to_numpy()
            stages.append((there == here) | (there < 0) | (here < 0))
        inside = np.logical_and.reduce(stages[2:]) if len(stages) > 2 else np.ones(len(people), bool)
        welcome = ~np.isin(np.arange(len(people)), problem.avoid_pairs[problem.avoid_pairs[:, 0] == h, 1])
        names = ("no_member_in_range", "only_ineligible_in_range", "outside_boundary", "avoided", "blocked")
        left = np.ones(len(people), bool)
        found[int(h)] = ""
        for name, holds in zip(names, (*stages[:2], inside, welcome, far[h] <= rules.limit_m), strict=True):
            left &= holds
            if not left.any():
                found[int(h)] = name
                break
    return found


def test_a_matrix_of_the_walking_metres_gives_the_same_plan() -> None:
    """The same metres from two sources: whoever measures them, the plan is the same."""
    compared = 0
    for seed in range(10):
        problem = grounded(random_village(seed, plan__detour=1.0), 8 * seed + 1)
        if problem.ground.roads is None:
            continue
        far = oracle.metres(problem)
        homes, people = problem.households["household_id"], problem.people["member_id"]
        matrix = MatrixRows(
            np.repeat(homes.to_numpy(), len(people)), np.tile(people.to_numpy(), len(homes)), far.ravel()
        )
        one, two = assign(problem), assign(replace(problem, ground=Ground(matrix=matrix)))
        assert one.summary["served"] == two.summary["served"]
        assert one.summary["objective_m"] == pytest.approx(two.summary["objective_m"], abs=0.5)
        assert one.households["reason"].tolist() == two.households["reason"].tolist()
        compared += 1
    assert compared >= 5


def test_ways_without_a_limit_are_those_of_a_wide_one() -> None:
    problem = grounded(random_village(3), 1)
    while problem.ground.roads is None:
        problem = grounded(problem, 9)
    far = oracle.metres(problem)
    sides = [
        Side(table["lon"].to_numpy(), table["lat"].to_numpy(), table[key].to_numpy())
        for table, key in ((problem.households, "household_id"), (problem.people, "member_id"))
    ]
    home, person = (each.ravel() for each in np.indices(far.shape))
    walks = walks_between(problem.ground, problem.rules.detour, *sides, (home, person))
    known = np.isfinite(problem.households["lon"].to_numpy())[home]
    # Beyond ten kilometres nobody looks; the field is two.
    np.testing.assert_allclose(walks.metres[known], far.ravel()[known], atol=0.1)
    assert np.isnan(walks.metres[~known]).all()


@pytest.mark.parametrize(("over_m", "served"), [(0.0, 1), (0.0004, 1), (0.0006, 0)])
def test_the_limit_is_inclusive_on_foot(over_m: float, served: int) -> None:
    ids = np.array(["H000"], object), np.array(["M000"], object)
    problem = problem_of(
        {"lon": [float(east_m(0))], "lat": [float(north_m(0))]},
        {"lon": [float(east_m(100))], "lat": [float(north_m(0))]},
        ground=Ground(matrix=MatrixRows(*ids, np.array([500 + over_m]))),
    )
    assert assign(problem).summary["served"] == served


def test_own_homes_need_no_way() -> None:
    wall = BarrierLines(
        *(np.array([float(one)]) for one in (east_m(50), north_m(-9), east_m(50), north_m(9)))
    )
    problem = problem_of(
        {"lon": [float(east_m(0))], "lat": [float(north_m(0))], "home_member_id": ["M000"]},
        {"lon": [float(east_m(100))], "lat": [float(north_m(0))], "home_household_id": ["H000"]},
        ground=Ground(barriers=wall),
        rules=rules_with(),
    )
    plan = assign(problem)
    assert plan.summary["own_homes"] == 1
    assert plan.households["distance_m"][0] == pytest.approx(100, abs=1)


def test_a_plan_without_its_files_is_refreshed_as_it_states() -> None:
    """Nothing about ways changes in a plan that nobody edited; what else is derived is made anew."""
    kinds = set()
    # Metres of a plan are rounded to a decimetre.
    for seed in range(12):
        problem = with_wishes(grounded(random_village(seed), seed))
        problem = replace(problem, rules=problem.rules.with_value("places.roads", "路.osm", "flag"))
        plan = assign(problem)
        fresh = refresh(plan)
        for name, table in plan.tables.items():
            pd.testing.assert_frame_equal(
                fresh.tables[name], table, obj=f"{seed} {name}", rtol=0, atol=0.11, check_dtype=False
            )
        for key, value in plan.summary.items():
            assert fresh.summary[key] == (
                pytest.approx(value, abs=len(plan.households)) if isinstance(value, float) else value
            ), (seed, key)
        kinds |= set(plan.households["distance_kind"])
    assert {"roads", "matrix", "straight"} <= kinds


def test_a_hand_edit_without_the_files_is_measured_straight() -> None:
    problem = with_wishes(grounded(random_village(5, plan__detour=1.0), 1))
    problem = replace(problem, rules=problem.rules.with_value("places.roads", "路.osm", "flag"))
    plan = assign(problem)
    homes = plan.households
    row = int(np.flatnonzero((homes["distance_kind"] == "roads") & (homes["member_id"] != ""))[0])
    other = next(one for one in plan.members["member_id"] if one != homes["member_id"][row])
    edited = homes["member_id"].to_numpy().copy()
    edited[row] = other
    fresh = refresh(
        replace(plan, tables={**plan.tables, "households": homes.assign(member_id=edited)})
    ).households
    assert fresh["distance_m"][row] == fresh["straight_m"][row]
    assert fresh["distance_kind"][row] == "straight"
    rest = np.arange(len(homes)) != row
    assert fresh["distance_m"][rest].equals(homes["distance_m"][rest])
