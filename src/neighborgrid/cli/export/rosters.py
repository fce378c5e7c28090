"""``neighborgrid export roster`` and ``report``: workbooks of who serves whom, and of what is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.cli.export.verb import paper_verb
from neighborgrid.files import make_folder
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written
    from neighborgrid.outputs.paper.subject import Subject
    from neighborgrid.outputs.roster import By, Rounds


def run(
    plans: own.Plans,
    output: opt.Output = None,
    by: own.By = own.RosterBy.MEMBER,
    public: own.Public = False,
    mask: own.Mask = False,
    force: own.Force = False,
    rules: own.RulesFile = None,
    preset: opt.Preset = None,
    settings: own.Settings = None,
    lang: opt.LangChoice = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Write the roster."""
    screen = press.screen_of(quiet, verbose, color)
    request = press.request(rules, preset, settings, lang)
    job = press.asked(plans, output, request, force).start(screen)
    press.say_written(write_roster(job, screen, by.value, public=public, mask=mask), screen)
    return 0


def write_roster(
    job: press.PrintJob, screen: Screen, by: By, *, public: bool = False, mask: bool = False
) -> list[Written]:
    """Roster of a job."""
    from neighborgrid.outputs import roster

    subject = job.subject
    name = job.name("roster.name.public" if public else "roster.name")
    # Beside the full roster, not in its place.
    name = f"{name}-{text('roster.masked', subject.lang)}" if mask else name
    target = job.target(name, ".xlsx")
    make_folder(target.parent)
    written = roster.write(
        subject.plan, target, by=by, public=public, mask=mask, lang=subject.lang, rounds=_rounds(subject)
    )  # fmt: skip
    press.say_findings([written], screen)
    return [written]


def write_report(job: press.PrintJob, screen: Screen) -> list[Written]:
    """Report of a job: the PDF, then the workbook beside it."""
    from neighborgrid.outputs import report_book
    from neighborgrid.outputs.paper import report

    subject = job.subject
    target = job.target(text("report.name", subject.lang), ".pdf")
    # The tabs of a draft carry no mark, so its name does.
    name = f"{job.name('report.name')}.xlsx"
    beside = job.spared(target.with_name(name) if subject.draft else target.with_suffix(".xlsx"))
    design = job.asked.design("report.typ")
    written = job.print(report.jobs(subject, job.fonts, target, template=design), screen)
    book = report_book.write(subject.plan, beside, subject.lang)
    press.say_findings([book], screen)
    return [*written, book]


run_report = paper_verb("report.typ", write_report, "Write the coverage report as PDF and as workbook.")


def _rounds(subject: Subject) -> Rounds:
    """Walking order and visits a year of every household."""
    import numpy as np

    from neighborgrid.outputs.paper.deck import walking_rank
    from neighborgrid.outputs.roster import Rounds

    rules = subject.say.rules
    starred = (subject.plan.households["priority"] != "").to_numpy()
    return Rounds(walking_rank(subject.plan), np.where(starred, rules.priority_per_year, rules.per_year))
