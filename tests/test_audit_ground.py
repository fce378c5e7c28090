"""Plans on roads, past barriers, by a list: clean with the files and without, and each untruth is named."""

from __future__ import annotations

import dataclasses
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from generated import random_village, with_wishes
from grounds import NAMED, PARTS, degrees, edges, grounded, line, on_ground, with_cells
from neighborgrid.audit.check import audit
from neighborgrid.audit.proof import Outcome, prove
from neighborgrid.model import Ground, MatrixRows, RoadEdges
from neighborgrid.planbook.refresh import refresh
from neighborgrid.solve.plan import assign, existing
from support import problem_of, rules_with

if TYPE_CHECKING:
    from neighborgrid.model import Plan, Problem

NOTHING = (0, 0, 0, 0)
SOFT = {"NG316", "NG391", "NG396", "NG397", "NG398"}
"""Soft rules, which random villages break."""
BY_HAND = {"NG260", "NG311", "NG312", "NG313", "NG315", "NG317", "NG318", "NG319", "NG327", "NG386"}
"""Rules that random changes by hand break."""
CIRCLES = ({}, {"circles__mode": "soft"}, {"circles__mode": "strict"})


@cache
def village(seed: int) -> Problem:
    """Random village on a ground; every other one is short of members."""
    made = random_village(seed, households=40, people=9, auto=seed % 4 == 0, **CIRCLES[seed % 3])
    if seed % 2:
        most = np.random.default_rng(seed).integers(1, 4, len(made.people)).astype(float)
        least = np.minimum(made.people["min_load"], most)
        made = dataclasses.replace(made, people=made.people.assign(max_load=most, min_load=least))
    return grounded(with_wishes(made), seed, PARTS[seed % len(PARTS)])


@cache
def planned(seed: int) -> Plan:
    return assign(village(seed))


def codes(plan: Plan, problem: Problem | None = None, **given: object) -> list[str]:
    return sorted(finding.code for finding in audit(plan, problem, **given).findings)


@pytest.mark.parametrize("seed", range(10))
def test_plan_is_clean_with_its_files_and_taken_at_its_word_without(seed: int) -> None:
    plan, problem = planned(seed), village(seed)
    for sheets in (None, problem):
        assert set(codes(plan, sheets, ground=problem.ground)) <= SOFT
        assert Counter(codes(plan, sheets))["NG262"] == 1
        assert set(codes(plan, sheets)) <= SOFT | {"NG262"}
    with_files = audit(plan, ground=problem.ground).totals
    for key, value in audit(plan).totals.items():
        # Distances in a plan are rounded to a tenth of a metre.
        count = len(plan.households) if key in {"objective_m", "distance_cost"} else 1
        assert value == pytest.approx(with_files[key], abs=0.06 * count, nan_ok=True), key


@pytest.mark.parametrize("seed", range(10))
def test_plan_proves_itself_on_its_ground(seed: int) -> None:
    plan = planned(seed)
    found = prove(plan, ground=village(seed).ground)
    assert found.outcome is Outcome.PROVED
    assert (found.gap, found.breaches) == (NOTHING, 0)
    assert prove(plan).outcome is Outcome.GROUND
    assert prove(plan, part=True).outcome is Outcome.PART


def test_the_villages_know_every_kind_of_way_and_reason() -> None:
    reasons = {reason for seed in range(10) for reason in planned(seed).households["reason"]}
    kinds = {kind for seed in range(10) for kind in planned(seed).households["distance_kind"]}
    assert {"blocked", "members_full", "no_member_in_range", "avoided", "lock_conflict"} <= reasons
    assert {"straight", "estimated", "roads", "matrix"} <= kinds


