from __future__ import annotations

import pytest
from openpyxl import load_workbook

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.outputs import findings_book
from neighborgrid.words import finding
from neighborgrid.words.outputs import TEXTS

# Codes that need no values, one of each severity (see words.ng1_sheets and words.ng5_outputs).
ERROR, WARNING, NOTE = "NG100", "NG512", "NG513"


def rows_of(path, tab):
    return [[cell.value for cell in row] for row in load_workbook(path)[tab].iter_rows()]


def test_codes_used_here_have_the_severity_meant():
    assert [Finding(code).severity for code in (ERROR, WARNING, NOTE)] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.NOTE,
    ]


def test_rows_stand_in_the_order_of_the_sheets(tmp_path):
    places = [
        Place("b.xlsx", "一组", 3, "A"),
        Place("a.xlsx", "二组", 10, "AA"),
        Place("a.xlsx", "二组", 10, "B"),
        Place("a.xlsx", "二组", 9, "C"),
        Place("a.xlsx"),
    ]
    written = findings_book.write([Finding(ERROR, place) for place in places], tmp_path / "待核对.xlsx", "zh")
    header, *rows = rows_of(written.path, "明细")
    assert header == ["级别", "文件", "工作表", "行", "列", "单元格", "是什么问题", "怎么办", "代码"]
    cells = [(row[1], row[3], row[4], row[5]) for row in rows]
    assert cells == [
        ("a.xlsx", None, None, None),
        ("a.xlsx", 9, "C", "C9"),
        ("a.xlsx", 10, "B", "B10"),
        ("a.xlsx", 10, "AA", "AA10"),
        ("b.xlsx", 3, "A", "A3"),
    ]
    assert rows[0][6:] == [*finding(ERROR).zh, ERROR]


def test_overview_counts_by_code_and_file_gravest_first(tmp_path):
    found = [Finding(NOTE, Place("a.xlsx"))] * 3 + [Finding(WARNING, Place("a.xlsx", "", 2, "A"))] * 2
    found += [Finding(ERROR, Place("b.xlsx", "", row, "A")) for row in (7, 5)]
    written = findings_book.write(found, tmp_path / "f.xlsx", "en")
    _, *rows = rows_of(written.path, "Overview")
    assert [row[:4] for row in rows] == [
        ["error", ERROR, "b.xlsx", 2],
        ["warning", WARNING, "a.xlsx", 2],
        ["note", NOTE, "a.xlsx", 3],
    ]
    assert rows[0][4] == Finding(ERROR, Place("b.xlsx", "", 5, "A")).line("en")


def test_sheets_are_set_up_for_reading_and_printing(tmp_path):
    written = findings_book.write([Finding(ERROR, Place("a.xlsx", "", 2, "A"))], tmp_path / "f.xlsx", "zh")
    sheet = load_workbook(written.path)["明细"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I2")
    assert sheet["G2"].alignment.wrap_text
    assert sheet["A2"].fill.fgColor.rgb == "FFFF9999"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"


def test_no_findings_give_empty_tables(tmp_path):
    written = findings_book.write([], tmp_path / "f.xlsx", "zh")
    assert len(rows_of(written.path, "明细")) == 1


def test_cell_text_that_looks_like_a_formula_stays_text(tmp_path):
    found = [Finding("NG501", Place("=1+1.xlsx", "#N/A", 2, "A"))]
    written = findings_book.write(found, tmp_path / "f.xlsx", "zh")
    row = load_workbook(written.path)["明细"][2]
    assert [(cell.value, cell.data_type) for cell in row[1:3]] == [("=1+1.xlsx", "s"), ("#N/A", "s")]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError) as caught:
        findings_book.write([], tmp_path / "no" / "f.xlsx", "zh")
    assert caught.value.findings[0].code == "NG500"


def test_all_texts_have_both_languages_and_gbk_characters():
    for zh, en in TEXTS.values():
        assert zh
        assert en
        zh.encode("gbk")
        en.encode("ascii" if "°" not in en else "gbk")
