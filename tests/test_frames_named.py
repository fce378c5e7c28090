"""Who names a frame, and how far that reaches: words, one cell, a header, a flag, a plan."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from folders import csv_file
from guarded import PLACES, seen
from guarded import village as drawn_village
from neighborgrid.errors import InputError
from neighborgrid.findings import Severity
from neighborgrid.intake.build import build
from neighborgrid.intake.frame_words import Said, said
from neighborgrid.intake.raw import ReadResult
from neighborgrid.rules import sources
from sheets import A_MEMBER, HOUSEHOLDS, MEMBERS, built, codes, households, members, only, village

SOURCED = [*HOUSEHOLDS, "坐标来源"]


def flags(**values):
    return {
        "strong": sources.flags({key.replace("__", "."): ("--set", value) for key, value in values.items()})
    }


def headed(base, hint_text):
    return [f"{name}({hint_text})" if name in {"经度", "纬度"} else name for name in base]


def sheet_rows(homes="wgs84", people="wgs84", count=200, origin=PLACES[0]):
    """Rows of both sheets of a drawn village, each on the map of its frame, and the own households."""
    drawn = drawn_village(11, origin, count)
    one = [
        [f"H{n:03d}", f"户{n}", "西同下村", "", *at, "", ""]
        for n, at in enumerate(np.column_stack(seen(drawn.homes, homes)).tolist())
    ]
    other = [
        [f"D{n:02d}", f"党{n}", "党员", "西同下村", "", *at, ""]
        for n, at in enumerate(np.column_stack(seen(drawn.people, people)).tolist())
    ]
    return one, other, drawn.home


def own_homes(people, home):
    rows = [[*row, f"H{own:03d}" if own >= 0 else ""] for row, own in zip(people, home, strict=True)]
    return members(*rows, header=[*MEMBERS, "本户编号"])


def grid(rows, at, code=4547):
    to_grid = Transformer.from_crs(4326, code, always_xy=True)
    return [
        [*row[:at], *np.round(to_grid.transform(*row[at : at + 2]), 3).tolist(), *row[at + 2 :]]
        for row in rows
    ]


def stopped(*sheets, **options):
    with pytest.raises(InputError) as caught:
        built(*sheets, **options)
    return caught.value.findings


def sourced(rows, word_of):
    return households(*[[*row, word_of(n)] for n, row in enumerate(rows)], header=SOURCED)


# --- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("高德转WGS84", "wgs84"),
        ("经度(百度转GCJ02)", "gcj02"),
        ("GPS转高德", "gcj02"),
        ("WGS-84坐标(由百度转换)", "wgs84"),
        ("WGS84 (from GCJ02)", "wgs84"),
        ("from Baidu to WGS 84", "wgs84"),
        ("从百度坐标系换算到国家2000", "wgs84"),
        ("非高德", ""),
        ("GPS(不是百度)", "wgs84"),
        ("WGS 84", "wgs84"),
        ("WGS_84", "wgs84"),
        ("GCJ_02", "gcj02"),
        ("gcj 02", "gcj02"),
        ("GCJ－02", "gcj02"),
        ("BD 09", "bd09"),
        ("CGCS 2000", "wgs84"),
        ("EPSG-4547", "EPSG:4547"),
        ("CGCS2000 EPSG:4547", "EPSG:4547"),
        ("天地图", "wgs84"),
        ("新北京54", "EPSG:4555"),
        ("手机", ""),
    ],
)
def test_words(text, frame) -> None:
    assert said(text) == Said(frame)


@pytest.mark.parametrize("text", ["高德、GPS", "百度转换", "高德或百度"])
def test_two_frames_are_none_for_sure(text) -> None:
    assert said(text) == Said(several=True)


def test_a_device_in_a_header_names_no_frame() -> None:
    assert said("GPS经度(GCJ02)", header=True) == Said("gcj02")
    assert said("经度(北斗)", header=True) == Said()
    assert said("经度(天地图)", header=True) == Said("wgs84")


def test_words_that_are_not_understood_are_counted_and_never_shown() -> None:
    rows = village(6)
    words = ("手机 13812345678", "高德、百度", "", "张三", "GPS", "EPSG:12345")
    found = built(sourced(rows, words.__getitem__), members(A_MEMBER))
    assert only(found, "NG190").values == {"count": 2}
    assert only(found, "NG191").values == {"count": 1}
    assert (only(found, "NG191").place.row, only(found, "NG191").place.column) == (3, "I")
    bad = only(found, "NG192")
    assert (bad.place.row, bad.values) == (7, {"frame": "EPSG:12345"})
    homes = found.problem.households
    kinds = dict(zip(homes["household_id"], homes["distance_kind"], strict=True))
    assert kinds == {f"{n:03d}": "estimated" if n == 6 else "straight" for n in range(1, 7)}


def test_a_header_that_names_two_frames() -> None:
    found = built(households(*village(3), header=headed(HOUSEHOLDS, "高德、百度")), members(A_MEMBER))
    assert only(found, "NG191").values == {"count": 3}
    assert found.problem.rules.frame == "wgs84"


# --- silent rows ---------------------------------------------------------------------------------------


def test_one_cell_names_the_exception() -> None:
    rows = village(6)
    found = built(sourced(rows, lambda n: "高德" if not n else ""), members(A_MEMBER))
    assert only(found, "NG134").values == {"frames": "gcj02", "count": 5, "frame": "wgs84"}
    assert only(found, "NG139").values == {"frame": "gcj02", "count": 1}
    counts = [one.values["count"] for one in found.problem.findings if one.code == "NG226"]
    assert counts == [5, 1]


@pytest.mark.parametrize(
    ("words", "frame"),
    [
        (("高德", "高德", "高德", "", "", ""), "gcj02"),
        (("高德", "高德", "", "", "", ""), "wgs84"),
        (("高德", "高德", "高德", "GPS", "GPS", "GPS"), "wgs84"),
        (("高德", "高德", "高德", "百度", "百度", "百度"), "wgs84"),
    ],
    ids=["half", "a third", "halves with GPS", "halves"],
)
def test_silent_rows_go_by_most_cells_else_by_the_default(words, frame) -> None:
    found = built(sourced(village(6), words.__getitem__), members(A_MEMBER), **flags(places__guard=False))
    # The member's sheet names none.
    said_of_member = [
        one for one in found.problem.findings if one.code == "NG134" and one.place.file == "党员名册.xlsx"
    ]
    silent = said_of_member[0].values["frame"] if said_of_member else found.problem.rules.frame
    if "" in words:
        (of_homes,) = [
            one for one in found.problem.findings if one.code == "NG134" and one.place.file == "农户表.xlsx"
        ]
        assert of_homes.values["frame"] == frame
    if words.count("高德") * 2 >= 6 or said_of_member:
        assert silent == frame


def test_headers_that_were_overruled_name_nothing() -> None:
    homes, people, _ = sheet_rows()
    sheet = households(*homes, header=headed(HOUSEHOLDS, "高德"))
    found = built(sheet, members(*people), **flags(places__households_frame="wgs84"))
    assert found.problem.rules.frame == "wgs84"
    by_cells = households(*[[*row, "GPS"] for row in homes], header=[*headed(HOUSEHOLDS, "高德"), "坐标来源"])
    assert built(by_cells, members(*people)).problem.rules.frame == "wgs84"


def test_a_header_of_the_other_sheet_does_not_hide_a_grid() -> None:
    homes, people, _ = sheet_rows(people="gcj02", count=60)
    found = built(
        households(*grid(homes, 4, 4526)),
        members(*people, header=headed(MEMBERS, "高德")),
    )
    note = only(found, "NG229")
    assert (note.values["frame"], note.values["flag"]) == ("EPSG:4526", "--households-frame")
    assert found.problem.rules.frame == "gcj02"
    assert set(found.problem.households["distance_kind"]) == {"straight"}


def test_a_grid_named_by_the_other_sheet_is_not_that_of_degrees() -> None:
    homes, people, _ = sheet_rows(count=60)
    found = built(
        households(*grid(homes, 4), header=headed(HOUSEHOLDS, "EPSG:4547")),
        members(*people),
    )
    assert not {"NG193", "NG131"} & set(codes(found))
    assert found.problem.people["lon"].tolist() == pytest.approx(sorted(row[5] for row in people), abs=1)


# --- grids and systems that cannot be ------------------------------------------------------------------


def test_degrees_under_a_grid_stop_with_one_finding_for_each_sheet() -> None:
    homes, people, _ = sheet_rows(count=60)
    found = stopped(households(*homes), members(*people), **flags(places__frame="EPSG:4547"))
    said_of = [(one.values["count"], one.values["flag"]) for one in found if one.code == "NG193"]
    assert said_of == [(60, "--households-frame"), (len(people), "--members-frame")]
    assert "NG131" not in [one.code for one in found]


def test_few_degrees_under_a_grid_are_taken_out() -> None:
    homes, people, _ = sheet_rows(count=60)
    rows = [*homes[:5], *grid(homes[5:], 4)]
    found = built(households(*rows), members(*grid(people, 5)), **flags(places__frame="EPSG:4547"))
    assert only(found, "NG193").values["count"] == 5
    assert "NG131" not in codes(found)


@pytest.mark.parametrize("number", [4978, 4979, 5773, 7415])
def test_systems_without_a_plane_are_refused(number) -> None:
    # Geocentric, geographic in three dimensions, heights, compound.
    found = stopped(households(*village(3)), members(A_MEMBER), **flags(places__frame=f"EPSG:{number}"))
    assert [one.code for one in found] == ["NG194"]


def test_what_is_said_of_an_older_datum_does_not_contradict_itself() -> None:
    homes, people, _ = sheet_rows(people="gcj02", count=60)
    given = {"places__households_frame": "EPSG:4610", "places__members_frame": "gcj02"}
    found = built(households(*homes), members(*people), **flags(places__guard=False, **given))
    assert only(found, "NG228").values == {"frame": "EPSG:4610"}
    assert "NG215" not in codes(found)
    assert only(found, "NG226").values == {"count": 60, "source": "wgs84", "target": "gcj02"}


# --- what stops, and what it advises -------------------------------------------------------------------


def test_advice_names_the_flag_that_has_to_change_and_no_grid() -> None:
    homes, people, home = sheet_rows(people="gcj02")
    surveyed = households(*grid(homes, 4))
    for sheet in (members(*people), own_homes(people, home)):
        found = stopped(surveyed, sheet, **flags(places__households_frame="EPSG:4547"))[0]
        assert found.code in {"NG189", "NG224"}
        assert found.values["flags"] == "--members-frame gcj02"


def test_sheets_that_are_alike_though_different_frames_were_named() -> None:
    homes, people, home = sheet_rows()
    for given, flag in (
        ({"places__households_frame": "gcj02"}, "--households-frame"),
        (
            {"places__households_frame": "gcj02", "places__members_frame": "wgs84"},
            "--households-frame / --members-frame",
        ),
    ):
        found = stopped(households(*homes), own_homes(people, home), **flags(**given))[0]
        assert (found.code, found.values["flags"]) == ("NG195", flag)
    surveyed = {"places__households_frame": "EPSG:4547", "places__members_frame": "gcj02"}
    found = stopped(households(*grid(homes, 4)), own_homes(people, home), **flags(**surveyed))[0]
    assert (found.values["households"], found.values["flags"]) == ("EPSG:4547", "--members-frame")


def test_cells_are_never_told() -> None:
    homes, people, home = sheet_rows(count=300)
    words = ("张三 13812345678 高德", "李四 GPS")
    found = stopped(sourced(homes, lambda n: words[n % 2]), own_homes(people, home))
    assert found[0].code == "NG225"
    lines = "".join(one.line(lang) for one in found for lang in ("zh", "en"))
    assert not any(word in lines for word in ("张三", "李四", "1381"))
    assert found[0].values["groups"] == ""


def test_what_stops_hides_nothing() -> None:
    homes, people, _ = sheet_rows(homes="gcj02")
    homes[0][4] = "不详"
    sheets = households(*homes), members(*people)
    found = built(*sheets, halt=False)
    assert found.stop.code == "NG224"
    assert {"NG130", "NG224"} <= set(codes(found))
    raised = [one.code for one in stopped(*sheets)]
    assert raised[0] == "NG224"
    assert "NG130" in raised


def test_few_positions_tell_nothing() -> None:
    homes, people, _ = sheet_rows(count=60)
    assert built(households(*homes), members(*people)).frames_told
    assert not built(households(*homes[:10]), members(*people[:3])).frames_told
    abroad = sheet_rows(count=60, origin=(8.5, 47.4))
    assert built(households(*abroad[0][:10]), members(*abroad[1])).frames_told


# --- the command line ----------------------------------------------------------------------------------


def files(folder, homes, people, header=HOUSEHOLDS):
    return (
        csv_file(folder / "农户表.csv", header, homes),
        csv_file(folder / "党员名册.csv", MEMBERS, people),
    )


def test_check_shows_all_it_has_though_planning_is_stopped(cli, tmp_path) -> None:
    homes, people, _ = sheet_rows(homes="gcj02", count=120)
    homes[0][4] = "不详"
    paths = files(tmp_path, homes, people)
    ran = cli("check", *paths, "-o", tmp_path / "问题.xlsx")
    assert ran.code == 3
    assert (tmp_path / "问题.xlsx").exists()
    assert "120" in ran.out
    assert "[NG130]" in ran.err
    assert "[NG224]" in ran.err
    ran = cli("assign", *paths)
    assert "[NG130]" in ran.err
    assert "[NG224]" in ran.err


def test_a_note_on_what_could_not_be_checked_is_for_those_who_ask(cli, tmp_path) -> None:
    homes, people, _ = sheet_rows(count=60)
    paths = files(tmp_path, homes[:10], people[:3])
    from neighborgrid.words import LANGS, text

    notes = {text("check.frames_untold", lang) for lang in LANGS}
    assert not any(note in cli("check", *paths).err for note in notes)
    assert any(note in cli("check", *paths, "-v").err for note in notes)


def test_a_template_keeps_the_frame_of_a_mixed_plan(cli, tmp_path) -> None:
    homes, people, _ = sheet_rows(homes="gcj02", count=120)
    paths = files(tmp_path, homes, people, headed(HOUSEHOLDS, "高德"))
    assert cli("assign", *paths, "--members-frame", "wgs84").code == 0
    plan = tmp_path / "分户安排.xlsx"
    (tmp_path / "next").mkdir()
    assert cli("template", "--from", plan, "-o", tmp_path / "next").code == 0
    again = cli("assign", tmp_path / "next")
    assert again.code == 0, again.err
    import neighborgrid

    (made,) = [path for path in (tmp_path / "next").glob("*.xlsx") if "分户" in path.name]
    rules = neighborgrid.read_plan(made).rules
    assert rules.frame == "gcj02"
    assert rules.values["places.members_frame"] is None


def test_findings_of_frames_have_the_severity_that_they_need() -> None:
    homes, people, _ = sheet_rows(homes="gcj02")
    found = build(ReadResult((), (households(*homes), members(*people)), ()), halt=False)
    assert found.stop.severity == Severity.ERROR
