"""The map page of plans of awkward shapes: points on a line or a spot, one far away, loads that are work."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mappages import source_of, write
from mapvisits import details_text, find, options, pointed_at, search_box
from neighborgrid.cli.histogram import distance_bins, load_bins, of_plan
from paperplans import card_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Visit
    from neighborgrid.model import Plan

pytest_plugins = ("browser_fixtures",)


def _moved(plan: Plan, table: str = "households", **columns: Any) -> Plan:
    return replace(plan, tables={**plan.tables, table: plan.tables[table].assign(**columns)})


def _scale_m(visit: Visit) -> float:
    """Metres that the bar of the scale stands for."""
    number, unit = visit.page.locator("#scaletext").inner_text().split()
    return float(number) * (1000 if unit == "公里" else 1)


@pytest.mark.parametrize("flat", [("lon",), ("lon", "lat")])
def test_points_on_a_line_or_a_spot_can_be_reached(
    visiting: Callable[..., Visit], tmp_path: Path, flat: tuple[str, ...]
) -> None:
    plan = card_plan(45)
    for table in ("households", "members"):
        first = {name: np.full(len(plan.tables[table]), plan.households[name].iloc[0]) for name in flat}
        plan = _moved(plan, table, **first)
    visit = visiting(write(source_of(plan), tmp_path / "page.html"), reduced_motion="reduce").ready()
    assert 5 <= _scale_m(visit) <= 500
    search_box(visit).fill("乙村")
    options(visit).first.click()
    visit.frame()
    assert 5 <= _scale_m(visit) <= 500
    if flat == ("lon",):
        find(visit, "H005")
        assert "H005" in pointed_at(visit)


def test_one_household_far_away_does_not_hide_the_others(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    plan = card_plan(45)
    near = visiting(write(source_of(plan), tmp_path / "near.html")).ready()
    assert near.page.locator("#strays").is_hidden()
    lon = plan.households["lon"].to_numpy(copy=True)
    lon[4] += 7.0
    far = write(source_of(_moved(plan, lon=lon)), tmp_path / "far.html")
    visit = visiting(far, reduced_motion="reduce").ready()
    assert _scale_m(visit) < 3 * _scale_m(near)
    strays = visit.page.locator("#strays")
    assert strays.inner_text() == "1 户在图外，看全部"
    strays.click()
    visit.frame()
    assert _scale_m(visit) >= 50_000
    assert strays.is_hidden()


def test_bars_are_those_of_the_terminal(look: Callable[..., Visit], village: Plan) -> None:
    visit = look("village")
    for name, bins in {"distances": distance_bins, "loads": load_bins}.items():
        shown = visit.page.locator(f"#bars-{name} .value").all_inner_texts()
        assert [int(one.replace(",", "")) for one in shown] == [one.count for one in bins(of_plan(village))]


def test_loads_that_are_work_are_not_called_households(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    plan = card_plan(45)
    load = plan.members["load"].to_numpy(np.float64, copy=True)
    load[1] += 0.5
    member = plan.members["member_id"].iloc[1]
    homes = plan.households
    work = homes["load"].to_numpy(np.float64, copy=True)
    work[np.flatnonzero((homes["member_id"] == member) & (homes["own_home"] != "yes"))[0]] += 0.5
    plan = _moved(_moved(plan, "members", load=load), load=work)
    visit = visiting(write(source_of(plan), tmp_path / "page.html"), reduced_motion="reduce").ready()
    assert "每名党员的工作量" in visit.page.locator("#figures").inner_text()
    find(visit, member)
    assert f"工作量\n{load[1]:g}（上限" in details_text(visit)
    assert not re.search(rf"{load[1]:g} 户", details_text(visit))


def test_nothing_in_reach_of_a_small_window_is_covered(look: Callable[..., Visit]) -> None:
    visit = look("cards")
    for width, height in ((640, 360), (683, 384)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.frame()
        for name in ("zoom-in", "zoom-out", "zoom-all"):
            visit.page.locator(f"#{name}").click(trial=True, timeout=2_000)
        assert visit.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    visit.page.set_viewport_size({"width": 1366, "height": 768})
