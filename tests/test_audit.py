"""Every rule of the audit is named when the village of test_audit_village is damaged."""

from __future__ import annotations

import dataclasses

import pytest

from neighborgrid.audit.check import audit
from neighborgrid.model import SET_ASIDE, InputDigest, make_table
from test_audit_village import (
    NAN,
    again,
    at,
    bare,
    breaches,
    changed,
    codes,
    rules,
    sheets,
    village,
    with_rows,
    without_row,
)


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda p: again(p, "households", 5), ["NG300"]),
        (lambda p: changed(p, "households", 5, household_id=""), ["NG301", "NG330", "NG331"]),
        (lambda p: again(p, "members", 1), ["NG306"]),
        (lambda p: changed(p, "excluded", 0, member_id="008"), ["NG307", "NG311", "NG311"]),
        (lambda p: changed(p, "households", 1, member_id="7"), ["NG310"]),
        (lambda p: changed(p, "households", 1, member_id="009"), ["NG311"]),
        (lambda p: changed(p, "households", 3, member_id="007"), ["NG312", "NG315"]),
        (lambda p: changed(p, "households", 1, lon=NAN), ["NG313"]),
        (lambda p: changed(p, "households", 1, distance_m=100.6), ["NG314"]),
        (lambda p: changed(p, "households", 1, straight_m=99.4), ["NG314"]),
        (lambda p: changed(p, "members", 0, max_load=1.0), ["NG315"]),
        (lambda p: changed(p, "members", 0, min_load=3.0), ["NG316"]),
        (lambda p: changed(p, "households", 3, village="东同下"), ["NG317"]),
        (lambda p: changed(p, "households", 3, lock="007"), ["NG318"]),
        (lambda p: with_rows(p, "wishes", household_id=["003"], member_id=["007"]), ["NG319"]),
        (lambda p: changed(p, "households", 4, residence="vacant"), ["NG320"]),
        (lambda p: changed(p, "households", 1, own_home="yes"), ["NG321"]),
        (lambda p: changed(p, "households", 5, reason="members_full"), ["NG325"]),
        (lambda p: changed(p, "households", 5, reason="somebody wrote here"), ["NG325"]),
        (lambda p: changed(p, "households", 5, reason=""), ["NG326"]),
        (lambda p: changed(p, "households", 2, reason="members_full"), ["NG328"]),
        (lambda p: changed(p, "unserved", 0, household_id="002"), ["NG329", "NG330"]),
        (lambda p: without_row(p, "unserved", 0), ["NG330"]),
        (lambda p: changed(p, "unserved", 0, household_id="404"), ["NG330", "NG331"]),
        (lambda p: again(p, "unserved", 0), ["NG331"]),
        (lambda p: changed(p, "unserved", 0, reason="row_error"), ["NG330", "NG332"]),
        (lambda p: changed(p, "ledger", 0, blanks=2), ["NG337"]),
        (lambda p: changed(p, "excluded", 0, reason="unwell"), ["NG339"]),
        (lambda p: changed(p, "households", 2, lock="404"), ["NG318", "NG343"]),
        (lambda p: with_rows(p, "wishes", household_id=["404"], member_id=["007"]), ["NG343"]),
    ],
)
def test_each_damage_is_named(damage, expected) -> None:
    assert breaches(damage(bare(village()))) == expected


@pytest.mark.parametrize("key", [key for key in village().summary if key != "status"])
def test_figure_of_the_summary_is_checked(key) -> None:
    plan = village()
    wrong = dataclasses.replace(plan, summary={**plan.summary, key: plan.summary[key] + 1})
    assert codes(wrong) == ["NG336" if key == "objective_m" else "NG335"]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("bound_m", 1120.0, []),
        ("bound_m", 1121.0, ["NG334"]),
        ("served_bound", 5, []),
        ("served_bound", 4, ["NG334"]),
    ],
)
def test_bound_is_not_beaten_by_the_plan(key, value, expected) -> None:
    plan = village()
    assert codes(dataclasses.replace(plan, summary={**plan.summary, key: value})) == expected


def test_ledger_total_is_checked() -> None:
    assert codes(changed(village(), "ledger", 0, rows=8, households=5)) == ["NG338"]


def test_row_deleted_is_missed_by_ledger_and_sheets() -> None:
    plan = without_row(without_row(bare(village()), "households", 5), "unserved", 0)
    result = audit(plan, sheets(), file="plan.xlsx")
    assert sorted(finding.code for finding in result.findings) == ["NG302", "NG338", "NG344", "NG345"]
    missing = next(finding for finding in result.findings if finding.code == "NG302")
    # The sixth household stands in row 9 of the sheet (rows 4 to 9).
    assert (missing.place.file, missing.place.row, missing.values["id"]) == ("农户表.xlsx", 9, "006")


def test_people_and_households_against_the_sheets() -> None:
    plan = bare(village())
    assert breaches(changed(plan, "households", 5, household_id="6"), sheets()) == [
        "NG302",
        "NG303",
        "NG330",
        "NG331",
    ]
    assert breaches(changed(plan, "excluded", 0, member_id="9"), sheets()) == ["NG308", "NG309"]


def test_set_aside_rows_against_the_sheets() -> None:
    plan = bare(village())
    listed = with_rows(
        plan,
        "unserved",
        household_id=["006", ""],
        reason=["no_member_in_range", "row_error"],
        file=["", "农户表.xlsx"],
        sheet=["", "花名册"],
        row=["", "12"],
    )
    lost = {"reason": ["row_error"], "file": ["农户表.xlsx"], "sheet": ["花名册"], "row": [12]}
    problem = dataclasses.replace(sheets(), set_aside=make_table(SET_ASIDE, lost))
    assert breaches(listed, problem) == []
    assert breaches(plan, problem) == ["NG304"]
    assert breaches(listed, sheets()) == ["NG305"]
    assert audit(listed).totals["coverage_pct"] == 71.42  # 5 of 7 = 71.428... %, rounded down


def test_input_files_are_compared() -> None:
    now = (InputDigest("农户表.xlsx", "AB"), InputDigest("新表.xlsx", "cc"))
    result = audit(village(), dataclasses.replace(sheets(), inputs=now))
    assert sorted(finding.code for finding in result.findings) == ["NG340", "NG341", "NG342"]
    assert result.holds


@pytest.mark.parametrize(("stone", "expected"), [(499.99, []), (500.0, []), (500.01, ["NG312"])])
def test_limit_is_inclusive(stone, expected) -> None:
    lon, lat = at(stone)
    plan = changed(bare(village()), "households", 2, lon=lon, lat=lat, distance_m=stone, straight_m=stone)
    assert breaches(plan) == expected


def test_limit_is_walking_metres() -> None:
    plan = dataclasses.replace(bare(village()), rules=rules(plan__detour=1.03))
    # 490 x 1.03 = 504.7 m; 003 and 004 state the distances of detour 1, wrong by 14 m; 002 by 3 m.
    assert breaches(plan) == ["NG312", "NG314", "NG314", "NG314", "NG314"]
