"""``neighborgrid validate``: the independent audit of a plan, or of the allocation that exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.inputs import Request, build, read
from neighborgrid.cli.screen import Screen, wants_color
from neighborgrid.errors import ExitCode
from neighborgrid.findings import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.audit.check import AuditResult
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import Plan, Problem


@dataclass(frozen=True)
class Subject:
    """What is audited: a plan with hand edits applied, and the sheets that it is held against, if any."""

    plan: Plan
    problem: Problem | None
    file: str
    given: bool


def run(
    paths: opt.Paths,
    write: opt.Write = False,
    within: opt.WithinChoice = None,
    limit: opt.Limit = None,
    detour: opt.Detour = None,
    max_load: opt.MaxLoad = None,
    frame: opt.Frame = None,
    coverage: opt.Coverage = None,
    rules: opt.RulesFile = None,
    preset: opt.Preset = None,
    settings: opt.Settings = None,
    column: opt.Columns = None,
    strict: opt.Strict = False,
    form: opt.FormatChoice = opt.Format.TABLE,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Audit plan workbooks, or plain sheets; exit code 1 where a rule is broken."""
    screen = Screen(opt.LANG, opt.verbosity(quiet, verbose), wants_color(color.value))
    flags = opt.planning_flags(
        within=within, limit=limit, detour=detour, max_load=max_load, frame=frame, coverage=coverage
    )
    request = Request(rules, preset, flags, tuple(settings or ()), tuple(column or ()))
    subject = _subject(read(paths), request, screen)

    from neighborgrid.audit.check import audit

    result = audit(subject.plan, subject.problem, file=subject.file)
    result = replace(result, findings=(*subject.plan.findings, *result.findings))
    _show(result, subject, form, screen)
    if write and not subject.given:
        _rewrite(paths, screen)
    wanted = _wanted(subject, coverage)
    if wanted is not None:
        screen.say("cli.coverage_missed", coverage=f"{result.totals['coverage_pct']:.2f}", wanted=f"{wanted:g}")
    gravest = max((finding.severity for finding in result.findings), default=Severity.NOTE)
    bad = gravest >= (Severity.WARNING if strict else Severity.ERROR) or wanted is not None
    screen.say("validate.bad" if bad else "validate.good")
    return int(ExitCode.BREACH if bad else ExitCode.OK)


def _subject(result: ReadResult, request: Request, screen: Screen) -> Subject:
    """Plan workbooks among the files are the subject, other sheets what it is held against."""
    from neighborgrid.planbook.edits import apply
    from neighborgrid.planbook.read import plans_and_sheets, read_result

    plans, sheets = plans_and_sheets(result)
    if plans is None:
        from neighborgrid.solve.plan import existing

        problem = build(sheets, request, screen).problem
        screen.findings(problem.findings)
        plan = replace(existing(problem), findings=())
        screen.say("validate.existing")
        return Subject(plan, None, "", given=True)
    plan, places = read_result(plans)
    problem = None
    if sheets.sheets:
        problem = build(sheets, request, screen).problem
    file = plans.files[0].name if len(plans.files) == 1 else ""
    return Subject(apply(plan, places.of), problem, file, given=False)


def _show(result: AuditResult, subject: Subject, form: opt.Format, screen: Screen) -> None:
    from neighborgrid.cli.results import audit_sentences, villages_csv, villages_table

    if form is opt.Format.JSON:
        from neighborgrid.audit.report import to_json

        screen.json(to_json(result, screen.lang))
        return
    if form is opt.Format.CSV:
        screen.product(villages_csv(result.coverage))
    else:
        screen.product(villages_table(result.coverage, screen))
        audit_sentences(result, screen)
    screen.findings(result.findings)


def _wanted(subject: Subject, asked: float | None) -> float | None:
    """Coverage that was asked for and not reached, else None; compared unrounded."""
    wanted = asked if asked is not None else subject.plan.rules.coverage_pct
    if wanted is None:
        return None
    from neighborgrid.audit.figures import served_and_rows

    served, rows = served_and_rows(subject.plan)
    return None if 100 * served >= wanted * rows else wanted


def _rewrite(paths: list[Path], screen: Screen) -> None:
    from neighborgrid.planbook.refresh import rewrite

    for written in rewrite(paths):
        for finding in written.findings:
            screen.finding(finding)
        screen.say("validate.rewritten", file=written.path.name)
