"""Cards printed and read back: texts by place, QR codes, marks; millimetres from the upper left corner."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import zxingcpp

from neighborgrid.outputs.paper import cards
from neighborgrid.outputs.paper.deck import deck
from neighborgrid.outputs.paper.fonts import find_fonts
from neighborgrid.outputs.paper.layouts import LAYOUTS
from neighborgrid.outputs.paper.press import Press

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.findings import Finding
    from neighborgrid.outputs.paper.deck import Deck
    from neighborgrid.outputs.paper.layouts import Layout
    from neighborgrid.outputs.paper.subject import Subject

FONTS = find_fonts(None, "zh")
PT_PER_MM = 72 / 25.4
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Box:
    """Rectangle with a text in it, or none."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def inside(self, other: Box, slack: float = 0.0) -> bool:
        """Whether this lies in ``other``, which may be ``slack`` larger on each side."""
        return (
            self.left >= other.left - slack
            and self.right <= other.right + slack
            and self.top >= other.top - slack
            and self.bottom <= other.bottom + slack
        )

    def meets(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the two share more than a strip of ``slack``."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


@dataclass(frozen=True)
class Page:
    """Page of a PDF: its size and its texts, one box for each piece that was set."""

    width: float
    height: float
    pieces: tuple[Box, ...]

    def within(self, place: Box) -> list[Box]:
        """Pieces whose middle lies in ``place``."""
        return [
            piece
            for piece in self.pieces
            if place.left <= (piece.left + piece.right) / 2 <= place.right
            and place.top <= (piece.top + piece.bottom) / 2 <= place.bottom
        ]


def read_pages(path: Path) -> list[Page]:
    """Pages of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_read_page(page) for page in document]
    finally:
        document.close()


def _read_page(page: Any) -> Page:
    width, height = page.get_size()
    texts = page.get_textpage()
    pieces = []
    for index in range(texts.count_rects()):
        left, bottom, right, top = texts.get_rect(index)
        said = texts.get_text_bounded(left, bottom, right, top).strip()
        place = (left, height - top, right, height - bottom)
        pieces.append(Box(*(part / PT_PER_MM for part in place), said))
    return Page(width / PT_PER_MM, height / PT_PER_MM, tuple(pieces))


def texts_of(path: Path) -> str:
    """All texts of a PDF, each once."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pictures(path: Path, dpi: int = 150, pages: slice = slice(None)) -> list[NDArray[np.uint8]]:
    """Pages in grey, 0 being black."""
    document = pypdfium2.PdfDocument(path)
    try:
        chosen = range(len(document))[pages]
        shots = (document[number].render(scale=dpi / 72, grayscale=True) for number in chosen)
        return [shot.to_numpy().copy() for shot in shots]
    finally:
        document.close()


def slot_box(layout: Layout, slot: int, mirrored: bool = False) -> Box:
    """Trimmed card of a slot; ``mirrored``: on the back of the sheet, turned over its long edge."""
    row, column = divmod(slot, layout.columns)
    if mirrored and layout.page_width > layout.page_height:
        row = layout.rows - 1 - row
    elif mirrored:
        column = layout.columns - 1 - column
    left = layout.left + column * layout.card_width
    top = layout.top + row * layout.card_height
    return Box(left, top, left + layout.card_width, top + layout.card_height)


@dataclass(frozen=True)
class Card:
    """One card read back: where it lay, its texts, and its delivery marks beside the trim."""

    page: int
    slot: int
    pieces: tuple[Box, ...]

    @property
    def lines(self) -> list[str]:
        """Texts of the card."""
        return [piece.text for piece in self.pieces]

    @property
    def number(self) -> str:
        """Household id."""
        return next(line for line in self.lines if line.startswith("No. "))[4:]


@dataclass(frozen=True)
class Printed:
    """Cards of a deck, printed; ``paths`` are the files."""

    deck: Deck
    layout: Layout
    paths: tuple[Path, ...]
    findings: tuple[Finding, ...]
    backs: bool = True

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @cached_property
    def pages(self) -> list[Page]:
        return [page for path in self.paths for page in read_pages(path)]

    @cached_property
    def cards(self) -> list[Card]:
        """Cards of all fronts, in the order of pages and slots."""
        found = []
        for number, page in enumerate(self.pages):
            if self.backs and number % 2:
                continue
            for slot in range(self.layout.per_sheet):
                pieces = page.within(slot_box(self.layout, slot))
                if pieces:
                    found.append(Card(number, slot, tuple(pieces)))
        return found

    def lines(self, one: str) -> list[str]:
        """Texts of the card of a household."""
        return next(card.lines for card in self.cards if card.number == one)

    def marks(self) -> list[tuple[int, Box]]:
        """Texts of fronts outside the trim, with the numbers of their pages."""
        slots = [slot_box(self.layout, slot) for slot in range(self.layout.per_sheet)]
        return [
            (number, piece)
            for number, page in enumerate(self.pages)
            for piece in page.pieces
            if not any(piece in page.within(slot) for slot in slots)
        ]

    def codes_of_slots(self, dpi: int = 150) -> dict[tuple[int, int], list[str]]:
        """What the QR codes of fronts say, by page and slot."""
        said = defaultdict(list)
        step = 2 if self.backs else 1
        shots = [shot for path in self.paths for shot in pictures(path, dpi, slice(None, None, step))]
        for number, shot in enumerate(shots):
            for code in zxingcpp.read_barcodes(shot):
                near, far = code.position.top_left, code.position.bottom_right
                mm = MM_PER_INCH / dpi / 2
                column = int(((near.x + far.x) * mm - self.layout.left) // self.layout.card_width)
                row = int(((near.y + far.y) * mm - self.layout.top) // self.layout.card_height)
                said[number * step, row * self.layout.columns + column].append(code.text)
        return dict(said)


def print_cards(
    subject: Subject, target: Path, part: Deck | None = None, folders: tuple[Path, ...] = (), **options: Any
) -> Printed:
    """Cards of a subject, or of a part of its deck."""
    chosen = deck(subject) if part is None else part
    asked = cards.CardOptions(**options)
    prepared = cards.jobs(subject, chosen, FONTS, target, asked)
    written = Press((*FONTS.paths, *folders)).print(prepared.jobs)
    layout = LAYOUTS[asked.layout]
    return Printed(chosen, layout, tuple(one.path for one in written), prepared.findings, asked.backs)


def overlapping(pieces: tuple[Box, ...]) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other, by more than a hair."""
    return [(one.text, other.text) for one, other in combinations(pieces, 2) if one.meets(other, 0.02)]


def runs(dark: NDArray[np.float64], dpi: int, least: float = 30) -> list[float]:
    """Middles of dark strips along a line of mean darknesses."""
    on = np.flatnonzero(np.diff(np.pad((dark > least).astype(int), 1)))
    return [
        float((np.arange(begin, end) + 0.5) @ dark[begin:end] / dark[begin:end].sum()) * MM_PER_INCH / dpi
        for begin, end in on.reshape(-1, 2).tolist()
    ]


def moved(place: float, size: float, factor: float) -> float:
    """Where a place of a page of ``size`` lies after stretching about its middle."""
    return size / 2 + (place - size / 2) * factor
