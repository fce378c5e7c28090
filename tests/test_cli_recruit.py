"""``neighborgrid recruit`` as it is typed: what it says, what it writes, how it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import neighborgrid
from folders import HOUSEHOLDS, MEMBERS, crew, csv_file, edit, homes

if TYPE_CHECKING:
    from pathlib import Path

CODE = re.compile(r"\[(NG\d{3})\]")


def planned(cli: Any, folder: Path, households: list[Any], members: list[Any], *flags: object) -> Path:
    """Plan of sheets made from rows."""
    sheets = (
        csv_file(folder / "农户表.csv", HOUSEHOLDS, households),
        csv_file(folder / "党员名册.csv", MEMBERS, members),
    )
    target = folder / "plan.xlsx"
    assert cli("assign", *sheets, *flags, "-o", target).code == 0
    return target


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """Folder with the sheets and the plan of `short`."""
    folder = tmp_path_factory.mktemp("short")
    csv_file(folder / "农户表.csv", HOUSEHOLDS, homes(30))
    csv_file(folder / "党员名册.csv", MEMBERS, crew(2, step=10))
    settings = {"load.max": 10, "circles.mode": "off"}
    problem = neighborgrid.read(folder / "农户表.csv", folder / "党员名册.csv", settings=settings)
    neighborgrid.write_plan(neighborgrid.assign(problem), folder / "plan.xlsx")
    return folder


@pytest.fixture
def short(once, tmp_path) -> Path:
    """Plan of 30 households on half a kilometre with two members of 10 each: 10 wait."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "plan.xlsx"


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def test_says_how_many_and_where(cli, short) -> None:
    ran = cli("recruit", short)
    assert ran.code == 0
    # 20 of 30 are served, 66.66 % rounded down; one new member of 10 and the own home serve the 10 left.
    assert "30 户，已落实 20 户（66.66%），没有落实 10 户。" in ran.out
    assert "达到 100%，最少还需 1 名党员（下界 1，不能再少）" in ran.out
    assert "66.66*" in ran.out
    assert "100.00√" in ran.out
    assert "neighborgrid assign 党员名册.csv 农户表.csv --max-load 15" in ran.out
    assert ran.err.rstrip().splitlines()[-1].endswith("neighborgrid assign 党员名册.csv 农户表.csv")
    assert max(map(width, ran.out.splitlines())) <= 100 + 20
    assert "1380000" not in ran.out


def test_what_it_says_in_place_of_people_is_true(cli, tmp_path, short) -> None:
    # The first cell says that a cap of 15 would do: so it does.
    flags = "--max-load", 15, "--circles", "off"
    ran = cli("assign", tmp_path / "农户表.csv", tmp_path / "党员名册.csv", *flags, "-o", tmp_path / "b.xlsx")
    assert "待落实 0" in ran.out


def test_less_coverage_needs_fewer(cli, short) -> None:
    # 20 of 30 are there already.
    reached = cli("recruit", short, "--coverage", "66")
    assert reached.code == 0
    assert "已达到 66%，不需要增加党员。" in reached.out
    # 22 of 30 are 73.3 %: two more, the own home and one place.
    asked = json.loads(cli("recruit", short, "--coverage", "73", "--cap", "1", "--format", "json").out)
    assert (asked["wanted"], asked["recruits"], asked["bound"]) == (22, 1, 1)
    # With one place each a new member serves two: the own home and one.
    asked = json.loads(cli("recruit", short, "--cap", "1", "--format", "json").out)
    assert (asked["recruits"], asked["bound"], asked["served"]) == (5, 5, 30)


def test_json_csv_and_the_workbook_agree(cli, tmp_path, short) -> None:
    flags = "--cap", "1"
    listed = json.loads(cli("recruit", short, *flags, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(cli("recruit", short, *flags, "--format", "csv").out)))
    target = tmp_path / "增补建议.xlsx"
    assert cli("recruit", short, *flags, "-o", tmp_path).code == 0
    sheet = openpyxl.load_workbook(target)["增补建议"]
    written = [row[4].value for row in sheet.iter_rows(min_row=2)]
    ids = [one["household_id"] for one in listed["list"]]
    assert ids == written == [row["household_id"] for row in rows]
    assert sum(one["waiting"] for one in listed["list"]) == 10
    # It lies beside the sheets and is none of them.
    assert cli("assign", tmp_path, "--max-load", 10, "-o", tmp_path / "again.xlsx").code == 0


