"""One plan workbook as read: which tab is which, its tables, and what it says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.model import HIDDEN_SHEETS, SHEETS, Plan, make_table
from neighborgrid.planbook import labels
from neighborgrid.planbook.frame import read_rules, read_summary
from neighborgrid.planbook.tables import LATER, REQUIRED, Found, cell_text, find_header, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.intake.raw import Cell, RawSheet
    from neighborgrid.planbook.frame import Marks
    from neighborgrid.words import Lang

NEEDED: Final = ("households", "members", labels.RULES)
"""Tabs without which a workbook is no plan."""


@dataclass(frozen=True)
class Book:
    """One workbook: its plan as read, its marks, and for each table the tab and the rows it came from.

    ``altered`` is true where there are tabs or columns that the program did not write.
    """

    file: str
    path: Path
    plan: Plan
    marks: Marks
    origins: Mapping[str, tuple[str, NDArray[np.int64]]]
    altered: bool


def is_plan_workbook(sheets: Sequence[RawSheet]) -> bool:
    """Whether the tabs of one file are those of a plan workbook, in either language."""
    named = _by_name(sheets)
    if "households" not in named:
        return False
    columns = find_header(named["households"][0], "households").columns
    if "written_member_id" in columns:
        # No other sheet has this column; whatever else is missing will be named.
        return len(named) > 1
    return "member_id" in columns and all(name in named for name in NEEDED)


def read_book(sheets: Sequence[RawSheet]) -> Book:
    """Plan workbook of the tabs of one file.

    Raises InputError: NG371 a tab is missing, NG369 two tabs for one table, NG351 a column is missing,
    NG403 to NG405 the rules cannot be read.
    """
    file = sheets[0].file
    named = _by_name(sheets)
    lang = _language(sheets)
    findings = [*_stop_at_tabs(named, file, lang), *_strangers(sheets, named)]
    found = {name: find_header(tabs[0], name) for name, tabs in named.items()}
    findings += _check_columns(found, lang)
    tables, origins = {}, {}
    for name, kinds in SHEETS.items():
        if name not in found:
            tables[name] = make_table(kinds, {})
            continue
        parsed = parse(found[name])
        findings += parsed.findings
        tables[name] = parsed.table
        origins[name] = (found[name].sheet.sheet, parsed.rows)
    summary = read_summary(_pairs(found.get(labels.SUMMARY)))
    tab = found[labels.RULES]
    rules, caps, unset = read_rules(_lines(tab), file, tab.sheet.sheet)
    if unset:
        place = Place(file, tab.sheet.sheet)
        findings.append(Finding("NG366", place, {"settings": " ".join(unset)}))
    altered = bool(_strangers(sheets, named)) or any(one.extra or one.twice for one in found.values())
    plan = Plan(tables, rules, summary.figures, summary.inputs, tuple(findings), lang=lang, auto_caps=caps)
    return Book(file, sheets[0].path, plan, summary.marks, origins, altered)


def _by_name(sheets: Sequence[RawSheet]) -> dict[str, list[RawSheet]]:
    known = labels.tabs_by_label()
    named: dict[str, list[RawSheet]] = {}
    for sheet in sheets:
        if match := known.get(labels.fold(sheet.sheet)):
            named.setdefault(match[0], []).append(sheet)
    return named


def _language(sheets: Sequence[RawSheet]) -> Lang:
    known = labels.tabs_by_label()
    for sheet in sheets:
        if (match := known.get(labels.fold(sheet.sheet))) and match[0] == "households":
            return match[1]
    return "zh"


def _stop_at_tabs(named: Mapping[str, list[RawSheet]], file: str, lang: Lang) -> list[Finding]:
    """Findings about tabs that may be missing; raises InputError for those that may not, or come twice."""
    # Plans of earlier versions have no hidden tabs.
    gone = [name for name in labels.TABS if name not in named and name not in HIDDEN_SHEETS]
    fatal = [Finding("NG371", Place(file), {"tab": labels.tab(n, lang)}) for n in gone if n in NEEDED]
    fatal += [
        Finding("NG369", Place(file, tabs[1].sheet), {"other": tabs[0].sheet})
        for tabs in named.values()
        if len(tabs) > 1
    ]
    if fatal:
        raise InputError(*fatal)
    return [Finding("NG355", Place(file), {"tab": labels.tab(name, lang)}) for name in gone]


def _strangers(sheets: Sequence[RawSheet], named: Mapping[str, list[RawSheet]]) -> list[Finding]:
    """Notes about tabs that are none of the plan's; empty ones do not count."""
    ours = {id(tab) for tabs in named.values() for tab in tabs}
    return [
        Finding("NG367", Place(sheet.file, sheet.sheet))
        for sheet in sheets
        if id(sheet) not in ours and sheet.row_count
    ]


def _check_columns(found: Mapping[str, Found], lang: Lang) -> list[Finding]:
    """Notes about columns too many or too few; raises InputError (NG351) for those that are needed."""
    fatal: list[Finding] = []
    notes: list[Finding] = []
    # Taken out of one tab only, a later column was there when the plan was written.
    absent = LATER.difference(*(tab.columns for tab in found.values()))
    for name, tab in found.items():
        place = Place(tab.sheet.file, tab.sheet.sheet)
        for column in (column for column in tab.missing if column not in absent):
            needed = column in REQUIRED.get(name, ())
            made = Finding("NG351" if needed else "NG356", place, {"column": labels.header(column, lang)})
            (fatal if needed else notes).append(made)
        if tab.extra:
            notes.append(Finding("NG352", place, {"columns": " ".join(tab.extra[:8])}))
        notes += [Finding("NG368", place, {"column": label}) for label in tab.twice]
    if fatal:
        raise InputError(*fatal)
    return notes


def _pairs(tab: Found | None) -> list[tuple[str, Cell]]:
    if tab is None:
        return []
    rows = zip(tab.cells("key"), tab.cells("value"), strict=True)
    return [(cell_text(key), value) for key, value in rows if key != ""]


def _lines(tab: Found) -> list[tuple[str, object, str, int]]:
    first = tab.sheet.first_row + tab.header_row + 1
    rows = zip(tab.cells("setting"), tab.cells("value"), tab.cells("origin"), strict=True)
    return [
        (cell_text(setting), value, cell_text(origin), first + index)
        for index, (setting, value, origin) in enumerate(rows)
        if setting != ""
    ]
