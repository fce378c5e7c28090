"""Layouts of cards: the sheet, the grid on it, and the boxes of a card's texts. Millimetres and points."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BLEED_MM: Final = 3.0
MARK_GAP_MM: Final = 1.5
"""From the trim to where a crop mark begins."""
MARK_MM: Final = 4.5


@dataclass(frozen=True, slots=True)
class Spot:
    """Box of one text: upper left corner, width, wanted and least size, weight, side it leans on."""

    x: float
    y: float
    width: float
    size: float
    least: float
    weight: int = 500

    def scaled(self, factor: float) -> Spot:
        """Same box on a card that is ``factor`` times as large; least sizes stay, they are for the eyes."""
        return replace(
            self,
            x=self.x * factor,
            y=self.y * factor,
            width=self.width * factor,
            size=round(self.size * factor, 2),
        )


@dataclass(frozen=True, slots=True)
class Design:
    """Boxes of a card of ``width`` x ``height``; ``qr`` is x, y, side; ``band`` the title bar's height."""

    width: float
    height: float
    band: float
    qr: tuple[float, float, float]
    spots: Mapping[str, Spot]
    back: float


WIDE: Final = Design(
    width=90,
    height=54,
    band=8.5,
    qr=(66.5, 16.2, 20.5),
    back=9.5,
    spots=MappingProxyType(
        {
            "title": Spot(4, 2.1, 82, 12, 7, 700),
            "number": Spot(53, 3.0, 33, 7.5, 5, 500),
            "head": Spot(4, 10.8, 48, 11, 6, 500),
            "label": Spot(4, 17.4, 62, 8, 5, 400),
            "name": Spot(4, 21.0, 62, 18, 8, 700),
            "phone": Spot(4, 28.6, 62, 20, 9, 700),
            "note": Spot(4, 36.4, 62, 7, 5, 400),
            "scan": Spot(66.5, 36.4, 20.5, 6.5, 5, 400),
            "circle": Spot(4, 40.8, 82, 8, 5, 500),
            "leader": Spot(4, 44.6, 82, 8, 5, 500),
            "office": Spot(4, 48.4, 56, 8, 5, 500),
            "edition": Spot(60, 48.8, 26, 6.5, 5, 400),
            "slogan": Spot(4, 2.1, 82, 12, 7, 700),
            "mark": Spot(0, 0, 52, 6.5, 4.5, 400),
        }
    ),
)
"""Business card, 90 x 54 mm."""

ROOMY: Final = Design(
    width=92,
    height=66,
    band=9.5,
    qr=(66.5, 19.2, 22.0),
    back=11,
    spots=MappingProxyType(
        {
            "title": Spot(4.5, 2.4, 83, 13, 7, 700),
            "number": Spot(55.5, 3.4, 32.5, 8, 5, 500),
            "head": Spot(4.5, 12.4, 50, 13, 6, 500),
            "label": Spot(4.5, 20.6, 61, 9, 5, 400),
            "name": Spot(4.5, 24.8, 61, 20, 8, 700),
            "phone": Spot(4.5, 33.6, 61, 22, 9, 700),
            "note": Spot(4.5, 42.6, 61, 7.5, 5, 400),
            "scan": Spot(66.5, 41.6, 22, 7, 5, 400),
            "circle": Spot(4.5, 48.0, 83, 9, 5, 500),
            "leader": Spot(4.5, 52.6, 83, 9, 5, 500),
            "office": Spot(4.5, 57.2, 56, 9, 5, 500),
            "edition": Spot(60.5, 57.8, 27, 7, 5, 400),
            "slogan": Spot(4.5, 2.4, 83, 13, 7, 700),
            "mark": Spot(0, 0, 64, 6.5, 4.5, 400),
        }
    ),
)
"""A little more room than a business card: 92 x 66 mm, and A6 by scaling."""

LARGE: Final = Design(
    width=190,
    height=134,
    band=18,
    qr=(147, 30.5, 36),
    back=24,
    spots=MappingProxyType(
        {
            "title": Spot(9, 4.6, 172, 25, 12, 700),
            "number": Spot(117, 6.6, 64, 13, 8, 500),
            "head": Spot(9, 23.5, 106, 27, 12, 500),
            "label": Spot(9, 38.5, 135, 18, 10, 400),
            "name": Spot(9, 47.5, 135, 46, 18, 700),
            "phone": Spot(9, 68.5, 172, 58, 20, 700),
            "note": Spot(9, 91.5, 172, 15, 9, 400),
            "scan": Spot(146, 63.4, 38, 11, 8, 400),
            "circle": Spot(9, 99.5, 172, 19, 10, 500),
            "leader": Spot(9, 109.0, 172, 19, 10, 500),
            "office": Spot(9, 118.5, 120, 19, 10, 500),
            "edition": Spot(129, 120.5, 52, 11, 8, 400),
            "slogan": Spot(9, 4.6, 172, 25, 12, 700),
            "mark": Spot(0, 0, 130, 7, 4.5, 400),
        }
    ),
)
"""For old eyes: half a sheet of A4."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Sheet of a layout: its size and the grid of cards in its middle, with no gaps between them.

    ``bleed`` is printed beyond the trim and cut away.
    """

    key: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    design: Design
    card_width: float
    card_height: float
    bleed: float = 0

    @property
    def per_sheet(self) -> int:
        """Cards of one sheet."""
        return self.columns * self.rows

    @property
    def turned(self) -> bool:
        """Whether backs stand upside down, because the sheet's long edge is on top."""
        return self.page_width > self.page_height and self.per_sheet > 1

    @property
    def left(self) -> float:
        """Left edge of the grid on the page."""
        return (self.page_width - self.columns * self.card_width) / 2

    @property
    def top(self) -> float:
        """Upper edge of the grid on the page."""
        return (self.page_height - self.rows * self.card_height) / 2

    @property
    def spots(self) -> dict[str, Spot]:
        """Boxes on a card of this layout."""
        factor = min(self.card_width / self.design.width, self.card_height / self.design.height)
        return {name: spot.scaled(factor) for name, spot in self.design.spots.items()}

    def as_data(self) -> dict[str, Any]:
        """Everything that the templates ask of a layout."""
        factor = min(self.card_width / self.design.width, self.card_height / self.design.height)
        x, y, side = (part * factor for part in self.design.qr)
        return {
            "page": {"width": self.page_width, "height": self.page_height},
            "grid": {"left": self.left, "top": self.top, "columns": self.columns, "rows": self.rows},
            "card": {"width": self.card_width, "height": self.card_height, "bleed": self.bleed},
            "crop": {"gap": self.bleed + MARK_GAP_MM, "length": MARK_MM},
            "turned": self.turned,
            "band": self.design.band * factor,
            "qr": {"x": x, "y": y, "side": side},
            "back": round(self.design.back * factor, 2),
            "spots": {name: asdict(spot) for name, spot in self.spots.items()},
        }


A4: Final = (210.0, 297.0)
SLUG_MM: Final = 12.0
"""Room around the trim of a card for the print shop: bleed, crop marks, the delivery mark."""

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "a4x8": Layout("a4x8", *A4, 2, 4, ROOMY, 92, 66),
        "a4x10": Layout("a4x10", *A4, 2, 5, WIDE, 90, 54),
        "a6": Layout("a6", A4[1], A4[0], 2, 2, ROOMY, 138, 96),
        "large": Layout("large", *A4, 1, 2, LARGE, 190, 134),
        "single": Layout(
            "single", WIDE.width + 2 * SLUG_MM, WIDE.height + 2 * SLUG_MM, 1, 1, WIDE, 90, 54, BLEED_MM
        ),
    }
)
