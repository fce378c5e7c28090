"""The map page in a real browser: bytes, seconds to make and to open, frames a second while it is dragged.

    python benchmarks/map.py [PLAN]

Without a plan it makes one of a scenario. The page is opened from its file in headless Chromium without a
graphics card (``--browser`` or ``CHROMIUM`` names another one than that on the path), through Playwright;
without either only the figures of making it are printed. Time to ready counts from navigation to the first
frame that was drawn; frames are counted while the mouse drags the map around.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from assign import make_sheets
from measure import median, run, versions

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE = {"width": 1280, "height": 800}
DRAG_S = 2.0
READY = "html[data-ready='1']"
COUNT = """() => {
  window.frames_seen = [];
  const next = time => { window.frames_seen.push(time); requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("plan", nargs="?", type=Path)
    parser.add_argument("--scenario", default="yuanshi-county")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--browser", default=os.environ.get("CHROMIUM"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        plan = made_plan(asked.scenario, Path(name)) if asked.plan is None else asked.plan
        page = Path(name) / "map.html"
        figures = {"plan": asked.scenario if asked.plan is None else plan.name} | making(plan, page)
        figures |= opening(page, asked.browser, asked.runs)
    print(versions())
    print(" ".join(f"{key}={value}" for key, value in figures.items()))


def made_plan(scenario: str, folder: Path) -> Path:
    """Plan workbook of a scenario."""
    plan = folder / "plan.xlsx"
    sheets = make_sheets(scenario, folder)
    run([sys.executable, "-m", "neighborgrid", "assign", *map(str, sheets), "-q", "-o", str(plan)])
    return plan


def making(plan: Path, page: Path) -> dict[str, str | int]:
    """Write the page; its bytes beside those of the workbook, and seconds beside those of reading it."""
    import neighborgrid
    from neighborgrid.outputs.layers import layers_of
    from neighborgrid.outputs.webmap.page import write_page
    from neighborgrid.planbook.refresh import refresh

    start = time.perf_counter()
    opened = refresh(neighborgrid.read_plan(plan))
    read = time.perf_counter()
    layers = layers_of(opened)
    write_page(layers, page, as_of=opened.rules.as_of)
    written = time.perf_counter()
    size = page.stat().st_size
    return {
        "households": len(layers.households),
        "page_bytes": size,
        "page_to_workbook": f"{size / plan.stat().st_size:.3f}",
        "read_s": f"{read - start:.2f}",
        "make_s": f"{written - read:.2f}",
        "make_to_read": f"{(written - read) / (read - start):.2f}",
    }


def opening(page: Path, browser: str | None, runs: int) -> dict[str, str]:
    """Time to ready, and frames while everything and while one village is seen."""
    found = browser or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        return {"browser": "skipped:no-chromium"}
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {"browser": "skipped:no-playwright"}
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        ready = []
        for _ in range(runs):
            view = chromium.new_page(viewport=SIZE)
            view.goto(page.resolve().as_uri())
            view.locator(READY).wait_for(state="attached")
            ready.append(view.evaluate("performance.getEntriesByName('ready')[0].startTime") / 1000)
            view.close()
        figures = {
            "browser": chromium.version,
            "ready_s": f"{median(ready):.2f}",
            "ready_max_s": f"{max(ready):.2f}",
        }
        figures |= dragging(chromium, page)
        chromium.close()
    return figures


def dragging(chromium, page: Path) -> dict[str, str]:
    """Frames a second and the slowest frame of a drag at two scales."""
    view = chromium.new_page(viewport=SIZE)
    view.goto(page.resolve().as_uri())
    view.locator(READY).wait_for(state="attached")
    view.evaluate(COUNT)
    figures = frames(view, "all")
    # A county of 40 km seen 32 times as large is a village of about a kilometre.
    view.focus("#map")
    view.keyboard.press("Home")
    for _ in range(5):
        view.keyboard.press("+")
        view.wait_for_timeout(400)
    return figures | frames(view, "village")


def frames(view, mark: str) -> dict[str, str]:
    """Drag around the middle of the map and count."""
    view.wait_for_timeout(500)
    box = view.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    view.mouse.move(x, y)
    view.mouse.down()
    view.evaluate("window.frames_seen.length = 0")
    start = time.perf_counter()
    while (gone := time.perf_counter() - start) < DRAG_S:
        turn = 3.0 * gone
        view.mouse.move(
            x + 0.4 * box["width"] * math.sin(turn), y + 0.4 * box["height"] * math.sin(1.7 * turn)
        )
    seen = view.evaluate("window.frames_seen.slice()")
    view.mouse.up()
    gaps = [after - before for before, after in itertools.pairwise(seen)]
    return {f"{mark}_fps": f"{1000 / (sum(gaps) / len(gaps)):.0f}", f"{mark}_slowest_ms": f"{max(gaps):.0f}"}


if __name__ == "__main__":
    main()
