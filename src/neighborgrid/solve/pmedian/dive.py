"""From the clusters that the relaxation made to a layout: a linear program, and its columns fixed in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.mend import Layout, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csc_matrix

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Columns with at least this share in the linear program are fixed together.
SURE = 0.9
# Where there are none, this part of the sites still to open is fixed, the largest shares first; more where
# there are many sites, as each program takes longer there.
PART, MORE = 0.06, 0.2
MANY = 150
# Programs solved at most; what is open then is left to the repair.
ROUNDS = 40
# Steps of the simplex method in all programs together; what is open after them is left to the repair.
PIVOTS = 100_000


class _Cover:
    """Clusters as a matrix of distances: one column each, one row per client."""

    def __init__(self, field: Field, groups: Sequence[NDArray[np.int32]], site: Ints) -> None:
        from scipy.sparse import csc_matrix

        size = np.array([len(group) for group in groups])
        client = np.concatenate(groups).astype(np.int64)
        # A distance of 0 is an entry as well, and would be dropped by some operations.
        distance = field.along(client, np.repeat(site, size)) + 1e-12
        self.site = site
        self.matrix: csc_matrix = csc_matrix(
            (distance, client, np.append(0, np.cumsum(size))), shape=(field.clients, len(groups))
        )


def dive(field: Field, groups: Sequence[NDArray[np.int32]], site: Ints, u: Floats) -> Layout:
    """Layout from clusters (the clients of each, and its site).

    Solves min sum of c_k z_k over covers of the clients by at most p clusters, relaxed to z >= 0; fixes the
    clusters of the largest z; a client that is served drops out of all other clusters; and so on. Clients
    that no fixed cluster holds go where the repair puts them.
    """
    cover = _Cover(field, groups, site)
    slot = np.full(field.clients, -1, dtype=np.int64)
    opened: list[int] = []
    pivots = PIVOTS
    usable = np.ones(len(site), dtype=np.bool_)
    for _ in range(ROUNDS):
        lost, some = np.flatnonzero(slot < 0), np.flatnonzero(usable)
        left = field.p - len(opened)
        if not left or not len(lost) or not len(some):
            break
        part = cover.matrix[lost][:, some]
        share, made = _relaxed(part, 4 * u[lost] + 1e-9, left, pivots)
        pivots -= made
        if pivots <= 0 or not share.any():
            break
        for one in _sure(share, left, MORE if field.p > MANY else PART).tolist():
            mine = lost[part.indices[part.indptr[one] : part.indptr[one + 1]]]
            mine = mine[slot[mine] < 0]
            home = int(site[some[one]])
            usable[some[one]] = False
            if home not in opened and len(mine) and len(opened) < field.p:
                slot[mine] = len(opened)
                opened.append(home)
                usable[site == home] = False
    return settle(field, _filled(field, opened), slot)


def _relaxed(part: csc_matrix, fine: Floats, left: int, pivots: int) -> tuple[Floats, int]:
    """Shares of the columns in the cheapest cover, and the steps made; a client may stay out for a fine."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity, vstack

    rows, columns = part.shape
    ones = part.copy()
    ones.data = np.ones(len(ones.data))
    cover = hstack((-ones, -identity(rows)))
    count = csr_matrix(np.append(np.ones(columns), np.zeros(rows))[None, :])
    result = linprog(
        np.append(np.asarray(part.sum(axis=0)).ravel(), fine),
        A_ub=vstack((cover, count), format="csc"),
        b_ub=np.append(-np.ones(rows), left),
        method="highs-ds",
        options={"maxiter": pivots},
    )
    share = np.zeros(columns) if result.x is None else np.asarray(result.x[:columns])
    return share, int(result.nit)


def _sure(share: Floats, left: int, part: float) -> Ints:
    """Columns to fix: all that are nearly certain, else the largest few."""
    order = np.argsort(-share, kind="stable")
    count = max(int((share >= SURE).sum()), 1 + int(part * left))
    some: Ints = order[:count]
    return some[share[some] > 1e-6]


def _filled(field: Field, opened: list[int]) -> Ints:
    """The opened sites, and others up to p, those of the largest capacity first."""
    spare = np.setdiff1d(np.arange(field.sites), opened)
    spare = spare[np.argsort(-field.case.capacity[spare], kind="stable")][: field.p - len(opened)]
    return np.concatenate((np.array(opened, dtype=np.int64), spare))
