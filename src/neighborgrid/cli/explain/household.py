"""A household explained: who serves it and why nobody else, or why it waits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from neighborgrid.cli.explain.shortages import say_remedies, say_shortage
from neighborgrid.findings import Place
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.advice.answers import Barred, HouseholdAnswer, Other, Person
    from neighborgrid.cli.explain.saying import Saying

OTHERS: Final = 10
BARRED: Final = 5
WIDEN: Final = frozenset({"no_member_in_range", "only_ineligible_in_range", "blocked"})
"""Reasons that new members would help against."""


def say_household(said: Saying, answer: HouseholdAnswer) -> None:
    """Put the explanation of a household on stdout."""
    said.screen.product(said.home(answer.home))
    if answer.important:
        said.tell("explain.important")
    match answer.state:
        case "vacant":
            said.tell("explain.vacant")
        case "row_error":
            file, sheet, row = answer.source
            place = Place(file, sheet, int(row) if row.isdecimal() else 0)
            said.tell("explain.row_error", place=place.text(said.screen.lang))
        case "own_home" if answer.member is not None:
            said.tell("explain.own_home", who=said.who_fully(answer.member))
        case "waiting":
            _waiting(said, answer)
        case _:
            _served(said, answer)


def say_next(said: Saying, answer: HouseholdAnswer) -> None:
    """Name the command that follows."""
    screen, short = said.screen, answer.shortage
    if answer.state == "own_home" and answer.member is not None:
        screen.say("explain.next_member", path=said.path, id=answer.member.member_id)
    elif answer.state == "vacant":
        screen.say("explain.next_overview", path=said.path)
    elif answer.state == "waiting" and not answer.reason:
        roomy = any(one.room for one in answer.others)
        screen.say("cli.next_validate" if roomy else "explain.next_again", path=said.path)
    elif answer.state == "served":
        screen.say("cli.next_validate", path=said.path)
    elif answer.state == "waiting" and (answer.reason in WIDEN or short is not None):
        screen.say("explain.next_recruit", path=said.path)
    else:
        screen.say("explain.next_assign")


def _served(said: Saying, answer: HouseholdAnswer) -> None:
    member = answer.member
    if member is None:
        return
    said.tell("explain.served", who=said.who_fully(member), metres=_how_far(said, answer))
    if answer.estimated:
        said.tell("explain.m.estimated")
    if answer.outside:
        said.tell("explain.outside", circle=member.circle)
    if answer.drawn:
        said.tell(f"explain.{answer.drawn}", who=said.who(member))
    if not math.isnan(member.max_load):
        weighted = answer.unequal or not float(member.load).is_integer()
        key = "explain.load_weighted" if weighted else "explain.load"
        said.tell(key, load=f"{member.load:g}", cap=f"{member.max_load:g}")
    if answer.load == 0:
        said.tell("explain.away")
    if answer.lock is not None:
        key = "explain.locked" if answer.lock.member_id == member.member_id else "explain.locked_other"
        said.tell(key, who=said.who(answer.lock))
        return
    _others(said, answer)
    _barred(said, answer)


def _how_far(said: Saying, answer: HouseholdAnswer) -> str:
    if math.isnan(answer.metres):
        return said.word("m.unknown")
    straight = said.metres(answer.straight_m)
    if math.isinf(answer.metres):
        return said.word("m.no_way", straight=straight)
    if answer.way != "straight":
        return said.word(f"m.{answer.way}", metres=said.metres(answer.metres), straight=straight)
    return said.word("m.straight" if answer.straight else "m.walking", metres=said.metres(answer.metres))


def _others(said: Saying, answer: HouseholdAnswer) -> None:
    if not answer.others:
        said.tell("explain.no_others")
        return
    if answer.lawful:
        _compared(said, answer)
    if answer.unequal:
        said.tell("explain.unequal")
    elif not answer.lawful:
        said.tell("explain.not_lawful")
    elif not answer.optimal:
        said.tell("explain.not_best")
    _table(said, answer, "explain.others")


def _compared(said: Saying, answer: HouseholdAnswer) -> None:
    """Say whether the household's member is the nearest, and if not, why."""
    nearest = min(answer.others, key=lambda one: one.metres)
    if math.isnan(answer.metres) or nearest.metres < answer.metres:
        _nearest(said, nearest)
    else:
        said.tell("explain.is_nearest")


