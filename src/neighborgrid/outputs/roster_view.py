"""A plan as rosters look at it: who serves whom, in which order villages, circles and people stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.intake.names import group_key, group_sort_key
from neighborgrid.outputs.coverage_table import Status, status_of
from neighborgrid.outputs.villages import Villages, villages_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

DUTIES: Final = ("leader", "deputy", "member")


@dataclass(frozen=True)
class RosterView:
    """A plan with what its rosters are sorted by.

    Attributes
    ----------
    by
        ``member``, ``circle`` or ``village``.
    status, villages
        What became of every household; the villages of all rows.
    circle
        Row of Circles of every member; those without a circle have the number of circles.
    duty
        Place of every member's duty in `DUTIES`.
    linked
        Households of every member, own homes apart.
    """

    plan: Plan
    by: str
    lang: Lang
    status: Status
    villages: Villages
    circle: NDArray[np.int64]
    duty: NDArray[np.int64]
    linked: NDArray[np.int64]

    @classmethod
    def of(cls, plan: Plan, by: str, lang: Lang) -> RosterView:
        """View of a plan, to be sorted ``by``."""
        members, circles = plan.members, plan.tables["circles"]
        status = status_of(plan)
        circle = lookup(texts(circles, "circle_id"), texts(members, "circle_id"))
        post = lookup(np.array(DUTIES, dtype=object), texts(members, "team_role"))
        linked = np.bincount(status.member[status.served & ~status.own], minlength=len(members))
        return cls(
            plan=plan,
            by=by,
            lang=lang,
            status=status,
            villages=villages_of(plan),
            circle=np.where(circle < 0, len(circles), circle),
            duty=np.where(post < 0, DUTIES.index("member"), post),
            linked=linked,
        )

    @property
    def townships(self) -> bool:
        """Whether there are several townships to be told apart."""
        return len(set(self.villages.township.tolist())) > 1

    @property
    def circles(self) -> bool:
        """Whether there are circles."""
        return len(self.plan.tables["circles"]) > 0

    def circle_names(self) -> NDArray[np.object_]:
        """Name of every member's circle, its id where it has none, "" outside of all."""
        circles = self.plan.tables["circles"]
        names = np.where(circles["name"] != "", circles["name"], circles["circle_id"])
        return np.append(names.astype(object), "")[self.circle]

    def member_rows(self) -> NDArray[np.int64]:
        """Rows of Members in the order of the roster."""
        own = np.arange(len(self.plan.members))
        if self.by == "circle" and self.circles:
            return np.lexsort((own, self.duty, self.villages.member, self.circle))
        if self.by == "village":
            return np.lexsort((own, _group_ranks(self.plan.members["group"]), self.villages.member))
        return np.lexsort((own, self.villages.member))

    def household_rows(self, order: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Rows of the households that do not wait, in the order of the roster, vacant houses last."""
        own = np.arange(len(self.plan.households))
        member = self.status.member
        if self.by == "village":
            group = _group_ranks(self.plan.households["group"])
            rows = np.lexsort((own, group, self.status.vacant, self.villages.home))
        else:
            place = np.empty(len(self.plan.members) + 1, np.int64)
            place[self.member_rows()] = np.arange(len(place) - 1)
            # Whoever has no member takes the last place.
            place[-1] = len(place) - 1
            round_ = own if order is None else order
            home = np.where(self.status.served, 0, self.villages.home)
            rows = np.lexsort((own, round_, place[member], home, self.status.vacant))
        return rows[~self.status.waiting[rows]]

    def numbers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number of each row within its member, or within its village, from 1."""
        if self.by == "village":
            key = self.villages.home[rows]
        else:
            key = np.where(self.status.served, self.status.member, -1)[rows]
        start = np.flatnonzero(np.append(True, key[1:] != key[:-1]))[: len(key)]
        lengths = np.diff(np.append(start, len(key)))
        return np.arange(len(key)) - np.repeat(start, lengths) + 1


def _group_ranks(groups: pd.Series[str]) -> NDArray[np.int64]:
    """Rank of every group among the spellings: numbers by value, then names, blank last."""
    code, found = pd.factorize(groups)
    keys = [group_sort_key(group_key(group)) for group in found]
    rank = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([rank[key] for key in keys], np.int64)[code] if len(keys) else code.astype(np.int64)
