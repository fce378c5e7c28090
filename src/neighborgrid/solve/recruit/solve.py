"""Fewest sites of a region, and the most that a number of sites serves: cuts, then whole numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.recruit.master import EPSILON, Cuts, Program
from neighborgrid.solve.recruit.search import completed, pruned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.recruit.region import Region

    Rows = NDArray[np.int64]

ROUNDS: Final = 80
"""How often cuts are added to a linear program."""
WHOLE_ROUNDS: Final = 40
"""How often cuts are added to a program of whole numbers."""


@dataclass(frozen=True)
class Found:
    """Sites that were found, and the bound of what was asked: fewest sites, or most served."""

    sites: Rows
    bound: int


class Recruiter:
    """One region with the cuts that are known of it; what was found once is kept."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.cuts = Cuts(region)
        self.cuts.add(np.ones(region.size, bool))
        self._first_cuts()
        self._fewest: Found | None = None

    def _first_cuts(self) -> None:
        """Each household that no member reaches needs a site near it."""
        region = self.region
        alone = np.ones(region.size, bool)
        alone[region.home] = False
        near = ((region.reach + region.free)[:, np.flatnonzero(alone)] > 0).T.tocsr()
        hard = (
            _hardest(near.toarray()) if near.shape[0] * near.shape[1] <= 4_000_000 else range(near.shape[0])
        )
        for one in hard:
            side = np.zeros(region.size, bool)
            side[np.flatnonzero(alone)[one]] = True
            self.cuts.add(side)

    def fewest(self) -> Found:
        """Fewest sites that serve everybody, with a lower bound."""
        if self._fewest is None:
            self._fewest = self._solve(None)
        return self._fewest

    def most(self, count: int) -> Found:
        """Sites, ``count`` at most, that serve as many as can be, with an upper bound of the served."""
        return self._solve(count)

    def _solve(self, count: int | None) -> Found:
        region = self.region
        amount, bound = self._relaxed(count)
        best = self._rounded(amount, count)
        for _ in range(WHOLE_ROUNDS):
            if self._value(best, count) == bound:
                break
            program = Program(region, count, whole=True)
            program.take(self.cuts)
            answer = program.solve(best)
            if answer is None:
                break
            # The program may have stopped early: a bound found before may be better.
            bound = self._tighter(bound, int(answer.bound), count)
            sites = np.flatnonzero(answer.amount > 0.5)
            served, side = region.flow(sites)
            tried = self._mended(sites, answer.amount, count)
            best = min(best, tried, key=lambda one: self._rank(one, count))
            # Sites that do all that the cuts let them do teach nothing more.
            if served >= self.cuts.most(sites):
                break
            for piece in [side, *region.pieces(side, sites)]:
                self.cuts.add(piece)
        return Found(best, bound)

    def _relaxed(self, count: int | None) -> tuple[NDArray[np.float64], int]:
        """Fractions of the sites in the linear program, and the bound that it gives."""
        region = self.region
        program = Program(region, count, whole=False)
        bound = 0 if count is None else region.size
        amount = np.zeros(len(region.sites))
        for _ in range(ROUNDS):
            program.take(self.cuts)
            answer = program.solve()
            if answer is None:
                break
            amount = answer.amount
            whole = math.ceil if count is None else math.floor
            sign = -EPSILON if count is None else EPSILON
            bound = self._tighter(bound, whole(answer.bound + sign), count)
            if not self._separated(amount, answer.bound if count is not None else float(region.size)):
                break
        return amount, bound

    def _separated(self, amount: NDArray[np.float64], need: float) -> bool:
        """Whether cuts were added that ``amount`` violates."""
        region = self.region
        sites = np.flatnonzero(amount > EPSILON)
        served, side = region.flow(sites, amount[sites])
        if served >= need - 1e-3:
            return False
        known = len(self.cuts.rows)
        for piece in [side, *region.pieces(side, sites)]:
            self.cuts.add(piece)
        return len(self.cuts.rows) > known

    def _rounded(self, amount: NDArray[np.float64], count: int | None) -> Rows:
        """Best of what the linear program suggests and of what greed finds alone."""
        starts = [np.zeros(0, np.int64)]
        sure = np.flatnonzero(amount > 0.99)
        if len(sure):
            starts.append(sure if count is None else sure[:count])
        found = [self._mended(start, amount, count) for start in starts]
        return min(found, key=lambda one: self._rank(one, count))

    def _mended(self, sites: Rows, amount: NDArray[np.float64], count: int | None) -> Rows:
        chosen = completed(self.region, sites, amount, count)
        return pruned(self.region, chosen)

    def _rank(self, sites: Rows, count: int | None) -> tuple[int, int]:
        return (-self.region.served(sites), len(sites)) if count is not None else (len(sites), 0)

    def _value(self, sites: Rows, count: int | None) -> int:
        return len(sites) if count is None else self.region.served(sites)

    def _tighter(self, bound: int, other: int, count: int | None) -> int:
        return max(bound, other) if count is None else min(bound, other)


def _hardest(near: NDArray[np.int64]) -> Rows:
    """Rows whose set of sites contains that of no other row: theirs are the constraints that bind."""
    sets = near.astype(np.float32)
    size = sets.sum(axis=1)
    # Row i is implied by row j where j's sites are all among i's.
    within = sets @ sets.T >= size[None, :]
    equal = within & within.T
    implied = within & ~equal
    earlier = np.tril(equal, -1)
    return np.flatnonzero(~(implied | earlier).any(axis=1))
