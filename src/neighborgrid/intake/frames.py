"""Frame of every record's coordinates, as cells, flags, headers and rules name it.

The most specific word counts: the record's own source cell, then the setting of its kind of sheet
(``--households-frame``, ``--members-frame``), then the header above its coordinates, then the setting
for all sheets (``--frame``). A setting beats a header since it is how an organiser mends a header that is
wrong; a cell beats it since it names the exception.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake import columns
from neighborgrid.rules.values import DEFAULT_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.findings import Place
    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules

    _Said = tuple[NDArray[np.object_], NDArray[np.object_], list[tuple[str, Place]]]

DEFAULT: Final = "wgs84"
OWN_SETTING: Final = {"households": "places.households_frame", "members": "places.members_frame"}
_POSITION_KEYS: Final = ("lon", "lat", "position")
_EPSG: Final = re.compile(r"epsg\s*:?\s*(\d{4,6})")
_OTHERS: Final = (
    ("EPSG:4555", re.compile("新北京54")),
    ("EPSG:4214", re.compile("北京-?(?:19)?54|beijing-?(?:19)?54")),
    ("EPSG:4610", re.compile("西安-?(?:19)?80|xian-?(?:19)?80|国家80")),
    ("wgs84", re.compile("北斗|beidou")),
)


@dataclass(frozen=True)
class RowFrames:
    """Frame of each record of a stack: ``code`` indexes ``names``, shape (n,)."""

    names: tuple[str, ...]
    code: NDArray[np.int64]

    @classmethod
    def of(cls, frames: NDArray[np.object_]) -> RowFrames:
        """Frames given by name, one for each record."""
        names = sorted(set(frames.tolist()))
        if len(names) == 1:
            return cls((names[0],), np.zeros(len(frames), dtype=np.int64))
        number = {name: index for index, name in enumerate(names)}
        return cls(tuple(names), np.array([number[name] for name in frames.tolist()], dtype=np.int64))

    def each(self) -> NDArray[np.object_]:
        """Frames by name, one for each record."""
        return np.array(self.names, dtype=object)[self.code] if len(self.code) else np.zeros(0, dtype=object)

    def take(self, rows: NDArray[np.int64]) -> RowFrames:
        """Frames of the given records, in that order."""
        return RowFrames(self.names, self.code[rows])


def hint(text: str) -> str:
    """Frame that a header or a source cell names, ``EPSG:n`` included, else ""."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if number := _EPSG.search(folded):
        return f"EPSG:{number[1]}"
    other = next((frame for frame, words in _OTHERS if words.search(folded)), "")
    return other if other else columns.frame_hint(text)


def settle(rules: Rules, stacks: Sequence[Stack]) -> tuple[tuple[RowFrames, ...], list[Finding]]:
    """Frame of every record of every stack, and what there is to say about records that name none.

    Where nobody set a frame for all and the sheets name a single one, it is that of the silent records
    too. Where they name several, silent records take the one that most of their kind, else of all, name,
    with a warning (NG134). NG139 notes the frames of sheets that are not what the rules say for all.
    """
    said = [_said(stack, rules) for stack in stacks]
    general = "" if rules.origins["places.frame"] == DEFAULT_ORIGIN else rules.frame
    named = Counter[str]()
    for hints, _, places in said:
        if places:
            named.update(frame for frame in hints.tolist() if frame)
    found = _beside_the_rules(said, general if general else DEFAULT) if general or len(named) == 1 else []
    if not general and len(named) == 1:
        (general,) = named
    made = []
    for stack, (hints, frames, places) in zip(stacks, said, strict=True):
        if not places and len(named) < 2 and not frames[:1].any():
            made.append(RowFrames((general if general else DEFAULT,), np.zeros(len(stack), dtype=np.int64)))
            continue
        open_rows = frames == ""
        frames[open_rows] = _for_silent(general, hints, named)
        if not general and len(named) > 1:
            found += _silent(stack, open_rows, frames, named)
        made.append(RowFrames.of(frames))
    return tuple(made), found


def _beside_the_rules(said: Sequence[_Said], general: str) -> list[Finding]:
    """First place of each frame that counts, and is another than ``general``."""
    first: dict[str, Place] = {}
    for _, frames, places in said:
        for frame, place in places:
            if frame != general and np.any(frames == frame):
                first[frame] = min(first.get(frame, place), place, key=_order)
    return [Finding("NG139", place, {"frame": frame}) for frame, place in sorted(first.items())]


def _said(stack: Stack, rules: Rules) -> _Said:
    """What the sheet names, what counts with the setting of its kind of sheet, and where it is named."""
    hints = np.full(len(stack), "", dtype=object)
    own = rules.values.get(OWN_SETTING.get(stack.tabs[0].kind, ""), None) if stack.tabs else None
    base = str(own) if own else (rules.frame if rules.frame.startswith("EPSG") else "")
    places: list[tuple[str, Place]] = []
    for number, tab in enumerate(stack.tabs):
        for key in _POSITION_KEYS:
            text = tab.header.texts[tab.header.matched[key]] if key in tab.header.matched else ""
            frame = _counts(hint(text), base)
            # People write GPS for any position of a phone, so that word alone names no frame in a header.
            if frame and (frame != DEFAULT or any(char.isdigit() for char in text)):
                hints[stack.tab == number] = frame
                places.append((frame, tab.place(tab.raw.first_row + tab.header.bottom, key)))
                break
    frames = np.full(len(stack), str(own), dtype=object) if own else hints.copy()
    if "coord_source" in stack.text:
        cells = stack.text["coord_source"]
        for text in sorted(set(cells.tolist())):
            if frame := _counts(hint(text), base):
                rows = cells == text
                hints[rows] = frames[rows] = frame
                places.append((frame, stack.place(int(rows.argmax()), "coord_source")))
    return hints, frames, places


def _counts(frame: str, base: str) -> str:
    """Frame that was named, unless it is what a survey grid stands on: "GPS", "CGCS2000" of EPSG:4547."""
    return "" if frame == DEFAULT and base.startswith("EPSG") else frame


def _for_silent(general: str, hints: NDArray[np.object_], named: Counter[str]) -> str:
    if general:
        return general
    own = Counter(frame for frame in hints.tolist() if frame)
    most = own if own else named
    # Of equally many the first by name, so that the order of rows does not decide.
    return min(most, key=lambda frame: (-most[frame], frame)) if most else DEFAULT


def _silent(
    stack: Stack, open_rows: NDArray[np.bool_], frames: NDArray[np.object_], named: Counter[str]
) -> list[Finding]:
    filled = np.zeros(len(stack), dtype=np.bool_)
    for key in _POSITION_KEYS:
        filled |= stack.raw(key) != ""
    rows = np.flatnonzero(open_rows & filled)
    if not len(rows):
        return []
    first = int(rows[0])
    values = {"frames": ", ".join(sorted(named)), "count": len(rows), "frame": frames[first]}
    key = next(
        (key for key in ("position", "lon") if key in stack.tabs[int(stack.tab[first])].header.matched), ""
    )
    return [Finding("NG134", stack.place(first, key), values)]


def _order(place: Place) -> tuple[str, str, int, str]:
    return place.file, place.sheet, place.row, place.column
