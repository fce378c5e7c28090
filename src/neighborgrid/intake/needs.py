"""What the sheets must have before anything can be planned; all that is missing is said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.intake import formulas
from neighborgrid.intake.cells import cell_text
from neighborgrid.intake.columns import normal
from neighborgrid.intake.tabs import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.intake.stack import Stack
    from neighborgrid.intake.tabs import Sorted, Tab

_SAME_FILE_TWICE = "NG103"
_WHERE = ("lon", "lat", "position", "village", "group")


def check_tabs(read: ReadResult, found: Sorted) -> None:
    """Raise InputError where a kind of sheet or a needed column is missing or never calculated."""
    fatal: list[Finding] = [one for one in read.findings if one.code == _SAME_FILE_TWICE]
    kinds = {tab.kind for tab in found.tabs}
    if not kinds and found.plans:
        name = found.plans[0].name
        fatal.append(Finding("NG113", Place(name), {"file": name}))
    else:
        fatal += [
            Finding(code)
            for code, kind in (("NG114", "households"), ("NG115", "members"))
            if kind not in kinds
        ]
    for tab in found.tabs:
        fatal += _missing(tab) + _uncached(tab)
    stop(fatal, (*read.findings, *found.findings))


def check_places(stack: Stack) -> None:
    """Raise InputError (NG116) for a household tab with neither positions nor places."""
    fatal = []
    for number, tab in enumerate(stack.tabs):
        has_position = "position" in tab.header.matched or {"lon", "lat"} <= set(tab.header.matched)
        mine = stack.tab == number
        named = any((stack.column(key)[mine] != "").any() for key in ("village", "group"))
        if mine.any() and not (has_position or named):
            fatal.append(_needed(tab, "经度/lon + 纬度/lat, 坐标/position, 村/village, 组/group"))
    stop(fatal, ())


def stop(fatal: Sequence[Finding], others: Sequence[Finding]) -> None:
    """Raise InputError with what is fatal first and the other errors and hints behind it, if there is any."""
    if fatal:
        hints = [one for one in others if one.severity > Severity.NOTE or one.code == "NG110"]
        raise InputError(*fatal, *(one for one in hints if one not in fatal))


def _missing(tab: Tab) -> list[Finding]:
    keys = IDENTITY[tab.kind] if tab.kind == "households" else ("name",)
    if any(key in tab.header.matched for key in keys):
        return []
    return [_needed(tab, "户主/head, 户编号/household_id" if tab.kind == "households" else "姓名/name")]


def _needed(tab: Tab, needed: str) -> Finding:
    headers = " / ".join(tab.header.texts[index] for index in sorted(tab.header.matched.values()))
    place = Place(tab.raw.file, tab.raw.sheet, tab.raw.first_row + tab.header.bottom)
    return Finding("NG116", place, {"needed": needed, "headers": headers})


def _uncached(tab: Tab) -> list[Finding]:
    """Needed columns that are blank because nobody has let a spreadsheet program calculate them yet."""
    needed = {
        key: tab.header.matched[key] for key in (*IDENTITY[tab.kind], *_WHERE) if key in tab.header.matched
    }
    first = tab.header.bottom + 1
    blank = {
        key: index
        for key, index in needed.items()
        if tab.raw.row_count > first and not any(map(cell_text, tab.raw.columns[index][first:]))
    }
    if not blank:
        return []
    columns = formulas.uncached_formula_columns(tab.raw)
    return [
        Finding("NG147", tab.place(0, key), {"header": normal(tab.header.texts[index])})
        for key, index in blank.items()
        if index + tab.raw.first_column in columns
    ]
