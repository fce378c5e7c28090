from __future__ import annotations

import numpy as np
import pytest
from openpyxl import load_workbook

from neighborgrid.errors import InputError
from neighborgrid.intake import columns, frame_words, reader, rows, tabs, vocabulary
from neighborgrid.intake.build import build
from neighborgrid.model import EXCLUSION_REASONS
from neighborgrid.outputs import template
from neighborgrid.outputs.template_columns import FIELDS, SETTINGS_SHOWN
from neighborgrid.rules import sources
from neighborgrid.solve.plan import assign
from neighborgrid.words import LANGS, text
from support import east_m, north_m, problem_of, rules_with

KINDS = columns.KINDS
ALL_FIELDS = [(kind, field) for kind in KINDS for field in FIELDS[kind]]


def sorted_tabs(paths):
    return tabs.sort_tabs(reader.read_files(list(paths)).sheets, {})


@pytest.fixture(scope="module", params=LANGS)
def empty(request, tmp_path_factory):
    written = template.write_empty(tmp_path_factory.mktemp("empty"), request.param)
    return request.param, [one.path for one in written]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("kind", "field"), ALL_FIELDS, ids=lambda value: getattr(value, "key", value))
def test_every_header_is_known_to_the_intake(kind, field, lang):
    assert columns.match(field.header(kind, lang), kind) == (field.key, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_column_except_combined_positions(kind):
    assert set(columns.keys(kind)) - {field.key for field in FIELDS[kind]} <= {"position", "address"}


def test_an_empty_template_is_recognised_and_holds_no_rows(empty):
    _, paths = empty
    found = sorted_tabs(paths)
    assert sorted(tab.kind for tab in found.tabs) == ["households", "members"]
    for tab in found.tabs:
        assert set(tab.header.matched) == {field.key for field in FIELDS[tab.kind]}
        assert not len(rows.read(tab).row)
        assert not tab.header.clashes


def test_pages_beside_the_table_are_not_read_as_data(empty):
    _, paths = empty
    found = sorted_tabs(paths)
    assert not found.others
    assert [raw.file for raw in found.rules] == [paths[0].name]
    assert not list(tabs.rule_rows(found.rules[0]))


def test_labels_of_the_rules_page_are_read_when_filled_in(empty, tmp_path):
    lang, paths = empty
    book = load_workbook(paths[0])
    sheet = book[text("tab.rules", lang)]
    given = {"plan.limit_m": 400, "plan.within": text("choice.anywhere", lang), "load.max": 15}
    labels = {text(f"set.{key}", lang): value for key, value in given.items()}
    for row in range(2, len(SETTINGS_SHOWN) + 2):
        sheet.cell(row, 2).value = labels.get(sheet.cell(row, 1).value)
    book.save(tmp_path / "filled.xlsx")
    (raw,) = sorted_tabs([tmp_path / "filled.xlsx"]).rules
    rules = sources.resolve([sources.rows(tabs.rule_rows(raw), "filled.xlsx", raw.sheet)])
    assert {key: rules.values[key] for key in given} == given | {"plan.within": "anywhere"}


def test_headers_explain_themselves_and_columns_are_formatted(empty):
    lang, paths = empty
    for kind, path in zip(KINDS, paths, strict=True):
        sheet = load_workbook(path).worksheets[0]
        heads = {cell.value: cell for cell in sheet[1]}
        for field in FIELDS[kind]:
            head = heads[field.header(kind, lang)]
            need = text(f"template.need.{field.need}", lang)
            assert head.comment.text == f"{need}\n{field.note(lang)}"
            column = sheet.column_dimensions[head.column_letter]
            assert (column.number_format, column.width) == (field.number_format, field.width)
        assert sheet.freeze_panes == "C2"
        assert sheet.max_row == 1


def test_needed_headers_come_first_and_look_different(empty):
    _, paths = empty
    for kind, path in zip(KINDS, paths, strict=True):
        needs = [field.need for field in FIELDS[kind]]
        assert needs == sorted(needs, key=["needed", "wanted", "optional"].index)
        sheet = load_workbook(path).worksheets[0]
        colors = [cell.fill.fgColor.rgb for cell in sheet[1]]
        assert [colors[index] == colors[0] for index in range(len(needs))] == [n == "needed" for n in needs]


def test_words_of_the_drop_downs_are_known_to_the_intake(empty):
    lang, paths = empty
    lists = {}
    for kind, path in zip(KINDS, paths, strict=True):
        sheet = load_workbook(path).worksheets[0]
        for rule in sheet.data_validations.dataValidation:
            area = next(iter(rule.sqref.ranges))
            assert (area.min_row, area.max_row) == (2, 2001)
            lists[kind, FIELDS[kind][area.min_col - 1].key] = rule.formula1.strip('"').split(",")
    both = {"coord_source"}
    assert {key for _, key in lists} == {
        *("priority", "residence", "role", "away", "health", "eligible", "phone_public"),
        *both,
    }
    known = {
        "priority": vocabulary.priority_kind,
        "residence": vocabulary.residence,
        "away": vocabulary.away,
        "health": vocabulary.health,
        "eligible": vocabulary.yes_no,
        "phone_public": vocabulary.phone_public,
        "coord_source": frame_words.hint,
    }
    for (_, key), words in lists.items():
        if key == "role":
            assert all(vocabulary.role(word)[1] for word in words)
            assert len({vocabulary.role(word)[0] for word in words}) == len(words)
        else:
            assert None not in [known[key](word) for word in words], (lang, key)
    assert [vocabulary.health(word) for word in lists["members", "health"]] == [True, False]
    assert [vocabulary.phone_public(word) for word in lists["members", "phone_public"]] == [True, False]


def test_existing_files_are_never_overwritten_unless_asked(tmp_path):
    (tmp_path / "党员名册.xlsx").write_bytes(b"old")
    with pytest.raises(InputError) as caught:
        template.write_empty(tmp_path, "zh")
    assert [(one.code, one.place.file) for one in caught.value.findings] == [("NG510", "党员名册.xlsx")]
    assert not (tmp_path / "农户表.xlsx").exists()
    template.write_empty(tmp_path, "zh", overwrite=True)
    assert load_workbook(tmp_path / "党员名册.xlsx")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError) as caught:
        template.write_empty(tmp_path / "no", "zh")
    assert caught.value.findings[0].code == "NG500"


