"""From a problem to the regions in which new members help, and what cannot be helped.

Without anybody new the most households are served by a maximum flow. Only what its residual network reaches
from the waiting households, and households without any member in range, gain from somebody new (see `Net`).
A site is the home of any located household that is not vacant; a new member there serves the own home beside
the cap. Regions are the connected components of households, full members and sites.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from neighborgrid.solve.pairs import reachable
from neighborgrid.solve.recruit.net import Net
from neighborgrid.solve.recruit.region import FURTHER_M, Region
from neighborgrid.solve.recruit.sites import site_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.pairs import Reachable

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Field:
    """Where new members would help.

    Attributes
    ----------
    found
        Demand and admissible pairs.
    choice
        Person per household of a plan that serves as many as can be without anybody new, own homes included.
    helpable, hopeless
        Waiting households that somebody new can help, and those that nobody new can.
    regions
        Independent regions.
    """

    found: Reachable
    choice: Rows
    helpable: Rows
    hopeless: Rows
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class _Open:
    """Households of all regions, their admissible members, and their pairs with sites, by problem rows.

    ``home`` and ``near`` are positions in ``rows``; ``metres`` and ``site_m`` the walking metres of both
    kinds of pairs; ``rough`` marks those of unequal loads, and those whose members are left out since theirs
    are.
    """

    rows: Rows
    rough: Mask
    home: Rows
    person: Rows
    near: Rows
    site: Rows
    metres: Floats
    site_m: Floats


def field_of(problem: Problem, person: Rows, cap: NDArray[np.float64], new_cap: NDArray[np.int64]) -> Field:
    """Field of a problem.

    ``person`` is the choice that stands (row per household, -1 none), ``cap`` that of each person,
    ``new_cap`` that of a new member at each household.
    """
    found = reachable(problem)
    need, homes = found.need, problem.households
    net = Net.of(problem, found)
    choice = net.settle(np.where(need.linkable, person, -1), np.nan_to_num(cap))
    load = homes["load"].to_numpy()
    weightless = np.flatnonzero(load[found.pairs.household] == 0)
    choice[found.pairs.household[weightless][::-1]] = found.pairs.person[weightless][::-1]
    reached, full = net.reached(choice)
    waiting = need.linkable & (choice < 0)
    located = np.isfinite(homes["lon"].to_numpy()) & np.isfinite(homes["lat"].to_numpy())
    locked = need.lock >= 0
    hopeless = waiting & (~located | (locked & ~reached))
    reached |= waiting & ~hopeless
    surplus = _surplus(net, need.lock, reached, waiting, np.nan_to_num(cap))
    hopeless[surplus] = True
    reached[surplus] = False
    open_ = _opened(problem, found, net, reached, full, located)
    regions = _regions(problem, open_, choice, np.nan_to_num(cap), new_cap)
    own = need.own_home
    return Field(
        found,
        np.where(own >= 0, own, choice),
        np.flatnonzero(waiting & ~hopeless),
        np.flatnonzero(hopeless),
        regions,
    )


def _surplus(net: Net, lock: Rows, reached: Mask, waiting: Mask, cap: NDArray[np.float64]) -> Rows:
    """Waiting households locked to members who cannot take all that are locked to them, whoever helps."""
    rows = np.flatnonzero((lock >= 0) & reached)
    over = np.bincount(lock[rows], minlength=len(cap)) - np.floor(cap)
    surplus: list[int] = []
    for person in np.flatnonzero(over > 0):
        mine = rows[lock[rows] == person]
        # Those that wait first: the others may keep their member.
        mine = mine[np.argsort(~waiting[mine], kind="stable")]
        surplus += mine[: int(over[person])].tolist()
    return np.array(surplus, np.int64)


def _opened(problem: Problem, found: Reachable, net: Net, reached: Mask, full: Mask, located: Mask) -> _Open:
    """Pairs of the households reached: with the full members, and with sites in range and boundary."""
    homes = problem.households
    rows = np.flatnonzero(reached)
    local = np.full(len(homes), -1, np.int64)
    local[rows] = np.arange(len(rows))
    pairs = np.flatnonzero((local[net.household] >= 0) & full[net.person])
    sites = np.flatnonzero(located & (homes["residence"] != "vacant").to_numpy())
    near = site_pairs(problem, rows[found.need.lock[rows] < 0], sites)
    load = net.load[rows]
    rough = ~np.append(net.exact, True)[net.part_of()[rows]] | ((load != 0) & (load != 1))
    return _Open(
        rows=rows,
        rough=rough,
        home=local[net.household[pairs]],
        person=net.person[pairs],
        near=local[near.household],
        site=near.person.astype(np.int64),
        metres=found.pairs.metres[net.row[pairs]],
        site_m=near.metres,
    )


def _regions(
    problem: Problem, open_: _Open, choice: Rows, cap: NDArray[np.float64], new_cap: Rows
) -> tuple[Region, ...]:
    """Connected components of households, members and sites, in the order of their first household."""
    if not len(open_.rows):
        return ()
    people, member = np.unique(open_.person, return_inverse=True)
    sites, site = np.unique(open_.site, return_inverse=True)
    first_member, first_site = len(open_.rows), len(open_.rows) + len(people)
    size = first_site + len(sites)
    tail = np.concatenate((open_.home, open_.near))
    head = np.concatenate((first_member + member, first_site + site))
    graph = coo_matrix((np.ones(len(tail), np.int8), (tail, head)), (size, size))
    _, label = connected_components(graph, directed=False)
    of_home, of_member, of_site = np.split(label, (first_member, first_site))
    order = list(dict.fromkeys(of_home.tolist()))
    load = problem.households["load"].to_numpy()
    by_part = [_grouped(one, len(label)) for one in (of_home, of_member, of_site)]
    pairs, near = _grouped(of_home[open_.home], len(label)), _grouped(of_home[open_.near], len(label))
    made = []
    for part in order:
        mine, whose, where = (group(part) for group in by_part)
        here, close = pairs(part), near(part)
        made.append(
            _region(
                rows=open_.rows[mine],
                exact=not open_.rough[mine].any(),
                sites=sites[where],
                people=people[whose],
                pairs=(np.searchsorted(mine, open_.home[here]), np.searchsorted(whose, member[here])),
                near=(np.searchsorted(where, site[close]), np.searchsorted(mine, open_.near[close])),
                load=load,
                cap=np.floor(cap[people[whose]]).astype(np.int64),
                new_cap=new_cap[sites[where]],
                base=int((choice[open_.rows[mine]] >= 0).sum()),
                walked=None if problem.ground is None else (open_.metres[here], open_.site_m[close]),
            )
        )
    return tuple(made)


def _grouped(label: NDArray[np.int32] | Rows, size: int) -> Callable[[int], Rows]:
    """Lookup of the positions of each label, in order."""
    order = np.argsort(label, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(label, minlength=size))))
    return lambda one: order[start[one] : start[one + 1]]


def _region(
    *,
    rows: Rows,
    exact: bool,
    sites: Rows,
    people: Rows,
    pairs: tuple[Rows, Rows],
    near: tuple[Rows, Rows],
    load: NDArray[np.float64],
    cap: Rows,
    new_cap: Rows,
    base: int,
    walked: tuple[Floats, Floats] | None,
) -> Region:
    site, home = near
    weight = load[rows[home]]
    own = rows[home] == sites[site]
    free = own | (weight == 0)
    reach = ~free & (weight <= new_cap[site])
    heaviest = np.ones(len(sites)) if exact else np.zeros(len(sites))
    if not exact:
        np.maximum.at(heaviest, site[reach], weight[reach])
    # A new member is taken to serve none but the heaviest of its households: at least as many fit.
    slots = np.floor(new_cap / np.where(heaviest > 0, heaviest, 1)).astype(np.int64)
    shape = len(sites), len(rows)

    def matrix(where: Mask) -> csr_matrix:
        ones = np.ones(np.count_nonzero(where), np.int64)
        return csr_matrix((ones, (site[where], home[where])), shape=shape)

    made = Region(rows, sites, *pairs, cap, matrix(reach), matrix(free), slots, people, exact, base)
    if walked is None:
        return made
    site_m = csr_matrix((walked[1] + FURTHER_M, (site, home)), shape=shape)
    return replace(made, member_m=walked[0], site_m=site_m)
