"""Centres of a unit that is too large to list all sets: a start, then alternating improvement.

The start is a capacitated p-median of the members (``solve.pmedian``) or a smallest cover; then membership
and centres are improved in turn (Cooper 1964, location-allocation): members choose circles by an exact
flow, each circle moves to the site nearest to all its members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.circles.cover import least_cover
from neighborgrid.solve.circles.polish import polished

if TYPE_CHECKING:
    from neighborgrid.solve.circles.membership import Arrangement, Arranger
    from neighborgrid.solve.circles.units import Masks, Rows

ROUNDS: Final = 12
EFFORT: Final = 0.1


def improve(arranger: Arranger, reach: Masks, count: int, forced: Rows) -> Arrangement | None:
    """Good arrangement of ``count`` circles; None where none is found."""
    best: Arrangement | None = None
    for sites in (_median_start(arranger, count, forced), _cover_start(arranger, reach, count, forced)):
        found = None if sites is None else _alternate(arranger, sites, forced)
        if found is not None and (best is None or found.key < best.key):
            best = found
    return best


def _median_start(arranger: Arranger, count: int, forced: Rows) -> Rows | None:
    from neighborgrid.solve.pmedian import Infeasible, PMedian, solve_pmedian

    unit = arranger.unit
    if len(forced):
        return None
    rule = unit.rule
    # A member brings about as many households into the circle as in the plan without circles.
    demand = np.maximum(unit.work, rule.max_households / rule.team_max)
    case = PMedian(
        points=unit.member_xyz,
        demand=demand,
        sites=unit.site_xyz,
        capacity=np.full(len(unit.sites), float(rule.max_households)),
        p=count,
        limit=rule.limit_m / unit.detour,
    )
    try:
        return np.sort(solve_pmedian(case, effort=EFFORT).site)
    except Infeasible:
        return None


def _cover_start(arranger: Arranger, reach: Masks, count: int, forced: Rows) -> Rows | None:
    """Smallest cover, filled up with the sites that bring members nearest to a centre."""
    sites = least_cover(reach, forced).sites
    if len(sites) > count:
        return None
    chosen = [int(site) for site in sites]
    near = arranger.metres[:, chosen].min(axis=1) if chosen else np.full(len(reach), np.inf)
    while len(chosen) < count:
        gain = np.minimum(arranger.metres, np.where(np.isfinite(near), near, 1e9)[:, None]).sum(axis=0)
        gain[chosen] = np.inf
        chosen.append(int(gain.argmin()))
        near = np.minimum(near, arranger.metres[:, chosen[-1]])
    return np.sort(np.array(chosen, np.int64))


def _alternate(arranger: Arranger, sites: Rows, forced: Rows) -> Arrangement | None:
    best = _arranged(arranger, sites)
    if best is None:
        return None
    for _ in range(ROUNDS):
        moved = _centred(arranger, best, forced)
        if (moved == best.sites).all():
            break
        found = _arranged(arranger, moved)
        if found is None or not found.key < best.key:
            break
        best = found
    return polished(arranger, best)


def _arranged(arranger: Arranger, sites: Rows) -> Arrangement | None:
    return min(arranger.arrange(sites) or (), key=lambda made: made.key, default=None)


def _centred(arranger: Arranger, found: Arrangement, forced: Rows) -> Rows:
    """Sites nearest to all members of each circle; circles that stand already stay."""
    sites = found.sites.copy()
    for circle in np.flatnonzero(~np.isin(sites, forced)):
        mine = found.circle == circle
        if mine.any():
            sums = arranger.metres[mine].sum(axis=0)
            sums[np.delete(sites, circle)] = np.inf
            sites[circle] = sums.argmin()
    return np.sort(sites)
