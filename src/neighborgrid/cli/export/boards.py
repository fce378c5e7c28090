"""``neighborgrid export boards``: a notice board per circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written
    from neighborgrid.outputs.paper.boards import Size


def run(
    plans: own.CardPlans = None,
    output: opt.Output = None,
    size: own.SizeChoice = None,
    with_households: own.WithHouseholds = False,
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
    """Print the boards; naming households on them takes ``--force`` besides."""
    screen = press.screen_of(quiet, verbose, color)
    if show:
        return press.show_template("board.typ", screen)
    if with_households and not force:
        raise UsageError(Finding("NG572"))
    request = press.request(rules, preset, settings, lang)
    job = press.asked(plans, output, request, force, font_dir, template).start(screen)
    written = print_boards(job, screen, size.value if size else None, with_households)
    press.say_written(written, screen)
    return 0


def print_boards(
    job: press.PrintJob, screen: Screen, size: str | None = None, with_households: bool = False
) -> list[Written]:
    """Boards of a job."""
    from neighborgrid.outputs.paper import boards

    target = job.target(text("book.boards", job.subject.lang), ".pdf")
    prepared = boards.jobs(
        job.subject,
        job.fonts,
        target,
        template=job.asked.design("board.typ"),
        size=cast("Size", size if size else job.subject.say.rules.board_size),
        with_households=with_households,
    )
    return job.print(prepared, screen)
