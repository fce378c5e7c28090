"""The problem as the methods see it: distances in pieces, demands as whole numbers, near lists."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.case import PMedian

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Relative slack of a capacity: sums of fractions are not exact.
SLACK = 1e-9
# A finer grid of capacity than this makes the exact knapsack slow; a coarser one stays a valid relaxation.
GRID = 3000
# Entries of the largest temporary table of distances (8 bytes each).
PIECE = 2_000_000
# A table of all distances is kept where it has no more entries than this, so for small cases only.
TABLE = 1_000_000


@dataclass(frozen=True)
class Whole:
    """Demands and capacities as whole numbers; ``exact`` where nothing was rounded."""

    need: Ints
    room: Ints
    exact: bool


@dataclass(frozen=True)
class Field:
    """A case with what is computed once.

    ``tight`` rounds demand up and capacity down (what fits there fits), ``loose`` the other way (what fits
    fits there); ``equal`` where all demands are the same, and then every need is 1. ``table`` holds the
    distances of small cases, shape (clients, sites).
    """

    case: PMedian
    tight: Whole
    loose: Whole
    equal: bool
    tree: cKDTree
    floors: bool
    table: Floats | None

    @property
    def clients(self) -> int:
        """Number of clients."""
        return len(self.case.points)

    @property
    def sites(self) -> int:
        """Number of candidate sites."""
        return len(self.case.sites)

    @property
    def p(self) -> int:
        """Number of sites to open."""
        return min(self.case.p, self.sites)

    @property
    def cluster(self) -> int:
        """Clients that a full site serves, about."""
        held = float(self.case.capacity.max()) / max(float(self.case.demand.mean()), 1e-300)
        return max(1, math.ceil(min(held, 4 * self.clients / self.p, self.clients)))

    def block(self, clients: Ints | None, sites: Ints) -> Floats:
        """Distances, shape (sites, clients); infinite beyond the limit. All clients where None."""
        if self.table is not None:
            return self.table[:, sites].T.copy() if clients is None else self.table[clients][:, sites].T
        points = self.case.points if clients is None else self.case.points[clients]
        return _distances(self.case, self.case.sites[sites], points)

    def along(self, clients: Ints, sites: Ints) -> Floats:
        """Distances of pairs, one per row; infinite beyond the limit."""
        if self.table is not None:
            return self.table[clients, sites]
        d = np.sqrt(((self.case.points[clients] - self.case.sites[sites]) ** 2).sum(axis=-1))
        d = np.floor(d) if self.case.floor else d
        return np.where(d <= self.case.limit, d, np.inf)

    def pieces(self, sites: Ints) -> Iterator[Ints]:
        """The sites in runs whose table of distances to all clients stays small."""
        step = max(1, PIECE // self.clients)
        for start in range(0, len(sites), step):
            yield sites[start : start + step]


def _distances(case: PMedian, some: Floats, others: Floats) -> Floats:
    d: Floats = cdist(some, others)
    if case.floor:
        np.floor(d, out=d)
    d[d > case.limit] = np.inf
    return d


def make_field(case: PMedian) -> Field:
    """Field of a case."""
    demand, capacity = case.demand, case.capacity
    equal = bool((demand == demand[0]).all() and demand[0] > 0)
    if equal:
        room = np.clip(np.floor(capacity / demand[0] * (1 + SLACK)), 0, len(demand)).astype(np.int64)
        tight = loose = Whole(np.ones(len(demand), np.int64), room, True)
    else:
        tight, loose = _whole(demand, capacity, up=True), _whole(demand, capacity, up=False)
    small = len(demand) * len(capacity) <= TABLE
    table = _distances(case, case.points, case.sites) if small else None
    return Field(case, tight, loose, equal, cKDTree(case.sites), case.floor, table)


def _whole(demand: Floats, capacity: Floats, *, up: bool) -> Whole:
    """Whole demands and capacities; rounded so that they are harder (``up``) or easier to fit."""
    top = max(float(capacity.max()), 1e-300)
    capacity = np.minimum(np.maximum(capacity, 0), demand.sum())
    if (demand == np.rint(demand)).all() and demand.sum() < 2**40:
        need, room = demand.astype(np.int64), np.floor(capacity).astype(np.int64)
        divisor = max(1, int(np.gcd.reduce(need)))
        need, room = need // divisor, room // divisor
        if up or room.max() <= GRID:
            return Whole(need, room, True)
    scale = (1_000_000 if up else GRID) / min(top, max(float(demand.sum()), 1e-300))
    if up:
        return Whole(_round(np.ceil, demand * scale, -1), _round(np.floor, capacity * scale, 1), False)
    return Whole(_round(np.floor, demand * scale, -1), _round(np.floor, capacity * scale, 1), False)


def _round(way: np.ufunc, values: Floats, nudge: int) -> Ints:
    """Values rounded one way, after a nudge against the noise of floats."""
    result: Ints = way(values * (1 + nudge * SLACK)).astype(np.int64)
    return result


@dataclass(frozen=True)
class Lists:
    """For some sites the nearest clients: ids and distances, shape (sites, k), infinite where not allowed."""

    site: Ints
    client: NDArray[np.int32]
    distance: Floats
    need: Floats
    room: Floats


def make_lists(field: Field, sites: Ints, k: int) -> Lists:
    """Lists of the ``k`` nearest clients of each site."""
    k = min(k, field.clients)
    ids, found = [], []
    for piece in field.pieces(sites):
        d = field.block(None, piece)
        if k == field.clients:
            near = np.broadcast_to(np.arange(k), d.shape)
        else:
            near = np.argpartition(d, k - 1, axis=1)[:, :k]
        ids.append(near.astype(np.int32))
        found.append(np.take_along_axis(d, near, axis=1))
    client = np.concatenate(ids)
    need = field.loose.need[client].astype(np.float64)
    return Lists(sites, client, np.concatenate(found), need, field.loose.room[sites].astype(np.float64))
