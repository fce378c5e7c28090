"""``neighborgrid explain``: why this member, what the others would cost, why a household waits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neighborgrid.cli import options as opt
from neighborgrid.cli import plans
from neighborgrid.cli.grounds import Given, own_ground_of
from neighborgrid.cli.inputs import target_of
from neighborgrid.cli.screen import Screen, typed, wants_color
from neighborgrid.errors import ExitCode, UsageError
from neighborgrid.findings import Finding, Place
from neighborgrid.words import text, texts

if TYPE_CHECKING:
    from neighborgrid.advice.explain import Explained
    from neighborgrid.cli.explain.saying import Saying
    from neighborgrid.model import Ground

PlanPath = Annotated[
    Path | None, typer.Argument(help=text("opt.plan", opt.LANG), metavar="PLAN", show_default=False)
]
Who = Annotated[
    list[str] | None, typer.Argument(help=text("opt.who", opt.LANG), metavar="ID|NAME", show_default=False)
]
Member = Annotated[
    str | None,
    typer.Option("--member", metavar="ID|NAME", help=text("opt.member", opt.LANG), show_default=False),
]
All = Annotated[bool, typer.Option("--all", help=text("opt.all", opt.LANG))]


def run(
    plan: PlanPath = None,
    who: Who = None,
    member: Member = None,
    everything: All = False,
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
    """Explain a household, a member, a shortage, or all shortages; exit code 2 for who is not there."""
    screen = Screen(opt.LANG, opt.verbosity(quiet, verbose), wants_color(color.value))
    asked = who if who else []
    if len(asked) > 1:
        raise _misused("several")
    if asked and member is not None:
        raise _misused("one_only")
    if everything and (asked or member is not None):
        raise _misused("all_alone")
    if output is not None and not everything:
        raise _misused("output_alone")
    if any(not one.strip() for one in (*asked, *([] if member is None else [member]))):
        raise _misused("blank")
    plan = _plan_named(plan, screen)
    opened = plans.opened([plan])
    given = Given.of(roads, barriers, matrix, from_roads=barriers_from_roads)
    ground = own_ground_of(opened.plan, given, opened.files, screen)
    if everything:
        return _write_all(opened, ground, plan, output, lang, screen)

    from neighborgrid.advice.explain import explain

    wanted = member if member is not None else "".join(asked)
    found = explain(opened.plan, wanted.strip(), member=member is not None, ground=ground)
    _say_reading(opened, found, screen)
    breaches = [replace(one, place=opened.place(one.place)) for one in found.breaches]
    if breaches:
        screen.say("explain.breach")
        screen.findings(breaches)
    _show(found, plan, form, screen)
    return int(ExitCode.OK)


def _misused(key: str, **values: object) -> UsageError:
    return UsageError(Finding("NG530", values={"detail": text(f"explain.{key}", opt.LANG, **values)}))


def _plan_named(plan: Path | None, screen: Screen) -> Path:
    """The plan that is meant: the only one of the usual name where none is typed."""
    names = dict.fromkeys(f"{name}.xlsx" for name in texts()["book.name"])
    found = [name for name in names if Path(name).is_file()]
    if plan is None and len(found) == 1:
        screen.say("explain.uses", path=found[0])
        return Path(found[0])
    # An id has digits and no suffix; a name might be anybody's, and is not repeated.
    known = plan is not None and (plan.exists() or plan.suffix != "" or len(plan.parts) > 1)
    if plan is not None and (known or not any(one.isdigit() for one in plan.name)):
        return plan
    said = text("explain.no_plan_id", opt.LANG) if plan is None else plan.name
    example = found[0] if len(found) == 1 else f"{text('book.name', opt.LANG)}.xlsx"
    raise _misused("no_plan", path=example, id=said)


def _say_reading(opened: plans.Opened, found: Explained, screen: Screen) -> None:
    """Findings about the workbook as a whole, and those of edits that the answer is about."""
    from neighborgrid.advice.explain import ids_of

    ids = ids_of(found.answer)
    rows = ("household_id", "member_id", "circle_id")
    concern = [
        one
        for one in opened.plan.findings
        if not any(key in one.values for key in rows) or any(one.values.get(key) in ids for key in rows)
    ]
    screen.findings(concern)


def _show(found: Explained, path: Path, form: opt.Format, screen: Screen) -> None:
    from neighborgrid.cli.explain.data import as_csv, as_json
    from neighborgrid.cli.explain.saying import Saying

    if form is opt.Format.JSON:
        screen.json(as_json(found, screen.lang))
    elif form is opt.Format.CSV:
        screen.product(as_csv(found.answer))
    else:
        _tell(Saying(screen, typed(path)), found)


def _tell(said: Saying, found: Explained) -> None:
    from neighborgrid.advice.answers import HouseholdAnswer, MemberAnswer, Shortage
    from neighborgrid.cli.explain import household, member, shortages

    match found.answer:
        case HouseholdAnswer() as home:
            household.say_household(said, home)
            household.say_next(said, home)
        case MemberAnswer() as person:
            member.say_member(said, person)
            key = "explain.next_overview" if person.person.excluded else "cli.next_validate"
            said.screen.say(key, path=said.path)
        case Shortage() as short:
            shortages.say_shortage(said, short)
            said.screen.say("explain.next_recruit", path=said.path)
        case overview:
            shortages.say_overview(said, overview)
            shortages.say_next(said, overview)
    if found.also:
        ids = said.word("ids").join(found.also)
        said.screen.say("explain.also", ids=ids, id=found.also[0], path=said.path)


def _write_all(
    opened: plans.Opened,
    ground: Ground | None,
    path: Path,
    output: Path | None,
    lang: opt.PlanLang | None,
    screen: Screen,
) -> int:
    from neighborgrid.advice.all_sheet import all_rows, counts
    from neighborgrid.outputs.explanations_book import write

    written_in = opened.plan.lang if lang is None else lang.value
    name = text("explain.book", written_in)
    # In a folder of split plans it would be taken for one of them.
    beside = path.resolve() if path.is_dir() else path
    target = target_of(output, [beside], f"{name}.xlsx")
    if output is None and path.is_dir():
        target = beside.parent / target.name
    if target.exists() and any(target.samefile(file) for file in opened.files):
        raise UsageError(Finding("NG535", Place(target.name)))
    screen.findings(opened.plan.findings)
    rows = all_rows(opened.plan, ground)
    written = write(rows, target, day=opened.plan.rules.as_of, lang=written_in)
    screen.findings(written.findings)
    screen.tell("explain.all_done", **counts(rows))
    screen.say("cli.written", file=written.path)
    screen.say("explain.next_one", path=typed(path), id=rows["household_id"].iat[0] if len(rows) else "")
    return int(ExitCode.OK)
