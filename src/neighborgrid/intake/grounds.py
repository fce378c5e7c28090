"""The ground that the rules name: roads, barriers and metres of the organiser's own, read and made one.

Everything is brought into the frame of the plan, so that walking and straight metres are of one measure.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding, Place
from neighborgrid.intake.frames import OWN_SETTING
from neighborgrid.model import BarrierLines, Ground, RoadEdges
from neighborgrid.places.distance import Points, distance_m
from neighborgrid.rules.values import DEFAULT_ORIGIN, GROUND, SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.model import MatrixRows
    from neighborgrid.places.barriers import Barriers
    from neighborgrid.places.roads.extract import Extract
    from neighborgrid.places.roads.snapping import Roads
    from neighborgrid.places.walker import Side
    from neighborgrid.rules import Rules

ROADS, BARRIERS, MATRIX = GROUND
AROUND_M: Final = 5_000.0
"""What of an extract is read around the homes beside the limit, so that roads elsewhere can be told."""
SHORTER_M: Final = 0.5
"""By how much walking may be less than straight metres before somebody must have been mistaken."""
NAMED: Final = 5
FEWEST_APART: Final = 3
APART_SHARE: Final = 0.01
"""More doors than this on parts of the roads that do not join the others: lines seem to miss each other."""


@dataclass(frozen=True)
class Laid:
    """Ground, rules that hold base names and hashes of its files, and what was found."""

    ground: Ground | None
    rules: Rules
    findings: tuple[Finding, ...] = ()


def files_of(rules: Rules, read: ReadResult) -> dict[str, Path]:
    """Files that the rules name, by setting: as given, else beside the first sheet."""
    beside = read.files[0].path.parent if read.files else None
    return {key: _located(file, beside) for key, file in rules.ground.items()}


def _located(file: SourceFile, beside: Path | None) -> Path:
    path = Path(file.name)
    if path.is_file() or path.is_absolute() or beside is None:
        return path
    return beside / path if (beside / path).is_file() else path


def without_matrix(read: ReadResult, files: Mapping[str, Path]) -> ReadResult:
    """Tabs that were read, without those of the matrix, which is no sheet of households."""
    from neighborgrid.intake.matrix_header import is_matrix

    path = files.get(MATRIX)
    if path is None or not path.is_file():
        return read
    mine = {file.path for file in read.files if file.path.exists() and file.path.samefile(path)}
    kept = (sheet for sheet in read.sheets if sheet.path not in mine or not is_matrix(sheet))
    return replace(read, sheets=tuple(kept))


def lay(files: Mapping[str, Path], rules: Rules, homes: Side, people: Side) -> Laid:
    """Ground of the files, by setting; positions of homes and people are in the frame of the rules.

    Raises InputError: NG236 to NG240 and NG244 where a map cannot be used, NG242 or NG259 where the roads
    or the barriers are of another place, NG258 where the roads say that positions are in another frame,
    NG243 where there is no barrier, or what the reader of the matrix says; NG253 where barriers are to come
    from roads and there are none.
    """
    from neighborgrid.errors import InputError
    from neighborgrid.places.barriers import barriers_of

    rules = _named(rules, files)
    if rules.barriers_from_roads and ROADS not in files:
        raise InputError(Finding("NG253"))
    if not files:
        return Laid(None, rules)
    findings: list[Finding] = []
    extract = _extract(files[ROADS], rules, homes, people) if ROADS in files else None
    matrix = _matrix(files, homes, people, findings)
    ground = Ground(
        roads=None if extract is None else _edges(extract, rules.frame, findings),
        barriers=_barriers(files, rules, extract, homes, people),
        matrix=matrix,
        snap_m=rules.snap_m,
    )
    if extract is not None:
        findings += _on_roads(ground, extract.source, rules, homes, people)
        if rules.barriers_from_roads:
            # Only now: roads of another place have barriers of another place.
            _near(barriers_of(extract), rules, homes)
    if matrix is not None:
        findings += _too_short(matrix, homes, people, files[MATRIX].name)
    return Laid(ground, rules, tuple(findings))


def _named(rules: Rules, files: Mapping[str, Path]) -> Rules:
    """Rules that name each file by its base name and hash: no path of somebody's computer."""
    for key, path in files.items():
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        # A path of Windows has no base name elsewhere.
        name = PureWindowsPath(path.name).name
        rules = rules.with_value(key, SourceFile(name, sha256).value, rules.origins[key])
    return rules


def _extract(path: Path, rules: Rules, homes: Side, people: Side) -> Extract:
    from neighborgrid.places.roads.reach import box_around
    from neighborgrid.places.roads.reading import read_extract

    around = [Points(lon=side.lon, lat=side.lat) for side in (homes, people)]
    return read_extract(path, box=box_around(around, AROUND_M + rules.limit_m, frame=rules.frame))


def _edges(extract: Extract, frame: str, findings: list[Finding]) -> RoadEdges:
    from neighborgrid.places.frames import from_wgs84
    from neighborgrid.places.roads.network import network_of

    network = network_of(extract)
    findings += network.findings
    lon, lat = from_wgs84(lon=network.lon, lat=network.lat, frame=frame)
    return RoadEdges(lon, lat, network.a, network.b)


