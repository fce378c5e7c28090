"""A plan without ids that tell who somebody is, and without circles and groups named after somebody.

A file that is to name nobody shows "#" and a number in place of such a text: that of the row among those of
its kind in the order of the plan, which whoever holds the plan can look up; rows set aside have "#-".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.intake.names import village_key
from neighborgrid.outputs.telling import ALONE, People, Places, names_in, numbers_told, plain, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from neighborgrid.model import Plan

    Flags = NDArray[np.bool_]

SHORTEST: Final = 2
"""Characters from which on a text about a person is looked for inside that person's own id."""
_PEOPLE: Final = (
    ("households", "head", True),
    ("unserved", "head", False),
    ("members", "name", True),
    ("excluded", "name", True),
)
"""Tables of people: the column of their names, and whether they have phones."""
_COLUMNS: Final = (
    ("households", "household_id", "homes"),
    ("unserved", "household_id", "homes"),
    ("households", "member_id", "members"),
    ("members", "member_id", "members"),
    ("circles", "leader_id", "members"),
    ("households", "circle_id", "circles"),
    ("members", "circle_id", "circles"),
    ("circles", "circle_id", "circles"),
    ("circles", "name", "circles"),
    ("households", "group", "groups"),
    ("unserved", "group", "groups"),
    ("members", "group", "groups"),
)


def impersonal(plan: Plan) -> tuple[Plan, int]:
    """Plan with telling texts replaced in the tables that maps are made from, and how many there were."""
    people = _people(plan)
    search = _Search(plan, people, Places.of(_places(plan)))
    groups = search.groups()
    shown = [one for one in _groups_of(plan) if one not in groups]
    search = replace(search, places=Places.of([*_places(plan), *shown]))
    changes = {
        "homes": search.homes(),
        "members": search.members(),
        "circles": search.circles(),
        "groups": groups,
    }
    tables = dict(plan.tables)
    for table, column, kind in _COLUMNS:
        if changed := changes[kind]:
            values = [changed.get(one, one) for one in tables[table][column].tolist()]
            tables[table] = tables[table].assign(**{column: pd.Series(values, dtype=object)})
    return replace(plan, tables=tables), sum(map(len, changes.values()))


def _people(plan: Plan) -> People:
    names: dict[str, None] = {}
    phones: dict[str, None] = {}
    for table, column, has_phones in _PEOPLE:
        names |= dict.fromkeys(plan.tables[table][column].unique().tolist())
        if has_phones:
            phones |= dict.fromkeys(plan.tables[table]["phone"].unique().tolist())
    return People(plain(list(names)), plain(list(phones)))


def _places(plan: Plan) -> list[str]:
    """Villages and townships."""
    tables = [plan.tables[name] for name in ("households", "members", "circles")]
    written = {one for table in tables for name in ("township", "village") for one in table[name].unique()}
    return plain(sorted(written | {village_key(one) for one in written}))


def _groups_of(plan: Plan) -> list[str]:
    """Groups in the order of the plan."""
    tables = [plan.tables[name]["group"] for name in ("households", "members", "unserved")]
    return [one for one in dict.fromkeys(one for table in tables for one in table.unique()) if one]


