"""Units: parts of the problem whose circles have nothing to do with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from neighborgrid.places.distance import Points, distance_m, pairs_within
from neighborgrid.solve.circles.sites import Reach, Sites, find_reach, members_points

if TYPE_CHECKING:
    from neighborgrid.model import Problem
    from neighborgrid.rules.circles import CircleRule
    from neighborgrid.solve.solution import Solution

    Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
    Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
    IntMatrix = np.ndarray[tuple[int, int], np.dtype[np.int32]]
    Masks = np.ndarray[tuple[int, int], np.dtype[np.bool_]]

NO_SITE: Final = -1


@dataclass(frozen=True, slots=True)
class Unit:
    """Members and sites of one part, in local numbers.

    Attributes
    ----------
    members, sites
        Rows of the able members and of the sites, ascending.
    reach
        Pairs (member, site) within the limit and the place, with walking metres; sorted by member.
    kept
        Site whose circle the member stays in, shape (members,); -1 for members who are free.
    work, cap
        Households of each member in the plan without circles, and the most that each may have.
    leads, deputises
        Whether each member has a role for the post.
    homes, own_homes
        Number of households that members of this unit serve in the plan without circles, and of their own
        homes.
    home_member
        Member who serves each household in the plan without circles, shape (homes,).
    cover_home, cover_site
        Pairs (household, site) within the limit; none where there is no limit.
    pair_home, pair_member
        Admissible pairs (household, member).
    member_xyz, site_xyz
        Earth-centred metres, shape (n, 3).
    rule, detour
        Rules of circles; walking metres for one straight metre.
    """

    members: Rows
    sites: Rows
    reach: Reach
    kept: Rows
    work: Floats
    cap: Floats
    leads: Mask
    deputises: Mask
    homes: int
    own_homes: int
    home_member: Rows
    cover_home: Rows
    cover_site: Rows
    pair_home: Rows
    pair_member: Rows
    member_xyz: Matrix
    site_xyz: Matrix
    rule: CircleRule
    detour: float

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.members)

    def metres(self) -> Matrix:
        """Walking metres, shape (members, sites); inf where the two may not belong together."""
        table = np.full((len(self.members), len(self.sites)), np.inf)
        table[self.reach.member, self.reach.site] = self.reach.metres
        free = self.kept == NO_SITE
        table[~free] = np.where(np.arange(len(self.sites)) == self.kept[~free, None], table[~free], np.inf)
        return table

    def covers(self) -> Masks:
        """Whether each site is within the limit of each household, shape (homes, sites)."""
        table = np.zeros((self.homes, len(self.sites)), bool)
        table[self.cover_home, self.cover_site] = True
        return table


def make_units(problem: Problem, able: Rows, sites: Sites, kept: Rows, free: Solution) -> list[Unit]:
    """Units of a problem, in the order of their first member.

    ``able`` are rows of people, ``kept`` the site that each keeps (-1 none), ``free`` the plan without
    circles. A household belongs to the unit of the member who serves it there.
    """
    reach = _with_kept(problem, able, sites, kept, find_reach(problem, able, sites))
    member_unit, site_unit = _label(reach, len(able), len(sites))
    local = np.full(len(problem.people), -1, np.int64)
    local[able] = np.arange(len(able))
    homes = np.flatnonzero((free.person >= 0) & (free.person != free.reachable.need.own_home))
    server = local[free.person[homes]]
    home_unit = member_unit[server]
    members, places, houses = _Parts.of(member_unit), _Parts.of(site_unit), _Parts.of(home_unit)
    reached = _Parts.of(member_unit[reach.member])
    cover = _cover(problem, homes, sites)
    covered = _Parts.of(np.where(home_unit[cover[0]] == site_unit[cover[1]], home_unit[cover[0]], -1))
    pairs = _pairs(problem, homes, local, free)
    paired = _Parts.of(np.where(home_unit[pairs[0]] == member_unit[pairs[1]], home_unit[pairs[0]], -1))
    at_home = np.flatnonzero((free.person >= 0) & (free.person == free.reachable.need.own_home))
    owned = np.bincount(local[free.person[at_home]], minlength=len(able))
    work = np.bincount(server, minlength=len(able)).astype(np.float64)
    role = problem.people["role"].to_numpy()[able]
    cap = np.floor(np.nan_to_num(free.max_load[able]))
    rule, xyz = problem.rules.circles, members_points(problem, able).xyz
    units = []
    for unit in range(int(member_unit.max(initial=-1)) + 1):
        mine, near, over, pair = members.rows(unit), reached.rows(unit), covered.rows(unit), paired.rows(unit)
        units.append(
            Unit(
                members=mine,
                sites=places.rows(unit),
                reach=Reach(
                    members.local[reach.member[near]], places.local[reach.site[near]], reach.metres[near]
                ),
                kept=np.where(kept[mine] >= 0, places.local[kept[mine]], NO_SITE),
                work=work[mine],
                cap=cap[mine],
                leads=np.isin(role[mine], rule.leader_roles),
                deputises=np.isin(role[mine], rule.deputy_roles),
                homes=len(houses.rows(unit)),
                own_homes=int(owned[mine].sum()),
                home_member=members.local[server[houses.rows(unit)]],
                cover_home=houses.local[cover[0][over]],
                cover_site=places.local[cover[1][over]],
                pair_home=houses.local[pairs[0][pair]],
                pair_member=members.local[pairs[1][pair]],
                member_xyz=xyz[mine],
                site_xyz=sites.points.xyz[places.rows(unit)],
                rule=rule,
                detour=problem.rules.detour,
            )
        )
    return units


@dataclass(frozen=True, slots=True)
class _Parts:
    """Rows grouped by a label from 0; ``local`` numbers each row inside its group."""

    order: Rows
    start: Rows
    local: Rows

    @classmethod
    def of(cls, label: Rows) -> _Parts:
        """Group rows by label; -1 belongs to no group."""
        order = np.argsort(label, kind="stable")[np.count_nonzero(label < 0) :]
        counts = np.bincount(label[order], minlength=1) if len(order) else np.zeros(1, np.int64)
        start = np.concatenate(([0], np.cumsum(counts)))
        local = np.zeros(len(label), np.int64)
        local[order] = np.arange(len(order)) - start[label[order]]
        return cls(order, start, local)

    def rows(self, group: int) -> Rows:
        """Rows of a group, ascending."""
        return (
            self.order[self.start[group] : self.start[group + 1]]
            if group + 1 < len(self.start)
            else self.order[:0]
        )


def _label(reach: Reach, members: int, sites: int) -> tuple[Rows, Rows]:
    """Unit of each member and of each site, numbered by first member; sites without members get -1."""
    size = members + sites
    ends = (reach.member, reach.site + members)
    graph = coo_matrix((np.ones(len(reach.member), np.int8), ends), (size, size))
    _, label = connected_components(graph, directed=False)
    _, first, inverse = np.unique(label[:members], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    of_label = np.full(size, -1, np.int64)
    of_label[label[:members]] = rank[inverse]
    return of_label[label[:members]], of_label[label[members:]]


def _with_kept(problem: Problem, able: Rows, sites: Sites, kept: Rows, reach: Reach) -> Reach:
    """Pairs of ``reach``, of a member who stays in a circle the one with its site only."""
    stays = np.flatnonzero(kept >= 0)
    if not len(stays):
        return reach
    points, site = members_points(problem, able), kept[stays]
    metres = distance_m(
        lon_a=points.lon[stays],
        lat_a=points.lat[stays],
        lon_b=sites.points.lon[site],
        lat_b=sites.points.lat[site],
    )
    free = kept[reach.member] < 0
    member = np.concatenate((reach.member[free], stays))
    order = np.argsort(member, kind="stable")
    return Reach(
        member[order],
        np.concatenate((reach.site[free], site))[order],
        np.concatenate((reach.metres[free], metres * problem.rules.detour))[order],
    )


def _cover(problem: Problem, homes: Rows, sites: Sites) -> tuple[Rows, Rows]:
    """Pairs (household of ``homes``, site) within the circle limit; none where there is no limit."""
    rules, table = problem.rules, problem.households
    if not np.isfinite(rules.circles.limit_m):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    points = Points(lon=table["lon"].to_numpy()[homes], lat=table["lat"].to_numpy()[homes])
    near = pairs_within(points, sites.points, rules.circles.limit_m / rules.detour)
    return near.a.astype(np.int64), near.b.astype(np.int64)


def _pairs(problem: Problem, homes: Rows, local: Rows, free: Solution) -> tuple[Rows, Rows]:
    """Admissible pairs (household of ``homes``, able member)."""
    number = np.full(len(problem.households), -1, np.int64)
    number[homes] = np.arange(len(homes))
    pairs = free.reachable.pairs
    home, member = number[pairs.household], local[pairs.person]
    keep = np.flatnonzero((home >= 0) & (member >= 0))
    return home[keep], member[keep]
