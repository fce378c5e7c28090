"""Plan -> plan workbook."""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TYPE_CHECKING

from neighborgrid.files import Written, write_atomically
from neighborgrid.planbook import stamp
from neighborgrid.planbook.digest import content_digest
from neighborgrid.planbook.fit import fit
from neighborgrid.planbook.frame import Marks
from neighborgrid.planbook.guard import keep_edited
from neighborgrid.planbook.layout import sheet_specs
from neighborgrid.planbook.sheetwriter import write_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.findings import Finding
    from neighborgrid.model import Plan


class Existing(enum.Enum):
    """What becomes of a file that has the target's name already.

    KEEP_EDITED: it is replaced only where it is a plan that nobody has edited since it was written;
    anything else is kept under a dated name. REPLACE: it is replaced (``validate --write``).
    """

    KEEP_EDITED = "keep_edited"
    REPLACE = "replace"


def write(
    plan: Plan,
    target: Path,
    *,
    existing: Existing = Existing.KEEP_EDITED,
    marks: Marks | None = None,
    edited: bool = False,
) -> Written:
    """Write ``plan`` to ``target``; the same plan gives the same bytes.

    ``marks`` says which part of a split plan this is. With ``edited`` the workbook bears no digest and
    no fingerprint, so that it counts as edited by people and ``assign`` keeps it. The findings of the
    result say what was kept under another name, cut, or written elsewhere.

    Raises InputError (NG500 to NG504) where nothing can be written; an old file is untouched then.
    """
    fitted, notes = fit(plan)
    digest = "" if edited else content_digest(fitted)
    said = Marks(digest) if marks is None else replace(marks, digest=digest)
    sheets = sheet_specs(fitted, said)
    kept: list[Finding] = []

    def make(temporary: Path) -> None:
        write_sheets(sheets, temporary)
        stamp.seal(temporary, fitted.rules.as_of, fingerprint=not edited)
        # Last of all: what may fail has succeeded by now, so the old file moves only for a new one.
        if existing is Existing.KEEP_EDITED:
            kept.extend(filter(None, [keep_edited(target)]))

    written = write_atomically(target, make)
    return Written(written.path, (*kept, *written.findings, *notes))
