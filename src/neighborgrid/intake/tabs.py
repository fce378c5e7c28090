"""What each tab is: households, members, rules, part of a plan workbook, or something else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from neighborgrid.findings import Finding, Place
from neighborgrid.intake import columns, header, matrix_header
from neighborgrid.intake.cells import cell_text, fold
from neighborgrid.intake.columns import KINDS, Kind
from neighborgrid.words import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from neighborgrid.intake.header import Header
    from neighborgrid.intake.raw import Cell, RawSheet

IDENTITY: Final[dict[Kind, tuple[str, ...]]] = {
    "households": ("head", "household_id", "address"),
    "members": ("name", "member_id"),
    "centres": ("name",),
}
_HINTS: Final[dict[Kind, tuple[str, ...]]] = {
    "households": ("农户", "住户", "户表", "家庭", "群众", "居民", "household"),
    "members": ("党员", "member", "联户人", "连心户"),
}
_KIND_WORDS: Final[dict[str, Kind]] = {
    "households": "households",
    "农户": "households",
    "members": "members",
    "党员": "members",
}
_WEIGHTS: Final[dict[Kind, dict[str, float]]] = {
    "households": {
        "household_id": 1,
        "people": 1,
        "priority": 2,
        "residence": 1,
        "load": 1,
        "lock": 2,
        "avoid": 2,
        "prefer": 2,
        "current_member": 2,
    },
    "members": {
        "role": 2,
        "age": 0.5,
        "birth": 0.5,
        "away": 0.5,
        "health": 1,
        "eligible": 2,
        "min_load": 2,
        "target_load": 2,
        "max_load": 2,
    },
}
# Identity columns count only where the header itself says whose they are.
_TELLING: Final[dict[str, tuple[str, ...]]] = {
    "head": ("户", "head"),
    "name": ("党员姓名", "党员名", "联户党员", "membername", "partymember"),
    "member_id": ("党员", "member"),
    "home_household_id": ("本户", "本人", "home", "own"),
}
_OF_WALKS: Final = frozenset({"household_id", "member_id", "home_household_id", "current_member", "lock"})
"""What the ids of a table of walking metres may be taken for: a tab with no more is no sheet."""
_HINT_WEIGHT: Final = 1.5
_SURE: Final = 3.0
_PLAN_TABS: Final = (
    *("summary", "households", "members", "circles", "unserved", "shortages", "excluded", "villages"),
    *("ledger", "wishes", "rules"),
)
_PLAN_HEADER_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of households or members with its header."""

    raw: RawSheet
    kind: Kind
    header: Header

    def place(self, row: int = 0, key: str = "") -> Place:
        """Place of a 1-based row and the column of a key, either of them optional."""
        index = self.header.matched.get(key, -1)
        return Place(self.raw.file, self.raw.sheet, row, letters(self.raw, index) if index >= 0 else "")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Tabs by what they are."""

    tabs: tuple[Tab, ...]
    rules: tuple[RawSheet, ...]
    plans: tuple[Path, ...]
    others: tuple[RawSheet, ...]
    findings: tuple[Finding, ...]


def letters(raw: RawSheet, index: int) -> str:
    """Letters of a 0-based column of the tab's cells, as the user sees them (A, B, ..., AA)."""
    number, name = raw.first_column + index, ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def sort_tabs(sheets: Sequence[RawSheet], overrides: Mapping[str, str]) -> Sorted:
    """Decide what every tab is; a plan workbook's tabs are not read as sheets."""
    plans = plan_files(sheets)
    found: list[Finding] = [Finding("NG111", Place(path.name)) for path in plans]
    tabs: list[Tab] = []
    rules: list[RawSheet] = []
    others: list[RawSheet] = []
    used: set[str] = set()
    for raw in sheets:
        if raw.path in plans or not raw.row_count:
            continue
        if is_rules(raw):
            rules.append(raw)
            continue
        if fold(raw.sheet) in _named("template.tab.guide"):
            continue
        tab = recognise(raw, overrides, used)
        if (tab is None or tab.header.matched.keys() <= _OF_WALKS) and matrix_header.is_matrix(raw):
            found.append(Finding("NG266", Place(raw.file, raw.sheet), {"file": raw.file}))
        elif tab is None:
            others.append(raw)
            found.append(Finding("NG110", Place(raw.file, raw.sheet), {"headers": _seen_headers(raw)}))
        else:
            tabs.append(tab)
            found += _clashes(tab)
    found += _bad_overrides(overrides, used, tabs)
    return Sorted(tuple(tabs), tuple(rules), plans, tuple(others), tuple(found))


def plan_files(sheets: Sequence[RawSheet]) -> tuple[Path, ...]:
    """Paths of the files that are plan workbooks, in their order."""
    by_path: dict[Path, list[RawSheet]] = defaultdict(list)
    for raw in sheets:
        by_path[raw.path].append(raw)
    return tuple(path for path, mine in by_path.items() if _is_plan(mine))


def _is_plan(sheets: Sequence[RawSheet]) -> bool:
    """Whether the tabs of one file are those of a plan; `planbook.is_plan_workbook` says the same.

    Sheets that people write may bear the names of a plan's tabs, but never say who serves a household.
    """
    named = {tab: _named(f"tab.{tab}") for tab in _PLAN_TABS}
    homes = [raw for raw in sheets if fold(raw.sheet) in named["households"]]
    if not homes:
        return False
    others = {
        tab for tab in _PLAN_TABS for raw in sheets if raw not in homes and fold(raw.sheet) in named[tab]
    }
    heads = {
        fold(cell)
        for column in homes[0].columns
        for cell in column[:_PLAN_HEADER_ROWS]
        if isinstance(cell, str)
    }
    if heads & _named("col.written_member_id"):
        return bool(others)
    return bool(heads & _named("col.member_id")) and others >= {"members", "rules"}


