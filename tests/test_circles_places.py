"""Limits to the millimetre, boundaries with blank places, and fixed numbers of circles for each village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from generated import balanced
from neighborgrid.errors import NobodyServedError
from neighborgrid.solve.plan import assign
from test_circles_village import NOTE, at, centre_list, errors, planned, soft, teams, village

if TYPE_CHECKING:
    from neighborgrid.model import Plan, Problem

NAMES = {0: "西同下村", 1: "东同下村", -1: ""}


def places(village_code: list[int], group: list[int] | None = None, town: list[int] | None = None) -> dict:
    """Columns of places; ``group`` numbers groups within a village, -1 blank."""
    groups = [-1] * len(village_code) if group is None else group
    towns = [0] * len(village_code) if town is None else town
    return {
        "township": ["" if one < 0 else f"南佐{one}镇" for one in towns],
        "township_code": towns,
        "village": [NAMES[one] for one in village_code],
        "village_code": village_code,
        "group": ["" if one < 0 else f"{one}组" for one in groups],
        "group_code": [
            -1 if one < 0 or v < 0 else 10 * v + one for v, one in zip(village_code, groups, strict=True)
        ],
    }


def of_places(
    people: Any, who: dict, *, homes: Any = (0,), home: dict | None = None, **options: Any
) -> Problem:
    count = len(np.atleast_1d(np.asarray(homes)))
    home = places([who["village_code"][0]] * count, None, [who["township_code"][0]] * count) | (home or {})
    return village(homes, people, home=home, who=who, **options)


def assert_unmixed(plan: Plan, column: str) -> None:
    members = plan.members
    for circle, mine in members.groupby("circle_id"):
        assert circle
        assert len(set(mine[column]) - {""}) <= 1, (circle, sorted(set(mine[column])))


# Limits


@pytest.mark.parametrize(("beyond_mm", "circles"), [(-2, 1), (-0.4, 1), (0, 1), (0.4, 1), (1, 2), (2, 2)])
@pytest.mark.parametrize("detour", [1.0, 1.25])
def test_member_at_the_limit(beyond_mm: float, circles: int, detour: float) -> None:
    """Two members 500 walking metres apart to the millimetre: the nearest whole one counts, inclusive."""
    apart = 500 / detour + beyond_mm / 1000
    plan = planned(village([0], [0, apart], rules=soft(plan__detour=detour)))
    assert plan.summary["circles"] == circles


@pytest.mark.parametrize(("beyond_mm", "outside"), [(-2, 0), (-0.4, 0), (0, 0), (0.4, 0), (1, 1), (2, 1)])
@pytest.mark.parametrize("detour", [1.0, 1.25])
def test_household_at_the_limit(beyond_mm: float, outside: int, detour: float) -> None:
    rules = {"plan__detour": detour, "circles__limit_m": 300.0}
    home = 300 / detour + beyond_mm / 1000
    plan = planned(village([home], [0], rules=soft(**rules)))
    assert plan.summary["outside_circle"] == outside
    assert plan.households["note"].tolist() == [NOTE * outside]
    strict = planned(village([home], [0], rules=soft(circles__mode="strict", **rules)))
    assert strict.summary["served"] == 1 - outside


@pytest.mark.parametrize(("beyond_mm", "circles"), [(-1, 1), (0, 1), (2, 2)])
def test_member_at_the_limit_of_a_listed_centre(beyond_mm: float, circles: int) -> None:
    problem = village([0], [0, 500 + beyond_mm / 1000], centres=centre_list([0]))
    assert planned(problem).summary["circles"] == circles


# Boundaries


@pytest.mark.parametrize(
    ("within", "near", "unlimited"),
    [("village", 2, 2), ("group", 4, 4), ("township", 1, 2), ("anywhere", 1, 2)],
)
@pytest.mark.parametrize("limit", [500.0, float("inf")])
def test_circles_stay_inside_the_boundary(within: str, near: int, unlimited: int, limit: float) -> None:
    """Without a limit circles are those of a village, or of what is smaller."""
    who = places([0, 0, 0, 0, 1, 1, 1, 1], [1, 1, 2, 2, 1, 1, 2, 2])
    problem = of_places(range(0, 80, 10), who, rules=soft(plan__within=within, circles__limit_m=limit))
    plan = planned(problem)
    assert plan.summary["circles"] == (unlimited if np.isinf(limit) else near)


def test_townships_are_kept_apart() -> None:
    who = places([0, 0, 1, 1], None, [0, 0, 1, 1])
    plan = planned(of_places([0, 10, 20, 30], who, rules=soft(plan__within="township")))
    assert_unmixed(plan, "township")
    assert plan.summary["circles"] == 2


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize(
    ("within", "limit"),
    [("village", 500.0), ("village", float("inf")), ("group", 500.0), ("group", float("inf"))],
)
def test_blank_places_never_join_two_places(seed: int, within: str, limit: float) -> None:
    rng = np.random.default_rng(seed)
    code = rng.choice([0, 1, -1], 12, p=[0.4, 0.3, 0.3]).tolist()
    group = [int(one) if v >= 0 else -1 for v, one in zip(code, rng.choice([1, 2, -1], 12), strict=True)]
    # Several share a door, so that ties are between places.
    people = rng.choice([0, 50, 100, 400, 800], 12).astype(float)
    rules = soft(plan__within=within, circles__limit_m=limit, circles__team_max=12)
    plan = planned(of_places(people, places(code, group), rules=rules))
    assert_unmixed(plan, "village")
    if within == "group":
        assert_unmixed(plan, "group")


@pytest.mark.parametrize(
    ("within", "limit"),
    [("village", 500.0), ("village", float("inf")), ("group", 500.0), ("group", float("inf"))],
)
def test_blank_places_with_listed_centres(within: str, limit: float) -> None:
    """A village of its own has no listed centre near; the list names places of the other one."""
    who = places([0, 0, 1, 1, -1], [1, -1, 1, -1, -1])
    listed = centre_list([0, 100], village=["西同下村", ""], village_code=[0, -1], township_code=[0, 0])
    problem = of_places(
        [0, 20, 40, 60, 80], who, centres=listed, rules=soft(plan__within=within, circles__limit_m=limit)
    )
    plan = planned(problem)
    assert_unmixed(plan, "village")
    assert (plan.members["circle_id"] != "").all()


@pytest.mark.parametrize("limit", [500.0, float("inf")])
@pytest.mark.parametrize("within", ["village", "group"])
def test_village_for_which_no_centre_is_listed(within: str, limit: float) -> None:
    who = places([0, 0, 1, 1], [1, 1, 1, 1])
    listed = centre_list([0], village=["西同下村"], village_code=[0], township_code=[0])
    rules = soft(plan__within=within, circles__limit_m=limit)
    plan = planned(of_places([0, 20, 40, 60], who, centres=listed, rules=rules))
    assert_unmixed(plan, "village")
    assert plan.summary["circles"] == 2


@pytest.mark.parametrize("limit", [500.0, float("inf")])
def test_blank_group_beside_a_nearer_centre_of_another_village(limit: float) -> None:
    """The centre next door is the other village's; a blank group does not make its member one of them."""
    who = places([0, 1, 1], [1, -1, 1])
    listed = centre_list(
        [100, 300], village=["西同下村", "东同下村"], village_code=[0, 1], township_code=[0, 0]
    )
    rules = soft(plan__within="group", circles__limit_m=limit)
    plan = planned(of_places([100, 110, 300], who, centres=listed, rules=rules))
    assert_unmixed(plan, "village")


