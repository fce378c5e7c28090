"""Circles against the linked model of circles and households, solved as one program by HiGHS."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from generated import balanced
from neighborgrid.solve.plan import assign
from support import east_m, north_m
from test_circles_village import errors, soft

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from linked_mip import TIERS, LinkedModel

CAP = 12


def hamlets(seed: int, **values):
    """40 to 60 households and 8 to 10 members in hamlets over some 1.5 km; every member may have 12."""
    rng = np.random.default_rng(seed)
    size, people = int(rng.integers(40, 61)), int(rng.integers(8, 11))
    centre = rng.uniform(-650, 650, (3, 2))

    def spots(count: int) -> np.ndarray:
        return centre[rng.integers(0, 3, count)] + rng.normal(0, 170, (count, 2))

    home, door = spots(size), spots(people)
    roles = rng.choice(["cadre", "group_leader", "member"], people, p=[0.25, 0.35, 0.4])
    return balanced(
        {"lon": east_m(home[:, 0]), "lat": north_m(home[:, 1])},
        {
            "lon": east_m(door[:, 0]),
            "lat": north_m(door[:, 1]),
            "role": roles.astype(object),
            "max_load": [float(CAP)] * people,
        },
        rules=soft(circles__worth_households=1_000_000, circles__team_min=2, **values),
    )


FULL = frozenset({0, 1, 2, 3, 7})
"""Villages for which HiGHS solves all tiers in about a second."""


@pytest.mark.parametrize("seed", range(8))
def test_tiers_are_those_of_the_linked_model(seed: int) -> None:
    """With a circle worth any number of households the order of tiers is that of ``TIERS``."""
    problem = hamlets(seed)
    plan = assign(problem)
    assert errors(plan, problem) == []
    asked = TIERS if seed in FULL else TIERS[: TIERS.index("circles") + 1]
    tiers = LinkedModel(problem, np.full(len(problem.people), CAP)).solve(60.0, asked)
    assert tuple(tiers) == asked
    assert all(tier.proved for tier in tiers.values())
    summary, value = plan.summary, {name: tier.value for name, tier in tiers.items()}
    assert summary["served"] == round(-value["served"])
    assert summary["team_shortfall"] == round(value["shortfall"])
    assert summary["circles"] == round(value["circles"])
    assert summary["circles_bound"] <= summary["circles"]
    if seed in FULL:
        assert summary["outside_circle"] == round(value["outside"])
        assert summary["stand_ins"] == round(value["stand_ins"])
        # The summary rounds the mean to 0.1 m.
        assert summary["circle_member_m"] == pytest.approx(value["metres"] / len(problem.people), abs=0.06)


@pytest.mark.xfail(
    strict=True, reason="five strict circles where four serve as many: membership is heuristic"
)
def test_strict_and_full_circles_are_as_few_as_in_the_linked_model() -> None:
    """HiGHS proves that four circles serve the same 55 households with no team short."""
    summary = assign(hamlets(362_851, circles__mode="strict", circles__max_households=20)).summary
    assert summary["served"] == 55
    assert summary["team_shortfall"] == 0
    assert summary["circles"] == 4
