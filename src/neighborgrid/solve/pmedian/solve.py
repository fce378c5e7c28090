"""The solver: bound, starts, kicks, core and regions in turn, each within its share of work."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as make
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.case import Infeasible, PMedianResult
from neighborgrid.solve.pmedian.core import solve_core
from neighborgrid.solve.pmedian.descent import descend
from neighborgrid.solve.pmedian.dual import raise_again, raise_bound
from neighborgrid.solve.pmedian.field import SLACK, make_field
from neighborgrid.solve.pmedian.kicks import kick_on, swap_on
from neighborgrid.solve.pmedian.plan import make_plan
from neighborgrid.solve.pmedian.pool import Pool, combine
from neighborgrid.solve.pmedian.regions import Effort, improve, repair

if TYPE_CHECKING:
    from neighborgrid.solve.pmedian.case import PMedian
    from neighborgrid.solve.pmedian.field import Field
    from neighborgrid.solve.pmedian.mend import Layout
    from neighborgrid.solve.pmedian.plan import Core, Plan
    from neighborgrid.solve.pmedian.pricing import Certificate

# Cost and bound that differ by no more than this share are equal.
EQUAL = 1e-6
# Programs that may be spent on finding a first layout that fits.
REPAIRS = 60


def solve_pmedian(case: PMedian, *, effort: float = 1.0, seed: int = 0) -> PMedianResult:
    """Good solution of a capacitated p-median problem, with a lower bound.

    Parameters
    ----------
    case
        The problem.
    effort
        Scales the work, about in proportion; 1 is a thorough search, 0.1 a quick one.
    seed
        The same case, effort and seed give the same result.

    Raises
    ------
    Infeasible
        Where no solution was found; its ``proved`` tells whether none exists.
    """
    if not effort > 0:
        raise ValueError("effort must be above 0")
    field = make_field(case)
    _refuse(field)
    return _Search(field, make_plan(field, effort), np.random.default_rng(seed)).run()


def _refuse(field: Field) -> None:
    """Raise where simple counting shows that there is no solution."""
    case = field.case
    room = np.sort(np.maximum(case.capacity, 0.0))[::-1][: field.p].sum() * (1 + SLACK)
    if float(case.demand.sum()) > room:
        raise Infeasible("the largest sites together hold less than the demand", proved=True)
    if float(case.demand.max()) > float(case.capacity.max()) * (1 + SLACK):
        raise Infeasible("a client's demand is above every capacity", proved=True)
    nearest = np.asarray(field.tree.query(case.points, k=1)[1], dtype=np.int64)
    if np.isinf(field.along(np.arange(field.clients), nearest)).any():
        raise Infeasible("a client has no site within the limit", proved=True)


@dataclass
class _Search:
    """One run: the best layout, the bound, and the work so far."""

    field: Field
    plan: Plan
    rng: np.random.Generator
    pool: Pool = make(default_factory=Pool)
    best: Layout | None = None
    swapped: Layout | None = None
    bound: float = 0.0
    steps: int = 0
    descents: int = 0
    programs: int = 0

    def run(self) -> PMedianResult:
        """All methods in turn, until the best solution is proved or the work is done."""
        certificate = self._relax()
        self._core(certificate, self.plan.early)
        self._repair(certificate)
        for done in range(self.plan.cycles):
            if done == self.plan.cycles // 2:
                certificate = self._relax_again(certificate)
                self._core(certificate, self.plan.late)
            self._cycle(certificate, afresh=self.plan.afresh and done % 2 == 1)
        self._regions(certificate)
        return self._result()

    def _offer(self, layout: Layout | None) -> None:
        if layout is not None and layout.beats(self.best):
            self.best = layout

    def _cost(self) -> float:
        return self.best.cost if self.best is not None and self.best.excess <= 0 else np.inf

    def _proved(self) -> bool:
        return self._cost() - self._lower() <= EQUAL * max(abs(self._cost()), 1e-300)

    def _lower(self) -> float:
        """Bound so far; whole where all distances are."""
        return float(np.ceil(self.bound - 1e-6)) if self.field.floors else self.bound

    def _relax(self) -> Certificate:
        outcome = raise_bound(self.field, self.plan, self.pool)
        self.steps += outcome.steps
        self.descents += outcome.descents
        self._offer(outcome.layout)
        self.bound = max(0.0, outcome.certificate.bound)
        return outcome.certificate

    def _cycle(self, certificate: Certificate, *, afresh: bool) -> None:
        """Kicks and single moves from the best layout or a new one, then the best of all clusters met."""
        if self.best is None or self._proved():
            return
        start = self.best
        if afresh:
            start = descend(self.field, np.sort(self.rng.permutation(self.field.sites)[: self.field.p]))
        self._offer(kick_on(self.field, start, self.rng, self.plan.kicks, self.pool))
        tried = 0
        # The same sites would be tried again in vain.
        if self.best is not self.swapped:
            self.best, tried = swap_on(self.field, self.best, self.plan.swaps, self.pool)
            self.swapped = self.best
        self.descents += self.plan.kicks + tried
        if self.plan.clusters:
            size = self.plan.clusters
            self._offer(
                combine(self.field, self.pool, certificate.u, self.best, size, self.plan.combine_work)
            )
            self.programs += 1

    def _relax_again(self, certificate: Certificate) -> Certificate:
        """Higher bound, now that a better solution tells how far it may rise."""
        cost = self._cost()
        if self.best is None or self._proved() or not np.isfinite(cost):
            return certificate
        outcome = raise_again(self.field, self.plan, certificate, self.best, self.pool)
        self._offer(outcome.layout)
        self.steps += outcome.steps
        self.bound = max(self.bound, outcome.certificate.bound)
        return outcome.certificate

    def _core(self, certificate: Certificate, core: Core) -> None:
        cost = self._cost()
        if core.pairs == 0 or self._proved():
            return
        # A wide gap leaves too many pairs for the program to say anything.
        if np.isfinite(cost) and cost - certificate.bound > self.plan.core_gap * cost:
            return
        best = self.best if np.isfinite(cost) else None
        found = solve_core(self.field, certificate, best, core.pairs, core.work)
        self.programs += 1
        self.bound = max(self.bound, found.bound)
        if found.layout is not None:
            self._offer(found.layout)
            self._offer(descend(self.field, found.layout.site))

    def _repair(self, certificate: Certificate) -> None:
        """Last resort where no layout fits so far."""
        if self.best is None or self.best.excess <= 0 or (self.best.slot < 0).any():
            return
        self.best, count = repair(self.field, certificate, self.best, Effort(0, 900, 0, 0.3), REPAIRS)
        self.programs += count

    def _regions(self, certificate: Certificate) -> None:
        if self._proved() or self.best is None or self.best.excess > 0 or self.plan.regions.programs == 0:
            return
        self.best, count = improve(self.field, certificate, self.best, self.plan.regions, self.rng)
        self.programs += count

    def _result(self) -> PMedianResult:
        layout = self.best
        if layout is None or layout.excess > 0:
            raise Infeasible("no solution was found", proved=np.isinf(self.bound))
        order = np.argsort(layout.site)
        site = layout.site[order]
        return PMedianResult(
            site=site,
            assigned=layout.site[layout.slot],
            cost=layout.cost,
            lower_bound=min(self._lower(), layout.cost),
            proved=self._proved(),
            iterations=self.steps,
            descents=self.descents,
            programs=self.programs,
        )
