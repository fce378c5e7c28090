"""Results of a plan or an audit, as sentences and tables for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from neighborgrid.cli.options import Format
from neighborgrid.cli.screen import Screen, table
from neighborgrid.findings import Severity
from neighborgrid.words import text

if TYPE_CHECKING:
    import pandas as pd

    from neighborgrid.audit.check import AuditResult
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

REASON = "unserved."
"""Stands before a reason in the keys of the summary."""
VILLAGES_SHOWN = 15
"""Villages in the terminal's table; the workbook has them all."""
SHOWN_COLUMNS = (
    "village",
    "rows",
    "served",
    "estimated",
    "unserved",
    "able_members",
    "mean_load",
    "farthest_m",
)


def plan_result(plan: Plan, form: Format, screen: Screen) -> None:
    """Show what a plan achieves."""
    villages = plan.tables["villages"]
    if form is Format.JSON:
        screen.json({"summary": dict(plan.summary), "villages": records(villages)})
    elif form is Format.CSV:
        screen.product(villages_csv(villages))
    else:
        if len(villages) > 1:
            screen.product(villages_table(villages, screen))
        _sentences(plan, screen)


def records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Rows as plain data; what is not known is None, since JSON has no NaN."""
    rows = table.to_dict(orient="records")
    return [{str(key): None if cell != cell else cell for key, cell in row.items()} for row in rows]


def villages_csv(villages: pd.DataFrame) -> str:
    """Villages table as CSV with the keys of the contract as header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(villages.columns)
    writer.writerows(
        [["" if cell != cell else cell for cell in row] for row in villages.itertuples(index=False)]
    )
    return out.getvalue()


def villages_table(villages: pd.DataFrame, screen: Screen) -> str:
    """Villages, those with most waiting households first, and a line for the rest."""
    ordered = villages.sort_values("unserved", ascending=False, kind="stable").head(VILLAGES_SHOWN)
    head = [text(f"col.{name}", screen.lang) for name in SHOWN_COLUMNS]
    rows = [[_cell(row[name]) for name in SHOWN_COLUMNS] for row in ordered.to_dict(orient="records")]
    shown = table(head, rows)
    rest = len(villages) - len(ordered)
    return shown + ("\n" + text("cli.more_villages", screen.lang, count=rest) if rest else "")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if value != value else f"{value:.1f}"
    return str(value) or "-"


def _sentences(plan: Plan, screen: Screen) -> None:
    """Result in words, ending in one equation: rows = served + waiting + set aside."""
    figures = plan.summary
    served, estimated = int(figures["served"]), int(figures["estimated"])
    screen.tell(
        "cli.people",
        households=figures["rows_total"],
        able=figures["able_members"],
        excluded=figures["excluded_members"],
    )
    if figures["vacant"]:
        screen.tell("cli.vacant", count=figures["vacant"])
    if estimated:
        screen.tell("cli.served_estimated", served=served, known=served - estimated, estimated=estimated)
    else:
        screen.tell("cli.served", served=served)
    if figures["unserved"]:
        screen.tell("cli.waiting", count=figures["unserved"], reasons=reasons(plan, screen.lang))
    if "mean_load" in figures and "max_distance_m" in figures:
        away = (plan.households["load"] == 0) & (plan.households["member_id"] != "")
        screen.tell(
            "cli.loads_away" if away.any() else "cli.loads",
            low=f"{figures['min_load']:g}",
            high=f"{figures['max_load']:g}",
            mean=f"{figures['mean_load']:.1f}",
            far=f"{figures['max_distance_m']:.0f}",
        )
    _caps(plan, screen)
    _circles(plan, screen)
    if figures["status"] == "optimal":
        screen.tell("cli.proved_circles" if figures.get("circles") else "cli.proved")
    elif figures["status"] == "feasible":
        screen.tell("cli.gap", gap=f"{figures['gap_pct']:.2f}")
    screen.tell(
        "cli.equation",
        rows=figures["rows_total"],
        linked=served - int(figures["own_homes"]),
        own=figures["own_homes"],
        waiting=figures["unserved"],
        aside=figures["set_aside"],
        coverage=f"{figures['coverage_pct']:.2f}",
    )


def reasons(plan: Plan, lang: Lang) -> str:
    """Why households wait, with their numbers; "" where none waits."""
    limit = f"{plan.rules.limit_m:g}"
    said = []
    for key, count in plan.summary.items():
        if key.startswith(REASON):
            reason = text(f"why.{key.removeprefix(REASON)}", lang, limit=limit)
            said.append(text("cli.reason", lang, reason=reason, count=count))
    return text("cli.and", lang).join(said)


def _caps(plan: Plan, screen: Screen) -> None:
    """Say where the automatic cap was relaxed."""
    low = plan.rules.auto_range[0]
    relaxed = {name: cap for name, cap in plan.auto_caps.items() if cap > low}
    if not relaxed:
        return
    if len(relaxed) == 1:
        ((name, cap),) = relaxed.items()
        screen.tell("cli.cap_one", village=name.rpartition("/")[2], low=low, cap=cap)
    else:
        screen.tell("cli.cap_many", count=len(relaxed), low=low, cap=max(relaxed.values()))


def _circles(plan: Plan, screen: Screen) -> None:
    """Circles, how many there must be at least, who is outside or stands in, and what they cost."""
    figures = plan.summary
    if not figures.get("circles"):
        return
    screen.tell(
        "cli.circles",
        count=figures["circles"],
        least=figures["circles_bound"],
        metres=f"{figures['circle_member_m']:.0f}",
    )
    for key, sentence in (("stand_ins", "cli.circles_posts"), ("outside_circle", "cli.circles_outside")):
        if figures[key]:
            screen.tell(sentence, count=figures[key])
    households, metres = int(figures["circles_price_households"]), float(figures["circles_price_m"])
    if households or metres >= 1:
        screen.tell("cli.circles_price", households=households, metres=f"{metres:.0f}")


def audit_sentences(result: AuditResult, screen: Screen) -> None:
    """Counts of findings, and the equation of the audit's own figures."""
    counts = {severity: 0 for severity in Severity}
    for finding in result.findings:
        counts[finding.severity] += 1
    screen.tell(
        "validate.counts",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
    totals = result.totals
    screen.tell(
        "validate.equation",
        rows=f"{totals['rows_total']:.0f}",
        served=f"{totals['served']:.0f}",
        waiting=f"{totals['unserved']:.0f}",
        aside=f"{totals['set_aside']:.0f}",
        coverage=f"{totals['coverage_pct']:.2f}",
    )
