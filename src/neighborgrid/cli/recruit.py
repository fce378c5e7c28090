"""``neighborgrid recruit``: the fewest additional members, where; or the cap or limit that suffices."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neighborgrid.cli import options as opt
from neighborgrid.cli.grounds import Given, own_ground_of
from neighborgrid.cli.screen import Screen, stages, wants_color
from neighborgrid.errors import ExitCode, UsageError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.advice.recruit import Recruits
    from neighborgrid.cli.again import Again
    from neighborgrid.model import Ground, Plan

HIGHEST_CAP = 1000

Plans = Annotated[
    list[Path], typer.Argument(help=text("opt.plans", opt.LANG), metavar="PLAN...", show_default=False)
]
Coverage = Annotated[
    str | None,
    typer.Option(
        "--coverage", metavar="PERCENT", help=text("opt.recruit_coverage", opt.LANG), show_default=False
    ),
]
Cap = Annotated[int | None, typer.Option("--cap", help=text("opt.recruit_cap", opt.LANG), show_default=False)]


def run(
    plans: Plans,
    coverage: Coverage = None,
    cap: Cap = None,
    roads: opt.Walk = None,
    barriers: opt.Barriers = None,
    barriers_from_roads: opt.BarriersFromRoads = False,
    matrix: opt.Matrix = None,
    output: opt.Output = None,
    lang: opt.LangChoice = None,
    form: opt.FormatChoice = opt.Format.TABLE,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Say who else is needed; exit code 1 where a coverage that was asked for cannot be reached."""
    screen = Screen(opt.LANG, opt.verbosity(quiet, verbose), wants_color(color.value))
    wanted = _wanted(coverage, cap)
    given = Given.of(roads, barriers, matrix, from_roads=barriers_from_roads)
    again, ground = _again(plans, given, screen)
    plan = again.plan
    target = _target(output, plans, again)

    from neighborgrid.advice.recruit import recruit
    from neighborgrid.cli.recruited import next_step, report

    with stages(screen) as progress:
        found = recruit(
            plan,
            100 if wanted is None else wanted,
            cap,
            lambda done, total: progress("recruit", done, total),
            ground=ground,
        )
    if not found.exact:
        screen.findings([Finding("NG223")])
    if coverage is not None and wanted is not None:
        _say_fraction(coverage, wanted, screen)
    report(found, again, form, screen)
    if target is not None:
        _write(found, plan, target, lang, screen)
    next_step(found, again, cap, screen)
    missed = wanted is not None and found.wanted > found.reachable
    return int(ExitCode.BREACH if missed else ExitCode.OK)


def _wanted(coverage: str | None, cap: int | None) -> float | None:
    """Coverage in percent, typed with or without a sign; raises UsageError (NG221) for what cannot be."""
    wrong = []
    wanted = None if coverage is None else _percent(coverage)
    if wanted is not None and not 0 <= wanted <= 100:
        wrong.append({"flag": "--coverage", "value": str(coverage).strip(), "allowed": "0..100"})
    if cap is not None and not 1 <= cap <= HIGHEST_CAP:
        wrong.append({"flag": "--cap", "value": f"{cap}", "allowed": f"1..{HIGHEST_CAP}"})
    if wrong:
        raise UsageError(*(Finding("NG221", values=values) for values in wrong))
    return wanted


def _percent(said: str) -> float:
    try:
        return float(said.strip().rstrip("%％"))
    except ValueError:
        return math.nan


def _say_fraction(said: str, wanted: float, screen: Screen) -> None:
    """Say how a small number was read: a share of one is easily typed in place of percent."""
    if 0 < wanted <= 1 and "%" not in said and "％" not in said:
        screen.say("recruit.fraction", read=f"{wanted:g}", meant=f"{100 * wanted:g}")


def _again(paths: Sequence[Path], given: Given, screen: Screen) -> tuple[Again, Ground | None]:
    """Plan with its hand edits applied, and where it came from; says what was found about it."""
    from dataclasses import replace

    from neighborgrid.audit.check import audit
    from neighborgrid.cli.again import Again
    from neighborgrid.cli.plans import opened

    books = opened(paths)
    screen.findings(books.plan.findings)
    ground = own_ground_of(books.plan, given, books.files, screen)
    found = audit(books.plan, part=books.part, ground=ground).findings
    breaches = [finding for finding in found if finding.severity == Severity.ERROR]
    if breaches and screen.verbosity >= 0:
        screen.finding(Finding("NG222", values={"count": len(breaches)}))
        screen.finding(replace(breaches[0], place=books.place(breaches[0].place)))
    return Again(books.plan, books.files, books.part or len(books.files) > 1), ground


def _target(output: Path | None, paths: Sequence[Path], again: Again) -> Path | None:
    """Workbook to write, if any; raises UsageError (NG535) where it is a file of the plan."""
    from neighborgrid.cli.inputs import target_of

    if output is None:
        return None
    target = target_of(output, paths, f"{text('recruit.name', again.plan.lang)}.xlsx")
    if target.exists() and any(target.samefile(file) for file in again.files):
        raise UsageError(Finding("NG535", Place(target.name)))
    return target


def _write(found: Recruits, plan: Plan, target: Path, lang: opt.PlanLang | None, screen: Screen) -> None:
    from neighborgrid.outputs.recruit_book import write

    written = write(found, plan, target, plan.lang if lang is None else lang.value)
    screen.findings(written.findings)
    screen.say("cli.written", file=written.path)
