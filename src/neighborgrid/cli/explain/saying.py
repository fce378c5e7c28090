"""People, places, prices and tables of an explanation, in words."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from neighborgrid.advice.price_words import price_words
from neighborgrid.cli.screen import table
from neighborgrid.words import text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neighborgrid.advice.answers import Home, Person, Price
    from neighborgrid.cli.screen import Screen

WIDTH: Final = 100
"""Columns of the terminal that a table may take; a Chinese character takes two."""

STOPS: Final = frozenset(" 、，。；：）")
"""Characters after which a line may be broken."""


@dataclass(frozen=True)
class Saying:
    """Words of an explanation, said on a screen; ``path`` is the plan as it is typed in the next command."""

    screen: Screen
    path: str

    def word(self, key: str, **values: object) -> str:
        """Text of ``explain.KEY``."""
        return text(f"explain.{key}", self.screen.lang, **values)

    def tell(self, key: str, **values: object) -> None:
        """Put a sentence of the result on stdout, broken at `WIDTH` columns."""
        self.screen.product(wrapped(text(key, self.screen.lang, **values)))

    def shown(self, size: int, few: int) -> int:
        """Number of rows to show of ``size``: all of them when verbose."""
        return size if self.screen.verbosity > 0 else min(size, few)

    def who(self, person: Person) -> str:
        """Name with id."""
        name = person.name if person.name else person.member_id
        said = person.member_id if person.name else ""
        return self.word("who", name=name, text=said) if said else name

    def who_fully(self, person: Person) -> str:
        """Name with id, role and duty in the circle."""
        parts = [person.member_id, self.role(person)]
        if person.team_role:
            parts.append(self.word(f"duty.{person.team_role}", circle=person.circle))
        return self.word("who", name=person.name, text=self.word("joint").join(filter(None, parts)))

    def role(self, person: Person) -> str:
        """Role in words."""
        if person.role == "member":
            return self.word("role.member")
        key = f"cell.role.{person.role}"
        return text(key, self.screen.lang).replace("_", " ") if key in texts() else ""

    def reason(self, person: Person) -> str:
        """Why somebody does not serve, in words of the closed list."""
        key = f"cell.excluded.{person.excluded}"
        return text(key if key in texts() else "cell.excluded.other", self.screen.lang)

    def place(self, of: Home | Person) -> str:
        """Village and group."""
        gap = " " if self.screen.lang == "en" or _latin(of.village) else ""
        return gap.join(part for part in (of.village, of.group) if part)

    def home(self, home: Home) -> str:
        """Household: id, head, place."""
        key = "home" if home.head else "home_only"
        said = self.word(key, id=home.household_id, head=home.head, place=self.place(home))
        return said if self.place(home) else said.replace("（）", "").replace(" ()", "")

    def price(self, price: Price) -> str:
        """Tiers of a price that are not 0, apart; the metres always where nothing else changes."""
        return price_words(price, self.screen.lang)

    def metres(self, metres: float) -> str:
        """Whole metres, "-" where they are not known or there is no way."""
        return f"{metres:.0f}" if math.isfinite(metres) else "-"

    def load(self, person: Person) -> str:
        """Load of most."""
        return f"{person.load:g}/{'-' if math.isnan(person.max_load) else f'{person.max_load:g}'}"

    def lines(self, columns: Sequence[str], rows: Sequence[Sequence[str]], few: int, left: int = 1) -> None:
        """Put a table on stdout, ``few`` rows of it unless verbose, no wider than the terminal."""
        count = self.shown(len(rows), few)
        head = [self.word(f"col.{name}") for name in columns]
        self.screen.product(fitted(head, rows[:count], left))
        if count < len(rows):
            self.tell("explain.more", count=len(rows) - count)

    def ids(self, ids: Sequence[str], few: int) -> tuple[str, str]:
        """Ids that are shown, and the words for the others."""
        count = self.shown(len(ids), few)
        more = self.word("and_others", count=len(ids)) if count < len(ids) else ""
        return self.word("ids").join(ids[:count]), more


def _latin(said: str) -> bool:
    return said.isascii()


def width(said: str) -> int:
    """Columns of the terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in said)


def wrapped(said: str) -> str:
    """Sentence in lines of at most `WIDTH` columns, broken after a stop or a blank where there is one."""
    lines, rest = [], said
    while width(rest) > WIDTH:
        most = sum(1 for _ in _within(rest, WIDTH))
        least = len(rest) - len(rest.lstrip())
        cut = max((at for at in range(least + 1, most + 1) if rest[at - 1] in STOPS), default=most)
        lines.append(rest[:cut].rstrip())
        rest = "  " + rest[cut:].lstrip()
    return "\n".join((*lines, rest))


def fitted(head: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """Table of at most `WIDTH` columns: the longest cells of the widest columns are cut with dots."""
    limits = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    while sum(limits) + 2 * (len(limits) - 1) > WIDTH:
        limits[limits.index(max(limits))] -= 1
    cut = [[_cut(cell, limit) for cell, limit in zip(row, limits, strict=True)] for row in (head, *rows)]
    return table(cut[0], cut[1:], left=left)


def _cut(said: str, limit: int) -> str:
    if width(said) <= limit:
        return said
    kept = list(_within(said, limit - 2))
    return "".join(kept) + ".."


def _within(said: str, limit: int) -> Iterable[str]:
    for one in said:
        limit -= width(one)
        if limit < 0:
            return
        yield one