# Six households on a line at 0, 100, ... m; members at 50 m and 350 m who may serve, and four who do not.
@pytest.fixture(scope="module")
def plan():
    problem = problem_of(
        {
            "lon": east_m([0, 100, 200, 300, 400, 500]),
            "lat": north_m([0] * 6),
            "head": [f"户主{i}" for i in range(5)] + ["=1+1"],
            "phone": ["0311-84600001", "", "13800138000", "", "", ""],
            "distance_kind": ["straight"] * 5 + ["estimated"],
            "group": ["1组"] * 6,
            "address": ["3-5", "", "", "", "", ""],
            "priority": ["extreme_poverty", "low_income", "hardship", "elder_alone", "disabled", "other"],
            "load": [1.0, 1.0, 1.0, 1.0, 2.0, 1.0],
            "lock": ["M000", "", "", "", "", ""],
            "prefer": ["", "M000、M001", "", "", "", ""],
        },
        {
            "name": [f"党员{i}" for i in range(6)],
            "lon": east_m([50, 350, 100, 100, 100, np.nan]),
            "lat": north_m([0] * 5 + [np.nan]),
            "role": ["cadre", "group_leader", "member", "villager_head", "representative", "township_staff"],
            "excluded": ["", "", "away", "health", "age", "no_coordinates"],
            "phone_public": ["no", "", "no", "", "", ""],
            "target_load": [3.0, 4.0, 3.0, 3.0, 3.0, 3.0],
            "max_load": [np.nan, 4.0, np.nan, np.nan, np.nan, np.nan],
        },
        avoid=[[2, 0]],
        rules=rules_with(plan__limit_m=450, load__target=3, eligible__max_age=75),
    )
    return assign(problem)


