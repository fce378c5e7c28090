"""The circles of a plan: where they are, who is in them, who leads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from neighborgrid.solve.circles.units import Floats, Rows
    from neighborgrid.solve.teams import Team

    Texts = np.ndarray[tuple[int], np.dtype[np.object_]]


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles, one row each, in the order in which they are shown.

    Attributes
    ----------
    circle_id, name, township, village
        Texts of the circle; its place is "" where it has none.
    lon, lat
        Centre in degrees; NaN where it is not known.
    of_person
        Circle of each person, shape (people,); -1 for none.
    teams
        Leader and deputies, as rows of people.
    leader_id, deputy_ids
        The same as texts, as people may have typed them.
    bound
        Lower bound on the number of circles; None for circles that people made.
    """

    circle_id: Texts
    name: Texts
    township: Texts
    village: Texts
    lon: Floats
    lat: Floats
    of_person: Rows
    teams: tuple[Team, ...]
    leader_id: Texts
    deputy_ids: Texts
    bound: int | None

    def __len__(self) -> int:
        return len(self.circle_id)

    def centre_of(self, person: Rows) -> tuple[Floats, Floats]:
        """Longitude and latitude of the centre of each person's circle; NaN for none (person -1 too)."""
        circle = np.append(self.of_person, -1)[person]
        return np.append(self.lon, np.nan)[circle], np.append(self.lat, np.nan)[circle]
