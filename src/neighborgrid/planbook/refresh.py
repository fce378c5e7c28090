"""Derived cells of a plan, computed anew from the cells that people may edit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.intake.names import group_key, township_key, village_key
from neighborgrid.model import PROBLEM_HOUSEHOLDS, PROBLEM_PEOPLE, SET_ASIDE, Problem, make_table
from neighborgrid.model.ground import KINDS, STRAIGHT
from neighborgrid.planbook.stated import as_stated, stated_ground
from neighborgrid.rules.settings import ROLES
from neighborgrid.solve.assemble import assemble
from neighborgrid.solve.engine import given

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from neighborgrid.model import Ground, Plan
    from neighborgrid.solve.solution import Solution

JOINT: Final = "、"
"""Stands between the ids of wished-for members in one cell."""

PROOF_KEYS: Final = (
    *("status", "served_bound", "bound_m", "gap_pct"),
    *("circles_bound", "circles_price_households", "circles_price_m"),
)
"""Figures that stay true while no household changed hands and nothing that decides was edited."""


def refresh(plan: Plan, ground: Ground | None = None) -> Plan:
    """Plan with every derived cell recomputed; the choice of members, places and rules are the plan's.

    ``plan`` has its hand edits applied already (see ``edits``); ``ground`` is what it is measured on. Where
    it was measured on one that is not at hand, what it states of ways is kept (see ``stated``).
    """
    if ground is None and plan.rules.ground:
        return as_stated(plan, _refreshed(plan, stated_ground(plan)))
    return _refreshed(plan, ground)


def _refreshed(plan: Plan, ground: Ground | None) -> Plan:
    problem, solution = standing(plan, ground)
    chosen = plan.households["member_id"].to_numpy()
    written = plan.households["written_member_id"].to_numpy()
    made = assemble(problem, solution, written)
    summary = dict(made.summary)
    same = summary["problem_digest"] == plan.summary.get("problem_digest")
    if same and (chosen == written).all():
        kept = {key: plan.summary[key] for key in PROOF_KEYS if key in plan.summary}
        summary |= kept
        # The figures keep the order in which they were first shown.
        summary = {key: summary.pop(key) for key in plan.summary if key in summary} | summary
    # Prices are those of the problem, whoever serves whom now.
    tables = {**made.tables, "prices": plan.tables["prices"]} if same else made.tables
    return replace(
        made,
        tables=tables,
        summary=summary,
        auto_caps=plan.auto_caps,
        inputs=plan.inputs,
        findings=plan.findings,
    )


def standing(plan: Plan, ground: Ground | None = None) -> tuple[Problem, Solution]:
    """Problem that a plan answers, and the choice of members that stands in it."""
    problem = problem_of(plan, ground)
    row_of = {member_id: row for row, member_id in enumerate(problem.people["member_id"])}
    chosen = plan.households["member_id"].to_numpy()
    person = np.array([row_of.get(member_id, -1) for member_id in chosen], np.int64)
    return problem, given(problem, person)


def problem_of(plan: Plan, ground: Ground | None = None) -> Problem:
    """Problem that a plan answers: its households, people, wishes and rules as they stand in it.

    ``ground`` is what it is measured on; the workbook names its files and does not hold them.
    """
    people = _people(plan)
    homes = _households(plan, people)
    ids = {"household": _row_of(homes["household_id"]), "member": _row_of(people["member_id"])}
    wishes = plan.tables["wishes"]
    avoid = list(zip(wishes["household_id"], wishes["member_id"], strict=True))
    wishing = homes[homes["prefer"] != ""]
    prefer = [
        (home, wished)
        for home, listed in zip(wishing["household_id"], wishing["prefer"], strict=True)
        for wished in listed.split(JOINT)
    ]
    aside = plan.unserved[plan.unserved["reason"] == "row_error"]
    return Problem(
        households=homes,
        people=people,
        prefer_pairs=_pairs(prefer, ids),
        avoid_pairs=_pairs(avoid, ids),
        set_aside=make_table(
            SET_ASIDE,
            {name: aside[name].to_numpy() for name in SET_ASIDE if name != "row"}
            | {"row": pd.to_numeric(aside["row"], errors="coerce").fillna(0).astype(np.int64).to_numpy()},
        ),
        ledger=plan.tables["ledger"],
        rules=plan.rules,
        circles=plan.tables["circles"],
        ground=ground,
        inputs=plan.inputs,
        lang=plan.lang,
    )


def _people(plan: Plan) -> pd.DataFrame:
    """Members, then the excluded, with the codes of their places."""
    members = plan.members.assign(excluded="")
    excluded = plan.excluded.rename(columns={"reason": "excluded"})
    data = {}
    for name in PROBLEM_PEOPLE:
        parts = [table[name].to_numpy() for table in (members, excluded) if name in table]
        if len(parts) == 2:
            data[name] = np.concatenate(parts)
        elif parts:
            blank = np.full(len(excluded), "", object)
            data[name] = np.concatenate((parts[0], blank))
    # A role that somebody typed and nobody understands stays in its cell; here it is that of a member.
    data["role"] = np.where(np.isin(data["role"].astype(str), ROLES), data["role"], "member").astype(object)
    return make_table(PROBLEM_PEOPLE, data | _codes(plan, data, "people"))


def _households(plan: Plan, people: pd.DataFrame) -> pd.DataFrame:
    table = plan.households
    data = {name: table[name].to_numpy() for name in PROBLEM_HOUSEHOLDS if name in table}
    data["home_member_id"] = _home_members(plan, people)
    # How the way to the member was measured says nothing about the position.
    kind = data["distance_kind"].astype(object)
    data["distance_kind"] = np.where(np.isin(kind, KINDS), KINDS[STRAIGHT], kind).astype(object)
    return make_table(PROBLEM_HOUSEHOLDS, data | _codes(plan, data, "households"))


def _home_members(plan: Plan, people: pd.DataFrame) -> NDArray[np.object_]:
    """Member whose own home each household is, by the members' own column.

    Of a couple the one who serves it now, else the one who stands first among the members: they stand
    in canonical order, as when the plan was made.
    """
    able = people[(people["excluded"] == "") & (people["home_household_id"] != "")]
    pairs = list(zip(able["home_household_id"], able["member_id"], strict=True))
    serves = dict(reversed(pairs))
    living = set(pairs)
    homes = plan.households
    return np.array(
        [
            member if (home, member) in living else serves.get(home, "")
            for home, member in zip(homes["household_id"], homes["member_id"], strict=True)
        ],
        object,
    )


def _codes(plan: Plan, data: Mapping[str, NDArray[np.object_]], side: str) -> dict[str, NDArray[np.int64]]:
    """Place codes of one side, numbered over both sides so that equal places have equal codes."""
    tables = (plan.households, plan.members, plan.excluded)
    shared = {}
    for kind in ("township", "village", "group"):
        code, _ = pd.factorize(np.concatenate([_keys(table, kind) for table in tables]))
        blank = np.concatenate([table[kind].to_numpy() == "" for table in tables])
        if kind == "group":
            # A group of no village is as good as none: many villages have a first group.
            blank |= np.concatenate([table["village"].to_numpy() == "" for table in tables])
        code = np.where(blank, -1, code).astype(np.int64)
        cut = len(plan.households)
        shared[f"{kind}_code"] = code[:cut] if side == "households" else code[cut:]
    return shared


LEVELS: Final[dict[str, Callable[[str], str]]] = {
    "township": township_key,
    "village": village_key,
    "group": group_key,
}


def _keys(table: pd.DataFrame, kind: str) -> NDArray[np.object_]:
    """Joined key of a place and of those that it lies in."""
    joined = np.full(len(table), "", object)
    for level, key in LEVELS.items():
        joined = joined + "\x1f" + table[level].map(key).to_numpy(object)
        if level == kind:
            break
    return joined


def _row_of(ids: pd.Series[str]) -> dict[str, int]:
    return {one: row for row, one in enumerate(ids)}


def _pairs(pairs: list[tuple[str, str]], ids: Mapping[str, Mapping[str, int]]) -> NDArray[np.int64]:
    found = [
        (ids["household"][home], ids["member"][member])
        for home, member in pairs
        if home in ids["household"] and member in ids["member"]
    ]
    return np.array(found, np.int64).reshape(-1, 2)
