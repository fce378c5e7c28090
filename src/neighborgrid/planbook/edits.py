"""Hand edits of a plan: who serves a household, by number or by name, whichever somebody changed.

Circles and their posts are edited too; ``circle_edits`` reads those.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.findings import Finding, Place
from neighborgrid.intake.names import person_key, village_key
from neighborgrid.planbook import circle_edits, labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.model import Plan

    Locate = Callable[[str, int], Place]


@dataclass(frozen=True)
class People:
    """Everybody in Members and Excluded: name by id, ids by name, in a village and overall."""

    names: dict[str, str]
    in_village: dict[tuple[str, str], list[str]]
    overall: dict[str, list[str]]

    @classmethod
    def of(cls, plan: Plan) -> People:
        """People of a plan, in the order of its tabs."""
        made = cls({}, defaultdict(list), defaultdict(list))
        for table in (plan.members, plan.excluded):
            columns = (table[column].tolist() for column in ("member_id", "name", "village"))
            for member, name, village in zip(*columns, strict=True):
                made.names.setdefault(member, name)
                made.in_village[village_key(village), person_key(name)].append(member)
                made.overall[person_key(name)].append(member)
        return made

    def with_name(self, name: str, village: str) -> list[str]:
        """Ids of those with this name in the village, or anywhere where the village has none.

        Those whose name is written exactly so come before those who differ in a bracketed remark.
        """
        key = person_key(name)
        ids = self.in_village.get((village_key(village), key), self.overall.get(key, []))
        exact = [member for member in ids if _same(self.names[member], name)]
        return exact if exact else ids

    def near(self, name: str, village: str) -> list[str]:
        """Up to three ids of people of the village with a similar name."""
        home = village_key(village)
        local = {key: ids for (where, key), ids in self.in_village.items() if where == home}
        similar = difflib.get_close_matches(person_key(name), local, n=3, cutoff=0.4)
        return [member for key in similar for member in local[key]][:3]


def apply(plan: Plan, locate: Locate | None = None) -> Plan:
    """Plan in which ``member_id``, circles and posts are what those who edited it meant; all else as read.

    Where only the number or only the name differs from what was written, that one counts; where both
    do and mean different people, the number stays and NG364 says so. Emptying either of them makes the
    household unassigned. A name that nobody has (NG362) or several have (NG363) leaves the household
    unassigned too; a number that nobody has stays as typed, for the audit to name. ``locate`` gives the
    place of a row of a table (see ``read.Places.of``).
    """
    people = People.of(plan)
    place = _tab_place(plan) if locate is None else locate
    plan = circle_edits.apply(plan, people, place)
    households = plan.households
    written = households["written_member_id"]
    expected = written.map(people.names).fillna("")
    shown = households["member_name"]
    renamed = shown.to_numpy() != expected.to_numpy()
    renumbered = households["member_id"].to_numpy() != written.to_numpy()
    rows = np.flatnonzero(renamed | renumbered).tolist()
    plan = _with_locks(plan, people)
    households = plan.households
    if not rows:
        return plan
    findings: list[Finding] = []
    made = households["member_id"].to_numpy(dtype=object).copy()
    for row in rows:
        edit = _Edit(
            number=str(made[row]).strip() if renumbered[row] else None,
            name=_changed_name(str(shown.iat[row]), str(expected.iat[row])),
            village=str(households["village"].iat[row]),
        )
        made[row], code, values = edit.outcome(people, str(written.iat[row]))
        if code:
            values["household_id"] = households["household_id"].iat[row]
            findings.append(Finding(code, place("households", row), values))
    # Said outright: pandas 3 would make its own string type of it.
    column = pd.Series(made, dtype="object", index=households.index)
    tables = {**plan.tables, "households": households.assign(member_id=column)}
    return replace(plan, tables=tables, findings=(*plan.findings, *findings))


def _with_locks(plan: Plan, people: People) -> Plan:
    """Plan whose locks are ids: a name that one person of the village has is as good as the id."""
    households = plan.households
    locks = households["lock"].to_numpy(dtype=object).copy()
    rows = [row for row in np.flatnonzero(locks != "") if locks[row] not in people.names]
    for row in rows:
        ids = people.with_name(str(locks[row]), str(households["village"].iat[int(row)]))
        if len(ids) == 1:
            locks[row] = ids[0]
    if not rows:
        return plan
    return replace(plan, tables={**plan.tables, "households": households.assign(lock=locks)})


def _tab_place(plan: Plan) -> Locate:
    return lambda table, row: Place("", labels.tab(table, plan.lang), row + 2)


def _changed_name(shown: str, expected: str) -> str | None:
    """Name as typed, None where it is still the written one."""
    return None if _same(shown, expected) else shown.strip()


def _same(one: str, other: str) -> bool:
    """Whether two names differ in nothing but blanks and width."""
    return labels.fold(one) == labels.fold(other)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Edit of one household: the new number and the new name, each None where it was left alone."""

    number: str | None
    name: str | None
    village: str

    def outcome(self, people: People, written: str) -> tuple[str, str, dict[str, object]]:
        """Member meant, and the code and values of a finding ("" for none)."""
        if self.name is None and self.number is None:
            return written, "", {}
        if self.name is None:
            return self._by_number(people)
        if not self.name:
            # An emptied name beside a new number contradicts it; a new row's blank name never gets here.
            return ("", "", {}) if not self.number else (self.number, "NG364", self._number(people))
        if self.name in people.names and not self.number:
            return self.name, "", {}
        return self._by_name(people, written)

    def _number(self, people: People) -> dict[str, object]:
        """The number as a finding may show it: a text that is nobody's id may be a name or a phone."""
        return {"number": self.number if self.number in people.names else "…"}

    def _by_number(self, people: People) -> tuple[str, str, dict[str, object]]:
        number = self.number or ""
        if not number or number in people.names:
            return number, "", {}
        # Somebody typed a name where the number stands: the name is as good where it is unique.
        ids = people.with_name(number, self.village)
        return (ids[0] if len(ids) == 1 else number), "", {}

    def _by_name(self, people: People, written: str) -> tuple[str, str, dict[str, object]]:
        if self.number:
            if person_key(people.names.get(self.number, "")) == person_key(str(self.name)):
                return self.number, "", {}
            return self.number, "NG364", self._number(people)
        ids = people.with_name(str(self.name), self.village)
        if len(ids) == 1:
            return ids[0], "", {}
        if ids:
            return "", "NG363", {"count": len(ids), "ids": " ".join(ids[:5])}
        if written and written not in people.names:
            # The member's row was taken out of Members: the name beside the number is no edit.
            return written, "", {}
        near = people.near(str(self.name), self.village)
        return "", "NG362", {"near": " ".join(near) if near else "-"}
