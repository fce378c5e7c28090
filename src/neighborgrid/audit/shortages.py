"""Rules on certificates of shortage: these households reach only these members, more than they may take.

With N households of load 1 that reach nobody but M members, whoever serves whom at most C of them are served:
the members' caps together, where a circle has less room than its members' caps the room of the circle. So
N - C wait in every plan. Figures of a plan that people changed since are stale, not wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.admissible import Admissible
from neighborgrid.audit.tables import EPSILON, NOBODY, lookup, numbers, texts
from neighborgrid.audit.unequal import bearable_pairs, in_unequal_parts, linkable_pairs, whole_caps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Mask, Rows, Texts
    from neighborgrid.findings import Finding

FULL = "members_full"


@dataclass(frozen=True)
class Certificates:
    """Shortages of a plan: rows of Shortages, and who names them (-1 for nobody)."""

    facts: Facts

    @cached_property
    def ids(self) -> Texts:
        """Ids of the rows of Shortages."""
        return texts(self.facts.plan.tables["shortages"], "shortage_id")

    @cached_property
    def fresh(self) -> bool:
        """Whether they are about the plan as it stands: computed, and nothing changed since."""
        facts = self.facts
        circles = facts.circles
        changed = facts.edited.any() or (circles.edited if circles.on else circles.mentioned)
        return not (changed or facts.existing or facts.part or facts.plan.summary.get("status") == "given")

    @cached_property
    def known(self) -> bool:
        """Whether the plan has certificates at all; those of older versions have none."""
        return len(self.ids) > 0 or len(self.facts.plan.tables["prices"]) > 0

    @cached_property
    def named(self) -> Texts:
        """Id in the cell of each household."""
        return self.facts.column("shortage_id")

    @cached_property
    def of_home(self) -> Rows:
        """Shortage of each household."""
        return lookup(self.ids, self.named)

    @cached_property
    def of_member(self) -> Rows:
        """Shortage of each row of Members."""
        return lookup(self.ids, texts(self.facts.plan.members, "shortage_id"))

    @cached_property
    def full(self) -> Mask:
        """Whether each household waits because members near it are full."""
        return np.asarray(self.facts.waiting & (self.facts.column("reason") == FULL))

    def _count(self, shortage: Rows) -> Rows:
        return np.bincount(shortage[shortage >= 0], minlength=len(self.ids))

    @cached_property
    def counts(self) -> dict[str, Rows]:
        """True figures that only who names whom decides, by column of Shortages."""
        waiting = np.where(self.facts.waiting, self.of_home, NOBODY)
        return {
            "households": self._count(self.of_home),
            "members": self._count(self.of_member),
            "short": self._count(waiting),
        }

    @cached_property
    def capacity(self) -> Rows:
        """Most households that the members of each shortage may take."""
        circles = self.facts.circles
        rows = np.flatnonzero(self.of_member >= 0)
        shortage, cap = self.of_member[rows], whole_caps(self.facts)[rows]
        team = circles.team[rows] if circles.on else np.full(len(rows), NOBODY, dtype=np.int64)
        # Everybody outside of circles stands alone.
        ring = np.where(team >= 0, team, len(circles.ids) + np.arange(len(rows)))
        keys, where = np.unique(np.column_stack([shortage, ring]), axis=0, return_inverse=True)
        caps = np.zeros(len(keys), dtype=np.int64)
        np.add.at(caps, where.reshape(-1), cap)
        ringed = keys[:, 1] < len(circles.ids)
        caps[ringed] = np.minimum(caps[ringed], circles.rule.max_households)
        total = np.zeros(len(self.ids), dtype=np.int64)
        np.add.at(total, keys[:, 0], caps)
        return total

    def differing(self, column: str, true: Rows) -> Rows:
        """Rows of Shortages whose figure is not the true one."""
        stated = numbers(self.facts.plan.tables["shortages"], column)
        return np.flatnonzero(~(np.abs(stated - true) <= EPSILON))


def ng372_reach_only_those(facts: Facts) -> Iterator[Finding]:
    """Households of a shortage reach only its members, who are found anew."""
    found = Certificates(facts)
    # Without the files of its ground nobody knows whom the households of a plan reach.
    if not found.fresh or not len(found.ids) or facts.walking.untold:
        return
    pairs = bearable_pairs(Admissible(facts), np.flatnonzero(found.of_home != NOBODY))
    astray = pairs.take(found.of_member[pairs.member] != found.of_home[pairs.household])
    shortage = found.of_home[astray.household]
    for first in np.unique(shortage, return_index=True)[1]:
        row, member = int(astray.household[first]), int(astray.member[first])
        yield facts.finding(
            "NG372",
            "households",
            row,
            "shortage_id",
            shortage=found.ids[shortage[first]],
            id=facts.household_id[row],
            member=facts.person_id[member],
            count=int(np.count_nonzero(shortage == shortage[first])),
        )


def ng373_shortage_figures_true(facts: Facts) -> Iterator[Finding]:
    """Households, members, capacity and short are true, and short = households - capacity."""
    found = Certificates(facts)
    if not found.fresh:
        return
    table = facts.plan.tables["shortages"]
    true = {**found.counts, "capacity": found.capacity}
    wrong = [
        (column, row, value[row]) for column, value in true.items() for row in found.differing(column, value)
    ]
    over = found.counts["households"] - found.capacity
    wrong += [("short", row, over[row]) for row in np.flatnonzero(over != found.counts["short"])]
    for column, row, value in wrong:
        yield facts.finding(
            "NG373",
            "shortages",
            int(row),
            column,
            shortage=found.ids[row],
            key=facts.word("col", column),
            stated=f"{table[column].iat[int(row)]:g}",
            true=f"{value:g}",
        )


def ng374_everybody_full_in_shortage(facts: Facts) -> Iterator[Finding]:
    """A household whose members are full names its shortage; nobody names one that does not exist.

    Households in a component of unequal loads need none.
    """
    found = Certificates(facts)
    if not (found.fresh and found.known):
        return
    listed = facts.listed
    rows = np.flatnonzero(listed >= 0)
    stated = texts(facts.plan.unserved, "shortage_id")[rows]
    differs = stated != np.where(found.full, found.named, "")[listed[rows]]
    odd = found.full & (found.of_home == NOBODY)
    if odd.any() and not np.isin(facts.work, (0, 1)).all():
        odd &= ~_unequal(facts)
    odd |= (found.named != "") & (found.of_home == NOBODY)
    odd |= facts.waiting & ~found.full & (found.of_home != NOBODY)
    odd[listed[rows[differs]]] = True
    for row in np.flatnonzero(odd):
        yield facts.finding("NG374", "households", int(row), "shortage_id", id=facts.household_id[row])


def _unequal(facts: Facts) -> Mask:
    """Whether each household is in a component of unequal loads."""
    return in_unequal_parts(facts, linkable_pairs(Admissible(facts), sure_ways=False))
