"""Over all regions: how many new members each gets, and where; the bound of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.recruit.search import completed
from neighborgrid.solve.recruit.solve import Recruiter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neighborgrid.solve.recruit.region import Region

    Rows = NDArray[np.int64]

SETTLED: Final = 300
"""How many entries of the regions' frontiers are made exact at most."""


@dataclass(frozen=True)
class Chosen:
    """Sites of each region (local numbers), and the fewest members that can do.

    ``exact`` says that ``bound`` is a bound for the whole: all loads of the regions are equal.
    """

    sites: tuple[Rows, ...]
    bound: int
    exact: bool

    @property
    def count(self) -> int:
        """Number of new members."""
        return sum(map(len, self.sites))


def fewest(
    regions: Sequence[Region], wanted: int, progress: Callable[[int, int], None] | None = None
) -> Chosen:
    """Fewest sites over all regions that serve ``wanted`` households more than are served without them.

    ``wanted`` is at most what all can gain. ``progress`` is told how many regions are done.
    """
    exact = all(region.exact for region in regions)
    if wanted <= 0:
        return Chosen(tuple(np.zeros(0, np.int64) for _ in regions), 0, exact)
    recruiters = [Recruiter(region) for region in regions]
    for done, recruiter in enumerate(recruiters):
        if progress is not None:
            progress(done, len(recruiters))
        recruiter.fewest()
    if wanted >= sum(region.size - region.base for region in regions):
        found = [recruiter.fewest() for recruiter in recruiters]
        bound = sum(one.bound for one, region in zip(found, regions, strict=True) if region.exact)
        return Chosen(tuple(one.sites for one in found), bound, exact)
    return _part_of(recruiters, wanted, exact)


class _Frontier:
    """Most households that r new members gain in one region, found and at best, for r = 0, 1, ...

    Both are cheap at first, the greedy order and the cuts that are known, and made exact where it matters.
    """

    def __init__(self, recruiter: Recruiter) -> None:
        self.recruiter, self.region = recruiter, recruiter.region
        self.full = recruiter.fewest()
        size = len(self.full.sites)
        nobody = np.zeros(0, np.int64)
        self.sites: list[Rows] = [nobody] * size + [self.full.sites]
        self.found = np.zeros(size + 1, np.int64)
        self.found[size] = self.region.size - self.region.base
        order = completed(self.region, nobody, np.zeros(len(self.region.sites)), size)
        for count in range(size):
            self._take(count, order[:count])
        self.bound = np.full(size + 1, self.region.size - self.region.base)
        if self.region.exact:
            # Fewer than the fewest that serve everybody leave somebody out.
            self.bound[: self.full.bound] -= 1
        self.settled = {0, size}
        self._tighten()

    @property
    def gained(self) -> Rows:
        """Greatest gain found with at most r new members."""
        return np.maximum.accumulate(self.found)

    def best(self, count: int) -> Rows:
        """Sites, ``count`` at most, of the greatest gain found."""
        return self.sites[int(np.argmax(self.found[: count + 1]))]

    def settle(self, count: int) -> None:
        """Find out what ``count`` new members gain at best."""
        self.settled.add(count)
        answer = self.recruiter.most(count)
        self._take(count, answer.sites)
        self.bound[count] = min(self.bound[count], answer.bound - self.region.base)
        self._tighten()

    def _take(self, count: int, sites: Rows) -> None:
        gain = self.region.served(sites) - self.region.base
        if gain > self.found[count]:
            self.found[count], self.sites[count] = gain, sites

    def _tighten(self) -> None:
        """Bounds by the cuts that are known: each with its greatest gains. Without equal loads none is."""
        if not self.region.exact:
            return
        for constant, gain in self.recruiter.cuts.rows:
            most = np.concatenate(([0], np.cumsum(np.sort(gain)[::-1])))[: len(self.bound)]
            np.minimum(self.bound, constant - self.region.base + most, out=self.bound)
        self.bound[0] = 0
        # More members never serve fewer.
        self.bound = np.minimum.accumulate(self.bound[::-1])[::-1].copy()


def _part_of(recruiters: Sequence[Recruiter], wanted: int, exact: bool) -> Chosen:
    """Choice where not everybody has to be served: a dynamic program over the regions."""
    fronts = [_Frontier(recruiter) for recruiter in recruiters]
    for _ in range(SETTLED):
        found, picked = _fewest_of([front.gained for front in fronts], wanted)
        bound, hoped = _fewest_of([front.bound for front in fronts], wanted)
        if found == bound:
            break
        # What the bound hopes for and nobody has found is looked into, the greatest hope first.
        doubts = [
            (int(front.bound[count] - front.gained[count]), -row, count)
            for row, (front, count) in enumerate(zip(fronts, hoped, strict=True))
            if front.region.exact and count not in front.settled and front.bound[count] > front.gained[count]
        ]
        if not doubts:
            break
        _, row, count = max(doubts)
        fronts[-row].settle(count)
    sites = tuple(front.best(count) for front, count in zip(fronts, picked, strict=True))
    return Chosen(sites, bound, exact)


def _fewest_of(frontiers: Sequence[Rows], wanted: int) -> tuple[int, list[int]]:
    """Fewest new members that gain ``wanted`` over all regions, and how many each region gets."""
    gained, picks = _combined(frontiers, wanted)
    total = least = int(np.flatnonzero(gained >= wanted)[0])
    counts = []
    for pick in reversed(picks):
        counts.append(int(pick[total]))
        total -= counts[-1]
    return least, counts[::-1]


def _combined(frontiers: Sequence[Rows], wanted: int) -> tuple[Rows, list[Rows]]:
    """Most that r new members gain over all regions, r = 0, 1, ..., and how many each region gets of r."""
    total = np.zeros(1, np.int64)
    picks: list[Rows] = []
    for front in frontiers:
        size = len(total) + len(front) - 1
        best, pick = np.full(size, -1, np.int64), np.zeros(size, np.int64)
        for count, gain in enumerate(front):
            reach = slice(count, count + len(total))
            better = total + gain > best[reach]
            best[reach] = np.where(better, total + gain, best[reach])
            pick[reach] = np.where(better, count, pick[reach])
        # More than are wanted are never looked at.
        enough = np.flatnonzero(best >= wanted)
        cut = int(enough[0]) + 1 if len(enough) else size
        total, picks = best[:cut], [*picks, pick[:cut]]
    return total, picks
