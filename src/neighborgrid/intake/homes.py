"""Which household is a person's own: by its id, else by one match of phone, else of name, in the village."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake.cells import map_unique
from neighborgrid.intake.names import person_key
from neighborgrid.intake.phones import phone_key
from neighborgrid.intake.references import Directory, answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack

    Rows = NDArray[np.int64]
    Texts = NDArray[np.object_]
    _Pairs = dict[tuple[int, str], tuple[list[int], list[int]]]

_SHOWN: Final = 5
_PLAIN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]*")


@dataclass(frozen=True)
class Side:
    """What one kind of record is matched by: village codes, names, phones ("" where unreadable)."""

    stack: Stack
    village: Rows
    names: Texts
    phones: Texts


def find(households: Side, people: Side) -> tuple[Rows, Rows, list[Finding]]:
    """Row of the home household of every person (-1: none), the people to be asked, and findings.

    Two matches are asked, never guessed: such people stand in the second array.
    """
    home = np.full(len(people.stack), -1, dtype=np.int64)
    found = _by_id(households, people, home)
    first, second = _villages(households, people)
    asked = np.zeros(len(home), dtype=np.bool_)
    for what, one_person in (("phones", False), ("names", True)):
        open_people = np.flatnonzero(home < 0)
        _match(
            _pairs(households, people, what, open_people, (first, second)), home, asked, one_person=one_person
        )
    return home, np.flatnonzero(asked & (home < 0)), found


def home_members(home: Rows, households: int, serves: NDArray[np.bool_]) -> Rows:
    """Person who serves each household as an own home, the first in canonical order of a couple; -1: none."""
    member = np.full(households, -1, dtype=np.int64)
    rows = np.flatnonzero((home >= 0) & serves)[::-1]
    # Written backwards, so that the first of a couple is written last.
    member[home[rows]] = rows
    return member


def ask(people: Side, asked: Rows, ids: Texts, villages: Texts) -> list[Finding]:
    """One finding per village about people whose home is not clear."""
    by_village: dict[str, list[int]] = defaultdict(list)
    for row in asked.tolist():
        by_village[villages[row]].append(row)
    return [
        Finding(
            "NG209",
            people.stack.place(rows[0]),
            {
                "village": village if village else "-",
                "count": len(rows),
                "members": "、".join(ids[row] for row in rows[:_SHOWN]) + ("…" if len(rows) > _SHOWN else ""),
            },
        )
        for village, rows in sorted(by_village.items())
    ]


def _by_id(households: Side, people: Side, home: Rows) -> list[Finding]:
    texts = people.stack.column("home_household_id")
    if not np.any(texts != ""):
        return []
    found = []
    directory = Directory(households.stack.column("household_id"), households.village)
    for rows, answer in answers(directory, texts, people.village):
        if len(answer.rows) == 1 and not answer.ambiguous:
            home[rows] = answer.rows[0]
        elif answer.unknown or answer.ambiguous or answer.rows:
            found += people.stack.findings("NG213", rows.tolist(), "home_household_id")
    return found


def _villages(households: Side, people: Side) -> tuple[Rows, Rows]:
    """Village codes to match within; where one kind of sheet names no village, all is one village."""
    if np.any(households.village >= 0) and np.any(people.village >= 0):
        return households.village, people.village
    return np.zeros_like(households.village), np.zeros_like(people.village)


def _pairs(
    households: Side, people: Side, what: str, open_people: Rows, villages: tuple[Rows, Rows]
) -> _Pairs:
    """Households and people of ``open_people`` by (village, key), for keys that both kinds have."""
    import pandas as pd

    both: _Pairs = {}
    keys_of = _phone_keys if what == "phones" else _name_keys
    rows, keys = keys_of(getattr(people, what)[open_people])
    for row, key in zip(open_people[rows].tolist(), keys.tolist(), strict=True):
        both.setdefault((int(villages[1][row]), key), ([], []))[1].append(row)
    rows, keys = keys_of(getattr(households, what))
    known = pd.Series(keys, dtype=object).isin({key for _, key in both}).to_numpy()
    for row, key in zip(rows[known].tolist(), keys[known].tolist(), strict=True):
        if (place := (int(villages[0][row]), key)) in both:
            both[place][0].append(row)
    return both


def _match(
    keys: _Pairs,
    home: Rows,
    asked: NDArray[np.bool_],
    *,
    one_person: bool,
) -> None:
    """Give a home to people without one where the match is single, else put them among those to be asked.

    Several people may share a phone (a couple does), but two of one name are not one person.
    """
    for houses, persons in keys.values():
        open_rows = [row for row in persons if home[row] < 0]
        if not houses or not open_rows:
            continue
        if len(houses) == 1 and (len(persons) == 1 or not one_person):
            home[open_rows] = houses[0]
        else:
            asked[open_rows] = True


def _phone_keys(phones: Texts) -> tuple[Rows, Texts]:
    """Rows and keys of all numbers; a cell may hold several."""
    texts = phones.tolist()
    if set(map(len, texts)) <= {0, 11} and f"0{''.join(texts)}".isdecimal():
        return _filled(phones)
    found = [(row, phone_key(part)) for row, text in enumerate(texts) if text for part in text.split(" / ")]
    kept = [(row, key) for row, key in dict.fromkeys(found) if key]
    return (
        np.array([row for row, _ in kept], dtype=np.int64),
        np.array([key for _, key in kept], dtype=object),
    )


def _name_keys(names: Texts) -> tuple[Rows, Texts]:
    # Plain Chinese names are their own key; looking further costs more than all else here.
    plain = _PLAIN.fullmatch("".join(names.tolist())) is not None
    return _filled(names if plain else map_unique(names, person_key))


def _filled(keys: Texts) -> tuple[Rows, Texts]:
    rows = np.flatnonzero(keys != "")
    return rows, keys[rows]