# Fixed numbers


def two_villages(number: int, blank: bool = False, **values: Any) -> Problem:
    people = [0, 50, 100, 150, 200, 250, 1000, 1050, 1100, 1150, 1200, 1250]
    who = places([0] * 6 + [1] * 6)
    homes = [25.0 * n for n in range(8)] + [1000 + 25.0 * n for n in range(8)]
    home = places([0] * 8 + [1] * 8)
    return village(homes, people, home=home, who=who, rules=soft(circles__per_village=number, **values))


@pytest.mark.parametrize("number", [1, 2, 3, 6])
@pytest.mark.parametrize("within", ["village", "anywhere"])
@pytest.mark.parametrize("limit", [500.0, float("inf")])
def test_exactly_so_many_in_every_village(number: int, within: str, limit: float) -> None:
    plan = planned(two_villages(number, plan__within=within, circles__limit_m=limit))
    assert plan.tables["circles"]["village"].value_counts().to_dict() == dict.fromkeys(
        ("西同下村", "东同下村"), number
    )
    assert_unmixed(plan, "village")
    assert plan.tables["circles"]["members"].min() >= 1


def refused(problem: Problem) -> dict:
    with pytest.raises(NobodyServedError) as caught:
        assign(problem)
    return {one.code: one.values for one in caught.value.findings}


