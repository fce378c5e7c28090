"""Small random villages, most with too little room, for the oracle of shortages and proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from generated import balanced, places, with_wishes
from support import east_m, north_m, rules_with

if TYPE_CHECKING:
    from neighborgrid.model import Problem

SHARES = (0.7, 0.2, 0.1)
"""Shares of households and people that say the one village, the other, or none."""


def small_villages(
    seed: int, *, villages: int = 10, circles: bool | None = None, unequal: bool | None = None
) -> Problem:
    """Villages four kilometres apart, each of up to 12 households and 5 people, most with too little room.

    One problem of many independent small cases takes a tenth of the time of as many problems. Every third
    has circles, mostly small ones; in every tenth one village in four has unequal loads.
    """
    rng = np.random.default_rng([seed, 5])
    homes, people = rng.integers(4, 13, villages), rng.integers(1, 6, villages)
    place_h, place_p = (np.repeat(np.arange(villages), size) for size in (homes, people))
    first = np.cumsum(people) - people
    h, p = len(place_h), len(place_p)
    ids = np.array([f"M{i:03d}" for i in range(p)], object)

    def somebody(share: float) -> tuple[np.ndarray, np.ndarray]:
        """Some households, and for each somebody of the same village."""
        rows = np.flatnonzero(rng.random(h) < share)
        return rows, first[place_h[rows]] + rng.integers(0, people[place_h[rows]])

    def cells(share: float) -> np.ndarray:
        made = np.full(h, "", object)
        rows, who = somebody(share)
        made[rows] = ids[who]
        return made

    residence = rng.choice(["resident", "away", "vacant"], h, p=[0.9, 0.06, 0.04]).astype(object)
    excluded = rng.choice(["", "away", "age"], p, p=[0.9, 0.05, 0.05]).astype(object)
    home_of, own = np.full(p, "", object), np.full(h, "", object)
    for row, who in zip(*somebody(0.12), strict=True):
        if residence[row] == "resident" and not excluded[who] and not home_of[who]:
            home_of[who] = f"H{row:03d}"
            own[row] = own[row] if own[row] else ids[who]
    load = np.ones(h)
    if seed % 10 == 7 if unequal is None else unequal:
        odd = np.isin(place_h, np.flatnonzero(rng.random(villages) < 0.25))
        load = np.where(odd, rng.choice([0.5, 1.0, 2.0], h), 1.0)
    lon_h, lon_p = (4000.0 * place + rng.uniform(-600, 600, len(place)) for place in (place_h, place_p))
    lat_h, lat_p = rng.uniform(-300, 300, h), rng.uniform(-300, 300, p)
    lon_h[rng.random(h) < 0.03] = np.nan
    least = rng.choice([0, 0, 1, 2], p)
    known = np.isfinite(lon_h)
    problem = balanced(
        {
            "head": [f"户主{i}" for i in range(h)],
            **places(rng, h, SHARES),
            "lon": east_m(lon_h),
            "lat": np.where(known, north_m(lat_h), np.nan),
            "distance_kind": np.where(known, "straight", "").astype(object),
            "priority": rng.choice(["", "low_income"], h, p=[0.8, 0.2]).astype(object),
            "residence": residence,
            "load": np.where(residence == "away", 0.0, load),
            "lock": cells(0.06),
            "previous_member_id": cells(0.3),
            "home_member_id": own,
        },
        {
            **places(rng, p, SHARES),
            "lon": east_m(lon_p),
            "lat": north_m(lat_p),
            "home_household_id": home_of,
            "excluded": excluded,
            "min_load": least,
            "target_load": rng.integers(0, 5, p),
            "max_load": (least + rng.integers(0, 4, p)).astype(float),
        },
        prefer=np.unique(np.column_stack(somebody(0.15)), axis=0),
        avoid=np.unique(np.column_stack(somebody(0.15)), axis=0),
        rules=rules_with(**_rules(rng, seed % 3 == 0 if circles is None else circles)),
    )
    return with_wishes(problem)


def _rules(rng: np.random.Generator, circles: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "plan__limit_m": float(rng.choice([500, 700, 1000])),
        "plan__within": str(rng.choice(["village", "group", "township", "anywhere"])),
        "plan__detour": float(rng.choice([1.0, 1.3])),
        "weights__balance_m": float(rng.choice([0, 1, 50, 1000])),
    }
    if circles:
        values |= {
            "circles__mode": str(rng.choice(["soft", "strict"])),
            "circles__max_households": int(rng.choice([2, 3, 4, 250])),
            "circles__team_min": 1,
            "circles__team_max": int(rng.choice([2, 3, 30])),
            "circles__limit_m": float(rng.choice([400, 900, np.inf])),
        }
    return values
