"""Histograms as horizontal bars, two side by side, and sentences folded to the width of the screen."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from neighborgrid.cli.histogram import (
    MOST_BINS,
    MOST_LOADS,
    Amounts,
    Bin,
    distance_bins,
    fitting,
    load_bins,
)
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.cli.screen import Screen

GUTTER: Final = 4
"""Columns between two panels."""
LEAST_BAR: Final = 8
"""Columns that the longest bar has at least."""
WORD: Final = re.compile(r"\s*(?:[(“（]*[!-~]+|[“（]*[^!-~\s])[，。；：、）”！？]*")
"""What is not broken: a run of ASCII, or one other character with its punctuation."""


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: what it counts, how many, what is said behind it; ``bad`` where a rule is broken."""

    label: str
    count: int
    mark: str = ""
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One histogram; ``notes`` stand below it."""

    head: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def columns_of(line: str) -> int:
    """Columns that a line takes on a screen; characters of ambiguous width count two, as in Chinese fonts."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def folded(line: str, width: int) -> list[str]:
    """Line broken into lines of ``width`` columns at the most; those behind the first are indented."""
    lines, now = [], ""
    for word in WORD.findall(line):
        if now and columns_of(now + word) > width:
            lines.append(now)
            now = "  " + word.lstrip()
        else:
            now += word
    return [*lines, now]


def charts(amounts: Amounts, screen: Screen, rows: int) -> list[str]:
    """Lines of the histograms of loads and distances; ``rows`` bars high, side by side where that fits."""
    panels = _panels(amounts, screen, rows)
    half = (screen.width - GUTTER) // 2
    if len(panels) == 2 and all(_least(panel) <= half for panel in panels):
        left, right = (_drawn(panel, screen, half) for panel in panels)
        pairs = itertools.zip_longest(left, right, fillvalue=("", ""))
        return [_beside(here, there, half) for here, there in pairs]
    if len(panels) == 2:
        panels = _panels(amounts, screen, (rows - 1) // 2)
    return [styled for panel in panels for _, styled in _drawn(panel, screen, screen.width)]


def _panels(amounts: Amounts, screen: Screen, rows: int) -> list[Panel]:
    made = (_loads(amounts, screen, rows), _metres(amounts, screen, rows))
    return [panel for panel in made if panel is not None]


def _loads(amounts: Amounts, screen: Screen, rows: int) -> Panel | None:
    """Households by member; in loads where households do not weigh the same."""
    bins = fitting(partial(load_bins, amounts), MOST_LOADS, rows)
    if not bins:
        return None
    say = partial(text, lang=screen.lang)
    low, high = float(amounts.cap.min()), float(amounts.cap.max())
    caps = (
        say("chart.cap", cap=f"{high:g}")
        if low == high
        else say("chart.caps", low=f"{low:g}", high=f"{high:g}")
    )
    full = sum(one.full for one in bins)
    head = say(
        "chart.loads" if amounts.equal else "chart.work",
        caps=caps,
        full=say("chart.full_in_all", count=full) if full else say("chart.nobody_full"),
    )
    whole = bool((amounts.load == amounts.load.round()).all())
    return Panel(
        head,
        tuple(
            Row(_load_label(one, whole), one.count, say("chart.full", count=one.full) if one.full else "")
            for one in bins
        ),
    )


def _load_label(one: Bin, whole: bool) -> str:
    """Loads of a bin: "7", or "6-7" for whole loads from 6 to 7; edges where there are fractions."""
    upper = one.lower if one.upper is None else one.upper - whole
    return f"{one.lower:g}" if upper == one.lower else f"{one.lower:g}-{upper:g}"


def _metres(amounts: Amounts, screen: Screen, rows: int) -> Panel | None:
    """Metres by household, own homes apart."""
    say = partial(text, lang=screen.lang)
    rough = int(amounts.estimated.sum())
    notes = [say("chart.estimated", count=rough)] if rough else []
    if amounts.unmeasured:
        notes.append(say("chart.unmeasured", count=amounts.unmeasured))
    if amounts.no_way:
        notes.append(say("chart.no_way", count=amounts.no_way))
    bins = fitting(partial(distance_bins, amounts), MOST_BINS, rows - len(notes))
    if not bins:
        return None
    own = amounts.own_homes
    head = say("chart.metres_own", count=own) if own else say("chart.metres")
    labels = [f">{one.lower:g}" if one.upper is None else f"{one.lower:g}-{one.upper:g}" for one in bins]
    return Panel(
        head,
        tuple(Row(label, one.count, bad=one.upper is None) for label, one in zip(labels, bins, strict=True)),
        tuple(notes),
    )


def _least(panel: Panel) -> int:
    """Columns that a panel needs."""
    figures = _figures(panel.rows)
    marks = max(columns_of(row.mark) for row in panel.rows)
    said = max(columns_of(line) for line in (panel.head, *panel.notes))
    return max(said, columns_of(figures[0]) + LEAST_BAR + marks + 2)


def _figures(rows: Sequence[Row]) -> list[str]:
    """Label, count and share of each row, all of one width."""
    total = sum(row.count for row in rows)
    cells = [(row.label, str(row.count), _share(row.count, total)) for row in rows]
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  " + "  ".join(cell.rjust(size) for cell, size in zip(row, wide, strict=True)) for row in cells]


def _share(count: int, total: int) -> str:
    """Share in percent; 0 % and 100 % only where it is that exactly."""
    if 0 < 100 * count < total:
        return "<1%"
    return f"{100 if count == total else min(99, round(100 * count / total))}%"


def _drawn(panel: Panel, screen: Screen, width: int) -> list[tuple[str, str]]:
    """Lines of a panel, each plain and styled."""
    figures = _figures(panel.rows)
    marks = max(columns_of(row.mark) for row in panel.rows)
    room = width - columns_of(figures[0]) - 2 - (marks + 1 if marks else 0)
    most = max(row.count for row in panel.rows)
    lines = [(panel.head, screen.styled(panel.head, "bold"))]
    for row, said in zip(panel.rows, figures, strict=True):
        # Whoever is there is seen.
        long = max(1, round(room * row.count / most)) if row.count else 0
        bar = screen.block * long
        mark = f" {row.mark}" if row.mark else ""
        plain = f"{said}  {bar}{mark}".rstrip()
        drawn = screen.styled(bar, "bad" if row.bad else "bar") if bar else ""
        styled = f"{said}  {drawn}{screen.styled(mark, 'mark') if mark else ''}".rstrip()
        lines.append((plain, styled))
    return [*lines, *((f"  {note}", f"  {note}") for note in panel.notes)]


def _beside(left: tuple[str, str], right: tuple[str, str], half: int) -> str:
    """Two lines side by side; the right one begins in the same column whatever stands on its left."""
    plain, styled = left
    # A block is one column here: terminals where it is two get another character (see `Screen.block`).
    taken = columns_of(plain.replace("█", "#"))
    return (styled + " " * (half + GUTTER - taken) + right[1]) if right[1] else styled
