"""Text that a workbook can hold: no character that XML forbids, no cell longer than the format allows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.model import SHEETS
from neighborgrid.planbook import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.model import Plan

LIMIT: Final = 32_767
"""Most UTF-16 units in one cell."""

ELLIPSIS: Final = "…"
FREE_TEXT: Final = frozenset({"head", "name", "member_name", "address", "note", "remedy", "file", "sheet"})
# Lone surrogates have no UTF-8 form; the other two are no characters in XML 1.0.
_FORBIDDEN: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT: Final = "\ufffd"


def fit(plan: Plan) -> tuple[Plan, tuple[Finding, ...]]:
    """Plan whose texts fit into cells, and a note (NG506) for each column in which some were cut.

    Raises InputError (NG504) for a text over the limit that is no free text, such as an id.
    """
    import pandas as pd

    findings: list[Finding] = []
    changed: dict[str, pd.DataFrame] = {}
    for name, columns in SHEETS.items():
        for column in (column for column, kind in columns.items() if kind == "text"):
            values = plan.tables[name][column].tolist()
            long: list[int] = []
            # Most columns need no look at single cells: the longest one decides.
            if max(map(len, values), default=0) > LIMIT // 2:
                long = [index for index, value in enumerate(values) if _over(value)]
            if long:
                tab, header = labels.tab(name, plan.lang), labels.header(column, plan.lang, name)
                place = Place("", tab, long[0] + 2)
                about = {"column": header, "count": len(long)}
                if column not in FREE_TEXT:
                    raise InputError(Finding("NG504", place, about))
                findings.append(Finding("NG506", place, about))
            if long or _forbidden(values):
                made = pd.Series([_fitted(value) for value in values], dtype="object")
                changed[name] = changed.get(name, plan.tables[name]).assign(**{column: made})
    fitted = replace(plan, tables={**plan.tables, **changed}) if changed else plan
    return fitted, tuple(findings)


def _forbidden(values: Sequence[str]) -> bool:
    joined = "".join(values)
    try:
        joined.encode()
    except UnicodeEncodeError:
        return True
    return "\ufffe" in joined or "\uffff" in joined


def _over(value: str) -> bool:
    return len(value.encode("utf-16-le", "surrogatepass")) // 2 > LIMIT


def _fitted(value: str) -> str:
    clean = _FORBIDDEN.sub(_REPLACEMENT, value)
    if len(clean) <= LIMIT // 2 or not _over(clean):
        return clean
    cut = clean.encode("utf-16-le")[: 2 * (LIMIT - 1)]
    return cut.decode("utf-16-le", "ignore") + ELLIPSIS
