"""The guard over the frames of the sheets (`places.guard`), told in places and names of the sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake.joining import in_degrees
from neighborgrid.places import guard, guard_groups
from neighborgrid.places.frames import in_china

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.joining import Joined
    from neighborgrid.intake.side import Side

_SHOWN: Final = 3
_FLAGS: Final = ("--households-frame", "--members-frame")


@dataclass(frozen=True)
class Watched:
    """What keeps the sheets from being planned, if anything, and whether it could have been told."""

    stop: Finding | None = None
    told: bool = True


def look(households: Side, people: Side, home: NDArray[np.int64], joined: Joined) -> Watched:
    """Word of the guard over the frames of the sheets."""
    return Watched(check(households, people, home, joined), could_tell(households, people, home))


def check(households: Side, people: Side, home: NDArray[np.int64], joined: Joined) -> Finding | None:
    """What says that the sheets are in other frames than was said; None where nothing does.

    NG189 by members' own homes, NG224 by how far members are from the nearest household, NG195 where the
    sheets are alike though different frames were named, NG225 where some rows of a sheet stand apart.
    """
    declared = (in_degrees(joined.declared[0]), in_degrees(joined.declared[1]))
    spots = _spots(households), _spots(people)
    found = guard.look(*spots, home, common=joined.common, declared=declared)
    if found is None:
        found = guard_groups.look(*spots, common=joined.common, declared=declared)
    if found is None:
        return None
    if isinstance(found, guard.Mixed):
        return _mixed(found, households if found.sheet == "households" else people)
    return _shifted(found, joined)


def could_tell(households: Side, people: Side, home: NDArray[np.int64]) -> bool:
    """Whether there is enough in the sheets to tell their frames apart; outside China nothing has to be."""
    placed = np.isfinite(households.lon)
    if not np.any(placed & in_china(lon=households.lon, lat=households.lat)):
        return True
    known = np.isfinite(people.lon)
    pairs = np.flatnonzero(known & (home >= 0))
    if np.sum(placed[home[pairs]]) >= guard.FEWEST_PAIRS:
        return True
    one, other = households.places.village_code[placed], people.places.village_code[known]
    if not (np.any(one >= 0) and np.any(other >= 0)):
        one, other = np.zeros_like(one), np.zeros_like(other)
    size = int(max(one.max(initial=0), other.max(initial=0))) + 1
    homes, members = (np.bincount(codes[codes >= 0], minlength=size) for codes in (one, other))
    return bool(np.any((homes >= guard.FEWEST_POINTS) & (members >= guard.FEWEST_MEMBERS)))


def _spots(side: Side) -> guard.Spots:
    labels = {"tab": side.records.tab}
    sources = side.records.column("coord_source")
    if np.any(sources != ""):
        labels["source"] = np.unique(sources.astype(str), return_inverse=True)[1].astype(np.int64)
    return guard.Spots(side.lon, side.lat, side.places.village_code, labels)


def _shifted(found: guard.Shift, joined: Joined) -> Finding:
    """Sheets apart as a whole, with the flags that have to change and no others."""
    said = [name if name else joined.common for name in joined.declared[:2]]
    likely = (found.households, found.members)
    metres = f"{found.metres:.0f}"
    wrong = [
        f"{flag} {frame}"
        for flag, name, frame in zip(_FLAGS, said, likely, strict=True)
        if in_degrees(name) != frame and not name.startswith("EPSG")
    ]
    if likely[0] == likely[1] or not wrong:
        return Finding("NG195", values={**_as_said(said, joined), "metres": metres})
    values = {"households": likely[0], "members": likely[1], "metres": metres, "flags": " ".join(wrong)}
    if found.pairs:
        return Finding("NG189", values={**values, "pairs": found.pairs})
    return Finding("NG224", values={**values, "villages": len(found.villages)})


def _as_said(said: list[str], joined: Joined) -> dict[str, str]:
    """Frames of both sheets as declared, and which flags may be wrong: a survey grid is what it is."""
    open_to_doubt = [number for number in (0, 1) if not said[number].startswith("EPSG")]
    named = [number for number in open_to_doubt if not joined.silent[number]]
    doubted = named if named else open_to_doubt
    return {
        "households": said[0],
        "members": said[1],
        "flags": " / ".join(_FLAGS[number] for number in (doubted if doubted else (0, 1))),
    }


def _mixed(found: guard.Mixed, side: Side) -> Finding:
    # The topmost row in the first tab, as the user scrolls; canonical order goes by places.
    order = np.lexsort((side.records.row[found.rows], side.records.tab[found.rows]))
    names = [_name(found, side, code) for code in found.groups] if found.label in _NAMED else []
    shown = "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
    values = {
        "count": len(found.rows),
        "groups": f" ({shown})" if shown else "",
        "frame": found.frame,
        "other": found.other,
        "metres": f"{found.metres:.0f}",
    }
    return Finding("NG225", side.records.place(int(found.rows[order[0]]), "lon"), values)


_NAMED: Final = ("tab", guard.VILLAGE)
"""Groups that may be named; what stands in the cells of sources may be anything, people's names too."""


def _name(found: guard.Mixed, side: Side, code: int) -> str:
    if found.label == "tab":
        raw = side.records.tabs[code].raw
        return f"{raw.file} {raw.sheet}".strip()
    return str(side.places.village[np.flatnonzero(side.places.village_code == code)[0]])
