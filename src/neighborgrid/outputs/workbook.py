"""What all workbooks of this room share: new books and tabs, safe values, drop-downs, colours."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from neighborgrid.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell

AUTHOR: Final = "neighborgrid"
SEVERITY_FILLS: Final = {Severity.ERROR: "FFFF9999", Severity.WARNING: "FFFFF2A8", Severity.NOTE: "FFDDEBF7"}
A4: Final = 9
_LINE: Final = Side("thin", color="FFBFBFBF")
BOX: Final = Border(_LINE, _LINE, _LINE, _LINE)
LONGEST: Final = 16_000
"""Most characters in a cell: half of what the format allows, since rare characters count twice."""

# What XML 1.0 forbids, and lone surrogates.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def new_book() -> Workbook:
    """Workbook to which rows are appended; its properties name no user."""
    book = Workbook(write_only=True)
    book.properties.creator = AUTHOR
    return book


def clean(value: str) -> str:
    """Text that a cell can hold."""
    return _FORBIDDEN.sub("", value)[:LONGEST]


def write_value(cell: Any, value: Any) -> None:
    """Put a value into a cell; text stays text where it begins with an equals sign."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = clean(value)
    _as_text(cell)


def _as_text(cell: Cell) -> None:
    # The library takes =x for a formula and #N/A for an error value.
    if cell.data_type in {"f", "e"}:
        cell.data_type = "s"


def height_of(said: str, width: float) -> float:
    """Height in points of a row whose cell of that width holds the text, wrapped."""
    # Spreadsheet programs do not all fit the rows of a file that they did not write themselves.
    units = (
        len(line) + sum(unicodedata.east_asian_width(one) in "WF" for one in line)
        for line in said.split("\n")
    )
    lines = sum(max(1, math.ceil(count / (width - 2))) for count in units)
    return min(400.0, 3 + 14.5 * lines)


def add_sheet(book: Workbook, title: str, color: str) -> Any:
    """Add a tab, set up for printing: A4, landscape, one page wide, its first row on every page."""
    sheet = book.create_sheet(title)
    sheet.sheet_properties.tabColor = color
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
    return sheet


def add_drop_down(sheet: Any, column: int, words: Sequence[str], rows: tuple[int, int]) -> None:
    """Offer words in a column between two rows, both inclusive; none are no drop-down."""
    if not words:
        return
    # The list suggests: other words that the intake understands must stay possible.
    rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(column)
    rule.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
    sheet.data_validations.append(rule)