def _barriers(
    files: Mapping[str, Path], rules: Rules, roads: Extract | None, homes: Side, people: Side
) -> BarrierLines | None:
    """Barriers of a file of their own, and those of the roads' file where the rules say so."""
    from neighborgrid.places.barriers import barriers_of, is_map, read_barriers
    from neighborgrid.places.frames import from_wgs84

    found: list[Barriers] = []
    if BARRIERS in files:
        path = files[BARRIERS]
        own = barriers_of(_extract(path, rules, homes, people)) if is_map(path) else read_barriers(path)
        found.append(_near(own, rules, homes))
    if rules.barriers_from_roads and roads is not None:
        found.append(barriers_of(roads))
    if not found:
        return None
    ends = [np.concatenate(parts) for parts in zip(*(_ends(one) for one in found), strict=True)]
    a, b = (from_wgs84(lon=ends[at], lat=ends[at + 1], frame=rules.frame) for at in (0, 2))
    return BarrierLines(*a, *b)


def _near(barriers: Barriers, rules: Rules, homes: Side) -> Barriers:
    """The same barriers; NG259 is raised where they are far from every home."""
    from neighborgrid.places.barriers import refuse_elsewhere

    here = Points(lon=homes.lon, lat=homes.lat)
    refuse_elsewhere(barriers, here, AROUND_M + rules.limit_m, frame=rules.frame)
    return barriers


def _ends(one: Barriers) -> tuple[NDArray[np.float64], ...]:
    return one.lon_a, one.lat_a, one.lon_b, one.lat_b


def _on_roads(ground: Ground, source: str, rules: Rules, homes: Side, people: Side) -> list[Finding]:
    """Warning NG245 where homes or people are too far from every road; NG242 is raised for all of them.

    NG258 is raised where another frame brings them to the roads.
    """
    from neighborgrid.errors import InputError
    from neighborgrid.places.roads.reach import refuse_elsewhere
    from neighborgrid.places.walker import walker_on

    walker = walker_on(ground, rules.detour)
    if walker.roads is not None:
        groups = [Points(lon=side.lon, lat=side.lat) for side in (homes, people)]
        refuse_elsewhere(walker.roads, groups[0], source=source)
        doubt = frame_in_doubt(walker.roads, groups, rules, source)
        if doubt is not None:
            raise InputError(doubt)
    count = sum(walker.off_roads(side) for side in (homes, people))
    values = {"count": count, "metres": f"{ground.snap_m:g}", "detour": f"{rules.detour:g}"}
    found = [Finding("NG245", Place(source), values)] if count else []
    parts, apart = walker.apart((homes, people))
    if apart >= FEWEST_APART and apart > APART_SHARE * (len(homes.lon) + len(people.lon)):
        found.append(Finding("NG268", Place(source), {"parts": parts, "count": apart}))
    return found


def frame_in_doubt(roads: Roads, groups: Sequence[Points], rules: Rules, source: str) -> Finding | None:
    """Error NG258 where nobody named the frame of positions and the roads of ``source`` speak for another.

    Roads and positions are WGS-84 degrees, as positions are that nobody named a frame for.
    """
    from neighborgrid.places.roads.reach import other_frame

    named = rules.origins["places.frame"] != DEFAULT_ORIGIN or any(
        rules.values[key] is not None for key in OWN_SETTING.values()
    )
    if named or not rules.guards_frames:
        return None
    found = other_frame(roads, groups)
    if found is None:
        return None
    values = {"frame": found.frame, "now": f"{found.now_m:.0f}", "then": f"{found.then_m:.0f}"}
    return Finding("NG258", Place(source), values)


def _matrix(
    files: Mapping[str, Path], homes: Side, people: Side, findings: list[Finding]
) -> MatrixRows | None:
    from neighborgrid.intake.matrix import read_matrix

    if MATRIX not in files or homes.ids is None or people.ids is None:
        return None
    rows, _, found = read_matrix(files[MATRIX], homes.ids, people.ids)
    findings += found
    return rows


def _too_short(matrix: MatrixRows, homes: Side, people: Side, name: str) -> list[Finding]:
    """Warning NG254 where rows are shorter than the straight line, which then counts.

    NG269 is raised where most are.
    """
    import pandas as pd

    from neighborgrid.errors import InputError

    home = pd.Index(np.asarray(homes.ids)).get_indexer(pd.Index(matrix.household_id))
    person = pd.Index(np.asarray(people.ids)).get_indexer(pd.Index(matrix.member_id))
    rows = np.flatnonzero((home >= 0) & (person >= 0) & np.isfinite(matrix.metres))
    straight_m = distance_m(
        lon_a=homes.lon[home[rows]],
        lat_a=homes.lat[home[rows]],
        lon_b=people.lon[person[rows]],
        lat_b=people.lat[person[rows]],
    )
    short = rows[matrix.metres[rows] < straight_m - SHORTER_M]
    if not len(short):
        return []
    if 2 * len(short) > len(rows):
        # Kilometres under a header of metres, or positions of another place: nothing of it can be believed.
        raise InputError(Finding("NG269", Place(name), {"count": len(short), "rows": len(rows)}))
    pairs = zip(matrix.household_id[short[:NAMED]], matrix.member_id[short[:NAMED]], strict=True)
    named = "  ".join(f"{household}-{member}" for household, member in pairs)
    return [Finding("NG254", Place(name), {"count": len(short), "pairs": named})]
