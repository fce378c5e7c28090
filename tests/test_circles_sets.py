"""Sets of sites that reach every member, and the fewest of them, against every combination there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborgrid.solve.circles import enumerate as listing
from neighborgrid.solve.circles.cover import least_cover
from neighborgrid.solve.circles.enumerate import TooManySetsError, covering_sets, pack


def all_covers(reach: np.ndarray, count: int, forced: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Covering sets by trying each combination, ascending."""
    return [
        chosen
        for chosen in itertools.combinations(range(reach.shape[1]), count)
        if set(forced) <= set(chosen) and reach[:, list(chosen)].any(axis=1).all()
    ]


def listed(reach: np.ndarray, count: int, forced: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    found = covering_sets(reach, count, np.array(forced, np.int64))
    assert found.shape == (len(found), count)
    return [tuple(row) for row in found.tolist()]


@st.composite
def cases(draw):
    members, sites = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    share = draw(st.sampled_from([0.15, 0.4, 0.8]))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    reach = rng.random((members, sites)) < share
    forced = tuple(np.flatnonzero(rng.random(sites) < draw(st.sampled_from([0.0, 0.0, 0.3]))).tolist())
    return reach, draw(st.integers(1, sites)), forced


@settings(max_examples=150)
@given(cases())
def test_all_covering_sets_and_no_others(case) -> None:
    reach, count, forced = case
    assert listed(reach, count, forced) == all_covers(reach, count, forced)


@pytest.mark.parametrize("sites", [1, 2, 63, 64, 65, 70])
@pytest.mark.parametrize("members", [1, 63, 64, 65, 70, 129])
def test_covering_sets_at_the_edges_of_words(members: int, sites: int) -> None:
    rng = np.random.default_rng(members * 100 + sites)
    reach = rng.random((members, sites)) < 0.9
    # The last member decides, so that a bit lost at the edge of a word would show.
    reach[-1] = False
    reach[-1, sites // 2] = True
    for count in (1, 2):
        if count <= sites:
            assert listed(reach, count) == all_covers(reach, count)
    reach[0] = False
    reach[0, -1] = True
    if sites > 1:
        assert listed(reach, 2) == all_covers(reach, 2)


@pytest.mark.parametrize("sites", [3, 64, 70])
def test_sets_larger_than_a_cover_are_filled_with_any_site(sites: int) -> None:
    reach = np.zeros((2, sites), bool)
    reach[:, 0] = True
    found = listed(reach, 3)
    assert found == [(0, *rest) for rest in itertools.combinations(range(1, sites), 2)]


def test_more_forced_sites_than_asked_for_have_no_set() -> None:
    assert listed(np.ones((2, 3), bool), 1, (0, 1)) == []
    assert listed(np.ones((2, 3), bool), 2, (0, 1)) == [(0, 1)]


def test_member_whom_nothing_reaches_has_no_set() -> None:
    assert listed(np.array([[True, True], [False, False]]), 2) == []


def test_listing_is_given_up_where_it_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_SETS", 10)
    with pytest.raises(TooManySetsError):
        listed(np.ones((1, 12), bool), 2)


@pytest.mark.parametrize("columns", [1, 63, 64, 65, 128])
def test_packed_bits_are_the_mask(columns: int) -> None:
    mask = np.random.default_rng(columns).random((5, columns)) < 0.5
    words = pack(mask)
    again = [[bool(int(row[c // 64]) >> (c % 64) & 1) for c in range(columns)] for row in words]
    assert again == mask.tolist()


@settings(max_examples=50)
@given(cases())
def test_least_cover_is_the_least_and_its_bound_true(case) -> None:
    reach, _, forced = case
    # Everybody needs a site.
    reach[~reach.any(axis=1), 0] = True
    least = next(n for n in range(1, reach.shape[1] + 1) if all_covers(reach, n, forced))
    cover = least_cover(reach, np.array(forced, np.int64))
    assert tuple(cover.sites.tolist()) in all_covers(reach, len(cover.sites), forced)
    # Small programs are solved to the end, so both meet.
    assert len(cover.sites) == cover.bound == least


@pytest.mark.parametrize("seed", range(4))
def test_bound_of_a_larger_cover_is_never_above_a_cover(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spots, homes = rng.uniform(0, 3000, (60, 2)), rng.uniform(0, 3000, (60, 2))
    reach = np.hypot(*(homes[:, None] - spots[None]).transpose(2, 0, 1)) <= 700
    reach[~reach.any(axis=1), 0] = True
    cover = least_cover(reach, np.zeros(0, np.int64))
    assert reach[:, cover.sites].any(axis=1).all()
    # Greedy covering is a cover too.
    left, greedy = np.ones(60, bool), 0
    while left.any():
        left &= ~reach[:, reach[left].sum(axis=0).argmax()]
        greedy += 1
    assert cover.bound <= len(cover.sites) <= greedy
