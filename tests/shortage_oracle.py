"""A plan in plain Python: who reaches whom, why who waits, what flows, what the prices bound.

Everything is stated once more from the plan's tables, household by household, with loops and tuples;
nothing is shared with ``solve`` or ``audit``. Small plans only.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neighborgrid.model import Plan

Tiers = tuple[int, int, int, int]
"""Priority households left out, households left out, households short of least loads, centimetres."""

GEOD = Geod(ellps="WGS84")
OUTSIDE_CM = 1_000_000
SLACK_M = 0.0005
"""The limit holds for distances rounded to the millimetre."""


def added(*vectors: Iterable[int]) -> Tiers:
    a, b, c, d = (int(sum(column)) for column in zip(*vectors, strict=True))
    return a, b, c, d


def less(one: Iterable[int], other: Iterable[int]) -> Tiers:
    return added(one, (-part for part in other))


def metres(here: Mapping[str, Any], there: Mapping[str, Any], lon: str = "lon", lat: str = "lat") -> float:
    ends = here["lon"], here["lat"], there[lon], there[lat]
    if not all(math.isfinite(float(end)) for end in ends):
        return math.inf
    return float(GEOD.inv(*ends)[2])


@dataclass(frozen=True)
class Village:
    """A plan; households, members and circles are known by their row."""

    plan: Plan

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return self.plan.tables[name].to_dict(orient="records")

    @cached_property
    def homes(self) -> list[dict[str, Any]]:
        return self._rows("households")

    @cached_property
    def members(self) -> list[dict[str, Any]]:
        return self._rows("members")

    @cached_property
    def circles(self) -> dict[str, dict[str, Any]]:
        if not self.plan.rules.circles.wanted:
            return {}
        return {one["circle_id"]: one for one in self._rows("circles")}

    @cached_property
    def room(self) -> int:
        return self.plan.rules.circles.max_households

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {one["member_id"]: row for row, one in enumerate(self.members)}

    @cached_property
    def cap(self) -> list[int]:
        return [math.floor(one["max_load"]) for one in self.members]

    @cached_property
    def choice(self) -> list[int]:
        return [self.row_of.get(home["member_id"], -1) for home in self.homes]

    def vacant(self, h: int) -> bool:
        return self.homes[h]["residence"] == "vacant"

    @cached_property
    def own(self) -> list[set[int]]:
        """Members whose own home each household is, where they may serve it as such."""
        found = []
        for home in self.homes:
            free = home["lock"] == "" and home["residence"] != "vacant"
            mine = {
                m for m, one in enumerate(self.members) if one["home_household_id"] == home["household_id"]
            }
            found.append(mine if free else set())
        return found

    @cached_property
    def straight(self) -> list[list[float]]:
        people = self.members + self._rows("excluded")
        return [[metres(home, person) for person in people] for home in self.homes]

    def inside_boundary(self, home: Mapping[str, Any], person: Mapping[str, Any]) -> bool:
        def place(row: Mapping[str, Any], kind: str) -> object:
            if kind == "group":
                return (row["village"], row["group"]) if row["village"] and row["group"] else None
            return row[kind] if row[kind] else None

        kinds = {"anywhere": (), "township": ("township",), "village": ("village",)}
        for kind in kinds.get(self.plan.rules.within, ("village", "group")):
            here, there = place(home, kind), place(person, kind)
            if here is not None and there is not None and here != there:
                return False
        return True

    @cached_property
    def avoided(self) -> set[tuple[str, str]]:
        wishes = self.plan.tables["wishes"]
        return set(zip(wishes["household_id"], wishes["member_id"], strict=True))

    def in_circle(self, h: int, m: int) -> bool:
        """Whether a household lies within the limit of the centre of a member's circle."""
        circle = self.circles.get(self.members[m]["circle_id"])
        if circle is None:
            return False
        limit = self.plan.rules.circles.limit_m / self.plan.rules.detour
        return metres(self.homes[h], circle, "centre_lon", "centre_lat") < limit + SLACK_M

    def first_reason(self, h: int) -> str:
        """First true reason of the closed list for a household that waits; "" where somebody has room."""
        home, rules = self.homes[h], self.plan.rules
        if not (math.isfinite(home["lon"]) and math.isfinite(home["lat"])):
            return "no_coordinates"
        if home["lock"]:
            return "lock_conflict"
        limit = rules.limit_m / rules.detour + SLACK_M
        in_range = [p for p, far in enumerate(self.straight[h]) if far < limit]
        able = [p for p in in_range if p < len(self.members)]
        inside = [m for m in able if self.inside_boundary(home, self.members[m])]
        welcome = [
            m for m in inside if (home["household_id"], self.members[m]["member_id"]) not in self.avoided
        ]
        strong = [m for m in welcome if home["load"] <= self.members[m]["max_load"]]
        strict = bool(self.circles) and rules.circles.mode == "strict"
        circled = [m for m in strong if not strict or self.in_circle(h, m)]
        roomy = [m for m in circled if self.has_room(m, home["load"])]
        for reason, left in (
            ("no_member_in_range", in_range),
            ("only_ineligible_in_range", able),
            ("outside_boundary", inside),
            ("avoided", welcome),
            ("load_too_large", strong),
            ("outside_circles", circled),
            ("members_full", roomy),
        ):
            if not left:
                return reason
        return ""

    def has_room(self, m: int, load: float) -> bool:
        carried = sum(self.homes[h]["load"] for h in self.carried(m))
        if carried + load > self.members[m]["max_load"] + 1e-9:
            return False
        team = self.members[m]["circle_id"]
        if team not in self.circles:
            return True
        mates = [k for k, one in enumerate(self.members) if one["circle_id"] == team]
        return sum(self.homes[h]["load"] > 0 for k in mates for h in self.carried(k)) < self.room

    def carried(self, m: int) -> list[int]:
        """Households that a member serves, own homes apart."""
        return [h for h, one in enumerate(self.choice) if one == m and m not in self.own[h]]

    @cached_property
    def reach(self) -> list[set[int]]:
        """Admissible members of each household, circles included; own homes and vacant houses have none."""
        rules = self.plan.rules
        limit = rules.limit_m / rules.detour + SLACK_M
        strict = bool(self.circles) and rules.circles.mode == "strict"
        found = []
        for h, home in enumerate(self.homes):
            mine = set()
            for m, member in enumerate(self.members):
                if (
                    not self.vacant(h)
                    and not self.own[h]
                    and self.straight[h][m] < limit
                    and self.inside_boundary(home, member)
                    and (home["household_id"], member["member_id"]) not in self.avoided
                    and home["lock"] in ("", member["member_id"])
                    and home["load"] <= self.cap[m]
                    and (not strict or self.in_circle(h, m))
                ):
                    mine.add(m)
            found.append(mine)
        return found

    def cost_cm(self, h: int, m: int) -> int:
        home, member, rules = self.homes[h], self.members[m], self.plan.rules
        bonus = rules.keep_m * (home["previous_member_id"] == member["member_id"])
        bonus += rules.prefer_m * (member["member_id"] in home["prefer"].split("、"))
        same = home["village"] and home["group"] and all(
            home[part] == member[part] for part in ("township", "village", "group")
        )  # fmt: skip
        bonus += rules.same_group_m * bool(same)
        cost = round((self.straight[h][m] * rules.detour - bonus) * 100)
        soft = bool(self.circles) and rules.circles.mode == "soft"
        return cost + OUTSIDE_CM * (soft and not self.in_circle(h, m))

    @cached_property
    def parts(self) -> list[tuple[set[int], set[int]]]:
        """Components: households that weigh and members, linked by pairs and by circles that may get full."""
        leader = {("m", m): ("m", m) for m in range(len(self.members))}
        leader |= {("h", h): ("h", h) for h in range(len(self.homes))}

        def find(node: tuple[str, int]) -> tuple[str, int]:
            while leader[node] != node:
                node = leader[node]
            return node

        edges = [
            (("h", h), ("m", m))
            for h, mine in enumerate(self.reach)
            for m in mine
            if self.homes[h]["load"] > 0
        ]
        teams = defaultdict(list)
        for m, member in enumerate(self.members):
            teams[member["circle_id"]].append(m)
        degree = {m: sum(head == ("m", m) for _, head in edges) for m in range(len(self.members))}
        unequal = any(home["load"] not in (0, 1) for home in self.homes)
        for team, mates in teams.items():
            most = sum(degree[m] if unequal else min(self.cap[m], degree[m]) for m in mates)
            if team in self.circles and most > self.room:
                edges += [(("m", mates[0]), ("m", m)) for m in mates[1:]]
        for one, other in edges:
            leader[find(one)] = find(other)
        found: dict[tuple[str, int], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
        for kind, row in leader:
            found[find((kind, row))][kind == "m"].add(row)
        return [part for part in found.values() if part[0]]

    @cached_property
    def unit(self) -> set[int]:
        """Households of load 1 with a member in reach, in components where all that weigh have load 1."""
        found: set[int] = set()
        for homes, _ in self.parts:
            mine = {h for h in homes if self.reach[h] and self.homes[h]["load"] > 0}
            if all(self.homes[h]["load"] == 1 for h in mine):
                found |= mine
        return found

    def most_served(
        self,
        homes: Iterable[int],
        cap: list[int],
        room: int | None = None,
        taken: Mapping[str, int] | None = None,
    ) -> int:
        """Most of ``homes`` that can be served at once: a maximum flow, one augmenting path at a time.

        ``room`` is that of each circle, ``taken`` what others take of it.
        """
        taken = {} if taken is None else taken
        left: dict[object, dict[object, int]] = defaultdict(dict)

        def arc(tail: object, head: object, capacity: int) -> None:
            left[tail][head] = left[tail].get(head, 0) + capacity
            left[head].setdefault(tail, 0)

        for h in homes:
            arc("from", ("h", h), 1)
            for m in self.reach[h]:
                arc(("h", h), ("m", m), 1)
        for m, member in enumerate(self.members):
            team = member["circle_id"]
            arc(("m", m), ("c", team) if team in self.circles else "to", cap[m])
        for team in self.circles:
            arc(("c", team), "to", (self.room if room is None else room) - taken.get(team, 0))

        def augment(node: object, seen: set[object]) -> bool:
            if node == "to":
                return True
            seen.add(node)
            for head, capacity in list(left[node].items()):
                if capacity and head not in seen and augment(head, seen):
                    left[node][head] -= 1
                    left[head][node] += 1
                    return True
            return False

        count = 0
        while augment("from", set()):
            count += 1
        return count

    def left_out(self, h: int) -> Tiers:
        return int(self.homes[h]["priority"] != ""), 1, 0, 0

    def unit_cost(self, m: int, k: int) -> Tiers:
        member = self.members[m]
        balance_cm = round(100 * self.plan.rules.balance_m)
        return 0, 0, -int(k <= member["min_load"]), balance_cm * (2 * (k - int(member["target_load"])) - 1)

    def proved(self, h: int) -> bool:
        """Whether the objective counts a household: not vacant, not among unequal loads."""
        weightless = self.homes[h]["load"] == 0
        return not self.vacant(h) and (weightless or not self.reach[h] or h in self.unit)

    def objective(self, choice: list[int]) -> Tiers:
        """Tiers of a choice of members over all households that are proved."""
        total, load = [(0, 0, 0, 0)], [0] * len(self.members)
        for h, m in enumerate(choice):
            if not self.proved(h) or (m >= 0 and m in self.own[h]):
                continue
            if m < 0:
                total.append(self.left_out(h))
                continue
            total.append((0, 0, 0, self.cost_cm(h, m)))
            load[m] += self.homes[h]["load"] == 1
        total += [self.unit_cost(m, k) for m, count in enumerate(load) for k in range(1, count + 1)]
        return added(*total)

    def feasible(self, choice: list[int]) -> bool:
        """Whether a choice keeps limit, boundary, locks, avoided pairs, caps and rooms."""
        load, held = [0.0] * len(self.members), defaultdict(int)
        for h, m in enumerate(choice):
            if m < 0 or m in self.own[h]:
                continue
            if m not in self.reach_of_anybody(h):
                return False
            load[m] += self.homes[h]["load"]
            held[self.members[m]["circle_id"]] += self.homes[h]["load"] > 0
        return all(load[m] <= self.cap[m] for m in range(len(load))) and all(
            held[team] <= self.room for team in self.circles
        )

    def reach_of_anybody(self, h: int) -> set[int]:
        """Members whom a household could have, were it nobody's own home."""
        if not self.own[h]:
            return self.reach[h]
        other = Village(self.plan)
        other.__dict__["own"] = [set[int]() for _ in self.homes]
        return other.reach[h]

    def bound(self) -> Tiers:
        """Lagrangian bound of the plan's prices on `objective`."""
        price = {(row["node"], row["id"]): row for row in self._rows("prices")}

        def of(node: str, key: str) -> Tiers:
            row = price.get((node, key))
            if row is None:
                return 0, 0, 0, 0
            return row["priority"], row["households"], row["shortfall"], row["cost_cm"]

        beta = [of("member", member["member_id"]) for member in self.members]
        theta = [of("circle", member["circle_id"]) for member in self.members]
        total = [(0, 0, 0, 0)]
        for h in range(len(self.homes)):
            if not self.proved(h) or self.own[h]:
                continue
            weightless = self.homes[h]["load"] == 0
            offers = [
                added((0, 0, 0, self.cost_cm(h, m)), (0, 0, 0, 0) if weightless else beta[m])
                for m in self.reach[h]
            ]
            total.append(min([self.left_out(h), *offers]))
        for m in range(len(self.members)):
            degree = sum(m in self.reach[h] for h in self.unit)
            for k in range(1, min(self.cap[m], degree) + 1):
                value = added(less(self.unit_cost(m, k), beta[m]), theta[m])
                total.append(min((0, 0, 0, 0), value))
        for team in self.circles:
            dear = max((0, 0, 0, 0), of("circle", team))
            total.append(less((0, 0, 0, 0), (self.room * part for part in dear)))
        return added(*total)
