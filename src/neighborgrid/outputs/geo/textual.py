"""Fields as text, a column at a time: what GeoJSON, KML and CSV have in common."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from neighborgrid.outputs.geo.features import Field


def cells(
    field: Field, encode: Callable[[str], str], none: str, flags: tuple[str, str] = ("false", "true")
) -> list[str]:
    """Values of a field as text: numbers as short as they are exact, ``flags`` for no and yes.

    Text goes through ``encode``; ``none`` stands for blank text and for numbers that are not known.
    """
    if field.kind == "text":
        values = field.values.tolist()
        # Villages, groups and states repeat; each is encoded once.
        known = {value: encode(value) if value else none for value in dict.fromkeys(values)}
        return [known[value] for value in values]
    if field.kind == "flag":
        return [flags[one] for one in field.values.tolist()]
    # A number that is not itself is not known.
    return [repr(one).removesuffix(".0") if one == one else none for one in field.values.tolist()]


def corners(shapes: NDArray[np.object_], joint: str) -> list[str]:
    """Corners of each shape as ``lon,lat`` joined by ``joint``; "" for one without a position."""
    points, of = shapely.get_coordinates(shapes, return_index=True)
    written = [f"{lon!r},{lat!r}" for lon, lat in points.tolist()]
    bounds = np.searchsorted(of, np.arange(len(shapes) + 1)).tolist()
    return [joint.join(written[start:end]) for start, end in itertools.pairwise(bounds)]
