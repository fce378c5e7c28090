"""Names, phones, households' circumstances and members' particulars, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.scenarios import settle as settling
from neighborgrid.scenarios import vocabulary as words
from neighborgrid.scenarios.draws import Draw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.scenarios.draws import Ints
    from neighborgrid.words import Lang

    Flags = NDArray[np.bool_]
    Text = NDArray[np.str_]

NO_PHONE: Final = -1
_NO_SECOND: Final = len(words.GIVEN)
_PREFIXES: Final = ("138", "139", "137", "136", "135", "134", "150", "151", "152", "158", "159", "187", "188")
_PHONE_SHARE: Final = 0.95
_PEOPLE_SHARES: Final = (0.11, 0.25, 0.24, 0.21, 0.12, 0.07)
# Of the households that may be one: not vacant, not away, not a member's own (about 79 in 100).
_PRIORITY_SHARES: Final = (0.9, 0.038, 0.008, 0.02, 0.018, 0.016)
_RESIDENCE_SHARES: Final = (0.92, 0.057, 0.023)
_ELDER_ALONE: Final = 4
_IS_HEAD, _SAME_SURNAME, _ID_WRITTEN_HEAD, _ID_WRITTEN_KIN = 0.55, 0.65, 0.5, 0.7


@dataclass(frozen=True, slots=True)
class Roster:
    """What is known of the members before they get names; rows of all villages one after another."""

    village: Ints
    home: Ints
    couple: Flags
    excluded: Ints


@dataclass(frozen=True, slots=True)
class Names:
    """Names as numbers: surname, first and second given character (``_NO_SECOND`` for none)."""

    surname: Ints
    first: Ints
    second: Ints

    def take(self, rows: Ints | Flags | slice) -> Names:
        """Return the names of these rows."""
        return Names(self.surname[rows], self.first[rows], self.second[rows])

    def text(self, lang: Lang) -> Text:
        """Names as written in ``lang``."""
        side = 0 if lang == "zh" else 1
        surname = np.array([pair[side] for pair in words.SURNAMES])[self.surname]
        second = np.array([*[pair[side] for pair in words.GIVEN], ""])[self.second]
        if lang == "zh":
            first = np.array([pair[0] for pair in words.GIVEN])[self.first]
        else:
            first = np.array([" " + pair[1].capitalize() for pair in words.GIVEN])[self.first]
        return np.strings.add(np.strings.add(surname, first), second)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of a scenario, still as numbers.

    ``explicit`` says whose own household is written in the member sheet; the others in the sheet are
    recognised by phone or name.
    """

    heads: Names
    household_phone: Ints
    size: Ints
    priority: Ints
    residence: Ints
    members: Names
    member_phone: Ints
    explicit: Flags
    birth: Text


def populate(seed: int, household_village: Ints, roster: Roster) -> People:
    """Give every household and member a name, a phone and the rest of the row."""
    heads_count, members_count = len(household_village), len(roster.village)
    own_home = np.zeros(heads_count, dtype=np.bool_)
    own_home[roster.home[roster.home >= 0]] = True
    residence, priority, size = _circumstances(Draw(seed, 5), own_home)
    draw = Draw(seed, 6)
    at_home = (roster.home >= 0) & ~roster.couple
    is_head = at_home & (draw.unit(members_count) < _IS_HEAD)
    kin = at_home & ~is_head & (draw.unit(members_count) < _SAME_SURNAME)
    names = _names(Draw(seed, 7), household_village, roster, is_head, kin)
    household_phone, member_phone = _phone_serials(draw, heads_count, members_count)
    written = draw.unit(members_count)
    shared = household_phone[np.maximum(roster.home, 0)]
    explicit = (roster.home >= 0) & np.where(is_head, written < _ID_WRITTEN_HEAD, written < _ID_WRITTEN_KIN)
    explicit |= roster.couple | (at_home & ~is_head & (shared == NO_PHONE))
    uses_shared = at_home & (is_head | ~explicit) & (shared != NO_PHONE)
    return People(
        heads=names.take(slice(0, heads_count)),
        household_phone=household_phone,
        size=size,
        priority=priority,
        residence=residence,
        members=names.take(slice(heads_count, None)),
        member_phone=np.where(uses_shared, shared, member_phone),
        explicit=explicit,
        birth=_births(Draw(seed, 8), roster.excluded),
    )