def _table(said: Saying, answer: HouseholdAnswer, title: str) -> None:
    said.tell(title, count=len(answer.others))
    priced = answer.others[0].price is not None
    if priced:
        said.tell("explain.higher")
    others_table(said, answer.others, weighted=answer.unequal)
    # A household that takes no capacity moves nobody.
    if priced and answer.load:
        for one in answer.others[: len(answer.others) if said.screen.verbosity > 0 else 1]:
            _chain(said, one)
        said.tell("explain.could_price")
        if _tells_alone(answer.others):
            said.tell("explain.alone")


def _chain(said: Saying, one: Other) -> None:
    """Name the others who would change hands."""
    if not one.moves:
        return
    moves = []
    for move in one.moves:
        key = "chain_move" if move.before and move.after else "chain_wait" if move.before else "chain_join"
        moves.append(said.word(key, id=move.household_id, before=move.before, after=move.after))
    said.tell("explain.chain", who=said.who(one.person), moves=said.word("joint").join(moves))


def _nearest(said: Saying, nearest: Other) -> None:
    who = {"who": said.who(nearest.person), "metres": said.metres(nearest.metres)}
    if nearest.price is None:
        said.tell(
            "explain.nearest_plain", room=said.word("room_left" if nearest.room else "room_none"), **who
        )
        return
    nothing = type(nearest.price)(0, 0, 0, 0, 0.0)
    moves = said.word("and_moves", count=len(nearest.moves)) if nearest.moves else ""
    key = "explain.nearest_better" if nearest.price < nothing else "explain.nearest"
    if nearest.price == nothing:
        key = "explain.nearest_same"
    said.tell(key, price=said.price(nearest.price), moves=moves, **who)


def others_table(said: Saying, others: tuple[Other, ...], *, weighted: bool = False) -> None:
    """Table of the other members, with a column for who would wait where somebody would."""
    priced = others[0].price is not None
    yields = any(_yields(one) for one in others)
    load = "weighted" if weighted else "load"
    columns = ["member_id", "name", "metres", load, *(["price", "moves"] if priced else ["room"])]
    alone = _tells_alone(others)
    columns += ["alone"] if alone else []
    rows = []
    for one in others:
        row = [one.person.member_id, one.person.name, said.metres(one.metres), said.load(one.person)]
        if one.price is None:
            row.append(said.word("room.yes" if one.room else "room.no"))
        else:
            count = len(one.moves)
            row += [said.price(one.price), said.word("moves", count=count) if count else "-"]
            row += [_only(said, one)] if alone else []
        rows.append(row + ([_yields(one) or "-"] if yields else []))
    said.lines([*columns, *(["yields"] if yields else [])], rows, OTHERS, left=2)


def _tells_alone(others: tuple[Other, ...]) -> bool:
    """Whether the price of a single edit is worth a column: somebody has one, or nobody would wait."""
    known = any(one.alone is not None for one in others)
    full = any(one.alone is None and not one.room for one in others)
    return others[0].price is not None and (known or (full and not any(map(_yields, others))))


def _only(said: Saying, one: Other) -> str:
    """Price of this one edit."""
    if one.alone is not None:
        return said.price(one.alone)
    return said.word("price.over") if not one.room else "-"


def _yields(one: Other) -> str:
    """Household that would wait if this member served the one explained, "" for none."""
    return next((move.household_id for move in one.moves if not move.after), "")


def _barred(said: Saying, answer: HouseholdAnswer) -> None:
    if not answer.barred:
        return
    key = "explain.barred" if all(one.on_foot for one in answer.barred) else "explain.barred_near"
    said.tell(key, limit=f"{answer.limit_m:g}", count=len(answer.barred))
    count = said.shown(len(answer.barred), BARRED)
    for one in answer.barred[:count]:
        said.tell(
            "explain.barred_line" if one.on_foot else "explain.barred_far",
            who=said.who(one.person),
            metres=said.metres(one.metres if one.on_foot else one.straight_m),
            why=_why(said, one),
        )
    if count < len(answer.barred):
        said.tell("explain.barred_more", count=len(answer.barred) - count)


