"""Marks of members' homes, told apart by size and shape so that they hold in grey print too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.outputs.drawing.style import ACCENT, DARK, MARK_MM, RIM_MM, WHITE
from neighborgrid.outputs.drawing.svg import element, number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.outputs.drawing.style import Kind


def mark(kind: Kind, x: float, y: float, size: float = 1.0) -> str:
    """Leader: a red disc with a star; deputy: a red disc with a white heart; member: a dark disc.

    ``size`` times as large as in a sketch of one circle.
    """
    radius = MARK_MM[kind] * size
    colour = DARK if kind == "member" else ACCENT
    inside = [
        element("circle", cx=x, cy=y, r=radius, fill=WHITE),
        element("circle", cx=x, cy=y, r=radius - RIM_MM * size, fill=colour),
    ]
    if kind == "leader":
        inside.append(element("path", d=_star(x, y, 0.66 * radius), fill=WHITE))
    if kind == "deputy":
        inside.append(element("circle", cx=x, cy=y, r=0.34 * radius, fill=WHITE))
    return element("g", *inside, class_=kind)


def own_home(x: float, y: float, radius: float, colour: str) -> str:
    """Ring around a member's mark of that radius: the member's own home is one of the households."""
    return element(
        "circle", class_="own", cx=x, cy=y, r=radius + 0.35, fill=WHITE, stroke=colour, stroke_width=0.4
    )


def spread(places: NDArray[np.float64], radii: NDArray[np.float64], rounds: int = 60) -> NDArray[np.float64]:
    """Places with those marks moved apart that lie on each other, as little as it takes."""
    moved = places.copy()
    least = radii[:, None] + radii[None, :]
    count = len(moved)
    # A direction of its own for each pair, for marks at the very same place.
    turn = 2.399963 * (np.arange(count)[:, None] + np.arange(count)[None, :])
    sign = np.sign(np.arange(count)[:, None] - np.arange(count)[None, :])
    odd = np.stack((sign * np.cos(turn), sign * np.sin(turn)), axis=2)
    for _ in range(rounds if count > 1 else 0):
        apart = moved[:, None, :] - moved[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        short = np.where(sign != 0, np.maximum(least - distance, 0.0), 0.0)
        if not short.any():
            break
        unit = np.where((distance > 1e-6)[..., None], apart / np.maximum(distance, 1e-6)[..., None], odd)
        moved = moved + (unit * (0.51 * short + 0.005 * (short > 0))[..., None]).sum(axis=1)
    return moved


def _star(x: float, y: float, radius: float) -> str:
    corners = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else 0.42 * radius
        angle = math.pi * corner / 5
        corners.append(f"{number(x + reach * math.sin(angle))} {number(y - reach * math.cos(angle))}")
    return "M" + "L".join(corners) + "Z"
