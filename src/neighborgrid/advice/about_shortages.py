"""Explanations of shortages: who reaches whom, who is full, what would help."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.advice.answers import Overview, Remedied, Shortage, Waiting
from neighborgrid.solve.shortage import cap_remedy, place_of

if TYPE_CHECKING:
    from neighborgrid.advice.scene import Scene
    from neighborgrid.solve.shortage import Bottleneck

KINDS: Final = ("freed", "cap", "room", "both", "new_member", "limit", "neighbour", "excluded")
"""Order of remedies: limits first, then people; last those who do not serve, mostly with good reason."""
ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}


def shortage_answer(scene: Scene, found: Bottleneck, *, remedies: bool = True) -> Shortage:
    """Bottleneck with its people; with all its remedies, or with the one of the workbook alone."""
    township, village = place_of(scene.problem, found.waiting)
    ids = scene.problem.households["household_id"].to_numpy()
    return Shortage(
        shortage_id=found.shortage_id,
        township=township,
        village=village,
        households=len(found.households),
        members=len(found.people),
        capacity=found.capacity,
        short=found.short,
        waiting=tuple(str(one) for one in ids[found.waiting]),
        people=tuple(scene.person(int(row)) for row in found.people),
        remedies=_all_remedies(scene, found) if remedies else (_workbook_remedy(found),),
    )


def _workbook_remedy(found: Bottleneck) -> Remedied:
    remedy = cap_remedy(found)
    return Remedied(remedy.kind, remedy.value, remedy.fixes, None, "", "", remedy.room)


def _all_remedies(scene: Scene, found: Bottleneck) -> tuple[Remedied, ...]:
    from neighborgrid.advice.remedies import remedies

    homes = scene.problem.households
    return tuple(
        Remedied(
            kind=one.kind,
            value=one.value,
            fixes=one.fixes,
            person=None if one.person < 0 else scene.person(one.person),
            household_id="" if one.household < 0 else scene.household_id(one.household),
            group="" if one.household < 0 else str(homes["group"].iat[one.household]),
            room=one.room,
        )
        for one in sorted(remedies(scene.problem, scene.solution, found), key=lambda one: ORDER[one.kind])
    )


def overview(scene: Scene) -> Overview:
    """All shortages of a plan, and the waiting households by reason in the order of the closed list."""
    from neighborgrid.model import UNSERVED_REASONS

    why, problem = scene.linked.why, scene.problem
    ids = problem.households["household_id"].to_numpy()
    count: Counter[str] = Counter(why.reason.tolist())
    example: dict[str, str] = {}
    for row, reason in zip(why.rows.tolist(), why.reason.tolist(), strict=True):
        example.setdefault(reason, str(ids[row]))
    aside = problem.set_aside
    if len(aside):
        count["row_error"] = len(aside)
        named = [one for one in aside["household_id"] if one]
        example["row_error"] = named[0] if named else ""
    order = (*UNSERVED_REASONS, "")
    vacant = int(np.count_nonzero(problem.households["residence"] == "vacant"))
    return Overview(
        rows=len(problem.households) - vacant + len(aside),
        shortages=tuple(shortage_answer(scene, one, remedies=False) for one in scene.bottlenecks),
        waiting=tuple(Waiting(one, count[one], example[one]) for one in order if count[one]),
        limit_m=problem.rules.limit_m,
    )
