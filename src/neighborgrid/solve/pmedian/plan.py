"""How much work each method gets, by the size of the case and the effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neighborgrid.solve.pmedian.regions import Effort

if TYPE_CHECKING:
    from neighborgrid.solve.pmedian.field import Field

# Entries of the near lists that the subgradient method prices in each step.
ENTRIES = 1_500_000


@dataclass(frozen=True)
class Plan:
    """Work: steps of the bound, sites and list length in it, starts, kicks and swaps in each cycle, and programs."""

    steps: int
    whole_steps: int
    width: int
    active: int
    rounds: int
    starts: int
    cycles: int
    kicks: int
    swaps: int
    clusters: int
    cores: tuple[int, ...]
    core_gap: float
    nodes: int
    regions: Effort


def make_plan(field: Field, effort: float) -> Plan:
    """Plan for a case."""
    n, size = field.clients, 2.0 * field.clients / field.p
    width = min(n, max(48, 4 * field.cluster if n <= 3000 else 3 * field.cluster))
    active = min(field.sites, max(ENTRIES // width, 4 * field.p))
    pairs = int(1200 * min(1.0, effort**0.5))
    programs = int(effort * max(30, min(4 * field.p, 150))) if size <= 160 else 0
    return Plan(
        steps=max(40, int(250 * min(2.0, effort**0.5))),
        whole_steps=max(25, int(120 * min(2.0, effort**0.5))),
        width=width,
        active=active,
        rounds=3 if active < field.sites else 1,
        starts=max(2, min(12, int(effort * 12))),
        cycles=4 if effort >= 0.5 else 2,
        kicks=max(2, int(effort * min(60.0, 6_000 / n))),
        swaps=int(effort * min(100.0, 20_000 / n)),
        clusters=3000 if size <= 160 else 0,
        cores=(pairs,) if size <= 160 and effort >= 0.3 else (),
        core_gap=0.03,
        nodes=5,
        regions=Effort(programs, pairs // 2, 70, 5),
    )
