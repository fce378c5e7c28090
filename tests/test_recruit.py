"""The fewest new members: equal to brute force, true when they come, bounded, the same twice."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import oracle
from generated import random_village
from neighborgrid.advice.recruit import recruit
from neighborgrid.solve.engine import solve
from neighborgrid.solve.plan import assign
from neighborgrid.solve.recruit import fewest, field_of, ladder_of
from support import east_m, north_m, problem_of

if TYPE_CHECKING:
    from neighborgrid.model import Problem
    from neighborgrid.solve.recruit import Field


class Plain:
    """The problem of recruiting in plain Python: distances by pyproj.Geod, matchings by augmenting paths."""

    def __init__(self, problem: Problem, cap: list[int], new_cap: int) -> None:
        homes, rules = problem.households, problem.rules
        self.cap, self.new_cap = cap, new_cap
        self.options = oracle.options(problem)
        self.load = homes["load"].tolist()
        self.own = [oracle.is_own(problem, h) for h in range(len(homes))]
        self.vacant = (homes["residence"] == "vacant").tolist()
        self.locked = [lock in set(problem.people["member_id"]) for lock in homes["lock"]]
        as_people = dataclasses.replace(problem, people=problem.people.iloc[[0]].reset_index(drop=True))
        self.near: list[list[int]] = []
        for site in range(len(homes)):
            moved = as_people.people.assign(
                **{axis: [homes[axis][site]] for axis in ("lon", "lat")},
                **{code: [homes[code][site]] for code in ("township_code", "village_code", "group_code")},
            )
            far = oracle.metres(dataclasses.replace(as_people, people=moved))[:, 0]
            codes = [(homes[code], homes[code][site]) for code in oracle.CODES[rules.within]]
            self.near.append(
                [
                    h
                    for h in range(len(homes))
                    if far[h] <= rules.limit_m + 1e-6
                    and not self.vacant[h]
                    and not self.own[h]
                    and not self.locked[h]
                    and all(c[h] == there or c[h] < 0 or there < 0 for c, there in codes)
                ]
            )
        located = np.isfinite(homes["lon"])
        self.sites = [site for site in range(len(homes)) if located[site] and not self.vacant[site]]

    def served(self, sites: tuple[int, ...]) -> int:
        """Most households served with new members at ``sites``, own homes included."""
        cap = [*self.cap, *(self.new_cap for _ in sites)]
        count, graph = 0, {}
        for h, options in enumerate(self.options):
            mine = [*options, *(len(self.cap) + i for i, site in enumerate(sites) if h in self.near[site])]
            home = h in sites and not self.vacant[h] and not self.locked[h]
            if self.own[h] or home or (self.load[h] == 0 and mine):
                count += 1
            elif self.load[h] == 1:
                graph[h] = mine
        holds: dict[int, list[int]] = {m: [] for m in range(len(cap))}

        def find(h: int, seen: set[int]) -> bool:
            for m in graph[h]:
                if m in seen:
                    continue
                seen.add(m)
                if len(holds[m]) < cap[m]:
                    holds[m].append(h)
                    return True
                for other in list(holds[m]):
                    if find(other, seen):
                        holds[m].remove(other)
                        holds[m].append(h)
                        return True
            return False

        return count + sum(find(h, set()) for h in graph)

    def fewest(self, wanted: int, most: int) -> int:
        """Smallest number of sites, ``most`` at most, that serve ``wanted``; ``most`` + 1 where none do."""
        for count in range(most + 1):
            if any(self.served(sites) >= wanted for sites in itertools.combinations(self.sites, count)):
                return count
        return most + 1


def field_for(problem: Problem, new_cap: int) -> Field:
    """Field of a problem solved by the solver."""
    solution = solve(problem)
    return field_of(
        problem, solution.person, solution.max_load, np.full(len(problem.households), new_cap, np.int64)
    )


@pytest.mark.parametrize("seed", range(12))
def test_equals_brute_force(seed: int) -> None:
    problem = random_village(seed, households=9, people=3, plan__limit_m=(300, 500, 800)[seed % 3])
    # Few may serve: caps of 0 to 2, so that many wait.
    rng = np.random.default_rng(seed)
    people = problem.people.assign(max_load=rng.integers(0, 3, len(problem.people)).astype(float))
    problem = dataclasses.replace(problem, people=people.assign(min_load=0.0))
    new_cap = int(rng.integers(1, 4))
    field = field_for(problem, new_cap)
    plain = Plain(problem, people["max_load"].astype(int).tolist(), new_cap)
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
        assert chosen.bound <= chosen.count
        # Four or more of nine would be thousands of matchings a case.
        assert min(chosen.count, 4) == plain.fewest(replanned + gain, 3)
        assert chosen.bound == chosen.count


def with_recruits(problem: Problem, table: pd.DataFrame) -> Problem:
    """Problem with the recruits as members, each at home where it was suggested."""
    homes, people = problem.households, problem.people
    row_of = {one: row for row, one in enumerate(homes["household_id"])}
    rows = [row_of[one] for one in table["household_id"]]
    ids = [f"R{number:03d}" for number in table["number"]]
    at = homes.iloc[rows].reset_index(drop=True)
    new = pd.concat([people.iloc[:1]] * max(1, len(rows)), ignore_index=True).head(len(rows)).assign(
        member_id=ids, name=ids, excluded="", home_household_id=at["household_id"], role="member",
        min_load=0.0, target_load=10.0, max_load=table["max_load"].astype(float),
        **{c: at[c] for c in ("lon", "lat", "township", "village", "group")},
        **{c: at[c] for c in ("township_code", "village_code", "group_code")},
    )  # fmt: skip
    home_of = homes["home_member_id"].to_numpy().copy()
    for row, one in zip(rows, ids, strict=True):
        home_of[row] = home_of[row] if home_of[row] else one
    joined = pd.concat([people, new], ignore_index=True).astype(people.dtypes.to_dict())
    return dataclasses.replace(problem, households=homes.assign(home_member_id=home_of), people=joined)


@pytest.mark.parametrize("coverage", [100, 90])
@pytest.mark.parametrize("seed", range(6))
def test_the_recruits_do_what_is_said(seed: int, coverage: int) -> None:
    problem = random_village(seed, plan__within="village")
    result = recruit(assign(problem), coverage, 6)
    solution = solve(problem)
    settled = problem.people.assign(max_load=np.nan_to_num(solution.max_load))
    then = assign(with_recruits(dataclasses.replace(problem, people=settled), result.table))
    assert then.summary["served"] == result.served
    assert result.served >= result.goal
    assert result.bound == len(result.table)
    left = sum(result.left.values())
    assert result.served + left == result.rows
    # Not those of load 0 and the own home, which take no capacity.
    away = int((problem.households["load"] == 0).sum())
    assert (result.table["households"] <= result.table["max_load"] + 1 + away).all()


@pytest.mark.parametrize("seed", range(4))
def test_unequal_loads_take_no_more_than_is_said(seed: int) -> None:
    problem = random_village(seed, unequal=True, plan__within="village")
    result = recruit(assign(problem), 100, 6)
    assert not result.exact
    settled = problem.people.assign(max_load=np.nan_to_num(solve(problem).max_load))
    then = assign(with_recruits(dataclasses.replace(problem, people=settled), result.table))
    assert then.summary["served"] >= result.served
    assert result.served + sum(result.left.values()) == result.rows


def village(seed: int, households: int, members: int, cap: int) -> Problem:
    """Village of two to four hamlets whose members take ``cap`` each."""
    rng = np.random.default_rng(seed)
    hamlets = int(rng.integers(2, 5))
    middle = rng.uniform(-800, 800, (hamlets, 2))
    homes = middle[rng.integers(hamlets, size=households)] + rng.normal(0, 250, (households, 2))
    people = middle[rng.integers(hamlets, size=members)] + rng.normal(0, 230, (members, 2))
    return problem_of(
        {"lon": east_m(homes[:, 0]), "lat": north_m(homes[:, 1])},
        {"lon": east_m(people[:, 0]), "lat": north_m(people[:, 1]), "max_load": [float(cap)] * members},
    )


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("share", [1, 2 / 3])
def test_a_whole_village_is_within_a_hundredth_of_its_bound(seed: int, share: float) -> None:
    # 400 households, members for 240 of them at most.
    field = field_for(village(seed, 400, 20, 12), 12)
    wanted = int(share * len(field.helpable))
    chosen, again = fewest(field.regions, wanted), fewest(field.regions, wanted)
    assert chosen.count <= 1.01 * chosen.bound
    # Each new member gains 13 at most.
    assert chosen.bound >= wanted / 13
    assert [sites.tolist() for sites in chosen.sites] == [sites.tolist() for sites in again.sites]


def test_many_without_anybody() -> None:
    # Nobody of 500 serves; at least 500 / 13 are needed.
    problem = village(1, 500, 1, 12)
    problem = dataclasses.replace(problem, people=problem.people.assign(excluded="age"))
    field = field_for(problem, 12)
    chosen = fewest(field.regions, 500)
    assert len(field.helpable) == 500
    assert 39 <= chosen.bound == chosen.count


@pytest.mark.parametrize("seed", range(6))
def test_greater_caps_and_limits_never_serve_fewer(seed: int) -> None:
    problem = random_village(seed, unequal=seed % 2 == 1)
    solution = solve(problem)
    ladder = ladder_of(problem, solution.person, solution.max_load)
    assert ladder.served[0, 0] >= (solution.person >= 0).sum()
    assert (np.diff(ladder.served, axis=0) >= 0).all()
    assert (np.diff(ladder.served, axis=1) >= 0).all()
    if seed % 2 == 0:
        # Every cell is what a plan under those rules serves.
        row, column = seed % len(ladder.limits), seed % len(ladder.caps)
        cap = np.maximum(np.nan_to_num(solution.max_load), ladder.caps[column])
        rules = problem.rules.with_value("plan.limit_m", ladder.limits[row], "flag")
        people = problem.people.assign(max_load=cap)
        there = solve(dataclasses.replace(problem, people=people, rules=rules))
        assert ladder.served[row, column] == (there.person >= 0).sum()


def test_an_edit_that_wastes_room_needs_a_new_plan_and_nobody_else() -> None:
    # Two members of one place each, 600 m apart; the middle household is within reach of both.
    problem = problem_of(
        {"lon": east_m([-300, 0]), "lat": north_m([0, 0])},
        {"lon": east_m([-300, 300]), "lat": north_m([0, 0]), "max_load": [1.0, 1.0]},
    )
    plan = assign(problem)
    homes = plan.households.assign(member_id=np.array(["", "M000"], object))
    result = recruit(dataclasses.replace(plan, tables={**plan.tables, "households": homes}))
    assert (result.served_today, result.served_replanned, len(result.table)) == (1, 2, 0)
    assert result.left == {}
