"""What people wrote or edited is never lost: every writer, every second run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from folders import edit

if TYPE_CHECKING:
    from collections.abc import Callable

TAB = "分户安排"


@pytest.fixture
def village(tmp_path: Path, demo: Path) -> Path:
    """Folder with the demo's sheets."""
    folder = tmp_path / "村"
    folder.mkdir()
    for name in ("农户表.xlsx", "党员名册.xlsx"):
        (folder / name).write_bytes((demo / name).read_bytes())
    return folder


def sheets(folder: Path) -> list[str]:
    return [str(folder / "农户表.xlsx"), str(folder / "党员名册.xlsx")]


def other_member(plan: Path) -> tuple[int, str]:
    """Row of a household and the id of another member who may serve it, by the plan itself."""
    import neighborgrid

    read = neighborgrid.read_plan(plan)
    homes, members = read.households, read.members
    for row in range(len(homes)):
        if homes["own_home"][row] or not homes["member_id"][row] or homes["load"][row] != 1:
            continue
        for index in range(len(members)):
            free = members["load"][index] + 1 <= members["max_load"][index]
            near = abs(members["lon"][index] - homes["lon"][row]) < 1e-3
            near &= abs(members["lat"][index] - homes["lat"][row]) < 1e-3
            if free and near and members["member_id"][index] != homes["member_id"][row]:
                return row, members["member_id"][index]
    raise AssertionError("the demo has a member with room nearby")


def test_assign_keeps_an_edited_plan_that_was_rewritten(cli: Callable, village: Path) -> None:
    plan = village / "分户安排.xlsx"
    assert cli("assign", *sheets(village)).code == 0
    row, member = other_member(plan)
    edit(plan, {(TAB, row, "党员编号"): member})
    assert cli("validate", str(plan), "--write").code == 0
    ran = cli("assign", *sheets(village))
    assert ran.code == 0
    assert "NG507" in ran.err
    assert len(list(village.glob("分户安排-*.xlsx"))) == 1


def test_one_workbook_of_a_split_plan_can_be_rewritten(cli: Callable, tmp_path: Path) -> None:
    assert cli("demo", "--scenario", "zhengan", "-o", str(tmp_path / "d")).code == 0
    folder = tmp_path / "d"
    assert cli("assign", *sheets(folder), "--split", "village", "-o", str(tmp_path / "parts")).code == 0
    one = sorted((tmp_path / "parts").glob("*.xlsx"))[0]
    before = cli("validate", str(tmp_path / "parts"))
    assert before.code == 0
    assert cli("validate", str(one), "--write").code == 0
    assert cli("validate", str(one)).code == 0
    after = cli("validate", str(tmp_path / "parts"))
    assert after.code == 0, after.err
    assert after.out == before.out


def test_plans_of_one_name_in_two_folders_are_rewritten_each_in_its_place(
    cli: Callable, demo: Path, tmp_path: Path
) -> None:
    plans = []
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        plans.append(tmp_path / name / "分户安排.xlsx")
        plans[-1].write_bytes((demo / "分户安排.xlsx").read_bytes())
    row, member = other_member(plans[0])
    edit(plans[0], {(TAB, row, "党员编号"): member})
    before = plans[1].read_bytes()
    assert cli("validate", str(plans[0]), "--write").code == 0
    assert plans[1].read_bytes() == before


@pytest.mark.parametrize("verb", [("rules",), ("check",)])
def test_a_foreign_file_is_refused_as_output(cli: Callable, village: Path, verb: tuple[str, ...]) -> None:
    mine = village / "mine.xlsx"
    mine.write_bytes(b"mine")
    given = sheets(village) if verb == ("check",) else []
    ran = cli(*verb, *given, "-o", str(mine))
    assert ran.code == 3
    assert "NG510" in ran.err
    assert mine.read_bytes() == b"mine"


def test_check_replaces_its_own_findings(cli: Callable, village: Path) -> None:
    target = village / "待核对.xlsx"
    for _ in range(2):
        assert cli("check", *sheets(village), "-o", str(target)).code == 0
    assert [path.name for path in village.glob("待核对*")] == ["待核对.xlsx"]


def test_demo_never_replaces_sheets(cli: Callable, village: Path) -> None:
    before = {path.name: path.read_bytes() for path in village.iterdir()}
    ran = cli("demo", "-o", str(village))
    assert ran.code == 3
    assert "NG510" in ran.err
    assert {path.name: path.read_bytes() for path in village.iterdir()} == before


def test_demo_again_goes_beside(cli: Callable, tmp_path: Path) -> None:
    assert cli("demo").code == 0
    assert cli("demo").code == 0
    assert sorted(path.name for path in Path.cwd().glob("neighborgrid-demo*")) == [
        "neighborgrid-demo",
        "neighborgrid-demo-2",
    ]


def test_rules_of_the_command_line_hold_for_a_plan(cli: Callable, demo: Path) -> None:
    plan = str(demo / "分户安排.xlsx")
    assert cli("validate", plan).code == 0
    assert "NG312" in cli("validate", plan, "--limit", "100").err
    assert "NG315" in cli("validate", plan, "--max-load", "8").err
    assert cli("validate", plan, "--set", "plan.limit_m=100").code == 1


@pytest.mark.parametrize("name", ["plan.csv", "plan.xls"])
def test_other_suffixes_are_refused(cli: Callable, village: Path, name: str) -> None:
    ran = cli("assign", *sheets(village), "-o", str(village / name))
    assert ran.code == 2
    assert "NG536" in ran.err


def test_a_name_without_suffix_gets_one(cli: Callable, village: Path) -> None:
    assert cli("assign", *sheets(village), "-o", str(village / "安排")).code == 0
    assert (village / "安排.xlsx").exists()


def test_a_lock_typed_as_a_name_in_the_plan_is_understood(cli: Callable, demo: Path, tmp_path: Path) -> None:
    import neighborgrid

    plan = tmp_path / "plan.xlsx"
    plan.write_bytes((demo / "分户安排.xlsx").read_bytes())
    homes = neighborgrid.read_plan(plan).households
    row = next(i for i in range(len(homes)) if homes["member_id"][i] and not homes["own_home"][i])
    edit(plan, {(TAB, row, "指定党员"): homes["member_name"][row]})
    ran = cli("validate", str(plan))
    assert ran.code == 0, ran.err
    assert neighborgrid.read_plan(plan).households["lock"][row] == homes["member_id"][row]


def test_an_age_limit_says_whose_age_is_unknown(cli: Callable, village: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(village / "党员名册.xlsx")
    sheet = book.active
    column = next(cell.column for cell in sheet[1] if cell.value == "出生日期")
    sheet.cell(5, column).value = None
    book.save(village / "党员名册.xlsx")
    ran = cli("check", *sheets(village), "--set", "eligible.max_age=75", "-v")
    assert "NG220" in ran.err
    assert "1 名" in ran.err


def test_empty_sheets_are_named_so(cli: Callable, tmp_path: Path) -> None:
    assert cli("template", "-o", str(tmp_path / "t")).code == 0
    for verb in ("check", "assign"):
        ran = cli(verb, str(tmp_path / "t"))
        assert ran.code == 3
        assert "NG232" in ran.err