@pytest.fixture(scope="module", params=LANGS)
def next_year(request, plan, tmp_path_factory):
    """Problem read from the sheets that the plan was written into."""
    written = template.write_filled(plan, tmp_path_factory.mktemp("filled"), request.param)
    paths = [one.path for one in written]
    return paths, build(reader.read_files(paths)).problem


def test_ids_texts_and_pairs_survive(plan, next_year):
    _, problem = next_year
    before, after = plan.households, problem.households
    for key in (
        "household_id",
        "head",
        "group",
        "address",
        "priority",
        "residence",
        "load",
        "lock",
        "prefer",
    ):
        assert after[key].tolist() == before[key].tolist(), key
    assert after["previous_member_id"].tolist() == before["member_id"].tolist()
    assert before["member_id"].ne("").all()
    assert after["phone"].tolist()[2] == "13800138000"
    everyone = sorted([*plan.members["member_id"], *plan.excluded["member_id"]])
    assert problem.people["member_id"].tolist() == everyone
    assert problem.people["role"].tolist() == [
        *("cadre", "group_leader", "member", "villager_head", "representative", "township_staff")
    ]
    assert problem.avoid_pairs.tolist() == [[2, 0]]


def test_phones_that_are_not_for_the_public_stay_so(next_year):
    _, problem = next_year
    assert problem.people["phone_public"].tolist() == ["no", "", "no", "", "", ""]
    assert not {"NG185", "NG186"} & {finding.code for finding in problem.findings}


def test_positions_survive_except_estimated_ones(plan, next_year):
    paths, problem = next_year
    # The library writes 16 digits, which is a thousandth of a micrometre.
    for key in ("lon", "lat"):
        assert problem.households[key].tolist()[:5] == pytest.approx(
            plan.households[key].tolist()[:5], abs=1e-13
        )
    sheet = load_workbook(paths[0]).worksheets[0]
    lons = [cell.value for cell in sheet["C"]]
    assert lons[-1] is None
    assert sheet["C2"].number_format == "0.000000"
    assert sheet["F2"].number_format == "@"


def test_who_does_not_serve_still_does_not(next_year):
    _, problem = next_year
    # Who only lacks a position would serve once it is known; an age is not in the plan, hence "other".
    assert problem.people["excluded"].tolist() == ["", "", "away", "health", "other", "no_coordinates"]
    assert set(problem.people["excluded"]) <= {"", *EXCLUSION_REASONS}


def test_own_loads_are_kept_and_those_of_the_rules_left_to_the_rules(next_year):
    paths, problem = next_year
    assert np.array_equal(problem.people["max_load"][:2], [np.nan, 4.0], equal_nan=True)
    sheet = load_workbook(paths[1]).worksheets[0]
    last = [[cell.value for cell in row[-3:]] for row in sheet.iter_rows(min_row=2, max_row=3)]
    assert last == [[None, None, None], [None, 4, 4]]


def test_changed_rules_are_kept_but_not_the_day(plan, next_year):
    _, problem = next_year
    changed = {"plan.limit_m": 450, "load.target": 3, "eligible.max_age": 75}
    assert {key: problem.rules.values[key] for key in changed} == changed
    assert problem.rules.origins["plan.as_of"] == "default"


def test_a_name_like_a_formula_stays_a_name(next_year):
    paths, _ = next_year
    cell = load_workbook(paths[0]).worksheets[0]["B7"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_next_plan_keeps_its_pairs(plan, next_year):
    _, problem = next_year
    again = assign(problem).households
    assert again["member_id"].tolist() == plan.households["member_id"].tolist()
