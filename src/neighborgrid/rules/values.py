"""The effective rules: one value and one origin for every setting."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from neighborgrid.rules.circles import CircleRule
from neighborgrid.rules.printing import PrintRule
from neighborgrid.rules.settings import AUTO, NO_LIMIT, SETTINGS, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_ORIGIN = "default"
SHA256: Final = " sha256:"
"""Stands between the name of a file that a plan was measured on and its hash."""
GROUND: Final = ("places.roads", "places.barriers", "places.matrix")
"""Settings that name files on which walking is measured."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """File that a setting names, as typed, and its SHA-256 (hex, "" where nobody has read it)."""

    name: str
    sha256: str = ""

    @classmethod
    def of(cls, value: Value) -> SourceFile | None:
        """File of a setting's value."""
        if value is None:
            return None
        name, _, sha256 = str(value).partition(SHA256)
        return cls(name, sha256)

    @property
    def value(self) -> str:
        """The setting's value."""
        return f"{self.name}{SHA256}{self.sha256}" if self.sha256 else self.name


@dataclass(frozen=True, slots=True)
class LoadRule:
    """Load bounds of a role in households: ``min`` and ``max`` inclusive; ``max`` None means auto."""

    min: int
    target: int
    max: int | None


@dataclass(frozen=True)
class Rules:
    """Values by setting key, and where each came from.

    Origins: ``default``, ``preset:NAME``, ``file:NAME``, ``sheet:FILE/TAB``, ``flag:--NAME``, ``auto``.
    """

    values: Mapping[str, Value]
    origins: Mapping[str, str]

    @classmethod
    def defaults(cls) -> Rules:
        """Rules with every setting at its default."""
        return cls({s.key: s.default for s in SETTINGS}, {s.key: DEFAULT_ORIGIN for s in SETTINGS})

    def with_value(self, key: str, value: Value, origin: str) -> Rules:
        """Rules with one setting changed."""
        return replace(self, values={**self.values, key: value}, origins={**self.origins, key: origin})

    def _float(self, key: str) -> float:
        return float(cast("float", self.values[key]))

    def _int(self, key: str) -> int:
        return int(cast("int", self.values[key]))

    @property
    def within(self) -> str:
        """Boundary: ``auto`` until the sheets are known, then one of the others."""
        return str(self.values["plan.within"])

    @property
    def limit_m(self) -> float:
        """Greatest distance in metres, inclusive."""
        return self._float("plan.limit_m")

    @property
    def detour(self) -> float:
        """Factor from straight line to walking distance."""
        return self._float("plan.detour")

    @property
    def as_of(self) -> dt.date:
        """Day on which ages are taken; today where none is set."""
        value = self.values["plan.as_of"]
        return dt.date.fromisoformat(str(value)) if value else dt.date.today()

    @property
    def unlocated(self) -> str:
        """``group``: households without coordinates are placed with their group; ``exclude``: set aside."""
        return str(self.values["plan.unlocated"])

    @property
    def coverage_pct(self) -> float | None:
        """Coverage in percent below which commands exit 1; None: no such check."""
        value = self.values["plan.coverage_pct"]
        return None if value is None else float(value)

    @property
    def frame(self) -> str:
        """Frame of the sheets' coordinates: ``wgs84``, ``gcj02``, ``bd09`` or ``EPSG:n``."""
        return str(self.values["places.frame"])

    @property
    def ground(self) -> dict[str, SourceFile]:
        """Files on which walking is measured, by their settings; none where it is the straight line's."""
        files = {key: SourceFile.of(self.values[key]) for key in GROUND}
        return {key: file for key, file in files.items() if file is not None}

    @property
    def barriers_from_roads(self) -> bool:
        """Whether rivers, railways and motorways of the roads' file are barriers."""
        return bool(self.values["places.barriers_from_roads"])

    @property
    def snap_m(self) -> float:
        """Longest way from a door to the nearest road, in metres, inclusive."""
        return self._float("places.snap_m")

    @property
    def guards_frames(self) -> bool:
        """Whether sheets whose frames seem to differ stop the run."""
        return bool(self.values["places.guard"])

    @property
    def auto_range(self) -> tuple[int, int]:
        """Smallest and largest cap that ``load.max = auto`` may choose (inclusive)."""
        low = self._int("load.auto_from")
        return low, max(low, self._int("load.auto_to"))

    @property
    def max_age(self) -> int | None:
        """Greatest age that may serve, inclusive; None: no limit."""
        value = self.values["eligible.max_age"]
        return None if value is None else int(value)

    @property
    def away_may_serve(self) -> bool:
        """Whether people who are away may serve."""
        return bool(self.values["eligible.away_may_serve"])

    @property
    def unfit_may_serve(self) -> bool:
        """Whether people in poor health may serve."""
        return bool(self.values["eligible.unfit_may_serve"])

    @property
    def balance_m(self) -> float:
        """Metres per squared household of difference from the target load."""
        return self._float("weights.balance_m")

    @property
    def prefer_m(self) -> float:
        """Bonus in metres for a pair that the household asked for."""
        return self._float("weights.prefer_m")

    @property
    def same_group_m(self) -> float:
        """Bonus in metres for a pair of one group."""
        return self._float("weights.same_group_m")

    @property
    def keep_m(self) -> float:
        """Bonus in metres for a pair that exists already."""
        return self._float("weights.keep_m")

    @property
    def circles(self) -> CircleRule:
        """Rules of the service circles."""
        values = self.values
        limit = values["circles.limit_m"]
        limit_m = self.limit_m if limit is None else math.inf if limit == NO_LIMIT else float(limit)
        return CircleRule.of(values, limit_m)

    @property
    def printing(self) -> PrintRule:
        """Rules of what is printed."""
        return PrintRule.of(self.values)

    def load_rule(self, role: str) -> LoadRule:
        """Load bounds of a role: its own settings, else the general ones."""

        def pick(part: str) -> Value:
            own = self.values.get(f"loads.{role}.{part}")
            return self.values[f"load.{part}"] if own is None else own

        cap = pick("max")
        return LoadRule(
            min=int(cast("int", pick("min"))),
            target=int(cast("int", pick("target"))),
            max=None if cap == AUTO else int(cast("int", cap)),
        )
