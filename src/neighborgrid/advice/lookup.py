"""From what somebody typed to a household, a person or a shortage of a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding
from neighborgrid.intake.names import person_key, village_key
from neighborgrid.planbook.labels import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Plan

Kind = Literal["household", "member", "set_aside", "shortage"]

LISTED: Final = 10
"""Namesakes that are listed."""
NEAR: Final = 5
"""Similar ids that are offered."""
NEAR_IDS: Final = 60
NEAR_NAMES: Final = 50
"""How similar ids and names must be, of 100; two Chinese names with one character in common are 50."""
NEAR_ROWS: Final = 3
ENDINGS: Final = 8
"""Ids of one ending that are listed."""
SHORTAGE: Final = re.compile(r"缺\d+$|shortage\W?\d+$|\bs\d+$")
"""What ids of shortages end in; to compute them anew for any other id would be waste."""


@dataclass(frozen=True)
class Found:
    """What was meant: row of Households, of Members and then Excluded, of Unserved, or a shortage's ``name``.

    ``also`` are ids of people who go by the same id or name as a household that was found.
    """

    kind: Kind
    row: int
    also: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Directory:
    """Ids and names of a plan."""

    plan: Plan
    fresh: Callable[[], Sequence[str]] = tuple
    """Ids of the shortages as they stand; those written in the plan may be of before it was edited."""

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Ids of shortages that the plan states."""
        return tuple(self.plan.tables["shortages"]["shortage_id"])

    @cached_property
    def people(self) -> pd.DataFrame:
        """Members, then the excluded: id, name and place."""
        import pandas as pd

        columns = ["member_id", "name", "village", "group"]
        return pd.concat([self.plan.members[columns], self.plan.excluded[columns]], ignore_index=True)

    @cached_property
    def aside(self) -> pd.DataFrame:
        """Rows of Unserved that were set aside; the index keeps their rows."""
        table = self.plan.unserved
        return table[table["reason"] == "row_error"]

    def find(self, said: str, *, member: bool = False) -> Found:
        """What ``said`` means: a household first, else a person, else a shortage.

        With ``member`` people only. Raises UsageError: NG578 and NG579 nothing has that id or name, NG580
        several households or people have it, NG581 it is a circle, NG584 several ids end like it, NG585 a
        household is no member.
        """
        people = self._rows(self.people, "member_id", "name", said)
        if member:
            return self._member(people, said)
        homes = self._rows(self.plan.households, "household_id", "head", said)
        if homes:
            found = self._one("household", self.plan.households, "household_id", homes, said)
            ids = self.people["member_id"].to_numpy()
            return Found(found.kind, found.row, tuple(str(ids[row]) for row in people[:NEAR_ROWS]))
        aside = self._rows(self.aside, "household_id", "head", said)
        if aside:
            return self._one("set_aside", self.aside, "household_id", aside, said)
        if people:
            return self._one("member", self.people, "member_id", people, said)
        self._refuse_circles(said)
        return self._shortage(said) or self._ending(said) or self._refuse(said)

    def _member(self, people: list[int], said: str) -> Found:
        if people:
            return self._one("member", self.people, "member_id", people, said)
        homes = self._rows(self.plan.households, "household_id", "head", said)
        if homes:
            found = str(self.plan.households["household_id"].iat[homes[0]])
            raise UsageError(Finding("NG585", values={"household_id": found}))
        return self._ending(said, member=True) or self._refuse(said, member=True)

    def _shortage(self, said: str) -> Found | None:
        """Shortage of that id: one that stands, or one that the plan states and that may be no more."""
        wanted = fold(said)
        for known in (self.written, self.shortages if SHORTAGE.search(wanted) else ()):
            for one in known:
                if fold(one) == wanted:
                    return Found("shortage", -1, name=one)
        return None

    @cached_property
    def shortages(self) -> tuple[str, ...]:
        """Ids of the shortages as they stand."""
        return tuple(self.fresh())

    def _ending(self, said: str, *, member: bool = False) -> Found | None:
        """What has the one id that ends in ``said``; None where there is none."""
        wanted = fold(said)
        if not any(one.isdigit() for one in wanted):
            return None
        tables: list[tuple[Kind, pd.DataFrame, str]] = [("member", self.people, "member_id")]
        if not member:
            tables.insert(0, ("household", self.plan.households, "household_id"))
            tables.append(("set_aside", self.aside, "household_id"))
        found = [
            Found(kind, int(table.index[row]), name=str(cells[row]))
            for kind, table, column in tables
            for cells in [table[column].to_numpy()]
            for row in np.flatnonzero([_ends(one, wanted) for one in cells]).tolist()
        ]
        if not member and SHORTAGE.search(wanted):
            found += [Found("shortage", -1, name=one) for one in self.shortages if _ends(one, wanted)]
        if len(found) > 1:
            ids = " ".join(one.name for one in found[:ENDINGS])
            shown = f"{ids} ..." if len(found) > ENDINGS else ids
            raise UsageError(Finding("NG584", values={"count": len(found), "ids": shown}))
        return found[0] if found else None

    def _refuse(self, said: str, *, member: bool = False) -> Found:
        raise UsageError(self._unknown(said, member=member))

    def _rows(self, table: pd.DataFrame, id_column: str, name_column: str, said: str) -> list[int]:
        """Rows by id, else by name: names that are written exactly so before those with a remark."""
        ids = _same(table[id_column], said)
        if len(ids):
            return [int(ids[0])]
        exact = _same(table[name_column], said)
        if len(exact):
            return [int(row) for row in exact]
        key = person_key(said)
        names = table[name_column]
        rows = list(range(len(names)))
        if not key.isascii():
            # Most names hold other characters, and keys are costly.
            rows = np.flatnonzero(names.str.contains(key[:1], regex=False).to_numpy(bool)).tolist()
        return [row for row in rows if person_key(str(names.iat[row])) == key != ""]

    def _one(self, kind: Kind, table: pd.DataFrame, id_column: str, rows: list[int], said: str) -> Found:
        if len(rows) > 1:
            where = _listed(table, id_column, rows[:LISTED])
            shown = f"{where} ..." if len(rows) > LISTED else where
            raise UsageError(Finding("NG580", values={"count": len(rows), "ids": shown}))
        row = int(table.index[rows[0]])
        return Found(kind, row)

    def _refuse_circles(self, said: str) -> None:
        circles = self.plan.tables["circles"]
        for column in ("circle_id", "name"):
            rows = _same(circles[column], said)
            if len(rows):
                raise UsageError(
                    Finding("NG581", values={"circle_id": circles["circle_id"].iat[int(rows[0])]})
                )

    def _unknown(self, said: str, *, member: bool) -> Finding:
        near = _near(said, self.people["member_id"], self.people["name"])
        if not member:
            homes = self.plan.households
            near = [
                *_near(said, homes["household_id"], homes["head"]),
                *near,
                *_near(said, self.written, None),
            ]
        ids = dict.fromkeys(one for _, one in sorted(near, key=lambda one: -one[0]))
        listed = " ".join(list(ids)[:NEAR])
        return Finding("NG578", values={"near": listed}) if listed else Finding("NG579")


