"""Node prices (dual values) of an optimal choice, which prove it to whoever can add.

The linear program of ``flow`` with a free price beta_m for the balance of each member (and theta_c for each
circle that may get full) has the Lagrangian bound

    L = sum_h min(U_h, min_m (c_hm + beta_m)) + sum_mk min(0, d_mk - beta_m + theta_c(m))
        - sum_c room_c max(0, theta_c)

for *any* prices, and L equals the plan's objective exactly if prices are optimal (weak and strong duality;
Geoffrion 1974, doi:10.1007/BFb0120690). Vectors of tiers in lexicographic order may stand for the numbers,
since only sums and minima occur: one check proves all tiers at once. The optimal prices are potentials of the
residual network: beta_m is what it costs to take one household off member m at best, tiers apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.model import SHEETS, make_table
from neighborgrid.solve.components import split
from neighborgrid.solve.residual import TIERS, NotOptimalError, Residual

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.cases import Prepared
    from neighborgrid.solve.circles.table import Circles


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of members and circles, in the order of rows.

    ``person`` and ``circle`` are rows of people and circles; ``of_person`` and ``of_circle`` have shape
    (rows, 4): priority households, households, shortfall, centimetres.
    """

    person: NDArray[np.int64]
    of_person: NDArray[np.int64]
    circle: NDArray[np.int64]
    of_circle: NDArray[np.int64]


NO_PRICES = Prices(*(np.zeros(shape, np.int64) for shape in (0, (0, TIERS), 0, (0, TIERS))))


def unit_loads(ready: Prepared) -> Prepared:
    """The instance without the components of unequal loads, for which no price is claimed."""
    case, parts = ready.case, ready.parts
    if (case.load == 1).all():
        return ready
    part_of = np.repeat(np.arange(parts.count), np.diff(parts.household_start))
    unequal = np.unique(part_of[case.load[parts.household_order] != 1])
    pair_part = np.empty(len(case.household), np.int64)
    pair_part[parts.pair_order] = np.repeat(np.arange(parts.count), np.diff(parts.pair_start))
    keep = np.flatnonzero(~np.isin(pair_part, unequal))
    kept = replace(case, household=case.household[keep], member=case.member[keep], cost_cm=case.cost_cm[keep])
    parts = split(kept.household, kept.member, len(kept.priority), kept.circle)
    return replace(ready, case=kept, parts=parts)


def choice_of(ready: Prepared, person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Local member of each local household for a choice of people (row per household, -1 none).

    Households without any pair in the instance have none; -2 stands for somebody who does not serve.
    """
    local = np.full(int(max(ready.serving.max(initial=-1), person.max(initial=-1))) + 2, -2, np.int64)
    local[ready.serving] = np.arange(len(ready.serving))
    local[-1] = -1
    chosen = local[person[ready.rows]]
    in_play = np.zeros(len(ready.rows), bool)
    in_play[ready.case.household] = True
    return np.where(in_play, chosen, -1)


def optimal_prices(ready: Prepared, person: NDArray[np.int64]) -> Prices:
    """Prices of an optimal choice of people.

    Raises NotOptimalError where the choice is not optimal among the plans that the instance allows.
    """
    ready = unit_loads(ready)
    case = ready.case
    choice = choice_of(ready, person)
    if (choice < -1).any():
        raise NotOptimalError("somebody serves who is not of the instance")
    residual = Residual.of(case, choice)
    if not residual.feasible():
        raise NotOptimalError("the choice breaks a rule of the instance")
    network = residual.network()
    tiers = residual.weights.unpack(-network.potentials())
    priced = np.flatnonzero(np.bincount(case.member, minlength=network.members))
    circles = np.unique(case.circle[priced][case.circle[priced] >= 0])
    return Prices(
        person=ready.serving[priced],
        of_person=tiers[priced],
        circle=circles,
        of_circle=tiers[network.members + circles],
    )


def prices_table(problem: Problem, prices: Prices, circles: Circles | None) -> pd.DataFrame:
    """Sheet of the prices: members in their order, then circles."""
    ids = problem.people["member_id"].to_numpy()[prices.person]
    if circles is not None:
        ids = np.concatenate((ids, circles.circle_id[prices.circle]))
    tiers = np.concatenate((prices.of_person, prices.of_circle))
    kinds = ["member"] * len(prices.person) + ["circle"] * len(prices.circle)
    columns = ("priority", "households", "shortfall", "cost_cm")
    return make_table(
        SHEETS["prices"],
        {"node": np.array(kinds, object), "id": ids}
        | {column: tiers[:, tier] for tier, column in enumerate(columns)},
    )
