"""Words of the papers: the default wording with the organiser's own terms, titles and rhythm put in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from neighborgrid.intake.names import township_key, village_key
from neighborgrid.rules.settings import TERMS
from neighborgrid.words import text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from neighborgrid.rules.printing import PrintRule
    from neighborgrid.words import Lang

Post = Literal["leader", "deputy"]
TITLED: Final = {"leader": "cadre", "deputy": "group_leader"}
"""Role that the usual title of a post names."""
RHYTHMS: Final = (1, 2, 4, 6, 12, 24, 52)
"""Visits a year that have a name of their own (``paper.rhythm.N``)."""


@dataclass(frozen=True)
class Wording:
    """Texts of the papers in one language.

    ``rules`` hold the organiser's own words, ``day`` is the day of the plan.
    """

    lang: Lang
    rules: PrintRule
    day: dt.date

    def __call__(self, key: str, **values: object) -> str:
        """Text ``paper.KEY`` with every ``{term}`` of `TERMS` and the given values filled in.

        A value given under the name of a term stands in its place.
        """
        return text(f"paper.{key}", self.lang, **{**self.terms, **values})

    def post(self, post: Post, roles: Iterable[str]) -> str:
        """Title of those who hold a post of a circle.

        Who only stands in is not given the title of an office that is another's, unless the organiser has a
        word of the own for the post.
        """
        fitting = post in self.rules.terms or all(role == TITLED[post] for role in roles)
        return self(f"board.{post}" if fitting else f"board.{post}.other")

    @cached_property
    def terms(self) -> dict[str, str]:
        """Every term, as the organiser or the catalogue has it."""
        return {term: self.rules.terms.get(term, text(f"term.{term}", self.lang)) for term in TERMS}

    @property
    def title(self) -> str:
        """Title of the card."""
        return self.rules.title if self.rules.title else self("card.title")

    @property
    def slogan(self) -> str:
        """First line of the card's back."""
        return self.rules.slogan if self.rules.slogan else self("card.slogan")

    def back(self) -> list[dict[str, str]]:
        """Paragraphs of the card's back: ``head`` in bold (may be "") and ``text``."""
        if self.rules.back:
            return [{"head": "", "text": line} for line in self.rules.back.splitlines() if line]
        rhythm = self.rhythm(self.rules.per_year)
        keys = ("help", "first", "visit", "else", "urgent", "change")
        return [
            {"head": self(f"card.back.{key}.head"), "text": self(f"card.back.{key}", rhythm=rhythm)}
            for key in keys
        ]

    def rhythm(self, per_year: int) -> str:
        """``每季度``, ``every quarter``; plain numbers where the rhythm has no name."""
        if per_year in RHYTHMS:
            return self(f"rhythm.{per_year}")
        return self("rhythm.other", count=per_year)

    @property
    def month(self) -> str:
        """Month of the plan: ``2026年4月``, ``April 2026``."""
        name = text(f"month.{self.day.month}", self.lang)
        return self("month", year=self.day.year, month=name)

    @property
    def edition(self) -> str:
        """Month and number of the edition."""
        return self("edition", month=self.month, number=self.rules.edition)

    def office_number(self, village: str, township: str = "") -> str:
        """Service number of a village as the organiser wrote it, "" where none is known.

        The organiser may put the township before the village's name, where several have one of that name.
        """
        numbers = {village_key(name): phone for name, phone in self.rules.service_numbers.items()}
        for name in (*places_written(village, township), village_key(village), ""):
            if name in numbers:
                return numbers[name]
        return ""


def places_written(village: str, township: str) -> tuple[str, ...]:
    """Keys of a village written with its township before it, in full or without the kind of township."""
    if not township:
        return ()
    return f"{township.strip()}{village_key(village)}", f"{township_key(township)}{village_key(village)}"
