"""Rules on what each member carries; own homes weigh nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.tables import EPSILON, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.findings import Finding


def ng315_load_at_most(facts: Facts) -> Iterator[Finding]:
    """Nobody serves more than their greatest load."""
    for row in np.flatnonzero(facts.load > facts.cap + EPSILON):
        yield facts.finding(
            "NG315",
            "members",
            int(row),
            "load",
            id=facts.person_id[row],
            load=f"{facts.load[row]:g}",
            cap=f"{facts.cap[row]:g}",
        )


def ng316_load_at_least(facts: Facts) -> Iterator[Finding]:
    """Nobody serves less than their least load, a soft rule."""
    least = numbers(facts.plan.members, "min_load")
    for row in np.flatnonzero(facts.load < least - EPSILON):
        yield facts.finding(
            "NG316",
            "members",
            int(row),
            "load",
            id=facts.person_id[row],
            load=f"{facts.load[row]:g}",
            least=f"{least[row]:g}",
        )
