"""``neighborgrid export cards``: a connection card for every household."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written
    from neighborgrid.outputs.paper.cards import CardOptions
    from neighborgrid.outputs.paper.deck import Deck


@dataclass(frozen=True)
class Wanted:
    """Which cards are wanted, and how they are laid out."""

    layout: str | None = None
    order: str = "stack"
    split: str | None = None
    only: Sequence[str] = ()
    since: Path | None = None
    backs: bool = True
    qr: bool = True
    scale: tuple[float, float] = (1.0, 1.0)


def run(
    plans: own.CardPlans = None,
    output: opt.Output = None,
    layout: own.LayoutChoice = None,
    order: own.OrderChoice = own.CardOrder.STACK,
    split: own.SplitChoice = None,
    only: own.Only = None,
    since: own.Since = None,
    no_back: own.NoBack = False,
    no_qr: own.NoQr = False,
    scale: own.Scale = None,
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
    """Print the cards and the calibration page."""
    screen = press.screen_of(quiet, verbose, color)
    if show:
        return press.show_template("card.typ", screen)
    asked = press.asked(
        plans, output, press.request(rules, preset, settings, lang), force, font_dir, template
    )
    wanted = Wanted(
        layout=layout.value if layout else None,
        order=order.value,
        split=split.value if split else None,
        only=[one for listed in only or () for one in re.split(r"[,，、;；]", listed) if one.strip()],
        since=since,
        backs=not no_back,
        qr=not no_qr,
        scale=factors(scale),
    )
    job = asked.start(screen)
    written = print_cards(job, wanted, screen)
    press.say_written(written, screen)
    if written:
        screen.say("export.ruler", file=ruler_beside(job))
    return 0


def print_cards(job: press.PrintJob, wanted: Wanted, screen: Screen) -> list[Written]:
    """Cards and calibration page of a job; says the equation of households and cards.

    Where no card changed since the older plan there is nothing to do, and nothing is written.
    """
    from neighborgrid.outputs.paper import calibration, cards

    whole = job.deck
    chosen = _chosen(whole, wanted, job, screen)
    if wanted.since is not None and not len(chosen.cards):
        _equation(whole, chosen, screen)
        screen.tell("export.unchanged")
        return []
    target = job.target(text("book.cards", job.subject.lang), ".pdf")
    options = _options(wanted, job)
    prepared = cards.jobs(job.subject, chosen, job.fonts, target, options)
    written = job.print(prepared, screen)
    job.print(calibration.jobs(job.subject, job.fonts, ruler_beside(job), wanted.scale), screen)
    _equation(whole, chosen, screen)
    return written


def ruler_beside(job: press.PrintJob) -> Path:
    """File of the calibration page, beside the cards."""
    target = job.target(text("book.cards", job.subject.lang), ".pdf")
    ruler = target.with_name(text("book.ruler", job.subject.lang) + ".pdf")
    # The cards may have been given the very name.
    return job.spared(ruler if ruler != target else target.with_name(f"{target.stem}-2.pdf"))


def factors(scale: str | None) -> tuple[float, float]:
    """Factors across and down from what was typed after ``--scale``; raises UsageError (NG569)."""
    from neighborgrid.outputs.paper.calibration import factor

    if scale is None:
        return (1.0, 1.0)
    parts = re.split(r"[x×*,]", scale.lower().replace("mm", ""))
    try:
        made = [factor(float(part)) for part in parts]
    except ValueError:
        made = []
    known = [one for one in made if one is not None]
    if not 1 <= len(known) <= 2 or len(known) < len(parts):
        raise UsageError(Finding("NG569", values={"text": scale}))
    return known[0], known[-1]


def _options(wanted: Wanted, job: press.PrintJob) -> CardOptions:
    from neighborgrid.outputs.paper.cards import CardOptions
    from neighborgrid.outputs.paper.sheets import Order, Split

    rules = job.subject.say.rules
    return CardOptions(
        layout=wanted.layout if wanted.layout else rules.layout,
        order=Order(wanted.order),
        split=Split(wanted.split) if wanted.split else None,
        backs=wanted.backs,
        qr=wanted.qr and rules.qr,
        scale=wanted.scale,
        template=job.asked.design("card.typ"),
    )


def _chosen(whole: Deck, wanted: Wanted, job: press.PrintJob, screen: Screen) -> Deck:
    """Cards that are asked for."""
    from neighborgrid.outputs.paper import choose
    from neighborgrid.outputs.paper.deck import deck

    # What is asked for is looked up in the whole plan, not among what happens to have changed.
    made = choose.only(whole, wanted.only) if wanted.only else whole
    if wanted.since is None:
        return made
    old = replace(job.asked, paths=[wanted.since], force=True)
    quiet = replace(screen, verbosity=-1)
    before, _ = press.subject_of(old, quiet)
    return choose.changed(made, deck(before))


def _equation(whole: Deck, chosen: Deck, screen: Screen) -> None:
    """Households = cards + waiting cards + own homes (+ vacant houses + rows without a name)."""
    counts = whole.counts
    parts = [
        text(f"export.{key}", screen.lang, count=count)
        for key, count in counts.items()
        if count or key in {"cards", "waiting_cards", "own_homes"}
    ]
    screen.tell("export.equation", households=whole.households, parts=" + ".join(parts))
    if len(chosen.cards) < len(whole.cards):
        screen.tell("export.chosen", cards=len(chosen.cards), all=len(whole.cards))
