"""Hand edits of circles and posts: ids, names and numbers; what is not clear stays and is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neighborgrid.findings import Place
from neighborgrid.model import SHEETS, make_table
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.read import read_with_places
from neighborgrid.planbook.write import write
from test_planbook_samples import sample_plan


def plan_with(*, circle="甲村-Q1", leader="m1", deputies="m4", village="甲村"):
    """Two circles in 甲村 and one in 乙村; somebody left one member's circle and the first posts as given."""
    data = {
        # 王五 twice in 甲村; 张伟 once in each village.
        "members": {
            "member_id": ["m1", "m2", "m3", "m4", "m5", "m6"],
            "name": ["张三", "王五", "王五", "张伟", "张伟", "Li Wei"],
            "village": [village, "甲村", "甲村委会", "甲村", "乙村", "甲村"],
            "circle_id": [circle, "甲村-Q1", "甲村-Q2", "甲村-Q2", "乙村-Q1", "甲村-Q1"],
        },
        "excluded": {"member_id": ["e1"], "name": ["赵六"], "village": ["甲村"], "reason": ["age"]},
        "circles": {
            "circle_id": ["甲村-Q1", "甲村-Q2", "乙村-Q1"],
            "name": ["东头服务圈", "2号服务圈", "1号服务圈"],
            "village": ["甲村", "甲村", "乙村"],
            "leader_id": [leader, "m4", "m5"],
            "deputy_ids": [deputies, "", ""],
        },
    }
    tables = {key: make_table(columns, data.get(key, {})) for key, columns in SHEETS.items()}
    return replace(sample_plan(), tables=tables)


@pytest.mark.parametrize(
    ("typed", "village", "meant"),
    [
        ("甲村-Q2", "甲村", "甲村-Q2"),
        ("乙村-Q1", "甲村", "乙村-Q1"),
        (" 甲村-q2", "甲村", "甲村-Q2"),
        ("2号服务圈", "甲村", "甲村-Q2"),
        ("东头 服务圈", "甲村委会", "甲村-Q1"),
        ("2", "甲村", "甲村-Q2"),
        ("Q1", "甲村", "甲村-Q1"),
        ("1号", "乙村", "乙村-Q1"),
        ("东头服务圈", "乙村", "甲村-Q1"),
        ("", "甲村", ""),
        (" ", "甲村", ""),
    ],
)
def test_circle_of_a_member_is_understood(typed, village, meant):
    plan = apply(plan_with(circle=typed, village=village))
    assert plan.members["circle_id"].tolist()[0] == meant
    assert plan.findings == ()


@pytest.mark.parametrize(("typed", "village"), [("北头", "甲村"), ("7", "甲村"), ("2", "乙村"), ("1", "")])
def test_circle_that_nobody_has_stays_and_is_named(typed, village):
    plan = apply(plan_with(circle=typed, village=village), lambda table, row: Place("f.xlsx", table, row + 5))
    (finding,) = plan.findings
    assert (finding.code, finding.place) == ("NG180", Place("f.xlsx", "members", 5))
    assert finding.values == {"member_id": "m1"}
    assert plan.members["circle_id"].tolist()[0] == typed


def test_number_that_two_circles_bear_is_not_guessed():
    plan = plan_with(circle="2")
    circles = plan.tables["circles"]
    # The first circle is called 2 by its name, the second by its id.
    circles = circles.assign(name=make_table({"n": "text"}, {"n": ["2号服务圈", "1号服务圈", "1号"]})["n"])
    plan = apply(replace(plan, tables={**plan.tables, "circles": circles}))
    (finding,) = plan.findings
    assert (finding.code, finding.values["ids"]) == ("NG181", "甲村-Q1 甲村-Q2")
    assert plan.members["circle_id"].tolist()[0] == "2"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("m4", "m4"), ("张伟", "m4"), (" 张 三 ", "m1"), ("赵六", "e1"), ("Li Wei", "m6"), ("无", ""), ("", "")],
)
def test_leader_is_understood(typed, meant):
    plan = apply(plan_with(leader=typed))
    assert plan.tables["circles"]["leader_id"].tolist()[0] == meant
    assert plan.findings == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("m1、m4", "m1、m4"),
        ("张三，张伟", "m1、m4"),
        ("张三 张伟", "m1、m4"),
        ("Li Wei; m4", "m6、m4"),
        ("张三/张伟", "m1、m4"),
        ("张三、m1", "m1"),
        ("张三 13800138000", "m1"),
    ],
)
def test_deputies_are_understood(typed, meant):
    plan = apply(plan_with(deputies=typed))
    assert plan.tables["circles"]["deputy_ids"].tolist()[0] == meant
    assert plan.findings == ()


@pytest.mark.parametrize(
    ("leader", "deputies", "code", "left"),
    [
        ("孙七", "m4", "NG182", ("孙七", "m4")),
        ("王五", "m4", "NG183", ("王五", "m4")),
        ("m1、张伟", "m4", "NG184", ("m1、m4", "m4")),
        ("m1", "张伟、孙七", "NG182", ("m1", "m4、孙七")),
        ("m1", "王五、张伟", "NG183", ("m1", "王五、m4")),
    ],
)
def test_post_that_is_not_clear_stays_and_is_named(leader, deputies, code, left):
    made = plan_with(leader=leader, deputies=deputies)
    plan = apply(made, lambda table, row: Place("f.xlsx", table, row + 2))
    (finding,) = plan.findings
    assert (finding.code, finding.place, finding.values["circle_id"]) == (
        code,
        Place("f.xlsx", "circles", 2),
        "甲村-Q1",
    )
    circles = plan.tables["circles"]
    assert (circles["leader_id"].iat[0], circles["deputy_ids"].iat[0]) == left
    for lang in ("zh", "en"):
        assert not {"孙七", "王五", "张伟"} & set(finding.line(lang).replace("、", " ").split())
        assert "孙七" not in finding.line(lang)
        assert "王五" not in finding.line(lang)


def test_what_is_clear_is_left_alone():
    plan = plan_with()
    assert apply(plan) is plan


def test_edits_survive_the_workbook(tmp_path):
    made = plan_with(circle="2号服务圈", leader="张伟", deputies="张三；孙七")
    plan, places = read_with_places([write(made, tmp_path / "p.xlsx").path])
    again = apply(plan, places.of)
    assert again.members["circle_id"].tolist()[0] == "甲村-Q2"
    assert again.tables["circles"]["leader_id"].tolist()[0] == "m4"
    assert again.tables["circles"]["deputy_ids"].tolist()[0] == "m1、孙七"
    (finding,) = (one for one in again.findings if one.code == "NG182")
    assert (finding.place.file, finding.place.row) == ("p.xlsx", 2)
