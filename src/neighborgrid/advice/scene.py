"""What all explanations look at: the problem that a plan answers, the choice that stands, what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.advice.answers import Home, Moved, Person, Price
from neighborgrid.advice.walks import walks_from
from neighborgrid.places.distance import ROUNDING_M, distance_m
from neighborgrid.planbook.refresh import standing
from neighborgrid.solve.cases import OUTSIDE_M, inside_circles
from neighborgrid.solve.circles.facts import taken_room, team_roles
from neighborgrid.solve.linked import link
from neighborgrid.solve.pairs import BOUNDARY_CODES, Pairs, straight_reach_m
from neighborgrid.solve.shortage import bottlenecks, instance
from neighborgrid.solve.switching import Exchange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from neighborgrid.model import Ground, Plan
    from neighborgrid.solve.linked import Linked
    from neighborgrid.solve.shortage import Bottleneck
    from neighborgrid.solve.switching import Change, Move

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Texts = NDArray[np.object_]


@dataclass(frozen=True)
class InRange:
    """People whom the limit might let reach a household, nearest on foot first.

    ``metres`` are on foot, inf where there is no way (`walks.walks_from`), ``kind`` counts through
    `model.ground.KINDS`. On a ground people are within the limit as the crow flies. ``bar`` holds the first
    rule that keeps each from serving it, "" for none; see `answers.Barred`, and ``lock`` where the household
    is locked to somebody else.
    """

    person: Rows
    metres: Floats
    straight_m: Floats
    kind: NDArray[np.int8]
    bar: Texts


class Scene:
    """A plan (or a part of one) with its hand edits applied, and everything that explanations ask of it.

    ``ground`` is what the plan is measured on; without it walking is straight metres times the detour
    factor, whatever files the plan's rules name.
    """

    def __init__(self, plan: Plan, ground: Ground | None = None) -> None:
        self.plan = plan
        self.problem, solution = standing(plan, ground)
        # Kept, since loads, bottlenecks and prices would each make it anew.
        self.ready = instance(self.problem, solution)
        self.solution = replace(solution, ready=self.ready)

    @cached_property
    def linked(self) -> Linked:
        """Distances, loads and reasons."""
        return link(self.problem, self.solution)

    @cached_property
    def exchange(self) -> Exchange:
        """Prices of changes."""
        return Exchange(self.problem, self.solution)

    @cached_property
    def bottlenecks(self) -> tuple[Bottleneck, ...]:
        """Why households wait although members are near, by the ids of this plan where it states them."""
        found = bottlenecks(self.problem, self.solution, self.linked.why)
        written = self.plan.households["shortage_id"].to_numpy()
        taken: set[str] = set()
        named = []
        for one in found:
            ids = [str(name) for name in written[one.waiting] if name and name not in taken]
            name = ids[0] if ids and one.shortage_id not in ids else one.shortage_id
            taken.add(name)
            named.append(replace(one, shortage_id=name))
        return tuple(named)

    @cached_property
    def _team_role(self) -> Texts:
        circles = self.solution.circles
        if circles is None:
            return np.full(len(self.problem.people), "", object)
        return team_roles(self.problem, circles)

    @cached_property
    def _people(self) -> dict[str, Texts]:
        return {str(name): self.problem.people[name].to_numpy() for name in self.problem.people}

    @cached_property
    def _homes(self) -> dict[str, Texts]:
        return {str(name): self.problem.households[name].to_numpy() for name in self.problem.households}

    @cached_property
    def weight(self) -> Floats:
        """Load of each household."""
        return self.problem.households["load"].to_numpy(float)

    @property
    def strict(self) -> bool:
        """Whether circles forbid households outside them."""
        return self.solution.circles is not None and self.problem.rules.circles.mode == "strict"

    def person(self, row: int) -> Person:
        """Somebody, by row of the problem's people."""
        people, circles = self._people, self.solution.circles
        circle = -1 if circles is None else int(circles.of_person[row])
        text = {
            name: str(people[name][row])
            for name in ("member_id", "name", "role", "township", "village", "group", "excluded")
        }
        return Person(
            **text,
            team_role=str(self._team_role[row]),
            circle_id="" if circle < 0 or circles is None else str(circles.circle_id[circle]),
            circle="" if circle < 0 or circles is None else str(circles.name[circle]),
            load=float(self.linked.load[row]),
            max_load=float("nan") if text["excluded"] else float(self.solution.max_load[row]),
        )

    def home(self, row: int) -> Home:
        """Household, by row."""
        return Home(*(str(self._homes[name][row]) for name in Home.__dataclass_fields__))

    def household_id(self, row: int) -> str:
        """Id of a household, by row."""
        return str(self._homes["household_id"][row])

    def member_id(self, row: int) -> str:
        """Id of a person, by row; "" for -1."""
        return "" if row < 0 else str(self._people["member_id"][row])

    def moved(self, moves: Sequence[Move]) -> tuple[Moved, ...]:
        """Moves by ids."""
        return tuple(
            Moved(self.household_id(m.household), self.member_id(m.before), self.member_id(m.after))
            for m in moves
        )

    def around(self, row: int) -> InRange:
        """Everybody whom the limit might let reach a household (row), and what keeps them from serving it."""
        everybody = np.arange(len(self.problem.people))
        straight_m = self.straight_to(row, everybody)
        near = np.flatnonzero(straight_m < straight_reach_m(self.problem) + ROUNDING_M / 2)
        near = near[np.argsort(straight_m[near], kind="stable")]
        walks = walks_from(self.problem, row, near, straight_m[near])
        order = np.argsort(walks.metres, kind="stable")
        near, metres = near[order], walks.metres[order]
        bar = self._bars(row, near, metres)
        return InRange(near, metres, straight_m[near], walks.kind[order], bar)

    def metres_to(self, row: int, people: Rows) -> Floats:
        """Walking metres from a household (row) to people; NaN for those without position, inf for no way."""
        return walks_from(self.problem, row, people, self.straight_to(row, people)).metres

    def straight_to(self, row: int, people: Rows) -> Floats:
        """Straight metres from a household (row) to people; NaN for those without position."""
        lon, lat = (self._people[name][people].astype(float) for name in ("lon", "lat"))
        homes = self._homes
        return metres_between(lon, lat, float(homes["lon"][row]), float(homes["lat"][row]))

    @cached_property
    def taken(self) -> Rows:
        """Households that take room in each circle."""
        circles, need = self.solution.circles, self.solution.reachable.need
        if circles is None:
            return np.zeros(0, np.int64)
        return taken_room(self.problem, circles, self.solution.person, need.own_home)

    def _bars(self, row: int, near: Rows, metres: Floats) -> Texts:
        people, homes, ready = self._people, self._homes, self.ready
        avoid = self.problem.avoid_pairs
        lock = int(self.solution.reachable.need.lock[row])
        bar = np.full(len(near), "", object)
        conditions: list[tuple[str, Mask]] = [
            ("circle", ~self.reached(row, near)),
            ("load", ready.max_load[near] < float(homes["load"][row])),
            ("lock", (near != lock) if lock >= 0 else np.zeros(len(near), bool)),
            ("blocked", ~self.on_foot(metres)),
            ("avoid", np.isin(near, avoid[avoid[:, 0] == row, 1])),
            ("boundary", ~self.inside(row, near)),
            ("excluded", people["excluded"][near] != ""),
        ]
        for name, holds in conditions:
            bar[holds] = name
        return bar

    def on_foot(self, metres: Floats) -> Mask:
        """Whether walking metres are within the limit; without a ground nobody who is near is beyond it."""
        if self.problem.ground is None:
            return np.ones(len(metres), bool)
        return np.asarray(metres < self.problem.rules.limit_m + ROUNDING_M / 2)

    def inside(self, row: int, people: Rows) -> Mask:
        """Whether people are inside the boundary of a household; a blank place matches any."""
        inside = np.ones(len(people), bool)
        for column in BOUNDARY_CODES[self.problem.rules.within]:
            home = int(self._homes[column][row])
            theirs = self._people[column][people].astype(np.int64)
            inside &= (theirs == home) | (theirs < 0) | (home < 0)
        return inside

    def reached(self, row: int, people: Rows) -> Mask:
        """Whether a strict circle lets each of the people serve a household."""
        if not self.strict:
            return np.ones(len(people), bool)
        return ~self.outside(np.full(len(people), row), people)

    def outside(self, rows: Rows, people: Rows) -> Mask:
        """Whether each household lies outside the radius of the circle of the person beside it; -1: no."""
        circles = self.solution.circles
        held = people >= 0
        if circles is None or not held.any():
            return np.zeros(len(rows), bool)
        pairs = Pairs(np.asarray(rows, np.int64), np.asarray(people, np.int64), np.zeros(len(rows)))
        return np.asarray(held & ~inside_circles(self.problem, pairs, circles))

    def price(
        self, change: Change, switch: tuple[int, int] | None = None, moves: Sequence[Move] = ()
    ) -> Price:
        """Price of a change; ``switch`` is the household (row) that is forced, and its new person.

        The metres of the objective hold a large amount for each household outside its circle, which is
        taken out and counted. Moves say how many those are; where they do not tell, the amount does.
        """
        outside = round(change.cost_m / OUTSIDE_M) if self._soft else 0
        if self._soft and switch is not None and self.exchange.is_best:
            row, person = switch
            trips = [(row, int(self.solution.person[row]), person)]
            trips += [(move.household, move.before, move.after) for move in moves]
            home, before, after = np.array(trips, np.int64).T
            outside = int(self.outside(home, after).sum()) - int(self.outside(home, before).sum())
        metres = round(change.cost_m - outside * OUTSIDE_M, 2) + 0.0
        return Price(change.priority, change.households, change.shortfall, outside, metres)

    @property
    def _soft(self) -> bool:
        return self.solution.circles is not None and self.problem.rules.circles.mode == "soft"


def metres_between(lons: ArrayLike, lats: ArrayLike, lon: float, lat: float) -> Floats:
    """Straight metres from one position to many; NaN for those without."""
    there = np.asarray(lons, float), np.asarray(lats, float)
    size = len(there[0])
    return distance_m(lon_a=np.full(size, lon), lat_a=np.full(size, lat), lon_b=there[0], lat_b=there[1])
