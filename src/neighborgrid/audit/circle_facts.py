"""Service circles under audit: who is in which, how far from its centre, and who holds its posts.

Decisions are the centres, ``Members.circle_id``, ``leader_id`` and ``deputy_ids``; all else follows from
them and from the members of the households, and is only ever compared.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit import measure
from neighborgrid.audit.tables import (
    EPSILON,
    LIMIT_SLACK_M,
    NOBODY,
    STATED_SLACK_M,
    among,
    lookup,
    numbers,
    texts,
)
from neighborgrid.words import texts as word_pairs

if TYPE_CHECKING:
    from collections.abc import Container

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Floats, Mask, Rows, Texts
    from neighborgrid.rules.circles import CircleRule

OUTSIDE_NOTE: Final = "note.outside_circle"
_BETWEEN_IDS: Final = re.compile(r"[\s、,，;；/|]+")
_BETWEEN_NOTES: Final = re.compile(r"\s*[;；]\s*")
_ONE_VILLAGE: Final = ("village", "group")


@dataclass(frozen=True)
class CircleFacts:
    """Circles of a plan: rows of Circles, Members and Households, -1 where there is none.

    A row of Circles that repeats an id has no members; its members are those of the first such row.
    """

    facts: Facts

    @cached_property
    def rule(self) -> CircleRule:
        """The plan's rules of circles."""
        return self.facts.plan.rules.circles

    @cached_property
    def ids(self) -> Texts:
        """Ids of the circles."""
        return texts(self.facts.plan.tables["circles"], "circle_id")

    @cached_property
    def named(self) -> Texts:
        """Circle in each member's cell."""
        return texts(self.facts.plan.members, "circle_id")

    @cached_property
    def mentioned(self) -> bool:
        """Whether any cell of the plan speaks of a circle."""
        cells = (self.named, self.facts.column("circle_id"))
        return len(self.ids) > 0 or any(bool((cell != "").any()) for cell in cells)

    @cached_property
    def on(self) -> bool:
        """Whether the plan has circles; plain sheets do only where they have a table of circles."""
        there = len(self.ids) > 0 if self.facts.existing else self.mentioned
        return self.rule.wanted and there

    @cached_property
    def whole(self) -> bool:
        """Whether every circle is at hand with all its members.

        A part of a split plan holds whole villages, so a circle of several villages may be torn.
        """
        return not self.facts.part or self.facts.plan.rules.within in _ONE_VILLAGE

    @cached_property
    def team(self) -> Rows:
        """Circle of each row of Members."""
        return lookup(self.ids, self.named)

    @cached_property
    def home(self) -> Rows:
        """Circle of each served household: that of its member, for own homes too."""
        circle = np.full(len(self.facts.person), NOBODY, dtype=np.int64)
        rows = np.flatnonzero(self.facts.served)
        circle[rows] = self.team[self.facts.person[rows]]
        return circle

    @cached_property
    def size(self) -> Rows:
        """Members of each circle."""
        return self._count(self.team)

    @cached_property
    def teams(self) -> list[int]:
        """Circles that have a member."""
        return [int(row) for row in np.flatnonzero(self.size)]

    @cached_property
    def empty(self) -> Mask:
        """Whether nobody is in each circle."""
        return np.asarray(~among(self.ids, self.named) & (self.ids != ""))

    @cached_property
    def counted(self) -> Mask:
        """Whether each household counts as one of a circle: served and not an own home."""
        return np.asarray(self.facts.counted & (self.home >= 0))

    @cached_property
    def households(self) -> Rows:
        """Households of each circle, own homes apart."""
        return self._count(self.home[self.counted])

    @cached_property
    def taken(self) -> Rows:
        """Households that take room in each circle: own homes and those of no load take none."""
        return self._count(self.home[self.counted & (self.facts.work > 0)])

    def _count(self, circle: Rows) -> Rows:
        return np.bincount(circle[circle >= 0], minlength=len(self.ids)).astype(np.int64)

    @cached_property
    def centres(self) -> measure.Points:
        """Positions of the centres."""
        table = self.facts.plan.tables["circles"]
        return measure.Points(numbers(table, "centre_lon"), numbers(table, "centre_lat"))

    @cached_property
    def reach_m(self) -> float:
        """Straight metres from the centre within which the limit holds; may be inf."""
        return self.rule.limit_m / self.facts.plan.rules.detour

    @cached_property
    def member_straight_m(self) -> Floats:
        """Straight metres of each row of Members to the centre of the circle; NaN where not known."""
        return self._straight_m(self.facts.doors, self.team)

    @cached_property
    def household_straight_m(self) -> Floats:
        """Straight metres of each served household to the centre of its circle."""
        return self._straight_m(self.facts.homes, self.home)

    def _straight_m(self, points: measure.Points, circle: Rows) -> Floats:
        metres = np.full(len(circle), np.nan)
        rows = np.flatnonzero(circle >= 0)
        metres[rows] = measure.straight_m(points.take(rows), self.centres.take(circle[rows]))
        return metres

    @cached_property
    def too_far(self) -> Mask:
        """Whether each row of Members is beyond the limit of its circle."""
        return np.asarray(self.member_straight_m > self.reach_m + LIMIT_SLACK_M)

    @cached_property
    def outside(self) -> Mask:
        """Whether each household is beyond the limit of its circle, to the nearest millimetre.

        Own homes never are.
        """
        return self.beyond(LIMIT_SLACK_M / 2)

    def beyond(self, slack_m: float) -> Mask:
        """Whether each household, own homes apart, is farther from the centre than limit and slack."""
        return np.asarray(self.counted & (self.household_straight_m > self.reach_m + slack_m))

    @cached_property
    def noted(self) -> Mask:
        """Whether each household carries the note that it is outside."""
        words = set(word_pairs()[OUTSIDE_NOTE])
        notes = self.facts.column("note")
        marked = {note: not words.isdisjoint(_BETWEEN_NOTES.split(note.strip())) for note in set(notes)}
        return np.array([marked[note] for note in notes], dtype=bool)

    @cached_property
    def radius_m(self) -> Floats:
        """Greatest walking metres from each centre to its team and to the households inside; NaN for none."""
        inside = self.counted & ~self.outside
        circle = np.concatenate([self.team, np.where(inside, self.home, NOBODY)])
        metres = np.concatenate([self.member_straight_m, self.household_straight_m])
        rows = np.flatnonzero((circle >= 0) & np.isfinite(metres))
        most = np.full(len(self.ids), -np.inf)
        np.maximum.at(most, circle[rows], metres[rows])
        return np.where(np.isinf(most), np.nan, most) * self.facts.plan.rules.detour

    @cached_property
    def leader_id(self) -> Texts:
        """Leader of each circle as typed."""
        return texts(self.facts.plan.tables["circles"], "leader_id")

    @cached_property
    def leader(self) -> Rows:
        """Person who leads each circle, perhaps one of Excluded."""
        return lookup(self.facts.person_id, self.leader_id)

    def in_team(self, people: Rows, circle: int) -> Mask:
        """Whether each of ``people`` (-1 for nobody) is a member of the circle."""
        able = (people != NOBODY) & (people < self.facts.members)
        return np.asarray(able & (np.append(self.team, NOBODY)[np.where(able, people, NOBODY)] == circle))

    @cached_property
    def deputy_ids(self) -> list[list[str]]:
        """Deputies of each circle as typed."""
        known = frozenset(self.facts.person_id.tolist())
        cells = texts(self.facts.plan.tables["circles"], "deputy_ids")
        return [_listed(str(cell), known) for cell in cells]

    @cached_property
    def deputy_rows(self) -> list[Rows]:
        """Person of each of `deputy_ids`."""
        size = np.cumsum([0, *map(len, self.deputy_ids)])
        flat = np.array([one for ids in self.deputy_ids for one in ids], dtype=object)
        found = lookup(self.facts.person_id, flat)
        return [found[start:stop] for start, stop in itertools.pairwise(size)]

    @cached_property
    def deputies(self) -> list[Rows]:
        """Deputies of each circle, unknown ones and repeats left out."""
        return [np.unique(rows[rows >= 0]) for rows in self.deputy_rows]

    @cached_property
    def stand_ins(self) -> int:
        """Obligatory posts that are vacant or whose holder has another role than the rules ask for."""
        role, rule = self.facts.people_column("role"), self.rule
        leads, deputises = np.isin(role, rule.leader_roles), np.isin(role, rule.deputy_roles)
        led = (self.leader != NOBODY) & np.append(leads, False)[self.leader]
        proper = np.array([int(deputises[rows].sum()) for rows in self.deputies], dtype=np.int64)
        return int((~led).sum() + np.maximum(0, rule.deputies[0] - proper).sum())

    @cached_property
    def team_shortfall(self) -> int:
        """Members that teams lack to have ``team_min``."""
        return int(np.maximum(0, self.rule.team_min - self.size).sum())

    @cached_property
    def team_role(self) -> Texts:
        """Post of each row of Members in the own circle; "" outside of all circles."""
        post = np.where(self.team >= 0, "member", "").astype(object)
        for row in self.teams:
            deputies, leader = self.deputies[row], self.leader[row : row + 1]
            post[deputies[self.in_team(deputies, row)]] = "deputy"
            post[leader[self.in_team(leader, row)]] = "leader"
        return post

    @cached_property
    def other_roles(self) -> Mask:
        """Whether the post in each member's cell is another than that of Circles."""
        stated = texts(self.facts.plan.members, "team_role")
        return np.asarray((stated != self.team_role) & (self.team >= 0))

    @cached_property
    def other_figures(self) -> dict[str, Mask]:
        """Whether each circle states other figures than its own, by column."""
        table = self.facts.plan.tables["circles"]
        true = {"members": self.size, "households": self.households, "radius_m": self.radius_m}
        slack = {"radius_m": STATED_SLACK_M}
        return {
            column: np.abs(np.nan_to_num(numbers(table, column)) - np.nan_to_num(value))
            > slack.get(column, EPSILON)
            for column, value in true.items()
        }

    @cached_property
    def moved(self) -> Mask:
        """Whether each row of Members seems to have changed circles by hand.

        There is no copy of the circle that was written; but the households of a member who moved all
        name one and the same other circle.
        """
        facts, size = self.facts, self.facts.members
        rows = np.flatnonzero(facts.served & ~facts.edited)
        stated = lookup(self.ids, facts.column("circle_id"))[rows]
        low, high = np.full(size, len(self.ids)), np.full(size, NOBODY)
        np.minimum.at(low, facts.person[rows], stated)
        np.maximum.at(high, facts.person[rows], stated)
        return np.asarray((low == high) & (low >= 0) & (low != self.team))

    @cached_property
    def by_hand(self) -> Mask:
        """Whether each household's derived cells may lag behind a change by hand.

        Its own member was changed, its member changed circles, or its circle states other figures than its
        own, as after a change of its members or its centre.
        """
        lags = self.facts.edited.copy()
        served = np.flatnonzero(self.facts.served)
        lags[served] |= self.moved[self.facts.person[served]]
        rows = np.flatnonzero(self.home >= 0)
        for other in self.other_figures.values():
            lags[rows] |= other[self.home[rows]]
        return lags

    @cached_property
    def edited(self) -> bool:
        """Whether circles seem to have been changed by hand, so that figures about them are out of date."""
        signs = (self.moved, self.other_roles, self.by_hand, *self.other_figures.values())
        return any(bool(sign.any()) for sign in signs)

    def other_circle(self) -> Mask:
        """Whether each household names another circle than that of its member."""
        facts = self.facts
        true = np.full(len(facts.person), "", dtype=object)
        served = np.flatnonzero(facts.served)
        true[served] = self.named[facts.person[served]]
        # The cell of an unknown or excluded member's household cannot be told; it has an error already.
        known = facts.served | (facts.member_id == "")
        return np.asarray(known & (facts.column("circle_id") != true))


def _listed(cell: str, known: Container[str]) -> list[str]:
    """Ids in a cell between the usual marks; a known id that contains such a mark is one id."""
    ids: list[str] = []
    for part in cell.split("、"):
        whole = part.strip()
        ids += [whole] if whole in known else [one for one in _BETWEEN_IDS.split(whole) if one]
    return ids
