"""Positions of the records: degrees or metres read, slips mended where one answer is left, the rest named.

Households and people are judged together, since a village with few members knows its place by its
households. What can be mended is planned with, and the cell is named all the same. Grids of metres become
degrees here; frames in degrees stay what they are (`joining` brings them together).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake import projected
from neighborgrid.intake.cells import number_text
from neighborgrid.intake.degrees import lost_decimal_point
from neighborgrid.intake.frames import DEFAULT, NO_FRAME, RowFrames
from neighborgrid.intake.position_cells import LAT_AT_FAULT, degrees_allowed, read
from neighborgrid.intake.position_notes import note_crowds, note_steps
from neighborgrid.places.frames import on_land

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack

    Floats = NDArray[np.float64]

FAR_M: Final = 50_000.0
NEAR_DEG: Final = 0.5
_METRES_PER_DEGREE: Final = 111_320.0
_FEWEST: Final = 5
_FEWEST_OF_ALL: Final = 3


@dataclass(frozen=True)
class Around:
    """Positions that are settled: degrees (NaN where unknown) and villages by code, shape (n,)."""

    lon: Floats
    lat: Floats
    village: NDArray[np.int64]


@dataclass
class Points:
    """Positions being read of the records of several kinds, one below the other.

    ``around`` are settled positions to judge them by; without them they are judged by each other.
    """

    stacks: tuple[Stack, ...]
    lon: Floats
    lat: Floats
    village: NDArray[np.int64]
    tab: NDArray[np.int64]
    frame: NDArray[np.object_]
    silent: NDArray[np.bool_]
    around: Around | None = None
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, row: int, axis: str = "", **values: object) -> None:
        """Add a finding at the cell of a record's longitude, latitude or, without ``axis``, first of both."""
        stack, own = self._own(row)
        matched = stack.tabs[int(stack.tab[own])].header.matched
        keys = ([axis] if axis else []) + ["position", "lon", "lat"]
        key = next((key for key in keys if key in matched), "")
        self.findings.append(Finding(code, stack.place(own, key), values))

    def header(self, row: int, axis: str) -> str:
        """Header of the column that holds a coordinate of the record."""
        stack, own = self._own(row)
        head = stack.tabs[int(stack.tab[own])].header
        return head.texts[head.matched[axis if axis in head.matched else "position"]]

    def flag(self, row: int) -> str:
        """Flag that names the frame of the record's kind of sheet."""
        stack, own = self._own(row)
        kind = stack.tabs[int(stack.tab[own])].kind
        return "--frame" if kind == "centres" else f"--{kind}-frame"

    def _own(self, row: int) -> tuple[Stack, int]:
        own, stacks = row, list(self.stacks)
        while own >= len(stacks[0]):
            own -= len(stacks.pop(0))
        return stacks[0], own


@dataclass(frozen=True)
class Located:
    """Degrees of the records of one stack, NaN where unknown, and their frames, grids now named for sure."""

    lon: Floats
    lat: Floats
    frames: RowFrames


def locate(
    stacks: tuple[Stack, Stack],
    villages: tuple[NDArray[np.int64], NDArray[np.int64]],
    frames: Sequence[RowFrames],
) -> tuple[Located, Located, list[Finding]]:
    """Positions of households and of people, each in its own frame, and what was found.

    Metres of ``EPSG:n`` are converted into WGS-84 degrees.
    """
    points = _settled(stacks, villages, frames, None)
    first = len(stacks[0])
    note_crowds(points, first)
    note_steps(points, first)
    return _part(points, slice(0, first)), _part(points, slice(first, None)), points.findings


def in_degrees(findings: Sequence[Finding]) -> list[Finding]:
    """Findings on tabs that mostly hold degrees though a grid of metres was named: nothing can be planned."""
    return [
        one
        for one in findings
        if one.code == "NG193" and 2 * int(str(one.values["count"])) > int(str(one.values["rows"]))
    ]


def locate_beside(
    stack: Stack, village: NDArray[np.int64], frames: RowFrames, around: Around
) -> tuple[Located, list[Finding]]:
    """Positions of records that are judged by positions settled before, and never the other way round."""
    points = _settled((stack,), (village,), (frames,), around)
    return _part(points, slice(None)), points.findings


def _part(points: Points, rows: slice) -> Located:
    return Located(points.lon[rows], points.lat[rows], RowFrames.of(points.frame[rows], points.silent[rows]))


