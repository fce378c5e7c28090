"""Drawn pictures of a plan, one of it all or one per village or circle, as SVG or PNG files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

import numpy as np
import pandas as pd
import shapely

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.files import Written, make_folder, write_atomically
from neighborgrid.outputs.coverage_table import percent
from neighborgrid.outputs.drawing.colours import circle_colours, shape_colours
from neighborgrid.outputs.drawing.frame import Ground
from neighborgrid.outputs.drawing.plan import draw_plan
from neighborgrid.outputs.drawing.scene import Folk, Homes, PlanMap, Rings
from neighborgrid.outputs.layers import place_of, village_name
from neighborgrid.outputs.map_roads import RoadLines
from neighborgrid.outputs.nearest import circle_near
from neighborgrid.outputs.outlines import outlines
from neighborgrid.outputs.paper.common import safe_name
from neighborgrid.outputs.paper.press import Job, Press, Template
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.outputs.drawing.plan import DrawnPlan
    from neighborgrid.outputs.drawing.style import Kind
    from neighborgrid.outputs.layers import Layers
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.wording import Wording

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Form = Literal["svg", "png"]
Split = Literal["village", "circle"]

PPI: Final = 200.0
LONGEST_PX: Final = 6_000
MM_PER_INCH: Final = 25.4
FAR: Final = 4.0
NEAR: Final = 1.6
"""How far out a household is still shown, in times the reach of nearly all: in pictures of a circle it is
less, since who waits may live far from any circle."""
WHERE: Final = ["lon", "lat"]
ROADS_AROUND_M: Final = 2_000.0
SAFE_FAMILIES: Final = ("Microsoft YaHei", "PingFang SC", "sans-serif")
"""Fonts of a reader who has none of ours."""


@dataclass(frozen=True)
class Style:
    """How pictures are written.

    ``say`` holds their words and the day of the plan; ``draft`` marks them; ``roads`` are lines of
    (lon, lat), shape (k, 2) each, whose source the pictures name where they are `RoadLines`; ``ppi`` are
    pixels an inch of a PNG, fewer where its long side would pass `LONGEST_PX`.
    """

    say: Wording
    fonts: FontSet
    form: Form = "svg"
    draft: bool = False
    roads: Sequence[Floats] = ()
    ppi: float = PPI


@dataclass(frozen=True)
class Part:
    """What one picture shows: of what it is, rows of the layers, and whether it is a circle's."""

    name: str
    homes: Numbers
    members: Numbers
    circles: Numbers
    of_circle: bool = False


def write_pictures(
    layers: Layers,
    target: Path,
    style: Style,
    *,
    split: Split | None = None,
    progress: Callable[[int], None] = lambda _count: None,
) -> list[Written]:
    """Files written: ``target``, or with ``split`` one file per village or circle in that folder.

    ``progress`` is called with 1 for each picture that is done. Raises InputError: NG500 to NG509 a file or
    folder cannot be written, NG547 the typesetter, which makes the PNGs, died.
    """
    shared = _Shared.of(layers, style)
    parts = parts_of(layers, style.say, split)
    files = [target] if split is None else _files(target, parts, style)
    for folder in {file.parent for file in files}:
        make_folder(folder)
    drawn = zip(files, (draw_plan(shared.picture(part)) for part in parts), strict=True)
    if style.form == "png":
        jobs = (_png(file, picture, style.ppi) for file, picture in drawn)
        return Press(style.fonts.paths, progress=progress).print(jobs)
    return [_svg(file, picture, progress) for file, picture in drawn]


def count_pictures(layers: Layers, say: Wording, split: Split | None) -> int:
    """Number of files that `write_pictures` writes."""
    return len(parts_of(layers, say, split))


def parts_of(layers: Layers, say: Wording, split: Split | None) -> list[Part]:
    """Pictures to draw, in the order of the plan's villages and circles."""
    if split is None:
        homes, members = np.arange(len(layers.households)), np.arange(len(layers.members))
        return [Part(place_of(layers), homes, members, np.arange(len(layers.circles)))]
    return _villages(layers, say) if split == "village" else _circles(layers, say)


def _villages(layers: Layers, say: Wording) -> list[Part]:
    village = layers.households["place"].to_numpy()
    home_village = layers.members["place"].to_numpy()
    ring = lookup(texts(layers.circles, "circle_id"), texts(layers.members, "circle_id"))
    made = []
    for number in range(len(layers.villages)):
        homes = np.flatnonzero(village == number)
        # Who serves a household here may live elsewhere.
        members = np.union1d(np.flatnonzero(home_village == number), _serving(layers, homes))
        rings = np.unique(ring[members])
        made.append(Part(village_name(layers, number), homes, members, rings[rings >= 0]))
    return [part for part in made if len(part.homes) or len(part.members)]


