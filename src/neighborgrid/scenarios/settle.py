"""Who lives where: which houses are in the sheet, which hold members, and the villager groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.scenarios import terrain
from neighborgrid.scenarios.draws import Draw, split
from neighborgrid.scenarios.roles import RANK, Staff, more_posts, roles

if TYPE_CHECKING:
    from neighborgrid.scenarios.catalogue import ScenarioSpec
    from neighborgrid.scenarios.draws import Floats, Ints

NO_HOME: Final = -1
AWAY, BEDRIDDEN, LIMITED, DECLINED = 1, 2, 3, 4
"""Why a member is excluded; 0 is able."""

_HOME_OUTSIDE_SHEET: Final = 0.11
_COUPLES: Final = 0.03
_EXCLUDED_FOR: Final = {AWAY: 0.45, BEDRIDDEN: 0.1, LIMITED: 0.1, DECLINED: 0.35}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Households, able and excluded members of every village, its officials per post, its circles."""

    households: Ints
    able: Ints
    excluded: Ints
    posts: tuple[Ints, ...]
    circles: Ints | None


@dataclass(frozen=True, slots=True)
class Settled:
    """One village settled.

    Attributes
    ----------
    houses, group
        Houses in the household sheet, in sheet order, and the villager group of each (from 1).
    role
        Role word of each member, in sheet order.
    home
        Row of the member's own household, or ``NO_HOME``.
    couple
        Second member of a household that holds two.
    excluded
        0 for able members, else the reason.
    member_group, east_m, north_m
        Group and position of each member's house.
    """

    houses: terrain.Houses
    group: Ints
    role: tuple[str, ...]
    home: Ints
    couple: Ints
    excluded: Ints
    member_group: Ints
    east_m: Floats
    north_m: Floats


def sizes(spec: ScenarioSpec) -> Sizes:
    """Split the scenario's totals over its villages."""
    draw = Draw(spec.seed, 3)
    count = spec.size.villages
    skew = spec.form.member_skew
    weight = draw.between(0.45, 1.55, count)
    lean = 1.0 + skew * (2.0 * (np.arange(count) % 2) - 1.0) * draw.between(0.6, 1.0, count)
    # The first village of the county is the one whose figures were published on their own.
    if count > 200:
        weight[0], lean[0] = 2.4, 0.9
    households = split(spec.size.households, weight)
    own = spec.size.able - sum(post.count for post in spec.posts)
    members = split(own, households * lean, least=min(6, own // count))
    posts = tuple(split(post.count, np.roll(weight, turn)) for turn, post in enumerate(spec.posts))
    excluded = split(spec.size.excluded, members) if own else np.zeros(count, dtype=np.int64)
    circles = None if spec.circles is None else split(spec.circles.count, households, least=1)
    return Sizes(households, members, excluded, posts, circles)


def settle(spec: ScenarioSpec, places: terrain.Centres, amounts: Sizes, village: int) -> Settled:
    """Build one village and put its members into houses."""
    draw = Draw(spec.seed, 4, village)
    officials = [
        post.role
        for post, parts in zip(spec.posts, amounts.posts, strict=True)
        for _ in range(int(parts[village]))
    ]
    own = int(amounts.able[village] + amounts.excluded[village])
    couples = round(own * _COUPLES)
    outside = len(officials) + round(own * _HOME_OUTSIDE_SHEET)
    listed = int(amounts.households[village])
    land, group = _by_group(terrain.houses(spec, places, village, listed + outside), spec.form.group_size)
    homes = draw.pick(_pull(draw, land), len(officials) + own - couples)
    slot = np.concatenate([homes, homes[outside : outside + couples]])
    couple = np.arange(len(slot)) >= len(homes)
    in_sheet = np.ones(listed + outside, dtype=np.bool_)
    in_sheet[homes[:outside]] = False
    home = np.where(in_sheet[slot], (np.cumsum(in_sheet) - 1)[slot], NO_HOME)
    excluded = _excluded(draw, len(officials), len(slot), int(amounts.excluded[village]))
    staff = Staff(officials, excluded, land.settlement[slot], group[slot])
    role = roles(draw, staff)
    order = np.array(sorted(range(len(slot)), key=lambda row: (RANK.get(role[row], 9), row)), dtype=np.int64)
    if spec.circles is not None and amounts.circles is not None:
        # After the sheet's order is made: as in real sheets, some posts stand further down.
        role = more_posts(draw, staff, role, spec.circles, int(amounts.circles[village]))
    return Settled(
        land.take(in_sheet),
        group[in_sheet],
        tuple(role[row] for row in order),
        home[order],
        couple[order].astype(np.int64),
        excluded[order],
        group[slot][order],
        land.east_m[slot][order],
        land.north_m[slot][order],
    )


def _pull(draw: Draw, land: terrain.Houses) -> Floats:
    """How strongly each house draws members: the old centre most, a hamlet by luck, a farmstead never."""
    core = land.settlement == terrain.CORE
    east, north = land.east_m[core].mean(), land.north_m[core].mean()
    squared = (land.east_m - east) ** 2 + (land.north_m - north) ** 2
    radius = squared[core].mean() * 2.0
    pull = np.where(core, 1.0 / (0.5 + squared / radius), 0.0)
    near = land.settlement[land.settlement != terrain.FARMSTEAD]
    # Three draws at least, whether there are so many hamlets or not: what follows stays where it was.
    for hamlet in range(1, max(4, int(near.max()) + 1)):
        luck = draw.one(0.0, 1.0)
        pull[land.settlement == hamlet] = 0.004 if luck < 0.012 else 0.6 + 0.6 * luck
    return pull


def _by_group(land: terrain.Houses, group_size: int) -> tuple[terrain.Houses, Ints]:
    """Houses in the order of a sheet, group by group and street by street, and their groups."""
    group = _groups(land, group_size)
    order = np.lexsort((land.number, land.street, land.settlement, group))
    return land.take(order), group[order]


def _groups(land: terrain.Houses, group_size: int) -> Ints:
    """Villager group of each house: blocks of the centre, the north first, then the hamlets."""
    group = np.zeros(len(land.settlement), dtype=np.int64)
    used = 0
    near = land.settlement[land.settlement != terrain.FARMSTEAD]
    for settlement in range(int(near.max()) + 1):
        rows = np.flatnonzero(land.settlement == settlement)
        parts = max(1, round(len(rows) / group_size)) if len(rows) else 0
        bands = 2 if parts >= 4 else 1
        by_north = rows[np.argsort(-land.north_m[rows], kind="stable")]
        for band, half in enumerate(np.array_split(by_north, bands)):
            blocks = parts // bands + (band < parts % bands)
            by_east = half[np.argsort(land.east_m[half], kind="stable")]
            group[by_east] = used + 1 + np.arange(len(half)) * blocks // max(1, len(half))
            used += blocks
    group[land.settlement == terrain.FARMSTEAD] = used
    return group


def _excluded(draw: Draw, officials: int, members: int, count: int) -> Ints:
    """Reason of exclusion of each member; officials always serve."""
    reasons = np.zeros(members, dtype=np.int64)
    rows = officials + draw.order(members - officials)[:count]
    kinds = np.array(list(_EXCLUDED_FOR))
    reasons[rows] = kinds[draw.by_share(list(_EXCLUDED_FOR.values()), count)]
    return reasons
