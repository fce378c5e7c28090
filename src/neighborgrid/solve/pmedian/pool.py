"""Clusters met in the search, and the best way to make a layout of them: a set-partitioning program."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as make
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.field import SLACK
from neighborgrid.solve.pmedian.mend import Layout, make_layout
from neighborgrid.solve.pmedian.program import partition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Entries (clients in clusters) that a pool holds; what comes later is left out.
ENTRIES = 3_000_000


@dataclass
class Pool:
    """Feasible clusters by their clients: the site and the cost of each."""

    clusters: dict[bytes, tuple[int, float]] = make(default_factory=dict)
    entries: int = 0

    def add(self, field: Field, layout: Layout) -> None:
        """Keep the clusters of a layout that fit their sites."""
        if self.entries > ENTRIES:
            return
        served = np.flatnonzero(layout.slot >= 0)
        slot = layout.slot[served]
        distance = field.along(served, layout.site[slot])
        cost = np.bincount(slot, distance, minlength=len(layout.site))
        load = np.bincount(slot, field.case.demand[served], minlength=len(layout.site))
        fits = (load <= field.case.capacity[layout.site] * (1 + SLACK)) & np.isfinite(cost)
        order = served[np.argsort(slot, kind="stable")].astype(np.int32)
        ends = np.cumsum(np.bincount(slot, minlength=len(layout.site)))
        for place, group in enumerate(np.split(order, ends[:-1])):
            if fits[place] and len(group):
                self._keep(group.tobytes(), int(layout.site[place]), float(cost[place]), len(group))

    def note(self, field: Field, site: Ints, clusters: Mapping[int, NDArray[np.int32]]) -> None:
        """Keep clusters given by row of ``site``, where they fit."""
        for row, group in clusters.items():
            if self.entries > ENTRIES:
                return
            home = int(site[row])
            group = np.sort(group).astype(np.int32)
            known = self.clusters.get(group.tobytes())
            if not len(group) or (known is not None and known[0] == home):
                continue
            if field.case.demand[group].sum() <= field.case.capacity[home] * (1 + SLACK):
                self._keep(
                    group.tobytes(),
                    home,
                    float(field.along(group.astype(np.int64), site[row : row + 1]).sum()),
                    len(group),
                )

    def best(self, u: Floats, count: int) -> tuple[list[NDArray[np.int32]], Floats, Ints]:
        """Clients, costs and sites of the ``count`` clusters of least reduced cost at prices ``u``."""
        groups = [np.frombuffer(name, np.int32) for name in self.clusters]
        cost = np.array([one for _, one in self.clusters.values()])
        site = np.array([one for one, _ in self.clusters.values()], dtype=np.int64)
        reduced = cost - np.array([u[group].sum() for group in groups])
        pick = np.sort(np.argsort(reduced, kind="stable")[:count])
        return [groups[one] for one in pick.tolist()], cost[pick], site[pick]

    def _keep(self, name: bytes, site: int, cost: float, size: int) -> None:
        known = self.clusters.get(name)
        if known is None or cost < known[1]:
            self.entries += size if known is None else 0
            self.clusters[name] = (site, cost)


def combine(field: Field, pool: Pool, u: Floats, best: Layout, size: int, work: float) -> Layout | None:
    """Best layout of the ``size`` clusters of least reduced cost at prices ``u``, if it beats ``best``."""
    groups, cost, site = pool.best(u, size)
    below = np.inf if best.excess > 0 else best.cost - 1 if field.floors else best.cost * (1 - 1e-6)
    used = partition(field, groups, cost, site, work=work, below=below)
    return None if used is None else _layout(field, groups, site, used)


def _layout(field: Field, groups: list[NDArray[np.int32]], site: Ints, used: Ints) -> Layout | None:
    slot = np.full(field.clients, -1, dtype=np.int64)
    for place, one in enumerate(used.tolist()):
        slot[groups[one]] = place
    opened = site[used]
    if (slot < 0).any() or len(opened) != len(np.unique(opened)):
        return None
    # Fewer clusters than sites: the others stay open and empty.
    spare = np.setdiff1d(np.arange(field.sites), opened)[: field.p - len(opened)]
    return make_layout(field, np.concatenate((opened, spare)), slot)
