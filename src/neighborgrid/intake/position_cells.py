"""Cells of positions as numbers: degrees, or metres of a survey grid, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.intake import projected
from neighborgrid.intake.cells import cell_text, map_unique, parse_number
from neighborgrid.intake.degrees import degrees_column, parse_pair
from neighborgrid.intake.frames import DEFAULT, RowFrames
from neighborgrid.intake.vocabulary import is_blank_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack

    Floats = NDArray[np.float64]

LON_AT_FAULT: Final = 1
LAT_AT_FAULT: Final = 2


def degrees_allowed(stack: Stack, frames: RowFrames) -> RowFrames:
    """Frames in which silent records have no grid of metres unless they hold metres."""
    metric = np.array([projected.is_metric(name) for name in frames.names], dtype=np.bool_)
    supposed = frames.silent & metric[frames.code]
    if not supposed.any():
        return frames
    lon, lat, _ = _read(stack, as_metres=True)
    metres = (np.abs(lon) > 180) & (np.abs(lat) > 180)
    return RowFrames.of(np.where(supposed & ~metres, DEFAULT, frames.each()), frames.silent)


def read(stack: Stack, frames: RowFrames) -> tuple[Floats, Floats, NDArray[np.int8]]:
    """As `_read`, each record as metres or as degrees by its frame."""
    metric = np.array([projected.is_metric(name) for name in frames.names], dtype=np.bool_)
    if metric.all() or not metric.any():
        return _read(stack, as_metres=bool(metric.any()))
    as_metres = metric[frames.code]
    grid, plain = _read(stack, as_metres=True), _read(stack, as_metres=False)
    lon, lat = (np.where(as_metres, grid[axis], plain[axis]) for axis in (0, 1))
    return lon, lat, np.where(as_metres, grid[2], plain[2])


def _read(stack: Stack, *, as_metres: bool) -> tuple[Floats, Floats, NDArray[np.int8]]:
    """Longitude, latitude, and which cell (0: none) keeps a record that says something from being read."""
    size = len(stack)
    column: Callable[[list[str | float | int]], Floats] = _metres if as_metres else degrees_column
    values = {key: np.full(size, np.nan) for key in ("lon", "lat")}
    for key in values:
        if key in stack.cells:
            values[key] = np.asarray(column(stack.cells[key].tolist()), dtype=np.float64)
    lon, lat = values["lon"], values["lat"]
    if "position" in stack.cells:
        texts = map_unique(stack.cells["position"], cell_text)
        for row, pair in enumerate(map_unique(texts, _metre_pair if as_metres else parse_pair).tolist()):
            if pair is not None:
                lon[row], lat[row] = pair
    missing = np.isnan(lon) | np.isnan(lat)
    said = np.zeros(size, dtype=np.int8)
    for row in np.flatnonzero(missing).tolist():
        cells = [stack.cells[key][row] for key in ("lon", "lat", "position") if key in stack.cells]
        if any(not is_blank_word(cell_text(cell)) for cell in cells):
            said[row] = LAT_AT_FAULT if np.isfinite(lon[row]) else LON_AT_FAULT
    lon[missing], lat[missing] = np.nan, np.nan
    return lon, lat, said


def _metres(cells: Sequence[str | float | int]) -> Floats:
    numbers = (parse_number(cell_text(cell)) for cell in cells)
    return np.array([np.nan if number is None else number for number in numbers], dtype=np.float64)


def _metre_pair(text: str) -> tuple[float, float] | None:
    for mark in (",", "，", ";", "；", "、", "/", " "):
        parts = [parse_number(part) for part in text.split(mark) if part.strip()]
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
            return parts[0], parts[1]
    return None