@pytest.mark.parametrize("seed", range(5))
def test_changes_by_hand_break_rules_and_no_figure_is_wrong_after_a_rewrite(seed: int) -> None:
    plan, problem = planned(seed), village(seed)
    rng = np.random.default_rng(seed)
    homes = plan.households
    chosen = homes["member_id"].to_numpy().copy()
    rows = rng.choice(len(homes), 10, replace=False)
    chosen[rows] = rng.choice([*plan.members["member_id"], ""], 10)
    chosen[homes["residence"] == "vacant"] = ""
    tables = {**plan.tables, "households": homes.assign(member_id=chosen)}
    edited = dataclasses.replace(plan, tables=tables)
    written = refresh(edited, problem.ground)
    held = dataclasses.replace(problem, households=problem.households.assign(previous_member_id=chosen))
    for made, more in ((edited, {"NG345"}), (written, set()), (existing(held), set())):
        named = made is not edited and made is not written
        assert set(codes(made, ground=problem.ground, existing=named)) <= SOFT | BY_HAND | more
        assert set(codes(made, existing=named)) <= SOFT | BY_HAND | more | {"NG262"}
    # What the rewritten plan says of ways is what they are.
    with_files, without = (Counter(codes(written, ground=one)) for one in (problem.ground, None))
    assert (with_files["NG260"], with_files["NG312"]) == (without["NG260"], without["NG312"])


# A lane along a river, a bridge at its eastern end, a lane on the other side; metres east and north:
#
#   M0 (0, 10)   H0 (100, 10)   H1 (200, 10)                    on the northern lane (north 0)
#   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~      river (north -50), bridge at east 400
#   M1 (0, -110) H2 (100, -110) H3 (200, -110) H4 (200, -400)   on the southern lane (north -100)
#
# H4 is 290 m from any lane. Limit 500 m. From H0 to M1: 156 m straight, 300 + 100 + 400 + 20 = 820 m on foot.
LANES = edges([(0, 0), (400, 0), (400, -100), (0, -100)], [(0, 1), (1, 2), (2, 3)])
RIVER = line((-900, -50), (-300, -50), (0, -50), (300, -50), (900, -50))
HOMES = ((100, 10), (200, 10), (100, -110), (200, -110), (200, -400))
DOORS = ((0, 10), (0, -110))


def banks(
    ground: Ground,
    *,
    caps: tuple[float, ...] = (12, 12),
    homes: tuple[tuple[float, float], ...] = HOMES,
    doors: tuple[tuple[float, float], ...] = DOORS,
    **columns: object,
) -> Problem:
    lon, lat = degrees(homes)
    east, north = degrees(doors)
    made = problem_of(
        {"lon": lon, "lat": lat, **columns},
        {"lon": east, "lat": north, "max_load": list(caps)},
        rules=rules_with(plan__within="anywhere"),
    )
    count = len(made.people)
    members = {"file": "党员名册.xlsx", "kind": "members", "rows": count, "members": count}
    ledger = made.ledger.reindex([0, 1])
    for column in ledger:
        ledger.loc[1, column] = members.get(column, "" if ledger[column].dtype == object else 0)
    return on_ground(dataclasses.replace(made, ledger=ledger.astype(made.ledger.dtypes)), ground)


def test_village_by_the_river_is_as_the_comment_says() -> None:
    problem = banks(Ground(LANES, RIVER))
    plan = assign(problem)
    assert plan.households["member_id"].tolist() == ["M000", "M000", "M001", "M001", "M001"]
    # H4 is measured straight: 200 m east and 290 m south of M1.
    assert plan.households["distance_m"].tolist() == pytest.approx([120, 220, 120, 220, 352.3], abs=0.06)
    assert codes(plan, ground=problem.ground) == []
    found = audit(plan, file="plan.xlsx").findings
    assert [finding.code for finding in found] == ["NG262"]
    assert found[0].place.file == "plan.xlsx"
    assert found[0].values["flags"] == "--roads village.osm.pbf --barriers river.geojson"


@pytest.mark.parametrize(
    ("cells", "expected", "without"),
    [
        ({"distance_m": 125.0}, ["NG314", "NG335", "NG335"], ["NG335", "NG336"]),
        ({"distance_m": 90.0}, ["NG314"], ["NG261", "NG335"]),
        ({"straight_m": 90.0}, ["NG314"], ["NG314"]),
        ({"distance_m": 510.0}, ["NG314"], ["NG312"]),
        ({"distance_m": np.nan}, ["NG345"], ["NG260"]),
        ({"distance_m": 130.0, "distance_kind": "straight"}, ["NG314"], ["NG314"]),
        # Member of the other bank, 820 m on foot.
        ({"member_id": "M001", "written_member_id": "M001"}, ["NG312", "NG314"], ["NG261", "NG314"]),
        ({"member_id": "M001"}, ["NG312"], []),
        ({"member_id": "", "written_member_id": "", "reason": "blocked"}, ["NG327"], []),
        ({"member_id": "", "written_member_id": "", "reason": "members_full"}, ["NG327"], []),
        ({"member_id": "", "written_member_id": "", "reason": "avoided"}, ["NG327"], ["NG327"]),
        ({"member_id": "", "written_member_id": "", "reason": ""}, ["NG327"], ["NG327"]),
        ({"member_id": ""}, ["NG327"], ["NG327"]),
    ],
)
def test_each_untruth_about_a_way_is_named(cells: dict, expected: list[str], without: list[str]) -> None:
    problem = banks(Ground(LANES, RIVER))
    plan = with_cells(assign(problem), "households", 0, **cells)
    assert set(codes(plan, ground=problem.ground)) >= set(expected) - {"NG335"}
    assert set(codes(plan)) >= {*without, "NG262"} - {"NG335", "NG336"}
    ways = {"NG260", "NG261", "NG312", "NG314", "NG325", "NG327"}
    assert set(codes(plan, ground=problem.ground)) & ways == set(expected) & ways
    assert set(codes(plan)) & ways == set(without) & ways


