"""Tabs and sources of one sheet against each other: what is found without own homes, and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from guarded import PLACES, aside, seen, spots, village
from neighborgrid.places import guard, guard_groups

ALIKE = ("wgs84", "wgs84")


def look(homes, people):
    """Word of both parts of the guard on sheets in which nothing was declared and nobody's home is known."""
    nobody = np.full(len(people.lon), -1)
    found = guard.look(homes, people, nobody, common="wgs84", declared=ALIKE)
    return found if found is not None else guard_groups.look(homes, people, common="wgs84", declared=ALIKE)


def halves(drawn):
    """Which households and members stand in the eastern half of the village."""
    middle = np.median(drawn.homes[0])
    return (drawn.homes[0] > middle).astype(int), (drawn.people[0] > middle).astype(int)


def partly(at, mask, frame):
    return tuple(np.where(mask == 1, *both) for both in zip(seen(at, frame), at, strict=True))


@pytest.mark.parametrize("frame", ["gcj02", "bd09"])
@pytest.mark.parametrize("origin", PLACES, ids=str)
def test_a_tab_of_households_from_another_map(origin, frame) -> None:
    said = []
    for seed in range(800, 830):
        drawn = village(seed, origin, 500)
        east, _ = halves(drawn)
        found = look(spots(partly(drawn.homes, east, frame), tab=east), spots(drawn.people))
        if found is not None:
            said.append((found.sheet, found.label, found.groups, found.frame, found.other))
    # Members of the half that is gone may still find houses of the other half near them.
    assert len(said) >= 20
    assert set(said) == {("households", "tab", (1,), frame, "wgs84")}


@pytest.mark.parametrize("origin", PLACES, ids=str)
def test_a_source_of_members_from_another_map(origin) -> None:
    said = []
    for seed in range(830, 860):
        drawn = village(seed, origin, 400)
        third = (np.arange(len(drawn.home)) % 3 == 0).astype(int)
        found = look(spots(drawn.homes), spots(partly(drawn.people, third, "gcj02"), source=third))
        if found is not None:
            said.append((found.sheet, found.label, found.groups, found.frame, found.other))
    assert len(said) >= 20
    assert set(said) == {("members", "source", (1,), "gcj02", "wgs84")}


@pytest.mark.parametrize("noise_m", [0.0, 8.0, 40.0])
@pytest.mark.parametrize("origin", PLACES, ids=str)
def test_no_false_alarm_whatever_the_labels(origin, noise_m) -> None:
    draw = np.random.default_rng(4)
    alarms = []
    for seed in range(200, 300):
        drawn = village(seed, origin)
        people = aside(drawn.people, *draw.normal(0, noise_m, (2, len(drawn.home))))
        for labels in (
            halves(drawn),
            (draw.integers(0, 3, len(drawn.homes[0])), draw.integers(0, 3, len(people[0]))),
        ):
            alarms.append(look(spots(drawn.homes, tab=labels[0]), spots(people, source=labels[1])))
    assert alarms == [None] * 200


def test_members_of_one_source_who_live_elsewhere() -> None:
    draw = np.random.default_rng(6)
    alarms = 0
    for seed in range(500, 600):
        drawn = village(seed, PLACES[seed % 3])
        away = np.arange(len(drawn.home)) % 2
        turn, far_m, wide_m = draw.uniform(0, 2 * np.pi), draw.uniform(200, 2000), draw.choice([30, 100, 200])
        spread = draw.normal(0, wide_m, (2, len(away)))
        office = tuple(np.full(len(away), np.median(axis)) for axis in drawn.homes)
        moved = aside(office, spread[0] + far_m * np.cos(turn), spread[1] + far_m * np.sin(turn))
        people = tuple(np.where(away == 1, *both) for both in zip(moved, drawn.people, strict=True))
        east, _ = halves(drawn)
        alarms += look(spots(drawn.homes, tab=east), spots(people, source=away)) is not None
        alarms += look(spots(drawn.homes, tab=east), spots(people)) is not None
    # A cluster may by chance lie where one of the six shifts would carry the village.
    assert alarms <= 1


def test_one_group_alone_says_nothing() -> None:
    drawn = village(1, PLACES[0], 300)
    assert guard_groups.look(spots(drawn.homes), spots(drawn.people), common="wgs84", declared=ALIKE) is None
    nowhere = spots((np.full(3, np.nan), np.full(3, np.nan)))
    assert guard_groups.look(nowhere, spots(drawn.people), common="wgs84", declared=ALIKE) is None
