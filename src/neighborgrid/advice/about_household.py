"""Explanation of one household: who serves it, what the others would cost, or why it waits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.advice.about_shortages import shortage_answer
from neighborgrid.advice.answers import Barred, Home, HouseholdAnswer, Other, Price
from neighborgrid.model.ground import KINDS, STRAIGHT
from neighborgrid.solve.costs import CM_PER_M, pair_cost_cm
from neighborgrid.solve.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.advice.answers import State
    from neighborgrid.advice.scene import InRange, Scene
    from neighborgrid.model import Plan

NAN = float("nan")


def household_answer(scene: Scene, row: int) -> HouseholdAnswer:
    """Explanation of the household in a row of the scene's Households."""
    homes = scene.problem.households
    member = int(scene.solution.person[row])
    state = _state(scene, row)
    lock = int(scene.solution.reachable.need.lock[row])
    answer = HouseholdAnswer(
        home=scene.home(row),
        state=state,
        residence=str(homes["residence"].iat[row]),
        important=bool(homes["priority"].iat[row] != ""),
        load=float(scene.weight[row]),
        estimated=bool(homes["distance_kind"].iat[row] == "estimated"),
        member=None if member < 0 else scene.person(member),
        metres=float(scene.linked.walking_m[row]),
        straight=scene.problem.rules.detour == 1 and int(scene.linked.walk_kind[row]) == STRAIGHT,
        straight_m=float(scene.linked.straight_m[row]),
        way=KINDS[int(scene.linked.walk_kind[row])],
        on_ground=scene.problem.ground is not None,
        lock=None if lock < 0 else scene.person(lock),
        limit_m=scene.problem.rules.limit_m,
    )
    if state in {"vacant", "own_home"}:
        return answer
    near = scene.around(row)
    exact = scene.exchange.has(row)
    others = _others(scene, row, near)
    answer = replace(
        answer,
        outside=_outside(scene, row, member),
        drawn=_drawn(scene, row, member, near),
        lawful=member < 0 or bool((near.bar[near.person == member] == "").any()),
        exact=exact or (answer.load == 0 and all(one.price is not None for one in others)),
        optimal=not exact or scene.exchange.is_best,
        unequal=not exact and answer.load > 0 and bool((near.bar == "").any()),
        others=others,
        barred=_barred(scene, near, member),
    )
    return _waiting(scene, row, answer) if state == "waiting" else answer


def _outside(scene: Scene, row: int, member: int) -> bool:
    """Whether a member who reaches the household serves it from outside the circle's radius."""
    circles = scene.solution.circles
    if circles is None or member < 0 or circles.of_person[member] < 0:
        return False
    near = scene.linked.walking_m[row] <= scene.problem.rules.limit_m
    return bool(near and scene.outside(np.array([row]), np.array([member]))[0])


def aside_answer(plan: Plan, row: int) -> HouseholdAnswer:
    """Explanation of a row of Unserved that was set aside."""
    table = plan.unserved
    cells = {name: str(table[name].iat[row]) for name in (*Home.__dataclass_fields__, "file", "sheet", "row")}
    return HouseholdAnswer(
        home=Home(*(cells[name] for name in Home.__dataclass_fields__)),
        state="row_error",
        reason="row_error",
        source=(cells["file"], cells["sheet"], cells["row"]),
    )


def _state(scene: Scene, row: int) -> State:
    if scene.problem.households["residence"].iat[row] == "vacant":
        return "vacant"
    if scene.linked.own_home[row]:
        return "own_home"
    return "served" if scene.solution.person[row] >= 0 else "waiting"


def _waiting(scene: Scene, row: int, answer: HouseholdAnswer) -> HouseholdAnswer:
    why = scene.linked.why
    index = int(np.flatnonzero(why.rows == row)[0])
    nearest = int(why.nearest_person[index])
    short = next((one for one in scene.bottlenecks if row in one.households), None)
    return replace(
        answer,
        reason=str(why.reason[index]),
        lock_rule=str(why.lock_rule[index]),
        nearest=None if nearest < 0 else scene.person(nearest),
        nearest_m=_nearest_m(scene, row, nearest, float(why.nearest_m[index])),
        nearest_straight_m=NAN if nearest < 0 else float(scene.straight_to(row, np.array([nearest]))[0]),
        nearest_inside=nearest >= 0 and bool(scene.inside(row, np.array([nearest]))[0]),
        shortage=None if short is None else shortage_answer(scene, short),
    )


def _nearest_m(scene: Scene, row: int, nearest: int, metres: float) -> float:
    """Walking metres to the nearest of all; a plan states straight ones where there is no way."""
    if nearest < 0 or scene.problem.ground is None:
        return metres
    return float(scene.metres_to(row, np.array([nearest]))[0])


