"""Where villages, hamlets and houses stand, in metres east and north of the scenario's origin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.scenarios.draws import Draw, turn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.scenarios.catalogue import Form, ScenarioSpec
    from neighborgrid.scenarios.draws import Floats, Ints

CORE: Final = 0
FARMSTEAD: Final = 99
"""Number of the settlement that stands far out and has no member; hamlets are 1, 2, 3, ..."""

HOUSE_GAP_M: Final = (12.0, 25.0)
ROW_GAP_M: Final = (20.0, 34.0)
_AREA_PER_HOUSE_M2: Final = 640.0
_VACANT: Final = 0.12
_LANE_EVERY: Final = 7
_LANE_M: Final = 6.0
_TRIES: Final = 14


@dataclass(frozen=True, slots=True)
class Centres:
    """Village centres in metres, in sheet order, and the township of each (0, 1, ...)."""

    east_m: Floats
    north_m: Floats
    township: Ints


@dataclass(frozen=True, slots=True)
class Houses:
    """Houses of one village, in sheet order: settlement, street row, number in the row, position."""

    settlement: Ints
    street: Ints
    number: Ints
    east_m: Floats
    north_m: Floats

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Houses:
        """Return the houses of these rows."""
        return Houses(
            self.settlement[rows], self.street[rows], self.number[rows], self.east_m[rows], self.north_m[rows]
        )


def centres(spec: ScenarioSpec) -> Centres:
    """Village centres on a jittered triangular grid, cut into townships that lie together."""
    draw = Draw(spec.seed, 1)
    count = spec.size.villages
    across = math.ceil(math.sqrt(count * 1.2))
    row, column = np.divmod(np.arange(count), across)
    wobble = spec.form.spacing_m * 0.08
    # Rows of a triangular grid lie sqrt(3) / 2 apart.
    north = row * (spec.form.spacing_m * math.sqrt(0.75)) + draw.between(-wobble, wobble, count)
    east = (column + 0.5 * (row % 2)) * spec.form.spacing_m + draw.between(-wobble, wobble, count)
    east, north = east - east.mean(), north - north.mean()
    township = _townships(east, north, spec.size.townships)
    order = np.lexsort((east, -north, township))
    return Centres(east[order], north[order], township[order])


def _townships(east: Floats, north: Floats, count: int) -> Ints:
    bands = max(1, round(math.sqrt(count * 0.6)))
    township = np.empty(len(east), dtype=np.int64)
    first = 0
    by_north = np.argsort(-north, kind="stable")
    for band, rows in enumerate(np.array_split(by_north, bands)):
        parts = count // bands + (band < count % bands)
        by_east = rows[np.argsort(east[rows], kind="stable")]
        for offset, members in enumerate(np.array_split(by_east, parts)):
            township[members] = first + offset
        first += parts
    return township


def houses(spec: ScenarioSpec, places: Centres, village: int, count: int) -> Houses:
    """Return ``count`` houses of one village: the old centre, its hamlets, and a far farmstead."""
    draw = Draw(spec.seed, 2, village)
    sizes = _settlement_sizes(draw, spec.form, count)
    sites = _sites(draw, spec.form, places, village, sizes)
    parts = [
        _settlement(draw, number, size, site)
        for (number, size), site in zip(sizes.items(), sites, strict=True)
    ]
    return Houses(
        np.concatenate([part.settlement for part in parts]),
        np.concatenate([part.street for part in parts]),
        np.concatenate([part.number for part in parts]),
        np.concatenate([part.east_m for part in parts]) + places.east_m[village],
        np.concatenate([part.north_m for part in parts]) + places.north_m[village],
    )


def _settlement_sizes(draw: Draw, form: Form, count: int) -> dict[int, int]:
    """Houses per settlement, the centre first."""
    hamlets = 1 + (count > 250) + (count > 600)
    if form.hamlet_size is not None:
        hamlets = max(1, round(count / form.hamlet_size) - 1)
    weights = draw.between(0.6, 1.6, hamlets)
    share = form.hamlet_share * draw.one(0.75, 1.25) / float(weights.sum())
    sizes = {number + 1: max(5, round(count * share * float(w))) for number, w in enumerate(weights)}
    far = round(count * form.farmstead_share * draw.one(0.4, 1.6))
    # Fewer than three houses alone on a hill are a curiosity, not a settlement.
    if far >= 3 or (far and draw.one(0.0, 1.0) < 0.6):
        sizes[FARMSTEAD] = max(2, far)
    return {CORE: count - sum(sizes.values()), **sizes}


def _radius_m(size: int) -> float:
    return math.sqrt(size * _AREA_PER_HOUSE_M2 / math.pi)


def _sites(
    draw: Draw, form: Form, places: Centres, village: int, sizes: dict[int, int]
) -> list[tuple[float, float]]:
    """Centre of each settlement relative to the village's, chosen for room around it."""
    east = places.east_m - places.east_m[village]
    north = places.north_m - places.north_m[village]
    others = np.arange(len(east)) != village
    others_xy = np.column_stack([east[others], north[others]])
    taken: list[tuple[float, float, float]] = [(0.0, 0.0, _radius_m(sizes[CORE]))]
    for number, size in list(sizes.items())[1:]:
        radius = _radius_m(size)
        low = taken[0][2] * 1.15 + radius * 1.15 + (560.0 if number == FARMSTEAD else form.hamlet_gap_m)
        high = min(1500.0, max(low + 120.0, form.hamlet_reach * form.spacing_m))
        options = [_candidate(draw, low, high) for _ in range(_TRIES)]
        rooms = [_room_m(x, y, taken, others_xy) - radius for x, y in options]
        best = options[int(np.argmax(rooms))]
        taken.append((*best, radius))
    return [(x, y) for x, y, _ in taken]


