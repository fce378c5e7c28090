"""Of equally few sites those nearest to the people who wait: fewer households change their member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.recruit.deal import Dealt, deal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.recruit.region import Region

    Rows = NDArray[np.int64]

TRIED: Final = 8
"""Other sites that are tried for each."""
DEALS: Final = 150
"""How often a region is dealt anew at most."""


def polished(problem: Problem, region: Region, chosen: Rows, today: Rows) -> tuple[Rows, Dealt]:
    """Sites ``chosen`` with some exchanged for better ones that serve as many, and who serves whom then.

    Better is fewer homes of unverified position, then the order of `deal`: fewest changes, least metres.
    """
    waits = (today[region.homes] < 0).astype(np.int64)
    direct = np.minimum(region.slots, region.reach @ waits) + region.free @ waits
    doubtful = problem.households["distance_kind"].to_numpy()[region.sites] == "estimated"
    at_home = np.isin(region.sites, region.homes[waits > 0])
    # Where somebody waits is near to those who wait.
    order = np.lexsort((np.arange(len(direct)), ~at_home, -direct, doubtful))
    best = deal(problem, region, chosen, today)
    left = DEALS
    for place in range(len(chosen)):
        for site in order[~np.isin(order, chosen)][:TRIED]:
            if not left:
                return chosen, best
            left -= 1
            other = chosen.copy()
            other[place] = site
            found = deal(problem, region, other, today)
            if _rank(found, doubtful[other]) < _rank(best, doubtful[chosen]):
                chosen, best = other, found
    return chosen, best


def _rank(dealt: Dealt, doubtful: NDArray[np.bool_]) -> tuple[int, int, int]:
    served = np.count_nonzero((dealt.person >= 0) | (dealt.site >= 0))
    return -int(served), int(doubtful.sum()), dealt.cost
