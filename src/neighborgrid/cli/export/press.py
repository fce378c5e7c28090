"""What the verbs of ``export`` share: the plan to print, its fonts, the press, what is said at the end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.inputs import Request, default_target
from neighborgrid.cli.plans import opened
from neighborgrid.cli.screen import Screen, progress_bar, wants_color
from neighborgrid.errors import InputError, UsageError
from neighborgrid.findings import Finding, Place
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.files import Written
    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.common import Prepared
    from neighborgrid.outputs.paper.deck import Deck
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.press import Template
    from neighborgrid.outputs.paper.subject import Subject

FEW = 2
"""Files that are named one by one."""
SUFFIXES = frozenset(
    {".pdf", ".xlsx", ".xls", ".docx", ".png", ".svg", ".html", ".gpkg", ".kml", ".geojson", ".csv"}
)
"""Suffixes that show that ``-o`` names a file."""


class NothingToPrintError(InputError):
    """A paper would have no page."""


@dataclass(frozen=True)
class PrintRequest:
    """What all papers are asked with: plan workbooks, where to write, rules of printing, fonts."""

    paths: Sequence[Path]
    output: Path | None = None
    request: Request = field(default_factory=Request)
    force: bool = False
    font_dir: Path | None = None
    template: Path | None = None

    def design(self, built_in: str) -> Template:
        """Organiser's own template, else the built-in one."""
        from neighborgrid.outputs.paper.press import Template

        return Template.built_in(built_in) if self.template is None else Template.of_file(self.template)

    def start(self, screen: Screen) -> PrintJob:
        """Read the plan; says what there is to say about it."""
        if self.template is not None:
            self.design("")
        return PrintJob(self, *subject_of(self, screen))


@dataclass(frozen=True)
class PrintJob:
    """Plan and its files, and the fonts of one call."""

    asked: PrintRequest
    subject: Subject
    files: tuple[Path, ...]

    @cached_property
    def fonts(self) -> FontSet:
        """Fonts to print with, looked for where something is printed."""
        return _fonts(self.asked.font_dir, self.subject)

    def name(self, key: str) -> str:
        """Name of a workbook; that of a draft says so, since its tabs carry no mark."""
        name = text(key, self.subject.lang)
        return f"{name}-{text('paper.draft', self.subject.lang)}" if self.subject.draft else name

    @cached_property
    def deck(self) -> Deck:
        """All cards, in the order in which they are handed out."""
        from neighborgrid.outputs.paper.deck import deck

        return deck(self.subject)

    def target(self, name: str, suffix: str) -> Path:
        """File to write: ``-o`` where it has that suffix, inside it where it is a folder, else by the plan.

        Raises UsageError: NG570 where ``-o`` has another suffix, NG535 where it is a file of the plan.
        """
        try:
            return self.spared(self._target(name, suffix))
        except OSError as error:
            detail = error.strerror if error.strerror else type(error).__name__
            raise InputError(Finding("NG502", Place(f"{name}{suffix}"), {"detail": detail})) from error

    def spared(self, target: Path) -> Path:
        """``target``; raises UsageError (NG535) where it is a file of the plan."""
        if target.exists() and any(target.samefile(file) for file in self.files):
            raise UsageError(Finding("NG535", Place(target.name)))
        return target

    def _target(self, name: str, suffix: str) -> Path:
        output = self.asked.output
        if output is None:
            return default_target(self.asked.paths, f"{name}{suffix}")
        if output.suffix.lower() == suffix and not output.is_dir():
            return output
        if output.suffix.lower() in SUFFIXES and not output.is_dir():
            raise UsageError(Finding("NG570", Place(output.name), {"suffix": suffix}))
        return output / f"{name}{suffix}"

    def print(self, prepared: Prepared, screen: Screen) -> list[Written]:
        """Print; says first which characters no font has, and what else was found.

        Raises NothingToPrintError (NG571) where there is nothing to print.
        """
        from neighborgrid.outputs.paper.fonts import missing_finding, rows_with
        from neighborgrid.outputs.paper.press import Press

        if not prepared.weight:
            raise NothingToPrintError(*(prepared.findings if prepared.findings else (Finding("NG571"),)))
        missing = self.fonts.missing(prepared.texts)
        if missing:
            screen.findings([missing_finding(missing, len(rows_with(prepared.texts, missing)))])
        screen.findings((*self.fonts.findings, *prepared.findings))
        with progress_bar(screen, text("export.printing", screen.lang), prepared.weight) as more:
            written = Press(self.fonts.paths, progress=more).print(prepared.jobs)
        say_findings(written, screen)
        return written


