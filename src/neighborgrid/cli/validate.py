"""``neighborgrid validate``: the independent audit of a plan, or of the allocation that exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from neighborgrid.cli import options as opt
from neighborgrid.cli.grounds import FLAGS, FROM_ROADS, Given, ground_of
from neighborgrid.cli.inputs import Request, build, read
from neighborgrid.cli.plans import is_part, locator
from neighborgrid.cli.screen import Screen, typed, wants_color
from neighborgrid.errors import ExitCode, InputError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.rules.settings import AUTO
from neighborgrid.rules.values import DEFAULT_ORIGIN
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.audit.check import AuditResult
    from neighborgrid.audit.proof import ProofResult
    from neighborgrid.cli.results import Audited
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import Ground, Plan, Problem
    from neighborgrid.rules import sources


OF_SHORTAGES: Final = frozenset({"NG372", "NG373", "NG374"})
FRAME_KEYS: Final = frozenset(
    {"places.frame", "places.households_frame", "places.members_frame", "places.guard"}
)
REWRITTEN: Final = OF_SHORTAGES | {"NG345"}
"""Findings on cells that are computed from the others and nothing else."""


@dataclass(frozen=True)
class Subject:
    """What is audited.

    ``plan`` has its hand edits applied; ``problem`` are the sheets that it is held against, if any;
    ``place`` leads from a place in the plan's tables to the one that the user sees; ``part`` says that
    only some workbooks of a split plan are at hand. ``own`` is the plan under its own rules, where the
    command line gives others. ``ground`` is what walking is measured on; None for straight lines, and
    where the files are not at hand.
    """

    plan: Plan
    problem: Problem | None
    place: Callable[[Place], Place]
    part: bool = False
    own: Plan | None = None
    ground: Ground | None = None


@dataclass(frozen=True)
class Proof:
    """What the prices say, and the findings that follow: they are none of the audit's.

    ``circles`` and ``holds``: the plan has circles, and the audit found no error; ``own_rules``: the audit
    went by rules that the command line gave.
    """

    result: ProofResult
    findings: tuple[Finding, ...]
    circles: bool
    holds: bool
    own_rules: bool


def run(
    paths: opt.Paths,
    write: opt.Write = False,
    prove: opt.Prove = False,
    within: opt.WithinChoice = None,
    limit: opt.Limit = None,
    detour: opt.Detour = None,
    max_load: opt.MaxLoad = None,
    frame: opt.Frame = None,
    households_frame: opt.HouseholdsFrame = None,
    members_frame: opt.MembersFrame = None,
    roads: opt.Walk = None,
    barriers: opt.Barriers = None,
    barriers_from_roads: opt.BarriersFromRoads = False,
    matrix: opt.Matrix = None,
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
    screen = Screen(
        opt.LANG,
        opt.verbosity(quiet, verbose),
        wants_color(color.value),
        wants_color(color.value, "stdout"),
    )
    flags = opt.planning_flags(
        within=within, limit=limit, detour=detour, max_load=max_load, frame=frame,
        households_frame=households_frame, members_frame=members_frame, coverage=coverage,
    )  # fmt: skip
    request = Request(rules, preset, flags, tuple(settings or ()), tuple(column or ()))

    from neighborgrid.cli.results import Audited
    from neighborgrid.planbook.read import plans_and_sheets

    plans, sheets = plans_and_sheets(read(paths))
    given = Given.of(roads, barriers, matrix, from_roads=barriers_from_roads)
    if plans is None:
        flags |= opt.planning_flags(
            roads=roads, barriers=barriers, barriers_from_roads=barriers_from_roads, matrix=matrix
        )
        subject = _existing(sheets, replace(request, flags=flags), screen)
    else:
        subject = _planned(plans, sheets, request, given, screen, needed=write or prove)
    result = _audited(subject, existing=plans is None)
    found = [replace(finding, place=subject.place(finding.place)) for finding in result.findings]
    if write:
        # These cells are about to be rewritten.
        found = [finding for finding in found if finding.code not in REWRITTEN]
    result = replace(result, findings=(*subject.plan.findings, *found))
    proof = _proof(subject, result, existing=plans is None) if prove else None
    wanted = subject.plan.rules.coverage_pct if coverage is None else coverage
    _show(Audited(result, subject.plan.rules.limit_m, wanted), proof, form, screen)
    if write and plans is not None:
        _rewrite(plans, subject.ground, screen)
    if proof is not None:
        result = replace(result, findings=(*result.findings, *proof.findings))
    code = _verdict(result, wanted, Severity.WARNING if strict else Severity.ERROR, screen)
    if code == ExitCode.OK and plans is not None:
        named = typed(*(file.path for file in plans.files))
        screen.say("export.next_map", path=named)
        screen.say("export.next", path=named)
    return code


def _planned(
    plans: ReadResult,
    sheets: ReadResult,
    request: Request,
    given: Given,
    screen: Screen,
    *,
    needed: bool,
) -> Subject:
    """Subject of plan workbooks, held against the other sheets where there are any.

    ``needed``: there is no going on without the files on which the plan was measured.
    """
    from neighborgrid.planbook.edits import apply
    from neighborgrid.planbook.read import read_result

    plan, places = read_result(plans)
    as_read = replace(request, of_plan=_frames_of(plan, request))
    problem = build(sheets, as_read, screen).problem if sheets.sheets else None
    place = locator(plan, places, plans)
    own = apply(plan, places.of)
    files = tuple(file.path for file in plans.files)
    ground = ground_of(own, given, files, screen, needed=needed)
    held = _on_other_ground(_held_to(own, request), own, given, ground)
    return Subject(held, problem, place, is_part(plan), None if held is own else own, ground)


def _on_other_ground(plan: Plan, own: Plan, given: Given, ground: Ground | None) -> Plan:
    """Plan under rules that name the roads and barriers given, where it was not measured on such.

    What it states of distances was right for the straight lines, or the detour factor, of its ``own``
    rules: it is measured anew, not held against it.
    """
    rules = plan.rules
    for key, path in given.files.items():
        if key not in rules.ground:
            rules = rules.with_value(key, path.name, f"flag:{FLAGS[key]}")
    if given.from_roads and not rules.barriers_from_roads:
        rules = rules.with_value(FROM_ROADS, value=True, origin="flag:--barriers-from-roads")
    if rules is plan.rules and rules.detour == own.rules.detour:
        return plan
    from neighborgrid.planbook.refresh import refresh

    return _as_given(refresh(replace(plan, rules=rules), ground))


def _frames_of(plan: Plan, request: Request) -> tuple[sources.Source, ...]:
    """Frames that were set for the plan's sheets, unless the command line sets that of all."""
    from neighborgrid.rules import sources

    given = {entry.key for source in (*request.weak(), *request.strong()) for entry in source.entries}
    rules = plan.rules
    set_by_hand = [key for key in FRAME_KEYS if rules.origins[key] not in {DEFAULT_ORIGIN, AUTO}]
    if "places.frame" in given or not set_by_hand:
        return ()
    entries = (sources.Entry(key, rules.values[key]) for key in sorted(set_by_hand))
    return (sources.Source("plan", tuple(entries)),)


