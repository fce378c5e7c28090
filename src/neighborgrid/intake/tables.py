"""Columns of the two tables of a `Problem`, from the records of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding
from neighborgrid.intake import circles, eligibility, loads, values
from neighborgrid.intake.estimates import estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.side import Side
    from neighborgrid.intake.wishes import Wishes
    from neighborgrid.rules import Rules


def households(
    side: Side, people: Side, wanted: Wishes, rules: Rules, findings: list[Finding]
) -> dict[str, Any]:
    """Columns of `PROBLEM_HOUSEHOLDS`, own homes not yet known.

    Raises InputError (NG135) where no household has, or can be given, a position.
    """
    lon, lat, kind = _positions(side, people, rules, findings)
    residence = values.residences(side.records, findings)
    weights, notes = loads.household_loads(side.records, residence)
    findings += notes
    return {
        "household_id": side.ids,
        "head": side.records.column("head"),
        "address": side.records.column("address"),
        "lon": lon,
        "lat": lat,
        "distance_kind": kind,
        "priority": values.priorities(side.records, findings),
        "residence": residence,
        "load": weights,
        "lock": named(people.ids, wanted.lock),
        "prefer": _joined(people.ids, wanted.prefer, len(side.records)),
        "previous_member_id": named(people.ids, wanted.current_member),
        **_common(side),
    }


def people(
    side: Side, owners: Side, home: NDArray[np.int64], rules: Rules, findings: list[Finding]
) -> dict[str, Any]:
    """Columns of `PROBLEM_PEOPLE`; who has no coordinates takes those of the home household."""
    reason, notes = eligibility.exclusions(side.records, rules)
    findings += notes
    role = values.roles(side.records, findings)
    least, target, most, notes = loads.member_loads(side.records, role, rules)
    findings += notes
    lon, lat = side.lon.copy(), side.lat.copy()
    rows = np.flatnonzero(np.isnan(lon) & (home >= 0))
    lon[rows], lat[rows] = owners.lon[home[rows]], owners.lat[home[rows]]
    circle, notes = circles.of_people(side, rules.within)
    findings += notes
    nowhere = np.flatnonzero(np.isnan(lon) & (reason == ""))
    reason[nowhere] = "no_coordinates"
    for row in nowhere.tolist():
        findings.append(Finding("NG202", side.records.place(row, "lon"), {"id": side.ids[row]}))
    return {
        "member_id": side.ids,
        "name": side.records.column("name"),
        "role": role,
        "lon": lon,
        "lat": lat,
        "home_household_id": named(owners.ids, home),
        "excluded": reason,
        "circle_id": circle,
        "phone_public": values.phones_public(side.records, findings),
        "min_load": least,
        "target_load": target,
        "max_load": most,
        **_common(side),
    }


def named(ids: NDArray[np.object_], rows: NDArray[np.int64]) -> NDArray[np.object_]:
    """Ids of rows, "" for -1."""
    found = np.full(len(rows), "", dtype=object)
    known = rows >= 0
    found[known] = ids[rows[known]]
    return found


def _common(side: Side) -> dict[str, Any]:
    places = side.places
    return {
        "township": places.township,
        "village": places.village,
        "group": places.group,
        "phone": side.phones,
        "township_code": places.township_code,
        "village_code": places.village_code,
        "group_code": places.group_code,
        "source_sheet": side.records.tab,
        "source_row": side.records.row,
    }


def _positions(
    side: Side, people: Side, rules: Rules, findings: list[Finding]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.object_]]:
    """Own and, where the rules want them, estimated positions; who has no own one is named."""
    missing = np.flatnonzero(np.isnan(side.lon))
    if rules.unlocated == "group":
        lon, lat, kind = estimate(side.spots, people.spots)
    else:
        lon, lat = side.lon, side.lat
        kind = np.where(np.isnan(lon), "", "straight").astype(object)
    if len(kind) and not np.any(kind != ""):
        raise InputError(Finding("NG135"), *(one for one in findings if one.code in _EXPLAIN))
    for row in missing.tolist():
        code = "NG200" if kind[row] else "NG201"
        findings.append(Finding(code, side.records.place(row, "lon"), {"id": side.ids[row]}))
    return lon, lat, kind


# What may have taken every position away.
_EXPLAIN = frozenset({"NG129", "NG130", "NG137", "NG138"})


def _joined(ids: NDArray[np.object_], pairs: NDArray[np.int64], size: int) -> NDArray[np.object_]:
    """Ids of each household's pairs joined by ``、``."""
    found = np.full(size, "", dtype=object)
    for row, one in pairs.tolist():
        found[row] = f"{found[row]}、{ids[one]}" if found[row] else ids[one]
    return found
