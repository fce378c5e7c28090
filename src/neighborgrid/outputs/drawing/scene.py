"""What a picture of a plan shows, and how large its parts are at its scale."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from neighborgrid.outputs.drawing.frame import Box, Frame, Ground, around

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neighborgrid.outputs.drawing.style import Kind
    from neighborgrid.words import Lang

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

LONG_MM: Final = 420.0
SHORT_MM: Final = 297.0
"""Sides of a sheet of A3."""
EDGE_MM: Final = 10.0
HEADER_MM: Final = 23.0
PADDING_MM: Final = 7.0
"""Room between the outermost mark and the border of the map."""
LEAST_M: Final = 60.0
"""Half of the ground shown at least, each way."""
NEARLY_ALL: Final = 98.0

MOST_MARKS: Final = 400
"""Members' homes with marks of their own; more are dots."""
LEAST_MARK: Final = 0.55
"""Smallest size of a mark against that in a sketch of one circle."""
ROOM_MM: Final = 4.5
"""Distance between members' homes at which marks have their full size."""
LEAST_ROOM_MM: Final = 0.9
"""Distance between members' homes below which not even dots are drawn: they would hide the households."""
LEAST_LINE_MM: Final = 1.3
"""Usual length below which the lines of households to members would be a blot."""
CIRCLE_NAMED_MM: Final = 16.0
"""Usual width of circles from which on their names are written; below, those of villages."""
MOST_NAMED: Final = 60
MOST_LABELS: Final = 150
"""Members beyond whom nothing is written beside the marks."""


@dataclass(frozen=True)
class Homes:
    """Households: degrees (NaN where unknown), what became of each, and the rows that it belongs to.

    ``status`` is one of ``outputs.layers.STATUSES``; ``member`` a row of the members, -1 for none;
    ``colour`` a number in the palette, -1 for none; ``village`` a number.
    """

    lon: Floats
    lat: Floats
    status: NDArray[np.object_]
    estimated: Flags
    member: Numbers
    colour: Numbers
    village: Numbers


@dataclass(frozen=True)
class Folk:
    """Members' homes: degrees, which mark, what is written beside it, a number in the palette."""

    lon: Floats
    lat: Floats
    kind: Sequence[Kind]
    label: Sequence[str]
    colour: Numbers


@dataclass(frozen=True)
class Rings:
    """Circles: outline in degrees (a shapely polygon, or None), name, a number in the palette."""

    outline: NDArray[np.object_]
    name: Sequence[str]
    colour: Numbers


@dataclass(frozen=True)
class PlanMap:
    """Picture of a plan.

    Attributes
    ----------
    villages
        Names of the villages that ``homes.village`` numbers.
    title, figures, dated
        Heading: of what, in how many words, as of when.
    warnings
        Marks in red: a draft, for internal use.
    across
        Word written large across the map, "" for none.
    notes
        Remarks below the legend, before those that the drawing adds.
    say
        Words by key and their values.
    roads
        Lines of (lon, lat), shape (k, 2) each.
    far
        Points farther from the middle than this many times the reach of nearly all who are served, and of
        their members, are left out.
    by_member
        Colours are those of members, not of circles.
    equal
        Numbers beside members count households; else they are loads.
    """

    homes: Homes
    folk: Folk
    rings: Rings
    villages: Sequence[str]
    title: str
    figures: str
    dated: str
    lang: Lang
    say: Callable[..., str]
    warnings: Sequence[str] = ()
    across: str = ""
    notes: Sequence[str] = ()
    roads: Sequence[Floats] = field(default=())
    far: float = 4.0
    by_member: bool = False
    equal: bool = True
    family: str = "Noto Sans CJK SC"


