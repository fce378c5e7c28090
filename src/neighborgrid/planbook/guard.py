"""Edited plans are never replaced: they move to a dated name first."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from typing import TYPE_CHECKING, Final

from neighborgrid.errors import InputError
from neighborgrid.files import dated
from neighborgrid.findings import Finding, Place
from neighborgrid.intake import reader
from neighborgrid.planbook import stamp
from neighborgrid.planbook.digest import content_digest
from neighborgrid.planbook.read import books_of
from neighborgrid.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.planbook.book import Book

UNREADABLE: Final = frozenset({"NG353", "NG354", "NG355", "NG356", "NG366", "NG368", "NG185"})
"""Findings of the reader that cannot come from a plan as it was written."""


def keep_edited(target: Path) -> Finding | None:
    """Keep the file at ``target`` under a dated name, unless it is a plan as it was written.

    Returns None where there is nothing to keep, else a finding that names the new name: NG507 for an
    edited plan, NG508 for any other file. A file that another program holds open is copied instead of
    renamed.
    """
    if not target.is_file() or stamp.untouched(target):
        return None
    book = _book(target)
    if book is not None and as_written(book):
        return None
    mark = text("book.edited" if book else "book.kept", book.plan.lang if book else "zh")
    other = dated(target, mark, dt.datetime.fromtimestamp(target.stat().st_mtime))
    try:
        os.replace(target, other)
    except PermissionError:
        shutil.copy2(target, other)
    return Finding("NG507" if book else "NG508", Place(target.name), {"kept": other.name})


def _book(target: Path) -> Book | None:
    try:
        return books_of(reader.read_files([target]))[0][0]
    except InputError:
        return None


def as_written(book: Book) -> bool:
    """Whether the content is the one whose digest was written; unreadable cells were typed by somebody."""
    clean = not book.altered and not any(finding.code in UNREADABLE for finding in book.plan.findings)
    return clean and book.marks.digest == content_digest(book.plan)
