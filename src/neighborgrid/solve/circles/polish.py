"""Members who change circles, one by one or in exchange, where that serves or covers more households.

The membership flow sees no households; this does. First improvement, in canonical order, until no move and
no exchange is better in the tiers of the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.solve.circles.membership import Arrangement, Arranger
    from neighborgrid.solve.circles.units import Mask, Rows


def polished(arranger: Arranger, found: Arrangement) -> Arrangement:
    """Arrangement of the same centres that serves and covers as many households as moves can bring about."""
    better: Arrangement | None = found
    while better is not None and (better.lost or better.outside):
        found, better = better, None
        for circle in _neighbours(arranger, found):
            made = arranger.measured(found.sites, circle, found)
            if made.key < found.key:
                better = made
                break
            arranger.trials_left -= 1
            if arranger.trials_left <= 0:
                return found
    return found if better is None else better


def _neighbours(arranger: Arranger, found: Arrangement) -> Iterator[Rows]:
    """Memberships that differ by one move, then by one exchange, of a member who may help."""
    allowed = np.isfinite(arranger.metres[:, found.sites])
    size = np.bincount(found.circle, minlength=len(found.sites))
    several = np.flatnonzero(allowed.sum(axis=1) > 1)
    movable = several[_helpful(arranger, found)[several]]
    for member in movable:
        for circle in np.flatnonzero(allowed[member] & (size < arranger.unit.rule.team_max)):
            if circle != found.circle[member]:
                moved = found.circle.copy()
                moved[member] = circle
                yield moved
    for one in movable:
        for other in several:
            here, there = found.circle[one], found.circle[other]
            if here != there and allowed[one, there] and allowed[other, here]:
                moved = found.circle.copy()
                moved[one], moved[other] = there, here
                yield moved


def _helpful(arranger: Arranger, found: Arrangement) -> Mask:
    """Members whose move may help: into the cover of a household outside, or out of a circle that is full."""
    unit = arranger.unit
    helpful = np.zeros(unit.size, bool)
    if found.lost:
        work = np.bincount(found.circle, weights=unit.work, minlength=len(found.sites))
        helpful |= (work >= unit.rule.max_households)[found.circle]
    if arranger.covers is None:
        return helpful
    inside = np.zeros(unit.homes, bool)
    inside[unit.pair_home[arranger.inside(found.sites[found.circle])]] = True
    rows = np.flatnonzero(~inside[unit.pair_home])
    home, member = unit.pair_home[rows], unit.pair_member[rows]
    sites = found.sites[None, :]
    covering = arranger.covers[home[:, None], sites] & np.isfinite(arranger.metres[member[:, None], sites])
    helpful[member[covering.any(axis=1)]] = True
    return helpful
