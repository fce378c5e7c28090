"""Hand edits: number or name, whichever was changed; contradictions and unknown names are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neighborgrid.findings import Place
from neighborgrid.model import SHEETS, make_table
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.read import read
from neighborgrid.planbook.write import write
from test_planbook_samples import assert_same, sample_plan


def plan_with(number: str, name: str, written: str = "m1", village: str = "甲村"):
    """One household, written for m1 (张三), as somebody left it."""
    data = {
        "households": {
            "household_id": ["h1"],
            "village": [village],
            "member_id": [number],
            "member_name": [name],
            "written_member_id": [written],
        },
        # 王五 twice in 甲村; 张伟 once in each village; 李四 only in 乙村; two of one name but for a remark.
        "members": {
            "member_id": ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"],
            "name": ["张三", "王五", "王五", "张伟", "张伟", "李四", "刘洋（东）", "刘洋（西）"],
            "village": ["甲村", "甲村", "甲村委会", "甲村", "乙村", "乙村", "甲村", "甲村"],
        },
        "excluded": {"member_id": ["e1"], "name": ["赵六"], "village": ["甲村"], "reason": ["age"]},
    }
    tables = {key: make_table(columns, data.get(key, {})) for key, columns in SHEETS.items()}
    return replace(sample_plan(), tables=tables)


@pytest.mark.parametrize(
    ("number", "name", "meant"),
    [
        ("m1", "张三", "m1"),
        ("m4", "张三", "m4"),
        ("m1", "张伟", "m4"),
        ("m1", " 张 伟 ", "m4"),
        ("m1", "李四", "m6"),
        ("m4", "张伟", "m4"),
        ("m5", "张伟", "m5"),
        ("", "张伟", "m4"),
        ("", "张三", ""),
        ("m1", "", ""),
        ("", "", ""),
        ("赵六", "张三", "e1"),
        ("m1", "m6", "m6"),
        ("nobody", "张三", "nobody"),
        (" m4 ", "张三", "m4"),
        ("m1", "刘洋(西)", "m8"),
    ],
)
def test_edit_is_understood(number, name, meant):
    plan = apply(plan_with(number, name))
    assert plan.households["member_id"].tolist() == [meant]
    assert plan.findings == ()


@pytest.mark.parametrize(
    ("number", "name", "code", "left"),
    [
        ("m1", "王五", "NG363", ""),
        ("m1", "刘洋", "NG363", ""),
        ("m1", "张山", "NG362", ""),
        ("m2", "李四", "NG364", "m2"),
        ("m2", "", "NG364", "m2"),
        ("m2", "没有", "NG364", "m2"),
    ],
)
def test_edit_that_is_not_clear_is_named(number, name, code, left):
    plan = apply(plan_with(number, name), lambda table, row: Place("f.xlsx", table, row + 2))
    (finding,) = plan.findings
    assert (finding.code, finding.place.row, finding.values["household_id"]) == (code, 2, "h1")
    assert plan.households["member_id"].tolist() == [left]
    for lang in ("zh", "en"):
        assert name not in finding.line(lang) or name == ""


def test_near_names_are_given_by_their_ids():
    (finding,) = apply(plan_with("m1", "张山")).findings
    assert "m1" in str(finding.values["near"]).split()


def test_village_of_no_name_looks_everywhere():
    assert apply(plan_with("m1", "李四", village="")).households["member_id"].tolist() == ["m6"]
    assert [finding.code for finding in apply(plan_with("m1", "张伟", village="")).findings] == ["NG363"]


def test_row_added_by_hand_and_member_taken_out():
    assert apply(plan_with("", "李四", written="")).households["member_id"].tolist() == ["m6"]
    assert apply(plan_with("m6", "", written="")).households["member_id"].tolist() == ["m6"]
    # Their row in Members is gone: nothing was edited here, and the audit will say who is missing.
    gone = apply(plan_with("gone", "孙七", written="gone"))
    assert (gone.households["member_id"].tolist(), gone.findings) == (["gone"], ())


def test_nothing_else_changes(tmp_path):
    plan = sample_plan()
    assert apply(plan) is plan
    edited = plan.households.copy()
    edited.loc[0, "member_name"] = "李四"
    made = replace(plan, tables={**plan.tables, "households": edited})
    again = apply(read([write(made, tmp_path / "p.xlsx").path]))
    expected = edited.copy()
    expected.loc[0, "member_id"] = "002"
    assert_same(again, replace(made, tables={**made.tables, "households": expected}))
