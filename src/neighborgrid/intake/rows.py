"""Rows of a tab: which are records, and which are blank, subtotals, notes, or the header again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.intake import columns
from neighborgrid.intake.cells import cell_text, clean_text, fold, object_array, text_column
from neighborgrid.intake.names import village_key
from neighborgrid.intake.tabs import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from neighborgrid.intake.raw import RawSheet
    from neighborgrid.intake.tabs import Tab

RECORD, BLANK, SUBTOTAL, NOTE, SET_ASIDE = range(5)

NUMBERS: Final = frozenset({"lon", "lat", "position"})
"""Keys that are read from raw cells only."""

RAW: Final = NUMBERS | {"phone", "household_id", "member_id", "home_household_id"}
"""Keys whose raw cells are kept: what Excel did to a number shows only there."""

_SUM_WORDS: Final = ("合计", "小计", "总计", "共计", "累计", "总共", "总数", "total")
_NOTE_WORDS: Final = (
    *("填表", "填报", "填写", "制表", "审核", "审批", "核对人", "说明", "注释", "附注", "统计时间", "统计人"),
    *("签字", "签名", "盖章", "以上", "以下空白", "此表", "本表", "prepared by", "checked by"),
    *(":", "："),
)
# These words open a note only with a colon behind them; alone they may be a name or a header.
_NOTE_LABELS: Final = (
    "注",
    "备注",
    "备 注",
    "联系人",
    "负责人",
    "单位",
    "日期",
    "村支部书记",
    "note",
    "notes",
    "source",
)
_TOTAL: Final = rf"(?:{'|'.join(_SUM_WORDS[:-1])})\s*[:：]?\s*(?:\d[\d,.]*)?\s*[户人口名]?"
_ENGLISH_TOTAL: Final = r"(?:sub|grand ?)?total\b"
# One or two characters before the word may be a name, unless they end as a place does.
_OF_PLACE: Final = r"(?:[^,，。;；]{0,12}[村组队社屯庄镇乡区片页户])?"
_PLAIN_SUM: Final = re.compile(rf"{_OF_PLACE}{_TOTAL}|{_ENGLISH_TOTAL}[\s:\d,.]*", re.IGNORECASE)
_SUM: Final = re.compile(
    rf"(?:{_OF_PLACE}|[^,，。;；]{{3,12}}){_TOTAL}|{_ENGLISH_TOTAL}.{{0,20}}", re.IGNORECASE
)
_NOTE: Final = re.compile(
    rf"[（(\[【*※]*\s*(?:{'|'.join(_NOTE_WORDS[:-2])}|(?:{'|'.join(_NOTE_LABELS)})\s*[（(]?.{{0,4}}[)）]?\s*[:：]).*",
    re.IGNORECASE,
)
_COUNT: Final = r"(?:\d+|[一二三四五六七八九十百零〇廿]+)"
# All that a lone cell in the column of names or ids may be besides a name or an id.
_HEADING: Final = re.compile(
    rf"[【(（\[]?(?:.{{1,10}}(?:村|社区))?第?{_COUNT}(?:村民小组|村民组|居民小组|小组|组|生产队|队|社)[】)）\]]?"
    rf"|[（(]?{_COUNT}[)）]?、.*|第?\s*{_COUNT}\s*(?:页|部分)(?:.*页)?|续上?表|(?:group|team|page|part)\s+\d+"
    r"|.*(?:花名册|名册|名单|登记表|统计表|汇总表|明细表|台账|社区|行政村|村委会|居委会|党支部)"
    r"|.*(?:[。：，；！？]|:\s|:$).*",
    re.IGNORECASE,
)
_INNER_BLANK: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_SPOT: Final = re.compile(r"\D*\d+\s*[.°度]\s*\d.*|\s*-?\d[\d\s,，.]*")


@dataclass(frozen=True, slots=True)
class Rows:
    """Records of one tab.

    Attributes
    ----------
    text
        Cleaned text by key; object arrays, shape (records,).
    cells
        Raw cells by key, for positions, phones and ids.
    row
        1-based row of each record as the user sees it.
    set_aside
        1-based rows of records that nothing identifies.
    counts
        Rows by kind, header rows left out: ``rows``, ``blanks``, ``subtotals``, ``notes``, ``set_aside``.
    """

    text: Mapping[str, NDArray[np.object_]]
    cells: Mapping[str, NDArray[np.object_]]
    row: NDArray[np.int64]
    set_aside: NDArray[np.int64]
    counts: Mapping[str, int]


def read(tab: Tab) -> Rows:
    """Records of a tab, its merged cells carried down."""
    raw, matched = tab.raw, tab.header.matched
    size = raw.row_count
    cells = {key: object_array(raw.columns[index], size) for key, index in matched.items() if key in RAW}
    text = {key: text_column(raw.columns[index]) for key, index in matched.items() if key not in NUMBERS}
    kinds = classify(tab, {**cells, **text})
    for key, index in matched.items():
        _carry_merged(raw, key, index, (cells, text))
    keep = np.flatnonzero(kinds == RECORD)
    aside = np.flatnonzero(kinds == SET_ASIDE)
    header_rows = tab.header.bottom - tab.header.top + 1
    counts = {
        "rows": size - header_rows,
        "blanks": int(np.sum(kinds == BLANK)),
        "subtotals": int(np.sum(kinds == SUBTOTAL)),
        "notes": int(np.sum(kinds == NOTE)) - header_rows,
        "set_aside": len(aside),
    }
    return Rows(
        {key: values[keep] for key, values in text.items()},
        {key: values[keep] for key, values in cells.items()},
        keep + raw.first_row,
        aside + raw.first_row,
        counts,
    )


def classify(tab: Tab, values: Mapping[str, NDArray[np.object_]]) -> NDArray[np.int64]:
    """Kind of every row of the tab, shape (rows,); header rows and all above them are notes or blank."""
    raw, matched = tab.raw, tab.header.matched
    size = raw.row_count
    read_count = np.zeros(size, dtype=np.int64)
    for key in matched:
        read_count += np.asarray(values[key] != "", dtype=np.bool_)
    count = read_count.copy()
    for index in set(range(len(raw.columns))) - set(matched.values()):
        count += np.asarray(object_array(raw.columns[index], size) != "", dtype=np.bool_)
    for row in np.flatnonzero(read_count <= 2).tolist():
        # Blanks in disguise matter only where a row is nearly empty.
        full = [bool(cell_text(column[row])) for column in raw.columns]
        count[row], read_count[row] = sum(full), sum(full[index] for index in matched.values())
    kinds = np.full(size, RECORD, dtype=np.int64)
    _judge_unread(kinds, tab, read_count)
    _judge_words(kinds, tab, values, read_count)
    _judge_lone(kinds, tab, values, count)
    _judge_repeated_header(kinds, tab, values)
    _judge_unidentified(kinds, tab, values)
    above = slice(0, tab.header.bottom + 1)
    kinds[above] = np.where(count[above] == 0, BLANK, NOTE)
    kinds[tab.header.top : tab.header.bottom + 1] = NOTE
    return kinds


def _judge_unread(kinds: NDArray[np.int64], tab: Tab, read_count: NDArray[np.int64]) -> None:
    """Rows in which no column that is read holds anything: blank, a note, or a household set aside."""
    running = {index for index, head in enumerate(tab.header.texts) if columns.is_serial(head)}
    others = [column for index, column in enumerate(tab.raw.columns) if index not in running]
    for row in np.flatnonzero(read_count == 0).tolist():
        said = sum(bool(cell_text(column[row])) for column in others)
        kinds[row] = BLANK if said == 0 else NOTE if said == 1 else SET_ASIDE


@dataclass(frozen=True)
class _Named:
    """What speaks for a row as a record: an id or a name of its own, a position.

    ``read`` is the number of cells that are read in each row.
    """

    values: Mapping[str, NDArray[np.object_]]
    keys: tuple[str, ...]
    read: NDArray[np.int64]

    def has_id(self, row: int) -> bool:
        """Whether a cell of an id column holds something that can be an id."""
        ids = (self.values[key][row] for key in self.keys if key.endswith("_id"))
        return any(cell and not (_says(_NOTE, cell) or _says(_SUM, cell)) for cell in map(cell_text, ids))

    def is_nameless(self, row: int) -> bool:
        """Whether id, name and address are blank."""
        return not any(cell_text(self.values[key][row]) for key in self.keys)

    def is_placed(self, row: int) -> bool:
        """Whether a column of positions holds what looks like one."""
        cells = [self.values[key][row] for key in NUMBERS if key in self.values]
        return any(not isinstance(cell, str) or _SPOT.fullmatch(cell) for cell in cells)

    def may_be(self, kind: int, where: str, row: int, text: str) -> bool:
        """Whether a row whose cell ``text`` says so can be a note or subtotal; in doubt it is neither."""
        placed = self.is_placed(row)
        plain = kind == SUBTOTAL and _says(_PLAIN_SUM, text)
        if where == "aside":
            few = self.read[row] <= 2
            return self.is_nameless(row) and (plain or (kind == NOTE and few and not placed))
        if plain:
            return not (placed and self.has_id(row))
        return not placed and (where == "number" or not self.has_id(row))


def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the whole text is of the pattern; 合 计 is 合计."""
    return bool(pattern.fullmatch(text) or pattern.fullmatch(_INNER_BLANK.sub("", text)))


