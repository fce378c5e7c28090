"""From raw sheets to a problem: rows, places, positions, references, own homes, and every finding code."""

from __future__ import annotations

import math

import pytest

from neighborgrid.errors import InputError
from neighborgrid.intake.build import build
from neighborgrid.intake.raw import InputFile, ReadResult
from neighborgrid.rules import sources
from sheets import A_MEMBER, HOUSEHOLDS, MEMBERS, built, codes, households, members, only, tab, village


def column(found, name, table="households"):
    return getattr(found.problem, table)[name].tolist()


def fatal(*sheets, **options):
    with pytest.raises(InputError) as caught:
        built(*sheets, **options)
    return codes(caught.value.findings)


def rules(**settings):
    given = {key.replace("__", "."): ("--test", value) for key, value in settings.items()}
    return {"strong": sources.flags(given)}


# --- a clean village ---------------------------------------------------------------------------------


def test_clean_sheets_give_no_findings():
    found = built(households(*village(12)), members(A_MEMBER))
    assert codes(found) == []
    assert column(found, "household_id") == [f"{n:03d}" for n in range(1, 13)]
    assert set(column(found, "distance_kind")) == {"straight"}
    assert column(found, "member_id", "people") == ["D01"]
    assert found.problem.rules.within == "village"
    assert found.problem.rules.origins["plan.within"] == "auto"
    assert found.problem.lang == "zh"


def test_understanding_says_header_columns_and_what_is_not_read():
    header = [*HOUSEHOLDS, "身份证号", "备注"]
    found = built(tab([["花名册"], header, *village(3)], file="农户表.xlsx", first_row=2), members(A_MEMBER))
    first = found.understood[0]
    assert (first.kind, first.header_row, first.records) == ("households", 3, 3)
    assert [(one.key, one.letters) for one in first.columns][:2] == [("household_id", "A"), ("head", "B")]
    assert first.not_read == ("身份证号", "备注")
    assert first.never_read == ("身份证号",)
    assert column(found, "source_row") == [4, 5, 6]


# --- rows ----------------------------------------------------------------------------------------------


def test_rows_that_are_no_records_are_counted():
    rows = village(4)
    found = built(
        households(
            rows[0],
            [],
            ["", "小计", "2户"],
            list(HOUSEHOLDS),
            rows[1],
            rows[1],
            ["一组"],
            rows[2],
            rows[3],
            ["合计：4户"],
            ["", "", "", "", 114.5, 37.76],
            ["填表人：某", "", "审核人：某"],
            ["注：以上为常住户"],
        ),
        members(A_MEMBER),
    )
    ledger = found.problem.ledger.iloc[0].to_dict()
    assert {
        key: ledger[key]
        for key in ("rows", "households", "duplicates", "subtotals", "notes", "blanks", "set_aside")
    } == {
        "rows": 13,
        "households": 4,
        "duplicates": 1,
        "subtotals": 2,
        "notes": 4,
        "blanks": 1,
        "set_aside": 1,
    }
    aside = found.problem.set_aside.iloc[0]
    assert (aside["reason"], aside["file"], aside["row"]) == ("row_error", "农户表.xlsx", 12)
    assert codes(found).count("NG122") == 1
    assert only(found, "NG123").place.row == 12


def test_a_row_with_a_name_alone_is_a_household():
    found = built(households(*village(3), ["", "王大"]), members(A_MEMBER))
    assert len(found.problem.households) == 4


def test_prefilled_running_numbers_are_blank_rows():
    header = ["序号", *HOUSEHOLDS]
    rows = [[n, *row] for n, row in enumerate(village(3), 1)]
    found = built(households(*rows, [4], [5], header=header), members(A_MEMBER))
    assert found.problem.ledger.loc[0, "blanks"] == 2


def test_merged_cells_are_carried_down():
    rows = village(4)
    for row in rows[1:]:
        row[2] = ""
    found = built(households(*rows, merged=[(2, 3, 5, 3)]), members(A_MEMBER))
    assert set(column(found, "village")) == {"西同下村"}
    assert codes(found) == []


