"""What ``recruit`` found, as sentences and tables for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.cli.options import Format
from neighborgrid.cli.screen import Screen, table
from neighborgrid.findings import Finding
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.advice.recruit import Recruits
    from neighborgrid.cli.again import Again
    from neighborgrid.rules import Value
    from neighborgrid.words import Lang

SHOWN: Final = 15
"""New members, or villages, that the terminal lists one by one."""
LISTED: Final = ("number", "village", "group", "household_id", "waiting", "households")
TEXT_COLUMNS: Final = 4


def report(found: Recruits, again: Again, form: Format, screen: Screen) -> None:
    """Show what was found."""
    if found.matrix and len(found.table):
        screen.findings([Finding("NG265")])
    if form is Format.JSON:
        screen.json(as_json(found))
    elif form is Format.CSV:
        screen.product(_csv(found))
    else:
        _sentences(found, again, screen)


def as_json(found: Recruits) -> dict[str, Any]:
    """All that was found, for programs."""
    ladder = found.ladder
    figures = ("rows", "served_today", "served_replanned", "served", "reachable", "wanted", "moved")
    return {
        "coverage_wanted_pct": found.wanted_pct,
        **{name: getattr(found, name) for name in figures},
        "coverage_pct": found.pct(found.served),
        "recruits": len(found.table),
        "bound": found.bound if found.exact else None,
        "left": dict(found.left),
        "not_helped_by_recruits": dict(found.hopeless),
        "coverage_table": [
            {
                "limit_m": float(limit),
                "least_cap": cap if cap else None,
                "served": int(served),
                "coverage_pct": found.pct(int(served)),
            }
            for limit, row in zip(ladder.limits, ladder.served, strict=True)
            for cap, served in zip(ladder.caps, row, strict=True)
        ],
        "list": found.table.to_dict(orient="records"),
    }


def _csv(found: Recruits) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(found.table.columns)
    writer.writerows(found.table.itertuples(index=False))
    return out.getvalue()


def _sentences(found: Recruits, again: Again, screen: Screen) -> None:
    served, rows = found.served_today, found.rows
    screen.tell("recruit.now", rows=rows, served=served, pct=_pct(found, served), waiting=rows - served)
    if served == rows:
        screen.tell("recruit.nobody_waits")
        return
    if found.served_replanned > served:
        anew = found.served_replanned
        kind = "recruit.replan_circles" if found.strict else "recruit.replan"
        screen.tell(kind, served=anew, pct=_pct(found, anew))
    _ladder(found, again, screen)
    _answer(found, again, screen)


def _pct(found: Recruits, served: int) -> str:
    return f"{found.pct(served):.2f}"


def _ladder(found: Recruits, again: Again, screen: Screen) -> None:
    """Table of coverage against limit and cap, the cells of today and of the goal marked."""
    ladder, lang = found.ladder, screen.lang
    goal, wanted = found.first_goal(), f"{found.wanted_pct:g}"
    if goal < found.wanted:
        wanted = _pct(found, goal)
    first = ladder.first_of(goal)
    caps = [text("recruit.cap", lang, cap=cap) for cap in ladder.caps[1:]]
    head = [text("recruit.limit", lang), text("recruit.caps_now", lang), *caps]
    rows = []
    for row, limit in enumerate(ladder.limits):
        cells = [_pct(found, int(served)) for served in ladder.served[row]]
        cells = [cell + _mark((row, column), first) for column, cell in enumerate(cells)]
        rows.append([f"{limit:g}", *cells])
    screen.tell("recruit.ladder")
    screen.product(table(head, rows))
    screen.tell("recruit.marks_none" if first is None else "recruit.marks", wanted=wanted)
    if not found.exact:
        screen.tell("recruit.at_least")
    if first is not None and first != (0, 0):
        _instead(found, again, wanted, first, screen)


def _mark(cell: tuple[int, int], first: tuple[int, int] | None) -> str:
    """Mark of a cell; a blank where there is none keeps the points below each other."""
    mark = ("*" if cell == (0, 0) else "") + ("√" if cell == first else "")
    return mark if mark else " "


def _instead(found: Recruits, again: Again, wanted: str, cell: tuple[int, int], screen: Screen) -> None:
    """Command that stands for a cell of the table, and whom it does not reach."""
    from neighborgrid.advice.recruit import raised

    limit_m, cap = found.ladder.limits[cell[0]], found.ladder.caps[cell[1]]
    changed: dict[str, Value] = {"plan.limit_m": limit_m} if cell[0] else {}
    lower = 0
    if cell[1]:
        lifted, lower = raised(again.plan, cap)
        changed |= lifted
    command = again.command(screen.lang, changed | _without_circles(found))
    screen.tell("recruit.instead", wanted=wanted, command=command)
    if lower:
        screen.tell("recruit.own_caps", count=lower, cap=cap)


def _without_circles(found: Recruits) -> dict[str, Value]:
    """Circles are left out of account, so where they bind they have to go for the numbers to hold."""
    return {"circles.mode": "off"} if found.strict else {}


def _answer(found: Recruits, again: Again, screen: Screen) -> None:
    """How many, where, what then, and who is left."""
    lang, limit = screen.lang, f"{again.plan.rules.limit_m:g}"
    pct, count = f"{found.wanted_pct:g}", len(found.table)
    if found.wanted > found.reachable:
        most = _pct(found, found.reachable)
        reasons = _reasons(found.hopeless, lang, limit)
        screen.tell(
            "recruit.unreachable", wanted=pct, count=found.rows - found.reachable, reasons=reasons, pct=most
        )
        pct = most
    if not count:
        if found.reachable == found.served_replanned and found.wanted > found.reachable:
            screen.tell("recruit.useless")
        else:
            anew = "recruit.reached_circles" if found.strict else "recruit.reached_anew"
            screen.tell("recruit.reached" if found.served_today >= found.goal else anew, wanted=pct)
        return
    gap = count - found.bound
    kind = "_estimate" if not found.exact else "_gap" if gap else ""
    screen.tell(f"recruit.answer{kind}", wanted=pct, count=count, bound=found.bound, gap=gap)
    screen.product(_list(found, lang) if count <= SHOWN else _villages(found, lang))
    if count > SHOWN:
        screen.tell("recruit.list")
    screen.tell("recruit.ask")
    moved = "recruit.then_moved" if found.moved else "recruit.then"
    screen.tell(moved, served=found.served, pct=_pct(found, found.served), moved=found.moved)
    screen.tell("recruit.keep", plan=again.source)
    left = sum(found.left.values())
    if left:
        screen.tell("recruit.left", count=left, reasons=_reasons(found.left, lang, limit))
    if found.circles:
        screen.tell("recruit.circles")


def _reasons(counts: Mapping[str, int], lang: Lang, limit: str) -> str:
    said = [
        text("cli.reason", lang, reason=text(f"why.{reason}", lang, limit=limit), count=count)
        for reason, count in counts.items()
    ]
    return text("cli.and", lang).join(said)


def _list(found: Recruits, lang: Lang) -> str:
    """New members one by one."""
    notes = [text("cli.and", lang).join(text(f"recruit.{one}", lang) for one in row) for row in found.notes()]
    head = [text(f"recruit.col.{name}", lang) for name in LISTED]
    rows = [
        [str(row[name]) if row[name] != "" else "-" for name in LISTED]
        for row in found.table.to_dict(orient="records")
    ]
    if any(notes):
        head.append(text("recruit.col.note", lang))
        rows = [[*row, note] for row, note in zip(rows, notes, strict=True)]
    return table(head, rows, left=TEXT_COLUMNS)


def _villages(found: Recruits, lang: Lang) -> str:
    """Sums by village, those that need most first."""
    sums = found.by_village()
    shown = sums[:SHOWN]
    columns = ("township", "village", "members", "waiting")
    made = table(
        [text(f"recruit.col.{name}", lang) for name in columns],
        [[str(cell) if cell != "" else "-" for cell in row] for row in shown],
        left=2,
    )
    rest = len(sums) - len(shown)
    return made + ("\n" + text("recruit.more", lang, count=rest) if rest else "")


def next_step(found: Recruits, again: Again, cap: int | None, screen: Screen) -> None:
    """Say what to type next, where there is anything to do; ``cap`` is the one that was asked for."""
    lang = screen.lang
    if len(found.table):
        own = "" if cap is None else text("recruit.next_cap", lang, cap=cap)
        screen.say("recruit.next", own=own, command=again.command(lang))
    elif found.served_today < found.goal:
        screen.say("recruit.next_again", command=again.command(lang, _without_circles(found)))
    else:
        return
    if again.plan.inputs and again.folder is None:
        screen.say("recruit.where")