def _judge_words(
    kinds: NDArray[np.int64], tab: Tab, values: Mapping[str, NDArray[np.object_]], read: NDArray[np.int64]
) -> None:
    """Subtotals and notes by the words in a row's id, name and first cells."""
    named = _Named(values, tuple(key for key in IDENTITY[tab.kind] if key in values), read)
    for where, column in _looked_at(tab, values):
        texts = column.tolist()
        unique = set(texts)
        letters = set("".join(unique).lower())
        # Hardly any sheet has all the letters of such a word, so its rows are hardly ever looked at.
        for words, pattern, kind in ((_NOTE_WORDS, _NOTE, NOTE), (_SUM_WORDS, _SUM, SUBTOTAL)):
            if any(letters.issuperset(word) for word in words):
                matching = {text for text in unique if _says(pattern, text)}
                for row in [row for row, text in enumerate(texts) if text in matching]:
                    if named.may_be(kind, where, row, texts[row]):
                        kinds[row] = kind


def _looked_at(
    tab: Tab, values: Mapping[str, NDArray[np.object_]]
) -> Iterator[tuple[str, NDArray[np.object_]]]:
    """Columns whose words may tell a note or subtotal, and what they hold.

    A ``number`` is never a word in a row of its own, a ``name`` hardly ever; what stands ``aside`` counts
    only in rows that nothing names.
    """
    for index in range(min(3, len(tab.raw.columns))):
        if index not in tab.header.matched.values():
            serial = columns.is_serial(tab.header.texts[index])
            yield "number" if serial else "aside", text_column(tab.raw.columns[index])
    for key in ("township", "village", "group"):
        if key in values:
            yield "aside", values[key]
    for key in IDENTITY[tab.kind]:
        if key in values and key != "address":
            column = values[key]
            yield ("number", text_column(column.tolist())) if key.endswith("_id") else ("name", column)


