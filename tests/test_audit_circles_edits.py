"""Circles changed by hand, taken from plain sheets, in parts, switched off; reasons that circles give."""

from __future__ import annotations

import dataclasses

import pytest

from neighborgrid.audit import stale
from neighborgrid.audit.check import audit
from neighborgrid.model import SHEETS, make_table
from test_audit_circles import (
    NOTE,
    Q1,
    Q2,
    breaches,
    centred,
    circled,
    found,
    moved,
    placed,
    ruled,
    strict,
)
from test_audit_village import again, changed, codes, with_rows, without_row


def named(plan, code: str) -> list[str]:
    """Texts of the findings with a code, their places too."""
    return [finding.line("zh") for finding in audit(plan).findings if finding.code == code]


@pytest.fixture(autouse=True)
def _all_cells_named(monkeypatch) -> None:
    monkeypatch.setattr(stale, "NAMED_CELLS", 99)


def stale_cells(plan) -> list[str]:
    (note,) = (finding for finding in audit(plan).findings if finding.code == "NG345")
    return str(note.values["cells"]).split("  ")


def test_member_who_changed_circles_leaves_stale_cells_only() -> None:
    # A4 lives 800 m from the centre of Q2, H4 450 m: both within 900 m, as is H4 from the old centre.
    # Households (50 + 150 + 550 + 50 + 300) / 5 = 220 m; with H4 in Q2 (50 + 150 + 450 + 50 + 300) / 5.
    plan = ruled(circled(), circles__limit_m=900, circles__team_min=3)
    plan = changed(changed(plan, "households", 3, note=""), "circles", 0, radius_m=550.0)
    plan = dataclasses.replace(plan, summary={**plan.summary, "outside_circle": 0})
    assert codes(plan) == []
    edited = changed(plan, "members", 3, circle_id=Q2)
    assert codes(edited) == ["NG345"]
    # H4's circle; members, households and radius of Q1 (150 m to H3 now) and of Q2 (800 m to A4); in the
    # summary circle_member_m ((200 + 1200) / 8 = 175) and circle_household_m (200).
    assert stale_cells(edited) == [
        "分户安排!Q5",
        *("服务圈!I2", "服务圈!I3", "服务圈!J2", "服务圈!J3", "服务圈!K2", "服务圈!K3"),
        *("汇总!B14", "汇总!B15"),
    ]


def test_two_members_who_changed_places() -> None:
    # A4 and B1 serve one household each, so that no count of a circle changes; neither does Q1's radius.
    plan = ruled(circled(), circles__limit_m=1000)
    plan = changed(plan, "households", 3, note="")
    plan = changed(changed(plan, "members", 3, circle_id=Q2), "members", 4, circle_id=Q1)
    # B1 led Q2.
    assert breaches(plan) == ["NG393"]


def test_household_given_to_a_member_of_another_circle() -> None:
    # B1 is 350 m from H4, and the centre of Q2 450 m: the circle and the note of H4 are stale.
    plan = changed(circled(), "households", 3, member_id="B1")
    assert codes(plan) == ["NG345"]
    assert [cell for cell in stale_cells(plan) if cell.startswith("分户安排")] == [
        "分户安排!O5",
        "分户安排!Q5",
        "分户安排!AA5",
    ]


def test_leader_changed_by_hand() -> None:
    plan = changed(circled(), "circles", 0, leader_id="A4")
    # The role of A4 is member. Stale are the posts of A1 and A4 and the figure of stand-ins.
    assert found(plan) == ["NG345", "NG397"]
    (note,) = (finding for finding in audit(plan).findings if finding.code == "NG345")
    assert note.values["count"] == 3
    exchanged = changed(circled(), "circles", 0, leader_id="A2", deputy_ids="A3、A1")
    # A group leader leads and a cadre is deputy: two stand-ins.
    assert [finding.values["count"] for finding in audit(exchanged).findings if finding.code == "NG397"] == [
        2
    ]


def test_centre_moved_by_hand() -> None:
    plan = centred(circled(), 0, 160)
    # H4 is 490 m away now, so its note is stale, as are the radius and two figures of the summary.
    assert codes(plan) == ["NG345"]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("circles", {"members": 5}),
        ("circles", {"households": 4}),
        ("circles", {"radius_m": 200.6}),
        ("members", {"team_role": "member"}),
        ("villages", {"circles": 1}),
    ],
)
def test_derived_cells_are_one_note(table, cells) -> None:
    assert found(changed(circled(), table, 0, **cells)) == ["NG345"]


def test_radius_may_be_rounded() -> None:
    assert found(changed(circled(), "circles", 0, radius_m=200.4)) == []


def test_circle_without_a_village_makes_no_village() -> None:
    plan = ruled(changed(circled(), "circles", 1, village=""), plan__within="anywhere")
    assert audit(plan).coverage["village"].tolist() == ["西同下村"]
    assert audit(plan).coverage["circles"].tolist() == [1]


def test_findings_name_ids_only() -> None:
    typed = "赵大 13800138000"
    plan = changed(circled(), "circles", 0, leader_id=typed, deputy_ids=typed)
    plan = changed(plan, "members", 1, circle_id=typed, team_role=typed)
    plan = changed(plan, "households", 1, circle_id=typed, note=typed)
    lines = " ".join(finding.line(lang) for finding in audit(plan).findings for lang in ("zh", "en"))
    assert "138" not in lines
    assert "赵" not in lines


def test_finding_points_to_the_cell() -> None:
    plan = changed(circled(), "circles", 1, leader_id="A4")
    # leader_id is the seventh column of Circles; Q2 stands in row 3.
    assert named(plan, "NG393")[0].startswith("“服务圈”第 3 行 G 列")


