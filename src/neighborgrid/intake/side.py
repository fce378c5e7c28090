"""Records of one kind in canonical order, with all that was settled for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.estimates import Spots
from neighborgrid.intake.homes import Side as HomeSide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.places_of_rows import Places
    from neighborgrid.intake.stack import Stack


@dataclass(frozen=True)
class Side:
    """Households or people: records, places, degrees (NaN where unknown), phones and plan ids, shape (n,).

    ``phone_ok`` says whether a phone can be one; such that cannot are shown, but match nothing.
    """

    records: Stack
    places: Places
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    phones: NDArray[np.object_]
    phone_ok: NDArray[np.bool_]
    ids: NDArray[np.object_]

    @property
    def spots(self) -> Spots:
        """Where the records are."""
        return Spots(self.lon, self.lat, self.places)

    def matching(self, name_key: str) -> HomeSide:
        """What own homes are found by; ``name_key`` is the column of names."""
        sound = np.where(self.phone_ok, self.phones, "")
        return HomeSide(self.records, self.places.village_code, self.records.column(name_key), sound)
