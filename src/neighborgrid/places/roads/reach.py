"""How far the roads reach: whether they are of this place at all, and how many homes are on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.places.distance import Points
from neighborgrid.places.frames import FRAMES, in_china, to_wgs84
from neighborgrid.places.roads.tiles import METRES_PER_DEGREE, degrees_of_longitude
from neighborgrid.places.roads.walking import in_wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.places.roads.extract import Box
    from neighborgrid.places.roads.network import Network
    from neighborgrid.places.roads.snapping import Roads
    from neighborgrid.places.roads.walking import WalkingPairs

FARTHEST_M: Final = 2000.0
"""Roads that no household is nearer to than this are those of another place."""

FEWEST_DOORS: Final = 20
"""Fewer doors than these say nothing of the frame of their positions."""
MOST_DOORS: Final = 2_000
FAR_OFF_M: Final = 25.0
"""Half of the doors are nearer to a road than this where the frame is right and the roads are all there."""
TIMES_NEARER: Final = 3.0


@dataclass(frozen=True, slots=True)
class OtherFrame:
    """A frame in which doors meet the roads far better: median metres from door to road now and then."""

    frame: str
    now_m: float
    then_m: float


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
        name = source if source else roads.network.source
        raise InputError(Finding("NG242", Place(name), {"km": in_kilometres(nearest_m)}))


def in_kilometres(metres: float) -> str:
    """Kilometres as a sentence says them: 2.1, 57."""
    return f"{metres / 1000:.1f}" if metres < 10_000 else f"{metres / 1000:.0f}"


def other_frame(roads: Roads, groups: Sequence[Points]) -> OtherFrame | None:
    """Frame that positions said to be WGS-84 fit much better; None where none does or too few are in China.

    Roads of OpenStreetMap and of GeoJSON are WGS-84. Of up to `MOST_DOORS` doors half must be farther than
    `FAR_OFF_M` from every road, and `TIMES_NEARER` times as far as they would be in the other frame.
    """
    lon = np.concatenate([points.lon[points.rows] for points in groups])
    lat = np.concatenate([points.lat[points.rows] for points in groups])
    rows = np.flatnonzero(in_china(lon=lon, lat=lat))
    if len(rows) < FEWEST_DOORS:
        return None
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST_DOORS)).astype(np.int64)]
    lon, lat = lon[rows], lat[rows]
    now_m = _median_leg_m(roads, lon, lat)
    if now_m <= FAR_OFF_M:
        return None
    then = {name: _median_leg_m(roads, *to_wgs84(lon=lon, lat=lat, frame=name)) for name in FRAMES[1:]}
    best = min(then, key=lambda name: then[name])
    return OtherFrame(best, now_m, then[best]) if then[best] * TIMES_NEARER < now_m else None


def _median_leg_m(roads: Roads, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> float:
    """Median of the metres to the nearest road; those farther away than `FARTHEST_M` count as that far."""
    legs_m = roads.snap(Points(lon=lon, lat=lat), FARTHEST_M).leg_m
    return float(np.median(np.where(np.isnan(legs_m), FARTHEST_M, legs_m)))


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
