"""The table of a sheet to fill in: header with notes, formats, drop-downs, and the rows of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from neighborgrid.outputs.template_columns import FIELDS, NEED_LOOKS, Field
from neighborgrid.outputs.workbook import AUTHOR, BOX, add_drop_down, add_sheet, write_value
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl import Workbook

    from neighborgrid.intake.columns import Kind
    from neighborgrid.words import Lang

TAB_COLOR: Final = "FF70AD47"
EMPTY_ROWS: Final = 2_000
"""Rows below the filled ones that have drop-downs."""


def add_table(book: Workbook, kind: Kind, lang: Lang, columns: Mapping[str, Sequence[Any]]) -> None:
    """Add the table of a kind of sheet; ``columns`` maps keys to equally many values, none when empty."""
    fields = FIELDS[kind]
    size = max(map(len, columns.values()), default=0)
    sheet = add_sheet(book, text(f"template.name.{kind}", lang), TAB_COLOR)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{size + 1}"
    sheet.row_dimensions[1].height = 24
    for number, field in enumerate(fields, start=1):
        # The format of the column holds for all cells that are filled in later.
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = field.width, field.number_format
        add_drop_down(sheet, number, field.words(lang), (2, size + EMPTY_ROWS + 1))
    sheet.append([_header_cell(sheet, kind, field, lang) for field in fields])
    for row in _rows(sheet, fields, columns, size):
        sheet.append(row)


def _header_cell(sheet: Any, kind: Kind, field: Field, lang: Lang) -> Any:
    cell = WriteOnlyCell(sheet, field.header(kind, lang))
    cell.fill, cell.font = NEED_LOOKS[field.need]
    cell.alignment = Alignment(horizontal="center", vertical="center")
    cell.border = BOX
    note = f"{text(f'template.need.{field.need}', lang)}\n{field.note(lang)}"
    cell.comment = Comment(note, AUTHOR, height=40 + 20 * (1 + len(note) // 16), width=260)
    return cell


def _rows(
    sheet: Any, fields: Sequence[Field], columns: Mapping[str, Sequence[Any]], size: int
) -> Iterator[list[Any]]:
    """Rows of cells in the format of their column; the same cells are used again for every row."""
    cells = []
    for field in fields:
        cell = WriteOnlyCell(sheet)
        cell.number_format = field.number_format
        cells.append(cell)
    values = [columns[field.key] if field.key in columns else [None] * size for field in fields]
    for row in zip(*values, strict=True):
        for cell, value in zip(cells, row, strict=True):
            write_value(cell, value)
        yield [None if cell.value is None else cell for cell in cells]
