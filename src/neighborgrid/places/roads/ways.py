"""What the tags of OpenStreetMap say about a way: whether people may walk on it, whether it is a barrier.

Keys and values are those of the OpenStreetMap wiki, pages Key:highway, Key:access, Key:foot, Key:waterway
and Key:railway.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Use(enum.IntEnum):
    """What a way is taken for; a way is taken for one thing only."""

    NOTHING = 0
    WALKING = 1
    WATER = 2
    RAILWAY = 3
    MOTORWAY = 4


BARRIERS: Final = (Use.WATER, Use.RAILWAY, Use.MOTORWAY)
"""Uses that a straight pair must not cross."""
KEYS: Final = ("highway", "waterway", "railway")
"""Keys one of which every way of interest has."""

_MOTORWAYS: Final = frozenset({"motorway", "motorway_link"})
_NOT_THERE: Final = {"abandoned", "construction", "demolished", "dismantled", "disused", "no", "planned"}
_NOT_THERE_EITHER: Final = {"proposed", "razed", "removed"}
_NOT_ON_FOOT: Final = {"bus_guideway", "busway", "emergency_bay", "escape", "raceway", "via_ferrata"}
_NO_WAY: Final = {*_NOT_THERE, *_NOT_THERE_EITHER, *_NOT_ON_FOOT, "rest_area", "services"}
_FOOT_ALLOWED: Final = frozenset({"yes", "designated", "permissive", "official"})
_CLOSED: Final = frozenset({"no", "private"})
_WATERS: Final = frozenset({"river", "canal"})
_RAILWAYS: Final = frozenset({"rail", "light_rail", "narrow_gauge", "subway", "monorail"})
_OTHER_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


def use_of(tags: Mapping[str, str]) -> tuple[Use, str]:
    """Use of a way with these tags, and where people may not walk on a highway, why (else empty).

    The reason is a value of ``highway`` (``motorway``, ``construction``), ``ferry`` or ``private``. Bridges
    and tunnels are walked on as other ways are. Barriers that run over or under the ground are none:
    people walk below a viaduct and above a tunnel.
    """
    highway = tags.get("highway")
    if highway is None:
        return _barrier(tags), ""
    if highway in _MOTORWAYS:
        return (Use.MOTORWAY if _on_the_ground(tags) else Use.NOTHING), highway
    if highway in _NO_WAY:
        return Use.NOTHING, highway
    if tags.get("route") == "ferry":
        return Use.NOTHING, "ferry"
    if not _open_to_walkers(tags):
        return Use.NOTHING, "private"
    return Use.WALKING, ""


def _open_to_walkers(tags: Mapping[str, str]) -> bool:
    """Whether people on foot may use the way: ``foot`` says more than ``access`` and ``motorroad``."""
    foot = tags.get("foot")
    if foot is not None and foot in _FOOT_ALLOWED:
        return True
    closed = foot in _CLOSED or tags.get("access") in _CLOSED or tags.get("motorroad") == "yes"
    return not closed


def _barrier(tags: Mapping[str, str]) -> Use:
    if not _on_the_ground(tags):
        return Use.NOTHING
    if tags.get("waterway") in _WATERS:
        return Use.WATER
    return Use.RAILWAY if tags.get("railway") in _RAILWAYS else Use.NOTHING


def _on_the_ground(tags: Mapping[str, str]) -> bool:
    return all(tags.get(key) in (None, "no") for key in ("bridge", "tunnel"))


def tags_of_properties(properties: Mapping[str, object]) -> dict[str, str]:
    """Tags of a GeoJSON feature: its properties, and those that GDAL packs into ``other_tags``."""
    packed = properties.get("other_tags")
    tags = dict(_OTHER_TAG.findall(packed)) if isinstance(packed, str) else {}
    return tags | {key: value for key, value in properties.items() if isinstance(value, str) and value}