def _settled(
    stacks: tuple[Stack, ...],
    villages: tuple[NDArray[np.int64], ...],
    frames: Sequence[RowFrames],
    around: Around | None,
) -> Points:
    """Positions read, slips mended, what cannot be right dropped."""
    frames = [degrees_allowed(stack, one) for stack, one in zip(stacks, frames, strict=True)]
    parts = [read(stack, one) for stack, one in zip(stacks, frames, strict=True)]
    offsets = np.cumsum([0, *(len(stack.tabs) for stack in stacks)]).tolist()
    points = Points(
        stacks,
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate(villages),
        np.concatenate([stack.tab + offset for stack, offset in zip(stacks, offsets, strict=False)]),
        np.concatenate([one.each() for one in frames]),
        np.concatenate([one.silent for one in frames]),
        around,
    )
    _note_unread(points, np.concatenate([part[2] for part in parts]))
    nameless = points.frame == NO_FRAME
    points.lon[nameless], points.lat[nameless] = np.nan, np.nan
    _drop(points, (points.lon == 0) & (points.lat == 0), "NG129")
    _guess_zones(points, ~_metric(points))
    metric = _metric(points)
    _drop_degrees(points, metric)
    _drop(points, _looks_projected(points) & ~metric, "NG137")
    _swap_whole_columns(points, ~metric)
    _convert(points, metric)
    _mend_or_drop(points)
    return points


def _metric(points: Points) -> NDArray[np.bool_]:
    """Whose frame is a grid of metres."""
    found = np.zeros(len(points.frame), dtype=np.bool_)
    for name in sorted(set(points.frame.tolist())):
        if projected.is_metric(name):
            found |= points.frame == name
    return found


def _note_unread(points: Points, said: NDArray[np.int8]) -> None:
    for row in np.flatnonzero(said).tolist():
        points.note("NG130", row, "lat" if said[row] == LAT_AT_FAULT else "lon")


def _drop(points: Points, rows: NDArray[np.bool_], code: str) -> None:
    for row in np.flatnonzero(rows).tolist():
        points.note(code, row)
    points.lon[rows] = np.nan
    points.lat[rows] = np.nan


def _looks_projected(points: Points) -> NDArray[np.bool_]:
    """Where most of a tab holds metres: six to eight digits before the point on both axes."""
    metres = (np.abs(points.lon) >= 100_000) & (np.abs(points.lat) >= 100_000)
    found = np.zeros(len(points.lon), dtype=np.bool_)
    for tab in np.unique(points.tab[metres]).tolist():
        mine = (points.tab == tab) & np.isfinite(points.lon)
        if 2 * np.sum(metres & mine) > np.sum(mine):
            found |= metres & mine
    return found


def _guess_zones(points: Points, rows: NDArray[np.bool_]) -> None:
    """Name the grid of tabs of metres whose eastings bear their zone; no frame of a web map does.

    What silent records were only supposed to have does not count.
    """
    bare = {DEFAULT: projected.CGCS2000}
    metres = _looks_projected(points) & rows
    points.frame[metres & points.silent] = DEFAULT
    for tab, frame in sorted(
        set(zip(points.tab[metres].tolist(), points.frame[metres].tolist(), strict=True))
    ):
        mine = np.flatnonzero(metres & (points.tab == tab) & (points.frame == frame))
        found = projected.guess(points.lon[mine], points.lat[mine], bare.get(frame, frame))
        if found is None:
            continue
        points.frame[mine] = found
        first = int(mine[0])
        names = ", ".join(sorted(set(found.tolist())))
        points.note("NG229", first, count=len(mine), frame=names, flag=points.flag(first))


def _drop_degrees(points: Points, metric: NDArray[np.bool_]) -> None:
    """Take out what can only be degrees though a grid of metres was named: one finding for each tab."""
    degrees = metric & (np.abs(points.lon) <= 180) & (np.abs(points.lat) <= 180)
    for tab in np.unique(points.tab[degrees]).tolist():
        mine = points.tab == tab
        rows = np.flatnonzero(degrees & mine)
        first = int(rows[0])
        size = int(np.sum(mine & np.isfinite(points.lon)))
        said = {"frame": points.frame[first], "flag": points.flag(first)}
        points.note("NG193", first, count=len(rows), rows=size, **said)
    points.lon[degrees], points.lat[degrees] = np.nan, np.nan


def _swap_whole_columns(points: Points, among: NDArray[np.bool_]) -> None:
    """Swap longitude and latitude of tabs in which most rows can only be read the other way round."""
    lon, lat = points.lon, points.lat
    beyond = (np.abs(lat) > 90) & (np.abs(lat) <= 180) & (np.abs(lon) <= 90)
    swapped = among & (beyond | (on_land(lat, lon) & ~on_land(lon, lat)))
    for tab in np.unique(points.tab[swapped]).tolist():
        mine = (points.tab == tab) & np.isfinite(lon) & among
        rows = np.flatnonzero(mine & swapped)
        if len(rows) >= 2 and 2 * len(rows) > np.sum(mine):
            lon[rows], lat[rows] = lat[rows], lon[rows].copy()
            points.note("NG128", int(rows[0]), count=len(rows))