def _held_to(plan: Plan, request: Request) -> Plan:
    """Plan under the rules that the command line gives, where it gives any; the others stay the plan's.

    A cap or a minimum for all replaces those of the members, since it is they who are held to it.
    """
    from neighborgrid.rules import sources

    given = (*request.weak(), *request.strong())
    if not given:
        return plan
    rules = sources.resolve(given)
    # A plan's positions stand in the frame that it names, whatever frame the sheets beside it have.
    keys = [entry.key for source in given for entry in source.entries if entry.key not in FRAME_KEYS]
    changed = plan.rules
    for key in keys:
        changed = changed.with_value(key, rules.values[key], rules.origins[key])
    members = plan.members
    for key, column in (("load.max", "max_load"), ("load.min", "min_load")):
        value = rules.values[key]
        if key in keys and isinstance(value, int):
            members = members.assign(**{column: float(value)})
    decide = {key for key in keys if key != "plan.coverage_pct"}
    if members.equals(plan.members) and all(changed.values[key] == plan.rules.values[key] for key in decide):
        return replace(plan, rules=changed)
    held = replace(plan, rules=changed, tables={**plan.tables, "members": members})
    return _as_given(held)


def _as_given(plan: Plan) -> Plan:
    """Plan whose choice answers other rules than the present ones, so that it claims no bound."""
    return replace(plan, summary={**plan.summary, "status": "given"})


