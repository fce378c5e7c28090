"""Plan workbook -> Plan: one workbook, or several workbooks of one village each, read as one plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.intake import paths as intake_paths
from neighborgrid.intake import reader
from neighborgrid.intake.raw import ReadResult
from neighborgrid.planbook import labels
from neighborgrid.planbook.book import Book, is_plan_workbook, read_book
from neighborgrid.planbook.merge import merge
from neighborgrid.planbook.zeros import recover_zeros

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.intake.raw import RawSheet
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

__all__ = [
    "Places",
    "books_of",
    "is_plan_workbook",
    "plans_and_sheets",
    "read",
    "read_result",
    "read_with_places",
]


@dataclass(frozen=True)
class Places:
    """Where the rows of the plan's tables stand: per table the parts (file, tab, 1-based rows), in order."""

    parts: Mapping[str, tuple[tuple[str, str, NDArray[np.int64]], ...]]

    def of(self, table: str, index: int) -> Place:
        """Place of row ``index`` of a table; an empty place where the table has no such row."""
        for file, tab, rows in self.parts.get(table, ()):
            if index < len(rows):
                return Place(file, tab, int(rows[index]))
            index -= len(rows)
        return Place()


def read(paths: Sequence[Path]) -> Plan:
    """Plan of the workbook or workbooks at ``paths`` (files, folders, patterns), exactly as they say.

    Derived cells stay as they are in the file and hand edits are not applied (see ``edits.apply``).
    Raises InputError: NG350 nothing there is a plan, NG351, NG369, NG371 a workbook lacks a part,
    NG358 one village twice, NG359 workbooks of different plans, NG403 to NG405 unreadable rules.
    """
    return read_with_places(paths)[0]


def read_with_places(paths: Sequence[Path]) -> tuple[Plan, Places]:
    """As ``read``, and where each row stands."""
    files, findings = intake_paths.expand(paths)
    result = reader.read_files(files)
    return read_result(replace(result, findings=(*findings, *result.findings)))


def read_result(result: ReadResult) -> tuple[Plan, Places]:
    """As ``read_with_places``, for files that have been read already."""
    books, findings = books_of(result)
    ordered = sorted(books, key=lambda book: book.marks.part)
    plan = recover_zeros(merge(ordered))
    parts = {
        name: tuple((book.file, *book.origins[name]) for book in ordered if name in book.origins)
        for name in plan.tables
        # The ledger of a split plan is taken from its first workbook only.
        if name != "ledger" or len(ordered) == 1
    }
    return replace(plan, findings=(*findings, *plan.findings)), Places(parts)


def plans_and_sheets(result: ReadResult) -> tuple[ReadResult | None, ReadResult]:
    """Plan workbooks among the files read (None where there is none), and all the others.

    Findings go with the file that they name.
    """
    plans = {path for path, sheets in _by_path(result).items() if is_plan_workbook(sheets)}
    names = {path.name for path in plans}

    def part(*, wanted: bool) -> ReadResult:
        return ReadResult(
            tuple(file for file in result.files if (file.path in plans) == wanted),
            tuple(sheet for sheet in result.sheets if (sheet.path in plans) == wanted),
            tuple(finding for finding in result.findings if (finding.place.file in names) == wanted),
        )

    return (part(wanted=True) if plans else None), part(wanted=False)


def books_of(result: ReadResult) -> tuple[list[Book], list[Finding]]:
    """Plan workbooks among the files read, in their order, and findings about everything else there."""
    findings = [finding for finding in result.findings if not _expected(finding)]
    by_path = _by_path(result)
    plans = {path: sheets for path, sheets in by_path.items() if is_plan_workbook(sheets)}
    if not plans:
        raise InputError(*findings, *_no_plan(by_path))
    findings += [Finding("NG365", Place(path.name)) for path in by_path if path not in plans]
    return [read_book(sheets) for sheets in plans.values()], findings


def _by_path(result: ReadResult) -> dict[Path, list[RawSheet]]:
    by_path: dict[Path, list[RawSheet]] = {file.path: [] for file in result.files}
    for sheet in result.sheets:
        by_path[sheet.path].append(sheet)
    return by_path


def _expected(finding: Finding) -> bool:
    """Whether the reader's finding is no news for a plan workbook: a hidden tab is named when missed."""
    return finding.code == "NG150"


def _no_plan(by_path: Mapping[Path, Sequence[RawSheet]]) -> list[Finding]:
    """Why none of the files is a plan: the tabs that one is near to having, else NG350."""
    found = []
    for path, sheets in by_path.items():
        tabs = [labels.tabs_by_label().get(labels.fold(sheet.sheet)) for sheet in sheets]
        known = {tab[0] for tab in tabs if tab}
        lang: Lang = next((tab[1] for tab in tabs if tab), "zh")
        gone = [name for name in ("households", "members", "rules") if name not in known]
        # A sheet of households may have a tab of that name, in English.
        if {"households", "rules"} & known and len(known) > 1 and gone:
            found += [Finding("NG371", Place(path.name), {"tab": labels.tab(name, lang)}) for name in gone]
        else:
            found.append(Finding("NG350", Place(path.name)))
    return found if found else [Finding("NG350")]
