"""Homes where somebody new may live, and the households that would be in walking range of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places.distance import Points, pairs_within
from neighborgrid.places.walker import Side, walks_between
from neighborgrid.solve.pairs import BOUNDARY_CODES, Pairs, straight_reach_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem

    Rows = NDArray[np.int64]

CHUNK: Final = 4096
"""Households whose pairs are walked at once."""
STRIP: Final = 0.02
"""Degrees of latitude of the strips in which neighbours are found."""


def site_pairs(problem: Problem, rows: Rows, sites: Rows) -> Pairs:
    """Pairs of households ``rows`` and homes ``sites`` (``person``), by household, in range and boundary.

    Nobody knows who would live there, so no matrix speaks for them: metres are those of the roads, else of
    the straight line. Somebody's own home is 0 m away.
    """
    if problem.ground is None:
        return _near(problem, rows, sites)
    # A household has hundreds of sites near it: a county's are walked bit by bit, neighbours together.
    homes = problem.households
    strip = np.round(homes["lat"].to_numpy()[rows] / STRIP)
    near = rows[np.lexsort((homes["lon"].to_numpy()[rows], strip))]
    parts = [_on_foot(problem, near[start : start + CHUNK], sites) for start in range(0, len(near), CHUNK)]
    if not parts:
        return _near(problem, rows, sites)
    columns = ([getattr(part, name) for part in parts] for name in ("household", "person", "metres"))
    household, site, metres = (np.concatenate(column) for column in columns)
    order = np.argsort(household, kind="stable")
    return Pairs(household[order], site[order], metres[order])


def _near(problem: Problem, rows: Rows, sites: Rows) -> Pairs:
    """Pairs in range as the crow flies and inside the boundary; their metres are straight."""
    homes = problem.households
    lon, lat = homes["lon"].to_numpy(), homes["lat"].to_numpy()
    here, there = (Points(lon=lon[some], lat=lat[some]) for some in (rows, sites))
    near = pairs_within(here, there, straight_reach_m(problem))
    household, site = rows[near.a], sites[near.b]
    keep = np.ones(len(household), bool)
    for column in BOUNDARY_CODES[problem.rules.within]:
        code = homes[column].to_numpy()
        keep &= (code[household] == code[site]) | (code[household] < 0) | (code[site] < 0)
    return Pairs(household, site, near.distance_m).take(keep)


def _on_foot(problem: Problem, rows: Rows, sites: Rows) -> Pairs:
    """Pairs within the limit on foot, with their walking metres."""
    homes = problem.households
    lon, lat = homes["lon"].to_numpy(), homes["lat"].to_numpy()
    near = _near(problem, rows, sites)
    some, home = np.unique(near.household, return_inverse=True)
    places, site = np.unique(near.person, return_inverse=True)
    walks = walks_between(
        problem.ground,
        problem.rules.detour,
        Side(lon[some], lat[some]),
        Side(lon[places], lat[places]),
        (home, site),
        straight_m=near.metres,
        limit_m=problem.rules.limit_m,
    )
    walks.metres[near.household == near.person] = 0
    return Pairs(near.household, near.person, walks.metres).take(np.isfinite(walks.metres))