@dataclass(frozen=True)
class Scene:
    """Points of a picture on its sheet.

    Attributes
    ----------
    width_mm, height_mm
        The sheet.
    area
        The map on it.
    ground, frame
        Degrees to metres, metres to millimetres; None where no position is known.
    homes, folk
        Millimetres, shape (n, 2); NaN for what is not on the map.
    outside
        Households too far out.
    """

    width_mm: float
    height_mm: float
    area: Box
    ground: Ground | None
    frame: Frame | None
    homes: Floats
    folk: Floats
    outside: int

    @classmethod
    def of(cls, plan: PlanMap, footer_mm: float) -> Scene:
        """Scene with a strip of ``footer_mm`` below the map; the sheet lies the way its ground does."""
        degrees = np.column_stack((plan.homes.lon, plan.homes.lat))
        people = np.column_stack((plan.folk.lon, plan.folk.lat))
        both = np.concatenate((degrees, people))
        known = np.isfinite(both).all(axis=1)
        if not known.any():
            nothing = np.full_like(both, np.nan)
            area = _area(LONG_MM, SHORT_MM, footer_mm)
            return cls(
                LONG_MM, SHORT_MM, area, None, None, nothing[: len(degrees)], nothing[len(degrees) :], 0
            )
        linked = known & np.append(plan.homes.status != "waiting", np.ones(len(people), bool))
        settled = linked if linked.any() else known
        ground = Ground(*map(float, np.median(both[settled], axis=0)))
        metres = ground.metres(*both.T)
        away = np.hypot(*metres.T)
        reach_m = max(plan.far * float(np.percentile(away[settled], NEARLY_ALL)), LEAST_M)
        # False too where the position is unknown.
        shown = away <= reach_m
        corners = around(np.concatenate((metres[shown], _ring_boxes(plan, ground, reach_m))), LEAST_M, 1.0)
        wide, high = corners[1] - corners[0]
        width, height = (LONG_MM, SHORT_MM) if wide >= high else (SHORT_MM, LONG_MM)
        area = _area(width, height, footer_mm)
        inner = Box(*(np.array(_edges(area)) + PADDING_MM * np.array((1, 1, -1, -1))).tolist())
        frame = Frame.fit(corners, inner)
        placed = np.where(shown[:, None], frame.mm(metres), np.nan)
        homes = placed[: len(degrees)]
        outside = int((known & ~shown)[: len(degrees)].sum())
        return cls(width, height, area, ground, frame, homes, placed[len(degrees) :], outside)


@dataclass(frozen=True)
class Detail:
    """How large the parts of a picture are, by how much room there is.

    ``mark`` is the size of members' marks, 0 where they are dots of ``member_mm``, or nothing
    where that is 0 too; ``line_mm`` is 0 where
    no lines are drawn. ``names`` says whose names are written: of "circles", "villages" or nobody ("");
    ``labelled``, whether something is written beside members.
    """

    dot_mm: float
    waiting_mm: float
    mark: float
    member_mm: float
    line_mm: float
    outline_mm: float
    names: str
    labelled: bool

    @classmethod
    def of(cls, plan: PlanMap, scene: Scene, rings_mm: Floats) -> Detail:
        """Detail of a scene whose circles are ``rings_mm`` wide, NaN where they have no outline."""
        dot = min(0.85, max(0.16, 0.3 * _apart(scene.homes)))
        located = int(np.isfinite(scene.folk[:, 0]).sum())
        room = _apart(scene.folk)
        mark = min(1.0, room / ROOM_MM)
        if mark < LEAST_MARK or located > MOST_MARKS:
            mark = 0.0
        member = min(0.9, 0.3 * room) if room >= LEAST_ROOM_MM else 0.0
        lines = (mark > 0 or member > 0) and _line_length(plan, scene) >= LEAST_LINE_MM
        rings = rings_mm[np.isfinite(rings_mm)]
        named = 0 < len(rings) <= MOST_NAMED and float(np.median(rings)) >= CIRCLE_NAMED_MM
        return cls(
            dot_mm=dot,
            waiting_mm=min(1.9, max(0.75, 2.4 * dot)),
            mark=mark,
            member_mm=member,
            line_mm=(0.3 if mark == 1.0 else 0.15) if lines else 0.0,
            outline_mm=0.5 if mark else 0.2,
            names="circles" if named else "villages" if len(np.unique(plan.homes.village)) > 1 else "",
            labelled=mark > 0 and located <= MOST_LABELS,
        )


def _line_length(plan: PlanMap, scene: Scene) -> float:
    """Usual length of a line from a household to its member, millimetres; 0 where there is none."""
    served = np.flatnonzero((plan.homes.member >= 0) & (plan.homes.status == "served"))
    length = np.hypot(*(scene.homes[served] - scene.folk[plan.homes.member[served]]).T)
    length = length[np.isfinite(length)]
    return float(np.median(length)) if len(length) else 0.0


def _ring_boxes(plan: PlanMap, ground: Ground, reach_m: float) -> Floats:
    """Corners of the boxes around outlines, those within reach, in metres, shape (n, 2)."""
    present = np.array([one for one in plan.rings.outline if one is not None], object)
    corners = ground.metres(*shapely.bounds(present).reshape(-1, 2).T)
    made: Floats = corners[np.hypot(*corners.T) <= reach_m]
    return made


def _area(width_mm: float, height_mm: float, footer_mm: float) -> Box:
    return Box(EDGE_MM, HEADER_MM + EDGE_MM / 2, width_mm - EDGE_MM, height_mm - footer_mm - EDGE_MM / 2)


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _apart(places: Floats) -> float:
    """Usual distance of a place to the nearest other one; 10 mm for a lonely one."""
    from scipy.spatial import KDTree

    known = np.unique(np.round(places[np.isfinite(places).all(axis=1)], 2), axis=0)
    if len(known) < 2:
        return 10.0
    return float(np.median(KDTree(known).query(known, k=[2])[0]))
