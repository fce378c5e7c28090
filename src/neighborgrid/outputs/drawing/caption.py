"""What stands around the map of a plan: its heading, the legend with counts, and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from neighborgrid.outputs.drawing import marks, svg
from neighborgrid.outputs.drawing.colours import COLOURS, PALETTE
from neighborgrid.outputs.drawing.scene import EDGE_MM
from neighborgrid.outputs.drawing.shapes import DIAMOND, SQUARE, own_at_mark, polygons
from neighborgrid.outputs.drawing.style import (
    ACCENT,
    BOLD,
    DARK,
    HOUSEHOLD,
    LANE_CASING,
    MARK_MM,
    WHITE,
)
from neighborgrid.outputs.map_roads import SIGN, RoadLines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neighborgrid.outputs.drawing.scene import Detail, PlanMap, Scene
    from neighborgrid.outputs.drawing.style import Kind

    Draw = Callable[[float, float], str]

TITLE_MM: Final = 8.0
TEXT_MM: Final = 4.0
LEGEND_MM: Final = 3.3
NOTE_MM: Final = 3.0
ROW_MM: Final = 6.2
NOTE_ROW_MM: Final = 4.8
BAR_ROOM_MM: Final = 62.0
KINDS: Final[tuple[Kind, ...]] = ("leader", "deputy", "member")


@dataclass(frozen=True)
class Entry:
    """Entry of the legend: what draws its mark around a place, half the mark's width, and its words."""

    draw: Draw
    half_mm: float
    said: str

    @property
    def width_mm(self) -> float:
        """Room that it takes, without a gap behind it."""
        return 2 * self.half_mm + 1.2 + svg.width_em(self.said) * LEGEND_MM


@dataclass(frozen=True)
class Caption:
    """Legend and remarks."""

    legend: tuple[Entry, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, plan: PlanMap, scene: Scene, detail: Detail) -> Caption:
        """Legend of what is on the map, counted, and remarks on what is not."""
        if scene.frame is None:
            return cls((), (*plan.notes, *_missing(plan, scene)))
        found = [*_folk(plan, scene, detail), *_homes(plan, scene, detail), *_lines(plan, detail)]
        roads = _roads_shown(plan, scene)
        if roads:
            found.append(Entry(_road, 2.5, plan.say("picture.roads")))
        notes = [*plan.notes, *_missing(plan, scene)]
        if not detail.line_mm and (detail.mark or detail.member_mm) and _linked(plan, scene):
            notes.append(plan.say("picture.no_lines"))
        if np.isfinite(scene.folk[:, 0]).any():
            notes.append(plan.say(f"picture.{_said_of_members(detail, equal=plan.equal)}"))
        if roads and isinstance(plan.roads, RoadLines):
            source = plan.roads.source
            key = "picture.roads_osm" if source.osm else "picture.roads_file"
            notes.append(plan.say(key, sign=SIGN, name=source.name))
        return cls(tuple(found), tuple(notes))

    def rows(self, width_mm: float) -> list[list[Entry]]:
        """Legend in rows that leave room for the scale bar at the end of the first."""
        made: list[list[Entry]] = [[]]
        x = 0.0
        for entry in self.legend:
            room = width_mm - 2 * EDGE_MM - (BAR_ROOM_MM if len(made) == 1 else 0.0)
            if made[-1] and x + entry.width_mm > room:
                made.append([])
                x = 0.0
            made[-1].append(entry)
            x += entry.width_mm + 5.0
        return made

    def remarks(self, width_mm: float) -> list[str]:
        """Remarks in lines that fit."""
        lines: list[str] = []
        for note in self.notes:
            joined = f"{lines[-1]}  {note}" if lines else note
            if lines and svg.width_em(joined) * NOTE_MM <= width_mm - 2 * EDGE_MM:
                lines[-1] = joined
            else:
                lines.append(note)
        return lines


def footer_mm(caption: Caption, width_mm: float) -> float:
    """Height of the strip below the map."""
    legend, notes = caption.rows(width_mm), caption.remarks(width_mm)
    return 3.0 + ROW_MM * len(legend) + NOTE_ROW_MM * len(notes) + 1.0


