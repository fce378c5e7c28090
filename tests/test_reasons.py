"""Why a household waits: each reason of the closed list once, and the first true one where several are."""

from __future__ import annotations

import numpy as np
import pytest

from generated import balanced
from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.model import UNSERVED_REASONS
from neighborgrid.solve.plan import assign
from sheets import built, households, members
from support import east_m, north_m, rules_with

# Built here or by later parts: circles and barriers do not exist yet.
LATER = {"blocked", "outside_circles"}

# One household at the centre. One member 100 m east may serve at most one household; the others are
# pieces that a case adds. Every key is a condition that makes one reason true.
EAST = {"lon": 100.0}


def waiting(*, home: dict | None = None, near: dict | None = None, others: list[dict] | None = None, **more):
    """Plan in which household H000 stands at the centre.

    ``near`` changes the member 100 m east (None: there is nobody but a member 3 km away); ``others`` are more
    households at the centre, of high priority, who come first.
    """
    person = {"lon": 3000.0} if near is None else {"lon": 100.0, "max_load": 1.0, **near}
    homes = [{"lon": 0.0, **(home or {})}, *(others or [])]
    blank = {
        "lock": "", "load": 1.0, "priority": "", "village_code": 0, "village": "西同下村",
        "distance_kind": "straight", "residence": "resident", "home_member_id": "",
    }  # fmt: skip
    rows = [{**blank, **one} for one in homes]
    columns = {name: [row[name] for row in rows] for name in blank}
    lon = np.array([np.nan if row["lon"] is None else float(east_m(row["lon"])) for row in rows])
    crew = {"excluded": "", "max_load": np.nan, "village_code": 0, "village": "西同下村", **person}
    return assign(
        balanced(
            {**columns, "lon": lon, "lat": np.where(np.isnan(lon), np.nan, north_m(0.0))},
            {name: [crew[name]] for name in ("excluded", "max_load", "village_code", "village")}
            | {"lon": [float(east_m(crew["lon"]))], "lat": [float(north_m(0.0))]},
            rules=more.pop("rules", rules_with(plan__within="village")),
            **more,
        )
    )


FIRST = {"priority": "low_income", "lon": 0.0}
ELSEWHERE = {"village_code": 1, "village": "东同下村"}
NOWHERE = {"lon": None, "distance_kind": ""}

CASES = {
    "no_coordinates": {"home": NOWHERE, "near": {}},
    "lock_conflict": {"home": {"lock": "M000"}, "near": {"excluded": "away"}},
    "no_member_in_range": {"home": {}},
    "only_ineligible_in_range": {"home": {}, "near": {"excluded": "health"}},
    "outside_boundary": {"home": ELSEWHERE, "near": {}},
    "avoided": {"home": {}, "near": {}, "avoid": [(0, 0)]},
    "load_too_large": {"home": {"load": 1.5}, "near": {}},
    "members_full": {"home": {}, "near": {}, "others": [FIRST]},
}
ORDERED = list(CASES)


@pytest.mark.parametrize("reason", ORDERED)
def test_each_reason(reason: str) -> None:
    plan = waiting(**CASES[reason])
    assert plan.households["reason"][0] == reason
    assert plan.households["member_id"][0] == ""
    row = plan.unserved[plan.unserved["household_id"] == "H000"].iloc[0]
    assert row["reason"] == reason
    assert row["remedy"]
    assert [one for one in audit(plan).findings if one.severity is Severity.ERROR] == []


def test_the_list_is_covered() -> None:
    assert {*CASES, *LATER, "row_error"} == set(UNSERVED_REASONS)
    assert [reason for reason in UNSERVED_REASONS if reason in CASES] == ORDERED


# Both reasons of a pair hold; the earlier of the list is the one to be said.
BOTH = [
    ("no_coordinates", {"home": {**NOWHERE, "lock": "M000"}, "near": {"excluded": "away"}}),
    ("lock_conflict", {"home": {"lock": "M000"}}),
    ("lock_conflict", {"home": {"lock": "M000"}, "near": {"excluded": "away"}}),
    ("lock_conflict", {"home": {"lock": "M000", **ELSEWHERE}, "near": {}}),
    ("lock_conflict", {"home": {"lock": "M000"}, "near": {}, "avoid": [(0, 0)]}),
    ("lock_conflict", {"home": {"lock": "M000"}, "near": {}, "others": [FIRST]}),
    ("no_member_in_range", {"home": ELSEWHERE}),
    ("no_member_in_range", {"home": {}, "avoid": [(0, 0)]}),
    ("only_ineligible_in_range", {"home": ELSEWHERE, "near": {"excluded": "age"}}),
    ("only_ineligible_in_range", {"home": {}, "near": {"excluded": "age"}, "avoid": [(0, 0)]}),
    ("outside_boundary", {"home": ELSEWHERE, "near": {}, "avoid": [(0, 0)]}),
    ("outside_boundary", {"home": {**ELSEWHERE, "load": 9.0}, "near": {}, "others": [FIRST]}),
    ("avoided", {"home": {"load": 9.0}, "near": {}, "avoid": [(0, 0)], "others": [FIRST]}),
    ("load_too_large", {"home": {"load": 1.5}, "near": {}, "others": [FIRST]}),
]


