from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest

from generated import random_village
from neighborgrid.outputs import mask, roster
from neighborgrid.planbook.read import read
from neighborgrid.solve.plan import assign
from neighborgrid.words import LANGS, text
from rosterplans import (
    ADDRESSES,
    EXCLUDED,
    HEADS,
    HOME_PHONES,
    MEMBER_PHONES,
    MEMBERS,
    all_texts,
    tabs_of,
    two_townships,
    with_cells,
)

if TYPE_CHECKING:
    from pathlib import Path

BY = ("member", "circle", "village")
LIST, PEOPLE, WAITING = "联户名册（内部）", "党员（内部）", "待落实（内部）"


def written(path: Path, plan=None, **options):
    chosen = {"by": "member", "public": False, "mask": False, "lang": "zh"} | options
    return roster.write(two_townships() if plan is None else plan, path / "名册.xlsx", **chosen)


def ids(rows) -> list[str]:
    return [row["户编号"] for row in rows]


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("lang", LANGS)
def test_every_household_stands_in_it_exactly_once(tmp_path, by, lang):
    tabs = tabs_of(written(tmp_path, by=by, lang=lang).path)
    assert list(tabs) == [text(f"roster.tab.{tab}", lang) for tab in ("list", "members", "waiting")]
    listed, _, waiting = tabs.values()
    key = text("roster.col.household_id", lang)
    # The row that could not be read has no id.
    assert sorted(str(row[key]) for row in listed + waiting) == ["None", *(f"h{n}" for n in range(1, 9))]
    assert [row[key] for row in waiting] == ["h7", "h8", None]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", BY)
def test_random_villages_are_listed_whole(tmp_path, seed, by):
    plan = assign(random_village(seed))
    tabs = tabs_of(written(tmp_path, plan, by=by).path)
    homes = plan.households
    served = (homes["member_id"] != "") & (homes["residence"] != "vacant")
    vacant = homes["residence"] == "vacant"
    assert sorted(ids(tabs[LIST])) == sorted(homes["household_id"][served | vacant])
    assert sorted(ids(tabs[WAITING])) == sorted(homes["household_id"][~served & ~vacant])
    member_of = dict(zip(homes["household_id"], homes["member_name"], strict=True))
    for row in tabs[LIST]:
        assert (row["联户党员"] or "") == ("" if row["备注"] == "空户，不安排" else member_of[row["户编号"]])
    own = served & (homes["own_home"] == "yes")
    assert sum(row["联系户数"] for row in tabs[PEOPLE]) == int((served & ~own).sum())
    assert sum(row["本户"] for row in tabs[PEOPLE]) == int(own.sum())


def test_rows_hold_what_a_member_needs(tmp_path):
    tabs = tabs_of(written(tmp_path).path)
    rows = {row["户编号"]: row for row in tabs[LIST]}
    assert rows["h2"] == {
        "乡镇": "东乡", "村": "甲村", "服务圈": "甲村1号服务圈",
        "联户党员": "张三丰", "党员电话": "13900000001", "序": 2, "组": "十组",
        "地址": "3排2号", "户主": "+钱甲", "住户电话": "0311-84620000", "★": "★",
        "距离（米）": 120.5, "备注": None, "户编号": "h2",
    }  # fmt: skip
    remarks = {row: rows[row]["备注"] for row in ("h1", "h3", "h4", "h5", "h6")}
    assert remarks == {
        "h1": "党员本户", "h3": "距离待核实", "h4": "在服务圈半径之外", "h5": "空户，不安排", "h6": "外出",
    }  # fmt: skip
    # The vacant house comes last and belongs to nobody; at home there is no distance to walk.
    assert tabs[LIST][-1]["户编号"] == "h5"
    assert (rows["h5"]["联户党员"], rows["h5"]["序"], rows["h1"]["距离（米）"]) == (None, None, None)
    assert "low_income" not in all_texts(written(tmp_path).path)


def test_members_and_their_numbers(tmp_path):
    rows = tabs_of(written(tmp_path).path)[PEOPLE]
    shown = [(row["联户党员"], row["分工"], row["职务"], row["联系户数"], row["其中★户"]) for row in rows]
    # M1 looks after h2, h3 and h6, own home h1 apart; h2 is starred.
    assert shown == [
        ("张三丰", "带队村干部", "村干部", 3, 1),
        ("李四光", "联户党员", "党员", 1, 0),
        ("王五", "联户党员", "党员", 0, 0),
    ]


