"""Lexicographic brute force for tiny problems: every choice of members, compared tier by tier.

Distances come from pyproj.Geod and all rules are written out again, so nothing is shared with ``solve``.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from neighborgrid.model import Problem

Tiers = tuple[int, int, float, int]
"""Priority households left out, households left out, shortfall, centimetres: smaller is better."""

CODES = {
    "village": ["village_code"],
    "group": ["village_code", "group_code"],
    "township": ["township_code"],
    "anywhere": [],
}


def metres(problem: Problem) -> np.ndarray:
    """Walking metres, shape (households, people)."""
    homes, people = problem.households, problem.people
    shape = len(homes), len(people)
    lon_h, lat_h = (np.repeat(homes[c].to_numpy(), shape[1]) for c in ("lon", "lat"))
    lon_p, lat_p = (np.tile(people[c].to_numpy(), shape[0]) for c in ("lon", "lat"))
    straight_m = np.array(Geod(ellps="WGS84").inv(lon_h, lat_h, lon_p, lat_p)[2]).reshape(shape)
    if problem.ground is not None:
        from groundcases import walking_m

        return walking_m(problem, straight_m)
    return straight_m * problem.rules.detour


def options(problem: Problem) -> list[list[int]]:
    """Admissible people of each household; an own home has its member only, a vacant house nobody."""
    homes, people, rules = problem.households, problem.people, problem.rules
    far = metres(problem)
    ids = list(people["member_id"])
    avoided = {tuple(pair) for pair in problem.avoid_pairs.tolist()}
    found = []
    for h in range(len(homes)):
        row = homes.iloc[h]
        if row["residence"] == "vacant":
            found.append([])
            continue
        own = row["home_member_id"]
        if own and not row["lock"] and people["excluded"][ids.index(own)] == "":
            found.append([ids.index(own)])
            continue
        mine = []
        for p in range(len(people)):
            places = [(homes[code][h], people[code][p]) for code in CODES[rules.within]]
            if (
                people["excluded"][p] == ""
                and far[h, p] <= rules.limit_m + 1e-6
                and all(here == there or here < 0 or there < 0 for here, there in places)
                and (h, p) not in avoided
                and (not row["lock"] or row["lock"] == ids[p])
            ):
                mine.append(p)
        found.append(mine)
    return found


def is_own(problem: Problem, h: int) -> bool:
    """Whether household h is served as an own home."""
    row = problem.households.iloc[h]
    if not row["home_member_id"] or row["lock"] or row["residence"] == "vacant":
        return False
    person = list(problem.people["member_id"]).index(row["home_member_id"])
    return problem.people["excluded"][person] == ""


def value(problem: Problem, choice: tuple[int, ...], far: np.ndarray, cap: np.ndarray) -> Tiers | None:
    """Tiers of one choice (-1: left out), or None where it breaks a cap."""
    homes, people, rules = problem.households, problem.people, problem.rules
    load = np.zeros(len(people))
    cost = 0
    left = important_left = 0
    wished = {tuple(pair) for pair in problem.prefer_pairs.tolist()}
    for h, p in enumerate(choice):
        if homes["residence"][h] == "vacant" or is_own(problem, h):
            continue
        if p < 0:
            left += 1
            important_left += homes["priority"][h] != ""
            continue
        load[p] += homes["load"][h]
        group = homes["group_code"][h]
        bonus = rules.prefer_m * ((h, p) in wished)
        bonus += rules.same_group_m * (group >= 0 and group == people["group_code"][p])
        bonus += rules.keep_m * (homes["previous_member_id"][h] == people["member_id"][p])
        cost += round((far[h, p] - bonus) * 100)
    able = (people["excluded"] == "").to_numpy()
    if (load > cap + 1e-9)[able].any():
        return None
    short = np.maximum(0, people["min_load"].to_numpy() - load)[able].sum()
    squares = ((load - people["target_load"].to_numpy()) ** 2)[able].sum()
    return important_left, left, round(float(short), 6), cost + round(rules.balance_m * 100 * squares)


def best(problem: Problem, cap: np.ndarray) -> Tiers:
    """Best tiers over all choices under caps per person."""
    far = metres(problem)
    choices = [found if is_own(problem, h) else [-1, *found] for h, found in enumerate(options(problem))]
    values = (value(problem, choice, far, cap) for choice in itertools.product(*(c or [-1] for c in choices)))
    return min(v for v in values if v is not None)


def smallest_cap(problem: Problem) -> int:
    """Automatic cap of a one-village problem whose people all have max_load NaN, by trying each."""
    low, high = problem.rules.auto_range
    left = {cap: best(problem, np.full(len(problem.people), cap))[1] for cap in range(low, high + 1)}
    return next(cap for cap in range(low, high + 1) if left[cap] == left[high])