def test_blocks_are_carried_down_only_where_there_is_no_doubt():
    rows = village(3) + village(3, name="东同下村") + village(3, name="中同下村")
    for number in (1, 2, 4, 5, 7, 8):
        rows[number][2] = ""
    found = built(households(*rows), members(A_MEMBER, ["D02", "吴地", "", "东同下村", "", 114.5, 37.76]))
    assert sorted(column(found, "village")) == ["东同下村"] * 3 + ["中同下村"] * 3 + ["西同下村"] * 3
    assert only(found, "NG120").place.column == "C"
    single = village(3)
    single[1][2] = single[2][2] = ""
    found = built(households(*single), members(A_MEMBER))
    assert column(found, "village").count("") == 2
    assert only(found, "NG204").values["count"] == 2


# --- places --------------------------------------------------------------------------------------------


def test_places_are_compared_by_key_and_shown_in_one_spelling():
    rows = village(5)
    rows[0][2], rows[1][2] = "西同下", "西同下村委会"
    rows[0][3], rows[2][3] = "二组", "第2村民小组"
    found = built(households(*rows), members([*A_MEMBER[:3], "西同下村民委员会", "一组", *A_MEMBER[5:]]))
    assert set(column(found, "village")) == {"西同下村"}
    assert column(found, "village", "people") == ["西同下村"]
    assert len(set(column(found, "group_code"))) == 2
    assert column(found, "group_code", "people")[0] in column(found, "group_code")
    assert column(found, "group", "people") == ["1组"]


def test_tab_and_file_names_supply_places():
    header = ["户编号", "户主", "经度", "纬度"]
    rows = [["1", "甲子", 114.5, 37.76], ["2", "甲丑", 114.501, 37.761]]
    found = built(
        households(*rows, header=header, file="西同下村农户表.xlsx", sheet="三组"),
        members(A_MEMBER),
    )
    assert set(column(found, "village")) == {"西同下村"}
    assert set(column(found, "group")) == {"三组"}
    assert codes(found).count("NG121") == 2


def test_the_only_village_is_taken_where_a_sheet_names_none():
    found = built(households(*village(3)), members([*A_MEMBER[:3], "", *A_MEMBER[4:]]))
    assert column(found, "village", "people") == ["西同下村"]
    assert "NG219" in codes(found)


def test_township_of_a_village_is_filled_where_it_is_clear():
    header = ["乡镇", *HOUSEHOLDS]
    rows = [["南佐镇", *row] for row in village(3)] + [["北褚镇", *row] for row in village(3, name="河村")]
    rows += [["南佐镇", *row] for row in village(3, name="河村")]
    found = built(
        households(*rows, header=header),
        members(A_MEMBER, ["D02", "吴地", "", "河村", "", 114.5, 37.76]),
    )
    assert column(found, "township", "people") == ["", "南佐镇"]
    assert only(found, "NG205").values["village"] == "河"
    assert len(set(column(found, "village_code"))) == 3
    # Ids that two villages share get the village, and same-named villages their township.
    assert "北褚镇河村-001" in column(found, "household_id")
    assert "西同下村-001" in column(found, "household_id")
    assert "NG142" in codes(found)


def test_a_village_without_members_shows_near_spellings():
    found = built(households(*village(3), *village(2, name="西同夏村")), members(A_MEMBER))
    assert only(found, "NG203").values == {"village": "西同夏村", "count": 2, "near": "西同下村"}


def test_without_villages_the_boundary_is_open():
    header = ["户编号", "户主", "经度", "纬度"]
    found = built(
        households(["1", "甲子", 114.5, 37.76], header=header),
        members(["D1", "吴天", "书记", 114.5, 37.76], header=["党员编号", "姓名", "职务", "经度", "纬度"]),
    )
    assert found.problem.rules.within == "anywhere"
    assert column(found, "village_code") == [-1]
    two = built(
        households(*village(2), *village(2, name="东村")),
        members([*A_MEMBER[:3], "", *A_MEMBER[4:]]),
    )
    assert "NG218" in codes(two)


def test_blank_groups_are_named_where_groups_bound():
    rows = village(3)
    rows[0][3] = ""
    found = built(households(*rows), members(A_MEMBER), **rules(plan__within="group"))
    assert only(found, "NG214").values == {"count": 1}


