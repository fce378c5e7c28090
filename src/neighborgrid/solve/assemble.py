"""From a choice of members to the whole plan: every table and figure that follows from it.

The choice may be the solver's, the one that exists in the sheets, or one that people edited; what is
derived here is derived the same way for all three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.model import SHEETS, Plan, Problem, make_table
from neighborgrid.model.ground import KINDS, STRAIGHT
from neighborgrid.solve.circles.facts import circles_table, team_roles
from neighborgrid.solve.linked import Linked, link
from neighborgrid.solve.prices import NO_PRICES, Prices, optimal_prices, prices_table
from neighborgrid.solve.shortage import Bottleneck, bottlenecks, remedy_text, shortages_table
from neighborgrid.solve.summary import summary
from neighborgrid.solve.views import households_note, unserved_table, villages_table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.solve.solution import Solution


def assemble(problem: Problem, solution: Solution, written: NDArray[np.object_] | None = None) -> Plan:
    """Plan that follows from a problem and a choice of members.

    ``written`` are the ids that the solver once wrote, shape (households,), where people chose since;
    by default the choice is as the solver wrote it.
    """
    linked = link(problem, solution)
    short = bottlenecks(problem, solution, linked.why)
    tables = {
        "households": _households(problem, linked, written),
        "members": _members(problem, linked),
        "circles": circles_table(problem, linked.circles),
        "unserved": unserved_table(problem, linked),
        "shortages": shortages_table(problem, short),
        "excluded": _excluded(problem),
        "villages": villages_table(problem, linked),
        "ledger": problem.ledger,
        "wishes": _wishes(problem),
        "prices": prices_table(problem, _prices(solution), solution.circles),
    }
    _mark_shortages(problem, tables, short)
    return Plan(
        tables=tables,
        rules=problem.rules,
        summary=summary(problem, linked, solution),
        inputs=problem.inputs,
        findings=problem.findings,
        lang=problem.lang,
        auto_caps=_auto_caps(problem, linked),
    )


def _prices(solution: Solution) -> Prices:
    """Prices of a choice that the solver made; none where people chose."""
    if solution.ready is None:
        return NO_PRICES
    return optimal_prices(solution.ready, solution.person)


def _mark_shortages(problem: Problem, tables: dict[str, pd.DataFrame], short: tuple[Bottleneck, ...]) -> None:
    """Write the id of its bottleneck to each household and member of one."""
    if not short:
        return
    ids = np.array([one.shortage_id for one in short], object)
    of_home = np.full(len(problem.households), "", object)
    of_person = np.full(len(problem.people), "", object)
    for rows, marks in (
        ([one.households for one in short], of_home),
        ([one.people for one in short], of_person),
    ):
        marks[np.concatenate(rows)] = np.repeat(ids, [len(part) for part in rows])
    able = (problem.people["excluded"] == "").to_numpy()
    for name, column in (("households", of_home), ("members", of_person[able])):
        tables[name] = tables[name].assign(shortage_id=column)
    said = {one.shortage_id: remedy_text(problem, one, "waiting") for one in short}
    waiting = tables["unserved"]
    at = dict(zip(problem.households["household_id"], of_home, strict=True))
    listed = zip(waiting["household_id"], waiting["reason"], strict=True)
    ids = np.array([at.get(one, "") if why == "members_full" else "" for one, why in listed], object)
    remedy = np.where(ids == "", waiting["remedy"], [said.get(one, "") for one in ids])
    tables["unserved"] = waiting.assign(shortage_id=ids, remedy=remedy.astype(object))


def _households(problem: Problem, linked: Linked, written: NDArray[np.object_] | None) -> pd.DataFrame:
    homes, people = problem.households, problem.people
    data = {name: homes[name] for name in SHEETS["households"] if name in homes}
    reason = np.full(len(homes), "", object)
    reason[linked.why.rows] = linked.why.reason
    member_id = _picked(people["member_id"], linked.person)
    return make_table(
        SHEETS["households"],
        data
        | {
            "member_id": member_id,
            "member_name": _picked(people["name"], linked.person),
            "member_phone": _picked(people["phone"], linked.person),
            "circle_id": _circle_of_home(linked),
            "distance_kind": _distance_kind(homes["distance_kind"].to_numpy(), linked),
            "distance_m": np.round(np.where(np.isinf(linked.walking_m), np.nan, linked.walking_m), 1),
            "straight_m": np.round(linked.straight_m, 1),
            "own_home": np.where(linked.own_home, "yes", "").astype(object),
            "written_member_id": member_id if written is None else written,
            "reason": reason,
            "note": households_note(problem, linked),
        },
    )


def _distance_kind(position: NDArray[np.object_], linked: Linked) -> NDArray[np.object_]:
    """How each distance was found; an estimated position stays one, however its way was measured."""
    found = np.array(KINDS, object)[linked.walk_kind]
    return np.where((position == KINDS[STRAIGHT]) & (linked.person >= 0), found, position).astype(object)


def _circle_columns(
    problem: Problem, linked: Linked, rows: NDArray[np.int64]
) -> dict[str, NDArray[np.object_]]:
    """Circle and post of the people ``rows``."""
    if linked.circles is None:
        return {"circle_id": np.full(len(rows), "", object)}
    circles = linked.circles.circles
    return {
        "circle_id": np.append(circles.circle_id, "")[circles.of_person[rows]],
        "team_role": team_roles(problem, circles)[rows],
    }


def _circle_of_home(linked: Linked) -> NDArray[np.object_]:
    if linked.circles is None:
        return np.full(len(linked.person), "", object)
    return np.append(linked.circles.circles.circle_id, "")[linked.circles.of_home]


def _picked(values: pd.Series[str], rows: NDArray[np.int64]) -> NDArray[np.object_]:
    """Values at ``rows``; "" where the row is -1."""
    return np.append(values.to_numpy(), "")[rows]


def _members(problem: Problem, linked: Linked) -> pd.DataFrame:
    people = problem.people
    rows = np.flatnonzero((people["excluded"] == "").to_numpy())
    carried = np.flatnonzero((linked.person >= 0) & ~linked.own_home & np.isfinite(linked.walking_m))
    person, metres = linked.person[carried], linked.walking_m[carried]
    count = np.bincount(person, minlength=len(people))
    total = np.bincount(person, weights=metres, minlength=len(people))
    farthest = np.full(len(people), -1.0)
    np.maximum.at(farthest, person, metres)
    mean = np.full(len(people), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    data = {name: people[name].to_numpy()[rows] for name in SHEETS["members"] if name in people}
    return make_table(
        SHEETS["members"],
        data
        | _circle_columns(problem, linked, rows)
        | {
            "load": linked.load[rows],
            "max_load": linked.max_load[rows],
            "mean_distance_m": np.round(mean[rows], 1),
            "farthest_m": np.round(np.where(count > 0, farthest, np.nan)[rows], 1),
        },
    )


def _excluded(problem: Problem) -> pd.DataFrame:
    people = problem.people
    rows = np.flatnonzero((people["excluded"] != "").to_numpy())
    data = {name: people[name].to_numpy()[rows] for name in SHEETS["excluded"] if name in people}
    return make_table(SHEETS["excluded"], data | {"reason": people["excluded"].to_numpy()[rows]})


def _wishes(problem: Problem) -> pd.DataFrame:
    home, person = problem.avoid_pairs.reshape(-1, 2).T
    return make_table(
        SHEETS["wishes"],
        {
            "household_id": problem.households["household_id"].to_numpy()[home],
            "member_id": problem.people["member_id"].to_numpy()[person],
        },
    )


def _auto_caps(problem: Problem, linked: Linked) -> dict[str, int]:
    """Automatic cap of each village by ``township/village``."""
    people = problem.people
    auto = np.flatnonzero(people["max_load"].isna().to_numpy() & (people["excluded"] == "").to_numpy())
    _, first = np.unique(people["village_code"].to_numpy()[auto], return_index=True)
    rows = auto[first]
    names = people["township"].to_numpy()[rows] + "/" + people["village"].to_numpy()[rows]
    return {str(name).strip("/"): int(linked.max_load[row]) for name, row in zip(names, rows, strict=True)}
