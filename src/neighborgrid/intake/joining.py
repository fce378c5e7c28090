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

    from neighborgrid.findings import Place
    from neighborgrid.intake.positions import Located
    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules

    Pair = tuple[NDArray[np.float64], NDArray[np.float64]]

SHEETS_AS_SAID: Final = ""
"""Stands for several frames in one kind of sheet."""


@dataclass(frozen=True)
class Joined:
    """Degrees of every stack in the frame ``common``.

    ``declared`` is the frame that each had, `SHEETS_AS_SAID` for several; ``silent``: nobody had named it.
    """

    spots: tuple[Pair, ...]
    common: str
    declared: tuple[str, ...]
    silent: tuple[bool, ...]


def join(stacks: Sequence[Stack], located: Sequence[Located]) -> tuple[Joined, list[Finding]]:
    """Positions in one frame, with a note for each frame that was converted (NG226) or surveyed (NG215).

    Points outside China have no frame of a Chinese web map: they stay as they are (NG227). Where the shift
    between an older datum and WGS-84 is not known, that is said instead of a conversion (NG228).
    """
    found: list[Finding] = []
    _note_surveys(located, found)
    used = [_used(one) for one in located]
    common = max((in_degrees(name) for names in used for name in names), key=FRAMES.index, default=DEFAULT)
    spots = []
    for stack, one in zip(stacks, located, strict=True):
        lon, lat = one.lon.copy(), one.lat.copy()
        groups: dict[str, list[NDArray[np.int64]]] = {}
        for name, rows in _parts(one):
            if name.startswith("EPSG") and not projected.is_metric(name):
                lon[rows], lat[rows] = projected.degrees_to_wgs84(name, lon[rows], lat[rows])
            groups.setdefault(in_degrees(name), []).append(rows)
        for source, parts in sorted(groups.items()):
            rows = np.sort(np.concatenate(parts))
            found += _notes(stack, source, common, rows, (lon[rows], lat[rows]))
            if source != common:
                lon[rows], lat[rows] = convert(lon=lon[rows], lat=lat[rows], source=source, target=common)
        spots.append((lon, lat))
    declared = tuple(names[0] if len(names) == 1 else SHEETS_AS_SAID for names in used)
    silent = tuple(bool(np.all(one.frames.silent)) for one in located)
    return Joined(tuple(spots), common, declared, silent), found


def settled(rules: Rules, joined: Joined) -> Rules:
    """Rules with the frame that the positions have now.

    The settings of each kind of sheet stay, so that the same sheets are read in the same way beside the
    plan; they take over what was set for all, where the positions have another frame than that.
    """
    if rules.frame == joined.common:
        return rules
    origin = rules.origins["places.frame"]
    if origin != DEFAULT_ORIGIN:
        for key, name in zip(OWN_SETTING.values(), joined.declared[:2], strict=True):
            if rules.values[key] is None and name == rules.frame:
                rules = rules.with_value(key, name, origin)
    return rules.with_value("places.frame", joined.common, "auto")


def in_degrees(name: str) -> str:
    """Frame in which positions of a frame stand once survey grids and datums are converted."""
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


def _notes(stack: Stack, source: str, common: str, rows: NDArray[np.int64], spots: Pair) -> list[Finding]:
    """What is said of records in the frame ``source``: those inside China are converted, others cannot be."""
    inside = in_china(lon=spots[0], lat=spots[1])
    made = []
    if source != common and inside.any():
        moved = rows[inside]
        values = {"count": len(moved), "source": source, "target": common}
        made.append(Finding("NG226", _place(stack, int(moved[0])), values))
    if source != DEFAULT and not inside.all():
        abroad = rows[~inside]
        made.append(Finding("NG227", _place(stack, int(abroad[0])), {"count": len(abroad), "source": source}))
    return made


def _place(stack: Stack, row: int) -> Place:
    matched = stack.tabs[int(stack.tab[row])].header.matched
    return stack.place(row, next((key for key in ("position", "lon") if key in matched), ""))


def _note_surveys(located: Sequence[Located], found: list[Finding]) -> None:
    spots: dict[str, list[Pair]] = {}
    for one in located:
        for name, rows in _parts(one):
            if name.startswith("EPSG"):
                spots.setdefault(name, []).append((one.lon[rows], one.lat[rows]))
    for name, pairs in sorted(spots.items()):
        lon, lat = (float(np.median(np.concatenate([pair[axis] for pair in pairs]))) for axis in (0, 1))
        code = "NG215" if projected.shift_is_known(name, lon, lat) else "NG228"
        found.append(Finding(code, values={"frame": name}))
