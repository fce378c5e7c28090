"""What holds for every plan: the audit passes, more room never serves fewer, written then read is equal."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generated import random_village, with_wishes
from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.read import read
from neighborgrid.planbook.write import write
from neighborgrid.scenarios import build as scenarios
from neighborgrid.solve.plan import assign
from sheets import built, households, members

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan, Problem

SEEDS = st.integers(0, 10**6)


def trials(count: int) -> settings:
    """That many cases; a seed that fails has no simpler one to look for."""
    return settings(max_examples=count, phases=[Phase.explicit, Phase.generate])


def errors(plan: Plan, problem: Problem | None = None) -> list[str]:
    """Breaches that the audit finds, as sentences."""
    found = audit(plan, problem).findings
    return [finding.line("en") for finding in found if finding.severity is Severity.ERROR]


@trials(20)
@given(SEEDS, st.booleans(), st.booleans())
def test_every_plan_passes_the_audit(seed: int, unequal: bool, auto: bool) -> None:
    problem = with_wishes(random_village(seed, households=14 if unequal else 60, unequal=unequal, auto=auto))
    plan = assign(problem)
    assert errors(plan) == []
    assert errors(plan, problem) == []
    stale = [finding for finding in audit(plan, problem).findings if finding.code == "NG345"]
    assert stale == []


@trials(20)
@given(SEEDS, st.booleans())
def test_bound_and_objective(seed: int, unequal: bool) -> None:
    figures = assign(random_village(seed, households=14 if unequal else 60, unequal=unequal)).summary
    assert figures["bound_m"] <= figures["objective_m"] + 0.005
    assert figures["served_bound"] >= figures["served"]
    if not unequal:
        assert figures["status"] == "optimal"
        assert figures["bound_m"] == figures["objective_m"]
        assert figures["served_bound"] == figures["served"]


def served(problem: Problem) -> int:
    return int(assign(problem).summary["served"])


@trials(6)
@given(SEEDS)
def test_a_larger_radius_never_serves_fewer(seed: int) -> None:
    counts = [served(random_village(seed, plan__limit_m=limit, auto=True)) for limit in (150, 300, 500, 900)]
    assert counts == sorted(counts)


@trials(6)
@given(SEEDS, st.booleans())
def test_a_larger_cap_never_serves_fewer(seed: int, unequal: bool) -> None:
    problem = random_village(seed, households=14 if unequal else 60, unequal=unequal)
    counts = []
    for more in (0, 1, 3, 100):
        people = problem.people.assign(max_load=problem.people["max_load"] + more)
        counts.append(served(dataclasses.replace(problem, people=people)))
    assert counts == sorted(counts)


@trials(6)
@given(SEEDS)
def test_wider_boundaries_never_serve_fewer(seed: int) -> None:
    counts = [
        served(random_village(seed, plan__within=within))
        for within in ("group", "village", "township", "anywhere")
    ]
    assert counts == sorted(counts)


def test_one_member_more_never_serves_fewer() -> None:
    for seed in range(5):
        problem = random_village(seed)
        excluded = problem.people["excluded"].to_numpy()
        able = np.flatnonzero(excluded == "")
        less = excluded.copy()
        less[able[0]] = "other"
        fewer = dataclasses.replace(
            problem, people=problem.people.assign(excluded=pd.Series(less, dtype=object))
        )
        # Who locks or lives with the member who left may lose; the total never grows.
        assert served(fewer) <= served(problem)


def assert_same_tables(one: Plan, other: Plan) -> None:
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name], obj=name)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", range(4))
def test_written_then_read_is_equal(tmp_path: Path, seed: int, lang) -> None:
    problem = with_wishes(random_village(seed, auto=seed % 2 == 0))
    plan = assign(dataclasses.replace(problem, lang=lang))
    again = read([write(plan, tmp_path / "plan.xlsx").path])
    assert_same_tables(plan, again)
    assert dict(again.rules.values) == dict(plan.rules.values)
    assert dict(again.rules.origins) == dict(plan.rules.origins)
    assert dict(again.summary) == dict(plan.summary)
    assert dict(again.auto_caps) == dict(plan.auto_caps)
    assert (again.lang, again.inputs) == (plan.lang, plan.inputs)
    assert apply(again).findings == again.findings
    assert errors(again) == []


def test_rules_of_a_plan_keep_their_numbers(tmp_path: Path) -> None:
    problem = random_village(3, plan__limit_m=512.3456789, weights__balance_m=1234.5678)
    plan = assign(with_wishes(problem))
    again = read([write(plan, tmp_path / "plan.xlsx").path])
    assert again.rules.limit_m == 512.3456789
    assert again.rules.balance_m == 1234.5678
    assert errors(again) == []


def village_sheets(seed: int, *, ids: bool) -> tuple[list[list[object]], list[list[object]]]:
    """Rows of the small demo village's sheets under the headers of `sheets`, without ids if so asked."""
    rng = np.random.default_rng(seed)
    count, people = 40, 6
    heads = rng.permutation(500)[:count]
    homes: list[list[object]] = [
        [
            f"{n + 1:03d}" if ids else "",
            f"户{heads[n]}",
            "西同下村",
            f"{1 + n % 3}组",
            round(114.5 + float(rng.uniform(-0.006, 0.006)), 6),
            round(37.76 + float(rng.uniform(-0.004, 0.004)), 6),
            f"138{heads[n]:08d}",
            f"{n}号",
        ]
        for n in range(count)
    ]
    crew: list[list[object]] = [
        [
            f"D{n + 1:02d}" if ids else "",
            f"党{n}",
            "书记" if n == 0 else "",
            "西同下村",
            f"{1 + n % 3}组",
            round(114.5 + float(rng.uniform(-0.005, 0.005)), 6),
            round(37.76 + float(rng.uniform(-0.003, 0.003)), 6),
            f"139{n:08d}",
        ]
        for n in range(people)
    ]
    return homes, crew


