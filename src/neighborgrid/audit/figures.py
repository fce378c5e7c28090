"""Rules on the figures of Summary and Ledger, each figure recomputed from the decision cells.

Own homes count as served; they have no part in loads, distances and the objective. Vacant houses are
no part of any figure but ``vacant``. ``coverage_pct`` is served / (households + rows set aside), rounded
down to 0.01.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit import boundary
from neighborgrid.audit.tables import lookup, numbers, texts
from neighborgrid.model import EXCLUSION_REASONS, UNSERVED_REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Floats
    from neighborgrid.findings import Finding

_EXACT: Final = 1e-6
_METRES: Final = 0.5
_ONE_DECIMAL: Final = 0.051
_ROUGH_DETOUR: Final = 1.3
_NEAR_TARGET: Final = 2
_CENT_M: Final = 0.01
_MOST_DOUBT_M: Final = 0.1
"""Of a way that may be measured in several ways the one that the plan took is known."""
REQUIRED: Final = (
    "rows_total",
    "households",
    "served",
    "own_homes",
    "unserved",
    "coverage_pct",
    "able_members",
)
"""Figures that every summary states."""
REQUIRED_OF_CIRCLES: Final = ("circles", "outside_circle", "team_shortfall", "stand_ins")
"""Figures that the summary of a plan with circles states too."""
SLACK: Final = {
    "mean_load": _ONE_DECIMAL,
    "near_target_pct": _ONE_DECIMAL,
    "shortfall": _ONE_DECIMAL,
    "mean_distance_m": _METRES,
    "p95_distance_m": _METRES,
    "max_distance_m": _METRES,
    "circle_member_m": _METRES,
    "circle_household_m": _METRES,
}
"""Figures that may be stated rounded, and by how much; all others are exact."""
OF_CIRCLES: Final = frozenset((*REQUIRED_OF_CIRCLES, "circle_member_m", "circle_household_m"))
LEDGER_PARTS: Final = ("households", "members", "duplicates", "subtotals", "notes", "blanks", "set_aside")


def totals(facts: Facts) -> dict[str, float]:
    """Figures of the plan by their key in Summary; NaN where there is nothing to take a mean of."""
    served = int(facts.served.sum())
    waiting_or_served = int((~facts.vacant).sum())
    set_aside = int(facts.set_aside.sum())
    rows_total = waiting_or_served + set_aside
    estimated = facts.served & (facts.column("distance_kind") == "estimated")
    metres = _metres(facts)
    return {
        "rows_total": rows_total,
        "households": waiting_or_served,
        "served": served,
        "own_homes": int(facts.own.sum()),
        "estimated": int(estimated.sum()),
        "unserved": waiting_or_served - served,
        "set_aside": set_aside,
        "vacant": int(facts.vacant.sum()),
        "able_members": facts.members,
        "excluded_members": len(facts.plan.excluded),
        # Whole-number division: 99.999 % must never be printed as 100.
        "coverage_pct": served * 10_000 // rows_total / 100 if rows_total else 100.0,
        **_priority(facts),
        **_waiting(facts),
        **_loads(facts),
        "mean_distance_m": float(metres.mean()) if len(metres) else float("nan"),
        "p95_distance_m": float(np.percentile(metres, 95)) if len(metres) else float("nan"),
        "max_distance_m": float(metres.max()) if len(metres) else float("nan"),
        "beyond_limit_at_detour_1_3": _beyond_at_rough_detour(facts),
        "distance_cost": float(metres.sum()),
        "objective_m": objective_m(facts),
        **_circles(facts),
    }


def amounts(facts: Facts) -> dict[str, Floats]:
    """What the figures of loads and distances are taken of.

    ``load`` and ``cap`` by member; ``work``, ``distance_m`` (NaN where it cannot be measured, inf where there
    is no way on foot) and ``estimated`` (1 or 0) by household that is served other than as an own home.
    """
    estimated = facts.column("distance_kind") == "estimated"
    return {
        "load": facts.load,
        "cap": facts.cap,
        "work": facts.work[facts.counted],
        "distance_m": facts.distance_m[facts.counted],
        "estimated": estimated[facts.counted].astype(float),
    }


def _metres(facts: Facts) -> Floats:
    metres = facts.distance_m[facts.counted]
    return metres[np.isfinite(metres)]


def _circles(facts: Facts) -> dict[str, float]:
    """Figures of circles; none where the plan has no circles."""
    circles = facts.circles
    if not circles.on:
        return {}
    detour = facts.plan.rules.detour
    return {
        "circles": len(circles.ids),
        "outside_circle": int(circles.outside.sum()),
        "team_shortfall": circles.team_shortfall,
        "stand_ins": circles.stand_ins,
        "circle_member_m": _mean(circles.member_straight_m * detour),
        "circle_household_m": _mean(circles.household_straight_m[circles.counted] * detour),
    }


def _mean(metres: Floats) -> float:
    known = metres[np.isfinite(metres)]
    return float(known.mean()) if len(known) else float("nan")


def _priority(facts: Facts) -> dict[str, float]:
    important = (facts.column("priority") != "") & ~facts.vacant
    return {
        "priority_households": int(important.sum()),
        "priority_served": int((important & facts.served).sum()),
    }


def _waiting(facts: Facts) -> dict[str, float]:
    """Waiting households by the reason in their cell, which NG325 checks."""
    stated = facts.column("reason")[facts.waiting]
    return {f"unserved.{reason}": int((stated == reason).sum()) for reason in UNSERVED_REASONS}


def _loads(facts: Facts) -> dict[str, float]:
    if not facts.members:
        return {"shortfall": 0.0}
    least = np.nan_to_num(numbers(facts.plan.members, "min_load"))
    target = np.nan_to_num(numbers(facts.plan.members, "target_load"))
    return {
        "min_load": float(facts.load.min()),
        "mean_load": float(facts.load.mean()),
        "max_load": float(facts.load.max()),
        "near_target_pct": 100 * float((np.abs(facts.load - target) <= _NEAR_TARGET).mean()),
        "shortfall": float(np.maximum(0, least - facts.load).sum()),
    }


def _beyond_at_rough_detour(facts: Facts) -> int:
    """Households that would be beyond the limit if every way were 1.3 times the straight line."""
    factor = max(_ROUGH_DETOUR, facts.plan.rules.detour)
    walked = facts.counted & np.isfinite(facts.distance_m)
    return int((facts.straight_m[walked] * factor > facts.plan.rules.limit_m).sum())


def objective_m(facts: Facts) -> float:
    """Metres of the last tier: distances + balance_m x sum of (load - target)^2 - bonuses."""
    target = np.nan_to_num(numbers(facts.plan.members, "target_load"))
    squares = float(((facts.load - target) ** 2).sum())
    # A plan's costs are whole centimetres, and so is the weight that multiplies whole loads.
    balance_m = round(facts.plan.rules.balance_m * 100) / 100
    return float(_metres(facts).sum()) + balance_m * squares - _bonuses_m(facts)


def _bonuses_m(facts: Facts) -> float:
    rules = facts.plan.rules
    rows = np.flatnonzero(facts.counted)
    homes, people = facts.places
    grouped = boundary.same_group(homes.take(rows), people.take(facts.person[rows])).sum()
    kept = (facts.column("previous_member_id")[rows] == facts.member_id[rows]).sum()
    wishes = facts.column("prefer")[rows]
    asked = np.flatnonzero(wishes != "")
    granted = sum(facts.member_id[rows[at]] in str(wishes[at]).split("、") for at in asked)
    return float(rules.prefer_m * granted + rules.same_group_m * grouped + rules.keep_m * kept)


def untrue(facts: Facts) -> list[tuple[str, int, float, float]]:
    """Figures of Summary that are not true: (key, row of Summary, stated, true)."""
    # A summary that speaks of circles is untrue where there are none (any more).
    true = {**dict.fromkeys(OF_CIRCLES, 0.0), **totals(facts)}
    found = []
    for row, (key, value) in enumerate(facts.plan.summary.items()):
        if key in true and str(value).strip() != "":
            stated, slack = _number(value), _slack(facts, key)
            # NaN never is within the slack, so a figure that is no number is untrue.
            if not (abs(stated - true[key]) <= slack or (np.isnan(stated) and np.isnan(true[key]))):
                found.append((key, row, stated, true[key]))
    return found


def _slack(facts: Facts, key: str) -> float:
    if key in {"objective_m", "distance_cost"}:
        # The solver rounds each household's cost to whole centimetres.
        doubt_m = np.minimum(facts.walking.doubt_m[facts.counted], _MOST_DOUBT_M)
        return _CENT_M * (int(facts.counted.sum()) + 1) + float(doubt_m.sum())
    return SLACK.get(key, _EXACT)


def _number(value: object) -> float:
    try:
        return float(str(value).rstrip("%"))
    except ValueError:
        return float("nan")


def _settled(facts: Facts) -> bool:
    """Whether the summary is about this plan as it stands."""
    return not (facts.edited.any() or facts.existing or facts.part)


def out_of_date(facts: Facts) -> list[int]:
    """Rows of Summary that are untrue since a change by hand: of members, or of circles."""
    if facts.part:
        return []
    changed, circled = bool(facts.edited.any()), _circles_changed(facts)
    if not (changed or circled):
        return []
    return [row for key, row, _, _ in untrue(facts) if changed or key in OF_CIRCLES]


def _circles_changed(facts: Facts) -> bool:
    circles = facts.circles
    return not facts.existing and (circles.edited if circles.on else circles.mentioned)


def ng344_summary_complete(facts: Facts) -> Iterator[Finding]:
    """The summary of a plan states its counts, also after changes by hand."""
    if facts.existing or facts.part:
        return
    stated = facts.plan.summary
    required = REQUIRED + (REQUIRED_OF_CIRCLES if facts.circles.on else ())
    missing = [key for key in required if str(stated.get(key, "")).strip() == ""]
    if missing:
        keys = "  ".join(facts.word("sum", key, key) for key in missing)
        yield facts.at(facts.whole("summary"), "NG344", keys=keys)


def ng335_summary_true(facts: Facts) -> Iterator[Finding]:
    """The figures of Summary are true; after a change by hand they are stale instead."""
    if not _settled(facts):
        return
    stale = OF_CIRCLES if _circles_changed(facts) else frozenset[str]()
    for key, row, stated, true in untrue(facts):
        if key != "objective_m" and key not in stale:
            place = facts.summary_place(row)
            yield facts.at(
                place, "NG335", key=facts.word("sum", key, key), stated=f"{stated:.10g}", true=f"{true:.10g}"
            )


def ng336_objective_true(facts: Facts) -> Iterator[Finding]:
    """The objective stated is that of the plan."""
    if not _settled(facts):
        return
    for key, row, stated, true in untrue(facts):
        if key == "objective_m":
            yield facts.at(facts.summary_place(row), "NG336", stated=f"{stated:.2f}", true=f"{true:.2f}")


def ng334_bounds_hold(facts: Facts) -> Iterator[Finding]:
    """No bound that the plan claims is beaten by the plan itself."""
    # The choice that people made claims no bound.
    if not _settled(facts) or facts.plan.summary.get("status") == "given":
        return
    true, stated = totals(facts), {key: _number(value) for key, value in facts.plan.summary.items()}
    slack = _slack(facts, "objective_m")
    beaten = {
        "bound_m": stated.get("bound_m", -np.inf) > true["objective_m"] + slack,
        "served_bound": stated.get("served_bound", np.inf) < true["served"],
    }
    if facts.circles.on and not facts.circles.edited:
        # The best plan without circles that serves the same households is no worse than this one, unless it
        # spends metres on least loads, which stand above them.
        if not np.nan_to_num(numbers(facts.plan.members, "min_load")).any():
            beaten["circles_price_m"] = stated.get("circles_price_m", 0) < -slack
        beaten["circles_bound"] = stated.get("circles_bound", 0) > true["circles"]
    for row, key in enumerate(stated):
        if beaten.get(key):
            yield facts.at(
                facts.summary_place(row),
                "NG334",
                key=facts.word("sum", key, key),
                stated=f"{stated[key]:.10g}",
            )


def ng337_ledger_balanced(facts: Facts) -> Iterator[Finding]:
    """Each ledger row: rows = households + members + duplicates + subtotals + notes + blanks + set aside."""
    ledger = facts.plan.tables["ledger"]
    parts = ledger[list(LEDGER_PARTS)].sum(axis=1).to_numpy()
    rows = ledger["rows"].to_numpy()
    for row in np.flatnonzero(rows != parts):
        yield facts.finding("NG337", "ledger", int(row), "rows", rows=int(rows[row]), parts=int(parts[row]))


def ng338_ledger_total(facts: Facts) -> Iterator[Finding]:
    """The ledger's totals are the rows of the plan: nobody was lost between sheets and plan."""
    ledger = facts.plan.tables["ledger"]
    if facts.part or (facts.existing and ledger.empty):
        return
    held = {
        "households": len(facts.plan.households),
        "members": len(facts.person_id),
        "set_aside": int(facts.set_aside.sum()),
    }
    for column, count in held.items():
        total = int(ledger[column].sum())
        if total != count:
            place = facts.whole("ledger", column)
            yield facts.at(place, "NG338", column=facts.word("col", column), total=total, count=count)


def ng339_excluded_reason(facts: Facts) -> Iterator[Finding]:
    """Every excluded person has a reason of the closed set."""
    reasons = texts(facts.plan.excluded, "reason")
    known = lookup(np.array(EXCLUSION_REASONS, dtype=object), reasons) >= 0
    for row in np.flatnonzero(~known):
        yield facts.finding(
            "NG339", "excluded", int(row), "reason", id=texts(facts.plan.excluded, "member_id")[row]
        )
