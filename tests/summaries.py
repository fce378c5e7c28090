"""Amounts and audits made by hand for the tests of summaries, and the bars read back from a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.check import AuditResult
from neighborgrid.cli.histogram import Amounts
from neighborgrid.cli.results import Audited
from neighborgrid.model import SHEETS, make_table

if TYPE_CHECKING:
    from collections.abc import Sequence

BAR = re.compile(r"([\d.]+-[\d.]+|>?[\d.]+) +(\d+) +(<?\d+)%")
"""A row of a histogram: label, count, share."""


def bars(out: str) -> tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]]:
    """(label, count, share) of the rows of the left and the right panel of a page 100 columns wide."""
    panels: tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]] = ([], [])
    for line in out.splitlines():
        for found in BAR.finditer(line):
            # The right panel begins in column 52; marks in Chinese make the line shorter in characters.
            panels[found.start() >= 40].append((found[1], int(found[2]), found[3]))
    return panels


def amounts(
    load: Sequence[float] = (),
    distance_m: Sequence[float] = (),
    *,
    cap: float = 12,
    work: float = 1,
    estimated: int = 0,
    own_homes: int = 0,
    limit_m: float = 500,
) -> Amounts:
    """Amounts of members with these loads and households that far off; the first ones are estimated."""
    return Amounts(
        np.array(load, dtype=float),
        np.full(len(load), float(cap)),
        np.full(len(distance_m), float(work)),
        np.array(distance_m, dtype=float),
        np.arange(len(distance_m)) < estimated,
        own_homes,
        limit_m,
    )


def audited(
    given: Amounts, villages: int = 1, waiting: int = 0, wanted: float | None = None, **totals: float
) -> Audited:
    """Audit of a plan with these amounts."""
    served = len(given.distance_m) + given.own_homes
    rows = served + waiting
    names = [f"西同下村{number}" for number in range(villages)]
    coverage = make_table(SHEETS["villages"], {"village": names, "rows": [rows // villages] * villages})
    shown = {
        "rows_total": rows,
        "served": served,
        "unserved": waiting,
        "estimated": float(given.estimated.sum()),
        "set_aside": 0,
        "own_homes": given.own_homes,
        "coverage_pct": served * 10_000 // rows / 100,
    }
    parts = {
        "load": given.load,
        "cap": given.cap,
        "work": given.work,
        "distance_m": given.distance_m,
        "estimated": given.estimated.astype(float),
    }
    return Audited(AuditResult((), coverage, shown | totals, parts), given.limit_m, wanted)