@dataclass(frozen=True)
class _Search:
    """What stands in place of the telling texts of each kind."""

    plan: Plan
    people: People
    places: Places

    def homes(self) -> Mapping[str, str]:
        """Ids of households and of rows set aside."""
        homes, table = self.plan.tables["households"], self.plan.tables["unserved"]
        aside = table[~table["household_id"].isin(homes["household_id"])]
        addresses = homes["address"]
        # An address that several share is that of a village or group, and its name may be part of any id.
        own = addresses.mask(addresses.duplicated(keep=False), "").tolist()
        served = dict(zip(*(self.plan.members[name].tolist() for name in ("member_id", "name")), strict=True))
        members = [served.get(one, "") for one in homes["member_id"].tolist()]
        told = self._ids(homes["household_id"].tolist(), homes["head"].tolist(), members)
        held = _within(own, homes["household_id"].tolist())
        # Numbers alone are those of houses, and part of any id.
        held[held] = [_has_letters(own[row]) for row in np.flatnonzero(held).tolist()]
        told |= held
        told |= _own_phones(homes)
        heads = aside["head"].tolist()
        apart = self._ids(aside["household_id"].tolist(), heads, heads)
        found = _numbered(aside["household_id"].tolist(), apart, "#-{}")
        return {**found, **_numbered(homes["household_id"].tolist(), told, "#{}")}

    def members(self) -> Mapping[str, str]:
        """Ids of members."""
        table = self.plan.members
        ids, names = table["member_id"].tolist(), table["name"].tolist()
        return _numbered(ids, self._ids(ids, names, names) | _own_phones(table), "#{}")

    def circles(self) -> Mapping[str, str]:
        """Ids and names of circles."""
        table = self.plan.tables["circles"]
        villages = [{village_key(one)} for one in table["village"].tolist()]
        made: dict[str, str] = {}
        for column in ("circle_id", "name"):
            written = table[column].tolist()
            made |= _numbered(written, self._shared(written, villages), "#{}")
        return made

    def groups(self) -> Mapping[str, str]:
        """Groups named after somebody."""
        written = _groups_of(self.plan)
        villages: dict[str, set[str]] = {one: set() for one in written}
        for name in ("households", "members", "unserved"):
            pairs = self.plan.tables[name][["village", "group"]].drop_duplicates()
            for village, group in pairs.itertuples(index=False):
                villages.get(group, set()).add(village_key(village))
        # A name that groups of several villages share is a word.
        where = [villages[one] if len(villages[one]) == 1 else set() for one in written]
        return _numbered(written, self._shared(written, where), "#{}")

    def _ids(self, ids: Sequence[str], heads: Sequence[str], members: Sequence[str]) -> Flags:
        """Which ids of people tell; ``heads`` and ``members`` are the names that belong to each."""
        values = plain(ids)
        told = numbers_told(values, self.people) | _within(heads, ids)
        found = names_in(values, self.people, self.places)
        if any(found):
            pairs = zip(found, heads, members, strict=True)
            own = [_key(f"{head}|{member}") if names else "" for names, head, member in pairs]
            told |= told_by(found, own)
        return told

    def _shared(self, written: Sequence[str], villages: Sequence[set[str]]) -> Flags:
        """Which names of groups or circles tell: short names of people only in their own ``villages``."""
        values = plain(written)
        told = numbers_told(values, self.people)
        for row, names in enumerate(names_in(values, self.people, self.places)):
            short = {one for one in names if len(one) <= ALONE}
            told[row] |= bool(names - short) or bool(short & self._living(short, villages[row]))
        return told

    def _living(self, names: set[str], villages: Iterable[str]) -> set[str]:
        """Those of ``names`` whose people live in one of the villages."""
        if not names:
            return set()
        found = set()
        wanted = set(villages)
        for table, column, _ in _PEOPLE:
            people = self.plan.tables[table]
            held = people[people[column].map(_key).isin(names)]
            found |= {
                _key(name)
                for name, village in zip(held[column].tolist(), held["village"].tolist(), strict=True)
                if village_key(village) in wanted
            }
        return found


def _key(name: str) -> str:
    """Name as it is looked for: without blanks and points."""
    return "".join(one for one in plain([name])[0].casefold() if one.isalpha() or one == "|")


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _within(told_by_: Sequence[str], ids: Sequence[str]) -> Flags:
    """Whether each id holds the text of its own row."""
    pairs = zip(told_by_, ids, strict=True)
    return np.array([len(one) >= SHORTEST and one in id_ for one, id_ in pairs], bool)


def _own_phones(table: pd.DataFrame) -> Flags:
    """Whether each id holds a phone of its own row, in whatever way it is written."""
    joined = [_digits(table[name].tolist()) for name in ("phone", table.columns[0])]
    return np.array([len(phone) >= 7 and phone in id_ for phone, id_ in zip(*joined, strict=True)], bool)


def _digits(values: Sequence[str]) -> list[str]:
    """Texts without what people write between digits."""
    dropped = dict.fromkeys(map(ord, " -.\u2010\u2011\u2012\u2013\u2014\u2015"))
    joined = "\n".join(plain(values)).translate(dropped)
    return joined.split("\n") if values else []


def _numbered(written: Sequence[str], told: Flags, form: str) -> dict[str, str]:
    """Number of the row in place of each telling text; never one that is an id already."""
    rows = np.flatnonzero(told).tolist()
    taken = {one for one in written if one.startswith("#")} if rows else set()
    while taken & {form.format(row + 1) for row in rows}:
        form = f"#{form}"
    return {written[row]: form.format(row + 1) for row in rows if written[row]}
