"""``neighborgrid export notebooks`` and ``receipts``: booklets and delivery sheets per member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written


def run(
    plans: own.CardPlans = None,
    output: opt.Output = None,
    template: own.TemplateFile = None,
    show: own.ShowTemplate = False,
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
    """Print the notebooks."""
    screen = press.screen_of(quiet, verbose, color)
    if show:
        return press.show_template("notebook.typ", screen)
    request = press.request(rules, preset, settings, lang)
    job = press.asked(plans, output, request, force, font_dir, template).start(screen)
    press.say_written(print_notebooks(job, screen), screen)
    return 0


def run_receipts(
    plans: own.CardPlans = None,
    output: opt.Output = None,
    template: own.TemplateFile = None,
    show: own.ShowTemplate = False,
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
    """Print the delivery sheets."""
    screen = press.screen_of(quiet, verbose, color)
    if show:
        return press.show_template("receipt.typ", screen)
    request = press.request(rules, preset, settings, lang)
    job = press.asked(plans, output, request, force, font_dir, template).start(screen)
    press.say_written(print_receipts(job, screen), screen)
    return 0


def print_notebooks(job: press.PrintJob, screen: Screen) -> list[Written]:
    """Notebooks of a job."""
    from neighborgrid.outputs.paper import notebooks

    target = job.target(text("book.notebooks", job.subject.lang), ".pdf")
    design = job.asked.design("notebook.typ")
    return job.print(notebooks.jobs(job.subject, job.fonts, target, template=design, deck=job.deck), screen)


def print_receipts(job: press.PrintJob, screen: Screen) -> list[Written]:
    """Delivery sheets of a job."""
    from neighborgrid.outputs.paper import receipts

    target = job.target(text("book.receipts", job.subject.lang), ".pdf")
    design = job.asked.design("receipt.typ")
    return job.print(receipts.jobs(job.subject, job.fonts, target, template=design, deck=job.deck), screen)
