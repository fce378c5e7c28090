"""Every rule of circles is named when a village with two circles is damaged.

The village stands along one geodesic (see test_audit_village), so metres are differences of stones. Eight
members in two circles, each with its centre at the home of its second member; the first leads, the second
and third are deputies. Each member has target 1 and maximum 2; the limit is 500 m, of circles too.

    circle Q1    A1     A2     A3     A4        circle Q2    B1     B2     B3     B4
    stone (m)     0    100    200    300                   1000   1100   1200   1300

    household      H1     H2     H3     H4     H5     H6      H7
    stone (m)       0     50    250    650   1050   1400    3000
    member         A1     A1     A3     A4     B1     B4
    metres        own     50     50    350     50    100
    to centre             50    150    550     50    300

H4 is outside its circle and noted. Distances 50 + 50 + 350 + 50 + 100 = 600 m; A2, B2, B3 are one below
target: objective 600 + 3 x 50 = 750 m. Members are 100, 0, 100, 200 m from their centres: 100 m on average;
households (50 + 150 + 550 + 50 + 300) / 5 = 220 m. Radius of Q1 200 m (A4; H4 does not count), of Q2 300 m.
"""

from __future__ import annotations

import dataclasses

import pytest

from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.model import SHEETS, Plan, make_table
from test_audit_village import NAN, again, at, changed, codes, rules

MEMBERS = {"A1": 0, "A2": 100, "A3": 200, "A4": 300, "B1": 1000, "B2": 1100, "B3": 1200, "B4": 1300}
HOMES = {"H1": 0, "H2": 50, "H3": 250, "H4": 650, "H5": 1050, "H6": 1400, "H7": 3000}
SERVES = ["A1", "A1", "A3", "A4", "B1", "B4", ""]
Q1, Q2 = "西同下-Q1", "西同下-Q2"
NOTE = "在服务圈半径之外"


def placed(stones) -> dict[str, list[float]]:
    points = [at(stone) for stone in stones]
    return {"lon": [lon for lon, _ in points], "lat": [lat for _, lat in points]}


def circled() -> Plan:
    households = {
        "household_id": list(HOMES),
        "village": ["西同下村"] * 7,
        **placed(HOMES.values()),
        "distance_kind": ["straight"] * 7,
        "residence": ["resident"] * 7,
        "load": [1.0] * 7,
        "member_id": SERVES,
        "member_name": SERVES,
        "circle_id": [Q1] * 4 + [Q2] * 2 + [""],
        "distance_m": [0, 50, 50, 350, 50, 100, NAN],
        "straight_m": [0, 50, 50, 350, 50, 100, NAN],
        "own_home": ["yes", *[""] * 6],
        "written_member_id": SERVES,
        "reason": [""] * 6 + ["no_member_in_range"],
        "note": ["", "", "", NOTE, "", "", ""],
    }
    members = {
        "member_id": list(MEMBERS),
        "name": list(MEMBERS),
        "role": ["cadre", "group_leader", "group_leader", "member"] * 2,
        "village": ["西同下村"] * 8,
        **placed(MEMBERS.values()),
        "home_household_id": ["H1", *[""] * 7],
        "circle_id": [Q1] * 4 + [Q2] * 4,
        "team_role": ["leader", "deputy", "deputy", "member"] * 2,
        "load": [1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0],
        "min_load": [0.0] * 8,
        "target_load": [1.0] * 8,
        "max_load": [2.0] * 8,
        "mean_distance_m": [50, NAN, 50, 350, 50, NAN, NAN, 100],
        "farthest_m": [50, NAN, 50, 350, 50, NAN, NAN, 100],
    }
    centres = placed([100, 1100])
    circles = {
        "circle_id": [Q1, Q2],
        "name": ["一圈", "二圈"],
        "village": ["西同下村"] * 2,
        "centre_lon": centres["lon"],
        "centre_lat": centres["lat"],
        "leader_id": ["A1", "B1"],
        "deputy_ids": ["A2、A3", "B2、B3"],
        "members": [4, 4],
        "households": [3, 2],
        "radius_m": [200.0, 300.0],
    }
    villages = {
        "village": ["西同下村"],
        "rows": [7],
        "households": [7],
        "served": [6],
        "unserved": [1],
        "own_homes": [1],
        "able_members": [8],
        "circles": [2],
        "mean_load": [0.62],
        "farthest_m": [350.0],
    }
    ledger = {"kind": ["households", "members"], "rows": [7, 8], "households": [7, 0], "members": [0, 8]}
    data = {
        "households": households,
        "members": members,
        "circles": circles,
        "unserved": {"household_id": ["H7"], "reason": ["no_member_in_range"]},
        "villages": villages,
        "ledger": ledger,
    }
    summary = {
        "rows_total": 7,
        "households": 7,
        "served": 6,
        "own_homes": 1,
        "unserved": 1,
        "coverage_pct": 85.71,
        "able_members": 8,
        "objective_m": 750.0,
        "circles": 2,
        "outside_circle": 1,
        "team_shortfall": 0,
        "stand_ins": 0,
        "circle_member_m": 100.0,
        "circle_household_m": 220.0,
    }
    tables = {name: make_table(columns, data.get(name, {})) for name, columns in SHEETS.items()}
    return Plan(tables, rules(), summary)


