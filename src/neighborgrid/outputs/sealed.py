"""Workbooks that people go on working in: dated by the plan, and never written over once somebody has."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from typing import TYPE_CHECKING

from neighborgrid.files import Written, dated, write_atomically
from neighborgrid.findings import Finding, Place
from neighborgrid.planbook import stamp
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neighborgrid.words import Lang


def write_sealed(target: Path, make: Callable[[Path], None], *, day: dt.date, lang: Lang) -> Written:
    """Write the workbook that ``make`` makes to ``target``, dated ``day`` instead of by the clock.

    A file of that name that was changed since, or that is none of ours, is kept under a dated name (note
    NG560). Raises InputError (NG500 to NG503) where the file cannot be written.
    """
    kept: list[Finding] = []

    def whole(temporary: Path) -> None:
        make(temporary)
        stamp.seal(temporary, day)
        # What may fail has succeeded by now, so the old file moves only for a new one.
        kept.extend(_keep_changed(target, lang))

    written = write_atomically(target, whole)
    return Written(written.path, (*kept, *written.findings))


def _keep_changed(target: Path, lang: Lang) -> list[Finding]:
    if not target.is_file() or stamp.untouched(target):
        return []
    other = dated(target, text("book.kept", lang), dt.datetime.fromtimestamp(target.stat().st_mtime))
    try:
        os.replace(target, other)
    except PermissionError:
        # Open in another program, on Windows: it cannot be renamed, but read.
        shutil.copy2(target, other)
    return [Finding("NG560", Place(target.name), {"kept": other.name})]
