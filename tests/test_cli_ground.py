"""Plans on roads, barriers and metres of one's own, from the shell: what is measured, recorded, refused."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import riverside
from neighborgrid import read_plan

if TYPE_CHECKING:
    from pathlib import Path

BLOCKED = {"H06", "H07", "H08", "H09"}
"""Homes of the north bank that only the member of the south bank is near."""


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """Folder of the sheets."""
    return riverside.write_sheets(tmp_path / "村")


def served(plan) -> dict[str, str]:
    return dict(zip(plan.households["household_id"], plan.households["member_id"], strict=True))


def planned(cli, village: Path, *flags: object):
    target = village.parent / "方案.xlsx"
    ran = cli("assign", village, "-o", target, *flags)
    assert ran.code == 0, ran.err
    return read_plan(target), ran


def test_straight_plans_cross_the_river_and_plans_on_roads_do_not(cli, village: Path) -> None:
    straight, _ = planned(cli, village)
    assert {served(straight)[home] for home in BLOCKED} == {"M1"}
    plan, ran = planned(cli, village, "--roads", riverside.write_geojson(village.parent / "路.geojson"))
    assert {home for home, member in served(plan).items() if not member} == BLOCKED
    waiting = plan.unserved.set_index("household_id")
    assert set(waiting.loc[sorted(BLOCKED), "reason"]) == {"blocked"}
    assert "步行距离按 路.geojson 计算。" in ran.out
    assert "步行太远或不通 4" in ran.out
    # Over the bridge: 10 m to the road, 80 m along it, 120 m across, 400 m back, 15 m to the door.
    nearest = waiting.loc["H09"]
    assert (nearest["nearest_member_id"], nearest["nearest_m"]) == ("M1", pytest.approx(625, abs=2))


def test_rows_carry_both_distances_and_rules_the_hash(cli, village: Path) -> None:
    roads = riverside.write_geojson(village.parent / "路.geojson")
    plan, _ = planned(cli, village, "--roads", roads)
    homes = plan.households.set_index("household_id")
    assert homes.loc["H00", "distance_kind"] == "roads"
    assert homes.loc["H05", "straight_m"] == pytest.approx(170, abs=1)
    assert homes.loc["H05", "distance_m"] == pytest.approx(10 + 170 + 15, abs=1)
    assert (homes["distance_m"].dropna() >= homes["straight_m"].dropna()).all()
    digest = hashlib.sha256(roads.read_bytes()).hexdigest()
    assert plan.rules.values["places.roads"] == f"路.geojson sha256:{digest}"


def test_a_wider_limit_goes_over_the_bridge(cli, village: Path) -> None:
    roads = riverside.write_geojson(village.parent / "路.geojson")
    plan, _ = planned(cli, village, "--roads", roads, "--limit", "700")
    homes = plan.households.set_index("household_id")
    # The member of the north bank is nearer on foot for some; nobody waits.
    assert (homes["member_id"] != "").all()
    without = riverside.write_geojson(village.parent / "无桥.geojson", bridge=False)
    plan, _ = planned(cli, village, "--roads", without, "--limit", "700")
    banks = plan.households.set_index("household_id")["member_id"]
    assert set(banks[:10]) == {"M0"}
    assert set(banks[10:]) == {"M1"}


@pytest.mark.parametrize("how", ["file", "osm file", "from roads"])
def test_barriers_forbid_the_straight_way_across(cli, village: Path, how: str) -> None:
    folder = village.parent
    flags = {
        "file": lambda: ["--barriers", riverside.write_river(folder / "河.geojson")],
        "osm file": lambda: ["--barriers", riverside.write_osm(folder / "河.osm")],
        # Nobody is near enough to a road, so that all are measured straight.
        "from roads": lambda: [
            *("--roads", riverside.write_osm(folder / "路.osm"), "--barriers-from-roads"),
            *("--set", "places.snap_m=1"),
        ],
    }[how]()
    plan, _ = planned(cli, village, *flags)
    # The sixth is within the limit of its own bank's member, who would walk farther than that.
    assert {home for home, member in served(plan).items() if not member} == BLOCKED - {"H06"}
    assert set(plan.households["distance_kind"]) == {"straight"}


def test_barriers_from_roads_want_roads(cli, village: Path) -> None:
    ran = cli("assign", village, "--barriers-from-roads")
    assert ran.code == 3
    assert "NG253" in ran.err
    assert not (village / "联户方案.xlsx").exists()


def test_pbf_and_xml_give_the_same_plan(cli, village: Path) -> None:
    tables = []
    for name in ("路.osm", "路.osm.pbf", "路.osm.gz"):
        plan, _ = planned(cli, village, "--roads", riverside.write_osm(village.parent / name))
        tables.append(plan.households)
    pd.testing.assert_frame_equal(tables[0], tables[1])
    pd.testing.assert_frame_equal(tables[0], tables[2])


def test_a_rule_of_the_sheets_names_the_roads(cli, village: Path) -> None:
    riverside.write_geojson(village / "路.geojson")
    (village / "规则.toml").write_text('[places]\nroads = "路.geojson"\n', encoding="utf-8")
    plan, _ = planned(cli, village, "--rules", village / "规则.toml")
    assert {home for home, member in served(plan).items() if not member} == BLOCKED


def test_metres_of_ones_own_beat_all_others(cli, village: Path) -> None:
    matrix = village.parent / "距离.csv"
    rows = [
        "户编号,党员编号,步行距离（米）",
        "H00,M0,410",
        "H01,M0,650",
        "H06,M1,460",
        "H12,M1,90",
        "H12,M0,",
    ]
    matrix.write_text("\n".join(rows), encoding="utf-8")
    roads = riverside.write_geojson(village.parent / "路.geojson")
    plan, _ = planned(cli, village, "--roads", roads, "--matrix", matrix)
    homes = plan.households.set_index("household_id")
    assert (homes.loc["H00", "distance_m"], homes.loc["H00", "distance_kind"]) == (410, "matrix")
    assert homes.loc["H01", "reason"] == "blocked"
    assert homes.loc["H06", "member_id"] == "M1"
    assert homes.loc["H02", "distance_kind"] == "roads"


def test_a_matrix_among_the_sheets_is_no_sheet(cli, village: Path) -> None:
    matrix = village / "距离.csv"
    matrix.write_text("户编号,党员编号,米\nH00,M0,300\n", encoding="utf-8")
    plan, _ = planned(cli, village, "--matrix", matrix)
    assert len(plan.households) == len(riverside.NORTH_BANK) + len(riverside.SOUTH_BANK)


def test_metres_shorter_than_the_straight_line_are_named(cli, village: Path) -> None:
    matrix = village.parent / "距离.csv"
    matrix.write_text("户编号,党员编号,米\nH05,M0,20\nH04,M0,140\n", encoding="utf-8")
    plan, ran = planned(cli, village, "--matrix", matrix)
    assert "NG254" in ran.err
    assert "H05-M0" in ran.err
    assert plan.households.set_index("household_id").loc["H05", "distance_m"] == pytest.approx(170, abs=1)


def test_the_frame_of_the_plan_moves_the_roads(cli, tmp_path: Path) -> None:
    """Homes of Amap and roads of OpenStreetMap: the roads go to the frame of the homes."""
    import numpy as np

    from neighborgrid.places.frames import from_wgs84

    folder = tmp_path / "村"
    folder.mkdir()
    place = (114.5, 37.76)
    spots = [(x, 8.0) for x in (-200.0, -100.0, 0.0, 100.0)]
    lon = np.array([place[0] + x / 88_000 for x, _ in spots])
    lat = np.array([place[1] + y / 111_000 for _, y in spots])
    moved = from_wgs84(lon=lon, lat=lat, frame="gcj02")
    rows = [f"H{i},户{i},甲村,{x:.7f},{y:.7f}" for i, (x, y) in enumerate(zip(*moved, strict=True))]
    (folder / "农户表.csv").write_text("\n".join(["户编号,户主,村,经度,纬度", *rows]), encoding="utf-8")
    people = rows[0].replace("H0,户0", "M0,员0")
    (folder / "党员名册.csv").write_text(f"党员编号,姓名,村,经度,纬度\n{people}", encoding="utf-8")
    line = [[place[0] - 300 / 88_000, place[1]], [place[0] + 300 / 88_000, place[1]]]
    roads = tmp_path / "路.geojson"
    roads.write_text(json.dumps({"type": "LineString", "coordinates": line}), encoding="utf-8")
    plan, _ = planned(cli, folder, "--roads", roads, "--frame", "gcj02")
    homes = plan.households
    assert set(homes["distance_kind"]) == {"roads"}
    assert homes["distance_m"].tolist() == pytest.approx([16.0, 116.0, 216.0, 316.0], abs=1.5)


def test_a_plan_without_its_files(cli, village: Path, tmp_path: Path) -> None:
    (tmp_path / "远处").mkdir()
    roads = riverside.write_geojson(tmp_path / "远处" / "路.geojson")
    planned(cli, village, "--roads", roads)
    book = tmp_path / "方案.xlsx"
    ran = cli("validate", book)
    assert ran.code == 0
    assert "NG262" in ran.err
    assert "--roads" in ran.err
    for verb in (
        ["explain", book, "H06"],
        ["recruit", book],
        ["validate", book, "--prove"],
        ["validate", book, "--write"],
    ):
        ran = cli(*verb)
        assert ran.code == 3, verb
        assert "NG255" in ran.err
        assert "--roads 路.geojson" in ran.err
    # Papers need no roads.
    assert cli("export", "roster", book, "-o", tmp_path / "花名册.xlsx").code == 0


def test_a_plan_with_its_files(cli, village: Path, tmp_path: Path) -> None:
    roads = riverside.write_geojson(tmp_path / "路.geojson")
    planned(cli, village, "--roads", roads)
    book = tmp_path / "方案.xlsx"
    for flags in (["--roads", roads], []):
        # Beside the plan they are found by name and hash.
        ran = cli("validate", book, "--prove", *flags)
        assert ran.code == 0
        assert "NG2" not in ran.err
        assert "证明" in ran.out
    ran = cli("explain", book, "H06")
    assert ran.code == 0
    assert "步行" in ran.out
    assert cli("recruit", book).code == 0


def test_other_roads_than_those_of_the_plan_are_named(cli, village: Path, tmp_path: Path) -> None:
    planned(cli, village, "--roads", riverside.write_geojson(tmp_path / "路.geojson"), "--limit", "700")
    other = riverside.write_geojson(tmp_path / "新路.geojson", bridge=False)
    ran = cli("validate", tmp_path / "方案.xlsx", "--roads", other)
    assert "NG256" in ran.err


def test_a_straight_plan_is_audited_on_roads(cli, village: Path, tmp_path: Path) -> None:
    planned(cli, village)
    ran = cli("validate", tmp_path / "方案.xlsx", "--roads", riverside.write_geojson(tmp_path / "路.geojson"))
    assert ran.code == 1
    codes = set(re.findall(r"NG\d+", ran.err))
    # Nothing but the ways: what the plan says of straight lines was right.
    assert "NG312" in codes
    assert codes <= {"NG312", "NG397", "NG398"}
    dry = riverside.write_geojson(tmp_path / "无桥.geojson", bridge=False)
    ran = cli("validate", tmp_path / "方案.xlsx", "--roads", dry)
    assert "NG260" in ran.err
    assert "另有 4 户步行走不通" in ran.out
    assert "缺位置" not in ran.out
    for verb in (["explain", tmp_path / "方案.xlsx", "H06"], ["recruit", tmp_path / "方案.xlsx"]):
        ran = cli(*verb, "--roads", tmp_path / "路.geojson")
        assert ran.code == 2
        assert "NG257" in ran.err


def test_hand_edits_are_measured_on_the_roads(cli, village: Path, tmp_path: Path) -> None:
    import openpyxl

    planned(cli, village, "--roads", riverside.write_geojson(tmp_path / "路.geojson"))
    book = tmp_path / "方案.xlsx"
    sheets = openpyxl.load_workbook(book)
    table = next(
        sheet
        for sheet in sheets
        if "党员编号" in [cell.value for cell in sheet[1]] and sheet["A1"].value == "户编号"
    )
    header = [cell.value for cell in table[1]]
    column = header.index("党员编号") + 1
    row = next(row for row in range(2, table.max_row + 1) if table.cell(row, 1).value == "H06")
    table.cell(row, column).value = "M1"
    sheets.save(book)
    ran = cli("validate", book, "--write")
    assert ran.code == 1
    assert "NG312" in ran.err
    homes = read_plan(book).households.set_index("household_id")
    assert homes.loc["H06", "member_id"] == "M1"
    assert homes.loc["H06", "distance_m"] == pytest.approx(705, abs=2)


def test_a_matrix_beside_the_sheets_stops_nothing(cli, village: Path) -> None:
    (village / "距离.csv").write_text("户编号,党员编号,步行距离（米）\nH00,M0,300\n", encoding="utf-8")
    for verb in (["check", village], ["assign", village, "-o", village / "方案.xlsx"], ["validate", village]):
        ran = cli(*verb)
        assert ran.code == 0, ran.err
        assert "NG116" not in ran.err
    ran = cli("check", village, "-v")
    assert "--matrix 距离.csv" in ran.err


def test_a_sheet_given_as_matrix_is_told(cli, village: Path) -> None:
    ran = cli("assign", village, "--matrix", village / "农户表.csv")
    assert ran.code == 3
    assert "NG247" in ran.err


def test_a_rule_that_names_a_missing_file_is_named(cli, village: Path) -> None:
    (village / "规则.toml").write_text('[places]\nroads = "没有.osm"\n', encoding="utf-8")
    ran = cli("assign", village, "--rules", village / "规则.toml")
    assert ran.code == 3
    assert "places.roads" in ran.err
    assert "--roads" in ran.err


@pytest.mark.parametrize("ground", ["roads", "matrix"])
def test_a_template_of_the_plan_keeps_the_positions(cli, village: Path, tmp_path: Path, ground: str) -> None:
    if ground == "roads":
        file = riverside.write_geojson(tmp_path / "路.geojson")
    else:
        file = tmp_path / "距离.csv"
        rows = [f"H{home:02d},M{person},{300 + home}" for home in range(13) for person in range(2)]
        file.write_text("\n".join(["户编号,党员编号,米", *rows]), encoding="utf-8")
    before, _ = planned(cli, village, f"--{ground}", file)
    assert cli("template", "--from", tmp_path / "方案.xlsx", "-o", tmp_path / "表").code == 0
    ran = cli("assign", tmp_path / "表", f"--{ground}", file, "-o", tmp_path / "二.xlsx")
    assert ran.code == 0, ran.err
    assert served(read_plan(tmp_path / "二.xlsx")) == served(before)


def test_a_lock_without_a_way_says_so(cli, village: Path) -> None:
    sheet = village / "农户表.csv"
    lines = sheet.read_text("utf-8").splitlines()
    lines = [
        lines[0] + ",指定党员",
        *(line + (",M1" if line.startswith("H09") else ",") for line in lines[1:]),
    ]
    sheet.write_text("\n".join(lines), encoding="utf-8")
    plan, _ = planned(cli, village, "--barriers", riverside.write_river(village.parent / "河.geojson"))
    assert "步行走不通" in plan.households.set_index("household_id").loc["H09", "note"]


def test_check_hands_the_files_on(cli, village: Path) -> None:
    roads = riverside.write_geojson(village.parent / "路.geojson")
    ran = cli("check", village, "--roads", roads)
    assert f"--roads {roads}" in ran.err + ran.out


def test_roads_that_merely_cross_are_named(cli, village: Path, tmp_path: Path) -> None:
    roads = tmp_path / "路.geojson"
    lines = [
        # The two lanes, and a bridge that crosses both without a point of theirs.
        *([riverside.at(-600, y), riverside.at(600, y)] for y in (60, -60)),
        [riverside.at(0, 90), riverside.at(0, -90)],
    ]
    features = [{"type": "LineString", "coordinates": line} for line in lines]
    roads.write_text(json.dumps({"type": "GeometryCollection", "geometries": features}), encoding="utf-8")
    ran = cli("assign", village, "--roads", roads, "-o", tmp_path / "方案.xlsx")
    assert ran.code == 0, ran.err
    assert "NG268" in ran.err
    ran = cli("check", village, "--roads", roads)
    assert "inf" not in ran.out


def test_kilometres_under_a_header_of_metres_are_refused(cli, village: Path, tmp_path: Path) -> None:
    matrix = tmp_path / "距离.csv"
    rows = [f"H{home:02d},M0,{0.1 + home / 50:.2f}" for home in range(10)]
    matrix.write_text("\n".join(["户编号,党员编号,步行距离（米）", *rows]), encoding="utf-8")
    ran = cli("assign", village, "--matrix", matrix)
    assert ran.code == 3
    assert "NG269" in ran.err
    assert "公里" in ran.err


def test_check_repeats_the_frame(cli, village: Path) -> None:
    ran = cli("check", village, "--households-frame", "wgs84")
    assert "--households-frame wgs84" in ran.err + ran.out
