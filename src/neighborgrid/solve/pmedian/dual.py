"""The bound with its first layouts: prices are raised over near lists, then certified over everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.descent import descend, ripen
from neighborgrid.solve.pmedian.dive import MANY, dive
from neighborgrid.solve.pmedian.field import make_lists
from neighborgrid.solve.pmedian.lagrange import climb, first_prices
from neighborgrid.solve.pmedian.pricing import certify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field
    from neighborgrid.solve.pmedian.lagrange import Climb
    from neighborgrid.solve.pmedian.mend import Layout
    from neighborgrid.solve.pmedian.plan import Plan
    from neighborgrid.solve.pmedian.pool import Pool
    from neighborgrid.solve.pmedian.pricing import Certificate

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Relaxed:
    """A certified bound, the best layout met on the way, and the work done."""

    certificate: Certificate
    layout: Layout | None
    steps: int
    descents: int


def raise_bound(field: Field, plan: Plan, pool: Pool) -> Relaxed:
    """Bound and first layout of a case."""
    lists = make_lists(field, _active(field, plan, None, None), plan.width)
    upper = _top(field)
    first = climb(field, lists, first_prices(field, lists), upper, plan.steps // 3, whole=False)
    layout, tries = _settle(field, first, plan.starts // 2, None)
    if plan.active < field.sites:
        lists = make_lists(field, _active(field, plan, None, layout), plan.width)
    met = pool if plan.dive else None
    second = climb(
        field,
        lists,
        first.u,
        _upper(layout, upper),
        plan.steps,
        whole=False,
        pool=met if field.equal else None,
    )
    layout, more = _settle(field, second, plan.starts, layout)
    certificate = certify(field, second.u, whole=False)
    steps = first.steps + second.steps
    if not field.equal:
        third = climb(field, lists, second.u, _upper(layout, upper), plan.whole_steps, whole=True, pool=met)
        layout, rest = _settle(field, third, plan.starts // 2, layout)
        steps, more = steps + third.steps, more + rest
        exact = certify(field, third.u, whole=True)
        certificate = exact if exact.bound >= certificate.bound else certificate
    layout = _dived(field, plan, pool, certificate, layout)
    return Relaxed(certificate, layout, steps, tries + more)


def _dived(
    field: Field, plan: Plan, pool: Pool, certificate: Certificate, best: Layout | None
) -> Layout | None:
    """The best layout, or that which the clusters met lead to."""
    if not plan.dive or not pool.clusters:
        return best
    if best is not None:
        pool.add(field, best)
    groups, _, site = pool.best(certificate.u, plan.dive)
    layout = ripen(field, dive(field, groups, site, certificate.u))
    return layout if layout.beats(best) else best


def raise_again(field: Field, plan: Plan, certificate: Certificate, layout: Layout, pool: Pool) -> Relaxed:
    """Bound from where it stood, towards the cost of a better solution."""
    met = pool if plan.dive else None
    total = 0
    for _ in range(plan.rounds):
        lists = make_lists(field, _active(field, plan, certificate, layout), plan.width)
        steps = plan.steps // plan.rounds if field.equal else plan.whole_steps
        whole = not field.equal
        found = climb(field, lists, certificate.u, layout.cost, steps, whole=whole, pool=met)
        higher = certify(field, found.u, whole=whole)
        certificate = higher if higher.bound > certificate.bound else certificate
        total += found.steps
    # With many sites a second dive takes long and finds little that regions do not.
    again = _dived(field, plan, pool, certificate, layout) if field.p <= MANY else layout
    return Relaxed(certificate, again, total, 0)


def _active(field: Field, plan: Plan, certificate: Certificate | None, layout: Layout | None) -> Ints:
    """Sites to price in each step: all of them, else the most promising, those near open ones, a sample."""
    if plan.active >= field.sites:
        return np.arange(field.sites)
    some = np.random.default_rng(0).permutation(field.sites)
    parts = [some[: plan.active // 3]]
    if certificate is not None:
        parts.append(np.argsort(certificate.value, kind="stable")[: plan.active // 3])
    if layout is not None:
        near = max(1, plan.active // (3 * field.p))
        parts.append(np.ravel(field.tree.query(field.case.sites[layout.site], k=near)[1]))
    chosen = np.unique(np.concatenate(parts).astype(np.int64))
    spare = np.setdiff1d(some, chosen, assume_unique=True)[: plan.active - len(chosen)]
    return np.union1d(chosen, spare)


def _upper(layout: Layout | None, otherwise: float) -> float:
    return otherwise if layout is None or layout.excess > 0 else layout.cost


def _top(field: Field) -> float:
    """More than any bound that matters: what the clients would cost at sites some way off."""
    reach = min(field.sites, max(2, field.sites // field.p))
    distance = np.asarray(field.tree.query(field.case.points, k=reach)[0]).reshape(field.clients, -1)
    return float(np.minimum(distance[:, -1], field.case.limit).sum()) + 1e-9


def _settle(field: Field, climbed: Climb, count: int, best: Layout | None) -> tuple[Layout | None, int]:
    """Best layout from the last sets of sites that the relaxation chose."""
    sets = list({one.tobytes(): one for one in reversed(climbed.seen)}.values())[: max(1, count)]
    for site in sets:
        layout = descend(field, site, best)
        if layout.beats(best):
            best = layout
    return best, len(sets)
