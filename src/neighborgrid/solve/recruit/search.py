"""Sets of sites that serve everybody, or many: greedily, then without what is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.recruit.region import Region

    Rows = NDArray[np.int64]

TRIED: Final = 6
"""Sites whose true gain is computed before one is taken."""


def completed(region: Region, chosen: Rows, liked: NDArray[np.float64], most: int | None = None) -> Rows:
    """Sites ``chosen`` and as many more as serve everybody, or ``most`` in all.

    Next is the site of the greatest gain; ``liked`` (per site) settles ties, then the order of sites.
    """
    chosen = np.asarray(chosen, np.int64)
    served, side = region.flow(chosen)
    while served < region.size and (most is None or len(chosen) < most):
        # What the cut leaves to gain: never less than the true gain.
        inside = side.astype(np.int64)
        gain = np.minimum(region.slots, region.reach @ inside) + region.free @ inside
        gain[chosen] = 0
        order = np.lexsort((np.arange(len(gain)), -liked, -gain))
        best, best_served, best_side = -1, served, side
        for site in order[:TRIED]:
            if served + gain[site] <= best_served:
                break
            found, cut = region.flow(np.append(chosen, site))
            if found > best_served:
                best, best_served, best_side = int(site), found, cut
        if best < 0:
            break
        chosen = np.append(chosen, best)
        served, side = best_served, best_side
    return chosen


def pruned(region: Region, chosen: Rows) -> Rows:
    """Sites ``chosen`` without those that can go while as many are served, the latest first."""
    served = region.served(chosen)
    for site in chosen[::-1]:
        fewer = chosen[chosen != site]
        if region.served(fewer) == served:
            chosen = fewer
    return chosen
