"""From a plan workbook to the plan it means, and from places in its tables to those that the user sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.findings import Place
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import Plan
    from neighborgrid.planbook.read import Places


def locator(plan: Plan, places: Places, plans: ReadResult) -> Callable[[Place], Place]:
    """File and true row of a place; several workbooks may stand behind one plan."""
    tabs = {text(f"tab.{table}", plan.lang): table for table in plan.tables}

    def place(found: Place) -> Place:
        if found.file:
            return found
        table = tabs.get(found.sheet)
        if table is None or not found.row:
            return replace(found, file=plans.files[0].name) if len(plans.files) == 1 else found
        true = places.of(table, found.row - 2)
        return replace(true, column=found.column) if true.row else found

    return place


def is_part(plan: Plan) -> bool:
    """Whether only some workbooks of a split plan are at hand."""
    return any(finding.code == "NG360" for finding in plan.findings)
