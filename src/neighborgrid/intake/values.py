"""Words and phones of whole columns, each unknown word counted once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake import columns, vocabulary
from neighborgrid.intake.cells import map_unique
from neighborgrid.intake.phones import phone_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack
    from neighborgrid.intake.tabs import Tab

    Texts = NDArray[np.object_]


def phones(stack: Stack, findings: list[Finding]) -> tuple[Texts, NDArray[np.bool_]]:
    """Phones as they are printed, and whether each is one; those that are not are named."""
    if "phone" not in stack.cells:
        return np.full(len(stack), "", dtype=object), np.ones(len(stack), dtype=np.bool_)
    found, ok = phone_column(stack.cells["phone"].tolist())
    findings += stack.findings("NG144", np.flatnonzero(~ok).tolist(), "phone")
    return found, ok


def priorities(households: Stack, findings: list[Finding]) -> Texts:
    """Kind of priority; words that are never read count as none, unknown ones as ``other``."""
    texts = households.column("priority")
    kinds = np.full(len(texts), "", dtype=object)
    ticked = [_asked(tab) for tab in households.tabs]
    for one in sorted(set(ticked)):
        mine = np.isin(households.tab, [number for number, kind in enumerate(ticked) if kind == one])
        kinds[mine] = map_unique(texts[mine], functools.partial(vocabulary.priority_kind, ticked=one))
    refused = np.flatnonzero(kinds == vocabulary.NOT_READ)
    if len(refused):
        place = households.place(int(refused[0]), "priority")
        findings.append(Finding("NG212", place, {"count": len(refused)}))
        kinds[refused] = ""
    return _known(households, "priority", kinds, "other", findings)


def _asked(tab: Tab) -> str:
    """Kind of priority that the tab's header names; what brackets list are examples."""
    index = tab.header.matched.get("priority", -1)
    return vocabulary.kind_of_header(columns.normal(tab.header.texts[index])) if index >= 0 else "other"


def residences(households: Stack, findings: list[Finding]) -> Texts:
    """``resident``, ``away`` or ``vacant``; unknown words count as resident."""
    kinds = map_unique(households.column("residence"), vocabulary.residence)
    return _known(households, "residence", kinds, "resident", findings)


def roles(people: Stack, findings: list[Finding]) -> Texts:
    """Role of each person; unknown titles count as member."""
    texts = people.column("role")
    kinds = map_unique(texts, _role)
    return _known(people, "role", kinds, "member", findings)


def _role(text: str) -> str | None:
    role, known = vocabulary.role(text)
    return role if known else None


def _known(stack: Stack, key: str, kinds: Texts, otherwise: str, findings: list[Finding]) -> Texts:
    """Kinds with None replaced; one finding counts the words that were unknown."""
    unknown = (
        [row for row, kind in enumerate(kinds.tolist()) if kind is None]
        if None in set(kinds.tolist())
        else []
    )
    if unknown:
        texts = stack.column(key)
        values = {"count": len(unknown), "words": len({texts[row] for row in unknown})}
        findings.append(Finding(_UNKNOWN[key], stack.place(unknown[0], key), values))
        kinds[unknown] = otherwise
    return kinds


_UNKNOWN = {"priority": "NG149", "residence": "NG216", "role": "NG217"}
