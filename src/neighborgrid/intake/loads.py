"""Loads: what a household weighs, and the least, best and greatest number of households of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.intake.cells import map_unique, parse_number
from neighborgrid.intake.vocabulary import is_blank_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.findings import Finding
    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules

    Floats = NDArray[np.float64]

_PARTS: Final = ("min_load", "target_load", "max_load")
_MOST: Final = 1000.0


def household_loads(households: Stack, residence: NDArray[np.object_]) -> tuple[Floats, list[Finding]]:
    """Load of each household: its column, else 1; 0 for those who are away and for empty houses."""
    values, found = _numbers(households, "load", whole=False)
    loads = np.where(np.isnan(values), 1.0, values)
    return np.where(residence == "resident", loads, 0.0), found


def member_loads(
    people: Stack, roles: NDArray[np.object_], rules: Rules
) -> tuple[Floats, Floats, Floats, list[Finding]]:
    """(min, target, max) of each person; max NaN where the cap is automatic.

    The person's own columns come first, then the role's rule. Own numbers that contradict are named,
    and the rule's are used. A target outside own bounds is moved to the nearer bound.
    """
    found: list[Finding] = []
    own = {}
    for key in _PARTS:
        own[key], problems = _numbers(people, key, whole=True)
        found += problems
    by_role = {role: rules.load_rule(role) for role in set(roles.tolist())}
    caps = {role: np.nan if one.max is None else float(one.max) for role, one in by_role.items()}
    rule = {
        "min_load": map_unique(roles, lambda role: float(by_role[role].min)),
        "target_load": map_unique(roles, lambda role: float(by_role[role].target)),
        "max_load": map_unique(roles, caps.__getitem__),
    }
    used = {key: np.where(np.isnan(own[key]), rule[key].astype(np.float64), own[key]) for key in _PARTS}
    top = np.where(np.isnan(used["max_load"]), float(rules.auto_range[1]), used["max_load"])
    wrong = np.flatnonzero(
        (used["min_load"] > top) & ~(np.isnan(own["min_load"]) & np.isnan(own["max_load"]))
    )
    for row in wrong.tolist():
        key = "min_load" if "min_load" in people.text and people.text["min_load"][row] else "max_load"
        found += people.findings(
            "NG210", [row], key, {"min": f"{used['min_load'][row]:g}", "max": f"{top[row]:g}"}
        )
        for part in _PARTS:
            used[part][row] = float(rule[part][row])
    has_own_cap = np.isfinite(own["max_load"])
    target = np.where(has_own_cap, np.fmin(used["target_load"], used["max_load"]), used["target_load"])
    return used["min_load"], np.maximum(target, used["min_load"]), used["max_load"], found


def _numbers(stack: Stack, key: str, *, whole: bool) -> tuple[Floats, list[Finding]]:
    """Numbers of a column, NaN for blank ones and, with a finding, for those that cannot be a load."""
    if key not in stack.text:
        return np.full(len(stack), np.nan), []
    texts = stack.text[key]
    numbers = map_unique(texts, parse_number)
    values = np.array([np.nan if number is None else number for number in numbers.tolist()], dtype=np.float64)
    sound = (values >= 0) & (values <= _MOST)
    if whole:
        sound &= values == np.floor(values)
    doubtful = np.flatnonzero((texts != "") & ~sound).tolist()
    found = stack.findings("NG146", [row for row in doubtful if not is_blank_word(texts[row])], key)
    return np.where(sound, values, np.nan), found
