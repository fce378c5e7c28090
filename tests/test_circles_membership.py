"""Membership of small units against every membership there is."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from neighborgrid.rules import Rules
from neighborgrid.solve.circles.membership import Arrangement, Arranger
from neighborgrid.solve.circles.search import arrange_unit
from neighborgrid.solve.circles.sites import Reach
from neighborgrid.solve.circles.units import Unit

PHASES = (Phase.explicit, Phase.generate)
"""Shrinking takes minutes; the units are small enough to read."""
ROLES = ("cadre", "group_leader", "member")


def unit_of(
    metres: np.ndarray, roles: list[str], *, homes: int = 0, kept=None, covers=None, **values
) -> Unit:
    """Unit of a table of metres (members, sites); inf where the two may not belong together.

    Household h is served by member h modulo the members and by nobody else; ``covers`` (homes, sites).
    """
    size, sites = metres.shape
    rule = dataclasses.replace(
        Rules.defaults().circles, **({"limit_m": 500.0, "max_households": 10**6} | values)
    )
    member, site = np.nonzero(np.isfinite(metres))
    server = np.arange(homes) % size
    covered = np.nonzero(np.ones((homes, sites), bool) if covers is None else covers)
    return Unit(
        members=np.arange(size),
        sites=np.arange(sites),
        reach=Reach(member, site, metres[member, site]),
        kept=np.full(size, -1) if kept is None else np.array(kept),
        work=np.bincount(server, minlength=size).astype(float),
        cap=np.full(size, 100.0),
        leads=np.isin(roles, rule.leader_roles),
        deputises=np.isin(roles, rule.deputy_roles),
        homes=homes,
        own_homes=0,
        home_member=server,
        cover_home=covered[0],
        cover_site=covered[1],
        pair_home=np.arange(homes),
        pair_member=server,
        member_xyz=np.zeros((size, 3)),
        site_xyz=np.zeros((sites, 3)),
        rule=rule,
        detour=1.0,
    )


def arranged(unit: Unit, sites) -> Arrangement | None:
    """Best membership found for one set of centres; None where team sizes cannot hold everybody."""
    return min(Arranger(unit).arrange(np.array(sites)) or (), key=lambda made: made.key, default=None)


def value(unit: Unit, sites: tuple[int, ...], circle: tuple[int, ...]) -> tuple[float, ...] | None:
    """Shortfall, posts not held, metres of one membership; None where it is not allowed."""
    metres, rule = unit.metres(), unit.rule
    total, shortfall, vacant = 0.0, 0, 0
    for member, one in enumerate(circle):
        total += metres[member, sites[one]]
    if math.isinf(total):
        return None
    for one in range(len(sites)):
        team = [member for member, own in enumerate(circle) if own == one]
        if not team or len(team) > rule.team_max:
            return None
        shortfall += max(0, rule.team_min - len(team))
        # Nobody holds two posts; a post of nobody's counts as much as a stand-in: best over who leads.
        vacant += min(
            int(leader < 0 or not unit.leads[leader])
            + max(0, rule.deputies[0] - sum(bool(unit.deputises[m]) for m in team if m != leader))
            for leader in (-1, *team)
        )
    return shortfall, vacant, round(total, 6)


def best(unit: Unit, sites: tuple[int, ...]) -> tuple[float, ...] | None:
    every = itertools.product(range(len(sites)), repeat=unit.size)
    values = [value(unit, sites, circle) for circle in every]
    return min((one for one in values if one is not None), default=None)


@st.composite
def units(draw, roles=ROLES):
    size, sites = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    # Whole metres keep sums exact; the same few values make ties.
    metres = rng.integers(0, draw(st.sampled_from([4, 500])), (size, sites)).astype(float)
    metres[rng.random((size, sites)) < draw(st.sampled_from([0.0, 0.3]))] = np.inf
    low = draw(st.integers(0, 2))
    team_max = draw(st.integers(1, 6))
    return unit_of(
        metres,
        [draw(st.sampled_from(roles)) for _ in range(size)],
        team_min=draw(st.integers(1, min(4, team_max))),
        team_max=team_max,
        deputies=(low, low + 1),
    )


@settings(max_examples=150, phases=PHASES)
@given(units())
def test_no_membership_is_better(unit: Unit) -> None:
    sites = tuple(range(len(unit.sites)))
    found = arranged(unit, sites)
    expected = best(unit, sites)
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert (found.shortfall, found.stand_ins, round(found.metres, 6)) == expected
    assert value(unit, sites, tuple(found.circle.tolist())) == expected
    assert (found.lost, found.outside) == (0, 0)


@settings(max_examples=100, phases=PHASES)
@given(units())
def test_any_membership_is_measured_rightly(unit: Unit) -> None:
    rng = np.random.default_rng(unit.size)
    sites = tuple(range(len(unit.sites)))
    circle = rng.integers(0, len(sites), unit.size)
    true = value(unit, sites, tuple(circle.tolist()))
    if true is not None:
        made = Arranger(unit).measured(np.array(sites), circle)
        assert (made.shortfall, made.stand_ins, round(made.metres, 6)) == true


def test_members_who_stay_stay() -> None:
    metres = np.array([[0.0, 300.0], [300.0, 0.0], [10.0, 290.0]])
    unit = unit_of(metres, ["member"] * 3, kept=[1, -1, -1], team_min=1)
    found = arranged(unit, [0, 1])
    assert found is not None
    assert found.circle.tolist() == [1, 1, 0]
    assert arrange_unit(unit).arrangement.sites.tolist() == [1]


def test_too_many_members_for_the_circles_are_no_arrangement() -> None:
    unit = unit_of(np.zeros((5, 2)), ["member"] * 5, team_min=1, team_max=2)
    assert arranged(unit, [0, 1]) is None


def test_shortfall_comes_before_posts_and_posts_before_metres() -> None:
    # Four members at site 0, one (the only cadre) at site 1; both teams want two.
    metres = np.array([[0.0, 400.0]] * 4 + [[400.0, 0.0]])
    roles = ["member"] * 4 + ["cadre"]
    found = arranged(unit_of(metres, roles, team_min=2, deputies=(0, 1)), [0, 1])
    assert found is not None
    # One of the four walks 400 m so that no team is short; the cadre leads where he is.
    assert (found.shortfall, found.stand_ins, found.metres) == (0, 1, 400.0)
    roles = ["cadre", "cadre", "member", "member", "member"]
    found = arranged(unit_of(metres, roles, team_min=1, deputies=(0, 1)), [0, 1])
    assert found is not None
    # Both cadres live at site 0: one walks so that both circles are led by a cadre.
    assert (found.shortfall, found.stand_ins, found.metres) == (0, 0, 400.0)


@pytest.mark.parametrize("seed", range(8))
def test_unit_is_the_best_over_all_sets_of_sites(seed: int) -> None:
    """Fewest circles, then posts and metres over every set, when no household weighs in."""
    rng = np.random.default_rng(seed)
    spots = rng.uniform(0, 900, (5, 2))
    metres = np.round(np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)))
    metres[metres > 400] = np.inf
    unit = unit_of(metres, rng.choice(ROLES, 5).tolist(), team_min=2, deputies=(1, 2))
    options = []
    for count in range(1, 6):
        for sites in itertools.combinations(range(5), count):
            one = best(unit, sites) if np.isfinite(metres[:, sites]).any(axis=1).all() else None
            if one is not None:
                options.append((one[0], count, *one[1:]))
    found = arrange_unit(unit)
    made = found.arrangement
    assert (made.shortfall, len(made.sites), made.stand_ins, round(made.metres, 6)) == min(options)
    assert found.bound <= len(made.sites)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("mode", ["soft", "strict"])
def test_households_outside_are_as_few_as_any_membership_leaves(seed: int, mode: str) -> None:
    """Households outside are tier (3) (``strict``: tier (1)) of one fixed set of centres."""
    rng = np.random.default_rng(100 + seed)
    size, homes = 5, 8
    metres = rng.integers(1, 400, (size, 2)).astype(float)
    covers = rng.random((homes, 2)) < 0.5
    unit = unit_of(
        metres, ["member"] * size, homes=homes, covers=covers, team_min=1, deputies=(0, 1), mode=mode
    )
    outside = min(
        sum(not covers[h, circle[h % size]] for h in range(homes))
        for circle in itertools.product((0, 1), repeat=size)
        # Both teams have somebody, as in every arrangement without shortfall.
        if len(set(circle)) == 2
    )
    made = arrange_unit(unit, exactly=2).arrangement
    assert made.outside == outside
    assert made.lost == (outside if mode == "strict" else 0)
    assert made.shortfall == 0


def test_circle_that_nobody_needs_is_not_left_empty() -> None:
    """Two listed centres, three members who all live by the first, two circles asked for."""
    metres = np.array([[10.0, 400.0]] * 3)
    found = arranged(unit_of(metres, ["member"] * 3, team_min=4), [0, 1])
    assert found is not None
    assert sorted(set(found.circle.tolist())) == [0, 1]


@settings(max_examples=60, phases=PHASES)
@given(units(roles=("both", "cadre", "member")))
def test_who_has_both_roles_holds_one_post(unit: Unit) -> None:
    """A person who may lead and be a deputy holds one of the posts, not both."""
    both = unit.leads.copy()
    unit = dataclasses.replace(unit, deputises=both)
    sites = tuple(range(len(unit.sites)))
    found = arranged(unit, sites)
    if found is not None:
        true = value(unit, sites, tuple(found.circle.tolist()))
        assert true is not None
        assert found.stand_ins == true[1]
