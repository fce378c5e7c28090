"""Several workbooks of one plan, one village each, as one plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.planbook.villages import Village, villages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from neighborgrid.model import Plan
    from neighborgrid.planbook.book import Book

REPEATED: Final = ("ledger",)
"""Tables that every part of a split plan holds whole."""


def merge(books: Sequence[Book]) -> Plan:
    """One plan of the books, their rows in the order of the books.

    Raises InputError: NG358 two books hold the same village, NG359 their rules or inputs differ.
    """
    first = books[0]
    if len(books) == 1:
        return replace(first.plan, findings=(*first.plan.findings, *_incomplete(books)))
    fatal = [*_same_village(books), *_different_rules(books)]
    if fatal:
        raise InputError(*fatal)
    tables = {
        name: first.plan.tables[name]
        if name in REPEATED
        else _stack([book.plan.tables[name] for book in books])
        for name in first.plan.tables
    }
    caps: dict[str, int] = {}
    findings: list[Finding] = []
    for book in books:
        caps |= book.plan.auto_caps
        findings += book.plan.findings
        if book.plan.summary != first.plan.summary:
            findings.append(Finding("NG361", Place(book.file), {"other": first.file}))
    findings += _incomplete(books)
    return replace(first.plan, tables=tables, auto_caps=caps, findings=tuple(findings))


def _stack(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(tables, ignore_index=True)


def _same_village(books: Sequence[Book]) -> list[Finding]:
    seen: dict[Village, str] = {}
    found = []
    for book in books:
        for village in villages_of(book.plan):
            if village in seen:
                values = {"village": "-".join(part for part in village if part), "other": seen[village]}
                found.append(Finding("NG358", Place(book.file), values))
            seen.setdefault(village, book.file)
    return found


def _different_rules(books: Sequence[Book]) -> list[Finding]:
    first = books[0]
    found = []
    for book in books[1:]:
        same = (
            book.plan.rules.values == first.plan.rules.values
            and book.plan.inputs == first.plan.inputs
            and book.marks.parts == first.marks.parts
            and all(first.plan.auto_caps.get(place, cap) == cap for place, cap in book.plan.auto_caps.items())
        )
        if not same:
            found.append(Finding("NG359", Place(book.file), {"other": first.file}))
    return found


def _incomplete(books: Sequence[Book]) -> list[Finding]:
    parts = max(book.marks.parts for book in books)
    found = len({book.marks.part for book in books})
    return [Finding("NG360", values={"found": found, "parts": parts})] if found < parts else []