def _why(said: Saying, one: Barred) -> str:
    rules = []
    if one.why != "blocked":
        rules.append(
            said.word(f"bar.{one.why}", reason=said.reason(one.person), place=said.place(one.person))
        )
    if not one.on_foot:
        key = f"bar.noway.{one.way}" if math.isinf(one.metres) else "bar.far"
        rules.append(said.word(key, metres=said.metres(one.metres)))
    return said.word("joint").join(rules)


def _waiting(said: Saying, answer: HouseholdAnswer) -> None:
    _reason(said, answer)
    if answer.estimated:
        said.tell("explain.m.estimated")
    if answer.reason == "no_member_in_range":
        _nearest_any(said, answer)
    if answer.reason in {"members_full", ""}:
        _full(said, answer)
    if answer.reason:
        _barred(said, answer)
    _what_if(said, answer)
    short = answer.shortage
    if short is None:
        return
    if said.screen.verbosity > 0:
        say_shortage(said, short)
        return
    say_remedies(said, short)
    said.tell("explain.shortage_brief", id=short.shortage_id, short=short.short)


def _what_if(said: Saying, answer: HouseholdAnswer) -> None:
    """Say what would let those who are near serve it; nothing of whom nobody could walk to."""
    near = any(one.on_foot for one in answer.barred)
    if near and answer.reason in {"outside_boundary", "only_ineligible_in_range"}:
        said.tell("explain.widen_boundary" if answer.reason == "outside_boundary" else "explain.if_excluded")
    walks = [one for one in answer.barred if one.why == "blocked" and math.isfinite(one.metres)]
    if walks and answer.reason == "blocked":
        nearest = min(walks, key=lambda one: one.metres)
        said.tell("explain.wider_walk", limit=math.ceil(nearest.metres), who=said.who(nearest.person))


def _reason(said: Saying, answer: HouseholdAnswer) -> None:
    lang = said.screen.lang
    roomy = next((one for one in sorted(answer.others, key=lambda one: one.metres) if one.room), None)
    if not answer.reason and roomy is None:
        said.tell("explain.why.nobody")
        return
    rule = f"lock.{answer.lock_rule}" if answer.lock_rule else "lock.eligible"
    said.tell(
        f"explain.why.{answer.reason}",
        limit=f"{answer.limit_m:g}",
        load=f"{answer.load:g}",
        count=len(answer.others),
        who=_whom(said, answer.lock if roomy is None or answer.reason else roomy.person),
        metres="" if roomy is None else said.metres(roomy.metres),
        rule=text(rule, lang),
    )


def _whom(said: Saying, person: Person | None) -> str:
    return said.word("unknown_lock") if person is None else said.who(person)


def _nearest_any(said: Saying, answer: HouseholdAnswer) -> None:
    """Nearest member of any village, and the limit that would reach a member of this one."""
    nearest = answer.nearest
    if nearest is None:
        return
    elsewhere = nearest.village != answer.home.village
    place = said.word("of_place", place=said.place(nearest)) if elsewhere else ""
    key = "explain.nearest_any"
    if answer.on_ground:
        key = "explain.nearest_walk" if math.isfinite(answer.nearest_m) else "explain.nearest_no_way"
    said.tell(
        key,
        who=said.who(nearest),
        metres=said.metres(answer.nearest_m),
        straight=said.metres(answer.nearest_straight_m),
        place=place,
    )
    if answer.nearest_inside and math.isfinite(answer.nearest_m):
        said.tell("explain.wider", limit=math.ceil(answer.nearest_m))


def _full(said: Saying, answer: HouseholdAnswer) -> None:
    """Say what it would take for each of those who reach it to serve it."""
    if not answer.others:
        return
    if answer.unequal:
        said.tell("explain.unequal")
    elif not answer.optimal:
        said.tell("explain.not_best")
    _table(said, answer, "explain.instead" if any(map(_yields, answer.others)) else "explain.others")
