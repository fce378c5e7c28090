"""The organiser's own walking metres: headers, cells, ids, rows that repeat, files that are refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from neighborgrid.errors import InputError
from neighborgrid.findings import Place
from neighborgrid.intake import formulas
from neighborgrid.intake.matrix import CELLS_NAMED, read_matrix
from neighborgrid.intake.matrix_cells import metres_of
from neighborgrid.intake.matrix_header import find
from sheets import tab

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neighborgrid.findings import Finding

HOMES = np.array(["H01", "H02", "H03", "007"], dtype=object)
PEOPLE = np.array(["D01", "D02", "12"], dtype=object)
HEADER = ("户编号", "党员编号", "步行距离（米）")
INF = float("inf")


def written(path: Path, *rows: Sequence[object], header: Sequence[str] = HEADER) -> Path:
    """Text table; tabs between cells, so that thousands commas need no quotes."""
    lines = ["\t".join(map(str, row)) for row in (header, *rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def book(path: Path, *rows: Sequence[object], title: str = "步行", skip: int = 0) -> Path:
    """Workbook of one tab with ``skip`` blank rows above and one blank column to the left."""
    made = openpyxl.Workbook()
    made.active.title = title
    for number, row in enumerate(rows, skip + 1):
        for column, cell in enumerate(row, 2):
            made.active.cell(number, column, cell)
    made.save(path)
    return path


def pairs(path: Path) -> tuple[dict[tuple[str, str], float], tuple[Finding, ...]]:
    """Metres by pair, and findings."""
    made, _, found = read_matrix(path, HOMES, PEOPLE)
    keys = zip(made.household_id.tolist(), made.member_id.tolist(), strict=True)
    return dict(zip(keys, made.metres.tolist(), strict=True)), found


def refused(path: Path) -> list[Finding]:
    """Findings of the refusal."""
    with pytest.raises(InputError) as caught:
        read_matrix(path, HOMES, PEOPLE)
    return list(caught.value.findings)


def test_a_table_of_three_columns(tmp_path: Path) -> None:
    path = written(tmp_path / "步行.csv", ("H02", "D01", 350), ("H01", "D02", 12.5), ("H01", "D01", "不通"))
    made, digest, found = read_matrix(path, HOMES, PEOPLE)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found == ()
    # In the order of the sheets, whatever that of the table.
    assert made.household_id.tolist() == ["H01", "H01", "H02"]
    assert made.member_id.tolist() == ["D01", "D02", "D01"]
    assert made.metres.tolist() == [INF, 12.5, 350.0]
    assert made.household_id.dtype == made.member_id.dtype == object
    assert made.metres.dtype == np.float64


@pytest.mark.parametrize(
    ("cell", "metres"),
    [
        (350.0, 350.0),
        ("0", 0.0),
        ("1,234.5", 1234.5),
        ("1，234.5", 1234.5),
        ("500米", 500.0),
        ("500 m", 500.0),
        ("５００", 500.0),
        ("0.5 km", 500.0),
        ("0.5公里", 500.0),
        ("1.2千米", 1200.0),
        ("120 metres", 120.0),
        ("1E+03", 1000.0),
        ("", INF),
        ("  ", INF),
        ("不通", INF),
        ("No way", INF),
        ("-", INF),
        ("—", INF),
        ("/", INF),
        ("inf", INF),
        ("∞", INF),
        ("N/A", INF),
    ],
)
def test_cells(cell: object, metres: float) -> None:
    found, bad = metres_of(np.array([cell], dtype=object), 1.0)
    assert (found.tolist(), bad.tolist()) == ([metres], [False])


@pytest.mark.parametrize(
    "cell", ["-1", -3.0, "约五百", "300-400", "10分钟", "#N/A", "#VALUE!", "abc", "1.2.3", "--5"]
)
def test_cells_that_are_no_metres(cell: object) -> None:
    found, bad = metres_of(np.array([cell], dtype=object), 1.0)
    assert (found.tolist(), bad.tolist()) == ([INF], [True])


def test_bare_numbers_take_the_unit_of_the_header(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        ("H01", "D01", 0.35),
        ("H01", "D02", "80米"),
        header=("户编号", "党员编号", "步行距离（公里）"),
    )
    assert pairs(path)[0] == {("H01", "D01"): 350.0, ("H01", "D02"): 80.0}


@pytest.mark.parametrize(
    "header",
    [
        ("household_id", "member_id", "metres"),
        ("household_id", "member_id", "distance_m"),
        ("家庭编号", "党员编号", "距离（米）"),
        ("农户编号", "党员ID", "步行距离米"),
        ("HHID", "Member No.", "Walking distance (m)"),
        ("户编号", "党员编号", "走路米数"),
    ],
)
def test_headers(header: tuple[str, ...]) -> None:
    head = find(tab([header, ("H01", "D01", 5.0)]))
    assert head is not None
    assert dict(head.matched) == {"household_id": 0, "member_id": 1, "metres": 2}


def test_header_below_a_title_in_any_order() -> None:
    head = find(
        tab(
            [
                ("各户到党员家步行距离表",),
                ("距离（直线）", "步行距离", "党员编号", "姓名", "户编号"),
                (1.0, 2.0, "D", "x", "H"),
            ]
        )
    )
    assert head is not None
    assert (head.row, dict(head.matched)) == (1, {"household_id": 4, "member_id": 2, "metres": 1})


def test_walking_metres_stand_before_a_mere_distance() -> None:
    head = find(tab([("户编号", "党员编号", "距离", "步行距离"), ("H", "D", 1.0, 2.0)]))
    assert head is not None
    assert head.matched["metres"] == 3


@pytest.mark.parametrize(
    ("header", "needed"),
    [
        (("户编号", "党员编号", "直线距离"), "步行距离（米）/metres"),
        (("户编号", "党员编号", "步行时间（分钟）"), "步行距离（米）/metres"),
        (("编号", "党员编号", "米数"), "户编号/household_id"),
        (("甲", "乙", "丙"), "户编号/household_id, 党员编号/member_id, 步行距离（米）/metres"),
    ],
)
def test_a_lacking_header_is_refused_with_what_was_found(
    tmp_path: Path, header: tuple[str, ...], needed: str
) -> None:
    (found,) = refused(written(tmp_path / "a.tsv", ("H01", "D01", 5), header=header))
    assert (found.code, found.values["needed"]) == ("NG247", needed)
    said = {"编号": "编号 / 党员编号 / 米数", "甲": "-"}
    assert found.values["headers"] == said.get(header[0], "户编号 / 党员编号")


def test_a_missing_file_a_folder_and_a_plan_are_refused(tmp_path: Path, demo: Path) -> None:
    assert [one.code for one in refused(tmp_path / "没有.csv")] == ["NG246"]
    assert [one.code for one in refused(tmp_path)] == ["NG246"]
    assert [one.code for one in refused(demo / "分户安排.xlsx")] == ["NG247"]


def test_a_file_that_is_no_table_is_refused_by_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    assert refused(path)[0].code.startswith("NG1")


def test_formulas_that_were_never_calculated_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formulas, "uncached_formula_columns", lambda _raw: frozenset({4}))
    path = book(tmp_path / "a.xlsx", HEADER, ("H01", "D01"), ("H02", "D01"))
    (found,) = refused(path)
    assert (found.code, found.values["header"]) == ("NG147", "步行距离（米）")


def test_workbook_places_are_those_that_the_user_sees(tmp_path: Path) -> None:
    rows = [HEADER, ("H01", "D01", 120), ("H01", "D02", -5), ("H02", "D01", "很远"), ("H02", "D02", "300米")]
    made, found = pairs(book(tmp_path / "步行.xlsx", *rows, skip=3))
    assert made == {
        ("H01", "D01"): 120.0,
        ("H01", "D02"): INF,
        ("H02", "D01"): INF,
        ("H02", "D02"): 300.0,
    }
    assert [(one.code, one.place) for one in found] == [
        ("NG248", Place("步行.xlsx", "步行", 6, "D")),
        ("NG248", Place("步行.xlsx", "步行", 7, "D")),
    ]
    assert found[0].values == {"count": 2}
    assert "很远" not in found[1].line("zh")


def test_no_more_cells_are_named_than_anybody_reads(tmp_path: Path) -> None:
    rows = [("H01", f"X{number}", "?") for number in range(CELLS_NAMED + 50)]
    _, found = pairs(written(tmp_path / "a.csv", ("H01", "D01", 5), *rows))
    bad = [one for one in found if one.code == "NG248"]
    assert len(bad) == CELLS_NAMED
    assert bad[0].values["count"] == CELLS_NAMED + 50


def test_numbers_of_excel_find_ids_with_zeros(tmp_path: Path) -> None:
    made, found = pairs(book(tmp_path / "a.xlsx", HEADER, (7, 12, 40), ("h01 ", "d01", 50)))
    assert made == {("007", "12"): 40.0, ("H01", "D01"): 50.0}
    assert found == ()


def test_digits_that_two_ids_share_find_neither(tmp_path: Path) -> None:
    homes = np.array(["07", "007", "H"], dtype=object)
    path = written(tmp_path / "a.csv", ("7", "D01", 40), ("H", "D01", 50))
    made, _, found = read_matrix(path, homes, PEOPLE)
    assert made.household_id.tolist() == ["H"]
    assert [one.code for one in found] == ["NG249"]


def test_unknown_ids_are_counted_with_the_first_rows(tmp_path: Path) -> None:
    rows = [
        ("H01", "D01", 5),
        *((f"Q{number}", "D01", 9) for number in range(10)),
        ("H02", "D99", 7),
        ("", "D01", 3),
    ]
    made, found = pairs(written(tmp_path / "a.csv", *rows))
    # The household of an unknown member still counts as listed.
    assert made == {("H01", "D01"): 5.0, ("H02", "D99"): 7.0}
    homes, people = found
    assert (homes.code, homes.place) == ("NG249", Place("a.csv", "", 3, "A"))
    assert homes.values == {"count": 11, "rows": "3, 4, 5, 6, 7, 8, 9, 10, …"}
    assert (people.code, people.place, people.values["count"]) == ("NG252", Place("a.csv", "", 13, "B"), 1)


def test_of_rows_of_one_pair_the_longest_counts(tmp_path: Path) -> None:
    rows = [
        ("H01", "D01", 5),
        ("H02", "D01", 8),
        ("H01", "D01", 9),
        ("H01", "D01", 7),
        ("H02", "D01", 8),
        ("H03", "D01", 1),
    ]
    made, (found,) = pairs(written(tmp_path / "a.csv", *rows))
    assert made == {("H01", "D01"): 9.0, ("H02", "D01"): 8.0, ("H03", "D01"): 1.0}
    assert (found.code, found.place) == ("NG250", Place("a.csv", "", 4, "C"))
    assert found.values == {"count": 2, "differ": 1, "rows": "4, 5, 6"}


def test_no_way_is_longer_than_any(tmp_path: Path) -> None:
    made, found = pairs(written(tmp_path / "a.csv", ("H01", "D01", ""), ("H01", "D01", 9)))
    assert made == {("H01", "D01"): INF}
    assert found[0].values["differ"] == 1


def test_a_table_of_another_place_is_refused(tmp_path: Path) -> None:
    found = refused(written(tmp_path / "a.csv", ("X", "D01", 5), ("H01", "Y", 5), ("Y", "Z", "?")))
    assert [one.code for one in found] == ["NG251", "NG248"]
    assert found[0].values == {"rows": 3, "households": 1, "members": 1}


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    assert [one.code for one in refused(written(tmp_path / "a.csv"))] == ["NG251"]


def test_merged_ids_blank_rows_and_repeated_headers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (HEADER, ("H01", "D01", 5), (None, "D02", 6), (), HEADER, ("H02", "D01", 7)):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    made.save(path)
    found, said = pairs(path)
    assert found == {("H01", "D01"): 5.0, ("H01", "D02"): 6.0, ("H02", "D01"): 7.0}
    assert said == ()


def test_all_tabs_with_such_a_header_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    for title, row in (("甲", ("H01", "D01", 5)), ("乙", ("H01", "D01", 9)), ("说明", ())):
        sheet = made.create_sheet(title)
        sheet.append(HEADER if row else ("说明：一行一对",))
        if row:
            sheet.append(row)
    made.save(path)
    found, said = pairs(path)
    assert found == {("H01", "D01"): 9.0}
    assert [(one.code, one.place) for one in said if one.code == "NG250"] == [
        ("NG250", Place("a.xlsx", "乙", 2, "C"))
    ]


def test_gb18030_and_order_change_nothing(tmp_path: Path) -> None:
    rows = [("H01", "D01", 5), ("H02", "D02", 6), ("H03", "D01", "不通")]
    first = written(tmp_path / "a.csv", *rows)
    second = tmp_path / "b.csv"
    lines = [HEADER, *rows[::-1]]
    second.write_bytes("\n".join(",".join(map(str, row)) for row in lines).encode("gb18030"))
    assert list(pairs(first)[0].items()) == list(pairs(second)[0].items())
