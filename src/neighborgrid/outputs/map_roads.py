"""Roads as maps and pictures draw them: whole lines in the frame of the plan, no more than a page can bear.

A map needs roads to find one's way about, not to measure: edges are joined from crossing to crossing, bends
flattened, and where the file holds too much the shortest blind lanes go first, since those are the
footpaths and drives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import shapely

from neighborgrid.findings import Finding, Place
from neighborgrid.outputs.drawing.frame import Ground
from neighborgrid.places.distance import Points
from neighborgrid.places.frames import from_wgs84
from neighborgrid.places.roads.network import joined, network_of
from neighborgrid.places.roads.reach import FARTHEST_M, box_around, refuse_elsewhere
from neighborgrid.places.roads.reading import HEAD, kind_of, read_extract
from neighborgrid.places.roads.snapping import Roads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.outputs.layers import Layers
    from neighborgrid.places.roads.extract import Box
    from neighborgrid.places.roads.network import Network

    Floats = NDArray[np.float64]
    Shapes = NDArray[Any]

AROUND_M: Final = 300.0
"""Roads are drawn this far around the outermost homes."""
MOST_POINTS: Final = 180_000
"""Points of all lines, some five bytes of a page each."""
STEPS: Final = ((1.0, 0.0), (3.0, 30.0), (8.0, 100.0), (20.0, 300.0))
"""Metres by which a bend may be off, and of blind lanes that are left out, one step after the other."""


SIGN: Final = "\u00a9"
"""Stands in for ``{sign}``: the catalogue holds characters of GBK only, and this is none."""


@dataclass(frozen=True, slots=True)
class RoadSource:
    """Whose roads they are: base name of the file, and whether it is OpenStreetMap's own format."""

    name: str
    osm: bool


class RoadLines(tuple["Floats", ...]):
    """Lines of (lon, lat), shape (k, 2) each, and their source, which whatever draws them has to name."""

    source: RoadSource

    def __new__(cls, lines: Iterable[Floats], source: RoadSource) -> Self:
        """Lines of a source."""
        made = super().__new__(cls, lines)
        made.source = source
        return made


@dataclass(frozen=True)
class DrawnRoads:
    """Lines in the frame of the plan, and what was found."""

    lines: RoadLines
    findings: tuple[Finding, ...] = ()


def roads_for(layers: Layers, path: Path) -> DrawnRoads:
    """Roads of the file at ``path`` around all that the layers show.

    None, with note NG595, where no road is within `AROUND_M`, and none where nothing has a position. Raises
    InputError: NG236 to NG240 and NG244 where the file cannot be used, NG242 where its roads are of another
    place.
    """
    tables = (layers.households, layers.members)
    lon, lat = (
        np.concatenate([table[key].to_numpy(np.float64) for table in tables]) for key in ("lon", "lat")
    )
    shown = Points(lon=lon, lat=lat)
    # Beyond what is drawn, so that roads nearby are told from roads of another place.
    whole = network_of(read_extract(path, box=box_around([shown], FARTHEST_M, frame=layers.frame)))
    refuse_elsewhere(Roads(whole), shown, frame=layers.frame)
    source = RoadSource(path.name.encode("utf-8", "replace").decode(), is_osm(path))
    box = box_around([shown], AROUND_M, frame=layers.frame)
    if box is None:
        return DrawnRoads(RoadLines((), source))
    network = within(whole, box)
    if network is None:
        far = Finding("NG595", Place(path.name), {"metres": f"{AROUND_M:g}"})
        return DrawnRoads(RoadLines((), source), (far,))
    lines, note = drawn(network, layers.frame)
    named = (Finding("NG594", Place(path.name)),) if source.osm else ()
    return DrawnRoads(
        RoadLines(lines, source), (*network.findings, *(() if note is None else (note,)), *named)
    )


