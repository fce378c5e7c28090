"""A village whose circles are worked out by hand, and the odd ones: one member, no cadre, two hamlets.

The village stands along one geodesic due east (metres from its west end), circle limit 500 m:

    members     A cadre   B group_leader   C group_leader   D member   E cadre   F group_l.   G group_l.
    stone (m)      0          100              200             300       2000        2100             2200
    households   each member has one 40 m to the east of the door, which nobody else reaches within 60 m

West and east are 1,700 m apart, so two circles are the fewest. A team of four is wanted: west has four,
east three (one short, for nobody else is near). Sums of metres to a centre in the west: at 0: 600, at 100:
100 + 100 + 200 = 400, at 200: 200 + 100 + 100 = 400, at 300: 600; in the east at 2100: 200. The farthest
household of the west is at 340 m, so all of both circles lies inside the limit whatever the centre; of the
two equal centres of the west either will do. A leads the west with B and C, E the east with F and G.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyproj import Geod

from generated import balanced
from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.model import CENTRES, SHEETS, Plan, Problem, make_table
from neighborgrid.solve.plan import assign
from support import LAT, LON, problem_of, rules_with

if TYPE_CHECKING:
    import pandas as pd

GEOD = Geod(ellps="WGS84")
NOTE = "在服务圈半径之外"


def at(east: Any, north: Any = 0.0) -> dict[str, list[float]]:
    """Points so many true metres from the west end, first north, then due east."""
    east, north = np.broadcast_arrays(np.atleast_1d(np.asarray(east, float)), np.asarray(north, float))
    many = len(east)
    lon, lat, _ = GEOD.fwd([LON] * many, [LAT] * many, [0.0] * many, north.tolist())
    lon, lat, _ = GEOD.fwd(lon, lat, [90.0] * many, east.tolist())
    return {"lon": list(lon), "lat": list(lat)}


def soft(**values: Any):
    return rules_with(**({"circles__mode": "soft"} | values))


def village(
    homes: Any, people: Any, *, home: dict | None = None, who: dict | None = None, **options
) -> Problem:
    """Problem of households and members along the line; ``homes`` and ``people`` are metres."""
    return balanced(at(homes) | (home or {}), at(people) | (who or {}), **({"rules": soft()} | options))


def errors(plan: Plan, problem: Problem | None = None) -> list[str]:
    found = audit(plan, problem).findings
    return [one.line("en") for one in found if one.severity is Severity.ERROR or one.code == "NG345"]


def planned(problem: Problem) -> Plan:
    """Plan of a problem, audited."""
    plan = assign(problem)
    assert errors(plan) == []
    assert errors(plan, problem) == []
    return plan


def teams(plan: Plan) -> list[set[str]]:
    members = plan.members
    ids = plan.tables["circles"]["circle_id"]
    return [set(members["member_id"][members["circle_id"] == one]) for one in ids]


def centre_list(east: Any, north: Any = 0.0, **columns: Any) -> pd.DataFrame:
    points = at(east, north)
    size = len(points["lon"])
    return make_table(
        CENTRES,
        {"name": [f"点{n}" for n in range(size)], "township_code": [-1] * size, "village_code": [-1] * size}
        | points
        | columns,
    )


DOORS = [0, 100, 200, 300, 2000, 2100, 2200]
ROLES = ["cadre", "group_leader", "group_leader", "member", "cadre", "group_leader", "group_leader"]


def two_hamlets(**values: Any) -> Problem:
    rules = soft(plan__limit_m=60, circles__limit_m=500, **values)
    homes = [door + 40 for door in DOORS]
    return village(homes, DOORS, who={"role": ROLES}, rules=rules)


def test_worked_out_village() -> None:
    plan = planned(two_hamlets())
    circles, summary = plan.tables["circles"], plan.summary
    assert teams(plan) == [{"M000", "M001", "M002", "M003"}, {"M004", "M005", "M006"}]
    assert circles["circle_id"].tolist() == ["西同下-Q1", "西同下-Q2"]
    assert circles["leader_id"].tolist() == ["M000", "M004"]
    assert [set(cell.split("、")) for cell in circles["deputy_ids"]] == [{"M001", "M002"}, {"M005", "M006"}]
    assert (summary["circles"], summary["circles_bound"]) == (2, 2)
    assert (summary["team_shortfall"], summary["stand_ins"], summary["outside_circle"]) == (1, 0, 0)
    # (400 + 200) metres over seven members; see above.
    assert summary["circle_member_m"] == pytest.approx(600 / 7, abs=0.1)
    assert circles["members"].tolist() == [4, 3]
    assert circles["households"].tolist() == [4, 3]
    # West: centre at 100 or 200, farthest is the household at 340 or the member at 0 and ... at 340 m.
    assert circles["radius_m"].tolist()[0] in (pytest.approx(240, abs=0.1), pytest.approx(200, abs=0.1))
    # East: centre 2100, the household at 2240 is 140 m away.
    assert circles["radius_m"].tolist()[1] == pytest.approx(140, abs=0.1)
    assert (summary["circles_price_households"], summary["circles_price_m"]) == (0, 0)
    assert circles["note"].tolist()[0] == ""
    assert "3" in circles["note"].tolist()[1]
    assert "4" in circles["note"].tolist()[1]
    assert plan.tables["villages"]["circles"].tolist() == [2]


def test_hamlets_three_kilometres_apart_have_a_circle_each() -> None:
    east = [0, 50, 100, 150, 3000, 3050, 3100, 3150]
    plan = planned(village([20, 120, 3020, 3120], east))
    assert teams(plan) == [{"M000", "M001", "M002", "M003"}, {"M004", "M005", "M006", "M007"}]


def test_one_member() -> None:
    plan = planned(village([100, 200], [0]))
    circle = plan.tables["circles"].iloc[0]
    assert len(plan.tables["circles"]) == 1
    assert (circle["leader_id"], circle["deputy_ids"]) == ("M000", "")
    # A member leads: a stand-in, and both deputies are missing.
    assert plan.summary["stand_ins"] == 3
    assert plan.summary["team_shortfall"] == 3
    assert plan.members["team_role"].tolist() == ["leader"]
    assert circle["note"]
    assert circle["radius_m"] == pytest.approx(200, abs=0.1)


def test_no_member_at_all_has_no_circles() -> None:
    plan = assign(village([100], [0], who={"excluded": ["away"]}))
    assert len(plan.tables["circles"]) == 0
    assert "circles" not in plan.summary


@pytest.mark.parametrize(("lang", "word"), [("zh", "党小组长"), ("en", "group_leader")])
def test_without_a_cadre_a_group_leader_stands_in_and_the_note_says_so(lang, word) -> None:
    roles = ["member", "group_leader", "group_leader", "group_leader"]
    problem = village([50], [0, 10, 20, 30], who={"role": roles})
    plan = planned(dataclasses.replace(problem, lang=lang))
    circle = plan.tables["circles"].iloc[0]
    # Three group leaders: one leads, two are deputies; only the leader stands in.
    assert plan.summary["stand_ins"] == 1
    assert circle["leader_id"] in {"M001", "M002", "M003"}
    assert set(circle["deputy_ids"].split("、")) == {"M001", "M002", "M003"} - {circle["leader_id"]}
    assert word in circle["note"].lower().replace(" ", "_")


def test_all_members_at_one_point() -> None:
    plan = planned(village([0, 30, 60], [0] * 6))
    circles = plan.tables["circles"]
    assert circles["members"].tolist() == [6]
    assert plan.summary["circle_member_m"] == 0
    assert circles["radius_m"].tolist() == [pytest.approx(60, abs=0.1)]


def test_more_people_at_one_point_than_a_team_may_have() -> None:
    plan = planned(village([30], [0] * 7, rules=soft(circles__team_max=3, circles__team_min=1)))
    # 7 / 3, rounded up; all homes are one site, so nobody can be nearer than anybody else.
    assert plan.summary["circles"] == 3
    assert plan.tables["circles"]["members"].max() <= 3


def test_more_cadres_than_circles() -> None:
    plan = planned(village([50], range(0, 60, 10), who={"role": ["cadre"] * 6}))
    circle = plan.tables["circles"].iloc[0]
    # Cadres are not deputies: two of the posts are held by stand-ins.
    assert plan.summary["stand_ins"] == 2
    assert len(circle["deputy_ids"].split("、")) == 2
    assert circle["leader_id"] not in circle["deputy_ids"]


def test_household_that_a_member_reaches_but_no_centre() -> None:
    """The only place for a circle is 450 m west of the member, the household 300 m east of him."""
    problem = village([300, -100], [0], centres=centre_list([-450]))
    plan = planned(problem)
    homes = plan.households
    assert plan.summary["outside_circle"] == 1
    assert homes["member_id"].tolist() == ["M000", "M000"]
    assert homes["circle_id"].tolist() == ["西同下-Q1"] * 2
    assert homes["note"].tolist() == [NOTE, ""]
    # 450 m to the member; the household 350 m away counts less, the one at 750 m not at all.
    assert plan.tables["circles"]["radius_m"].tolist() == [pytest.approx(450, abs=0.1)]
    strict = planned(dataclasses.replace(problem, rules=soft(circles__mode="strict")))
    assert strict.households["member_id"].tolist() == ["", "M000"]
    assert strict.households["reason"].tolist() == ["outside_circles", ""]
    assert strict.summary["circles_price_households"] == 1
    assert strict.summary["outside_circle"] == 0


def test_member_beyond_every_listed_centre_has_a_circle_at_home() -> None:
    plan = planned(village([10, 2010], [0, 2000], centres=centre_list([0])))
    circles = plan.tables["circles"]
    assert teams(plan) == [{"M000"}, {"M001"}]
    assert circles["centre_lon"].tolist()[1] == plan.members["lon"].tolist()[1]


def test_listed_centres_without_a_limit() -> None:
    plan = planned(
        village([10, 2010], [0, 2000], centres=centre_list([1000]), rules=soft(circles__limit_m=float("inf")))
    )
    assert plan.summary["circles"] == 1


def test_target_of_households() -> None:
    """20 households, about 5 a circle: four circles of at most 7 (5 and a quarter, rounded up)."""
    people = list(range(0, 800, 50))
    rules = soft(circles__households=5, circles__team_min=1)
    plan = planned(village([40 * n for n in range(20)], people, rules=rules))
    assert plan.summary["circles"] == 4
    assert plan.tables["circles"]["households"].max() <= 7


def test_target_of_households_without_limit() -> None:
    people = list(range(0, 8000, 500))
    rules = soft(
        circles__households=5, circles__team_min=1, circles__limit_m=float("inf"), plan__limit_m=2000
    )
    plan = planned(village([400 * n for n in range(20)], people, rules=rules))
    assert plan.summary["circles"] == 4
    assert plan.summary["outside_circle"] == 0
    assert plan.tables["circles"]["households"].max() <= 7


def test_no_limit_is_one_circle_however_far() -> None:
    plan = planned(village([0, 9000], [0, 3000, 6000, 9000], rules=soft(circles__limit_m=float("inf"))))
    assert plan.summary["circles"] == 1
    assert plan.summary["outside_circle"] == 0


@pytest.mark.parametrize("mode", ["soft", "strict"])
def test_households_and_teams_at_most(mode: str) -> None:
    rules = soft(circles__mode=mode, circles__max_households=7, circles__team_max=5, circles__team_min=2)
    people = [25 * n for n in range(12)]
    plan = planned(village([10 * n for n in range(30)], people, rules=rules))
    circles = plan.tables["circles"]
    # 30 / 7 and 12 / 5, rounded up.
    assert plan.summary["circles"] == 5
    assert circles["households"].max() <= 7
    assert circles["members"].max() <= 5
    assert circles["members"].min() >= 2
    assert plan.summary["served"] == 30


def test_full_circle_leaves_households_but_never_breaks_its_limit() -> None:
    """One member can be in one circle only: 5 of his 9 households are all that it may have."""
    plan = planned(village(range(0, 90, 10), [0], rules=soft(circles__max_households=5)))
    assert plan.summary["served"] == 5
    assert plan.tables["circles"]["households"].tolist() == [5]
    assert plan.summary["circles_price_households"] == 4


def test_households_of_no_load_take_no_room_of_a_circle() -> None:
    """Away households weigh nothing: a circle of at most two may have five of them."""
    home = {"residence": ["away"] * 5, "load": [0.0] * 5}
    plan = planned(village(range(0, 50, 10), [0], home=home, rules=soft(circles__max_households=2)))
    assert plan.tables["circles"]["households"].tolist() == [5]


def test_price_of_circles_may_be_negative_beside_least_loads() -> None:
    """The second member, 400 m away, should have two; strict circles of 200 m leave him none.

    With circles both households go 10 + 20 m; without, least loads, which stand above metres, send them
    390 + 380 m: 740 m more.
    """
    rules = soft(circles__mode="strict", circles__limit_m=200, weights__balance_m=0)
    plan = planned(village([10, 20], [0, 400], who={"min_load": [0.0, 2.0]}, rules=rules))
    assert plan.summary["served"] == 2
    assert plan.summary["circles_price_m"] == pytest.approx(-740, abs=0.1)


def test_circles_off_has_none() -> None:
    plan = planned(village([0], [0], rules=rules_with(circles__mode="off")))
    assert len(plan.tables["circles"]) == 0
    assert plan.members["circle_id"].tolist() == [""]
    assert not [key for key in plan.summary if key.startswith(("circle", "outside", "stand", "team"))]


def test_member_without_position_is_excluded_and_breaks_nothing() -> None:
    plan = planned(
        balanced(
            at([10, 20]),
            {"lon": [LON, np.nan], "lat": [LAT, np.nan], "excluded": ["", "no_coordinates"]},
            rules=soft(),
        )
    )
    assert plan.members["circle_id"].tolist() == ["西同下-Q1"]


def test_own_home_joins_the_circle_but_does_not_count() -> None:
    plan = planned(
        village([0, 20], [0], home={"home_member_id": ["M000", ""]}, who={"home_household_id": ["H000"]})
    )
    assert plan.households["circle_id"].tolist() == ["西同下-Q1"] * 2
    assert plan.tables["circles"]["households"].tolist() == [1]


def test_radius_is_walked() -> None:
    plan = planned(village([300], [0], rules=soft(plan__detour=1.5)))
    assert plan.tables["circles"]["radius_m"].tolist() == [pytest.approx(450, abs=0.1)]
    assert plan.summary["circle_household_m"] == pytest.approx(450, abs=0.1)


def test_sheets_of_circles_have_their_columns() -> None:
    plan = assign(two_hamlets())
    assert list(plan.tables["circles"].columns) == list(SHEETS["circles"])
    assert problem_of({"lon": [LON], "lat": [LAT]}, {"lon": [LON], "lat": [LAT]}).rules.circles.mode == "off"
