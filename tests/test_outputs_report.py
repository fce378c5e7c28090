from __future__ import annotations

import openpyxl
import pytest

from generated import random_village
from neighborgrid.outputs import report_book
from neighborgrid.outputs.coverage_table import COUNTS, coverage, waiting
from neighborgrid.planbook.read import read
from neighborgrid.solve.plan import assign
from neighborgrid.words import LANGS, text
from rosterplans import (
    ADDRESSES,
    HEADS,
    HOME_PHONES,
    MEMBER_PHONES,
    MEMBERS,
    all_texts,
    two_townships,
    with_cells,
)


def obeys_the_equations(table) -> bool:
    due = table["verified"] + table["unverified"] + table["waiting"]
    parts = (table["set_aside"] <= table["waiting"]) & (
        table["own_homes"] <= table["verified"] + table["unverified"]
    )
    return bool(
        (table["due"] == due).all() and (table["listed"] == due + table["vacant"]).all() and parts.all()
    )


def test_figures_of_the_villages():
    table = coverage(two_townships())
    shown = table[["kind", "township", "village", *COUNTS]].values.tolist()
    # due, listed, vacant, verified, unverified, waiting, set aside, own homes, members. The unread row of
    # 丙村 is due and waits; h3 is estimated; h1, an own home, is among the verified.
    assert shown == [
        ["village", "东乡", "甲村", 4, 5, 1, 3, 1, 0, 0, 1, 2],
        ["village", "东乡", "乙村", 2, 2, 0, 1, 0, 1, 0, 0, 0],
        ["township", "东乡", "", 6, 7, 1, 4, 1, 1, 0, 1, 2],
        ["village", "西乡", "丙村", 2, 2, 0, 0, 0, 2, 1, 0, 1],
        ["township", "西乡", "", 2, 2, 0, 0, 0, 2, 1, 0, 1],
        ["total", "", "", 8, 9, 1, 4, 1, 3, 1, 1, 3],
    ]
    assert obeys_the_equations(table)
    # Loads 2 and 1 of two members, none in 乙村; the farthest of 甲村 is h4, of 乙村 h6.
    assert table["mean_load"].fillna(-1).tolist() == [1.5, -1, 1.5, 0, 0, 1]
    assert table["farthest_m"].fillna(-1).tolist() == [480.2, 499.9, 499.9, -1, -1, 499.9]
    assert table["coverage_pct"].tolist() == [100, 50, 83.33, 0, 0, 62.5]


@pytest.mark.parametrize("seed", range(12))
def test_figures_are_those_of_the_plan(seed):
    plan = assign(random_village(seed))
    table, villages, total = coverage(plan), plan.tables["villages"], plan.summary
    # Where only people who do not serve live, there is nothing to report.
    villages = villages[villages["rows"] + villages["able_members"] > 0]
    assert obeys_the_equations(table)
    rows = table[table["kind"] == "village"].set_index("village").loc[villages["village"].tolist()]
    same = {"due": "rows", "unverified": "estimated", "own_homes": "own_homes", "members": "able_members"}
    for ours, theirs in same.items():
        assert rows[ours].tolist() == villages[theirs].tolist()
    assert (rows["verified"] + rows["unverified"]).tolist() == villages["served"].tolist()
    assert rows["farthest_m"].fillna(-1).tolist() == villages["farthest_m"].fillna(-1).tolist()
    assert rows["mean_load"].fillna(-1).tolist() == pytest.approx(villages["mean_load"].fillna(-1), abs=0.006)
    last = table.iloc[-1]
    assert last["coverage_pct"] == total["coverage_pct"]
    assert (last["due"], last["vacant"], last["own_homes"]) == (
        total["rows_total"],
        total["vacant"],
        total["own_homes"],
    )


def test_sums_add_up():
    table = coverage(two_townships())
    for kind in ("village", "township"):
        assert (
            table.loc[table["kind"] == kind, list(COUNTS)].sum().tolist()
            == table.iloc[-1][list(COUNTS)].tolist()
        )


def test_coverage_is_rounded_down():
    plan = assign(random_village(0, households=30))
    homes = plan.households.iloc[[0] * 25_000].reset_index(drop=True)
    homes["household_id"] = [f"x{row}" for row in range(25_000)]
    homes["member_id"] = plan.members["member_id"].iat[0]
    homes["residence"] = "resident"
    homes.loc[0, "member_id"] = ""
    tables = {**plan.tables, "households": homes, "unserved": plan.unserved.iloc[:0]}
    # 24,999 of 25,000 are 99.996 %.
    assert coverage(type(plan)(tables, plan.rules, {})).iloc[-1]["coverage_pct"] == 99.99


def test_spellings_of_a_village_are_one():
    plan = two_townships()
    village = ["甲村", "甲", "甲村委会", "甲村", "甲村", "乙村", "乙村", "丙村"]
    township = ["东乡", "", "东乡", "东乡", "", "东乡", "东乡", "西乡"]
    other = with_cells(plan, "households", village=village, township=township)
    assert coverage(other).equals(coverage(plan))


def test_households_by_hand_without_a_position_are_to_be_verified():
    plan = with_cells(two_townships(), "households", member_id=["M1", "M1", "M1", "M2", "", "M1", "M2", ""])
    assert coverage(plan).loc[1, ["verified", "unverified", "waiting"]].tolist() == [1, 1, 0]


