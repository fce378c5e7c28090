"""Members who change circles, one by one or in exchange, where that serves or covers more households.

The membership flow sees no households; this does. First improvement, in canonical order, until no move and
no exchange is better in the tiers of the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.solve.circles.membership import Arrangement, Arranger
    from neighborgrid.solve.circles.units import Rows

MOST_TRIALS: Final = 3_000
"""Memberships measured at most for one arrangement."""


def polished(arranger: Arranger, found: Arrangement) -> Arrangement:
    """Arrangement of the same centres that serves and covers as many households as moves can bring about."""
    trials = 0
    better: Arrangement | None = found
    while better is not None and (better.lost or better.outside):
        found, better = better, None
        for circle in _neighbours(arranger, found):
            trials += 1
            made = arranger.measured(found.sites, circle)
            if made.key < found.key:
                better = made
                break
            if trials >= MOST_TRIALS:
                return found
    return found if better is None else better


def _neighbours(arranger: Arranger, found: Arrangement) -> Iterator[Rows]:
    """Memberships that differ by one move, then by one exchange."""
    allowed = np.isfinite(arranger.metres[:, found.sites])
    size = np.bincount(found.circle, minlength=len(found.sites))
    movable = np.flatnonzero(allowed.sum(axis=1) > 1)
    for member in movable:
        for circle in np.flatnonzero(allowed[member] & (size < arranger.unit.rule.team_max)):
            if circle != found.circle[member]:
                moved = found.circle.copy()
                moved[member] = circle
                yield moved
    for index, one in enumerate(movable):
        for other in movable[index + 1 :]:
            here, there = found.circle[one], found.circle[other]
            if here != there and allowed[one, there] and allowed[other, here]:
                moved = found.circle.copy()
                moved[one], moved[other] = there, here
                yield moved
