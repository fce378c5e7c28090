"""Circles from the command line: flags, exit codes, the words on the screen, and next year's circles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import neighborgrid
from folders import csv_file, edit

if TYPE_CHECKING:
    from pathlib import Path

STEP_M = 1 / 111_000
MEMBER_HEAD = ("党员编号", "姓名", "职务", "村", "经度", "纬度")


def sheets(folder: Path, *norths_m: float, roles: tuple[str, ...] = ()) -> tuple[Path, Path]:
    """A member at each place (metres north) with three households beside; roles go round."""
    people = [
        (
            f"M{n}",
            f"党员{n}",
            roles[n] if n < len(roles) else "",
            "西同下村",
            "114.5",
            f"{37.76 + m * STEP_M:.6f}",
        )
        for n, m in enumerate(norths_m)
    ]
    homes = [
        (f"H{n}{k}", f"户主{n}{k}", "西同下村", f"{114.5002 + k * 1e-5:.6f}", f"{37.76 + m * STEP_M:.6f}")
        for n, m in enumerate(norths_m)
        for k in range(3)
    ]
    return (
        csv_file(folder / "农户表.csv", ("户编号", "户主", "村", "经度", "纬度"), homes),
        csv_file(folder / "党员名册.csv", MEMBER_HEAD, people),
    )


def figures(ran: object) -> dict[str, object]:
    return json.loads(ran.out)["summary"]


@pytest.mark.parametrize(
    ("flags", "circles", "outside"),
    [
        # Members at 0, 100, 300 and 450 m north; households stand 20 m from their member's door.
        ((), 1, 0),
        (("--circles", "off"), None, None),
        (("--circles", "strict"), 1, 0),
        # No member's door is within 200 m of all others: two circles, both too small for a team of four.
        (("--circle-limit", "200"), 2, 0),
        (("--circle-limit", "none"), 1, 0),
        (("--circles-per-village", "2"), 2, 0),
        # Twelve households: two grids of about six.
        (("--circle-households", "6", "--circle-limit", "none"), 2, 0),
    ],
)
def test_flags(cli, tmp_path: Path, flags, circles, outside) -> None:
    ran = cli("assign", *sheets(tmp_path, 0, 100, 300, 450), *flags, "--format", "json")
    assert ran.code == 0
    found = figures(ran)
    assert (found["served"], found.get("circles"), found.get("outside_circle")) == (12, circles, outside)
    assert cli("validate", tmp_path / "分户安排.xlsx").code == 0


def test_screen_says_circles_stand_ins_and_proof(cli, tmp_path: Path) -> None:
    ran = cli("assign", *sheets(tmp_path, 0, 100, 300, 450, roles=("村支书", "党小组长", "")))
    assert "1 个服务圈（至少要 1 个）" in ran.out
    # One group leader where two are wanted.
    assert "1 个带队、负责岗位由其他职务代或空缺" in ran.out
    assert "按这些服务圈和规则" in ran.out
    off = cli("assign", *sheets(tmp_path, 0, 100, 300, 450), "--circles", "off")
    assert "服务圈" not in off.out


@pytest.mark.parametrize(
    ("north_m", "flags", "code"),
    [
        # Two places 3 km apart need two circles.
        ((0, 10, 3000, 3010), ("--circles-per-village", "1"), "NG233"),
        ((0, 10), ("--circles-per-village", "3"), "NG234"),
        ((0, 10, 20, 30), ("--circles-per-village", "1", "--set", "circles.team_max=3", "--set",
                           "circles.team_min=2"), "NG235"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_ends_with_4_and_no_plan(cli, tmp_path: Path, north_m, flags, code) -> None:
    ran = cli("assign", *sheets(tmp_path, *north_m), *flags)
    assert ran.code == 4
    assert f"[{code}]" in ran.err
    assert not (tmp_path / "分户安排.xlsx").exists()


@pytest.mark.parametrize(
    "flags",
    [
        ("--circle-limit", "abc"),
        ("--circle-limit", "-5"),
        ("--set", "circles.deputies=3-2"),
        ("--set", "circles.leader_roles=皇帝"),
        ("--set", "circles.team_min=9", "--set", "circles.team_max=5"),
        ("--circles-per-village", "2", "--circle-households", "30"),
    ],
)
def test_bad_rules_are_named(cli, tmp_path: Path, flags) -> None:
    ran = cli("assign", *sheets(tmp_path, 0, 10), *flags)
    assert ran.code == 3
    assert "[NG40" in ran.err


def test_prefilled_sheets_keep_the_circles(cli, tmp_path: Path) -> None:
    # Two far places: two circles, whose numbers go from north to south.
    first = cli("assign", *sheets(tmp_path, 0, 100, 3000, 3100))
    assert first.code == 0
    before = neighborgrid.read_plan(tmp_path / "分户安排.xlsx").members.set_index("member_id")["circle_id"]
    assert before.to_dict() == {"M0": "西同下-Q2", "M1": "西同下-Q2", "M2": "西同下-Q1", "M3": "西同下-Q1"}
    assert cli("template", "--from", tmp_path / "分户安排.xlsx", "-o", tmp_path / "明年").code == 0
    assert cli("assign", tmp_path / "明年").code == 0
    plan = neighborgrid.read_plan(tmp_path / "明年" / "分户安排.xlsx")
    assert plan.members.set_index("member_id")["circle_id"].to_dict() == before.to_dict()
    assert cli("validate", tmp_path / "明年" / "分户安排.xlsx").code == 0


def test_an_older_plan_beside_the_sheets_keeps_names(cli, tmp_path: Path) -> None:
    both = sheets(tmp_path, 0, 100, 3000, 3100)
    assert cli("assign", *both, "-o", tmp_path / "去年.xlsx").code == 0
    edit(tmp_path / "去年.xlsx", {("服务圈", 0, "服务圈名称"): "北片"})
    assert cli("assign", *both, tmp_path / "去年.xlsx", "-o", tmp_path / "今年.xlsx").code == 0
    plan = neighborgrid.read_plan(tmp_path / "今年.xlsx")
    assert plan.tables["circles"]["name"].tolist() == ["北片", "西同下村2号服务圈"]


def test_one_listed_centre_holds_as_many_circles_as_teams_need(cli, tmp_path: Path) -> None:
    # Seven members within 60 m of the only centre, teams of at most three: three circles there.
    csv_file(tmp_path / "中心.csv", ("名称", "经度", "纬度"), [("村委会", "114.5", "37.76")])
    both = sheets(tmp_path, *range(0, 70, 10))
    flags = ("--centres", tmp_path / "中心.csv", "--set", "circles.team_max=3", "--set", "circles.team_min=2")
    ran = cli("assign", *both, *flags, "--format", "json")
    assert (figures(ran)["served"], figures(ran)["circles"]) == (21, 3)
    assert cli("validate", tmp_path / "分户安排.xlsx").code == 0
