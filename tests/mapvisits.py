"""What a plan says of its people and what its map page shows of them: helpers of the browser tests."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from browser import Visit
    from neighborgrid.model import Plan


# What the plan says, computed here from its tables.


def waiting_of(plan: Plan) -> list[str]:
    """Ids of the households that wait, in the order of the plan; rows set aside last."""
    homes = plan.households
    lives = homes["residence"] != "vacant"
    waiting = homes.loc[lives & (homes["member_id"] == ""), "household_id"].tolist()
    known = set(homes["household_id"])
    return waiting + [one for one in plan.unserved["household_id"].tolist() if one not in known]


def served_of(plan: Plan, **where: str) -> int:
    homes = plan.households
    chosen = (homes["residence"] != "vacant") & (homes["member_id"] != "")
    for column, value in where.items():
        chosen &= homes[column] == value
    return int(chosen.sum())


def coverage_text(served: int, waiting: int) -> str:
    hundredths = math.floor(served * 10_000 / (served + waiting))
    return "100%" if hundredths == 10_000 else f"{hundredths / 100:.2f}%"


# What the page says.


def figures_shown(visit: Visit) -> dict[str, str]:
    names = ("households", "served", "waiting", "coverage")
    return {name: visit.page.locator(f"#figure-{name}").get_attribute("data-value") for name in names}


def grid_of(visit: Visit, kind: str = "household") -> Locator:
    return visit.page.locator(f"#grid-{kind}")


def row_count(visit: Visit, kind: str = "household") -> int:
    """Rows of a list, those that are not drawn included; the header is not counted."""
    return int(grid_of(visit, kind).get_attribute("aria-rowcount")) - 1


def cells_of(visit: Visit, key: str, kind: str = "household") -> list[str]:
    """Cells of a column from the first row to the last, gathered by scrolling through the list."""
    return visit.page.evaluate(
        """async ([id, key]) => {
            const grid = document.getElementById(id);
            const found = new Map();
            const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            for (grid.scrollTop = 0; ; grid.scrollTop += grid.clientHeight - 60) {
                await frame();
                for (const row of grid.querySelectorAll(".body [role=row]")) {
                    const cell = row.querySelector(`[data-key="${key}"]`);
                    if (!row.hidden) found.set(Number(row.getAttribute("aria-rowindex")), cell.textContent);
                }
                if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) break;
            }
            return [...found.keys()].sort((a, b) => a - b).map(at => found.get(at));
        }""",
        [f"grid-{kind}", key],
    )


def middle(visit: Visit) -> tuple[float, float]:
    """Middle, in the window, of what is seen of the canvas: beside the details where they lie on it."""
    box = visit.page.locator("#map").bounding_box()
    right, pane = box["x"] + box["width"], visit.page.locator("#details")
    over = pane.bounding_box() if pane.is_visible() else None
    if over and over["y"] < box["y"] + box["height"] - 1:
        right = over["x"]
    return (box["x"] + right) / 2, box["y"] + box["height"] / 2


def pointed_at(visit: Visit, dx: float = 0, dy: float = 0) -> str:
    """Text of the tooltip where the mouse points, counted from the middle of the map; empty where none."""
    x, y = middle(visit)
    visit.page.mouse.move(x + dx + 60, y + dy + 60)
    visit.page.mouse.move(x + dx, y + dy)
    visit.frame()
    tip = visit.page.locator("#tip")
    return tip.inner_text() if tip.is_visible() else ""


def search_box(visit: Visit) -> Locator:
    """Where to search; choices of the filter are combo boxes as well."""
    return visit.page.get_by_role("combobox", name=re.compile("查找|Find"))


def options(visit: Visit) -> Locator:
    """What the search offers."""
    return visit.page.locator("#found").get_by_role("option")


def find(visit: Visit, query: str) -> None:
    """Search, and take the first that is found."""
    search_box(visit).fill(query)
    options(visit).first.wait_for()
    visit.page.keyboard.press("Enter")
    visit.frame()


def details_text(visit: Visit) -> str:
    return visit.page.locator("#details").inner_text()


def scale_text(visit: Visit) -> str:
    visit.frame()
    return visit.page.locator("#scalebar").get_attribute("aria-label")
