"""Pairs of households and members who may take them; components in which households weigh differently.

No price is claimed in such a component.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.audit.tables import EPSILON

if TYPE_CHECKING:
    from neighborgrid.audit.admissible import Admissible, Pairs
    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Mask, Rows


def whole_caps(facts: Facts) -> Rows:
    """Greatest load of each row of Members, whole."""
    return np.floor(facts.cap + EPSILON).astype(np.int64)


def bearable_pairs(admissible: Admissible, rows: Rows, *, sure_ways: bool = True) -> Pairs:
    """Admissible pairs of the households ``rows``, those too heavy for the member left out."""
    facts = admissible.facts
    pairs = admissible.pairs_of(rows, sure_ways=sure_ways)
    return pairs.take(facts.work[pairs.household] <= whole_caps(facts)[pairs.member])


def linkable_pairs(admissible: Admissible, *, sure_ways: bool = True) -> Pairs:
    """Bearable pairs of all households that are to be linked, own homes apart."""
    to_link = np.flatnonzero(~admissible.facts.vacant & ~admissible.may_be_own)
    return bearable_pairs(admissible, to_link, sure_ways=sure_ways)


def in_unequal_parts(facts: Facts, pairs: Pairs) -> Mask:
    """Whether each household is in a component in which some household weighs neither 0 nor 1.

    Households of load 0 join nothing; circles that may get full join their members.
    """
    work = facts.work
    none = np.zeros(len(work), dtype=bool)
    weighing = work[pairs.household] > 0
    household, member = pairs.household[weighing], pairs.member[weighing]
    odd = none.copy()
    odd[household] = work[household] != 1
    if not odd.any():
        return none
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    homes, members = len(work), facts.members
    joint, circle = _joined(facts, member)
    tail = np.concatenate([household, homes + joint])
    head = np.concatenate([homes + member, homes + members + circle])
    size = homes + members + len(facts.circles.ids)
    graph = coo_matrix((np.ones(len(tail), np.int8), (tail, head)), (size, size))
    _, label = connected_components(graph, directed=False)
    touched = none.copy()
    touched[household] = True
    return np.asarray(touched & np.isin(label[:homes], label[:homes][odd]))


def _joined(facts: Facts, member: Rows) -> tuple[Rows, Rows]:
    """Members of circles that may get full, and their circles."""
    circles = facts.circles
    if not circles.on:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    degree = np.bincount(member, minlength=facts.members)
    # A load below one lets a member serve more households than the cap says, never more than there are.
    most = degree if (facts.work[facts.work > 0] != 1).any() else np.minimum(whole_caps(facts), degree)
    rows = np.flatnonzero(circles.team >= 0)
    wanted = np.bincount(circles.team[rows], weights=most[rows], minlength=len(circles.ids))
    rows = rows[wanted[circles.team[rows]] > circles.rule.max_households]
    return rows, circles.team[rows]
