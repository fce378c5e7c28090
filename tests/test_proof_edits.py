"""``validate`` after legitimate changes: what is stale is called stale, only tampering untrue."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from neighborgrid.audit.proof import Outcome, prove
from neighborgrid.planbook.refresh import refresh
from neighborgrid.solve.plan import assign
from neighborgrid.words import text
from shortage_cases import small_villages
from shortage_oracle import Village
from test_audit_shortages import crowded, with_cells
from test_proof import column, edited, standing, swaps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran
    from neighborgrid.model import Plan

CERTIFICATES = ("NG372", "NG373", "NG374")


def settled(plan: Plan) -> Plan:
    """Plan as ``--write`` leaves it: the changes are taken as read."""
    made = refresh(plan)
    return with_cells(made, "households", written_member_id=made.households["member_id"].to_numpy())


@pytest.mark.parametrize("seed", range(3))
def test_a_rewritten_plan_says_the_same_of_its_edits(seed: int) -> None:
    plan = assign(small_villages(seed, villages=1, unequal=False))
    village = Village(plan)
    for choice in [one for one in swaps(village) if village.feasible(one)][:4]:
        changed = standing(plan, choice, written=False)
        assert prove(changed).outcome is Outcome.EDITED
        assert prove(settled(changed)) == prove(changed)


def test_only_an_unchanged_problem_can_be_untrue() -> None:
    damaged = with_cells(assign(crowded()), "members", max_load=2.0)
    assert prove(damaged).outcome is Outcome.UNPROVED
    assert prove(damaged, same_problem=lambda: False).outcome is Outcome.CHANGED
    given = replace(damaged, summary={**damaged.summary, "status": "given"})
    assert prove(given).outcome is Outcome.EDITED
    assert prove(given, same_problem=lambda: False).outcome is Outcome.CHANGED


def test_what_the_prices_prove_needs_no_unchanged_problem() -> None:
    def never() -> bool:
        raise AssertionError

    assert prove(assign(crowded()), same_problem=never).outcome is Outcome.PROVED


@pytest.fixture
def short(cli: Callable[..., Ran], tmp_path: Path) -> Path:
    """Plan of eight households of whom two members near may take five; a third lives 600 m away."""
    homes = [f"H{i},户{i},甲村,{114.5 + i / 7919:.6f},37.76" for i in range(8)]
    people = ["D1,党一,甲村,114.5,37.76,2", "D2,党二,甲村,114.5001,37.76,3", "D3,党三,甲村,114.5075,37.76,3"]
    (tmp_path / "农户.csv").write_text("\n".join(["户编号,户主,村,经度,纬度", *homes]), "utf-8")
    (tmp_path / "党员.csv").write_text("\n".join(["党员编号,姓名,村,经度,纬度,最多户数", *people]), "utf-8")
    assert cli("assign", "农户.csv", "党员.csv", "-o", "安排.xlsx").code == 0
    return tmp_path / "安排.xlsx"


def told(ran: Ran) -> set[str]:
    return {code for code in ("NG375", "NG376", "NG377", *CERTIFICATES) if code in ran.err}


@pytest.mark.parametrize("flags", [("--limit", "1000"), ("--max-load", "4")])
def test_rules_of_the_command_make_no_certificate_untrue(
    cli: Callable[..., Ran], short: Path, flags: tuple[str, str]
) -> None:
    ran = cli("validate", short, "-v", "--prove", *flags)
    # Somebody has room under the other rules.
    assert "NG327" in ran.err
    assert not told(ran)
    # The proof goes by the rules of the plan.
    own = text("proof.own_rules", "zh")
    assert own in ran.out
    assert "已证明" in ran.out
    same = cli("validate", short, "--prove", "--limit", "500")
    assert "已证明" in same.out


def changed_cells(short: Path) -> dict[str, dict[tuple[str, int, str], object]]:
    """Cells that people may change, and what to type there."""
    member = column(short, "分户安排", "党员编号")
    served = next(row for row, one in enumerate(member) if one)
    other = "D1" if member[served] == "D2" else "D2"
    return {
        "规则": {("规则", 3, "内容"): 1000},
        "上限": {("党员", 2, "最多户数"): 5, ("党员", 3, "最多户数"): 5},
        "指定": {("分户安排", served + 2, "指定党员"): other},
    }


@pytest.mark.parametrize("what", ["规则", "上限", "指定"])
def test_changed_rules_caps_and_locks_make_a_proof_stale(
    cli: Callable[..., Ran], short: Path, tmp_path: Path, what: str
) -> None:
    target = edited(short, tmp_path / "改动.xlsx", changed_cells(short)[what])
    ran = cli("validate", target, "-v", "--prove")
    # Under a greater limit the third member could serve too, and has no price.
    assert told(ran) == {"NG376" if what == "规则" else "NG377"}
    assert "已证明" not in ran.out


def test_figures_that_are_rewritten_are_not_named(
    cli: Callable[..., Ran], short: Path, tmp_path: Path
) -> None:
    target = edited(short, tmp_path / "改动.xlsx", {("人手缺口", 2, "可联户数"): 9})
    ran = cli("validate", target)
    assert (ran.code, told(ran)) == (1, {"NG373"})
    ran = cli("validate", target, "--write")
    assert (ran.code, told(ran)) == (0, set())
    assert cli("validate", target).code == 0


def test_an_untrue_proof_is_no_breach_of_the_audit(
    cli: Callable[..., Ran], short: Path, tmp_path: Path
) -> None:
    name = text("col.cost_cm", "zh")
    target = edited(short, tmp_path / "改动.xlsx", {("证明", 2, name): 9_999_999})
    ran = cli("validate", target, "--prove")
    assert (ran.code, told(ran)) == (1, {"NG375"})
    assert "违反规则 0 处" in ran.out
    assert text("proof.stands", "zh") not in ran.out
    data = json.loads(cli("validate", target, "--prove", "--format", "json").out)
    assert data["holds"] is True
    assert [one["code"] for one in data["proof"]["findings"]] == ["NG375"]


def test_the_command_says_the_same_after_a_rewrite(
    cli: Callable[..., Ran], short: Path, tmp_path: Path
) -> None:
    member = column(short, "分户安排", "党员编号")
    served = next(row for row, one in enumerate(member) if one == "D1")
    member_cells = {("分户安排", served + 2, name): "" for name in ("党员编号", "联户党员")}
    target = edited(short, tmp_path / "改动.xlsx", member_cells)
    before = cli("validate", target, "--prove").out
    cli("validate", target, "--write")
    after = cli("validate", target, "--prove").out
    said = "改动后比最好的安排少联系 1 户。"
    assert said in before
    assert said in after
