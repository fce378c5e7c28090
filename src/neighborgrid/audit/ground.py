"""Walking in the audit: on the files of the ground where they are given, else as far as a plan can be told.

A plan without a ground is measured straight times the detour factor, and nothing here changes that. A plan on
a ground whose files are not given is taken at its word where its own cells do not speak against it: the walk
that it states for a household that nobody changed, and reasons that depend on ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit.paths import FAR_M, Paths
from neighborgrid.audit.tables import LIMIT_SLACK_M, STATED_SLACK_M, numbers
from neighborgrid.findings import Place
from neighborgrid.model.ground import KINDS, STRAIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.paths import Ways
    from neighborgrid.audit.tables import Floats, Mask, Rows
    from neighborgrid.findings import Finding

ROUNDED_CELL_M: Final = 0.05
"""Distances in a plan are rounded to a tenth of a metre."""
FLAGS: Final = {
    "places.roads": "--roads",
    "places.barriers": "--barriers",
    "places.matrix": "--matrix",
}
_CLEAR_M: Final = 0.05
"""A way whose honest measures differ by more is measured the way that comes nearest to the plan's."""


@dataclass(frozen=True)
class Walking:
    """How far people walk in a plan.

    With ``untold`` the plan was made on files that are not given.
    """

    facts: Facts

    @cached_property
    def on_files(self) -> bool:
        """Whether ways are measured anew on files."""
        return self.facts.ground is not None

    @cached_property
    def untold(self) -> bool:
        """Whether the plan was measured on files that are not given."""
        return self.facts.ground is None and bool(self.facts.plan.rules.ground)

    @cached_property
    def reach_m(self) -> float:
        """Straight metres beyond which nobody is within the limit on foot."""
        rules = self.facts.plan.rules
        if self.facts.ground is not None:
            return self.facts.ground.straight_reach_m(rules.limit_m, rules.detour)
        longer = {"places.roads", "places.matrix"} & set(rules.ground)
        return rules.limit_m if longer else rules.limit_m / rules.detour

    @cached_property
    def paths(self) -> Paths:
        """Ways on the files."""
        facts = self.facts
        if facts.ground is None:
            raise ValueError("ways are measured on files only")
        return Paths(
            facts.ground,
            facts.homes,
            facts.doors,
            facts.household_id,
            facts.person_id,
            facts.plan.rules.detour,
        )

    def ways(self, household: Rows, person: Rows, straight_m: Floats | None = None) -> Ways:
        """Ways of pairs, as far as the limit."""
        limit_m = self.facts.plan.rules.limit_m
        return self.paths.between(household, person, straight_m=straight_m, limit_m=limit_m)

    def on_foot(self, household: Rows, person: Rows, asked: Mask) -> tuple[Mask, Mask]:
        """Whether pairs within `reach_m` are within the limit on foot: (surely, possibly).

        Only those ``asked`` for are looked at. Where no files tell, everybody is.
        """
        surely, possibly = np.ones(len(household), dtype=bool), np.ones(len(household), dtype=bool)
        if self.on_files:
            rows = np.flatnonzero(asked)
            ways, limit_m = self.ways(household[rows], person[rows]), self.facts.plan.rules.limit_m
            surely[rows], possibly[rows] = ways.surely_within(limit_m), ways.possibly_within(limit_m)
        return surely, possibly

    def may_be(self, household: Rows, person: Rows, stated_m: Floats) -> Mask:
        """Whether the walks of pairs may be as long as is stated, to the slack of stated distances."""
        if not self.on_files:
            return np.full(len(household), self.untold)
        limit_m = float(stated_m.max(initial=0.0)) + 2 * STATED_SLACK_M
        ways = self.paths.between(household, person, limit_m=min(limit_m, FAR_M))
        may_be = (stated_m >= ways.least_m - STATED_SLACK_M) & (stated_m <= ways.most_m + STATED_SLACK_M)
        return np.asarray(may_be)

    @cached_property
    def walkers(self) -> Rows:
        """Households whose member walks to them: all that have one, own homes apart."""
        return np.flatnonzero((self.facts.person >= 0) & ~self.facts.own)

    @cached_property
    def _stated_m(self) -> Floats:
        return numbers(self.facts.plan.households, "distance_m")

    @cached_property
    def _served_ways(self) -> Ways:
        rows = self.walkers
        return self.paths.between(rows, self.facts.person[rows])

    @cached_property
    def metres(self) -> Floats:
        """Metres of each household to its member: inf where there is no way, NaN where nobody knows."""
        metres = np.asarray(self.facts.straight_m * self.facts.plan.rules.detour)
        if self.on_files:
            rows, ways = self.walkers, self._served_ways
            metres[rows] = _as_told(ways, self._stated_m[rows])
        elif self.untold:
            rows = np.flatnonzero(self.believed)
            stated = self._stated_m[rows]
            silent = np.isnan(stated)
            straight = self.facts.column("distance_kind")[rows] == KINDS[STRAIGHT]
            taken = np.where(straight, metres[rows], stated)
            metres[rows] = np.where(silent, np.inf, taken)
        return metres

    @cached_property
    def believed(self) -> Mask:
        """Whether each household's walk is what the plan states: its cells are about its present member."""
        facts = self.facts
        told = np.zeros(len(facts.person), dtype=bool)
        if self.untold:
            rows = self.walkers
            stated = numbers(facts.plan.households, "straight_m")[rows]
            fresh = ~facts.edited[rows] | (np.abs(stated - facts.straight_m[rows]) <= STATED_SLACK_M)
            told[rows] = fresh & np.isfinite(facts.straight_m[rows])
        return told

    @cached_property
    def doubt_m(self) -> Floats:
        """Metres by which `metres` may be off, by household; inf where a way is in doubt altogether."""
        doubt = np.zeros(len(self.facts.person))
        if self.on_files:
            rows, ways = self.walkers, self._served_ways
            with np.errstate(invalid="ignore"):
                off = np.fmax(ways.most_m - self.metres[rows], self.metres[rows] - ways.least_m)
            doubt[rows] = np.where(np.isnan(off), 0.0, off)
        elif self.untold:
            doubt[self.believed] = ROUNDED_CELL_M
        return doubt

    @cached_property
    def no_way(self) -> Mask:
        """Whether each household is served, own homes apart, although there surely is no way on foot."""
        none = self.facts.counted & np.isinf(self.metres)
        if self.on_files:
            least_m = np.zeros(len(none))
            least_m[self.walkers] = self._served_ways.least_m
            none &= np.isinf(least_m)
        return np.asarray(none)

    @cached_property
    def beyond(self) -> Mask:
        """Whether each served household, own homes apart, surely is beyond the limit, though on some way."""
        facts, rules = self.facts, self.facts.plan.rules
        straight = facts.straight_m > self.reach_m + LIMIT_SLACK_M
        if not (self.on_files or self.untold):
            return np.asarray(facts.counted & straight)
        with np.errstate(invalid="ignore"):
            walked = self.metres - self.doubt_m > rules.limit_m + LIMIT_SLACK_M
        # The walk of a household that was changed since is not known; it is no shorter than the straight way.
        known = self.believed if self.untold else np.ones_like(walked)
        return np.asarray(facts.counted & np.isfinite(self.metres) & np.where(known, walked, straight))

    @cached_property
    def too_short(self) -> Mask:
        """Whether each household's walk is stated shorter than the straight way, where no files tell."""
        return np.asarray(self.believed & (self._stated_m < self.facts.straight_m - STATED_SLACK_M))


