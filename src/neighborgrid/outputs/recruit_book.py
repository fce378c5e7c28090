"""What ``recruit`` suggests as a workbook: near which homes, sums by village, coverage, who still waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from neighborgrid.outputs.sealed import write_sealed
from neighborgrid.outputs.workbook import BOX, add_sheet, new_book, write_value
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from neighborgrid.advice.recruit import Recruits
    from neighborgrid.files import Written
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

HEADER_FILL: Final = PatternFill("solid", fgColor="FFDDEBF7")
GOAL_FILL: Final = PatternFill("solid", fgColor="FFE2EFDA")
TODAY_FILL: Final = PatternFill("solid", fgColor="FFFFF2A8")
FONT: Final = Font(name="Calibri", size=11)
BOLD: Final = Font(name="Calibri", size=11, bold=True)
TAB_COLORS: Final = {
    "list": "FFED7D31",
    "villages": "FFED7D31",
    "coverage": "FF2E75B6",
    "left": "FF7F7F7F",
    "about": "FF7F7F7F",
}
WIDTHS: Final = {
    "number": 6,
    "township": 14,
    "village": 16,
    "group": 10,
    "near_id": 22,
    "near_head": 14,
    "waiting": 14,
    "households": 16,
    "max_load": 10,
    "note": 24,
    "members": 12,
    "reason": 30,
    "count": 10,
    "remedy": 60,
    "about": 100,
}
LIST: Final = (
    *("number", "township", "village", "group", "near_id", "near_head"),
    *("waiting", "households", "max_load", "note"),
)


def write(found: Recruits, plan: Plan, target: Path, lang: Lang) -> Written:
    """Write what was found for ``plan`` to ``target``.

    A file of that name in which somebody has written since is kept under a dated name (note NG560).
    Raises InputError (NG500 to NG503) where the file cannot be written.
    """

    def make(temporary: Path) -> None:
        book = new_book()
        _add_list(book, found, plan, lang)
        _add_villages(book, found, lang)
        _add_coverage(book, found, lang)
        _add_left(book, found, plan, lang)
        _add_about(book, found, lang)
        book.save(temporary)

    return write_sealed(target, make, day=plan.rules.as_of, lang=lang)


def _add_list(book: Workbook, found: Recruits, plan: Plan, lang: Lang) -> None:
    """Homes by id and head, so that they can be found; the headers are none that sheets have."""
    homes = plan.households
    head_of = dict(zip(homes["household_id"], homes["head"], strict=True))
    joint = text("cli.and", lang)
    ids = found.table["household_id"]
    shown = found.table.assign(
        near_id=ids,
        near_head=[head_of.get(one, "") for one in ids],
        note=[joint.join(text(f"recruit.{one}", lang) for one in row) for row in found.notes()],
    )
    rows = shown[list(LIST)].itertuples(index=False, name=None)
    _add(book, "list", LIST, rows, lang)


def _add_villages(book: Workbook, found: Recruits, lang: Lang) -> None:
    _add(book, "villages", ("township", "village", "members", "waiting"), found.by_village(), lang)


def _add_left(book: Workbook, found: Recruits, plan: Plan, lang: Lang) -> None:
    limit = f"{plan.rules.limit_m:g}"
    rows = [
        (text(f"why.{reason}", lang, limit=limit), count, text(f"remedy.{reason}", lang))
        for reason, count in found.left.items()
    ]
    _add(book, "left", ("reason", "count", "remedy"), rows, lang)


def _add_coverage(book: Workbook, found: Recruits, lang: Lang) -> None:
    """Coverage against limit and cap; today's cell is yellow, the first that reaches the goal green."""
    ladder = found.ladder
    sheet = add_sheet(book, text("recruit.tab.coverage", lang), TAB_COLORS["coverage"])
    caps = [text("recruit.cap", lang, cap=cap) for cap in ladder.caps[1:]]
    _head(sheet, [text("recruit.limit", lang), text("recruit.caps_now", lang), *caps], [12] * (len(caps) + 2))
    first = ladder.first_of(found.first_goal())
    for row, limit in enumerate(ladder.limits):
        cells = [_cell(sheet, limit)]
        for column, served in enumerate(ladder.served[row]):
            cell = _cell(sheet, found.pct(int(served)))
            cell.number_format = "0.00"
            if (row, column) == first:
                cell.fill = GOAL_FILL
            elif (row, column) == (0, 0):
                cell.fill = TODAY_FILL
            cells.append(cell)
        sheet.append(cells)
    sheet.append([])
    # The first column is narrow; the text runs over the empty cells beside it.
    sheet.append([_cell(sheet, text("recruit.tab.ladder", lang), box=False)])
    goal = found.first_goal()
    wanted = _percent(found, goal) if goal < found.wanted else f"{found.wanted_pct:g}"
    for key, fill in (("today", TODAY_FILL), ("goal", GOAL_FILL)):
        if key == "goal" and first is None:
            continue
        sample = _cell(sheet, None)
        sample.fill = fill
        sheet.append([sample, _cell(sheet, text(f"recruit.legend.{key}", lang, wanted=wanted), box=False)])


def _add_about(book: Workbook, found: Recruits, lang: Lang) -> None:
    """What the list is for, what is wanted and proved, and how it is to be used."""
    count = len(found.table)
    rows = [text("recruit.about.target", lang, wanted=f"{found.wanted_pct:g}")]
    if found.wanted > found.reachable:
        rows.append(text("recruit.about.most", lang, pct=_percent(found, found.reachable)))
    bound = "recruit.about.count" if found.exact else "recruit.about.estimate"
    rows.append(text(bound, lang, count=count, bound=found.bound))
    rows.append(text("recruit.about.then", lang, served=found.served, pct=_percent(found, found.served)))
    ask = text("recruit.ask", lang).split("\n")
    rows.append((" " if lang == "en" else "").join(ask))
    if found.circles:
        rows.append(text("recruit.circles", lang))
    _add(book, "about", ("about",), [(row,) for row in rows], lang)


def _percent(found: Recruits, served: int) -> str:
    return f"{found.pct(served):.2f}"


def _add(book: Workbook, tab: str, keys: Sequence[str], rows: Iterable[tuple[Any, ...]], lang: Lang) -> None:
    sheet = add_sheet(book, text(f"recruit.tab.{tab}", lang), TAB_COLORS[tab])
    sheet.freeze_panes = "A2"
    _head(sheet, [text(f"recruit.col.{key}", lang) for key in keys], [WIDTHS[key] for key in keys])
    count = 1
    for count, row in enumerate(rows, start=2):
        sheet.append([_cell(sheet, value) for value in row])
        sheet.row_dimensions[count].height = 18
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(keys))}{count}"


def _head(sheet: Any, names: Sequence[str], widths: Sequence[int]) -> None:
    sheet.row_dimensions[1].height = 32
    cells = []
    for number, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = _cell(sheet, name)
        cell.font, cell.fill = BOLD, HEADER_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cells.append(cell)
    sheet.append(cells)


def _cell(sheet: Any, value: Any, *, box: bool = True) -> Any:
    cell = WriteOnlyCell(sheet)
    write_value(cell, value)
    cell.font = FONT
    if isinstance(value, str):
        cell.number_format = "@"
    if box:
        cell.border = BOX
    return cell
