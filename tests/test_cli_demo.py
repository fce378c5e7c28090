"""The demo village from the shell to the audit, edits by hand included, and its ugly twin."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pyproj import Geod

import neighborgrid
from folders import edit
from neighborgrid.model import EXCLUSION_REASONS, UNSERVED_REASONS
from neighborgrid.scenarios import build as scenarios
from neighborgrid.scenarios.ugly import write_ugly

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan

CODE = re.compile(r"\[(NG\d{3})\]")
HOUSES = "分户安排"


@pytest.fixture(scope="module")
def plan(demo: Path) -> Plan:
    return neighborgrid.read_plan(demo / "分户安排.xlsx")


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    return shutil.copy2(demo / "分户安排.xlsx", tmp_path / "分户安排.xlsx")


def test_the_village_has_90_able_members_and_14_others(plan: Plan) -> None:
    assert len(plan.members) == 90
    assert len(plan.excluded) == 14
    assert set(plan.excluded["reason"]) <= set(EXCLUSION_REASONS)
    assert (plan.excluded["reason"] != "").all()


def test_everybody_is_served_or_has_a_reason(plan: Plan) -> None:
    homes = plan.households
    counted = homes["residence"] != "vacant"
    served = homes["member_id"] != ""
    assert ((homes["reason"] != "") == (counted & ~served)).all()
    assert set(homes["reason"]) - {""} <= set(UNSERVED_REASONS)
    assert plan.unserved["household_id"].tolist() == homes["household_id"][counted & ~served].tolist()
    assert (plan.unserved["remedy"] != "").all()
    # The scenario lets people live so unevenly that somebody is out of reach.
    assert 0 < (counted & ~served).sum() < 0.02 * counted.sum()
    assert set(homes["member_id"][served]) <= set(plan.members["member_id"])


def test_nobody_is_beyond_500_m(plan: Plan) -> None:
    homes = plan.households[(plan.households["member_id"] != "") & (plan.households["own_home"] == "")]
    members = plan.members.set_index("member_id").loc[homes["member_id"]]
    metres = Geod(ellps="WGS84").inv(
        homes["lon"].to_numpy(), homes["lat"].to_numpy(), members["lon"].to_numpy(), members["lat"].to_numpy()
    )[2]
    assert metres.max() <= 500
    np.testing.assert_allclose(homes["distance_m"], metres, atol=0.06)


def test_proof_and_equation(plan: Plan) -> None:
    figures = plan.summary
    assert figures["status"] == "optimal"
    assert figures["bound_m"] == figures["objective_m"]
    assert figures["served_bound"] == figures["served"]
    assert figures["rows_total"] == figures["served"] + figures["unserved"] + figures["set_aside"]
    assert figures["gap_pct"] == 0


def test_validate_passes_silently(cli, demo: Path) -> None:
    ran = cli("validate", demo / "分户安排.xlsx")
    assert ran.code == 0
    assert CODE.findall(ran.err) == []
    # Against the sheets it was made from, too.
    ran = cli("validate", demo / "分户安排.xlsx", demo / "农户表.xlsx", demo / "党员名册.xlsx")
    assert ran.code == 0
    assert CODE.findall(ran.err) == []


def neighbours(plan: Plan) -> tuple[int, str, str]:
    """Row of a household that is served, not locked; an admissible other member with room; one too far."""
    homes, members = plan.households, plan.members
    avoided = set(map(tuple, plan.tables["wishes"].to_numpy()))
    for row in np.flatnonzero((homes["member_id"] != "") & (homes["own_home"] == "") & (homes["lock"] == "")):
        metres = Geod(ellps="WGS84").inv(
            np.full(len(members), homes["lon"][row]),
            np.full(len(members), homes["lat"][row]),
            members["lon"].to_numpy(),
            members["lat"].to_numpy(),
        )[2]
        fits = (metres < 400) & (members["load"] + 1 <= members["max_load"]).to_numpy()
        fits &= (members["member_id"] != homes["member_id"][row]).to_numpy()
        able = [one for one in members["member_id"][fits] if (homes["household_id"][row], one) not in avoided]
        far = members["member_id"][(metres > 600) & (members["load"] + 1 <= members["max_load"])]
        if able and len(far):
            return int(row), able[0], far.iloc[0]
    raise AssertionError("no such household")


def header(key: str) -> str:
    """Header of a column of the household tab, by its key."""
    from neighborgrid.words import text

    return text(f"col.{key}", "zh")


def test_another_admissible_member_is_accepted_with_one_note(cli, plan: Plan, copy: Path) -> None:
    row, other, _ = neighbours(plan)
    edit(copy, {(HOUSES, row, header("member_id")): other})
    ran = cli("validate", copy)
    assert ran.code == 0
    assert CODE.findall(ran.err) == ["NG345"]
    assert cli("validate", copy, "--strict").code == 0
    # The sheets agree as well.
    assert neighborgrid.read_plan(copy).households["member_id"][row] == other


def test_the_same_by_name(cli, plan: Plan, copy: Path) -> None:
    row, other, _ = neighbours(plan)
    name = dict(zip(plan.members["member_id"], plan.members["name"], strict=True))[other]
    assert (plan.members["name"] == name).sum() == 1
    edit(copy, {(HOUSES, row, header("member_name")): name})
    ran = cli("validate", copy)
    assert ran.code == 0
    assert CODE.findall(ran.err) == ["NG345"]
    assert neighborgrid.read_plan(copy).households["member_id"][row] == other


def test_a_member_too_far_names_the_rule(cli, plan: Plan, copy: Path) -> None:
    row, _, far = neighbours(plan)
    edit(copy, {(HOUSES, row, header("member_id")): far})
    ran = cli("validate", copy)
    assert ran.code == 1
    codes = CODE.findall(ran.err)
    assert codes.count("NG312") == 1
    assert set(codes) <= {"NG312", "NG345"}
    line = next(line for line in ran.err.splitlines() if "NG312" in line)
    assert f"第 {row + 2} 行" in line
    assert "500" in line


def test_write_refreshes_the_stale_cells(cli, plan: Plan, copy: Path) -> None:
    row, other, _ = neighbours(plan)
    edit(copy, {(HOUSES, row, header("member_id")): other})
    assert cli("validate", copy, "--write").code == 0
    ran = cli("validate", copy)
    assert (ran.code, CODE.findall(ran.err)) == (0, [])
    again = neighborgrid.read_plan(copy)
    assert again.households["member_id"][row] == other
    # What stands now is what was written: the next change is told by comparing with it.
    assert again.households["written_member_id"][row] == other
    # Twice changes nothing more.
    before = copy.read_bytes()
    assert cli("validate", copy, "--write").code == 0
    assert copy.read_bytes() == before


def test_demo_in_english(shell, tmp_path: Path) -> None:
    ran = shell("demo", "-o", tmp_path / "demo", lang="en")
    assert ran.code == 0
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == [
        "households.xlsx",
        "members.xlsx",
        "plan.xlsx",
    ]
    assert not re.search(r"[\u4e00-\u9fff]", ran.out + ran.err)
    book = openpyxl.load_workbook(tmp_path / "demo" / "plan.xlsx", read_only=True)
    assert book.sheetnames[:3] == ["Summary", "Households", "Members"]
    assert "audit passed" in ran.err
    assert "coverage" in ran.out


def test_demo_twice_touches_nothing(cli, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert cli("demo", "-q", "--scenario", "dongshan", "-o", folder).code == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = cli("demo", "-q", "--scenario", "dongshan", "-o", folder)
    assert ran.code == 3
    assert "NG510" in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("key", ["dongshan", "zhengan"])
def test_other_programmes(cli, tmp_path: Path, key: str) -> None:
    ran = cli("demo", "--scenario", key, "-q", "-o", tmp_path)
    assert ran.code == 0
    assert "NG" not in ran.err


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("丑")
    write_ugly(scenarios.make("yuanshi-village"), folder)
    return folder


def test_ugly_twin_gives_the_same_plan(cli, plan: Plan, twin: Path, tmp_path: Path) -> None:
    ran = cli("assign", twin, "-o", tmp_path / "plan.xlsx")
    assert ran.code == 0
    other = neighborgrid.read_plan(tmp_path / "plan.xlsx").households.set_index("household_id")
    clean = plan.households.set_index("household_id")
    # Every damage of the twin can be undone, so nobody is estimated and nobody has another member.
    assert (other["distance_kind"] != "estimated").all()
    assert set(other.index) == set(clean.index)
    pd.testing.assert_series_equal(clean["member_id"], other.loc[clean.index, "member_id"])


def test_check_of_the_twin_names_nobody(cli, twin: Path, tmp_path: Path) -> None:
    ran = cli("check", twin, "-v", "-o", tmp_path / "待核对.xlsx")
    assert ran.code in {0, 1}
    assert len(CODE.findall(ran.err)) >= 10
    sample = scenarios.make("yuanshi-village")
    private = set()
    for columns, keys in (
        (sample.households, ("户主", "电话", "地址")),
        (sample.members, ("姓名", "电话", "出生日期")),
    ):
        for key in keys:
            private |= {str(cell) for cell in columns[key] if len(str(cell)) > 1}
    assert len(private) > 1500
    shown = ran.err + ran.out
    assert sorted(word for word in private if word in shown) == []
    book = openpyxl.load_workbook(tmp_path / "待核对.xlsx")
    cells = "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    assert sorted(word for word in private if word in cells) == []


def test_private_columns_of_the_twin_are_not_read(cli, twin: Path, tmp_path: Path) -> None:
    ran = cli("check", twin)
    line = next(line for line in ran.err.splitlines() if "没有读取的列" in line)
    assert "身份证" in line
    assert cli("assign", twin, "-o", tmp_path / "plan.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", read_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            # Eighteen digits in a row are an identity number.
            assert not any(
                re.search(r"\d{17}[\dXx]", str(cell)) for cell in row if cell and len(str(cell)) < 40
            )


def test_marked_copy_of_the_twin(cli, twin: Path, tmp_path: Path) -> None:
    folder = tmp_path / "表"
    shutil.copytree(twin, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = cli("check", folder, "--mark")
    assert ran.code in {0, 1}
    assert all((folder / name).read_bytes() == content for name, content in before.items())
    made = {path.name for path in folder.iterdir()} - set(before)
    assert any(name.startswith("农户表") for name in made)
    # Its own files are no input the next time.
    again = cli("check", folder)
    assert again.out == cli("check", twin).out
