"""Frames of sheets: who says them, how they are brought together, and what stops a run."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod, Transformer

import neighborgrid
from folders import csv_file
from guarded import PLACES, seen
from guarded import village as drawn_village
from neighborgrid.errors import InputError
from neighborgrid.findings import Finding
from neighborgrid.intake.frame_words import hint
from neighborgrid.intake.projected import guess
from neighborgrid.places.frames import convert
from neighborgrid.rules import sources
from neighborgrid.solve.plan import assign
from sheets import A_MEMBER, HOUSEHOLDS, MEMBERS, built, codes, households, members, only, village

GEOD = Geod(ellps="WGS84")


def flags(**values):
    given = {key.replace("__", "."): ("--set", value) for key, value in values.items()}
    return {"strong": sources.flags(given)}


def headed(base, hint_text):
    return [f"{name}({hint_text})" if name in {"经度", "纬度"} else name for name in base]


def sheet_rows(seed=11, count=200, homes="wgs84", people="wgs84"):
    """Rows of both sheets of a drawn village, each on the map of its frame, in full precision."""
    drawn = drawn_village(seed, PLACES[0], count)
    lon, lat = convert(lon=drawn.homes[0], lat=drawn.homes[1], source="wgs84", target=homes)
    one = [
        [f"H{n:03d}", f"户{n}", "西同下村", "", *at, "", ""]
        for n, at in enumerate(zip(lon, lat, strict=True))
    ]
    lon, lat = convert(lon=drawn.people[0], lat=drawn.people[1], source="wgs84", target=people)
    other = [
        [f"D{n:02d}", f"党{n}", "党员", "西同下村", "", *at, ""]
        for n, at in enumerate(zip(lon, lat, strict=True))
    ]
    return one, other, drawn.home


def positions(found, table="households"):
    rows = getattr(found.problem, table)
    return rows["lon"].to_numpy(), rows["lat"].to_numpy()


def apart_m(one, other):
    return np.abs(GEOD.inv(*one, *other)[2]).max()


def fatal(*sheets, **options):
    with pytest.raises(InputError) as stopped:
        built(*sheets, **options)
    return stopped.value.findings


# --- two frames ----------------------------------------------------------------------------------------

BOTH = {"places__households_frame": "gcj02", "places__members_frame": "wgs84"}


@pytest.mark.parametrize(
    ("header_h", "header_m", "given"),
    [
        (HOUSEHOLDS, MEMBERS, BOTH),
        (headed(HOUSEHOLDS, "GCJ02"), headed(MEMBERS, "WGS84"), {}),
        (headed(HOUSEHOLDS, "高德"), MEMBERS, {"places__members_frame": "wgs84"}),
        (HOUSEHOLDS, headed(MEMBERS, "WGS-84"), {"places__frame": "gcj02"}),
        # A setting for the sheet beats a header that is wrong.
        (headed(HOUSEHOLDS, "百度"), headed(MEMBERS, "GCJ-02"), BOTH),
    ],
    ids=["flags", "headers", "header and flag", "header and frame of all", "flags beat headers"],
)
def test_mixed_sheets_give_the_plan_of_sheets_in_one_frame(header_h, header_m, given) -> None:
    homes, people, _ = sheet_rows(homes="gcj02")
    found = built(households(*homes, header=header_h), members(*people, header=header_m), **flags(**given))
    same_homes, same_people, _ = sheet_rows(homes="gcj02", people="gcj02")
    same = built(households(*same_homes), members(*same_people), **flags(places__frame="gcj02"))
    assert found.problem.rules.frame == same.problem.rules.frame == "gcj02"
    for table in ("households", "people"):
        assert apart_m(positions(found, table), positions(same, table)) < 1e-6
    plans = [assign(one.problem).households for one in (found, same)]
    assert plans[0]["member_id"].tolist() == plans[1]["member_id"].tolist()
    away = plans[0]["distance_m"].to_numpy() - plans[1]["distance_m"].to_numpy()
    assert np.nanmax(np.abs(away)) < 0.01
    note = only(found, "NG226")
    assert note.values == {"count": len(people), "source": "wgs84", "target": "gcj02"}
    assert (note.place.file, note.place.row, note.place.column) == ("党员名册.xlsx", 2, "F")
    assert "NG226" not in codes(same)


def test_rules_of_the_plan_name_the_common_frame_and_what_was_set() -> None:
    homes, people, _ = sheet_rows(homes="gcj02")
    rules = built(households(*homes), members(*people), **flags(**BOTH)).problem.rules
    assert (rules.values["places.frame"], rules.origins["places.frame"]) == ("gcj02", "auto")
    assert rules.values["places.households_frame"] == "gcj02"
    assert rules.values["places.members_frame"] == "wgs84"
    # A frame set for all is kept as that of the sheets that had it, once the positions have another.
    given = {"places__frame": "wgs84", "places__households_frame": "gcj02"}
    rules = built(households(*homes), members(*people), **flags(**given)).problem.rules
    assert (rules.frame, rules.values["places.members_frame"]) == ("gcj02", "wgs84")


@pytest.mark.parametrize(
    ("frames", "common"),
    [
        (("wgs84", "bd09"), "bd09"),
        (("bd09", "gcj02"), "bd09"),
        (("wgs84", "wgs84"), "wgs84"),
        (("bd09", "bd09"), "bd09"),
    ],
    ids=str,
)
def test_the_common_frame_is_the_one_that_formulas_lead_to(frames, common) -> None:
    homes, people, _ = sheet_rows(homes=frames[0], people=frames[1])
    given = {"places__households_frame": frames[0], "places__members_frame": frames[1]}
    found = built(households(*homes), members(*people), **flags(**given))
    assert found.problem.rules.frame == common
    assert codes(found).count("NG226") == len({*frames} - {common})


def test_one_frame_everywhere_is_not_converted() -> None:
    homes, people, _ = sheet_rows(homes="bd09", people="bd09")
    found = built(households(*homes), members(*people), **flags(places__frame="bd09"))
    assert sorted(positions(found)[0].tolist()) == sorted(row[4] for row in homes)


# --- by row --------------------------------------------------------------------------------------------


def with_sources(rows, words):
    return [[*row, words[n % len(words)]] for n, row in enumerate(rows)]


def test_source_of_each_row() -> None:
    header = [*HOUSEHOLDS, "坐标来源"]
    homes, people, _ = sheet_rows()
    words = ("手机GPS", "微信", "百度地图", "腾讯", "北斗", "高德")
    frames = ("wgs84", "gcj02", "bd09", "gcj02", "wgs84", "gcj02")
    for n, row in enumerate(homes):
        at = convert(lon=np.array([row[4]]), lat=np.array([row[5]]), source="wgs84", target=frames[n % 6])
        row[4:6] = (axis.item() for axis in at)
    found = built(
        households(*with_sources(homes, words), header=header),
        members(*people),
        **flags(places__members_frame="wgs84"),
    )
    plain = sheet_rows(homes="bd09", people="bd09")
    same = built(households(*plain[0]), members(*plain[1]), **flags(places__frame="bd09"))
    assert apart_m(positions(found), positions(same)) < 1e-6
    assert apart_m(positions(found, "people"), positions(same, "people")) < 1e-6
    counted = {
        one.values["source"]: one.values["count"] for one in found.problem.findings if one.code == "NG226"
    }
    # 200 households: 34 for each of the first two words, 33 for each of the others; members are all wgs84.
    assert counted["gcj02"] == 34 + 33 + 33


def test_cell_beats_setting_beats_header_beats_setting_of_all() -> None:
    def frames_of(header, source, **given):
        rows = [[*row, source] for row in village(3)]
        sheet = households(*rows, header=[*headed(HOUSEHOLDS, header), "坐标来源"])
        found = built(
            sheet, members(A_MEMBER), **flags(places__guard=False, places__members_frame="bd09", **given)
        )
        return {one.values["source"] for one in found.problem.findings if one.code == "NG226"} or {"bd09"}

    general = {"places__frame": "wgs84"}
    own = {**general, "places__households_frame": "gcj02"}
    assert frames_of("", "", **general) == {"wgs84"}
    assert frames_of("高德", "", **general) == {"gcj02"}
    assert frames_of("百度", "", **own) == {"gcj02"}
    assert frames_of("高德", "百度", **own) == {"bd09"}
    assert frames_of("高德", "GPS", **own) == {"wgs84"}


def test_silent_rows_where_others_name_several() -> None:
    rows = with_sources(village(6), ("高德", "高德", "GPS", "", "高德", ""))
    found = built(households(*rows, header=[*HOUSEHOLDS, "坐标来源"]), members(A_MEMBER))
    said = [one for one in found.problem.findings if one.code == "NG134"]
    assert [one.values["count"] for one in said] == [2, 1]
    assert {one.values["frame"] for one in said} == {"gcj02"}
    assert said[0].values["frames"] == "gcj02, wgs84"
    assert (said[0].place.row, said[0].place.column) == (5, "E")


def test_what_sheets_say_beside_the_rules_is_noted() -> None:
    sheet = households(*village(3), header=headed(HOUSEHOLDS, "高德"))
    noted = only(built(sheet, members(A_MEMBER), **flags(places__frame="wgs84")), "NG139")
    assert (noted.values["frame"], noted.place.file, noted.place.row) == ("gcj02", "农户表.xlsx", 1)
    assert "NG139" not in codes(built(sheet, members(A_MEMBER), **flags(places__frame="gcj02")))
    assert "NG139" not in codes(built(sheet, members(A_MEMBER), **flags(places__households_frame="bd09")))


def test_gps_alone_names_no_frame_in_a_header() -> None:
    rows = [[*row] for row in village(3)]
    found = built(
        households(*rows, header=headed(HOUSEHOLDS, "GPS")), members(A_MEMBER, header=headed(MEMBERS, "高德"))
    )
    assert found.problem.rules.frame == "gcj02"
    assert "NG226" not in codes(found)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("经度(GCJ02)", "gcj02"),
        ("百度坐标", "bd09"),
        ("EPSG：4547", "EPSG:4547"),
        ("东坐标(北京54)", "EPSG:4214"),
        ("西安1980坐标系", "EPSG:4610"),
        ("国家2000", "wgs84"),
        ("北斗终端", "wgs84"),
        ("经度", ""),
        ("西安路80号", ""),
    ],
)
def test_words_that_name_a_frame(text, frame) -> None:
    assert hint(text) == frame


def test_points_abroad_have_no_other_frame() -> None:
    rows = village(6)
    for n, row in enumerate(rows):
        row[4], row[5] = 8.5 + n * 1e-4, 47.4
    member = [*A_MEMBER[:5], 8.5, 47.4, ""]
    found = built(households(*rows), members(member), **flags(**BOTH))
    assert only(found, "NG227").values == {"count": 6, "source": "gcj02"}
    assert "NG226" not in codes(found)
    assert positions(found, "people")[0].item() == 8.5
    alike = built(households(*rows), members(member), **flags(places__frame="gcj02"))
    assert [one.values["count"] for one in alike.problem.findings if one.code == "NG227"] == [6, 1]


# --- survey grids --------------------------------------------------------------------------------------


def grid_rows(code, homes, people):
    """Same rows with eastings and northings of ``EPSG:code``."""
    to_grid = Transformer.from_crs(4326, code, always_xy=True)
    made = []
    for rows, at in ((homes, 4), (people, 5)):
        new = [list(row) for row in rows]
        for row in new:
            row[at : at + 2] = (round(metres, 3) for metres in to_grid.transform(*row[at : at + 2]))
        made.append(new)
    return made


def test_a_grid_beside_a_web_map() -> None:
    homes, people, _ = sheet_rows(homes="gcj02")
    _, surveyed = grid_rows(4547, [], people)
    given = {"places__households_frame": "gcj02", "places__members_frame": "EPSG:4547"}
    found = built(households(*homes), members(*surveyed), **flags(**given))
    plain = sheet_rows(homes="gcj02", people="gcj02")
    same = built(households(*plain[0]), members(*plain[1]), **flags(places__frame="gcj02"))
    assert found.problem.rules.frame == "gcj02"
    # Eastings and northings are rounded to the millimetre.
    assert apart_m(positions(found, "people"), positions(same, "people")) < 0.002
    assert {"NG215", "NG226"} <= set(codes(found))


@pytest.mark.parametrize(
    ("code", "said"),
    [(4526, "EPSG:4526"), (4497, "EPSG:4497")],
    ids=["3-degree zone 38", "6-degree zone 19"],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_zone_from_eastings_of_eight_digits(code, said, swapped) -> None:
    homes, people, _ = sheet_rows(count=60)
    rows, persons = grid_rows(code, homes, people)
    if swapped:
        for row in rows:
            row[4:6] = row[5], row[4]
    found = built(households(*rows), members(*persons))
    notes = [one for one in found.problem.findings if one.code == "NG229"]
    assert [(one.values["frame"], one.values["count"]) for one in notes] == [(said, 60), (said, len(people))]
    same = built(households(*homes), members(*people))
    assert apart_m(positions(found), positions(same)) < 0.002
    assert ("NG136" in codes(found)) is swapped
    assert found.problem.rules.frame == "wgs84"


def test_metres_without_zone_are_not_guessed() -> None:
    homes, people, _ = sheet_rows(count=60)
    rows, _ = grid_rows(4547, homes, [])
    found = built(households(*rows), members(*people))
    assert codes(found).count("NG137") == 60
    assert "NG229" not in codes(found)


def test_zones_of_two_sides_of_a_border_and_of_nonsense() -> None:
    northing = np.array([4_180_000.0, 4_181_000.0])
    assert guess(np.array([38_749_000.0, 39_251_000.0]), northing, "EPSG:4490").tolist() == [
        "EPSG:4526",
        "EPSG:4527",
    ]
    assert guess(np.array([38_500_000.0, 20_500_000.0]), northing, "EPSG:4490") is None
    assert guess(np.array([38_500_000.0] * 2), northing, "EPSG:4610").tolist() == ["EPSG:2362"] * 2
    assert guess(np.array([38_500_000.0] * 2), northing, "gcj02") is None
    # 130.12345 degrees whose points were lost look like zone 13.
    assert guess(np.array([13_012_345.0] * 2), northing, "EPSG:4490") is None


def test_cgcs2000_degrees_are_wgs84() -> None:
    homes, people, _ = sheet_rows(count=60)
    found = built(households(*homes), members(*people), **flags(places__frame="EPSG:4490"))
    same = built(households(*homes), members(*people))
    assert apart_m(positions(found), positions(same)) == 0
    assert "NG228" not in codes(found)
    assert only(found, "NG215").values == {"frame": "EPSG:4490"}


@pytest.mark.parametrize("frame", ["EPSG:4610", "EPSG:4555", "EPSG:4214", "EPSG:2383"])
def test_older_datums_are_said_to_be_unsure(frame) -> None:
    homes, people, _ = sheet_rows(count=60)
    if frame == "EPSG:2383":  # Xian 80, central meridian 114
        homes, people = grid_rows(2383, homes, people)
    found = built(households(*homes), members(*people), **flags(places__frame=frame))
    assert only(found, "NG228").values == {"frame": frame}


def test_older_datum_where_the_shift_is_known() -> None:
    # Beijing 54 in the Ordos basin (107 to 110 E, 35 to 39 N), where EPSG has parameters of 1 m.
    rows = [[*row[:4], 108.5 + n * 1e-4, 37.0 + n * 1e-4, *row[6:]] for n, row in enumerate(village(6))]
    member = [*A_MEMBER[:5], 108.5, 37.0, ""]
    found = built(households(*rows), members(member), **flags(places__frame="EPSG:4214"))
    assert "NG228" not in codes(found)
    moved = apart_m(positions(found, "people"), (np.array([108.5]), np.array([37.0])))
    assert 20 < moved < 200


def test_a_grid_named_in_the_header() -> None:
    homes, people, _ = sheet_rows(count=60)
    rows, persons = grid_rows(4547, homes, people)
    found = built(
        households(*rows, header=headed(HOUSEHOLDS, "EPSG:4547")),
        members(*persons, header=headed(MEMBERS, "EPSG:4547")),
    )
    assert apart_m(positions(found), positions(built(households(*homes), members(*people)))) < 0.002
    # CGCS2000 is what the grid stands on; the setting says which grid.
    found = built(
        households(*rows, header=headed(HOUSEHOLDS, "CGCS2000")),
        members(*persons),
        **flags(places__frame="EPSG:4547"),
    )
    assert "NG137" not in codes(found)


# --- the guard -----------------------------------------------------------------------------------------


def test_undeclared_frames_stop_by_own_homes() -> None:
    homes, people, home = sheet_rows(homes="gcj02")
    for row, own in zip(people, home, strict=True):
        row.append(f"H{own:03d}" if own >= 0 else "")
    found = fatal(households(*homes), members(*people, header=[*MEMBERS, "本户编号"]))[0]
    assert found.code == "NG189"
    assert 500 < float(found.values["metres"]) < 560
    assert found.values["pairs"] == np.sum(home >= 0)


def test_undeclared_frames_stop_by_neighbours() -> None:
    homes, people, _ = sheet_rows(homes="gcj02")
    found = fatal(households(*homes), members(*people))[0]
    assert found.code == "NG224"
    assert (found.values["households"], found.values["members"]) == ("gcj02", "wgs84")
    assert found.values["flags"] == "--households-frame gcj02"
    wrong = {"places__households_frame": "wgs84", "places__members_frame": "gcj02"}
    found = fatal(households(*homes), members(*people), **flags(**wrong))[0]
    assert (found.values["households"], found.values["members"]) == ("gcj02", "wgs84")
    assert (
        built(households(*homes), members(*people), **flags(places__guard=False)).problem.rules.frame
        == "wgs84"
    )


def test_tabs_of_two_frames_stop() -> None:
    homes, people, home = sheet_rows(count=300)
    for row, own in zip(people, home, strict=True):
        row.append(f"H{own:03d}" if own >= 0 else "")
    for row in homes[:150]:
        row[4:6] = (axis.item() for axis in seen((np.array([row[4]]), np.array([row[5]])), "gcj02"))
    tabs = households(*homes[:150], sheet="一"), households(*homes[150:], sheet="二")
    found = fatal(*tabs, members(*people, header=[*MEMBERS, "本户编号"]))[0]
    assert found.code == "NG225"
    assert {found.values["frame"], found.values["other"]} == {"gcj02", "wgs84"}
    assert found.values["count"] == 150
    assert found.values["groups"] in {" (农户表.xlsx 一)", " (农户表.xlsx 二)"}
    named = [households(*homes[:150], sheet="一", header=headed(HOUSEHOLDS, "高德")), tabs[1]]
    settled = built(*named, members(*people, header=[*MEMBERS, "本户编号"]), **flags(places__frame="wgs84"))
    assert settled.problem.rules.frame == "gcj02"


VALUES = {
    "NG189": {
        "households": "gcj02",
        "members": "wgs84",
        "metres": "526",
        "pairs": 88,
        "flags": "--households-frame gcj02",
    },
    "NG195": {"households": "gcj02", "members": "wgs84", "metres": "526", "flags": "--households-frame"},
    "NG225": {"count": 41, "groups": " (南庄村)", "frame": "bd09", "other": "wgs84", "metres": "1120"},
    "NG226": {"count": 41, "source": "wgs84", "target": "gcj02"},
}
MESSAGES = {
    "NG189": (
        "农户表和党员表的坐标对不上，整体相差约 526 米（88 对党员本户）。农户表像是 gcj02，党员表像是 "
        "wgs84（gcj02 是高德、腾讯、微信，bd09 是百度，wgs84 是 GPS）。请确认后加上 --households-frame gcj02 "
        "再运行；表头或“坐标来源”一列写错的，请先改正。确认坐标没有错的，"
        "请加 --set places.guard=false。 [NG189]",
        "the coordinates of households and members do not match; as a whole they are about 526 m apart (88 "
        "members and their own homes). Households look like gcj02, members like wgs84 (gcj02: Amap, Tencent, "
        "WeChat; bd09: Baidu; wgs84: GPS). Check, then run again with --households-frame gcj02; where a "
        "header or a column of sources is wrong, correct it first. If nothing is wrong, add --set "
        "places.guard=false. [NG189]",
    ),
    "NG195": (
        "农户表的坐标写明是 gcj02，党员表是 wgs84，但两张表原本对得上，这样换算反而相差约 526 米。"
        "请改正写得不对的一处：--households-frame，或表头、“坐标来源”一列。确认坐标没有错的，"
        "请加 --set places.guard=false。 [NG195]",
        "households are taken for gcj02 and members for wgs84, but their coordinates match as they stand; "
        "converted so they come to lie about 526 m apart. Correct what is wrong: --households-frame, or a "
        "header or the column of sources. If nothing is wrong, add --set places.guard=false. [NG195]",
    ),
    "NG225": (
        "农户表和党员表中有一张像是混用了几种坐标：这一行和另外一些行（共 41 行 (南庄村)）"
        "与另一张表里对应的位置相差约 1120 米，一边像是 bd09，一边像是 wgs84，其余各行对得上。"
        "请核对这些行和另一张表里对应的各行，在“坐标来源”一列逐行写明（GPS、高德、百度等）后再运行。"
        "确认坐标没有错的，请加 --set places.guard=false。 [NG225]",
        "one of the two sheets seems to mix frames of coordinates: this row and others (41 rows in all "
        "(南庄村)) are about 1120 m away from where the other sheet has them, as bd09 is from wgs84; the "
        "remaining rows match. Check these rows, and those of the other sheet that belong to them; let the "
        "column coord_source say for each row what it is (GPS, Amap, Baidu), and run again. If nothing is "
        "wrong, add --set places.guard=false. [NG225]",
    ),
    "NG226": (
        "从这一格起，有 41 行的坐标已由 wgs84 换算为 gcj02。 [NG226]",
        "from this cell on, the coordinates of 41 rows were converted from wgs84 to gcj02. [NG226]",
    ),
}


@pytest.mark.parametrize("code", MESSAGES)
def test_messages(code) -> None:
    found = Finding(code, values=VALUES[code])
    assert (found.line("zh"), found.line("en")) == MESSAGES[code]


# --- the command line ----------------------------------------------------------------------------------

FLAGS = ("--households-frame", "gcj02", "--members-frame", "wgs84")


def test_verbs_stop_and_go_on(cli, tmp_path) -> None:
    homes, people, _ = sheet_rows(homes="gcj02", count=120)
    paths = (
        csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, homes),
        csv_file(tmp_path / "党员名册.csv", MEMBERS, people),
    )
    for verb in ("check", "assign"):
        ran = cli(verb, *paths)
        assert ran.code == 3
        assert ran.err.count("[NG224]") == 1
        assert ("Nothing was planned" in ran.err or "没有排户" in ran.err) is (verb == "assign")
        assert not (tmp_path / "分户安排.xlsx").exists()
    assert cli("check", *paths, *FLAGS).code == 0
    ran = cli("assign", *paths, *FLAGS)
    assert ran.code == 0, ran.err
    plan = tmp_path / "分户安排.xlsx"
    assert cli("validate", plan).code == 0
    assert cli("validate", plan, *paths, *FLAGS).code == 0
    # The plan knows which frames were set for its sheets.
    assert cli("validate", plan, *paths).code == 0
    assert neighborgrid.read_plan(plan).rules.frame == "gcj02"


def test_a_plan_keeps_its_frame_whatever_the_sheets_have(cli, tmp_path) -> None:
    homes, people, _ = sheet_rows(count=60)
    rows, persons = grid_rows(4547, homes, people)
    paths = (
        csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, rows),
        csv_file(tmp_path / "党员名册.csv", MEMBERS, persons),
    )
    assert cli("assign", *paths, "--frame", "EPSG:4547").code == 0
    for again in (("--frame", "EPSG:4547"), ()):
        ran = cli("validate", tmp_path / "分户安排.xlsx", *paths, *again, "--format", "json")
        assert ran.code == 0, ran.err


def test_a_frame_that_does_not_exist_is_refused(cli, tmp_path) -> None:
    ran = cli("check", tmp_path, "--members-frame", "wgs85")
    assert ran.code in {2, 3}
    assert "wgs84" in ran.err
