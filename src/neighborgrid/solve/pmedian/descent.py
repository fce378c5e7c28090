"""From a set of sites to a good layout near it: assign and recentre in turn; then move single sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.field import PIECE, SLACK
from neighborgrid.solve.pmedian.mend import Layout, assign, make_layout, settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Rounds of assigning and recentring; it is settled long before as a rule.
ROUNDS = 40
# Rounds of recentring and mending whole clusters.
RIPEN = 8
# Share of the cost that a round has to save to be followed by another.
LITTLE = 1e-5


def descend(field: Field, site: Ints, worst: Layout | None = None) -> Layout:
    """Layout where neither assigning nor recentring helps; given up early where far above ``worst``."""
    layout = assign(field, site)
    for _ in range(ROUNDS):
        moved = recentre(field, layout)
        if not moved.beats(layout):
            break
        if worst is not None and moved.excess <= worst.excess and moved.cost > 1.25 * worst.cost:
            return moved
        again = assign(field, moved.site)
        before, layout = layout, again if again.beats(moved) else moved
        if layout is moved or (layout.excess <= 0 and before.cost - layout.cost < LITTLE * before.cost):
            break
    return layout


def ripen(field: Field, layout: Layout) -> Layout:
    """Layout where neither recentring nor moving single clients helps; clusters stay together otherwise."""
    for _ in range(RIPEN):
        moved = recentre(field, layout)
        again = settle(field, moved.site, moved.slot)
        if not again.beats(layout):
            break
        layout = again
    return layout


def recentre(field: Field, layout: Layout) -> Layout:
    """The same clusters, each at the site that is best for it."""
    order = np.argsort(layout.slot, kind="stable")
    size = np.bincount(layout.slot + 1, minlength=len(layout.site) + 1)
    order, size = order[size[0] :], size[1:]
    slots = np.flatnonzero(size)
    if field.table is not None:
        near, total = _all_totals(field.table, order, size)
    else:
        near, total = _near_totals(field, order, size)
    load = np.bincount(layout.slot[order], field.case.demand[order], minlength=len(layout.site))[slots]
    others = np.isin(near, layout.site) & (near != layout.site[slots][:, None])
    total[others | (field.case.capacity[near] * (1 + SLACK) < load[:, None])] = np.inf
    distance = field.along(order, layout.site[layout.slot[order]])
    now = np.bincount(layout.slot[order], distance, minlength=len(layout.site)).astype(np.float64)
    return make_layout(field, _take(layout.site, slots, near, total, now[slots]), layout.slot)


def _take(site: Ints, slots: Ints, near: Ints, total: Floats, now: Floats) -> Ints:
    """Sites after each slot took the best that no other slot took before; most savings first."""
    rows = np.arange(len(slots))
    column = total.argmin(axis=1)
    saved = now - total[rows, column]
    better = np.flatnonzero(saved > 1e-12 * np.where(np.isfinite(now), now, 1.0))
    better = better[np.argsort(-saved[better], kind="stable")]
    # Whoever comes second keeps its site until the next round.
    wanted = near[better, column[better]]
    first = np.sort(np.unique(wanted, return_index=True)[1])
    result = site.copy()
    result[slots[better[first]]] = wanted[first]
    return result


def _all_totals(table: Floats, order: Ints, size: Ints) -> tuple[Ints, Floats]:
    """Every site and the total distance of every cluster that is not empty to it."""
    starts = (np.cumsum(size) - size)[size > 0]
    total = np.add.reduceat(table[order], starts, axis=0)
    return np.broadcast_to(np.arange(table.shape[1]), total.shape), total


def _near_totals(field: Field, order: Ints, size: Ints) -> tuple[Ints, Floats]:
    """Sites near the middle of every cluster that is not empty, and its total distance to them."""
    starts = (np.cumsum(size) - size)[size > 0]
    middle = np.add.reduceat(field.case.points[order], starts, axis=0) / size[size > 0][:, None]
    count = min(field.sites, 24 + int(size.max()) // 4)
    near = np.asarray(field.tree.query(middle, k=count)[1], dtype=np.int64).reshape(len(starts), -1)
    total = np.empty(near.shape)
    step = max(1, PIECE // (count * int(size.max())))
    ends = np.append(starts[1:], len(order))
    for some in range(0, len(starts), step):
        rows = slice(some, some + step)
        inside = slice(starts[some], ends[rows][-1])
        group = np.repeat(np.arange(len(near)), size[size > 0])[inside]
        distance = field.along(order[inside, None], near[group])
        total[rows] = np.add.reduceat(distance, starts[rows] - starts[some], axis=0)
    return near, total
