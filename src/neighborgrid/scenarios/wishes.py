"""A few rows with wishes: a fixed member, one to avoid, one that is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.scenarios import terrain
from neighborgrid.scenarios.draws import Draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.scenarios.build import World
    from neighborgrid.scenarios.draws import Ints
    from neighborgrid.scenarios.people import People

_EVERY: Final = 4
_NEAR_M: Final = 400.0
# Which of the nearest able members each wish names, counted from 0.
_RANKS: Final = {"lock": 2, "avoid": 0, "prefer": 3}


def wish_columns(
    world: World, people: People, member_ids: Sequence[str], member_names: Sequence[str]
) -> dict[str, list[Any]]:
    """Columns ``lock``, ``avoid``, ``prefer``: blank but for a few rows in every fourth village.

    Each names an able member of the same village within 400 m. The first lock of a village gives the
    name, as people do, everything else the id.
    """
    columns = {kind: [""] * len(world.house_village) for kind in _RANKS}
    for village in range(0, world.spec.size.villages, _EVERY):
        each = 3 if int((world.house_village == village).sum()) >= 800 else 1
        rows = _candidates(world, people, village, each * len(_RANKS))
        kinds = [kind for kind in _RANKS for _ in range(each)]
        # A village may have fewer plain households near enough than wishes.
        for place, (row, kind) in enumerate(zip(rows.tolist(), kinds, strict=False)):
            near = _nearest(world, village, row)
            if len(near) > _RANKS[kind]:
                member = int(near[_RANKS[kind]])
                columns[kind][row] = member_names[member] if place == 0 else member_ids[member]
    return dict(columns)


def _candidates(world: World, people: People, village: int, count: int) -> Ints:
    """Plain resident households of the village's centre that are no member's home."""
    plain = (world.house_village == village) & (world.houses.settlement == terrain.CORE)
    plain &= (people.residence == 0) & (people.priority == 0)
    plain[world.roster.home[world.roster.home >= 0]] = False
    rows = np.flatnonzero(plain)
    return rows[Draw(world.spec.seed, 12, village).order(len(rows))[:count]]


def _nearest(world: World, village: int, row: int) -> Ints:
    """Able members of the village within reach of a house, the nearest first."""
    rows = np.flatnonzero((world.roster.village == village) & (world.roster.excluded == 0))
    east = world.member_east_m[rows] - world.houses.east_m[row]
    north = world.member_north_m[rows] - world.houses.north_m[row]
    metres = np.sqrt(east * east + north * north)
    order = np.argsort(metres, kind="stable")
    near: Ints = rows[order[metres[order] <= _NEAR_M]]
    return near
