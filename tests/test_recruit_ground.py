"""The fewest new members on roads and behind barriers: brute force, a plan with them, cases by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import oracle
from generated import random_village
from groundcases import random_ground
from neighborgrid.advice.recruit import recruit
from neighborgrid.cli.again import Again
from neighborgrid.cli.options import Format
from neighborgrid.cli.recruited import report
from neighborgrid.cli.screen import Screen
from neighborgrid.model import Ground, MatrixRows
from neighborgrid.solve.engine import solve
from neighborgrid.solve.plan import assign
from neighborgrid.solve.recruit import fewest, field_of, ladder_of
from neighborgrid.solve.recruit.region import FURTHER_M
from support import east_m, north_m, problem_of
from test_advice_ground import river, streets
from test_recruit import Plain, with_recruits


def without_table(ground: Ground) -> Ground:
    """Ground without the metres of the organiser, in which no new member is listed."""
    return dataclasses.replace(ground, matrix=None)


class OnGround(Plain):
    """The problem of recruiting on a ground: nobody new is in the table of metres."""

    def __init__(self, problem, cap: list[int], new_cap: int) -> None:
        super().__init__(dataclasses.replace(problem, ground=without_table(problem.ground)), cap, new_cap)
        self.options = oracle.options(problem)


def starved(seed: int):
    """Random village on a ground whose members may serve 0 to 2, so that many wait."""
    problem = random_village(seed, households=9, people=3, plan__limit_m=(300, 500, 800)[seed % 3])
    rng = np.random.default_rng(seed)
    caps = rng.integers(0, 3, len(problem.people)).astype(float)
    people = problem.people.assign(max_load=caps, min_load=0.0)
    return dataclasses.replace(problem, people=people, ground=random_ground(problem, seed))


@pytest.mark.parametrize("seed", range(16))
def test_equals_brute_force(seed: int) -> None:
    problem = starved(seed)
    new_cap = 1 + seed % 3
    solution = solve(problem)
    caps = np.full(len(problem.households), new_cap, np.int64)
    field = field_of(problem, solution.person, solution.max_load, caps)
    plain = OnGround(problem, problem.people["max_load"].astype(int).tolist(), new_cap)
    replanned = int((field.choice >= 0).sum())
    assert replanned == plain.served(())
    assert plain.served(tuple(plain.sites)) == replanned + len(field.helpable)
    for gain in range(1, len(field.helpable) + 1):
        chosen = fewest(field.regions, gain)
        sites = [
            int(region.sites[place])
            for region, places in zip(field.regions, chosen.sites, strict=True)
            for place in places
        ]
        assert plain.served(tuple(sites)) >= replanned + gain
        assert min(chosen.count, 4) == plain.fewest(replanned + gain, 3)
        assert chosen.bound == chosen.count


@pytest.mark.parametrize("coverage", [100, 90])
@pytest.mark.parametrize("seed", range(8))
def test_the_recruits_do_what_is_said(seed: int, coverage: int) -> None:
    problem = random_village(seed, plan__within="village")
    ground = without_table(random_ground(problem, seed))
    problem = dataclasses.replace(problem, ground=ground)
    result = recruit(assign(problem), coverage, 6, ground=ground)
    settled = problem.people.assign(max_load=np.nan_to_num(solve(problem).max_load))
    then = assign(with_recruits(dataclasses.replace(problem, people=settled), result.table))
    assert then.summary["served"] == result.served
    assert result.served >= result.goal
    assert result.bound == len(result.table)
    assert result.served + sum(result.left.values()) == result.rows


@pytest.mark.parametrize("seed", range(12))
def test_every_cell_of_the_ladder_is_what_a_plan_under_those_rules_serves(seed: int) -> None:
    problem = random_village(seed)
    problem = dataclasses.replace(problem, ground=random_ground(problem, seed))
    solution = solve(problem)
    ladder = ladder_of(problem, solution.person, solution.max_load)
    for row, limit_m in enumerate(ladder.limits):
        column = (seed + row) % len(ladder.caps)
        cap = np.maximum(np.nan_to_num(solution.max_load), ladder.caps[column])
        rules = problem.rules.with_value("plan.limit_m", limit_m, "flag")
        there = solve(dataclasses.replace(problem, people=problem.people.assign(max_load=cap), rules=rules))
        assert ladder.served[row, column] == (there.person >= 0).sum()


@pytest.mark.parametrize("seed", range(6))
def test_metres_of_regions_are_walked(seed: int) -> None:
    problem = starved(seed)
    solution = solve(problem)
    caps = np.full(len(problem.households), 2, np.int64)
    field = field_of(problem, solution.person, solution.max_load, caps)
    far = oracle.metres(problem)
    homes = problem.households
    as_people = problem.people.iloc[[0] * len(homes)].reset_index(drop=True)
    as_people = as_people.assign(**{axis: homes[axis] for axis in ("lon", "lat")})
    bare = dataclasses.replace(problem, people=as_people, ground=without_table(problem.ground))
    new = oracle.metres(bare)
    np.fill_diagonal(new, 0)
    for region in field.regions:
        of_pair = far[region.homes[region.home], region.people[region.member]]
        assert region.member_m == pytest.approx(of_pair, abs=0.01)
        near = region.site_m.tocoo()
        assert near.data - FURTHER_M == pytest.approx(
            new[region.homes[near.col], region.sites[near.row]], abs=0.01
        )
        assert (region.reach + region.free).nnz <= near.nnz


def banks(ground: Ground | None):
    """Three households on each bank of a river, one member on the north bank who may serve all six.

    The bridge is 600 m east of them (see test_advice_ground). As the crow flies everybody is in range.
    """
    problem = problem_of(
        {"lon": east_m([0, 20, 40] * 2), "lat": north_m([50] * 3 + [-50] * 3)},
        {"lon": east_m([10]), "lat": north_m([50]), "max_load": [6.0]},
        ground=ground,
    )
    return assign(problem)


@pytest.mark.parametrize("ground", [Ground(roads=streets(), barriers=river()), Ground(barriers=river())])
def test_somebody_on_the_other_bank_is_needed(ground: Ground) -> None:
    plan = banks(ground)
    assert (plan.households["reason"] == "blocked").tolist() == [False] * 3 + [True] * 3
    found = recruit(plan, ground=ground)
    assert (found.served_today, found.bound, found.served, found.moved) == (3, 1, 6, 0)
    assert found.table["household_id"].iat[0] in {"H003", "H004", "H005"}
    assert found.table["waiting"].tolist() == [3]
    # A greater cap does nothing; on roads a limit of 1500 m reaches over the bridge (1,200 m and more).
    assert (found.ladder.served[0] == 3).all()
    # Without the files walking is straight: everybody is within the limit.
    assert len(recruit(plan).table) == 0


def test_a_table_of_metres_does_not_list_new_members(capsys) -> None:
    homes, people = (np.array(ids, object) for ids in ([f"H{row:03d}" for row in range(6)], ["M000"] * 6))
    rows = MatrixRows(homes, people, np.full(6, 900.0))
    ground = Ground(matrix=rows)
    plan = banks(ground)
    assert (plan.households["reason"] == "blocked").all()
    found = recruit(plan, 100, 6, ground=ground)
    # One new member, by straight lines, serves all six, the own home among them.
    assert (found.matrix, len(found.table), found.served) == (True, 1, 6)
    report(found, Again(plan, ()), Format.CSV, Screen("en", 0, False))
    assert "NG265" in capsys.readouterr().err
    assert not recruit(plan).matrix
