"""Hand edits of circles: who is in which, who leads it, who is responsible; by id, name or number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from neighborgrid.findings import Finding
from neighborgrid.intake.circle_refs import BETWEEN_IDS, Circles, Named, people_in
from neighborgrid.planbook import labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from neighborgrid.findings import Place
    from neighborgrid.model import Plan
    from neighborgrid.planbook.edits import People

    Locate = Callable[[str, int], Place]

_IDS_SHOWN = 5


def apply(plan: Plan, people: People, place: Locate) -> Plan:
    """Plan in which circles and posts are ids wherever what was typed means exactly one.

    The rest stays as typed, for the audit to name: a circle that does not exist (NG180) or may be several
    (NG181), post holders whom nobody knows (NG182) or whose names are not unique (NG183), and several
    leaders of one circle (NG184).
    """
    return _with_posts(_with_members(plan, place), people, place)


def _with_members(plan: Plan, place: Locate) -> Plan:
    members = plan.members
    typed = members["circle_id"].to_numpy(dtype=object)
    circles = Circles.of(plan.tables["circles"])
    rows = [row for row in np.flatnonzero(typed != "").tolist() if typed[row] not in circles.ids]
    if not rows:
        return plan
    made, findings = typed.copy(), []
    for row in rows:
        text = str(typed[row]).strip()
        meant = circles.find(text, str(members["village"].iat[row])) if text else []
        if len(meant) == 1 or not text:
            made[row] = meant[0] if meant else ""
            continue
        values = {"member_id": members["member_id"].iat[row]}
        if meant:
            values["ids"] = " ".join(meant[:_IDS_SHOWN])
        findings.append(Finding("NG181" if meant else "NG180", place("members", row), values))
    return _with_columns(plan, "members", {"circle_id": made.tolist()}, findings)


def _with_posts(plan: Plan, people: People, place: Locate) -> Plan:
    table = plan.tables["circles"]
    findings: list[Finding] = []
    made: dict[str, list[str]] = {}
    for column in ("leader_id", "deputy_ids"):
        typed = table[column].tolist()
        cells = list(typed)
        for row, text in enumerate(typed):
            if text and not all(part in people.names for part in text.split(BETWEEN_IDS)):
                named = _named(people, text, str(table["village"].iat[row]))
                cells[row] = named.joined
                values = {
                    "circle_id": table["circle_id"].iat[row],
                    "column": labels.header(column, plan.lang, "circles"),
                }
                more = _unclear(named)
                findings += [Finding(code, place("circles", row), values | said) for code, said in more]
        if cells != typed:
            made[column] = cells
    leaders = made.get("leader_id", table["leader_id"].tolist())
    for row in [row for row, text in enumerate(leaders) if BETWEEN_IDS in text]:
        count = leaders[row].count(BETWEEN_IDS) + 1
        values = {"circle_id": table["circle_id"].iat[row], "count": count}
        findings.append(Finding("NG184", place("circles", row), values))
    return _with_columns(plan, "circles", made, findings) if made or findings else plan


def _named(people: People, text: str, village: str) -> Named:
    def find(part: str) -> list[str]:
        return [part] if part in people.names else people.with_name(part, village)

    return people_in(text, find)


def _unclear(named: Named) -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    if named.unknown:
        found.append(("NG182", {"count": named.unknown}))
    if named.several:
        found.append(("NG183", {"ids": " ".join(named.several[:_IDS_SHOWN])}))
    return found


def _with_columns(plan: Plan, name: str, columns: dict[str, list[str]], findings: list[Finding]) -> Plan:
    table = plan.tables[name]
    # Said outright: pandas 3 would make its own string type of it.
    made = {key: pd.Series(cells, dtype="object", index=table.index) for key, cells in columns.items()}
    tables = {**plan.tables, name: table.assign(**made)}
    return replace(plan, tables=tables, findings=(*plan.findings, *findings))