def _circumstances(draw: Draw, own_home: Flags) -> tuple[Ints, Ints, Ints]:
    """Residence, priority and number of people of each household; members' own homes are plain."""
    count = len(own_home)
    residence = np.where(own_home, 0, draw.by_share(_RESIDENCE_SHARES, count))
    priority = np.where(own_home | (residence > 0), 0, draw.by_share(_PRIORITY_SHARES, count))
    size = draw.by_share(_PEOPLE_SHARES, count) + 1
    size = np.where(own_home, np.maximum(size, 2), size)
    return residence, priority, np.where(priority == _ELDER_ALONE, 1, size)


def _names(draw: Draw, household_village: Ints, roster: Roster, is_head: Flags, kin: Flags) -> Names:
    """Names of heads, then members; nobody shares a name within a village unless it is one person."""
    heads = len(household_village)
    village = np.concatenate([household_village, roster.village])
    surname = draw.by_share(_surname_weights(), len(village))
    kin_rows = heads + np.flatnonzero(kin)
    surname[kin_rows] = surname[roster.home[kin]]
    first, second = _given(draw, len(village))
    while True:
        key = ((village * 1000 + surname) * 1000 + first) * 1000 + second
        _, kept = np.unique(key, return_index=True)
        if len(kept) == len(key):
            break
        again = np.setdiff1d(np.arange(len(key)), kept)
        first[again], second[again] = _given(draw, len(again))
    same = heads + np.flatnonzero(is_head)
    for part in (surname, first, second):
        part[same] = part[roster.home[is_head]]
    return Names(surname, first, second)


def _surname_weights() -> list[float]:
    plain = len(words.SURNAMES) - words.COMPOUND_COUNT
    return [1.0 / (rank + 6.0) for rank in range(plain)] + [0.004] * words.COMPOUND_COUNT


def _given(draw: Draw, count: int) -> tuple[Ints, Ints]:
    common = len(words.GIVEN) - words.RARE_COUNT
    rare = draw.unit(count) < 0.006
    first = np.where(rare, draw.whole(common, len(words.GIVEN), count), draw.whole(0, common, count))
    second = np.where(draw.unit(count) < 0.14, _NO_SECOND, draw.whole(0, common, count))
    return first, second


def _phone_serials(draw: Draw, households: int, members: int) -> tuple[Ints, Ints]:
    """Give every phone a number, all different; about one household in twenty has none."""
    has_phone = draw.unit(households) < _PHONE_SHARE
    serial = draw.order(households + members)
    return np.where(has_phone, serial[:households], NO_PHONE), serial[households:]


def phone_text(serial: Ints) -> Text:
    """Phones as ``1NN0000NNNN``; blank for ``NO_PHONE``."""
    tails = np.array([f"0000{tail:04d}" for tail in range(10_000)])
    text = np.strings.add(np.array(_PREFIXES)[serial // 10_000], tails[serial % 10_000])
    return np.where(serial == NO_PHONE, "", text)


def _births(draw: Draw, excluded: Ints) -> Text:
    """Birth dates in ISO form: those who declined are old, those who work away are not."""
    count = len(excluded)
    year = draw.whole(1957, 2001, count)
    year = np.where(draw.unit(count) < 0.06, draw.whole(1950, 1957, count), year)
    old = draw.whole(1936, 1949, count)
    year = np.where(excluded == settling.DECLINED, old, year)
    frail = (excluded == settling.BEDRIDDEN) | (excluded == settling.LIMITED)
    year = np.where(frail, old + 5, year)
    year = np.where(excluded == settling.AWAY, draw.whole(1972, 2001, count), year)
    table = np.array([f"{number:02d}" for number in range(2101)])
    month_day = np.strings.add(
        table[draw.whole(1, 13, count)], np.strings.add("-", table[draw.whole(1, 29, count)])
    )
    return np.strings.add(table[year], np.strings.add("-", month_day))
