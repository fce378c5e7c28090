"""Results of a plan or an audit, as sentences, tables and bars for people, JSON or CSV for programs.

What people see fits one screen: coverage first, the equation of all households last.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neighborgrid.cli.charts import charts, columns_of, folded
from neighborgrid.cli.histogram import Amounts, of_audit, of_plan, to_json
from neighborgrid.cli.options import Format
from neighborgrid.cli.screen import Screen, table
from neighborgrid.findings import Severity
from neighborgrid.outputs.coverage_table import percent
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping

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
DROPPED_COLUMNS = ("farthest_m", "mean_load", "able_members", "estimated", "rows", "served")
"""Columns that a narrow screen goes without, in this order."""


HEIGHT, HEIGHT_OF_SEVERAL = 24, 30
"""Lines of a screen with one village, and with a table of villages."""
LEAST_VILLAGES, LEAST_BARS = 3, 5
"""Lines that the table of villages and the bars have however little room there is."""
SAID_AFTER = 2
"""Lines that a run says on stderr behind its result: where it was written, and what to do next."""
SAID_FINDINGS = 8
"""Findings that are told at the most unless all are asked for."""
FAIR_PCT = 90.0
"""Coverage below which it is shown as poor where no other is asked for."""


@dataclass(frozen=True)
class Audited:
    """An audit to show: its result, the distance limit, the coverage asked for, if any."""

    result: AuditResult
    limit_m: float
    wanted_pct: float | None = None

    @property
    def amounts(self) -> Amounts:
        """Loads and distances of the plan as the audit sees them."""
        return of_audit(self.result, self.limit_m)


@dataclass(frozen=True)
class _Say:
    """Sentences in the language of a screen."""

    screen: Screen

    def __call__(self, key: str, **values: object) -> str:
        return text(key, self.screen.lang, **values)


@dataclass(frozen=True)
class _Page:
    """A result for people: ``above`` and ``below`` the bars; ``after`` lines follow on stderr."""

    coverage: str
    villages: pd.DataFrame
    above: list[str]
    amounts: Amounts
    below: list[str]
    after: int


def plan_result(plan: Plan, form: Format, screen: Screen) -> None:
    """Show what a plan achieves."""
    if form is Format.JSON:
        screen.json(plan_json(plan))
    elif form is Format.CSV:
        screen.product(villages_csv(plan.tables["villages"]))
    else:
        _show(_plan_page(plan, screen), screen, alone=False)


def plan_json(plan: Plan) -> dict[str, object]:
    """What a plan achieves, for programs."""
    return {
        "summary": dict(plan.summary),
        "villages": records(plan.tables["villages"]),
        "histograms": to_json(of_plan(plan)),
    }


def audit_result(audited: Audited, screen: Screen) -> None:
    """Show what the audit counted."""
    _show(_audit_page(audited, screen), screen, alone=True)


def _show(page: _Page, screen: Screen, *, alone: bool) -> None:
    """Put a page on stdout; a table of one village is shown where it stands ``alone`` for the sentences."""
    several = len(page.villages) > 1
    above, below = _folded(page.above, screen), _folded(page.below, screen)
    room = HEIGHT_OF_SEVERAL if several else HEIGHT
    room -= len(page.coverage.splitlines()) + len(above) + len(below) + page.after
    lines = [page.coverage]
    if several or alone:
        # The table's head, and the line for the villages that are not shown.
        room -= 2
        most = min(VILLAGES_SHOWN, max(LEAST_VILLAGES, room // 3))
        room -= min(len(page.villages), most)
        lines.append(villages_table(page.villages, screen, most))
    bars = charts(page.amounts, screen, max(LEAST_BARS, room - 1))
    if bars and len(bars) + 2 <= room:
        bars = ["", *bars, ""]
    screen.product("\n".join([*lines, *above, *bars, *below]))


def _folded(sentences: list[str], screen: Screen) -> list[str]:
    return [line for sentence in sentences for line in folded(sentence, screen.width)]


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


def villages_table(villages: pd.DataFrame, screen: Screen, most: int = VILLAGES_SHOWN) -> str:
    """Villages, those with most waiting households first, and a line for the rest."""
    ordered = villages.sort_values("unserved", ascending=False, kind="stable").head(most)
    shown = _narrow(ordered, screen)
    rest = len(villages) - len(ordered)
    return shown + ("\n" + text("cli.more_villages", screen.lang, count=rest) if rest else "")


def _narrow(villages: pd.DataFrame, screen: Screen) -> str:
    """Table of the columns for which there is room."""
    records = villages.to_dict(orient="records")
    for left in range(len(DROPPED_COLUMNS) + 1):
        names = [name for name in SHOWN_COLUMNS if name not in DROPPED_COLUMNS[:left]]
        head = [text(f"col.{name}", screen.lang) for name in names]
        shown = table(head, [[_cell(row[name]) for name in names] for row in records])
        if max(map(columns_of, shown.splitlines())) <= screen.width:
            break
    return shown


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if value != value else f"{value:.1f}"
    return str(value) or "-"


def _coverage(figures: Mapping[str, str | int | float], wanted: float | None, say: _Say, known: bool) -> str:
    """Coverage first, and how many households are served; in the colour of how good it is.

    ``known``: there are distances to speak of, and none is missing.
    """
    served, rows, estimated = (int(figures[key]) for key in ("served", "rows_total", "estimated"))
    values = {"coverage": percent(float(figures["coverage_pct"])), "served": served}
    if not known:
        line = say("cli.coverage_only", **values)
    elif estimated:
        line = say("cli.coverage_estimated", known=served - estimated, estimated=estimated, **values)
    else:
        line = say("cli.coverage", **values)
    # Compared unrounded: 99.996 % is not 100 %.
    least = FAIR_PCT if wanted is None else wanted
    reached = 100 * served >= least * rows
    good = served == rows or (reached and wanted is not None)
    style = "good" if good else "fair" if reached else "poor"
    return "\n".join(say.screen.styled(part, style) for part in folded(line, say.screen.width))


def _plan_page(plan: Plan, screen: Screen) -> _Page:
    """Result of a plan, ending in one equation: rows = served + waiting + set aside."""
    figures, say, amounts = plan.summary, _Say(screen), of_plan(plan)
    above = [
        say(
            "cli.people",
            households=figures["rows_total"],
            able=figures["able_members"],
            excluded=figures["excluded_members"],
        )
    ]
    if figures["vacant"]:
        above.append(say("cli.vacant", count=figures["vacant"]))
    if figures["unserved"]:
        above.append(say("cli.waiting", count=figures["unserved"], reasons=reasons(plan, screen.lang)))
    above += _ground(plan, say)
    if "mean_load" in figures and "max_distance_m" in figures:
        above.append(_loads(figures, amounts, say))
    below = [*_caps(plan, say), *_circles(figures, say), *_proof(figures, say)]
    equation = say(
        "cli.equation",
        rows=figures["rows_total"],
        linked=int(figures["served"]) - int(figures["own_homes"]),
        own=figures["own_homes"],
        waiting=figures["unserved"],
        aside=figures["set_aside"],
        coverage=percent(float(figures["coverage_pct"])),
    )
    coverage = _coverage(figures, plan.rules.coverage_pct, say, not amounts.unmeasured)
    villages = plan.tables["villages"]
    return _Page(coverage, villages, above, amounts, [*below, equation], SAID_AFTER)


def _audit_page(audited: Audited, screen: Screen) -> _Page:
    """Counts of findings, and the equation of the audit's own figures."""
    result, say = audited.result, _Say(screen)
    counts = {severity: 0 for severity in Severity}
    for finding in result.findings:
        counts[finding.severity] += 1
    found = say(
        "validate.counts",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
    totals = result.totals
    equation = say(
        "validate.equation",
        rows=f"{totals['rows_total']:.0f}",
        served=f"{totals['served']:.0f}",
        waiting=f"{totals['unserved']:.0f}",
        aside=f"{totals['set_aside']:.0f}",
        coverage=percent(totals["coverage_pct"]),
    )
    amounts = audited.amounts
    known = totals["served"] > 0 and not amounts.unmeasured
    coverage = _coverage(totals, audited.wanted_pct, say, known)
    after = SAID_AFTER + min(SAID_FINDINGS + 1, len(result.findings))
    return _Page(coverage, result.coverage, [], amounts, [found, equation], after)


def reasons(plan: Plan, lang: Lang) -> str:
    """Why households wait, with their numbers; "" where none waits."""
    limit = f"{plan.rules.limit_m:g}"
    said = []
    for key, count in plan.summary.items():
        if key.startswith(REASON):
            reason = text(f"why.{key.removeprefix(REASON)}", lang, limit=limit)
            said.append(text("cli.reason", lang, reason=reason, count=count))
    return text("cli.and", lang).join(said)


def _loads(figures: Mapping[str, str | int | float], amounts: Amounts, say: _Say) -> str:
    """Loads and the farthest way; where households differ in weight, loads count no households."""
    away = bool((amounts.work == 0).any())
    key = ("cli.loads_away" if away else "cli.loads") if amounts.equal else "cli.loads_work"
    return say(
        key,
        low=f"{figures['min_load']:g}",
        high=f"{figures['max_load']:g}",
        mean=f"{figures['mean_load']:.1f}",
        far=f"{figures['max_distance_m']:.0f}",
    )


def _ground(plan: Plan, say: _Say) -> list[str]:
    """On what walking was measured, and how many households could only be measured straight."""
    files = plan.rules.ground
    if not files:
        return []
    homes = plan.households
    served = (homes["member_id"] != "") & (homes["own_home"] == "")
    # Of estimated positions the plan does not say how the way was measured.
    straight = int((served & (homes["distance_kind"] == "straight")).sum())
    names = say("explain.ids").join(file.name for file in files.values())
    key = "cli.ground_some" if straight else "cli.ground"
    if set(files) == {"places.barriers"}:
        key = "cli.ground_barriers"
    return [say(key, files=names, count=straight)]


def _caps(plan: Plan, say: _Say) -> list[str]:
    """Where the automatic cap was relaxed."""
    low = plan.rules.auto_range[0]
    relaxed = {name: cap for name, cap in plan.auto_caps.items() if cap > low}
    if not relaxed:
        return []
    if len(relaxed) == 1:
        ((name, cap),) = relaxed.items()
        return [say("cli.cap_one", village=name.rpartition("/")[2], low=low, cap=cap)]
    return [say("cli.cap_many", count=len(relaxed), low=low, cap=max(relaxed.values()))]


def _circles(figures: Mapping[str, str | int | float], say: _Say) -> list[str]:
    """Circles, how many there must be at least, who is outside or stands in, and what they cost."""
    if not figures.get("circles"):
        return []
    said = [
        say(
            "cli.circles",
            count=figures["circles"],
            least=figures["circles_bound"],
            metres=f"{figures['circle_member_m']:.0f}",
        )
    ]
    for key, sentence in (("stand_ins", "cli.circles_posts"), ("outside_circle", "cli.circles_outside")):
        if figures[key]:
            said.append(say(sentence, count=figures[key]))
    households, metres = int(figures["circles_price_households"]), float(figures["circles_price_m"])
    if households or metres >= 1:
        said.append(say("cli.circles_price", households=households, metres=f"{metres:.0f}"))
    return said


def _proof(figures: Mapping[str, str | int | float], say: _Say) -> list[str]:
    """What is proved about the plan."""
    if figures["status"] == "optimal":
        return [say("cli.proved_circles" if figures.get("circles") else "cli.proved")]
    if figures["status"] == "feasible":
        return [say("cli.gap", gap=f"{figures['gap_pct']:.2f}")]
    return []
