"""``validate --prove``: optimal plans prove themselves; worse ones, tampered prices and edits do not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyproj import Geod

import oracle
from neighborgrid.audit import measure
from neighborgrid.audit.admissible import OUTSIDE_CM
from neighborgrid.audit.chord import CLOSE_M, Ends, doubt_m
from neighborgrid.audit.proof import Outcome, ProofResult, prove
from neighborgrid.cli.proof import findings_of, proof_sentences
from neighborgrid.cli.screen import Screen
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.read import read
from neighborgrid.solve.cases import OUTSIDE_M
from neighborgrid.solve.plan import assign
from neighborgrid.words import text
from shortage_cases import small_villages
from shortage_oracle import Village, less
from test_audit_shortages import crowded, with_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ran
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

NOTHING = (0, 0, 0, 0)


# Forty problems of ten villages each; those of test_audit_shortages are proved there.
@pytest.mark.parametrize("seed", range(100, 140))
def test_optimal_plans_prove_themselves(seed: int) -> None:
    plan = assign(small_villages(seed))
    found = prove(plan)
    assert found.outcome is Outcome.PROVED, found
    assert (found.gap, found.breaches, found.unpriced) == (NOTHING, 0, 0)
    village = Village(plan)
    assert village.objective(village.choice) == village.bound()
    outside = [h for h in range(len(village.homes)) if not village.proved(h) and not village.vacant(h)]
    assert found.outside == len(outside)


def test_unequal_loads_are_outside_and_the_rest_is_proved() -> None:
    found = prove(assign(small_villages(7)))
    assert found.outcome is Outcome.PROVED
    assert found.outside > 0
    assert found.households > found.outside


def swaps(village: Village) -> Iterator[list[int]]:
    """Feasible choices that differ from the plan's in one household, or in an exchange of two."""
    choice, every = village.choice, range(len(village.homes))
    for h in every:
        for m in {-1, *village.reach[h]} - {choice[h]}:
            yield [*choice[:h], m, *choice[h + 1 :]]
        for other in range(h):
            if choice[h] != choice[other]:
                made = list(choice)
                made[h], made[other] = made[other], made[h]
                yield made


def standing(plan: Plan, choice: list[int], *, written: bool) -> Plan:
    """Plan with another choice of members, as if written so or edited since."""
    ids = np.array([*plan.members["member_id"], ""], object)[choice]
    cells = {"member_id": ids} | ({"written_member_id": ids} if written else {})
    return with_cells(plan, "households", **cells)


