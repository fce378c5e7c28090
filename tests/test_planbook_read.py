"""Reading a workbook that people have handled: columns moved, rows added, cells retyped, tabs gone."""

from __future__ import annotations

import openpyxl
import pytest

from neighborgrid.errors import InputError
from neighborgrid.intake.reader import read_files
from neighborgrid.planbook.read import plans_and_sheets, read, read_result, read_with_places
from neighborgrid.planbook.write import write
from neighborgrid.words import text
from test_planbook_samples import assert_same, codes, sample_plan


@pytest.fixture
def path(tmp_path):
    return write(sample_plan(), tmp_path / "p.xlsx").path


def change(path, edit):
    """Open as a user would, edit, save; openpyxl stands for Excel."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def column(tab, key):
    return next(cell.column for cell in tab[1] if cell.value in {text(f"col.{key}", "zh"), key})


def put(tab, row, key, value):
    tab.cell(row, column(tab, key)).value = value


def fatal(paths) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(paths)
    return [finding.code for finding in caught.value.findings]


def test_saved_again_by_another_program_is_the_same(path):
    assert_same(read([change(path, lambda book: None)]), sample_plan())


def test_columns_may_move_and_be_joined_by_others(path):
    def edit(book):
        tab = book["分户安排"]
        tab.move_range(f"A1:A{tab.max_row}", cols=40)
        tab.cell(1, 35).value = "我的备注"
        tab.cell(2, 35).value = "问过了"

    plan = read([change(path, edit)])
    assert_same(plan, sample_plan())
    assert codes(plan) == ["NG352"]


def test_title_and_blank_rows_are_passed_over(path):
    def edit(book):
        book["分户安排"].insert_rows(1)
        book["分户安排"]["A1"] = "东乡 分户安排"
        book["分户安排"].insert_rows(4)

    plan, places = read_with_places([change(path, edit)])
    assert_same(plan, sample_plan())
    # Title in row 1, header in 2, household 007 in 3, the blank row in 4, household 008 in 5.
    assert places.of("households", 1).row == 5
    assert places.of("households", 1).sheet == "分户安排"


@pytest.mark.parametrize(("tab", "key"), [("分户安排", "member_id"), ("党员", "max_load"), ("规则", "value")])
def test_needed_column_missing_is_fatal_and_named(path, tab, key):
    def edit(book):
        book[tab].delete_cols(column(book[tab], key))

    change(path, edit)
    with pytest.raises(InputError) as caught:
        read([path])
    (finding,) = caught.value.findings
    assert (finding.code, finding.values["column"]) == ("NG351", text(f"col.{key}", "zh"))


def test_column_for_people_may_be_missing(path):
    plan = read([change(path, lambda book: book["分户安排"].delete_cols(6))])
    assert codes(plan) == ["NG356"]
    assert set(plan.households["address"]) == {""}


def test_zeros_lost_in_ids_are_recovered_where_one_fits(path):
    def edit(book):
        tab = book["分户安排"]
        put(tab, 2, "member_id", 1)
        put(tab, 3, "member_id", 5)
        put(tab, 2, "prefer", "1、2")

    plan = read([change(path, edit)])
    assert plan.households["member_id"].tolist()[:2] == ["001", "5"]
    assert plan.households["prefer"].iat[0] == "001、002"
    assert codes(plan) == ["NG370", "NG370"]


def test_numbers_as_text_and_text_as_numbers(path):
    def edit(book):
        tab = book["分户安排"]
        put(tab, 2, "lon", "114.5")
        put(tab, 2, "phone", 13800000002)
        put(tab, 2, "group", 2)
        put(tab, 3, "load", "两")
        put(tab, 3, "phone", 123456789012345678)
        put(tab, 4, "priority", "某词")
        put(tab, 5, "priority", "low_income")

    plan = read([change(path, edit)])
    row = plan.households.iloc[0]
    assert (row["lon"], row["phone"], row["group"]) == (114.5, "13800000002", "2")
    assert plan.households["priority"].tolist()[2:4] == ["某词", "low_income"]
    found = {finding.code: finding.place for finding in plan.findings}
    assert set(found) == {"NG353", "NG354", "NG357"}
    assert (found["NG353"].row, found["NG353"].column) == (3, "M")


def test_rows_added_by_hand_are_read(path):
    def edit(book):
        tab = book["分户安排"]
        row = tab.max_row + 1
        put(tab, row, "household_id", "新1")
        put(tab, row, "member_id", "002")

    plan = read([change(path, edit)])
    assert plan.households.iloc[-1][["household_id", "member_id"]].tolist() == ["新1", "002"]
    assert plan.households["load"].isna().iat[-1]


def test_rules_edited_by_hand(path):
    def edit(book):
        for row in book["规则"].iter_rows(min_row=2):
            if row[0].value == text("set.plan.limit_m", "zh"):
                row[1].value = 400

    rules = read([change(path, edit)]).rules
    assert (rules.limit_m, rules.origins["plan.limit_m"]) == (400, "sheet:p.xlsx/规则")


def test_rules_that_cannot_be_read(path):
    def edit(book):
        tab = book["规则"]
        tab["B3"] = "很远"
        tab.cell(tab.max_row + 1, 1).value = "没有的设置"

    assert sorted(fatal([change(path, edit)])) == ["NG403", "NG404"]


def test_setting_removed_is_said(path):
    plan = read([change(path, lambda book: book["规则"].delete_rows(3))])
    assert codes(plan) == ["NG366"]


def test_tabs_that_may_and_may_not_be_missing(path):
    plan = read([change(path, lambda book: book.remove(book["意愿"]))])
    assert codes(plan) == ["NG355"]
    assert fatal([change(path, lambda book: book.remove(book["党员"]))]) == ["NG371"]


def test_tabs_of_others_and_twice_the_same(path):
    def stranger(book):
        book.create_sheet("草稿")["A1"] = "x"

    assert codes(read([change(path, stranger)])) == ["NG367"]

    def twice(book):
        book.copy_worksheet(book["党员"]).title = "Members"

    assert fatal([change(path, twice)]) == ["NG369"]


def test_not_a_plan(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "户主"
    book.save(tmp_path / "农户.xlsx")
    assert fatal([tmp_path / "农户.xlsx"]) == ["NG350"]
    (tmp_path / "bad.xlsx").write_bytes(b"PK\3\4 no")
    assert fatal([tmp_path / "bad.xlsx"])[-1] == "NG350"
    assert fatal([tmp_path / "none.xlsx"])[-1] == "NG350"


def test_plans_and_other_sheets_are_told_apart(path, tmp_path):
    other = tmp_path / "农户.csv"
    other.write_text("户主,组\n甲,1\n", encoding="utf-8")
    plans, sheets = plans_and_sheets(read_files([path, other]))
    assert plans is not None
    assert [file.name for file in plans.files] == ["p.xlsx"]
    assert [file.name for file in sheets.files] == ["农户.csv"]
    assert_same(read_result(plans)[0], sample_plan())
    assert plans_and_sheets(sheets)[0] is None
