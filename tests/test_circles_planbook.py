"""Circles through the workbook: written, read, edited by hand, refreshed, audited."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.layout import DECIDING_FILL
from neighborgrid.planbook.read import read
from neighborgrid.planbook.refresh import refresh
from neighborgrid.planbook.write import write
from neighborgrid.solve.plan import assign
from test_circles_properties import case
from test_circles_village import two_hamlets, village

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan

Q1, Q2 = "西同下-Q1", "西同下-Q2"


def through(plan: Plan, folder: Path) -> Plan:
    """Plan as it comes back from its workbook."""
    return refresh(apply(read([write(plan, folder / "plan.xlsx").path])))


def assert_same(one: Plan, other: Plan) -> None:
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name], obj=name)
    assert dict(one.summary) == dict(other.summary)


def breaches(plan: Plan) -> set[str]:
    return {one.code for one in audit(plan).findings if one.severity is Severity.ERROR}


def edited(plan: Plan, table: str, row: int, **cells: str) -> Plan:
    changed = plan.tables[table].copy()
    for column, value in cells.items():
        changed.loc[row, column] = value
    return dataclasses.replace(plan, tables={**plan.tables, table: changed})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("mode", ["soft", "strict"])
@pytest.mark.parametrize("seed", range(2))
def test_written_then_read_has_the_same_circles(tmp_path: Path, seed: int, mode: str, lang) -> None:
    plan = assign(dataclasses.replace(case(seed, mode, limit=300.0), lang=lang))
    assert len(plan.tables["circles"])
    assert_same(plan, through(plan, tmp_path))


@pytest.mark.parametrize("seed", range(10))
def test_refreshed_untouched_plan_is_the_same(seed: int) -> None:
    plan = assign(case(seed, "soft" if seed % 2 else "strict", limit=250.0, size=(2, 4)))
    assert_same(plan, refresh(plan))


def hamlet() -> Plan:
    """Two circles 400 m apart in one village; a member between them may be in either."""
    people = [0, 20, 40, 60, 300, 560, 580, 600, 620]
    who = {"role": ["cadre", "group_leader", "group_leader", "member", "member"] * 2}
    who["role"] = who["role"][:9]
    problem = village([10, 50, 310, 570, 610], people, who=who)
    people_table = problem.people.assign(circle_id=[Q1] * 5 + [Q2] * 4)
    return assign(dataclasses.replace(problem, people=people_table.astype({"circle_id": object})))


def test_moving_a_member_by_hand_stays(tmp_path: Path) -> None:
    plan = hamlet()
    assert breaches(plan) == set()
    moved = through(edited(plan, "members", 4, circle_id=Q2), tmp_path)
    assert moved.members["circle_id"].tolist() == [Q1] * 4 + [Q2] * 5
    assert moved.tables["circles"]["members"].tolist() == [4, 5]
    # The households of the member go along.
    mine = moved.households["member_id"] == "M004"
    assert mine.any()
    assert set(moved.households["circle_id"][mine]) == {Q2}
    assert breaches(moved) == set()
    assert moved.summary["circles"] == 2


def test_moving_a_member_too_far_is_kept_and_named(tmp_path: Path) -> None:
    plan = assign(two_hamlets())
    moved = through(edited(plan, "members", 3, circle_id=Q2), tmp_path)
    assert moved.members["circle_id"].tolist()[3] == Q2
    # D lives 1,700 m from the nearest of the others.
    assert "NG383" in breaches(moved)


def test_moving_the_leader_away_is_named(tmp_path: Path) -> None:
    plan = hamlet()
    leader = plan.tables["circles"]["leader_id"].tolist()[0]
    row = plan.members["member_id"].tolist().index(leader)
    moved = through(edited(plan, "members", row, circle_id=Q2), tmp_path)
    assert moved.tables["circles"]["leader_id"].tolist()[0] == leader
    assert breaches(moved) & {"NG393", "NG394", "NG395"}


def test_another_leader_by_hand_stays(tmp_path: Path) -> None:
    plan = hamlet()
    made = through(edited(plan, "circles", 0, leader_id="M003"), tmp_path)
    assert made.tables["circles"]["leader_id"].tolist()[0] == "M003"
    assert made.members["team_role"].tolist()[3] == "leader"
    # An ordinary member leads: one post more is held by a stand-in.
    assert made.summary["stand_ins"] == plan.summary["stand_ins"] + 1
    assert breaches(made) == set()


def test_leader_of_another_circle_is_named(tmp_path: Path) -> None:
    plan = hamlet()
    other = plan.tables["circles"]["leader_id"].tolist()[1]
    made = through(edited(plan, "circles", 0, leader_id=other), tmp_path)
    assert made.tables["circles"]["leader_id"].tolist() == [other, other]
    assert breaches(made)


def test_deputies_by_hand_stay(tmp_path: Path) -> None:
    plan = hamlet()
    made = through(edited(plan, "circles", 0, deputy_ids="M003、M004"), tmp_path)
    assert made.tables["circles"]["deputy_ids"].tolist()[0] == "M003、M004"
    assert made.members["team_role"].tolist()[3:5] == ["deputy", "deputy"]
    assert made.summary["stand_ins"] == plan.summary["stand_ins"] + 2


def test_new_circle_by_hand_gets_a_centre(tmp_path: Path) -> None:
    plan = hamlet()
    made = edited(edited(plan, "members", 0, circle_id="新圈"), "members", 1, circle_id="新圈")
    made = refresh(made)
    circles = made.tables["circles"]
    assert circles["circle_id"].tolist() == [Q1, Q2, "新圈"]
    assert circles["members"].tolist() == [3, 4, 2]
    assert circles["centre_lon"].notna().all()
    again = through(made, tmp_path)
    assert again.tables["circles"].equals(circles)


def test_name_by_hand_stays(tmp_path: Path) -> None:
    made = through(edited(hamlet(), "circles", 0, name="红旗圈"), tmp_path)
    assert made.tables["circles"]["name"].tolist()[0] == "红旗圈"


def test_decisions_of_circles_look_like_decisions(tmp_path: Path) -> None:
    plan = hamlet()
    many = "、".join(f"130132-001-M{number:03d}" for number in range(6))
    plan = edited(plan, "circles", 0, deputy_ids=many)
    tab = openpyxl.load_workbook(write(plan, tmp_path / "plan.xlsx").path)["服务圈"]
    decided = {
        tab.cell(1, cell.column).value for cell in tab[2] if cell.fill.fgColor.rgb == "FF" + DECIDING_FILL[1:]
    }
    assert decided == {"服务圈名称", "圈心经度", "圈心纬度", "带队村干部编号", "负责党小组长编号"}
    (deputies,) = (cell for cell in tab[1] if cell.value == "负责党小组长编号")
    # Three ids of fourteen characters and their marks would need 48; six are cut at 50.
    assert tab.column_dimensions[deputies.column_letter].width == pytest.approx(50, abs=1)
