"""Edited plan workbooks rewritten in place, with their derived cells recomputed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.frame import Marks
from neighborgrid.planbook.guard import as_written
from neighborgrid.planbook.read import books_of, read_result
from neighborgrid.planbook.refresh import refresh
from neighborgrid.planbook.split import split
from neighborgrid.planbook.villages import villages_of
from neighborgrid.planbook.write import Existing, write

if TYPE_CHECKING:
    from neighborgrid.files import Written
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import Ground, Plan
    from neighborgrid.planbook.book import Book


def rewrite(result: ReadResult, ground: Ground | None = None) -> list[Written]:
    """Write every plan workbook among the files read again, each under its own name.

    ``ground`` is what the plan is measured on.

    A workbook to which people added columns or tabs is kept under a dated name, since the rewritten one
    does not have them.
    """
    books, _ = books_of(result)
    plan, places = read_result(result)
    fresh = _settled(refresh(apply(plan, places.of), ground))
    if any(finding.code == "NG360" for finding in plan.findings):
        # Figures of the whole plan stand in every part; a part alone cannot recompute them.
        fresh = replace(fresh, summary=plan.summary)
    if len(books) == 1:
        return [_write(fresh, books[0])]
    by_village = {village: part for part in split(fresh).values() for village in villages_of(part)}
    return [_write(by_village[next(iter(villages_of(book.plan)))], book) for book in books]


def _settled(plan: Plan) -> Plan:
    """Plan whose edits are taken as read: whoever is changed again is changed in one cell again."""
    homes = plan.households.assign(written_member_id=plan.households["member_id"])
    return replace(plan, tables={**plan.tables, "households": homes})


def _write(plan: Plan, book: Book) -> Written:
    existing = Existing.KEEP_EDITED if book.altered else Existing.REPLACE
    marks = Marks(part=book.marks.part, parts=book.marks.parts)
    return write(plan, book.path, existing=existing, marks=marks, edited=not as_written(book))
