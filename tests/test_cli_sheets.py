"""Sheets that are not as they should be: exit 0 with findings where the rest can be planned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import neighborgrid
from folders import HOUSEHOLDS, MEMBERS, book_file, crew, csv_file, homes, village

if TYPE_CHECKING:
    from pathlib import Path

CODE = re.compile(r"\[(NG\d{3})\]")
PLAN = "分户安排.xlsx"
RARE = "㛃䶮喆堃犇"


def test_gb18030_with_rare_characters(cli, tmp_path: Path) -> None:
    rows = homes(24)
    # The last needs four bytes in GB18030 and lies outside the basic plane.
    rows[0][1], rows[1][1] = f"孔{RARE}", "孔𬬮"
    households = csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, rows, "gb18030")
    members = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(4), "gb18030")
    ran = cli("assign", households, members)
    assert ran.code == 0
    plan = neighborgrid.read_plan(tmp_path / PLAN)
    assert {f"孔{RARE}", "孔𬬮"} <= set(plan.households["head"])
    assert plan.summary["served"] == 24


def test_one_household_of_400_without_coordinates(cli, tmp_path: Path) -> None:
    rows = homes(400)
    rows[200][4] = rows[200][5] = ""
    households = csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, rows)
    members = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(67))
    ran = cli("assign", households, members)
    assert ran.code == 0
    plan = neighborgrid.read_plan(tmp_path / PLAN)
    assert len(plan.households) == 400
    assert (plan.households["distance_kind"] == "estimated").sum() == 1
    assert plan.summary["estimated"] == plan.summary["served"] - 399
    assert [code for code in CODE.findall(ran.err) if code == "NG200"] == ["NG200"]
    assert "第 202 行" in ran.err
    assert cli("validate", tmp_path / PLAN, households, members).code == 0
    # The other way: set aside, listed, counted.
    assert cli("assign", households, members, "--unlocated", "exclude").code == 0
    plan = neighborgrid.read_plan(tmp_path / PLAN)
    assert plan.summary["served"] == 399
    assert "201" in plan.unserved["household_id"].tolist()


def test_one_broken_file_among_ten(cli, tmp_path: Path) -> None:
    folder = tmp_path / "全乡"
    folder.mkdir()
    for number in range(9):
        name = f"第{number + 1}村"
        book_file(
            folder / f"{name}.xlsx",
            农户=[HOUSEHOLDS, *homes(12, village=name, first=1 + 20 * number, lat=37.7 + number / 50)],
            党员=[
                MEMBERS,
                *crew(
                    2,
                    village=name,
                    first=1 + 2 * number,
                    lat=37.7 + number * (1 / 50 - 12 * 1.7e-4) + number * 20 * 1.7e-4,
                ),
            ],
        )
    broken = (folder / "第1村.xlsx").read_bytes()
    (folder / "第10村.xlsx").write_bytes(broken[: len(broken) // 2])
    ran = cli("assign", folder)
    assert ran.code == 0
    line = next(line for line in ran.err.splitlines() if "第10村.xlsx" in line and CODE.search(line))
    assert CODE.search(line)
    plan = neighborgrid.read_plan(folder / PLAN)
    assert len(plan.tables["villages"]) == 9
    assert len(plan.households) == 108
    assert plan.summary["served"] > 80
    ran = cli("check", folder)
    assert ran.code == 1
    assert "第10村.xlsx" in ran.err


def test_identical_rows_and_ids_twice(cli, tmp_path: Path) -> None:
    households, members = village(tmp_path)
    rows = homes(24)
    changed = list(rows[5])
    changed[1] = "孔另一家"
    csv_file(households, HOUSEHOLDS, [*rows, rows[3], changed])
    ran = cli("assign", households, members)
    assert ran.code == 0
    plan = neighborgrid.read_plan(tmp_path / PLAN)
    ids = plan.households["household_id"].tolist()
    assert len(ids) == len(set(ids)) == 25
    assert "006#2" in ids
    ledger = plan.tables["ledger"].iloc[0]
    assert (ledger["rows"], ledger["households"], ledger["duplicates"]) == (26, 25, 1)


def test_terminal_in_gbk(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    rows = homes(24)
    rows[0][1] = "孔𬬮"
    households = csv_file(tmp_path / "农户表𬬮.csv", HOUSEHOLDS, rows)
    members = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(4))
    done = subprocess.run(
        [sys.executable, "-m", "neighborgrid", "assign", str(households), str(members)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "NEIGHBORGRID_LANG": "zh"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "农户 24 户" in done.stderr.decode("gbk")
    assert "覆盖率" in done.stdout.decode("gbk")


@pytest.mark.parametrize("flag", ["check", "assign"])
def test_names_and_phones_stay_out_of_messages(cli, tmp_path: Path, flag: str) -> None:
    rows = homes(24)
    rows[0][6], rows[1][6], rows[2][6] = "1380000", "abc13800000003", "13800000004/"
    rows[3][4] = rows[3][5] = ""
    rows[4][4], rows[4][5] = rows[4][5], rows[4][4]
    rows[5][5] = str(rows[5][5]).replace(".", "")
    rows[6][7] = "信访重点户"
    rows[7][0] = rows[8][0]
    header = [*HOUSEHOLDS, "指定党员", "现联户党员", "居住情况"]
    extra = [[*row, "", "", ""] for row in rows]
    extra[9][8], extra[10][9], extra[11][10] = "党没有此人", "党没有此人", "孔家人住县城13812345678"
    households = csv_file(tmp_path / "农户表.csv", header, extra)
    people = crew(4)
    people[0][8], people[1][2], people[2][7] = "孔甲子甲说去广东", "党支部里孔乙己管的", "1390000"
    members = csv_file(tmp_path / "党员名册.csv", MEMBERS, people)
    ran = cli(flag, households, members, "-v")
    assert ran.code in {0, 1}
    assert len(CODE.findall(ran.err)) >= 8
    for secret in (
        *(row[1] for row in rows),
        *(row[1] for row in people),
        "党没有此人",
        "孔乙己",
        "13812345678",
    ):
        assert str(secret) not in ran.err, [line for line in ran.err.splitlines() if str(secret) in line]
    assert not re.search(r"1[38]\d{9}", ran.err)


def test_petition_columns_are_named_and_never_copied(cli, tmp_path: Path) -> None:
    households, members = village(tmp_path)
    header = [*HOUSEHOLDS, "信访情况", "宗教信仰", "备注"]
    csv_file(households, header, [[*row, "上访三次", "信佛", "爱吵架"] for row in homes(24)])
    ran = cli("assign", households, members)
    assert ran.code == 0
    assert "信访情况" in ran.err
    content = str(
        {
            name: table.to_numpy().tolist()
            for name, table in neighborgrid.read_plan(tmp_path / PLAN).tables.items()
        }
    )
    for word in ("上访", "信佛", "吵架"):
        assert word not in content + ran.err + ran.out
