"""Digest of what a plan was chosen from: while it stays the same, so does what was proved."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.rules import Value
    from neighborgrid.solve.solution import Solution

RULE_KEYS: Final = (
    "plan.within",
    "plan.limit_m",
    "plan.detour",
    "places.roads",
    "places.barriers",
    "places.barriers_from_roads",
    "places.matrix",
    "places.snap_m",
    "circles.mode",
    "circles.limit_m",
    "circles.max_households",
    "weights.balance_m",
    "weights.prefer_m",
    "weights.same_group_m",
    "weights.keep_m",
)
CODES: Final = ("township_code", "village_code", "group_code")


def problem_digest(problem: Problem, solution: Solution) -> str:
    """SHA-256 (hex) over households, people, wishes, caps and rules as far as they decide a plan.

    Independent of the order of people and of how places are numbered.
    """
    homes, people = problem.households, problem.people
    ids = people["member_id"].to_numpy()
    by_id = np.argsort(ids.astype(np.str_), kind="stable")
    able = (people["excluded"] == "").to_numpy()
    caps = np.where(able, np.nan_to_num(solution.max_load, nan=-1), -1)
    total = hashlib.sha256("\x1e".join(_plain(problem.rules.values[key]) for key in RULE_KEYS).encode())
    own_home = solution.reachable.need.own_home
    for texts in (
        homes["household_id"].to_numpy(),
        homes["residence"].to_numpy(),
        np.where(homes["priority"].to_numpy() == "", "", "1").astype(object),
        homes["lock"].to_numpy(),
        homes["previous_member_id"].to_numpy(),
        np.append(ids, "")[own_home],
        ids[by_id],
        *_circle_texts(solution, by_id),
    ):
        total.update("\x1f".join(texts.tolist()).encode("utf-8", "surrogatepass") + b"\x1e")
    for numbers in (
        *(homes[name].to_numpy() for name in ("lon", "lat", "load")),
        *(people[name].to_numpy()[by_id] for name in ("lon", "lat", "min_load", "target_load")),
        caps[by_id],
        able[by_id].astype(np.float64),
        *(_numbered(homes[code].to_numpy(), people[code].to_numpy()[by_id]) for code in CODES),
    ):
        # Adding zero makes -0.0 a 0.0; every NaN becomes the same NaN.
        plain = numbers.astype("<f8") + 0.0
        total.update(np.where(np.isnan(plain), np.nan, plain).tobytes())
    for pairs in (problem.prefer_pairs, problem.avoid_pairs):
        named = sorted(f"{home}\x1f{ids[person]}" for home, person in pairs.tolist())
        total.update("\x1e".join(named).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _circle_texts(solution: Solution, by_id: NDArray[np.int64]) -> tuple[NDArray[np.object_], ...]:
    """Who is in which circle, and where its centre is; nothing where there are none."""
    circles = solution.circles
    if circles is None:
        return ()
    centre = [
        f"{one}@{lon!r},{lat!r}"
        for one, lon, lat in zip(circles.circle_id, circles.lon.tolist(), circles.lat.tolist(), strict=True)
    ]
    return (np.append(np.array(centre, object), "")[circles.of_person[by_id]],)


def _plain(value: Value) -> str:
    """Text of a setting; 50 and 50.0 are the same."""
    return repr(float(value)) if isinstance(value, int | float) else str(value)


def _numbered(homes: NDArray[np.int64], people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes numbered by first occurrence, blank (-1) kept."""
    joined = np.concatenate((homes, people))
    return np.where(joined < 0, -1, pd.factorize(joined)[0])