# --- positions -----------------------------------------------------------------------------------------


def damaged(**cells):
    """Problem of ten households, of which the first has the given longitude and latitude."""
    rows = village(10)
    rows[0][4], rows[0][5] = cells.get("lon", rows[0][4]), cells.get("lat", rows[0][5])
    return built(households(*rows), members(A_MEMBER))


def test_lost_decimal_point_is_mended_and_named():
    found = damaged(lat=3776123)
    finding = only(found, "NG112")
    assert column(found, "lat")[0] == pytest.approx(37.76123)
    assert (finding.place.row, finding.place.column) == (2, "F")
    assert finding.values == {"header": "纬度", "value": "3776123", "fixed": "37.76123"}
    assert finding.line("zh").startswith("农户表.xlsx“农户”第 2 行 F 列：纬度 3776123 少了小数点")


def test_swapped_row_is_mended():
    found = damaged(lon=37.7602, lat=114.50001)
    assert "NG127" in codes(found)
    assert (column(found, "lon")[0], column(found, "lat")[0]) == (114.50001, 37.7602)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (0, 0, "NG129"),
        ("不清楚", 37.76, "NG130"),
        (114.5, "", "NG130"),
        (116.5, 37.76, "NG131"),
        (1145, 99999, "NG138"),
    ],
)
def test_unusable_positions_are_named_and_estimated(lon, lat, code):
    found = damaged(lon=lon, lat=lat)
    assert codes(found) == [code, "NG200"]
    assert column(found, "distance_kind")[0] == "estimated"


@pytest.mark.parametrize(
    ("lon", "lat", "key"), [("不清楚", 37.76, "lon"), (114.5, "37。76.1", "lat"), (114.5, "", "lat")]
)
def test_the_cell_at_fault_is_the_one_named(lon, lat, key):
    found = damaged(lon=lon, lat=lat)
    letters = {column.key: column.letters for column in found.understood[0].columns}
    assert only(found, "NG130").place.column == letters[key]


def test_columns_in_the_wrong_order_are_swapped_once():
    rows = [[*row[:4], row[5], row[4], *row[6:]] for row in village(6)]
    found = built(households(*rows), members(A_MEMBER))
    assert only(found, "NG128").values == {"count": 6}
    assert column(found, "lon")[0] == pytest.approx(114.50001)


def test_one_column_with_both():
    header = ["户编号", "户主", "村", "坐标"]
    rows = [["1", "甲子", "西同下村", "114.5,37.76"], ["2", "甲丑", "西同下村", "北纬37.761 东经114.501"]]
    found = built(households(*rows, header=header), members(A_MEMBER))
    assert column(found, "lat") == [37.76, 37.761]


def test_many_households_on_one_point():
    rows = village(10)
    for row in rows[:5]:
        row[4], row[5] = 114.5, 37.76
    assert only(built(households(*rows), members(A_MEMBER)), "NG132").values == {"count": 5}


def test_dragged_cells():
    rows = village(10)
    for number, row in enumerate(rows[:6]):
        row[4], row[5] = 114.5 + number * 1e-3, 37.76
    finding = only(built(households(*rows), members(A_MEMBER)), "NG133")
    assert (finding.place.row, finding.values) == (2, {"count": 6})


def test_middle_household_of_the_group_stands_in():
    rows = village(11)
    rows[4][4] = rows[4][5] = ""
    found = built(households(*rows), members(A_MEMBER))
    # Household 005 is in one group with 001, 003, 007, 009 and 011. Their longitudes grow with the square
    # of the number, latitudes with the number, so the median is 007 on both axes.
    middle, fifth = found.problem.households.iloc[6], found.problem.households.iloc[4]
    assert (fifth["lon"], fifth["lat"], fifth["distance_kind"]) == (middle["lon"], middle["lat"], "estimated")


def test_unlocated_households_can_be_left_out():
    rows = village(5)
    rows[0][4] = rows[0][5] = ""
    found = built(households(*rows), members(A_MEMBER), **rules(plan__unlocated="exclude"))
    assert math.isnan(column(found, "lon")[0])
    assert column(found, "distance_kind")[0] == ""
    assert "NG201" in codes(found)


