"""How far the roads reach: whether they are of this place at all, and how many homes are on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.places.roads.tiles import METRES_PER_DEGREE, degrees_of_longitude
from neighborgrid.places.roads.walking import in_wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.places.distance import Points
    from neighborgrid.places.roads.extract import Box
    from neighborgrid.places.roads.network import Network
    from neighborgrid.places.roads.snapping import Roads
    from neighborgrid.places.roads.walking import WalkingPairs

FARTHEST_M: Final = 2000.0
"""Roads that no household is nearer to than this are those of another place."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How people and households meet the network.

    Attributes
    ----------
    located, snapped
        Points with a position, and those of them that are on the network.
    farthest_m
        Longest leg from a point to its road; NaN where nobody is on the network.
    components
        Number of parts of the network, joined in themselves only, that hold points.
    median_detour
        Median of walking / straight (see `WalkingPairs`).
    """

    located: int
    snapped: int
    farthest_m: float
    components: int
    median_detour: float

    @property
    def share(self) -> float:
        """Share of the located points that are on the network; NaN without points."""
        return self.snapped / self.located if self.located else float("nan")


def reach_of(network: Network, pairs: WalkingPairs) -> Reach:
    """Figures of how people and homes of ``pairs`` meet the network that they were measured on."""
    ends = (pairs.people, pairs.homes)
    edges = np.concatenate([met.edge[met.rows] for met in ends])
    legs_m = np.concatenate([met.leg_m[met.rows] for met in ends])
    return Reach(
        located=sum(int((np.isfinite(met.lon) & np.isfinite(met.lat)).sum()) for met in ends),
        snapped=len(edges),
        farthest_m=float(legs_m.max()) if len(legs_m) else float("nan"),
        components=len(np.unique(network.component[network.a[edges]])),
        median_detour=pairs.median_detour,
    )


def off_the_roads(reach: Reach, network: Network, *, snap_m: float, detour: float) -> tuple[Finding, ...]:
    """Warning NG245 where some points are too far from every edge."""
    count = reach.located - reach.snapped
    values = {"count": count, "metres": f"{snap_m:g}", "detour": f"{detour:g}"}
    return (Finding("NG245", Place(network.source), values),) if count else ()


def refuse_elsewhere(roads: Roads, homes: Points, *, frame: str = "wgs84", source: str = "") -> None:
    """Raise InputError (NG242) where every household is more than `FARTHEST_M` from every edge.

    ``source`` names the file where the network does not.
    """
    nearest_m = roads.nearest_m(in_wgs84(homes, frame))
    if FARTHEST_M < nearest_m < float("inf"):
        kilometres = f"{nearest_m / 1000:.1f}" if nearest_m < 10_000 else f"{nearest_m / 1000:.0f}"
        name = source if source else roads.network.source
        raise InputError(Finding("NG242", Place(name), {"km": kilometres}))


def box_around(groups: Sequence[Points], margin_m: float, *, frame: str = "wgs84") -> Box | None:
    """West, south, east, north in WGS-84 degrees of all points with ``margin_m`` around; None without any.

    Reading only what reaches into it spares an extract of a province. A margin of the limit and some
    kilometres is enough for every way within the limit and for telling that the roads are elsewhere.
    """
    moved = [in_wgs84(points, frame) for points in groups]
    lon = np.concatenate([points.lon[points.rows] for points in moved])
    lat = np.concatenate([points.lat[points.rows] for points in moved])
    if not len(lon):
        return None
    high = margin_m / METRES_PER_DEGREE
    south, north = float(lat.min()) - high, float(lat.max()) + high
    wide = degrees_of_longitude(margin_m, south, north)
    return float(lon.min()) - wide, south, float(lon.max()) + wide, north
