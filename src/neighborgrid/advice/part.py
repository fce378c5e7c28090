"""The part of a plan on which the answer about one household or one member depends.

A county is answered from a village or two: households compete for members only inside the boundary, so what
is farther away need not be looked at. The part is closed under everything that ties villages together: a
member who serves, is locked or lives across a village border, a circle, a blank village. Members of
neighbouring villages within the limit come with their own households, so that their loads are true; all
other people stay as mere positions, since the nearest of all may be asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from neighborgrid.places.distance import Points, pairs_within
from neighborgrid.planbook.villages import NOWHERE, rows_village, village_map

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Ground, Plan


def part_of(plan: Plan, *, household: int = -1, person: int = -1, ground: Ground | None = None) -> Plan:
    """Plan of the villages that matter for a row of Households, or of the members and excluded.

    ``person`` counts through Members, then Excluded; ``ground`` is what walking is measured on. Everything
    that is asked about that row has the same answer in the part as in the whole. The whole plan comes back
    where the boundary ties everything together.
    """
    if plan.rules.within in {"township", "anywhere"}:
        return plan
    of_home, of_person, villages = _numbered(plan)
    if villages is None:
        return plan
    group = _tied(plan, of_home, of_person, villages)
    target = of_home[household] if household >= 0 else of_person[person]
    wanted = group == group[target]
    near = _neighbours(plan, wanted[of_home], ground)
    wanted |= np.isin(group, np.unique(group[of_person[near]]))
    return _cut(plan, wanted[of_home], wanted[of_person])


def _numbered(plan: Plan) -> tuple[NDArray[np.int64], NDArray[np.int64], int | None]:
    """Village of each household and person by number, and how many; None where a blank matches any."""
    where = village_map(plan)
    number: dict[tuple[str, str], int] = {}
    found = [
        np.array([number.setdefault(one, len(number)) for one in rows_village(table, where)], np.int64)
        for table in (plan.households, plan.members, plan.excluded)
    ]
    return found[0], np.concatenate(found[1:]), None if NOWHERE in number else len(number)


def _tied(
    plan: Plan, of_home: NDArray[np.int64], of_person: NDArray[np.int64], villages: int
) -> NDArray[np.int64]:
    """Number of the group of villages that each village belongs to."""
    people = [*plan.members["member_id"], *plan.excluded["member_id"]]
    village_of = dict(zip(people, of_person.tolist(), strict=True))
    home_of = dict(zip(plan.households["household_id"], of_home.tolist(), strict=True))
    of_member = of_person[: len(plan.members)]
    ties = [
        *((village, village) for village in range(villages)),
        *_crossing(of_home, plan.households["member_id"], village_of),
        *_crossing(of_home, plan.households["lock"], village_of),
        *_crossing(of_member, plan.members["home_household_id"], home_of),
        *_circle_ties(of_member, plan.members["circle_id"]),
    ]
    ends = np.array(ties, np.int64).T
    graph = coo_matrix((np.ones(ends.shape[1], np.int8), (ends[0], ends[1])), (villages, villages))
    return np.asarray(connected_components(graph, directed=False)[1])


def _crossing(
    here: NDArray[np.int64], column: pd.Series[str], there: dict[str, int]
) -> list[tuple[int, int]]:
    """Pairs of different villages that the ids of a column tie together."""
    pairs = set(zip(here.tolist(), map(there.get, column), strict=True))
    return [(a, b) for a, b in pairs if b is not None and a != b]


def _circle_ties(of_member: NDArray[np.int64], circle_id: pd.Series[str]) -> list[tuple[int, int]]:
    """Pairs of villages that have members in one circle."""
    first: dict[str, int] = {}
    members = set(zip(circle_id, of_member.tolist(), strict=True))
    return [(village, first.setdefault(circle, village)) for circle, village in members if circle]


def _neighbours(plan: Plan, homes: NDArray[np.bool_], ground: Ground | None) -> NDArray[np.int64]:
    """People whom the limit might let reach the households ``homes``: nobody walks less than straight."""
    mine, rules = plan.households[homes], plan.rules
    reach_m = rules.limit_m / rules.detour
    if ground is not None:
        reach_m = ground.straight_reach_m(rules.limit_m, rules.detour)
    lon, lat = (
        np.concatenate([table[name].to_numpy() for table in (plan.members, plan.excluded)])
        for name in ("lon", "lat")
    )
    near = pairs_within(
        Points(lon=mine["lon"].to_numpy(), lat=mine["lat"].to_numpy()),
        Points(lon=lon, lat=lat),
        reach_m,
    )
    return np.unique(near.b)


def _cut(plan: Plan, homes: NDArray[np.bool_], people: NDArray[np.bool_]) -> Plan:
    """Plan with the households ``homes`` alone; people outside lose what ties them to their villages."""
    households = plan.households[homes].reset_index(drop=True)
    outside = ~people[: len(plan.members)]
    loose = {column: plan.members[column].mask(outside, "") for column in ("circle_id", "home_household_id")}
    members = plan.members.assign(**loose)
    circles = plan.tables["circles"]
    ids = set(households["household_id"])
    tables = {
        **plan.tables,
        "households": households,
        "members": members,
        "circles": circles[circles["circle_id"].isin(set(members["circle_id"]))].reset_index(drop=True),
    }
    for name in ("unserved", "wishes"):
        listed = plan.tables[name]
        tables[name] = listed[listed["household_id"].isin(ids)].reset_index(drop=True)
    return replace(plan, tables=tables)