def found(plan: Plan, **given: bool) -> list[str]:
    """Codes without the note that one household is outside."""
    return [code for code in codes(plan, **given) if code != "NG398"]


FIGURES = {"NG335", "NG345", "NG398"}


def breaches(plan: Plan) -> list[str]:
    """Codes without the figures and stale cells that follow from the damage."""
    return [code for code in codes(plan) if code not in FIGURES]


def ruled(plan: Plan, **values) -> Plan:
    return dataclasses.replace(plan, rules=rules(**values))


def moved(plan: Plan, table: str, row: int, stone: float) -> Plan:
    lon, lat = at(stone)
    return changed(plan, table, row, lon=lon, lat=lat)


def centred(plan: Plan, row: int, stone: float) -> Plan:
    lon, lat = at(stone)
    return changed(plan, "circles", row, centre_lon=lon, centre_lat=lat)


def strict(plan: Plan) -> Plan:
    """H4 goes to B1, whose circle reaches it: 350 m to B1, 450 m to the centre, the radius of Q2 now."""
    plan = changed(plan, "households", 3, member_id="B1", written_member_id="B1", circle_id=Q2, note="")
    plan = changed(changed(plan, "circles", 0, households=2), "circles", 1, households=3, radius_m=450.0)
    return ruled(plan, circles__mode="strict")


def test_sound_plan_has_one_note() -> None:
    result = audit(circled(), file="plan.xlsx")
    assert [finding.code for finding in result.findings] == ["NG398"]
    note = result.findings[0]
    assert note.severity is Severity.NOTE
    assert note.values == {"count": 1, "limit": "500"}
    assert result.totals["circle_household_m"] == pytest.approx(220, abs=0.001)
    assert result.coverage["circles"].tolist() == [2]


def test_sound_strict_plan_has_none() -> None:
    assert breaches(strict(circled())) == ["NG336"]  # only the objective, since H4 changed hands
    assert "NG398" not in codes(strict(circled()))


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda p: changed(p, "members", 7, circle_id="西同下-Q9"), ["NG380", "NG391"]),
        (lambda p: changed(p, "members", 5, circle_id=""), ["NG380", "NG391", "NG395"]),
        (lambda p: again(p, "circles", 1), ["NG381", "NG394"]),
        (lambda p: changed(again(p, "circles", 1), "circles", 2, circle_id=""), ["NG381", "NG394"]),
        (lambda p: changed(again(p, "circles", 1), "circles", 2, circle_id="Q3"), ["NG382", "NG394"]),
        (lambda p: changed(moved(p, "members", 6, 1601), "members", 6, load=0.0), ["NG383"]),
        (lambda p: changed(p, "circles", 1, centre_lat=NAN), ["NG384"]),
        (lambda p: changed(p, "members", 6, lon=NAN), ["NG384"]),
        (lambda p: changed(p, "households", 1, circle_id=Q2), ["NG385"]),
        (lambda p: changed(p, "households", 1, circle_id=""), ["NG385"]),
        (lambda p: changed(p, "households", 0, circle_id=Q2), ["NG385"]),
        (lambda p: changed(p, "households", 6, circle_id=Q2), ["NG385"]),
        (lambda p: ruled(p, circles__mode="strict"), ["NG386"]),
        (lambda p: changed(p, "households", 3, note=""), ["NG387"]),
        (lambda p: changed(p, "households", 3, note="note; outside_circle"), []),
        (lambda p: changed(p, "households", 2, note=f"先打电话；{NOTE}"), ["NG388"]),
        (lambda p: changed(p, "households", 0, note=NOTE), ["NG388"]),
        (lambda p: changed(p, "households", 6, note=NOTE), ["NG388"]),
        (lambda p: ruled(p, circles__max_households=2), ["NG389"]),
        (lambda p: ruled(p, circles__max_households=3), []),
        (lambda p: ruled(p, circles__team_max=3), ["NG390", "NG390"]),
        (lambda p: ruled(p, circles__team_min=5), []),
        (lambda p: ruled(p, circles__team_min=5, circles__limit_m=800), ["NG391", "NG391"]),
        (lambda p: changed(p, "members", 6, village="东同下"), ["NG392"]),
        (lambda p: changed(p, "members", 6, village=""), []),
        (lambda p: changed(p, "circles", 0, leader_id=""), ["NG393", "NG397"]),
        (lambda p: changed(p, "circles", 0, leader_id="赵 13800138000"), ["NG393", "NG397"]),
        (lambda p: changed(p, "circles", 0, leader_id="B4"), ["NG393", "NG397"]),
        (lambda p: changed(p, "circles", 0, leader_id="B1"), ["NG393", "NG394"]),
        (lambda p: changed(p, "circles", 0, deputy_ids="A2、A2、A3"), ["NG395"]),
        (lambda p: changed(p, "circles", 0, deputy_ids="A2、A1"), ["NG395", "NG397"]),
        (lambda p: changed(p, "circles", 0, deputy_ids="A2、B2"), ["NG395"]),
        (lambda p: changed(p, "circles", 0, deputy_ids="A2、A3、A9"), ["NG395"]),
        (lambda p: changed(p, "circles", 0, deputy_ids="A2"), ["NG396", "NG397"]),
        (lambda p: changed(p, "circles", 0, deputy_ids="A2, A3"), []),
        (lambda p: changed(p, "members", 1, role="member"), ["NG397"]),
        (lambda p: ruled(p, circles__per_village=2), []),
        (lambda p: ruled(p, circles__per_village=3), ["NG399"]),
    ],
)
def test_each_damage_is_named(damage, expected) -> None:
    assert breaches(damage(circled())) == expected


