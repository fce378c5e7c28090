"""Frame of every record's coordinates, as cells, flags, headers and rules name it.

The most specific word counts: the record's own source cell, then the setting of its kind of sheet
(``--households-frame``, ``--members-frame``), then the header above its coordinates, then the setting
for all sheets (``--frame``). A setting beats a header since it is how an organiser mends a header that is
wrong; a cell beats it since it names the exception. Records that none of these reaches are *silent*: they
take the frame that at least half of the records of their tab name, else the one that all tabs of
households and members that have a frame agree on, else WGS-84.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding
from neighborgrid.intake import projected
from neighborgrid.intake.frame_words import DEFAULT, hint, said
from neighborgrid.intake.vocabulary import is_blank_word
from neighborgrid.rules.values import DEFAULT_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.findings import Place
    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules

    Names = NDArray[np.object_]
    Rows = NDArray[np.bool_]
    _Named = tuple[str, Place, Rows]

__all__ = ["DEFAULT", "NO_FRAME", "OWN_SETTING", "RowFrames", "hint", "settle"]

OWN_SETTING: Final = {"households": "places.households_frame", "members": "places.members_frame"}
NO_FRAME: Final = "?"
"""Stands for a frame that was named and does not exist."""
_POSITION_KEYS: Final = ("lon", "lat", "position")


@dataclass(frozen=True)
class RowFrames:
    """Frame of each record of a stack: ``code`` indexes ``names``, ``silent``: nobody said it; shape (n,)."""

    names: tuple[str, ...]
    code: NDArray[np.int64]
    silent: Rows

    @classmethod
    def of(cls, frames: Names, silent: Rows) -> RowFrames:
        """Frames given by name, one for each record."""
        names = sorted(set(frames.tolist()))
        if len(names) == 1:
            return cls((names[0],), np.zeros(len(frames), dtype=np.int64), silent)
        number = {name: index for index, name in enumerate(names)}
        code = np.array([number[name] for name in frames.tolist()], dtype=np.int64)
        return cls(tuple(names), code, silent)

    def each(self) -> Names:
        """Frames by name, one for each record."""
        return np.array(self.names, dtype=object)[self.code] if len(self.code) else np.zeros(0, dtype=object)

    def take(self, rows: NDArray[np.int64]) -> RowFrames:
        """Frames of the given records, in that order."""
        return RowFrames(self.names, self.code[rows], self.silent[rows])


@dataclass
class _Heard:
    """What one stack says: ``frames`` of the records, "" for silent ones, and of its tabs by number.

    ``places`` say where each frame that counts was named and for which records; ``cells``: some record's
    own cell names its frame.
    """

    frames: Names
    filled: Rows
    tabs: dict[int, str] = field(default_factory=dict)
    places: list[_Named] = field(default_factory=list)
    cells: bool = False


def settle(rules: Rules, stacks: Sequence[Stack]) -> tuple[tuple[RowFrames, ...], list[Finding]]:
    """Frame of every record of every stack, and what there is to say about records that name none.

    NG139 notes the frames of sheets that are not what the rules say for all, NG134 counts silent records
    beside such that name their frame. NG190 counts source cells with an unknown word, NG191 headers and
    cells that name two frames, NG192 names a record whose frame does not exist: it has `NO_FRAME`.
    """
    general = "" if rules.origins["places.frame"] == DEFAULT_ORIGIN else rules.frame
    found: list[Finding] = []
    heard = [_listen(stack, rules, found) for stack in stacks]
    # A list of centres comes from elsewhere: it says nothing of the sheets.
    sheets = [one for one, stack in zip(heard, stacks, strict=True) if _kind(stack) in OWN_SETTING]
    agreed = {frame for one in sheets for frame in one.tabs.values()}
    fallback = general if general else (agreed.pop() if len(agreed) == 1 else DEFAULT)
    named = sorted({frame for one in heard for frame, _, _ in one.places} - {NO_FRAME})
    found += _beside_the_rules(heard, general if general else DEFAULT)
    made = []
    for stack, one in zip(stacks, heard, strict=True):
        silent = one.frames == ""
        one.frames[silent] = fallback
        for tab, frame in ({} if general else one.tabs).items():
            one.frames[silent & (stack.tab == tab)] = frame
        if not general and (one.cells or len(named) > 1):
            found += _silent(stack, silent & one.filled, one.frames, named)
        made.append(RowFrames.of(one.frames, silent & (not general)))
    return tuple(made), found


def _kind(stack: Stack) -> str:
    return stack.tabs[0].kind if stack.tabs else ""


def _listen(stack: Stack, rules: Rules, found: list[Finding]) -> _Heard:
    """What headers, the setting of this kind of sheet and cells say, the later beating the earlier."""
    filled = np.zeros(len(stack), dtype=np.bool_)
    for key in _POSITION_KEYS:
        filled |= stack.raw(key) != ""
    heard = _Heard(np.full(len(stack), "", dtype=object), filled)
    own = rules.values.get(OWN_SETTING.get(_kind(stack), ""), None)
    base = str(own) if own else (rules.frame if rules.frame.startswith("EPSG") else "")
    if own:
        heard.frames[:] = str(own)
    else:
        _hear_headers(stack, base, heard, found)
    if "coord_source" in stack.text:
        _hear_cells(stack, base, heard, found)
    return heard


def _hear_headers(stack: Stack, base: str, heard: _Heard, found: list[Finding]) -> None:
    for number, tab in enumerate(stack.tabs):
        keys = [key for key in _POSITION_KEYS if key in tab.header.matched]
        words = [said(tab.header.texts[tab.header.matched[key]], header=True) for key in keys]
        frames = {one.frame for one in words if one.frame}
        if not frames and not any(one.several for one in words):
            continue
        key = next(key for key, one in zip(keys, words, strict=True) if one.frame or one.several)
        place = tab.place(tab.raw.first_row + tab.header.bottom, key)
        if len(frames) != 1 or any(one.several for one in words):
            found.append(Finding("NG191", place, {"count": int(np.sum(stack.tab == number))}))
            continue
        frame = _counts(frames.pop(), base)
        if frame and not projected.exists(frame):
            raise InputError(Finding("NG140", place, {"frame": frame}))
        if frame:
            mine = stack.tab == number
            heard.frames[mine] = frame
            heard.tabs[number] = frame
            heard.places.append((frame, place, mine))


def _hear_cells(stack: Stack, base: str, heard: _Heard, found: list[Finding]) -> None:
    cells = stack.text["coord_source"]
    headers = list(heard.places)
    unknown, several, missing = (np.zeros(len(stack), dtype=np.bool_) for _ in range(3))
    spoken = np.full(len(stack), "", dtype=object)
    for text in sorted(set(cells.tolist())):
        words, rows = said(text), cells == text
        if words.several:
            several |= rows
        elif words.frame and not projected.exists(words.frame):
            missing |= rows
        elif words.frame:
            spoken[rows] = words.frame
        elif not is_blank_word(text):
            unknown |= rows
    for code, rows in (("NG190", unknown), ("NG191", several)):
        if rows.any():
            place = stack.place(int(rows.argmax()), "coord_source")
            found.append(Finding(code, place, {"count": int(rows.sum())}))
    for row in np.flatnonzero(missing).tolist():
        found.append(Finding("NG192", stack.place(row, "coord_source"), {"frame": hint(cells[row])}))
    for frame in sorted(set(spoken.tolist()) - {""}):
        rows = spoken == frame
        if _counts(frame, base):
            heard.frames[rows] = frame
            heard.cells = True
            heard.places.append((frame, stack.place(int(rows.argmax()), "coord_source"), rows))
    heard.frames[missing] = NO_FRAME
    _drop_overruled(stack, headers, (spoken != "") | missing, heard)
    _most_of_tabs(stack, spoken, base, heard)


def _drop_overruled(stack: Stack, headers: Sequence[_Named], overruled: Rows, heard: _Heard) -> None:
    """Forget headers that no record follows, and count the records of the others."""
    followed = [(frame, place, rows & ~overruled) for frame, place, rows in headers]
    heard.places = [one for one in (*followed, *heard.places[len(headers) :]) if one[2].any()]
    left = set(stack.tab[~overruled].tolist())
    heard.tabs = {number: frame for number, frame in heard.tabs.items() if number in left}


def _most_of_tabs(stack: Stack, spoken: Names, base: str, heard: _Heard) -> None:
    """Tabs without a header that names a frame have the one that half of their positions or more name."""
    for number in range(len(stack.tabs)):
        mine = (stack.tab == number) & heard.filled
        counted = Counter[str](frame for frame in spoken[mine].tolist() if frame and _counts(frame, base))
        most = [frame for frame, count in counted.items() if 2 * count >= int(mine.sum())]
        if len(most) == 1:
            heard.tabs.setdefault(number, most[0])


def _beside_the_rules(heard: Sequence[_Heard], general: str) -> list[Finding]:
    """First place of each frame that counts and is another than ``general``, with its records."""
    first: dict[str, Place] = {}
    count = Counter[str]()
    for one in heard:
        for frame, place, rows in one.places:
            if frame != general and np.any(one.frames == frame):
                first[frame] = min(first.get(frame, place), place, key=_order)
                count[frame] += int(rows.sum())
    return [
        Finding("NG139", first[frame], {"frame": frame, "count": count[frame]}) for frame in sorted(first)
    ]


def _counts(frame: str, base: str) -> str:
    """Frame that was named, unless it is what a survey grid stands on: "GPS", "CGCS2000" of EPSG:4547."""
    return "" if frame == DEFAULT and base.startswith("EPSG") else frame


def _silent(stack: Stack, rows_open: Rows, frames: Names, named: Sequence[str]) -> list[Finding]:
    rows = np.flatnonzero(rows_open)
    if not len(rows):
        return []
    first = int(rows[0])
    values = {"frames": ", ".join(named), "count": len(rows), "frame": frames[first]}
    matched = stack.tabs[int(stack.tab[first])].header.matched
    key = next((key for key in ("position", "lon") if key in matched), "")
    return [Finding("NG134", stack.place(first, key), values)]


def _order(place: Place) -> tuple[str, str, int, str]:
    return place.file, place.sheet, place.row, place.column
