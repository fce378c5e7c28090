"""The map page in a real browser: it opens, counts, filters and changes its looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mapvisits import (
    cells_of,
    coverage_text,
    details_text,
    figures_shown,
    find,
    grid_of,
    row_count,
    served_of,
    waiting_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Visit
    from neighborgrid.model import Plan

pytest_plugins = ("browser_fixtures",)

OLD = "delete globalThis.DecompressionStream"
"""Makes a browser one that cannot unpack, as they were until 2020 (Chrome) and 2023 (Firefox, Safari)."""


@pytest.mark.parametrize(("lang", "title"), [("zh", "西同下村联户地图"), ("en", "who looks after whom")])
def test_page_opens_from_a_file_without_the_network_and_says_nothing(
    look: Callable[..., Visit], lang: str, title: str
) -> None:
    visit = look("village", lang=lang)
    assert title in visit.page.get_by_role("heading", level=1).inner_text()
    assert visit.page.locator("#trouble").is_hidden()
    visit.shot(f"desk-village-{lang}")


def test_page_of_english_sheets_opens(visiting: Callable[..., Visit], english: Plan, tmp_path: Path) -> None:
    from mappages import source_of, write

    visit = visiting(write(source_of(english), tmp_path / "page.html")).ready()
    assert visit.page.locator("html").get_attribute("lang") == "en"
    assert figures_shown(visit)["served"] == str(served_of(english))
    chinese = re.findall(r"[\u4e00-\u9fff]+", visit.page.locator("body").inner_text())
    assert set(chinese) <= {"中文"}  # the button that changes the language


def test_uncompressed_page_opens_in_a_browser_that_cannot_unpack(
    visiting: Callable[..., Visit], pages: Callable[..., Path], crowded: Plan
) -> None:
    visit = visiting(
        pages("crowded", compressed=False), script="delete globalThis.DecompressionStream"
    ).ready()
    assert figures_shown(visit)["served"] == str(served_of(crowded))


def test_compressed_page_says_what_to_do_there(
    visiting: Callable[..., Visit], pages: Callable[..., Path]
) -> None:
    visit = visiting(pages("crowded"), script=OLD)
    said = visit.page.get_by_role("alert")
    said.wait_for()
    assert "--uncompressed" in said.inner_text()
    assert re.search("[\u4e00-\u9fff]", said.inner_text())
    assert re.search("browser", said.inner_text())


def test_damaged_page_says_so(
    visiting: Callable[..., Visit], pages: Callable[..., Path], tmp_path: Path
) -> None:
    source = pages("crowded").read_text("utf-8")
    start = source.index(">", source.index('id="plan"')) + 200
    (tmp_path / "page.html").write_text(source[:start] + source[start + 400 :], encoding="utf-8")
    said = visiting(tmp_path / "page.html").page.get_by_role("alert")
    said.wait_for()
    assert re.search("[\u4e00-\u9fff]", said.inner_text())


def test_plan_without_positions_still_has_its_lists(look: Callable[..., Visit]) -> None:
    visit = look("nowhere")
    assert visit.page.locator("#nowhere").is_visible()
    assert row_count(visit) == 8  # seven households, one row set aside; h5 is vacant
    find(visit, "h8")
    assert "h8" in details_text(visit)


# Figures and filter.


def test_figures_are_those_of_the_plan(look: Callable[..., Visit], crowded: Plan) -> None:
    served, waiting = served_of(crowded), len(waiting_of(crowded))
    assert waiting > 50
    assert figures_shown(look("crowded")) == {
        "households": str(served + waiting),
        "served": str(served),
        "waiting": str(waiting),
        "coverage": coverage_text(served, waiting),
    }


def test_waiting_list_is_that_of_the_plan(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    visit.page.get_by_label("情况").select_option(label="待落实")
    assert row_count(visit) == len(waiting_of(crowded))
    assert cells_of(visit, "id") == waiting_of(crowded)
    assert set(cells_of(visit, "status")) == {"待落实"}
    assert "" not in cells_of(visit, "reason")
    visit.shot("desk-waiting")


def test_reasons_are_counted_and_filter(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    counts = crowded.unserved["reason"].value_counts()
    lines = visit.page.locator("#reasons li")
    assert lines.count() == len(counts)
    found = [int(re.search(r"(\d+) 户", one).group(1)) for one in lines.locator(".count").all_inner_texts()]
    assert sorted(found) == sorted(counts.tolist())
    lines.first.get_by_role("button").click()
    assert row_count(visit) == counts.max()
    assert len(set(cells_of(visit, "reason"))) == 1
    lines.first.get_by_role("button").click()
    assert figures_shown(visit)["waiting"] == str(len(waiting_of(crowded)))


def test_filter_by_circle_changes_figures_and_list(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    circle = crowded.tables["circles"].iloc[1]
    visit.page.get_by_label("服务圈", exact=True).select_option(label=circle["name"])
    served = served_of(crowded, circle_id=circle["circle_id"])
    assert figures_shown(visit)["served"] == str(served)
    assert row_count(visit) == int(figures_shown(visit)["households"])
    # Who waits and lives nearer to this circle than to any other is counted with it, and said to be in none.
    waiting = int(figures_shown(visit)["waiting"])
    assert 0 < waiting < len(waiting_of(crowded))
    assert f"其中附近待落实 {waiting} 户" in visit.page.locator("#figures").inner_text()
    cells = cells_of(visit, "circle")
    assert (set(cells), cells.count("")) == ({circle["name"], ""}, waiting)
    assert row_count(visit, "member") == (crowded.members["circle_id"] == circle["circle_id"]).sum()
    visit.page.get_by_role("button", name="清除筛选").click()
    assert figures_shown(visit)["served"] == str(served_of(crowded))


def test_bars_add_up_to_the_plan(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    linked = (crowded.households["member_id"] != "") & (crowded.households["own_home"] == "")
    for name, total in {"loads": len(crowded.members), "distances": int(linked.sum())}.items():
        values = visit.page.locator(f"#bars-{name} .value").all_inner_texts()
        assert sum(int(one.replace(",", "")) for one in values) == total, name
    farthest = crowded.households.loc[linked, "distance_m"].max()
    assert f"最远 {farthest:.0f} 米" in visit.page.locator("#bars-distances").inner_text()


# Looks.


def test_language_switches_and_stays_the_same_page(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    household = crowded.households["household_id"].iloc[700]
    find(visit, household)
    figures = figures_shown(visit)
    visit.page.get_by_role("button", name="English").click()
    assert visit.page.locator("html").get_attribute("lang") == "en"
    assert visit.page.get_by_label("Status").count() == 1
    assert household in details_text(visit)
    assert figures_shown(visit) == figures
    heads = grid_of(visit).get_by_role("columnheader").all_inner_texts()
    assert not re.search("[\u4e00-\u9fff]", "".join(heads))
    visit.page.get_by_role("button", name="中文").click()
    assert visit.page.locator("html").get_attribute("lang") == "zh-CN"
    assert visit.page.get_by_label("情况").count() == 1


def test_theme_follows_the_system_and_the_button(
    visiting: Callable[..., Visit], pages: Callable[..., Path]
) -> None:
    def ground(visit: Visit) -> float:
        visit.frame()
        colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3

    visit = visiting(pages("crowded"), color_scheme="dark").ready()
    assert ground(visit) < 60
    visit.shot("desk-dark")
    visit.page.emulate_media(color_scheme="light")
    assert ground(visit) > 200
    button = visit.page.locator("#theme")
    shades = []
    for _ in range(3):
        button.click()
        shades.append(ground(visit) < 60)
    assert sorted(shades) == [False, False, True]  # light and auto are light here, dark is dark


def test_filter_by_village_narrows_the_circles(look: Callable[..., Visit]) -> None:
    # card_plan: 甲村 has the circles Q1 and Q2, 乙村 has Q3, H004 and H-nameless, who wait.
    from paperplans import card_plan

    visit, plan = look("cards"), card_plan(45)
    visit.page.get_by_label("村", exact=True).select_option(label="乙村")
    served = served_of(plan, village="乙村")
    assert figures_shown(visit) == {
        "households": str(served + 1 + 1),
        "served": str(served),
        "waiting": "2",
        "coverage": coverage_text(served, 2),
    }
    circles = visit.page.get_by_label("服务圈", exact=True).locator("option").all_inner_texts()
    assert circles[1:] == ["乙村1号服务圈"]
    assert row_count(visit, "circle") == 1


def test_help_opens_and_closes_by_keyboard(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    visit.page.get_by_role("button", name="说明").focus()
    visit.page.keyboard.press("Enter")
    guide = visit.page.get_by_role("dialog")
    assert guide.is_visible()
    assert "怎样看这张图" in guide.inner_text()
    visit.shot("desk-help")
    visit.page.keyboard.press("Escape")
    assert guide.is_hidden()
    assert visit.page.evaluate("document.activeElement.id") == "help"