def test_members_stand_in_where_no_household_has_a_position():
    header = ["户编号", "户主", "村", "组"]
    rows = [["1", "甲子", "西同下村", "1组"], ["2", "甲丑", "西同下村", "2组"]]
    found = built(households(*rows, header=header), members(A_MEMBER))
    assert column(found, "lon") == [114.5, 114.5]
    assert set(column(found, "distance_kind")) == {"estimated"}


def test_survey_grid_in_either_order():
    # Transverse Mercator, central meridian 114 E (EPSG:4547): 114.5 E 37.76 N is 544,059.1 E 4,180,977.1 N.
    header = ["户编号", "户主", "村", "北坐标", "东坐标"]
    rows = [[str(n), f"甲{n}", "西同下村", 4180977.1 + n, 544059.1 + 20 * n] for n in range(4)]
    member = members(
        ["D1", "吴天", "西同下村", 544059.1, 4180977.1], header=["党员编号", "姓名", "村", "东坐标", "北坐标"]
    )
    found = built(households(*rows, header=header), member, **rules(places__frame="EPSG:4547"))
    assert column(found, "lon")[0] == pytest.approx(114.5, abs=1e-6)
    assert column(found, "lat")[0] == pytest.approx(37.76, abs=1e-6)
    assert found.problem.rules.frame == "wgs84"
    assert "NG215" in codes(found)
    wrong = households(*rows, header=["户编号", "户主", "村", "东坐标", "北坐标"])
    swapped = built(wrong, member, **rules(places__frame="EPSG:4547"))
    assert "NG136" in codes(swapped)
    assert column(swapped, "lon") == column(found, "lon")
    assert fatal(wrong, member).count("NG137") == 5
    assert fatal(wrong, member, **rules(places__frame="EPSG:999999")) == ["NG140"]


def test_frame_of_a_header_or_a_source_column():
    header = [*HOUSEHOLDS, "坐标来源"]
    rows = [[*row, "高德地图"] for row in village(3)]
    found = built(households(*rows, header=header), members(A_MEMBER))
    assert found.problem.rules.frame == "gcj02"
    assert "NG139" in codes(found)
    rows[0][-1] = "手机GPS"
    mixed = built(households(*rows, header=header), members(A_MEMBER))
    assert mixed.problem.rules.frame == "gcj02"
    # The member's sheet names none; most of the households say gcj02.
    assert only(mixed, "NG134").values == {"frames": "gcj02, wgs84", "count": 1, "frame": "gcj02"}
    assert only(mixed, "NG226").values == {"count": 1, "source": "wgs84", "target": "gcj02"}


# --- ids -----------------------------------------------------------------------------------------------


def test_absent_ids_are_made_in_canonical_order():
    rows = [["", *row[1:]] for row in village(3)]
    rows[2][0] = "西同下村-0001"
    found = built(households(*rows), members(["", *A_MEMBER[1:]]))
    assert sorted(column(found, "household_id")) == ["西同下村-0001", "西同下村-0002", "西同下村-0003"]
    assert column(found, "member_id", "people") == ["西同下村-M001"]


def test_same_id_with_different_content_is_kept():
    rows = village(3)
    rows[2][0] = "001"
    found = built(households(*rows), members(A_MEMBER))
    assert sorted(column(found, "household_id")) == ["001", "001#2", "002"]
    assert only(found, "NG141").values == {"id": "001"}


def test_numbers_as_ids_and_damaged_long_ones():
    rows = village(2)
    rows[0][0], rows[1][0] = 7.0, 1.3013219600101123e17
    found = built(households(*rows), members(A_MEMBER))
    assert column(found, "household_id") == ["7", "西同下村-0001"]
    assert only(found, "NG143").place.column == "A"


# --- references and own homes --------------------------------------------------------------------------


def with_wish(key, text, *, people=(A_MEMBER,)):
    rows = [[*row, ""] for row in village(3)]
    rows[0][-1] = text
    return built(households(*rows, header=[*HOUSEHOLDS, key]), members(*people))