def _as_told(ways: Ways, stated_m: Floats) -> Floats:
    """Metres of ways; of honest measures that differ the one that comes nearest to what is stated."""
    metres = ways.metres.copy()
    rows = np.flatnonzero(ways.doubt_m > _CLEAR_M)
    for row in rows.tolist():
        measures = np.array([ways.metres[row], ways.least_m[row], ways.most_m[row]])
        if np.isnan(stated_m[row]):
            metres[row] = measures.max()
        else:
            metres[row] = measures[np.argmin(np.abs(measures - stated_m[row]))]
    return metres


def ng260_way_on_foot(facts: Facts) -> Iterator[Finding]:
    """Nobody serves a household to which there is no way on foot, own homes apart."""
    for row in np.flatnonzero(facts.walking.no_way):
        yield facts.finding(
            "NG260",
            "households",
            int(row),
            "member_id",
            id=facts.household_id[row],
            member=facts.member_id[row],
        )


def ng261_no_shorter_than_straight(facts: Facts) -> Iterator[Finding]:
    """Without the files: no walk is stated that is shorter than the straight way."""
    stated = numbers(facts.plan.households, "distance_m")
    for row in np.flatnonzero(facts.walking.too_short):
        yield facts.finding(
            "NG261",
            "households",
            int(row),
            "distance_m",
            id=facts.household_id[row],
            stated=f"{stated[row]:.1f}",
            straight=f"{facts.straight_m[row]:.1f}",
        )


def ng262_walking_checked(facts: Facts) -> Iterator[Finding]:
    """Without the files walking was not measured anew."""
    if not facts.walking.untold:
        return
    files = facts.plan.rules.ground
    flags = [f"{FLAGS[key]} {base_name(file.name)}" for key, file in files.items()]
    yield facts.at(Place(facts.file), "NG262", flags=" ".join(flags))


def base_name(path: str) -> str:
    """Last part of a path of any system."""
    return re.split(r"[\\/]", path)[-1]
