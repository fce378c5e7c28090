"""The rules of service circles: how far, how many, who leads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.rules.settings import Value

ROOM_ABOVE_TARGET: Final = 1.25
"""A circle of about N households may have a quarter more."""
STAND_INS: Final = (
    "cadre",
    "group_leader",
    "villager_head",
    "representative",
    "member",
    "township_staff",
    "township_leader",
)
"""Who holds a post first where its own roles are too few; officials of the township come last."""


@dataclass(frozen=True, slots=True)
class CircleRule:
    """Rules of circles; bounds inclusive.

    Attributes
    ----------
    mode
        ``soft``, ``strict`` or ``off``.
    limit_m
        Greatest walking distance from a member or household to the centre of its circle; may be inf.
    max_households
        Most households of a circle, own homes apart.
    households
        About how many households a circle should have, own homes included; None: as few circles as will do.
    worth_households
        Households that one circle more must bring within the limit of a centre to be worth it.
    per_village
        Number of circles of every village; None: as many as needed.
    team_min, team_max
        Members of a circle.
    leader_roles, deputy_roles
        Roles that hold the posts, the first preferred.
    deputies
        Fewest and most deputies of a circle.
    centres
        ``members``, or the base name of the file whose points may be centres.
    """

    mode: str
    limit_m: float
    max_households: int
    households: int | None
    worth_households: int
    per_village: int | None
    team_min: int
    team_max: int
    leader_roles: tuple[str, ...]
    deputy_roles: tuple[str, ...]
    deputies: tuple[int, int]
    centres: str

    @classmethod
    def of(cls, values: Mapping[str, Value], limit_m: float) -> CircleRule:
        """Rules of the settings ``circles.*``."""
        read = {key.partition(".")[2]: value for key, value in values.items() if key.startswith("circles.")}
        low, _, high = str(read["deputies"]).partition("-")
        target, most = _whole(read["households"]), int(cast("int", read["max_households"]))
        return cls(
            mode=str(read["mode"]),
            limit_m=limit_m,
            max_households=most if target is None else min(most, math.ceil(target * ROOM_ABOVE_TARGET)),
            households=target,
            worth_households=int(cast("int", read["worth_households"])),
            per_village=_whole(read["per_village"]),
            team_min=int(cast("int", read["team_min"])),
            team_max=int(cast("int", read["team_max"])),
            leader_roles=tuple(str(read["leader_roles"]).split(",")),
            deputy_roles=tuple(str(read["deputy_roles"]).split(",")),
            deputies=(int(low), int(high)),
            centres=str(read["centres"]),
        )

    @property
    def wanted(self) -> bool:
        """Whether circles are formed at all."""
        return self.mode != "off"


def _whole(value: Value) -> int | None:
    return None if value is None else int(cast("int", value))
