"""Shortages explained: who reaches whom, what would help; and all shortages of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.advice.answers import Overview, Remedied, Shortage, Waiting
    from neighborgrid.cli.explain.saying import Saying

PEOPLE: Final = 15
WAITING: Final = 5
REMEDIES: Final = 8
SHORTAGES: Final = 20
MENDED: Final = frozenset({"", "row_error", "no_coordinates", "lock_conflict"})
"""Reasons against which nobody new would help."""


def say_shortage(said: Saying, answer: Shortage) -> None:
    """Put the explanation of a shortage on stdout."""
    said.tell(
        "explain.shortage",
        id=answer.shortage_id,
        village=answer.village,
        households=answer.households,
        members=answer.members,
        capacity=answer.capacity,
        short=answer.short,
    )
    ids, more = said.ids(answer.waiting, WAITING)
    said.tell("explain.shortage_waits", ids=ids, more=more)
    said.tell("explain.shortage_people")
    rows = [[p.member_id, p.name, said.role(p), p.group, said.load(p)] for p in answer.people]
    said.lines(("member_id", "name", "role", "group", "load"), rows, PEOPLE, left=4)
    say_remedies(said, answer)


def say_remedies(said: Saying, answer: Shortage) -> None:
    """Put what would help a shortage on stdout; those who do not serve are summed up unless they chose so."""
    if not answer.remedies:
        said.tell("explain.no_remedy")
        return
    said.tell("explain.remedies")
    verbose = said.screen.verbosity > 0
    named = [one for one in answer.remedies if verbose or not _private(one)]
    count = said.shown(len(named), REMEDIES)
    kinds = {one.kind for one in named[:count]}
    for one in named[:count]:
        left = answer.short - one.fixes
        key = "explain.fixes" if left else "explain.fixes_all"
        said.tell(key, remedy=remedy(said, one, answer), fixes=one.fixes, left=left)
    if count < len(named):
        said.tell("explain.remedies_more", count=len(named) - count)
    if len(named) < len(answer.remedies):
        said.tell("explain.remedies_excluded", count=len(answer.remedies) - len(named))
    cap = next((one for one in named[:count] if one.kind in {"cap", "both"}), None)
    if cap is not None:
        said.tell("explain.where.cap", value=f"{cap.value:g}")
    if "excluded" in kinds:
        said.tell("explain.where.excluded")


def _private(one: Remedied) -> bool:
    """Whether it asks somebody who does not serve for health, age or absence."""
    return one.person is not None and one.kind == "excluded" and one.person.excluded != "other"


def remedy(said: Saying, one: Remedied, of: Shortage) -> str:
    """Remedy in words, without what it fixes."""
    person = one.person
    who = "" if person is None else said.who(person)
    if person is not None and one.kind == "excluded":
        why = said.word("joint").join((person.member_id, said.reason(person)))
        who = said.word("who", name=person.name, text=why)
    return said.word(
        f"remedy.{one.kind}",
        members=of.members,
        value=f"{one.value:g}",
        room=one.room,
        who=who,
        place="" if person is None else said.place(person),
        household=one.household_id,
        group=said.word("bracket", text=one.group) if one.group else "",
    )


def say_overview(said: Saying, answer: Overview) -> None:
    """Put the table of all shortages, and the waiting households by reason, on stdout."""
    total = sum(one.count for one in answer.waiting)
    if not total:
        said.tell("explain.nothing_waits", rows=answer.rows)
        return
    if answer.shortages:
        short = sum(one.short for one in answer.shortages)
        said.tell("explain.overview", count=len(answer.shortages), short=short)
        columns = ("shortage_id", "village", "households", "members", "capacity", "short", "remedy")
        ordered = sorted(answer.shortages, key=lambda one: -one.short)
        said.lines(columns, [_row(said, one) for one in ordered], SHORTAGES, left=2)
    said.tell("explain.waiting", total=total)
    for one in answer.waiting:
        said.screen.product(_line(said, one, answer.limit_m))


def say_next(said: Saying, answer: Overview) -> None:
    """Name the commands that follow."""
    example = next((one.example for one in answer.waiting if one.example), "")
    if answer.shortages:
        most = max(answer.shortages, key=lambda one: one.short)
        said.screen.say("explain.next_shortage", path=said.path, id=most.shortage_id)
    if example:
        said.screen.say("explain.next_one", path=said.path, id=example)
    reasons = {one.reason for one in answer.waiting}
    if reasons == {""}:
        said.screen.say("explain.next_again")
    elif reasons and reasons <= MENDED:
        said.screen.say("explain.next_assign")
    elif reasons:
        said.screen.say("explain.next_recruit", path=said.path)
    else:
        said.screen.say("export.next", path=said.path)


def _row(said: Saying, one: Shortage) -> list[str]:
    numbers = (one.households, one.members, one.capacity, one.short)
    first = one.remedies[0]
    return [one.shortage_id, one.village, *map(str, numbers), _brief(said, first) if first.fixes else "-"]


def _brief(said: Saying, one: Remedied) -> str:
    """Remedy of the workbook in few words."""
    return said.word(f"brief.{one.kind}", value=f"{one.value:g}", room=one.room)


def _line(said: Saying, one: Waiting, limit_m: float) -> str:
    key = f"why.{one.reason}"
    lang = said.screen.lang
    reason = text(key, lang, limit=f"{limit_m:g}") if one.reason else said.word("reason.")
    line = said.word("waiting_line", reason=reason, count=one.count)
    return line + (said.word("waiting_example", id=one.example) if one.example else "")