def test_too_few_circles_for_members_far_apart() -> None:
    """Three hamlets 3 km apart cannot be two circles."""
    found = refused(village([0], [0, 3000, 6000], rules=soft(circles__per_village=2)))
    assert list(found) == ["NG233"]
    values = found["NG233"]
    assert (values["village"], values["number"], values["members"], values["least"]) == ("西同下村", 2, 3, 3)
    assert values["parts"] == 3


def test_more_circles_than_members() -> None:
    found = refused(village([0], [0, 10], rules=soft(circles__per_village=3)))
    assert list(found) == ["NG234"]
    assert (found["NG234"]["number"], found["NG234"]["members"]) == (3, 2)


def test_too_few_circles_for_so_many_members() -> None:
    found = refused(
        village(
            [0],
            range(0, 70, 10),
            rules=soft(circles__per_village=2, circles__team_max=3, circles__team_min=1),
        )
    )
    assert list(found) == ["NG235"]
    # Seven members, three a circle: 3.
    assert found["NG235"]["least"] == 3


def test_too_few_circles_for_so_many_households() -> None:
    rules = soft(circles__per_village=2, circles__max_households=3, circles__team_min=1)
    found = refused(village(range(0, 70, 10), range(0, 70, 10), rules=rules))
    assert list(found) == ["NG235"]
    assert found["NG235"]["least"] == 3


def test_every_village_that_cannot_is_named() -> None:
    who = places([0, 0, 1, 1])
    problem = of_places([0, 3000, 9000, 12_000], who, rules=soft(circles__per_village=1))
    with pytest.raises(NobodyServedError) as caught:
        assign(problem)
    found = caught.value.findings
    assert [(one.code, one.values["village"]) for one in found] == [
        ("NG233", "西同下村"),
        ("NG233", "东同下村"),
    ]


def test_blank_village_between_two_does_not_take_a_circle_of_theirs() -> None:
    """A member without a village is near both; each village still has exactly one circle."""
    who = places([0, 0, -1, 1, 1])
    problem = of_places([0, 50, 300, 550, 600], who, rules=soft(circles__per_village=1))
    plan = planned(problem)
    assert teams(plan) in (
        [{"M000", "M001", "M002"}, {"M003", "M004"}],
        [{"M000", "M001"}, {"M002", "M003", "M004"}],
    )


def test_two_listed_centres_and_two_circles_leave_none_empty() -> None:
    """All three members are nearest to the first of two listed places; two circles are asked for."""
    problem = village([0], [0, 10, 20], centres=centre_list([0, 400]), rules=soft(circles__per_village=2))
    plan = planned(problem)
    assert plan.tables["circles"]["members"].min() >= 1


def test_room_elsewhere_makes_a_third_circle_needless() -> None:
    """Four households, two a circle, two circles: the plan without circles has three of them at one door."""
    rules = soft(circles__per_village=2, circles__max_households=2, circles__limit_m=100, circles__team_min=1)
    plan = planned(village([0, 10, 140, 310], [0, 300], rules=rules))
    assert plan.summary["served"] == 4
    assert plan.tables["circles"]["households"].tolist() == [2, 2]


def test_fixed_number_with_members_on_one_point() -> None:
    """Ten members placed on the village's one known point make two teams of five."""
    plan = planned(village([0], [0] * 10, rules=soft(circles__per_village=2)))
    assert plan.summary["circles"] == 2


def test_number_over_several_hamlets() -> None:
    plan = planned(village([0, 10, 20, 30, 3000], [0, 10, 20, 30, 3000], rules=soft(circles__per_village=3)))
    # The hamlet of four has two of the three.
    assert plan.summary["circles"] == 3
    assert {"M004"} in teams(plan)


def test_at_gives_true_metres() -> None:
    plan = assign(balanced(at([400]), at([0]), rules=soft()))
    assert plan.households["distance_m"].tolist() == [400.0]
    assert errors(plan) == []
