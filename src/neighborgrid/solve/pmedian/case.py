"""The problem and its result: what goes into the solver and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Infeasible(ValueError):  # noqa: N818 - the name of the state, as solvers call it
    """No solution was found; ``proved`` tells whether none exists."""

    def __init__(self, message: str, *, proved: bool) -> None:
        self.proved = proved
        super().__init__(message)


@dataclass(frozen=True)
class PMedian:
    """A capacitated p-median problem.

    Attributes
    ----------
    points
        Clients' coordinates, shape (n, d) with d = 2 or 3.
    demand
        What each client takes of its site's capacity, shape (n,), not negative.
    sites
        Coordinates of the candidate sites, shape (m, d); often the same as ``points``.
    capacity
        What each site can hold, shape (m,).
    p
        Number of sites that may be opened, at least 1.
    limit
        Greatest distance between a client and its site, inclusive.
    floor
        Whether distances are rounded down to whole numbers, as the OR-Library has it.
    """

    points: NDArray[np.float64]
    demand: NDArray[np.float64]
    sites: NDArray[np.float64]
    capacity: NDArray[np.float64]
    p: int
    limit: float = np.inf
    floor: bool = False

    def __post_init__(self) -> None:
        for name in ("points", "demand", "sites", "capacity"):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), dtype=np.float64))
        _check(self)


def _check(case: PMedian) -> None:
    flat = (case.points, case.sites)
    if any(one.ndim != 2 or not len(one) for one in flat) or len({one.shape[1] for one in flat}) != 1:
        raise ValueError("points and sites must have shapes (n, d) and (m, d), with one d and n, m >= 1")
    if case.demand.shape != case.points.shape[:1] or case.capacity.shape != case.sites.shape[:1]:
        raise ValueError("demand must have one value per point, capacity one per site")
    if not all(np.isfinite(one).all() for one in (*flat, case.demand, case.capacity)):
        raise ValueError("coordinates, demand and capacity must be finite")
    if (case.demand < 0).any() or case.p < 1 or np.isnan(case.limit):
        raise ValueError("demand must not be negative, p at least 1, and the limit a number")


@dataclass(frozen=True)
class PMedianResult:
    """A feasible solution and how far from the best it can be.

    Attributes
    ----------
    site
        Rows of ``sites`` that are opened, ascending.
    assigned
        Row of ``sites`` that each client goes to, shape (n,).
    cost
        Sum of the clients' distances to their sites.
    lower_bound
        No solution costs less; never more than ``cost``.
    proved
        Whether the solution is known to be a best one.
    iterations, descents, programs
        Work: steps of the bound, searches from a start, and integer programs solved.
    """

    site: NDArray[np.int64]
    assigned: NDArray[np.int64]
    cost: float
    lower_bound: float
    proved: bool
    iterations: int
    descents: int
    programs: int

    @property
    def gap(self) -> float:
        """Cost above the bound as a share of the cost; 0 where the cost is 0."""
        return 0.0 if self.cost <= 0 else (self.cost - self.lower_bound) / self.cost
