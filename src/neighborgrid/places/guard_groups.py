"""Tabs and sources of one sheet that stand apart from the others, where no own homes tell.

What `guard` asks of villages is asked here of parts of a sheet: records of one tab, or of one source.

members
    The members of a group are held against all households of their village.
households
    Members who live in a group whose households stand elsewhere find no house near them: these members are
    held against the households of that group alone.

A group speaks only where the others of its sheet are right as declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places import guard
from neighborgrid.places.guard import Mixed, Spots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from neighborgrid.places.guard import Ints, Relation, Views, VillageSays

_LEAST_SHARE: Final = 0.2
"""Share of a village's members without a house near them, below which they may as well have moved."""
_SHARP: Final = 0.5


def look(households: Spots, people: Spots, *, common: str, declared: Relation) -> Mixed | None:
    """Group of one sheet that stands apart, None where there is none; arguments as of `guard.look`."""
    if not (np.isfinite(households.lon).any() and np.isfinite(people.lon).any()):
        return None
    households, people = guard.in_villages(households, people)
    homes = np.where(np.isfinite(households.lon), households.village, -1)
    members = np.where(np.isfinite(people.lon), people.village, -1)
    if not any(_several(one) for one in (*households.labels.values(), *people.labels.values())):
        return None
    views = guard.views_of(households, people, common, declared)
    away_m = guard.declared_m(views, homes, members)
    found = _members(people, homes, members, away_m, views)
    return found if found is not None else _households(households, homes, members, away_m, views)


def _clear(said: VillageSays) -> bool:
    """Whether a part of a village speaks clearly; parts were chosen, so more is asked than of a whole one."""
    return said.strong and said.sharp <= _SHARP


def _several(label: Ints) -> bool:
    return bool(len(label)) and bool(np.any(label != label[0]))


def _groups(label: Ints, known: NDArray[np.bool_]) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    for code in np.unique(label[known]).tolist():
        yield code, known & (label == code)


def _members(people: Spots, homes: Ints, members: Ints, away_m: guard.Floats, views: Views) -> Mixed | None:
    for key, label in people.labels.items():
        apart: dict[int, list[VillageSays]] = {}
        right = False
        for code, mine in _groups(label, (members >= 0) & np.isfinite(away_m)):
            if np.median(away_m[mine]) < guard.LEAST_SHIFT_M:
                right |= int(mine.sum()) >= guard.FEWEST_MEMBERS
                continue
            said = [
                guard.ask_village(
                    village,
                    views.homes[homes == village],
                    views.people(np.flatnonzero(mine & (members == village))),
                )
                for village in np.unique(members[mine]).tolist()
            ]
            clear = [one for one in said if one is not None and _clear(one)]
            if clear:
                apart[code] = clear
        if apart and right:
            return _mixed(people, ("members", key), apart, views)
    return None


def _households(
    households: Spots, homes: Ints, members: Ints, away_m: guard.Floats, views: Views
) -> Mixed | None:
    lost = np.isfinite(away_m) & (away_m > guard.NEAR_M)
    for key, label in households.labels.items():
        if not _several(label):
            continue
        apart: dict[int, list[VillageSays]] = {}
        for village in np.unique(members[lost]).tolist():
            rows = np.flatnonzero(lost & (members == village))
            size = int(np.sum(members == village))
            found = size - len(rows)
            few = len(rows) < max(guard.ENOUGH_MEMBERS, _LEAST_SHARE * size) or found < guard.FEWEST_MEMBERS
            if few or not _several(label[homes == village]):
                continue
            for code, mine in _groups(label, homes == village):
                said = guard.ask_village(village, views.homes[mine], views.people(rows))
                if said is not None and _clear(said):
                    apart.setdefault(code, []).append(said)
        if apart and len(apart) < len(np.unique(label[homes >= 0])):
            return _mixed(households, ("households", key), apart, views)
    return None


def _mixed(
    spots: Spots, which: tuple[guard.Sheet, str], apart: dict[int, list[VillageSays]], views: Views
) -> Mixed | None:
    """Groups with the relation that most villages name; of relation 0 there are none here."""
    said = [one for found in apart.values() for one in found if one.relation]
    if not said:
        return None
    main = int(np.bincount([one.relation for one in said]).argmax())
    codes = tuple(code for code, found in apart.items() if any(one.relation == main for one in found))
    rows = np.flatnonzero(np.isin(spots.labels[which[1]], codes))
    metres = float(np.median([one.metres for one in said if one.relation == main]))
    return Mixed(*which, codes, rows, *guard.likely_frames(views, which[0], main, 0), metres)
