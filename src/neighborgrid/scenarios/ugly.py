"""The ugly twin of a village's sheets: the same people and places, kept the way offices keep them.

Titles above the header, merged cells, subtotals, notes, blank and repeated rows, a tab that alone
names its group, a hidden tab, a part as GB18030 CSV, damaged phones and positions. A plan made from
the twin must equal the plan made from the clean sheets.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.findings import Place
from neighborgrid.scenarios.catalogue import SCENARIOS
from neighborgrid.scenarios.damage import (
    add_private_columns,
    damage_phones,
    damage_positions,
    respell,
)
from neighborgrid.scenarios.draws import Draw
from neighborgrid.scenarios.vocabulary import group_name
from neighborgrid.scenarios.write import csv_bytes, place

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from neighborgrid.scenarios.build import Scenario
    from neighborgrid.scenarios.damage import Columns

HOUSEHOLD_FILE: Final = "农户表.xlsx"
CSV_FILE: Final = "农户补充.csv"
MEMBER_FILE: Final = "党员名册.xlsx"
MAIN_TAB: Final = "花名册"
HIDDEN_TAB: Final = "旧名册"
MEMBER_TAB: Final = "党员"
TAB_GROUP: Final = 3
"""Group whose rows say it only by the name of their tab."""

_HEADERS: Final = {"户主": "户主姓名", "组": "村民小组", "人口": "家庭人口", "电话": "联系电话"}
_NUMBER: Final = "序号"
_VILLAGE_ENDINGS: Final = ("", "村委会", "村")
_PHONES_EACH, _MEMBER_PHONES_EACH, _DUPLICATES, _BLANK_EVERY = 6, 2, 2, 4
_HIDDEN_ROWS: Final = 5


@dataclass(frozen=True, slots=True)
class UglyRecord:
    """What was damaged and where.

    Attributes
    ----------
    files
        The files written: household workbook, household CSV, member workbook.
    households, members
        Sound rows, each counted once; equal to the rows of the clean sheets.
    spots
        Kind of damage -> places, as the user sees them (file, tab, row).
    ids
        Kind of damage -> ids of the rows concerned, in the order of ``spots``; "" for rows that are
        nobody's (titles, subtotals, notes, blank rows).
    """

    files: tuple[Path, ...]
    households: int
    members: int
    spots: dict[str, tuple[Place, ...]]
    ids: dict[str, tuple[str, ...]]

    def count(self, kind: str) -> int:
        """Return how many places of this kind there are."""
        return len(self.spots.get(kind, ()))


@dataclass(slots=True)
class _Notebook:
    """Collects the places of damage while the sheets are laid out."""

    seen: dict[str, list[tuple[Place, str]]] = field(default_factory=dict)

    def note(self, kind: str, file: str, sheet: str, row: int, row_id: str = "") -> None:
        self.seen.setdefault(kind, []).append((Place(file, sheet, row), row_id))


@dataclass(slots=True)
class _Tab:
    """One tab being filled from the top."""

    sheet: Worksheet
    file: str
    columns: Columns
    headers: list[str]
    kinds: dict[int, list[str]]
    notebook: _Notebook
    row: int = 0

    def note(self, kind: str, row_id: str = "") -> None:
        self.notebook.note(kind, self.file, self.sheet.title, self.row, row_id)

    def line(self, kind: str, cells: dict[str, Any]) -> None:
        """Write a row that is no person's: title, subtotal, note, or blank."""
        self.row += 1
        for header, cell in cells.items():
            self.sheet.cell(self.row, self.headers.index(header) + 1, cell)
        self.note(kind)

    def header(self) -> None:
        """Write the header row."""
        self.row += 1
        for column, header in enumerate(self.headers, 1):
            self.sheet.cell(self.row, column, _HEADERS.get(header, header))

    def person(self, source: int, number: int, *, again: bool = False) -> None:
        """Write one row of the clean sheet; ``again`` marks a repeated one."""
        self.row += 1
        for column, header in enumerate(self.headers, 1):
            cell = number if header == _NUMBER else self.columns[header][source]
            if cell != "":
                self.sheet.cell(self.row, column, cell)
        row_id = self.columns[next(iter(self.columns))][source]
        for kind in ["duplicate"] if again else self.kinds.get(source, []):
            self.note(kind, row_id)

    def merge(self, header: str, first: int, value: str) -> None:
        """Merge the column from row ``first`` to here under one value."""
        column = self.headers.index(header) + 1
        for row in range(first, self.row + 1):
            self.sheet.cell(row, column).value = None
        self.sheet.cell(first, column, value)
        if self.row > first:
            self.sheet.merge_cells(start_row=first, end_row=self.row, start_column=column, end_column=column)
        self.notebook.note("merged_block", self.file, self.sheet.title, first)


