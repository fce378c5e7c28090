"""Part of a deck: the cards of some villages, circles, members or households, or those that changed."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding
from neighborgrid.intake.names import group_key, township_key, village_key
from neighborgrid.outputs.paper.deck import contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from neighborgrid.outputs.paper.deck import Deck

NEAR: tuple[int, float] = (3, 0.5)
"""How many similar names are offered, and how similar they must be (see ``difflib``)."""


def only(deck: Deck, wanted: Sequence[str]) -> Deck:
    """Cards whose village, village and group (``东村/二组``), circle, member or household is ``wanted``.

    Ids and names of circles and members go as they are written; villages may be written in any of the usual
    ways, with the township before them where several have one of that name. Raises UsageError (NG567,
    NG574) for each that nothing has, with similar ones.
    """
    ids, places = _ids(deck), _places(deck)
    # As written first: 1 and 01, x and X may be two households.
    loose = {one.casefold(): rows for one, rows in reversed(ids.items())}
    chosen = np.zeros(len(deck.cards), np.bool_)
    missing = []
    for one in wanted:
        said = one.strip()
        rows = ids.get(
            said, loose.get(said.casefold(), places.get(_folded(said), places.get(group_key(said))))
        )
        if rows is None:
            missing.append(_nothing(one, [*ids, *places]))
        else:
            chosen[rows] = True
    if missing:
        raise UsageError(*missing)
    return deck.take(chosen)


def changed(deck: Deck, older: Deck) -> Deck:
    """Cards that say something else than in an older plan, or were not in it."""
    now, then = contents(deck), contents(older)
    before = then.loc[~then.index.duplicated(), "text"].reindex(now.index)
    return deck.take(now["text"].to_numpy() != before.to_numpy())


def _ids(deck: Deck) -> dict[str, pd.Index[int]]:
    """Rows by id of household, member and circle, and by name of circle and member."""
    rows = deck.cards.reset_index(drop=True)
    named = deck.calls[["circle", "name"]].iloc[rows["call"]].reset_index(drop=True)
    ids = (rows["household_id"], rows["member_id"], rows["circle_id"])
    return _grouped(*ids, named["circle"], named["name"])


def _places(deck: Deck) -> dict[str, pd.Index[int]]:
    """Rows by village and by village and group, with and without the township."""
    rows = deck.cards.reset_index(drop=True)
    village, group = rows["village"].map(village_key), rows["group"].map(group_key)
    full, short = (rows["township"].str.strip() + village, rows["township"].map(township_key) + village)
    keys = [key for name in (village, full, short) for key in (name, name + "/" + group)]
    # Where there is but one village, its name goes without saying.
    alone = [group] if rows["place"].nunique() == 1 else []
    return _grouped(*keys, *alone)


def _grouped(*columns: pd.Series[str]) -> dict[str, pd.Index[int]]:
    """Rows by value of any of the columns, blanks left out."""
    found: dict[str, pd.Index[int]] = {}
    for column in columns:
        for value, part in column.groupby(column):
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


def _nothing(one: str, known: Sequence[str]) -> Finding:
    near = difflib.get_close_matches(_folded(one), known, n=NEAR[0], cutoff=NEAR[1])
    # Similar texts are ids and places; a name that was typed is not said again in a log.
    return Finding("NG567", values={"near": " ".join(near)}) if near else Finding("NG574")
