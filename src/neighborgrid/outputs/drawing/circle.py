"""Sketch of one service circle: its ring, lanes, households as nameless dots, members' homes with names."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.outputs.drawing import furniture, labels, lanes, marks, names, svg
from neighborgrid.outputs.drawing.frame import Box, Frame, Ground, around
from neighborgrid.outputs.drawing.style import (
    DOT_MM,
    HOUSEHOLD,
    MARGIN_MM,
    MARK_MM,
    NORTH_MM,
    RING,
    RING_FILL,
    STRIP_MM,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.outputs.drawing.style import Kind, Words
    from neighborgrid.words import Lang

REACH: Final = 2.2
"""Points farther from the centre than this many radii are left out, so that the rest stays large."""
LEAST_MM: Final = 40.0
"""Smallest side of a canvas."""
_ORDER: Final[tuple[Kind, ...]] = ("leader", "deputy", "member")


@dataclass(frozen=True, slots=True)
class Home:
    """Home of a member: degrees, the name to write ("" for none), and which mark."""

    lon: float
    lat: float
    label: str
    kind: Kind = "member"


@dataclass(frozen=True)
class CircleMap:
    """What a sketch shows.

    Attributes
    ----------
    lon, lat
        Households in degrees, shape (n,); NaN where unknown.
    homes
        Members' homes; NaN where unknown.
    centre_lon, centre_lat, radius_m
        The ring around the centre.
    width_mm, height_mm
        Canvas.
    roads
        Lines of (lon, lat), shape (k, 2) each, drawn in place of guessed lanes; empty for guessed ones.
    words
        Words of the legend where they are not those of ``lang``.
    whole_ring
        False shows the points larger: the ring may run out of the picture.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    homes: Sequence[Home]
    centre_lon: float
    centre_lat: float
    radius_m: float
    width_mm: float
    height_mm: float
    lang: Lang
    roads: Sequence[NDArray[np.float64]] = field(default=())
    words: Words | None = None
    whole_ring: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """SVG text, and what is not on the map.

    Attributes
    ----------
    unlocated, outside
        Households without a position, and those too far out.
    unplaced
        Names not written, in the order of the homes: no position, too far out, or no room.
    """

    svg: str
    unlocated: int
    outside: int
    unplaced: tuple[str, ...]
    mm_per_m: float

    @property
    def left_out(self) -> int:
        """Households that have no dot."""
        return self.unlocated + self.outside


def draw_circle(circle: CircleMap) -> Drawn:
    """Sketch of ``circle``; raises ValueError where its ring or its canvas cannot be drawn."""
    _check(circle)
    ground, reach_m = Ground(circle.centre_lon, circle.centre_lat), REACH * circle.radius_m
    houses = ground.metres(circle.lon, circle.lat)
    people = ground.metres([home.lon for home in circle.homes], [home.lat for home in circle.homes])
    located = np.isfinite(houses).all(axis=1)
    near = located & (np.hypot(*houses.T) <= reach_m)
    at_home = np.flatnonzero(np.hypot(*people.T) <= reach_m)
    points = np.concatenate((houses[near], people[at_home]))
    roads = lanes.by_road([ground.metres(*road.T) for road in circle.roads], reach_m)
    page = _Page(circle, points)
    homes = [circle.homes[index] for index in at_home.tolist()]
    dots = page.frame.mm(houses[near])
    placed_marks = page.marks(homes, people[at_home])
    placed = labels.place(placed_marks, dots, page.inner, page.taken)
    drawn = {int(at_home[label.mark]) for label in placed.labels}
    layers = (
        page.clip(),
        page.ring(),
        page.lanes(roads if circle.roads else lanes.infer(points)),
        _dots(dots),
        names.lines(placed),
        _homes(homes, placed_marks),
        names.names(placed, placed_marks, RING_FILL),
        page.furniture(homes),
    )
    unplaced = tuple(
        home.label for i, home in enumerate(circle.homes) if svg.clean(home.label) and i not in drawn
    )
    outside = int((located & ~near).sum())
    return Drawn(
        svg.document(circle.width_mm, circle.height_mm, layers),
        int((~located).sum()),
        outside,
        unplaced,
        page.frame.mm_per_m,
    )


def _check(circle: CircleMap) -> None:
    numbers = (circle.centre_lon, circle.centre_lat, circle.radius_m, circle.width_mm, circle.height_mm)
    if not all(map(math.isfinite, numbers)) or circle.radius_m <= 0:
        raise ValueError("the ring needs a centre and a radius above 0")
    if min(circle.width_mm, circle.height_mm) < LEAST_MM:
        raise ValueError(f"the canvas must measure at least {LEAST_MM} mm each way")


