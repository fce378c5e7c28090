"""Histograms of a plan: how many households members carry, and how far these are from them.

Both come from the plan that `assign` made, or from the audit's own figures in `validate`.

Distances (rounded to 0.1 m): the step is the least of 1, 2, 5, 10, 20, 50 ... m with which at most 10 bins
reach from 0 to the limit, or to the farthest household (10 m at least) where four times as far is not
beyond the limit; 50 m for a limit of 500 m. Edges are multiples of the step up to the first one beyond the
farthest household, then the limit: the empty bins between them are one. Loads: the least such step, from 1
on, with at most 12 bins; edges are its multiples from the one at or below the lowest load to the first one
above the highest.

A bin holds ``lower <= value < upper``, the bin that ends at the limit ``lower <= value <= upper``; what is
beyond the limit is a bin of its own. Only a screen without room for them takes fewer bins.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from neighborgrid.audit.check import AuditResult
    from neighborgrid.model import Plan

    Floats = NDArray[np.float64]

MOST_BINS: Final = 10
MOST_LOADS: Final = 12
FEWEST_BINS: Final = 4
"""Bins are made coarser where the screen is short, but not below this."""
NEAR: Final = 4
"""Where all live within the limit / 4, bins of a tenth of the limit would show nothing."""
NEAREST_M: Final = 10.0
"""Metres are not told apart finer than in tenths of this."""
EPSILON: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Bin:
    """Number of values from ``lower`` to ``upper`` (None: and beyond); ``full`` of them are at their cap."""

    lower: float
    upper: float | None
    count: int
    full: int = 0


@dataclass(frozen=True)
class Amounts:
    """What the histograms are taken of.

    Attributes
    ----------
    load, cap
        By member, own homes apart.
    work
        Load by household that a member serves other than as an own home.
    distance_m
        Walking metres of the same households; NaN where there is nothing to measure, inf where there is
        no way on foot.
    estimated
        Whether each of these positions is estimated.
    own_homes
        Members' own homes, which are left out.
    limit_m
        Greatest distance allowed.
    """

    load: Floats
    cap: Floats
    work: Floats
    distance_m: Floats
    estimated: NDArray[np.bool_]
    own_homes: int
    limit_m: float

    @property
    def equal(self) -> bool:
        """Whether every household weighs one, or nothing because it is away: loads count households."""
        return bool(np.isin(self.work, (0.0, 1.0)).all())

    @property
    def unmeasured(self) -> int:
        """Households whose distance is not known."""
        return int(np.isnan(self.distance_m).sum())

    @property
    def no_way(self) -> int:
        """Households to which there is no way on foot."""
        return int(np.isinf(self.distance_m).sum())


def of_plan(plan: Plan) -> Amounts:
    """Amounts of a plan as its tables state them."""
    homes, members = plan.households, plan.members
    served = (homes["member_id"] != "").to_numpy() & (homes["residence"] != "vacant").to_numpy()
    counted = homes[served & (homes["own_home"] != "yes").to_numpy()]
    return Amounts(
        load=members["load"].to_numpy(),
        cap=members["max_load"].to_numpy(),
        work=counted["load"].to_numpy(),
        distance_m=counted["distance_m"].to_numpy(),
        estimated=(counted["distance_kind"] == "estimated").to_numpy(),
        own_homes=int(plan.summary["own_homes"]),
        limit_m=plan.rules.limit_m,
    )


def of_audit(result: AuditResult, limit_m: float) -> Amounts:
    """Amounts that the audit computed afresh."""
    amounts = result.amounts
    return Amounts(
        load=amounts["load"],
        cap=amounts["cap"],
        work=amounts["work"],
        distance_m=amounts["distance_m"],
        estimated=amounts["estimated"] > 0,
        own_homes=int(result.totals["own_homes"]),
        limit_m=limit_m,
    )


def load_bins(amounts: Amounts, most: int = MOST_LOADS) -> tuple[Bin, ...]:
    """Members by load, ``most`` bins at the most; none where there are no members."""
    # Sums of fractions are a little off.
    load = np.round(amounts.load, 6)
    if not len(load):
        return ()
    low, high = float(load.min()), float(load.max())
    step = next(step for step in _steps(1.0) if np.floor(high / step) - np.floor(low / step) < max(most, 1))
    edges = np.arange(np.floor(low / step), np.floor(high / step) + 2) * step
    count, _ = np.histogram(load, edges)
    full, _ = np.histogram(load[(amounts.cap > 0) & (load >= amounts.cap - EPSILON)], edges)
    return tuple(itertools.starmap(Bin, zip(*_ends(edges), count.tolist(), full.tolist(), strict=True)))


def distance_bins(amounts: Amounts, most: int = MOST_BINS) -> tuple[Bin, ...]:
    """Households by metres to their member, up to the limit, and those beyond it, which break a rule."""
    # As the workbook states them: a hair beyond the limit is none.
    metres = np.round(amounts.distance_m[np.isfinite(amounts.distance_m)], 1)
    if not len(metres):
        return ()
    limit = amounts.limit_m
    inside, beyond = metres[metres <= limit], int((metres > limit).sum())
    edges = _metre_edges(float(inside.max(initial=0.0)), limit, most)
    count, _ = np.histogram(inside, edges)
    bins = tuple(itertools.starmap(Bin, zip(*_ends(edges), count.tolist(), strict=True)))
    return (*bins, Bin(limit, None, beyond)) if beyond else bins


def _metre_edges(farthest: float, limit: float, most: int) -> Floats:
    """Edges from 0 to the limit; none between the bin of the farthest household and the limit."""
    span = limit if farthest * NEAR > limit else min(max(farthest, NEAREST_M), limit)
    step = next(step for step in _steps(1.0) if np.ceil(span / step) <= max(most, 1))
    last = (np.floor(farthest / step) + 1) * step
    edges = np.arange(0, last + step / 2, step)
    return np.append(edges[edges < limit], limit)


def _steps(first: float) -> Iterator[float]:
    """1, 2, 5, 10, 20, 50 ... times the first."""
    for power in itertools.count():
        for digit in (1, 2, 5):
            yield first * digit * 10**power


def _ends(edges: Floats) -> tuple[list[float], list[float]]:
    return edges[:-1].tolist(), edges[1:].tolist()


def fitting(bins: Callable[[int], tuple[Bin, ...]], most: int, rows: int) -> tuple[Bin, ...]:
    """Finest bins that take ``rows`` lines, or the coarsest that are still worth drawing."""
    made = bins(most)
    while len(made) > rows and most > FEWEST_BINS:
        most -= 1
        made = bins(most)
    return made


def to_json(amounts: Amounts) -> Mapping[str, object]:
    """Histograms for programs: ``loads`` and ``distances_m``, each a list of lower, upper, count.

    ``upper`` is None for the households beyond the limit.
    """
    made = {"loads": load_bins(amounts), "distances_m": distance_bins(amounts)}
    return {
        name: [{"lower": one.lower, "upper": one.upper, "count": one.count} for one in bins]
        for name, bins in made.items()
    }