def heading(plan: PlanMap, scene: Scene) -> str:
    """Title, figures, date, and the marks in red."""
    right = scene.width_mm - EDGE_MM
    end = {"text_anchor": "end"}
    parts = [_fitted(plan.title, EDGE_MM, EDGE_MM + 4.0, TITLE_MM, right - 70.0, font_weight=str(BOLD))]
    parts.append(_fitted(plan.figures, EDGE_MM, EDGE_MM + 12.5, TEXT_MM, right - 45.0))
    parts.append(svg.text(plan.dated, right, EDGE_MM + 12.5, NOTE_MM + 0.3, fill=DARK, **end))
    if plan.warnings:
        said = "  ".join(plan.warnings)
        parts.append(svg.text(said, right, EDGE_MM + 4.0, 5.0, fill=ACCENT, font_weight=str(BOLD), **end))
    return svg.layer("heading", parts)


def entries(caption: Caption, scene: Scene) -> str:
    """Legend and remarks below the map."""
    parts = []
    y = scene.area.bottom + 5.5
    for row in caption.rows(scene.width_mm):
        x = EDGE_MM
        for entry in row:
            parts.append(entry.draw(x + entry.half_mm, y))
            parts.append(svg.text(entry.said, x + 2 * entry.half_mm + 1.2, y, LEGEND_MM, fill=DARK))
            x += entry.width_mm + 5.0
        y += ROW_MM
    legend = svg.layer("legend", parts)
    notes = []
    for line in caption.remarks(scene.width_mm):
        notes.append(_fitted(line, EDGE_MM, y - 0.5, NOTE_MM, scene.width_mm - EDGE_MM))
        y += NOTE_ROW_MM
    return legend + "\n" + svg.layer("notes", notes)


def _fitted(said: str, x: float, y: float, size_mm: float, right_mm: float, **more: str) -> str:
    """Text from ``x``, smaller where it would run beyond ``right_mm``."""
    wide = svg.width_em(said) * (1.08 if more else 1.0)
    fitting = min(size_mm, (right_mm - x) / wide) if wide else size_mm
    return svg.text(said, x, y, fitting, fill=DARK, **more)


def _linked(plan: PlanMap, scene: Scene) -> bool:
    """Whether there are two ends of a line on the map."""
    served = np.flatnonzero((plan.homes.status == "served") & (plan.homes.member >= 0))
    ends = np.column_stack((scene.homes[served], scene.folk[plan.homes.member[served]]))
    return bool(np.isfinite(ends).all(axis=1).any())


def _said_of_members(detail: Detail, *, equal: bool) -> str:
    of_work = "" if equal else "_work"
    if detail.labelled:
        return f"numbers{of_work}"
    if detail.mark:
        return f"no_numbers{of_work}"
    return f"small{of_work}" if detail.member_mm else "no_members"


def _missing(plan: PlanMap, scene: Scene) -> list[str]:
    homes, folk = plan.homes, plan.folk
    nowhere = int((~np.isfinite(homes.lon + homes.lat)).sum())
    nobody = int((~np.isfinite(folk.lon + folk.lat)).sum())
    made = []
    if nowhere:
        made.append(plan.say("picture.unlocated", count=nowhere))
    if nobody:
        made.append(plan.say("picture.unlocated_members", count=nobody))
    if scene.outside:
        far = np.isnan(scene.homes[:, 0]) & np.isfinite(homes.lon + homes.lat)
        waiting = int((far & (homes.status == "waiting")).sum())
        key = "picture.outside_waiting" if waiting else "picture.outside"
        made.append(plan.say(key, count=scene.outside, waiting=waiting))
    return made


def _folk(plan: PlanMap, scene: Scene, detail: Detail) -> list[Entry]:
    located = np.isfinite(scene.folk[:, 0])
    kinds = [kind for kind, here in zip(plan.folk.kind, located.tolist(), strict=True) if here]
    if not detail.mark:
        radius = detail.member_mm
        words = plan.say("picture.member", count=len(kinds))
        return [Entry(lambda x, y: _disc(x, y, radius, DARK), radius, words)] if kinds and radius else []
    size = detail.mark
    made = []
    for kind in KINDS:
        if kind in kinds:
            said = plan.say(f"picture.{kind}", count=kinds.count(kind))
            made.append(_mark_entry(kind, size, said))
    own = int((own_at_mark(plan, scene, detail)).sum())
    if own:
        radius = MARK_MM["member"] * size

        def ringed(x: float, y: float) -> str:
            return marks.own_home(x, y, radius, DARK) + marks.mark("member", x, y, size)

        made.append(Entry(ringed, radius + 0.5, plan.say("picture.own_home", count=own)))
    return made


def _mark_entry(kind: Kind, size: float, said: str) -> Entry:
    return Entry(lambda x, y: marks.mark(kind, x, y, size), MARK_MM[kind] * size, said)


