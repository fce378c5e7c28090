"""What people write for a circle or for those who hold its posts: an id, a name, a number.

Nothing is guessed: what fits none or several stays as it was typed, and the caller says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from neighborgrid.intake.cells import fold
from neighborgrid.intake.names import village_key
from neighborgrid.intake.vocabulary import is_blank_word

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    _Index = dict[tuple[str, str], list[str]]

BETWEEN_IDS: Final = "、"
_MARKS: Final = re.compile(r"\s*[、，,;；/|\n]+\s*")
_NUMBER: Final = re.compile(r"(?:第|q|c|circle)?(\d+)号?(?:服务圈|网格|片区|圈)?")
_LAST_NUMBER: Final = re.compile(r"(\d+)\D*$")
_SHORTEST_PHONE: Final = 7


@dataclass(frozen=True)
class Circles:
    """Circles by id, and by name and number in their village and overall."""

    ids: frozenset[str]
    folded: dict[str, list[str]]
    names: _Index
    numbers: _Index

    @classmethod
    def of(cls, table: pd.DataFrame) -> Circles:
        """Circles of a table with the columns ``circle_id``, ``name``, ``village``."""
        ids = [one for one in table["circle_id"].tolist() if one]
        made = cls(frozenset(ids), defaultdict(list), defaultdict(list), defaultdict(list))
        for one in dict.fromkeys(ids):
            made.folded[fold(one)].append(one)
        columns = (table[key].tolist() for key in ("circle_id", "name", "village"))
        for one, name, village in zip(*columns, strict=True):
            home = village_key(village)
            if one and name:
                made.names[home, fold(name)].append(one)
            # People say 2 for 西同下-Q2; where a name counts otherwise, neither of the two is meant for sure.
            for text in dict.fromkeys(match[1] for match in map(_LAST_NUMBER.search, (one, name)) if match):
                if one not in made.numbers[home, text.lstrip("0")]:
                    made.numbers[home, text.lstrip("0")].append(one)
        return made

    def find(self, text: str, village: str) -> list[str]:
        """Ids that a text may mean, seen from a village; exactly one where it is clear.

        An id counts anywhere, a name in the village first and then anywhere, a number only in the village.
        """
        if text in self.ids:
            return [text]
        key, home = fold(text), village_key(village)
        everywhere = [one for (_, name), ids in self.names.items() if name == key for one in ids]
        number = _NUMBER.fullmatch(key)
        counted = self.numbers.get((home, number[1].lstrip("0")), []) if number else []
        for found in (self.folded.get(key, []), self.names.get((home, key), []), counted, everywhere):
            if found:
                return list(dict.fromkeys(found))
        return []


@dataclass(frozen=True, slots=True)
class Named:
    """People named in one cell: ids, or the text as typed where it is not clear; in the cell's order.

    ``unknown`` counts the parts that nobody has, ``several`` holds the ids that the unclear ones may mean.
    """

    texts: tuple[str, ...] = ()
    unknown: int = 0
    several: tuple[str, ...] = field(default=())

    @property
    def joined(self) -> str:
        """All of them as one cell."""
        return BETWEEN_IDS.join(self.texts)


def people_in(text: str, find: Callable[[str], list[str]]) -> Named:
    """People that a cell names, several by any of the usual marks or blanks; ``find`` gives ids of a text."""
    parts: list[str] = []
    for part in (part for part in _MARKS.split(text.strip()) if not is_blank_word(part)):
        words = part.split()
        # A Latin name holds blanks, so a part is tried as a whole before it is taken for several.
        whole = len(words) < 2 or find(part) or not any(map(find, words))
        parts += [part] if whole else words
    found = [(part, find(part)) for part in parts]
    # A phone beside the name is no second person.
    known = [(part, ids) for part, ids in found if ids or not _is_phone(part) or len(found) == 1]
    return Named(
        tuple(dict.fromkeys(ids[0] if len(ids) == 1 else part for part, ids in known)),
        sum(not ids for _, ids in known),
        tuple(one for _, ids in known if len(ids) > 1 for one in ids),
    )


def _is_phone(part: str) -> bool:
    return part.isdecimal() and len(part) >= _SHORTEST_PHONE
