"""Places on the sheet put in order or apart, and the shapes drawn around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.outputs.drawing import svg
from neighborgrid.outputs.drawing.style import WHITE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.outputs.drawing.scene import Detail, PlanMap, Scene

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

GOLDEN_TURN: Final = 2.399963
"""Angle from each seed of a sunflower to the next."""
DIAMOND: Final = np.array(((0, -1), (1, 0), (0, 1), (-1, 0)), np.float64)
SQUARE: Final = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1)), np.float64)


def own_at_mark(plan: PlanMap, scene: Scene, detail: Detail) -> Flags:
    """Which households are the own home of a member whose mark stands for both."""
    homes = plan.homes
    own: Flags = (homes.status == "own_home") & (homes.member >= 0) & bool(detail.mark)
    own[own] = np.isfinite(scene.folk[homes.member[own], 0])
    return own


def fanned(places: Floats, dot_mm: float) -> Floats:
    """Places with those on one spot laid out as seeds of a sunflower around it, so that each is seen."""
    known = np.flatnonzero(np.isfinite(places[:, 0]))
    if not len(known):
        return places
    _, spot = np.unique(np.round(places[known], 2), axis=0, return_inverse=True)
    spot = spot.ravel()
    order = np.argsort(spot, kind="stable")
    begins = np.r_[True, spot[order][1:] != spot[order][:-1]]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order)) - first
    away = 2.1 * dot_mm * np.sqrt(rank)
    made = places.copy()
    made[known] += away[:, None] * np.column_stack((np.cos(GOLDEN_TURN * rank), np.sin(GOLDEN_TURN * rank)))
    return made


def in_order(places: Floats) -> Floats:
    """Places from left to right: the order of a sheet would tell who is who."""
    return places[np.lexsort(np.round(places.T, 2)[::-1])]


def polygons(places: Floats, size_mm: float, shape: Floats) -> str:
    """Data of a path with a ``shape`` around each of the places."""
    corners = in_order(places)[:, None, :] + size_mm * shape
    return "".join(svg.path([one]) + "Z" for one in corners)


def white_dots(name: str, places: Floats, width_mm: float) -> str:
    """White dots of that width: they make the dots below them hollow."""
    return svg.element(
        "path",
        class_=name,
        d=svg.dots(in_order(places)),
        stroke=WHITE,
        stroke_width=width_mm,
        stroke_linecap="round",
        fill="none",
    )
