"""The pages beside the table of a sheet to fill in: how to do it, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from neighborgrid.outputs.template_columns import FIELDS, NEED_LOOKS, SETTINGS_SHOWN
from neighborgrid.outputs.workbook import BOX, add_drop_down, add_sheet, height_of, write_value
from neighborgrid.rules import AUTO, SETTINGS
from neighborgrid.rules.render import explain, show
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

    from neighborgrid.intake.columns import Kind
    from neighborgrid.rules.settings import Setting
    from neighborgrid.words import Lang

Look = tuple[PatternFill, Font]

PLAIN: Final[Look] = (PatternFill(), Font(name="Calibri", size=11))
TITLE: Final[Look] = (PatternFill(), Font(name="Calibri", bold=True, size=16))
HEADING: Final[Look] = (PatternFill(), Font(name="Calibri", bold=True, size=12))
COMMAND: Final[Look] = (PatternFill(), Font(name="Consolas", size=11))
GUIDE_LINES: Final = (
    *("rows", "colors", "one_village", "position.head", *(f"position.{step}" for step in range(1, 6))),
    *("not.head", "not.1", "not.2", "next.head", "next.1"),
)


class _Page:
    """A tab of text to which rows are added, each as high as its text needs."""

    def __init__(self, book: Workbook, title: str, color: str, widths: Sequence[float]) -> None:
        self.sheet = add_sheet(book, title, color)
        self.sheet.freeze_panes = "A2"
        self._widths = widths
        self.row = 0
        for letter, width in zip("ABCD", widths, strict=False):
            self.sheet.column_dimensions[letter].width = width

    def add(self, *cells: tuple[Any, Look]) -> list[Any]:
        """Add a row; one cell alone spreads over the whole width."""
        self.row += 1
        made = []
        widths = self._widths if len(cells) > 1 else [sum(self._widths)]
        heights = [16.0]
        for (value, (fill, font)), width in zip(cells, widths, strict=False):
            cell = WriteOnlyCell(self.sheet)
            write_value(cell, value)
            cell.fill, cell.font = fill, font
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            heights.append(height_of(str(value), width) * max(1.0, font.size / 11))
            made.append(cell)
        self.sheet.row_dimensions[self.row].height = max(heights)
        if len(cells) == 1:
            self.sheet.merged_cells.add(f"A{self.row}:{'ABCD'[len(self._widths) - 1]}{self.row}")
        return made

    def write(self, *cells: tuple[Any, Look]) -> None:
        """Add a row as it stands."""
        self.sheet.append(self.add(*cells))


def add_guide(book: Workbook, kind: Kind, lang: Lang) -> None:
    """Add the page that says how to fill the table in, and what must not be in it."""
    page = _Page(book, text("template.tab.guide", lang), "FF2E75B6", (18, 12, 78))
    page.write((text("template.guide.title", lang), TITLE))
    for line in GUIDE_LINES:
        page.write((text(f"template.guide.{line}", lang), HEADING if line.endswith("head") else PLAIN))
    names = " ".join(f"{text(f'template.name.{each}', lang)}.xlsx" for each in FIELDS)
    for command in ("check", "assign"):
        page.write((f"neighborgrid {command} {names}", COMMAND))
    page.write((text("template.guide.columns.head", lang), HEADING))
    heads = [text(f"template.guide.columns.{part}", lang) for part in ("column", "need", "how")]
    page.write(*((head, NEED_LOOKS["wanted"]) for head in heads))
    for field in FIELDS[kind]:
        need = text(f"template.need.{field.need}", lang)
        name = (field.header(kind, lang), NEED_LOOKS[field.need])
        page.write(name, (need, PLAIN), (field.note(lang), PLAIN))


def add_rules(book: Workbook, lang: Lang, values: Mapping[str, Any]) -> None:
    """Add the page of rules: the settings most often changed and those of ``values``, prefilled."""
    page = _Page(book, text("tab.rules", lang), "FFFFC000", (24, 20, 12, 70))
    heads = ("col.setting", *(f"template.rules.{part}" for part in ("value", "default", "meaning")))
    page.write(*((text(key, lang), NEED_LOOKS["wanted"]) for key in heads))
    by_key = {setting.key: setting for setting in SETTINGS}
    for key in dict.fromkeys((*SETTINGS_SHOWN, *values)):
        _add_rule(page, by_key[key], values.get(key), lang)


def _add_rule(page: _Page, setting: Setting, value: Any, lang: Lang) -> None:
    words = {choice: text(f"choice.{choice}", lang) for choice in (*setting.choices, AUTO)}
    offered = [words[choice] for choice in setting.choices]
    if setting.kind == "flag":
        offered = [text("template.yes", lang), text("template.no", lang)]
        value = None if value is None else offered[0 if value else 1]
    default = show(setting.default, lang)
    said = (text(f"set.{setting.key}", lang), words.get(value, value), words.get(default, default))
    row = page.add(*((each, PLAIN) for each in (*said, explain(setting.key, lang))))
    add_drop_down(page.sheet, 2, offered, (page.row, page.row))
    row[1].border = BOX
    row[1].number_format = "@" if setting.kind in {"frame", "date"} else "General"
    page.sheet.append(row)
