"""Forming the circles of a problem: units, their arrangements, then names and teams."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.places.distance import distance_m
from neighborgrid.solve.circles import fixed
from neighborgrid.solve.circles.keep import Kept, keep_circles
from neighborgrid.solve.circles.names import named
from neighborgrid.solve.circles.search import Found, arrange_unit
from neighborgrid.solve.circles.sites import make_sites
from neighborgrid.solve.circles.table import Circles
from neighborgrid.solve.circles.units import Unit, make_units
from neighborgrid.solve.teams import Team, appoint, mates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.table import Texts
    from neighborgrid.solve.circles.units import Floats, Rows
    from neighborgrid.solve.solution import Solution

    Done = Callable[[int, int], None]


JOINT = "、"
"""Stands between the ids of deputies in one cell."""


class Former:
    """Forms the circles of one problem; units that prove too tight can be given more circles."""

    def __init__(self, problem: Problem, free: Solution, done: Done) -> None:
        self.problem, self.free, self.done = problem, free, done
        self.able = np.flatnonzero((problem.people["excluded"] == "").to_numpy())
        self.kept: Kept = keep_circles(problem, self.able, make_sites(problem, self.able))
        self.units: list[Unit] = make_units(problem, self.able, self.kept.sites, self.kept.site, free)
        wanted = fixed.wanted(problem, self.units, self.able)
        self.found: list[Found] = []
        for index, unit in enumerate(self.units):
            exactly = None if wanted is None else int(wanted[index])
            self.found.append(arrange_unit(unit, exactly=exactly))
            self.done(index + 1, len(self.units))
        self.fixed = wanted is not None
        if wanted is not None:
            fixed.check(problem, self.units, self.able, self.found)

    def widen(self, persons: Rows) -> bool:
        """Give one circle more to the units of ``persons``; False where that changes nothing."""
        if self.fixed:
            return False
        local = np.full(len(self.problem.people), -1, np.int64)
        local[self.able] = np.arange(len(self.able))
        members = np.unique(local[persons])
        changed = False
        for index, unit in enumerate(self.units):
            if np.isin(unit.members, members).any():
                old = self.found[index]
                least = len(old.arrangement.sites) + 1
                if least <= unit.size:
                    self.found[index] = arrange_unit(unit, least=least)
                    changed |= len(self.found[index].arrangement.sites) >= least
        return changed

    def circles(self) -> Circles:
        """The circles as found, named and led."""
        site, of_able = self._numbered()
        of_person = np.full(len(self.problem.people), -1, np.int64)
        of_person[self.able] = of_able
        points = self.kept.sites.points
        order, texts = named(
            self.problem, of_person, points.lon[site], points.lat[site], self.kept.circle_id[site]
        )
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        of_person[self.able] = rank[of_able]
        lon, lat = points.lon[site][order], points.lat[site][order]
        teams = appointed(self.problem, of_person, lon, lat)
        leader_id, deputy_ids = post_texts(self.problem, teams)
        return Circles(
            **texts,
            lon=lon,
            lat=lat,
            of_person=of_person,
            teams=teams,
            leader_id=leader_id,
            deputy_ids=deputy_ids,
            bound=sum(found.bound for found in self.found),
        )

    def _numbered(self) -> tuple[Rows, Rows]:
        """Site of every circle, and the circle of every able member."""
        site: list[Rows] = []
        of_able = np.full(len(self.able), -1, np.int64)
        count = 0
        for unit, found in zip(self.units, self.found, strict=True):
            of_able[unit.members] = count + found.arrangement.circle
            site.append(unit.sites[found.arrangement.sites])
            count += len(found.arrangement.sites)
        return (np.concatenate(site) if site else np.zeros(0, np.int64)), of_able


def appointed(problem: Problem, of_person: Rows, lon: Floats, lat: Floats) -> tuple[Team, ...]:
    """Teams of circles; who holds a post in the problem's own circles keeps it where nothing is lost."""
    people = problem.people
    roles = people["role"].to_numpy()
    metres = metres_to_centre(problem, of_person, lon, lat)
    leaders, deputies = _posts_held(problem)
    members = np.argsort(of_person, kind="stable")
    ends = np.searchsorted(of_person[members], np.arange(len(lon) + 1))
    return tuple(
        appoint(
            mates_of(members[start:end].tolist(), roles, metres, leaders, deputies), problem.rules.circles
        )
        for start, end in itertools.pairwise(ends.tolist())
    )


def post_texts(problem: Problem, teams: Sequence[Team]) -> tuple[Texts, Texts]:
    """Ids of leaders and deputies as the plan shows them."""
    ids = np.append(problem.people["member_id"].to_numpy(), "")
    leader_id = np.array([ids[team.leader] for team in teams], object)
    deputy_ids = np.array([JOINT.join(ids[list(team.deputies)]) for team in teams], object)
    return leader_id, deputy_ids


def metres_to_centre(problem: Problem, of_person: Rows, lon: Floats, lat: Floats) -> Floats:
    """Walking metres of each person to the centre of their circle, NaN for those in none."""
    people = problem.people
    centre_lon, centre_lat = np.append(lon, np.nan)[of_person], np.append(lat, np.nan)[of_person]
    straight = distance_m(
        lon_a=people["lon"].to_numpy(), lat_a=people["lat"].to_numpy(), lon_b=centre_lon, lat_b=centre_lat
    )
    return straight * problem.rules.detour


def _posts_held(problem: Problem) -> tuple[frozenset[int], frozenset[int]]:
    """Rows of people who lead, and who are deputies, in the circles that the problem brings."""
    table = problem.circles
    if not len(table):
        return frozenset(), frozenset()
    row_of = {member_id: row for row, member_id in enumerate(problem.people["member_id"])}
    leaders = {row_of[one] for one in table["leader_id"] if one in row_of}
    deputies = {row_of[one] for cell in table["deputy_ids"] for one in split_ids(cell) if one in row_of}
    return frozenset(leaders), frozenset(deputies)


def split_ids(cell: str) -> Sequence[str]:
    """Ids of a cell of deputies."""
    return [part for part in cell.split(JOINT) if part]
