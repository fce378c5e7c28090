"""References from one sheet to the other: an id, or a name that is unique in the village."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.intake.cells import fold
from neighborgrid.intake.names import person_key
from neighborgrid.intake.vocabulary import is_blank_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_Rows = dict[str, list[int]]
_BETWEEN: Final = re.compile(r"[、，,;；/\\|\s]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows that a cell refers to, in its order, and how many of its parts found none or several."""

    rows: tuple[int, ...] = ()
    unknown: int = 0
    ambiguous: int = 0


_SHORTEST_PHONE = 7


class Directory:
    """Records that can be referred to, by id and, where ``names`` are given, by name."""

    def __init__(
        self,
        ids: NDArray[np.object_],
        villages: NDArray[np.int64],
        names: NDArray[np.object_] | None = None,
    ) -> None:
        self._villages = villages
        self._texts = ids, names
        rows = np.flatnonzero(ids != "")
        exact = dict(zip(ids[rows].tolist(), rows.tolist(), strict=True))
        # Where an id stands twice, only the full index can tell which one a village means.
        self._exact = exact if len(exact) == len(rows) else {}
        self._index: tuple[_Rows, _Rows, _Rows] | None = None

    def find(self, text: str, village: int) -> Answer:
        """What a cell refers to, seen from a village (-1: blank); the whole is tried before its parts."""
        if text in self._exact:
            return Answer((self._exact[text],))
        if is_blank_word(text):
            return Answer()
        whole = self._one(text, village)
        parts = [part for part in _BETWEEN.split(text) if part]
        if len(whole) == 1 or len(parts) < 2:
            return _answer([whole])
        found = [self._one(part, village) for part in parts]
        # A phone beside the name is no second person.
        return _answer([rows for rows, part in zip(found, parts, strict=True) if rows or not _is_phone(part)])

    def _one(self, text: str, village: int) -> list[int]:
        """Rows that one id or name may mean: exactly one where it is clear, none where it is unknown."""
        ids, names, bare = self._full_index()
        key = _id_key(text)
        # Excel drops leading zeros, so digits may fit an id that has them; only where nothing fits better.
        lost_zeros = bare.get(key.lstrip("0"), []) if key.isdecimal() else []
        for rows in (ids.get(key, []), names.get(person_key(text), []), lost_zeros):
            if rows:
                near = [row for row in rows if self._villages[row] == village]
                return near if near else rows
        return []

    def _full_index(self) -> tuple[_Rows, _Rows, _Rows]:
        """Rows by folded id, by name, and by digits without leading zeros; made when first needed."""
        if self._index is None:
            ids: _Rows = defaultdict(list)
            names: _Rows = defaultdict(list)
            bare: _Rows = defaultdict(list)
            for row, text in enumerate(self._texts[0].tolist()):
                if text:
                    key = _id_key(text)
                    ids[key].append(row)
                    if key.isdecimal():
                        bare[key.lstrip("0")].append(row)
            for row, text in enumerate([] if self._texts[1] is None else self._texts[1].tolist()):
                if text:
                    names[person_key(text)].append(row)
            self._index = ids, names, bare
        return self._index


def _is_phone(part: str) -> bool:
    return len(part) >= _SHORTEST_PHONE and part.isdecimal()


def _id_key(text: str) -> str:
    """Folded id; for ASCII the short way gives the same."""
    return "".join(text.lower().split()) if text.isascii() and text.isprintable() else fold(text)


def _answer(found: list[list[int]]) -> Answer:
    rows = dict.fromkeys(one[0] for one in found if len(one) == 1)
    unknown = sum(not one for one in found)
    return Answer(tuple(rows), unknown, sum(len(one) > 1 for one in found))


def answers(
    directory: Directory, texts: NDArray[np.object_], villages: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], Answer]]:
    """Rows that hold the same text in the same village, and what it refers to; blank cells are left out."""
    import pandas as pd

    filled = np.flatnonzero(texts != "")
    if not len(filled):
        return
    code, uniques = pd.factorize(texts[filled])
    combined = (villages[filled] + 1) * len(uniques) + code
    order = np.argsort(combined, kind="stable")
    starts = np.flatnonzero(np.diff(combined[order], prepend=-1))
    for rows in np.split(filled[order], starts[1:]):
        yield rows, directory.find(texts[rows[0]], int(villages[rows[0]]))
