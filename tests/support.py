"""Problems for tests, made straight from arrays; people and places are synthetic."""

from __future__ import annotations

from typing import Any

import numpy as np

from neighborgrid.model import (
    LEDGER,
    PROBLEM_HOUSEHOLDS,
    PROBLEM_PEOPLE,
    SET_ASIDE,
    Problem,
    make_table,
)
from neighborgrid.rules import Rules

LON, LAT = 114.5, 37.76
M_PER_DEGREE_LAT = 111_000.0
"""Near enough for placing test points; distances themselves are always measured."""


def east_m(metres: Any) -> Any:
    """Longitude about ``metres`` east of the test village's centre."""
    return LON + np.asarray(metres, float) / (M_PER_DEGREE_LAT * np.cos(np.radians(LAT)))


def north_m(metres: Any) -> Any:
    """Latitude about ``metres`` north of the test village's centre."""
    return LAT + np.asarray(metres, float) / M_PER_DEGREE_LAT


def rules_with(**values: Any) -> Rules:
    """Default rules with some values changed (``plan__limit_m=300``), the boundary settled to village.

    Circles are off unless a test asks for them, so that the assignment alone is looked at.
    """
    rules = Rules.defaults().with_value("plan.within", "village", "auto")
    rules = rules.with_value("circles.mode", "off", "flag")
    rules = rules.with_value("plan.as_of", "2026-01-01", "default")
    for key, value in values.items():
        rules = rules.with_value(key.replace("__", "."), value, "flag")
    return rules


def problem_of(households: dict[str, Any], people: dict[str, Any], **options: Any) -> Problem:
    """Problem from column data; ids, positions, loads and codes get sensible defaults."""
    count_h, count_p = len(next(iter(households.values()))), len(next(iter(people.values())))
    rules = options.pop("rules", rules_with())
    homes = {
        "household_id": [f"H{i:03d}" for i in range(count_h)],
        "village": ["西同下村"] * count_h,
        "distance_kind": ["straight"] * count_h,
        "residence": ["resident"] * count_h,
        "load": [1.0] * count_h,
        "township_code": [-1] * count_h,
        "village_code": [0] * count_h,
        "group_code": [-1] * count_h,
        "source_row": list(range(2, count_h + 2)),
    } | households
    members = {
        "member_id": [f"M{i:03d}" for i in range(count_p)],
        "name": [f"党员{i}" for i in range(count_p)],
        "role": ["member"] * count_p,
        "village": ["西同下村"] * count_p,
        "min_load": [0.0] * count_p,
        "target_load": [10.0] * count_p,
        "max_load": [np.nan] * count_p,
        "township_code": [-1] * count_p,
        "village_code": [0] * count_p,
        "group_code": [-1] * count_p,
    } | people
    ledger = {"file": ["农户表.xlsx"], "kind": ["households"], "rows": [count_h], "households": [count_h]}
    return Problem(
        households=make_table(PROBLEM_HOUSEHOLDS, homes),
        people=make_table(PROBLEM_PEOPLE, members),
        prefer_pairs=np.array(options.pop("prefer", []), np.int64).reshape(-1, 2),
        avoid_pairs=np.array(options.pop("avoid", []), np.int64).reshape(-1, 2),
        set_aside=make_table(SET_ASIDE, options.pop("set_aside", {})),
        ledger=make_table(LEDGER, ledger),
        rules=rules,
        **options,
    )
