"""The organiser's own list of places where a circle may have its centre (rule ``circles.centres``).

The list is one more kind of sheet: found by its name, not by its header, then read as the other sheets
are, its places compared with theirs and its positions judged by theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.intake import header, order, places_of_rows, reader, rows, tabs
from neighborgrid.intake.names import village_key
from neighborgrid.intake.stack import Stack, stack
from neighborgrid.model import CENTRES, make_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Sized

    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.intake.places_of_rows import Places
    from neighborgrid.intake.raw import InputFile, RawSheet, ReadResult
    from neighborgrid.intake.tabs import Sorted, Tab
    from neighborgrid.rules import Rules

KEY: Final = "circles.centres"
MEMBERS: Final = "members"
"""Value of the rule under which members' homes are the centres."""


@dataclass(frozen=True)
class Listed:
    """Tabs of a list of centres, the file that they came from, and what was found while reading."""

    tabs: tuple[Tab, ...] = ()
    files: tuple[InputFile, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_centres(path: Path, read: ReadResult, found: Sorted) -> tuple[Listed, Sorted]:
    """List of centres at ``path``, and the tabs of the other sheets without it.

    The file may be one of those in ``read``; then it is not parsed again, and of several tabs those that
    are households or members stay what they are.

    Raises InputError: NG172 there is no such file, NG173 no tab has positions, or what the reader says.
    """
    mine = next((file for file in read.files if _same_file(file.path, path)), None)
    if mine is None:
        if not path.is_file():
            raise InputError(Finding("NG172", Place(path.name)))
        result = reader.read_files([path])
        return Listed(_tabs(result.sheets, path.name, result.findings), result.files, result.findings), found
    sheets = [raw for raw in read.sheets if raw.path == mine.path and raw.row_count]
    people = {id(tab.raw) for tab in found.tabs}
    own = [raw for raw in sheets if len(sheets) == 1 or id(raw) not in people]
    listed = _tabs(own, path.name, ())
    taken = [tab.raw for tab in listed]
    return Listed(listed, (), ()), _without(found, taken)


def located(rules: Rules, read: ReadResult) -> Path | None:
    """File that the rules name: as given, else beside the first sheet; None for members' homes."""
    value = str(rules.values[KEY])
    if value.casefold() == MEMBERS:
        return None
    path = Path(value)
    if path.is_file() or path.is_absolute() or not read.files:
        return path
    beside = read.files[0].path.parent / path
    return beside if beside.is_file() else path


def with_base_name(rules: Rules, path: Path | None) -> Rules:
    """Rules that name the file without its folder: what is written holds no paths of a machine.

    A path of Windows is cut on every system, since rules travel with the sheets.
    """
    return rules.with_value(KEY, MEMBERS if path is None else PureWindowsPath(path).name, rules.origins[KEY])


def records(listed: Listed, known: frozenset[str]) -> tuple[Stack, list[Finding]]:
    """Records of the list, villages supplied as in other sheets, duplicates taken out."""
    if not listed.tabs:
        blank = np.zeros(0, dtype=np.int64)
        return Stack((), {}, {}, blank, blank), []
    ordered = sorted(listed.tabs, key=lambda tab: (tab.raw.file, tab.raw.sheet))
    made, found = places_of_rows.supply(stack(ordered, [rows.read(tab) for tab in ordered]), known)
    repeated = order.duplicates(made, ("name",))
    found += made.findings("NG174", np.flatnonzero(repeated).tolist())
    return made.take(np.flatnonzero(~repeated)), found


def without_strange_townships(centres: Stack, others: Sequence[Stack]) -> Stack:
    """Centres whose township is left out where the other sheets know their village without one."""
    if not len(centres):
        return centres
    bare, full = set(), set()
    for one in others:
        villages, townships = one.column("village"), one.column("township")
        full |= set(map(village_key, set(villages[townships != ""].tolist())))
        bare |= set(map(village_key, set(villages[townships == ""].tolist())))
    strange = bare - full
    keep = [village_key(name) not in strange for name in centres.column("village").tolist()]
    return centres.with_text(township=np.where(keep, centres.column("township"), "").astype(object))


def table(
    centres: Stack,
    places: Places,
    spots: tuple[NDArray[np.float64], NDArray[np.float64]],
    known: NDArray[np.int64],
    findings: list[Finding],
) -> pd.DataFrame:
    """Table of `CENTRES` in canonical order; rows without a position are left out and named (NG176).

    ``known`` are the codes of the villages of the other sheets. A centre in another village is kept under
    a code of its own, with a finding (NG175).

    Raises InputError (NG179) where no row has a position.
    """
    if not centres.tabs:
        return make_table(CENTRES, {})
    lon, lat = spots
    named = {(one.place.file, one.place.sheet, one.place.row) for one in findings}
    for row in np.flatnonzero(np.isnan(lon)).tolist():
        at = centres.place(row)
        if (at.file, at.sheet, at.row) not in named:
            findings.append(Finding("NG176", centres.place(row, "lon")))
    placed = np.flatnonzero(np.isfinite(lon))
    if not len(placed):
        errors = [one for one in findings if one.place.file == centres.tabs[0].raw.file]
        raise InputError(Finding("NG179", Place(centres.tabs[0].raw.file)), *errors)
    kept = placed[
        order.canonical(centres.take(placed), places.take(placed), "name", lon[placed], lat[placed])
    ]
    findings.append(Finding("NG171", Place(centres.tabs[0].raw.file), {"count": len(kept)}))
    findings += _strange_villages(centres, places, kept, known)
    where = places.take(kept)
    data: Mapping[str, Sized] = {
        "name": centres.column("name")[kept],
        "township": where.township,
        "village": where.village,
        "lon": lon[kept],
        "lat": lat[kept],
        "township_code": where.township_code,
        "village_code": where.village_code,
    }
    return make_table(CENTRES, data)


def _strange_villages(
    centres: Stack, places: Places, kept: NDArray[np.int64], known: NDArray[np.int64]
) -> list[Finding]:
    strange = kept[(places.village_code[kept] >= 0) & ~np.isin(places.village_code[kept], known)]
    _, first, counts = np.unique(places.village_code[strange], return_index=True, return_counts=True)
    return [
        Finding(
            "NG175",
            centres.place(int(strange[one]), "village"),
            {"village": places.village[strange[one]], "count": int(count)},
        )
        for one, count in zip(first, counts, strict=True)
    ]


def _tabs(sheets: Sequence[RawSheet], file: str, others: Sequence[Finding]) -> tuple[Tab, ...]:
    """Tabs that hold positions."""
    made = []
    for raw in sheets:
        if not raw.row_count or tabs.is_rules(raw):
            continue
        head = header.find(raw, "centres", {})
        if head is not None and ("position" in head.matched or {"lon", "lat"} <= set(head.matched)):
            made.append(tabs.Tab(raw, "centres", head))
    if not made:
        errors = [one for one in others if one.severity is Severity.ERROR]
        raise InputError(*(errors if errors and not sheets else [Finding("NG173", Place(file)), *errors]))
    return tuple(made)


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _without(found: Sorted, taken: Sequence[RawSheet]) -> Sorted:
    """Sorted tabs less those taken for centres, and less what was said about them."""
    gone = {id(raw) for raw in taken}
    named = {(raw.file, raw.sheet) for raw in taken}
    return replace(
        found,
        tabs=tuple(tab for tab in found.tabs if id(tab.raw) not in gone),
        others=tuple(raw for raw in found.others if id(raw) not in gone),
        findings=tuple(one for one in found.findings if (one.place.file, one.place.sheet) not in named),
    )
