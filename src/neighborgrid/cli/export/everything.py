"""``neighborgrid export all``: every paper of a plan, into one folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.cli.export.boards import print_boards
from neighborgrid.cli.export.cards import Wanted, factors, print_cards
from neighborgrid.cli.export.geo import write_layers
from neighborgrid.cli.export.maps import write_map
from neighborgrid.cli.export.notebooks import print_notebooks, print_receipts
from neighborgrid.cli.export.rosters import write_report, write_roster
from neighborgrid.cli.inputs import default_target
from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding, Place
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.files import Written


def run(
    plans: own.Plans,
    output: opt.Output = None,
    layout: own.LayoutChoice = None,
    scale: own.Scale = None,
    size: own.SizeChoice = None,
    force: own.Force = False,
    font_dir: own.FontDir = None,
    rules: own.RulesFile = None,
    preset: opt.Preset = None,
    settings: own.Settings = None,
    lang: opt.LangChoice = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Print everything; the plan is read once."""
    screen = press.screen_of(quiet, verbose, color)
    if output is not None and output.suffix.lower() in press.SUFFIXES:
        raise UsageError(Finding("NG573", Place(output.name)))
    wanted = Wanted(layout=layout.value if layout else None, scale=factors(scale))
    asked = press.asked(plans, output, press.request(rules, preset, settings, lang), force, font_dir)
    job = asked.start(screen)
    folder = output if output is not None else default_target(plans, text("book.all", job.subject.lang))
    job = replace(job, asked=replace(asked, output=folder))
    papers: tuple[Callable[[], list[Written]], ...] = (
        lambda: print_cards(job, wanted, screen),
        lambda: print_boards(job, screen, size.value if size else None),
        lambda: print_notebooks(job, screen),
        lambda: print_receipts(job, screen),
        lambda: write_roster(job, screen, "member"),
        lambda: write_report(job, screen),
        lambda: write_map(job, screen),
        lambda: write_layers(job, screen, own.GeoForm.GPKG),
    )
    for make in papers:
        try:
            press.say_written(make(), screen)
        except press.NothingToPrintError as nothing:
            # One empty paper is no reason to go without the others.
            screen.findings(nothing.findings)
    screen.say("export.ruler", file=folder / (text("book.ruler", job.subject.lang) + ".pdf"))
    return 0
