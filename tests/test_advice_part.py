"""The part of a plan that is looked at gives the same answers as the whole."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from generated import random_village
from neighborgrid.advice.part import part_of
from neighborgrid.planbook.refresh import standing
from neighborgrid.solve.linked import link
from neighborgrid.solve.plan import assign
from neighborgrid.solve.shortage import bottlenecks
from neighborgrid.solve.switching import Exchange
from test_circles_properties import with_roles

NAMES = np.array(["西同下村", "东同下村", "南同下村"], object)


def three_villages(seed: int, mode: str):
    """Random problem of three villages side by side, none of them blank."""
    problem = with_roles(random_village(seed, households=90, people=24, plan__within="village",
                                        circles__mode=mode, circles__team_min=2), seed)  # fmt: skip
    tables = {}
    for name in ("households", "people"):
        table = getattr(problem, name)
        code = np.where(table["village_code"] < 0, 2, table["village_code"]).astype(np.int64)
        tables[name] = table.assign(village=NAMES[code], village_code=code)
    return dataclasses.replace(problem, **tables)


def answers(plan, household: str):
    """Everything that an explanation of a household says, by ids."""
    problem, solution = standing(plan)
    ids = np.append(problem.people["member_id"].to_numpy(), "")
    row = list(problem.households["household_id"]).index(household)
    exchange = Exchange(problem, solution)
    switches = {(ids[one.person], one.price) for one in (exchange.switches(row) if exchange.has(row) else ())}
    linked = link(problem, solution)
    why = [
        (linked.why.reason[at], ids[linked.why.nearest_person[at]], str(linked.why.nearest_m[at]))
        for at in np.flatnonzero(linked.why.rows == row)
    ]
    short = [
        (len(one.households), len(one.people), one.capacity, one.short)
        for one in bottlenecks(problem, solution, linked.why)
        if row in one.households
    ]
    return switches, why, short, ids[solution.person[row]]


@pytest.mark.parametrize("mode", ["off", "soft", "strict"])
@pytest.mark.parametrize("seed", range(6))
def test_a_part_answers_like_the_whole(seed: int, mode: str) -> None:
    plan = assign(three_villages(seed, mode))
    rng = np.random.default_rng(seed)
    for row in rng.choice(len(plan.households), 6, replace=False).tolist():
        part = part_of(plan, household=row)
        household = plan.households["household_id"][row]
        assert answers(part, household) == answers(plan, household), (seed, row)


def test_far_villages_are_left_out() -> None:
    """Three villages whose members are nowhere near each other's households."""
    problem = three_villages(1, "off")
    shift = problem.households["village_code"].to_numpy() * 0.2
    people = problem.people.assign(
        lon=problem.people["lon"] + problem.people["village_code"].to_numpy() * 0.2
    )
    homes = problem.households.assign(lon=problem.households["lon"] + shift, lock="", home_member_id="")
    people = people.assign(home_household_id="")
    text = {name: object for name in ("lock", "home_member_id")}
    plan = assign(
        dataclasses.replace(
            problem, households=homes.astype(text), people=people.astype({"home_household_id": object})
        )
    )
    part = part_of(plan, household=0)
    assert set(part.households["village"]) == {plan.households["village"][0]}
    assert len(part.members) == len(plan.members)
    person = plan.members.index[plan.members["village"] == "南同下村"][0]
    assert set(part_of(plan, person=int(person)).households["village"]) == {"南同下村"}