def within(network: Network, box: Box) -> Network | None:
    """Network of the edges whose rectangle meets ``box`` (WGS-84 degrees); None where none does."""
    west, south, east, north = box
    lon = np.sort(network.lon[np.stack((network.a, network.b))], axis=0)
    lat = np.sort(network.lat[np.stack((network.a, network.b))], axis=0)
    inside = (lon[1] >= west) & (lon[0] <= east) & (lat[1] >= south) & (lat[0] <= north)
    if not inside.any():
        return None
    used, ends = np.unique(np.stack((network.a[inside], network.b[inside])), return_inverse=True)
    a, b = ends.reshape(2, -1).astype(np.int32)
    part = joined(network.lon[used], network.lat[used], a, b)
    return replace(
        part,
        source=network.source,
        ways=network.ways,
        left_out=network.left_out,
        missing=network.missing,
    )


def is_osm(path: Path) -> bool:
    """Whether the file is OpenStreetMap's own format, whose makers want to be named."""
    with path.open("rb") as stream:
        return kind_of(stream.read(HEAD)) != "geojson"


def drawn(
    network: Network, frame: str, most_points: int = MOST_POINTS
) -> tuple[tuple[Floats, ...], Finding | None]:
    """Lines of a network in ``frame``, at most ``most_points``; note NG593 where some were left out for that.

    Bends are off by a metre, or by as many as the note says; crossings stay where they are.
    """
    lon, lat = from_wgs84(lon=network.lon, lat=network.lat, frame=frame)
    ground = Ground((network.box[0] + network.box[2]) / 2, (network.box[1] + network.box[3]) / 2)
    metres = ground.metres(lon, lat)
    pieces = shapely.linestrings(np.stack((metres[network.a], metres[network.b]), axis=1))
    whole = _merged(np.asarray(pieces, object))
    lines, off_m, shortest_m = whole, *STEPS[0]
    for off_m, shortest_m in STEPS:
        lines = _without_blind(lines, shortest_m)
        flat = shapely.simplify(lines, off_m)
        if shapely.get_num_coordinates(flat).sum() <= most_points:
            break
    else:
        flat = _longest(flat, most_points)
    gone_m = shapely.length(whole).sum() - shapely.length(flat).sum()
    note = None
    if off_m > STEPS[0][0]:
        values = {"metres": f"{off_m:g}", "shortest": f"{shortest_m:g}", "km": f"{max(gone_m, 0) / 1000:.0f}"}
        note = Finding("NG593", Place(network.source), values)
    return _degrees(flat, ground), note


def _merged(pieces: Shapes) -> Shapes:
    """Lines from crossing to crossing, in an order that depends on where they are only."""
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(pieces)))
    return np.asarray(merged, object)


def _without_blind(lines: Shapes, shortest_m: float) -> Shapes:
    """Lines without those shorter than ``shortest_m`` that end where nothing else does, joined anew."""
    if not shortest_m:
        return lines
    ends = np.concatenate([shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1)])
    # Numbers of one dimension are sorted ten times faster than rows.
    _, number, count = np.unique(ends @ (1, 1j), return_inverse=True, return_counts=True)
    blind = (count[number] == 1).reshape(2, len(lines)).any(axis=0)
    kept = lines[~blind | (shapely.length(lines) >= shortest_m)]
    return _merged(kept) if len(kept) else kept


def _longest(lines: Shapes, most_points: int) -> Shapes:
    """The longest lines that together have no more than ``most_points``, in their order."""
    order = np.argsort(-shapely.length(lines), kind="stable")
    total = np.cumsum(shapely.get_num_coordinates(lines)[order])
    return lines[np.sort(order[total <= most_points])]


def _degrees(lines: Shapes, ground: Ground) -> tuple[Floats, ...]:
    if not len(lines):
        return ()
    east_m, north_m = ground.metres_per_degree
    places = shapely.get_coordinates(lines) / (east_m, north_m) + (ground.lon, ground.lat)
    ends = np.cumsum(shapely.get_num_coordinates(lines))
    return tuple(np.split(places, ends[:-1]))
