"""The harness of the browser tests sees what a page must not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import Visit, opened, severe, window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

pytest_plugins = ("browser_fixtures",)

START = "<!doctype html><html lang=en><meta charset=utf-8>"
QUIET = "<title>t</title><main><h1>t</h1></main>"
POLICY = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with window(chromium) as made:
        yield made


def _visited(context: BrowserContext, folder: Path, markup: str, head: str = "") -> Visit:
    path = folder / "page.html"
    path.write_text(START + head + QUIET + markup, encoding="utf-8")
    visit = opened(context, path)
    visit.frame()
    return visit


def test_a_quiet_page_is_quiet(context: BrowserContext, tmp_path: Path) -> None:
    visit = _visited(context, tmp_path, "")
    visit.clean()
    assert severe(visit) == []


def test_messages_errors_and_dialogs_are_seen(context: BrowserContext, tmp_path: Path) -> None:
    source = "console.debug('one'); alert('two'); setTimeout(() => { throw new Error('three') })"
    visit = _visited(context, tmp_path, f"<script>{source}</script>")
    assert [one.partition(":")[0] for one in visit.troubles] == ["console debug", "dialog", "error"]
    with pytest.raises(AssertionError):
        visit.clean()


def test_requests_are_refused_and_remembered(context: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "beside.css").write_text("main { color: red }", encoding="utf-8")
    markup = "<img src=http://192.0.2.1/a.png alt=a><link rel=stylesheet href=beside.css>"
    visit = _visited(context, tmp_path, markup)
    # In whichever order the browser asks.
    assert sorted(visit.refused) == sorted(["http://192.0.2.1/a.png", (tmp_path / "beside.css").as_uri()])
    assert len(visit.troubles) == 2  # the browser says of each that it failed


def test_breaches_of_the_policy_are_seen(context: BrowserContext, tmp_path: Path) -> None:
    visit = _visited(context, tmp_path, "<p style='color: red'>x</p><script>1</script>", POLICY)
    assert len(visit.troubles) == 2
    assert all("Content Security Policy" in one for one in visit.troubles)


def test_faults_of_accessibility_are_seen(context: BrowserContext, tmp_path: Path) -> None:
    (found,) = severe(_visited(context, tmp_path, "<button></button>"))
    assert found.startswith("critical button-name")
