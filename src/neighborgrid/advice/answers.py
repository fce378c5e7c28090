"""Answers of ``explain``, as data: what is so and what a change would cost; sentences are made elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

State = Literal["served", "own_home", "waiting", "vacant", "row_error"]


@dataclass(frozen=True)
class Person:
    """Somebody of the member sheets.

    ``role`` and ``team_role`` are keys of the closed lists; ``excluded`` is "" for who may serve. ``load``
    and ``max_load`` count own homes apart; ``max_load`` is NaN for people who do not serve.
    """

    member_id: str
    name: str
    role: str
    team_role: str
    township: str
    village: str
    group: str
    circle_id: str
    circle: str
    load: float
    max_load: float
    excluded: str


@dataclass(frozen=True, order=True)
class Price:
    """What a change costs, tier by tier; positive is worse.

    Priority households and households left out, households missing to minima, households served from
    outside the radius of their circle, and metres of the objective (distances, balance and bonuses).
    """

    priority: int
    households: int
    shortfall: int
    outside: int
    metres: float


@dataclass(frozen=True)
class Moved:
    """Household that changes hands as well: ids, "" for nobody."""

    household_id: str
    before: str
    after: str


@dataclass(frozen=True)
class Other:
    """Another member who might serve a household.

    ``price`` is None where no exact price can be given; ``alone`` is that of this one edit, nobody else
    moving, None where it cannot be told or breaks a limit; ``room`` says whether the member could take the
    household without anybody else moving; ``outside`` that it lies outside the radius of that circle.
    """

    person: Person
    metres: float
    price: Price | None
    moves: tuple[Moved, ...]
    room: bool
    outside: bool
    alone: Price | None = None


@dataclass(frozen=True)
class Barred:
    """Somebody in range who may not serve the household.

    ``why`` is ``excluded``, ``boundary``, ``avoid``, ``blocked`` (the limit on foot, on a ground), ``load``
    or ``circle``: the first rule in the way. ``metres`` are on foot, inf where there is no way; ``way`` is of
    `model.ground.KINDS`. Without ``on_foot`` the way is longer than the limit, or there is none.
    """

    person: Person
    metres: float
    why: str
    straight_m: float = float("nan")
    way: str = "straight"
    on_foot: bool = True


@dataclass(frozen=True)
class Remedied:
    """A change that serves ``fixes`` of the waiting households of a bottleneck, at least.

    ``kind`` is one of `neighborgrid.solve.shortage.REMEDIES`; ``value`` the cap, the room or the limit, for
    ``both`` the cap, with ``room`` that of circles; ``household_id`` the home where a new member would live.
    """

    kind: str
    value: float
    fixes: int
    person: Person | None
    household_id: str
    group: str
    room: int = 0


@dataclass(frozen=True)
class Shortage:
    """Bottleneck: these households reach only these people, who may take ``capacity`` of them."""

    shortage_id: str
    township: str
    village: str
    households: int
    members: int
    capacity: int
    short: int
    waiting: tuple[str, ...]
    people: tuple[Person, ...]
    remedies: tuple[Remedied, ...]


@dataclass(frozen=True)
class Home:
    """Household as it is named in an answer."""

    household_id: str
    head: str
    township: str
    village: str
    group: str


@dataclass(frozen=True)
class HouseholdAnswer:
    """Who serves a household and why nobody else, or why it waits.

    Attributes
    ----------
    member, metres, straight
        Who serves it and how far (walking metres, NaN where not known, inf where there is no way);
        ``straight`` says that walking counts as the straight line.
    straight_m, way
        Straight metres to the member, and how walking was measured: one of `model.ground.KINDS`.
    lock, lock_rule
        Person that a lock names, and the rule that it breaks, "" for none.
    lawful
        Whether the member may serve it by the rules on pairs.
    drawn
        Bonus that speaks for the member: ``wished``, ``kept``, ``same_group`` where that tips it, or "".
    exact, optimal, unequal
        Whether prices are exact, and whether the plan as it stands is a best one here; they are not exact
        where loads are unequal.
    others, barred
        Everybody else in range: who might serve it, cheapest first, and who might not, nearest first.
    reason, nearest, nearest_m, nearest_inside
        Of a waiting household; ``reason`` is "" where somebody has room for it. The nearest member of all
        as the crow flies, walking metres (inf: no way), and whether inside the boundary.
    nearest_straight_m, on_ground
        Straight metres to that one; whether walking is measured on a ground.
    source
        File, sheet and row (as text) of a row set aside.
    """

    home: Home
    state: State
    residence: str = "resident"
    important: bool = False
    load: float = 1.0
    estimated: bool = False
    member: Person | None = None
    metres: float = float("nan")
    straight: bool = True
    straight_m: float = float("nan")
    way: str = "straight"
    outside: bool = False
    lock: Person | None = None
    lock_rule: str = ""
    lawful: bool = True
    drawn: str = ""
    exact: bool = False
    optimal: bool = True
    unequal: bool = False
    others: tuple[Other, ...] = ()
    barred: tuple[Barred, ...] = ()
    reason: str = ""
    nearest: Person | None = None
    nearest_m: float = float("nan")
    nearest_inside: bool = False
    nearest_straight_m: float = float("nan")
    on_ground: bool = False
    shortage: Shortage | None = None
    source: tuple[str, str, str] = ("", "", "")
    limit_m: float = 0.0


@dataclass(frozen=True)
class Served:
    """Household of a member; ``metres`` on foot, inf where there is no way."""

    home: Home
    metres: float
    own_home: bool
    estimated: bool
    outside: bool
    away: bool
    locked: bool


@dataclass(frozen=True)
class MemberAnswer:
    """A member with the households served, and what one more or one fewer would change.

    Without ``exact`` there are no prices: loads are ``unequal``, or nobody can be linked with the member.
    Where the plan is not ``optimal`` prices are about a best plan, in which the member has ``best_load``;
    ``full`` is said of the plan that prices are about.
    ``in_range``, ``waiting_in_range`` and ``helps`` (shortage id, how many of its short) are of people who
    do not serve: households that they would have in range, how many of those wait, bottlenecks helped.
    """

    person: Person
    min_load: float
    target_load: float
    homes: tuple[Served, ...]
    exact: bool
    optimal: bool
    unequal: bool
    full: bool
    more: Price | None
    fewer: Price | None
    shortage_id: str
    in_range: int = 0
    waiting_in_range: int = 0
    helps: tuple[tuple[str, int], ...] = ()
    limit_m: float = 0.0
    best_load: float = 0.0

    @property
    def metres(self) -> tuple[float, ...]:
        """Metres of the households that are no own home, have a position and a way to it."""
        return tuple(one.metres for one in self.homes if not one.own_home and math.isfinite(one.metres))


@dataclass(frozen=True)
class Waiting:
    """Number of households that wait for one reason, and the first of them."""

    reason: str
    count: int
    example: str


@dataclass(frozen=True)
class Overview:
    """All shortages of a plan, and how many households wait for which reason."""

    rows: int
    shortages: tuple[Shortage, ...]
    waiting: tuple[Waiting, ...]
    limit_m: float


Answer = HouseholdAnswer | MemberAnswer | Shortage | Overview