def test_most_deputies() -> None:
    plan = ruled(circled(), circles__deputies="0-1")
    assert breaches(plan) == ["NG396", "NG396"]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        *[
            (key, circled().summary[key] + 1, ["NG335"])
            for key in circled().summary
            if key.startswith(("circle", "outside", "team", "stand"))
        ],
        ("circles", "", ["NG344"]),
        ("circles_bound", 2, []),
        ("circles_bound", 3, ["NG334"]),
        ("circles_price_m", 0.0, []),
        ("circles_price_m", -1.0, ["NG334"]),
    ],
)
def test_figure_of_the_summary_is_checked(key, value, expected) -> None:
    plan = circled()
    assert found(dataclasses.replace(plan, summary={**plan.summary, key: value})) == expected


def test_figures_of_circles_that_are_gone() -> None:
    plan = circled()
    tables = {**plan.tables, "circles": make_table(SHEETS["circles"], {})}
    gone = dataclasses.replace(plan, tables=tables)
    # Eight members name circles that do not exist, and so do the served households.
    assert breaches(gone) == ["NG380"] * 8 + ["NG388"]
    for table, columns in (("members", ["circle_id", "team_role"]), ("households", ["circle_id", "note"])):
        tables[table] = tables[table].assign(**{column: "" for column in columns}).astype(object)
        tables[table] = make_table(SHEETS[table], {name: tables[table][name] for name in SHEETS[table]})
    silent = dataclasses.replace(plan, tables=tables)
    # Nothing speaks of circles but four figures that are not 0, and the village.
    assert codes(silent) == ["NG335"] * 4 + ["NG345"]


@pytest.mark.parametrize(("stone", "expected"), [(1599.99, []), (1600.0, []), (1600.01, ["NG383"])])
def test_limit_of_members_is_inclusive(stone, expected) -> None:
    assert breaches(moved(circled(), "members", 6, stone)) == expected


@pytest.mark.parametrize(
    ("stone", "note", "expected"),
    [
        (599.99, "", []),
        (600.0, "", []),
        (600.01, "", ["NG387"]),
        (600.01, NOTE, []),
        (600.0, NOTE, []),
        (599.99, NOTE, ["NG388"]),
    ],
)
def test_limit_of_households_is_inclusive(stone, note, expected) -> None:
    plan = moved(circled(), "households", 3, stone)
    plan = changed(plan, "households", 3, note=note, distance_m=stone - 300, straight_m=stone - 300)
    if stone < 600.005:
        # H4 is inside now, so it counts for the radius.
        plan = changed(plan, "circles", 0, radius_m=500.0)
    assert [code for code in breaches(plan) if code != "NG336"] == expected


def test_limit_is_walking_metres_and_may_be_none() -> None:
    far = moved(circled(), "members", 6, 1580)
    assert "NG383" not in codes(far)
    assert "NG383" in codes(ruled(far, circles__limit_m=500, plan__detour=1.05))  # 480 x 1.05 = 504 m
    assert "NG383" not in codes(ruled(moved(far, "members", 6, 5000), circles__limit_m="none"))


def test_team_is_small_only_where_others_live_near() -> None:
    # B4 forms a circle of its own, but B1 to B3 could share a centre with B4.
    plan = centred(again(circled(), "circles", 1), 2, 1300)
    plan = changed(changed(plan, "circles", 2, circle_id="Q3", leader_id="B4"), "members", 7, circle_id="Q3")
    assert breaches(plan) == ["NG391", "NG391", "NG395", "NG397"]
    # 3 km off, nobody could join B4, and no deputies can be asked for in a team of one.
    alone = changed(centred(moved(plan, "members", 7, 4300), 2, 4300), "circles", 2, deputy_ids="")
    assert breaches(ruled(alone, circles__team_min=3)) == ["NG312", "NG314", "NG314", "NG336", "NG397"]
    # B3's home, at 1200 m, is within 500 m of all four up to 1700 m.
    for stone, small in ((1700, [Q2, "Q3"]), (1700.01, [])):
        near = audit(centred(moved(plan, "members", 7, stone), 2, stone)).findings
        assert [finding.values["circle"] for finding in near if finding.code == "NG391"] == small
    # Without a limit all of the village could.
    assert "NG391" in codes(ruled(alone, circles__team_min=3, circles__limit_m="none"))
    elsewhere = changed(alone, "members", 7, village="东同下")
    assert "NG391" not in codes(ruled(elsewhere, circles__team_min=3, circles__limit_m="none"))
