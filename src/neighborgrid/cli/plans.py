"""From a plan workbook to the plan it means, and from places in its tables to those that the user sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neighborgrid.cli.inputs import read
from neighborgrid.errors import InputError
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from neighborgrid.findings import Place
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import Plan
    from neighborgrid.planbook.read import Places


@dataclass(frozen=True)
class Opened:
    """Plan with its hand edits applied, its files, and where a place in its tables is for the user.

    ``part`` says that only some workbooks of a split plan are at hand.
    """

    plan: Plan
    files: tuple[Path, ...]
    place: Callable[[Place], Place]
    part: bool


def opened(paths: Sequence[Path]) -> Opened:
    """Plan of the workbook or workbooks at ``paths``; raises InputError where there is none."""
    from neighborgrid.planbook.edits import apply
    from neighborgrid.planbook.read import plans_and_sheets, read_result

    plans, others = plans_and_sheets(read(paths))
    found = others if plans is None else plans
    if not found.files and found.findings:
        # The file is missing; that it is no plan either is no news.
        raise InputError(*found.findings)
    plan, places = read_result(found)
    files = tuple(file.path for file in found.files)
    return Opened(apply(plan, places.of), files, locator(plan, places, found), is_part(plan))


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