def test_an_unknown_member_serves_nobody():
    plan = with_cells(two_townships(), "households", member_id=["M1", "M1", "E1", "??", "", "", "", ""])
    assert coverage(plan).loc[0, ["verified", "unverified", "waiting"]].tolist() == [2, 0, 2]


@pytest.mark.parametrize("lang", LANGS)
def test_who_waits(lang):
    table = waiting(two_townships(), lang)
    assert table["household_id"].tolist() == ["h7", "h8", ""]
    reasons = ("no_coordinates", "no_member_in_range", "row_error")
    assert table["reason"].tolist() == [text(f"why.{reason}", lang, limit="500") for reason in reasons]
    assert table["remedy"].tolist() == [text(f"remedy.{reason}", lang) for reason in reasons]
    assert table["source"].tolist()[:2] == ["", ""]
    assert (table[["responsible", "deadline"]] == "").all(axis=None)


def test_the_township_sees_no_names_and_no_phones(tmp_path):
    path = report_book.write(two_townships(), tmp_path / "r.xlsx", "zh").path
    found = " ".join(all_texts(path))
    secrets = [*HEADS, *HOME_PHONES, *ADDRESSES, *MEMBERS, *MEMBER_PHONES, "冯不详", "★"]
    assert [secret for secret in secrets if secret and secret in found] == []


def test_the_check_table_as_it_is_handed_in(tmp_path):
    written = report_book.write(two_townships(), tmp_path / "r.xlsx", "zh")
    sheet = openpyxl.load_workbook(written.path)["覆盖核对表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "乡镇", "村", "应联户数", "表内户数", "空户", "已落实（距离已核实）", "已落实（距离待核实）",
        "待落实", "其中待补正", "党员本户", "户均", "最远（米）", "覆盖率（%）",
    ]  # fmt: skip
    assert rows[1] == ["东乡", "甲村", 4, 5, 1, 3, 1, 0, 0, 1, 1.5, 480.2, 100]
    assert rows[3][:4] == ["东乡", "小计", 6, 7]
    assert rows[6] == [None, "合计", 8, 9, 1, 4, 1, 3, 1, 1, 1, 499.9, 62.5]
    assert [cell for cell in rows[-1] if cell] == ["填表人：", "审核人：", "单位（盖章）：", "日期："]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:M7")
    assert sheet["M7"].number_format == "0.00"
    assert sheet.oddHeader.center.text == "联户服务覆盖核对表  2026年4月1日"


def test_one_township_stands_in_the_heading(tmp_path):
    plan = two_townships()
    for name in ("households", "members", "unserved"):
        plan = with_cells(plan, name, township=["R&D乡"] * len(plan.tables[name]))
    path = report_book.write(plan, tmp_path / "r.xlsx", "zh").path
    sheet = openpyxl.load_workbook(path)["覆盖核对表"]
    assert sheet["A1"].value == "村"
    # An ampersand would start a code of the header's own.
    assert sheet.oddHeader.center.text == "R&&D乡  联户服务覆盖核对表  2026年4月1日"
    assert "小计" not in all_texts(path)


def test_both_tabs_print_on_landscape_a4(tmp_path):
    book = openpyxl.load_workbook(report_book.write(two_townships(), tmp_path / "r.xlsx", "en").path)
    assert book.sheetnames == ["Coverage", "Waiting"]
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, str(setup.paperSize), setup.fitToHeight) == ("landscape", "9", 0)
        assert sheet.print_title_rows == "$1:$1"


def test_ids_stay_texts(tmp_path):
    ids = ["=1+1", "007", "#N/A", "h4", "h5", "h6", "=h7", "#N/A"]
    plan = with_cells(two_townships(), "households", household_id=ids)
    sheet = openpyxl.load_workbook(report_book.write(plan, tmp_path / "r.xlsx", "zh").path)["待落实名单"]
    assert [(row[2].value, row[2].data_type) for row in sheet.iter_rows(min_row=2, max_row=3)] == [
        ("=h7", "s"),
        ("#N/A", "s"),
    ]


def test_a_report_that_was_filled_in_is_kept(tmp_path):
    first = report_book.write(two_townships(), tmp_path / "r.xlsx", "zh")
    assert report_book.write(two_townships(), tmp_path / "r.xlsx", "zh").findings == ()
    book = openpyxl.load_workbook(first.path)
    book["待落实名单"]["G2"] = "老李"
    book.save(first.path)
    again = report_book.write(two_townships(), tmp_path / "r.xlsx", "zh")
    assert [finding.code for finding in again.findings] == ["NG560"]
    assert "老李" in all_texts(tmp_path / str(again.findings[0].values["kept"]))


def test_a_plan_without_anybody(tmp_path):
    plan = two_townships()
    plan = type(plan)({name: table.iloc[:0] for name, table in plan.tables.items()}, plan.rules, {})
    assert coverage(plan)["kind"].tolist() == ["total"]
    sheet = openpyxl.load_workbook(report_book.write(plan, tmp_path / "r.xlsx", "zh").path)["覆盖核对表"]
    assert [cell.value for cell in sheet[2]][:4] == ["合计", 0, 0, 0]


def test_the_demo_village(demo):
    table = coverage(read([demo / "分户安排.xlsx"]))
    # The demo says: 976 households, 969 served, 24 vacant houses, 80 own homes.
    assert table.iloc[-1][["due", "listed", "verified", "waiting", "own_homes"]].tolist() == [
        976,
        1000,
        969,
        7,
        80,
    ]
