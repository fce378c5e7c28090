"""``neighborgrid recruit`` as it is typed: what it says, what it writes, how it ends."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shlex
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import neighborgrid
from folders import HOUSEHOLDS, MEMBERS, crew, csv_file, edit, homes
from neighborgrid.advice.recruit import raised

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
    assert "  neighborgrid assign 党员名册.csv 农户表.csv --max-load 15 --circles off\n" in ran.out
    assert "表中各档里最小的一档" in ran.out
    last = ran.err.rstrip().splitlines()[-1]
    assert last == "  neighborgrid assign 党员名册.csv 农户表.csv --max-load 10 --circles off"
    assert "本户编号填他自己家的户编号" in ran.err
    assert "  neighborgrid template --from plan.xlsx -o " in ran.out
    assert max(map(width, ran.out.splitlines())) <= 100
    assert "1380000" not in ran.out


def test_what_it_says_in_place_of_people_is_true(cli, tmp_path, short) -> None:
    # The first cell says that a cap of 15 would do: so it does.
    assert "待落实 0" in cli(*said(cli("recruit", short).out), "-o", "b.xlsx").out


def said(shown: str) -> list[str]:
    """Arguments of the last assign that was printed."""
    lines = [line for line in shown.splitlines() if line.startswith("  neighborgrid assign ")]
    return shlex.split(lines[-1])[1:]


def test_what_it_says_holds_under_a_plan_of_its_own_rules(cli, tmp_path) -> None:
    # With the limit of 500 m that is the default most of these would wait whatever the cap.
    folder = tmp_path / "一个 村"
    folder.mkdir()
    flags = "--limit", 860, "--max-load", 9, "--circles", "off", "--balance", 30, "--set", "weights.keep_m=5"
    plan = planned(cli, folder, homes(40), crew(4, step=1), *flags)
    ran = cli("recruit", plan.relative_to(tmp_path), "-o", "r.xlsx")
    rules = "--limit 860 --max-load {} --circles off --balance 30 --set weights.keep_m=5"
    for shown, cap in ((ran.out, 10), (ran.err, 9)):
        assert shlex.split(rules.format(cap)) == sorted_like(said(shown)[3:], rules.format(cap))
        assert said(shown)[1:3] == ["一个 村/党员名册.csv", "一个 村/农户表.csv"]
    assert "待落实 0" in cli(*said(ran.out), "-o", "b.xlsx").out


def sorted_like(flags: list[str], order: str) -> list[str]:
    """Flags with their values in the order of ``order``; all of them, so that none is too many."""
    pairs = dict(zip(flags[::2], flags[1::2], strict=True))
    assert len(pairs) * 2 == len(flags)
    return [part for name in shlex.split(order)[::2] for part in (name, pairs.pop(name))] + list(pairs)


def test_what_it_says_holds_where_members_serve_anywhere(cli, tmp_path) -> None:
    # All members live in the one village, half of the households in the other beside it.
    rows = [*homes(10), *homes(10, village="东同下村", first=11)]
    rules = tmp_path / "规则.toml"
    rules.write_text('[plan]\nwithin = "anywhere"\n[load]\nmax = 8\n[circles]\nmode = "off"\n', "utf-8")
    ran = cli("recruit", planned(cli, tmp_path, rows, crew(2, step=5), "--rules", rules))
    assert said(ran.out)[3:] == ["--within", "anywhere", "--max-load", "10", "--circles", "off"]
    assert said(ran.err)[3:] == ["--within", "anywhere", "--max-load", "8", "--circles", "off"]
    assert "待落实 0" in cli(*said(ran.out), "-o", "b.xlsx").out


def test_caps_of_their_own_are_not_lifted_by_a_flag(cli, tmp_path) -> None:
    people = [[*row, 5 if n == 0 else ""] for n, row in enumerate(crew(2, step=10))]
    sheets = (
        csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, homes(30)),
        csv_file(tmp_path / "党员名册.csv", [*MEMBERS, "最多户数"], people),
    )
    plan = tmp_path / "plan.xlsx"
    assert cli("assign", *sheets, "--max-load", 10, "--circles", "off", "-o", plan).code == 0
    ran = cli("recruit", plan)
    cap = said(ran.out)[said(ran.out).index("--max-load") + 1]
    assert f"其中 1 名党员在名册里另填了上限，--max-load 不改它们：请把“最多户数”改成 {cap}。" in ran.out


def test_a_flag_lowers_no_cap(short) -> None:
    plan = neighborgrid.read_plan(short)
    rules = plan.rules.with_value("load.max", "auto", "default").with_value(
        "loads.cadre.max", 4, "flag:--set"
    )
    members = plan.members.assign(max_load=[4.0, 14.0], role=["cadre", "member"])
    tables = {**plan.tables, "members": members}
    plan = dataclasses.replace(plan, rules=rules, auto_caps={"西同下村": 14}, tables=tables)
    # The cadre's cap by role is lifted to 10; the automatic one is 14 already and stays.
    assert raised(plan, 10) == ({"loads.cadre.max": 10, "load.max": 14}, 0)
    members = members.assign(max_load=[4.0, 7.0])
    plan = dataclasses.replace(plan, tables={**tables, "members": members})
    assert raised(plan, 10) == ({"loads.cadre.max": 10, "load.max": 10}, 1)


def test_the_plan_of_a_folder_stays_one(cli, tmp_path) -> None:
    rows = [*homes(20), *homes(20, village="东同下村", first=21)]
    sheets = (
        csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, rows),
        csv_file(tmp_path / "党员名册.csv", MEMBERS, [*crew(1), *crew(1, village="东同下村", first=2)]),
    )
    flags = "--max-load", 5, "--circles", "off", "--split", "village"
    assert cli("assign", *sheets, *flags, "-o", tmp_path / "各村").code == 0
    ran = cli("recruit", "各村")
    assert said(ran.err)[1:3] == ["党员名册.csv", "农户表.csv"]
    assert said(ran.err)[3:] == ["--max-load", "5", "--circles", "off", "--split", "village"]
    assert "template --from 各村 -o" in ran.out


def test_the_cap_that_was_asked_for_is_to_be_typed(cli, short) -> None:
    assert "填他自己家的户编号，最多户数填 3）" in cli("recruit", short, "--cap", 3).err
    assert "最多户数" not in cli("recruit", short).err


def test_sheets_that_lie_elsewhere(cli, tmp_path, short) -> None:
    (tmp_path / "农户表.csv").unlink()
    ran = cli("recruit", short)
    assert "这些表不在安排旁边" in ran.err
    assert said(ran.err)[1:3] == ["党员名册.csv", "农户表.csv"]


def test_a_new_member_whom_nobody_waits_for_frees_room(cli, short) -> None:
    plan = neighborgrid.read_plan(short)
    found = neighborgrid.recruit(plan)
    table = found.table.assign(waiting=0)
    assert dataclasses.replace(found, table=table).notes() == [("frees",)]
    assert found.notes() == [()]


def test_less_coverage_needs_fewer(cli, short) -> None:
    # 20 of 30 are there already.
    reached = cli("recruit", short, "--coverage", "66")
    assert reached.code == 0
    assert "已达到 66%，不需要增加党员。" in reached.out
    asked = json.loads(cli("recruit", short, "--coverage", "73%", "--format", "json").out)
    assert asked["wanted"] == 22
    small = cli("recruit", short, "--coverage", "0.95")
    assert "--coverage 按 0.95% 计；要 95%，请写 95。" in small.err
    assert "请写" not in cli("recruit", short, "--coverage", "0.95%").err
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
    book = openpyxl.load_workbook(target)
    sheet = book["增补建议"]
    heads = [row[5].value for row in sheet.iter_rows(min_row=2)]
    assert all(heads)
    assert [cell.value for cell in sheet[1]][4:6] == ["附近户编号", "附近户主"]
    assert "需增加党员 5 名；下界 5 名，少于这个数一定不够。" in [row[0].value for row in book["说明"]]
    notes = [row[0].value for row in book["覆盖率"] if isinstance(row[0].value, str)]
    assert not any(note.endswith("：") for note in notes)
    assert "现在的规则" in [row[1].value for row in book["覆盖率"]]
    written = [row[4].value for row in sheet.iter_rows(min_row=2)]
    ids = [one["household_id"] for one in listed["list"]]
    assert ids == written == [row["household_id"] for row in rows]
    assert sum(one["waiting"] for one in listed["list"]) == 10
    # It lies beside the sheets and is none of them.
    assert cli("assign", tmp_path, "--max-load", 10, "-o", tmp_path / "again.xlsx").code == 0
    # Nor is it taken for a sheet under another name, since no sheet has its headers.
    target.rename(tmp_path / "r.xlsx")
    assert "农户 30" in cli("check", tmp_path).out.replace(" 户", "")


def test_english_workbook_and_messages(shell, short) -> None:
    ran = shell("recruit", short, "--lang", "en", "-o", short.parent / "r.xlsx")
    assert ran.code == 0
    assert "Fewest new members to reach 100 %: 1 (lower bound 1" in ran.out
    assert "Recruits" in openpyxl.load_workbook(short.parent / "r.xlsx").sheetnames
    # Commands stand on lines of their own.
    assert max(len(line) for line in ran.out.splitlines() if not line.startswith("  neigh")) <= 100


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
    assert "只靠增加党员到不了 100%：有 1 户要先按原因处理（缺位置 1）。\n最多能到 91.66%" in ran.out
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
    [
        (["--coverage", "101"], "NG221"),
        (["--coverage", "-1"], "NG221"),
        (["--cap", "0"], "NG221"),
        (["--coverage", "很多"], "NG221"),
    ],
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
