"""The circles of one unit: the fewest that will do, then the best centres and membership."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.circles.enumerate import TooManySetsError, covering_sets, pack
from neighborgrid.solve.circles.improve import improve
from neighborgrid.solve.circles.membership import Arrangement, Arranger, nearest_sum
from neighborgrid.solve.circles.polish import polished

if TYPE_CHECKING:
    from neighborgrid.solve.circles.enumerate import Sets
    from neighborgrid.solve.circles.units import Floats, Mask, Rows, Unit

EVALUATIONS: Final = 60
"""Sets whose membership is solved for one number of circles, in the order of their bounds."""
FAILURES: Final = 2_000
"""Sets that cannot hold everybody, after which no more are tried."""
TRIES: Final = 2
"""Numbers of circles tried beyond the last that was better."""
EPSILON: Final = 1e-6
SETS_AT_ONCE: Final = 50_000


@dataclass(frozen=True, slots=True)
class Found:
    """Arrangement of a unit and ``bound``, the number of circles below which no arrangement exists."""

    arrangement: Arrangement
    bound: int


def arrange_unit(unit: Unit, *, least: int = 0, exactly: int | None = None) -> Found:
    """Best arrangement of a unit with at least ``least`` circles, or with ``exactly`` so many.

    Where ``exactly`` so many are impossible the nearest possible number above is arranged.
    """
    search = _Search(unit)
    bound = search.bound()
    first = max(bound, least, exactly or 0)
    best = search.best(first, more=exactly is None)
    # Households that no circle can hold ask for no circle.
    return Found(best, min(bound, len(best.sites)))


def number_bound(unit: Unit) -> int:
    """Proved lower bound on the number of circles of a unit."""
    return _Search(unit).bound()


def capacity_bound(unit: Unit) -> int:
    """Circles that team and household capacities ask for."""
    rule = unit.rule
    by_homes = math.ceil(unit.homes / rule.max_households)
    return max(1, math.ceil(unit.size / rule.team_max), by_homes, len(forced_sites(unit)))


def forced_sites(unit: Unit) -> Rows:
    """Sites of the circles that stand already."""
    return np.unique(unit.kept[unit.kept >= 0])


class _Search:
    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.arranger = Arranger(unit)
        self.reach = np.isfinite(self.arranger.metres)
        self.forced = forced_sites(unit)
        self.listed: dict[int, Sets | None] = {}

    def bound(self) -> int:
        """Proved lower bound on the number of circles."""
        count = capacity_bound(self.unit)
        while count <= len(self.unit.sites):
            sets = self._sets(count)
            if sets is None:
                from neighborgrid.solve.circles.cover import least_cover

                return max(count, least_cover(self.reach, self.forced).bound)
            if len(sets):
                return count
            count += 1
        return count

    def best(self, first: int, *, more: bool) -> Arrangement:
        """Best arrangement with ``first`` circles, or with more of them where that is better."""
        best: Arrangement | None = None
        tries = 0
        for count in range(min(first, len(self.unit.sites)), len(self.unit.sites) + 1):
            found = self._with(count)
            if found is not None and (best is None or found.key < best.key):
                best, tries = found, 0
            elif best is not None:
                tries += 1
            if best is not None and (not more or tries >= self._patience(best)):
                return best
        # Every member has a site, his own if need be, and a circle of his own breaks no limit.
        return best if best is not None else self._alone()

    def _patience(self, found: Arrangement) -> int:
        """How many greater numbers of circles are to be tried in vain before ``found`` is the best."""
        if found.shortfall or found.lost:
            return TRIES
        return 1 if found.outside > self.unit.rule.worth_households else 0

    def _alone(self) -> Arrangement:
        site = np.where(self.unit.kept >= 0, self.unit.kept, self.arranger.metres.argmin(axis=1))
        sites, circle = np.unique(site, return_inverse=True)
        return self.arranger.measured(sites, circle)

    def _sets(self, count: int) -> Sets | None:
        """All covering sets of ``count`` sites; None where there are too many to list."""
        if count not in self.listed:
            try:
                self.listed[count] = covering_sets(self.reach, count, self.forced)
            except TooManySetsError:
                self.listed[count] = None
        return self.listed[count]

    def _with(self, count: int) -> Arrangement | None:
        sets = self._sets(count)
        if sets is None:
            return improve(self.arranger, self.reach, count, self.forced)
        return self._best_of(sets) if len(sets) else None

    def _best_of(self, sets: Sets) -> Arrangement | None:
        """Best arrangement over all sets: the most promising first, until no bound is better.

        Promising is what covers the households that members serve in the plan without circles.
        """
        outside, vacant, metres, likely = self._bounds(sets)
        rows = np.lexsort((metres, vacant, outside, likely))
        best: Arrangement | None = None
        solved = failed = 0
        while len(rows) and solved < EVALUATIONS and failed < FAILURES:
            row, rows = rows[0], rows[1:]
            before = best
            arranged = self.arranger.arrange(sets[row], best)
            solved, failed = (solved, failed + 1) if arranged is None else (solved + 1, failed)
            for found in arranged or ():
                made = polished(self.arranger, found)
                best = made if best is None or made.key < best.key else best
            if best is None or best is before:
                continue
            hopeful = self._may_beat(best, sets.shape[1], outside[rows], vacant[rows], metres[rows])
            rows = rows[hopeful]
        return best

    def _may_beat(self, best: Arrangement, count: int, outside: Rows, vacant: Rows, metres: Floats) -> Mask:
        """Whether the bounds of each set leave room for an arrangement better than ``best``."""
        spread = count * best.worth + outside
        lost = outside if self.arranger.strict else np.zeros_like(outside)
        columns = (lost, np.zeros_like(lost), spread, np.full_like(lost, count), vacant, metres)
        better = np.zeros(len(outside), bool)
        level = np.ones(len(outside), bool)
        for column, value in zip(columns, best.key, strict=True):
            better |= level & (column < value - EPSILON)
            level &= np.abs(column - value) <= EPSILON
        return better

    def _bounds(self, sets: Sets) -> tuple[Rows, Rows, Floats, Floats]:
        """Lower bounds on households outside, on vacant posts and on metres, for each set.

        The last are the households outside if every member kept those of the plan without circles.
        """
        unit, rule = self.unit, self.unit.rule
        serve = np.zeros((unit.homes, len(unit.sites)), np.int64)
        covers = True if self.arranger.covers is None else self.arranger.covers
        # A site serves a household that it covers where one of the household's members may belong to it.
        for site in range(len(unit.sites)):
            mine = unit.pair_home[self.reach[unit.pair_member, site]]
            serve[mine, site] = 1
        homes = pack((serve.astype(bool) & covers).T)
        leaders = self.reach[unit.leads].sum(axis=0) == 0
        deputies = np.maximum(0, rule.deputies[0] - self.reach[unit.deputises].sum(axis=0))
        count = sets.shape[1]
        lack = max(0, count - int(unit.leads.sum()))
        lack_deputies = max(0, rule.deputies[0] * count - int(unit.deputises.sum()))
        outside, vacant, metres, likely = [], [], [], []
        uncovered = self.arranger.uncovered_in_reach()
        for start in range(0, len(sets), SETS_AT_ONCE):
            part = sets[start : start + SETS_AT_ONCE]
            covered = np.zeros((len(part), homes.shape[1]), np.uint64)
            for column in range(count):
                covered |= homes[part[:, column]]
            outside.append(unit.homes - np.bitwise_count(covered).sum(axis=1).astype(np.int64))
            vacant.append(
                np.maximum(leaders[part].sum(axis=1), lack)
                + np.maximum(deputies[part].sum(axis=1), lack_deputies)
            )
            metres.append(nearest_sum(self.arranger.metres, part))
            likely.append(nearest_sum(uncovered, part))
        return (
            np.concatenate(outside),
            np.concatenate(vacant),
            np.concatenate(metres),
            np.concatenate(likely),
        )
