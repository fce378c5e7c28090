"""The figures of a plan: counts, loads, distances, the objective and what is proved about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid import __version__
from neighborgrid.model import LEDGER, UNSERVED_REASONS
from neighborgrid.solve.circles.facts import circle_figures
from neighborgrid.solve.costs import CM_PER_M, balance_cm, pair_cost_cm
from neighborgrid.solve.fingerprint import problem_digest
from neighborgrid.solve.pairs import Pairs
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.model import Problem
    from neighborgrid.solve.linked import Linked
    from neighborgrid.solve.solution import Proof, Solution

ROUGH_DETOUR = 1.3
"""Usual ratio of walking to straight line; the summary says who would be beyond the limit at it."""


def coverage_pct(served: int, rows: int) -> float:
    """Served households in percent of all household rows, rounded down to 0.01; 100 where there are none."""
    return math.floor(10_000 * served / rows) / 100 if rows else 100.0


def summary(problem: Problem, linked: Linked, solution: Solution) -> dict[str, str | int | float]:
    """Figures of the plan by key, in the order in which they are shown."""
    return {
        "version": __version__,
        "ledger": _ledger(problem),
        **_counts(problem, linked),
        **_loads(problem, linked),
        **_distances(problem, linked),
        **_objective(problem, linked, solution.proof),
        **_circles(problem, linked, solution),
        "problem_digest": problem_digest(problem, solution),
    }


def _ledger(problem: Problem) -> str:
    """One equation over the household sheets: rows = households + duplicates + ..., zeros left out."""
    ledger = problem.ledger[problem.ledger["kind"] == "households"]
    parts = {name: int(ledger[name].sum()) for name in tuple(LEDGER)[4:]}
    shown = [
        text(f"check.part.{name}", problem.lang, count=count)
        for name, count in parts.items()
        if count or name == "households"
    ]
    return f"{int(ledger['rows'].sum())} = {' + '.join(shown)}"


def _counts(problem: Problem, linked: Linked) -> dict[str, str | int | float]:
    homes, people = problem.households, problem.people
    counted = (homes["residence"] != "vacant").to_numpy()
    served = linked.served
    rows = int(counted.sum()) + len(problem.set_aside)
    important = (homes["priority"] != "").to_numpy() & counted
    able = (people["excluded"] == "").to_numpy()
    reasons = {
        f"unserved.{reason}": int((linked.why.reason == reason).sum())
        for reason in UNSERVED_REASONS
        if reason in linked.why.reason
    }
    return {
        "rows_total": rows,
        "households": int(counted.sum()),
        "served": int(served.sum()),
        "own_homes": int(linked.own_home.sum()),
        "estimated": int((served & (homes["distance_kind"] == "estimated").to_numpy()).sum()),
        "unserved": int((counted & ~served).sum()),
        **reasons,
        "set_aside": len(problem.set_aside),
        "vacant": int((~counted).sum()),
        "coverage_pct": coverage_pct(int(served.sum()), rows),
        "priority_households": int(important.sum()),
        "priority_served": int((important & served).sum()),
        "able_members": int(able.sum()),
        "excluded_members": int((~able).sum()),
    }


def _loads(problem: Problem, linked: Linked) -> dict[str, str | int | float]:
    able = (problem.people["excluded"] == "").to_numpy()
    load = linked.load[able]
    target = problem.people["target_load"].to_numpy()[able]
    least = problem.people["min_load"].to_numpy()[able]
    if not len(load):
        return {"shortfall": 0.0}
    return {
        "min_load": float(load.min()),
        "mean_load": round(float(load.mean()), 2),
        "max_load": float(load.max()),
        "near_target_pct": round(100 * float((np.abs(load - target) <= 2).mean()), 1),
        "shortfall": round(float(np.maximum(0, least - load).sum()), 2),
    }


def _distances(problem: Problem, linked: Linked) -> dict[str, str | int | float]:
    measured = (linked.person >= 0) & ~linked.own_home & np.isfinite(linked.walking_m)
    metres = linked.walking_m[measured]
    if not len(metres):
        return {}
    rough = linked.straight_m[measured] * max(ROUGH_DETOUR, problem.rules.detour)
    return {
        "mean_distance_m": round(float(metres.mean()), 1),
        "p95_distance_m": round(float(np.quantile(metres, 0.95)), 1),
        "max_distance_m": round(float(metres.max()), 1),
        "beyond_limit_at_detour_1_3": int((rough > problem.rules.limit_m).sum()),
    }


def _circles(problem: Problem, linked: Linked, solution: Solution) -> dict[str, str | int | float]:
    """Figures of the circles; the bound and the price are the solver's."""
    if linked.circles is None:
        return {}
    figures: dict[str, str | int | float] = {**circle_figures(problem, linked.circles)}
    if solution.circles is not None and solution.circles.bound is not None:
        figures["circles_bound"] = solution.circles.bound
    if solution.price is not None:
        figures["circles_price_households"] = solution.price.households
        figures["circles_price_m"] = round(solution.price.metres, 2)
    return figures


def _objective(problem: Problem, linked: Linked, proof: Proof | None) -> dict[str, str | int | float]:
    """Objective in metres; its bound is the objective less the gap that the solver leaves."""
    carried = np.flatnonzero((linked.person >= 0) & ~linked.own_home)
    # Who is not located, or served although there is no way, counts no metres.
    metres = np.nan_to_num(linked.walking_m[carried], posinf=0.0)
    cost_cm = float(pair_cost_cm(problem, Pairs(carried, linked.person[carried], metres)).sum())
    able = (problem.people["excluded"] == "").to_numpy()
    target = problem.people["target_load"].to_numpy()[able]
    objective_m = (cost_cm + balance_cm(linked.load[able], target, problem.rules.balance_m)) / CM_PER_M
    figures: dict[str, str | int | float] = {"objective_m": round(objective_m, 2)}
    if proof is None:
        return {"status": "given", **figures}
    proved = proof.tiers_proved and proof.gap_m == 0
    gap_pct = 100 * proof.gap_m / max(abs(objective_m), 1e-9)
    return {
        "status": "optimal" if proved else "feasible",
        "served_bound": int(linked.served.sum() + proof.served_gap),
        **figures,
        "bound_m": round(objective_m - proof.gap_m, 2),
        "gap_pct": round(gap_pct, 4),
    }
