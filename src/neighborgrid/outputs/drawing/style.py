"""Looks of the drawings in one place: colours, sizes in millimetres of paper, and the few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.words import Lang

Kind = Literal["leader", "deputy", "member"]

ACCENT: Final = "#B3261E"
DARK: Final = "#2B2B2B"
PAPER: Final = "#FBF8F2"
WHITE: Final = "#FFFFFF"
RING_FILL: Final = "#F1EADC"
RING: Final = "#9A8F7C"
LANE: Final = "#FFFFFF"
LANE_CASING: Final = "#D9D2C5"
FOOTPATH: Final = "#C9BFAE"
HOUSEHOLD: Final = "#7A7265"
LEADER_LINE: Final = "#6B645A"

FONT: Final = "Noto Sans CJK SC"
WEIGHT: Final = 500
"""Typst renders SVG text below this weight too thin."""
BOLD: Final = 700

MARGIN_MM: Final = 4.0
STRIP_MM: Final = 9.0
"""Height of the strip below the map, with the legend and the scale bar."""
NORTH_MM: Final = 13.0
"""Height of the corner that the north arrow takes."""

DOT_MM: Final = 0.5
MARK_MM: Final[Mapping[Kind, float]] = {"leader": 2.3, "deputy": 1.7, "member": 1.25}
"""Radii of the marks of members' homes, their white rims included."""
RIM_MM: Final = 0.3

LABEL_SIZES_MM: Final = (4.2, 3.7, 3.2, 2.8)
"""Font sizes of names, from the wanted one to the smallest that is still read from a step away."""
SMALL_MM: Final = 2.9


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a drawing: names of the marks, north, and the unit of the scale bar.

    With ``kilometres`` a scale bar of a kilometre and more is written in them.
    """

    leader: str
    deputy: str
    member: str
    household: str
    north: str
    metres: str
    kilometres: str = ""


WORDS: Final[Mapping[Lang, Words]] = {
    "zh": Words("带队村干部", "负责党小组长", "联户党员", "农户", "北", "米"),
    "en": Words("Leader", "Deputy", "Member", "Household", "N", "m"),
}
