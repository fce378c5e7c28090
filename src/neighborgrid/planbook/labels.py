"""Names of tabs and columns and the words in cells: from keys to either language and back."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING, Final

from neighborgrid.model import SHEETS
from neighborgrid.words import LANGS, text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.words import Lang

SUMMARY: Final = "summary"
RULES: Final = "rules"
TABS: Final = (
    SUMMARY,
    "households",
    "members",
    "circles",
    "unserved",
    "shortages",
    "excluded",
    "villages",
    "ledger",
    "wishes",
    RULES,
    "prices",
)
"""Tabs in the order in which they stand in the workbook."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    SUMMARY: ("key", "value"),
    RULES: ("setting", "value", "origin"),
    **{name: tuple(columns) for name, columns in SHEETS.items()},
}

CODED: Final[Mapping[str, Mapping[str, str]]] = {
    "households": {
        "distance_kind": "cell.distance_kind",
        "priority": "cell.priority",
        "residence": "cell.residence",
        "own_home": "cell.own_home",
        "reason": "cell.reason",
    },
    "members": {
        "role": "cell.role",
        "phone_public": "cell.phone_public",
        "team_role": "cell.team_role",
    },
    "unserved": {"reason": "cell.reason"},
    "excluded": {
        "role": "cell.role",
        "phone_public": "cell.phone_public",
        "reason": "cell.excluded",
    },
    "ledger": {"kind": "cell.kind"},
    "prices": {"node": "cell.node"},
}
"""Columns that hold keys of a closed set, and where the words for those keys are."""


def fold(label: str) -> str:
    """Label without blanks, width and case, for comparison."""
    return "".join(unicodedata.normalize("NFKC", label).split()).casefold()


def tab(name: str, lang: Lang) -> str:
    """Name of a tab."""
    return text(f"tab.{name}", lang)


def header(column: str, lang: Lang, name: str = "") -> str:
    """Header of a column; a tab ``name`` may have its own word for it."""
    own = f"col.{name}.{column}"
    return text(own if own in texts() else f"col.{column}", lang)


@functools.cache
def tabs_by_label() -> dict[str, tuple[str, Lang]]:
    """Folded name of a tab -> its key and the language of the name."""
    return {fold(tab(name, lang)): (name, lang) for name in TABS for lang in LANGS}


@functools.cache
def columns_by_label(name: str) -> dict[str, str]:
    """Folded header -> key, for the columns of one tab, both languages."""
    return {
        fold(header(column, lang, of)): column
        for column in COLUMNS[name]
        for lang in LANGS
        for of in ("", name)
    }


@functools.cache
def words(prefix: str, lang: Lang) -> dict[str, str]:
    """Key -> word of a closed set, the keys under ``prefix`` in the catalogue."""
    start = f"{prefix}."
    return {key.removeprefix(start): text(key, lang) for key in texts() if key.startswith(start)}


@functools.cache
def keys_by_word(prefix: str) -> dict[str, str]:
    """Folded word of either language -> key, for a closed set."""
    return {fold(word): key for lang in LANGS for key, word in words(prefix, lang).items()}
