"""Small folders of sheets for the tests of the command line; people are invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pytest

HOUSEHOLDS = ["户编号", "户主", "村", "组", "经度", "纬度", "电话", "重点户"]
MEMBERS = ["党员编号", "姓名", "职务", "村", "组", "经度", "纬度", "电话", "外出"]
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉"


def head(number: int) -> str:
    """Invented name that no other number below 1,000 has."""
    return f"孔{STEMS[number // 100]}{BRANCHES[number // 10 % 10]}{STEMS[number % 10]}"


def homes(count: int, *, village: str = "西同下村", first: int = 1, lat: float = 37.76) -> list[list[object]]:
    """Rows of ``count`` households about 20 m apart on a scattered line, two groups in turn."""
    return [
        [f"{n:03d}", head(n), village, f"{1 + n % 2}组", round(114.5 + n * 37 % 101 * 1e-5, 6),
         round(lat + n * 1.7e-4 + n * 53 % 97 * 1e-6, 6), f"1380000{n:04d}", "低保" if n % 9 == 0 else ""]
        for n in range(first, first + count)
    ]  # fmt: skip


def crew(
    count: int, *, village: str = "西同下村", first: int = 1, lat: float = 37.76, step: int = 6
) -> list[list[object]]:
    """Rows of ``count`` members beside every ``step``-th household; nobody is away."""
    rows: list[list[object]] = []
    for n in range(first, first + count):
        name, role = f"党{STEMS[n % 10]}{BRANCHES[n // 10]}", "书记" if n == first else ""
        lon, north = 114.5004 + n * 29 % 31 * 1e-5, lat + n * step * 1.7e-4 + n * 17 % 23 * 1e-6
        place = [village, f"{1 + n % 2}组", round(lon, 6), round(north, 6)]
        rows.append([f"D{n:02d}", name, role, *place, f"1390000{n:04d}", ""])
    return rows


def csv_file(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig"
) -> Path:
    """Write a CSV file and return its path."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def book_file(path: Path, **tabs: Iterable[Sequence[object]]) -> Path:
    """Write a workbook with these tabs and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def village(folder: Path, households: int = 24, members: int = 4) -> tuple[Path, Path]:
    """Household sheet and member sheet of a village in which everybody can be served."""
    return (
        csv_file(folder / "农户表.csv", HOUSEHOLDS, homes(households)),
        csv_file(folder / "党员名册.csv", MEMBERS, crew(members)),
    )


def edit(path: Path, changes: dict[tuple[str, int, str], object]) -> None:
    """Change cells of a workbook as people do: (tab, row of the table from 0, header) -> value."""
    book = openpyxl.load_workbook(path)
    for (tab, row, header), value in changes.items():
        sheet = book[tab]
        columns = {cell.value: cell.column for cell in sheet[1]}
        sheet.cell(row + 2, columns[header], value)
    book.save(path)


def close_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make new files in ``folder`` impossible; by patch, since no mode stops root, who may run the suite."""
    opened = Path.open

    def refuse(self: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if "x" in mode and self.parent == folder:
            raise PermissionError(13, "Permission denied")
        return opened(self, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", refuse)
