"""The ugly twin of a scenario's sheets: it has the damage that it says, and still holds the truth."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from neighborgrid.scenarios.build import Scenario, make
from neighborgrid.scenarios.ugly import UglyRecord, write_ugly

if TYPE_CHECKING:
    from pathlib import Path

VILLAGE = "yuanshi-village"


@pytest.fixture(scope="module")
def village() -> Scenario:
    return make(VILLAGE)


@pytest.fixture(scope="module")
def ugly(village, tmp_path_factory) -> UglyRecord:
    return write_ugly(village, tmp_path_factory.mktemp("ugly"))


def tab_rows(path: Path, tab: str) -> list[list]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(tab)
    assert (sheet.start or (0, 0)) == (0, 0)
    return sheet.to_python()


def cell_at(ugly: UglyRecord, kind: str, place: int, header: str) -> tuple[object, str]:
    spot = ugly.spots[kind][place]
    rows = tab_rows(next(path for path in ugly.files if path.name == spot.file), spot.sheet)
    head = next(row for row in rows if "序号" in row)
    return rows[spot.row - 1][head.index(header)], ugly.ids[kind][place]


def test_the_ugly_twin_has_what_it_says(ugly):
    counts = {kind: len(spots) for kind, spots in ugly.spots.items()}
    assert counts["swapped_axes"] == 3
    assert counts["lost_decimal"] == 1
    assert counts["duplicate"] == 2
    assert counts["hidden_tab"] == 1
    assert counts["title"] == 3
    assert counts["note"] == 2
    assert counts["blank"] >= 3
    assert all(counts[kind] == 6 for kind in counts if kind.startswith("phone_"))
    book = CalamineWorkbook.from_path(ugly.files[0])
    visible = {sheet.name: sheet.visible == SheetVisibleEnum.Visible for sheet in book.sheets_metadata}
    assert visible == {"花名册": True, "三组": True, "旧名册": False}
    assert ugly.files[1].read_bytes().decode("gb18030").startswith("户编号,户主,")


def test_every_household_is_there_once(ugly, village):
    seen: list[str] = []
    for tab in ("花名册", "三组"):
        rows = tab_rows(ugly.files[0], tab)
        head = next(row for row in rows if "序号" in row)
        cells = [row[head.index("户编号")] for row in rows]
        seen += [cell for cell in cells if re.fullmatch(r"130132-001-\d{4}", str(cell))]
    seen += [line.split(",")[0] for line in ugly.files[1].read_bytes().decode("gb18030").split("\r\n")[1:-1]]
    repeated = [row_id for row_id, times in Counter(seen).items() if times > 1]
    assert sorted(repeated) == sorted(ugly.ids["duplicate"])
    assert set(seen) == set(village.households["户编号"])
    assert len(seen) == ugly.households + 2


def test_damaged_cells_still_hold_the_truth(ugly, village):
    row = {household_id: place for place, household_id in enumerate(village.households["户编号"])}
    for place in range(3):
        value, row_id = cell_at(ugly, "swapped_axes", place, "经度")
        assert value == village.households["纬度"][row[row_id]]
    value, row_id = cell_at(ugly, "lost_decimal", 0, "纬度")
    assert value / 1e6 == village.households["纬度"][row[row_id]]
    for kind in (
        "phone_number",
        "phone_trailing_zero",
        "phone_country_code",
        "phone_full_width",
        "phone_two",
    ):
        value, row_id = cell_at(ugly, kind, 0, "联系电话")
        text = f"{value:.0f}" if kind == "phone_number" else str(value)
        digits = "".join(str(int(sign)) for sign in text if sign.isdigit()).removeprefix("86")
        assert digits[:11] == village.households["电话"][row[row_id]]
        assert str(value) != village.households["电话"][row[row_id]]


def test_villages_are_really_merged_and_spelt_in_three_ways(ugly):
    from openpyxl import load_workbook

    sheet = load_workbook(ugly.files[0])["花名册"]
    merged = {(span.min_row, span.min_col) for span in sheet.merged_cells.ranges}
    column = next(cell.column for cell in sheet[3] if cell.value == "村")
    spots = [spot.row for spot in ugly.spots["merged_block"] if spot.sheet == "花名册"]
    assert all((row, column) in merged for row in spots)
    assert {sheet.cell(row, column).value for row in spots} == {"西同下", "西同下村委会", "西同下村"}
    with zipfile.ZipFile(ugly.files[0]) as archive:
        assert b"mergeCell" in archive.read("xl/worksheets/sheet1.xml")


def test_the_member_roster_is_complete(ugly, village):
    rows = tab_rows(ugly.files[2], "党员")
    names = [row[rows[1].index("姓名")] for row in rows[2:]]
    assert names[: ugly.members] == village.members["姓名"]
    assert names[ugly.members] == "合计"


def test_the_ugly_twin_is_for_one_chinese_village(tmp_path):
    with pytest.raises(ValueError, match="dongshan"):
        write_ugly(make("dongshan"), tmp_path)
    with pytest.raises(ValueError, match=VILLAGE):
        write_ugly(make(VILLAGE, lang="en"), tmp_path)