def write_ugly(scenario: Scenario, folder: Path) -> UglyRecord:
    """Write the ugly twin of a one-village Chinese scenario to ``folder`` and say what was damaged.

    Raises ValueError for a scenario with several villages or in English.
    """
    if scenario.lang != "zh" or len(set(scenario.households["村"])) != 1:
        raise ValueError(scenario.key)
    folder.mkdir(parents=True, exist_ok=True)
    notebook = _Notebook()
    seed = SCENARIOS[scenario.key].seed
    household_book, csv_part = _households(scenario, Draw(seed, 20), notebook)
    member_book = _members(scenario, Draw(seed, 21), notebook)
    files = (
        place(folder / HOUSEHOLD_FILE, _saved(household_book)),
        place(folder / CSV_FILE, csv_bytes(csv_part, "gb18030")),
        place(folder / MEMBER_FILE, _saved(member_book)),
    )
    return UglyRecord(
        files=files,
        households=len(scenario.households["户编号"]),
        members=len(scenario.members["党员编号"]),
        spots={kind: tuple(spot for spot, _ in seen) for kind, seen in notebook.seen.items()},
        ids={kind: tuple(row_id for _, row_id in seen) for kind, seen in notebook.seen.items()},
    )


def _households(scenario: Scenario, draw: Draw, notebook: _Notebook) -> tuple[Workbook, Columns]:
    from openpyxl import Workbook

    columns = {header: list(cells) for header, cells in scenario.households.items()}
    blocks = _blocks(columns["组"])
    last = list(blocks)[-1]
    tab_group = group_name(TAB_GROUP, "zh")
    main = {group: rows for group, rows in blocks.items() if group not in {tab_group, last}}
    main_rows = [row for rows in main.values() for row in rows]
    kinds = _kinds(
        damage_positions(columns, main_rows, draw),
        damage_phones(columns, main_rows, _PHONES_EACH, draw),
    )
    again = {main_rows[place] for place in draw.order(len(main_rows))[:_DUPLICATES].tolist()}
    respell(columns)
    add_private_columns(columns)
    book = Workbook()
    book.remove(book.worksheets[0])
    headers = [_NUMBER, *columns]
    village = columns["村"][0]
    tab = _Tab(book.create_sheet(MAIN_TAB), HOUSEHOLD_FILE, columns, headers, kinds, notebook)
    _main_tab(tab, main, again, village)
    plain = [header for header in headers if header != "组"]
    tab = _Tab(book.create_sheet(tab_group), HOUSEHOLD_FILE, columns, plain, kinds, notebook)
    _group_tab(tab, blocks[tab_group])
    tab = _Tab(book.create_sheet(HIDDEN_TAB), HOUSEHOLD_FILE, columns, headers, {}, notebook)
    _hidden_tab(tab, main_rows)
    for offset, row in enumerate(blocks[last]):
        notebook.note("gb18030", CSV_FILE, "", offset + 2, columns["户编号"][row])
    return book, {header: [cells[row] for row in blocks[last]] for header, cells in columns.items()}


