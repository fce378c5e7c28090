"""Bytes of the map page: what it may load, what it holds of people, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mappages import HOSTILE, columns_of, data_of, element, elements, hostile_plan, metres, renamed, source_of
from neighborgrid.cli.plans import opened
from neighborgrid.outputs.drawing.colours import PALETTE
from neighborgrid.outputs.drawing.frame import Ground
from neighborgrid.outputs.layers import STATUSES, layers_of
from neighborgrid.outputs.webmap.page import write_page
from neighborgrid.planbook.refresh import refresh
from neighborgrid.words import texts
from paperplans import card_plan, edited
from rosterplans import EXCLUDED, two_townships

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran
    from neighborgrid.model import Plan

ASSETS = files("neighborgrid.outputs.webmap") / "page"
SCRIPTS = {one.name: one.read_text("utf-8") for one in ASSETS.iterdir() if one.name.endswith(".js")}
OUTWARD = ("http://", "https://", "ws://", "wss://", "@import", "url(", "data:")
"""What would ask the network for something, in markup or style."""
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(",
    "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "importScripts", "import(", "localStorage",
    "sessionStorage", "document.cookie", "indexedDB", "console.", "debugger", "setAttribute(\"style\"",
    "setAttribute(\"on", "srcdoc", "DOMParser", "createContextualFragment", "?.", "??",
)  # fmt: skip


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _between(source: str, start: str, end: str) -> str:
    _, _, rest = source.rpartition(start) if start == "<script>" else source.partition(start)
    return rest.partition(end)[0]


@pytest.fixture(scope="module")
def source() -> str:
    return source_of(card_plan(45))


def test_policy_allows_this_style_and_this_script_and_nothing_else(source: str) -> None:
    policy = element(source, "meta", http_equiv="Content-Security-Policy").attributes["content"]
    rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'{_hash(_between(source, '<script>', '</script>'))}'",
        "style-src": f"'{_hash(_between(source, '<style>', '</style>'))}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_policy_stands_before_all_that_it_governs(source: str) -> None:
    assert source.index("Content-Security-Policy") < min(source.index("<style"), source.index("<script"))


def test_page_has_one_style_one_script_one_plan_and_no_inline_code(source: str) -> None:
    found = elements(source)
    assert [one.attributes for one in found if one.tag == "style"] == [{}]
    assert [one.attributes.get("id") for one in found if one.tag == "script"] == ["plan", None]
    assert not {one.tag for one in found} & {"img", "link", "iframe", "object", "embed", "base", "form"}
    for one in found:
        assert not [key for key in one.attributes if key == "style" or key.startswith("on")], one
        assert not {"src", "href", "srcset", "action", "ping"} & one.attributes.keys(), one


def test_nothing_in_the_page_leads_outward(source: str) -> None:
    shell = source.replace("http://www.w3.org/2000/svg", "")
    assert not [one for one in OUTWARD if one in shell]


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_script_uses_nothing_that_runs_text_or_calls_out(name: str) -> None:
    code = re.sub(r"/\*.*?\*/", "", SCRIPTS[name], flags=re.DOTALL)
    code = re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE)
    assert len(code) > len(SCRIPTS[name]) / 2
    assert not [one for one in FORBIDDEN if one in code]


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_script_is_short_enough_to_read(name: str) -> None:
    assert len(SCRIPTS[name].splitlines()) < 400


def test_no_element_has_the_same_id_as_another(source: str) -> None:
    ids = [one.attributes["id"] for one in elements(source) if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_words_of_the_script_are_in_the_catalogue_and_none_is_idle() -> None:
    known = {key.removeprefix("page.") for key in texts() if key.startswith("page.")}
    known |= {key for key in texts() if key.startswith(("why.", "remedy."))}
    code = "\n".join([*SCRIPTS.values(), (ASSETS / "page.html").read_text("utf-8")])
    said = set(re.findall(r'\bsay\(\s*"([\w.]+)"\s*[,)]', code))
    said |= set(re.findall(r'data-say(?:-[a-z]+)?="([\w.]+)"', code))
    assert said <= known
    # Keys that are put together: say("figure." + name), say(name + ".bin").
    begun = tuple(one for one in re.findall(r'"([\w.]+\.)"', code))
    ended = tuple(one for one in re.findall(r'"(\.[\w.]+)"', code))
    quoted = set(re.findall(r'"([\w.]+)"', code))
    idle = {key for key in known - quoted - said if not key.startswith((*begun, "why.", "remedy."))}
    idle = {key for key in idle if not key.endswith(ended)}
    assert idle <= {"noscript", "villages"}  # which Python says


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    first, second = source_of(card_plan(45)), source_of(card_plan(45))
    assert first == second
    plan = card_plan(45)
    written = write_page(layers_of(plan), tmp_path / "map.html", as_of=plan.rules.as_of).path
    assert written.read_bytes() == first.encode()
    assert b"\r" not in written.read_bytes()


def test_uncompressed_page_holds_the_same_plan(source: str) -> None:
    plain = source_of(card_plan(45), compressed=False)
    assert element(plain, "script", id="plan").attributes["data-packed"] == "none"
    assert element(source, "script", id="plan").attributes["data-packed"] == "deflate"
    assert data_of(plain) == data_of(source)
    shell = re.compile(r"data-packed.*?</script>", re.DOTALL)
    assert shell.sub("", plain) == shell.sub("", source)


def test_lines_of_data_are_short(source: str) -> None:
    lines = element(source, "script", id="plan").text.strip().splitlines()
    assert max(map(len, lines)) <= 120


def test_language_of_the_page_is_that_of_its_people() -> None:
    plan = card_plan(45)
    assert element(source_of(plan), "html").attributes["lang"] == "zh-CN"
    english = source_of(plan, lang="en")
    assert element(english, "html").attributes["lang"] == "en"
    head, _ = columns_of(english)
    assert head["meta"]["lang"] == "en"
    assert set(head["words"]) == {"zh", "en"}
    assert head["words"]["zh"].keys() == head["words"]["en"].keys()


def test_reasons_are_there_in_both_languages_with_the_limit_of_the_plan() -> None:
    plan = card_plan(45)
    plan = replace(plan, rules=plan.rules.with_value("plan.limit_m", 650, "flag"))
    head, _ = columns_of(source_of(plan))
    for lang in ("zh", "en"):
        reasons = {key: said for key, said in head["words"][lang].items() if key.startswith("why.")}
        assert {f"why.{one}" for one in head["texts"]["reasons"] if one} <= reasons.keys()
        assert "650" in reasons["why.no_member_in_range"]
        assert not [said for said in reasons.values() if "{limit}" in said]


def test_every_reason_comes_with_what_to_do() -> None:
    head, _ = columns_of(source_of(card_plan(45)))
    for lang in ("zh", "en"):
        words = head["words"][lang]
        for reason in [*filter(None, head["texts"]["reasons"]), "none"]:
            said = words[f"remedy.{reason}"]
            assert "{" not in said
            # Columns of the workbook, which the page has not.
            assert not re.search("at the right|所列", said)


def test_light_colours_are_those_of_the_pictures() -> None:
    palette = re.search(r"light: \{.*?palette: \[(.*?)\]", SCRIPTS["30_colours.js"], flags=re.DOTALL)
    colours = re.findall("#[0-9a-f]{6}", palette[1])
    assert colours[: len(PALETTE)] == [one.lower() for one in PALETTE]
    assert f"const HUES = {len(PALETTE)};" in SCRIPTS["30_colours.js"]


def test_draft_and_internal_are_said_in_the_data() -> None:
    head, _ = columns_of(source_of(card_plan(45), draft=True, full=True))
    assert (head["meta"]["draft"], head["meta"]["full"]) == (True, True)
    head, _ = columns_of(source_of(card_plan(45)))
    assert (head["meta"]["draft"], head["meta"]["full"]) == (False, False)


# What the columns say, read by the description of the layout alone.


def test_columns_say_what_the_layers_say() -> None:
    plan = card_plan(45)
    layers = layers_of(plan)
    head, columns = columns_of(source_of(plan))
    homes = layers.households
    assert head["texts"]["id"].split("\x1f") == homes["household_id"].tolist()
    status = [STATUSES[one] for one in columns["state"] & 7]
    assert status == homes["status"].tolist()
    assert columns["member"].tolist() == homes["member"].tolist()
    assert np.allclose(metres(columns["metres"]), homes["distance_m"], atol=0.051, equal_nan=True)
    assert np.allclose(metres(columns["nearest"]), homes["nearest_m"], atol=0.051, equal_nan=True)
    assert np.array_equal(columns["place"], homes["place"])
    assert columns["member_load"].tolist() == (layers.members["load"] * 100).tolist()
    assert columns["circle_households"].tolist() == layers.circles["households"].tolist()


def test_places_are_true_to_the_decimetre() -> None:
    plan = card_plan(45)
    homes = layers_of(plan).households
    head, columns = columns_of(source_of(plan))
    lon, lat, east_m, north_m = head["origin"]
    assert (east_m, north_m) == Ground(lon, lat).metres_per_degree
    expected = Ground(lon, lat).metres(homes["lon"], homes["lat"])
    for axis, name in enumerate("xy"):
        unknown = columns[name] == -(2**31)
        found = (columns[name] + columns[f"village_{name}"][columns["place"]].astype(np.int64)) / 10
        assert np.array_equal(unknown, homes["lon"].isna())
        assert np.abs(found - expected[:, axis])[~unknown].max() <= 0.051


def test_plan_without_positions_makes_a_page() -> None:
    head, columns = columns_of(source_of(two_townships()))
    assert (columns["x"] == -(2**31)).all()
    assert len(columns["outline_x"]) == 0
    assert head["meta"]["title"] == "3 个村"


@pytest.mark.parametrize("name", ["甲村", "", "<b>{{data}}&amp;</b>"])
def test_title_names_the_one_village(name: str) -> None:
    source = source_of(renamed(card_plan(45), name))
    title = element(source, "title").text
    assert title == (name if name else "1 个村")
    assert columns_of(source)[0]["meta"]["title"] == title


# People.


def _private(plan: Plan) -> set[str]:
    homes, members = plan.households, plan.members
    columns = (homes["head"], homes["phone"], homes["address"], members["name"], members["phone"])
    return {one for column in columns for one in column if one}


def _everything(source: str) -> str:
    return source + data_of(source).decode("utf-8", "replace")


@pytest.mark.parametrize("plan", [card_plan(45), two_townships()], ids=["cards", "townships"])
def test_without_full_no_name_phone_or_address_is_in_the_bytes(plan: Plan) -> None:
    held = _everything(source_of(plan, compressed=False))
    private = _private(plan)
    assert len(private) >= 16
    assert [one for one in private if one in held] == []
    assert [one for one in (EXCLUDED, "冯不详", "low_income", "elder_alone", "priority") if one in held] == []


def test_without_full_vacant_houses_are_a_number() -> None:
    source = source_of(card_plan(45))
    head, columns = columns_of(source)
    assert head["meta"]["vacant"] == 1
    assert "H002" not in head["texts"]["id"]
    assert STATUSES.index("vacant") not in columns["state"] & 7


def test_with_full_they_are_all_there_but_not_why_somebody_comes_first() -> None:
    plan = two_townships()
    held = _everything(source_of(plan, full=True))
    assert [one for one in _private(plan) if one not in held] == []
    assert [one for one in (EXCLUDED, "low_income", "elder_alone") if one in held] == []
    _, columns = columns_of(source_of(plan, full=True))
    assert np.flatnonzero(columns["state"] & 16).tolist() == [1, 6]  # h2 and h7


def test_no_day_name_or_path_of_this_machine_is_in_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "somebody-here")
    monkeypatch.chdir(tmp_path)
    held = _everything(source_of(card_plan(45)))
    assert not [one for one in ("somebody-here", str(tmp_path), str(tmp_path.parent)) if one in held]


# Hostile texts.


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_hostile_texts_make_no_element(full: bool, compressed: bool) -> None:
    def shape(plan: Plan) -> list[tuple[str, frozenset[str]]]:
        source = source_of(plan, full=full, compressed=compressed)
        return [(one.tag, frozenset(one.attributes)) for one in elements(source)]

    assert shape(hostile_plan()) == shape(card_plan(45))


def test_hostile_texts_are_in_the_data_as_they_are() -> None:
    texts_of = columns_of(source_of(hostile_plan(), full=True))[0]["texts"]
    for name, letter in {"id": "W", "head": "N", "member_id": "M", "circle_name": "C", "phone": "P"}.items():
        assert HOSTILE + letter in texts_of[name].split("\x1f"), name
    assert HOSTILE + "V" in texts_of["villages"]


def test_the_separator_inside_a_text_shifts_nothing() -> None:
    plan = edited(card_plan(45), "households", H005={"head": "张\x1f三"})
    heads = columns_of(source_of(plan, full=True))[0]["texts"]["head"].split("\x1f")
    assert heads[4] == "张 三"
    assert heads[5] == plan.households["head"].iloc[5]


# The command.


def test_command_writes_the_page_beside_the_plan(cli: Callable[..., Ran], demo: Path, tmp_path: Path) -> None:
    name = "分户安排.xlsx"
    shutil.copy(demo / name, tmp_path)
    plan = refresh(opened([tmp_path / name]).plan)
    ran = cli("export", "map", name)
    assert ran.code == 0
    (made,) = tmp_path.glob("*.html")
    assert made.name in ran.out + ran.err
    # Without names the page does not hold that of the file either, which may be somebody's.
    assert made.read_bytes() == source_of(plan).encode()
    again = cli("export", "map", name, "--uncompressed", "-o", "old.html")
    assert again.code == 0
    assert (tmp_path / "old.html").read_bytes() == source_of(plan, compressed=False).encode()


def test_hostile_name_of_the_plan_is_data() -> None:
    source = source_of(card_plan(45), plan_name=HOSTILE)
    assert HOSTILE not in source
    assert HOSTILE in data_of(source).decode("utf-8", "replace")


def test_command_marks_a_page_with_names(cli: Callable[..., Ran], demo: Path, tmp_path: Path) -> None:
    shutil.copy(demo / "分户安排.xlsx", tmp_path)
    ran = cli("export", "map", "分户安排.xlsx", "--full", "--lang", "en")
    assert ran.code == 0
    (made,) = tmp_path.glob("*.html")
    assert "internal" in made.name.lower()
    source = made.read_text("utf-8")
    assert columns_of(source)[0]["meta"]["full"] is True
    assert element(source, "html").attributes["lang"] == "en"