def _homes(plan: PlanMap, scene: Scene, detail: Detail) -> list[Entry]:
    homes, say = plan.homes, plan.say
    here = np.isfinite(scene.homes[:, 0])
    linked = here & np.isin(homes.status, ("served", "own_home"))
    linked &= ~own_at_mark(plan, scene, detail)
    waits = here & (homes.status == "waiting")
    radius, size = max(detail.dot_mm, 0.5), max(detail.waiting_mm, 1.2)
    known, guessed = linked & ~homes.estimated, linked & homes.estimated
    colours = [COLOURS[number] for number in np.unique(homes.colour[known]).tolist()[:3]]
    step = 2.4 * radius
    half = radius + step * (len(colours) - 1) / 2

    def dots(x: float, y: float) -> str:
        first = x - step * (len(colours) - 1) / 2
        return "".join(_disc(first + step * i, y, radius, one) for i, one in enumerate(colours))

    def hollow(x: float, y: float) -> str:
        return _disc(x, y, radius, PALETTE[0]) + _disc(x, y, 0.55 * radius, WHITE)

    def square(x: float, y: float) -> str:
        d = polygons(np.array([[x, y]]), radius, SQUARE)
        return svg.element("path", d=d, fill=WHITE, stroke=HOUSEHOLD, stroke_width=0.2)

    kind = ("by_member" if plan.by_member else "household") if len(colours) > 1 else "plain"
    found = [
        (known, Entry(dots, half, say(f"picture.{kind}", count=int(known.sum())))),
        (guessed, Entry(hollow, radius, say("picture.estimated", count=int(guessed.sum())))),
        (waits & ~homes.estimated, _diamond(size, say, "waiting", waits & ~homes.estimated)),
        (waits & homes.estimated, _diamond(size, say, "waiting_estimated", waits & homes.estimated)),
    ]
    vacant = here & (homes.status == "vacant")
    found.append((vacant, Entry(square, radius, say("picture.vacant", count=int(vacant.sum())))))
    return [entry for rows, entry in found if rows.any()]


def _diamond(size: float, say: Callable[..., str], key: str, rows: Sequence[bool] | np.ndarray) -> Entry:
    hollow = key != "waiting"

    def draw(x: float, y: float) -> str:
        at = np.array([[x, y]])
        made = svg.element("path", d=polygons(at, size, DIAMOND), fill=ACCENT)
        inside = svg.element("path", d=polygons(at, 0.5 * size, DIAMOND), fill=WHITE)
        return made + (inside if hollow else "")

    return Entry(draw, size, say(f"picture.{key}", count=int(np.asarray(rows).sum())))


def _lines(plan: PlanMap, detail: Detail) -> list[Entry]:
    made = []
    drawn = sum(one is not None for one in plan.rings.outline)
    if drawn:
        made.append(Entry(_patch, 2.2, plan.say("picture.circle", count=drawn)))
    if detail.line_mm:
        made.append(Entry(_stroke, 2.5, plan.say("picture.link")))
    return made


def _roads_shown(plan: PlanMap, scene: Scene) -> bool:
    """Whether any road crosses the map, and not only the ground around it."""
    if scene.ground is None or scene.frame is None:
        return False
    area = shapely.box(scene.area.left, scene.area.top, scene.area.right, scene.area.bottom)
    whole = [road for road in plan.roads if len(road) > 1 and np.isfinite(road).all()]
    lines = [shapely.linestrings(scene.frame.mm(scene.ground.metres(*road.T))) for road in whole]
    return bool(shapely.intersects(np.asarray(lines, object), area).any())


def _road(x: float, y: float) -> str:
    """As on the map: a grey line with a white middle."""
    ends = {"x1": x - 2.5, "y1": y, "x2": x + 2.5, "y2": y}
    grey = svg.element("line", **ends, stroke=LANE_CASING, stroke_width=1.9)
    return grey + svg.element("line", **ends, stroke=WHITE, stroke_width=0.9)


def _patch(x: float, y: float) -> str:
    colour = PALETTE[0]
    look = {"fill": colour, "stroke": colour}
    size = {"width": 4.4, "height": 3.0, "rx": 0.8, "fill_opacity": 0.12, "stroke_width": 0.35}
    return svg.element("rect", x=x - 2.2, y=y - 1.5, **size, **look)


def _stroke(x: float, y: float) -> str:
    return svg.element(
        "line", x1=x - 2.5, y1=y + 0.8, x2=x + 2.5, y2=y - 0.8, stroke=PALETTE[0], stroke_width=0.3
    )


def _disc(x: float, y: float, radius: float, colour: str) -> str:
    return svg.element("circle", cx=x, cy=y, r=radius, fill=colour)