def _circles(layers: Layers, say: Wording) -> list[Part]:
    ids = texts(layers.circles, "circle_id")
    of_home = circle_near(layers)
    of_member = lookup(ids, texts(layers.members, "circle_id"))
    place, home_place = layers.households["place"].to_numpy(), layers.members["place"].to_numpy()
    made = []
    for row, name in enumerate(layers.circles["name"].tolist()):
        homes = np.flatnonzero(of_home == row)
        members = np.union1d(np.flatnonzero(of_member == row), _serving(layers, homes))
        made.append(Part(name, homes, members, np.array([row]), of_circle=True))
    for number in range(len(layers.villages)):
        homes = np.flatnonzero((of_home < 0) & (place == number))
        own = np.flatnonzero((of_member < 0) & (home_place == number))
        if len(homes) or len(own):
            name = say("picture.without", place=_named(layers, number))
            members = np.union1d(own, _serving(layers, homes))
            made.append(Part(name, homes, members, np.zeros(0, np.int64)))
    return made


def _serving(layers: Layers, homes: Numbers) -> Numbers:
    member = layers.households["member"].to_numpy()[homes]
    return np.unique(member[member >= 0])


def _titled(say: Wording, place: str) -> str:
    return say("picture.title", place=place) if place else say("picture.title.none")


def _named(layers: Layers, number: int) -> str:
    """Name of a village; those without a name go by the word that parts of plans have in their place."""
    named = village_name(layers, number)
    return named if named else text("book.other", layers.lang)


