"""Who may serve whom, and at what cost: the pairs of a plan, found anew from its positions and rules.

A pair is taken as admissible where it surely is: one so near to a limit that honest formulas disagree, and
one that depends on how a blank township is read, may be used but proves nothing. A cost is two whole numbers
of centimetres, which differ (by one) only where rounding depends on the last digits of a distance, and by
the penalty of `OUTSIDE_CM` where a household stands exactly on the limit of a circle.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.audit import boundary, measure
from neighborgrid.audit.chord import Ends, doubt_m
from neighborgrid.audit.paths import possibly_within, surely_within
from neighborgrid.audit.tables import NOBODY, lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Floats, Mask, Rows

OUTSIDE_CM: Final = 1_000_000
"""What a household outside the limit of a soft circle counts more: ten kilometres."""
_ROUNDED_M: Final = 0.0005
"""The limit holds for distances rounded to the millimetre."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs sorted by household: row of Households, row of Members, straight metres.

    ``least_m`` and ``most_m`` are walking metres by honest measures on a ground; None without one.
    """

    household: Rows
    member: Rows
    straight_m: Floats
    least_m: Floats | None = None
    most_m: Floats | None = None

    def take(self, keep: Mask) -> Pairs:
        """Pairs where ``keep`` holds."""
        rows = np.flatnonzero(keep)
        least_m, most_m = (None if part is None else part[rows] for part in (self.least_m, self.most_m))
        return Pairs(self.household[rows], self.member[rows], self.straight_m[rows], least_m, most_m)

    @classmethod
    def joined(cls, parts: Sequence[Pairs]) -> Pairs:
        """Pairs of several parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(*(_joined([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def _joined(parts: list[Any]) -> Any:
    return None if parts[0] is None else np.concatenate(parts)


@dataclass(frozen=True)
class Admissible:
    """Pairs of a plan and their costs."""

    facts: Facts

    @cached_property
    def may_be_own(self) -> Mask:
        """Whether each household is some able member's own home, who serves it apart from all loads."""
        facts = self.facts
        home = facts.home_row
        by_id = (home != NOBODY) & np.append(facts.able, False)[home]
        said = facts.own | ((facts.column("own_home") == "yes") & facts.edited)
        return np.asarray((by_id | said) & (facts.column("lock") == "") & ~facts.vacant)

    def own_of(self, person: Rows) -> Mask:
        """Whether ``person`` (row per household, -1 none) serves each household as the own home."""
        facts = self.facts
        lives = np.zeros(len(person), dtype=bool)
        rows = np.flatnonzero((person >= 0) & (person < facts.members) & self.may_be_own)
        homes = facts.plan.members["home_household_id"].to_numpy(dtype=object)
        lives[rows] = homes[person[rows]] == facts.household_id[rows]
        believed = (person == facts.person) & facts.own
        written = (facts.column("own_home") == "yes") & (person == self.written) & facts.edited
        return np.asarray((lives | believed | written) & self.may_be_own)

    @cached_property
    def written(self) -> Rows:
        """Person of each household as the plan was written; -1 for none or unknown."""
        return lookup(self.facts.person_id, self.facts.column("written_member_id"))

    @cached_property
    def ways(self) -> Ends:
        """Ways from households to people."""
        return Ends(self.facts.homes, self.facts.doors)

    @cached_property
    def _to_centres(self) -> Ends:
        return Ends(self.facts.homes, self.facts.circles.centres)

    @cached_property
    def radius_m(self) -> float:
        """Straight metres up to which a pair may be within the limit."""
        return self.facts.walking.reach_m + _ROUNDED_M

    def pairs_of(self, rows: Rows, *, sure_ways: bool = True) -> Pairs:
        """Pairs of the households ``rows`` (ascending) that are surely admissible; strict circles bind.

        Without ``sure_ways`` they may be on ways of which only some honest measure is within the limit.
        """
        facts, ends = self.facts, Ends(self.facts.homes.take(rows), self.facts.doors)

        def between(here: Rows, there: Rows) -> Floats:
            return ends.beside_limit_m(here, there, self.radius_m)

        found = [self._walked(Pairs(rows[:0], rows[:0], np.zeros(0)))]
        for near in measure.neighbours(ends.here, ends.there, self.radius_m, between):
            within = near.straight_m < self.radius_m - doubt_m(near.straight_m)
            within &= facts.able[near.there]
            pairs = Pairs(rows[near.here], near.there, near.straight_m).take(within)
            pairs = self._walked(pairs.take(self._allowed(pairs, surely=True)))
            if pairs.least_m is not None and pairs.most_m is not None:
                limit_m = facts.plan.rules.limit_m
                close = surely_within(pairs.most_m, limit_m)
                pairs = pairs.take(close if sure_ways else possibly_within(pairs.least_m, limit_m))
            found.append(pairs)
        return Pairs.joined(found)

    def _walked(self, pairs: Pairs) -> Pairs:
        """Pairs with their ways on the ground, where there is one."""
        if not self.facts.walking.on_files:
            return pairs
        ways = self.facts.walking.ways(pairs.household, pairs.member, pairs.straight_m)
        return replace(pairs, least_m=ways.least_m, most_m=ways.most_m)

    def used(self, household: Rows, person: Rows, straight_m: Floats) -> tuple[Pairs, Mask, Mask]:
        """Pairs that a plan uses, whether they are possibly admissible, and then only on doubtful ways."""
        facts, limit_m = self.facts, self.facts.plan.rules.limit_m
        pairs = self._walked(Pairs(household, person, straight_m))
        within = straight_m <= self.radius_m + doubt_m(straight_m)
        known = np.asarray(within & facts.able[person])
        unsure = np.zeros(len(known), dtype=bool)
        if pairs.least_m is not None and pairs.most_m is not None:
            known &= possibly_within(pairs.least_m, limit_m)
            unsure = ~surely_within(pairs.most_m, limit_m)
            # A cost is a number, even that of a way which does not exist.
            least_m = np.where(np.isfinite(pairs.least_m), pairs.least_m, limit_m)
            most_m = np.where(np.isfinite(pairs.most_m), pairs.most_m, least_m)
            pairs = replace(pairs, least_m=least_m, most_m=most_m)
        rows = np.flatnonzero(known)
        known[rows] = self._allowed(pairs.take(known), surely=False)
        return replace(pairs, straight_m=np.nan_to_num(straight_m)), known, known & unsure

    def _allowed(self, pairs: Pairs, *, surely: bool) -> Mask:
        """Whether pairs of able members within the limit pass all other rules."""
        facts = self.facts
        household, member = pairs.household, pairs.member
        allowed = np.ones(len(household), dtype=bool)
        if facts.plan.rules.within != "anywhere":
            allowed &= facts.inside(household, member)[0 if surely else 1]
        if len(facts.avoided):
            allowed &= ~facts.is_avoided(household, member)
        lock = facts.column("lock")
        if (lock != "").any():
            named = np.where(lock == "", NOBODY, facts.locked_person)
            allowed &= (lock == "")[household] | (named[household] == member)
        if facts.circles.on and facts.circles.rule.mode == "strict":
            allowed &= self._in_circle(household, member)[0 if surely else 1]
        return np.asarray(allowed)

    def _in_circle(self, household: Rows, member: Rows) -> tuple[Mask, Mask]:
        """Whether each household is within the limit of its member's circle: (surely, possibly)."""
        circles = self.facts.circles
        circle = circles.team[member]
        if np.isinf(circles.reach_m):
            return circle >= 0, circle >= 0
        reach_m = circles.reach_m + _ROUNDED_M
        metres = np.full(len(household), np.inf)
        rows = np.flatnonzero(circle >= 0)
        metres[rows] = self._to_centres.beside_limit_m(household[rows], circle[rows], reach_m)
        doubt = doubt_m(np.where(np.isfinite(metres), metres, 0.0))
        # NaN (no centre) is inside nothing.
        return metres < reach_m - doubt, metres < reach_m + doubt

    def cost_cm(self, pairs: Pairs) -> tuple[Rows, Rows]:
        """Least and greatest centimetres that an honest formula gives for each pair."""
        least, most = self._walking_cm(pairs)
        circles = self.facts.circles
        if circles.on and circles.rule.mode == "soft":
            surely, possibly = self._in_circle(pairs.household, pairs.member)
            least[~possibly] += OUTSIDE_CM
            most[~surely] += OUTSIDE_CM
        return least, most

    def _walking_cm(self, pairs: Pairs) -> tuple[Rows, Rows]:
        """Least and greatest centimetres of the way less the bonuses."""
        bonus_m = self._bonus_m(pairs)
        if pairs.least_m is not None and pairs.most_m is not None:
            least, most = (np.rint(100 * (part - bonus_m)) for part in (pairs.least_m, pairs.most_m))
            return least.astype(np.int64), most.astype(np.int64)
        detour = self.facts.plan.rules.detour
        centimetres = 100 * (pairs.straight_m * detour - bonus_m)
        least = np.rint(centimetres).astype(np.int64)
        most = least.copy()
        unsure = 100 * detour * doubt_m(pairs.straight_m)
        rows = np.flatnonzero(np.abs(np.abs(centimetres - least) - 0.5) <= unsure)
        least[rows] = np.floor(centimetres[rows])
        most[rows] = least[rows] + 1
        return least, most

    def _bonus_m(self, pairs: Pairs) -> Floats:
        rules = self.facts.plan.rules
        bonus = np.zeros(len(pairs.household))
        if rules.prefer_m:
            bonus += rules.prefer_m * self._wished(pairs)
        if rules.same_group_m:
            homes, people = self._group
            home = homes[pairs.household]
            bonus += rules.same_group_m * ((home != boundary.BLANK) & (home == people[pairs.member]))
        if rules.keep_m:
            bonus += rules.keep_m * (self._previous[pairs.household] == pairs.member)
        return bonus

    @cached_property
    def _group(self) -> tuple[Rows, Rows]:
        """One number for the group of each household and person, blank ones -1."""
        homes, people = self.facts.places
        parts = [
            np.concatenate([getattr(homes, name), getattr(people, name)])
            for name in ("township", "village", "group")
        ]
        _, code = np.unique(np.column_stack(parts), axis=0, return_inverse=True)
        code = np.where(parts[2] == boundary.BLANK, boundary.BLANK, code.reshape(-1))
        return code[: len(homes.group)], code[len(homes.group) :]

    @cached_property
    def _previous(self) -> Rows:
        found = lookup(self.facts.person_id, self.facts.column("previous_member_id"))
        return np.where(found == NOBODY, -2, found)

    def _wished(self, pairs: Pairs) -> Mask:
        """Whether each household wishes for the member."""
        facts, cells = self.facts, self.facts.column("prefer")
        asking = np.flatnonzero(cells != "")
        wishes = [(int(row), one) for row in asking for one in str(cells[row]).split("、")]
        person = lookup(facts.person_id, np.array([one for _, one in wishes], dtype=object))
        keys = facts.pair_key(np.array([row for row, _ in wishes], dtype=np.int64), person)
        wished = np.zeros(len(pairs.household), dtype=bool)
        rows = np.flatnonzero((cells != "")[pairs.household])
        mine = facts.pair_key(pairs.household[rows], pairs.member[rows])
        wished[rows] = np.isin(mine, keys[person != NOBODY])
        return wished
