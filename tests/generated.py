"""Random villages for tests, with every kind of rule in them: names agree with codes, homes with members."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from neighborgrid.model import LEDGER, make_table
from support import east_m, north_m, problem_of, rules_with

if TYPE_CHECKING:
    from neighborgrid.model import Problem

VILLAGES = ("西同下村", "东同下村", "")
GROUPS = ("1组", "2组", "")


def random_village(
    seed: int,
    *,
    households: int = 40,
    people: int = 8,
    unequal: bool = False,
    auto: bool = False,
    **rules: Any,
) -> Problem:
    """Up to ``households`` x ``people`` on a field of 2 km: locks, avoided, wished-for and kept pairs,
    own homes, least loads, priorities, blank places, missing positions, vacant and away households.

    ``unequal`` gives households loads of 0.5 to 3; ``auto`` leaves most caps automatic. ``rules`` are those
    of `support.rules_with` and beat the drawn ones.
    """
    rng = np.random.default_rng(seed)
    h, p = (
        int(rng.integers(households // 2, households + 1)),
        int(rng.integers(max(1, people // 2), people + 1)),
    )
    ids = np.array([f"M{i:03d}" for i in range(p)], object)
    excluded = rng.choice(["", "away", "age", "health"], p, p=[0.85, 0.05, 0.05, 0.05]).astype(object)
    residence = rng.choice(["resident", "away", "vacant"], h, p=[0.9, 0.06, 0.04]).astype(object)
    lon, lat = east_m(rng.uniform(-1000, 1000, h)), north_m(rng.uniform(-500, 500, h))
    lon[rng.random(h) < 0.03] = np.nan
    lat[np.isnan(lon)] = np.nan
    kind = np.where(np.isnan(lon), "", rng.choice(["straight", "estimated"], h, p=[0.9, 0.1])).astype(object)
    least = rng.integers(0, 4, p)
    most = least + rng.integers(1, 2 * h // p + 3, p)
    weight = rng.choice([0.5, 1.0, 1.5, 2.0, 3.0], h) if unequal else np.ones(h)
    homes, own = _own_homes(rng, ids, excluded, residence, h)
    drawn = {
        "plan__within": str(rng.choice(["village", "group", "township", "anywhere"])),
        "plan__detour": float(rng.choice([1.0, 1.3])),
        "weights__balance_m": float(rng.choice([0, 1, 50, 1000])),
    }
    return balanced(
        {
            "head": [f"户主{i}" for i in range(h)],
            **places(rng, h),
            "lon": lon,
            "lat": lat,
            "distance_kind": kind,
            "priority": rng.choice(["", "low_income", "disabled"], h, p=[0.8, 0.1, 0.1]).astype(object),
            "residence": residence,
            "load": np.where(residence == "away", 0.0, weight),
            "lock": _named(rng, ids, h, 0.05),
            "previous_member_id": _named(rng, ids, h, 0.3),
            "home_member_id": own,
        },
        {
            **places(rng, p),
            "lon": east_m(rng.uniform(-900, 900, p)),
            "lat": north_m(rng.uniform(-450, 450, p)),
            "home_household_id": homes,
            "excluded": excluded,
            "min_load": least,
            "target_load": rng.integers(0, h // p + 2, p),
            "max_load": np.where(rng.random(p) < 0.8, np.nan, most) if auto else most.astype(float),
        },
        prefer=_pairs(rng, h, p),
        avoid=_pairs(rng, h, p),
        rules=rules_with(**(drawn | rules)),
    )


def balanced(households: dict[str, Any], people: dict[str, Any], **options: Any) -> Problem:
    """Problem as of `support.problem_of` whose ledger counts the people too."""
    problem = problem_of(households, people, **options)
    count = [len(problem.households), 0], [0, len(problem.people)]
    ledger = {
        "file": ["农户表.xlsx", "党员名册.xlsx"],
        "kind": ["households", "members"],
        "rows": [sum(one) for one in count],
        "households": count[0],
        "members": count[1],
    }
    return dataclasses.replace(problem, ledger=make_table(LEDGER, ledger))


def with_wishes(problem: Problem) -> Problem:
    """Problem whose column ``prefer`` names the wished-for pairs, as intake writes it."""
    wished: dict[int, list[str]] = {}
    for home, person in problem.prefer_pairs.tolist():
        wished.setdefault(home, []).append(problem.people["member_id"][person])
    column = ["、".join(wished.get(row, [])) for row in range(len(problem.households))]
    homes = problem.households.assign(prefer=np.array(column, object))
    return dataclasses.replace(problem, households=homes.astype({"prefer": object}))


def places(
    rng: np.random.Generator, size: int, shares: tuple[float, float, float] = (0.6, 0.35, 0.05)
) -> dict[str, Any]:
    """Townships, villages and groups with their codes; a blank village, the last share, names no group."""
    village = rng.choice(3, size, p=shares)
    group = np.where(village == 2, 2, rng.choice(3, size, p=[0.45, 0.45, 0.1]))
    return {
        "township": ["南佐镇"] * size,
        "township_code": [0] * size,
        "village": [VILLAGES[code] for code in village],
        "village_code": np.where(village == 2, -1, village),
        "group": [GROUPS[code] for code in group],
        "group_code": np.where(group == 2, -1, 2 * village + group),
    }


def _own_homes(
    rng: np.random.Generator, ids: np.ndarray, excluded: np.ndarray, residence: np.ndarray, households: int
) -> tuple[np.ndarray, np.ndarray]:
    """Home of each person, and member whose own home each household is; some people share one."""
    homes, own = np.full(len(ids), "", object), np.full(households, "", object)
    for person in np.flatnonzero((rng.random(len(ids)) < 0.4) & (excluded == "")):
        home = int(rng.integers(households))
        if residence[home] == "resident":
            homes[person] = f"H{home:03d}"
            # The lower id of a couple serves.
            own[home] = own[home] if own[home] else ids[person]
    return homes, own


def _named(rng: np.random.Generator, ids: np.ndarray, size: int, share: float) -> np.ndarray:
    return np.where(rng.random(size) < share, rng.choice(ids, size), "").astype(object)


def _pairs(rng: np.random.Generator, households: int, people: int) -> list[tuple[int, int]]:
    every = [(h, p) for h in range(households) for p in range(people) if rng.random() < 0.06]
    return sorted(every)