@dataclass(frozen=True)
class _Shared:
    """What all pictures of a plan have in common: a circle has one colour on all of them."""

    layers: Layers
    style: Style
    rings: NDArray[np.object_]
    ring_colour: Numbers
    home_colour: Numbers
    member_colour: Numbers
    road_boxes: Floats

    @classmethod
    def of(cls, layers: Layers, style: Style) -> _Shared:
        rings = outlines(layers)
        colour = circle_colours(layers, rings)
        ids = texts(layers.circles, "circle_id")
        if len(ids):
            home = _taken(colour, lookup(ids, texts(layers.households, "circle_id")))
            member = _taken(colour, lookup(ids, texts(layers.members, "circle_id")))
        else:
            member = _member_colours(layers)
            home = _taken(member, layers.households["member"].to_numpy())
        boxes = [(*road.min(axis=0), *road.max(axis=0)) for road in style.roads]
        return cls(layers, style, rings, colour, home, member, np.array(boxes).reshape(-1, 4))

    def picture(self, part: Part) -> PlanMap:
        """Picture of a part."""
        layers, say = self.layers, self.style.say
        homes = layers.households.iloc[part.homes]
        row_of = np.full(len(layers.members) + 1, -1)
        row_of[part.members] = np.arange(len(part.members))
        folk = layers.members.iloc[part.members]
        rings = layers.circles.iloc[part.circles]
        waiting = bool((homes["status"] == "waiting").any())
        return PlanMap(
            homes=Homes(
                lon=homes["lon"].to_numpy(float),
                lat=homes["lat"].to_numpy(float),
                status=homes["status"].to_numpy(object),
                estimated=homes["estimated"].to_numpy(bool),
                member=row_of[homes["member"].to_numpy()],
                colour=self.home_colour[part.homes],
                village=homes["place"].to_numpy(),
            ),
            folk=Folk(
                lon=folk["lon"].to_numpy(float),
                lat=folk["lat"].to_numpy(float),
                kind=_kinds(folk["duty"].tolist()),
                label=self._labels(part.members),
                colour=self.member_colour[part.members],
            ),
            rings=Rings(self.rings[part.circles], rings["name"].tolist(), self.ring_colour[part.circles]),
            villages=layers.villages["village"].tolist(),
            title=_titled(say, part.name),
            figures=self._figures(part),
            dated=say("picture.dated", day=say.day.isoformat()),
            lang=say.lang,
            say=say,
            warnings=self._warnings(),
            across=say("draft") if self.style.draft else "",
            notes=(say("picture.near"),) if part.of_circle and waiting else (),
            roads=self._roads_near(pd.concat([homes[WHERE], folk[WHERE]]).to_numpy(float)),
            far=NEAR if part.of_circle else FAR,
            by_member=not len(layers.circles),
            equal=layers.equal,
            family=_quoted((*self.style.fonts.families, *SAFE_FAMILIES)),
        )

    def _roads_near(self, places: Floats) -> Sequence[Floats]:
        """Roads that may be on a picture of ``places``: the others need not be measured each time."""
        known = places[np.isfinite(places).all(axis=1)]
        if not len(known) or not len(self.road_boxes):
            return self.style.roads
        low, high = known.min(axis=0), known.max(axis=0)
        per_degree = np.array(Ground(*((low + high) / 2)).metres_per_degree)
        # The paper is less than three times as wide as the shorter side of what it shows.
        margin = (((high - low) * per_degree).max() + ROADS_AROUND_M) / per_degree
        west, south, east, north = self.road_boxes.T
        (reach_west, reach_south), (reach_east, reach_north) = low - margin, high + margin
        near = (west <= reach_east) & (east >= reach_west) & (south <= reach_north) & (north >= reach_south)
        roads = self.style.roads
        found = [roads[row] for row in np.flatnonzero(near).tolist()]
        return RoadLines(found, roads.source) if isinstance(roads, RoadLines) else found

    def _labels(self, members: Numbers) -> list[str]:
        folk = self.layers.members.iloc[members]
        loads = [f"{load:g}" for load in folk["load"].tolist()]
        if not self.layers.full:
            return loads
        return [f"{name} {load}" for name, load in zip(folk["name"].tolist(), loads, strict=True)]

    def _warnings(self) -> list[str]:
        say = self.style.say
        found = [say("draft")] if self.style.draft else []
        return [*found, say("picture.internal")] if self.layers.full else found

    def _figures(self, part: Part) -> str:
        """Figures of a part; the coverage is rounded down."""
        say, status = self.style.say, self.layers.households["status"].to_numpy()[part.homes]
        served = int(np.isin(status, ("served", "own_home")).sum())
        waiting = int((status == "waiting").sum())
        due = served + waiting
        key = "picture.figures" if due else "picture.figures.none"
        said = say(
            key,
            households=due,
            served=served,
            waiting=waiting,
            coverage=percent(10_000 * served // due / 100) if due else "",
        )
        said += say("picture.folk", members=len(part.members))
        return said + (say("picture.rings", circles=len(part.circles)) if len(part.circles) > 1 else "")


def _taken(values: Numbers, row: Numbers) -> Numbers:
    """``values[row]``, and -1 where ``row`` is -1."""
    return np.append(values, -1)[row]


def _member_colours(layers: Layers) -> Numbers:
    """Colours of members where there are no circles; those near each other differ."""
    places = layers.members[["lon", "lat"]].to_numpy(float)
    made = np.arange(len(places)) % 2
    known = np.isfinite(places).all(axis=1)
    made[known] = shape_colours(np.asarray(shapely.points(places[known]), object))
    return made


def _kinds(duties: Sequence[str]) -> list[Kind]:
    return [cast("Kind", duty) if duty in ("leader", "deputy") else "member" for duty in duties]


def _quoted(families: Sequence[str]) -> str:
    """Families as CSS lists them."""
    return ", ".join(name if name == "sans-serif" else "'" + name.replace("'", "") + "'" for name in families)


def _files(folder: Path, parts: Sequence[Part], style: Style) -> list[Path]:
    other = text("book.other", style.say.lang)
    names = [named if (named := safe_name(part.name)) else other for part in parts]
    return [folder / f"{number:03d}-{name}.{style.form}" for number, name in enumerate(names, start=1)]


def _svg(file: Path, picture: DrawnPlan, progress: Callable[[int], None]) -> Written:
    data = picture.svg.encode("utf-8", "replace")
    written = write_atomically(file, lambda temporary: _put(temporary, data))
    progress(1)
    return written


def _put(temporary: Path, data: bytes) -> None:
    temporary.write_bytes(data)


def _png(file: Path, picture: DrawnPlan, ppi: float) -> Job:
    long_mm = max(picture.width_mm, picture.height_mm)
    return Job(
        target=file,
        main="picture.typ",
        design=Template("picture.typ", ""),
        data={"width": picture.width_mm, "height": picture.height_mm},
        pictures={"picture.svg": picture.svg},
        ppi=min(ppi, LONGEST_PX * MM_PER_INCH / long_mm),
    )


def texts_of(layers: Layers) -> list[str]:
    """Texts of the plan that pictures may show, repeats left out."""
    columns = [layers.villages["township"], layers.villages["village"], layers.circles["name"]]
    columns += [layers.members["name"]] if layers.full else []
    return list(dict.fromkeys(one for column in columns for one in column.unique().tolist()))
