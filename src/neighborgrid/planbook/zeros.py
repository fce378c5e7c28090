"""Ids whose leading zeros a spreadsheet dropped: recovered where exactly one id fits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from neighborgrid.findings import Finding
from neighborgrid.planbook import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from neighborgrid.model import Plan

PEOPLE: Final = (
    ("households", "member_id"),
    ("households", "lock"),
    ("households", "prefer"),
    ("households", "previous_member_id"),
    ("households", "written_member_id"),
    ("circles", "leader_id"),
    ("circles", "deputy_ids"),
    ("unserved", "nearest_member_id"),
    ("wishes", "member_id"),
    ("prices", "id"),
)
HOUSEHOLDS: Final = (
    ("members", "home_household_id"),
    ("unserved", "household_id"),
    ("wishes", "household_id"),
)
_SEPARATOR: Final = re.compile(r"([、,，;；/\s]+)")


def recover_zeros(plan: Plan) -> Plan:
    """Plan in which an id of digits that nobody has is replaced by the one id that it fits, zeros apart.

    Where none or several fit, it stays as typed. One note (NG370) per column says how many there were.
    """
    people = [*plan.members["member_id"].tolist(), *plan.excluded["member_id"].tolist()]
    homes = plan.households["household_id"].tolist()
    tables = dict(plan.tables)
    findings = list(plan.findings)
    for columns, ids in ((PEOPLE, people), (HOUSEHOLDS, homes)):
        known, short = set(ids), _by_short_form(ids)
        for name, column in columns if short else ():
            made, count = _recover(tables[name][column].tolist(), known, short)
            if count:
                tables[name] = _with_column(tables[name], column, made)
                values = {
                    "tab": labels.tab(name, plan.lang),
                    "column": labels.header(column, plan.lang, name),
                    "count": count,
                }
                findings.append(Finding("NG370", values=values))
    return replace(plan, tables=tables, findings=tuple(findings))


def _by_short_form(ids: Iterable[str]) -> dict[str, str]:
    """Short form -> id, for ids with leading zeros whose short form belongs to no other id."""
    digits = {one for one in ids if one.isascii() and one.isdigit()}
    forms: dict[str, list[str]] = {}
    for one in digits:
        forms.setdefault(_short(one), []).append(one)
    return {form: fits[0] for form, fits in forms.items() if len(fits) == 1 and fits[0] != form}


def _short(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _recover(values: Sequence[str], known: set[str], short: dict[str, str]) -> tuple[list[str], int]:
    fixed = {value: _fixed(value, known, short) for value in set(values)}
    count = sum(fixed[value] != value for value in values)
    return [fixed[value] for value in values] if count else list(values), count


def _fixed(value: str, known: set[str], short: dict[str, str]) -> str:
    if value == "" or value in known:
        return value
    parts = _SEPARATOR.split(value)
    return "".join(
        short.get(_short(part), part) if part.isascii() and part.isdigit() and part not in known else part
        for part in parts
    )


def _with_column(table: pd.DataFrame, column: str, values: list[str]) -> pd.DataFrame:
    import pandas as pd

    return table.assign(**{column: pd.Series(values, dtype="object", index=table.index)})
