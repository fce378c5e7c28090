"""The linked model of circles and households as one mixed-integer program, solved tier by tier by HiGHS.

Written out anew from the formulation; shares nothing with the solver of the package. Variables: y_c (site c
is a centre), x_mc (m in the circle at c), z_hm (m serves h from inside its circle), o_hm (from outside),
s_c (members that the team is short of), l_c, p_c (leader and deputies of the right role), u_mc (households
that m brings into the circle at c).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, vstack

if TYPE_CHECKING:
    from neighborgrid.model import Problem

TIERS = ("priority", "served", "shortfall", "circles", "outside", "stand_ins", "metres")
"""Order of the tiers where the number of circles comes before households outside."""
WORTH_TIERS = ("priority", "served", "shortfall", "spread", "circles", "stand_ins", "metres")
"""Order of the tiers with ``spread``: ``worth_households`` x circles + households outside."""


@dataclass(frozen=True)
class Tier:
    """Value of one tier, its bound, and whether it is proved optimal given the tiers before."""

    value: float
    bound: float
    proved: bool


def metres(one: object, other: object) -> np.ndarray:
    """Geodesic metres between all rows of two tables with lon and lat."""
    a, b = (table[["lon", "lat"]].to_numpy() for table in (one, other))
    ends = np.repeat(a, len(b), axis=0), np.tile(b, (len(a), 1))
    flat = Geod(ellps="WGS84").inv(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])[2]
    return np.asarray(flat).reshape(len(a), len(b))


@dataclass
class LinkedModel:
    """Rows and columns of one village; every household is to be linked, every member may serve.

    ``cap`` is the greatest load of each member; places are those of one village.
    """

    problem: Problem
    cap: np.ndarray
    names: dict[str, np.ndarray] = field(default_factory=dict)
    rows: list[coo_matrix] = field(default_factory=list)
    low: list[np.ndarray] = field(default_factory=list)
    high: list[np.ndarray] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        homes, people, rules = self.problem.households, self.problem.people, self.problem.rules
        rule, limit = rules.circles, rules.limit_m + 1e-6
        self.rule = rule
        count_h, count_m = len(homes), len(people)
        self.to_site = metres(people, people)
        to_home = metres(homes, people)
        reach = np.argwhere(self.to_site <= rule.limit_m + 1e-6)
        pairs = np.argwhere(to_home <= limit)
        self.reach, self.pairs = reach, pairs
        for name, count in (
            *(("y", count_m), ("x", len(reach)), ("z", len(pairs)), ("o", len(pairs))),
            *(("s", count_m), ("l", count_m), ("p", count_m), ("u", len(reach))),
        ):
            self.names[name] = np.arange(self.size, self.size + count)
            self.size += count
        y, x, z, o, s, led, p, u = (self.names[name] for name in "yxzoslpu")
        member, site = reach.T
        home, server = pairs.T
        infinity = np.inf
        self._add([(member, x, 1.0)], count_m, 1, 1)
        self._add([(np.arange(len(x)), x, 1.0), (np.arange(len(x)), y[site], -1.0)], len(x), -infinity, 0)
        every = np.arange(count_m)
        self._add([(site, x, 1.0), (every, y, -float(rule.team_max))], count_m, -infinity, 0)
        self._add([(site, x, 1.0), (every, s, 1.0), (every, y, -float(rule.team_min))], count_m, 0, infinity)
        self._add([(home, z, 1.0), (home, o, 1.0)], count_h, 0, 1)
        self._add([(server, z, 1.0), (server, o, 1.0)], count_m, 0, self.cap)
        self._inside(to_home)
        leads = np.isin(people["role"], rule.leader_roles)[member]
        deputises = np.isin(people["role"], rule.deputy_roles)[member]
        least = float(rule.deputies[0])
        self._add([(every, led, 1.0), (every, y, -1.0)], count_m, -infinity, 0)
        self._add([(every, led, 1.0), (site[leads], x[leads], -1.0)], count_m, -infinity, 0)
        self._add([(every, p, 1.0), (every, y, -least)], count_m, -infinity, 0)
        self._add([(every, p, 1.0), (site[deputises], x[deputises], -1.0)], count_m, -infinity, 0)
        # u_mc >= households of m, less a big number where m is not in the circle at c.
        big = self.cap[member].astype(float)
        at = np.arange(len(x))
        of_member = [np.flatnonzero(server == m) for m in range(count_m)]
        row = np.concatenate([np.full(len(of_member[m]), r) for r, m in enumerate(member)])
        column = np.concatenate([of_member[m] for m in member])
        self._add(
            [(at, u, 1.0), (row, z[column], -1.0), (row, o[column], -1.0), (at, x, -big)],
            len(x),
            -big,
            infinity,
        )
        self._add([(site, u, 1.0), (every, y, -float(rule.max_households))], count_m, -infinity, 0)
        if rule.mode == "strict":
            self._add([(np.zeros(len(o), int), o, 1.0)], 1, 0, 0)

    def _inside(self, to_home: np.ndarray) -> None:
        """z_hm <= sum of x_mc over the sites within the limit of h."""
        z, x = self.names["z"], self.names["x"]
        member, site = self.reach.T
        of_member = [np.flatnonzero(member == m) for m in range(len(self.problem.people))]
        rows, columns = [], []
        for row, (home, server) in enumerate(self.pairs):
            mine = of_member[server]
            near = mine[to_home[home, site[mine]] <= self.rule.limit_m + 1e-6]
            rows.append(np.full(len(near), row))
            columns.append(x[near])
        at = np.arange(len(z))
        terms = [(at, z, 1.0), (np.concatenate(rows), np.concatenate(columns), -1.0)]
        self._add(terms, len(z), -np.inf, 0)

    def _add(self, terms: list, count: int, low: object, high: object) -> None:
        row = np.concatenate([np.asarray(r) for r, _, _ in terms])
        column = np.concatenate([np.asarray(c) for _, c, _ in terms])
        value = np.concatenate([np.broadcast_to(v, np.shape(c)) for _, c, v in terms])
        self.rows.append(coo_matrix((value, (row, column)), (count, self.size)))
        self.low.append(np.broadcast_to(np.asarray(low, float), count))
        self.high.append(np.broadcast_to(np.asarray(high, float), count))

    def objective(self, tier: str) -> np.ndarray:
        """Coefficients of a tier; it is minimised."""
        c = np.zeros(self.size)
        n = self.names
        important = (self.problem.households["priority"] != "").to_numpy()[self.pairs[:, 0]]
        least = float(self.rule.deputies[0])
        terms = {
            "priority": ((n["z"], -1.0 * important), (n["o"], -1.0 * important)),
            "served": ((n["z"], -1.0), (n["o"], -1.0)),
            "shortfall": ((n["s"], 1.0),),
            "circles": ((n["y"], 1.0),),
            "outside": ((n["o"], 1.0),),
            "spread": ((n["y"], float(self.rule.worth_households)), (n["o"], 1.0)),
            "stand_ins": ((n["y"], 1.0 + least), (n["l"], -1.0), (n["p"], -1.0)),
            "metres": ((n["x"], self.to_site[self.reach[:, 0], self.reach[:, 1]]),),
        }[tier]
        for columns, factor in terms:
            c[columns] = factor
        return c

    def solve(self, seconds: float, tiers: tuple[str, ...] = TIERS) -> dict[str, Tier]:
        """Tiers in their order until ``seconds`` are spent; later tiers are missing then."""
        upper = np.ones(self.size)
        for name in "su":
            upper[self.names[name]] = np.inf
        upper[self.names["p"]] = float(self.rule.deputies[0])
        whole = np.zeros(self.size)
        for name in "yxzolp":
            whole[self.names[name]] = 1
        found: dict[str, Tier] = {}
        start = time.monotonic()
        for tier in tiers:
            left = seconds - (time.monotonic() - start)
            if left <= 0:
                break
            objective = self.objective(tier)
            constraint = LinearConstraint(
                vstack(self.rows).tocsc(), np.concatenate(self.low), np.concatenate(self.high)
            )
            result = milp(
                objective,
                constraints=constraint,
                bounds=Bounds(np.zeros(self.size), upper),
                integrality=whole,
                options={"time_limit": left, "mip_rel_gap": 0.0},
            )
            if result.x is None:
                break
            found[tier] = Tier(float(result.fun), float(result.mip_dual_bound), result.status == 0)
            at = np.flatnonzero(objective)
            self._add([(np.zeros(len(at), int), at, objective[at])], 1, -np.inf, result.fun + 1e-6)
        return found
