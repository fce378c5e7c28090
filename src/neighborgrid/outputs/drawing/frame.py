"""Frame of a picture: degrees -> local metres -> millimetres of paper, north up, one scale both ways.

Around a centre at latitude phi the ground is taken as flat: east = N(phi) cos(phi) d lambda and
north = M(phi) d phi, with the radii of curvature M (meridian) and N (prime vertical) of WGS-84.
Five kilometres from the centre this is off by metres, which no sketch shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_SEMI_MAJOR_M: Final = 6_378_137.0
_E2: Final = 0.006694379990141317


@dataclass(frozen=True, slots=True)
class Ground:
    """Flat ground around a centre, degrees."""

    lon: float
    lat: float

    @property
    def metres_per_degree(self) -> tuple[float, float]:
        """Metres of one degree east and of one degree north."""
        phi = math.radians(self.lat)
        w2 = 1 - _E2 * math.sin(phi) ** 2
        normal_m = _SEMI_MAJOR_M / math.sqrt(w2)
        meridian_m = normal_m * (1 - _E2) / w2
        return math.radians(normal_m * math.cos(phi)), math.radians(meridian_m)

    def metres(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Metres east and north of the centre, shape (n, 2); NaN stays NaN."""
        east_m, north_m = self.metres_per_degree
        east = (np.asarray(lon, np.float64) - self.lon + 180) % 360 - 180
        north = np.asarray(lat, np.float64) - self.lat
        return np.column_stack((east * east_m, north * north_m))


@dataclass(frozen=True, slots=True)
class Box:
    """Box on the paper, millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """Whether ``other`` lies within this box."""
        return (
            other.left >= self.left
            and other.top >= self.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """Where metres of the ground stand on the paper.

    Attributes
    ----------
    mm_per_m
        Scale.
    x_mm, y_mm
        Place of the ground's centre.
    """

    mm_per_m: float
    x_mm: float
    y_mm: float

    @classmethod
    def fit(cls, metres: NDArray[np.float64], area: Box) -> Frame:
        """Largest frame that shows all ``metres``, shape (n, 2), in the middle of ``area``."""
        low, high = metres.min(axis=0), metres.max(axis=0)
        span = np.maximum(high - low, 1.0)
        size = np.array((area.right - area.left, area.bottom - area.top))
        scale = float((size / span).min())
        middle = (low + high) / 2
        return cls(
            scale,
            (area.left + area.right) / 2 - scale * float(middle[0]),
            (area.top + area.bottom) / 2 + scale * float(middle[1]),
        )

    def mm(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places on the paper of ``metres``, shape (n, 2)."""
        return metres * (self.mm_per_m, -self.mm_per_m) + (self.x_mm, self.y_mm)


def around(points: NDArray[np.float64], least_m: float, margin: float = 1.2) -> NDArray[np.float64]:
    """Corners of a box ``margin`` times that around ``points``, at least ``least_m`` from its middle."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = np.maximum((high - low) / 2 * margin, least_m)
    return np.stack(((low + high) / 2 - half, (low + high) / 2 + half))
