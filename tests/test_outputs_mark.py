from __future__ import annotations

import shutil
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from neighborgrid.findings import Finding, Place
from neighborgrid.outputs.mark import mark
from neighborgrid.words import finding

ERROR, WARNING, NOTE = "NG100", "NG512", "NG513"
RED, YELLOW, BLUE = "FFFF9999", "FFFFF2A8", "FFDDEBF7"


@pytest.fixture
def sheet_path(tmp_path):
    """Sheet with a title merged over A1:C1, a header, three rows and a sum."""
    book = Workbook()
    sheet = book.active
    sheet.title = "一组"
    sheet.append(["西同下村农户表"])
    sheet.merge_cells("A1:C1")
    sheet.append(["户主", "经度", "人口"])
    for row in range(3):
        sheet.append([f"户{row}", 114.5, row])
    sheet["C6"] = "=SUM(C3:C5)"
    sheet["A2"].font = Font(bold=True)
    sheet["A3"].comment = Comment("村里的批注", "村里")
    sheet.column_dimensions["A"].width = 33
    book.create_sheet("二组").append(["户主"])
    path = tmp_path / "农户表.xlsx"
    book.save(path)
    return path


def at(code, row=0, column="", sheet="一组"):
    return Finding(code, Place("农户表.xlsx", sheet, row, column))


def marked(path, found, **options):
    (written,) = mark(found, [path], options.get("folder"), "zh")
    return written, load_workbook(written.path)


def test_cells_are_filled_and_explained(sheet_path):
    written, book = marked(sheet_path, [at(ERROR, 4, "B"), at(WARNING, 5, "B"), at(NOTE, 3, "B")])
    assert written.path.name == "农户表-已标记.xlsx"
    fills = [book["一组"][cell].fill.fgColor.rgb for cell in ("B4", "B5", "B3")]
    assert fills == [RED, YELLOW, BLUE]
    cause, remedy = finding(ERROR).zh
    assert book["一组"]["B4"].comment.text == f"{cause}{remedy} [{ERROR}]"


def test_all_else_stays_as_it_was(sheet_path):
    before = sheet_path.read_bytes()
    _, book = marked(sheet_path, [at(ERROR, 4, "B")])
    sheet = book["一组"]
    assert sheet["C6"].value == "=SUM(C3:C5)"
    assert sheet["A2"].font.bold
    assert sheet.column_dimensions["A"].width == 33
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["B5"].fill.fill_type is None
    assert sheet_path.read_bytes() == before


def test_several_findings_of_a_cell_are_joined_under_the_gravest(sheet_path):
    _, book = marked(sheet_path, [at(WARNING, 4, "B"), at(ERROR, 4, "B")])
    cell = book["一组"]["B4"]
    assert cell.fill.fgColor.rgb == RED
    assert f"[{WARNING}]\n" in cell.comment.text
    assert f"[{ERROR}]" in cell.comment.text


def test_a_row_marks_its_first_cell_a_tab_and_a_file_their_first(sheet_path):
    found = [at(ERROR, 5), at(ERROR, 0, "B", "二组"), at(WARNING, sheet="")]
    _, book = marked(sheet_path, found)
    assert book["一组"]["A5"].fill.fgColor.rgb == RED
    assert book["二组"]["A1"].comment.text.startswith("B 列：")
    assert book["一组"]["A1"].fill.fgColor.rgb == YELLOW


def test_a_cell_inside_a_merged_range_marks_its_first(sheet_path):
    _, book = marked(sheet_path, [at(ERROR, 1, "C")])
    assert book["一组"]["A1"].fill.fgColor.rgb == RED


def test_a_comment_that_is_there_is_kept(sheet_path):
    _, book = marked(sheet_path, [at(ERROR, 3, "A")])
    assert book["一组"]["A3"].comment.text.startswith("村里的批注\n----\n")


def test_no_copy_where_nothing_is_to_be_marked(sheet_path):
    (said,) = mark([at(NOTE)], [sheet_path], None, "zh")
    assert (said.code, said.place.file) == ("NG514", "农户表.xlsx")


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.ods", "a.et"])
def test_other_formats_are_not_marked(tmp_path, name):
    (said,) = mark([Finding(ERROR, Place(name, "", 2, "A"))], [tmp_path / name], None, "zh")
    assert (said.code, said.values["suffix"]) == ("NG511", "." + name.split(".")[1])


def test_what_cannot_be_opened_is_said_and_the_others_are_marked(sheet_path, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    found = [Finding(ERROR, Place("坏.xlsx", "", 2, "A")), at(ERROR, 4, "B")]
    said, written = mark(found, [broken, sheet_path], None, "zh")
    assert said.code == "NG512"
    assert written.path.exists()


def test_pictures_that_are_lost_are_said(sheet_path):
    with zipfile.ZipFile(sheet_path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
    written, _ = marked(sheet_path, [at(ERROR, 4, "B")])
    assert [one.code for one in written.findings] == ["NG513"]


def test_an_earlier_copy_is_kept(sheet_path):
    first, _ = marked(sheet_path, [at(ERROR, 4, "B")])
    second, _ = marked(sheet_path, [at(ERROR, 5, "B")])
    assert first.path != second.path
    assert [one.code for one in second.findings] == ["NG515"]


def test_a_marked_copy_that_was_mended_is_never_its_own_target(sheet_path, tmp_path):
    copy = tmp_path / "农户表-已标记.xlsx"
    shutil.copy(sheet_path, copy)
    before = copy.read_bytes()
    (written,) = mark([Finding(ERROR, Place(copy.name, "一组", 4, "B"))], [copy], None, "zh")
    assert written.path != copy
    assert copy.read_bytes() == before


def test_marks_of_an_earlier_round_are_gone(sheet_path):
    first, _ = marked(sheet_path, [at(ERROR, 4, "B"), at(ERROR, 3, "A")])
    (second,) = mark([Finding(ERROR, Place(first.path.name, "一组", 5, "B"))], [first.path], None, "zh")
    sheet = load_workbook(second.path)["一组"]
    assert (sheet["B4"].comment, sheet["B4"].fill.fill_type) == (None, None)
    assert sheet["B5"].fill.fgColor.rgb == RED
    assert sheet["A3"].comment.text == "村里的批注"


def test_the_copy_goes_into_the_folder_given(sheet_path, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    written, _ = marked(sheet_path, [at(ERROR, 4, "B")], folder=folder)
    assert written.path.parent == folder


def test_ten_thousand_findings_are_quick(tmp_path):
    book = Workbook()
    for row in range(10_001):
        book.active.append([row, "户"])
    path = tmp_path / "农户表.xlsx"
    book.save(path)
    found = [at(ERROR, row + 2, "B", "Sheet") for row in range(10_000)]
    start = time.process_time()
    mark(found, [path], None, "zh")
    # Measured 3 s; a cost that grows with the square would be minutes.
    assert time.process_time() - start < 20