def asked(
    plans: Sequence[Path] | None,
    output: Path | None,
    request: Request,
    force: bool = False,
    font_dir: Path | None = None,
    template: Path | None = None,
) -> PrintRequest:
    """Request of a verb; raises UsageError (NG530) where no plan is named."""
    if not plans:
        raise UsageError(Finding("NG530", values={"detail": text("export.no_plan", opt.LANG)}))
    return PrintRequest(plans, output, request, force, font_dir, template)


def request(
    rules: Path | None, preset: str | None, settings: Sequence[str] | None, lang: opt.PlanLang | None
) -> Request:
    """Rules of printing and language as typed."""
    return Request(rules, preset, assignments=tuple(settings or ()), lang=lang.value if lang else None)


def subject_of(asked: PrintRequest, screen: Screen) -> tuple[Subject, tuple[Path, ...]]:
    """Subject of plan workbooks under the printing rules of the command line.

    Beside it the files that it was read from.
    """
    from neighborgrid.outputs.paper.subject import subject

    book = opened(asked.paths)
    edited = _printed_by(book.plan, asked.request)
    lang = edited.lang if asked.request.lang is None else asked.request.lang
    made, findings = subject(edited, lang=lang, force=asked.force, part=book.part, place=book.place)
    screen.findings((*edited.findings, *findings))
    return made, book.files


def _fonts(font_dir: Path | None, subject: Subject) -> FontSet:
    """Fonts to print with; those of the system come in for rare characters of the plan only."""
    from neighborgrid.outputs.paper.fonts import find_fonts, with_fallbacks

    fonts = find_fonts(font_dir, subject.lang)
    missing = fonts.missing(subject.texts())
    return with_fallbacks(fonts, missing) if missing else fonts


def _printed_by(plan: Plan, request: Request) -> Plan:
    """Plan under the printing rules that the command line gives.

    A rules file may hold rules of planning too, which stay the plan's; on the command line itself they
    raise UsageError (NG568).
    """
    from neighborgrid.rules import sources
    from neighborgrid.rules.settings import PRINT_TABLES

    def prints(key: str) -> bool:
        return key.partition(".")[0] in PRINT_TABLES

    given = (*request.weak(), *request.strong())
    if not given:
        return plan
    rules = sources.resolve(given)
    strange = [entry.key for source in request.strong() for entry in source.entries if not prints(entry.key)]
    if strange:
        raise UsageError(*(Finding("NG568", values={"key": key}) for key in strange))
    changed = plan.rules
    for key in (entry.key for source in given for entry in source.entries if prints(entry.key)):
        changed = changed.with_value(key, rules.values[key], rules.origins[key])
    return replace(plan, rules=changed)


def say_findings(written: Sequence[Written], screen: Screen) -> None:
    """Findings of files that were written."""
    for item in written:
        screen.findings(item.findings)


def say_written(written: Sequence[Written], screen: Screen) -> None:
    """Name what was written: each of a few files, or their number and their folder."""
    if len(written) <= FEW:
        for item in written:
            screen.say("cli.written", file=item.path)
    else:
        screen.say("export.written_many", count=len(written), folder=written[0].path.parent)


def show_template(name: str, screen: Screen) -> int:
    """Put a built-in template on stdout, to begin one's own with."""
    from neighborgrid.outputs.paper.press import Template

    screen.product(Template.built_in(name).source)
    return 0


def screen_of(quiet: bool, verbose: bool, color: opt.Color) -> Screen:
    """Screen of a verb."""
    return Screen(opt.LANG, opt.verbosity(quiet, verbose), wants_color(color.value))