@pytest.mark.parametrize("text", ["D01", "d01", "吴天", "吴 天", "吴天（书记）", "D01 吴天"])
def test_a_member_is_found_by_id_or_name(text):
    assert column(with_wish("指定党员", text), "lock")[0] == "D01"
    assert column(with_wish("现联户党员", text), "previous_member_id")[0] == "D01"


def test_a_second_name_that_nobody_has_is_said():
    found = with_wish("现联户党员", "张三、D01")
    assert column(found, "previous_member_id")[0] == "D01"
    assert only(found, "NG206").values["count"] == 1
    assert "NG206" not in codes(with_wish("现联户党员", "D01 13900000001"))


def test_lost_zeros_are_recovered_where_that_is_clear():
    people = [["007", *A_MEMBER[1:]], ["017", "吴地", *A_MEMBER[2:]]]
    assert column(with_wish("指定党员", 7.0, people=people), "lock")[0] == "007"


def test_several_members_in_one_cell():
    people = [A_MEMBER, ["D02", "吴地", *A_MEMBER[2:]]]
    found = with_wish("意向党员", "吴地、D01", people=people)
    assert column(found, "prefer")[0] == "D01、D02"
    assert found.problem.prefer_pairs.tolist() == [[0, 0], [0, 1]]
    found = with_wish("回避党员", "吴天/吴地", people=people)
    assert found.problem.avoid_pairs.tolist() == [[0, 0], [0, 1]]


@pytest.mark.parametrize(("text", "code"), [("郑九", "NG206"), ("吴天", "NG207"), ("D01、D02", "NG208")])
def test_references_that_do_not_fit_are_named_and_dropped(text, code):
    people = [A_MEMBER, ["D02", *A_MEMBER[1:]]]
    found = with_wish("指定党员", text, people=people)
    assert column(found, "lock")[0] == ""
    assert only(found, code).place.column == "I"


def person(number, name, **cells):
    row = (
        dict(zip(MEMBERS, [f"D{number:02d}", name, "", "西同下村", "", 114.5, 37.76, ""], strict=True))
        | cells
    )
    return [row.get(key, "") for key in (*MEMBERS, "本户编号", "是否外出")]


def homes_of(*people, rows=None):
    found = built(
        households(*(village(4) if rows is None else rows)),
        members(*people, header=[*MEMBERS, "本户编号", "是否外出"]),
    )
    return column(found, "home_member_id"), found


def test_home_by_id_phone_and_name():
    home, found = homes_of(
        person(1, "别名", 本户编号="1"), person(2, "又名", 电话="13800000002"), person(3, "甲卯")
    )
    assert home == ["D01", "D02", "D03", ""]
    assert column(found, "home_household_id", "people") == ["001", "002", "003"]
    assert codes(found) == []


def test_two_matches_are_asked_and_never_guessed():
    rows = village(4)
    rows[1][1] = rows[0][1]
    home, found = homes_of(person(1, "甲丑"), rows=rows)
    assert home == [""] * 4
    assert only(found, "NG209").values == {"village": "西同下村", "count": 1, "members": "D01"}


def test_of_a_couple_the_lower_eligible_id_serves():
    both = {"电话": "13800000001"}
    assert homes_of(person(2, "又名", **both), person(1, "别名", **both))[0][0] == "D01"
    assert homes_of(person(2, "又名", **both), person(1, "别名", 是否外出="是", **both))[0][0] == "D02"


def test_a_home_that_does_not_exist():
    assert only(homes_of(person(1, "别名", 本户编号="999"))[1], "NG213").place.column == "I"


def test_a_member_without_position_takes_that_of_the_home():
    home, found = homes_of(person(1, "甲丑", 经度="", 纬度=""), person(2, "郑九", 经度="", 纬度=""))
    assert column(found, "lon", "people")[0] == column(found, "lon")[home.index("D01")]
    assert column(found, "excluded", "people") == ["", "no_coordinates"]
    assert only(found, "NG202").values == {"id": "D02"}


# --- members -------------------------------------------------------------------------------------------

ABILITY = [*MEMBERS, "年龄", "是否外出", "健康状况", "是否参加", "最少户数", "目标户数", "最多户数"]