def _same(column: pd.Series[str], said: str) -> NDArray[np.int64]:
    """Rows whose text is ``said``, or differs from it in blanks, width and case only."""
    cells = column.to_numpy()
    rows = np.flatnonzero(cells == said.strip())
    if len(rows):
        return rows
    wanted = fold(said)
    if not wanted:
        return rows
    # Only cells that end alike are folded: a county has ninety thousand.
    near = np.flatnonzero(column.str.len().to_numpy() >= len(wanted))
    return np.array([row for row in near.tolist() if _folded(cells[row]) == wanted], np.int64)


def _ends(cell: str, wanted: str) -> bool:
    """Whether an id ends in ``wanted``, which does not begin amid its last number."""
    known = _folded(cell)
    before = known[: -len(wanted)][-1:]
    return known.endswith(wanted) and not (before.isdigit() and wanted[:1].isdigit() and wanted[0] != "0")


def _folded(cell: str) -> str:
    """Folded text; plain ASCII takes the short way."""
    return "".join(cell.split()).casefold() if cell.isascii() else fold(cell)


def _listed(table: pd.DataFrame, id_column: str, rows: Sequence[int]) -> str:
    """Ids with the village and group of each, the village only where there are several."""
    part = table.iloc[list(rows)]
    several = part["village"].map(village_key).nunique() > 1
    shown = []
    for one, village, group in zip(part[id_column], part["village"], part["group"], strict=True):
        where = " ".join(text for text in (village if several else "", group) if text)
        shown.append(f"{one}({where})" if where else str(one))
    return " ".join(shown)


def _near(said: str, ids: Iterable[str], names: Iterable[str] | None) -> list[tuple[float, str]]:
    """Similarity and id of those whose id or name is similar."""
    from rapidfuzz import fuzz, process

    known = list(ids)
    found = process.extract(said, known, scorer=fuzz.ratio, limit=NEAR_ROWS, score_cutoff=NEAR_IDS)
    near = [(score, one) for one, score, _ in found if one]
    if names is not None:
        of_name = process.extract(
            person_key(said), list(names), scorer=fuzz.ratio, limit=NEAR_ROWS, score_cutoff=NEAR_NAMES
        )
        near += [(score, known[row]) for _, score, row in of_name]
    return near