def _others(scene: Scene, row: int, near: InRange) -> tuple[Other, ...]:
    """Everybody else who may serve the household, cheapest first; nearest first where there is no price."""
    metres = dict(zip(near.person.tolist(), near.metres.tolist(), strict=True))
    if scene.exchange.has(row):
        return tuple(
            replace(
                _other(scene, row, one.person, metres.get(one.person, NAN)),
                price=scene.price(one.price, (row, one.person), one.moves),
                moves=scene.moved(one.moves),
                alone=_alone(scene, row, one.person, metres),
            )
            for one in scene.exchange.switches(row)
        )
    now = int(scene.solution.person[row])
    free = [int(one) for one in near.person[near.bar == ""] if one != now]
    found = [_other(scene, row, one, metres[one]) for one in free]
    # Where nobody can walk to who serves it now, nothing can be compared.
    if scene.weight[row] > 0 or np.isinf(scene.linked.walking_m[row]):
        return tuple(found)
    priced = [
        replace(o, price=_weightless_price(scene, row, one, metres))
        for o, one in zip(found, free, strict=True)
    ]
    return tuple(sorted(priced, key=lambda one: (one.price, one.metres)))


def _other(scene: Scene, row: int, person: int, metres: float) -> Other:
    who = scene.person(person)
    weight = float(scene.weight[row])
    outside = bool(scene.outside(np.array([row]), np.array([person]))[0])
    return Other(who, metres, None, (), _has_room(scene, person, weight), outside)


def _has_room(scene: Scene, person: int, weight: float) -> bool:
    """Whether a member, and the member's circle, can take a household more as things stand."""
    if scene.linked.load[person] + weight > scene.solution.max_load[person]:
        return False
    circles = scene.solution.circles
    circle = -1 if circles is None else int(circles.of_person[person])
    if circle < 0:
        return True
    return bool(scene.taken[circle] < scene.problem.rules.circles.max_households)


def _drawn(scene: Scene, row: int, member: int, near: InRange) -> str:
    """Bonus that speaks for the member of a household; of the same group only where that tips it."""
    problem = scene.problem
    rules = problem.rules
    if member < 0:
        return ""
    if rules.prefer_m and (problem.prefer_pairs == (row, member)).all(axis=1).any():
        return "wished"
    if rules.keep_m and problem.households["previous_member_id"].iat[row] == scene.member_id(member):
        return "kept"
    group = int(problem.households["group_code"].to_numpy()[row])
    groups = problem.people["group_code"].to_numpy()
    free = near.person[near.bar == ""]
    # Who is nearest of those who may serve it would do without the bonus.
    tipped = len(free) > 0 and int(free[0]) != member and int(groups[free[0]]) != group
    return "same_group" if rules.same_group_m and tipped and group >= 0 and groups[member] == group else ""


def _alone(scene: Scene, row: int, person: int, near: Mapping[int, float]) -> Price | None:
    """Price of handing one household over, nobody else moving; None beyond a limit or for broken pairs."""
    exchange, now = scene.exchange, int(scene.solution.person[row])
    case = exchange.ready.case
    mine = case.member[case.household == exchange.local_home[row]]
    if not _has_room(scene, person, 1) or (now >= 0 and exchange.local_member[now] not in mine):
        return None
    step = _weightless_price(scene, row, person, near)
    metres, shortfall = step.metres, 0
    for one, more in ((person, 1), (now, -1)):
        if one < 0:
            continue
        local = int(exchange.local_member[one])
        load, target, least = float(scene.linked.load[one]), case.target_load[local], case.min_load[local]
        metres += case.balance_m * float((load + more - target) ** 2 - (load - target) ** 2)
        shortfall += int(max(0, least - load - more) - max(0, least - load))
    important = now < 0 and scene.problem.households["priority"].iat[row] != ""
    return Price(-1 if important else 0, step.households, shortfall, step.outside, round(metres, 2))


def _weightless_price(scene: Scene, row: int, person: int, near: Mapping[int, float]) -> Price:
    """Price of a member for a household that takes nobody's capacity: what the two pairs differ in.

    ``near`` are the walking metres to everybody in range; who serves it now may be beyond.
    """
    now = int(scene.solution.person[row])
    people = np.array([person] if now < 0 else [person, now])
    homes = np.full(len(people), row)
    metres = np.array([near.get(one, NAN) for one in people.tolist()])
    if np.isnan(metres).any():
        metres = scene.metres_to(row, people)
    cost = pair_cost_cm(scene.problem, Pairs(homes, people, metres)) / CM_PER_M
    outside = scene.outside(homes, people).astype(int)
    if now < 0:
        return Price(0, -1, 0, int(outside[0]), float(cost[0]))
    return Price(0, 0, 0, int(outside[0] - outside[1]), round(float(cost[0] - cost[1]), 2))


def _barred(scene: Scene, near: InRange, member: int) -> tuple[Barred, ...]:
    """People in range who may not serve the household, locks to somebody else apart."""
    on_foot = scene.on_foot(near.metres)
    return tuple(
        Barred(
            scene.person(int(near.person[at])),
            float(near.metres[at]),
            str(near.bar[at]),
            float(near.straight_m[at]),
            KINDS[int(near.kind[at])],
            bool(on_foot[at]),
        )
        for at in np.flatnonzero(~np.isin(near.bar, ("", "lock")) & (near.person != member))
    )