def test_english_workbook_and_messages(shell, short) -> None:
    ran = shell("recruit", short, "--lang", "en", "-o", short.parent / "r.xlsx")
    assert ran.code == 0
    assert "Fewest new members to reach 100 %: 1 (lower bound 1" in ran.out
    assert "Recruits" in openpyxl.load_workbook(short.parent / "r.xlsx").sheetnames
    assert max(map(len, ran.out.splitlines())) <= 130


def test_nobody_waits(cli, tmp_path) -> None:
    ran = cli("recruit", planned(cli, tmp_path, homes(12), crew(2)))
    assert ran.code == 0
    assert "户户都已落实，不需要增加党员。" in ran.out
    assert "√" not in ran.out


def test_what_nobody_new_can_help(cli, tmp_path) -> None:
    rows = homes(12)
    rows[4][4] = rows[4][5] = ""
    plan = planned(cli, tmp_path, rows, crew(2), "--unlocated", "exclude")
    ran = cli("recruit", plan)
    # Without --coverage as far as it goes is no fault.
    assert ran.code == 0
    assert "只靠增加党员到不了 100%：有 1 户要先按原因处理（缺位置 1）。最多能到 91.66%" in ran.out
    assert "增加党员帮不上这些户" in ran.out
    assert cli("recruit", plan, "--coverage", "100").code == 1
    assert cli("recruit", plan, "--coverage", "91").code == 0


def test_many_are_summed_by_village(cli, tmp_path) -> None:
    # Twenty villages without a member, one household each.
    far = [
        [f"{n}", f"户{n}", f"新{n}村", "", 114.5 + n % 5 * 0.01, 37.8 + n // 5 * 0.01, "", ""]
        for n in range(101, 121)
    ]
    ran = cli("recruit", planned(cli, tmp_path, homes(12) + far, crew(2)))
    assert "最少还需 20 名党员（下界 20，不能再少）" in ran.out
    assert re.search(r"新101村 +1 +1\n", ran.out)
    assert "……另有 5 个村。" in ran.out
    assert "逐名的住户编号" in ran.out


def test_a_broken_rule_is_named(cli, short) -> None:
    waiting = (neighborgrid.read_plan(short).households["member_id"] == "").to_numpy()
    # An eleventh household where ten are the most.
    edit(short, {("分户安排", int(waiting.argmax()), "党员编号"): "D01"})
    ran = cli("recruit", short)
    assert ran.code == 0
    assert "NG222" in CODE.findall(ran.err)
    assert len(CODE.findall(ran.err)) >= 2
    assert "最少还需 1 名党员" in ran.out


def test_unequal_loads_are_an_upper_estimate(cli, tmp_path) -> None:
    rows = [[*row, 2 if n % 3 == 0 else 1] for n, row in enumerate(homes(30))]
    sheets = (
        csv_file(tmp_path / "农户表.csv", [*HOUSEHOLDS, "工作量"], rows),
        csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(2, step=10)),
    )
    plan = tmp_path / "plan.xlsx"
    assert cli("assign", *sheets, "--max-load", 10, "-o", plan).code == 0
    ran = cli("recruit", plan)
    assert ran.code == 0
    assert "NG223" in CODE.findall(ran.err)
    assert "这是偏多的估计" in ran.out
    assert json.loads(cli("recruit", plan, "--format", "json").out)["bound"] is None


@pytest.mark.parametrize(
    ("flags", "code"),
    [(["--coverage", "101"], "NG221"), (["--coverage", "-1"], "NG221"), (["--cap", "0"], "NG221")],
)
def test_wrong_numbers(cli, short, flags, code) -> None:
    ran = cli("recruit", short, *flags)
    assert (ran.code, ran.out) == (2, "")
    assert code in CODE.findall(ran.err)


def test_what_is_no_plan(cli, tmp_path, short) -> None:
    for name, code in (("无.xlsx", "NG168"), ("农户表.csv", "NG350")):
        ran = cli("recruit", tmp_path / name)
        assert (ran.code, ran.out) == (3, "")
        assert code in CODE.findall(ran.err), ran.err
    ran = cli("recruit", short, "-o", short)
    assert ran.code == 2
    assert "NG535" in CODE.findall(ran.err)


def test_the_library_says_the_same(cli, short) -> None:
    found = neighborgrid.recruit(neighborgrid.read_plan(short), cap=1)
    assert (len(found.table), found.bound, found.served) == (5, 5, 30)
    with pytest.raises(ValueError, match="coverage"):
        neighborgrid.recruit(neighborgrid.read_plan(short), coverage=101)