def test_member_across_a_river_without_a_bridge() -> None:
    problem = banks(Ground(barriers=RIVER))
    plan = assign(problem)
    assert codes(plan, ground=problem.ground) == []
    across = with_cells(plan, "households", 0, member_id="M001")
    assert "NG260" in codes(across, ground=problem.ground)
    written = refresh(across, problem.ground)
    assert codes(written, ground=problem.ground) == ["NG260"]
    # The plan says so itself: there are metres as the crow flies, and none on foot.
    assert np.isnan(written.households["distance_m"][0])
    assert codes(written) == ["NG260", "NG262"]
    (finding,) = audit(written, ground=problem.ground).findings
    assert (finding.values["id"], finding.values["member"]) == ("H000", "M001")


def test_reason_of_ways_is_found_anew() -> None:
    # M0 is gone: the northern bank is near M1, and cut off.
    problem = banks(Ground(LANES, RIVER), doors=DOORS[1:], caps=(12,))
    plan = assign(problem)
    assert plan.households["reason"].tolist() == ["blocked", "blocked", "", "", ""]
    assert codes(plan, problem, ground=problem.ground) == []
    assert codes(plan) == ["NG262"]
    for stated in ("no_member_in_range", "outside_boundary", "members_full"):
        wrong = with_cells(plan, "households", 0, reason=stated)
        assert "NG325" in codes(wrong, ground=problem.ground)
        # Without the files nobody knows how far anybody gets on foot, only that somebody is near.
        told = "NG327" in codes(wrong)
        assert told is (stated != "members_full")
    # As the crow flies both could be served.
    assert codes(plan, ground=Ground(barriers=line((900, 0), (900, 9)))).count("NG327") == 2


def test_lock_to_the_other_bank_is_a_conflict() -> None:
    locks = ["M001", "", "", "", ""]
    problem = banks(Ground(LANES, RIVER), lock=locks)
    plan = assign(problem)
    assert plan.households["reason"].tolist()[0] == "lock_conflict"
    assert codes(plan, ground=problem.ground) == []
    assert codes(plan) == ["NG262"]
    assert "NG327" in codes(plan, ground=Ground(snap_m=60.0))


def test_shortage_holds_on_its_ground_only() -> None:
    # M0 may take one of the two on the northern bank; M1 has room, but is too far on foot.
    problem = banks(Ground(LANES, RIVER), caps=(1, 12))
    plan = assign(problem)
    assert len(plan.tables["shortages"]) == 1
    assert codes(plan, ground=problem.ground) == []
    assert codes(plan) == ["NG262"]
    bridged = edges([(0, 0), (0, -100), (400, 0), (400, -100)], [(0, 1), (0, 2), (1, 3)])
    assert "NG372" in codes(plan, ground=Ground(bridged))