def one_member(*cells, **options):
    found = built(households(*village(3)), members([*A_MEMBER, *cells], header=ABILITY), **options)
    return found, found.problem.people.iloc[0]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("45",), ""),
        (("80",), "age"),
        (("75",), ""),
        (("76",), "age"),
        (("", "是"), "away"),
        (("", "长期在外务工"), "away"),
        (("", "", "卧床"), "health"),
        (("80", "是", "卧床"), "away"),
        (("80", "是", "卧床", "是"), ""),
        (("40", "", "", "否"), "other"),
    ],
)
def test_eligibility(cells, reason):
    _found, row = one_member(*cells, **rules(eligible__max_age=75))
    assert row["excluded"] == reason


def test_age_by_birth_on_the_day_of_the_plan():
    header = [*MEMBERS, "出生日期"]
    people = [
        [*A_MEMBER, "1951-06-01"],
        ["D02", "吴地", *A_MEMBER[2:], "1951-06-02"],
        ["D03", "吴人", *A_MEMBER[2:], "某年"],
    ]
    found = built(
        households(*village(3)),
        members(*people, header=header),
        **rules(eligible__max_age=74, plan__as_of="2026-06-01"),
    )
    assert column(found, "excluded", "people") == ["age", "", ""]
    assert only(found, "NG145").place.row == 4
    assert only(found, "NG220").values["count"] == 1


def test_old_members_are_counted_where_there_is_no_age_limit():
    people = [[*A_MEMBER, "1951-06-01"], ["D02", "吴地", *A_MEMBER[2:], "1990-06-02"]]
    found = built(
        households(*village(3)),
        members(*people, header=[*MEMBERS, "出生日期"]),
        **rules(plan__as_of="2026-06-01"),
    )
    assert only(found, "NG211").values["count"] == 1


@pytest.mark.parametrize(
    ("cells", "code", "reason"),
    [(("", "说不好"), "NG124", "away"), (("", "", "待查"), "NG125", ""), (("", "", "", "再议"), "NG126", "")],
)
def test_unknown_words_are_counted_once(cells, code, reason):
    found, row = one_member(*cells)
    assert row["excluded"] == reason
    assert only(found, code).values == {"count": 1, "words": 1}


def test_unknown_words_of_the_other_columns():
    header = [*HOUSEHOLDS, "重点户", "居住情况"]
    words = [("低保户", "外出"), ("某某对象甲", "空户"), ("信访户", "看情况")]
    rows = [[*row, *word] for row, word in zip(village(3), words, strict=True)]
    found = built(households(*rows, header=header), members([*A_MEMBER[:2], "吹号手", *A_MEMBER[3:]]))
    assert column(found, "priority") == ["low_income", "other", ""]
    assert column(found, "residence") == ["away", "vacant", "resident"]
    assert column(found, "load") == [0, 0, 1]
    assert {"NG149", "NG212", "NG216", "NG217"} <= set(codes(found))
    assert column(found, "role", "people") == ["member"]


def test_loads_of_the_person_then_of_the_role():
    _, row = one_member("", "", "", "", "2", "", "6", **rules(load__target=8))
    assert (row["min_load"], row["target_load"], row["max_load"]) == (2, 6, 6)
    _, row = one_member(**rules(loads__cadre__max=9, loads__cadre__target=5))
    assert (row["min_load"], row["target_load"], row["max_load"]) == (0, 5, 9)
    assert math.isnan(one_member()[1]["max_load"])


@pytest.mark.parametrize(
    ("cells", "code"), [(("9", "", "3"), "NG210"), (("-1",), "NG146"), (("", "", "2.5"), "NG146")]
)
def test_loads_that_cannot_be(cells, code):
    found, row = one_member("", "", "", "", *cells)
    assert (row["min_load"], row["target_load"], math.isnan(row["max_load"])) == (0, 10, True)
    assert code in codes(found)


def test_a_person_without_name_is_kept_apart():
    found = built(households(*village(3)), members(A_MEMBER, ["D02", "", *A_MEMBER[2:]]))
    assert column(found, "excluded", "people") == ["", "other"]
    assert only(found, "NG148").place.row == 3


