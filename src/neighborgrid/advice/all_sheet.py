"""Every household of a plan in one row: who serves it, what the nearest and the cheapest other would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.advice.scene import Scene
from neighborgrid.model import make_table
from neighborgrid.solve.all_switches import all_switches
from neighborgrid.solve.cases import OUTSIDE_M
from neighborgrid.solve.costs import CM_PER_M

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Ground, Plan

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Texts = NDArray[np.object_]

TIERS: Final = ("priority", "households", "shortfall", "outside", "cost_m")
"""Tiers of a price, each in a column of its own (see `answers.Price`)."""

COLUMNS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("household_id", "head", "township", "village", "group", "state"), "text"),
    **dict.fromkeys(("member_id", "member_name"), "text"),
    "distance_m": "float",
    "choices": "float",
    **dict.fromkeys(("nearest_id", "nearest_name"), "text"),
    "nearest_m": "float",
    **{f"nearest_{tier}": "float" for tier in TIERS},
    **dict.fromkeys(("cheapest_id", "cheapest_name"), "text"),
    **{f"cheapest_{tier}": "float" for tier in TIERS},
    "reason": "text",
    "shortage_id": "text",
}
"""Columns of `all_rows`. Prices are NaN where none is exact; ``choices`` counts the admissible members."""

STATES: Final = ("served", "waiting", "row_error", "vacant")


def all_rows(plan: Plan, ground: Ground | None = None) -> pd.DataFrame:
    """One row per household in the order of the plan, then the rows set aside, with the columns of `COLUMNS`.

    ``plan`` has its hand edits applied; ``ground`` is what it is measured on, as of `explain.explain`. Metres
    are on foot, NaN where there is no way. "Nearest" and "cheapest" are of the others, not who serves it.
    """
    scene = Scene(plan, ground)
    homes, linked, aside = scene.problem.households, scene.linked, scene.problem.set_aside
    people = np.append(scene.problem.people["member_id"].to_numpy(), "")
    names = np.append(scene.problem.people["name"].to_numpy(), "")
    pairs = _Priced(scene)
    reason, shortage = (np.full(len(homes), "", object) for _ in range(2))
    reason[linked.why.rows] = linked.why.reason
    for one in scene.bottlenecks:
        shortage[one.households] = one.shortage_id
    nearest, cheapest = pairs.first(pairs.metres), pairs.first()
    data = {
        **{name: homes[name].to_numpy() for name in ("household_id", "head", "township", "village", "group")},
        "state": _states(scene),
        "member_id": people[linked.person],
        "member_name": names[linked.person],
        "distance_m": np.round(np.where(np.isinf(linked.walking_m), np.nan, linked.walking_m), 1),
        "choices": pairs.count(),
        "nearest_id": people[pairs.people(nearest)],
        "nearest_name": names[pairs.people(nearest)],
        "nearest_m": np.round(pairs.metres_of(nearest), 1),
        **pairs.tiers_of(nearest, "nearest"),
        "cheapest_id": people[pairs.people(cheapest)],
        "cheapest_name": names[pairs.people(cheapest)],
        **pairs.tiers_of(cheapest, "cheapest"),
        "reason": reason,
        "shortage_id": shortage,
    }
    return make_table(COLUMNS, _with_aside(data, aside))


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """Number of households, and of those in each state; own homes are served."""
    state = rows["state"].replace("own_home", "served").value_counts()
    names = {"row_error": "aside"}
    found = {names.get(one, one): int(state.get(one, 0)) for one in STATES}
    return {"count": len(rows), **found}


def _states(scene: Scene) -> Texts:
    linked = scene.linked
    vacant = (scene.problem.households["residence"] == "vacant").to_numpy()
    return np.select(
        [vacant, linked.own_home, linked.person >= 0],
        ["vacant", "own_home", "served"],
        default="waiting",
    ).astype(object)


def _with_aside(data: Mapping[str, Texts], aside: pd.DataFrame) -> dict[str, Texts]:
    """Columns with the rows set aside below."""
    said = {"state": "row_error", "reason": "row_error"}
    made = {}
    for name, cells in data.items():
        blank = np.nan if COLUMNS[name] == "float" else said.get(name, "")
        own = aside[name].to_numpy() if name in aside and name not in said else np.full(len(aside), blank)
        made[name] = np.concatenate((cells, own.astype(cells.dtype)))
    return made


class _Priced:
    """Admissible pairs of a plan but those that stand, with their prices."""

    def __init__(self, scene: Scene) -> None:
        self.size = len(scene.problem.households)
        self.soft = scene.solution.circles is not None and scene.problem.rules.circles.mode == "soft"
        ready = scene.ready
        pairs = ready.reachable.pairs
        household, person = pairs.household.astype(np.int64), pairs.person.astype(np.int64)
        load = scene.problem.households["load"].to_numpy()
        fits = load[household] <= ready.max_load[person]
        self.all_homes = household[fits]
        now = scene.linked.person
        rows = np.flatnonzero(fits & (now[household] != person))
        self.household, self.person, self.metres = household[rows], person[rows], pairs.metres[rows]
        self.tiers = np.full((len(rows), 4), np.nan)
        width = len(scene.problem.people)
        found = all_switches(scene.exchange)
        known = found.household * width + found.person
        mine = self.household * width + self.person
        order = np.argsort(known)
        at = np.minimum(np.searchsorted(known, mine, sorter=order), max(len(known) - 1, 0))
        if len(known):
            same = known[order[at]] == mine
            self.tiers[same] = found.tiers[order[at[same]]]
        weightless = load[self.household] == 0
        stands = np.flatnonzero(now[household] == person)
        cost = np.zeros(self.size)
        cost[household[stands]] = ready.cost_cm[stands]
        # Nobody else moves for a household that takes no capacity.
        self.tiers[weightless] = 0
        self.tiers[weightless, 3] = (ready.cost_cm[rows] - cost[self.household])[weightless]
        self.tiers[weightless, 1] = -(now[self.household] < 0)[weightless].astype(float)

    def count(self) -> Floats:
        """Admissible members of each household."""
        return np.bincount(self.all_homes, minlength=self.size).astype(float)

    def first(self, key: Floats | None = None) -> Rows:
        """Pair of each household that is least by ``key``, by its price without one; -1 for none."""
        keys = (key,) if key is not None else tuple(self.tiers.T[::-1])
        order = np.lexsort((self.person, *keys, self.household))
        if key is None:
            # Pairs without a price come last; NaN is no least.
            order = order[np.isfinite(self.tiers[order, 3])]
        home = self.household[order]
        lead = np.flatnonzero(np.diff(home, prepend=-1))
        found = np.full(self.size, -1, np.int64)
        found[home[lead]] = order[lead]
        return found

    def people(self, pair: Rows) -> Rows:
        """Person of each pair, -1 for none."""
        return np.append(self.person, -1)[pair]

    def metres_of(self, pair: Rows) -> Floats:
        """Metres of each pair, NaN for none."""
        return np.append(self.metres, np.nan)[pair]

    def tiers_of(self, pair: Rows, prefix: str) -> dict[str, Floats]:
        """Columns of the price of each pair, metres outside circles counted as households."""
        tiers = np.vstack((self.tiers, np.full((1, 4), np.nan)))[pair]
        outside_cm = OUTSIDE_M * CM_PER_M
        outside = np.rint(tiers[:, 3] / outside_cm) if self.soft else np.zeros(len(pair))
        outside = np.where(np.isnan(tiers[:, 3]), np.nan, outside)
        metres = np.round((tiers[:, 3] - outside * outside_cm) / CM_PER_M, 1) + 0.0
        columns = (*tiers[:, :3].T, outside, metres)
        return {f"{prefix}_{tier}": column + 0.0 for tier, column in zip(TIERS, columns, strict=True)}
