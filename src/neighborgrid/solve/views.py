"""Views of a plan: the households that wait, and the figures of each village."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.model import SHEETS, make_table
from neighborgrid.words import text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.linked import Linked


def households_note(problem: Problem, linked: Linked) -> NDArray[np.object_]:
    """Note of each household: the rule that its lock breaks, being outside its circle, or ""."""
    note = np.full(len(problem.households), "", object)
    why = linked.why
    locked = np.flatnonzero(why.lock_rule != "")
    locks = problem.households["lock"].to_numpy()
    for index in locked:
        row = why.rows[index]
        rule = text(f"lock.{why.lock_rule[index]}", problem.lang)
        note[row] = text("note.lock", problem.lang, member=locks[row], rule=rule)
    if linked.circles is not None:
        # Who is served has no note on a lock.
        note[linked.circles.outside] = text("note.outside_circle", problem.lang)
    return note


def unserved_table(problem: Problem, linked: Linked) -> pd.DataFrame:
    """Households that wait, by village, then the rows set aside with their place."""
    homes, why, lang = problem.households, linked.why, problem.lang
    aside = problem.set_aside
    people_ids = np.append(problem.people["member_id"].to_numpy(), "")
    remedies = {
        reason: text(f"remedy.{reason}", lang) for reason in {*why.reason.tolist(), *aside["reason"]} - {""}
    }
    waiting = {
        **{
            name: homes[name].to_numpy()[why.rows]
            for name in ("household_id", "head", "township", "village", "group")
        },
        "reason": why.reason,
        "nearest_member_id": people_ids[why.nearest_person],
        "nearest_m": np.round(why.nearest_m, 1),
        **{name: np.full(len(why.rows), "", object) for name in ("file", "sheet", "row")},
    }
    data = {}
    for name in SHEETS["unserved"]:
        if name in waiting and name in aside:
            data[name] = np.concatenate((waiting[name], aside[name].astype(object).to_numpy()))
        elif name in waiting:
            blank = np.nan if name == "nearest_m" else ""
            data[name] = np.concatenate((waiting[name], np.full(len(aside), blank, waiting[name].dtype)))
    data["row"] = np.array([str(row) for row in data["row"]], object)
    data["remedy"] = np.array([remedies.get(reason, "") for reason in data["reason"]], object)
    return make_table(SHEETS["unserved"], data)


def villages_table(problem: Problem, linked: Linked) -> pd.DataFrame:
    """Figures of each village, in the order of the households; people of other villages count at home.

    ``rows`` are household rows without vacant houses, set-aside rows included; ``households`` are those
    of them that are in the plan; ``mean_load`` is per able member.
    """
    homes, people = problem.households, problem.people
    codes, names = _village_numbers(problem)
    home_code, person_code, aside_code = codes
    size = len(names)
    counted = (homes["residence"] != "vacant").to_numpy()
    served = linked.served
    able = (people["excluded"] == "").to_numpy()
    estimated = served & (homes["distance_kind"] == "estimated").to_numpy()

    def count(where: NDArray[np.bool_], code: NDArray[np.int64] = home_code) -> NDArray[np.int64]:
        return np.bincount(code[where], minlength=size)

    members = count(able, person_code)
    load = np.bincount(person_code[able], weights=linked.load[able], minlength=size)
    mean_load = np.full(size, np.nan)
    np.divide(load, members, out=mean_load, where=members > 0)
    farthest = np.full(size, -1.0)
    measured = np.flatnonzero(served & ~linked.own_home & np.isfinite(linked.walking_m))
    np.maximum.at(farthest, home_code[measured], linked.walking_m[measured])
    return make_table(
        SHEETS["villages"],
        {
            "township": names[:, 0],
            "village": names[:, 1],
            "rows": count(counted) + np.bincount(aside_code, minlength=size),
            "households": count(counted),
            "served": count(served & counted),
            "estimated": count(estimated),
            "unserved": count(counted & ~served),
            "own_homes": count(linked.own_home),
            "able_members": members,
            "circles": _circles_of(linked, names),
            "mean_load": np.round(mean_load, 2),
            "farthest_m": np.round(np.where(farthest >= 0, farthest, np.nan), 1),
        },
    )


def _village_numbers(
    problem: Problem,
) -> tuple[list[NDArray[np.int64]], NDArray[np.object_]]:
    """Village number of each household, person and set-aside row, and (township, village) by number."""
    import pandas as pd

    tables = (problem.households, problem.people, problem.set_aside)
    places = pd.concat([table[["township", "village"]] for table in tables], ignore_index=True)
    joined = places["township"].to_numpy() + "\x1f" + places["village"].to_numpy()
    code, names = pd.factorize(joined)
    bounds = np.cumsum([len(table) for table in tables])[:-1]
    pairs = np.array([name.split("\x1f") for name in names], object).reshape(-1, 2)
    return np.split(np.asarray(code, np.int64), bounds), pairs


def _circles_of(linked: Linked, names: NDArray[np.object_]) -> NDArray[np.int64]:
    """Number of circles of each village by the place that stands in the circle."""
    if linked.circles is None:
        return np.zeros(len(names), np.int64)
    circles = linked.circles.circles
    count = Counter(zip(circles.township, circles.village, strict=True))
    return np.array([count[township, village] for township, village in names.tolist()], np.int64)
