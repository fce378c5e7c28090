"""Picture of a plan: households by colour, lines to their members, circles, who waits, on a sheet of A3.

Marks of one look are one path, so that a county of 90,000 households is a file of a megabyte.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from neighborgrid.outputs.drawing import furniture, labels, lanes, marks, names, svg
from neighborgrid.outputs.drawing.caption import Caption, entries, footer_mm, heading
from neighborgrid.outputs.drawing.colours import COLOURS
from neighborgrid.outputs.drawing.frame import Box
from neighborgrid.outputs.drawing.scene import Detail, PlanMap, Scene
from neighborgrid.outputs.drawing.shapes import (
    DIAMOND,
    SQUARE,
    fanned,
    in_order,
    own_at_mark,
    polygons,
    white_dots,
)
from neighborgrid.outputs.drawing.style import (
    ACCENT,
    BOLD,
    DARK,
    HOUSEHOLD,
    MARK_MM,
    NORTH_MM,
    RING,
    WHITE,
    WORDS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NAME_SIZES_MM: Final = (4.2, 3.6, 3.0, 2.5)
VILLAGE_SIZES_MM: Final = (3.0, 2.5, 2.1)
LOAD_SIZES_MM: Final = (2.6,)
MEMBER_SIZES_MM: Final = (3.2, 2.8, 2.4)
BAR_MM: Final = 45.0


@dataclass(frozen=True, slots=True)
class DrawnPlan:
    """Picture as SVG text, and the sides of its sheet."""

    svg: str
    width_mm: float
    height_mm: float


def draw_plan(plan: PlanMap) -> DrawnPlan:
    """Picture of ``plan``; one without any position says so."""
    # The strip below the map depends on what is in the legend, and that on the scale.
    draft = Scene.of(plan, 26.0)
    detail = Detail.of(plan, draft, _widths(plan, draft))
    caption = Caption.of(plan, draft, detail)
    scene = Scene.of(plan, footer_mm(caption, draft.width_mm))
    page = _Page(plan, _moved(plan, scene, detail), detail)
    layers = [heading(plan, scene), page.border()]
    if scene.frame is None:
        layers.append(page.nothing())
    else:
        layers += page.map_layers()
    layers.append(entries(caption, scene))
    made = svg.document(scene.width_mm, scene.height_mm, layers, plan.family, WHITE)
    return DrawnPlan(made, scene.width_mm, scene.height_mm)


class _Page:
    """Layers of the map, from the ground up."""

    def __init__(self, plan: PlanMap, scene: Scene, detail: Detail) -> None:
        self._plan, self._scene, self._detail = plan, scene, detail
        self._words = replace(
            WORDS[plan.lang], metres=plan.say("picture.metres"), kilometres=plan.say("picture.kilometres")
        )
        self._shown = np.isfinite(scene.homes[:, 0])
        self._located = np.isfinite(scene.folk[:, 0])
        box = scene.area
        self._north = box.right - 7.0
        self._taken = [Box(self._north - 4, box.top, box.right, box.top + NORTH_MM + 5)]

    def map_layers(self) -> list[str]:
        """All that is drawn to scale, its names, scale bar and north arrow."""
        area = self._scene.area
        size = {"width": area.right - area.left, "height": area.bottom - area.top}
        clip = svg.element("clipPath", svg.element("rect", x=area.left, y=area.top, **size), id="map")
        ring_names = self._ring_names()
        # Names of circles have the right of way over those of members.
        labelled = self._labels()
        inside = (
            self._rings(),
            self._roads(),
            self._links(),
            *self._homes(),
            self._folk(),
            self._waiting(),
            *labelled,
            ring_names,
            self._across(),
        )
        drawn = [part for part in inside if part]
        return [clip, svg.layer("map", drawn, clip_path="url(#map)"), self._furniture()]

    def border(self) -> str:
        """White ground of the map with a thin border."""
        box = self._scene.area
        size = {"width": box.right - box.left, "height": box.bottom - box.top}
        return svg.element(
            "rect", x=box.left, y=box.top, **size, fill=WHITE, stroke=RING, stroke_width=0.3, class_="ground"
        )

    def nothing(self) -> str:
        """What is said where no position is known."""
        box = self._scene.area
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        said = svg.text(self._plan.say("picture.nothing"), x, y, 7.0, text_anchor="middle", fill=DARK)
        return svg.layer("nothing", (said,))

    def _furniture(self) -> str:
        scene = self._scene
        if scene.frame is None:
            return ""
        bar_y = scene.area.bottom + 5.5
        scale = furniture.scale_bar(scene.area.right, bar_y, scene.frame.mm_per_m, BAR_MM, self._words)
        return scale + "\n" + furniture.north(self._north, scene.area.top + 3.0, self._words)

    def _rings(self) -> str:
        rings, detail = self._plan.rings, self._detail
        parts = []
        for row, corners in enumerate(ring_corners(self._plan, self._scene)):
            if corners is not None:
                colour = COLOURS[int(rings.colour[row])]
                parts.append(
                    svg.element(
                        "path",
                        d=svg.path([corners[:-1]]) + "Z",
                        fill=colour,
                        fill_opacity=0.09,
                        stroke=colour,
                        stroke_opacity=0.7,
                        stroke_width=detail.outline_mm,
                        stroke_linejoin="round",
                    )
                )
        return svg.layer("circles", parts) if parts else ""

    def _roads(self) -> str:
        scene = self._scene
        if not self._plan.roads or scene.ground is None or scene.frame is None:
            return ""
        reach_m = max(scene.width_mm, scene.height_mm) / scene.frame.mm_per_m
        found = lanes.by_road([scene.ground.metres(*road.T) for road in self._plan.roads], reach_m)
        return svg.layer("lanes", lanes.strokes(found, scene.frame, least_mm=0.2), **lanes.STYLE)

    def _links(self) -> str:
        detail, homes = self._detail, self._plan.homes
        if not detail.line_mm:
            return ""
        rows = np.flatnonzero((homes.status == "served") & (homes.member >= 0) & self._shown)
        lines = np.hstack((self._scene.homes[rows], self._scene.folk[homes.member[rows]]))
        known = np.isfinite(lines).all(axis=1)
        return self._by_colour(
            "links",
            lines[known],
            homes.colour[rows][known],
            stroke_width=detail.line_mm,
            stroke_opacity=0.55,
        )

    def _homes(self) -> list[str]:
        homes, detail = self._plan.homes, self._detail
        at_member = own_at_mark(self._plan, self._scene, detail)
        linked = self._shown & np.isin(homes.status, ("served", "own_home")) & ~at_member
        made = [self._dots("households", linked & ~homes.estimated)]
        hollow = linked & homes.estimated
        if hollow.any():
            made.append(self._dots("estimated", hollow))
            made.append(white_dots("hollow", self._scene.homes[hollow], 1.1 * detail.dot_mm))
        vacant = self._shown & (homes.status == "vacant")
        if vacant.any():
            square = polygons(self._scene.homes[vacant], detail.dot_mm, SQUARE)
            made.append(
                svg.element("path", class_="vacant", d=square, fill=WHITE, stroke=HOUSEHOLD, stroke_width=0.2)
            )
        return made

    def _dots(self, name: str, rows: Flags) -> str:
        width = 2 * self._detail.dot_mm
        return self._by_colour(
            name, self._scene.homes[rows], self._plan.homes.colour[rows], stroke_width=width
        )

    def _by_colour(self, name: str, places: Floats, colour: NDArray[np.int64], **style: float | str) -> str:
        """Layer with a path of dots, or of lines where ``places`` has four columns, per colour."""
        data = svg.dots if places.shape[1] == 2 else svg.strokes
        parts = []
        for number in np.unique(colour).tolist():
            own = places[colour == number]
            # In the order of their places: the order of a sheet would tell who is who.
            own = own[np.lexsort(np.round(own.T[:2], 2)[::-1])]
            parts.append(svg.element("path", d=data(own), stroke=COLOURS[number]))
        return svg.layer(name, parts, fill="none", stroke_linecap="round", **style)

    def _folk(self) -> str:
        folk, detail, places = self._plan.folk, self._detail, self._scene.folk
        rows = np.flatnonzero(self._located)
        if not detail.mark and not detail.member_mm:
            return ""
        if not detail.mark:
            d = svg.dots(in_order(places[rows]))
            rim = svg.element("path", d=d, stroke=WHITE, stroke_width=2 * detail.member_mm + 0.2)
            dark = svg.element("path", d=d, stroke=DARK, stroke_width=2 * detail.member_mm)
            return svg.layer("members", (rim, dark), fill="none", stroke_linecap="round")
        owners = set(self._plan.homes.member[own_at_mark(self._plan, self._scene, detail)].tolist())
        order = {"member": 0, "deputy": 1, "leader": 2}
        placed = sorted(rows.tolist(), key=lambda row: (order[folk.kind[row]], *places[row].tolist()))
        parts = []
        for row in placed:
            x, y = places[row].tolist()
            if row in owners:
                parts.append(
                    marks.own_home(x, y, MARK_MM[folk.kind[row]] * detail.mark, COLOURS[folk.colour[row]])
                )
            parts.append(marks.mark(folk.kind[row], x, y, detail.mark))
        return svg.layer("members", parts)

    def _waiting(self) -> str:
        homes, size = self._plan.homes, self._detail.waiting_mm
        waits = self._shown & (homes.status == "waiting")
        # Rims below all diamonds: side by side they would eat each other up.
        look: dict[str, float | str] = {"stroke": WHITE, "stroke_width": 0.3 * size, "paint_order": "stroke"}
        parts = []
        for name, rows in (
            ("waiting", waits & ~homes.estimated),
            ("waiting hollow", waits & homes.estimated),
        ):
            if rows.any():
                places = in_order(self._scene.homes[rows])
                diamonds = polygons(places, size, DIAMOND)
                parts.append(svg.element("path", class_=name, d=diamonds, fill=ACCENT, **look))
                if name != "waiting":
                    inside = polygons(places, 0.5 * size, DIAMOND)
                    parts.append(svg.element("path", class_="hollow", d=inside, fill=WHITE))
        return svg.layer("waiting-households", parts) if parts else ""

    def _labels(self) -> list[str]:
        folk, detail = self._plan.folk, self._detail
        rows = np.flatnonzero(self._located).tolist()
        if not detail.labelled:
            return []
        marked = []
        for row in rows:
            x, y = self._scene.folk[row].tolist()
            kind = folk.kind[row]
            radius = MARK_MM[kind] * detail.mark + 0.3
            marked.append(labels.Mark(x, y, radius, svg.clean(folk.label[row]), kind == "leader"))
        long = any(len(mark.label) > 3 for mark in marked)
        sizes = MEMBER_SIZES_MM if long else LOAD_SIZES_MM
        obstacles = self._scene.homes[self._shown]
        placed = labels.place(marked, obstacles, self._scene.area, self._taken, sizes)
        return [names.lines(placed), names.names(placed, marked, WHITE)]

    def _ring_names(self) -> str:
        circles = self._detail.names == "circles"
        wanted = self._circle_marks() if circles else self._village_marks()
        if not wanted:
            return ""
        dots = self._scene.homes[self._shown]
        # Where there are many, one a millimetre tells where they are.
        dots = dots if len(dots) < 2_000 else np.unique(np.round(dots), axis=0)
        placed = labels.place(
            wanted, dots, self._scene.area, self._taken, NAME_SIZES_MM if circles else VILLAGE_SIZES_MM
        )
        self._taken += [label.box for label in placed.labels]
        return names.lines(placed) + "\n" + names.names(placed, wanted, WHITE, "circle-names")

    def _circle_marks(self) -> list[labels.Mark]:
        made = []
        for row, corners in enumerate(ring_corners(self._plan, self._scene)):
            if corners is not None:
                x, y = corners[corners[:, 1].argmin()].tolist()
                made.append(
                    labels.Mark(x, y, 0.3, svg.clean(self._plan.rings.name[row]), bold=True, above=True)
                )
        return made

    def _village_marks(self) -> list[labels.Mark]:
        if not self._detail.names:
            return []
        made = []
        places, village = self._scene.homes, self._plan.homes.village
        for number, name in enumerate(self._plan.villages):
            own = places[(village == number) & self._shown]
            if len(own) and name:
                x, y = np.median(own, axis=0).tolist()
                # Half of the households are nearer: names stand beside them.
                radius = float(np.median(np.hypot(*(own - (x, y)).T)))
                made.append(labels.Mark(x, y, min(8.0, max(0.3, radius)), svg.clean(name)))
        return made

    def _across(self) -> str:
        said, box = self._plan.across, self._scene.area
        if not said:
            return ""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        size = min(90.0, 0.8 * (box.right - box.left) / svg.width_em(said))
        turn = f"rotate(-25 {svg.number(x)} {svg.number(y)})"
        look: dict[str, float | str] = {"fill": ACCENT, "fill_opacity": 0.13, "font_weight": str(BOLD)}
        return svg.text(said, x, y, size, text_anchor="middle", transform=turn, class_="draft", **look)


def ring_corners(plan: PlanMap, scene: Scene) -> list[Floats | None]:
    """Corners of every circle's outline on the sheet, the first one repeated; None where there is none."""
    made: list[Floats | None] = []
    for outline in plan.rings.outline:
        if outline is None or scene.ground is None or scene.frame is None:
            made.append(None)
        else:
            corners = shapely.get_coordinates(outline)
            made.append(scene.frame.mm(scene.ground.metres(*corners.T)))
    return made


def _widths(plan: PlanMap, scene: Scene) -> Floats:
    """Width of every circle, millimetres."""
    corners = ring_corners(plan, scene)
    return np.array([np.nan if one is None else np.ptp(one[:, 0]) for one in corners], np.float64)


def _moved(plan: PlanMap, scene: Scene, detail: Detail) -> Scene:
    """Scene with marks on one spot moved apart."""
    folk = scene.folk.copy()
    known = np.flatnonzero(np.isfinite(folk[:, 0]))
    if detail.mark and len(known):
        radii = np.array([MARK_MM[plan.folk.kind[row]] * detail.mark for row in known.tolist()])
        folk[known] = marks.spread(folk[known], radii)
    return replace(scene, folk=folk, homes=fanned(scene.homes, detail.dot_mm))
