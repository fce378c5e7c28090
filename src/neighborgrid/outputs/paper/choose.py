"""Part of a deck: the cards of some villages, circles, members or households, or those that changed."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding
from neighborgrid.intake.names import group_key, village_key
from neighborgrid.outputs.paper.deck import contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from neighborgrid.outputs.paper.deck import Deck

NEAR: tuple[int, float] = (3, 0.5)
"""How many similar names are offered, and how similar they must be (see ``difflib``)."""


def only(deck: Deck, wanted: Sequence[str]) -> Deck:
    """Cards whose village, village and group (``东村/二组``), circle, member or household is ``wanted``.

    Circles go by id or name. Raises UsageError (NG567, NG574) for each that nothing has, with similar ones.
    """
    rows = deck.cards
    known = _known(deck)
    missing = [one for one in wanted if _folded(one) not in known]
    if missing:
        raise UsageError(*(_nothing(one, known) for one in missing))
    chosen = np.zeros(len(rows), np.bool_)
    for one in wanted:
        chosen[known[_folded(one)]] = True
    return deck.take(chosen)


def changed(deck: Deck, older: Deck) -> Deck:
    """Cards that say something else than in an older plan, or were not in it."""
    now, then = contents(deck), contents(older)
    before = then.loc[~then.index.duplicated(), "text"].reindex(now.index)
    return deck.take(now["text"].to_numpy() != before.to_numpy())


def _known(deck: Deck) -> dict[str, pd.Index[int]]:
    """Rows by everything that can be asked for."""
    rows = deck.cards.reset_index(drop=True)
    circle_of_call = deck.calls["circle"].to_numpy(dtype=object)
    columns = {
        "household": rows["household_id"],
        "member": rows["member_id"],
        "circle": rows["circle_id"],
        "circle_name": rows["call"].map(lambda call: circle_of_call[call]),
        "village": rows["village"].map(village_key),
        "group": rows["village"].map(village_key) + "/" + rows["group"].map(group_key),
    }
    found: dict[str, pd.Index[int]] = {}
    for column in columns.values():
        for value, part in rows.groupby(column.map(_folded)):
            if value:
                # A household and a member may go by one id: what is asked for is either.
                before = found.get(str(value), part.index)
                found[str(value)] = before.union(part.index)
    return found


def _folded(said: str) -> str:
    """Key of what was asked for: ``西同下村`` and ``西同下`` are one, so are ``一组`` and ``1组``."""
    place, slash, group = str(said).strip().partition("/")
    if slash:
        return f"{village_key(place)}/{group_key(group)}"
    return village_key(place) if place else ""


def _nothing(one: str, known: dict[str, pd.Index[int]]) -> Finding:
    near = difflib.get_close_matches(_folded(one), known, n=NEAR[0], cutoff=NEAR[1])
    # Similar texts are ids and places; a name that was typed is not said again in a log.
    return Finding("NG567", values={"near": " ".join(near)}) if near else Finding("NG574")