def _blocks(groups: list[str]) -> dict[str, list[int]]:
    """Rows of each group, groups in the order of the sheet."""
    blocks: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        blocks.setdefault(group, []).append(row)
    return blocks


def _kinds(*damages: dict[str, list[int]]) -> dict[int, list[str]]:
    """Kinds of damage of each row."""
    kinds: dict[int, list[str]] = {}
    for damage in damages:
        for kind, rows in damage.items():
            for row in rows:
                kinds.setdefault(row, []).append(kind)
    return kinds


def _main_tab(tab: _Tab, blocks: dict[str, list[int]], again: set[int], village: str) -> None:
    """Two titles, the header, a block per group with merged village and subtotal, total, note."""
    tab.line("title", {_NUMBER: f"{village}农户花名册"})
    width = len(tab.headers)
    tab.sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    tab.line("title", {_NUMBER: f"填报单位：{village}民委员会　　填报时间：二〇二六年四月"})
    tab.header()
    people = 0
    for number, rows in enumerate(blocks.values()):
        first = tab.row + 1
        for place_in_block, row in enumerate(rows, 1):
            tab.person(row, place_in_block)
            if row in again:
                tab.person(row, place_in_block, again=True)
        tab.merge("乡镇", first, tab.columns["乡镇"][rows[0]])
        tab.merge("村", first, village.removesuffix("村") + _VILLAGE_ENDINGS[number % 3])
        subtotal = sum(tab.columns["人口"][row] for row in rows)
        people += subtotal
        tab.line("subtotal", {"户主": "小计", "人口": subtotal})
        if number % _BLANK_EVERY == 1:
            tab.line("blank", {})
    tab.line("subtotal", {"户主": "合计", "人口": people})
    tab.line("note", {_NUMBER: "填表人：某某某　说明：本表人名、电话、位置均为虚构，只供练习。"})


def _group_tab(tab: _Tab, rows: list[int]) -> None:
    """Rows whose group is the name of the tab; one blank row in the middle."""
    tab.header()
    for number, row in enumerate(rows, 1):
        tab.person(row, number)
        tab.note("group_from_tab", tab.columns["户编号"][row])
        if number == len(rows) // 2:
            tab.line("blank", {})


def _hidden_tab(tab: _Tab, rows: list[int]) -> None:
    """Leftovers of an older sheet that nobody sees; reading them would make families twice."""
    tab.header()
    for number, row in enumerate(rows[:_HIDDEN_ROWS], 1):
        tab.person(row, number)
    tab.sheet.sheet_state = "hidden"
    tab.notebook.note("hidden_tab", tab.file, tab.sheet.title, 0)


def _members(scenario: Scenario, draw: Draw, notebook: _Notebook) -> Workbook:
    """One tab: title, header, one merged block, total, note."""
    from openpyxl import Workbook

    columns = {header: list(cells) for header, cells in scenario.members.items()}
    rows = list(range(len(columns["党员编号"])))
    damaged = damage_phones(columns, rows, _MEMBER_PHONES_EACH, draw)
    kinds = _kinds({f"member_{kind}": spoiled for kind, spoiled in damaged.items()})
    respell(columns)
    add_private_columns(columns)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = MEMBER_TAB
    tab = _Tab(sheet, MEMBER_FILE, columns, [_NUMBER, *columns], kinds, notebook)
    village = columns["村"][0]
    tab.line("title", {_NUMBER: f"{village}党员名册"})
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(tab.headers))
    tab.header()
    first = tab.row + 1
    for number, row in enumerate(rows, 1):
        tab.person(row, number)
    tab.merge("乡镇", first, columns["乡镇"][0])
    tab.merge("村", first, village.removesuffix("村") + "村委会")
    tab.line("subtotal", {"姓名": "合计", "职务": f"{len(rows)}人"})
    tab.line("note", {_NUMBER: "说明：本表人名、电话均为虚构。"})
    return book


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
