"""Positions of households that have none: the middle household of their group, else of their village."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.places_of_rows import Places

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spots:
    """Where records are: degrees, NaN where unknown, and their places."""

    lon: Floats
    lat: Floats
    places: Places


def estimate(households: Spots, people: Spots) -> tuple[Floats, Floats, NDArray[np.object_]]:
    """(lon, lat, distance kind) of all households, shapes (n,).

    A household without a position takes that of the middle household of its group, else of its village;
    in a village without any located household the members stand in. Kinds: ``straight`` where the
    position is its own, ``estimated``, "" where nothing is near.
    """
    lon, lat = households.lon.copy(), households.lat.copy()
    kind = np.where(np.isnan(lon), "", "straight").astype(object)
    for source, name in (
        (households, "group_code"),
        (households, "village_code"),
        (people, "group_code"),
        (people, "village_code"),
    ):
        open_rows = np.flatnonzero(np.isnan(lon) & (getattr(households.places, name) >= 0))
        if len(open_rows):
            codes = getattr(households.places, name)[open_rows]
            wanted = np.unique(codes)
            middles = _middles(source, getattr(source.places, name), wanted)
            at = middles[np.searchsorted(wanted, codes)]
            found = at >= 0
            rows = open_rows[found]
            lon[rows], lat[rows] = source.lon[at[found]], source.lat[at[found]]
            kind[rows] = "estimated"
    return lon, lat, kind


def _middles(source: Spots, label: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row of the located record nearest to the coordinate-wise median of each label, -1 where there is none.

    Of equally near ones the first in canonical order is taken.
    """
    located = np.flatnonzero(np.isfinite(source.lon) & np.isin(label, wanted))
    order = located[np.argsort(label[located], kind="stable")]
    starts = np.searchsorted(label[order], wanted, side="left")
    ends = np.searchsorted(label[order], wanted, side="right")
    found = np.full(len(wanted), -1, dtype=np.int64)
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        rows = order[start:end]
        if len(rows):
            lon, lat = source.lon[rows], source.lat[rows]
            middle_lon, middle_lat = np.median(lon), np.median(lat)
            squeeze = np.cos(np.radians(middle_lat))
            found[number] = rows[np.argmin(np.hypot((lon - middle_lon) * squeeze, lat - middle_lat))]
    return found
