"""The generator: published figures, plausible land, the same cells every time, an honest ugly twin."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from scipy.spatial import cKDTree

from neighborgrid.intake import vocabulary as intake
from neighborgrid.rules.settings import BY_KEY, PRESETS
from neighborgrid.scenarios.build import Scenario, make
from neighborgrid.scenarios.catalogue import SCENARIOS
from neighborgrid.scenarios.damage import SPARE_PHONE
from neighborgrid.scenarios.draws import Draw, split
from neighborgrid.scenarios.ugly import UglyRecord, write_ugly
from neighborgrid.scenarios.vocabulary import (
    GIVEN,
    MEMBER_HEADERS,
    PRIORITIES,
    RESIDENCES,
    ROLES,
    SURNAMES,
    chinese_number,
)
from neighborgrid.scenarios.write import write

if TYPE_CHECKING:
    from pathlib import Path

VILLAGE = "yuanshi-village"
PHONE = re.compile(r"1[35]\d0000\d{4}|18\d0000\d{4}")


def digest(scenario: Scenario) -> str:
    text = json.dumps([scenario.households, scenario.members], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def able(scenario: Scenario) -> np.ndarray:
    """Members whom the default rules leave in: not away, fit, and not declining."""
    members = scenario.members
    rows = zip(members["外出"], members["健康"], members["是否参加"], strict=True)
    return np.array([away != "是" and health == "健康" and joins != "否" for away, health, joins in rows])


def metres(columns: dict[str, list], lat: float) -> np.ndarray:
    """Positions on a plane, good to a few parts in a thousand at this size."""
    return np.column_stack(
        [
            np.array(columns["经度"]) * 111_320.0 * np.cos(np.radians(lat)),
            np.array(columns["纬度"]) * 111_000.0,
        ]
    )


def nearest_able_m(scenario: Scenario) -> np.ndarray:
    """Metres from each household to the nearest able member of its own village."""
    lat = float(np.mean(scenario.households["纬度"]))
    homes, members = metres(scenario.households, lat), metres(scenario.members, lat)
    fit, village, own = able(scenario), np.array(scenario.households["村"]), np.array(scenario.members["村"])
    distance = np.full(len(homes), np.inf)
    for name in np.unique(village):
        rows = np.flatnonzero(village == name)
        distance[rows] = cKDTree(members[fit & (own == name)]).query(homes[rows])[0]
    return distance


@pytest.fixture(scope="module")
def village() -> Scenario:
    return make(VILLAGE)


@pytest.fixture(scope="module")
def county() -> Scenario:
    return make("yuanshi-county")


# Every scenario ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for key in SCENARIOS if key != "yuanshi-county"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sizes_follow_the_catalogue(key, lang):
    scenario, size = make(key, lang=lang), SCENARIOS[key].size
    assert {len(cells) for cells in scenario.households.values()} == {size.households}
    assert {len(cells) for cells in scenario.members.values()} == {size.members}
    if lang == "zh":
        assert able(scenario).sum() == size.able
        assert len(set(scenario.households["村"])) == size.villages
        assert len(set(scenario.households["乡镇"])) == size.townships


@pytest.mark.parametrize("key", SCENARIOS)
def test_recommended_settings_exist(key):
    for name, value in SCENARIOS[key].settings.items():
        assert (value in PRESETS) if name == "preset" else (name in BY_KEY)


@pytest.mark.parametrize("key", [key for key in SCENARIOS if key != "yuanshi-county"])
def test_houses_do_not_stand_on_each_other(key):
    scenario = make(key)
    points = metres(scenario.households, float(np.mean(scenario.households["纬度"])))
    gap = cKDTree(points).query(points, k=2)[0][:, 1]
    # House plots are 12 to 25 m apart; the jitter of two houses may eat 7 m.
    assert gap.min() > 5
    assert 12 < np.median(gap) < 25


def test_nothing_depends_on_the_hash_seed(village):
    code = (
        "import hashlib, json; from neighborgrid.scenarios.build import make; s = make('yuanshi-village'); "
        "text = json.dumps([s.households, s.members], ensure_ascii=False); "
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == digest(village)


def test_the_cells_are_the_ones_of_this_release(village):
    # Changes whenever the generator changes; the examples in the repository must then be written anew.
    assert digest(village) == "1f33ffcf23795c4dfc6a57b54e6c05f72781b0087f659f96eddcb604a63d2bbb"
    assert digest(make(VILLAGE)) == digest(village)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_default_rules_read_the_words_of_the_sheets(lang):
    scenario = make(VILLAGE, lang=lang)
    names = MEMBER_HEADERS if lang == "zh" else {name: name for name in MEMBER_HEADERS}
    away, health, joins = (scenario.members[names[name]] for name in ("away", "health", "eligible"))
    rows = zip(away, health, joins, strict=True)
    # FACTS: 104 - 14 = 90; a word that the reader does not know would count as away or as able.
    left = [not intake.away(a) and intake.health(b) and intake.yes_no(c) is not False for a, b, c in rows]
    assert sum(left) == 90
    side = 0 if lang == "zh" else 1
    assert [intake.residence(pair[side]) for pair in RESIDENCES] == ["resident", "away", "vacant"]
    kinds = ["", "low_income", "extreme_poverty", "disabled", "elder_alone", "hardship"]
    assert [intake.priority_kind(pair[side]) for pair in PRIORITIES] == kinds
    cadres = ("secretary", "deputy", "director", "committee", "accountant")
    assert {intake.role(ROLES[name][side]) for name in cadres} == {("cadre", True)}
    for name in ("group_leader", "member", "township_leader", "township_staff"):
        assert intake.role(ROLES[name][side]) == (name, True)


# One village ---------------------------------------------------------------------------------------


def test_published_figures_of_the_village(village):
    # FACTS: 104 members, less 14 who are old or work away = 90.
    assert len(village.members["姓名"]) == 104
    assert able(village).sum() == 90
    assert set(village.households["村"]) == {"西同下村"}
    assert 900 <= len(village.households["户主"]) <= 1100


def test_everybody_has_a_name_of_his_own(village):
    heads, members = village.households["户主"], village.members["姓名"]
    assert max(Counter(heads).values()) == 1
    assert max(Counter(members).values()) == 1
    assert {len(name) for name in heads} == {2, 3, 4}


def test_phones_are_recognisably_invented(county):
    phones = [phone for phone in county.households["电话"] if phone]
    assert all(PHONE.fullmatch(phone) for phone in phones + county.members["电话"])
    assert len(set(phones)) == len(phones)
    assert 0.94 < len(phones) / len(county.households["电话"]) < 0.96
    assert SPARE_PHONE not in phones


def test_own_homes_can_be_recognised(village):
    households, members = village.households, village.members
    row = {household_id: place for place, household_id in enumerate(households["户编号"])}
    by_phone = {phone for phone in households["电话"] if phone}
    known, couples = 0, Counter()
    for home, phone, name, lon, lat in zip(
        *(members[header] for header in ("本户编号", "电话", "姓名", "经度", "纬度")), strict=True
    ):
        if home:
            couples[home] += 1
            place = row[home]
            assert (households["经度"][place], households["纬度"][place]) == (lon, lat)
        known += bool(home) or phone in by_phone or name in households["户主"]
    assert 0.85 <= known / len(members["姓名"]) <= 0.91
    assert 2 in couples.values()


def test_wishes_name_members_of_the_village(village):
    ids, names = set(village.members["党员编号"]), set(village.members["姓名"])
    for header in ("指定党员", "回避党员", "意向党员"):
        named = [cell for cell in village.households[header] if cell]
        assert len(named) == 3
        assert all(cell in ids | names for cell in named)


def test_one_in_twelve_is_a_priority_household(village):
    share = np.mean([cell != "" for cell in village.households["重点户"]])
    assert 0.06 < share < 0.1
    kept = Counter(village.households["居住情况"])
    assert 0.03 < kept["外出"] / 1000 < 0.07
    assert 0.01 < kept["空户"] / 1000 < 0.035


# A county ------------------------------------------------------------------------------------------


def test_published_figures_of_the_county(county):
    # FACTS: 208 villages, 8,325 members taking part; 15 townships and 87,000 households by design.
    assert len(set(county.households["村"])) == 208
    assert len(set(county.households["乡镇"])) == 15
    assert able(county).sum() == 8325
    assert abs(len(county.households["户主"]) - 87_000) <= 1000
    excluded = len(county.members["姓名"]) - 8325
    assert 0.08 <= excluded / 8325 <= 0.10
    assert len(set(county.households["户编号"])) == 87_000


def test_every_village_has_cadres_and_group_leaders(county):
    roles: dict[str, Counter] = {}
    for name, role in zip(county.members["村"], county.members["职务"], strict=True):
        roles.setdefault(name, Counter())[role] += 1
    assert len(roles) == 208
    assert all(found["书记"] == found["主任"] == 1 for found in roles.values())
    assert all(2 <= found["党小组长"] <= 5 for found in roles.values())


@pytest.mark.parametrize("which", ["village", "county"])
def test_a_few_households_have_nobody_within_half_a_kilometre(which, request):
    distance = nearest_able_m(request.getfixturevalue(which))
    far = np.mean(distance > 500)
    assert 0.001 <= far <= 0.03
    assert distance.max() < 2500


def test_villages_keep_apart(county):
    lat = float(np.mean(county.households["纬度"]))
    points = metres(county.households, lat)
    names = np.array(county.households["村"])
    centres = np.array([np.median(points[names == name], axis=0) for name in np.unique(names)])
    gap = cKDTree(centres).query(centres, k=2)[0][:, 1]
    assert gap.min() > 1500
    assert gap.max() < 4000
    # A house of another village is rarely nearer than one of the own.
    neighbour = cKDTree(points).query(points, k=2)[1][:, 1]
    assert np.mean(names[neighbour] != names) < 0.001


def test_borders_matter_at_zhengan():
    scenario = make("zhengan")
    assert nearest_able_m(scenario).max() < 1500
    counts = Counter(scenario.members["村"])
    ratio = [Counter(scenario.households["村"])[name] / counts[name] for name in counts]
    # 15 households each on average; some villages are far short of members and need their neighbours.
    assert max(ratio) > 18
    assert min(ratio) < 12


# Writing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_written_sheets_hold_the_same_cells(tmp_path, lang):
    scenario = make(VILLAGE, lang=lang)
    paths = write(scenario, tmp_path / "new", formats=("xlsx", "csv"))
    stems = ["农户表", "党员名册"] if lang == "zh" else ["households", "members"]
    assert [path.name for path in paths] == [f"{stem}.{kind}" for kind in ("xlsx", "csv") for stem in stems]
    assert sorted((tmp_path / "new").iterdir()) == sorted(paths)
    for path, columns in zip(paths, [scenario.households, scenario.members] * 2, strict=True):
        expected = [list(columns), *map(list, zip(*columns.values(), strict=True))]
        if path.suffix == ".xlsx":
            assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() == expected
        else:
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")
            with path.open(encoding="utf-8-sig", newline="") as stream:
                assert list(csv.reader(stream)) == [[str(cell) for cell in row] for row in expected]


# The ugly twin -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ugly(village, tmp_path_factory) -> UglyRecord:
    return write_ugly(village, tmp_path_factory.mktemp("ugly"))


def tab_rows(path: Path, tab: str) -> list[list]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(tab)
    assert (sheet.start or (0, 0)) == (0, 0)
    return sheet.to_python()


def cell_at(ugly: UglyRecord, kind: str, place: int, header: str) -> tuple[object, str]:
    spot = ugly.spots[kind][place]
    rows = tab_rows(next(path for path in ugly.files if path.name == spot.file), spot.sheet)
    head = next(row for row in rows if "序号" in row)
    return rows[spot.row - 1][head.index(header)], ugly.ids[kind][place]


def test_the_ugly_twin_has_what_it_says(ugly):
    counts = {kind: len(spots) for kind, spots in ugly.spots.items()}
    assert counts["swapped_axes"] == 3
    assert counts["lost_decimal"] == 1
    assert counts["duplicate"] == 2
    assert counts["hidden_tab"] == 1
    assert counts["title"] == 3
    assert counts["note"] == 2
    assert counts["blank"] >= 3
    assert all(counts[kind] == 6 for kind in counts if kind.startswith("phone_"))
    book = CalamineWorkbook.from_path(ugly.files[0])
    visible = {sheet.name: sheet.visible == SheetVisibleEnum.Visible for sheet in book.sheets_metadata}
    assert visible == {"花名册": True, "三组": True, "旧名册": False}
    assert ugly.files[1].read_bytes().decode("gb18030").startswith("户编号,户主,")


def test_every_household_is_there_once(ugly, village):
    seen: list[str] = []
    for tab in ("花名册", "三组"):
        rows = tab_rows(ugly.files[0], tab)
        head = next(row for row in rows if "序号" in row)
        cells = [row[head.index("户编号")] for row in rows]
        seen += [cell for cell in cells if re.fullmatch(r"130132-001-\d{4}", str(cell))]
    seen += [line.split(",")[0] for line in ugly.files[1].read_bytes().decode("gb18030").split("\r\n")[1:-1]]
    repeated = [row_id for row_id, times in Counter(seen).items() if times > 1]
    assert sorted(repeated) == sorted(ugly.ids["duplicate"])
    assert set(seen) == set(village.households["户编号"])
    assert len(seen) == ugly.households + 2


def test_damaged_cells_still_hold_the_truth(ugly, village):
    row = {household_id: place for place, household_id in enumerate(village.households["户编号"])}
    for place in range(3):
        value, row_id = cell_at(ugly, "swapped_axes", place, "经度")
        assert value == village.households["纬度"][row[row_id]]
    value, row_id = cell_at(ugly, "lost_decimal", 0, "纬度")
    assert value / 1e6 == village.households["纬度"][row[row_id]]
    for kind in (
        "phone_number",
        "phone_trailing_zero",
        "phone_country_code",
        "phone_full_width",
        "phone_two",
    ):
        value, row_id = cell_at(ugly, kind, 0, "联系电话")
        text = f"{value:.0f}" if kind == "phone_number" else str(value)
        digits = "".join(str(int(sign)) for sign in text if sign.isdigit()).removeprefix("86")
        assert digits[:11] == village.households["电话"][row[row_id]]
        assert str(value) != village.households["电话"][row[row_id]]


def test_villages_are_really_merged_and_spelt_in_three_ways(ugly):
    from openpyxl import load_workbook

    sheet = load_workbook(ugly.files[0])["花名册"]
    merged = {(span.min_row, span.min_col) for span in sheet.merged_cells.ranges}
    column = next(cell.column for cell in sheet[3] if cell.value == "村")
    spots = [spot.row for spot in ugly.spots["merged_block"] if spot.sheet == "花名册"]
    assert all((row, column) in merged for row in spots)
    assert {sheet.cell(row, column).value for row in spots} == {"西同下", "西同下村委会", "西同下村"}
    with zipfile.ZipFile(ugly.files[0]) as archive:
        assert b"mergeCell" in archive.read("xl/worksheets/sheet1.xml")


def test_the_member_roster_is_complete(ugly, village):
    rows = tab_rows(ugly.files[2], "党员")
    names = [row[rows[1].index("姓名")] for row in rows[2:]]
    assert names[: ugly.members] == village.members["姓名"]
    assert names[ugly.members] == "合计"


def test_the_ugly_twin_is_for_one_chinese_village(tmp_path):
    with pytest.raises(ValueError, match="dongshan"):
        write_ugly(make("dongshan"), tmp_path)
    with pytest.raises(ValueError, match=VILLAGE):
        write_ugly(make(VILLAGE, lang="en"), tmp_path)


# Parts ---------------------------------------------------------------------------------------------


def test_split_sums_to_the_total():
    # 10 * 1/4 = 2.5 each for the light, 5 for the heavy; the first of the equal remainders gets the unit.
    assert split(10, [1, 2, 1]).tolist() == [3, 5, 2]
    assert split(10, [0, 1], least=2).tolist() == [2, 8]


def test_draws_stay_inside_their_bounds():
    draw = Draw(1, 2)
    assert set(draw.whole(3, 6, 1000).tolist()) == {3, 4, 5}
    assert np.abs(draw.bell(2.0, 1000)).max() <= 7.0
    assert sorted(draw.order(50).tolist()) == list(range(50))
    assert 0 not in draw.pick([0, 1, 1, 1], 3)
    assert set(draw.by_share([1, 0, 1], 200).tolist()) == {0, 2}
    east, north = draw.direction()
    assert east * east + north * north == pytest.approx(1)


def test_chinese_numbers():
    numbers = {1: "一", 10: "十", 11: "十一", 20: "二十", 34: "三十四"}
    assert {value: chinese_number(value) for value in numbers} == numbers


def test_vocabulary_is_distinct_in_both_scripts():
    for words in (SURNAMES, GIVEN):
        for side in (0, 1):
            assert len({pair[side] for pair in words}) == len(words)
