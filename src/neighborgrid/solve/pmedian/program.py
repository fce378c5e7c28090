"""The integer program of the package's docstring, over given pairs only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Pairs that may be used: places in ``clients`` and ``sites``, and the distance."""

    clients: Ints
    sites: Ints
    client: Ints
    site: Ints
    distance: Floats
    p: int


@dataclass(frozen=True)
class Answer:
    """What the program found: a site per client or None, whether that is best, and a bound.

    ``bound`` is infinite where no solution exists over these pairs.
    """

    assigned: Ints | None
    opened: Ints
    optimal: bool
    bound: float


def solve_program(field: Field, pairs: Pairs, *, nodes: int, below: float = np.inf) -> Answer:
    """Best solution over the pairs that costs no more than ``below``, within a number of nodes."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    x, y = len(pairs.client), len(pairs.sites)
    cost = np.concatenate((pairs.distance, np.zeros(y)))
    capacity = field.case.capacity[pairs.sites]
    demand = field.case.demand[pairs.clients][pairs.client]
    rows = [
        LinearConstraint(_matrix(pairs.client, np.arange(x), np.ones(x), x + y), 1, 1),
        LinearConstraint(_loads(pairs, demand, capacity), -np.inf, 0),
        LinearConstraint(_opened(pairs), -np.inf, 0),
        LinearConstraint(np.concatenate((np.zeros(x), np.ones(y)))[None, :], pairs.p, pairs.p),
    ]
    if np.isfinite(below):
        rows.append(LinearConstraint(cost[None, :], -np.inf, below))
    # Where all demands are equal, whole sites leave a transportation problem, whose corners are whole.
    whole = np.concatenate((np.full(x, 0 if field.equal and x > 6000 else 1), np.ones(y)))
    options = {"node_limit": nodes, "mip_rel_gap": 1e-7}
    found = milp(cost, constraints=rows, integrality=whole, bounds=Bounds(0, 1), options=options)
    bound = np.inf if found.status == 2 else float(found.mip_dual_bound or -np.inf)
    if found.x is None:
        return Answer(None, np.zeros(0, np.int64), False, bound)
    return _answer(pairs, found.x, found.status == 0, bound)


def _answer(pairs: Pairs, values: Floats, optimal: bool, bound: float) -> Answer:
    used = values[: len(pairs.client)] > 0.5
    assigned = np.full(len(pairs.clients), -1, dtype=np.int64)
    assigned[pairs.client[used]] = pairs.sites[pairs.site[used]]
    opened = pairs.sites[values[len(pairs.client) :] > 0.5]
    if (assigned < 0).any() or not np.isin(assigned, opened).all():
        return Answer(None, opened, False, bound)
    return Answer(assigned, opened, optimal, bound)


def _matrix(row: Ints, column: Ints, value: Floats, width: int) -> csr_array:
    from scipy.sparse import csr_array

    height = int(row.max(initial=-1)) + 1
    return csr_array((value, (row, column)), shape=(height, width))


def _loads(pairs: Pairs, demand: Floats, capacity: Floats) -> csr_array:
    """Row per site: load less capacity where opened, in units of the largest capacity."""
    x, y = len(pairs.client), len(pairs.sites)
    unit = max(float(capacity.max(initial=0.0)), 1e-300) / 100
    row = np.concatenate((pairs.site, np.arange(y)))
    value = np.concatenate((demand, -capacity)) / unit
    return _matrix(row, np.arange(x + y), value, x + y)


def _opened(pairs: Pairs) -> csr_array:
    """Row per pair: only to an opened site."""
    x = len(pairs.client)
    row = np.concatenate((np.arange(x), np.arange(x)))
    column = np.concatenate((np.arange(x), x + pairs.site))
    return _matrix(row, column, np.repeat([1.0, -1.0], x), x + len(pairs.sites))
