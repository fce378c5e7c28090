"""What was understood of the sheets, in words and as data."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from neighborgrid.findings import Place
from neighborgrid.intake.aliases import header_of
from neighborgrid.model import LEDGER
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.cli.screen import Screen
    from neighborgrid.intake.build import Built
    from neighborgrid.intake.ledger import Understanding
    from neighborgrid.words import Lang

PARTS = tuple(LEDGER)[4:]
TABS_SHOWN = 6
"""Tabs that are described one by one on the terminal."""


def report(built: Built, screen: Screen) -> None:
    """Say on stderr how many files, households and members were read, and from which columns."""
    counts = {
        kind: sum(u.records for u in built.understood if u.kind == kind) for kind in ("households", "members")
    }
    screen.say("check.read", files=len(built.problem.inputs), **counts)
    for one in built.understood[:TABS_SHOWN]:
        place = Place(one.file, one.sheet).text(screen.lang)
        kind = text(f"cell.kind.{one.kind}", screen.lang)
        screen.say("check.tab", place=place, kind=kind, count=one.records, row=one.header_row)
        screen.say("check.matched", pairs=_pairs(one, screen.lang))
        if one.not_read:
            joint = "、" if screen.lang == "zh" else ", "
            screen.say("check.not_read", headers=joint.join(one.not_read))
    if screen.verbosity > 0 and not built.frames_told:
        screen.say("check.frames_untold")


def _pairs(one: Understanding, lang: Lang) -> str:
    return "  ".join(f"{header_of(column.key, one.kind, lang)}={column.header}" for column in one.columns)


def ledger_lines(built: Built, lang: Lang) -> list[str]:
    """One equation per tab: rows = households + members + duplicates + ..., zeros left out."""
    lines = []
    for row in built.problem.ledger.to_dict(orient="records"):
        parts = " + ".join(
            text(f"check.part.{part}", lang, count=row[part])
            for part in PARTS
            if row[part] or part == row["kind"]
        )
        place = Place(row["file"], row["sheet"]).text(lang)
        lines.append(text("check.ledger", lang, place=place, rows=row["rows"], parts=parts))
    return lines


def ledger_csv(built: Built) -> str:
    """Ledger as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LEDGER)
    writer.writerows(built.problem.ledger.itertuples(index=False))
    return out.getvalue()


def as_json(built: Built, lang: Lang) -> dict[str, object]:
    """Account of the sheets as plain data: tabs, ledger, findings."""
    return {
        "tabs": [
            {
                "file": one.file,
                "sheet": one.sheet,
                "kind": one.kind,
                "header_row": one.header_row,
                "columns": {
                    column.key: {"header": column.header, "column": column.letters} for column in one.columns
                },
                "not_read": list(one.not_read),
                "records": one.records,
            }
            for one in built.understood
        ],
        "ledger": built.problem.ledger.to_dict(orient="records"),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.name.lower(),
                "file": finding.place.file,
                "sheet": finding.place.sheet,
                "row": finding.place.row,
                "column": finding.place.column,
                "cause": finding.cause(lang),
                "remedy": finding.remedy(lang),
            }
            for finding in built.problem.findings
        ],
    }
