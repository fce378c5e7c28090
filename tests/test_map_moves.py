"""The map page in a real browser: finding, pointing, selecting, moving."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mappages import reworded, source_of, write
from mapvisits import (
    details_text,
    find,
    grid_of,
    middle,
    options,
    pointed_at,
    row_count,
    scale_text,
    search_box,
    waiting_of,
)
from neighborgrid.words import texts
from paperplans import card_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Visit
    from neighborgrid.model import Plan

pytest_plugins = ("browser_fixtures",)

SETTLED = """() => new Promise(done => {
    const line = document.getElementById("scaleline");
    let last = "", same = 0;
    (function look() {
        same = line.style.width === last ? same + 1 : 0;
        last = line.style.width;
        same > 30 ? done() : requestAnimationFrame(look);
    })();
})"""
"""Script that is done when the scale has stayed the same for thirty frames."""
COUNT_FRAMES = """
    globalThis.framesAsked = 0;
    const ask = requestAnimationFrame;
    globalThis.requestAnimationFrame = work => (framesAsked++, ask(work));
"""
"""Script that counts the frames that a page asks for."""


def test_search_finds_a_household_and_flies_to_it(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    before = scale_text(visit)
    one = crowded.households.iloc[700]
    find(visit, one["household_id"])
    details = details_text(visit)
    assert one["household_id"] in details
    assert one["member_id"] in details
    assert scale_text(visit) != before
    # It stands in the middle of the map now.
    assert one["household_id"] in pointed_at(visit)
    visit.shot("desk-household")


def test_search_sees_through_a_filter_that_hides(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    visit.page.get_by_label("情况").select_option(label="待落实")
    served = crowded.households.loc[crowded.households["member_id"] != "", "household_id"].iloc[5]
    find(visit, served)
    assert served in details_text(visit)
    assert row_count(visit) > len(waiting_of(crowded))


def test_click_on_a_row_flies_to_it(look: Callable[..., Visit]) -> None:
    visit = look("crowded")
    row = grid_of(visit).get_by_role("row").nth(4)
    household = row.locator("[data-key=id]").inner_text()
    row.click()
    assert household in details_text(visit)
    assert household in pointed_at(visit)
    assert row.get_attribute("aria-selected") == "true"


def test_click_on_the_map_selects_and_the_list_follows(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    household = crowded.households["household_id"].iloc[800]
    find(visit, household)
    there = middle(visit)
    visit.page.locator("#map").focus()
    visit.page.keyboard.press("Escape")
    visit.frame()
    assert visit.page.locator("#details").is_hidden()
    visit.page.mouse.click(*there)
    visit.frame()
    assert household in details_text(visit)
    marked = grid_of(visit).locator("[role=row][aria-selected=true]")
    assert marked.locator("[data-key=id]").inner_text() == household
    # In view, not only in the page.
    head, row, grid = (
        visit.page.locator("#grid-household .head").bounding_box(),
        marked.bounding_box(),
        grid_of(visit).bounding_box(),
    )
    assert head["y"] + head["height"] - 1 <= row["y"]
    assert row["y"] + row["height"] <= grid["y"] + grid["height"] + 1


def test_links_of_the_details_lead_on(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    one = crowded.households.iloc[700]
    find(visit, one["household_id"])
    visit.page.locator("#details").get_by_role("button", name=one["member_id"]).click()
    visit.frame()
    details = details_text(visit)
    assert one["member_id"] in details
    assert one["household_id"] in details  # among the households of the member
    own = crowded.members.loc[crowded.members["member_id"] == one["member_id"]].iloc[0]
    assert f"{own['load']:g}" in details
    assert one["member_id"] in pointed_at(visit)
    visit.shot("desk-member")


def test_pointing_shows_and_leaving_hides_the_tooltip(look: Callable[..., Visit]) -> None:
    visit = look("crowded")
    grid_of(visit).get_by_role("row").nth(4).click()
    assert pointed_at(visit)
    visit.page.mouse.move(5, 5)
    visit.frame()
    assert visit.page.locator("#tip").is_hidden()


def test_dragging_moves_the_map_with_the_mouse(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    household = crowded.households["household_id"].iloc[700]
    find(visit, household)
    x, y = middle(visit)
    visit.page.mouse.move(x + 30, y + 30)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y + 50, steps=4)
    visit.page.mouse.move(x + 110, y + 80, steps=4)
    visit.page.mouse.up()
    assert household in details_text(visit)  # a drag is no click
    assert household in pointed_at(visit, 80, 50)
    assert household not in pointed_at(visit)


def test_wheel_zooms_about_the_pointer(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    household = crowded.households["household_id"].iloc[700]
    find(visit, household)
    before = scale_text(visit)
    x, y = middle(visit)
    visit.page.mouse.move(x, y)
    visit.page.mouse.wheel(0, 400)
    visit.page.locator(f"#scalebar:not([aria-label='{before}'])").wait_for()
    assert household in pointed_at(visit)


def test_keys_move_and_zoom_the_map(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    whole = scale_text(visit)
    household = crowded.households["household_id"].iloc[700]
    find(visit, household)
    visit.page.locator("#map").focus()
    visit.page.keyboard.press("ArrowRight")
    assert household not in pointed_at(visit)
    visit.page.keyboard.press("ArrowLeft")
    assert household in pointed_at(visit)
    near = scale_text(visit)
    for _ in range(2):
        visit.page.keyboard.press("-")
    assert scale_text(visit) != near
    for _ in range(2):
        visit.page.keyboard.press("+")
    assert scale_text(visit) == near
    visit.page.keyboard.press("0")
    assert scale_text(visit) == whole
    visit.page.keyboard.press("Escape")
    visit.frame()
    assert visit.page.locator("#details").is_hidden()


def test_buttons_zoom_the_map(look: Callable[..., Visit]) -> None:
    visit = look("crowded")
    whole = scale_text(visit)
    for _ in range(3):
        visit.page.get_by_role("button", name="放大").click()
    assert scale_text(visit) != whole
    visit.page.get_by_role("button", name="看全图").click()
    assert scale_text(visit) == whole


def test_search_lists_what_matches_and_says_when_nothing_does(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    box = visit.page.get_by_role("combobox", name=re.compile("查找"))
    box.fill("ｈ００５")  # full width, as an input method for Chinese types it
    assert options(visit).count() == 1
    assert "H005" in options(visit).inner_text()
    box.fill("甲村")
    assert options(visit).count() >= 3  # the village, two circles
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert visit.page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    box.fill("没有这一户")
    assert options(visit).count() == 0
    said = visit.page.locator("#missing").inner_text()
    assert "没有这一户" in said
    assert "不含姓名和电话" in said
    box.fill("甲村1组")
    assert "甲村 1组" in options(visit).first.inner_text()
    box.fill("H00")
    found = options(visit).locator(".title").all_inner_texts()
    assert found == sorted(found)
    box.press("Escape")


def test_escape_closes_what_is_on_top_wherever_the_focus_is(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    find(visit, "H005")
    box = search_box(visit)
    box.fill("没有这一户")
    box.press("Escape")
    assert visit.page.locator("#missing").is_hidden()
    assert visit.page.locator("#details").is_visible()
    box.press("Escape")
    assert box.input_value() == ""
    box.press("Escape")
    assert visit.page.locator("#details").is_hidden()
    # A slash is a letter everywhere but on the map.
    visit.page.get_by_role("button", name="打印").focus()
    visit.page.keyboard.press("/")
    assert not box.evaluate("one => one === document.activeElement")
    visit.page.locator("#map").focus()
    visit.page.keyboard.press("/")
    assert box.evaluate("one => one === document.activeElement")


def test_click_on_nothing_clears_the_selection(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    find(visit, "H005")
    box = visit.page.locator("#map").bounding_box()
    for _ in range(12):
        visit.page.get_by_role("button", name="缩小").click()
    visit.frame()
    visit.page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.8)
    visit.frame()
    assert visit.page.locator("#details").is_hidden()


def test_address_may_name_what_to_show(visiting: Callable[..., Visit], pages: Callable[..., Path]) -> None:
    visit = visiting(pages("cards"), address="#H005").ready()
    assert "H005" in details_text(visit)
    assert "H005" in visit.page.locator("#live").inner_text()
    visit.page.evaluate("() => { location.hash = 'nobody'; }")
    visit.page.locator("#missing").wait_for()
    visit.page.evaluate("() => { location.hash = 'H005'; }")
    visit.page.locator("#missing").wait_for(state="hidden")


def test_ring_of_the_reach_is_in_view_and_so_is_the_way_back(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    find(visit, "H005")
    back = visit.page.locator("#show-it")
    assert back.is_hidden()
    (x, y), box = middle(visit), visit.page.locator("#map").bounding_box()
    ring = 500 * _pixels_a_metre(visit)
    assert ring < x - box["x"]
    assert ring < y - box["y"]
    visit.page.locator("#map").focus()
    for key in ["+"] * 4 + ["Shift+ArrowLeft"] * 8:
        visit.page.keyboard.press(key)
    visit.frame()
    assert back.is_visible()
    back.click()
    visit.frame()
    assert back.is_hidden()


def _pixels_a_metre(visit: Visit) -> float:
    number, unit = visit.page.locator("#scaletext").inner_text().split()
    wide = visit.page.locator("#scaleline").bounding_box()["width"]
    return wide / (float(number) * (1000 if unit == "公里" else 1))


def test_search_box_does_not_keep_what_was_left(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    box = search_box(visit)
    find(visit, "H005")
    assert box.input_value() == "H005"
    visit.page.locator("#details").get_by_role("button", name=re.compile("^M")).first.click()
    assert box.input_value() == ""
    find(visit, "H005")
    visit.page.get_by_label("情况").select_option(label="待落实")
    assert box.input_value() == ""


def test_what_is_flown_to_is_not_under_the_details(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    for row in (0, 700):  # the second time the details are open already
        household = crowded.households["household_id"].iloc[row]
        find(visit, household)
        pane, x = visit.page.locator("#details").bounding_box(), middle(visit)[0]
        assert x < pane["x"]
        assert household in pointed_at(visit)


def test_household_that_waits_is_told_what_to_do(look: Callable[..., Visit], crowded: Plan) -> None:
    visit = look("crowded")
    reasons = crowded.unserved.drop_duplicates("reason")
    for household, reason in zip(reasons["household_id"], reasons["reason"], strict=True):
        find(visit, household)
        assert texts()[f"remedy.{reason}"][0] in details_text(visit)


def test_member_with_more_households_than_load_is_explained(
    look: Callable[..., Visit], crowded: Plan
) -> None:
    visit = look("crowded")
    homes = crowded.households["member_id"].value_counts()
    loads = crowded.members.set_index("member_id")["load"]
    more = (homes - loads).dropna().sort_values()
    assert more.iloc[-1] > 0
    find(visit, more.index[-1])
    home = crowded.households[crowded.households["member_id"] == more.index[-1]]
    own = int((home["own_home"] == "yes").sum())
    away = len(home) - own - int(loads[more.index[-1]])
    said = [f"本户 {own} 户"] * bool(own) + [f"外出 {away} 户"] * bool(away)
    assert f"计 {loads[more.index[-1]]:g} 户（上限 9），另有{'、'.join(said)}" in details_text(visit)


UNSAFE = ["#7", "$(id)", "`id`", "1!!", "%PATH%", 'a"b', "a\nb", "a\\", "--help", "a”b"]


def test_no_command_is_shown_that_could_do_something_else(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    ids = [f"H{at:03d}" for at in range(5, 5 + len(UNSAFE))]
    plan = reworded(card_plan(45), {**dict(zip(ids, UNSAFE, strict=True)), "H020": "H 020"})
    visit = visiting(write(source_of(plan), tmp_path / "page.html")).ready()
    for one in (*UNSAFE, "H 020"):
        visit.page.evaluate("id => { location.hash = encodeURIComponent(id); }", one)
        visit.frame()
        assert " ".join(one.split()) in details_text(visit)
        safe = ['neighborgrid explain 分户安排.xlsx "H 020"'] if one == "H 020" else []
        assert visit.page.locator("#details code").all_inner_texts() == safe


def test_page_at_rest_asks_for_no_frames(visiting: Callable[..., Visit], pages: Callable[..., Path]) -> None:
    visit = visiting(pages("cards"), script=COUNT_FRAMES).ready()
    visit.page.wait_for_timeout(400)  # for what draws itself sharp after a while
    before = visit.page.evaluate("framesAsked")
    assert before > 0
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("framesAsked") == before


def test_flight_ends_where_it_should_when_motion_is_welcome(
    visiting: Callable[..., Visit], pages: Callable[..., Path], crowded: Plan
) -> None:
    visit = visiting(pages("crowded"), reduced_motion="no-preference").ready()
    household = crowded.households["household_id"].iloc[700]
    find(visit, household)
    visit.page.evaluate(SETTLED)
    assert household in pointed_at(visit)
