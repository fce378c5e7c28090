"""``neighborgrid assign``: sheets in, plan workbook out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.inputs import Request, build, read, refuse_inputs, target_of
from neighborgrid.cli.screen import Screen, stages, typed, wants_color
from neighborgrid.errors import ExitCode, InputError, NobodyServedError, UsageError
from neighborgrid.findings import Finding, Place, Severity, worst
from neighborgrid.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.files import Written
    from neighborgrid.intake.build import Built
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import Plan, Problem
    from neighborgrid.solve.curve import CurveRow
    from neighborgrid.solve.solution import Solution


def run(
    paths: opt.Paths,
    output: opt.Output = None,
    within: opt.WithinChoice = None,
    limit: opt.Limit = None,
    detour: opt.Detour = None,
    min_load: opt.MinLoad = None,
    target_load: opt.TargetLoad = None,
    max_load: opt.MaxLoad = None,
    balance: opt.Balance = None,
    balance_curve: opt.BalanceCurve = False,
    max_age: opt.MaxAge = None,
    as_of: opt.AsOf = None,
    unlocated: opt.UnlocatedChoice = None,
    frame: opt.Frame = None,
    households_frame: opt.HouseholdsFrame = None,
    members_frame: opt.MembersFrame = None,
    roads: opt.Walk = None,
    barriers: opt.Barriers = None,
    barriers_from_roads: opt.BarriersFromRoads = False,
    matrix: opt.Matrix = None,
    coverage: opt.Coverage = None,
    circles: opt.CirclesChoice = None,
    circle_limit: opt.CircleLimit = None,
    circles_per_village: opt.CirclesPerVillage = None,
    circle_households: opt.CircleHouseholds = None,
    centres: opt.Centres = None,
    rules: opt.RulesFile = None,
    preset: opt.Preset = None,
    settings: opt.Settings = None,
    column: opt.Columns = None,
    lang: opt.LangChoice = None,
    split: opt.SplitChoice = None,
    strict: opt.Strict = False,
    form: opt.FormatChoice = opt.Format.TABLE,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Plan the sheets at ``paths``; exit code 0, 1 (coverage, --strict), or 4 (nobody can be served)."""
    screen = Screen(
        opt.LANG,
        opt.verbosity(quiet, verbose),
        wants_color(color.value),
        wants_color(color.value, "stdout"),
    )
    flags = opt.planning_flags(
        within=within, limit=limit, detour=detour, min_load=min_load, target_load=target_load,
        max_load=max_load, balance=balance, max_age=max_age, as_of=as_of, unlocated=unlocated,
        frame=frame, households_frame=households_frame, members_frame=members_frame,
        roads=roads, barriers=barriers, barriers_from_roads=barriers_from_roads, matrix=matrix,
        coverage=coverage, circles=circles, circle_limit=circle_limit,
        circles_per_village=circles_per_village, circle_households=circle_households, centres=centres,
    )  # fmt: skip
    request = Request(
        rules, preset, flags, tuple(settings or ()), tuple(column or ()), lang.value if lang else None
    )
    by_village = split is opt.Split.VILLAGE
    if by_village and output is not None and output.suffix.lower() == ".xlsx":
        raise UsageError(Finding("NG537", Place(output.name)))
    result = read(paths)
    if output is not None and not by_village:
        refuse_inputs(target_of(output, paths, ""), result)
    built = _built(result, request, screen)
    screen.findings(built.problem.findings)
    if strict and (worst(built.problem.findings) or 0) >= Severity.WARNING:
        screen.say("cli.strict")
        return int(ExitCode.BREACH)

    plan, solution = _plan(built.problem, screen, keep=balance_curve and form is not opt.Format.CSV)
    screen.findings(plan.findings[len(built.problem.findings) :])
    if not plan.summary["served"]:
        raise NobodyServedError(_nobody(plan))
    written = _write(plan, paths, output, by_village)
    # After the plan is written, since a curve of unequal loads may take long and be interrupted.
    curve = None
    if solution is not None:
        from neighborgrid.cli.curve import curve_of

        curve = curve_of(built.problem, solution, screen)
    _report(plan, written, curve, form, screen)
    if balance_curve and curve is None:
        screen.say("curve.not_csv")
    return _exit_code(plan, screen)


def _built(result: ReadResult, request: Request, screen: Screen) -> Built:
    """Problem of the sheets; where they cannot be planned, that is said before the reason."""
    built = build(result, request, screen, halt=False)
    if built.stop is not None:
        screen.findings([one for one in built.problem.findings if one is not built.stop])
        screen.say("assign.stopped")
        raise InputError(built.stop)
    return built


def _plan(problem: Problem, screen: Screen, *, keep: bool) -> tuple[Plan, Solution | None]:
    """Plan of the problem; the solver's choice only where it is to be kept, since it is large."""
    from neighborgrid.solve.plan import assign, solved

    with stages(screen) as progress:
        return solved(problem, progress) if keep else (assign(problem, progress), None)


def _nobody(plan: Plan) -> Finding:
    from neighborgrid.cli.results import reasons

    return Finding("NG230", values={"reasons": reasons(plan, opt.LANG)})


def _write(plan: Plan, paths: list[Path], output: Path | None, split: bool) -> list[Written]:
    name = text("book.name", plan.lang)
    if split:
        from neighborgrid.planbook.split import split_by_village

        return split_by_village(plan, output if output is not None else target_of(None, paths, name))
    from neighborgrid.planbook.write import write

    return [write(plan, target_of(output, paths, f"{name}.xlsx"))]


def _report(
    plan: Plan, written: list[Written], curve: tuple[CurveRow, ...] | None, form: opt.Format, screen: Screen
) -> None:
    from neighborgrid.cli.results import plan_result

    for item in written:
        for finding in item.findings:
            screen.finding(finding)
    if curve is not None and form is opt.Format.JSON:
        from neighborgrid.cli.curve import curve_json

        curve_json(plan, curve, screen)
    else:
        plan_result(plan, form, screen)
    if curve is not None and form is opt.Format.TABLE:
        from neighborgrid.cli.curve import curve_table

        curve_table(plan, curve, screen)
    if len(written) == 1:
        screen.say("cli.written", file=written[0].path)
        screen.say("cli.next_validate", path=typed(written[0].path))
    elif written:
        screen.say("cli.written_many", count=len(written), folder=written[0].path.parent.name)
        screen.say("cli.next_validate", path=typed(written[0].path.parent))


def _exit_code(plan: Plan, screen: Screen) -> int:
    wanted = plan.rules.coverage_pct
    if wanted is None:
        return int(ExitCode.OK)
    summary = plan.summary
    # Compared unrounded: 99.996 % is not 100 %.
    if 100 * float(summary["served"]) >= wanted * float(summary["rows_total"]):
        return int(ExitCode.OK)
    screen.say("cli.coverage_missed", coverage=f"{summary['coverage_pct']:.2f}", wanted=f"{wanted:g}")
    return int(ExitCode.BREACH)
