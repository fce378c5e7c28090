"""Planning in one call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.assemble import assemble
from neighborgrid.solve.circles.freed import freed
from neighborgrid.solve.engine import given, solve
from neighborgrid.solve.pairs import demand
from neighborgrid.solve.solution import Progress, silent

if TYPE_CHECKING:
    from neighborgrid.model import Plan, Problem
    from neighborgrid.solve.solution import Solution


def assign(problem: Problem, progress: Progress = silent) -> Plan:
    """Plan that is best in every tier: priority households, households, shortfall, metres.

    Its findings are those of the problem and, last, a note on members who could not stay in the circle
    that the sheets name for them (NG188).
    """
    return solved(problem, progress)[0]


def solved(problem: Problem, progress: Progress = silent) -> tuple[Plan, Solution]:
    """Plan as of `assign`, and the solver's choice with the instance that it was chosen from."""
    solution = solve(problem, progress)
    progress("tables")
    plan = assemble(problem, solution)
    return replace(plan, findings=(*plan.findings, *freed(problem, solution.circles))), solution


def existing(problem: Problem) -> Plan:
    """Plan of the allocation that exists in the sheets (``current_member``)."""
    row_of = {member_id: row for row, member_id in enumerate(problem.people["member_id"])}
    previous = problem.households["previous_member_id"]
    person = np.array([row_of.get(member_id, -1) for member_id in previous], np.int64)
    # An own home is served by its member, whether or not the sheet says so.
    person = np.where((person < 0) & (previous == "").to_numpy(), demand(problem).own_home, person)
    return assemble(problem, given(problem, person))
