"""Who could not stay in the circle that the sheets name is named by one note."""

from __future__ import annotations

from neighborgrid.findings import Place
from neighborgrid.model import SheetSource
from neighborgrid.rules import sources
from neighborgrid.solve.plan import assign
from sheets import MEMBERS, built, households, members, village
from test_circles_places import of_places, places
from test_circles_village import soft
from test_circles_village import village as hamlet

Q1 = "西同下-Q1"


def notes(plan):
    return [one for one in plan.findings if one.code == "NG188"]


def test_who_stays_is_not_named():
    assert notes(assign(hamlet([0], [0, 10, 20], who={"circle_id": [Q1, Q1, ""]}))) == []


def test_too_far_is_named():
    # The fourth lives 3 km from the others, whose circle ends at 500 m.
    plan = assign(hamlet([0, 3000], [0, 10, 20, 3000], who={"circle_id": [Q1] * 4}))
    (note,) = notes(plan)
    assert note.values == {"count": 1, "ids": "M003"}
    assert plan.members["circle_id"].tolist()[3] != Q1


def test_another_village_is_named_and_the_place_is_the_first_row():
    who = places([0, 0, 0, 1, 1]) | {"circle_id": [Q1] * 5, "source_row": range(2, 7)}
    problem = of_places([0, 10, 20, 30, 40], who, sheets=(SheetSource("党员.xlsx", "党员"),))
    (note,) = notes(assign(problem))
    assert note.values == {"count": 2, "ids": "M003 M004"}
    assert note.place == Place("党员.xlsx", "党员", 5)


def test_a_full_team_is_named_and_long_lists_are_cut():
    rules = soft(circles__team_max=2, circles__team_min=1)
    plan = assign(hamlet([0], list(range(0, 90, 10)), who={"circle_id": [Q1] * 9}, rules=rules))
    (note,) = notes(plan)
    # Nine in a circle for two: seven are freed.
    assert note.values["count"] == 7
    assert note.values["ids"].count("M") == 5
    assert note.values["ids"].endswith("…")


def test_who_does_not_serve_and_plans_without_circles_say_nothing():
    who = {"circle_id": [Q1, Q1, "圈2"], "excluded": ["", "", "away"]}
    assert notes(assign(hamlet([0], [0, 10, 20], who=who))) == []
    off = soft(circles__mode="off")
    assert notes(assign(hamlet([0], [0, 3000], who={"circle_id": [Q1, Q1]}, rules=off))) == []


def test_from_the_sheets():
    rows = [
        [f"D{n}", f"吴{name}", "", "西同下村", "1组", 114.5 + (0.03 if n == 2 else 0), 37.76, "", "东片"]
        for n, name in enumerate("甲乙丙")
    ]
    # The last one lives 0.03 degrees, some 2.6 km, to the east.
    flags = sources.flags({"circles.mode": ("flag", "soft")})
    found = built(households(*village(5)), members(*rows, header=(*MEMBERS, "服务圈")), strong=flags)
    (note,) = notes(assign(found.problem))
    assert (note.values["ids"], note.place) == ("D2", Place("党员名册.xlsx", "党员", 4))