def links(plan: Plan, *, ids: bool) -> dict[object, object]:
    """Who serves whom: by ids, or by position and head where ids are made."""
    table = plan.households
    member = dict(zip(plan.members["member_id"], plan.members["name"], strict=True))
    if ids:
        return dict(zip(table["household_id"], table["member_id"], strict=True))
    keys = zip(table["lon"], table["lat"], table["head"], strict=True)
    return {key: member.get(one, "") for key, one in zip(keys, table["member_id"], strict=True)}


@trials(6)
@given(SEEDS, st.booleans(), st.randoms(use_true_random=False))
def test_shuffled_rows_and_tabs_give_the_same_plan(seed: int, ids: bool, random) -> None:
    homes, crew = village_sheets(seed, ids=ids)
    first = assign(built(households(*homes), members(*crew)).problem)
    random.shuffle(homes)
    random.shuffle(crew)
    cut = random.randrange(1, len(homes))
    parts = [households(*homes[:cut], sheet="上"), households(*homes[cut:], sheet="下", file="另一份.xlsx")]
    random.shuffle(parts)
    second = assign(built(*parts, members(*crew)).problem)
    assert links(first, ids=ids) == links(second, ids=ids)
    assert first.summary["objective_m"] == second.summary["objective_m"]
    # Made ids follow the canonical order, so they are the same too.
    pd.testing.assert_frame_equal(first.households, second.households)


def test_ties_are_settled_the_same_way_after_a_shuffle() -> None:
    # Twelve houses on one point between two members equally far: every split of six and six costs the same.
    def house(n: int) -> list[object]:
        return [f"{n:02d}", f"户{n}", "西同下村", "1组", 114.5, 37.76, "", ""]

    people = [
        ["D1", "甲", "", "西同下村", "1组", 114.501, 37.76, ""],
        ["D2", "乙", "", "西同下村", "1组", 114.499, 37.76, ""],
    ]
    rows = [house(n) for n in range(12)]
    plans = [
        assign(built(households(*order), members(*crew)).problem)
        for order in (rows, rows[::-1], rows[5:] + rows[:5])
        for crew in (people, people[::-1])
    ]
    assert all(links(plan, ids=True) == links(plans[0], ids=True) for plan in plans)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("ids", [True, False])
def test_shuffled_files_give_the_same_plan(tmp_path: Path, kind, ids: bool) -> None:
    import neighborgrid
    from neighborgrid.scenarios.write import write as write_sheets

    sample = scenarios.make("dongshan")
    rng = np.random.default_rng(1)

    def planned(folder: Path, *, shuffled: bool) -> Plan:
        tables = []
        for columns, key in ((sample.households, "户编号"), (sample.members, "党员编号")):
            order = rng.permutation(len(next(iter(columns.values())))) if shuffled else slice(None)
            table = pd.DataFrame(columns).iloc[order]
            if not ids:
                # What names people by their ids goes with them.
                drop = [key, "本户编号", "指定党员", "回避党员", "意向党员", "现联户党员"]
                table = table.drop(columns=[name for name in drop if name in table])
            tables.append({str(name): table[name].tolist() for name in table})
        made = dataclasses.replace(sample, households=tables[0], members=tables[1])
        paths = write_sheets(made, folder, formats=(kind,))
        settings = {key: value for key, value in sample.settings.items() if key != "preset"}
        return neighborgrid.assign(neighborgrid.read(*paths, settings=settings))

    first = planned(tmp_path / "a", shuffled=False)
    second = planned(tmp_path / "b", shuffled=True)
    assert links(first, ids=ids) == links(second, ids=ids)
    assert first.summary["objective_m"] == second.summary["objective_m"]
    assert len(first.households) > 100