def test_phones():
    rows = village(2)
    rows[0][6], rows[1][6] = 13800000001.0, "138000"  # the second is short, but may be a local number
    rows.append(["003", "甲寅", "西同下村", "1组", 114.5, 37.761, "1380000000a", "3号"])
    found = built(households(*rows), members(A_MEMBER))
    assert column(found, "phone")[0] == "13800000001"
    assert only(found, "NG144").place.row == 4


# --- what stops ----------------------------------------------------------------------------------------


def test_missing_sheets_and_columns():
    assert fatal(members(A_MEMBER)) == ["NG114"]
    assert fatal(households(*village(2))) == ["NG115"]
    assert fatal(tab([["统计"], ["1"]])) == ["NG114", "NG115", "NG110"]
    homeless = households(["1", "甲子"], header=["户编号", "户主"])
    assert fatal(homeless, members([*A_MEMBER[:3], "", "", *A_MEMBER[5:]])) == ["NG116"]
    nameless = members(["D1", "书记"], header=["党员编号", "职务"])
    assert "NG116" in fatal(households(*village(2)), nameless)


def test_no_position_and_no_place_to_estimate():
    rows = [[*row[:4], "", ""] for row in village(3)]
    assert "NG135" in fatal(households(*rows), members([*A_MEMBER[:5], "", ""]))


def test_a_plan_is_not_a_sheet():
    plan = [
        tab([["户编号", "生成时党员编号"]], file="分户安排.xlsx", sheet=name)
        for name in ("汇总", "分户安排", "党员", "规则")
    ]
    assert fatal(*plan)[0] == "NG113"
    found = built(*plan, households(*village(3)), members(A_MEMBER))
    assert codes(found) == ["NG111"]


def test_uncalculated_formulas(monkeypatch):
    from neighborgrid.intake import formulas

    monkeypatch.setattr(formulas, "uncached_formula_columns", lambda raw: frozenset({5}))
    rows = [[*row[:4], "", *row[5:]] for row in village(3)]
    assert "NG147" in fatal(households(*rows), members(A_MEMBER))


def test_tabs_of_other_things_are_named():
    other = tab([["村", "户数"], ["西同下村", 3]], file="统计.xlsx")
    found = built(households(*village(3)), members(A_MEMBER), other)
    assert only(found, "NG110").place.file == "统计.xlsx"


def test_overrides_and_clashes_are_named():
    header = [*HOUSEHOLDS, "联系电话", "信访重点户"]
    rows = [[*row, "", ""] for row in village(3)]
    found = built(
        households(*rows, header=header),
        members(A_MEMBER),
        overrides={"households.priority": "信访重点户", "members.age": "没有"},
    )
    assert sorted(codes(found)) == ["NG117", "NG118", "NG119"]


# --- rules, inputs -------------------------------------------------------------------------------------


def test_rules_of_a_tab_stand_between_weak_and_strong():
    tab_of_rules = tab([["设置", "内容"], ["plan.limit_m", 600.0], ["load.target", 8.0]], sheet="规则")
    found = built(
        households(*village(3)),
        members(A_MEMBER),
        tab_of_rules,
        weak=(sources.preset("dongshan"),),
        **rules(plan__limit_m=700),
    )
    assert (found.problem.rules.limit_m, found.problem.rules.values["load.target"]) == (700, 8)


def test_inputs_are_kept_with_their_digest(tmp_path):
    sheets = (households(*village(3)), members(A_MEMBER))
    files = (InputFile("农户表.xlsx", tmp_path, "aa"), InputFile("党员名册.xlsx", tmp_path, "bb"))
    found = build(ReadResult(files, sheets, ()))
    assert [(one.name, one.sha256) for one in found.problem.inputs] == [
        ("党员名册.xlsx", "bb"),
        ("农户表.xlsx", "aa"),
    ]


def test_findings_name_no_people():
    rows = village(3)
    rows[0][6] = "1380000000a"
    rows[1][5] = 3776123
    found = built(
        households(*rows, ["", "", "", "", 1]), members([*A_MEMBER[:2], "?", *A_MEMBER[3:]], ["", "", "书记"])
    )
    said = " ".join(one.line(lang) for one in found.problem.findings for lang in ("zh", "en"))
    for secret in ("吴天", "甲丑", "13800000001", "1380000000a", "1号"):
        assert secret not in said
