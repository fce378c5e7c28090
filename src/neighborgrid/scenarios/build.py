"""Build a scenario: the household sheet and the member sheet as columns of cells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.scenarios import people as populace
from neighborgrid.scenarios import settle as settling
from neighborgrid.scenarios import terrain
from neighborgrid.scenarios import vocabulary as words
from neighborgrid.scenarios.catalogue import SCENARIOS
from neighborgrid.scenarios.draws import Draw
from neighborgrid.scenarios.wishes import wish_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from neighborgrid.scenarios.catalogue import ScenarioSpec
    from neighborgrid.scenarios.draws import Floats, Ints
    from neighborgrid.words import Lang

    Text = NDArray[np.str_]

_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Scenario:
    """Two sheets of a scenario: header -> cells, every column equally long.

    Attributes
    ----------
    key, title
        Key of the catalogue, title in the language of the sheets.
    households, members
        Columns in sheet order; text, except people and loads (int) and positions (float).
    settings
        Rule settings recommended for ``assign``.
    lang
        Language of headers and cells.
    """

    key: str
    title: str
    households: dict[str, list[Any]]
    members: dict[str, list[Any]]
    settings: Mapping[str, object]
    lang: Lang = "zh"


@dataclass(frozen=True, slots=True)
class World:
    """All villages of a scenario, one after another; the first houses, then the members."""

    spec: ScenarioSpec
    lang: Lang
    village_township: Ints
    houses: terrain.Houses
    house_village: Ints
    house_group: Ints
    roles: tuple[str, ...]
    roster: populace.Roster
    member_group: Ints
    member_east_m: Floats
    member_north_m: Floats


def make(key: str, *, lang: Lang = "zh") -> Scenario:
    """Scenario ``key`` of the catalogue; the same key and language always give the same cells.

    Raises KeyError for a key that the catalogue does not have.
    """
    spec = SCENARIOS[key]
    world = _world(spec, lang)
    people = populace.populate(spec.seed, world.house_village, world.roster)
    households = _household_columns(world, people)
    members = _member_columns(world, people, households["household_id"])
    households |= wish_columns(world, people, members["member_id"], members["name"])
    if lang == "zh":
        households = {words.HOUSEHOLD_HEADERS[name]: cells for name, cells in households.items()}
        members = {words.MEMBER_HEADERS[name]: cells for name, cells in members.items()}
    return Scenario(key, spec.title[0 if lang == "zh" else 1], households, members, spec.settings, lang)


def _world(spec: ScenarioSpec, lang: Lang) -> World:
    places = terrain.centres(spec)
    amounts = settling.sizes(spec)
    villages = [settling.settle(spec, places, amounts, row) for row in range(spec.size.villages)]
    offsets = np.concatenate([[0], np.cumsum(amounts.households)[:-1]])
    fields = ("settlement", "street", "number", "east_m", "north_m")
    houses = terrain.Houses(*[np.concatenate([getattr(v.houses, name) for v in villages]) for name in fields])
    homes = [
        np.where(v.home >= 0, v.home + first, v.home) for v, first in zip(villages, offsets, strict=True)
    ]
    roster = populace.Roster(
        village=np.repeat(np.arange(len(villages)), [len(v.home) for v in villages]),
        home=np.concatenate(homes),
        couple=np.concatenate([v.couple for v in villages]) == 1,
        excluded=np.concatenate([v.excluded for v in villages]),
    )
    return World(
        spec=spec,
        lang=lang,
        village_township=places.township,
        houses=houses,
        house_village=np.repeat(np.arange(len(villages)), amounts.households),
        house_group=np.concatenate([v.group for v in villages]),
        roles=tuple(role for v in villages for role in v.role),
        roster=roster,
        member_group=np.concatenate([v.member_group for v in villages]),
        member_east_m=np.concatenate([v.east_m for v in villages]),
        member_north_m=np.concatenate([v.north_m for v in villages]),
    )


def _household_columns(world: World, people: populace.People) -> dict[str, list[Any]]:
    houses, side = world.houses, _side(world.lang)
    lon, lat = _degrees(world.spec.origin, houses.east_m, houses.north_m)
    return {
        "household_id": _ids(world.spec.area_code, world.house_village, "-", 4).tolist(),
        "head": people.heads.text(world.lang).tolist(),
        **_place_columns(world, world.house_village, world.house_group),
        "address": _addresses(world).tolist(),
        "people": people.size.tolist(),
        "phone": populace.phone_text(people.household_phone).tolist(),
        "lon": lon.tolist(),
        "lat": lat.tolist(),
        "priority": _look_up(words.PRIORITIES, side, people.priority),
        "residence": _look_up(words.RESIDENCES, side, people.residence),
    }


def _member_columns(
    world: World, people: populace.People, household_ids: Sequence[str]
) -> dict[str, list[Any]]:
    roster, side = world.roster, _side(world.lang)
    lon, lat = _degrees(world.spec.origin, world.member_east_m, world.member_north_m)
    blank = Draw(world.spec.seed, 9).unit(len(lon)) < 0.2
    away = np.where(roster.excluded == settling.AWAY, words.YES[side], np.where(blank, "", words.NO[side]))
    health = np.where(roster.excluded == settling.BEDRIDDEN, 1, 0)
    health = np.where(roster.excluded == settling.LIMITED, 2, health)
    home_ids = np.array(household_ids)[np.maximum(roster.home, 0)]
    columns: dict[str, list[Any]] = {
        "member_id": _ids(world.spec.area_code, roster.village, "-M", 3).tolist(),
        "name": people.members.text(world.lang).tolist(),
        "role": [words.ROLES[role][side] for role in world.roles],
        **_place_columns(world, roster.village, world.member_group),
        "phone": populace.phone_text(people.member_phone).tolist(),
        "birth": people.birth.tolist(),
        "away": away.tolist(),
        "health": _look_up(words.HEALTH, side, health),
        "eligible": np.where(roster.excluded == settling.DECLINED, words.NO[side], "").tolist(),
        "lon": lon.tolist(),
        "lat": lat.tolist(),
        "home_household_id": np.where(people.explicit, home_ids, "").tolist(),
    }
    return columns | _load_columns(world)


def _load_columns(world: World) -> dict[str, list[Any]]:
    """Columns of persons' own loads, where a post has them."""
    own = {post.role: post for post in world.spec.posts if post.target_load is not None}
    if not own:
        return {}
    posts = [own.get(role) for role in world.roles]
    return {
        "target_load": ["" if post is None else post.target_load for post in posts],
        "max_load": ["" if post is None else post.max_load for post in posts],
    }


