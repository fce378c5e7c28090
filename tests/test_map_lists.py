"""The map page in a real browser: lists of any length that sort, scroll and are saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mapvisits import (
    cells_of,
    details_text,
    figures_shown,
    grid_of,
    pointed_at,
    row_count,
)
from paperplans import card_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser import Visit
    from neighborgrid.model import Plan

pytest_plugins = ("browser_fixtures",)


def test_list_sorts_up_down_and_back(look: Callable[..., Visit]) -> None:
    visit, homes = look("cards"), card_plan(45).households
    order = cells_of(visit, "id")
    # Vacant houses are not shown; rows set aside stand last.
    assert order == [*homes.loc[homes["residence"] != "vacant", "household_id"], "H-bad", "H-nameless"]
    head = grid_of(visit).locator("[role=columnheader][data-key=metres]")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    up = cells_of(visit, "metres")
    near = sorted(homes.loc[homes["own_home"] == "", "distance_m"].dropna())
    own = ["本户"] * int((homes["own_home"] == "yes").sum())
    last = [*own, *[""] * 4]
    assert own
    assert [float(one) for one in up[: len(near)]] == pytest.approx(near, abs=0.501)  # whole metres
    assert up[len(near) :] == last
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert cells_of(visit, "metres") == [*up[: len(near)][::-1], *last]  # those without a distance stand last
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "none"
    assert cells_of(visit, "id") == order


@pytest.mark.parametrize("kind", ["household", "member", "circle"])
def test_every_column_can_be_sorted(look: Callable[..., Visit], kind: str) -> None:
    visit = look("cards", full=True)
    visit.page.locator(f"#tab-{kind}").click()
    keys = (
        grid_of(visit, kind)
        .locator("[role=columnheader]")
        .evaluate_all("all => all.map(one => one.dataset.key)")
    )
    before = sorted(cells_of(visit, "id", kind))
    assert len(keys) > 5
    # All in one go: a click of the mouse is tried above.
    sorts = grid_of(visit, kind).evaluate(
        """grid => [...grid.querySelectorAll("[role=columnheader]")].map(head => {
            head.querySelector("button").click();
            return head.getAttribute("aria-sort");
        })"""
    )
    assert sorts == ["ascending"] * len(keys)
    assert sorted(cells_of(visit, "id", kind)) == before


def test_vacant_houses_are_listed_only_where_asked_for(look: Callable[..., Visit]) -> None:
    visit = look("cards", full=True)  # H002 is vacant
    assert row_count(visit) == int(figures_shown(visit)["households"])
    assert "H002" not in cells_of(visit, "id")
    assert "另有空户 1 户" in visit.page.locator("#figures").inner_text()
    visit.page.get_by_label("情况").select_option(label="空户")
    assert cells_of(visit, "id") == ["H002"]


def test_what_matters_most_is_seen_without_scrolling_sideways(look: Callable[..., Visit]) -> None:
    visit = look("crowded", full=True)
    visit.page.get_by_label("情况").select_option(label="待落实")
    heads = grid_of(visit).get_by_role("columnheader")
    boxes = {one.get_attribute("data-key"): one.bounding_box() for one in heads.all()}
    wanted = ["id", "head", "group", "status", "member_name", "metres", "reason"]
    assert [one for one in boxes if one in wanted] == wanted
    assert boxes["reason"]["x"] + boxes["reason"]["width"] <= visit.page.viewport_size["width"]


def test_only_the_rows_in_view_are_in_the_page(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    rows = visit.page.locator("#grid-household .body [role=row]")
    assert 0 < rows.count() < 60
    grid = grid_of(visit)
    grid.focus()
    visit.page.keyboard.press("End")
    visit.frame()
    last = grid.locator(f"[aria-rowindex='{row_count(visit) + 1}']")
    assert last.is_visible()
    assert last.locator("[data-key=id]").inner_text() == crowded.households["household_id"].iloc[-1]
    assert rows.count() < 60


def test_list_is_used_by_keyboard(look: Callable[..., Visit]) -> None:
    visit = look("crowded")
    grid = grid_of(visit)
    grid.focus()
    for key in ("Home", "ArrowDown", "ArrowDown", "ArrowUp", "PageDown", "PageUp"):
        visit.page.keyboard.press(key)
    visit.frame()
    active = visit.page.locator(f"#{grid.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-rowindex") == "3"
    household = active.locator("[data-key=id]").inner_text()
    visit.page.keyboard.press("Enter")
    assert household in details_text(visit)
    assert household in pointed_at(visit)


def test_lists_of_members_and_circles_are_those_of_the_plan(
    look: Callable[..., Visit], crowded: Plan
) -> None:
    visit = look("crowded")
    visit.page.get_by_role("tab", name=re.compile("党员")).click()
    assert cells_of(visit, "id", "member") == crowded.members["member_id"].tolist()
    loads = [float(one) for one in cells_of(visit, "load", "member")]
    assert loads == crowded.members["load"].tolist()
    visit.shot("desk-members")
    visit.page.keyboard.press("ArrowRight")
    circles = crowded.tables["circles"]
    assert cells_of(visit, "circle_name", "circle") == circles["name"].tolist()
    assert [int(one) for one in cells_of(visit, "households", "circle")] == circles["households"].tolist()
    grid_of(visit, "circle").get_by_role("row").nth(2).click()
    assert circles["name"].iloc[1] in details_text(visit)
    visit.shot("desk-circle")


def test_list_is_saved_as_a_table_without_formulas(look: Callable[..., Visit]) -> None:
    visit = look("nowhere", full=True)  # its heads are =1+1, +钱甲, @李丙, -孙丁 and others
    # -孙丁 is the head of a vacant house.
    for status, heads in {"全部": ("=1+1", "+钱甲", "@李丙"), "空户": ("-孙丁",)}.items():
        visit.page.get_by_label("情况").select_option(label=status)
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name="存为 CSV").click()
        assert download.value.suggested_filename == "农户-内部.csv"
        text = download.value.path().read_bytes().decode("utf-8-sig")
        lines = text.strip().split("\r\n")
        assert len(lines) == 1 + row_count(visit)
        assert [one for one in heads if f",'{one}," not in text] == []
        assert not re.search(r"(^|,)[=+@-]", text, flags=re.MULTILINE)
