"""Numbers of circles that the rules ask for: so many a village, or one for about so many households."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.errors import NobodyServedError
from neighborgrid.findings import Finding
from neighborgrid.solve.circles.search import number_bound

if TYPE_CHECKING:
    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.search import Found
    from neighborgrid.solve.circles.units import Rows, Unit


def wanted(problem: Problem, units: list[Unit], able: Rows) -> Rows | None:
    """Number of circles of each unit, shape (units,); None where as few as will do are wanted.

    A number for a village is shared among its units: each gets what its members and households need at
    the least, and what is left goes where a circle has most households.
    """
    rule = problem.rules.circles
    if rule.households is not None:
        asked = [max(1, round((unit.homes + unit.own_homes) / rule.households)) for unit in units]
        return np.array([min(count, unit.size) for count, unit in zip(asked, units, strict=True)], np.int64)
    if rule.per_village is None:
        return None
    village = village_of(problem, units, able)
    counts = np.array([number_bound(unit) for unit in units], np.int64)
    homes = np.array([max(1, unit.homes) for unit in units], np.int64)
    size = np.array([unit.size for unit in units], np.int64)
    for one in np.unique(village):
        mine = np.flatnonzero(village == one)
        for _ in range(rule.per_village - int(counts[mine].sum())):
            room = mine[counts[mine] < size[mine]]
            if not len(room):
                break
            counts[room[(homes[room] / counts[room]).argmax()]] += 1
    return counts


def village_of(problem: Problem, units: list[Unit], able: Rows) -> Rows:
    """Village code of each unit; with circles of so many a village it is the same for all its members."""
    code = problem.people["village_code"].to_numpy()[able]
    return np.array([code[unit.members].max(initial=-1) for unit in units], np.int64)


def check(problem: Problem, units: list[Unit], able: Rows, found: list[Found]) -> None:
    """Raise NobodyServedError where a village cannot have as many circles as the rules say.

    Too few: the members stand too far apart, or there are too many members or households for so many
    circles. Too many: there are fewer members than circles.
    """
    number = problem.rules.circles.per_village
    if number is None:
        return
    village = village_of(problem, units, able)
    made = np.array([len(one.arrangement.sites) for one in found], np.int64)
    findings = []
    for one in np.unique(village):
        mine = np.flatnonzero(village == one)
        if made[mine].sum() != number:
            people = np.concatenate([able[units[unit].members] for unit in mine])
            values = {
                "village": str(problem.people["village"].to_numpy()[people[0]]),
                "number": number,
                "members": len(people),
                "parts": len(mine),
            }
            if made[mine].sum() < number:
                findings.append(Finding("NG234", values=values))
                continue
            homes = sum(units[unit].homes for unit in mine)
            rule = problem.rules.circles
            full = len(people) > number * rule.team_max or homes > number * rule.max_households
            code = "NG235" if full else "NG233"
            findings.append(Finding(code, values=values | {"least": int(made[mine].sum())}))
    if findings:
        raise NobodyServedError(*findings)
