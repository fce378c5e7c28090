"""Where things stand on a notice board, in millimetres of A3; larger papers are the same, enlarged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.outputs.paper.fit import PT_PER_MM, STEP_PT, Box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.words import Lang

WIDTH: Final = 297.0
HEIGHT: Final = 420.0
SIDE: Final = 14.0
INNER: Final = WIDTH - 2 * SIDE
SIZES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType({
    "a3": (297.0, 420.0),
    "a2": (420.0, 594.0),
    "a1": (594.0, 841.0),
})  # fmt: skip

BAND: Final = 53.0
FACTS_Y: Final = 58.5
POSTS_Y: Final = 74.0
PERSON: Final = 21.0
"""Height of the name and phone of somebody who holds a post."""
POST_HEAD: Final = 10.0
POST_FOOT: Final = 9.5
LEADER_WIDTH: Final = 94.0
POST_GAP: Final = 5.0
PADDING: Final = 5.0
DEPUTIES_ACROSS: Final = 3
HEADING: Final = 10.0
HEADER: Final = 7.2
BLOCK_GAP: Final = 6.0
MAP_GAP: Final = 7.0
CAPTION: Final = 7.0
LOWER_END: Final = 393.0
FOOT_Y: Final = 398.0
MAP_WIDTH: Final = 176.0
STEP_GAP: Final = 4.0
NUMBER: Final = 13.0
"""Room of the number of a step."""

MORE_TOP: Final = 46.0
MORE_END: Final = 404.0
LIST_NAME: Final = 46.0

# Title, lines below it, and so on: width, largest and least size, lines, weight.
BOXES: Final[Mapping[str, Box]] = MappingProxyType({
    "title": Box(INNER, 58, 20, weight=700),
    "sub": Box(INNER, 22, 11, weight=500),
    "facts": Box(INNER, 27, 14, weight=500),
    "member_label": Box(90, 17, 11, weight=700),
    "member_duty": Box(INNER - 94, 12.5, 8),
    "caption": Box(MAP_WIDTH, 11.5, 7),
    "steps_head": Box(INNER - MAP_WIDTH - MAP_GAP, 17, 11, weight=700),
    "said": Box(INNER - 62, 13, 8),
    "branch": Box(INNER - 62, 16, 9, weight=700),
    "edition": Box(60, 13, 8),
    "more": Box(INNER, 34, 14, weight=700),
    "note": Box(INNER, 14, 9),
    "homes_name": Box(LIST_NAME - 4, 13, 8, weight=700),
    "homes": Box(INNER - LIST_NAME, 13, 13, lines=1000, leading_em=0.45),
})  # fmt: skip

COLUMNS: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType({
    "zh": {"name": 0.28, "phone": 0.345, "households": 0.155, "group": 0.22},
    "en": {"name": 0.34, "phone": 0.325, "households": 0.155, "group": 0.18},
})  # fmt: skip
"""Columns of the table of members, with their shares of its width; Latin names are long."""
CELL_INSET: Final = 1.6
LEADING_EM: Final = 0.2
"""Between the two lines of a text that is too long for one."""
LARGEST_PT: Final = (20.0, 16.5, 12.5)
"""Size of the table's text by its number of blocks, where the rows are high enough."""
LEAST_ROW: Final = (9.0, 7.4, 5.2)
LARGEST_ROW: Final = 12.5
MOST_IN_ONE: Final = 6
MOST_IN_TWO: Final = 32
MAP_WANTED: Final = (135.0, 135.0, 100.0)
MAP_LEAST: Final = 80.0
MORE_ROW: Final = 6.6


LEAST_PT: Final = 6.0


@dataclass(frozen=True, slots=True)
class Place:
    """Box of a text, and the box of several lines that it gets where that one is too small."""

    box: Box
    second: Box | None = None


def in_two(box: Box, height: float) -> Place:
    """Place ``height`` high, with one line at the box's sizes, else two smaller ones."""
    half = height * PT_PER_MM / (2 + LEADING_EM) * 0.98 // STEP_PT * STEP_PT
    size = min(half, box.size_pt)
    second = replace(box, size_pt=size, least_pt=min(size, LEAST_PT), lines=2, leading_em=LEADING_EM)
    return Place(box, second)


