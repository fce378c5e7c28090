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
    header = _header(tab, "priority")
    return vocabulary.kind_of_header(header) if header else "other"


def _header(tab: Tab, key: str) -> str:
    """Header of a key without what brackets hold, "" where the tab has none."""
    index = tab.header.matched.get(key, -1)
    return columns.normal(tab.header.texts[index]) if index >= 0 else ""


def residences(households: Stack, findings: list[Finding]) -> Texts:
    """``resident``, ``away`` or ``vacant``; unknown words count as resident."""
    kinds = map_unique(households.column("residence"), vocabulary.residence)
    return _known(households, "residence", kinds, "resident", findings)


def roles(people: Stack, findings: list[Finding]) -> Texts:
    """Role of each person; unknown titles count as member."""
    texts = people.column("role")
    kinds = map_unique(texts, _role)
    return _known(people, "role", kinds, "member", findings)


def phones_public(people: Stack, findings: list[Finding]) -> Texts:
    """``no`` where a phone must not be shown to the public, else "".

    A word that says neither counts as no: a phone on a notice board cannot be taken back. One finding
    counts such words (NG185), another the cells that hold a number instead (NG186).
    """
    texts = people.column("phone_public")
    made = np.full(len(texts), "", dtype=object)
    asked = [vocabulary.asks_for_privacy(_header(tab, "phone_public")) for tab in people.tabs]
    for privacy in sorted(set(asked)):
        mine = np.isin(people.tab, [number for number, one in enumerate(asked) if one == privacy])
        read = functools.partial(vocabulary.phone_public, privacy=privacy)
        made[mine] = map_unique(texts[mine], read)
    unknown = [row for row, one in enumerate(made.tolist()) if one is None]
    numbers = [row for row in unknown if sum(map(str.isdigit, texts[row])) >= _SHORTEST_PHONE]
    words = sorted(set(unknown).difference(numbers))
    if words:
        values = {"count": len(words), "words": len({texts[row] for row in words})}
        findings.append(Finding("NG185", people.place(words[0], "phone_public"), values))
    if numbers:
        place = people.place(numbers[0], "phone_public")
        findings.append(Finding("NG186", place, {"count": len(numbers)}))
    return np.array(["" if one else "no" for one in made.tolist()], dtype=object)


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


_SHORTEST_PHONE = 7
_UNKNOWN = {"priority": "NG149", "residence": "NG216", "role": "NG217"}
