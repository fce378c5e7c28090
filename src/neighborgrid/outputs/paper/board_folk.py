"""Who stands on which notice board: a board per circle, and per village for members outside of circles."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.names import group_key, group_sort_key
from neighborgrid.outputs.paper.subject import JOINT, people
from neighborgrid.outputs.villages import villages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.subject import Subject

    Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Person:
    """Member as a board shows them; ``phone`` is "" where there is none, or none for the public."""

    member_id: str
    name: str
    role: str
    phone: str
    group: str
    households: int
    known: bool
    """Whether the plan has a phone at all."""


@dataclass(frozen=True)
class Board:
    """One board.

    Attributes
    ----------
    key, name, village, township
        Circle id or village; name in the title; village whose service number is printed.
    circle
        Whether this is a circle; a board of a village has no leader.
    row
        Row of Circles, -1 for a village.
    people
        Members: the leader, the deputies, then by group, in the order of the plan.
    leader, deputies
        Those of ``people`` who hold a post.
    members, homes
        Rows of Members in the order of ``people``; rows of the households that they serve, own homes apart.
    """

    key: str
    name: str
    village: str
    township: str
    circle: bool
    row: int
    people: tuple[Person, ...]
    leader: Person | None
    deputies: tuple[Person, ...]
    members: Rows
    homes: Rows

    @property
    def households(self) -> int:
        """Households that the members of this board serve, own homes apart."""
        return len(self.homes)


@dataclass(frozen=True)
class _Sorter:
    """What all boards of a plan are made from."""

    folk: Sequence[Person]
    ids: NDArray[np.object_]
    group_rank: Rows
    homes_of: tuple[Rows, ...]

    @classmethod
    def of(cls, plan: Plan) -> _Sorter:
        members = plan.members
        ids = members["member_id"].to_numpy(dtype=object)
        homes_of = _homes_of(plan, ids)
        known = people(plan)
        shown = _phones(known)
        columns = zip(
            ids.tolist(),
            members["name"],
            members["role"],
            shown,
            members["group"],
            (len(rows) for rows in homes_of),
            (known["tel"] != "").tolist(),
            strict=True,
        )
        keys = [group_sort_key(group_key(group)) for group in members["group"]]
        rank = {key: place for place, key in enumerate(sorted(set(keys)))}
        return cls(
            folk=[Person(*row) for row in columns],
            ids=ids,
            group_rank=np.array([rank[key] for key in keys], np.int64),
            homes_of=homes_of,
        )

    def board(
        self,
        rows: Rows,
        posts: tuple[str, Sequence[str]],
        *,
        key: str,
        name: str,
        at: tuple[str, str],
        row: int,
    ) -> Board:
        """Board of the members ``rows``; ``posts`` are the ids of the leader and of the deputies.

        ``at`` are village and township.
        """
        lead, second = posts
        place = {lead: -1, **{one: index for index, one in enumerate(second) if one != lead}}
        post = np.array([place.get(one, len(place)) for one in self.ids[rows]], np.int64)
        rows = rows[np.lexsort((rows, np.where(post < len(place), 0, self.group_rank[rows]), post))]
        folk = {self.folk[index].member_id: self.folk[index] for index in rows.tolist()}
        homes = [self.homes_of[index] for index in rows.tolist()]
        return Board(
            key=key,
            name=name,
            village=at[0],
            township=at[1],
            circle=row >= 0,
            row=row,
            people=tuple(folk.values()),
            leader=folk.get(lead),
            deputies=tuple(folk[one] for one in dict.fromkeys(second) if one in folk and one != lead),
            members=rows,
            homes=np.concatenate(homes) if homes else np.zeros(0, np.int64),
        )


def boards(subject: Subject) -> list[Board]:
    """Boards of a plan: circles in the order of the plan, then villages with members outside of circles.

    No member who may serve is missing, and none stands on two boards. A circle without members has none.
    """
    plan = subject.plan
    sorter = _Sorter.of(plan)
    circles = plan.tables["circles"]
    number = {one: row for row, one in enumerate(circles["circle_id"])}
    of_member = np.array([number.get(one, -1) for one in plan.members["circle_id"]], np.int64)
    shared = circles["name"].duplicated(keep=False).to_numpy()
    made = []
    for row, circle in enumerate(circles.itertuples(index=False)):
        posts = (str(circle.leader_id), [one for one in str(circle.deputy_ids).split(JOINT) if one])
        members = np.flatnonzero(of_member == row)
        if len(members):
            key, at = str(circle.circle_id), (str(circle.village), str(circle.township))
            name = str(circle.name) or key
            # Two townships may have a village of one name.
            name = f"{at[1]}{name}" if shared[row] else name
            made.append(sorter.board(members, posts, key=key, name=name, at=at, row=row))
    where = villages_of(plan)
    outside = np.flatnonzero(of_member < 0)
    for place in np.unique(where.member[outside]).tolist():
        name = str(where.village[place])
        rows = outside[where.member[outside] == place]
        at = (name, str(where.township[place]))
        made.append(sorter.board(rows, ("", ()), key=name, name=name, at=at, row=-1))
    return made


def _homes_of(plan: Plan, ids: NDArray[np.object_]) -> tuple[Rows, ...]:
    """Rows of the households that each member serves, own homes apart."""
    homes = plan.households
    number = {one: row for row, one in enumerate(ids.tolist())}
    member = homes["member_id"].map(number).fillna(-1).to_numpy().astype(np.int64)
    linked = (homes["own_home"] != "yes") & (homes["residence"] != "vacant")
    member[~linked.to_numpy()] = -1
    order = np.argsort(member, kind="stable")
    edges = np.searchsorted(member[order], np.arange(len(ids) + 1))
    return tuple(order[first:last] for first, last in itertools.pairwise(edges))


def _phones(known: pd.DataFrame) -> list[str]:
    """Numbers for the public, several in a row; "" where there is none."""
    joined = known["phone"] + np.where(known["others"] != "", JOINT + known["others"], "")
    return joined.where(known["public"] & (known["tel"] != ""), "").tolist()
