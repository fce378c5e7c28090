"""Raw sheets made by hand for the intake tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neighborgrid.intake.build import Built, build
from neighborgrid.intake.raw import RawSheet, ReadResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.findings import Finding
    from neighborgrid.intake.raw import Cell

HOUSEHOLDS = ("户编号", "户主", "村", "组", "经度", "纬度", "电话", "地址")
MEMBERS = ("党员编号", "姓名", "职务", "村", "组", "经度", "纬度", "电话")


def tab(
    rows: Sequence[Sequence[Cell]],
    *,
    file: str = "表.xlsx",
    sheet: str = "Sheet1",
    merged: Sequence[tuple[int, int, int, int]] = (),
    first_row: int = 1,
) -> RawSheet:
    """Tab of rows of cells, blank to the right."""
    width = max(map(len, rows))
    padded = [[*row, *([""] * (width - len(row)))] for row in rows]
    columns = tuple(list(column) for column in zip(*padded, strict=True))
    return RawSheet(file, Path(file), sheet, first_row, 1, columns, tuple(merged))


def households(*rows: Sequence[Cell], header: Sequence[str] = HOUSEHOLDS, **named: object) -> RawSheet:
    """Household tab under ``header``."""
    return tab([header, *rows], **{"file": "农户表.xlsx", "sheet": "农户", **named})


def members(*rows: Sequence[Cell], header: Sequence[str] = MEMBERS, **named: object) -> RawSheet:
    """Member tab under ``header``."""
    return tab([header, *rows], **{"file": "党员名册.xlsx", "sheet": "党员", **named})


def village(count: int, *, name: str = "西同下村") -> list[list[Cell]]:
    """Rows of ``count`` households, 22 m apart, under `HOUSEHOLDS`; two groups in turn."""
    return [
        [
            f"{n:03d}",
            _head(n),
            name,
            f"{1 + n % 2}组",
            114.5 + n * n * 1e-5,
            37.76 + n * 2e-4,
            f"1380000{n:04d}",
            f"{n}号",
        ]
        for n in range(1, count + 1)
    ]


def _head(number: int) -> str:
    """Invented name that no other number has."""
    return "甲乙丙丁戊己庚辛壬癸"[number // 10 % 10] + "子丑寅卯辰巳午未申酉"[number % 10]


A_MEMBER = ["D01", "吴天", "书记", "西同下村", "1组", 114.5, 37.76, "13900000001"]


def built(*sheets: RawSheet, **options: object) -> Built:
    """Result of building the sheets."""
    return build(ReadResult((), sheets, ()), **options)


def codes(found: Built | Sequence[Finding]) -> list[str]:
    """Codes of findings, in order."""
    return [one.code for one in (found.problem.findings if isinstance(found, Built) else found)]


def only(found: Built, code: str) -> Finding:
    """The one finding of a code; fails where there are more or none."""
    (one,) = (finding for finding in found.problem.findings if finding.code == code)
    return one
