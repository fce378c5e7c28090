"""One capacitated assignment in local indices: what the solvers take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Assignment:
    """A capacitated assignment to solve, in local indices.

    Attributes
    ----------
    household, member, cost_cm
        Pairs of shape (pairs,), sorted by household: int32, int32, int64.
    priority
        bool of shape (households,).
    load
        float64 of shape (households,); what a household takes of its member's capacity.
    min_load, target_load, max_load
        int64 of shape (members,), bounds inclusive.
    balance_m
        Metres per squared household off the target.
    circle
        int64 of shape (members,): circle whose households are counted, -1 where none can get full.
    circle_room
        int64 of shape (circles,): most households of each circle, inclusive.
    """

    household: NDArray[np.int32]
    member: NDArray[np.int32]
    cost_cm: NDArray[np.int64]
    priority: NDArray[np.bool_]
    load: NDArray[np.float64]
    min_load: NDArray[np.int64]
    target_load: NDArray[np.int64]
    max_load: NDArray[np.int64]
    balance_m: float
    circle: NDArray[np.int64]
    circle_room: NDArray[np.int64]
