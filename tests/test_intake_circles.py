"""Circles in the sheets: the column of the members, an older plan, and the organiser's list of centres."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neighborgrid.errors import InputError
from neighborgrid.intake.circle_refs import people_in
from neighborgrid.intake.raw import ReadResult
from neighborgrid.intake.reader import read_files
from neighborgrid.model import SHEETS
from neighborgrid.rules import sources
from neighborgrid.words import text
from sheets import A_MEMBER, MEMBERS, built, codes, households, members, only, tab, village

CIRCLED = (*MEMBERS, "服务圈编号")


def person(number, circle, *, name="", place="西同下村"):
    """Row of a member with a circle."""
    called = name if name else f"吴{'甲乙丙丁戊己庚辛'[number]}"
    return [f"D{number:02d}", called, "", place, "1组", 114.5, 37.76 + number * 1e-4, "", circle]


def flags(**values):
    """Source of settings, ``__`` for the dot."""
    return sources.flags({key.replace("__", "."): ("flag", value) for key, value in values.items()})


def circles_of(made):
    """Circle by member id."""
    people = made.problem.people
    return dict(zip(people["member_id"], people["circle_id"], strict=True))


# --- the column of the member sheets --------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "服务圈编号",
        "服务圈",
        "网格",
        "网格编号",
        "片区",
        "联系片区",
        "所在服务圈",
        "circle_id",
        "Grid ID",
        "contact area",
    ],
)
def test_column_is_known_by_many_headers(header):
    sheet = members(person(1, "东片"), person(2, ""), header=(*MEMBERS, header))
    assert circles_of(built(households(*village(5)), sheet)) == {"D01": "东片", "D02": ""}


def test_text_is_cleaned_and_words_for_none_are_blank():
    rows = [person(n, said) for n, said in enumerate(["１号 网格", " Q2 ", "无", "-", 3.0])]
    made = built(households(*village(5)), members(*rows, header=CIRCLED))
    assert list(circles_of(made).values()) == ["1号 网格", "Q2", "", "", "3"]


def test_merged_cells_are_carried_down():
    sheet = members(
        person(1, "东片"), person(2, ""), person(3, "西片"), header=CIRCLED, merged=[(2, 9, 3, 9)]
    )
    assert list(circles_of(built(households(*village(5)), sheet)).values()) == ["东片", "东片", "西片"]


def test_household_sheet_may_have_the_column_too():
    header = ("户编号", "户主", "村", "组", "经度", "纬度", "电话", "地址", "服务圈编号")
    rows = [[*row, "1"] for row in village(5)]
    made = built(households(*rows, header=header), members(A_MEMBER))
    assert made.understood[0].not_read == ("服务圈编号",)
    assert codes(made) == codes(built(households(*village(5)), members(A_MEMBER)))


def two_villages(*circles, within="village", order=1):
    """Members of 西同下 and 东同下 in turn, in the circles given."""
    rows = [person(n, circle, place="西同下" if n % 2 else "东同下") for n, circle in enumerate(circles)][
        ::order
    ]
    homes = [*village(5, name="西同下"), *village(5, name="东同下")]
    return built(households(*homes), members(*rows, header=CIRCLED), strong=flags(plan__within=within))


def test_ids_of_two_villages_are_told_apart():
    made = two_villages("1", "1", "2", "东片")
    expected = {"D00": "东同下-1", "D01": "西同下-1", "D02": "2", "D03": "东片"}
    assert circles_of(made) == expected
    assert only(made, "NG170").values == {"count": 1, "example": "东同下-1"}
    assert circles_of(two_villages("1", "1", "2", "东片", order=-1)) == expected


@pytest.mark.parametrize(("within", "first"), [("group", "东同下-1"), ("township", "1"), ("anywhere", "1")])
def test_ids_are_told_apart_only_at_the_boundary(within, first):
    assert circles_of(two_villages("1", "1", within=within))["D00"] == first


def test_without_the_column_all_is_blank():
    made = built(households(*village(5)), members(A_MEMBER))
    assert (circles_of(made), len(made.problem.circles), len(made.problem.centres)) == ({"D01": ""}, 0, 0)


# --- an older plan --------------------------------------------------------------------------------------


def plan_tabs(circles, people, *, file="分户安排.xlsx", lang="zh"):
    """Tabs of a plan workbook with the circles and members given as dictionaries by column."""

    def made(name, rows):
        keys = list(SHEETS[name])
        cells = [[row.get(key, "") for key in keys] for row in rows]
        heads = [text(f"col.{key}", lang) for key in keys]
        return tab([heads, *cells], file=file, sheet=text(f"tab.{name}", lang))

    homes = [{"household_id": "001", "village": "西同下村"}]
    return [made("households", homes), made("members", people), made("circles", circles)]


OLD_PEOPLE = [
    {"member_id": "D01", "name": "吴甲", "village": "西同下村", "circle_id": "西同下-Q1"},
    {"member_id": "D02", "name": "吴乙", "village": "西同下村", "circle_id": "2号服务圈"},
    {"member_id": "D09", "name": "吴丙", "village": "西同下村", "circle_id": "西同下-Q2"},
    {"member_id": "D08", "name": "吴走", "village": "西同下村", "circle_id": "西同下-Q1"},
]
OLD_CIRCLES = [
    {"circle_id": "西同下-Q1", "name": "东头服务圈", "village": "西同下村",
     "centre_lon": 114.5, "centre_lat": 37.76, "leader_id": "D01", "deputy_ids": "D08、吴丙", "members": 2},
    {"circle_id": "西同下-Q2", "name": "2号服务圈", "village": "西同下村", "leader_id": "D08"},
    {"circle_id": "东同下-Q1", "name": "1号服务圈", "village": "东同下村"},
]  # fmt: skip


def with_plan(*plans, circled=("", "", ""), **options):
    """Sheets of three members (D03 was D09 in the older plan) beside plan workbooks."""
    rows = [person(n + 1, circle, name=f"吴{'甲乙丙'[n]}") for n, circle in enumerate(circled)]
    tabs = [one for plan in plans for one in plan]
    return built(households(*village(5)), members(*rows, header=CIRCLED), *tabs, **options)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_older_plan_brings_its_circles(lang):
    made = with_plan(plan_tabs(OLD_CIRCLES, OLD_PEOPLE, lang=lang))
    assert circles_of(made) == {"D01": "西同下-Q1", "D02": "西同下-Q2", "D03": "西同下-Q2"}
    circles = made.problem.circles
    # 东同下 has nobody here; 吴走 is gone and holds no post; 吴丙 has another id today.
    assert circles["circle_id"].tolist() == ["西同下-Q1", "西同下-Q2"]
    assert circles["leader_id"].tolist() == ["D01", ""]
    assert circles["deputy_ids"].tolist() == ["D03", ""]
    assert circles["centre_lon"].tolist()[0] == 114.5
    assert np.isnan(circles["centre_lat"].tolist()[1])
    assert circles["members"].tolist() == [2, 0]
    assert only(made, "NG177").values == {"circles": 2, "members": 3}


def test_sheet_beats_older_plan():
    made = with_plan(plan_tabs(OLD_CIRCLES, OLD_PEOPLE), circled=("", "新圈", ""))
    assert circles_of(made) == {"D01": "西同下-Q1", "D02": "新圈", "D03": "西同下-Q2"}


def test_made_id_that_moved_is_nobody_elses_circle():
    moved = [{"member_id": "D01", "name": "吴乙", "village": "西同下村", "circle_id": "西同下-Q1"}]
    assert circles_of(with_plan(plan_tabs(OLD_CIRCLES, moved))) == {"D01": "", "D02": "西同下-Q1", "D03": ""}


def test_plans_with_one_circle_twice_are_left_alone():
    plans = [plan_tabs(OLD_CIRCLES, OLD_PEOPLE, file=name) for name in ("一.xlsx", "二.xlsx")]
    made = with_plan(*plans)
    assert set(circles_of(made).values()) == {""}
    assert only(made, "NG178").values == {"files": "一.xlsx, 二.xlsx"}
    one = with_plan(*plans, older_plans=[Path("一.xlsx")])
    assert circles_of(one)["D01"] == "西同下-Q1"


def test_parts_of_a_split_plan_are_one():
    parts = [
        plan_tabs(OLD_CIRCLES[:1], OLD_PEOPLE[:1], file="一.xlsx"),
        plan_tabs(OLD_CIRCLES[1:], OLD_PEOPLE[1:], file="二.xlsx"),
    ]
    assert circles_of(with_plan(*parts))["D03"] == "西同下-Q2"


def test_plan_without_circles_and_mode_off_bring_nothing():
    for made in (
        with_plan(plan_tabs([], OLD_PEOPLE)),
        with_plan(plan_tabs(OLD_CIRCLES, OLD_PEOPLE), strong=flags(circles__mode="off")),
    ):
        assert set(circles_of(made).values()) == {""}
        assert not {"NG177", "NG178"} & set(codes(made))
        assert len(made.problem.circles) == 0


# --- who is named in a cell -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "texts", "unknown"),
    [
        ("甲、乙", ("1", "2"), 0),
        ("甲 乙", ("1", "2"), 0),
        ("Li Wei, 乙", ("3", "2"), 0),
        ("甲 13800138000", ("1",), 0),
        ("甲、甲", ("1",), 0),
        ("无", (), 0),
        ("丁", ("丁",), 1),
        ("甲；丁", ("1", "丁"), 1),
    ],
)
def test_people_in_a_cell(cell, texts, unknown):
    known = {"甲": ["1"], "乙": ["2"], "Li Wei": ["3"]}
    named = people_in(cell, lambda part: known.get(part, []))
    assert (named.texts, named.unknown, named.several) == (texts, unknown, ())


# --- the list of centres --------------------------------------------------------------------------------


def centres_file(folder, content, name="圈中心.csv"):
    """File of centres with the given text."""
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def with_centres(path, *, homes=None, **options):
    """Sheets of one village planned with a list of centres."""
    value = path if isinstance(path, str) else str(path)
    rules = flags(circles__centres=value, **options)
    sheet = households(*(village(6) if homes is None else homes))
    return built(sheet, members(A_MEMBER), strong=rules)


def test_centres_are_read(tmp_path):
    path = centres_file(tmp_path, '名称,村,经度,纬度\n祠堂,西同下,114.501,37.761\n村委会,,"114°30\'",37.76\n')
    made = with_centres(path)
    table = made.problem.centres
    homes = made.problem.households
    assert table["name"].tolist() == ["祠堂", "村委会"]
    assert table["lon"].tolist() == [114.501, 114.5]
    # Another spelling of the village is the same village, shown as in the households; blank is any.
    assert table["village"].tolist() == ["西同下村", ""]
    assert table["village_code"].tolist() == [homes["village_code"].iloc[0], -1]
    assert made.problem.rules.values["circles.centres"] == "圈中心.csv"
    assert only(made, "NG171").values == {"count": 2}
    assert [one.name for one in made.problem.inputs] == ["圈中心.csv"]


def test_shuffled_centres_give_the_same_table(tmp_path):
    rows = ["祠堂,西同下,114.501,37.761", "戏台,西同下,114.502,37.762", ",西同下,114.503,37.763"]
    first = with_centres(centres_file(tmp_path, "\n".join(["name,village,lon,lat", *rows]), "a.csv"))
    second = with_centres(centres_file(tmp_path, "\n".join(["name,village,lon,lat", *rows[::-1]]), "b.csv"))
    assert first.problem.centres.equals(second.problem.centres)


def test_households_do_not_depend_on_the_list(tmp_path):
    path = centres_file(
        tmp_path, "名称,乡镇,村,经度,纬度\n祠堂,南佐镇,安庄,114.501,37.761\n塔,南佐镇,西同下村,114.5,37.76\n"
    )
    plain, made = built(households(*village(6)), members(A_MEMBER)), with_centres(path)
    for table in ("households", "people"):
        one, other = getattr(plain.problem, table), getattr(made.problem, table)
        codes_ = ["township_code", "village_code", "group_code"]
        assert one.drop(columns=codes_).equals(other.drop(columns=codes_))
    # The sheets know no townships, so the one of the list says nothing.
    tower = made.problem.centres["name"].tolist().index("塔")
    home = made.problem.households["village_code"].iloc[0]
    assert made.problem.centres["village_code"].iloc[tower] == home


def test_village_that_no_sheet_has_is_named_and_kept(tmp_path):
    made = with_centres(centres_file(tmp_path, '村,坐标\n安庄,"114.5,37.76"\n西同下村,"37.76 114.5"\n'))
    table, homes = made.problem.centres, made.problem.households
    finding = only(made, "NG175")
    assert (finding.place.row, finding.values) == (2, {"village": "安庄", "count": 1})
    strange = table["village_code"][table["village"] == "安庄"].item()
    assert strange >= 0
    assert strange not in {*homes["village_code"], *made.problem.people["village_code"]}


def test_bad_rows_are_named_and_left_out(tmp_path):
    rows = [
        "祠堂,114.5,37.76",
        "祠堂,114.5,37.76",
        "戏台,,",
        "庙,abc,37.7",
        "桥,37.76,114.5",
        "塔,80,40",
        "井,0,0",
    ]
    made = with_centres(centres_file(tmp_path, "\n".join(["名称,经度,纬度", *rows])))
    assert sorted(made.problem.centres["name"]) == ["桥", "祠堂"]
    found = {one.code: one.place.row for one in made.problem.findings if one.place.file == "圈中心.csv"}
    assert found == {"NG174": 3, "NG176": 4, "NG130": 5, "NG127": 6, "NG131": 7, "NG129": 8, "NG171": 0}


@pytest.mark.parametrize(
    ("content", "code"),
    [("名称,村\n祠堂,西同下\n", "NG173"), ("名称,经度,纬度\n祠堂,,\n", "NG179"), ("", "NG108")],
)
def test_list_that_cannot_be_used_stops(tmp_path, content, code):
    with pytest.raises(InputError) as stopped:
        with_centres(centres_file(tmp_path, content))
    assert stopped.value.findings[0].code == code


def test_file_that_is_not_there_stops_without_its_folder(tmp_path):
    with pytest.raises(InputError) as stopped:
        with_centres(tmp_path / "没有.csv")
    (finding,) = stopped.value.findings
    assert (finding.code, finding.place.file) == ("NG172", "没有.csv")
    assert tmp_path.name not in finding.line("zh")


def test_without_circles_no_list_is_read(tmp_path):
    made = with_centres(tmp_path / "没有.csv", circles__mode="off")
    assert made.problem.rules.values["circles.centres"] == "没有.csv"


def test_path_of_windows_is_cut_on_every_system():
    made = with_centres(r"C:\\某某\\圈中心.xlsx", circles__mode="off")
    assert made.problem.rules.values["circles.centres"] == "圈中心.xlsx"


def test_members_is_no_file():
    made = with_centres("Members")
    assert made.problem.rules.values["circles.centres"] == "members"


CSV = {
    "农户表.csv": "户主,村,经度,纬度\n" + "".join(f"户{n},西同下,114.5,37.76{n}\n" for n in range(6)),
    "党员.csv": "姓名,职务,村,经度,纬度\n吴天,书记,西同下,114.5,37.76\n",
    # The name of the file and its headers would make these members.
    "党员活动点.csv": "姓名,村,经度,纬度\n祠堂,西同下,114.5,37.761\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, content in CSV.items():
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_list_beside_the_sheets_is_found(folder, monkeypatch):
    from neighborgrid.intake.build import build

    monkeypatch.chdir(folder.parent)
    read = read_files([folder / name for name in ("农户表.csv", "党员.csv")])
    made = build(read, strong=flags(circles__centres="党员活动点.csv"))
    assert made.problem.centres["name"].tolist() == ["祠堂"]
    assert len(made.problem.inputs) == 3


def test_list_in_the_folder_is_not_read_as_members(folder):
    from neighborgrid.intake.build import build

    read = read_files([folder / name for name in CSV])
    assert len(build(read).problem.people) == 2
    made = build(read, strong=flags(circles__centres=str(folder / "党员活动点.csv")))
    assert (len(made.problem.people), len(made.problem.centres)) == (1, 1)
    assert [one.name for one in made.problem.inputs] == sorted(CSV)


def test_tab_of_the_members_workbook_may_be_the_list(tmp_path):
    import openpyxl

    path = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    for name, rows in {
        "农户": [
            ("户主", "村", "经度", "纬度"),
            *(("户", "西同下", 114.5, 37.76 + n / 1e4) for n in range(5)),
        ],
        "党员": [("姓名", "职务", "村", "经度", "纬度"), ("吴天", "书记", "西同下", 114.5, 37.76)],
        "圈中心": [("地点", "经度", "纬度"), ("祠堂", 114.5, 37.761)],
        "规则": [("圈中心", "表.xlsx")],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    from neighborgrid.intake.build import build

    made = build(read_files([path]))
    assert made.problem.centres["name"].tolist() == ["祠堂"]
    assert "NG110" not in codes(made)
    assert (len(made.problem.households), len(made.problem.people)) == (5, 1)


def test_list_and_sheets_in_two_frames(tmp_path):
    sheet = households(
        *village(6), header=("户编号", "户主", "村", "组", "经度(高德)", "纬度(高德)", "电话", "地址")
    )
    path = centres_file(tmp_path, "名称,经度(百度),纬度(百度)\n祠堂,114.5065,37.766\n")
    made = built(sheet, members(A_MEMBER), strong=flags(circles__centres=str(path)))
    assert made.problem.rules.frame == "bd09"
    assert made.problem.centres["lon"].tolist() == [114.5065]
    # BD-09 is GCJ-02 moved by about 0.0065 and 0.006 degrees.
    assert made.problem.people["lon"].item() == pytest.approx(114.5065, abs=3e-4)
    assert made.problem.households["lat"].min() == pytest.approx(37.7662, abs=3e-4)


def test_centres_in_metres_follow_the_frame_of_the_sheets(tmp_path):
    homes = [[*row[:4], 500_000 + n, 4_180_000 + 20 * n, *row[6:]] for n, row in enumerate(village(6))]
    member = [*A_MEMBER[:5], 500_000, 4_180_000, ""]
    path = centres_file(tmp_path, "名称,东坐标,北坐标\n祠堂,500003,4180050\n")
    rules = flags(circles__centres=str(path), places__frame="EPSG:4547")
    made = built(households(*homes), members(member), strong=rules)
    assert made.problem.centres["lon"].item() == pytest.approx(114.00003, abs=1e-4)
    assert made.problem.centres["lat"].item() == pytest.approx(
        made.problem.households["lat"].mean(), abs=1e-3
    )


def test_nothing_is_parsed_where_nothing_is_asked(monkeypatch):
    from neighborgrid.intake import centres

    monkeypatch.setattr(centres.reader, "read_files", lambda paths: pytest.fail("read"))
    assert built(households(*village(5)), members(A_MEMBER)).problem.inputs == ()
    assert ReadResult((), (), ()).files == ()
