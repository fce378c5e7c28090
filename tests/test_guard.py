"""The guard over frames: what it must find, and when it must keep silent."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from pyproj import Geod

from guarded import ABROAD, PLACES, aside, seen, spots, village
from neighborgrid.places import guard
from neighborgrid.places.frames import FRAMES, convert

RELATIONS = tuple(permutations(FRAMES, 2))
ALIKE = ("wgs84", "wgs84")
NO_HOMES = np.full(10_000, -1)


def look(homes, people, home=None, *, common="wgs84", declared=ALIKE):
    rows = NO_HOMES[: len(people.lon)] if home is None else np.asarray(home)
    return guard.look(homes, people, rows, common=common, declared=declared)


def neighbours(drawn, relation, noise_m=0.0):
    draw = np.random.default_rng(3)
    people = aside(drawn.people, *draw.normal(0, noise_m, (2, len(drawn.home)))) if noise_m else drawn.people
    return look(spots(seen(drawn.homes, relation[0])), spots(seen(people, relation[1])))


@pytest.mark.parametrize("origin", PLACES, ids=str)
def test_a_hundred_villages_are_found(origin) -> None:
    # The issue asks for 99 of 100 villages of 50 households or more; every one has another relation in turn.
    wanted = [RELATIONS[seed % 6] for seed in range(100)]
    found = [neighbours(village(seed, origin), pair) for seed, pair in enumerate(wanted)]
    said = [
        one is not None and (one.households, one.members) == pair
        for one, pair in zip(found, wanted, strict=True)
    ]
    assert sum(said) >= 99
    assert all(one is None or isinstance(one, guard.Shift) for one in found)


@pytest.mark.parametrize("noise_m", [0.0, 8.0, 40.0])
@pytest.mark.parametrize("origin", PLACES, ids=str)
def test_no_false_alarm_in_a_hundred_villages(origin, noise_m) -> None:
    alarms = [neighbours(village(seed, origin), ALIKE, noise_m) for seed in range(200, 300)]
    assert alarms == [None] * 100


@pytest.mark.parametrize("relation", RELATIONS, ids="-".join)
def test_measured_metres_are_those_of_the_shift(relation) -> None:
    drawn = village(2, PLACES[0], 300)
    found = neighbours(drawn, relation)
    ends = [seen((np.array([114.5]), np.array([37.76])), frame) for frame in relation]
    metres = Geod(ellps="WGS84").inv(*ends[0], *ends[1])[2][0]
    assert found.metres == pytest.approx(metres, rel=0.02)


def test_measured_with_the_accuracy_of_phones() -> None:
    # Houses stand 12 to 25 m apart. Members of some villages all live in the old centre, which with such
    # positions may be chance: of these the guard says nothing.
    found = [
        neighbours(village(seed, PLACES[0]), ("gcj02", "wgs84"), noise_m=6.0) for seed in range(300, 350)
    ]
    assert sum(one is not None for one in found) >= 40
    assert {(one.households, one.members) for one in found if one is not None} == {("gcj02", "wgs84")}


# --- silence -------------------------------------------------------------------------------------------


def test_members_of_one_hamlet() -> None:
    for seed in range(400, 440):
        drawn = village(seed, PLACES[0])
        near = (
            np.hypot(*(np.subtract(drawn.people, np.reshape([p[0] for p in drawn.people], (2, 1))))) < 0.001
        )
        people = tuple(np.resize(axis[near], 12) for axis in drawn.people)
        assert (
            look(
                spots(drawn.homes), spots(aside(people, *np.random.default_rng(seed).normal(0, 15, (2, 12))))
            )
            is None
        )


def test_members_who_live_elsewhere() -> None:
    draw = np.random.default_rng(9)
    alarms = 0
    for seed in range(500, 600):
        drawn = village(seed, PLACES[seed % 3])
        turn, far_m, size = draw.uniform(0, 2 * np.pi), draw.uniform(200, 2000), int(draw.integers(5, 40))
        east, north = draw.normal(0, draw.choice([30, 100, 200]), (2, size))
        office = tuple(np.full(size, np.median(axis)) for axis in drawn.homes)
        people = aside(office, east + far_m * np.cos(turn), north + far_m * np.sin(turn))
        alarms += look(spots(drawn.homes), spots(people)) is not None
    # A cluster may by chance lie where one of the six shifts would carry the village.
    assert alarms <= 1


def test_positions_rounded_to_a_hundred_metres() -> None:
    for seed in range(600, 640):
        drawn = village(seed, PLACES[1])
        assert look(spots(drawn.homes), spots(tuple(np.round(axis, 3) for axis in drawn.people))) is None


@pytest.mark.parametrize(
    ("households", "members"),
    [(10, 6), (300, 4), (0, 6), (300, 0)],
    ids=["few homes", "few", "none", "nobody"],
)
def test_too_few_to_tell(households, members) -> None:
    drawn = village(1, PLACES[0], 300)
    homes = tuple(axis[:households] for axis in seen(drawn.homes, "gcj02"))
    people = tuple(axis[:members] for axis in drawn.people)
    assert look(spots(homes), spots(people)) is None


def test_everybody_at_the_office() -> None:
    drawn = village(1, PLACES[0], 300)
    people = tuple(np.full(30, np.median(axis)) for axis in seen(drawn.people, "gcj02"))
    assert look(spots(drawn.homes), spots(people)) is None


def test_outside_china_there_is_no_shift() -> None:
    drawn = village(1, ABROAD, 300)
    assert neighbours(drawn, ("gcj02", "wgs84")) is None
    moved = aside(drawn.people, 500, 100)
    assert look(spots(drawn.homes), spots(moved), drawn.home) is None


# --- own homes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", RELATIONS, ids="-".join)
def test_own_homes_give_the_shift(relation) -> None:
    drawn = village(7, PLACES[0], 200)
    noise = np.random.default_rng(1).normal(0, 10, (2, len(drawn.home)))
    found = look(
        spots(seen(drawn.homes, relation[0])),
        spots(seen(aside(drawn.people, *noise), relation[1])),
        drawn.home,
    )
    assert (found.households, found.members) == relation
    assert found.pairs == np.sum(drawn.home >= 0)


def test_five_pairs_in_a_village_of_six_houses() -> None:
    drawn = village(7, PLACES[0], 200)
    own = drawn.home[drawn.home >= 0][:5]
    homes = tuple(axis[own] for axis in drawn.homes)
    found = look(spots(seen(homes, "gcj02")), spots(homes), np.arange(5))
    assert (found.households, found.members, found.pairs) == ("gcj02", "wgs84", 5)
    assert (
        look(
            spots(tuple(a[:4] for a in seen(homes, "gcj02"))),
            spots(tuple(a[:4] for a in homes)),
            np.arange(4),
        )
        is None
    )


def test_members_who_moved_do_not_count() -> None:
    drawn = village(8, PLACES[0], 400)
    east, north = np.random.default_rng(2).uniform(-1500, 1500, (2, len(drawn.home)))
    moved = np.arange(len(drawn.home)) % 3 == 0
    people = aside(drawn.people, np.where(moved, east, 0), np.where(moved, north, 0))
    assert look(spots(drawn.homes), spots(people), drawn.home) is None
    found = look(spots(seen(drawn.homes, "bd09")), spots(people), drawn.home)
    assert (found.households, found.members) == ("bd09", "wgs84")


# --- what was declared ---------------------------------------------------------------------------------


def test_declared_frames_that_are_right_are_left_alone() -> None:
    drawn = village(3, PLACES[0], 300)
    homes = seen(drawn.homes, "gcj02")
    people = convert(lon=drawn.people[0], lat=drawn.people[1], source="wgs84", target="gcj02")
    for home in (None, drawn.home):
        assert look(spots(homes), spots(people), home, common="gcj02", declared=("gcj02", "wgs84")) is None


@pytest.mark.parametrize("with_homes", [False, True])
@pytest.mark.parametrize(
    ("declared", "truth", "said"),
    [
        (("gcj02", "wgs84"), ("gcj02", "gcj02"), ("gcj02", "gcj02")),
        (("gcj02", "wgs84"), ("wgs84", "gcj02"), ("wgs84", "gcj02")),
        (("bd09", "wgs84"), ("gcj02", "wgs84"), ("gcj02", "wgs84")),
        (("wgs84", "gcj02"), ("wgs84", "bd09"), ("wgs84", "bd09")),
    ],
    ids=str,
)
def test_wrongly_declared_frames(declared, truth, said, with_homes) -> None:
    drawn = village(4, PLACES[0], 300)
    common = max(declared, key=FRAMES.index)
    raw = seen(drawn.homes, truth[0]), seen(drawn.people, truth[1])
    homes, people = (
        convert(lon=one[0], lat=one[1], source=frame, target=common)
        for one, frame in zip(raw, declared, strict=True)
    )
    found = look(
        spots(homes), spots(people), drawn.home if with_homes else None, common=common, declared=declared
    )
    assert (found.households, found.members) == said


# --- mixed ---------------------------------------------------------------------------------------------


def mixed(rows, sheet, frame, seed=5):
    """Village in which ``rows`` of one sheet come from a map of ``frame``, the rest from GPS."""
    drawn = village(seed, PLACES[0], 400)
    homes, people = drawn.homes, drawn.people
    if sheet == "households":
        mask = rows(len(homes[0]))
        homes = tuple(
            np.where(mask, other, one) for one, other in zip(homes, seen(homes, frame), strict=True)
        )
    else:
        mask = rows(len(people[0]))
        people = tuple(
            np.where(mask, other, one) for one, other in zip(people, seen(people, frame), strict=True)
        )
    return drawn, homes, people, mask


def a_third(size):
    return np.arange(size) % 3 == 0


@pytest.mark.parametrize("sheet", ["households", "members"])
def test_rows_of_one_sheet_mixed_and_told_by_their_source(sheet) -> None:
    drawn, homes, people, mask = mixed(a_third, sheet, "gcj02")
    labels = {"tab": np.zeros(len(mask), int), "source": mask.astype(int)}
    one = spots(homes, **(labels if sheet == "households" else {}))
    other = spots(people, **(labels if sheet == "members" else {}))
    found = look(one, other, drawn.home)
    assert (found.sheet, found.label, found.groups) == (sheet, "source", (1,))
    assert (found.frame, found.other) == ("gcj02", "wgs84")
    assert found.rows.tolist() == np.flatnonzero(mask).tolist()


def test_gps_among_members_of_sheets_from_a_web_map() -> None:
    # Nothing was declared; that most of both sheets is alike shows, but not what it is: the rows apart tell.
    drawn = village(5, PLACES[0], 400)
    mask = a_third(len(drawn.home))
    people = tuple(
        np.where(mask, *both) for both in zip(drawn.people, seen(drawn.people, "gcj02"), strict=True)
    )
    found = look(spots(seen(drawn.homes, "gcj02")), spots(people), drawn.home)
    assert (found.sheet, found.frame, found.other) == ("members", "wgs84", "gcj02")
    assert set(found.rows.tolist()) <= set(np.flatnonzero(mask).tolist())


def test_rows_mixed_that_nothing_tells_apart() -> None:
    drawn, homes, people, _ = mixed(a_third, "members", "bd09")
    found = look(spots(homes), spots(people), drawn.home)
    assert (found.label, found.frame, found.other) == ("", "bd09", "wgs84")


def test_most_of_a_sheet_in_another_frame() -> None:
    drawn, homes, people, _ = mixed(lambda size: ~a_third(size), "households", "gcj02")
    tab = (~a_third(len(homes[0]))).astype(int)
    found = look(spots(homes, tab=tab), spots(people), drawn.home)
    # What stands apart are the fewer rows; members and these are alike.
    assert (found.sheet, found.label, found.groups) == ("households", "tab", (0,))
    assert (found.frame, found.other) == ("wgs84", "gcj02")


@pytest.mark.parametrize("with_homes", [False, True])
def test_one_village_of_twelve_in_another_frame(with_homes) -> None:
    drawn = [village(700 + n, (114.5 + n * 0.03, 37.76), 200) for n in range(12)]
    homes = [one.homes for one in drawn]
    people = [seen(one.people, "gcj02") if n == 4 else one.people for n, one in enumerate(drawn)]
    codes = [np.repeat(np.arange(12), [len(one[0]) for one in sheet]) for sheet in (homes, people)]
    offsets = np.cumsum([0, *(len(one[0]) for one in homes)])
    home = np.concatenate(
        [np.where(one.home >= 0, one.home + o, -1) for one, o in zip(drawn, offsets, strict=False)]
    )
    found = look(
        spots(np.concatenate(homes, axis=1), codes[0]),
        spots(np.concatenate(people, axis=1), codes[1]),
        home if with_homes else None,
    )
    assert (found.label, found.groups, found.frame, found.other) == ("village", (4,), "gcj02", "wgs84")
    assert found.rows.tolist() == np.flatnonzero(codes[1] == 4).tolist()
