"""Who serves whom once the new members are there: as many as can be, with the fewest changes of member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from neighborgrid.places.distance import distance_m
from neighborgrid.solve.flow import FlowError
from neighborgrid.solve.recruit.region import FURTHER_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.recruit.region import Region

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]

CHANGE: Final = 10**8
"""Cost of a household that changes its member: more than centimetres within any limit."""
LEFT: Final = 10**11
"""Cost of serving a household that waits today instead of one that is served: nobody is dropped for it."""


@dataclass(frozen=True)
class Dealt:
    """Households of one region: who serves each, by row of people and by place among the chosen sites.

    Both are -1 where nobody does; ``person`` is also -1 where a new member serves. ``cost`` compares sites:
    households dropped, changes of member, centimetres.
    """

    person: Rows
    site: Rows
    cost: int


def deal(problem: Problem, region: Region, chosen: Rows, today: Rows) -> Dealt:
    """Deal one region's households to its members and to new members at the sites ``chosen``.

    ``today`` is the person of each household of the problem now, -1 none. Households that are served
    today are served, priority households come before others.
    """
    near, own = region.reach[chosen].tocoo(), region.free[chosen].tocoo()
    home = np.concatenate((region.home, near.col, own.col)).astype(np.int64)
    server = np.concatenate((region.people[region.member], np.full(len(near.col) + len(own.col), -1)))
    place = np.concatenate((np.full(len(region.home), -1), near.row, own.row)).astype(np.int64)
    cost = _cost(problem, region, chosen, today, (home, server, place))
    first_member, first_site = region.size, region.size + len(region.cap)
    sink, source = first_site + len(chosen), first_site + len(chosen) + 1
    # Whoever takes no capacity goes straight to the sink.
    to = np.concatenate((first_member + region.member, first_site + near.row, np.full(len(own.col), sink)))
    homes, rows = np.arange(region.size), region.homes
    important = (problem.households["priority"] != "").to_numpy()[rows]
    entry = np.where(today[rows] >= 0, 0, LEFT) - important * (LEFT // 2)
    room = np.concatenate((region.cap, region.slots[chosen]))
    network = SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        np.concatenate((home, np.full(region.size, source), first_member + np.arange(len(room)))),
        np.concatenate((to, homes, np.full(len(room), sink))),
        np.concatenate((np.ones(len(home) + region.size, np.int64), room)),
        np.concatenate((cost, entry, np.zeros(len(room), np.int64))),
    )
    supply = np.zeros(source + 1, np.int64)
    supply[source], supply[sink] = region.size, -region.size
    network.set_nodes_supplies(np.arange(source + 1), supply)
    if network.solve_max_flow_with_min_cost() != network.OPTIMAL:
        raise FlowError("dealing a region failed")
    used = np.flatnonzero(network.flows(np.arange(len(home))))
    person, site = np.full(region.size, -1, np.int64), np.full(region.size, -1, np.int64)
    person[home[used]], site[home[used]] = server[used], place[used]
    return Dealt(person, site, int(network.optimal_cost()))


def _cost(
    problem: Problem, region: Region, chosen: Rows, today: Rows, pairs: tuple[Rows, Rows, Rows]
) -> Rows:
    """Centimetres of each pair, and `CHANGE` where it takes a household from its member of today."""
    home, server, _ = pairs
    at = region.homes[home]
    metres = (
        _straight(problem, region, chosen, pairs) if region.site_m is None else _walked(region, chosen, pairs)
    )
    changed = (today[at] >= 0) & (today[at] != server)
    cost: NDArray[np.float64] = np.rint(100 * np.nan_to_num(metres)) + CHANGE * changed
    return cost.astype(np.int64)


def _walked(region: Region, chosen: Rows, pairs: tuple[Rows, Rows, Rows]) -> Floats:
    """Walking metres of each pair."""
    home, _, place = pairs
    metres = np.zeros(len(home))
    new = np.flatnonzero(place >= 0)
    if region.member_m is not None:
        metres[place < 0] = region.member_m
    if region.site_m is not None and len(new):
        metres[new] = np.asarray(region.site_m[chosen[place[new]], home[new]]).ravel() - FURTHER_M
    return metres


def _straight(problem: Problem, region: Region, chosen: Rows, pairs: tuple[Rows, Rows, Rows]) -> Floats:
    """Straight metres of each pair."""
    home, server, place = pairs
    homes, people = problem.households, problem.people
    at = region.homes[home]
    new = np.flatnonzero(place >= 0)
    ends = {}
    for axis in ("lon", "lat"):
        ends[axis] = people[axis].to_numpy()[server]
        ends[axis][new] = homes[axis].to_numpy()[region.sites[chosen[place[new]]]]
    return distance_m(
        lon_a=homes["lon"].to_numpy()[at],
        lat_a=homes["lat"].to_numpy()[at],
        lon_b=ends["lon"],
        lat_b=ends["lat"],
    )