def _judge_lone(
    kinds: NDArray[np.int64],
    tab: Tab,
    values: Mapping[str, NDArray[np.object_]],
    count: NDArray[np.int64],
) -> None:
    """Rows with one cell only: a heading where it is plainly one, else a record or set aside."""
    rows = np.flatnonzero((count == 1) & (kinds == RECORD)).tolist()
    if not rows:
        return
    places = _place_names(tab, values)
    for row in rows:
        key = next((key for key in tab.header.matched if cell_text(values[key][row])), "")
        text = cell_text(values[key][row]) if key else ""
        if key in IDENTITY[tab.kind]:
            heading = _says(_HEADING, text) or _says(_NOTE, text)
            named = not text.isdecimal() and (text in places or village_key(text) in places)
            kinds[row] = NOTE if heading or named else RECORD
        elif key in {"", "township", "village", "group"}:
            kinds[row] = NOTE
        else:
            kinds[row] = SET_ASIDE


def _place_names(tab: Tab, values: Mapping[str, NDArray[np.object_]]) -> set[str]:
    """Names of the places in the tab as they stand, and the keys of its villages."""
    names = {key: set(values[key].tolist()) for key in ("township", "village", "group") if key in values}
    keys = {village_key(name) for name in (*names.get("village", ()), tab.raw.sheet)}
    return set().union(keys, *names.values()) - {""}


def _judge_repeated_header(
    kinds: NDArray[np.int64], tab: Tab, values: Mapping[str, NDArray[np.object_]]
) -> None:
    """Rows that say the header again, as every printed page does in some sheets."""
    heads = {key: clean_text(tab.header.texts[index]) for key, index in tab.header.matched.items()}
    keys = [key for key in heads if heads[key] and key not in NUMBERS]
    same = [np.asarray(values[key] == _last_part(tab, key, heads[key]), dtype=np.int64) for key in keys]
    if not same:
        return
    said = np.sum(same, axis=0)
    kinds[said >= max(2, (len(keys) + 1) // 2)] = NOTE


def _last_part(tab: Tab, key: str, head: str) -> str:
    """Header as the row directly above the data says it."""
    cell = clean_text(str(tab.raw.columns[tab.header.matched[key]][tab.header.bottom]))
    return cell if cell and fold(cell) in fold(head) else head


def _judge_unidentified(
    kinds: NDArray[np.int64], tab: Tab, values: Mapping[str, NDArray[np.object_]]
) -> None:
    """Households without id, head and address cannot be named to anybody, so they are set aside."""
    if tab.kind != "households":
        # A person without a name is kept, and listed among those who do not serve.
        kinds[kinds == SET_ASIDE] = RECORD
        return
    identity = [values[key] == "" for key in IDENTITY[tab.kind] if key in values]
    nobody = np.logical_and.reduce(identity) if identity else np.ones(len(kinds), dtype=np.bool_)
    kinds[np.asarray(nobody, dtype=np.bool_) & (kinds == RECORD)] = SET_ASIDE


_CARRIED: Final = frozenset(
    [
        "township",
        "village",
        "group",
        "address",
        "coord_source",
        "current_member",
        "lock",
        "avoid",
        "prefer",
        "circle_id",
        "lon",
        "lat",
        "position",
    ]
)


def _carry_merged(
    raw: RawSheet, key: str, index: int, tables: tuple[dict[str, NDArray[np.object_]], ...]
) -> None:
    """Fill the cells below the first of a merged range with what the first one says."""
    if key not in _CARRIED:
        return
    for top, left, bottom, _ in raw.merged:
        if left - raw.first_column == index and bottom > top:
            first = top - raw.first_row
            for table in tables:
                if key in table:
                    table[key][first + 1 : bottom - raw.first_row + 1] = table[key][first]