def test_boundaries() -> None:
    grouped = circled()
    for row in range(8):
        grouped = changed(grouped, "members", row, group="一组" if row < 4 else "")
    assert "NG392" not in codes(ruled(grouped, plan__within="group"))
    other = changed(grouped, "members", 1, group="二组")
    assert "NG392" in codes(ruled(other, plan__within="group"))
    assert "NG392" not in codes(ruled(other, plan__within="village"))
    across = changed(changed(circled(), "members", 1, township="南佐镇"), "members", 2, township="北褚镇")
    assert "NG392" in codes(ruled(across, plan__within="township"))
    assert "NG392" in codes(ruled(across, plan__within="village"))
    assert "NG392" not in codes(ruled(across, plan__within="anywhere"))


def test_part_of_a_split_plan() -> None:
    # B4, the last of Q2, is in another workbook, with H6.
    plan = ruled(without_row(without_row(circled(), "members", 7), "households", 5), circles__limit_m=800)
    assert "NG391" in codes(plan, part=True)
    # A circle of several villages may be torn apart; its leader may stand in another workbook.
    torn = changed(
        ruled(plan, plan__within="township", circles__limit_m=800),
        "circles",
        1,
        leader_id="X1",
        deputy_ids="X2、X3",
    )
    assert {"NG391", "NG393", "NG395", "NG397"}.isdisjoint(codes(torn, part=True))
    assert {"NG391", "NG393", "NG395", "NG397"} <= set(codes(torn))


def test_circles_of_plain_sheets() -> None:
    plan = dataclasses.replace(circled(), summary={})
    assert found(plan, existing=True) == []
    assert "NG383" in found(moved(plan, "members", 6, 1700), existing=True)
    # Ids alone, without a table of circles, say nothing of centres.
    assert codes(with_rows(plan, "circles"), existing=True) == []


def test_circles_that_the_rules_no_longer_want() -> None:
    plan = ruled(circled(), circles__mode="off")
    (note,) = audit(plan).findings
    # Circle ids of 6 households, 8 members and 2 circles, and the four figures that are not 0.
    assert (note.code, note.values["count"]) == ("NG345", 6 + 8 + 2 + 4)


def test_plan_without_circles_has_no_figures_of_them() -> None:
    tables = {name: make_table(columns, {}) for name, columns in SHEETS.items()}
    assert "circles" not in audit(dataclasses.replace(circled(), tables=tables, summary={})).totals


def waiting(stone: float, reason: str, **rule):
    """H7 waits at a stone near A1, who may serve one more."""
    plan = changed(circled(), "households", 6, **{k: v[0] for k, v in placed([stone]).items()}, reason=reason)
    plan = changed(plan, "unserved", 0, reason=reason)
    return ruled(strict(plan) if rule.get("circles__mode") == "strict" else plan, **rule)


def of_reasons(plan) -> list[str]:
    return [code for code in codes(plan) if code in {"NG325", "NG326", "NG327"}]


@pytest.mark.parametrize(
    ("stone", "expected"),
    [(-399.99, "members_full"), (-400.01, "outside_circles"), (-499, "outside_circles")],
)
def test_strict_circle_must_reach(stone, expected) -> None:
    # A1 is near enough everywhere here; the centre of Q1 lies 100 m farther than A1.
    plan = waiting(stone, expected, circles__mode="strict")
    full = changed(plan, "members", 0, max_load=1.0)
    if expected == "members_full":
        # A2, who has room, is 500 m from stone -400: moved to 200 m.
        full = changed(full, "members", 1, lon=full.members["lon"][2], lat=full.members["lat"][2])
    assert of_reasons(full) == []
    other = "outside_circles" if expected == "members_full" else "members_full"
    assert "NG325" in codes(changed(full, "households", 6, reason=other))
    # With room, only the circle can hold A1 back.
    roomy = changed(full, "members", 0, max_load=2.0)
    assert of_reasons(roomy) == ([] if expected == "outside_circles" else ["NG327"])


def test_soft_circle_holds_nobody_back() -> None:
    plan = waiting(-450, "members_full", circles__mode="soft")
    assert of_reasons(plan) == ["NG327"]
    assert of_reasons(changed(plan, "members", 0, max_load=1.0)) == []


def test_circle_may_be_full() -> None:
    # Q1 has three households; A1 has room, the circle has not.
    assert of_reasons(waiting(-450, "members_full", circles__max_households=3)) == []
    assert of_reasons(waiting(-450, "members_full", circles__max_households=4)) == ["NG327"]


def test_lock_is_held_back_by_circles_too() -> None:
    plan = changed(waiting(-450, "lock_conflict", circles__mode="strict"), "households", 6, lock="A1")
    assert of_reasons(plan) == []
    assert of_reasons(ruled(plan, circles__mode="soft")) == ["NG327"]
    assert of_reasons(ruled(plan, circles__mode="soft", circles__max_households=2)) == []


def test_reason_may_lag_behind_circles() -> None:
    plan = changed(waiting(-450, "outside_circles", circles__mode="strict"), "members", 0, max_load=1.0)
    assert of_reasons(plan) == []
    # The centre is moved to 0 m: 450 m to H7, so only A1's load stands in the way.
    assert of_reasons(centred(plan, 0, 0)) == []
    assert "NG345" in codes(centred(plan, 0, 0))


def test_row_that_stands_twice_is_one_circle() -> None:
    plan = again(circled(), "circles", 0)
    assert "NG381" in codes(plan)
    assert audit(plan).totals["outside_circle"] == 1
    assert NOTE in plan.households["note"].tolist()
    assert Q1 in plan.households["circle_id"].tolist()
