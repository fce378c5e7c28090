"""The coverage report as a workbook: the check table with places to sign, and the list of who waits.

It goes to the township, so it names households by their ids only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from neighborgrid.outputs.coverage_table import coverage, waiting
from neighborgrid.outputs.sealed import write_sealed
from neighborgrid.outputs.workbook import BOX, add_sheet, clean, height_of, new_book, write_value
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from openpyxl import Workbook

    from neighborgrid.files import Written
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

HEADER_FILL: Final = PatternFill("solid", fgColor="FFDDEBF7")
SUM_FILL: Final = PatternFill("solid", fgColor="FFF2F2F2")
FONT: Final = Font(name="Calibri", size=11)
BOLD: Final = Font(name="Calibri", size=11, bold=True)
SIGNED: Final = Border(bottom=Side("thin", color="FF7F7F7F"))
TAB_COLORS: Final = {"coverage": "FF2E75B6", "waiting": "FFED7D31"}
HEADER_HEIGHT: Final = 36
ROW_HEIGHT: Final = 20.0

COVERAGE_WIDTHS: Final = {
    "township": 12,
    "village": 16,
    "due": 10,
    "listed": 10,
    "vacant": 8,
    "verified": 22,
    "unverified": 22,
    "waiting": 9,
    "set_aside": 9,
    "own_homes": 10,
    "mean_load": 8,
    "farthest_m": 11,
    "coverage_pct": 11,
}
WAITING_WIDTHS: Final = {
    "township": 12,
    "village": 14,
    "household_id": 20,
    "group": 9,
    "reason": 26,
    "remedy": 40,
    "responsible": 14,
    "deadline": 14,
    "source": 34,
}
FORMATS: Final = {"mean_load": "0.0", "farthest_m": "0.0", "coverage_pct": "0.00", "household_id": "@"}
WRAPPED: Final = ("household_id", "reason", "remedy", "source")
SIGNATURES: Final = ("by", "checked", "seal", "date")


def write(plan: Plan, target: Path, lang: Lang) -> Written:
    """Write the coverage report of ``plan``, whose derived cells are fresh, to ``target``.

    A report of that name in which somebody has written since is kept under a dated name (note NG560).
    Raises InputError (NG500 to NG503) where the file cannot be written.
    """
    figures, list_ = coverage(plan), waiting(plan, lang)

    def make(temporary: Path) -> None:
        book = new_book()
        _add_coverage(book, plan, figures, lang)
        _add_waiting(book, plan, list_, lang)
        book.save(temporary)

    return write_sealed(target, make, day=plan.rules.as_of, lang=lang)


def title(plan: Plan, figures: pd.DataFrame, lang: Lang) -> str:
    """Heading of the report: the township where there is only one, what it is, the day of the plan."""
    townships = set(figures.loc[figures["kind"] == "village", "township"]) - {""}
    day = plan.rules.as_of
    date = text("coverage.date", lang, year=day.year, month=day.month, day=day.day)
    name = townships.pop() if len(townships) == 1 else ""
    return "  ".join(filter(None, [name, text("coverage.title", lang), date]))


def _add_coverage(book: Workbook, plan: Plan, figures: pd.DataFrame, lang: Lang) -> None:
    widths = _widths(COVERAGE_WIDTHS, figures)
    sheet = _new_sheet(book, "coverage", widths, title(plan, figures, lang), lang)
    labels = {
        "village": figures["village"].where(figures["village"] != "", text("coverage.nameless", lang)),
        "township": text("coverage.subtotal", lang),
        "total": text("coverage.total", lang),
    }
    shown = figures.assign(village=figures["village"].astype(object))
    for kind, label in labels.items():
        shown["village"] = shown["village"].where(shown["kind"] != kind, label)
    looks = {kind: _cells(sheet, widths, strong=kind != "village") for kind in labels}
    rows = zip(shown["kind"], *(shown[key].tolist() for key in widths), strict=True)
    for number, (kind, *values) in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = ROW_HEIGHT
        sheet.append(_filled(looks[kind], values))
    # Below the filter's range, so that filtering never hides where to sign.
    _finish(sheet, widths, len(shown))
    _add_foot(sheet, len(shown) + 2, widths, lang)


def _add_waiting(book: Workbook, plan: Plan, list_: pd.DataFrame, lang: Lang) -> None:
    widths = _widths(WAITING_WIDTHS, list_)
    heading = text("coverage.tab.waiting", lang)
    sheet = _new_sheet(book, "waiting", widths, heading, lang)
    cells = _cells(sheet, widths, strong=False)
    heights: dict[tuple[str, ...], float] = {}
    wrapped = [key for key in WRAPPED if key in widths]
    for number, row in enumerate(list_[list(widths)].itertuples(index=False, name=None), start=2):
        said = tuple(row[list(widths).index(key)] for key in wrapped)
        if said not in heights:
            heights[said] = max(height_of(one, widths[key]) for one, key in zip(said, wrapped, strict=True))
        sheet.row_dimensions[number].height = max(ROW_HEIGHT, heights[said])
        sheet.append(_filled(cells, row))
    _finish(sheet, widths, len(list_))


def _widths(usual: dict[str, int], table: pd.DataFrame) -> dict[str, int]:
    """Columns to show: townships only where there are several, places only where rows were set aside."""
    left_out = set()
    if (table[table["kind"] == "village"] if "kind" in table else table)["township"].nunique() < 2:
        left_out.add("township")
    if "source" in table and not (table["source"] != "").any():
        left_out.add("source")
    return {key: width for key, width in usual.items() if key not in left_out}


def _new_sheet(book: Workbook, tab: str, widths: dict[str, int], heading: str, lang: Lang) -> Any:
    sheet = add_sheet(book, text(f"coverage.tab.{tab}", lang), TAB_COLORS[tab])
    # On paper the heading stands above the table; on the screen row 1 is the header that filters.
    sheet.oddHeader.center.text = clean(heading).replace("&", "&&")
    sheet.oddHeader.center.size, sheet.oddHeader.center.font = 14, "Calibri,Bold"
    sheet.page_margins.top, sheet.page_margins.header = 0.8, 0.35
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = HEADER_HEIGHT
    header = []
    for number, (key, width) in enumerate(widths.items(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = WriteOnlyCell(sheet, text(f"coverage.col.{key}", lang))
        cell.font, cell.fill, cell.border = BOLD, HEADER_FILL, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        header.append(cell)
    sheet.append(header)
    return sheet


def _finish(sheet: Any, widths: dict[str, int], rows: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{rows + 1}"


def _cells(sheet: Any, widths: dict[str, int], *, strong: bool) -> list[Any]:
    """Cells of a row in the look of their columns; they are used again for every row."""
    cells = []
    for key in widths:
        cell = WriteOnlyCell(sheet)
        cell.font, cell.border = BOLD if strong else FONT, BOX
        cell.alignment = Alignment(vertical="center", wrap_text=key in WRAPPED)
        cell.number_format = FORMATS.get(key, "General")
        if strong:
            cell.fill = SUM_FILL
        cells.append(cell)
    return cells


def _filled(cells: list[Any], values: Sequence[Any]) -> list[Any]:
    for cell, value in zip(cells, values, strict=True):
        blank = value == "" or value != value
        write_value(cell, None if blank else value)
    return cells


def _add_foot(sheet: Any, row: int, widths: dict[str, int], lang: Lang) -> None:
    """Add what the figures mean, and the places to sign."""
    last = get_column_letter(len(widths))
    sheet.append([])
    for number, key in enumerate(("equation", "meaning"), start=row + 1):
        cell = WriteOnlyCell(sheet, text(f"coverage.{key}", lang))
        cell.font, cell.alignment = FONT, Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[number].height = height_of(str(cell.value), sum(widths.values()))
        sheet.merged_cells.add(f"A{number}:{last}{number}")
        sheet.append([cell])
    sheet.append([])
    sheet.row_dimensions[row + 4].height = 30
    starts = [len(widths) * part // len(SIGNATURES) for part in range(len(SIGNATURES))]
    cells = []
    for column in range(len(widths)):
        cell = WriteOnlyCell(sheet)
        cell.border = SIGNED
        if column in starts:
            cell = WriteOnlyCell(sheet, text(f"coverage.sign.{SIGNATURES[starts.index(column)]}", lang))
            cell.font, cell.alignment = FONT, Alignment(horizontal="right", vertical="bottom")
        cells.append(cell)
    sheet.append(cells)
