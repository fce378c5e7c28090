"""Histograms of loads and distances, and the folding of lines."""

from __future__ import annotations

import numpy as np
import pytest

from neighborgrid.cli.charts import columns_of, folded
from neighborgrid.cli.histogram import Bin, distance_bins, fitting, load_bins, to_json
from summaries import amounts


class TestBins:
    def test_loads_one_by_one_and_who_is_full(self) -> None:
        assert load_bins(amounts([7, 12, 9, 9])) == (
            Bin(7, 8, 1), Bin(8, 9, 0), Bin(9, 10, 2), Bin(10, 11, 0), Bin(11, 12, 0), Bin(12, 13, 1, 1),
        )  # fmt: skip

    def test_least_is_most(self) -> None:
        assert load_bins(amounts([10] * 9)) == (Bin(10, 11, 9),)

    def test_nobody_carries_anybody(self) -> None:
        # All households are away, or own homes; a member whose cap is 0 is not said to be full.
        assert load_bins(amounts([0, 0])) == (Bin(0, 1, 2),)
        assert load_bins(amounts([0, 0], cap=0)) == (Bin(0, 1, 2),)
        assert load_bins(amounts()) == ()

    def test_wide_loads_share_bins(self) -> None:
        # 4 to 20 is seventeen bars of one; of two they are nine.
        bins = load_bins(amounts([4, 5, 20], cap=20))
        assert [one.lower for one in bins] == list(range(4, 21, 2))
        assert [one.count for one in bins] == [2, 0, 0, 0, 0, 0, 0, 0, 1]
        assert bins[-1].full == 1

    def test_fractions(self) -> None:
        # 0.1 + 0.2 and 2.9999999999 are 0.3 and 3.
        assert load_bins(amounts([0.1 + 0.2, 2.9999999999, 1.5])) == (
            Bin(0, 1, 1), Bin(1, 2, 1), Bin(2, 3, 0), Bin(3, 4, 1),
        )  # fmt: skip

    def test_metres_up_to_the_limit_inclusive(self) -> None:
        bins = distance_bins(amounts(distance_m=[0, 49.9, 50, 499, 500]))
        assert [(one.lower, one.upper) for one in bins] == [(at, at + 50) for at in range(0, 500, 50)]
        assert [one.count for one in bins] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]

    def test_empty_tail_is_one_bin(self) -> None:
        bins = distance_bins(amounts(distance_m=[130, 210]))
        assert [(one.lower, one.upper, one.count) for one in bins[-2:]] == [(200, 250, 1), (250, 500, 0)]

    def test_all_live_near(self) -> None:
        # Within a quarter of the limit, bins of 50 m would say nothing.
        bins = distance_bins(amounts(distance_m=[3, 11, 12, 39]))
        assert [(one.lower, one.upper, one.count) for one in bins] == [
            (0, 5, 1), (5, 10, 0), (10, 15, 2), (15, 20, 0), (20, 25, 0), (25, 30, 0), (30, 35, 0),
            (35, 40, 1), (40, 500, 0),
        ]  # fmt: skip

    @pytest.mark.parametrize("limit", [1, 8, 30, 120, 437.5, 500, 600, 2000, 100_000])
    @pytest.mark.parametrize("share", [0, 0.001, 0.2, 0.25, 0.251, 0.999, 1])
    def test_every_household_has_its_bin(self, limit: float, share: float) -> None:
        rng = np.random.default_rng(5)
        metres = np.append(rng.uniform(0, limit * share, 400), limit * share).tolist()
        bins = distance_bins(amounts(distance_m=metres, limit_m=limit))
        assert sum(one.count for one in bins) == 401
        assert [one.upper for one in bins[:-1]] == [one.lower for one in bins[1:]]
        assert (bins[0].lower, bins[-1].upper) == (0, limit)
        assert 1 <= len(bins) <= 12
        assert all(one.upper is not None and one.upper > one.lower for one in bins)

    def test_beyond_the_limit_and_not_measured(self) -> None:
        found = amounts(distance_m=[10, 500.04, 500.06, 900, float("nan")])
        bins = distance_bins(found)
        # 500.04 is 500.0 as the workbook states it, 500.06 is 500.1.
        assert bins[-1] == Bin(500, None, 2)
        assert sum(one.count for one in bins) == 4
        assert found.unmeasured == 1
        assert distance_bins(amounts(distance_m=[float("nan")])) == ()

    def test_fewer_lines_take_coarser_bins(self) -> None:
        found = amounts(distance_m=[0, 250, 500])
        made = {rows: fitting(lambda most: distance_bins(found, most), 10, rows) for rows in (10, 7, 5, 1)}
        # Of 50, 100, 100 m; three of 200 m are the coarsest that are drawn.
        assert {rows: len(bins) for rows, bins in made.items()} == {10: 10, 7: 5, 5: 5, 1: 3}

    def test_json(self) -> None:
        told = to_json(amounts([7, 8], [40, 600], limit_m=50))
        assert list(told) == ["loads", "distances_m"]
        assert told["loads"] == [
            {"lower": 7, "upper": 8, "count": 1},
            {"lower": 8, "upper": 9, "count": 1},
        ]
        assert told["distances_m"][-1] == {"lower": 50, "upper": None, "count": 1}


class TestFolded:
    def test_short_lines_stay(self) -> None:
        assert folded("已落实 969 户。", 20) == ["已落实 969 户。"]

    @pytest.mark.parametrize("width", [12, 20, 37])
    def test_nothing_is_lost_and_no_line_begins_with_a_stop(self, width: int) -> None:
        line = "待落实 12 户：500 米内没有党员 7，附近党员已联满 5。见“待落实”，Reasons: sheet (all)."
        lines = folded(line, width)
        assert max(map(columns_of, lines)) <= width
        assert "".join(part.strip() for part in lines).replace(" ", "") == line.replace(" ", "")
        assert all(part.startswith("  ") for part in lines[1:])
        assert not any(part.lstrip()[0] in "，。；：、）”" for part in lines)
