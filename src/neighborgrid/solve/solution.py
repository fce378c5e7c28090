"""What the solver hands on: a choice of members, what is proved about it, its circles and their price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.solve.cases import Prepared
    from neighborgrid.solve.circles.table import Circles
    from neighborgrid.solve.pairs import Reachable


class Progress(Protocol):
    """Observer that is told when a stage of a run begins, and how far it is; the library never prints."""

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Stage ``stage`` has begun, or ``done`` of ``total`` of its parts are done."""


def silent(stage: str, done: int = 0, total: int = 0) -> None:
    """Observe nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved about a choice of members.

    ``tiers_proved``: no other plan serves more priority households, more households, or leaves less
    shortfall. Otherwise a plan might serve up to ``served_gap`` households more. A plan that is equal in
    those tiers is at most ``gap_m`` metres of objective better; 0 for unit loads.
    """

    tiers_proved: bool
    served_gap: float
    gap_m: float


@dataclass(frozen=True, slots=True)
class Price:
    """What circles cost against the plan without them: households served, and metres of objective.

    The metres compare with the best plan without circles that serves the same households.
    """

    households: int
    metres: float


@dataclass(frozen=True, slots=True)
class Solution:
    """A choice of members, and what it was chosen from.

    ``person`` is the row of each household's person (-1: none; own homes included), ``max_load`` each
    person's cap, NaN for people who do not serve and have none. ``proof`` is None for a choice that
    people made, ``circles`` where there are none, ``price`` where it is not known. ``ready`` is the
    instance that was solved; None for a choice that people made (see ``shortage.instance``).
    """

    person: NDArray[np.int64]
    max_load: NDArray[np.float64]
    reachable: Reachable
    proof: Proof | None
    circles: Circles | None = None
    price: Price | None = None
    ready: Prepared | None = None
