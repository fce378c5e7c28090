"""Headers: found by content, matched by alias and affix, never read where they must not be."""

from __future__ import annotations

import pytest

from neighborgrid.intake import columns, tabs
from sheets import households, members, tab


def recognised(*rows, **named):
    found = tabs.recognise(tab(rows, **named), {}, set())
    assert found is not None
    return found


def by_key(found):
    return {key: found.header.texts[index] for key, index in found.header.matched.items()}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("户主姓名", "head"),
        ("户 主", "head"),
        ("农户姓名（签字）", "head"),
        ("户编号*", "household_id"),
        ("家庭人口（人）", "people"),
        ("家庭住址", "address"),
        ("门牌号", "address"),
        ("户主联系电话", "phone"),
        ("手机号码", "phone"),
        ("联系\n电话", "phone"),
        ("所在行政村", "village"),
        ("村（社区）", "village"),
        ("所属村民小组", "group"),
        ("组　别", "group"),
        ("所在乡（镇）", "township"),
        ("ＧＰＳ经度", "lon"),
        ("经度（E）", "lon"),
        ("纬度(度)", "lat"),
        ("经纬度", "position"),
        ("坐标【微信】", "position"),
        ("是否重点户", "priority"),
        ("重点户类型", "priority"),
        ("居住情况", "residence"),
        ("现联户党员", "current_member"),
        ("包联党员姓名", "current_member"),
        ("指定党员", "lock"),
        ("Household ID", "household_id"),
        ("head of household", "head"),
        ("Longitude (WGS84)", "lon"),
        ("Lattitude", "lat"),
    ],
)
def test_household_headers(header, key):
    assert columns.match(header, "households")[0] == key


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("党员姓名", "name"),
        ("姓名", "name"),
        ("党内职务", "role"),
        ("出生年月", "birth"),
        ("年龄（周岁）", "age"),
        ("是否外出务工", "away"),
        ("外出情况", "away"),
        ("身体健康状况", "health"),
        ("是否参加", "eligible"),
        ("最多户数", "max_load"),
        ("本户编号", "home_household_id"),
        ("党员电话", "phone"),
        ("party_member", "name"),
        ("date of birth", "birth"),
    ],
)
def test_member_headers(header, key):
    assert columns.match(header, "members")[0] == key


@pytest.mark.parametrize(
    "header",
    [
        "信访重点户",
        "是否信访户",
        "矛盾纠纷",
        "计划生育户",
        "维稳重点户",
        "宗教信仰",
        "民族",
        "身份证号码",
        "户主身份证号",
        "银行卡号",
        "意见建议",
        "民主评议",
        "所患疾病",
        "Petition household",
        "religion",
        "ID card",
        "bank account no",
        "家庭地址（身份证）",
    ],
)
@pytest.mark.parametrize("kind", ["households", "members"])
def test_never_read_headers_match_nothing(header, kind):
    assert columns.is_never_read(header)
    assert columns.match(header, kind) == ("", 0)


@pytest.mark.parametrize("header", ["序号", "No.", "备注", "联户党员电话", "户籍科", "纬", "lot"])
def test_other_headers_are_not_taken_for_something(header):
    assert columns.match(header, "households")[0] in {"", "lat"}
    assert columns.match("序号", "households")[0] == ""


def test_similar_chinese_headers_are_not_confused():
    assert columns.match("信访重点户", "households")[0] == ""
    assert columns.match("经纬度", "households")[0] == "position"
    assert columns.match("纬度", "households")[0] == "lat"


def test_header_after_titles_and_notes():
    found = recognised(
        ["西同下村农户花名册"],
        ["填表时间 2026年4月"],
        [],
        ["序号", "户主", "组", "经度", "纬度"],
        [1, "甲子", "1", 114.5, 37.7],
    )
    assert (found.kind, found.header.top, found.header.bottom) == ("households", 3, 3)


def test_two_rows_with_merged_upper_cells():
    found = recognised(
        ["户主", "", "位置", "", "联户党员", "", "地址"],
        ["姓名", "电话", "经度", "纬度", "姓名", "电话", ""],
        ["甲子", "13800000001", 114.5, 37.7, "吴天", "13900000001", "1号"],
        merged=[(1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6), (1, 7, 2, 7)],
    )
    assert (found.header.top, found.header.bottom) == (0, 1)
    assert by_key(found) == {
        "head": "户主姓名",
        "phone": "电话",
        "lon": "经度",
        "lat": "纬度",
        "current_member": "联户党员姓名",
        "address": "地址",
    }


def test_two_rows_in_a_text_file_without_merging():
    found = recognised(["户主", "坐标", "", "组"], ["", "经度", "纬度", ""], ["甲子", "114.5", "37.7", "1"])
    assert by_key(found) == {"head": "户主", "lon": "经度", "lat": "纬度", "group": "组"}


def test_first_row_of_data_is_not_a_second_header_row():
    found = recognised(["姓名", "职务", "村", "类别"], ["吴天", "党员", "西同下村", "户主"], file="党员.xlsx")
    assert found.header.bottom == 0


@pytest.mark.parametrize(
    ("header", "named", "kind"),
    [
        (["姓名", "电话", "经度", "纬度"], {"sheet": "党员名单"}, "members"),
        (["姓名", "电话", "经度", "纬度"], {"sheet": "农户名单"}, "households"),
        (["姓名", "电话", "经度", "纬度"], {"file": "households.csv", "sheet": ""}, "households"),
        (["户主", "联户党员", "组"], {"file": "党员联户表.xlsx"}, "households"),
        (["姓名", "职务", "户编号"], {}, "members"),
    ],
)
def test_kind_by_header_then_by_name(header, named, kind):
    assert recognised(header, ["甲子", "x", "y"], **named).kind == kind


def test_a_tab_of_doubtful_kind_is_not_guessed():
    assert tabs.recognise(tab([["姓名", "电话", "经度", "纬度"]]), {}, set()) is None


def test_of_two_claims_the_exact_alias_stands():
    found = households(["甲子", "a", "1号"], header=["户主", "户主联系电话", "联系电话"])
    found = tabs.recognise(found, {}, set())
    assert found is not None
    assert found.header.texts[found.header.matched["phone"]] == "联系电话"
    assert [(clash.key, clash.left) for clash in found.header.clashes] == [("phone", 1)]


def test_overrides_by_tab_file_and_kind():
    raw = households(["甲子", "1", "2"], header=["当家人", "东", "北"])
    used: set[str] = set()
    wanted = {"农户.head": "当家人", "农户表.xlsx.lon": "东", "households.lat": "北"}
    found = tabs.recognise(raw, wanted, used)
    assert found is not None
    assert by_key(found) == {"head": "当家人", "lon": "东", "lat": "北"}
    assert used == set(wanted)


def test_no_override_reaches_what_is_never_read():
    raw = households(["甲子", "x", "1"], header=["户主", "信访重点户", "组"])
    result = tabs.sort_tabs([raw, members(["D1", "吴天"])], {"households.priority": "信访重点户"})
    assert "priority" not in result.tabs[0].header.matched
    assert "NG118" in [one.code for one in result.findings]


def test_column_letters_are_those_of_the_spreadsheet():
    raw = tab([["户主"] * 30])
    assert [tabs.letters(raw, index) for index in (0, 25, 26, 29)] == ["A", "Z", "AA", "AD"]


def test_every_alias_is_matched_by_its_own_key_and_none_is_never_read():
    for kind in columns.KINDS:
        for alias, key in columns.aliases(kind).items():
            assert columns.match(alias, kind) == (key, 2)
