"""Prices of changes equal forced re-solves: brute force on small problems, the flow itself on larger ones."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

import oracle
from generated import random_village
from neighborgrid.solve.components import split
from neighborgrid.solve.engine import given, solve
from neighborgrid.solve.flow import solve_flow
from neighborgrid.solve.switching import Change, Exchange
from test_circles_properties import case
from test_solve_exact import random_problem

CASES = 1_000


def all_values(problem, cap):
    """Every choice of members with its tiers."""
    far = oracle.metres(problem)
    options = [
        found if oracle.is_own(problem, h) else [-1, *found]
        for h, found in enumerate(oracle.options(problem))
    ]
    for choice in itertools.product(*(one or [-1] for one in options)):
        found = oracle.value(problem, choice, far, cap)
        if found is not None:
            yield choice, found


def difference(one, other):
    """Tiers of ``one`` over ``other`` as a Change."""
    return Change(*(round(a - b) for a, b in zip(one[:3], other[:3], strict=True)), (one[3] - other[3]) / 100)


@pytest.mark.parametrize("block", range(10))
def test_switches_equal_brute_force(block: int) -> None:
    asked = 0
    for seed in range(block * CASES // 10, (block + 1) * CASES // 10):
        problem = random_problem(seed)
        solution = solve(problem)
        exchange = Exchange(problem, solution)
        values = list(all_values(problem, solution.max_load))
        assert exchange.is_best
        for row in range(len(problem.households)):
            if not exchange.has(row):
                continue
            now = int(solution.person[row])
            best = min(value for choice, value in values if choice[row] == now)
            wanted = {
                person: min((value for choice, value in values if choice[row] == person), default=None)
                for person in oracle.options(problem)[row]
                if person != now and solution.max_load[person] >= 1
            }
            found = exchange.switches(row)
            assert {one.person for one in found} == set(wanted), seed
            for one in found:
                assert one.price == difference(wanted[one.person], best), (seed, row, one)
                after = list(solution.person)
                after[row] = one.person
                for move in one.moves:
                    assert after[move.household] == move.before, seed
                    after[move.household] = move.after
                assert dict(values)[tuple(after)] == wanted[one.person], (seed, row, one)
                asked += 1
    assert asked


@pytest.mark.parametrize("block", range(5))
def test_one_more_or_fewer_equals_brute_force(block: int) -> None:
    for seed in range(500 + block * 20, 520 + block * 20):
        problem = random_problem(seed)
        solution = solve(problem)
        exchange = Exchange(problem, solution)
        best = oracle.best(problem, solution.max_load)
        weightless = (problem.households["load"] == 0).to_numpy()

        def load_of(choice, person, problem=problem, weightless=weightless):
            counted = [
                h for h, p in enumerate(choice)
                if p == person and not oracle.is_own(problem, h) and not weightless[h]
            ]  # fmt: skip
            return len(counted)

        for person in range(len(problem.people)):
            found = exchange.one_more_or_fewer(person)
            if found is None:
                continue
            cap = solution.max_load.copy()
            cap[person] = max(cap[person], found.load + 1)
            values = list(all_values(problem, cap))
            for wanted, said in ((found.load + 1, found.more), (found.load - 1, found.fewer)):
                with_load = [value for choice, value in values if load_of(choice, person) == wanted]
                if not with_load:
                    assert said is None, (seed, person, wanted)
                else:
                    assert said == difference(min(with_load), best), (seed, person, wanted)


@pytest.mark.parametrize("seed", range(40))
def test_switches_of_villages_equal_a_plan_with_a_lock(seed: int) -> None:
    """Forced by a lock: the best plan in which the household is served is the one that it names."""
    problem = random_village(seed, households=60, people=8)
    solution = solve(problem)
    exchange = Exchange(problem, solution)
    rng = np.random.default_rng(seed)
    rows = [row for row in np.flatnonzero(solution.person >= 0) if exchange.has(row)]
    for row in rng.permutation(rows)[:4]:
        for one in exchange.switches(int(row)):
            # Nobody has priority but the household that is forced: it is served before all others.
            locked = problem.households["lock"].to_numpy().copy()
            locked[row] = problem.people["member_id"][one.person]
            homes = problem.households.assign(lock=locked)
            forced = solve(dataclasses.replace(with_caps(problem, solution), households=homes))
            if forced.person[row] != one.person:
                # A plan that leaves it waiting is better still, so the lock forces nothing.
                continue
            far = oracle.metres(problem)
            new = oracle.value(problem, tuple(forced.person.tolist()), far, solution.max_load)
            old = oracle.value(problem, tuple(solution.person.tolist()), far, solution.max_load)
            assert one.price == difference(new, old), (seed, row)


def with_caps(problem, solution):
    """Problem whose caps are those of a solution, so that nothing automatic changes."""
    people = problem.people.assign(max_load=np.where(np.isnan(solution.max_load), 0, solution.max_load))
    return dataclasses.replace(problem, people=people)


@pytest.mark.parametrize("seed", range(30))
def test_a_changed_plan_is_compared_with_best_plans(seed: int) -> None:
    """Somebody moved a household: its price back is minus the price of having moved it."""
    problem = random_problem(seed)
    solution = solve(problem)
    values = list(all_values(problem, solution.max_load))
    options = oracle.options(problem)
    exchange = Exchange(problem, solution)
    for row in range(len(problem.households)):
        for person in options[row] if exchange.has(row) and not oracle.is_own(problem, row) else ():
            moved = solution.person.copy()
            moved[row] = person
            edited = Exchange(problem, dataclasses.replace(given(problem, moved), max_load=solution.max_load))
            with_it = min((v for c, v in values if c[row] == person), default=None)
            if with_it is None:
                continue
            for one in edited.switches(row):
                wanted = min(v for c, v in values if c[row] == one.person)
                assert one.price == difference(wanted, with_it), (seed, row)


@pytest.mark.parametrize("seed", range(40))
def test_switches_within_circles_equal_a_forced_flow(seed: int) -> None:
    """Circles that get full: the flow is solved anew with one household's other pairs gone."""
    options = ({"room": 5, "size": (1, 4)}, {"room": 3, "size": (2, 30)}, {"limit": 200.0})
    problem = case(seed, ("soft", "strict")[seed % 2], **options[seed % 3])
    solution = solve(problem)
    exchange = Exchange(problem, solution)
    ready = exchange.ready
    rng = np.random.default_rng(seed)
    rows = [row for row in np.flatnonzero(solution.person >= 0) if exchange.has(row)]
    for row in rng.permutation(rows)[:5]:
        home = exchange.local_home[row]
        for one in exchange.switches(int(row)):
            kept = (ready.case.household != home) | (ready.serving[ready.case.member] == one.person)
            forced = resolved(ready.case, kept)
            if forced[home] < 0:
                continue
            wanted = tiers(ready.case, forced) - tiers(ready.case, exchange.choice)
            assert (*dataclasses.astuple(one.price)[:3], round(100 * one.price.cost_m)) == tuple(wanted), seed


def resolved(case, kept):
    """Optimal choice over the pairs ``kept``."""
    case = dataclasses.replace(
        case, household=case.household[kept], member=case.member[kept], cost_cm=case.cost_cm[kept]
    )
    parts = split(case.household, case.member, len(case.priority), case.circle)
    member = np.full(len(case.priority), -1, np.int64)
    solve_flow(case, parts, np.arange(parts.count), member)
    return member


def tiers(case, member):
    """Tiers of a choice, written out: left out with priority, left out, shortfall, centimetres."""
    load = np.bincount(member[member >= 0], minlength=len(case.max_load))
    used = member[case.household] == case.member
    bend = round(100 * case.balance_m) * ((load - case.target_load) ** 2).sum()
    short = np.maximum(0, case.min_load - load).sum()
    left = member < 0
    return np.array([(left & case.priority).sum(), left.sum(), short, case.cost_cm[used].sum() + bend])