def test_who_waits_is_told_why_and_where_to_mend(tmp_path):
    rows = tabs_of(written(tmp_path).path)[WAITING]
    assert [(row["户主"], row["★"], row["原因"]) for row in rows] == [
        ("吴己", "★", "缺位置"),
        ("郑庚", None, "500 米内没有党员"),
        ("冯不详", None, "这一行待补正"),
    ]
    assert rows[2]["原表位置"] == "农户.xlsx“丙村”第 9 行"
    assert {row["责任人"] for row in rows} == {row["完成时限"] for row in rows} == {None}


def test_a_household_for_which_a_member_has_room_is_told_so(tmp_path):
    plan = with_cells(two_townships(), "households", reason=[""] * 8)
    assert tabs_of(written(tmp_path, plan).path)[WAITING][0]["原因"] == "附近有党员可联，尚未安排"


def test_order_within_a_member_is_that_of_the_round(tmp_path):
    order, visits = np.array([4, 2, 1, 0, 0, 3, 0, 0]), np.array([4, 12, 4, 4, 4, 4, 4, 4])
    rows = tabs_of(written(tmp_path, rounds=roster.Rounds(order, visits)).path)[LIST]
    assert [(row["户编号"], row["序"], row["走访（次/年）"]) for row in rows] == [
        ("h3", 1, 4), ("h2", 2, 12), ("h6", 3, 4), ("h1", 4, 4), ("h4", 1, 4), ("h5", None, None),
    ]  # fmt: skip


def test_by_village_the_plan_s_order_stands_group_by_group(tmp_path):
    rows = tabs_of(written(tmp_path, by="village").path)[LIST]
    # Groups 一组 (1), 2组, 十组 (10); the vacant house last in its village; then 乙村.
    assert ids(rows) == ["h3", "h1", "h4", "h2", "h5", "h6"]
    assert list(rows[0])[:4] == ["乡镇", "村", "序", "组"]


def test_by_circle_the_leader_comes_first(tmp_path):
    # M2 leads: its households come before those of M1, and who is in no circle comes last.
    plan = with_cells(two_townships(), "members", team_role=["deputy", "leader", ""])
    tabs = tabs_of(written(tmp_path, plan, by="circle").path)
    assert ids(tabs[LIST])[:2] == ["h4", "h1"]
    duties = [(row["联户党员"], row["分工"]) for row in tabs[PEOPLE]]
    # A leader who is no cadre, and a deputy who is no group leader, do not get those titles.
    assert duties == [("李四光", "带队"), ("张三丰", "负责"), ("王五", "联户党员")]


def test_without_circles_there_are_no_columns_of_circles(tmp_path):
    plan = two_townships()
    blank = with_cells(plan, "members", circle_id=[""] * 3, team_role=[""] * 3)
    tables = {**blank.tables, "circles": plan.tables["circles"].iloc[:0]}
    plan = type(plan)(tables, plan.rules, {})
    for public in (False, True):
        found = all_texts(written(tmp_path, plan, by="circle", public=public).path)
        assert found.isdisjoint({"服务圈", "分工"})


def test_rounds_of_another_plan_are_refused(tmp_path):
    with pytest.raises(ValueError, match="8 households"):
        written(tmp_path, rounds=roster.Rounds(np.arange(7)))


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("masked", [False, True])
def test_a_public_roster_says_nothing_about_households(tmp_path, by, masked):
    path = written(tmp_path, by=by, public=True, mask=masked).path
    found = " ".join(all_texts(path))
    forbidden = [
        *HEADS,
        *HOME_PHONES,
        *ADDRESSES,
        EXCLUDED,
        "★",
        "低保",
        "独居",
        "年",
        "原因",
        "距离",
        "最远",
    ]
    forbidden += ["冯不详", "待落实", "M1", "h1", "身体", "排名", *(f"h{number}" for number in range(1, 9))]
    assert [word for word in forbidden if word and word in found] == []
    rows = tabs_of(path)["联户党员公示名单"]
    assert list(rows[0]) == ["乡镇", "村", "服务圈", "联户党员", "分工", "电话", "联系户数", "所在小组"]
    # Sorted by place and duty, never by load: the one with none comes after those with more and fewer.
    assert [row["联系户数"] for row in rows] == ([1, 3, 0] if by == "village" else [3, 1, 0])


def test_a_phone_that_is_not_for_the_public_stays_inside(tmp_path):
    plan = with_cells(two_townships(), "members", phone_public=["no", "", ""])
    rows = tabs_of(written(tmp_path, plan, public=True).path)["联户党员公示名单"]
    assert [row["电话"] for row in rows] == ["不公开", "13900000002", None]
    assert "13900000001" in all_texts(written(tmp_path, plan).path)


