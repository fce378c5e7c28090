"""Short ways measured fast: the audit's own chord formula, and ``pyproj.Geod`` wherever it might matter.

A point on the ellipsoid of semi-axes a, b with geodetic latitude phi is (a^2 cos phi cos lam, a^2 cos phi
sin lam, b^2 sin phi) / sqrt(a^2 cos^2 phi + b^2 sin^2 phi): the normal there is parallel to the gradient of
x^2 / a^2 + y^2 / a^2 + z^2 / b^2. An arc of a circle of radius R is longer than its chord c by c^3 / 24 R^2
and terms of fifth order. Every radius of curvature of WGS-84 lies within 0.6 % of 6,371 km, so that up to
`SERIES_M` one R for the whole earth errs by less than `CLOSE_M`; what is farther is measured by Geod.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit import measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

_A_M: Final = 6_378_137.0
_B_M: Final = 6_356_752.314_245_179
_R_M: Final = 6_371_000.0
SERIES_M: Final = 1_500.0
CLOSE_M: Final = 1e-7
"""Metres by which two honest formulas may differ at short distances; see `doubt_m`."""
_DOUBT_PER_M3: Final = 2.5e-17


def doubt_m(metres: Floats) -> Floats:
    """Metres by which honest formulas may differ at a distance: chord series drift with its cube."""
    return np.asarray(CLOSE_M + _DOUBT_PER_M3 * metres * metres * metres)


@dataclass(frozen=True)
class Ends:
    """Two sets of points, and straight metres between rows of them."""

    here: measure.Points
    there: measure.Points

    @cached_property
    def _here_xyz(self) -> tuple[Floats, Floats, Floats]:
        return _earth_centred(self.here)

    @cached_property
    def _there_xyz(self) -> tuple[Floats, Floats, Floats]:
        return _earth_centred(self.there)

    def straight_m(self, here: Rows, there: Rows) -> Floats:
        """Metres between rows pair by pair; NaN where a position is not known."""
        square = np.zeros(len(here))
        for one, other in zip(self._here_xyz, self._there_xyz, strict=True):
            apart = one[here]
            apart -= other[there]
            apart *= apart
            square += apart
        metres = np.sqrt(square)
        metres *= 1 + square / (24 * _R_M**2)
        far = np.flatnonzero(metres > SERIES_M)
        metres[far] = self.exactly_m(here[far], there[far])
        return metres

    def exactly_m(self, here: Rows, there: Rows) -> Floats:
        """The same metres by Geod."""
        return measure.straight_m(self.here.take(here), self.there.take(there))

    def beside_limit_m(self, here: Rows, there: Rows, limit_m: float) -> Floats:
        """Metres, those within a millimetre of ``limit_m`` by Geod."""
        metres = self.straight_m(here, there)
        close = np.flatnonzero(np.abs(metres - limit_m) < 1e-3)
        metres[close] = self.exactly_m(here[close], there[close])
        return metres


def _earth_centred(points: measure.Points) -> tuple[Floats, Floats, Floats]:
    known = points.known()
    phi = np.radians(np.where(known, points.lat, np.nan))
    lam = np.radians(np.where(known, points.lon, np.nan))
    across, up = _A_M**2 * np.cos(phi), _B_M**2 * np.sin(phi)
    size = np.hypot(_A_M * np.cos(phi), _B_M * np.sin(phi))
    return across * np.cos(lam) / size, across * np.sin(lam) / size, up / size