def _existing(sheets: ReadResult, request: Request, screen: Screen) -> Subject:
    """Subject of plain sheets: the allocation in their column ``current_member``.

    Raises InputError (NG231) where nobody is allocated to anybody.
    """
    from neighborgrid.solve.plan import existing

    problem = build(sheets, request, screen).problem
    if not (problem.households["previous_member_id"] != "").any():
        raise InputError(Finding("NG231"))
    screen.findings(problem.findings)
    screen.say("validate.existing")
    plan = replace(existing(problem), findings=())
    tab = text("tab.households", plan.lang)
    rows = problem.households["source_row"].to_numpy()
    sources = problem.households["source_sheet"].to_numpy()

    def place(found: Place) -> Place:
        """Cell of the user's sheet behind a row of the plan's household table; other tabs do not exist."""
        if found.sheet != tab or not 2 <= found.row < len(rows) + 2:
            return Place()
        sheet = problem.sheets[int(sources[found.row - 2])]
        return Place(sheet.file, sheet.sheet, int(rows[found.row - 2]))

    return Subject(plan, None, place, ground=problem.ground)


def _audited(subject: Subject, *, existing: bool) -> AuditResult:
    """Audit; certificates of a problem that was changed by hand since are stale, not wrong."""
    from neighborgrid.audit.check import audit
    from neighborgrid.cli.proof import same_problem

    def of(plan: Plan) -> AuditResult:
        return audit(plan, subject.problem, existing=existing, part=subject.part, ground=subject.ground)

    result = of(subject.plan)
    doubted = any(finding.code in OF_SHORTAGES for finding in result.findings)
    return (
        result if not doubted or same_problem(subject.plan, subject.ground) else of(_as_given(subject.plan))
    )


def _proof(subject: Subject, result: AuditResult, *, existing: bool) -> Proof:
    """Proof of the plan under its own rules."""
    from neighborgrid.audit.proof import prove
    from neighborgrid.cli.proof import findings_of, same_problem

    plan = subject.plan if subject.own is None else subject.own
    # Roads that only the command names are none of the plan's.
    ground = subject.ground if existing or plan.rules.ground else None
    found = prove(
        plan,
        existing=existing,
        part=subject.part,
        same_problem=lambda: same_problem(plan, ground),
        ground=ground,
    )
    circles = bool(result.totals.get("circles"))
    return Proof(found, findings_of(found), circles, result.holds, subject.own is not None)


def _show(audited: Audited, proof: Proof | None, form: opt.Format, screen: Screen) -> None:
    from neighborgrid.cli.proof import proof_sentences
    from neighborgrid.cli.results import audit_result, villages_csv

    result = audited.result
    if form is opt.Format.JSON:
        from neighborgrid.audit.report import to_json
        from neighborgrid.cli.histogram import to_json as bins

        shown = to_json(result, screen.lang)
        if proof is not None:
            findings = to_json(replace(result, findings=proof.findings), screen.lang)["findings"]
            shown["proof"] = proof.result.to_json() | {"findings": findings}
        screen.json(shown | {"histograms": bins(audited.amounts)})
        return
    if form is opt.Format.CSV:
        screen.product(villages_csv(result.coverage))
    else:
        audit_result(audited, screen)
        if proof is not None:
            proof_sentences(
                proof.result, screen, circles=proof.circles, holds=proof.holds, own_rules=proof.own_rules
            )
    found = result.findings if proof is None else (*result.findings, *proof.findings)
    screen.findings(found, "validate.more_findings")


def _verdict(result: AuditResult, wanted: float | None, limit: Severity, screen: Screen) -> int:
    """Exit code: a finding of ``limit`` or worse, or coverage missed (compared unrounded)."""
    totals = result.totals
    missed = wanted is not None and 100 * totals["served"] < wanted * totals["rows_total"]
    if missed:
        screen.say("cli.coverage_missed", coverage=f"{totals['coverage_pct']:.2f}", wanted=f"{wanted:g}")
    bad = missed or any(finding.severity >= limit for finding in result.findings)
    screen.say("validate.bad" if bad else "validate.good")
    return int(ExitCode.BREACH if bad else ExitCode.OK)


def _rewrite(plans: ReadResult, ground: Ground | None, screen: Screen) -> None:
    from neighborgrid.planbook.rewrite import rewrite

    for written in rewrite(plans, ground):
        for finding in written.findings:
            screen.finding(finding)
        screen.say("validate.rewritten", file=written.path.name)