@pytest.mark.parametrize(("reason", "case"), BOTH)
def test_the_first_true_reason_is_said(reason: str, case: dict) -> None:
    plan = waiting(**case)
    assert plan.households["reason"][0] == reason
    assert [one for one in audit(plan).findings if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ("eligible", {"home": {"lock": "M000"}, "near": {"excluded": "away"}}),
        ("limit", {"home": {"lock": "M000"}}),
        ("boundary", {"home": {"lock": "M000", **ELSEWHERE}, "near": {}}),
        ("avoid", {"home": {"lock": "M000"}, "near": {}, "avoid": [(0, 0)]}),
        ("max", {"home": {"lock": "M000"}, "near": {}, "others": [FIRST]}),
        ("max", {"home": {"lock": "M000", "load": 1.5}, "near": {}}),
    ],
)
def test_a_lock_that_cannot_hold_names_the_rule(rule: str, case: dict) -> None:
    from neighborgrid.words import text

    plan = waiting(**case)
    expected = text("note.lock", "zh", member="M000", rule=text(f"lock.{rule}", "zh"))
    assert plan.households["note"][0] == expected


@pytest.mark.parametrize(("over_m", "reason"), [(-0.01, ""), (0.0, ""), (0.01, "no_member_in_range")])
@pytest.mark.parametrize("detour", [1.0, 1.3])
def test_the_limit_is_inclusive(over_m: float, reason: str, detour: float) -> None:
    from pyproj import Geod

    lon, lat, _ = Geod(ellps="WGS84").fwd(
        float(east_m(0.0)), float(north_m(0.0)), 77.0, (500 + over_m) / detour
    )
    plan = assign(
        balanced(
            {"lon": [float(east_m(0.0))], "lat": [float(north_m(0.0))]},
            {"lon": [lon], "lat": [lat]},
            rules=rules_with(plan__detour=detour),
        )
    )
    assert plan.households["reason"].tolist() == [reason]
    assert [one for one in audit(plan).findings if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("seed", range(20))
def test_true_reasons_of_random_villages(seed: int) -> None:
    import oracle
    from generated import random_village

    problem = random_village(seed, households=60, people=8)
    plan = assign(problem)
    homes, people, rules = plan.households, problem.people, problem.rules
    far = oracle.metres(problem)
    able = (people["excluded"] == "").to_numpy()
    ids = people["member_id"].tolist()
    room = dict(zip(plan.members["member_id"], plan.members["max_load"] - plan.members["load"], strict=True))
    avoided = {tuple(pair) for pair in problem.avoid_pairs.tolist()}
    for h in np.flatnonzero(homes["reason"] != ""):
        near = [p for p in range(len(people)) if far[h, p] <= rules.limit_m]
        capable = [p for p in near if able[p]]
        inside = [
            p
            for p in capable
            if all(
                problem.households[code][h] in (-1, people[code][p]) or people[code][p] == -1
                for code in oracle.CODES[rules.within]
            )
        ]
        welcome = [p for p in inside if (h, p) not in avoided]
        conditions = [
            ("no_coordinates", homes["distance_kind"][h] == ""),
            ("lock_conflict", homes["lock"][h] != ""),
            ("no_member_in_range", not near),
            ("only_ineligible_in_range", not capable),
            ("outside_boundary", not inside),
            ("avoided", not welcome),
            ("members_full", not any(room[ids[p]] >= 1 for p in welcome)),
        ]
        assert homes["reason"][h] == next(name for name, holds in conditions if holds)
    waiting_rows = (homes["member_id"] == "") & (homes["residence"] != "vacant")
    assert ((homes["reason"] != "") == waiting_rows).all()


def test_a_household_without_position_is_served_by_its_own_member() -> None:
    plan = assign(
        balanced(
            {"lon": [np.nan], "lat": [np.nan], "distance_kind": [""], "home_member_id": ["M000"]},
            {"lon": [float(east_m(0.0))], "lat": [float(north_m(0.0))], "home_household_id": ["H000"]},
        )
    )
    assert plan.households["member_id"].tolist() == ["M000"]
    assert plan.households["reason"].tolist() == [""]


def test_row_error_is_a_row_set_aside() -> None:
    sound = [
        ["001", "甲", "西同下村", "1组", 114.5, 37.76, "", ""],
        ["002", "乙", "西同下村", "1组", 114.5, 37.761, "", ""],
    ]
    unplaced = ["003", "丙", "西同下村", "1组", "", "", "", ""]
    crew = [["D01", "党", "", "西同下村", "1组", 114.5005, 37.76, ""]]
    from neighborgrid.rules import sources

    strong = sources.flags({"plan.unlocated": ("--unlocated", "exclude")})
    plan = assign(built(households(*sound, unplaced), members(*crew), strong=strong).problem)
    reasons = dict(zip(plan.unserved["household_id"], plan.unserved["reason"], strict=True))
    assert reasons in ({"003": "no_coordinates"}, {"003": "row_error"})
    assert [one for one in audit(plan).findings if one.severity is Severity.ERROR] == []
