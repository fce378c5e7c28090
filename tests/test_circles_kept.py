"""Circles that stand already keep their names and people; what breaks a rule is freed; new ids are new."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from neighborgrid.model import SHEETS, Problem, make_table
from test_circles_places import assert_unmixed, of_places, places
from test_circles_village import at, centre_list, planned, soft, teams, village

Q1, Q2 = "西同下-Q1", "西同下-Q2"


def standing(problem: Problem, ids: list[str], **columns) -> Problem:
    """Problem whose table of circles has rows ``ids``."""
    table = make_table(
        SHEETS["circles"],
        {"circle_id": ids, "centre_lon": [np.nan] * len(ids), "centre_lat": [np.nan] * len(ids)} | columns,
    )
    return dataclasses.replace(problem, circles=table)


def of_circle(plan) -> list[str]:
    return plan.members["circle_id"].tolist()


def test_circles_that_stand_stay_even_where_fewer_would_do() -> None:
    given = [Q1, Q1, Q2, Q2]
    plan = planned(village([5], [0, 10, 20, 30], who={"circle_id": given}))
    assert of_circle(plan) == given
    assert plan.summary["circles"] == plan.summary["circles_bound"] == 2


def test_one_circle_that_stands_takes_in_those_who_are_free() -> None:
    plan = planned(village([5], [0, 10, 20, 30], who={"circle_id": ["东片", "", "", "东片"]}))
    assert of_circle(plan) == ["东片"] * 4
    assert plan.tables["circles"]["name"].tolist() == ["东片"]


def test_names_centres_and_leaders_stay() -> None:
    problem = village(
        [5], [0, 10, 20, 30, 40], who={"circle_id": [Q2] * 5, "role": ["cadre"] * 2 + ["group_leader"] * 3}
    )
    centre = at([25], 30)
    problem = standing(
        problem,
        [Q2],
        name=["红旗圈"],
        centre_lon=centre["lon"],
        centre_lat=centre["lat"],
        leader_id=["M001"],
        deputy_ids=["M004、M003"],
    )
    plan = planned(problem)
    circle = plan.tables["circles"].iloc[0]
    assert (circle["circle_id"], circle["name"], circle["leader_id"]) == (Q2, "红旗圈", "M001")
    # The third group leader joins the two who are deputies already.
    assert set(circle["deputy_ids"].split("、")) >= {"M003", "M004"}
    assert (circle["centre_lon"], circle["centre_lat"]) == (centre["lon"][0], centre["lat"][0])


def test_stated_centre_beyond_some_of_its_people_gives_way() -> None:
    problem = village([5], [0, 100], who={"circle_id": [Q1, Q1]})
    centre = at([580])
    plan = planned(standing(problem, [Q1], centre_lon=centre["lon"], centre_lat=centre["lat"]))
    # From 580 m the first is out of reach; from either door both are within 100 m.
    assert of_circle(plan) == [Q1, Q1]
    assert plan.tables["circles"]["centre_lon"].tolist()[0] in plan.members["lon"].tolist()


def test_member_too_far_from_the_rest_is_freed() -> None:
    plan = planned(village([0, 3000], [0, 10, 20, 3000], who={"circle_id": [Q1] * 4}))
    assert of_circle(plan) == [Q1, Q1, Q1, Q2]


def test_too_large_a_team_is_cut_to_the_nearest() -> None:
    rules = soft(circles__team_max=3, circles__team_min=1)
    plan = planned(village([0], [0, 10, 20, 60, 70], who={"circle_id": [Q1] * 5}, rules=rules))
    assert of_circle(plan).count(Q1) == 3
    assert len(set(of_circle(plan))) == 2


def test_members_of_another_place_are_freed() -> None:
    who = places([0, 0, 0, 1, 1]) | {"circle_id": [Q1] * 5}
    plan = planned(of_places([0, 10, 20, 30, 40], who))
    assert of_circle(plan) == [Q1, Q1, Q1, "东同下-Q1", "东同下-Q1"]


def test_new_numbers_avoid_those_in_use() -> None:
    who = {"circle_id": [Q2, Q2, "", ""]}
    plan = planned(village([0], [0, 10, 2000, 2010], who=who))
    assert of_circle(plan) == [Q2, Q2, Q1, Q1]
    who = {"circle_id": ["3", "3", Q1, "", ""]}
    plan = planned(village([0], [0, 10, 2000, 4000, 4010], who=who))
    assert of_circle(plan) == ["3", "3", Q1, Q2, Q2]


def test_ids_are_unique_where_a_circle_bears_the_id_of_another_village() -> None:
    """The circle of 西同下 is called 东同下-Q1; the new one of 东同下 must not be."""
    who = places([0, 0, 1, 1]) | {"circle_id": ["东同下-Q1", "东同下-Q1", "", ""]}
    plan = planned(of_places([0, 10, 20, 30], who))
    ids = plan.tables["circles"]["circle_id"]
    assert ids.is_unique
    assert len(ids) == 2


def test_ids_are_unique_beside_a_place_without_a_name() -> None:
    who = places([0, 0, -1, -1]) | {"circle_id": ["Q1", "Q1", "", ""]}
    plan = planned(of_places([0, 10, 5000, 5010], who))
    ids = plan.tables["circles"]["circle_id"]
    assert ids.is_unique
    assert len(ids) == 2


def test_circle_of_people_without_a_village_does_not_join_two_villages() -> None:
    """The only one in the circle has no village; those of two villages around it are free."""
    who = places([-1, 0, 0, 1, 1]) | {"circle_id": [Q1, "", "", "", ""]}
    plan = planned(of_places([0, 10, 20, 30, 40], who))
    assert_unmixed(plan, "village")
    assert of_circle(plan)[0] == Q1


def test_without_a_limit_a_blank_village_stays_in_its_circle() -> None:
    """The member without a village is nearer to another village than to the circle he is in."""
    who = places([0, 0, -1, 1, 1]) | {"circle_id": [Q1, Q1, Q1, "", ""]}
    plan = planned(of_places([0, 10, 900, 905, 910], who, rules=soft(circles__limit_m=float("inf"))))
    assert of_circle(plan) == [Q1, Q1, Q1, "东同下-Q1", "东同下-Q1"]


@pytest.mark.parametrize("mode", ["soft", "strict"])
def test_second_run_on_its_own_circles_changes_nothing(mode: str) -> None:
    rng = np.random.default_rng(5)
    people, homes = rng.uniform(0, 1500, 14), rng.uniform(0, 1500, 60)
    problem = village(homes, people, rules=soft(circles__mode=mode, circles__team_min=2))
    first = planned(problem)
    members = problem.people.assign(circle_id=first.members["circle_id"])
    again = planned(dataclasses.replace(problem, people=members, circles=first.tables["circles"]))
    assert teams(again) == teams(first)
    assert again.tables["circles"]["circle_id"].tolist() == first.tables["circles"]["circle_id"].tolist()
    columns = ["centre_lon", "centre_lat", "leader_id", "deputy_ids", "name"]
    assert again.tables["circles"][columns].equals(first.tables["circles"][columns])
    assert again.households["member_id"].tolist() == first.households["member_id"].tolist()


def test_more_circles_that_stand_than_the_rules_allow() -> None:
    """Three stand, two are asked for: the rules cannot hold, and are not broken in silence."""
    from neighborgrid.errors import NobodyServedError
    from neighborgrid.solve.plan import assign

    who = {"circle_id": ["a", "b", "c"]}
    with pytest.raises(NobodyServedError):
        assign(village([0], [0, 10, 20], who=who, rules=soft(circles__per_village=2)))


def test_kept_circle_and_listed_centres() -> None:
    who = {"circle_id": [Q2, Q2, "", ""]}
    plan = planned(village([0], [0, 10, 900, 910], who=who, centres=centre_list([5, 905])))
    assert of_circle(plan)[:2] == [Q2, Q2]
    assert of_circle(plan)[2] == of_circle(plan)[3] == Q1


def test_excluded_people_leave_their_circle() -> None:
    who = {"circle_id": [Q1, Q1, Q2], "excluded": ["", "away", "away"]}
    plan = planned(village([0], [0, 10, 20], who=who))
    assert of_circle(plan) == [Q1]
    assert plan.tables["circles"]["circle_id"].tolist() == [Q1]
