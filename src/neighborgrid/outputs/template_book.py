"""One sheet to fill in as a workbook: the table, how to fill it in, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from neighborgrid.outputs.template_columns import FIELDS, SETTINGS_SHOWN, Field
from neighborgrid.outputs.workbook import AUTHOR, for_printing, new_book, write_value
from neighborgrid.rules import SETTINGS
from neighborgrid.rules.render import explain, show
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from neighborgrid.intake.columns import Kind
    from neighborgrid.rules.settings import Setting
    from neighborgrid.words import Lang

EMPTY_ROWS: Final = 2_000
"""Rows below the filled ones that have drop-downs and formats."""

_LINE: Final = Side("thin", color="FFBFBFBF")
BOX: Final = Border(_LINE, _LINE, _LINE, _LINE)
NEED_LOOKS: Final = {
    "needed": (PatternFill("solid", fgColor="FF1F4E79"), Font(bold=True, color="FFFFFFFF")),
    "wanted": (PatternFill("solid", fgColor="FFBDD7EE"), Font(bold=True)),
    "optional": (PatternFill("solid", fgColor="FFEDEDED"), Font()),
}
CHINESE_SHARE: Final = 2


class TemplateBook:
    """Workbook of one kind of sheet, filled row by row and saved once."""

    def __init__(self, kind: Kind, lang: Lang) -> None:
        self._book = new_book()
        self._kind: Kind = kind
        self._lang: Lang = lang

    def save(self, path: Path) -> None:
        """Write the workbook to ``path``."""
        self._book.save(path)

    def add_table(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Add the table with its header; ``columns`` maps keys to equally many values, none when empty."""
        fields = FIELDS[self._kind]
        size = max(map(len, columns.values()), default=0)
        sheet = self._sheet(text(f"template.name.{self._kind}", self._lang), "C2", "70AD47")
        for number, field in enumerate(fields, start=1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width, column.number_format = field.width, field.number_format
            self._add_drop_down(sheet, number, field.words(self._lang), size + EMPTY_ROWS + 1)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{size + 1}"
        sheet.row_dimensions[1].height = 24
        sheet.append([self._header_cell(sheet, field) for field in fields])
        for row in _styled_rows(sheet, fields, columns, size):
            sheet.append(row)

    def add_guide(self) -> None:
        """Add the tab that says how to fill the table in, and what must not be in it."""
        sheet = self._sheet(text("template.tab.guide", self._lang), "A2", "2E75B6")
        for letter, width in (("A", 18), ("B", 12), ("C", 78)):
            sheet.column_dimensions[letter].width = width
        sheet.append(
            [self._text_cell(sheet, text("template.guide.title", self._lang), Font(bold=True, size=16))]
        )
        lines = [f"template.guide.{key}" for key in ("rows", "colors", "one_village")]
        for head, steps in (("position", 5), ("not", 2), ("next", 1)):
            lines += [f"template.guide.{head}.{step}" for step in ("head", *range(1, steps + 1))]
        row = 2
        for key in lines:
            self._add_line(sheet, row, key)
            row += 1
        for command in ("check", "assign"):
            names = " ".join(f"{text(f'template.name.{kind}', self._lang)}.xlsx" for kind in FIELDS)
            sheet.append([self._text_cell(sheet, f"neighborgrid {command} {names}", Font(name="Consolas"))])
        self._add_columns_help(sheet)

    def add_rules(self, values: Mapping[str, Any]) -> None:
        """Add the tab of rules: the settings most often changed and those of ``values``, prefilled."""
        sheet = self._sheet(text("tab.rules", self._lang), "A2", "FFC000")
        for letter, width in (("A", 24), ("B", 20), ("C", 12), ("D", 70)):
            sheet.column_dimensions[letter].width = width
        heads = ("col.setting", *(f"template.rules.{part}" for part in ("value", "default", "meaning")))
        fill, font = NEED_LOOKS["wanted"]
        sheet.append([self._text_cell(sheet, text(key, self._lang), font, fill) for key in heads])
        by_key = {setting.key: setting for setting in SETTINGS}
        for row, key in enumerate(dict.fromkeys((*SETTINGS_SHOWN, *values)), start=2):
            self._add_rule(sheet, row, by_key[key], values.get(key))

    def _add_rule(self, sheet: Any, row: int, setting: Setting, value: Any) -> None:
        words = {choice: text(f"choice.{choice}", self._lang) for choice in setting.choices}
        if setting.kind == "flag":
            words = {name: text(f"template.{name}", self._lang) for name in ("yes", "no")}
            value = value if value is None else words["yes" if value else "no"]
        self._add_drop_down(sheet, 2, tuple(words.values()), row, first=row)
        default = show(setting.default, self._lang)
        entry = self._text_cell(sheet, words.get(value, value))
        entry.border = BOX
        said = (
            text(f"set.{setting.key}", self._lang),
            words.get(default, default),
            explain(setting.key, self._lang),
        )
        label, usual, meaning = (self._text_cell(sheet, each) for each in said)
        sheet.append([label, entry, usual, meaning])

    def _sheet(self, title: str, frozen: str, color: str) -> Any:
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = frozen
        sheet.sheet_properties.tabColor = color
        for_printing(sheet)
        return sheet

    def _header_cell(self, sheet: Any, field: Field) -> Any:
        fill, font = NEED_LOOKS[field.need]
        cell = self._text_cell(sheet, field.header(self._kind, self._lang), font, fill)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = BOX
        note = f"{text(f'template.need.{field.need}', self._lang)}\n{field.note(self._lang)}"
        cell.comment = Comment(note, AUTHOR, height=40 + 20 * (1 + len(note) // 16), width=260)
        return cell

    def _add_drop_down(
        self, sheet: Any, column: int, words: Sequence[str], last_row: int, *, first: int = 2
    ) -> None:
        if not words:
            return
        # The list suggests: other words that the intake understands must stay possible.
        rule = DataValidation(
            "list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False
        )
        letter = get_column_letter(column)
        rule.add(f"{letter}{first}:{letter}{last_row}")
        sheet.data_validations.append(rule)

    def _add_line(self, sheet: Any, row: int, key: str) -> None:
        is_head = key.endswith(".head")
        said = text(key, self._lang)
        cell = self._text_cell(sheet, said, Font(bold=True, size=12) if is_head else Font())
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        # A merged cell never grows with its text, so its height is set here.
        units = len(said) * (CHINESE_SHARE if self._lang == "zh" else 1)
        sheet.row_dimensions[row].height = 24 if is_head else 17 * (1 + units // 104)
        sheet.append([cell])
        sheet.merged_cells.add(f"A{row}:C{row}")

    def _add_columns_help(self, sheet: Any) -> None:
        sheet.append([])
        sheet.append(
            [
                self._text_cell(
                    sheet, text("template.guide.columns.head", self._lang), Font(bold=True, size=12)
                )
            ]
        )
        heads = [text(f"template.guide.columns.{part}", self._lang) for part in ("column", "need", "how")]
        fill, font = NEED_LOOKS["wanted"]
        sheet.append([self._text_cell(sheet, head, font, fill) for head in heads])
        for field in FIELDS[self._kind]:
            fill, font = NEED_LOOKS[field.need]
            need = text(f"template.need.{field.need}", self._lang)
            name = self._text_cell(sheet, field.header(self._kind, self._lang), font, fill)
            others = [self._text_cell(sheet, said) for said in (need, field.note(self._lang))]
            sheet.append([name, *others])

    def _text_cell(
        self, sheet: Any, value: Any, font: Font | None = None, fill: PatternFill | None = None
    ) -> Any:
        cell = WriteOnlyCell(sheet, value)
        if font is not None:
            cell.font = font
        if fill is not None:
            cell.fill = fill
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        return cell


def _styled_rows(
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
