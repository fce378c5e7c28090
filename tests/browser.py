"""A real browser for tests of pages: off the network, and nothing it says is overlooked.

Chromium of the system (``NEIGHBORGRID_BROWSER`` names another) is driven by Playwright; tests that ask for
it are skipped, with the reason, where either is absent. Playwright talks to its driver through pipes and
an event loop of its own, whose one socket pair is of the Unix kind, which the suite allows. Pages are opened
from ``file://``; every other request is refused and remembered.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Dialog,
        Page,
        Playwright,
        Request,
        Route,
    )

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
HANDHELD: dict[str, Any] = {
    "viewport": PHONE, "device_scale_factor": 2, "has_touch": True, "is_mobile": True,
}  # fmt: skip
WAIT_MS = 15_000
"""Longest wait for anything: the machines of CI are slow and shared."""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Script that is done when everything so far has been drawn."""
SEVERE = frozenset({"serious", "critical"})


@dataclass
class Visit:
    """A page in the browser, and what it did that it should not do.

    ``troubles`` are console messages, errors, dialogs and breaches of the content security policy;
    ``refused`` are the addresses that it asked for beside its own.
    """

    page: Page
    path: Path
    troubles: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def ready(self) -> Visit:
        """This visit, once the page has drawn its plan."""
        # Not by a function that is asked again and again: the page's policy forbids to make one of text.
        self.page.locator("html[data-ready='1']").wait_for(state="attached")
        return self

    def frame(self) -> None:
        """Return when the browser has drawn what was asked of it so far."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def clean(self) -> None:
        """Assert that the page was silent and asked for nothing."""
        self.frame()
        assert self.troubles == []
        assert self.refused == []

    def shot(self, name: str) -> None:
        """Picture for people, where ``NEIGHBORGRID_SCREENSHOTS`` names a folder."""
        folder = os.environ.get("NEIGHBORGRID_SCREENSHOTS")
        if folder:
            self.frame()
            self.page.screenshot(path=f"{folder}/{name}.png")

    def _note_message(self, message: ConsoleMessage) -> None:
        self.troubles.append(f"console {message.type}: {message.text}")

    def _note_error(self, error: Exception) -> None:
        self.troubles.append(f"error: {error}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, request: Request) -> None:
        address = request.url.partition("#")[0]
        # A file that the page itself made, as a download, is not asked of anybody.
        if address != self.path.as_uri() and not address.startswith("blob:"):
            self.refused.append(request.url)

    def _route(self, route: Route) -> None:
        if route.request.url.partition("#")[0] == self.path.as_uri():
            route.continue_()
        else:
            route.abort()

    def listen(self) -> Visit:
        """This visit, from now on listening."""
        self.page.on("console", self._note_message)
        self.page.on("pageerror", self._note_error)
        self.page.on("dialog", self._note_dialog)
        self.page.on("request", self._note_request)
        self.page.route("**/*", self._route)
        return self


def browser_path() -> str | None:
    """Program of the browser, None where there is none."""
    named = os.environ.get("NEIGHBORGRID_BROWSER")
    return named if named else next(filter(None, map(shutil.which, NAMES)), None)


def start(playwright: Playwright) -> Browser:
    """The browser, started; skips the test that asks where there is none."""
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium: install it, or name one in NEIGHBORGRID_BROWSER")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS), chromium_sandbox=False)


def new_window(browser: Browser, **settings: Any) -> BrowserContext:
    """`window` that the caller closes."""
    context = browser.new_context(**settings)
    context.set_default_timeout(WAIT_MS)
    context.set_offline(True)
    return context


@contextmanager
def window(browser: Browser, **settings: Any) -> Iterator[BrowserContext]:
    """Window off the network, with the settings of Playwright's ``new_context``."""
    context = new_window(browser, **settings)
    try:
        yield context
    finally:
        context.close()


def opened(context: BrowserContext, path: Path, address: str = "") -> Visit:
    """Visit of a file, just loaded; ``address`` is added to its address (``#H1``)."""
    visit = Visit(context.new_page(), path).listen()
    visit.page.goto(path.as_uri() + address)
    return visit


def severe(visit: Visit) -> list[str]:
    """What axe-core finds that is serious or critical: rule and elements."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    found = axe.Axe().run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['impact']} {one['id']}: " + " | ".join(node["html"][:160] for node in one["nodes"][:5])
        for one in found
        if one["impact"] in SEVERE
    ]
