"""Random draws whose results do not move with the version of NumPy.

NumPy guarantees the stream of bit generators and, in practice, of ``random()``; the streams of
``choice``, ``shuffle`` and ``integers`` have changed before. Everything here is made from plain uniform
doubles with ``+ - * /`` and square roots, which IEEE 754 rounds alike everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


# Four uniform draws have a variance of 4 / 12; this makes it one.
_SQRT_3 = 3.0**0.5


class Draw:
    """A stream of draws named by integers, independent of every other stream."""

    def __init__(self, *stream: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(list(stream)))

    def unit(self, *shape: int) -> Floats:
        """Uniform doubles in [0, 1)."""
        return self._generator.random(shape)

    def between(self, low: float, high: float, *shape: int) -> Floats:
        """Uniform doubles in [low, high)."""
        return low + (high - low) * self.unit(*shape)

    def one(self, low: float, high: float) -> float:
        """One uniform double in [low, high)."""
        return low + (high - low) * float(self._generator.random())

    def whole(self, low: int, high: int, *shape: int) -> Ints:
        """Whole numbers from ``low`` to ``high``, the latter excluded."""
        return low + (self.unit(*shape) * (high - low)).astype(np.int64)

    def bell(self, spread: float, *shape: int) -> Floats:
        """Draws near a normal distribution with standard deviation ``spread``; never beyond 3.5 of it."""
        first, second, third, fourth = self.unit(4, *shape)
        scaled: Floats = (first + second + third + fourth - 2.0) * (spread * _SQRT_3)
        return scaled

    def order(self, count: int) -> Ints:
        """Return the numbers 0 .. count - 1 in random order."""
        return np.argsort(self.unit(count), kind="stable").astype(np.int64)

    def pick(self, weights: ArrayLike, count: int) -> Ints:
        """``count`` different positions, heavy ones more often, weight 0 only when nothing else is left."""
        heavy = np.asarray(weights, dtype=np.float64)
        keys = self.unit(len(heavy)) / np.maximum(heavy, 1e-9)
        return np.argsort(keys, kind="stable")[:count].astype(np.int64)

    def by_share(self, shares: ArrayLike, *shape: int) -> Ints:
        """Positions drawn with the given shares (they need not add up to one)."""
        edges = np.cumsum(np.asarray(shares, dtype=np.float64))
        drawn = np.searchsorted(edges, self.unit(*shape) * edges[-1], side="right")
        positions: Ints = np.minimum(drawn, len(edges) - 1).astype(np.int64)
        return positions

    def direction(self) -> tuple[float, float]:
        """Draw a unit vector into any direction, without sine or cosine."""
        half, sign = self.one(-1.0, 1.0), 1.0 if self.one(0.0, 1.0) < 0.5 else -1.0
        east, north = turn(half)
        return sign * east, sign * north


def turn(half: float) -> tuple[float, float]:
    """Cosine and sine of the angle whose half has the tangent ``half``."""
    scale = 1.0 + half * half
    return (1.0 - half * half) / scale, 2.0 * half / scale


def split(total: int, weights: ArrayLike, *, least: int = 0) -> Ints:
    """Whole parts of ``total`` in proportion to ``weights``, each at least ``least``, summing to it."""
    heavy = np.asarray(weights, dtype=np.float64)
    exact = (total - least * len(heavy)) * heavy / heavy.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    behind = np.argsort(parts - exact, kind="stable")[: total - least * len(heavy) - int(parts.sum())]
    parts[behind] += 1
    return parts + least
