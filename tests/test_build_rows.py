"""Which rows are records: no household vanishes as a note or subtotal, and no footer becomes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from neighborgrid.intake.tabs import plan_files
from neighborgrid.planbook.book import is_plan_workbook
from sheets import A_MEMBER, HOUSEHOLDS, built, codes, households, members, only, tab, village

PARTS = ("households", "duplicates", "subtotals", "notes", "blanks", "set_aside")


def ledger(found):
    """Nonzero counts of the household tab; fails where they do not add up to its rows."""
    row = found.problem.ledger.iloc[0].to_dict()
    assert row["rows"] == sum(row[part] for part in PARTS)
    return {part: row[part] for part in PARTS if row[part]}


def under(header, *rows):
    """Ledger of household rows under a header."""
    return ledger(built(households(*rows, header=header), members(A_MEMBER)))


def spot(number):
    return [114.5 + number * number * 1e-5, 37.76]


NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六")


@pytest.mark.parametrize("said", ["审核通过", "一家共计3人", "说明：已核", "合计3人", "以上属实", "小计"])
def test_a_remark_in_an_unread_column_says_nothing_about_a_named_row(said):
    rows = [[n, said, name, "西同下村", *spot(n)] for n, name in enumerate(NAMES)]
    assert under(["序号", "审核情况", "户主", "村", "经度", "纬度"], *rows) == {"households": 6}


def test_a_remark_in_a_nameless_row_with_more_in_it_is_set_aside():
    header = ["审核情况", "户主", "村", "电话", "经度", "纬度"]
    rows = [["", name, "西同下村", "", *spot(n)] for n, name in enumerate(NAMES)]
    doubtful = [["审核通过", "", "西同下村", "", *spot(9)], ["一家共计3人", "", "西同下村", "13800000001"]]
    assert under(header, *rows, *doubtful) == {"households": 6, "set_aside": 2}


@pytest.mark.parametrize("number", ["H006", "7", "2024-07", "甲7", "H:007"])
def test_an_id_alone_is_a_household(number):
    rows = [[f"H{n:03}", *spot(n)] for n in range(6)]
    assert under(["户编号", "经度", "纬度"], *rows, [number]) == {"households": 7}


@pytest.mark.parametrize(
    "name",
    [
        "Mary Jones",
        "Jones, Mary",
        "李建社",
        "王家村",
        "李 五",
        "阿卜杜拉·买买提江·艾山",
        "李总数",
        "刘组",
        "区队",
        "张三2",
    ],
)
def test_a_name_alone_is_a_household(name):
    rows = [[one, *spot(n)] for n, one in enumerate(NAMES)]
    assert under(["户主", "经度", "纬度"], *rows, [name, "", ""]) == {"households": 7}


@pytest.mark.parametrize("name", ["李总数", "以上一", "说明", "东村三组", "填表人"])
def test_a_row_with_a_position_is_never_a_note(name):
    rows = [[one, *spot(n)] for n, one in enumerate(NAMES)]
    assert under(["户主", "经度", "纬度"], *rows, [name, *spot(9)]) == {"households": 7}


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "三组",
            "第2村民小组",
            "【一组】",
            "西同下村",
            "西同下",
            "西同下村三组",
            "东头组",
            "一、常住户",
            "第3页",
        ),
        *(
            "以下为外出户。",
            "注：以上为常住户",
            "填表人 某",
            "填 表 人",
            "农户花名册",
            "西同下社区居委会",
            "Group 3",
        ),
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_heading_alone_is_a_note(heading, column):
    rows = village(6)
    rows[3][3] = "东头组"
    found = built(households(*rows, [*[""] * column, heading]), members(A_MEMBER))
    assert ledger(found) == {"households": 6, "notes": 1}


@pytest.mark.parametrize(
    ("key", "kind"),
    [("村", "notes"), ("组", "notes"), ("经度", "set_aside"), ("电话", "set_aside"), ("地址", "households")],
)
def test_a_lone_cell_of_another_column(key, kind):
    row = [""] * len(HOUSEHOLDS)
    row[HOUSEHOLDS.index(key)] = {"村": "西同下村", "经度": 114.5, "地址": "村东头"}.get(key, "13800000009")
    assert ledger(built(households(*village(3), row), members(A_MEMBER))) == (
        {"households": 4} if kind == "households" else {"households": 3, kind: 1}
    )


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "6户"],
        ["合 计", "", "6户"],
        ["", "", "小计", "", 687.0, 226.5],
        ["", "", "西同下村合计：6户"],
        ["", "", "合计", "西同下村"],
        ["", "", "", "总计"],
        ["", "H9", "合计"],
    ],
)
def test_totals_stay_subtotals(row):
    header = ["序号", "户编号", "户主", "村", "经度", "纬度"]
    rows = [[n, f"H{n}", name, "西同下村", *spot(n)] for n, name in enumerate(NAMES)]
    assert under(header, *rows, row) == {"households": 6, "subtotals": 1}


def test_a_footer_that_begins_in_the_running_number_is_a_note():
    header = ["序号", "户编号", "户主", "村", "经度", "纬度"]
    rows = [[n, f"H{n}", name, "西同下村", *spot(n)] for n, name in enumerate(NAMES)]
    footer = ["填表人：", "", "某某", "", "审核人：", "某"]
    assert under(header, *rows, footer) == {"households": 6, "notes": 1}


# --- columns that are filled once per block ------------------------------------------------------------


def with_villages(*names):
    rows = village(len(names))
    for row, name in zip(rows, names, strict=True):
        row[2] = name
    return built(households(*rows), members(A_MEMBER))


@pytest.mark.parametrize(
    "names",
    [
        ("甲村", "", "乙村", ""),  # two blocks only
        ("甲村", "", "乙村", "", "丙村"),  # a block of one row
        ("甲村", "", "乙村", "", "甲村", ""),  # a value that comes back
        ("", "甲村", "", "乙村", "", "丙村", ""),  # nothing in the first row
        ("甲村", "", "甲村", "", "甲村", ""),  # one value
    ],
)
def test_blocks_in_doubt_stay_blank(names):
    found = with_villages(*names)
    assert "NG120" not in codes(found)
    assert found.problem.households["village"].tolist().count("") == names.count("")
    assert only(found, "NG204").values["count"] == names.count("")


def test_blocks_without_doubt_are_carried_down_with_a_warning():
    found = with_villages("甲村", "", "乙村", "", "", "丙村", "")
    assert sorted(found.problem.households["village"]) == ["丙村"] * 2 + ["乙村"] * 3 + ["甲村"] * 2
    assert only(found, "NG120").severity.name == "WARNING"


# --- a bare tick -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        *(("是否低保户", "low_income"), ("低保户", "low_income"), ("五保户", "extreme_poverty")),
        *(("是否困难户", "hardship"), ("脱贫户", "hardship"), ("重点户", "other")),
        ("重点户（低保、五保）", "other"),
    ],
)
@pytest.mark.parametrize("tick", ["是", "√", "1", "yes", "★"])
def test_a_tick_takes_the_kind_of_its_header(header, kind, tick):
    rows = [[*row, "否" if n else tick] for n, row in enumerate(village(3))]
    found = built(households(*rows, header=[*HOUSEHOLDS, header]), members(A_MEMBER))
    assert found.problem.households["priority"].tolist() == [kind, "", ""]


def test_ticks_of_two_tabs_take_the_kind_of_their_own_header():
    one, two = ([[*row, "是"] for row in village(4)[part]] for part in (slice(0, 2), slice(2, 4)))
    found = built(
        households(*one, header=[*HOUSEHOLDS, "低保户"]),
        households(*two, header=[*HOUSEHOLDS, "五保户"], sheet="农户2"),
        members(A_MEMBER),
    )
    assert found.problem.households["priority"].tolist() == ["low_income"] * 2 + ["extreme_poverty"] * 2


# --- what a plan workbook is -----------------------------------------------------------------------------

PLAN_HEADER = ("户编号", "户主", "村", "党员编号", "生成时党员编号")


def book(names, header=PLAN_HEADER, folder=""):
    sheets = [
        tab([header if name in {"分户安排", "Households"} else ["x"]], file="a.xlsx", sheet=name)
        for name in names
    ]
    return [type(one)(one.file, Path(folder) / one.file, one.sheet, 1, 1, one.columns) for one in sheets]


@pytest.mark.parametrize(
    ("names", "header", "plan"),
    [
        (("汇总", "分户安排", "党员", "规则"), PLAN_HEADER, True),
        (("分户安排", "党员", "规则"), PLAN_HEADER, True),
        (("分户安排", "规则"), PLAN_HEADER, True),
        (("分户安排", "党员", "规则"), PLAN_HEADER[:4], True),
        (("分户安排", "党员"), PLAN_HEADER[:4], False),
        (("分户安排",), PLAN_HEADER, False),
        (("Households", "Members", "Rules"), ("household_id", "member_id", "lon"), True),
        (("Summary", "Households", "Members", "Rules"), ("household_id", "head", "lon", "lat"), False),
        (("分户安排", "党员", "规则"), ("户编号", "户主", "村"), False),
    ],
)
def test_both_ends_agree_on_what_a_plan_is(names, header, plan):
    sheets = book(names, header)
    assert is_plan_workbook(sheets) is plan
    assert plan_files(sheets) == ((sheets[0].path,) if plan else ())


def test_a_sheet_is_read_beside_a_plan_of_the_same_name():
    plan = book(("分户安排", "党员", "规则"), folder="去年")
    found = built(*plan, households(*village(3), file="a.xlsx"), members(A_MEMBER))
    assert codes(found) == ["NG111"]
    assert len(found.problem.households) == 3


def test_the_note_on_age_names_its_flag():
    header = ["党员编号", "姓名", "职务", "村", "经度", "纬度", "年龄"]
    people = members(["D01", "吴天", "书记", "西同下村", 114.5, 37.76, 75], header=header)
    said = only(built(households(*village(3)), people), "NG211")
    assert all("--max-age" in said.remedy(lang) for lang in ("zh", "en"))
