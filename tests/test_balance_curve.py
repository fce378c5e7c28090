"""The price of balance: worked out by hand, monotone on random villages, shown on the screen."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import neighborgrid
from folders import HOUSEHOLDS, MEMBERS, crew, csv_file, homes, village
from generated import random_village
from neighborgrid.solve.assemble import assemble
from neighborgrid.solve.curve import BALANCES_M, balance_curve, balance_values, rebalanced
from neighborgrid.solve.engine import given, solve
from neighborgrid.solve.plan import assign, solved
from support import east_m, north_m, problem_of, rules_with

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Problem
    from neighborgrid.solve.solution import Solution

SUMMARY_KEYS = (
    "served",
    "near_target_pct",
    "min_load",
    "max_load",
    "mean_distance_m",
    "p95_distance_m",
)
"""Figures that a row of the curve shares with the summary of a plan."""
NO_BONUS = {"weights__prefer_m": 0, "weights__same_group_m": 0, "weights__keep_m": 0}


def lane(balance_m: float = 50, **rules: Any) -> Problem:
    """Eight households at the door of one member, the other member 110 m off; both want four."""
    return problem_of(
        {"lon": east_m(np.zeros(8)), "lat": north_m(np.arange(8) * 1e-3)},
        {"lon": east_m([0, 110]), "lat": north_m([0, 0]), "target_load": [4, 4], "max_load": [12, 12]},
        rules=rules_with(weights__balance_m=balance_m, **rules),
    )


def test_a_village_worked_out_by_hand() -> None:
    # The k-th household that walks 110 m saves 2 b (9 - 2 k) of squares: 14 b, 10 b, 6 b, 2 b. b = 1: none
    # walks (14 < 110). b = 10: one (140, then 100 < 110). b = 50: three (300, then 100 < 110). b = 200 and
    # 1000: four (400). Loads 8|0, 7|1, 5|3, 4|4; only those of the first two are more than two off.
    problem = lane()
    rows = balance_curve(problem, solve(problem))
    assert [row.balance_m for row in rows] == [1, 10, 50, 200, 1000]
    assert [(row.max_load, row.min_load) for row in rows] == [(8, 0), (7, 1), (5, 3), (4, 4), (4, 4)]
    assert [row.near_target for row in rows] == [0, 0, 2, 2, 2]
    assert [row.near_target_pct for row in rows] == [0, 0, 100, 100, 100]
    # 0, 1, 3, 4, 4 of eight households walk 110 m; a degree is not quite 111 km.
    assert [row.mean_distance_m for row in rows] == pytest.approx([0, 13.75, 41.25, 55, 55], rel=0.01)
    # Of eight sorted values, 0.95 lies at 6.65: 0.65 of the way from the seventh to the eighth.
    assert [row.p95_distance_m for row in rows] == pytest.approx([0, 71.5, 110, 110, 110], rel=0.01)
    assert [row.served for row in rows] == [8] * 5
    assert [row.own for row in rows] == [False, False, True, False, False]
    assert rows[0].more_m is None
    assert rows[0].more_members is None
    assert [row.more_m for row in rows[1:]] == pytest.approx([13.75, 27.5, 13.75, 0], rel=0.01)
    assert [row.more_members for row in rows[1:]] == [0, 2, 0, 0]


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        (50, (1, 10, 50, 200, 1000)),
        (0, (0, 10, 50, 200, 1000)),
        (60, (1, 10, 60, 200, 1000)),
        # As far from 50 as from 200: the lower one goes.
        (125, (1, 10, 125, 200, 1000)),
        (126, (1, 10, 50, 126, 1000)),
        (100_000, (1, 10, 50, 200, 100_000)),
    ],
)
def test_own_value_takes_the_place_of_the_nearest(own: float, shown: tuple[float, ...]) -> None:
    assert balance_values(own) == shown


def squares(problem: Problem, solution: Solution, person: np.ndarray) -> float:
    """Sum of squared deviations from the targets, by counting households one by one."""
    load = dict.fromkeys(range(len(problem.people)), 0.0)
    for home, member in enumerate(person.tolist()):
        if member >= 0 and member != solution.reachable.need.own_home[home]:
            load[member] += problem.households["load"][home]
    able = np.flatnonzero(problem.people["excluded"] == "")
    return sum((load[row] - problem.people["target_load"][row]) ** 2 for row in able)


def pair_cm(solution: Solution, person: np.ndarray) -> int:
    """Cost of the pairs of a choice: metres less bonuses, in centimetres."""
    pairs = solution.ready.reachable.pairs
    return int(solution.ready.cost_cm[person[pairs.household] == pairs.person].sum())


@cache
def villages(mode: str, **options: Any) -> list[tuple[Problem, Solution]]:
    """Random villages that somebody serves, solved; not to be changed."""
    # Wide enough for households to move: about a step in three changes a load.
    wide = {"auto": True, "households": 60, "people": 14, "plan__within": "anywhere"}
    problems = [random_village(seed, circles__mode=mode, **wide, **options) for seed in range(6)]
    made = [(problem, solve(problem)) for problem in problems]
    return [(problem, solution) for problem, solution in made if (solution.person >= 0).any()]


@pytest.mark.parametrize("mode", ["off", "soft", "strict"])
def test_squares_fall_and_cost_rises(mode: str) -> None:
    # x best at b, y at b' > b, C the cost of pairs and S the squares: C(x) + b S(x) <= C(y) + b S(y) and
    # C(y) + b' S(y) <= C(x) + b' S(x) add up to (b' - b)(S(y) - S(x)) <= 0; then the first gives
    # C(x) <= C(y). Ties do no harm. The share near the target is not S, so it may fall.
    steps = 0
    for problem, solution in villages(mode):
        chosen = [rebalanced(solution.ready, solution.person, value) for value in BALANCES_M]
        square = [squares(problem, solution, person) for person in chosen]
        cost = [pair_cm(solution, person) for person in chosen]
        assert square == sorted(square, reverse=True)
        assert cost == sorted(cost)
        assert len({int((person >= 0).sum()) for person in chosen}) == 1
        steps += len(set(square)) - 1
    # Where nothing ever moved, nothing was tested.
    assert steps > 8


def test_mean_metres_rise_where_no_bonus_counts() -> None:
    # The same number is served in every row, so without bonuses the mean is C over a constant.
    rose = 0
    for problem, solution in villages("off", **NO_BONUS):
        rows = balance_curve(problem, solution)
        metres = [row.mean_distance_m for row in rows]
        assert metres == sorted(metres)
        assert all(row.more_m >= 0 for row in rows[1:])
        rose += metres[-1] > metres[0]
    assert rose > 3


@pytest.mark.parametrize("mode", ["off", "soft", "strict"])
@pytest.mark.parametrize("balance_m", [0, 130])
def test_own_row_is_the_plans_summary(mode: str, balance_m: float) -> None:
    for problem, solution in villages(mode, weights__balance_m=balance_m):
        rows = balance_curve(problem, solution)
        (own,) = [row for row in rows if row.own]
        figures = assemble(problem, solution).summary
        assert own.balance_m == balance_m
        shown = {key: getattr(own, key) for key in SUMMARY_KEYS}
        assert shown == {key: figures.get(key) for key in SUMMARY_KEYS}
        assert {row.served for row in rows} == {figures["served"]}


def test_solving_the_own_value_again_gives_the_plan_again() -> None:
    for mode in ("off", "soft", "strict"):
        for problem, solution in villages(mode):
            again = rebalanced(solution.ready, solution.person, problem.rules.balance_m)
            assert again.tolist() == solution.person.tolist()


def test_rows_are_the_plans_that_planning_anew_would_give() -> None:
    # Without circles there is nothing that another weight would form anew.
    for seed in range(5):
        problem = random_village(seed, auto=True)
        solution = solve(problem)
        for value in (1.0, 200.0):
            person = rebalanced(solution.ready, solution.person, value)
            other = assign(random_village(seed, auto=True, weights__balance_m=value)).summary
            objective_m = pair_cm(solution, person) / 100 + value * squares(problem, solution, person)
            # The summary rounds to whole centimetres.
            assert objective_m == pytest.approx(other["objective_m"], abs=0.006)
            assert int((person >= 0).sum()) == other["served"]


def test_unequal_loads() -> None:
    problem = random_village(3, unequal=True, households=24, people=5, weights__balance_m=50)
    plan, solution = solved(problem)
    rows = balance_curve(problem, solution)
    assert [row.own for row in rows] == [False, False, True, False, False]
    assert {row.served for row in rows} == {plan.summary["served"]}
    assert rows[2].near_target_pct == plan.summary["near_target_pct"]


def test_nothing_is_measured_or_formed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_village(5, circles__mode="soft")
    solution = solve(problem)
    flows, seen = [], []
    from neighborgrid.solve import engine

    flow = engine.solve_flow
    monkeypatch.setattr(engine, "solve_flow", lambda *given: flows.append(flow(*given)))
    monkeypatch.setattr(engine, "reachable", None)
    monkeypatch.setattr(engine, "prepare", None)
    rows = balance_curve(problem, solution, lambda *told: seen.append(told))
    assert len(rows) == 5
    # The plan's own row is the plan.
    assert len(flows) == 4
    assert seen == [("curve", done, 5) for done in range(5)]


def test_a_choice_of_people_has_no_curve() -> None:
    problem = lane()
    with pytest.raises(ValueError, match="solver"):
        balance_curve(problem, given(problem, np.zeros(8, np.int64)))
    nobody = problem_of(
        {"lon": east_m([0]), "lat": north_m([0])},
        {"lon": east_m([0]), "lat": north_m([0]), "excluded": ["away"]},
    )
    with pytest.raises(ValueError, match="serve"):
        balance_curve(nobody, solve(nobody))


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


class TestScreen:
    def test_table(self, cli, tmp_path: Path) -> None:
        ran = cli("assign", *village(tmp_path), "--balance-curve")
        assert ran.code == 0
        lines = ran.out.splitlines()
        at = next(row for row, line in enumerate(lines) if line.startswith("均衡的代价"))
        table = lines[at + 1 :]
        assert [line.split()[0] for line in table] == ["均衡权重", "1", "10", "50", "200", "1000"]
        assert [line.split()[1] == "本方案" for line in table[1:]] == [False, False, True, False, False]
        assert all(width(line) <= 100 for line in table)
        assert "要用另一档，加 --balance 重新排户，如 --balance 200（服务圈随之重划" in ran.err
        assert neighborgrid.read_plan(tmp_path / "分户安排.xlsx").summary["served"] == 24

    def test_says_what_a_step_buys(self, cli, tmp_path: Path) -> None:
        # Twenty households at one door, the other member 110 m off, both wanting ten: the k-th that walks
        # saves 2 b (21 - 2 k). b = 1: none (38 < 110). b = 10: seven (140, then 100). b = 50: nine (300, then
        # 100). b = 200: ten. 7, 9, 10 of 20 times 110 m are 38.5, 49.5 and 55 m on average.
        rows = [[f"{n:03d}", f"户{n}", "西同下村", "1组", 114.5, 37.76, "", ""] for n in range(20)]
        people = [
            ["D1", "甲", "", "西同下村", "1组", 114.5, 37.76, "", ""],
            ["D2", "乙", "", "西同下村", "1组", 114.50125, 37.76, "", ""],
        ]
        sheets = (
            csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, rows),
            csv_file(tmp_path / "党员名册.csv", MEMBERS, people),
        )
        flags = ("--balance-curve", "--circles", "off", "--max-load", "20")
        ran = cli("assign", *sheets, *flags, "--format", "json")
        curve = json.loads(ran.out)["balance_curve"]
        assert [row["max_load"] for row in curve] == [20, 13, 11, 10, 10]
        assert [row["more_members"] for row in curve] == [None, 0, 2, 0, 0]
        shown = cli("assign", *sheets, *flags, "-o", tmp_path / "b.xlsx").out
        assert "+11.0 米/户 换 +2 名" in shown
        assert "+38.5 米/户，+0 名" in shown
        assert shown.splitlines()[-1].endswith("相同")
        assert "服务圈随之重划" not in cli("assign", *sheets, *flags).err

    def test_json(self, cli, tmp_path: Path) -> None:
        ran = cli("assign", *village(tmp_path), "--balance-curve", "--format", "json", "--balance", "60")
        told = json.loads(ran.out)
        assert list(told) == ["summary", "villages", "histograms", "balance_curve"]
        curve = told["balance_curve"]
        assert [row["balance_m"] for row in curve] == [1, 10, 60, 200, 1000]
        (own,) = [row for row in curve if row["own"]]
        assert {key: own[key] for key in SUMMARY_KEYS} == {key: told["summary"][key] for key in SUMMARY_KEYS}
        assert curve[0]["more_m"] is None
        plain = cli("assign", *village(tmp_path), "--format", "json", "--balance", "60")
        assert json.loads(plain.out) == {key: told[key] for key in ("summary", "villages", "histograms")}

    def test_csv_stays_as_it_is(self, cli, tmp_path: Path) -> None:
        ran = cli("assign", *village(tmp_path), "--balance-curve", "--format", "csv")
        assert "均衡的代价请用 --format table 或 json" in ran.err
        assert ran.out == cli("assign", *village(tmp_path), "--format", "csv").out

    def test_unequal_loads_are_announced(self, cli, tmp_path: Path) -> None:
        rows = [[*row, 1 + n % 2] for n, row in enumerate(homes(12))]
        households = csv_file(tmp_path / "农户表.csv", [*HOUSEHOLDS, "工作量"], rows)
        members = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(3))
        ran = cli("assign", households, members, "--balance-curve")
        assert ran.code == 0
        assert "各户工作量不等，均衡的代价要另排四次" in ran.err
        assert "均衡的代价（" in ran.out
        quiet = cli("assign", households, members, "--balance-curve", "-q")
        assert quiet.err == ""
        assert "均衡的代价（" in quiet.out

    def test_no_other_row_is_advised_where_all_are_the_same(self, cli, tmp_path: Path) -> None:
        # One member: there is nothing to even out.
        ran = cli("assign", csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, homes(4)),
                  csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(1)), "--balance-curve")  # fmt: skip
        assert "均衡的代价（" in ran.out
        assert "要用另一档" not in ran.err

    def test_nobody_served_has_no_curve(self, cli, tmp_path: Path) -> None:
        far = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(2, lat=38.2))
        households = csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, homes(4))
        ran = cli("assign", households, far, "--balance-curve")
        assert ran.code == 4
        assert "均衡的代价" not in ran.out
