"""How the tabs of a plan workbook look: colours, widths, number formats, drop-downs, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from neighborgrid.model import HIDDEN_SHEETS, SHEETS
from neighborgrid.planbook import labels
from neighborgrid.planbook.frame import rules_rows, summary_rows
from neighborgrid.planbook.sheetwriter import ColumnSpec, SheetSpec, fits_a_list
from neighborgrid.words import text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from neighborgrid.model import Plan
    from neighborgrid.planbook.frame import Marks
    from neighborgrid.words import Lang

HEADER_FILL: Final = "#DDEBF7"
DECIDING_FILL: Final = "#FFF2CC"
TAB_COLORS: Final[Mapping[str, str]] = {
    "summary": "#2E75B6",
    "households": "#70AD47",
    "members": "#70AD47",
    "circles": "#70AD47",
    "unserved": "#ED7D31",
    "shortages": "#ED7D31",
    "excluded": "#A5A5A5",
    "villages": "#2E75B6",
    "ledger": "#A5A5A5",
    "wishes": "#FFC000",
    "rules": "#FFC000",
    "prices": "#A5A5A5",
}
DECIDING: Final[Mapping[str, frozenset[str]]] = {
    "households": frozenset({"phone", "member_id", "member_name", "lock"}),
    "members": frozenset({"phone", "phone_public", "circle_id"}),
    "excluded": frozenset({"phone", "phone_public"}),
    "circles": frozenset({"name", "centre_lon", "centre_lat", "leader_id", "deputy_ids"}),
    "wishes": frozenset({"household_id", "member_id"}),
    "rules": frozenset({"value"}),
}
"""Cells in which people decide; everything else is recomputed."""

DROP_DOWNS: Final[Mapping[str, Mapping[str, str]]] = {
    "households": {"priority": "cell.priority", "residence": "cell.residence"},
    "members": {"role": "cell.role", "phone_public": "cell.phone_public"},
    "excluded": {
        "role": "cell.role",
        "phone_public": "cell.phone_public",
        "reason": "cell.excluded",
    },
}
TUCKED: Final[Mapping[str, frozenset[str]]] = {
    "households": frozenset(
        {
            *("lon", "lat", "distance_kind", "load", "straight_m", "own_home"),
            *("prefer", "previous_member_id", "written_member_id", "shortage_id"),
        }
    ),
    "members": frozenset({"lon", "lat", "home_household_id"}),
    "excluded": frozenset({"lon", "lat", "min_load", "target_load", "max_load"}),
}
"""Columns folded away behind a plus sign, so that the others fit on paper."""

FROZEN: Final[Mapping[str, int]] = {"households": 2, "members": 2, "excluded": 2, "unserved": 2}
WIDE: Final = ("address", "note", "remedy", "key", "setting", "value", "origin", "file")
IDS: Final = ("phone", "member_phone", "lock", "prefer", "deputy_ids")
LIMITS: Final[Mapping[str, int]] = {**dict.fromkeys(WIDE, 68), "deputy_ids": 50}
"""Greatest widths where 24 is too little."""

SAMPLE: Final = 200
"""Rows from which a width is judged."""


def sheet_specs(plan: Plan, marks: Marks) -> list[SheetSpec]:
    """All tabs of the workbook, in order; cells must already fit (see ``fit``)."""
    made = []
    for name in labels.TABS:
        if name == labels.SUMMARY:
            columns = _framing(name, summary_rows(plan, marks), plan.lang)
        elif name == labels.RULES:
            columns = _framing(name, rules_rows(plan), plan.lang)
        else:
            columns = _table(plan, name)
        fill = TAB_COLORS[name]
        made.append(
            SheetSpec(
                labels.tab(name, plan.lang),
                columns,
                fill,
                HEADER_FILL,
                FROZEN.get(name, 0),
                hidden=name in HIDDEN_SHEETS,
            )
        )
    return made


def _framing(name: str, rows: Sequence[tuple[object, ...]], lang: Lang) -> tuple[ColumnSpec, ...]:
    columns = list(zip(*rows, strict=True))
    return tuple(
        _column(name, key, [None if cell == "" else cell for cell in cells], "", lang)
        for key, cells in zip(labels.COLUMNS[name], columns, strict=True)
    )


def _table(plan: Plan, name: str) -> tuple[ColumnSpec, ...]:
    table = plan.tables[name]
    projected = plan.rules.frame.startswith("EPSG")
    made = []
    for column, kind in SHEETS[name].items():
        values = _cells(table[column], labels.CODED.get(name, {}).get(column, ""), kind, plan.lang)
        number_format = _number_format(column, kind, projected=projected)
        choices = _member_names(plan) if (name, column) == ("households", "member_name") else ()
        made.append(_column(name, column, values, number_format, plan.lang, choices))
    return tuple(made)


def _cells(column: pd.Series[Any], prefix: str, kind: str, lang: Lang) -> list[Any] | None:
    """Cells of a column: None for blanks (the library leaves NaN empty), None instead of all blanks."""
    values = column.tolist()
    if kind != "text":
        return values
    if not any(values):
        return None if values else []
    if prefix:
        words = labels.words(prefix, lang)
        return [words.get(value, value) or None for value in values]
    return [value or None for value in values]


def _column(
    name: str,
    column: str,
    values: list[Any] | None,
    number_format: str,
    lang: Lang,
    choices: tuple[str, ...] = (),
) -> ColumnSpec:
    head = labels.header(column, lang, name)
    prefix = DROP_DOWNS.get(name, {}).get(column)
    note = f"note.{name}.{column}"
    return ColumnSpec(
        header=head,
        values=values,
        width=_width(head, values, number_format, limit=LIMITS.get(column, 24)),
        number_format=number_format,
        fill=DECIDING_FILL if column in DECIDING.get(name, ()) else "",
        align="left" if column == "value" else "",
        tucked=column in TUCKED.get(name, ()),
        note=text(note, lang) if note in texts() else "",
        choices=tuple(labels.words(prefix, lang).values()) if prefix else choices,
        digits=number_format == "@" or column in {"group", "value"},
    )


def _number_format(column: str, kind: str, *, projected: bool) -> str:
    if kind == "text":
        return "@" if column.endswith("_id") or column in IDS else ""
    if column.endswith(("lon", "lat")):
        return "0.00" if projected else "0.000000"
    return "0.0" if column.endswith("_m") or column == "mean_load" else ""


def _member_names(plan: Plan) -> tuple[str, ...]:
    """Names of all members, where they are few and differ, so that they can be picked from a list."""
    names = plan.members["name"].tolist()
    return tuple(names) if len(set(names)) == len(names) and all(names) and fits_a_list(names) else ()


def _width(head: str, values: Sequence[Any] | None, number_format: str, *, limit: int) -> float:
    shown = {value for value in (values or ())[:SAMPLE] if isinstance(value, str)}
    # Numbers as wide as 114.123456 in their format, where the header is not wider still.
    longest = max(map(_cells_wide, shown), default=11 if number_format.endswith("00") else 0)
    return float(min(limit, max(_cells_wide(head) + 2, longest + 1, 7)))


def _cells_wide(value: str) -> int:
    """Width in Latin characters; Chinese ones, of three bytes in UTF-8, count double."""
    line = value[:200].partition("\n")[0]
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2 if not line.isascii() else len(line)
