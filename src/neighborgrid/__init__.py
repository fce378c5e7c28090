"""neighborgrid: every household of a village gets one named neighbour within 500 metres, with proof.

The verbs of the command line as functions::

    problem = neighborgrid.read("households.xlsx", "members.xlsx")
    plan = neighborgrid.assign(problem)
    neighborgrid.write_plan(plan, "plan.xlsx")
    result = neighborgrid.validate(neighborgrid.read_plan("plan.xlsx"), problem)

Everything heavy is imported when a function is called, so importing the package costs next to nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.advice.answers import Answer
    from neighborgrid.advice.recruit import Recruits
    from neighborgrid.audit.check import AuditResult
    from neighborgrid.model import Ground, Plan, Problem
    from neighborgrid.rules.settings import Value
    from neighborgrid.words import Lang

__version__ = "0.1.0"
__all__ = ["__version__", "assign", "explain", "read", "read_plan", "recruit", "validate", "write_plan"]


def read(
    *paths: str | Path,
    preset: str | None = None,
    settings: Mapping[str, Value] | None = None,
    lang: Lang | None = None,
) -> Problem:
    """Problem of household and member sheets (files, folders, patterns).

    ``settings`` maps setting keys (``plan.limit_m``) to values and beats ``preset`` and tabs of rules.
    Without ``lang`` the language of what is written is that of the household sheet. Findings about
    single cells are in ``problem.findings``. Raises InputError where the whole cannot be used.
    """
    from dataclasses import replace

    from neighborgrid.intake import paths as intake_paths
    from neighborgrid.intake import reader
    from neighborgrid.intake.build import build
    from neighborgrid.rules import sources

    files, findings = intake_paths.expand([Path(path) for path in paths])
    result = reader.read_files(files)
    given = () if settings is None else sources.flags({k: ("settings", v) for k, v in settings.items()})
    return build(
        replace(result, findings=(*findings, *result.findings)),
        weak=() if preset is None else (sources.preset(preset),),
        strong=given,
        lang=lang,
    ).problem


def assign(problem: Problem) -> Plan:
    """Best plan of a problem, with proof; see ``neighborgrid.solve.flow`` for the formulation."""
    from neighborgrid.solve.plan import assign as solve

    return solve(problem)


def validate(plan: Plan, problem: Problem | None = None, ground: Ground | None = None) -> AuditResult:
    """Independent audit of a plan, held against the sheets' ``problem`` where one is given.

    A plan on roads, barriers or metres of the organiser's own is measured again on ``ground``
    (``problem.ground``); without it walking is taken as the plan states it, and a finding says so.
    """
    from neighborgrid.audit.check import audit

    return audit(plan, problem, ground=ground)


def recruit(
    plan: Plan, coverage: float = 100, cap: int | None = None, *, ground: Ground | None = None
) -> Recruits:
    """Fewest additional members with whom ``plan`` reaches ``coverage`` percent, and near which homes.

    ``cap`` is the cap of a new member, by default that of the village; ``ground`` is what the plan is
    measured on, without which walking is straight metres times the detour factor. Raises ValueError where
    ``coverage`` is outside 0 .. 100 or ``cap`` less than 1.
    """
    from neighborgrid.advice.recruit import recruit as fewest

    return fewest(plan, coverage, cap, ground=ground)


def explain(plan: Plan, said: str = "", *, member: bool = False, ground: Ground | None = None) -> Answer:
    """Why a household has its member or waits, what a change would cost; ``said`` is an id or a name.

    With ``member`` only members are looked for; without ``said`` the answer is all shortages. ``ground``: as
    of `recruit`. Raises UsageError where nothing, or several, go by ``said``.
    """
    from neighborgrid.advice.explain import explain as explained

    return explained(plan, said, member=member, ground=ground).answer


def write_plan(plan: Plan, path: str | Path) -> Path:
    """Write the plan workbook; returns where it went (an edited plan of that name is kept aside)."""
    from neighborgrid.planbook.write import write

    return write(plan, Path(path)).path


def read_plan(*paths: str | Path) -> Plan:
    """Plan of a workbook, or of a folder of workbooks by village, with its hand edits applied."""
    from neighborgrid.planbook.edits import apply
    from neighborgrid.planbook.read import read_with_places

    plan, places = read_with_places([Path(path) for path in paths])
    return apply(plan, places.of)
