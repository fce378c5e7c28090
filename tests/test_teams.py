"""Leaders and deputies against every choice of posts in small circles."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborgrid.rules import Rules
from neighborgrid.rules.circles import STAND_INS
from neighborgrid.solve.teams import Mate, Team, appoint, posts_not_held

RULE = Rules.defaults().circles
LEADERS = [("cadre",), ("cadre", "group_leader"), ("group_leader", "cadre")]
DEPUTIES = [("group_leader",), ("group_leader", "cadre"), ("villager_head", "group_leader")]


def ruled(**values):
    return dataclasses.replace(RULE, **values)


def mates(*roles: str, metres: list[float] | None = None, **held: list[int]) -> list[Mate]:
    far = metres if metres is not None else [100.0] * len(roles)
    return [
        Mate(10 + i, role, far[i], i in held.get("leads", []), i in held.get("deputises", []))
        for i, role in enumerate(roles)
    ]


def not_held(crew: list[Mate], team: Team, rule) -> int:
    """Obligatory posts that are vacant or whose holder has another role, counted anew."""
    role = {mate.number: mate.role for mate in crew}
    led = team.leader >= 0 and role[team.leader] in rule.leader_roles
    proper = [one for one in team.deputies if role[one] in rule.deputy_roles]
    return (0 if led else 1) + max(0, rule.deputies[0] - len(proper))


def leader_rank(role: str, rule) -> tuple[int, int]:
    """Place of a leader's role: the rule's own in their order, then the stand-ins in theirs."""
    own = rule.leader_roles
    return (0, own.index(role)) if role in own else (1, STAND_INS.index(role))


def all_teams(crew: list[Mate], rule):
    """Every admissible team: one leader, obligatory deputies as far as there are people, and no more than
    the most; those beyond the obligatory number have the role."""
    low, high = rule.deputies
    role = {mate.number: mate.role for mate in crew}
    for leader in crew:
        rest = [mate.number for mate in crew if mate is not leader]
        for size in range(min(low, len(rest)), min(high, len(rest)) + 1):
            for chosen in itertools.combinations(rest, size):
                if size <= low or all(role[one] in rule.deputy_roles for one in chosen):
                    yield Team(leader.number, chosen)


@st.composite
def circles(draw):
    roles = draw(st.lists(st.sampled_from(STAND_INS), min_size=1, max_size=6))
    metres = [float(draw(st.integers(0, 4))) for _ in roles]
    leads = [i for i in range(len(roles)) if draw(st.booleans())]
    deputises = [i for i in range(len(roles)) if draw(st.booleans())]
    low = draw(st.integers(0, 3))
    rule = ruled(
        leader_roles=draw(st.sampled_from(LEADERS)),
        deputy_roles=draw(st.sampled_from(DEPUTIES)),
        deputies=(low, low + draw(st.integers(0, 2))),
    )
    return mates(*roles, metres=metres, leads=leads, deputises=deputises), rule


@settings(max_examples=200)
@given(circles())
def test_no_team_is_better_than_the_one_appointed(case) -> None:
    crew, rule = case
    team = appoint(crew, rule)
    role = {mate.number: mate.role for mate in crew}
    assert team.leader in role
    assert team.leader not in team.deputies
    assert len(set(team.deputies)) == len(team.deputies)
    assert set(team.deputies) <= set(role)
    low, high = rule.deputies
    assert min(low, len(crew) - 1) <= len(team.deputies) <= max(low, high)
    assert all(role[one] in rule.deputy_roles for one in team.deputies[low:])

    def key(one: Team) -> tuple[int, tuple[int, int]]:
        return not_held(crew, one, rule), leader_rank(role[one.leader], rule)

    assert key(team) == min(key(one) for one in all_teams(crew, rule))
    # The obligatory posts go to people with the role before anybody stands in.
    with_role = [m.number for m in crew if m.role in rule.deputy_roles and m.number != team.leader]
    proper = [one for one in team.deputies if role[one] in rule.deputy_roles]
    assert len(proper) == min(len(with_role), max(low, high))


@settings(max_examples=120)
@given(circles())
def test_among_equals_who_holds_the_post_then_who_is_nearest(case) -> None:
    crew, rule = case
    team = appoint(crew, rule)
    by_number = {mate.number: mate for mate in crew}
    leader = by_number[team.leader]

    def deputy_key(mate: Mate):
        return not mate.deputy_already, mate.metres, mate.number

    # Nobody of the same role, who is not in the team, would have been the better leader or deputy.
    for mate in crew:
        if mate.role == leader.role and mate.number not in (team.leader, *team.deputies):
            chosen = (not leader.leads_already, leader.metres, leader.number)
            assert chosen < (not mate.leads_already, mate.metres, mate.number)
        for one in team.deputies:
            outsider = mate.number not in (team.leader, *team.deputies)
            if outsider and mate.role == by_number[one].role:
                assert deputy_key(by_number[one]) < deputy_key(mate)


def test_nobody_leads_an_empty_circle() -> None:
    assert appoint([], RULE) == Team(-1, ())


def test_one_person_leads_alone() -> None:
    assert appoint(mates("member"), RULE) == Team(10, ())
    # Leader's role 1, two deputies missing.
    assert posts_not_held("member", [], RULE) == 3
    assert posts_not_held("cadre", [], RULE) == 2
    assert posts_not_held("", [], RULE) == 3


def test_cadre_leads_and_group_leaders_are_deputies() -> None:
    crew = mates("group_leader", "member", "cadre", "group_leader", "group_leader", "group_leader")
    team = appoint(crew, RULE)
    assert team.leader == 12
    assert sorted(team.deputies) == [10, 13, 14]


def test_a_third_deputy_only_with_the_role() -> None:
    assert len(appoint(mates("cadre", "group_leader", "group_leader", "villager_head"), RULE).deputies) == 2
    assert len(appoint(mates("cadre", *["group_leader"] * 3), RULE).deputies) == 3


def test_leaders_stand_in_down_the_roles() -> None:
    """Without a cadre: group leader, villager head, representative, member, township staff, its leader."""
    order = ["group_leader", "villager_head", "representative", "member", "township_staff", "township_leader"]
    rule = ruled(deputies=(0, 0))
    while order:
        crew = mates(*reversed(order))
        assert crew[appoint(crew, rule).leader - 10].role == order[0]
        order.pop(0)


def test_deputies_stand_in_from_below_and_a_second_cadre_after_them() -> None:
    order = ["villager_head", "representative", "member", "cadre", "township_staff", "township_leader"]
    rule = ruled(deputies=(1, 1))
    while order:
        crew = mates("cadre", *reversed(order), leads=[0])
        team = appoint(crew, rule)
        assert [crew[one - 10].role for one in team.deputies] == order[:1]
        order.pop(0)


def test_a_person_with_both_roles_is_used_where_it_helps_most() -> None:
    # Cadres may be deputies too; one cadre leads, the other is the deputy: no post lacks its role.
    rule = ruled(deputy_roles=("cadre",), deputies=(1, 1))
    crew = mates("member", "cadre", "cadre", metres=[0.0, 50.0, 20.0])
    assert appoint(crew, rule) == Team(12, (11,))
    # Only one cadre: leading counts as much as being a deputy, and the leader comes first.
    assert appoint(mates("member", "cadre"), rule) == Team(11, (10,))
    # A group leader may lead, but then lacks as a deputy; the member must not lead in their place.
    rule = ruled(leader_roles=("group_leader", "cadre"), deputy_roles=("group_leader",), deputies=(1, 1))
    assert appoint(mates("group_leader", "cadre"), rule) == Team(11, (10,))


def test_first_in_canonical_order_among_equals() -> None:
    team = appoint(mates("cadre", "cadre", "group_leader", "group_leader", "group_leader"), RULE)
    assert team == Team(10, (12, 13, 14))
    short = ruled(deputies=(1, 2))
    assert appoint(mates("cadre", *["group_leader"] * 3), short) == Team(10, (11, 12))


def test_who_holds_the_post_keeps_it_but_not_against_the_roles() -> None:
    crew = mates("cadre", "cadre", "member", metres=[1.0, 99.0, 0.0], leads=[1, 2])
    assert appoint(crew, RULE).leader == 11
    crew = mates("cadre", *["group_leader"] * 3, "member", metres=[0.0, 1.0, 2.0, 9.0, 0.0], deputises=[3, 4])
    assert appoint(crew, ruled(deputies=(1, 1))).deputies == (13,)


def test_stand_in_leader_of_other_leader_roles_is_the_cadre_first() -> None:
    """STAND_INS names the cadre first; that cadres come last is meant for deputies alone."""
    rule = ruled(leader_roles=("villager_head",), deputies=(0, 0))
    assert appoint(mates("member", "cadre"), rule).leader == 11


@pytest.mark.parametrize(
    ("leader", "deputies", "missing"),
    [
        ("cadre", ["group_leader", "group_leader"], 0),
        ("cadre", ["group_leader", "member"], 1),
        ("cadre", ["group_leader", "group_leader", "member"], 0),
        ("group_leader", ["group_leader", "group_leader"], 1),
        ("", [], 3),
    ],
)
def test_posts_not_held(leader: str, deputies: list[str], missing: int) -> None:
    assert posts_not_held(leader, deputies, RULE) == missing
