"""The circles of an older plan: who is in them, their names, centres and posts, for the new one to keep.

A plan workbook is no sheet of people (``tabs``); only its circles are taken over. Its ids may be made ones
that have moved since, so a person is the same where id and name agree, else by a name that is unique in
the village.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.findings import Finding, Place
from neighborgrid.intake.cells import cell_text, fold, parse_number
from neighborgrid.intake.circle_refs import Circles, people_in
from neighborgrid.intake.names import person_key, village_key
from neighborgrid.model import SHEETS, make_table
from neighborgrid.words import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Sized
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.intake.raw import RawSheet
    from neighborgrid.intake.side import Side

    Texts = NDArray[np.object_]

_HEADER_ROWS: Final = 10
_MEMBERS: Final = ("member_id", "name", "village", "circle_id")
_PEOPLE_TABS: Final = ("members", "excluded")
_POSTS: Final = ("leader_id", "deputy_ids")


@dataclass(frozen=True)
class Kept:
    """Circle of each person, shape (n,), the circles as they stand, and what was found."""

    circle_id: Texts
    circles: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Plan:
    """Circles of one plan workbook; ``people`` lists id, name, village and circle of everybody in it."""

    file: str
    circles: pd.DataFrame
    people: pd.DataFrame


def keep(sheets: Sequence[RawSheet], plans: Sequence[Path], people: Side, circle_id: Texts) -> Kept:
    """Circles of the plan workbooks among ``sheets``, for people whose own sheet names no circle.

    Circles in which nobody of ``people`` is any more are left out. Where two plans hold a circle of one
    id, neither counts (NG178): parts of a plan that was split by village have none in common.
    """
    read = [_read([raw for raw in sheets if raw.path == path], path.name) for path in plans]
    given = [plan for plan in read if len(plan.circles)]
    none = make_table(SHEETS["circles"], {})
    ids = [one for plan in given for one in plan.circles["circle_id"].unique()]
    if len(ids) > len(set(ids)):
        files = ", ".join(plan.file for plan in given)
        return Kept(circle_id, none, (Finding("NG178", Place(given[1].file), {"files": files}),))
    filled, tables, found = circle_id.copy(), [none], []
    for plan in given:
        rows = _rows_of(plan, people)
        count = _fill(filled, plan, rows)
        mine = _with_posts(plan, {one: people.ids[row] for one, row in rows.items()})
        mine = mine[mine["circle_id"].isin(set(filled.tolist()))]
        tables.append(mine)
        values = {"circles": len(mine), "members": count}
        found.append(Finding("NG177", Place(plan.file), values))
    return Kept(filled, pd.concat(tables, ignore_index=True) if given else none, tuple(found))


def _read(tabs: Sequence[RawSheet], file: str) -> _Plan:
    kinds = SHEETS["circles"]
    columns = _columns(tabs, "circles", tuple(kinds))
    data: dict[str, Sized] = {
        key: values if kinds[key] == "text" else _numbers(values, kinds[key])
        for key, values in columns.items()
    }
    circles = make_table(kinds, data)
    parts = [
        pd.DataFrame({key: _columns(tabs, name, _MEMBERS)[key] for key in _MEMBERS}, dtype=object)
        for name in _PEOPLE_TABS
    ]
    named = circles[circles["circle_id"] != ""].drop_duplicates("circle_id")
    return _Plan(file, named, pd.concat(parts, ignore_index=True))


def _columns(tabs: Sequence[RawSheet], name: str, keys: Sequence[str]) -> dict[str, list[str]]:
    """Cells of a tab of the plan by key as text; headers of either language, blank where there is none."""
    words = texts()
    names = {fold(word) for word in words[f"tab.{name}"]}
    raw = next((tab for tab in tabs if fold(tab.sheet) in names), None)
    if raw is None:
        return {key: [] for key in keys}
    known = {
        fold(word): key
        for key in keys
        for label in (f"col.{key}", f"col.{name}.{key}")
        for word in words.get(label, ())
    }
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(min(_HEADER_ROWS, raw.row_count)):
        heads = [fold(str(column[row])) for column in raw.columns]
        found = {known[head]: index for index, head in enumerate(heads) if head in known}
        if len(found) > len(best[1]):
            best = row, found
    first, found = best[0] + 1, best[1]
    blank = [""] * max(raw.row_count - first, 0)
    return {
        key: [cell_text(cell) for cell in raw.columns[found[key]][first:]] if key in found else blank
        for key in keys
    }


def _numbers(values: Sequence[str], kind: str) -> NDArray[np.float64] | NDArray[np.int64]:
    read = (parse_number(value) for value in values)
    numbers = np.array([np.nan if one is None else one for one in read], dtype=np.float64)
    return numbers if kind == "float" else np.nan_to_num(numbers).astype(np.int64)


def _rows_of(plan: _Plan, people: Side) -> dict[str, int]:
    """Row among ``people`` of each id of the older plan; ids of people who are gone are missing."""
    names = [person_key(name) for name in people.records.column("name").tolist()]
    by_id = {one: row for row, one in enumerate(people.ids.tolist())}
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, village in enumerate(people.places.village.tolist()):
        by_name[village_key(village), names[row]].append(row)
    found: dict[str, int] = {}
    columns = (plan.people[key].tolist() for key in ("member_id", "name", "village"))
    for one, name, village in zip(*columns, strict=True):
        key = person_key(name)
        same = by_id.get(one, -1)
        if same >= 0 and names[same] == key:
            found[one] = same
        elif name and len(rows := by_name.get((village_key(village), key), [])) == 1:
            found[one] = rows[0]
    return found


def _fill(circle_id: Texts, plan: _Plan, rows: Mapping[str, int]) -> int:
    """Write the plan's circles where the sheets name none; returns how many people got theirs so."""
    circles = Circles.of(plan.circles)
    columns = (plan.people[key].tolist() for key in ("member_id", "village", "circle_id"))
    count = 0
    for one, village, text in zip(*columns, strict=True):
        meant = circles.find(text, village) if text else []
        if one in rows and len(meant) == 1 and not circle_id[rows[one]]:
            circle_id[rows[one]] = meant[0]
            count += 1
    return count


def _with_posts(plan: _Plan, new: Mapping[str, str]) -> pd.DataFrame:
    """Circles whose posts are held by ids of today; who is gone holds none."""
    known = set(plan.people["member_id"].tolist())
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    columns = (plan.people[key].tolist() for key in ("member_id", "name", "village"))
    for one, name, village in zip(*columns, strict=True):
        by_name[village_key(village), person_key(name)].append(one)
    table = plan.circles
    villages = table["village"].tolist()

    def held(cell: str, village: str) -> str:
        home = village_key(village)
        named = people_in(
            cell, lambda text: [text] if text in known else by_name.get((home, person_key(text)), [])
        )
        # An id that somebody bore then may be another person's today.
        today = (new.get(one, "" if one in known else one) for one in named.texts)
        return "、".join(one for one in today if one)

    posts = {
        key: pd.Series(list(map(held, table[key].tolist(), villages)), dtype=object, index=table.index)
        for key in _POSTS
    }
    return table.assign(**posts)
