"""Drawn maps as SVG text: a frame (ground metres -> millimetres of paper) and layers on it."""

from __future__ import annotations

from neighborgrid.outputs.drawing.circle import CircleMap, Drawn, Home, draw_circle
from neighborgrid.outputs.drawing.style import WORDS, Words

__all__ = ["WORDS", "CircleMap", "Drawn", "Home", "Words", "draw_circle"]
