"""Reasons of waiting households, hand edits, own homes, bonuses, boundaries (see test_audit_village)."""

from __future__ import annotations

import dataclasses

import pytest

from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.model import SHEETS, make_table
from test_audit_village import NAN, at, bare, breaches, changed, codes, given, rules, village, with_rows


def test_members_full_and_room() -> None:
    # 006 moves to 60 m, beside 007, who is full.
    lon, lat = at(60)
    near = changed(bare(village()), "households", 5, lon=lon, lat=lat, reason="members_full")
    near = changed(near, "unserved", 0, reason="members_full")
    assert breaches(near) == []
    roomy = changed(near, "members", 0, max_load=3.0)
    result = audit(roomy)
    assert [finding.values["member"] for finding in result.findings if finding.code == "NG327"] == ["007"]
    # An away household weighs nothing, so a full member can still serve it.
    assert "NG327" in codes(changed(near, "households", 5, residence="away", load=0.0))


@pytest.mark.parametrize(
    ("cells", "wishes", "reason"),
    [
        ({}, None, "members_full"),
        ({"load": 3.0}, None, "load_too_large"),
        ({"load": 3.0}, "007", "avoided"),
        ({"village": "东同下"}, "007", "outside_boundary"),
        ({"village": ""}, None, "members_full"),
        ({"lon": NAN, "lock": "007"}, None, "no_coordinates"),
        ({"lock": "007"}, None, "lock_conflict"),
        ({"lock": "008"}, None, "lock_conflict"),
        ({"lock": "009"}, None, "lock_conflict"),
    ],
)
def test_first_true_reason(cells, wishes, reason) -> None:
    lon, lat = at(60)
    plan = changed(bare(village()), "households", 5, **{"lon": lon, "lat": lat, **cells}, reason=reason)
    plan = changed(plan, "unserved", 0, reason=reason)
    if wishes:
        plan = with_rows(plan, "wishes", household_id=["006"], member_id=[wishes])
    assert breaches(plan) == []
    other = "blocked"
    assert breaches(changed(plan, "households", 5, reason=other)) == ["NG325"]


def test_only_excluded_people_near() -> None:
    # 009, who is away, lives 100 m from 006.
    lon, lat = at(2100)
    plan = changed(bare(village()), "excluded", 0, lon=lon, lat=lat)
    plan = changed(plan, "households", 5, reason="only_ineligible_in_range")
    assert breaches(changed(plan, "unserved", 0, reason="only_ineligible_in_range")) == []


def test_lock_that_holds_is_no_reason() -> None:
    lon, lat = at(60)
    plan = changed(bare(village()), "members", 0, max_load=3.0)
    plan = changed(plan, "households", 5, lon=lon, lat=lat, lock="007", reason="lock_conflict")
    assert breaches(plan) == ["NG327"]


def test_hand_edit_is_one_note() -> None:
    # 003 goes from 007 to 008, 510 m away: allowed at a limit of 600 m where 008 may serve three.
    plan = dataclasses.replace(village(), rules=rules(plan__limit_m=600))
    plan = changed(changed(plan, "members", 1, max_load=3.0), "households", 2, member_id="008")
    result = audit(plan)
    assert [finding.code for finding in result.findings] == ["NG345"]
    note = result.findings[0]
    assert note.severity is Severity.NOTE
    assert str(note.values["cells"]).split("  ")[0] == "分户安排!O4"
    assert len(str(note.values["cells"]).split("  ")) == 5


def test_emptied_by_hand_is_stale_not_a_breach() -> None:
    # 007 may serve one household only, so 003 has the true reason members_full although none is written.
    plan = changed(village(), "members", 0, max_load=1.0)
    plan = changed(plan, "households", 2, member_id="")
    assert codes(plan) == ["NG345"]
    assert breaches(changed(village(), "households", 2, member_id="")) == ["NG327"]


def test_own_home_by_phone_or_name() -> None:
    plan = changed(village(), "members", 0, home_household_id="")
    assert codes(plan) == []
    other_phone = changed(plan, "households", 0, phone="+86 139 0000 0000 / 138-0000-0001")
    assert codes(other_phone) == []
    stranger = changed(other_phone, "households", 0, phone="", head="壬")
    assert "NG321" in codes(stranger)


def test_bonuses_of_wishes_and_kept_pairs() -> None:
    # 004 asked for 008 (300 m) and 005 had 008 before (200 m): 1120 - 500 = 620 m.
    plan = changed(village(), "households", 3, prefer="404、008")
    plan = changed(plan, "households", 4, previous_member_id="008")
    assert codes(plan) == ["NG336"]
    assert codes(dataclasses.replace(plan, summary={**plan.summary, "objective_m": 620})) == []


def test_boundary_of_groups_keeps_to_the_village() -> None:
    plan = dataclasses.replace(bare(village()), rules=rules(plan__within="group"))
    # 008 names no group and matches any; 003 is of group 2, 007 of group 1.
    assert breaches(plan) == ["NG317"]
    assert breaches(changed(plan, "households", 2, group="")) == []
    elsewhere = changed(changed(plan, "households", 2, group=""), "households", 3, village="东同下")
    assert breaches(elsewhere) == ["NG317"]


def test_existing_allocation() -> None:
    plan = dataclasses.replace(village(), summary={})
    homes = plan.households.assign(
        written_member_id=make_table({"blank": "text"}, {"blank": [""] * 6})["blank"]
    )
    tables = {**plan.tables, "households": homes, "villages": make_table(SHEETS["villages"], {})}
    assert codes(dataclasses.replace(plan, tables=tables), existing=True) == []
    # An allocation that counts the household of an excluded member as served is no untrue figure.
    given_plan = dataclasses.replace(village(), summary={"status": "given", "served": 5})
    assert codes(given(given_plan, 0, "009"), existing=True) == ["NG311", "NG345"]


def test_automatic_cap() -> None:
    plan = changed(changed(bare(village()), "members", 0, max_load=NAN), "members", 1, max_load=NAN)
    assert breaches(plan) == []
    assert breaches(dataclasses.replace(plan, auto_caps={"南佐/西同下村": 1})) == ["NG315"]
