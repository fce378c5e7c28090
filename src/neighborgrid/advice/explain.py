"""Why a plan is as it is: one household, one member, one shortage, or all shortages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.advice.about_household import aside_answer, household_answer
from neighborgrid.advice.about_member import member_answer
from neighborgrid.advice.about_shortages import overview, shortage_answer
from neighborgrid.advice.answers import HouseholdAnswer, MemberAnswer
from neighborgrid.advice.lookup import Directory
from neighborgrid.advice.part import part_of
from neighborgrid.advice.scene import Scene
from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.advice.answers import Answer
    from neighborgrid.advice.lookup import Found
    from neighborgrid.model import Ground, Plan

KEYS: Final = {"households": "household_id", "members": "member_id", "excluded": "member_id"}
"""Tables of which a row may be explained, and what names it."""


@dataclass(frozen=True)
class Explained:
    """Answer, the breaches of rules that concern it, and ids of others who go by what was typed.

    Findings have their place in the tables of the whole plan.
    """

    answer: Answer
    breaches: tuple[Finding, ...] = ()
    also: tuple[str, ...] = ()


def explain(plan: Plan, said: str = "", *, member: bool = False, ground: Ground | None = None) -> Explained:
    """Explain what ``said`` names, by id or name, or all shortages where it is blank.

    ``plan`` has its hand edits applied. Households come before members; ``member`` asks for members only.
    ``ground`` is what the plan is measured on; without it walking is straight metres times the detour
    factor, also for a plan whose rules name files of a ground. Raises UsageError (NG578 to NG585) where
    ``said`` names nothing, or several.
    """
    if not said:
        return Explained(overview(Scene(plan, ground)))
    whole: list[Scene] = []

    def anew() -> list[str]:
        whole.append(Scene(plan, ground))
        return [one.shortage_id for one in whole[0].bottlenecks]

    found = Directory(plan, anew).find(said, member=member)
    if found.kind == "set_aside":
        return Explained(aside_answer(plan, found.row))
    if found.kind == "shortage":
        # The whole plan, since edits may have moved its edges anywhere.
        return Explained(_shortage(whole[0] if whole else Scene(plan, ground), found.name))
    return (_household if found.kind == "household" else _member)(plan, found, ground)


def ids_of(answer: Answer) -> frozenset[str]:
    """Ids of the household and the people that an answer is about."""
    match answer:
        case HouseholdAnswer():
            member = () if answer.member is None else (answer.member.member_id,)
            return frozenset((answer.home.household_id, *member))
        case MemberAnswer():
            return frozenset((answer.person.member_id, *(one.home.household_id for one in answer.homes)))
        case _:
            return frozenset()


def _household(plan: Plan, found: Found, ground: Ground | None) -> Explained:
    part = part_of(plan, household=found.row, ground=ground)
    ids = part.households["household_id"].to_numpy()
    row = int(np.flatnonzero(ids == plan.households["household_id"].iat[found.row])[0])
    scene = Scene(part, ground)
    answer = household_answer(scene, row)
    served = () if answer.member is None else (answer.member.member_id,)
    typed = str(part.households["member_id"].iat[row])
    # Somebody whom nobody knows is named by the audit alone.
    named = served if served or not typed else (typed,)
    breaches = _breaches(plan, part, (answer.home.household_id,), named, ground)
    return Explained(answer, breaches, found.also)


def _member(plan: Plan, found: Found, ground: Ground | None) -> Explained:
    part = part_of(plan, person=found.row, ground=ground)
    answer = member_answer(Scene(part, ground), found.row)
    return Explained(answer, _breaches(plan, part, (), (answer.person.member_id,), ground))


def _shortage(scene: Scene, name: str) -> Answer:
    for one in scene.bottlenecks:
        if one.shortage_id == name:
            return shortage_answer(scene, one)
    raise UsageError(Finding("NG582", values={"shortage_id": name}))


def _breaches(
    plan: Plan,
    part: Plan,
    households: tuple[str, ...],
    members: tuple[str, ...],
    ground: Ground | None,
) -> tuple[Finding, ...]:
    """Findings of the audit, notes apart, about these households and members."""
    from neighborgrid.audit.check import audit

    part = _without_strangers(plan, part)
    ids = {*households, *members}
    cells = {table: part.tables[table][KEYS[table]].tolist() for table in KEYS}
    tabs = {text(f"tab.{table}", part.lang): table for table in KEYS}
    kept = []
    for finding in audit(part, part=True, ground=ground).findings:
        if finding.severity == Severity.NOTE:
            continue
        table, row = tabs.get(finding.place.sheet, ""), finding.place.row - 2
        one = cells[table][row] if table and 0 <= row < len(cells[table]) else ""
        # What is wrong with another household is no business of this one, whoever it names.
        other = bool(households) and table == "households"
        if one in ids or (not other and not ids.isdisjoint(map(str, finding.values.values()))):
            kept.append(replace(finding, place=_place(plan, table, one, finding.place.column)))
    return tuple(kept)


def _without_strangers(plan: Plan, part: Plan) -> Plan:
    """Part without the members who stand in it as mere positions: they seem to be in no circle."""
    cut = plan.members["circle_id"].to_numpy() != part.members["circle_id"].to_numpy()
    if not cut.any():
        return part
    members = part.members[~cut].reset_index(drop=True)
    return replace(part, tables={**part.tables, "members": members})


def _place(plan: Plan, table: str, one: str, column: str) -> Place:
    """Place of a row in the whole plan; nowhere where the row is not one of those explained."""
    if not one:
        return Place()
    rows = np.flatnonzero(plan.tables[table][KEYS[table]].to_numpy() == one)
    return Place("", text(f"tab.{table}", plan.lang), int(rows[0]) + 2, column)