class _Page:
    """Canvas of one sketch: the frame, and the boxes of its parts."""

    def __init__(self, circle: CircleMap, points: NDArray[np.float64]) -> None:
        self._circle = circle
        self._words = WORDS[circle.lang] if circle.words is None else circle.words
        width, height = circle.width_mm, circle.height_mm
        self.inner = Box(1.5, 1.5, width - 1.5, height - STRIP_MM)
        self._area = Box(MARGIN_MM, MARGIN_MM, width - MARGIN_MM, height - STRIP_MM - 1)
        corners = np.array(((-1.0, -1.0), (1.0, 1.0))) * circle.radius_m
        # However few the points, their map shows a third of the ring each way.
        least = corners if circle.whole_ring or not len(points) else around(points, circle.radius_m / 3)
        self.frame = Frame.fit(np.concatenate((least, points)), self._area)
        self._north = width - MARGIN_MM - 2.0
        self.taken = (Box(self._north - 3, 1.5, width, MARGIN_MM + NORTH_MM),)

    def marks(self, homes: Sequence[Home], people: NDArray[np.float64]) -> list[labels.Mark]:
        """Marks of ``homes``, moved apart where they would lie on each other."""
        radii = np.array([MARK_MM[home.kind] for home in homes])
        places = marks.spread(self.frame.mm(people), radii)
        least = np.array((self.inner.left, self.inner.top)) + radii[:, None]
        most = np.array((self.inner.right, self.inner.bottom)) - radii[:, None]
        return [
            labels.Mark(float(x), float(y), float(radius), svg.clean(home.label), home.kind == "leader")
            for (x, y), radius, home in zip(np.clip(places, least, most), radii, homes, strict=True)
        ]

    def ring(self) -> str:
        """The limit, dashed, softly filled."""
        ring = svg.element(
            "circle",
            class_="ring",
            cx=self.frame.x_mm,
            cy=self.frame.y_mm,
            r=self._circle.radius_m * self.frame.mm_per_m,
            fill=RING_FILL,
            stroke=RING,
            stroke_width=0.5,
            stroke_dasharray="2.4 1.6",
        )
        return svg.layer("limit", (ring,), clip_path="url(#map)")

    def clip(self) -> str:
        """What keeps the ring and the lanes within the map."""
        box = self.inner
        size = {"width": box.right - box.left, "height": box.bottom - box.top}
        return svg.element("clipPath", svg.element("rect", x=box.left, y=box.top, **size), id="map")

    def lanes(self, found: lanes.Lanes) -> str:
        """Lanes as soft strokes with a casing, footpaths dashed; nothing beyond the map."""
        return svg.layer("lanes", lanes.strokes(found, self.frame), **lanes.STYLE, clip_path="url(#map)")

    def furniture(self, homes: Sequence[Home]) -> str:
        """Legend and scale bar below the map, the north arrow in its corner."""
        circle, middle = self._circle, self._circle.height_mm - STRIP_MM / 2
        right, left = circle.width_mm - MARGIN_MM, MARGIN_MM
        most_mm = min(40.0, (right - left) / 4)
        kinds = tuple(kind for kind in _ORDER if any(home.kind == kind for home in homes))
        bar = furniture.bar_mm(self.frame.mm_per_m, most_mm, self._words)[1]
        return "\n".join(
            (
                furniture.legend(left, middle, right - bar - 2.0, kinds, self._words),
                furniture.scale_bar(right, middle, self.frame.mm_per_m, most_mm, self._words),
                furniture.north(self._north, MARGIN_MM, self._words),
            )
        )


def _dots(dots: NDArray[np.float64]) -> str:
    # In the order of their places: the order of a sheet would tell who is who.
    placed = sorted((round(float(x), 2), round(float(y), 2)) for x, y in dots)
    return svg.layer(
        "households", (svg.element("circle", cx=x, cy=y, r=DOT_MM) for x, y in placed), fill=HOUSEHOLD
    )


def _homes(homes: Sequence[Home], placed: Sequence[labels.Mark]) -> str:
    both = sorted(zip(homes, placed, strict=True), key=lambda pair: -_ORDER.index(pair[0].kind))
    return svg.layer("members", (marks.mark(home.kind, mark.x, mark.y) for home, mark in both))