@pytest.mark.parametrize("circles", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_no_plan_that_is_worse_by_one_swap_is_proved(seed: int, circles: bool) -> None:
    plan = assign(small_villages(seed, villages=1, circles=circles, unequal=False))
    village = Village(plan)
    best = village.objective(village.choice)
    tried = 0
    for choice in swaps(village):
        if not village.feasible(choice):
            continue
        worse = less(village.objective(choice), best)
        assert worse >= NOTHING
        as_written, as_edited = (prove(standing(plan, choice, written=one)) for one in (True, False))
        # Equal plans are equally good; one centimetre more is not.
        expected = Outcome.PROVED if worse == NOTHING else Outcome.UNPROVED
        assert (as_written.outcome, as_written.gap, as_written.breaches) == (expected, worse, 0)
        assert (as_edited.outcome, as_edited.gap, as_edited.breaches) == (Outcome.EDITED, worse, 0)
        tried += 1
    assert tried or not any(village.reach)


@pytest.mark.parametrize("seed", range(20))
def test_one_swap_in_ten_villages_is_found(seed: int) -> None:
    plan = assign(small_villages(seed))
    village = Village(plan)
    rng = np.random.default_rng(seed)
    best = village.objective(village.choice)
    open_ = [h for h in sorted(village.unit) if village.reach[h] - {village.choice[h]}]
    tried = 0
    for h in rng.permutation(open_):
        choice = list(village.choice)
        choice[h] = int(rng.choice(sorted(village.reach[h] - {choice[h]})))
        if village.feasible(choice) and tried < 3:
            worse = less(village.objective(choice), best)
            assert prove(standing(plan, choice, written=False)).gap == worse
            found = prove(standing(plan, choice, written=True))
            assert (found.outcome is Outcome.PROVED) is (worse == NOTHING)
            tried += 1


@pytest.mark.parametrize("seed", range(60))
def test_tampered_prices_prove_only_where_they_are_optimal_too(seed: int) -> None:
    plan = assign(small_villages(seed, villages=2))
    prices = plan.tables["prices"]
    if prices.empty:
        return
    rng = np.random.default_rng(seed)
    for _ in range(5):
        row, column = int(rng.integers(len(prices))), str(rng.choice(["cost_cm", "shortfall", "households"]))
        by = int(rng.choice([-1, 1])) * (int(rng.choice([1, 30, 5000])) if column == "cost_cm" else 1)
        made = with_cells(plan, "prices", [row], **{column: int(prices[column][row]) + by})
        village = Village(made)
        gap = less(village.objective(village.choice), village.bound())
        assert gap >= NOTHING
        found = prove(made)
        assert found.gap == gap
        # Dual values are not unique: other prices may be optimal, and then the bound is still met.
        assert found.outcome is (Outcome.PROVED if gap == NOTHING else Outcome.UNPROVED)


def test_the_difference_of_an_edit_is_that_to_the_best_plan_of_all() -> None:
    from generated import random_village, with_wishes

    tried = 0
    for seed in range(8):
        problem = with_wishes(
            random_village(seed, households=6, people=3, plan__limit_m=2000, plan__within="township")
        )
        problem = replace(problem, households=problem.households.assign(home_member_id=""))
        problem = replace(problem, people=problem.people.assign(home_household_id=""))
        plan = assign(problem)
        village = Village(plan)
        far, cap = oracle.metres(problem), problem.people["max_load"].to_numpy()
        able = np.flatnonzero((problem.people["excluded"] == "").to_numpy())
        best = oracle.best(problem, cap)
        for choice in swaps(village):
            if not village.feasible(choice):
                continue
            value = oracle.value(problem, tuple(int(able[m]) if m >= 0 else -1 for m in choice), far, cap)
            assert value is not None
            worse = tuple(round(a - b) for a, b in zip(value, best, strict=True))
            assert prove(standing(plan, choice, written=False)).gap == worse
            tried += 1
    assert tried > 40


@pytest.mark.parametrize(("over_m", "outcome"), [(0.0, Outcome.PROVED), (0.01, Outcome.UNPROVED)])
def test_a_centimetre_is_enough(over_m: float, outcome: Outcome) -> None:
    plan = assign(crowded(1, cap=1.0, people=2, weights__balance_m=0))
    chosen = np.flatnonzero(plan.members["load"] == 1)
    home = plan.households["lon"][0], plan.households["lat"][0]
    # The member who serves stands 100 m away or a centimetre more, the other 100 m; without prices, which
    # balance has no need of here, the nearer one must serve.
    metres = np.full(2, 100.0)
    metres[chosen] += over_m
    lon, lat, _ = Geod(ellps="WGS84").fwd([home[0]] * 2, [home[1]] * 2, [90.0] * 2, metres)
    moved = with_cells(plan, "members", lon=lon, lat=lat)
    free = dict.fromkeys(("priority", "households", "shortfall", "cost_cm"), 0)
    assert prove(with_cells(moved, "prices", **free)).outcome is outcome


def test_an_own_home_given_away_costs_what_the_plan_says() -> None:
    plan = assign(crowded(2, cap=2.0, people=2))
    plan = with_cells(plan, "members", [0], home_household_id="H000")
    village = Village(plan)
    # H000 is M000's own home now; written so, it weighs nothing.
    ids = ["M000", "M001"]
    at_home = with_cells(plan, "households", member_id=ids, written_member_id=ids, own_home=["yes", ""])
    away = with_cells(at_home, "households", [0], member_id="M001")
    chosen = [[0, 1], [1, 1]]
    gap = less(*(village.objective(one) for one in reversed(chosen)))
    one, other = prove(at_home), prove(away)
    assert less(other.gap, one.gap) == gap


DAMAGED: dict[str, tuple[Callable[[Plan], Plan], Outcome]] = {
    "no prices": (lambda plan: _without_prices(plan), Outcome.MISSING),
    "a price out of range": (lambda plan: with_cells(plan, "prices", [0], cost_cm=2**60), Outcome.UNPROVED),
    "more room": (lambda plan: with_cells(plan, "members", max_load=2.0), Outcome.UNPROVED),
    "less room": (lambda plan: with_cells(plan, "members", max_load=0.0), Outcome.UNPROVED),
}


def _without_prices(plan: Plan) -> Plan:
    return replace(plan, tables={**plan.tables, "prices": plan.tables["prices"].iloc[:0]})


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_not_proved(what: str) -> None:
    damage, expected = DAMAGED[what]
    assert prove(damage(assign(crowded()))).outcome is expected


def test_a_plan_that_breaks_a_rule_is_not_compared() -> None:
    plan = assign(crowded(4, cap=1.0))
    ids = ["M000"] * 4
    found = prove(with_cells(plan, "households", member_id=ids))
    # One member has four households and may have one.
    assert (found.outcome, found.breaches) == (Outcome.EDITED, 1)


def test_parts_and_plain_sheets_are_not_proved() -> None:
    plan = assign(crowded())
    assert prove(plan, part=True) == ProofResult(Outcome.PART)
    assert prove(plan, existing=True) == ProofResult(Outcome.SHEETS)


def test_a_plan_of_nobody_is_proved() -> None:
    # The only member is farther away than the limit: nobody can be served, and no price is needed.
    plan = assign(crowded(plan__limit_m=50))
    found = prove(plan)
    assert (found.outcome, found.households) == (Outcome.PROVED, 4)
    assert plan.tables["prices"].empty


def test_a_circle_that_was_changed_by_hand_is_named() -> None:
    wanted = {"circles__mode": "soft", "circles__max_households": 3, "circles__team_min": 1}
    plan = assign(crowded(8, cap=5.0, people=2, **wanted))
    together = plan.members["circle_id"][0]
    found = prove(with_cells(plan, "members", circle_id=together))
    assert found.outcome is Outcome.CIRCLES


def test_the_penalty_is_that_of_the_plan() -> None:
    assert OUTSIDE_CM == 100 * OUTSIDE_M


@pytest.mark.parametrize("lat", [-78.0, 0.0, 18.0, 37.76, 53.5, 89.0])
@pytest.mark.parametrize("reach_m", [30.0, 500.0, 1500.0, 20_000.0, 300_000.0])
def test_chords_measure_as_geod_does(lat: float, reach_m: float) -> None:
    rng = np.random.default_rng(int(reach_m))
    turn, far = rng.uniform(0, 360, 500), rng.uniform(0, reach_m, 500)
    here = measure.Points(np.full(500, 114.5), np.full(500, lat))
    lon, north, _ = Geod(ellps="WGS84").fwd(here.lon, here.lat, turn, far)
    rows = np.arange(500)
    metres = Ends(here, measure.Points(lon, north)).straight_m(rows, rows)
    assert (np.abs(metres - far) <= CLOSE_M).all()
    assert (doubt_m(far) >= CLOSE_M).all()


def test_points_without_position_have_no_distance() -> None:
    here = measure.Points(np.array([114.5, np.nan]), np.array([37.0, 37.0]))
    metres = Ends(here, here).straight_m(np.array([0, 0, 1]), np.array([0, 1, 1]))
    np.testing.assert_array_equal(metres, [0.0, np.nan, np.nan])


# The command.


def edited(source: Path, target: Path, cells: dict[tuple[str, int, str], object]) -> Path:
    """Workbook with some cells changed by hand: (tab, row, header) -> value."""
    import openpyxl

    book = openpyxl.load_workbook(source)
    for (tab, row, column), value in cells.items():
        header = [cell.value for cell in book[tab][1]]
        book[tab].cell(row, header.index(column) + 1, value)
    book.save(target)
    return target


def column(source: Path, tab: str, name: str) -> list[Any]:
    """Cells of a column below its header."""
    import openpyxl

    rows = list(openpyxl.load_workbook(source)[tab].iter_rows(values_only=True))
    return [row[rows[0].index(name)] for row in rows[1:]]


def test_the_command_says_what_is_proved(cli: Callable[..., Ran], demo: Path) -> None:
    ran = cli("validate", demo / "分户安排.xlsx", "--prove")
    assert ran.code == 0
    assert "已证明：按以上规则和现有的服务圈，没有别的安排" in ran.out
    data = json.loads(cli("validate", demo / "分户安排.xlsx", "--prove", "--format", "json").out)
    assert data["proof"]["outcome"] == "proved"
    assert "proof" not in json.loads(cli("validate", demo / "分户安排.xlsx", "--format", "json").out)


def test_the_command_says_what_an_edit_costs(cli: Callable[..., Ran], demo: Path, tmp_path: Path) -> None:
    source = demo / "分户安排.xlsx"
    member = column(source, "分户安排", "党员编号")
    own = column(source, "分户安排", "党员本户")
    busy = [row for row, one in enumerate(member) if one and not own[row]]
    first, second = busy[0], next(row for row in busy if member[row] != member[busy[0]])
    # An exchange keeps all loads.
    cells = {
        ("分户安排", first + 2, "党员编号"): member[second],
        ("分户安排", second + 2, "党员编号"): member[first],
    }
    target = edited(source, tmp_path / "改动.xlsx", cells)
    ran = cli("validate", target, "--prove")
    said = re.search(r"改动后总米数比最好的安排多 ([\d.]+) 米", ran.out)
    assert said is not None
    assert "NG375" not in ran.err
    plan = apply(read([target]))
    village = Village(plan)
    written = [village.row_of.get(home["written_member_id"], -1) for home in village.homes]
    worse = less(village.objective(village.choice), village.objective(written))
    assert worse[:3] == NOTHING[:3]
    assert said[1] == f"{worse[3] / 100:.2f}"


def test_the_command_fails_on_tampered_prices(cli: Callable[..., Ran], demo: Path, tmp_path: Path) -> None:
    source = demo / "分户安排.xlsx"
    name = text("col.cost_cm", "zh")
    prices = column(source, "证明", name)
    cells = {("证明", row + 2, name): prices[row] + 100_000 for row in range(8)}
    ran = cli("validate", edited(source, tmp_path / "改动.xlsx", cells), "--prove")
    assert ran.code == 1
    assert "NG375" in ran.err
    assert "也许有更好的安排，总米数最多再少" in ran.out


def test_the_command_on_a_part_of_a_split_plan(cli: Callable[..., Ran], tmp_path: Path) -> None:
    homes, people = ["户编号,户主,村,经度,纬度,现联户党员"], ["党员编号,姓名,村,经度,纬度"]
    for village, lon in (("甲村", 114.5), ("乙村", 114.6)):
        people.append(f"D{village},党{village},{village},{lon},37.76")
        homes += [f"{village}{i},户{i},{village},{lon + i / 10_000},37.76,D{village}" for i in range(3)]
    (tmp_path / "农户.csv").write_text("\n".join(homes), "utf-8")
    (tmp_path / "党员.csv").write_text("\n".join(people), "utf-8")
    assert cli("assign", "农户.csv", "党员.csv", "--split", "village", "-o", "分村").code == 0
    parts = sorted((tmp_path / "分村").glob("*.xlsx"))
    assert len(parts) == 2
    alone = cli("validate", parts[0], "--prove")
    assert "[NG378]" in alone.err
    assert "已证明" not in alone.out
    assert "已证明" in cli("validate", *parts, "--prove").out
    plain = cli("validate", "农户.csv", "党员.csv", "--prove")
    assert "[NG379]" in plain.err
    assert "已证明" not in plain.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_has_its_sentence(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(lang)
    gaps = [(1, 0, 0, 0), (0, 2, 0, -5), (0, 0, 3, -7), (0, 0, 0, 45), NOTHING, None]
    results = [
        ProofResult(outcome, 5, outside, gap, breaches)
        for outcome in Outcome
        for outside in (0, 2)
        for gap in gaps
        for breaches in (0, 1)
        if outcome is not Outcome.EDITED or gap is not None
        if outcome is not Outcome.UNPROVED or gap != NOTHING or breaches
    ]
    for proof in [*results, ProofResult(Outcome.PROVED, 0, 4, NOTHING)]:
        proof_sentences(proof, screen, circles=False, holds=False)
        said = capsys.readouterr().out
        told = [finding.line(lang) for finding in findings_of(proof)]
        assert said or told
        assert (proof.outcome in (Outcome.PROVED, Outcome.EDITED)) is not bool(told)
