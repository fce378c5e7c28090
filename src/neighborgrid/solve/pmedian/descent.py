"""From a set of sites to a good layout near it: assign and recentre in turn; then move single sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.mend import Layout, assign, make_layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field

    Ints = NDArray[np.int64]

# Rounds of assigning and recentring; it is settled long before as a rule.
ROUNDS = 40
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


def recentre(field: Field, layout: Layout) -> Layout:
    """The same clusters, each at the site that is best for it."""
    site = layout.site.copy()
    order = np.argsort(layout.slot, kind="stable")
    size = np.bincount(layout.slot + 1, minlength=len(site) + 1)
    groups = np.split(order, np.cumsum(size)[:-1])[1:]
    taken = set(site.tolist())
    for slot, group in enumerate(groups):
        if len(group):
            taken.discard(int(site[slot]))
            site[slot] = _middle(field, group, int(site[slot]), taken)
            taken.add(int(site[slot]))
    return make_layout(field, site, layout.slot)


def _middle(field: Field, group: Ints, current: int, taken: set[int]) -> int:
    """Free site of least total distance to the group that can hold it; the current one where none is."""
    count = min(field.sites, 40 + len(group) // 4)
    near = np.atleast_1d(field.tree.query(field.case.points[group].mean(axis=0), k=count)[1])
    load = float(field.case.demand[group].sum())
    free = [one for one in near.tolist() if one not in taken and field.case.capacity[one] >= load]
    sites = np.array([current, *free], dtype=np.int64)
    total = field.block(group, sites).sum(axis=1)
    best = int(total.argmin())
    return int(sites[best]) if total[best] < total[0] else current
