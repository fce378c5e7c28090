"""Coverage against the cap of all members and the limit: what would do without anybody new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.places.distance import ROUNDING_M
from neighborgrid.solve.pairs import reachable
from neighborgrid.solve.recruit.net import Net

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem

    Rows = NDArray[np.int64]

CAPS: Final = (3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 800, 1000)
LIMITS: Final = (50, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000)
MORE_CAPS: Final = 4
MORE_LIMITS: Final = 3


@dataclass(frozen=True)
class Ladder:
    """Households served (own homes included) at each limit (rows) and cap (columns).

    ``caps`` are the least caps of all members; the first, 0, leaves the caps as they are.
    """

    limits: tuple[float, ...]
    caps: tuple[int, ...]
    served: Rows

    def first_of(self, wanted: int) -> tuple[int, int] | None:
        """First cell, by limit and then cap, that serves ``wanted`` households; None where none does."""
        enough = np.argwhere(self.served >= wanted)
        return (int(enough[0, 0]), int(enough[0, 1])) if len(enough) else None


def ladder_of(problem: Problem, person: Rows, cap: NDArray[np.float64]) -> Ladder:
    """Coverage at the caps and the limit as they are, and at greater ones.

    ``person`` is the choice that stands (row per household, -1 none), ``cap`` that of each person.
    """
    rules = problem.rules
    limits = (rules.limit_m, *_after(LIMITS, rules.limit_m, MORE_LIMITS))
    able = (problem.people["excluded"] == "").to_numpy()
    caps = (0, *_caps(np.nan_to_num(cap)[able]))
    widest = replace(problem, rules=rules.with_value("plan.limit_m", limits[-1], "flag"))
    found = reachable(widest)
    metres = found.pairs.metres
    load = problem.households["load"].to_numpy()
    fixed = int((found.need.own_home >= 0).sum())
    served = np.zeros((len(limits), len(caps)), np.int64)
    start = np.where(found.need.linkable, person, -1)
    for row, limit_m in enumerate(limits):
        near = _within(problem, metres, limit_m)
        weightless = near & (load[found.pairs.household] == 0)
        free = len(np.unique(found.pairs.household[weightless]))
        net = Net.of(problem, found, near)
        choice = start
        for column, least in enumerate(caps):
            choice = net.settle(choice, np.where(able, np.maximum(np.nan_to_num(cap), least), 0))
            served[row, column] = fixed + free + int((choice >= 0).sum())
            if not column:
                start = choice
    # With unequal loads more room may have been used less well: a plan that needs less still stands.
    served = np.maximum.accumulate(np.maximum.accumulate(served, axis=0), axis=1)
    return Ladder(limits, caps, served)


def _within(problem: Problem, metres: NDArray[np.float64], limit_m: float) -> NDArray[np.bool_]:
    """Pairs within a limit, as a plan under that limit would find them."""
    if problem.ground is not None:
        return np.asarray(metres < limit_m + ROUNDING_M / 2)
    detour = problem.rules.detour
    return np.asarray(metres / detour < limit_m / detour + ROUNDING_M / 2)


def _caps(cap: NDArray[np.float64]) -> tuple[int, ...]:
    """Greater caps: the usual one where some have less, then the next steps above it."""
    if not len(cap):
        return ()
    usual = int(np.median(cap))
    return (*((usual,) if cap.min() < usual else ()), *_after(CAPS, usual, MORE_CAPS))


def _after(steps: tuple[int, ...], value: float, count: int) -> tuple[int, ...]:
    return tuple(step for step in steps if step > value)[:count]
