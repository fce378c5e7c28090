"""The audit's result for programs: plain data for JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neighborgrid.findings import Severity

if TYPE_CHECKING:
    from neighborgrid.audit.check import AuditResult
    from neighborgrid.findings import Finding
    from neighborgrid.words import Lang


def to_json(result: AuditResult, lang: Lang = "zh") -> dict[str, object]:
    """Result as plain data: ``holds``, ``counts`` by severity, ``totals``, ``coverage``, ``findings``.

    What is not known is None, never NaN, which JSON does not have.
    """
    counts = {severity.name.lower(): 0 for severity in Severity}
    for finding in result.findings:
        counts[finding.severity.name.lower()] += 1
    return {
        "holds": result.holds,
        "counts": counts,
        "totals": {key: _plain(value) for key, value in result.totals.items()},
        "coverage": [
            {str(key): _plain(value) for key, value in row.items()}
            for row in result.coverage.to_dict(orient="records")
        ],
        "findings": [_finding(finding, lang) for finding in result.findings],
    }


def _finding(finding: Finding, lang: Lang) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "values": {key: _plain(value) for key, value in finding.values.items()},
        "cause": finding.cause(lang),
        "remedy": finding.remedy(lang),
    }


def _plain(value: object) -> object:
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain
