"""Small synthetic plans that the tests of the plan workbook share, and a test that they are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.model import SHEETS, InputDigest, Plan, make_table
from neighborgrid.rules import Rules

if TYPE_CHECKING:
    from neighborgrid.words import Lang

SHA = "ab" * 32


def sample_plan(lang: Lang = "zh") -> Plan:
    """Two villages and a household without one: five households, three members, one person excluded."""
    households = {
        "household_id": ["007", "008", "甲-0003", "乙-0001", "x1"],
        "head": ["=SUM(A1)", "+钱", "-孙", "@李", "㛃䶮𠅤"],
        "township": ["东乡", "东乡", "东乡", "东乡", ""],
        "village": ["甲村", "甲村", "甲村", "乙村", ""],
        "group": ["1", "二组", "", "1", ""],
        "address": ["3排5号", 'say "hi", ok', "两行\n地址", "", "🏠"],
        "phone": ["13800000001", "", "0311-8000000", "123456789012345678", ""],
        "lon": [114.1234567890123, 114.2, np.nan, 114.3, 114.4],
        "lat": [37.98765432109876, 38.0, np.nan, 38.1, 38.2],
        "distance_kind": ["straight", "straight", "", "estimated", "straight"],
        "priority": ["", "low_income", "elder_alone", "", "other"],
        "residence": ["resident", "away", "resident", "vacant", "resident"],
        "load": [1.0, 0.0, 1.0, 1.5, 1.0],
        "member_id": ["001", "001", "", "M9", ""],
        "member_name": ["张三", "张三", "", "王五", ""],
        "member_phone": ["13900000001", "13900000001", "", "", ""],
        "distance_m": [123.456, 78.9, np.nan, 0.0, np.nan],
        "straight_m": [123.456, 78.9, np.nan, 0.0, np.nan],
        "own_home": ["", "", "", "yes", ""],
        "lock": ["001", "", "", "", ""],
        "prefer": ["001、002", "", "", "", ""],
        "written_member_id": ["001", "001", "", "M9", ""],
        "shortage_id": ["", "", "", "", ""],
        "reason": ["", "", "no_coordinates", "", "members_full"],
    }
    members = {
        "member_id": ["001", "002", "M9"],
        "name": ["张三", "李四", "王五"],
        "role": ["cadre", "group_leader", "member"],
        "township": ["东乡", "东乡", "东乡"],
        "village": ["甲村", "甲村", "乙村"],
        "lon": [114.12, 114.13, 114.3],
        "lat": [37.98, 37.99, 38.1],
        "phone_public": ["", "no", ""],
        "home_household_id": ["", "008", "乙-0001"],
        "load": [1.0, 0.0, 0.0],
        "target_load": [10.0, 10.0, 8.0],
        "max_load": [np.nan, 12.0, np.nan],
        "mean_distance_m": [101.178, np.nan, np.nan],
    }
    data = {
        "households": households,
        "members": members,
        "excluded": {
            "member_id": ["E1"],
            "name": ["赵六"],
            "role": ["member"],
            "township": ["东乡"],
            "village": ["甲村"],
            "phone_public": ["no"],
            "lon": [114.0],
            "lat": [38.0],
            "reason": ["age"],
        },
        "unserved": {
            "household_id": ["甲-0003", "x1"],
            "township": ["东乡", ""],
            "village": ["甲村", ""],
            "reason": ["no_coordinates", "members_full"],
            "nearest_m": [np.nan, 512.5],
            "remedy": ["补上坐标", ""],
            "row": ["", "17"],
        },
        "villages": {
            "township": ["东乡", "东乡"],
            "village": ["甲村", "乙村"],
            "rows": [3, 1],
            "served": [2, 1],
        },
        "ledger": {
            "file": ["农户.xlsx"],
            "sheet": ["表1"],
            "kind": ["households"],
            "rows": [5],
            "households": [5],
        },
        "wishes": {"household_id": ["008"], "member_id": ["002"]},
    }
    rules = (
        Rules.defaults()
        .with_value("plan.within", "village", "preset:yuanshi")
        .with_value("plan.as_of", "2026-04-01", "default")
        .with_value("load.min", 2, "flag:--min-load")
        .with_value("eligible.away_may_serve", True, "file:规则.toml")
    )
    return Plan(
        {name: make_table(columns, data.get(name, {})) for name, columns in SHEETS.items()},
        rules,
        {
            "households": 5,
            "coverage_pct": 66.66,
            "status": "optimal",
            "objective_m": 202.356,
            "odd:key": "007",
        },
        inputs=(InputDigest("农户.xlsx", SHA), InputDigest("a:b.csv", SHA[::-1])),
        lang=lang,
        auto_caps={"东乡/甲村": 12, "东乡/乙[新]村": 13},
    )


def assert_same(one: Plan, other: Plan) -> None:
    """Fail unless two plans say the same; findings and language apart."""
    for name in SHEETS:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name], obj=name, check_exact=True)
    assert dict(one.summary) == dict(other.summary)
    assert one.inputs == other.inputs
    assert one.rules == other.rules
    assert dict(one.auto_caps) == dict(other.auto_caps)


def codes(plan: Plan) -> list[str]:
    return [finding.code for finding in plan.findings]


def test_the_sample_differs_from_its_damaged_copy():
    plan = sample_plan()
    assert_same(plan, sample_plan("en"))
    assert plan.households["head"].iat[0] == "=SUM(A1)"
