"""What the rules of the audit look at: the plan's tables as arrays, and what follows from them.

Everything is computed from the decision cells (``member_id``), ids, positions, spellings of places and
rules. Cells that the plan derives from these are only ever compared, never used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit import boundary, measure, spelling
from neighborgrid.audit.circle_facts import CircleFacts
from neighborgrid.audit.ground import Walking
from neighborgrid.audit.tables import NOBODY, among, lookup, numbers, texts
from neighborgrid.findings import Finding, Place
from neighborgrid.model import SHEETS
from neighborgrid.words import LANGS, text
from neighborgrid.words import texts as word_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.audit.tables import Floats, Mask, Rows, Texts
    from neighborgrid.model import Ground, Plan, Problem


@dataclass(frozen=True)
class Facts:
    """A plan under audit; ``people`` are the rows of Members, then those of Excluded.

    "Served" means assigned to a row of Members and not vacant; "waiting" means not vacant and without a
    member_id. A row of an unknown or excluded member is neither: it has findings of its own.

    ``existing`` says that this is an allocation taken from plain sheets, not a plan that was computed: it
    gives no figures and no reasons. ``part`` says that it is one workbook of a split plan, whose summary
    and ledger are about the whole. ``ground`` is what people walk on, from the files that the plan names.
    """

    plan: Plan
    problem: Problem | None = None
    file: str = ""
    existing: bool = False
    part: bool = False
    ground: Ground | None = None

    def place(self, table: str, row: int, column: str) -> Place:
        """Cell of a table row (0-based) as the user sees it."""
        letter = column_letter(list(SHEETS[table]).index(column)) if column else ""
        return Place(self.file, text(f"tab.{table}", self.plan.lang), row + 2, letter)

    def whole(self, table: str, column: str = "") -> Place:
        """A whole tab, or a whole column of it."""
        return replace(self.place(table, -1, column), row=0)

    def finding(self, code: str, table: str, row: int, column: str, **values: object) -> Finding:
        """Finding about a cell."""
        return Finding(code, self.place(table, row, column), values)

    def word(self, kind: str, key: object, otherwise: str = "...") -> str:
        """Word of the plan's language for a key of a closed list.

        Cells may have been overwritten with anything, and findings repeat no free text: a text that is no
        key becomes ``otherwise``.
        """
        known = word_pairs().get(f"{kind}.{key}")
        return known[LANGS.index(self.plan.lang)] if known else otherwise

    def shown(self, typed: str) -> str:
        """Id as typed where the plan knows it; anything else may be a name or a phone and becomes "…"."""
        return typed if typed in self._known_ids else "…"

    @cached_property
    def _known_ids(self) -> frozenset[str]:
        return frozenset([*self.person_id.tolist(), *self.household_id.tolist(), *self.circles.ids.tolist()])

    def at(self, place: Place, code: str, **values: object) -> Finding:
        """Finding at a place."""
        return Finding(code, place, values)

    def summary_place(self, row: int) -> Place:
        """Cell of a figure of Summary (0-based)."""
        return Place(self.file, text("tab.summary", self.plan.lang), row + 2, "B")

    def column(self, name: str) -> Texts:
        """Text column of Households."""
        return texts(self.plan.households, name)

    @cached_property
    def circles(self) -> CircleFacts:
        """Service circles of the plan."""
        return CircleFacts(self)

    @cached_property
    def walking(self) -> Walking:
        """How far people walk."""
        return Walking(self)

    @cached_property
    def household_id(self) -> Texts:
        """Ids of the rows of Households."""
        return self.column("household_id")

    @cached_property
    def members(self) -> int:
        """Number of rows of Members."""
        return len(self.plan.members)

    @cached_property
    def person_id(self) -> Texts:
        """Ids of the people."""
        return self.people_column("member_id")

    def people_column(self, name: str) -> Texts:
        """Text column of the people."""
        return np.concatenate([texts(self.plan.members, name), texts(self.plan.excluded, name)])

    def people_numbers(self, name: str) -> Floats:
        """Number column of the people."""
        return np.concatenate([numbers(self.plan.members, name), numbers(self.plan.excluded, name)])

    @cached_property
    def also_excluded(self) -> Mask:
        """Whether each row of Members stands in Excluded too."""
        return among(self.person_id[: self.members], self.person_id[self.members :])

    @cached_property
    def able(self) -> Mask:
        """Whether each person may serve: in Members and not in Excluded."""
        able = np.zeros(len(self.person_id), dtype=bool)
        able[: self.members] = ~self.also_excluded
        return able

    @cached_property
    def member_id(self) -> Texts:
        """Member of each household as it stands."""
        return self.column("member_id")

    @cached_property
    def person(self) -> Rows:
        """Row of each household's member among the people; -1 for none or unknown."""
        return lookup(self.person_id, self.member_id)

    @cached_property
    def edited(self) -> Mask:
        """Whether each household's member was changed since the plan was written."""
        if self.existing and not (self.column("written_member_id") != "").any():
            return np.zeros(len(self.member_id), dtype=bool)
        return np.asarray(self.member_id != self.column("written_member_id"))

    @cached_property
    def vacant(self) -> Mask:
        """Whether each household's house is vacant."""
        return np.asarray(self.column("residence") == "vacant")

    @cached_property
    def served(self) -> Mask:
        """Whether each household has a member of the plan."""
        return np.asarray((self.person >= 0) & (self.person < self.members) & ~self.vacant)

    @cached_property
    def waiting(self) -> Mask:
        """Whether each household waits for a member."""
        return np.asarray((self.member_id == "") & ~self.vacant)

    @cached_property
    def homes(self) -> measure.Points:
        """Positions of the households."""
        return measure.Points(numbers(self.plan.households, "lon"), numbers(self.plan.households, "lat"))

    @cached_property
    def doors(self) -> measure.Points:
        """Positions of the people."""
        return measure.Points(self.people_numbers("lon"), self.people_numbers("lat"))

    @cached_property
    def places(self) -> tuple[boundary.Places, boundary.Places]:
        """Places of the households and of the people."""
        plan = self.plan
        tables = [plan.households, plan.members, plan.excluded]
        homes, members, excluded = boundary.Places.of(tables, part=self.part)
        joint = [
            np.concatenate([getattr(members, part), getattr(excluded, part)])
            for part in ("township", "village", "group")
        ]
        return homes, boundary.Places(*joint)

    def inside(self, household: Rows, person: Rows) -> tuple[Mask, Mask]:
        """Whether pairs lie inside the plan's boundary: (surely, possibly)."""
        homes, people = self.places
        return boundary.inside(self.plan.rules.within, homes.take(household), people.take(person))

    @cached_property
    def straight_m(self) -> Floats:
        """Straight metres of each household to its member; NaN where there is nothing to measure."""
        metres = np.full(len(self.person), np.nan)
        rows = np.flatnonzero(self.person >= 0)
        metres[rows] = measure.straight_m(self.homes.take(rows), self.doors.take(self.person[rows]))
        return metres

    @cached_property
    def distance_m(self) -> Floats:
        """Walking metres of each household to its member; inf where there is no way on foot."""
        return self.walking.metres

    @cached_property
    def home_row(self) -> Rows:
        """Row of Members of the first member whose home each household is by its id; -1 for none."""
        homes = texts(self.plan.members, "home_household_id")
        return lookup(homes, self.household_id)

    @cached_property
    def own(self) -> Mask:
        """Whether each household is served as its member's own home.

        The cell must say so and be believable; after a change by hand the id of the home is enough.
        """
        said = (self.column("own_home") == "yes") & self.served
        own = said & self.named_home
        rows = np.flatnonzero(said & ~own)
        own[rows] = self._looks_like_home(rows)
        return np.asarray(own | (self.edited & self.named_home & self.served & (self.column("lock") == "")))

    @cached_property
    def named_home(self) -> Mask:
        """Whether each household is the one that its member's home_household_id names."""
        homes = np.concatenate(
            [
                texts(self.plan.members, "home_household_id"),
                np.full(len(self.plan.excluded), "", dtype=object),
            ]
        )
        found = np.zeros(len(self.person), dtype=bool)
        rows = np.flatnonzero(self.person >= 0)
        found[rows] = (homes[self.person[rows]] == self.household_id[rows]) & (self.household_id[rows] != "")
        return found

    def _looks_like_home(self, rows: Rows) -> Mask:
        """Whether phone or name, in one village, agree between each household and its member."""
        person = self.person[rows]
        homes, people = self.places
        _, together = boundary.inside("village", homes.take(rows), people.take(person))
        same_name = _agree(spelling.name_key, self.column("head")[rows], self.people_column("name")[person])
        same_phone = _share(self.column("phone")[rows], self.people_column("phone")[person])
        # The member's phone may have been mended since: the one copied beside the household counts too.
        same_phone |= _share(self.column("phone")[rows], self.column("member_phone")[rows])
        return np.asarray(same_phone | (same_name & together))

    @cached_property
    def work(self) -> Floats:
        """Load of each household: away households weigh nothing, a blank cell weighs one."""
        load = numbers(self.plan.households, "load")
        load = np.where(np.isnan(load), 1.0, load)
        return np.where(self.column("residence") == "away", 0.0, load)

    @cached_property
    def counted(self) -> Mask:
        """Whether each household is served other than as an own home."""
        return np.asarray(self.served & ~self.own)

    @cached_property
    def load(self) -> Floats:
        """Load of each row of Members."""
        rows = np.flatnonzero(self.counted)
        return np.bincount(self.person[rows], weights=self.work[rows], minlength=self.members).astype(float)

    @cached_property
    def cap(self) -> Floats:
        """Greatest load of each row of Members; a blank cell takes the plan's automatic cap."""
        members, rules = self.plan.members, self.plan.rules
        cap = numbers(members, "max_load").copy()
        township, village, role = (texts(members, name) for name in ("township", "village", "role"))
        for row in np.flatnonzero(np.isnan(cap)):
            given = rules.load_rule(str(role[row])).max
            most = rules.auto_range[1] if given is None else given
            cap[row] = self.plan.auto_caps.get(f"{township[row]}/{village[row]}".strip("/"), most)
        return cap

    @cached_property
    def avoided(self) -> Rows:
        """Sorted keys (see `pair_key`) of the pairs that Wishes forbids."""
        wishes = self.plan.tables["wishes"]
        household = lookup(self.household_id, texts(wishes, "household_id"))
        person = lookup(self.person_id, texts(wishes, "member_id"))
        known = (household >= 0) & (person >= 0)
        return np.unique(self.pair_key(household[known], person[known]))

    def pair_key(self, household: Rows, person: Rows) -> Rows:
        """One number for each pair."""
        return household * len(self.person_id) + person

    def is_avoided(self, household: Rows, person: Rows) -> Mask:
        """Whether Wishes forbids each pair."""
        return np.isin(self.pair_key(household, person), self.avoided)

    @cached_property
    def set_aside(self) -> Mask:
        """Whether each row of Unserved is a row of a sheet that was set aside, not a household."""
        table = self.plan.unserved
        household = lookup(self.household_id, texts(table, "household_id"))
        return np.asarray(
            (texts(table, "reason") == "row_error") | ((texts(table, "file") != "") & (household < 0))
        )

    @cached_property
    def locked_person(self) -> Rows:
        """Row of the person that each household's lock names; -1 for none or unknown."""
        return lookup(self.person_id, self.column("lock"))

    @cached_property
    def listed(self) -> Rows:
        """Row of Households of each row of Unserved; -1 for rows set aside and unknown ids."""
        rows = lookup(self.household_id, texts(self.plan.unserved, "household_id"))
        return np.where(self.set_aside, NOBODY, rows)

    @cached_property
    def on_list(self) -> Mask:
        """Whether each household is listed on Unserved."""
        # By id, so that a household that stands twice is not missed once more.
        listed = self.household_id[self.listed[self.listed >= 0]]
        return among(self.household_id, listed)


def _agree(key: Callable[[str], str], here: Texts, there: Texts) -> Mask:
    """Whether the keys of texts are equal and not blank, pair by pair."""
    keys = [(key(str(a)), key(str(b))) for a, b in zip(here, there, strict=True)]
    return np.array([a == b != "" for a, b in keys], dtype=bool)


def _share(here: Texts, there: Texts) -> Mask:
    """Whether two phone cells have a number in common, pair by pair."""
    pairs = zip(here, there, strict=True)
    return np.array(
        [bool(spelling.phone_keys(str(a)) & spelling.phone_keys(str(b))) for a, b in pairs], dtype=bool
    )


def column_letter(index: int) -> str:
    """Letters of the 0-based column ``index``: A, B, ..., Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
