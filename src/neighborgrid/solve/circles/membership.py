"""Who belongs to which circle once the centres stand: one exact min-cost flow.

Nodes: members m, per circle c its posts (one leader, the least number of deputies) and the circle itself,
and a sink. Arcs: m -> c at d(m, c); m -> post of c at d(m, c) where m has a role for it; post -> c at -S;
c -> sink in steps: the first member at less than -2 W, the next up to ``team_min`` at -W, then members at
0 as long as their households fit into the circle, then at V up to ``team_max``. d(m, c) is metres; in a
second flow, plus B for every household that m serves in the plan without circles and c does not cover:
where there are none, that plan stands. The matrix is a network matrix, so the optimum is integral (Ahuja,
Magnanti and Orlin 1993, Network Flows, chapter 9).

A simple residual cycle passes the sink once and every circle and post at most once, which bounds what one
tier can gain on it; the weights S < B < V < W keep the order: team shortfall, room for households, those
not covered, posts held by nobody of their role, metres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from neighborgrid.solve.circles.serving import Serving
from neighborgrid.solve.costs import CM_PER_M
from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from neighborgrid.solve.circles.units import Floats, IntMatrix, Mask, Masks, Matrix, Rows, Unit


TRIALS: Final = 200
"""Memberships that moves may try in one unit (``polish``)."""


NEAR_CIRCLES: Final = 24
MANY_PAIRS: Final = 200_000
"""With more pairs of members and circles a member is first offered the `NEAR_CIRCLES` nearest."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Centres of a unit's circles and who belongs to which.

    Attributes
    ----------
    sites
        Sites of the circles, local to the unit, ascending.
    circle
        Circle of each member, shape (members,): index into ``sites``.
    lost
        Households that the circles leave unserved though the plan without circles serves them.
    shortfall
        Members that teams are short of ``team_min``, summed over the circles.
    outside
        Households that no member can serve from inside a circle.
    stand_ins
        Obligatory posts that nobody of their role holds.
    metres
        Sum of member-to-centre walking metres.
    worth
        Households that one circle more must bring inside.
    """

    sites: Rows
    circle: Rows
    lost: int
    shortfall: int
    outside: int
    stand_ins: int
    metres: float
    worth: int

    @property
    def key(self) -> tuple[float, ...]:
        """Tiers (1) to (6) of the package; the lesser is better."""
        count = len(self.sites)
        spread = count * self.worth + self.outside
        return (self.lost, self.shortfall, spread, count, self.stand_ins, self.metres)


class Arranger:
    """Arranges the members of one unit around any set of its sites."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.strict = unit.rule.mode == "strict"
        self.serving = Serving(unit)
        self.trials_left = TRIALS
        self.metres: Matrix = unit.metres()
        self.covers: Masks | None = unit.covers() if np.isfinite(unit.rule.limit_m) else None
        self.uncovered = self._uncovered()
        self.work_per_member = max(1.0, float(unit.work.mean()))

    def arrange(self, sites: Rows, best: Arrangement | None = None) -> list[Arrangement] | None:
        """Memberships for the centres ``sites`` that may be better than ``best``.

        None where team sizes cannot hold everybody; else that of fewest vacant posts and least metres, and
        where it leaves households outside, one that gives up posts and metres for them.
        """
        made: list[Arrangement] = []
        for covering in (False, True):
            circle = self._membership(sites, covering=covering)
            if circle is None:
                return made if covering else None
            found = self.measured(sites, circle, best)
            if best is None or found.key < best.key or found.outside > self.not_covered(sites[circle]):
                made.append(found)
            if not found.outside:
                break
        return made

    def measured(self, sites: Rows, circle: Rows, best: Arrangement | None = None) -> Arrangement:
        """Arrangement of a membership that is given.

        Where it cannot be better than ``best`` whatever the flows say, they are spared, and lower bounds
        stand in the arrangement.
        """
        unit, rule = self.unit, self.unit.rule
        count = len(sites)
        size = np.bincount(circle, minlength=count)
        vacant = self._vacant(circle, count)
        outside = self.not_covered(sites[circle])
        made = Arrangement(
            sites=sites,
            circle=circle,
            lost=outside if self.strict else 0,
            shortfall=int(np.maximum(0, rule.team_min - size).sum()),
            outside=outside,
            stand_ins=vacant,
            metres=float(self.metres[np.arange(unit.size), sites[circle]].sum()),
            worth=rule.worth_households,
        )
        if best is not None and made.key >= best.key:
            return made
        outside = self.serving.lost(circle, self.inside(sites[circle]))
        return replace(
            made, outside=outside, lost=outside if self.strict else self.serving.lost(circle, None)
        )

    def _vacant(self, circle: Rows, count: int) -> int:
        """Obligatory posts that nobody of their role holds; who has both roles holds one."""
        unit, least = self.unit, self.unit.rule.deputies[0]

        def members(which: Mask) -> Rows:
            return np.bincount(circle[which], minlength=count)

        both = members(unit.leads & unit.deputises)
        leaders, deputies = members(unit.leads & ~unit.deputises), members(unit.deputises & ~unit.leads)
        held = np.minimum(least, deputies + both) + (leaders > 0)
        led_by_both = np.where(both > 0, 1 + np.minimum(least, deputies + both - 1), 0)
        return int((1 + least) * count - np.maximum(held, led_by_both).sum())

    def not_covered(self, site: Rows) -> int:
        """Households without any inside pair when each member's centre is ``site``, shape (members,)."""
        unit = self.unit
        covered = np.zeros(unit.homes, bool)
        covered[unit.pair_home[self.inside(site)]] = True
        return int(unit.homes - covered.sum())

    def inside(self, site: Rows) -> Mask:
        """Whether each pair's household is covered when each member's centre is ``site``."""
        unit = self.unit
        if self.covers is None:
            return np.ones(len(unit.pair_home), bool)
        return self.covers[unit.pair_home, site[unit.pair_member]]

    def uncovered_in_reach(self) -> Matrix:
        """As ``uncovered``, inf where a member may not belong to a site."""
        return np.where(np.isfinite(self.metres), self.uncovered, np.inf)

    def _uncovered(self) -> IntMatrix:
        """Households of each member, in the plan without circles, that each site does not cover."""
        unit = self.unit
        if not np.isfinite(unit.rule.limit_m):
            return np.zeros(self.metres.shape, np.int32)
        missed = np.zeros(self.metres.shape, np.int32)
        missed += np.bincount(unit.home_member, minlength=unit.size).astype(np.int32)[:, None]
        np.subtract.at(missed, (unit.home_member[unit.cover_home], unit.cover_site), 1)
        return missed

    def _room(self) -> int:
        """Members of a circle whose households fit into it, at the unit's mean of households a member."""
        rule = self.unit.rule
        return max(1, min(rule.team_max, int(rule.max_households / self.work_per_member)))

    def _membership(self, sites: Rows, *, covering: bool) -> Rows | None:
        """Circle of each member; of many circles the nearest are tried first."""
        metres = self.metres[:, sites]
        if metres.size > MANY_PAIRS and len(sites) > NEAR_CIRCLES:
            nth = np.partition(metres, NEAR_CIRCLES - 1, axis=1)[:, [NEAR_CIRCLES - 1]]
            circle = self._flow(sites, np.isfinite(metres) & (metres <= nth), covering=covering)
            if circle is not None:
                return circle
        return self._flow(sites, np.isfinite(metres), covering=covering)

    def _flow(self, sites: Rows, near: Masks, *, covering: bool) -> Rows | None:
        unit, rule = self.unit, self.unit.rule
        metres = self.metres[:, sites]
        size, count = unit.size, len(sites)
        member, circle = np.nonzero(near)
        cost = np.rint(metres[member, circle] * CM_PER_M).astype(np.int64)
        turns = min(2 * count + 2, size) + 1
        step = turns * int(cost.max(initial=0)) + 1
        uncovered = self.uncovered[member, sites[circle]].astype(np.int64) * covering
        beyond = (4 * count + 2) * step
        over = turns * int(uncovered.max(initial=0)) * beyond + beyond
        short = 3 * over
        cost += beyond * uncovered
        first_leader, first_deputy, first_circle = size, size + count, size + 2 * count
        sink = size + 3 * count
        leads, deputises = unit.leads[member], unit.deputises[member]
        every = np.arange(count)
        least = min(rule.team_min, rule.team_max)
        empty = 2 * short * least
        room = max(self._room(), least)
        # No circle may be empty, whatever that costs.
        steps = ((1, -empty - short), (least - 1, -short), (room - least, 0), (rule.team_max - room, over))
        arcs: list[tuple[Rows, Rows, Rows, Rows]] = [
            (member, first_circle + circle, np.ones(len(member), np.int64), cost),
            _arcs(member[leads], first_leader + circle[leads], 1, cost[leads]),
            _arcs(member[deputises], first_deputy + circle[deputises], 1, cost[deputises]),
            _arcs(first_leader + every, first_circle + every, 1, np.full(count, -step)),
            _arcs(first_deputy + every, first_circle + every, rule.deputies[0], np.full(count, -step)),
            *(
                _arcs(first_circle + every, np.full(count, sink), units, np.full(count, price))
                for units, price in steps
            ),
            _arcs(np.arange(size), np.full(size, sink), 1, np.full(size, 4 * empty)),
        ]
        network = SimpleMinCostFlow()
        columns = [np.concatenate(column) for column in zip(*arcs, strict=True)]
        network.add_arcs_with_capacity_and_unit_cost(columns[0], columns[1], columns[2], columns[3])
        supply = np.zeros(sink + 1, np.int64)
        supply[:size], supply[sink] = 1, -size
        network.set_nodes_supplies(np.arange(sink + 1), supply)
        status = network.solve()
        if status != network.OPTIMAL:
            raise FlowError(f"membership flow ended with {status.name}")
        pairs = len(member) + int(leads.sum()) + int(deputises.sum())
        used = np.flatnonzero(network.flows(np.arange(pairs)))
        ends = np.concatenate((circle, circle[leads], circle[deputises]))
        if len(used) < size:
            return None
        placed = np.empty(size, np.int64)
        placed[columns[0][used]] = ends[used]
        return placed if len(np.unique(placed)) == count else None


def _arcs(tail: Rows, head: Rows, capacity: int, cost: Rows) -> tuple[Rows, Rows, Rows, Rows]:
    return tail, head, np.full(len(tail), capacity, np.int64), cost


def nearest_sum(metres: Matrix, sets: Rows) -> Floats:
    """Sum over members of the metres to the nearest site, for each set of sites (rows of ``sets``).

    A lower bound on the metres of any membership of that set.
    """
    least = metres[:, sets[:, 0]]
    for column in sets.T[1:]:
        least = np.minimum(least, metres[:, column])
    return np.asarray(least.sum(axis=0))