def _convert(points: Points, metric: NDArray[np.bool_]) -> None:
    """Metres to degrees, tab by tab; easting and northing change places where only that fits the zone."""
    rows_of_grids = np.flatnonzero(metric & np.isfinite(points.lon))
    pairs = zip(points.frame[rows_of_grids].tolist(), points.tab[rows_of_grids].tolist(), strict=True)
    for frame, tab in sorted(set(pairs)):
        convert = projected.converter(frame)
        rows = rows_of_grids[(points.tab[rows_of_grids] == tab) & (points.frame[rows_of_grids] == frame)]
        if convert is None:
            continue
        points.lon[rows], points.lat[rows], swapped = convert(points.lon[rows], points.lat[rows])
        if swapped:
            points.note("NG136", int(rows[0]), count=len(rows))


def _distance_m(lon: Floats, lat: Floats, at_lon: Floats, at_lat: Floats) -> Floats:
    """Rough metres, good enough to tell a village from another county."""
    dx = (lon - at_lon) * np.cos(np.radians(at_lat))
    return np.asarray(np.hypot(dx, lat - at_lat) * _METRES_PER_DEGREE, dtype=np.float64)


def _mend_or_drop(points: Points) -> None:
    """Mend swapped axes and lost decimal points by the neighbours; drop what lies nowhere near them."""
    known = np.isfinite(points.lon) & np.isfinite(points.lat)
    sane = known & (np.abs(points.lon) <= 180) & (np.abs(points.lat) <= 90)
    at_lon, at_lat, reach = _references(points, sane)
    with np.errstate(invalid="ignore"):
        away_m = _distance_m(points.lon, points.lat, at_lon, at_lat)
        far = away_m > reach
    for row in np.flatnonzero(known & (~sane | far)).tolist():
        if not _mended(points, row, float(at_lon[row]), float(at_lat[row])):
            if sane[row]:
                points.note("NG131", row, km=f"{away_m[row] / 1000:.0f}")
            else:
                points.note("NG138", row)
            points.lon[row] = points.lat[row] = np.nan


def _references(points: Points, sane: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Middle and reach in metres of each record's neighbourhood: its village, else all records.

    Tabs do not count: how rows are spread over them must not matter.
    """
    size = len(points.lon)
    at_lon, at_lat, reach = (np.full(size, np.nan) for _ in range(3))
    known = points.around
    if known is None:
        own = np.flatnonzero(sane)
        known = Around(points.lon[own], points.lat[own], points.village[own])
    for own_label, label, fewest in (
        (points.village, known.village, _FEWEST),
        (np.zeros(size, dtype=np.int64), np.zeros(len(known.lon), dtype=np.int64), _FEWEST_OF_ALL),
    ):
        open_rows = np.isnan(at_lon) & (own_label >= 0)
        if not open_rows.any():
            continue
        highest = max(int(own_label.max(initial=-1)), int(label.max(initial=-1)))
        middle_lon, middle_lat, count = _medians(known, label, highest + 1)
        use = np.flatnonzero(open_rows & (count[own_label] >= fewest))
        at_lon[use], at_lat[use] = middle_lon[own_label[use]], middle_lat[own_label[use]]
        reach[use] = FAR_M
        lon, lat = known.lon, known.lat
        if points.around is None:
            lon, lat = points.lon[use[sane[use]]], points.lat[use[sane[use]]]
        if own_label is not points.village and len(use) and len(lon):
            spread = _distance_m(lon, lat, middle_lon[:1], middle_lat[:1])
            # A wide land without villages must not lose its rim.
            reach[use] = max(FAR_M, 10 * float(np.nanquantile(spread, 0.75)))
    return at_lon, at_lat, reach


def _medians(known: Around, label: NDArray[np.int64], size: int) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Median longitude and latitude and the number of points by label, below ``size``."""
    rows = np.flatnonzero(np.isfinite(known.lon) & (label >= 0))
    count = np.bincount(label[rows], minlength=size)
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    found = []
    for values in (known.lon, known.lat):
        ranked = values[rows][np.lexsort((values[rows], label[rows]))]
        middle = np.full(size, np.nan)
        filled = count > 0
        middle[filled] = ranked[(starts + count // 2)[filled]]
        found.append(middle)
    return found[0], found[1], count


def _mended(points: Points, row: int, at_lon: float, at_lat: float) -> bool:
    """Whether the record's position could be mended: exactly one plain slip explains it."""
    if not np.isfinite(at_lon):
        return False
    lon, lat = float(points.lon[row]), float(points.lat[row])
    if abs(lat - at_lon) <= NEAR_DEG and abs(lon - at_lat) <= NEAR_DEG:
        points.lon[row], points.lat[row] = lat, lon
        points.note("NG127", row)
        return True
    slips = []
    for axis, value, middle in (("lon", lon, at_lon), ("lat", lat, at_lat)):
        if abs(value - middle) <= NEAR_DEG:
            continue
        fixed = lost_decimal_point(value, middle - NEAR_DEG, middle + NEAR_DEG)
        if fixed is None:
            return False
        slips.append((axis, value, fixed))
    for axis, value, fixed in slips:
        (points.lon if axis == "lon" else points.lat)[row] = fixed
        said = {"header": points.header(row, axis), "value": number_text(value), "fixed": number_text(fixed)}
        points.note("NG112", row, axis, **said)
    return bool(slips)
