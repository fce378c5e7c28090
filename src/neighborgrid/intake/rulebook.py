"""Rules from a workbook that holds a tab of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.intake import reader, tabs
from neighborgrid.rules import sources

if TYPE_CHECKING:
    from pathlib import Path


def rules_of_workbook(path: Path) -> sources.Source:
    """Source of the tabs 规则 (rules) of a workbook.

    Raises InputError: what keeps the file from being read, or NG407 where it has no such tab.
    """
    result = reader.read_files([path])
    if not result.sheets:
        raise InputError(*result.findings)
    found = [raw for raw in result.sheets if tabs.is_rules(raw)]
    if not found:
        raise InputError(Finding("NG407", Place(path.name)))
    # A plan also states the caps that were chosen village by village; they are results, not rules.
    entries = [
        sources.rows((row for row in tabs.rule_rows(raw) if "[" not in row[0]), raw.file, raw.sheet).entries
        for raw in found
    ]
    return sources.Source(f"file:{path.name}", tuple(entry for part in entries for entry in part))
