"""Who leads a circle and who is responsible in it: an exact small assignment per circle.

A member is in one circle only, so the teams are independent of each other. The choice is lexicographic:
fewest obligatory posts that nobody of their role holds; a leader of the highest role; deputies of the
highest roles; those who hold the posts already; least metres to the centre; first in canonical order.
Deputies beyond the obligatory number are appointed only where they have the role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neighborgrid.rules.circles import STAND_INS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from neighborgrid.rules.circles import CircleRule


@dataclass(frozen=True, slots=True)
class Team:
    """Leader (-1: nobody) and deputies of one circle, as the numbers that were given for its members."""

    leader: int
    deputies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mate:
    """A member of the circle to be led: number, role, metres to the centre, post held already."""

    number: int
    role: str
    metres: float
    leads_already: bool = False
    deputy_already: bool = False


def appoint(mates: Sequence[Mate], rule: CircleRule) -> Team:
    """Best leader and deputies among the members of one circle, given in canonical order."""
    if not mates:
        return Team(-1, ())
    options = [_led_by(index, mates, rule) for index in range(len(mates))]
    return min(options)[1]


def _led_by(index: int, mates: Sequence[Mate], rule: CircleRule) -> tuple[tuple[float, ...], Team]:
    """Best team under one leader, and how good it is (the lesser, the better)."""
    leader, rank = mates[index], _ranks(rule.deputy_roles, leader=False)
    rest = sorted(
        (i for i in range(len(mates)) if i != index),
        key=lambda i: (rank[mates[i].role], not mates[i].deputy_already, mates[i].metres, i),
    )
    low, high = rule.deputies
    proper = sum(mates[i].role in rule.deputy_roles for i in rest)
    chosen = rest[: max(low, min(high, proper))]
    key = (
        posts_not_held(leader.role, [mates[i].role for i in chosen], rule),
        _ranks(rule.leader_roles, leader=True)[leader.role],
        sum(rank[mates[i].role] for i in chosen[:low]),
        not leader.leads_already,
        leader.metres,
        index,
    )
    # The index makes every key different, so that teams themselves are never compared.
    return key, Team(leader.number, tuple(mates[i].number for i in chosen))


def posts_not_held(roles_of_leader: str, roles_of_deputies: Sequence[str], rule: CircleRule) -> int:
    """Obligatory posts of one circle that are vacant or held by somebody of another role.

    ``roles_of_leader`` is "" where there is no leader.
    """
    proper = sum(role in rule.deputy_roles for role in roles_of_deputies)
    return int(roles_of_leader not in rule.leader_roles) + max(0, rule.deputies[0] - proper)


def _ranks(roles: Sequence[str], *, leader: bool) -> dict[str, int]:
    """Place of every role in the order in which people are asked to hold a post."""
    order = [*roles, *(role for role in STAND_INS if role not in roles)]
    # Stand-ins for deputies come from below: a second cadre of the circle is asked last but officials.
    if not leader and "cadre" not in roles:
        order.remove("cadre")
        order.insert(len(order) - 2, "cadre")
    return {role: rank for rank, role in enumerate(order)}


def mates_of(
    members: Sequence[int],
    roles: np.ndarray[tuple[int], np.dtype[np.object_]],
    metres: np.ndarray[tuple[int], np.dtype[np.float64]],
    leaders: frozenset[int],
    deputies: frozenset[int],
) -> list[Mate]:
    """Mates of one circle from columns per person; ``leaders`` and ``deputies`` hold posts already."""
    return [
        Mate(int(row), str(roles[row]), float(metres[row]), int(row) in leaders, int(row) in deputies)
        for row in members
    ]
