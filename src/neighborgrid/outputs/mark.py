"""Marked copies of the sheets that were checked: every cell to mend in colour, with a comment that says why.

The original is never touched. openpyxl keeps values, formulas, styles, widths and merged cells; pictures,
charts and controls it does not keep, which a note says.
"""

from __future__ import annotations

import warnings
import zipfile
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.files import Written, dated, write_atomically
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.outputs.findings_book import column_number
from neighborgrid.outputs.workbook import AUTHOR, SEVERITY_FILLS, clean
from neighborgrid.words import text, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neighborgrid.words import Lang

MARK_AUTHOR: Final = f"{AUTHOR} --mark"
"""Author of the comments of marks, by which they are known again; notes of templates have another."""

JOINT: Final = "\n----\n"
"""Stands between a comment that was there and the mark's."""

MOST_IN_A_CELL: Final = 12
LONGEST_COMMENT: Final = 4_000
LOST_PARTS: Final = ("xl/media/", "xl/charts/", "xl/ctrlProps/", "xl/activeX/", "xl/embeddings/")

Cells = dict[tuple[int, int], list[Finding]]
"""Findings by 1-based (row, column)."""


class _CannotSaveError(Exception):
    """The library read a workbook that it cannot write."""


def mark(
    findings: Sequence[Finding], paths: Sequence[Path], folder: Path | None, lang: Lang
) -> list[Written | Finding]:
    """Write a marked copy of every .xlsx among ``paths``, beside it or into ``folder``.

    Findings belong to the file of their base name: at their cell; without a column at the first cell of
    the row; without a row at the first cell of the tab. Notes without a row are left out, since there is
    nothing to look at. Where no copy is written a finding says why: NG511 not an .xlsx, NG512 it cannot
    be opened or saved, NG514 nothing to mark. Raises InputError where the folder cannot be written.
    """
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.place.row or finding.severity > Severity.NOTE:
            by_file[finding.place.file].append(finding)
    return [_mark_file(by_file.get(path.name, []), path, folder, lang) for path in paths]


def marked_name(path: Path, lang: Lang) -> str:
    """Name of the marked copy; that of a marked copy itself stays as it is."""
    if any(path.stem.endswith(f"-{suffix}") for suffix in texts()["mark.suffix"]):
        return path.name
    return f"{path.stem}-{text('mark.suffix', lang)}{path.suffix}"


def _mark_file(findings: list[Finding], path: Path, folder: Path | None, lang: Lang) -> Written | Finding:
    place = Place(path.name)
    if path.suffix.lower() != ".xlsx":
        return Finding("NG511", place, {"suffix": path.suffix if path.suffix else path.name})
    if not findings:
        return Finding("NG514", place)
    wanted = (path.parent if folder is None else folder) / marked_name(path, lang)
    target = dated(wanted, "", datetime.now()) if wanted.exists() else wanted
    try:
        parts = _parts(path)
        book = _open(path)
    except Exception:
        # The library raises whatever its parsers meet in a damaged or unusual file.
        return Finding("NG512", place)
    if any(name.startswith("xl/comments") for name in parts):
        for sheet in book.worksheets:
            _remove_old_marks(sheet)
    _mark_book(book, findings, lang)
    try:
        written = write_atomically(target, lambda temporary: _save(book, temporary))
    except _CannotSaveError:
        return Finding("NG512", place)
    notes = [Finding("NG513", place)] if any(name.startswith(LOST_PARTS) for name in parts) else []
    if target != wanted:
        notes.append(Finding("NG515", Place(wanted.name), {"written": written.path.name}))
    return replace(written, findings=(*written.findings, *notes))


def _parts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _open(path: Path) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What it cannot keep is said in a finding, not on the terminal.
        warnings.simplefilter("ignore")
        return load_workbook(path)


def _save(book: Any, temporary: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book.save(temporary)
        except OSError:
            raise
        except Exception as error:
            raise _CannotSaveError from error


def _remove_old_marks(sheet: Any) -> None:
    """Take off the marks of an earlier round: the copy may be what people mended and checked again."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is None or cell.comment.author != MARK_AUTHOR:
                continue
            own, found, _ = cell.comment.text.partition(JOINT)
            cell.comment = Comment(own, "") if found else None
            if cell.fill.fgColor.rgb in SEVERITY_FILLS.values():
                cell.fill = PatternFill()


def _mark_book(book: Any, findings: Sequence[Finding], lang: Lang) -> None:
    tabs = {sheet.title: sheet for sheet in book.worksheets}
    by_tab: dict[str, list[Finding]] = defaultdict(list)
    first = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])
    for finding in findings:
        sheet = tabs.get(finding.place.sheet, first)
        by_tab[sheet.title].append(finding)
    for title, found in by_tab.items():
        _mark_sheet(tabs[title], found, lang)


def _mark_sheet(sheet: Any, findings: Sequence[Finding], lang: Lang) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in SEVERITY_FILLS.items()}
    for (row, column), found in _cells(sheet, findings).items():
        cell = sheet.cell(row, column)
        cell.fill = fills[max(finding.severity for finding in found)]
        said = _comment_text(found, lang)
        if cell.comment is not None:
            said = f"{cell.comment.text}{JOINT}{said}"
        lines = sum(1 + len(line) // 22 for line in said.split("\n"))
        cell.comment = Comment(
            clean(said)[:LONGEST_COMMENT], MARK_AUTHOR, height=min(400, 24 + 18 * lines), width=320
        )


def _cells(sheet: Any, findings: Sequence[Finding]) -> Cells:
    """Findings by cell; inside a merged range only its first cell can be marked."""
    anchors = _Anchors(sheet)
    cells: Cells = defaultdict(list)
    for finding in findings:
        place = finding.place
        cell = (place.row, max(1, column_number(place.column))) if place.row else (1, 1)
        cells[anchors.of(cell)].append(finding)
    return cells


class _Anchors:
    """First cells of the merged ranges of a tab."""

    def __init__(self, sheet: Any) -> None:
        self._of = {
            (row, column): (merged.min_row, merged.min_col)
            for merged in sheet.merged_cells.ranges
            for row in range(merged.min_row, merged.max_row + 1)
            for column in range(merged.min_col, merged.max_col + 1)
        }

    def of(self, cell: tuple[int, int]) -> tuple[int, int]:
        return self._of.get(cell, cell)


def _comment_text(found: Sequence[Finding], lang: Lang) -> str:
    gap = "" if lang == "zh" else " "
    lines = []
    for finding in found[:MOST_IN_A_CELL]:
        column = finding.place.column
        # The cell itself says which column is meant, except where the finding has no row.
        where = text("mark.column", lang, column=column) if column and not finding.place.row else ""
        lines.append(f"{where}{finding.cause(lang)}{gap}{finding.remedy(lang)} [{finding.code}]")
    if len(found) > MOST_IN_A_CELL:
        lines.append(text("mark.more", lang, count=len(found) - MOST_IN_A_CELL))
    return "\n".join(lines)
