"""A plan of two townships in which every case that rosters and reports tell apart occurs once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl

from neighborgrid.model import SHEETS, Plan, make_table
from neighborgrid.rules import Rules

if TYPE_CHECKING:
    from pathlib import Path

HEADS = ["=1+1", "+钱甲", "欧阳修远", "@李丙", "-孙丁", "周戊（大）", "吴己", "郑庚"]
HOME_PHONES = ["13700000001", "0311-84620000", "", "13700000004", "13700000005", "", "", "13700000008"]
ADDRESSES = ["3排1号", "3排2号", "3排3号", "3排4号", "", "沟东", "沟西", ""]
MEMBERS = ["张三丰", "李四光", "王五"]
MEMBER_PHONES = ["13900000001", "13900000002", ""]
EXCLUDED = "赵六七"


def two_townships() -> Plan:
    """Eight households in three villages: h1 to h5 in 东乡/甲村, h6 and h7 in 东乡/乙村, h8 in 西乡/丙村.

    h1 is M1's own home; h2 (starred), h3 (distance estimated) and h6 (of another village, away) are
    served by M1; h4 by M2, outside the circle; h5 is vacant; h7 and h8 wait. One row of 丙村 could not be
    read. M1 leads circle 1, M2 is in it, M3 is in none.
    """
    village = ["甲村"] * 5 + ["乙村", "乙村", "丙村"]
    households = {
        "household_id": [f"h{number}" for number in range(1, 9)],
        "head": HEADS,
        "township": ["东乡"] * 7 + ["西乡"],
        "village": village,
        "group": ["2组", "十组", "一组", "2组", "", "", "", "1"],
        "address": ADDRESSES,
        "phone": HOME_PHONES,
        "distance_kind": ["straight", "straight", "estimated", "straight", "straight", "straight", "", ""],
        "priority": ["", "low_income", "", "", "", "", "elder_alone", ""],
        "residence": ["resident"] * 4 + ["vacant", "away", "resident", "resident"],
        "load": [1.0] * 5 + [0.0, 1.0, 1.0],
        "member_id": ["M1", "M1", "M1", "M2", "", "M1", "", ""],
        "circle_id": ["Q1", "Q1", "Q1", "Q1", "", "Q1", "", ""],
        "distance_m": [0.0, 120.5, 300.0, 480.2, np.nan, 499.9, np.nan, np.nan],
        "own_home": ["yes"] + [""] * 7,
        "reason": [""] * 6 + ["no_coordinates", "no_member_in_range"],
        "note": ["", "", "", "在服务圈半径之外", "", "", "", ""],
    }
    members: dict[str, Any] = {
        "member_id": ["M1", "M2", "M3"],
        "name": MEMBERS,
        "role": ["cadre", "member", "member"],
        "township": ["东乡", "东乡", "西乡"],
        "village": ["甲村", "甲村", "丙村"],
        "group": ["2组", "一组", "1组"],
        "phone": MEMBER_PHONES,
        "home_household_id": ["h1", "", ""],
        "circle_id": ["Q1", "Q1", ""],
        "team_role": ["leader", "member", ""],
        "load": [2.0, 1.0, 0.0],
        "farthest_m": [499.9, 480.2, np.nan],
    }
    unserved = {
        "household_id": ["h7", "h8", ""],
        "head": ["吴己", "郑庚", "冯不详"],
        "township": ["东乡", "西乡", "西乡"],
        "village": ["乙村", "丙村", "丙村"],
        "reason": ["no_coordinates", "no_member_in_range", "row_error"],
        "file": ["", "", "农户.xlsx"],
        "sheet": ["", "", "丙村"],
        "row": ["", "", "9"],
    }
    data: dict[str, dict[str, Any]] = {
        "households": households,
        "members": members,
        "unserved": unserved,
        "circles": {"circle_id": ["Q1"], "name": ["甲村1号服务圈"], "leader_id": ["M1"]},
        "excluded": {"member_id": ["E1"], "name": [EXCLUDED], "village": ["甲村"], "reason": ["health"]},
    }
    rules = Rules.defaults().with_value("plan.within", "village", "auto")
    rules = rules.with_value("plan.as_of", "2026-04-01", "default")
    return Plan(
        {name: make_table(columns, data.get(name, {})) for name, columns in SHEETS.items()}, rules, {}
    )


def with_cells(plan: Plan, name: str, **columns: list[str]) -> Plan:
    """Plan with columns of one table replaced."""
    made = {column: np.array(values, dtype=object) for column, values in columns.items()}
    return replace(plan, tables={**plan.tables, name: plan.tables[name].assign(**made)})


def tabs_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows of every tab by header."""
    book = openpyxl.load_workbook(path)
    made = {}
    for sheet in book:
        header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        filled = [row for row in rows if any(cell is not None for cell in row)]
        made[sheet.title] = [dict(zip(header, row, strict=True)) for row in filled]
    return made


def all_texts(path: Path) -> set[str]:
    """Every cell, note, tab name, header and footer of a workbook, as text."""
    found = set()
    for sheet in openpyxl.load_workbook(path):
        found |= {sheet.title, str(sheet.oddHeader.center.text), str(sheet.oddFooter.left.text)}
        for row in sheet.iter_rows():
            found |= {str(cell.value) for cell in row if cell.value is not None}
            found |= {cell.comment.text for cell in row if cell.comment}
    return found
