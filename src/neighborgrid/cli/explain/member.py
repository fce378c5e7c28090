"""A member explained: whom the member serves, what one household more or fewer would change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from neighborgrid.advice.answers import MemberAnswer, Served
    from neighborgrid.cli.explain.saying import Saying

HOMES: Final = 15


def say_member(said: Saying, answer: MemberAnswer) -> None:
    """Put the explanation of a member on stdout."""
    person = answer.person
    said.tell("explain.member", who=said.who_fully(person), place=said.place(person))
    if person.excluded:
        _excluded(said, answer)
        return
    if person.circle_id:
        said.tell("explain.member_circle", circle=person.circle, id=person.circle_id)
    _homes(said, answer)
    least = said.word("member_least", least=f"{answer.min_load:g}") if answer.min_load else ""
    said.tell(
        "explain.member_weighted" if _weighted(answer) else "explain.member_load",
        load=f"{person.load:g}",
        target=f"{answer.target_load:g}",
        cap=f"{person.max_load:g}",
        least=least,
    )
    _table(said, answer)
    _changes(said, answer)
    if answer.shortage_id:
        said.tell("explain.member_short", id=answer.shortage_id, path=said.path)


def _weighted(answer: MemberAnswer) -> bool:
    """Whether the load is no number of households."""
    return (answer.unequal and not answer.exact) or not float(answer.person.load).is_integer()


def _excluded(said: Saying, answer: MemberAnswer) -> None:
    said.tell(
        "explain.excluded" if answer.waiting_in_range else "explain.excluded_idle",
        reason=said.reason(answer.person),
        limit=f"{answer.limit_m:g}",
        count=answer.in_range,
        waiting=answer.waiting_in_range,
    )
    for shortage_id, fixes in answer.helps:
        said.tell("explain.excluded_helps", id=shortage_id, fixes=fixes)
    if answer.homes:
        _homes(said, answer)
        _table(said, answer)


def _homes(said: Saying, answer: MemberAnswer) -> None:
    linked = [one for one in answer.homes if not one.own_home]
    if not linked:
        said.tell("explain.member_none")
        return
    metres = answer.metres
    if not metres:
        said.tell("explain.member_homes_only", count=len(linked))
        return
    mean = f"{sum(metres) / len(metres):.0f}"
    said.tell("explain.member_homes", count=len(linked), mean=mean, far=f"{max(metres):.0f}")


def _table(said: Saying, answer: MemberAnswer) -> None:
    if not answer.homes:
        return
    rows = [
        [home.household_id, home.head, home.group, said.metres(one.metres), _remark(said, one)]
        for one in answer.homes
        for home in [one.home]
    ]
    remarks = any(row[-1] for row in rows)
    columns = ("household_id", "head", "group", "metres", "remark")
    cut = len(columns) if remarks else len(columns) - 1
    said.lines(columns[:cut], [row[:cut] for row in rows], HOMES, left=3)


def _remark(said: Saying, one: Served) -> str:
    names = ("own_home", "away", "estimated", "outside", "locked")
    remarks = [said.word(f"remark.{name}") for name in names if getattr(one, name)]
    if math.isinf(one.metres):
        remarks.append(said.word("remark.no_way"))
    return said.word("joint").join(remarks)


def _changes(said: Saying, answer: MemberAnswer) -> None:
    """What one household more and one fewer would change."""
    if not answer.exact:
        said.tell("explain.member_unequal" if answer.unequal else "explain.member_no_pair")
        return
    if not answer.optimal:
        said.tell("explain.member_not_best", load=f"{answer.best_load:g}")
    if answer.more is None:
        said.tell("explain.more_none")
    else:
        full = "explain.more_full" if answer.optimal else "explain.more_best_full"
        said.tell(full if answer.full else "explain.more_one", price=said.price(answer.more))
    if answer.fewer is not None:
        said.tell("explain.fewer_one", price=said.price(answer.fewer))
    elif not math.isclose(answer.best_load, 0):
        said.tell("explain.fewer_none")
    if answer.optimal and (answer.more is not None or answer.fewer is not None):
        said.tell("explain.change_basis")
