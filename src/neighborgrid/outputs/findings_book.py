"""The workbook of findings: what to mend, row by row, and a first tab that counts."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from neighborgrid.files import Written, refuse_existing, write_atomically
from neighborgrid.findings import Severity
from neighborgrid.outputs.workbook import SEVERITY_FILLS, add_sheet, height_of, new_book, write_value
from neighborgrid.words import LANGS, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from neighborgrid.findings import Finding, Place
    from neighborgrid.words import Lang

HEADER_FILL: Final = "FFDDEBF7"
_LETTERS: Final = re.compile("[A-Z]{1,3}")
WRAPPED: Final = ("cause", "remedy", "example")
TAB_COLORS: Final = {"findings.tab.summary": "FF2E75B6", "findings.tab.list": "FFED7D31"}

LIST_WIDTHS: Final = {
    "severity": 8,
    "file": 22,
    "sheet": 14,
    "row": 7,
    "column": 6,
    "cell": 9,
    "cause": 52,
    "remedy": 52,
    "code": 8,
}
OVERVIEW_WIDTHS: Final = {"severity": 8, "code": 8, "file": 26, "count": 8, "example": 90}


def write(findings: Sequence[Finding], target: Path, lang: Lang) -> Written:
    """Write the findings to ``target``: counts by code and file, then one row per finding in sheet order.

    An earlier workbook of findings of that name is replaced. Raises InputError: NG510 where the name is
    that of any other file, NG500 to NG503 where the file cannot be written.
    """
    if not _is_ours(target):
        refuse_existing([target])
    ordered = sorted(findings, key=lambda finding: (_position(finding.place), finding.code))
    listed = [_list_row(finding, lang) for finding in ordered]
    overview = _overview_rows(ordered, lang)

    def make(temporary: Path) -> None:
        book = new_book()
        _add_sheet(book, "findings.tab.summary", OVERVIEW_WIDTHS, overview, lang)
        _add_sheet(book, "findings.tab.list", LIST_WIDTHS, listed, lang)
        book.save(temporary)

    return write_atomically(target, make)


def _is_ours(target: Path) -> bool:
    """Whether the file at ``target`` is a workbook of findings, by its tabs."""
    try:
        with zipfile.ZipFile(target) as archive:
            tabs = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return any(all(f'"{text(tab, lang)}"' in tabs for tab in TAB_COLORS) for lang in LANGS)


def column_number(letters: str) -> int:
    """1-based number of a column (A is 1, AA is 27); 0 for none and for what is no column's name."""
    if not _LETTERS.fullmatch(letters):
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _position(place: Place) -> tuple[str, str, int, int]:
    return place.file, place.sheet, place.row, column_number(place.column)


def _list_row(finding: Finding, lang: Lang) -> dict[str, Any]:
    place = finding.place
    return {
        "weight": finding.severity,
        "severity": text(f"severity.{finding.severity.name.lower()}", lang),
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row if place.row else None,
        "column": place.column,
        "cell": f"{place.column}{place.row}" if place.row and place.column else "",
        "cause": finding.cause(lang),
        "remedy": finding.remedy(lang),
        "code": finding.code,
    }


def _overview_rows(ordered: Sequence[Finding], lang: Lang) -> list[dict[str, Any]]:
    """One row per code and file: the gravest first, then the most frequent."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in ordered:
        groups[finding.code, finding.place.file].append(finding)
    gravest = sorted(groups.values(), key=lambda group: (-group[0].severity, -len(group)))
    return [
        {
            "weight": group[0].severity,
            "severity": text(f"severity.{group[0].severity.name.lower()}", lang),
            "code": group[0].code,
            "file": group[0].place.file,
            "count": len(group),
            "example": group[0].line(lang),
        }
        for group in gravest
    ]


def _add_sheet(
    book: Workbook, tab: str, widths: Mapping[str, int], rows: Sequence[dict[str, Any]], lang: Lang
) -> None:
    sheet = add_sheet(book, text(tab, lang), TAB_COLORS[tab])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(rows) + 1}"
    for number, width in enumerate(widths.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_header_cell(sheet, text(f"findings.col.{key}", lang)) for key in widths])
    cells = {severity: _row_of_cells(sheet, len(widths), severity) for severity in Severity}
    for number, row in enumerate(rows, start=2):
        made = cells[row["weight"]]
        sheet.row_dimensions[number].height = max(
            height_of(row[key], widths[key]) for key in WRAPPED if key in widths
        )
        for cell, key in zip(made, widths, strict=True):
            write_value(cell, row[key])
        sheet.append(made)


def _header_cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.font, cell.fill = Font(name="Calibri", size=11, bold=True), PatternFill("solid", fgColor=HEADER_FILL)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _row_of_cells(sheet: Any, count: int, severity: Severity) -> list[Any]:
    """Cells of a row, the first in the colour of the severity; they are used again for every row."""
    cells = [WriteOnlyCell(sheet) for _ in range(count)]
    for cell in cells:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    cells[0].fill = PatternFill("solid", fgColor=SEVERITY_FILLS[severity])
    return cells
