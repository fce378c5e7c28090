"""Verbs of ``export`` that take what all papers take, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written

    Make = Callable[[press.PrintJob, Screen], list[Written]]


def paper_verb(template: str, make: Make, summary: str) -> Callable[..., int]:
    """Verb that prints what ``make`` makes, with the packaged ``template`` as its design."""

    def run(
        plans: own.CardPlans = None,
        output: opt.Output = None,
        template_file: own.TemplateFile = None,
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
        screen = press.screen_of(quiet, verbose, color)
        if show:
            return press.show_template(template, screen)
        request = press.request(rules, preset, settings, lang)
        job = press.asked(plans, output, request, force, font_dir, template_file).start(screen)
        press.say_written(make(job, screen), screen)
        return 0

    run.__doc__ = summary
    return run
