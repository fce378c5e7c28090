"""Who holds a post: officials, village cadres, group leaders, and everybody else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.scenarios.draws import split

if TYPE_CHECKING:
    from neighborgrid.scenarios.catalogue import Circles
    from neighborgrid.scenarios.draws import Draw, Ints

_CADRES: Final = ("secretary", "deputy", "director", "committee", "accountant")
RANK: Final = {
    role: rank for rank, role in enumerate(("city_leader", "township_leader", *_CADRES, "group_leader"))
}
"""Order of the posts in a member sheet; everybody else comes after these, as drawn."""

_MORE_CADRES: Final = {"committee": 14, "deputy": 30, "accountant": 50}
_LEAST_OF_ITS_OWN: Final = 4
"""Able people who make a team; a settlement with fewer belongs to the first."""


@dataclass(frozen=True, slots=True)
class Staff:
    """People of one village before they get their roles.

    Attributes
    ----------
    officials
        Role words of the people who serve beside the village's own; they are the first rows.
    excluded
        0 for able members, else the reason; a row per person.
    settlement, group
        Settlement and villager group of each person's house; neighbouring groups have neighbouring numbers.
    """

    officials: list[str]
    excluded: Ints
    settlement: Ints
    group: Ints

    def able(self) -> Ints:
        """Rows of the village's own people who serve."""
        outside = len(self.officials)
        return np.flatnonzero(self.excluded[outside:] == 0) + outside


def roles(draw: Draw, staff: Staff) -> list[str]:
    """Role word of each person: officials first, cadres and group leaders anywhere among the able."""
    able = staff.able()
    role = [*staff.officials, *["member"] * (len(staff.excluded) - len(staff.officials))]
    # The bigger the village, the more posts; the smallest have a secretary and a director only.
    cadres = ["secretary", "director"]
    cadres += [word for word, least in _MORE_CADRES.items() if len(able) > least]
    leaders = ["group_leader"] * min(5, max(2, len(able) // 10))
    words = (cadres + leaders)[: len(able)]
    for row, word in zip(able[draw.order(len(able))], words, strict=False):
        role[int(row)] = word
    return role


def more_posts(draw: Draw, staff: Staff, role: list[str], wanted: Circles, circles: int) -> list[str]:
    """``role`` with posts for plain members, so that each of so many circles finds its own nearby.

    The village is cut, street by street, into as many blocks as it needs people of a kind; a block
    that has none gets one.
    """
    role = list(role)
    parts, shares = _parts(staff, circles)
    for word, alike, each in (
        ("committee", _CADRES, wanted.cadres),
        ("group_leader", ("group_leader",), wanted.group_leaders),
        ("villager_head", ("villager_head",), wanted.villager_heads),
    ):
        for part, count in zip(parts, split(math.ceil(each * circles), shares).tolist(), strict=True):
            for block in np.array_split(part, max(1, count))[:count]:
                plain = [row for row in block.tolist() if role[row] == "member"]
                if plain and all(role[row] not in alike for row in block.tolist()):
                    role[plain[int(draw.one(0.0, len(plain)))]] = word
    return role


def _parts(staff: Staff, circles: int) -> tuple[list[Ints], list[int]]:
    """Able people by part of the village, group by group, and the circles that each part needs.

    The parts are the settlements, where there are circles enough for each to have its own.
    """
    able = staff.able()
    able = able[np.argsort(staff.group[able], kind="stable")]
    where = staff.settlement[able]
    found, counts = np.unique(where, return_counts=True)
    own = found[counts >= _LEAST_OF_ITS_OWN]
    if not 1 < len(own) <= circles:
        return [able], [1]
    parts = [able[where == settlement] for settlement in own]
    parts[0] = np.concatenate([parts[0], able[~np.isin(where, own)]])
    return parts, split(circles, [len(part) for part in parts], least=1).tolist()
