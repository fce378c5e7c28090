"""The map page in a real browser: on a phone, for everybody, on paper, with hostile texts, with names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest

from browser import HANDHELD, PHONE, Visit, severe
from mappages import HOSTILE, source_of, write
from mapvisits import (
    details_text,
    find,
    middle,
    options,
    pointed_at,
    scale_text,
    search_box,
    waiting_of,
)
from neighborgrid.outputs.map_roads import RoadLines, RoadSource
from paperplans import card_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neighborgrid.model import Plan

pytest_plugins = ("browser_fixtures",)

SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("button, select, input[type=text]")]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
    .map(one => [one.id || one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 24))
    .map(([name, box]) => `${name} ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def _open_view(visit: Visit, name: str) -> None:
    visit.page.locator(f"#views [data-view={name}]").click()
    visit.frame()


# On a phone.


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_scrolls_sideways(look: Callable[..., Visit], lang: str) -> None:
    visit = look("crowded", device="phone", full=True)
    if lang == "en":
        visit.page.locator("#language").click()
    wide = []
    for width in (320, 390, 700):
        visit.page.set_viewport_size({"width": width, "height": 844})
        for view in ("figures", "lists", "filters"):
            _open_view(visit, view)
            visit.shot(f"phone-{width}-{view}-{lang}")
            if visit.page.evaluate(SIDEWAYS) > 0:
                wide.append((width, view))
    for width in (768, 820, 1024, 1366):
        visit.page.set_viewport_size({"width": width, "height": 844})
        visit.frame()
        wide += [(width, "")] if visit.page.evaluate(SIDEWAYS) > 0 else []
    visit.page.set_viewport_size(PHONE)
    assert wide == []


def test_targets_are_as_large_as_fingers(look: Callable[..., Visit]) -> None:
    visit = look("crowded", device="phone", full=True)
    small = set()
    for view in ("figures", "lists", "filters"):
        _open_view(visit, view)
        small |= set(visit.page.evaluate(SMALL_TARGETS))
    assert small == set()


def test_a_finger_finds_and_selects(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded", device="phone", full=True)
    page, one = visit.page, crowded.households.iloc[700]
    box = search_box(visit)
    box.tap()
    box.fill(one["household_id"])
    options(visit).first.tap()
    assert one["household_id"] in details_text(visit)
    visit.shot("phone-household")
    page.locator("#map").focus()
    page.keyboard.press("Escape")
    visit.frame()
    assert page.locator("#details").is_hidden()
    assert page.locator("#map").bounding_box()["height"] > 200
    page.touchscreen.tap(*middle(visit))
    visit.frame()
    assert page.locator("#details").is_visible()


def test_lists_of_a_phone_show_ends_of_ids_and_why_somebody_waits(
    look: Callable[..., Visit], crowded: Plan
) -> None:
    visit = look("crowded", device="phone")
    household = waiting_of(crowded)[0]
    find(visit, household)
    assert visit.page.locator("#details").is_visible()
    _open_view(visit, "lists")
    assert visit.page.locator("#details").is_hidden()
    assert visit.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    cell = visit.page.locator("#grid-household .body [data-key=id]").first
    assert cell.evaluate("one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight")
    _open_view(visit, "filters")
    visit.page.get_by_label("情况").select_option(label="待落实")
    _open_view(visit, "lists")
    status = visit.page.locator("#grid-household .body [data-key=status]").first
    assert re.match("待落实：.+", status.inner_text())


def test_two_fingers_zoom(look: Callable[..., Visit]) -> None:
    visit = look("crowded", device="phone", full=True)
    page = visit.page
    before = scale_text(visit)
    x, y = middle(visit)
    session = page.context.new_cdp_session(page)

    def fingers(kind: str, *apart: float) -> None:
        points = [{"x": x + way * one, "y": y, "id": way} for one in apart for way in (-1, 1)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 20)
    for apart in (40, 70, 100, 120):
        fingers("touchMove", apart)
    fingers("touchEnd")
    assert scale_text(visit) != before
    assert page.evaluate("visualViewport.scale") == 1  # the map was zoomed, not the page
    assert page.locator("#details").is_hidden()


# For everybody.


# Every two of the three choices meet.
@pytest.mark.parametrize(
    ("device", "lang", "scheme"),
    [("phone", "zh", "light"), ("phone", "en", "dark"), ("desk", "zh", "dark"), ("desk", "en", "light")],
)
def test_nothing_serious_stands_in_the_way_of_anybody(
    look: Callable[..., Visit], device: str, lang: str, scheme: str
) -> None:
    visit = look("crowded", device=device, full=True)
    visit.page.emulate_media(color_scheme=scheme)
    if lang == "en":
        visit.page.locator("#language").click()
    visit.shot(f"{device}-{lang}-{scheme}")
    # Details and results of a search are open; a phone shows the lists in the dark, the filters in the light.
    find(visit, "130132-001-0701")
    if device == "phone":
        _open_view(visit, {"light": "filters", "dark": "lists"}[scheme])
    search_box(visit).fill("00")
    options(visit).first.wait_for()
    found = severe(visit)
    visit.page.emulate_media(color_scheme="light")
    assert found == []


def test_help_is_for_everybody(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    visit.page.locator("#help").click()
    assert severe(visit) == []


def test_keyboard_reaches_everything_and_is_caught_nowhere(
    visiting: Callable[..., Visit], pages: Callable[..., Path]
) -> None:
    visit = visiting(pages("crowded")).ready()
    seen = []
    for _ in range(80):
        visit.page.keyboard.press("Tab")
        seen.append(visit.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if seen[-1] == "BODY":
            break
    assert seen[-1] == "BODY"  # out at the end, into the browser
    assert {"query", "language", "theme", "print", "help", "map", "zoom-in", "filter-status", "save"} <= set(
        seen
    )
    assert {"grid-household", "tab-household"} <= set(seen)
    assert len(seen) < 70


def test_changes_are_told_to_those_who_do_not_see(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    live = visit.page.locator("#live")
    visit.page.get_by_label("村", exact=True).select_option(label="乙村")
    assert re.search(r"待落实 2 户", live.inner_text())


def test_page_works_in_forced_colours(visiting: Callable[..., Visit], pages: Callable[..., Path]) -> None:
    visit = visiting(pages("crowded"), forced_colors="active").ready()
    visit.shot("desk-forced")
    assert visit.page.get_by_role("button", name="打印").is_visible()


# On paper.


def _paper(visit: Visit, folder: Path) -> tuple[str, int]:
    """Text and number of pages of the page as it is printed."""
    path = folder / "page.pdf"
    visit.page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(path)
    texts = [one.get_textpage().get_text_range() for one in document]
    document.close()
    # Soft hyphens of ids that were broken over two lines.
    return re.sub("[\ufffe\u00ad]\\s*", "-", "\n".join(texts)), len(texts)


def test_paper_holds_figures_and_the_waiting_list(
    look: Callable[..., Visit], crowded: Plan, tmp_path: Path
) -> None:
    visit = look("crowded")
    text, count = _paper(visit, tmp_path)
    flat = re.sub(r"\s+", "", text)
    assert [one for one in waiting_of(crowded) if one not in flat] == []
    assert "西同下村联户地图" in flat
    assert crowded.rules.as_of.isoformat() in flat
    assert not {"存为", "清除筛选", "English", "内部使用", "草稿"} & set(text.split())
    assert 2 <= count <= 8
    assert f"1/{count}" in flat
    assert f"{count}/{count}" in flat
    # Afterwards the screen is as it was.
    assert visit.page.locator("#paper").inner_text() == ""
    assert visit.page.locator("#map").is_visible()


def test_paper_follows_the_filter_and_says_draft_and_internal(
    look: Callable[..., Visit], tmp_path: Path
) -> None:
    visit = look("cards", full=True, draft=True)
    assert "草稿" in visit.page.locator("#badges").inner_text()
    visit.page.get_by_label("村", exact=True).select_option(label="乙村")
    text, _ = _paper(visit, tmp_path)
    assert "内部使用" in text
    assert "草稿" in text
    visit.page.get_by_role("button", name="清除筛选").click()
    visit.page.get_by_label("情况").select_option(label="已落实")
    printed, count = _paper(visit, tmp_path)
    assert printed.count("内部使用") == count
    # H005 lives in 甲村, H040 in 乙村 and is served.
    homes = card_plan(45).households.set_index("household_id")["village"]
    assert [one for one, village in homes.items() if (one in text) != (village == "乙村")] == []


# Names, and texts that want to be more than text.


def test_names_are_shown_with_full_and_the_page_says_internal(look: Callable[..., Visit]) -> None:
    one = card_plan(45).households.iloc[4]
    visit = look("cards", full=True)
    assert "内部使用" in visit.page.locator("#badges").inner_text()
    find(visit, one["head"])
    shown = re.sub(r"(?<=\d) (?=\d)", "", details_text(visit))
    assert [cell for cell in (one["head"], one["phone"], one["address"]) if cell not in shown] == []
    visit.shot("desk-full")
    public = look("cards")
    assert "内部使用" not in public.page.locator("body").inner_text()
    search_box(public).fill(one["head"])
    public.frame()
    assert options(public).count() == 0


def test_hostile_texts_are_text_everywhere(look: Callable[..., Visit], tmp_path: Path) -> None:
    # What `hostile_plan` puts where: W a household that waits, S one that is served, M its member, Q and C a
    # circle, V a village, G a group, N O heads, P T phones, A an address.
    visit = look("hostile", full=True)
    page, seen = visit.page, []

    def read() -> None:
        visit.frame()
        seen.append(page.locator("body").inner_text())
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 2

    read()
    for letter in "WSMC":
        search_box(visit).fill(HOSTILE + letter)
        options(visit).first.wait_for()
        read()
        page.keyboard.press("Enter")
        read()
        assert HOSTILE + letter in details_text(visit)
        if letter != "C":
            assert HOSTILE in pointed_at(visit)
    search_box(visit).fill(HOSTILE + "nobody")
    read()
    page.locator("#language").click()
    for tab in ("member", "circle", "household"):
        page.locator(f"#tab-{tab}").click()
        read()
    page.get_by_label("Village", exact=True).select_option(label=HOSTILE + "V")
    read()
    shown = "\n".join([*seen, *page.locator("option").all_inner_texts()])
    assert [one for one in [*"WSMCVGNOPTA", "nobody"] if HOSTILE + one not in shown] == []
    text, _ = _paper(visit, tmp_path)
    assert re.sub(r"\s+", "", HOSTILE + "W") in re.sub(r"\s+", "", text)


def test_hostile_title_and_address_are_text(
    visiting: Callable[..., Visit], pages: Callable[..., Path]
) -> None:
    visit = visiting(pages("hostile_village"), address="#<img src=x onerror=alert(1)>").ready()
    assert visit.page.locator("img").count() == 0
    assert HOSTILE in visit.page.title()
    assert HOSTILE in visit.page.get_by_role("heading", level=1).inner_text()


# Roads.


def _with_roads(path: Path, source: RoadSource) -> Path:
    """Page of a plan with a road right through it."""
    plan = card_plan(45)
    homes = plan.households[["lon", "lat"]].dropna()
    lines = RoadLines([np.array([homes.min(), homes.max()])], source)
    return write(source_of(plan, roads=lines), path)


@pytest.mark.parametrize(("device", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_page_names_roads_and_their_source(
    visiting: Callable[..., Visit], tmp_path: Path, device: str, scheme: str
) -> None:
    path = _with_roads(tmp_path / "a.html", RoadSource("路.osm", osm=True))
    visit = visiting(path, color_scheme=scheme, **(HANDHELD if device == "phone" else {})).ready()
    page = visit.page
    page.evaluate("document.getElementById('key').open = true")
    legend, foot = page.locator("#legend"), page.get_by_role("contentinfo")
    assert "道路" in legend.inner_text()
    assert foot.inner_text() == "道路 \u00a9 OpenStreetMap 贡献者"
    box, height = foot.bounding_box(), page.viewport_size["height"]
    # At the foot: a phone has its three buttons below, 48 px high.
    assert height - 52 <= box["y"] + box["height"] <= height
    assert page.evaluate(SIDEWAYS) == 0
    assert severe(visit) == []
    visit.shot(f"{device}-roads")
    page.locator("#language").click()
    assert "roads" in legend.inner_text()
    assert foot.inner_text() == "Roads \u00a9 OpenStreetMap contributors"


def test_paper_names_the_roads_that_it_shows(visiting: Callable[..., Visit], tmp_path: Path) -> None:
    path = _with_roads(tmp_path / "a.html", RoadSource("小路.geojson", osm=False))
    visit = visiting(path).ready()
    printed, _ = _paper(visit, tmp_path)
    assert "道路：小路.geojson" in printed
    visit.page.get_by_label("道路").uncheck()
    assert "道路" not in visit.page.locator("#legend").inner_text()
    printed, _ = _paper(visit, tmp_path)
    assert "道路" not in printed


def test_source_of_roads_is_text(visiting: Callable[..., Visit], tmp_path: Path) -> None:
    name = HOSTILE + 200 * "x" + ".geojson"
    path = _with_roads(tmp_path / "a.html", RoadSource(name, osm=False))
    visit = visiting(path, viewport=PHONE).ready()
    assert visit.page.get_by_role("contentinfo").inner_text() == f"道路：{name}"
    assert visit.page.evaluate(SIDEWAYS) == 0


def test_page_without_roads_has_no_foot(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    assert visit.page.get_by_role("contentinfo").count() == 0
    assert "道路" not in visit.page.locator("#legend").text_content()
