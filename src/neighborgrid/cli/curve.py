"""The price of balance on the screen: a table for people, records for programs."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from neighborgrid.cli.results import plan_json
from neighborgrid.cli.screen import Screen, stages, table
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.model import Plan, Problem
    from neighborgrid.solve.curve import CurveRow
    from neighborgrid.solve.solution import Solution
    from neighborgrid.words import Lang

HEAD = ("balance", "near", "mean", "p95", "low", "high", "served", "step")


def curve_of(problem: Problem, solution: Solution, screen: Screen) -> tuple[CurveRow, ...]:
    """Rows of the curve of a plan that the solver made."""
    from neighborgrid.solve.curve import balance_curve

    if solution.ready is not None and (solution.ready.case.load != 1).any():
        screen.say("curve.slow")
    with stages(screen) as progress:
        return balance_curve(problem, solution, progress)


def curve_json(plan: Plan, rows: Sequence[CurveRow], screen: Screen) -> None:
    """Show what a plan achieves, and its curve, as one JSON object."""
    screen.json({**plan_json(plan), "balance_curve": [asdict(row) for row in rows]})


def curve_table(plan: Plan, rows: Sequence[CurveRow], screen: Screen) -> None:
    """Show the curve as a table, and say how to take another of its rows."""
    lang = screen.lang
    screen.tell("curve.title")
    head = [text(f"curve.{name}", lang) for name in HEAD]
    screen.product(table(head, [_cells(row, lang) for row in rows]))
    own = next(row for row in rows if row.own)
    others = [row for row in rows[:-1] if _figures(row) != _figures(own)]
    if not others:
        return
    other = f"{others[-1].balance_m:g}"
    screen.say("curve.next_circles" if plan.summary.get("circles") else "curve.next", value=other)


def _figures(row: CurveRow) -> tuple[object, ...]:
    """What a row shows but its weight and the step to it."""
    return (*_cells(replace(row, own=False, more_m=None, more_members=None), "en")[1:],)


def _cells(row: CurveRow, lang: Lang) -> list[str]:
    value = f"{row.balance_m:g}"
    return [
        text("curve.own", lang, value=value) if row.own else value,
        f"{row.near_target_pct:.1f}%",
        _metres(row.mean_distance_m),
        _metres(row.p95_distance_m),
        f"{row.min_load:g}",
        f"{row.max_load:g}",
        str(row.served),
        _step(row, lang),
    ]


def _metres(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _step(row: CurveRow, lang: Lang) -> str:
    """What the step from the row above costs and buys."""
    if row.more_m is None or row.more_members is None:
        return ""
    # Added to 0.0, so that nothing is written as -0.0.
    metres = round(row.more_m, 1) + 0.0
    if not metres and not row.more_members:
        return text("curve.nothing", lang)
    key = "curve.buys" if row.more_members > 0 else "curve.step_is"
    return text(key, lang, metres=f"{metres:+.1f}", members=f"{row.more_members:+d}")
