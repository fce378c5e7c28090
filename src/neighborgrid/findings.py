"""Findings: what is wrong or worth knowing, as data with a place, a cause and a way out.

A finding carries a code and the values that its sentence needs; the sentence itself is looked up in
``words`` when it is shown, so the same finding reads in Chinese and in English. Codes: NG1xx sheets,
NG2xx problem, NG3xx plan, NG4xx rules, NG5xx outputs and files. A code is never reused.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from neighborgrid import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neighborgrid.words import Lang


class Severity(enum.IntEnum):
    """How much a finding weighs: an error is a cell to mend, a warning to look at, a note to know."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is, as the user sees it: base name of the file, tab, 1-based row, column letters.

    ``row`` 0 and empty text mean that the part does not apply.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    def text(self, lang: Lang) -> str:
        """Place in words: ``农户表.xlsx“花名册”第 37 行 F 列``, ``a.xlsx, sheet "A", row 37, column F``."""
        parts = [words.text("place.file", lang, file=self.file)] if self.file else []
        if self.sheet:
            parts.append(words.text("place.sheet", lang, sheet=self.sheet))
        if self.row:
            parts.append(words.text("place.row", lang, row=self.row))
        if self.column:
            parts.append(words.text("place.column", lang, column=self.column))
        return words.text("place.joint", lang).join(parts)


NOWHERE: Final = Place()
"""The place of findings that concern no file, such as a flag."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: ``code``, ``place``, and the ``values`` that its sentences name.

    ``values`` holds ids, headers, counts and cell text of places or numbers; never a name, a phone,
    an address or a birth date, since findings go to logs and reports.
    """

    code: str
    place: Place = NOWHERE
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Severity that the catalogue gives this code."""
        return Severity[words.finding(self.code).severity.upper()]

    def cause(self, lang: Lang) -> str:
        """What is the matter, one sentence."""
        return words.finding(self.code).cause(lang).format_map(dict(self.values))

    def remedy(self, lang: Lang) -> str:
        """What to do about it, one sentence; empty where nothing needs doing."""
        return words.finding(self.code).remedy(lang).format_map(dict(self.values))

    def line(self, lang: Lang) -> str:
        """Place, cause, remedy and code on one line."""
        where = self.place.text(lang)
        colon = words.text("place.colon", lang) if where else ""
        gap = "" if lang == "zh" else " "
        said = gap.join(part for part in (self.cause(lang), self.remedy(lang)) if part)
        return f"{where}{colon}{said} [{self.code}]"


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Highest severity among the findings, or None where there are none."""
    return max((finding.severity for finding in findings), default=None)
