"""The calibration page: two rulers of 100 mm, to see by how much a printer shrinks or stretches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from neighborgrid.outputs.paper.common import Prepared, press_doc
from neighborgrid.outputs.paper.press import Job, Template

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.subject import Subject

RULER_MM: Final = 100.0
FACTORS: Final = (0.9, 1.1)
"""Least and greatest factor that makes up for a printer (inclusive)."""


def jobs(subject: Subject, fonts: FontSet, target: Path, scale: tuple[float, float]) -> Prepared:
    """Calibration page, stretched by ``scale`` as the cards are."""
    keys = ("title", "intro", "across", "down", "how", "again")
    words = {key: subject.say(f"ruler.{key}") for key in keys}
    doc = {**press_doc(subject, fonts), "words": words, "scale": {"x": scale[0], "y": scale[1]}}
    job = Job(target, "ruler.typ", Template("design.typ", ""), {"doc": doc, "ruler": RULER_MM})
    return Prepared(iter([job]), 1)


def factor(measured: float) -> float | None:
    """Factor from what was typed: a factor, or what the ruler of 100 mm measures on paper; None: neither."""
    low, high = FACTORS
    if low <= measured <= high:
        return measured
    if low <= RULER_MM / measured <= high if measured > 0 else False:
        return RULER_MM / measured
    return None
