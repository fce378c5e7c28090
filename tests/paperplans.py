"""Small plans for tests of papers, made without solving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from neighborgrid.model import SHEETS, Plan, make_table
from neighborgrid.outputs.paper.subject import Subject
from neighborgrid.outputs.paper.wording import Wording
from neighborgrid.planbook.refresh import refresh
from support import east_m, north_m, rules_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.words import Lang

VILLAGES = ("甲村", "乙村")
CIRCLES = {"Q1": "甲村1号服务圈", "Q2": "甲村2号服务圈", "Q3": "乙村1号服务圈"}
VILLAGE_OF_CIRCLE = {"Q1": "甲村", "Q2": "甲村", "Q3": "乙村"}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "春夏秋冬东南西北金木水火土山川河"


def card_plan(homes: int = 45, members: int = 6) -> Plan:
    """Plan of two villages: Q1 and Q2 in 甲村, Q3 in 乙村, members M1, M2, ... dealt to them in turn.

    M1, M2 and M3 lead their circles. H001 is M1's own home, H002 is vacant, H003 (甲村) and H004 (乙村)
    wait; all others are shared out evenly. A row of 甲村 with a name could not be read (H-bad), nor could
    one of 乙村 without.
    """
    ids = [f"H{number:03d}" for number in range(1, homes + 1)]
    circle_of_member = [list(CIRCLES)[number % 3] for number in range(members)]
    serving = np.array([0, 0, 0, 2, *((number * members) // homes for number in range(4, homes))])
    member = [f"M{number + 1}" for number in serving]
    circle = [circle_of_member[number] for number in serving]
    village = [VILLAGE_OF_CIRCLE[one] for one in circle]
    circle[1:4], member[1:4] = [""] * 3, [""] * 3
    places = {"lon": _lon(village, np.arange(homes)), "lat": north_m(20 * (np.arange(homes) * 7 % 11))}
    households = {
        "household_id": ids,
        "head": [SURNAMES[row % 16] + GIVEN[row // 16 % 16] + GIVEN[row % 7] for row in range(homes)],
        "village": village,
        "group": [f"{row % 2 + 1}组" for row in range(homes)],
        "address": [f"{row % 9 + 1}排{row + 1}号" for row in range(homes)],
        "phone": [f"15{row:09d}" for row in range(homes)],
        "distance_kind": ["straight"] * homes,
        "residence": ["resident", "vacant", *["resident"] * (homes - 2)],
        "load": [1.0] * homes,
        "member_id": member,
        "circle_id": circle,
        "own_home": ["yes", *[""] * (homes - 1)],
        "reason": ["", "", "members_full", "members_full", *[""] * (homes - 4)],
        **places,
    }
    folk = {
        "member_id": [f"M{number + 1}" for number in range(members)],
        "name": [f"张{SURNAMES[number % 16]}{'党锋旗'[number // 16]}" for number in range(members)],
        "role": ["cadre"] * 3 + ["member"] * (members - 3),
        "village": [VILLAGE_OF_CIRCLE[one] for one in circle_of_member],
        "group": ["1组"] * members,
        "phone": [f"139{number + 1:08d}" for number in range(members)],
        "home_household_id": ["H001", *[""] * (members - 1)],
        "circle_id": circle_of_member,
        "team_role": ["leader"] * 3 + ["member"] * (members - 3),
        "min_load": [0.0] * members,
        "target_load": [10.0] * members,
        "max_load": [float(homes)] * members,
        "lon": _lon([VILLAGE_OF_CIRCLE[one] for one in circle_of_member], np.arange(members)),
        "lat": north_m(np.arange(members) * 10.0),
    }
    circles = {
        "circle_id": list(CIRCLES),
        "name": list(CIRCLES.values()),
        "village": list(VILLAGE_OF_CIRCLE.values()),
        "centre_lon": _lon(list(VILLAGE_OF_CIRCLE.values()), np.array([1, 20, 10])),
        "centre_lat": north_m([100.0, 100.0, 100.0]),
        "leader_id": ["M1", "M2", "M3"],
    }
    unserved = {
        "household_id": ["H-bad", "H-nameless"],
        "head": ["冯不详", ""],
        "village": ["甲村", "乙村"],
        "group": ["1组", "1组"],
        "reason": ["row_error"] * 2,
        "file": ["农户.xlsx"] * 2,
        "sheet": ["甲村", "乙村"],
        "row": ["9", "10"],
    }
    data: dict[str, dict[str, Any]] = {
        "households": households, "members": folk, "circles": circles, "unserved": unserved,
    }  # fmt: skip
    rules = rules_with(circles__mode="auto")
    tables = {name: make_table(columns, data.get(name, {})) for name, columns in SHEETS.items()}
    return refresh(Plan(tables, rules, {}))


def _lon(villages: Sequence[str], steps: Any) -> Any:
    """Longitudes: 乙村 lies 1500 m east of 甲村, and houses stand 15 m apart."""
    return east_m([1500.0 * VILLAGES.index(name) for name in villages] + 15.0 * (np.asarray(steps) % 23))


def edited(plan: Plan, table: str, **rows: dict[str, Any]) -> Plan:
    """Plan with some cells of a table changed: ``edited(plan, "members", M1={"phone": ""})``.

    A key's ``_`` stands for ``-`` in the id.
    """
    made = plan.tables[table].copy()
    for one, cells in rows.items():
        row = made.index[made.iloc[:, 0] == one.replace("_", "-")]
        assert len(row) == 1, one
        for column, value in cells.items():
            made.loc[row, column] = value
    return replace(plan, tables={**plan.tables, table: made})


def subject_of(plan: Plan, lang: Lang = "zh", draft: bool = False, **settings: Any) -> Subject:
    """Subject of a plan under some rules of printing (``cards__service_number="..."``)."""
    rules = plan.rules
    for key, value in settings.items():
        rules = rules.with_value(key.replace("__", "."), value, "flag")
    made = replace(plan, rules=rules)
    return Subject(made, Wording(lang, rules.printing, rules.as_of), draft)
