"""The rules of papers: how often to visit, what cards and boards say, in whose words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from neighborgrid.rules.settings import TERMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.rules.settings import Value


@dataclass(frozen=True, slots=True)
class PrintRule:
    """Rules of papers; "" where the default wording of the paper's language stands.

    Attributes
    ----------
    per_year, priority_per_year
        Least visits a year of a household, and of a priority household.
    layout, board_size
        Layout of cards, paper size of boards.
    title, slogan, back
        Title of the card, first line and text (one paragraph a line) of its back.
    service_numbers
        Phone of the service office by village as written; ``""`` is the one of all other villages.
    edition
        Number of the edition, from 1.
    qr
        Whether cards carry a QR code.
    terms
        Terms that the organiser put in other words, by key of `TERMS`.
    """

    per_year: int
    priority_per_year: int
    layout: str
    board_size: str
    title: str
    slogan: str
    back: str
    service_numbers: Mapping[str, str]
    edition: int
    qr: bool
    terms: Mapping[str, str]

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> PrintRule:
        """Rules of the settings ``visits.*``, ``cards.*``, ``boards.*`` and ``words.*``."""

        def said(key: str) -> str:
            value = values[key]
            return "" if value is None else str(value)

        terms = {term: said(f"words.{term}") for term in TERMS}
        return cls(
            per_year=int(cast("int", values["visits.per_year"])),
            priority_per_year=int(cast("int", values["visits.priority_per_year"])),
            layout=said("cards.layout"),
            board_size=said("boards.size"),
            title=said("cards.title"),
            slogan=said("cards.slogan"),
            back=said("cards.back"),
            service_numbers=_by_village(said("cards.service_number")),
            edition=int(cast("int", values["cards.edition"])),
            qr=bool(values["cards.qr"]),
            terms={term: word for term, word in terms.items() if word},
        )


def _by_village(written: str) -> dict[str, str]:
    """``number`` for all, or ``village=number`` parts with any of the usual marks between them."""
    numbers: dict[str, str] = {}
    for part in re.split(r"[;；,，\n]+", written):
        left, equals, right = part.replace("＝", "=").partition("=")
        village, number = (left.strip(), right.strip()) if equals else ("", left.strip())
        if number:
            # Two numbers for all are two ways to call the one office.
            numbers[village] = " / ".join(filter(None, (numbers.get(village, ""), number)))
    return numbers
