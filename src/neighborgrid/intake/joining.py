"""Positions of all sheets brought into one frame: the one that a formula leads to from every other.

WGS-84 leads to GCJ-02 and that to BD-09 by formulas; the way back is only found by iteration. So the
common frame is the last in that order that any record has. Where all have one frame, nothing is converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake import projected
from neighborgrid.intake.frames import DEFAULT, OWN_SETTING
from neighborgrid.places.frames import FRAMES, convert, in_china
from neighborgrid.rules.values import DEFAULT_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.positions import Located
    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules

    Pair = tuple[NDArray[np.float64], NDArray[np.float64]]

SHEETS_AS_SAID: Final = ""
"""Stands for several frames in one kind of sheet."""


@dataclass(frozen=True)
class Joined:
    """Degrees of every stack in the frame ``common``; ``declared``: the frame of each, "" for several."""

    spots: tuple[Pair, ...]
    common: str
    declared: tuple[str, ...]


def join(stacks: Sequence[Stack], located: Sequence[Located]) -> tuple[Joined, list[Finding]]:
    """Positions in one frame, with a note for each frame that was converted (NG226) or surveyed (NG215).

    Points outside China have no other frame: they stay as they are (NG227). Where the shift between an
    older datum and WGS-84 is not known, that is said too (NG228).
    """
    found: list[Finding] = []
    _note_surveys(located, found)
    used = [_used(one) for one in located]
    common = max((_in_degrees(name) for names in used for name in names), key=FRAMES.index, default=DEFAULT)
    spots = []
    for stack, one in zip(stacks, located, strict=True):
        lon, lat = one.lon.copy(), one.lat.copy()
        for name, rows in _parts(one):
            if name.startswith("EPSG") and not projected.is_metric(name):
                lon[rows], lat[rows] = projected.degrees_to_wgs84(name, lon[rows], lat[rows])
            if _in_degrees(name) != common:
                found += _note(stack, name, common, rows, (lon[rows], lat[rows]))
                source = _in_degrees(name)
                lon[rows], lat[rows] = convert(lon=lon[rows], lat=lat[rows], source=source, target=common)
        spots.append((lon, lat))
    declared = ({_in_degrees(name) for name in names} for names in used)
    return Joined(
        tuple(spots), common, tuple(names.pop() if len(names) == 1 else SHEETS_AS_SAID for names in declared)
    ), found


def settled(rules: Rules, joined: Joined) -> Rules:
    """Rules with the frame that the positions have now, and no other."""
    if rules.frame != joined.common:
        surveyed = rules.frame.startswith("EPSG") and joined.common == DEFAULT
        origin = rules.origins["places.frame"] if surveyed else "auto"
        rules = rules.with_value("places.frame", joined.common, origin)
    for key in OWN_SETTING.values():
        if rules.values[key] is not None:
            rules = rules.with_value(key, None, DEFAULT_ORIGIN)
    return rules


def _in_degrees(name: str) -> str:
    return DEFAULT if name.startswith("EPSG") else name


def _parts(one: Located) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Frames of the records that have a position, and their rows."""
    known = np.isfinite(one.lon) & np.isfinite(one.lat)
    for number, name in enumerate(one.frames.names):
        rows = np.flatnonzero(known & (one.frames.code == number))
        if len(rows):
            yield name, rows


def _used(one: Located) -> list[str]:
    return [name for name, _ in _parts(one)]


def _note(stack: Stack, name: str, common: str, rows: NDArray[np.int64], spots: Pair) -> list[Finding]:
    first = int(rows[0])
    matched = stack.tabs[int(stack.tab[first])].header.matched
    key = next((key for key in ("position", "lon") if key in matched), "")
    values = {"count": len(rows), "source": name, "target": common}
    made = [Finding("NG226", stack.place(first, key), values)]
    outside = np.flatnonzero(~in_china(lon=spots[0], lat=spots[1]))
    if len(outside):
        place = stack.place(int(rows[outside[0]]), key)
        made.append(Finding("NG227", place, {"count": len(outside), "source": name}))
    return made


def _note_surveys(located: Sequence[Located], found: list[Finding]) -> None:
    spots: dict[str, list[Pair]] = {}
    for one in located:
        for name, rows in _parts(one):
            if name.startswith("EPSG"):
                spots.setdefault(name, []).append((one.lon[rows], one.lat[rows]))
    for name, pairs in sorted(spots.items()):
        found.append(Finding("NG215", values={"frame": name}))
        lon, lat = (float(np.median(np.concatenate([pair[axis] for pair in pairs]))) for axis in (0, 1))
        if not projected.shift_is_known(name, lon, lat):
            found.append(Finding("NG228", values={"frame": name}))
