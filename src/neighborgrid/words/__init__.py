"""Every sentence and label that people read, Chinese and English side by side.

Each module of this package holds the texts of one room, so that a change of wording is one line in
one place. Terminal texts use characters of GBK only (a test encodes them all).
"""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass
from typing import Final, Literal

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")

TEXT_MODULES: Final = (
    "terminal",
    "summary",
    "export",
    "webmap",
    "map_roads",
    "picture",
    "geo",
    "roads",
    "workbook",
    "settings",
    "outputs",
    "rosters",
    "papers",
    "papers_boards",
    "papers_report",
    "papers_notebooks",
    "proof",
    "curve",
    "recruit",
    "explain",
    "explain_members",
    "explain_shortages",
)
FINDING_MODULES: Final = (
    "ng1_files",
    "ng1_sheets",
    "ng1_cells",
    "ng1_circles",
    "ng1_places",
    "ng2_problem",
    "ng2_places",
    "ng2_matrix",
    "ng2_audit_ground",
    "ng3_plan",
    "ng3_planbook",
    "ng3_circles",
    "ng3_proof",
    "ng4_rules",
    "ng5_outputs",
    "ng5_paper",
    "recruit",
    "ng5_explain",
    "ng5_map",
    "ng5_geo",
    "map_roads",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Severity and sentences of one finding code: (cause, remedy) in each language."""

    severity: Literal["note", "warning", "error"]
    zh: tuple[str, str]
    en: tuple[str, str]

    def cause(self, lang: Lang) -> str:
        """Cause template in ``lang``."""
        return (self.zh if lang == "zh" else self.en)[0]

    def remedy(self, lang: Lang) -> str:
        """Remedy template in ``lang``; may be empty."""
        return (self.zh if lang == "zh" else self.en)[1]


@functools.cache
def texts() -> dict[str, tuple[str, str]]:
    """All texts by key, each a pair (Chinese, English)."""
    merged: dict[str, tuple[str, str]] = {}
    for name in TEXT_MODULES:
        merged.update(importlib.import_module(f"neighborgrid.words.{name}").TEXTS)
    return merged


@functools.cache
def findings() -> dict[str, Sentence]:
    """All finding codes with their sentences."""
    merged: dict[str, Sentence] = {}
    for name in FINDING_MODULES:
        merged.update(importlib.import_module(f"neighborgrid.words.{name}").FINDINGS)
    return merged


def finding(code: str) -> Sentence:
    """Return the catalogue entry of a finding code; raises KeyError for a code that does not exist."""
    return findings()[code]


def text(key: str, lang: Lang, **values: object) -> str:
    """Text of ``key`` in ``lang`` with ``values`` filled in; raises KeyError for an unknown key."""
    template = texts()[key][LANGS.index(lang)]
    return template.format_map(values) if values else template
