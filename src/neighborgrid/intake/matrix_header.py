"""The header of a table of walking metres: household, member, metres."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from neighborgrid.intake import columns
from neighborgrid.intake.cells import cell_text
from neighborgrid.intake.header import SEARCH_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neighborgrid.intake.raw import RawSheet

NAMES: Final = ("household_id", "member_id", "metres")
CHINESE: Final = {"household_id": "户编号", "member_id": "党员编号", "metres": "步行距离（米）"}
METRES: Final = """
    步行距离 步行米数 步行路程 步行里程 走路距离 走路米数 行走距离 行走路程 路网距离 道路距离 实际距离
    实际路程 路程 距离 米数 里程 公里数 walking_metres walking_meters walking_distance walking walk
    walk_distance network_distance route_distance road_distance metres meters kilometres
    kilometers distance length km 米 公里 千米 m
"""
"""Headers of walking metres, those that say most first."""

_RANK: Final = {columns.normal(word): rank for rank, word in enumerate(METRES.split())}
_UNITS: Final = ("kilometres", "kilometers", "metres", "meters", "公里", "千米", "km", "米", "m")
_KILOMETRES: Final = re.compile("km|千米|公里|kilomet")
# Brackets are not compared, but these words there make it another quantity.
_NOT_WALKED: Final = re.compile(
    "直线|时间|时长|分钟|小时|秒|开车|驾车|straight|crow|euclid|time|minute|second|hour|driv"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Header row, 0-based in the cells of the tab: columns by key, headers as they stand, known ones."""

    row: int
    matched: Mapping[str, int]
    texts: Mapping[str, str]
    seen: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.matched)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys without a column."""
        return tuple(key for key in NAMES if key not in self.matched)

    @property
    def kilometres(self) -> bool:
        """Whether bare numbers are kilometres."""
        return _KILOMETRES.search(_folded(self.texts["metres"])) is not None


def find(raw: RawSheet) -> Head | None:
    """Header with the most of the three columns among the first rows, the upper one of equals."""
    count = min(SEARCH_ROWS, raw.row_count)
    rows = [[cell_text(column[row]) for column in raw.columns] for row in range(count)]
    heads = [_read(texts, row) for row, texts in enumerate(rows)]
    return max(heads, key=lambda head: (len(head), len(head.seen)), default=None)


def is_matrix(raw: RawSheet) -> bool:
    """Whether a tab has all three columns."""
    found = find(raw)
    return found is not None and not found.missing


def _read(texts: Sequence[str], row: int) -> Head:
    best: dict[str, tuple[int, int]] = {}
    for index, text in enumerate(texts):
        key, rank = _match(text)
        if key and (key not in best or (rank, index) < best[key]):
            best[key] = rank, index
    matched: dict[str, int] = {key: best[key][1] for key in NAMES if key in best}
    return Head(
        row,
        matched,
        {key: texts[index] for key, index in matched.items()},
        # Other cells may be data of people.
        tuple(text for text in texts if text and _is_header(text)),
    )


def _is_header(text: str) -> bool:
    return bool(_match(text)[0]) or any(columns.match(text, kind)[1] == 2 for kind in columns.KINDS)


def _match(text: str) -> tuple[str, int]:
    """Key of a header and its rank, the lower the better; "" for none."""
    rank = _rank(text)
    if rank >= 0:
        return "metres", rank
    home, home_strength = columns.match(text, "households")
    person, person_strength = columns.match(text, "members")
    homes = home_strength if home == "household_id" else 0
    people = person_strength if person == "member_id" else 0
    # A bare 编号 may be anybody's.
    if homes == people:
        return "", 0
    return ("household_id", -homes) if homes > people else ("member_id", -people)


def _rank(text: str) -> int:
    """Place of a header in `METRES`, with or without a unit behind it; -1 where it is none of them."""
    if not text or columns.is_never_read(text) or _NOT_WALKED.search(_folded(text)):
        return -1
    name = columns.normal(text)
    names = [name, *(name.removesuffix(unit) for unit in _UNITS if name.endswith(unit))]
    return min((_RANK[one] for one in names if one in _RANK), default=-1)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
