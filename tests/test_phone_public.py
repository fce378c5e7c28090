"""A member's phone that is not for the public: the column, its words, and the plan that carries it."""

from __future__ import annotations

import dataclasses

import openpyxl
import pytest

from neighborgrid.findings import Place
from neighborgrid.intake import columns
from neighborgrid.intake.vocabulary import asks_for_privacy, phone_public
from neighborgrid.model import SHEETS
from neighborgrid.planbook.digest import content_digest
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.guard import keep_edited
from neighborgrid.planbook.read import read
from neighborgrid.planbook.refresh import refresh
from neighborgrid.planbook.write import write
from neighborgrid.solve.plan import assign
from sheets import MEMBERS, built, codes, households, members, only, village
from support import problem_of
from test_planbook_samples import assert_same, sample_plan

TABS = ("党员", "暂不安排")
NEW = {"电话可公开", "phone_public"}


def person(number, *more):
    name = f"吴{'甲乙丙丁戊己庚辛壬癸'[number]}"
    return [f"D{number}", name, "", "西同下村", "1组", 114.5, 37.76, f"1390000000{number}", *more]


def told(header, *cells, **named):
    """Problem of members whose last column has ``header`` and ``cells``."""
    rows = [person(number, cell) for number, cell in enumerate(cells)]
    return built(households(*village(5)), members(*rows, header=(*MEMBERS, header)), **named)


def said(found):
    return found.problem.people["phone_public"].tolist()


# --- the column of the member sheets --------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        *("电话可公开", "电话是否公开", "公开电话", "号码公开", "是否公开电话", "是否公开", "手机号是否公开"),
        *("联系方式是否公开", "党员电话是否公开", "电话公开情况", "电话是否公开（是/否）", "phone_public"),
        *("Phone public", "publish_phone"),
    ],
)
def test_column_is_known_by_many_headers(header):
    found = told(header, "否", "")
    assert said(found) == ["no", ""]
    assert found.problem.people["phone"].tolist() == ["13900000000", "13900000001"]


@pytest.mark.parametrize(
    "header", ["电话", "联系电话", "党员电话", "本人电话", "电话号码", "家庭电话", "手机号码"]
)
def test_a_phone_stays_a_phone(header):
    assert columns.match(header, "members")[0] == "phone"


@pytest.mark.parametrize("header", ["公开", "公开情况", "党务公开", "村务公开情况", "是否公开党员身份"])
def test_what_else_may_be_public_is_no_phone(header):
    assert columns.match(header, "members") == ("", 0)


def test_without_the_column_every_phone_may_be_shown():
    found = built(households(*village(5)), members(person(0), person(1)))
    assert said(found) == ["", ""]
    assert codes(found) == []


def test_two_rows_of_header():
    head = ["党员编号", "姓名", "村", "电话", ""]
    rows = (["", "", "", "号码", "是否公开"], ["D1", "吴天", "西同下村", "13900000001", "否"])
    found = built(households(*village(5)), members(*rows, header=head, merged=[(1, 4, 1, 5)]))
    assert (said(found), found.problem.people["phone"].tolist()) == (["no"], ["13900000001"])


# --- words ----------------------------------------------------------------------------------------------


def test_words():
    yes = [
        "",
        "-",
        "/",
        "未填",
        "是",
        "可以",
        "公开",
        "同意",
        "1",
        "√",
        "可公开",
        "yes",
        "TRUE",
        "不保密",
    ]
    no = [
        "否",
        "不",
        "不公开",
        "不同意",
        "保密",
        "0",
        "×",
        "no",
        "FALSE",
        "不可以",
        "不对外公开",
        "本人要求保密",
    ]
    no += ["不便公开", "暂不公开", "仅限内部使用", "private", "不方便"]
    unknown = ["待定", "无", "不详", "？", "仅村内", "部分公开", "问本人", "none", "maybe"]
    assert {word: phone_public(word) for word in (*yes, *no, *unknown)} == {
        **dict.fromkeys(yes, True),
        **dict.fromkeys(no, False),
        **dict.fromkeys(unknown),
    }


def test_words_that_nobody_knows_count_as_no_and_are_counted_once():
    found = told("电话可公开", "待定", "", "否", "待定", "问本人", "是")
    assert said(found) == ["no", "", "no", "no", "no", ""]
    finding = only(found, "NG185")
    assert (finding.values["count"], finding.values["words"]) == (3, 2)
    assert finding.place == Place("党员名册.xlsx", "党员", 2, "I")
    assert codes(found) == ["NG185"]


def test_numbers_under_the_header_are_named_and_not_shown():
    found = told("公开电话", "138 0000 0001", 13800000002.0, "", "待定", 1.0, 0.0)
    assert said(found) == ["no", "no", "", "no", "", "no"]
    assert only(found, "NG186").values["count"] == 2
    assert only(found, "NG185").values["count"] == 1


@pytest.mark.parametrize("header", ["电话保密", "电话是否保密", "不公开电话", "phone_private"])
def test_a_header_that_asks_the_other_way_round(header):
    assert asks_for_privacy(header)
    assert said(told(header, "是", "", "否", "保密", "公开", "√", "待定")) == [
        "no",
        "",
        "",
        "no",
        "",
        "no",
        "no",
    ]


def test_each_tab_is_read_by_its_own_header():
    one = members(person(1, "是"), header=(*MEMBERS, "电话保密"), sheet="甲")
    other = members(person(2, "是"), header=(*MEMBERS, "电话可公开"), sheet="乙")
    assert said(built(households(*village(5)), one, other)) == ["no", ""]


# --- the plan -------------------------------------------------------------------------------------------


