"""How much work each method gets, by the size of the case and the effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neighborgrid.solve.pmedian.regions import Effort

if TYPE_CHECKING:
    from neighborgrid.solve.pmedian.field import Field

# Entries of the near lists that the subgradient method prices in each step.
ENTRIES = 2_000_000


@dataclass(frozen=True)
class Core:
    """A core program: pairs, none for no program, and deterministic time."""

    pairs: int
    work: float


@dataclass(frozen=True)
class Plan:
    """Work: steps of the bound, lists in it, starts, columns of a dive, work in each cycle, and programs."""

    steps: int
    whole_steps: int
    width: int
    active: int
    rounds: int
    starts: int
    dive: int
    cycles: int
    afresh: bool
    kicks: int
    swaps: int
    clusters: int
    early: Core
    late: Core
    core_gap: float
    combine_work: float
    regions: Effort


def make_plan(field: Field, effort: float) -> Plan:
    """Plan for a case."""
    n, size = field.clients, 2.0 * field.clients / field.p
    width = min(n, max(48, 4 * field.cluster if n <= 3000 else 3 * field.cluster))
    active = min(field.sites, max(ENTRIES // width, 4 * field.p))
    pairs = int(1200 * min(1.0, effort**0.5))
    programs = int(effort * max(4, min(4 * field.p - 52, 120))) if size <= 160 and n > 60 else 0
    small = size <= 160
    dive = 12_000 if _divable(n, field.p) and (n > 60 or effort >= 0.5) else 0
    # Fewer pairs than this per client leave the core no choice.
    core = pairs if small and pairs >= 2.5 * n else 0
    return Plan(
        steps=max(40, int(250 * min(2.0, effort**0.5))),
        whole_steps=max(25, int((120 if n < 2000 else 90) * min(2.0, effort**0.5))),
        width=width,
        active=active,
        rounds=3 if active < field.sites else 1,
        starts=1 if n > 1000 and dive else max(2, min(12 if n < 2000 else 4, int(effort * 12))),
        dive=dive,
        cycles=(7 if n <= 60 else 2) if effort >= 0.5 else 2,
        afresh=n <= 150,
        kicks=max(2, int(effort * min(60.0, (4_500 if n <= 60 else 2_400) / n))),
        swaps=int(effort * min(100.0, 12_000 / n)),
        clusters=3000 if size <= 160 else 0,
        early=Core(min(400, core), 0.4 * min(1.0, effort)),
        late=Core(core if effort >= 0.3 else 0, 1.2 * min(1.0, effort)),
        core_gap=0.03,
        combine_work=0.25 * min(1.0, effort),
        regions=Effort(programs, pairs // 2, 70, 0.1),
    )


def _divable(n: int, p: int) -> bool:
    """Whether clusters are so small, and the case too, that linear programs over them are quick."""
    return p >= 4 and n <= 45 * p and n * n <= 20_000 * p
