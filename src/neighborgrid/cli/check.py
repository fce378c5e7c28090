"""``neighborgrid check``: what was understood, the ledger, and every cell that needs a look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.inputs import Request, build, read, refuse_inputs, target_of
from neighborgrid.cli.roads import reach_json, roads_reach, say_reach
from neighborgrid.cli.screen import Screen, typed, wants_color
from neighborgrid.errors import ExitCode
from neighborgrid.findings import Finding, Severity, worst
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neighborgrid.intake.build import Built
    from neighborgrid.places.roads.reach import Reach


def run(
    paths: opt.Paths,
    output: opt.Output = None,
    mark: opt.Mark = False,
    frame: opt.Frame = None,
    households_frame: opt.HouseholdsFrame = None,
    members_frame: opt.MembersFrame = None,
    roads: opt.Roads = None,
    barriers: opt.Barriers = None,
    matrix: opt.Matrix = None,
    within: opt.WithinChoice = None,
    as_of: opt.AsOf = None,
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
    """Read the sheets at ``paths`` and say what is in them; exit code 1 where a cell is in error."""
    screen = Screen(opt.LANG, opt.verbosity(quiet, verbose), wants_color(color.value))
    flags = opt.planning_flags(
        frame=frame,
        households_frame=households_frame,
        members_frame=members_frame,
        barriers=barriers,
        matrix=matrix,
        within=within,
        as_of=as_of,
    )
    request = Request(rules, preset, flags, tuple(settings or ()), tuple(column or ()))
    result = read(paths)
    target = None if output is None else target_of(output, paths, text("check.name", screen.lang))
    if target is not None:
        refuse_inputs(target, result)
    built = build(result, request, screen, halt=False)
    judge = built.stop is None
    nothing = None, (), None
    reach, found, doubt = nothing if roads is None else roads_reach(built.problem, roads, judge=judge)
    findings = (*built.problem.findings, *found)
    _show(built, reach, form, screen)
    if reach is not None and roads is not None and form is opt.Format.TABLE:
        say_reach(reach, roads, built.problem.rules.snap_m, screen, doubted=doubt is not None)
    written = _write(findings, target, screen)
    if mark:
        _mark(findings, paths, screen)
    screen.findings(findings)
    said = {
        f"--{name.replace('_', '-')}": value
        for name, value in {
            "frame": frame,
            "households_frame": households_frame,
            "members_frame": members_frame,
            "roads": roads,
            "barriers": barriers,
            "matrix": matrix,
        }.items()
        if value is not None
    }
    _conclude(findings, written, () if built.stop or doubt else paths, said, screen)
    if built.stop is not None:
        return int(ExitCode.INPUT)
    gravest = worst(findings) or 0
    bad = gravest >= (Severity.WARNING if strict else Severity.ERROR)
    return int(ExitCode.BREACH if bad else ExitCode.OK)


def _show(built: Built, reach: Reach | None, form: opt.Format, screen: Screen) -> None:
    from neighborgrid.cli.understood import as_json, ledger_csv, ledger_lines

    if form is opt.Format.JSON:
        shown = as_json(built, screen.lang)
        screen.json(shown if reach is None else {**shown, "roads": reach_json(reach)})
    elif form is opt.Format.CSV:
        screen.product(ledger_csv(built))
    else:
        screen.product("\n".join(ledger_lines(built, screen.lang)))


def _write(findings: Sequence[Finding], target: Path | None, screen: Screen) -> str:
    """Write the workbook of findings where it was asked for; returns its name or ""."""
    if target is None:
        return ""
    from neighborgrid.outputs.findings_book import write

    written = write(findings, target, screen.lang)
    for finding in written.findings:
        screen.finding(finding)
    return written.path.name


def _mark(findings: Sequence[Finding], paths: list[Path], screen: Screen) -> None:
    from neighborgrid.intake.paths import expand
    from neighborgrid.outputs.mark import mark

    files, _ = expand(paths)
    for item in mark(findings, files, None, screen.lang):
        if isinstance(item, Finding):
            screen.finding(item)
        else:
            for finding in item.findings:
                screen.finding(finding)
            screen.say("cli.marked", file=item.path.name)


def _conclude(
    findings: Sequence[Finding],
    written: str,
    paths: Sequence[Path],
    said: Mapping[str, str | Path],
    screen: Screen,
) -> None:
    """How many findings there are, and what to type next: nothing where ``paths`` cannot be planned.

    ``said`` are the flags that change what is read, and their values.
    """
    count = sum(finding.severity > Severity.NOTE for finding in findings)
    if not count:
        screen.say("check.clean")
    elif written:
        screen.say("check.written", count=count, file=written)
    else:
        screen.say("check.count", count=count, name=text("check.name", screen.lang))
    if paths:
        flags = "".join(f" {flag} {typed(Path(value))}" for flag, value in said.items())
        screen.say("cli.next_assign", paths=typed(*paths) + flags)