def solved(public):
    """Plan of three households and three members, the last of whom does not serve."""
    people = {
        "lon": [114.5, 114.501, 114.5],
        "lat": [37.76] * 3,
        "excluded": ["", "", "away"],
        "phone": ["13900000001", "13900000002", "13900000003"],
        "phone_public": public,
    }
    return assign(problem_of({"lon": [114.5, 114.5005, 114.501], "lat": [37.76] * 3}, people))


def shown(plan):
    return [*plan.members["phone_public"], *plan.excluded["phone_public"]]


def test_it_reaches_the_plan_and_changes_no_assignment():
    plan, other = solved(["no", "", "no"]), solved(["", "", ""])
    assert shown(plan) == ["no", "", "no"]
    assert plan.households.equals(other.households)
    assert plan.summary == other.summary
    assert shown(refresh(plan)) == ["no", "", "no"]


def edit(path, cells):
    """Type into the column of the tabs: (tab, row) -> what is typed."""
    book = openpyxl.load_workbook(path)
    for (tab, row), typed in cells.items():
        heads = {cell.value: cell.column for cell in book[tab][1]}
        book[tab].cell(row, heads["电话可公开"]).value = typed
    book.save(path)


def test_typed_by_hand_it_survives_reading_and_writing(tmp_path):
    plan = solved(["no", "", ""])
    path = write(plan, tmp_path / "plan.xlsx").path
    edit(path, {("党员", 2): "是", ("党员", 3): "不公开", ("暂不安排", 2): False})
    fresh = refresh(apply(read([path])))
    assert shown(fresh) == ["", "no", "no"]
    # It decides nothing, so what was proved stays proved.
    assert fresh.summary == plan.summary
    again = read([write(fresh, tmp_path / "again.xlsx").path])
    assert (shown(again), again.findings) == (["", "no", "no"], ())


def test_a_word_that_nobody_knows_counts_as_no_and_as_an_edit(tmp_path):
    path = write(solved(["", "no", ""]), tmp_path / "plan.xlsx").path
    edit(path, {("党员", 3): "待定"})
    plan = read([path])
    assert shown(plan) == ["", "no", ""]
    (finding,) = plan.findings
    assert (finding.code, finding.values, finding.place.row) == ("NG185", {"count": 1, "words": 1}, 3)
    kept = keep_edited(path)
    assert kept is not None
    assert kept.code == "NG507"


@pytest.mark.parametrize("cell", [("党员", 2), ("暂不安排", 2)])
def test_an_edit_of_it_alone_keeps_the_old_file(tmp_path, cell):
    path = write(solved(["", "", ""]), tmp_path / "plan.xlsx").path
    edit(path, {cell: "否"})
    kept = keep_edited(path)
    assert kept is not None
    assert kept.code == "NG507"


@pytest.mark.parametrize(("lang", "words"), [("zh", ["是", "否"]), ("en", ["yes", "no"])])
def test_the_cell_is_for_people(tmp_path, lang, words):
    plan = dataclasses.replace(solved(["no", "", "no"]), lang=lang)
    book = openpyxl.load_workbook(write(plan, tmp_path / "plan.xlsx").path)
    for number, rows in ((2, [words[1], None]), (6, [words[1]])):
        tab = book.worksheets[number]
        (head,) = (cell for cell in tab[1] if cell.value in NEW)
        assert [tab.cell(row, head.column).value for row in range(2, tab.max_row + 1)] == rows
        assert tab.cell(2, head.column).fill.fgColor.rgb == "FFFFF2CC"
        assert head.comment.text
        offered = [
            rule.formula1.strip('"').split(",")
            for rule in tab.data_validations.dataValidation
            if f"{head.column_letter}2" in rule.sqref
        ]
        assert offered == [words]


# --- plans from before the column -----------------------------------------------------------------------


def without(path, *tabs):
    """Take the column out of tabs, as a plan of an earlier version lacks it."""
    book = openpyxl.load_workbook(path)
    for tab in tabs:
        (head,) = (cell for cell in book[tab][1] if cell.value in NEW)
        book[tab].delete_cols(head.column)
    book.save(path)


def blank(plan):
    tables = {
        name: table.assign(phone_public="").astype({"phone_public": object})
        if "phone_public" in table
        else table
        for name, table in plan.tables.items()
    }
    return dataclasses.replace(plan, tables=tables)


def test_a_plan_from_before_reads_as_blank_without_a_word(tmp_path):
    plan = blank(sample_plan())
    path = write(plan, tmp_path / "plan.xlsx").path
    without(path, *TABS)
    old = read([path])
    assert old.findings == ()
    assert_same(old, plan)
    # Its digest is the one that was written then, so nobody is said to have edited it.
    assert keep_edited(path) is None


def test_the_digest_of_a_plan_from_before_stays(monkeypatch):
    plan = blank(sample_plan())
    now = content_digest(plan)
    before = {
        name: {column: kind for column, kind in kinds.items() if column != "phone_public"}
        for name, kinds in SHEETS.items()
    }
    monkeypatch.setattr("neighborgrid.planbook.digest.SHEETS", before)
    assert content_digest(plan) == now != content_digest(dataclasses.replace(plan, summary={}))
    monkeypatch.undo()
    assert content_digest(sample_plan()) != now


def test_taken_out_of_one_tab_it_is_missed(tmp_path):
    path = write(sample_plan(), tmp_path / "plan.xlsx").path
    without(path, "党员")
    assert [finding.code for finding in read([path]).findings] == ["NG356"]
    assert keep_edited(path) is not None


def test_taken_out_of_both_tabs_the_plan_counts_as_edited(tmp_path):
    path = write(sample_plan(), tmp_path / "plan.xlsx").path
    without(path, *TABS)
    assert keep_edited(path) is not None