@pytest.mark.parametrize("public", [False, True])
def test_masks_leave_no_name_and_no_phone_whole(tmp_path, public):
    found = all_texts(written(tmp_path, public=public, mask=True).path)
    bare = " ".join(found)
    assert [name for name in (*MEMBERS, *HEADS, "冯不详") if name in bare] == []
    assert [phone for phone in (*MEMBER_PHONES, *HOME_PHONES) if phone and phone in bare] == []
    assert {"张**", "139****0001"} <= found
    assert public or {"欧阳**", "0311-******00"} <= found


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王建国", "王**"), ("王五", "王*"), ("欧阳修", "欧阳*"), ("欧阳", "欧*"), ("王", "*"),
        ("", ""), ("  ", ""), ("王·", "*"),
        ("王 建国", "王**"), ("王　五", "王*"), ("王建国（退伍军人）", "王**"), ("（户主）", "***"),
        ("王建国、李四", "王**、李*"), ("阿不都·买买提", "阿**·***"), ("𠅤建国", "𠅤**"),
        ("王13800138000", "王***********"),
        ("John Smith", "J*** S***"), ("Li 建国", "L*** ***"), ("J", "***"), ("O'Brien", "O***"),
        ("=1+1", "***"), ("Smith, John", "S***、J***"), ("12", "***"), ("😀王", "***"),
    ],
)  # fmt: skip
def test_names_are_masked(name, shown):
    assert mask.mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800138000", "138****8000"), ("138 0013 8000", "138****8000"), ("+86 13800138000", "138****8000"),
        ("0311-84620000", "0311-******00"), ("010-84620000", "010-******00"),
        ("0311-84620000转801", "0311-******00转***"),
        ("84620000", "******00"), ("4001234567", "********67"),
        ("13800138000 / 84620000", "138****8000 / ******00"),
        ("", ""), ("问王建国", "***"), ("138001380001", "***"), ("+85291234567", "**********67"),
    ],
)  # fmt: skip
def test_phones_are_masked(phone, shown):
    assert mask.mask_phone(phone) == shown


def test_masks_take_columns():
    for column in (["王建国", "", "王建国"], pd.Series(["王建国", "", "王建国"], dtype=object)):
        assert mask.names(column).tolist() == ["王**", "", "王**"]
    assert mask.phones(["13800138000", ""]).tolist() == ["138****8000", ""]


def test_no_name_comes_back_whole():
    letters = "王欧阳建A b·（、1"
    names = ["".join(some) for size in (1, 2, 3, 4) for some in itertools.product(letters, repeat=size)]
    whole = [name for name, shown in zip(names, mask.names(names), strict=True) if name == shown]
    assert whole == []


def test_texts_stay_texts(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path).path)[LIST]
    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {name: kinds[name] for name in ("=1+1", "+钱甲", "@李丙", "13900000001")} == dict.fromkeys(
        ("=1+1", "+钱甲", "@李丙", "13900000001"), "s"
    )


def test_tabs_are_set_up_for_the_screen_and_for_paper(tmp_path):
    for sheet in openpyxl.load_workbook(written(tmp_path).path):
        assert sheet.freeze_panes in {"C2", "D2"}
        assert sheet.auto_filter.ref.startswith("A1:")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0


def test_the_same_plan_gives_the_same_bytes(tmp_path):
    first = written(tmp_path).path.read_bytes()
    again = written(tmp_path)
    assert again.path.read_bytes() == first
    # An untouched roster is replaced without a word.
    assert (again.findings, len(list(tmp_path.iterdir()))) == ((), 1)


def test_a_roster_in_which_somebody_wrote_is_kept(tmp_path):
    path = written(tmp_path).path
    book = openpyxl.load_workbook(path)
    book[WAITING]["K2"] = "老李"
    book.save(path)
    again = written(tmp_path)
    assert [finding.code for finding in again.findings] == ["NG560"]
    kept = tmp_path / str(again.findings[0].values["kept"])
    assert "老李" in all_texts(kept)
    assert "老李" not in all_texts(path)


@pytest.mark.parametrize("public", [False, True])
def test_a_plan_without_anybody(tmp_path, public):
    plan = two_townships()
    plan = type(plan)({name: table.iloc[:0] for name, table in plan.tables.items()}, plan.rules, {})
    assert all(rows == [] for rows in tabs_of(written(tmp_path, plan, public=public).path).values())


def test_the_demo_village(demo, tmp_path):
    plan = read([demo / "分户安排.xlsx"])
    tabs = tabs_of(written(tmp_path, plan, by="circle").path)
    # 1,000 rows of which 7 wait, 24 vacant houses last (see the demo's own summary).
    assert (len(tabs[LIST]), len(tabs[WAITING])) == (993, 7)
    assert {row["备注"] for row in tabs[LIST][-24:]} == {"空户，不安排"}
    circles = [row["服务圈"] for row in tabs[LIST][:-24]]
    assert circles == sorted(circles)
    # One township only: no column for it.
    assert "乡镇" not in tabs[LIST][0]