def _side(lang: Lang) -> int:
    return 0 if lang == "zh" else 1


def _look_up(choices: Sequence[tuple[str, str]], side: int, rows: Ints) -> list[Any]:
    found: list[Any] = np.array([choice[side] for choice in choices])[rows].tolist()
    return found


def _ids(area_code: str, village: Ints, mark: str, digits: int) -> Text:
    """Ids such as 130132-012-0345: area, village, running number within it."""
    first = np.searchsorted(village, village, side="left")
    number = np.arange(len(village)) - first + 1
    lead = np.array([f"{area_code}-{row + 1:03d}{mark}" for row in range(int(village.max()) + 1)])
    tail = np.array([f"{value:0{digits}d}" for value in range(int(number.max()) + 1)])
    return np.strings.add(lead[village], tail[number])


def _place_columns(world: World, village: Ints, group: Ints) -> dict[str, list[Any]]:
    side = _side(world.lang)
    township = np.array([pair[side] for pair in words.TOWNSHIPS])[world.village_township]
    groups = np.array([words.group_name(number, world.lang) for number in range(int(group.max()) + 1)])
    return {
        "township": township[village].tolist(),
        "village": np.array(_village_names(world.spec, side))[village].tolist(),
        "group": groups[group].tolist(),
    }


def _village_names(spec: ScenarioSpec, side: int) -> list[str]:
    """Different invented names; Yuanshi's first village keeps the one that was published."""
    sides, stems, ends = words.SIDES, words.STEMS, words.ENDS
    picked = Draw(spec.seed, 10).order(len(sides) * len(stems) * len(ends))[: spec.size.villages]
    names = []
    for number in picked.tolist():
        rest, end = divmod(number, len(ends))
        where, stem = divmod(rest, len(stems))
        parts = (sides[where][side], stems[stem][side], ends[end][side])
        names.append("".join(parts) + "村" if side == 0 else parts[0] + parts[1].lower() + parts[2])
    if spec.key.startswith("yuanshi"):
        names[0] = words.FIRST_VILLAGE[side]
    return names


def _addresses(world: World) -> Text:
    """Addresses: hamlet if any, street row and number."""
    houses, zh = world.houses, world.lang == "zh"
    villages = range(world.spec.size.villages)
    order = np.stack([_hamlet_names(world.spec.seed, village) for village in villages])
    slot = np.where(houses.settlement == terrain.FARMSTEAD, -1, houses.settlement)
    names = np.array([pair[_side(world.lang)] for pair in words.HAMLETS + words.MORE_HAMLETS])
    hamlet = np.where(slot == terrain.CORE, "", names[order[world.house_village, slot]])
    numbers = range(1 + max(int(houses.street.max()), int(houses.number.max())))
    street = np.array([f"{n}排" if zh else f"Row {n}" for n in numbers])[houses.street]
    number = np.array([f"{n}号" if zh else f" No. {n}" for n in numbers])[houses.number]
    if not zh:
        hamlet = np.where(hamlet == "", "", np.strings.add(hamlet, ", "))
    return np.strings.add(np.strings.add(hamlet, street), number)


def _hamlet_names(seed: int, village: int) -> Ints:
    """Which name each hamlet of a village bears, by its number; the farmstead's is the last."""
    names = Draw(seed, 11, village).order(len(words.HAMLETS))
    more = len(words.HAMLETS) + Draw(seed, 13, village).order(len(words.MORE_HAMLETS))
    return np.concatenate([names[:4], names[5:], more, names[4:5]])


def _degrees(origin: tuple[float, float], east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude (WGS-84, six decimals) of positions around ``origin``.

    Lengths of a degree by the series of the WGS-84 ellipsoid, rounded so that the last bit of a
    machine's cosine cannot reach a cell.
    """
    lat = math.radians(origin[1])
    north_scale = round(111_132.954 - 559.822 * math.cos(2 * lat) + 1.175 * math.cos(4 * lat), 3)
    east_scale = round(111_412.84 * math.cos(lat) - 93.5 * math.cos(3 * lat), 3)
    lon_deg = np.round(origin[0] + east_m / east_scale, _DECIMALS)
    return lon_deg, np.round(origin[1] + north_m / north_scale, _DECIMALS)
