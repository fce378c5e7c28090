"""Which circle a household belongs to, or would belong to: what one circle's picture and figures count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.tables import lookup, texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.outputs.layers import Layers


def circle_near(layers: Layers) -> NDArray[np.int64]:
    """Row of every household's circle, shape (households,), -1 where there is none.

    Who waits counts with the nearest circle of the village, if there is one; without a position with its
    first one.
    """
    homes, ids = layers.households, texts(layers.circles, "circle_id")
    made = lookup(ids, texts(homes, "circle_id"))
    # The village of a circle is that of its members.
    of_member = lookup(ids, texts(layers.members, "circle_id"))
    pairs = np.unique(np.column_stack((layers.members["place"].to_numpy(), of_member)), axis=0)
    centres = layers.circles[["lon", "lat"]].to_numpy(float)
    lost = np.flatnonzero((made < 0) & (homes["status"] != "served").to_numpy())
    places, village = homes[["lon", "lat"]].to_numpy(float), homes["place"].to_numpy()
    for number in np.unique(village[lost]).tolist():
        near = pairs[(pairs[:, 0] == number) & (pairs[:, 1] >= 0), 1]
        rows = lost[village[lost] == number]
        if len(near):
            away = places[rows][:, None, :] - centres[near][None, :, :]
            # Nearest only has to be told: degrees of longitude are shrunk to those of latitude.
            away[..., 0] *= np.cos(np.radians(np.nan_to_num(centres[near][:, 1])))
            made[rows] = near[np.nan_to_num((away**2).sum(axis=2), nan=np.inf).argmin(axis=1)]
    return made
