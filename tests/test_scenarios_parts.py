"""Parts of the generator: draws and words."""

from __future__ import annotations

import numpy as np
import pytest

from neighborgrid.scenarios.draws import Draw, split
from neighborgrid.scenarios.vocabulary import GIVEN, HAMLETS, MORE_HAMLETS, SURNAMES, chinese_number


def test_split_sums_to_the_total():
    # 10 * 1/4 = 2.5 each for the light, 5 for the heavy; the first of the equal remainders gets the unit.
    assert split(10, [1, 2, 1]).tolist() == [3, 5, 2]
    assert split(10, [0, 1], least=2).tolist() == [2, 8]


def test_draws_stay_inside_their_bounds():
    draw = Draw(1, 2)
    assert set(draw.whole(3, 6, 1000).tolist()) == {3, 4, 5}
    assert np.abs(draw.bell(2.0, 1000)).max() <= 7.0
    assert sorted(draw.order(50).tolist()) == list(range(50))
    assert 0 not in draw.pick([0, 1, 1, 1], 3)
    assert set(draw.by_share([1, 0, 1], 200).tolist()) == {0, 2}
    east, north = draw.direction()
    assert east * east + north * north == pytest.approx(1)


def test_chinese_numbers():
    numbers = {1: "一", 10: "十", 11: "十一", 20: "二十", 34: "三十四"}
    assert {value: chinese_number(value) for value in numbers} == numbers


def test_vocabulary_is_distinct_in_both_scripts():
    for words in (SURNAMES, GIVEN, HAMLETS + MORE_HAMLETS):
        for side in (0, 1):
            assert len({pair[side] for pair in words}) == len(words)
