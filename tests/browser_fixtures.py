"""Fixtures of the browser tests: the browser, windows, map pages. A plugin that test modules name."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from browser import DESK, HANDHELD, Visit, new_window, opened, start, window
from mappages import HOSTILE, hostile_plan, renamed, source_of, write
from neighborgrid.planbook.refresh import refresh
from paperplans import card_plan
from rosterplans import two_townships

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from conftest import Ran
    from neighborgrid.model import Plan


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    with api.sync_playwright() as playwright:
        browser = start(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visiting(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page in a window of its own; afterwards all pages must have been silent.

    ``visiting(path)``, with ``viewport``, ``color_scheme``, ``has_touch`` ... of Playwright's
    ``new_context``; ``script`` runs in the page before its own, ``address`` is added to its address.
    """
    visits = []
    with ExitStack() as stack:

        def visit(path: Path, *, script: str = "", address: str = "", **settings: Any) -> Visit:
            context = stack.enter_context(window(chromium, **{"viewport": DESK, **settings}))
            if script:
                context.add_init_script(script)
            visits.append(opened(context, path, address))
            return visits[-1]

        yield visit
        for one in visits:
            one.clean()


def _plan(path: Path) -> Plan:
    from neighborgrid.cli.plans import opened as plan_opened

    return refresh(plan_opened([path]).plan)


@pytest.fixture(scope="session")
def village(demo: Path) -> Plan:
    """Plan of the demo village, in which few wait."""
    return _plan(demo / "分户安排.xlsx")


@pytest.fixture(scope="session")
def crowded(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Plan of the demo village with nine households a member at most, so that many wait."""
    from neighborgrid.cli.app import run

    target = tmp_path_factory.mktemp("crowded") / "plan.xlsx"
    sheets = [str(demo / "农户表.xlsx"), str(demo / "党员名册.xlsx")]
    assert run(["assign", *sheets, "--max-load", "9", "-q", "-o", str(target)]) == 0
    return _plan(target)


@pytest.fixture(scope="session")
def english(shell: Callable[..., Ran], tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Plan of the demo village, its sheets in English."""
    folder = tmp_path_factory.mktemp("english")
    assert shell("demo", "-q", "-o", folder).code == 0
    return _plan(folder / "plan.xlsx")


@pytest.fixture(scope="session")
def pages(village: Plan, crowded: Plan, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """File of the page of a plan, by the plan's name and the options of `source_of`; written once.

    Names are those of plans: ``village``, ``crowded``, ``cards`` (two villages, few households), ``hostile``,
    ``hostile_village`` and ``nowhere`` (no positions).
    """
    folder = tmp_path_factory.mktemp("pages")
    plans = {"village": village, "crowded": crowded, "cards": card_plan(45), "hostile": hostile_plan()}
    plans |= {"hostile_village": renamed(card_plan(45), HOSTILE), "nowhere": two_townships()}

    def page(name: str, **options: Any) -> Path:
        told = "-".join([name, *(f"{key}-{value}" for key, value in sorted(options.items()))])
        path = folder / f"{told}.html"
        return path if path.exists() else write(source_of(plans[name], **options), path)

    return page


RESET = """() => {
    const press = selector => document.querySelectorAll(selector).forEach(one => one.hidden || one.click());
    if (document.documentElement.lang !== "zh-CN") press("#language");
    press("#guide[open] .close, #details .close, #filter-clear, #tab-household, #colouring-circle");
    for (const head of document.querySelectorAll("[aria-sort]")) {
        while (head.getAttribute("aria-sort") !== "none") head.querySelector("button").click();
    }
    press("#zoom-all, #views [data-view=figures]");
    document.getElementById("query").value = "";
    document.querySelectorAll("[role=grid]").forEach(one => { one.scrollTop = 0; });
    document.activeElement.blur();
}"""
"""Brings a page back to how it was when it opened: opening it again takes ten times as long."""
KEPT_OPEN = 4
"""Pages that stay open: they ask for no frames while nobody looks at them."""


@pytest.fixture(scope="session")
def looked_at(chromium: Browser) -> Iterator[dict[str, Visit]]:
    """Pages that `look` looked at last, by device and name, the latest last."""
    visits: dict[str, Visit] = {}
    yield visits
    for visit in visits.values():
        visit.page.context.close()


@pytest.fixture
def look(
    request: pytest.FixtureRequest,
    chromium: Browser,
    looked_at: dict[str, Visit],
    pages: Callable[..., Path],
) -> Iterator[Callable[..., Visit]]:
    """Look at a page of `pages` (``device``: desk or phone), which is as if just opened, in Chinese.

    The last few pages stay open for the next test that asks for the same, unless this test fails. Afterwards
    those looked at must have been silent.
    """
    failed = request.session.testsfailed
    seen = []

    def visit(name: str, *, device: str = "desk", **options: Any) -> Visit:
        path = pages(name, **options)
        key = f"{device} {path.name}"
        if key in looked_at:
            looked_at[key] = looked_at.pop(key)  # the latest again
            looked_at[key].page.mouse.move(2, 2)
            looked_at[key].page.evaluate(RESET)
        else:
            leave(KEPT_OPEN - 1)
            settings = HANDHELD if device == "phone" else {"viewport": DESK}
            looked_at[key] = opened(new_window(chromium, reduced_motion="reduce", **settings), path).ready()
        seen.append(looked_at[key])
        return looked_at[key]

    def leave(most: int) -> None:
        for old in list(looked_at)[: max(0, len(looked_at) - most)]:
            looked_at.pop(old).page.context.close()

    yield visit
    if request.session.testsfailed > failed:
        leave(0)
    else:
        for one in seen:
            one.clean()
