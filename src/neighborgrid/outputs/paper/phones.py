"""Phones as papers print them and as a phone dials them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from neighborgrid.intake.phones import JOINT, clean_phone

MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """One phone cell: the first number as printed, the others as printed, what a phone dials.

    ``tel`` is a ``tel:`` address (RFC 3966 without its hyphens; an extension follows a pause). All are
    ``""`` where the cell holds no phone.
    """

    shown: str
    others: str
    tel: str


@lru_cache(maxsize=1 << 17)
def number(cell: str) -> Number:
    """Phone of a cell of the plan; a remark that is no phone is not for a card, so there is none then."""
    cleaned, known = clean_phone(cell)
    if not known or not cleaned:
        return Number("", "", "")
    first, *rest = cleaned.split(JOINT)
    main, _, extension = first.partition("转")
    digits = re.sub(r"[^\d+]", "", main)
    return Number(
        spaced(first), JOINT.join(map(spaced, rest)), f"tel:{digits}" + (f",{extension}" if extension else "")
    )


def printed(cell: str) -> str:
    """First number as printed; the organiser's own words where it is none."""
    shown = number(cell).shown
    return shown if shown else cell


def listed(cell: str) -> str:
    """All numbers of a cell as they are kept, without what else stands in it."""
    cleaned, known = clean_phone(cell)
    return cleaned if known else ""


def spaced(one: str) -> str:
    """Mobile as people read it aloud, 3-4-4; other numbers as they stand."""
    return f"{one[:3]} {one[3:7]} {one[7:]}" if MOBILE.fullmatch(one) else one