@dataclass(frozen=True)
class Table:
    """Blocks of rows side by side; ``top`` is the upper edge of their header, ``row`` the height of a row."""

    top: float
    blocks: int
    rows: int
    row: float

    @property
    def width(self) -> float:
        """Width of a block."""
        return (INNER - (self.blocks - 1) * BLOCK_GAP) / self.blocks

    def widths(self, lang: Lang) -> dict[str, float]:
        """Width of each column of a block."""
        return {name: round(share * self.width, 3) for name, share in COLUMNS[lang].items()}

    def places(self, lang: Lang) -> dict[str, Place]:
        """Place of the text of each column: two small lines where one does not do."""
        made = {}
        for (name, width), weight in zip(self.widths(lang).items(), (500, 700, 500, 400), strict=True):
            least = min(self.size_pt, max(self.size_pt * 0.62, LEAST_PT))
            box = Box(width - 2 * CELL_INSET, self.size_pt, least, weight=weight)
            made[name] = in_two(box, self.row)
        return made

    @property
    def size_pt(self) -> float:
        """Size of the text."""
        room = self.row * PT_PER_MM * 0.72 // STEP_PT * STEP_PT
        return min(room, LARGEST_PT[self.blocks - 1])

    @property
    def capacity(self) -> int:
        """Members that have room."""
        return self.blocks * self.rows

    @property
    def end(self) -> float:
        """Lower edge."""
        return self.top + HEADER + self.rows * self.row

    def as_data(self, lang: Lang) -> dict[str, Any]:
        """What the templates ask of a table."""
        return {
            "x": SIDE,
            "y": self.top,
            "header": HEADER,
            "row": round(self.row, 3),
            "gap": BLOCK_GAP,
            "inset": CELL_INSET,
            "widths": list(self.widths(lang).values()),
        }


def table(members: int, top: float) -> Table:
    """Table of the first page: as few blocks as leave room for the map; what has no room goes on later.

    ``top`` is where the table begins.
    """
    blocks = 1 if members <= MOST_IN_ONE else 2 if members <= MOST_IN_TWO else 3
    least = LEAST_ROW[blocks - 1]
    room = LOWER_END - CAPTION - MAP_GAP - top - HEADER
    rows = max(1, min(-(-members // blocks), int((room - MAP_LEAST) / least)))
    row = min(max((room - MAP_WANTED[blocks - 1]) / rows, least), LARGEST_ROW)
    return Table(top, blocks, rows, row)


def later_table(members: int) -> Table:
    """Table of a page that continues a board."""
    return Table(
        MORE_TOP, 3, max(1, min(-(-members // 3), int((MORE_END - MORE_TOP - HEADER) / MORE_ROW))), MORE_ROW
    )


def posts_height(deputies: int) -> float:
    """Height of the boxes of leader and deputies."""
    return POST_HEAD + POST_FOOT + PERSON * max(1, -(-deputies // DEPUTIES_ACROSS))


def person_places(width: float) -> tuple[Place, Place]:
    """Places of name and phone of somebody who holds a post."""
    name, phone = (26, 24) if width > LEADER_WIDTH * 0.8 else (21, 18)
    return (
        in_two(Box(width, name, 13, weight=700), PERSON / 2),
        in_two(Box(width, phone, 11, weight=700), PERSON / 2),
    )


def duty_place(width: float) -> Place:
    """Place of what somebody who holds a post is for."""
    return in_two(Box(width, 11.5, 9.5), POST_FOOT)


def step_box(height: float) -> Box:
    """Box of the text of a step whose field is ``height`` high."""
    size = min(max(height * 0.42, 13.0), 16.25)
    lines = max(1, int((height - 4) * PT_PER_MM / (size * 1.4)))
    return Box(
        INNER - MAP_WIDTH - MAP_GAP - NUMBER - 4,
        size // STEP_PT * STEP_PT,
        8,
        lines=lines,
        leading_em=0.4,
        weight=500,
    )
