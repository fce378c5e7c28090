"""Homes where somebody new may live, and the households that would be in walking range of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.places.distance import Points, pairs_within
from neighborgrid.places.walker import Side, walks_between
from neighborgrid.solve.pairs import BOUNDARY_CODES, Pairs, straight_reach_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem

    Rows = NDArray[np.int64]


def site_pairs(problem: Problem, rows: Rows, sites: Rows) -> Pairs:
    """Pairs of households ``rows`` and homes ``sites`` (``person``), by household, in range and boundary.

    Nobody knows who would live there, so no matrix speaks for them: metres are those of the roads, else of
    the straight line. Somebody's own home is 0 m away.
    """
    homes, rules = problem.households, problem.rules
    lon, lat = homes["lon"].to_numpy(), homes["lat"].to_numpy()
    here, there = (Points(lon=lon[some], lat=lat[some]) for some in (rows, sites))
    near = pairs_within(here, there, straight_reach_m(problem))
    household, site = rows[near.a], sites[near.b]
    keep = np.ones(len(household), bool)
    for column in BOUNDARY_CODES[rules.within]:
        code = homes[column].to_numpy()
        keep &= (code[household] == code[site]) | (code[household] < 0) | (code[site] < 0)
    if problem.ground is None:
        return Pairs(household, site, near.distance_m * rules.detour).take(keep)
    kept = np.flatnonzero(keep)
    walks = walks_between(
        problem.ground,
        rules.detour,
        Side(here.lon, here.lat),
        Side(there.lon, there.lat),
        (near.a[kept], near.b[kept]),
        straight_m=near.distance_m[kept],
        limit_m=rules.limit_m,
    )
    found = Pairs(household[kept], site[kept], walks.metres, walks.kind)
    found.metres[found.household == found.person] = 0
    return found.take(np.isfinite(found.metres))
