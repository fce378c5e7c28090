"""Rules: which source wins, what is refused and how it is said, and the file that explains itself."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from neighborgrid.cli.inputs import rules_file_source
from neighborgrid.errors import InputError
from neighborgrid.rules import SETTINGS, Rules, sources
from neighborgrid.rules.render import defaults_table, show, toml_text
from neighborgrid.rules.settings import BY_KEY, PRESETS, parse_value
from neighborgrid.words import LANGS, texts
from sheets import A_MEMBER, built, households, members, tab, village


def toml(text: str) -> sources.Source:
    return sources.toml(text.encode(), "规则.toml")


def resolved(*given: sources.Source) -> Rules:
    return sources.resolve(given, fix_day=False)


def refused(*given: sources.Source) -> list[tuple[str, dict[str, object]]]:
    """Codes and values of the findings that these sources give."""
    with pytest.raises(InputError) as caught:
        resolved(*given)
    return [(finding.code, dict(finding.values)) for finding in caught.value.findings]


def flag(key: str, value: object) -> tuple[sources.Source, ...]:
    return sources.flags({key: ("--flag", value)})


def test_flag_beats_tab_beats_file_beats_preset_beats_default() -> None:
    key = "load.target"
    steps = [
        (sources.preset("dongshan"), 6, "preset:dongshan"),
        (toml("[load]\ntarget = 7"), 7, "file:规则.toml"),
        (sources.rows([("目标户数", "8", 2)], "农户表.xlsx", "规则"), 8, "sheet:农户表.xlsx/规则"),
        (*flag(key, 9), 9, "flag:--flag"),
    ]
    assert (Rules.defaults().values[key], Rules.defaults().origins[key]) == (10, "default")
    for count in range(1, len(steps) + 1):
        rules = resolved(*(source for source, _, _ in steps[:count]))
        assert (rules.values[key], rules.origins[key]) == steps[count - 1][1:]
        assert rules.origins["weights.keep_m"] == "default"


def test_order_holds_through_the_whole_intake() -> None:
    tabs = (households(*village(6)), members(A_MEMBER), tab([["设置", "值"], ["目标户数", 8]], sheet="规则"))
    options = {"weak": (sources.preset("dongshan"), toml("load.target = 7\nload.min = 1"))}
    rules = built(*tabs, **options).problem.rules
    assert (rules.values["load.target"], rules.origins["load.target"]) == (8, "sheet:表.xlsx/规则")
    assert (rules.values["load.min"], rules.origins["load.min"]) == (1, "file:规则.toml")
    assert rules.origins["plan.limit_m"] == "preset:dongshan"
    rules = built(*tabs, **options, strong=flag("load.target", 9)).problem.rules
    assert (rules.values["load.target"], rules.origins["load.target"]) == (9, "flag:--flag")


def test_flags_that_were_not_given_say_nothing() -> None:
    assert flag("load.target", None) == ()


SAMPLE = {
    "plan.within": "group",
    "plan.limit_m": 333.25,
    "plan.detour": 1.3,
    "plan.as_of": "2026-04-01",
    "plan.unlocated": "exclude",
    "plan.coverage_pct": 99.5,
    "places.frame": "EPSG:4547",
    "load.max": 17,
    "loads.cadre.max": "auto",
    "loads.cadre.min": 2,
    "eligible.max_age": 75,
    "eligible.away_may_serve": True,
    "weights.keep_m": 0,
}


@pytest.mark.parametrize("lang", LANGS)
def test_toml_reads_back_to_the_same_values(lang) -> None:
    sample = sources.Source("flag:--set", tuple(sources.Entry(key, raw) for key, raw in SAMPLE.items()))
    for rules in (Rules.defaults(), resolved(sample)):
        written = toml_text(rules, lang)
        again = resolved(sources.toml(written.encode(), "规则.toml"))
        assert again.values == rules.values
        assert all(origin in {"file:规则.toml", "default"} for origin in again.origins.values())
        assert all(texts()[f"doc.{setting.key}"][LANGS.index(lang)] in written for setting in SETTINGS)


@pytest.mark.parametrize("value", [0.1, 12_345.678, 99_999.5, 1 / 3, 100_000])
def test_toml_keeps_numbers_exactly(value: float) -> None:
    rules = Rules.defaults().with_value("weights.balance_m", value, "flag:--set")
    again = resolved(sources.toml(toml_text(rules, "zh").encode(), "规则.toml"))
    assert again.values["weights.balance_m"] == value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_toml_in_the_encodings_people_have(encoding: str) -> None:
    text = "# 规则：每人八户\n[load]\ntarget = 8  # 目标户数\n"
    assert resolved(sources.toml(text.encode(encoding), "规则.toml")).values["load.target"] == 8


@pytest.mark.parametrize("data", [b"\x81", b"\xff\xfe\x00", b"[load\ntarget = 8", b"load.target ="])
def test_what_is_no_toml_is_said(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        sources.toml(data, "规则.toml")
    assert [finding.code for finding in caught.value.findings] == ["NG402"]
    assert caught.value.findings[0].place.file == "规则.toml"


@pytest.mark.parametrize(
    ("text", "near", "row"),
    [
        ("[plan]\nlimit = 300", "plan.limit_m", 2),
        ("[plan]\n\nlimits_m = 300", "plan.limit_m", 3),
        ("[load]\ntagret = 8", "load.target", 2),
        ("weight.balance_m = 1", "weights.balance_m", 1),
        ("[loads.cader]\nmax = 3", "loads.cadre.max", 2),
        ("target = 8", "load.target", 1),
        ("[plan]\nLIMIT_M = 300", "plan.limit_m", 2),
    ],
)
def test_unknown_keys_name_the_nearest(text: str, near: str, row: int) -> None:
    with pytest.raises(InputError) as caught:
        resolved(toml(text))
    (finding,) = caught.value.findings
    assert finding.code == "NG403"
    assert near in str(finding.values["near"]).split(" / ")
    assert finding.place.row == row


BAD = {
    "plan.within": ["county", "", 3],
    "plan.limit_m": [0, -1, 100_001, "五百", "nan", "inf", True, "", [500], {"a": 1}],
    "plan.detour": [0.9, 11],
    "plan.as_of": ["2026-13-01", "April", 4, "2026-04"],
    "plan.unlocated": ["guess", ""],
    "plan.coverage_pct": [-1, 101, "all"],
    "places.frame": ["utm", "EPSG:12", ""],
    "load.target": [2.5, -1, 1001, "auto", "ten"],
    "load.max": ["automatic", -1, 2.5, 1001],
    "eligible.max_age": [17, 131, 70.5],
    "eligible.away_may_serve": ["perhaps", 2, ""],
    "weights.balance_m": [-1, 100_001],
}


@pytest.mark.parametrize(("key", "raw"), [(key, raw) for key, raws in BAD.items() for raw in raws])
def test_bad_values_are_refused(key: str, raw: object) -> None:
    ((code, values),) = refused(sources.Source("flag:--set", (sources.Entry(key, raw),)))
    assert code == "NG404"
    assert (values["key"], values["value"]) == (key, raw)
    assert values["allowed"]


GOOD = [
    ("plan.within", "本村", "village"),
    ("plan.within", "Anywhere", "anywhere"),
    ("plan.limit_m", "500", 500),
    ("plan.limit_m", 1, 1),
    ("plan.limit_m", 100_000, 100_000),
    ("plan.as_of", dt.date(2026, 4, 1), "2026-04-01"),
    ("plan.as_of", dt.datetime(2026, 4, 1, 8), "2026-04-01"),
    ("plan.as_of", "", None),
    ("plan.coverage_pct", 0, 0),
    ("plan.coverage_pct", 100, 100),
    ("places.frame", "epsg:4547", "EPSG:4547"),
    ("places.frame", "GCJ02", "gcj02"),
    ("load.max", "自动", "auto"),
    ("load.max", "AUTO", "auto"),
    ("load.max", "12", 12),
    ("load.max", 12.0, 12),
    ("eligible.max_age", None, None),
    ("eligible.away_may_serve", "是", True),
    ("eligible.away_may_serve", False, False),
]


@pytest.mark.parametrize(("key", "raw", "value"), GOOD)
def test_values_as_people_write_them(key: str, raw: object, value: object) -> None:
    found = parse_value(BY_KEY[key], raw)
    assert found == value
    assert type(found) is type(value) or isinstance(value, int)


def test_everything_wrong_is_said_at_once() -> None:
    found = refused(toml("load.tagret = 8\nload.min = 30\nplan.limit_m = -1"), *flag("load.max", 12))
    assert [code for code, _ in found] == ["NG403", "NG404", "NG405"]


@pytest.mark.parametrize(
    ("text", "where", "least", "most"),
    [
        ("[load]\nmin = 13\nmax = 12", "load", 13, 12),
        # The automatic cap may go up to 20 and no further.
        ("[load]\nmin = 21", "load", 21, 20),
        ("[loads.cadre]\nmax = 3\nmin = 4", "loads.cadre", 4, 3),
        ("[load]\nmin = 4\n[loads.member]\nmax = 3", "loads.member", 4, 3),
    ],
)
def test_contradictions(text: str, where: str, least: int, most: int) -> None:
    assert refused(toml(text)) == [("NG405", {"where": where, "min": least, "max": most})]


@pytest.mark.parametrize("text", ["[load]\nmin = 12\nmax = 12", "[load]\nmin = 20", "load.max = 0"])
def test_bounds_may_meet(text: str) -> None:
    resolved(toml(text))


def test_unknown_preset() -> None:
    with pytest.raises(InputError) as caught:
        sources.preset("yuanshii")
    (finding,) = caught.value.findings
    assert finding.code == "NG401"
    assert set(str(finding.values["known"]).split()) == set(PRESETS)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_are_sound(name: str) -> None:
    rules = resolved(sources.preset(name))
    assert {key for key, origin in rules.origins.items() if origin == f"preset:{name}"} == set(PRESETS[name])


def test_roles_override_the_general_load() -> None:
    rules = resolved(
        toml("load.target = 9\n[loads.cadre]\nmin = 2\nmax = 5\n[loads.group_leader]\nmax = 'auto'")
    )
    assert (rules.load_rule("cadre").min, rules.load_rule("cadre").target, rules.load_rule("cadre").max) == (
        2,
        9,
        5,
    )
    assert rules.load_rule("group_leader").max is None
    assert rules.load_rule("member") == rules.load_rule("")
    # A cap of 0 is a cap, not a blank.
    assert resolved(toml("loads.cadre.max = 0\nload.max = 9")).load_rule("cadre").max == 0


@pytest.mark.parametrize("lang", LANGS)
def test_labels_in_both_languages_are_keys_of_a_tab(lang) -> None:
    for setting in SETTINGS:
        label = texts()[f"set.{setting.key}"][LANGS.index(lang)]
        (entry,) = sources.rows([(f" {label} ", "1", 2)], "农户表.xlsx", "规则").entries
        assert entry.key == setting.key


@pytest.mark.parametrize("index", [0, 1])
def test_labels_are_unique(index: int) -> None:
    labels = ["".join(texts()[f"set.{setting.key}"][index].split()).casefold() for setting in SETTINGS]
    assert len(set(labels)) == len(labels)


def test_workbook_of_rules(tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "规则"
    for row in (
        ["设置", "值"],
        ["目标户数", 8],
        ["plan.limit_m", "300"],
        ["", ""],
        ["年龄计算日", dt.date(2026, 4, 1)],
    ):
        book.active.append(row)
    path = tmp_path / "规则.xlsx"
    book.save(path)
    rules = resolved(rules_file_source(path))
    assert (rules.values["load.target"], rules.origins["load.target"]) == (8, "file:规则.xlsx")
    assert rules.limit_m == 300
    assert rules.values["plan.as_of"] == "2026-04-01"


def test_workbook_without_rules(tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["户主", "组"])
    book.active.append(["甲", 1])
    path = tmp_path / "规则.xlsx"
    book.save(path)
    with pytest.raises(InputError) as caught:
        rules_file_source(path)
    assert [finding.code for finding in caught.value.findings] == ["NG407"]


def test_rules_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(InputError) as caught:
        rules_file_source(tmp_path / "规则.toml")
    assert [finding.code for finding in caught.value.findings] == ["NG406"]
    assert str(tmp_path) not in str(caught.value)


def test_the_day_of_ages_is_fixed_once() -> None:
    rules = sources.resolve([])
    assert rules.values["plan.as_of"] is not None
    assert rules.origins["plan.as_of"] == "default"


@pytest.mark.parametrize("lang", LANGS)
def test_table_of_defaults(lang) -> None:
    lines = defaults_table(lang).splitlines()
    assert len(lines) == len(SETTINGS) + 2
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
    assert show(None, lang) == "-"