def _candidate(draw: Draw, low: float, high: float) -> tuple[float, float]:
    east, north = draw.direction()
    away = draw.one(low, high)
    return east * away, north * away


def _room_m(x: float, y: float, taken: list[tuple[float, float, float]], others: Floats) -> float:
    """Metres from the edges of the settlements there are; half the way to the next village counts."""
    own = min(math.sqrt((x - tx) ** 2 + (y - ty) ** 2) - radius for tx, ty, radius in taken)
    if not len(others):
        return own
    gap = np.sqrt(((others - (x, y)) ** 2).sum(axis=1)).min()
    return min(own, 0.5 * float(gap))


def _settlement(draw: Draw, settlement: int, size: int, site: tuple[float, float]) -> Houses:
    """Rows of houses along lanes, denser and complete in the middle, ragged at the edge."""
    aspect = draw.one(1.05, 1.9)
    long_m = _radius_m(size) * math.sqrt(aspect) * 1.5 + 60.0
    deep_m = _radius_m(size) / math.sqrt(aspect) * 1.5 + 60.0
    rows, columns = 2 * math.ceil(deep_m / 27.0) + 1, 2 * math.ceil(long_m / 18.0) + 1
    gaps = draw.between(*HOUSE_GAP_M, rows, columns)
    gaps[:, _LANE_EVERY::_LANE_EVERY] += _LANE_M
    east = np.cumsum(gaps, axis=1)
    east -= east[:, columns // 2, None]
    lines = np.cumsum(draw.between(*ROW_GAP_M, rows))
    north = np.broadcast_to((lines[rows // 2] - lines)[:, None], east.shape)
    west_side, east_side = _ragged(draw, rows), _ragged(draw, rows)
    reach = (east * east / aspect + north * north * aspect) * np.where(east < 0, west_side, east_side)
    reach = np.where(draw.unit(rows, columns) < _VACANT, np.inf, reach)
    chosen = np.sort(np.argsort(reach.ravel(), kind="stable")[:size])
    street, number = _numbered(chosen // columns)
    tilt_cos, tilt_sin = turn(draw.one(-0.15, 0.15))
    x = east.ravel()[chosen] + draw.bell(0.5, size)
    y = north.ravel()[chosen] + draw.bell(0.9, size)
    return Houses(
        np.full(size, settlement, dtype=np.int64),
        street,
        number,
        site[0] + x * tilt_cos - y * tilt_sin,
        site[1] + x * tilt_sin + y * tilt_cos,
    )


def _ragged(draw: Draw, rows: int) -> Floats:
    """Factor by which each row ends sooner or later; neighbouring rows end alike."""
    loose = draw.between(0.3, 1.7, rows + 3)
    return ((loose[:-3] + loose[1:-2] + loose[2:-1] + loose[3:]) * 0.25)[:, None]


def _numbered(rows: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Street row counted from the north, and the house's number in it, both from 1."""
    _, first, street = np.unique(rows, return_index=True, return_inverse=True)
    return street.astype(np.int64) + 1, np.arange(len(rows), dtype=np.int64) - first[street] + 1
