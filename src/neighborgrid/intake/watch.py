"""The guard over the frames of the sheets (`places.guard`), told in places and names of the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding
from neighborgrid.places import guard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.joining import Joined
    from neighborgrid.intake.side import Side

_SHOWN: Final = 3


def check(households: Side, people: Side, home: NDArray[np.int64], joined: Joined) -> None:
    """Raise InputError where the sheets seem to be in other frames than was said.

    NG189 by members' own homes, NG224 by how far members are from the nearest household, NG225 where some
    rows of a sheet stand apart from the others.
    """
    declared = (joined.declared[0], joined.declared[1])
    found = guard.look(_spots(households), _spots(people), home, common=joined.common, declared=declared)
    if isinstance(found, guard.Mixed):
        raise InputError(_mixed(found, households if found.sheet == "households" else people))
    if found is not None:
        frames = {"households": found.households, "members": found.members, "metres": f"{found.metres:.0f}"}
        if found.pairs:
            raise InputError(Finding("NG189", values={**frames, "pairs": found.pairs}))
        raise InputError(Finding("NG224", values={**frames, "villages": len(found.villages)}))


def _spots(side: Side) -> guard.Spots:
    labels = {"tab": side.records.tab}
    sources = side.records.column("coord_source")
    if np.any(sources != ""):
        labels["source"] = np.unique(sources.astype(str), return_inverse=True)[1].astype(np.int64)
    return guard.Spots(side.lon, side.lat, side.places.village_code, labels)


def _mixed(found: guard.Mixed, side: Side) -> Finding:
    # The topmost row in the first tab, as the user scrolls; canonical order goes by places.
    order = np.lexsort((side.records.row[found.rows], side.records.tab[found.rows]))
    names = [] if not found.label else [_name(found, side, code) for code in found.groups]
    shown = "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
    values = {
        "count": len(found.rows),
        "groups": shown if shown else "-",
        "frame": found.frame,
        "other": found.other,
        "metres": f"{found.metres:.0f}",
    }
    return Finding("NG225", side.records.place(int(found.rows[order[0]]), "lon"), values)


def _name(found: guard.Mixed, side: Side, code: int) -> str:
    if found.label == "tab":
        raw = side.records.tabs[code].raw
        return f"{raw.file} {raw.sheet}".strip()
    if found.label == guard.VILLAGE:
        return str(side.places.village[np.flatnonzero(side.places.village_code == code)[0]])
    sources = side.records.column("coord_source")
    return str(np.unique(sources.astype(str))[code])
