"""Iterated descent: some sites of a good layout move elsewhere, and the layout settles again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from neighborgrid.solve.pmedian.descent import descend
from neighborgrid.solve.pmedian.mend import assign

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field
    from neighborgrid.solve.pmedian.mend import Layout
    from neighborgrid.solve.pmedian.pool import Pool

    Ints = NDArray[np.int64]

# A layout this much worse than the best may still be searched from, at first.
LOOSE = 0.03
# Kicks without a better layout after which the search returns to the best one.
PATIENCE = 12


def kick_on(field: Field, best: Layout, rng: np.random.Generator, count: int, pool: Pool) -> Layout:
    """Best layout after a number of kicks; the clusters met go into the pool."""
    now, quiet = best, 0
    tried: set[bytes] = set()
    for done in range(count):
        site = _fresh(field, now, rng, tried)
        layout = descend(field, site, best)
        pool.add(field, layout)
        quiet += 1
        if layout.beats(best):
            best, quiet = layout, 0
        loose = best.cost * (1 + LOOSE * (1 - done / count))
        if layout.beats(now) or (layout.excess <= now.excess and layout.cost <= loose):
            now = layout
        if quiet >= PATIENCE:
            now, quiet = best, 0
    return best


def _fresh(field: Field, now: Layout, rng: np.random.Generator, tried: set[bytes]) -> Ints:
    """Kicked sites that were not tried before, where a few draws find any."""
    for draw in range(6):
        site = kicked(field, now, rng, 1 + int(rng.integers(2)) + draw // 2)
        name = np.sort(site).tobytes()
        if name not in tried:
            break
    tried.add(name)
    return site


def swap_on(field: Field, best: Layout, count: int, pool: Pool) -> tuple[Layout, int]:
    """Best layout after replacing single sites by others of their clusters; how many were tried."""
    tried = 0
    for slot, site in _swaps(field, best):
        if tried >= count:
            break
        tried += 1
        if site in best.site:
            continue
        sites = best.site.copy()
        sites[slot] = site
        layout = assign(field, sites)
        pool.add(field, layout)
        if layout.beats(best):
            best = descend(field, layout.site)
            pool.add(field, best)
    return best, tried


def _swaps(field: Field, layout: Layout) -> list[tuple[int, int]]:
    """Slots and the sites that could replace theirs, the most promising of each slot first."""
    rounds: list[tuple[int, int, int]] = []
    for slot in range(len(layout.site)):
        group = np.flatnonzero(layout.slot == slot)
        if not len(group):
            continue
        middle = field.case.points[group].mean(axis=0)
        near = np.atleast_1d(field.tree.query(middle, k=min(field.sites, 12))[1]).astype(np.int64)
        order = np.argsort(field.block(group, near).sum(axis=1), kind="stable")
        rounds += [(rank, slot, int(near[one])) for rank, one in enumerate(order.tolist())]
    return [(slot, site) for _, slot, site in sorted(rounds)]


def kicked(field: Field, layout: Layout, rng: np.random.Generator, moves: int) -> Ints:
    """Sites of a layout after some moved to where clients have far to go."""
    site = layout.site.copy()
    far = _far(field, layout)
    chance = far / far.sum() if far.sum() > 0 else np.full(field.clients, 1 / field.clients)
    for _ in range(moves):
        client = int(rng.choice(field.clients, p=chance))
        near = np.atleast_1d(field.tree.query(field.case.points[client], k=min(field.sites, 8))[1])
        free = np.setdiff1d(near, site)
        if len(free):
            new = int(rng.choice(free))
            site[_leaving(field, site, new, rng)] = new
    return site


def _far(field: Field, layout: Layout) -> NDArray[np.float64]:
    """Distance of each client to its site; ten times the most for those that have none."""
    far = np.zeros(field.clients)
    served = np.flatnonzero(layout.slot >= 0)
    far[served] = field.along(served, layout.site[layout.slot[served]])
    far = np.where(np.isfinite(far), far, 0.0)
    far[layout.slot < 0] = 10 * max(float(far.max(initial=0.0)), 1.0)
    return far


def _leaving(field: Field, site: Ints, new: int, rng: np.random.Generator) -> int:
    """Slot that moves: any one, or one of those near the new site."""
    if len(site) <= 6 or rng.random() < 0.4:
        return int(rng.integers(len(site)))
    near = cKDTree(field.case.sites[site]).query(field.case.sites[new], k=6)[1]
    return int(rng.choice(np.atleast_1d(near)))