def recognise(raw: RawSheet, overrides: Mapping[str, str], used: set[str]) -> Tab | None:
    """Tab as households or members, whichever its header and names say more clearly; None for neither.

    Overrides that were applied are added to ``used``.
    """
    scored: list[tuple[float, Kind, Header]] = []
    for kind in KINDS:
        forced = {key: name for _, key, name in _overrides(raw, kind, overrides)}
        found = header.find(raw, kind, forced)
        if found is None or len(found.matched) < 2:
            continue
        evidence = _evidence(found, kind)
        has_identity = any(key in found.matched for key in IDENTITY[kind])
        score = evidence + (_HINT_WEIGHT if _hint(raw) == kind else 0) + (2 if found.forced else 0)
        if (has_identity and score > 0) or evidence >= _SURE:
            scored.append((score, kind, found))
    if not scored or (len(scored) == 2 and scored[0][0] == scored[1][0]):
        return None
    _, kind, best = max(scored, key=lambda item: item[0])
    used.update(spec for spec, key, _ in _overrides(raw, kind, overrides) if key in best.forced)
    return Tab(raw, kind, best)


def is_rules(raw: RawSheet) -> bool:
    """Whether the tab's name says that it holds rules."""
    return fold(raw.sheet) in _named("tab.rules")


def rule_rows(raw: RawSheet) -> Iterator[tuple[str, object, int]]:
    """(setting, value, 1-based row) of a tab of rules; rows without a value and its header are left out."""
    heads = {fold(word) for word in (*texts()["col.setting"], "设置项", "规则", "项目", "rule", "key")}
    if len(raw.columns) < 2:
        return
    for row in range(raw.row_count):
        name, value = cell_text(raw.columns[0][row]), _lines(raw.columns[1][row])
        if name and value and fold(name) not in heads:
            yield name, value, raw.first_row + row


def _lines(value: Cell) -> str:
    """Cleaned text of a cell whose line breaks mean something."""
    lines = value.splitlines() if isinstance(value, str) else [value]
    return "\n".join(map(cell_text, lines)).strip()


def _named(key: str) -> frozenset[str]:
    """Folded names of a tab of ours, in both languages."""
    return frozenset(fold(name) for name in texts()[key])


def _evidence(found: Header, kind: Kind) -> float:
    total = 0.0
    for key, index in found.matched.items():
        name = columns.normal(found.texts[index])
        if key in _TELLING:
            total += 2 * any(word in name for word in _TELLING[key])
        else:
            total += _WEIGHTS[kind].get(key, 0)
    return total


def _hint(raw: RawSheet) -> str:
    """Kind that the tab's name or else the file's name says, "" where neither or both are named."""
    for name in (raw.sheet, raw.file):
        said = [kind for kind in KINDS if any(word in fold(name) for word in _HINTS[kind])]
        if len(said) == 1:
            return said[0]
    return ""


def _overrides(raw: RawSheet, kind: Kind, overrides: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(as given, key, header) of the overrides that speak of this tab read as ``kind``."""
    for spec, name in overrides.items():
        where, _, key = spec.rpartition(".")
        named = fold(where) in {fold(raw.sheet), fold(raw.file), fold(raw.file.rpartition(".")[0])}
        if not (named or _KIND_WORDS.get(fold(where)) == kind):
            continue
        # A key is never guessed: a phone read as a latitude would misplace every household.
        known = key if key in columns.keys(kind) else columns.aliases(kind).get(columns.normal(key), "")
        if known and not columns.is_never_read(name):
            yield spec, known, name


def _bad_overrides(overrides: Mapping[str, str], used: set[str], tabs: Sequence[Tab]) -> list[Finding]:
    found = []
    for spec, name in overrides.items():
        if columns.is_never_read(name):
            found.append(Finding("NG118", values={"spec": spec, "header": name}))
        elif spec not in used:
            keys = sorted({key for kind in KINDS for key in columns.keys(kind)})
            values = {"spec": spec, "header": name, "keys": " ".join(keys)}
            found.append(Finding("NG119", values=values))
    return found


def _clashes(tab: Tab) -> list[Finding]:
    return [
        Finding(
            "NG117",
            Place(
                tab.raw.file,
                tab.raw.sheet,
                tab.raw.first_row + tab.header.bottom,
                letters(tab.raw, clash.left),
            ),
            {"kept": tab.header.texts[clash.kept], "left": tab.header.texts[clash.left]},
        )
        for clash in tab.header.clashes
    ]


def _seen_headers(raw: RawSheet) -> str:
    """The fullest of the first rows, at most eight cells; numbers are data, not headers."""
    rows = [
        [cell_text(column[row]) for column in raw.columns if isinstance(column[row], str) and column[row]]
        for row in range(min(header.SEARCH_ROWS, raw.row_count))
    ]
    # Cells of the fullest row may be data of people, so only cells that are headers somewhere are shown.
    known = [[cell for cell in row if any(columns.match(cell, kind)[0] for kind in KINDS)] for row in rows]
    return " / ".join(max(known, key=len, default=[])[:8]) or "-"