def test_worse_plan_is_not_proved() -> None:
    # H0 is a metre nearer to M1, by way of the list.
    matrix = MatrixRows(
        np.array(["H000", "H000"], object), np.array(["M000", "M001"], object), np.array([300.0, 299.0])
    )
    problem = banks(Ground(LANES, RIVER, matrix))
    plan = assign(problem)
    best = prove(plan, ground=problem.ground)
    assert (best.outcome, best.gap) == (Outcome.PROVED, NOTHING)
    other = {"M000": "M001", "M001": "M000"}[plan.households["member_id"][0]]
    swapped = with_cells(plan, "households", 0, member_id=other, written_member_id=other)
    found = prove(swapped, ground=problem.ground)
    assert found.outcome is Outcome.UNPROVED
    assert found.gap is not None
    assert found.gap[3] > 0
    edited = with_cells(plan, "households", 0, member_id=other)
    assert prove(edited, ground=problem.ground).outcome is Outcome.EDITED
    # On another ground the prices prove nothing: H0 would be 200 m nearer to the other one.
    metres = np.where(matrix.member_id == other, matrix.metres - 200, matrix.metres)
    ground = dataclasses.replace(problem.ground, matrix=dataclasses.replace(matrix, metres=metres))
    assert prove(plan, ground=ground).outcome is Outcome.UNPROVED


@pytest.mark.parametrize("backward", [False, True])
def test_door_between_two_lanes_proves_nothing_against_the_plan(backward: bool) -> None:
    # H0 stands between the lanes, 50 m from both. The solver takes the lane that comes first.
    homes, doors = ((100, -50), *HOMES[1:4]), DOORS
    turned = RoadEdges(LANES.lon, LANES.lat, LANES.a[::-1].copy(), LANES.b[::-1].copy())
    problem = banks(Ground(turned if backward else LANES), homes=homes, doors=doors)
    for north_m in (-50.0, -49.998, -50.002):
        lon, lat = degrees([(100, north_m)])
        lanes = problem.households["lon"].to_numpy().copy(), problem.households["lat"].to_numpy().copy()
        lanes[0][0], lanes[1][0] = lon[0], lat[0]
        moved = dataclasses.replace(problem, households=problem.households.assign(lon=lanes[0], lat=lanes[1]))
        plan = assign(moved)
        for ground in (Ground(LANES), Ground(turned)):
            assert codes(plan, ground=ground) == []
            assert prove(plan, ground=ground).outcome is Outcome.PROVED
        # To the member of the other bank the way is 150 m or 650 m: no plan is wrong that uses it.
        other = {"M000": "M001", "M001": "M000"}[plan.households["member_id"][0]]
        swapped = with_cells(plan, "households", 0, member_id=other, written_member_id=other)
        assert not {"NG260", "NG312"} & set(codes(swapped, ground=Ground(LANES)))


def test_own_home_needs_no_way() -> None:
    problem = banks(Ground(barriers=RIVER), home_member_id=["M001", "", "", "", ""])
    people = problem.people.assign(home_household_id=np.array(["", "H000"], object))
    plan = assign(dataclasses.replace(problem, people=people))
    assert plan.households["own_home"][0] == "yes"
    assert codes(plan, ground=problem.ground) == []
    assert codes(plan) == ["NG262"]


def test_way_to_the_nearest_is_checked_where_the_files_are_given() -> None:
    problem = banks(Ground(LANES), doors=DOORS[1:], caps=(12,))
    plan = assign(problem)
    # 300 + 100 + 400 m along the lanes and 20 m to the doors.
    assert plan.unserved["nearest_m"][0] == pytest.approx(820, abs=0.1)
    for stated, stale in ((820.0, False), (700.0, True), (100.0, True)):
        told = with_cells(plan, "unserved", 0, nearest_m=stated)
        assert ("NG345" in codes(told, ground=problem.ground)) is stale
    assert codes(with_cells(plan, "unserved", 0, nearest_m=700.0)) == ["NG262"]


def test_files_are_named_without_their_folders() -> None:
    problem = banks(Ground(LANES))
    rules = problem.rules
    for key, value in NAMED.values():
        rules = rules.with_value(key, value, "flag")
    plan = dataclasses.replace(assign(problem), rules=rules)
    (finding,) = (one for one in audit(plan).findings if one.code == "NG262")
    assert finding.values["flags"] == "--roads village.osm.pbf --barriers river.geojson --matrix pairs.csv"
    assert "pairs.csv" in finding.line("zh")


def test_roads_are_no_other_position_than_the_sheets() -> None:
    problem = banks(Ground(LANES, RIVER))
    plan = assign(problem)
    lon, lat = degrees([(110, 10)])
    moved = with_cells(plan, "households", 0, lon=lon[0], lat=lat[0])
    assert "NG346" in codes(moved, problem, ground=problem.ground)
    assert codes(plan, problem, ground=problem.ground) == []
