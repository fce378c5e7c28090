"""Prices that raise the bound: a deflected subgradient method over near lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from neighborgrid.solve.pmedian.pricing import price

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field, Lists
    from neighborgrid.solve.pmedian.pool import Pool
    from neighborgrid.solve.pmedian.pricing import Priced

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Share of the last direction that is kept (Camerini, Fratta and Maffioli 1975 deflect likewise).
MEMORY = 0.6
# Steps without a rise after which the step is shortened, and by what.
PATIENCE = 10
SHORTER = 0.7


@dataclass(frozen=True)
class Climb:
    """Best prices found, their bound over the lists, the steps made, and sets of sites seen on the way."""

    u: Floats
    bound: float
    steps: int
    seen: tuple[Ints, ...]


def first_prices(field: Field, lists: Lists) -> Floats:
    """Prices to start from: about the distance to the second of p sites spread evenly."""
    rank = min(lists.distance.shape[1] - 1, max(1, 2 * field.clients // (3 * field.p)))
    edge = np.partition(lists.distance, rank, axis=1)[:, rank]
    finite = lists.distance[np.isfinite(lists.distance)]
    edge = np.where(np.isfinite(edge), edge, finite.max(initial=1.0))
    nearest = cKDTree(field.case.sites[lists.site]).query(field.case.points, k=1)[1]
    return np.asarray(edge[np.asarray(nearest)])


def climb(
    field: Field,
    lists: Lists,
    u: Floats,
    upper: float,
    steps: int,
    *,
    whole: bool,
    pool: Pool | None = None,
) -> Climb:
    """Prices after up to ``steps`` steps from ``u``; ``upper`` is the cost of a solution, or above it.

    The clusters of least reduced cost that are met go into the pool.
    """
    best, best_u, pace, stall = -np.inf, u, 1.5, 0
    direction = np.zeros(field.clients)
    seen: list[Ints] = []
    made = 0
    while made < steps:
        made += 1
        priced = price(field, lists, u, whole=whole)
        if pool is not None:
            pool.note(field, lists.site, priced.clusters)
        if priced.bound > best:
            stall = 0 if priced.bound > best + 1e-5 * abs(best) else stall + 1
            best, best_u = priced.bound, u
            seen.append(np.sort(lists.site[priced.chosen]))
        else:
            stall += 1
        if stall >= PATIENCE:
            pace, stall, u, direction = pace * SHORTER, 0, best_u, np.zeros(field.clients)
            if pace < 1e-3:
                break
            continue
        direction = (1.0 - priced.taken) + MEMORY * direction
        size = float(direction @ direction)
        if best >= upper or size < 1e-12 or not (priced.taken != 1.0).any():
            break
        u = np.maximum(0.0, u + pace * _room(upper, priced) / size * direction)
    return Climb(best_u, best, made, tuple(seen))


def _room(upper: float, priced: Priced) -> float:
    """What may still lie between the bound and the optimum."""
    return max(upper - priced.bound, 1e-4 * abs(upper))
