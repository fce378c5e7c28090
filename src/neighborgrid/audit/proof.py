"""Whether a plan is the best one, told from its node prices alone: sums and minima, no solver.

Sets: households h to be linked, members m, admissible pairs; costs are vectors of tiers (priority households
left out, households left out, shortfall below the least loads, centimetres), compared tier by tier:

    c_hm = (0, 0, 0, centimetres of the pair)        U_h = (1 if h has priority, 1, 0, 0)
    d_mk = (0, 0, -1 if k <= min_m, balance (2 (k - target_m) - 1))      unit k of member m, k <= cap_m

Any prices beta_m of members and theta_c of circles bound every plan from below (Lagrangian relaxation of
"as many units as households"; Geoffrion 1974, doi:10.1007/BFb0120690):

    L = sum_h min(U_h, min_m (c_hm + beta_m)) + sum_mk min(0, d_mk - beta_m + theta_c(m))
        - sum_c room_c max(0, theta_c)

What the plan costs above L falls apart into terms that are each at least 0 in a plan that keeps the rules:
one for each household (its member against its best), one for each unit (taken though dear, or left though
cheap), and one for each circle (a price although there is room). All terms are 0 exactly if the prices prove
the plan; their sum bounds what any better plan could gain. A household of load 0 takes no unit and pays no
price. Components that hold other loads are left out: nothing is claimed about them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit.admissible import Admissible, Pairs
from neighborgrid.audit.facts import Facts
from neighborgrid.audit.tables import NOBODY, lookup, numbers, texts
from neighborgrid.audit.unequal import in_unequal_parts, linkable_pairs, whole_caps

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.audit.tables import Mask, Rows
    from neighborgrid.model import Ground, Plan

Tiers = tuple[int, int, int, int]
"""Priority households, households, shortfall, centimetres."""

GIVEN: Final = "given"
"""Status in the summary of a plan whose choice people made."""
COLUMNS: Final = ("priority", "households", "shortfall", "cost_cm")
_WEIGHT: Final = tuple(np.int64(2) ** bits for bits in (59, 53, 40, 0))
# An eighth of each radix, so that no sum or difference of two vectors runs into the next tier.
_MOST: Final = (3, 7, 2**10 - 1, 2**37 - 1)
_NOTHING: Final[Tiers] = (0, 0, 0, 0)


class Outcome(enum.Enum):
    """What the prices say about a plan."""

    PROVED = "proved"
    EDITED = "edited"
    UNPROVED = "unproved"
    CHANGED = "changed"
    MISSING = "missing"
    CIRCLES = "circles"
    PART = "part"
    SHEETS = "sheets"
    GROUND = "ground"


@dataclass(frozen=True, slots=True)
class ProofResult:
    """What is proved about a plan as it stands.

    Attributes
    ----------
    outcome
        ``proved``: no better plan exists in any tier. ``edited``: people changed who serves whom; ``gap``
        is what that costs against the best plan. ``unproved``: the prices do not prove the plan.
        ``changed``: rules, caps, locks or other facts were changed since, so the prices are those of
        another problem; ``circles``: circles were. ``missing``: ``unpriced`` members have no price.
        ``part``: a workbook of a split plan. ``sheets``: no plan. ``ground``: the files are not given on
        which the plan was measured.
    households, outside
        Households that the proof covers, and those that it does not since loads are unequal.
    gap
        What a better plan could gain at most, tier by tier; the first tier that is not 0 is the one that
        counts. None where the prices allow no statement. Negative only where the plan breaks a rule.
    breaches
        Households, members and circles that break a rule which the costs rest on.
    unpriced
        Members without a price who need one.
    """

    outcome: Outcome
    households: int = 0
    outside: int = 0
    gap: Tiers | None = None
    breaches: int = 0
    unpriced: int = 0

    def to_json(self) -> dict[str, object]:
        """Result as plain data; metres with two decimals."""
        gap = None
        if self.gap is not None:
            gap = dict(zip(COLUMNS[:3], self.gap[:3], strict=True)) | {"metres": self.gap[3] / 100}
        return {
            "outcome": self.outcome.value,
            "households": self.households,
            "outside": self.outside,
            "gap": gap,
            "breaches": self.breaches,
            "unpriced": self.unpriced,
        }


def _always() -> bool:
    return True


def prove(
    plan: Plan,
    *,
    existing: bool = False,
    part: bool = False,
    ground: Ground | None = None,
    same_problem: Callable[[], bool] = _always,
) -> ProofResult:
    """Check with the prices of a plan whether a better one exists; hand edits are applied already.

    ``existing``, ``part`` and ``ground`` as in `check.audit`: plain sheets, a workbook of a split plan, and
    what people walk on.
    ``same_problem`` tells whether all but who serves whom is as it was when the plan was made, which
    nothing here can see; it is asked only where the prices do not prove the plan.
    """
    if existing or part:
        return ProofResult(Outcome.SHEETS if existing else Outcome.PART)
    facts = Facts(plan, ground=ground)
    if facts.walking.untold:
        return ProofResult(Outcome.GROUND)
    case = _Case(facts, Admissible(facts))
    covered = int(case.covered.sum()), int(case.outside.sum())
    if case.unpriced:
        return ProofResult(Outcome.MISSING, *covered, unpriced=case.unpriced)
    if not case.in_range:
        return ProofResult(_unproved(facts, same_problem), *covered)
    gap, breaches = case.above_bound(facts.person)
    breaches += int((case.covered & (facts.member_id != "") & (facts.person < 0)).sum())
    best = gap == _NOTHING and not breaches
    # What was written before is lost in a plan that was rewritten after changes: its choice is people's own.
    given = facts.plan.summary.get("status") == GIVEN
    if facts.edited.any() and not given:
        best = case.above_bound(case.admissible.written) == (_NOTHING, 0)
    outcome = Outcome.PROVED if best else _unproved(facts, same_problem)
    by_people = outcome is Outcome.PROVED and facts.edited.any()
    if by_people or (given and outcome in (Outcome.PROVED, Outcome.UNPROVED)):
        outcome = Outcome.EDITED
    return ProofResult(outcome, *covered, gap, breaches)


def _unproved(facts: Facts, same_problem: Callable[[], bool]) -> Outcome:
    """What to say of a plan that its prices do not prove."""
    if _teams_changed(facts):
        return Outcome.CIRCLES
    return Outcome.UNPROVED if same_problem() else Outcome.CHANGED


def _teams_changed(facts: Facts) -> bool:
    """Whether members were moved between circles by hand.

    Other signs of edited circles follow from who serves whom too, and must not excuse a plan that is not the
    best one: a household in another circle than it names counts only where its member brought several.
    """
    circles = facts.circles
    if not circles.on:
        return False
    count = np.bincount(facts.person[facts.served], minlength=facts.members)
    moved = circles.moved & (count[: facts.members] > 1)
    return bool(circles.other_figures["members"].any() or moved.any())


def _packed(tiers: Rows) -> Rows:
    """Vectors of shape (n, 4) as numbers in the same order; see `_within`."""
    return np.asarray(sum(tiers[:, tier] * weight for tier, weight in enumerate(_WEIGHT)))


def _within(tiers: Rows) -> bool:
    return all(bool((np.abs(tiers[:, tier]) <= most).all()) for tier, most in enumerate(_MOST))


def _sum(packed: Rows) -> Tiers:
    """Sum of vectors that are packed sums or differences of two."""
    rest = packed[packed != 0]
    total = []
    for weight in _WEIGHT:
        digit = (rest + weight // 2) // weight
        total.append(int(digit.sum()))
        rest = rest - digit * weight
    return total[0], total[1], total[2], total[3]


def _added(*sums: Tiers) -> Tiers:
    total = [sum(column) for column in zip(*sums, strict=True)]
    return total[0], total[1], total[2], total[3]


@dataclass(frozen=True)
class _Case:
    """The problem that the prices are about: households, pairs, units and rooms."""

    facts: Facts
    admissible: Admissible

    @cached_property
    def all_pairs(self) -> Pairs:
        """Admissible pairs of all households to be linked, those too heavy for the member left out."""
        return linkable_pairs(self.admissible)

    @cached_property
    def cap(self) -> Rows:
        """Greatest load of each member, whole."""
        return whole_caps(self.facts)

    @cached_property
    def outside(self) -> Mask:
        """Whether each household is in a component of unequal loads."""
        return in_unequal_parts(self.facts, self._possible_pairs)

    @cached_property
    def _possible_pairs(self) -> Pairs:
        """All pairs, those on doubtful ways too where unequal loads make components matter."""
        plain = np.isin(self.facts.work, (0, 1)).all()
        if plain or not self.facts.walking.on_files:
            return self.all_pairs
        return linkable_pairs(self.admissible, sure_ways=False)

    @cached_property
    def covered(self) -> Mask:
        """Whether the proof is about each household."""
        work = self.facts.work
        plain = (work == 0) | (work == 1)
        # Another load with nobody to serve it waits in every plan.
        return np.asarray(~self.facts.vacant & ~self.outside & (plain | ~self._has_pair))

    @cached_property
    def _has_pair(self) -> Mask:
        has = np.zeros(len(self.facts.work), dtype=bool)
        has[self._possible_pairs.household] = True
        return has

    @cached_property
    def unit(self) -> Mask:
        """Whether each household takes one unit of its member."""
        return np.asarray(self.covered & (self.facts.work > 0))

    @cached_property
    def pairs(self) -> Pairs:
        """Pairs that the proof is about."""
        if not self.outside.any():
            return self.all_pairs
        return self.all_pairs.take(self.covered[self.all_pairs.household])

    @cached_property
    def degree(self) -> Rows:
        """Households of one unit that each member could serve."""
        of_unit = self.unit[self.pairs.household]
        return np.bincount(self.pairs.member[of_unit], minlength=self.facts.members)

    def _tiers(self, node: str, ids: np.ndarray) -> tuple[Rows, Mask]:
        """Prices of nodes, shape (n, 4), 0 where there is no row; and whether there is one."""
        table = self.facts.plan.tables["prices"]
        table = table[(table["node"] == node).to_numpy()]
        row = lookup(texts(table, "id"), ids)
        values = table[list(COLUMNS)].to_numpy(dtype=np.int64)
        values = np.vstack([values, np.zeros((1, len(COLUMNS)), np.int64)])
        return values[row], row != NOBODY

    @cached_property
    def _of_members(self) -> tuple[Rows, Mask]:
        return self._tiers("member", self.facts.person_id[: self.facts.members])

    @cached_property
    def theta(self) -> Rows:
        """Price of each circle, shape (circles, 4)."""
        circles = self.facts.circles
        # Without circles no room is short.
        return self._tiers("circle", circles.ids)[0] if circles.on else np.zeros((0, len(COLUMNS)), np.int64)

    @cached_property
    def unpriced(self) -> int:
        """Members who could serve a household of one unit and have no price."""
        return int(np.count_nonzero((self.degree > 0) & ~self._of_members[1]))

    @cached_property
    def in_range(self) -> bool:
        """Whether all vectors can be packed; prices of a real plan are far within."""
        rules = self.facts.plan.rules
        bend = 200.0 * rules.balance_m * (self.cap.max(initial=0) + self.target.max(initial=0) + 1)
        cost = np.abs(self.cost_cm).max(initial=0)
        return _within(self._of_members[0]) and _within(self.theta) and max(bend, cost) <= _MOST[3]

    @cached_property
    def cost_cm(self) -> Rows:
        """Greatest honest cost of each pair."""
        return self.admissible.cost_cm(self.pairs)[1]

    @cached_property
    def beta(self) -> Rows:
        """Packed price of each member, and 0 for nobody."""
        return np.append(_packed(self._of_members[0]), 0)

    @cached_property
    def target(self) -> Rows:
        """Target load of each member, whole."""
        return np.nan_to_num(numbers(self.facts.plan.members, "target_load")).astype(np.int64)

    @cached_property
    def left_out(self) -> Rows:
        """Packed cost of leaving out each household."""
        return np.asarray((self.facts.column("priority") != "") * _WEIGHT[0] + _WEIGHT[1])

    @cached_property
    def best(self) -> Rows:
        """Least packed cost and price of each household; 0 for those that have a member of their own."""
        pairs = self.pairs
        least = self.left_out.copy()
        value = self.cost_cm + np.where(self.unit[pairs.household], self.beta[pairs.member], 0)
        if len(value):
            first = np.flatnonzero(np.diff(pairs.household, prepend=-1))
            home = pairs.household[first]
            least[home] = np.minimum(least[home], np.minimum.reduceat(value, first))
        least[self.admissible.may_be_own] = 0
        return least

    def above_bound(self, person: Rows) -> tuple[Tiers, int]:
        """What a choice of people (row per household) costs above the bound, and breaches of rules."""
        facts = self.facts
        own = self.admissible.own_of(person)
        serving = (person >= 0) & (person < facts.members)
        linked = np.flatnonzero(self.covered & serving & ~own)
        homes, unsound, unsure = self._of_homes(person, linked, own)
        units = linked[self.unit[linked]]
        load = np.bincount(person[units], minlength=facts.members)
        breaches = unsound + int((self.covered & (person >= facts.members)).sum())
        breaches += int((load > np.where(load > 0, self.cap, 0)).sum())
        rooms, crowded = self._of_circles(person[units])
        return _added(homes, self._of_units(load, unsure), rooms), breaches + crowded

    def _of_homes(self, person: Rows, linked: Rows, own: Mask) -> tuple[Tiers, int, Rows]:
        """Terms of the households, how many have a member who may not serve them, and doubtful units.

        The last are counted by member: units used on ways that may be too long.
        """
        metres = self.admissible.ways.straight_m(linked, person[linked])
        metres = self._measured(linked, person[linked], metres)
        used, sound, unsure = self.admissible.used(linked, person[linked], metres)
        cost = self.left_out.copy()
        cost[linked] = self.admissible.cost_cm(used)[0]
        cost[linked] += np.where(self.unit[linked], self.beta[person[linked]], 0)
        cost[own] = 0
        term = np.where(self.covered, cost - self.best, 0)
        # Two roundings of one pair, or a pair that is admissible only perhaps: no gain is claimed.
        term[linked[sound]] = np.maximum(term[linked[sound]], 0)
        doubtful = person[linked[unsure & self.unit[linked]]]
        units = np.bincount(doubtful, minlength=self.facts.members)
        return _sum(term), int(np.count_nonzero(~sound)), units

    def _measured(self, household: Rows, person: Rows, metres: np.ndarray) -> np.ndarray:
        """Metres, those near the limit by the exact formula."""
        close = np.flatnonzero(np.abs(metres - self.admissible.radius_m) < 1e-3)
        metres[close] = self.admissible.ways.exactly_m(household[close], person[close])
        return metres

    def _of_units(self, load: Rows, unsure: Rows) -> Tiers:
        """Terms of the members' units; ``unsure`` ones are used by no other pair."""
        room = np.minimum(self.cap, self.degree + unsure)
        count = np.maximum(room, load)
        member = np.repeat(np.arange(len(count)), count)
        unit = np.arange(len(member)) - np.repeat(np.cumsum(count) - count, count) + 1
        least = np.nan_to_num(numbers(self.facts.plan.members, "min_load")).astype(np.int64)
        balance_cm = round(self.facts.plan.rules.balance_m * 100)
        cost = balance_cm * (2 * (unit - self.target[member]) - 1)
        cost -= (unit <= least[member]) * _WEIGHT[2]
        cost -= self.beta[member]
        if len(self.theta):
            cost += np.append(_packed(self.theta), 0)[self.facts.circles.team[member]]
        taken, allowed = unit <= load[member], unit <= room[member]
        return _sum(np.where(taken, cost, 0) - np.where(allowed, np.minimum(cost, 0), 0))

    def _of_circles(self, member: Rows) -> tuple[Tiers, int]:
        """Terms of the circles in which ``member`` serve one household each, and circles with too many."""
        circles = self.facts.circles
        if not len(self.theta):
            return _NOTHING, 0
        team = circles.team[member]
        held = np.bincount(team[team >= 0], minlength=len(circles.ids))
        total = _NOTHING
        for circle in np.flatnonzero(self.theta.any(axis=1)).tolist():
            price = tuple(self.theta[circle].tolist())
            times = -int(held[circle]) + (circles.rule.max_households if price > _NOTHING else 0)
            total = _added(total, tuple(times * part for part in price))
        return total, int((held > circles.rule.max_households).sum())
