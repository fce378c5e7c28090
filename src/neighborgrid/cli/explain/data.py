"""Explanations for programs: JSON of one answer, CSV where the answer is a table."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.advice.answers import HouseholdAnswer, MemberAnswer, Overview, Shortage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.advice.answers import Answer, Other, Price, Remedied, Served
    from neighborgrid.advice.explain import Explained
    from neighborgrid.words import Lang

KINDS: Final[dict[type, str]] = {
    HouseholdAnswer: "household",
    MemberAnswer: "member",
    Shortage: "shortage",
    Overview: "overview",
}
TIERS: Final = ("priority", "households", "shortfall", "outside", "metres")
OTHER: Final = ("member_id", "name", "metres", "load", "max_load", *TIERS[:-1], "price_m", "moves")
SERVED: Final = ("household_id", "head", "village", "group", "metres", "own_home")
REMEDY: Final = ("kind", "value", "room", "member_id", "household_id", "fixes")
SHORTAGE: Final = ("shortage_id", "township", "village", "households", "members", "capacity", "short")


def as_json(found: Explained, lang: Lang) -> dict[str, Any]:
    """Answer as plain data; what is not known is None."""
    breaches = [{"code": one.code, "cause": one.cause(lang)} for one in found.breaches]
    answer = _plain(asdict(found.answer))
    return {"kind": KINDS[type(found.answer)], **answer, "breaches": breaches}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(cell) for key, cell in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(cell) for cell in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def as_csv(answer: Answer) -> str:
    """Table of an answer: other members, households of a member, remedies, or all shortages."""
    match answer:
        case HouseholdAnswer():
            return _csv(OTHER, [_other(one) for one in answer.others])
        case MemberAnswer():
            return _csv(SERVED, [_served(one) for one in answer.homes])
        case Shortage():
            return _csv(REMEDY, [_remedy(one) for one in answer.remedies])
        case Overview():
            return _csv(SHORTAGE, [[getattr(one, name) for name in SHORTAGE] for one in answer.shortages])


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _other(one: Other) -> list[object]:
    person = one.person
    return [
        person.member_id,
        person.name,
        _metres(one.metres),
        f"{person.load:g}",
        f"{person.max_load:g}",
        *_tiers(one.price),
        "" if one.price is None else len(one.moves),
    ]


def _served(one: Served) -> list[object]:
    place = [getattr(one.home, name) for name in SERVED[:4]]
    return [*place, _metres(one.metres), "yes" if one.own_home else ""]


def _remedy(one: Remedied) -> list[object]:
    person = "" if one.person is None else one.person.member_id
    return [one.kind, one.value, one.room or "", person, one.household_id, one.fixes]


def _tiers(price: Price | None) -> list[object]:
    return [""] * len(TIERS) if price is None else [getattr(price, tier) for tier in TIERS]


def _metres(metres: float) -> str:
    return f"{metres:.1f}" if math.isfinite(metres) else ""
