"""Where cards lie on their sheets: sections, and the order that makes piles after cutting."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.intake.names import village_key

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.deck import Deck

Sheet = list[int | None]
"""Cards (rows of the deck) of one sheet by slot, row by row; None is an empty slot."""


class Order(enum.Enum):
    """How cards lie on the sheets of a section.

    ``STACK``: one pile per slot; the piles of a section's cut sheets, laid on each other slot by slot, are in
    the order in which cards are handed out. ``PAGE``: they are in that order on each sheet.
    """

    STACK = "stack"
    PAGE = "page"


class Split(enum.Enum):
    """What has sheets, and files, of its own."""

    VILLAGE = "village"
    CIRCLE = "circle"
    MEMBER = "member"


def sheets(cards: range, per_sheet: int, order: Order) -> list[Sheet]:
    """Sheets of a section: the cards of a range, none left out, none twice; empty slots come last."""
    count = -(-len(cards) // per_sheet)
    if order is Order.PAGE:
        laid = np.arange(count * per_sheet).reshape(count, per_sheet)
    else:
        laid = np.arange(count * per_sheet).reshape(per_sheet, count).T
    return [[cards[place] if place < len(cards) else None for place in sheet] for sheet in laid.tolist()]


def section_names(rows: pd.DataFrame) -> NDArray[np.object_]:
    """Village of each row, with its township before it where two townships have a village of that name."""
    village = rows["village"].map(village_key)
    shared = rows["place"].groupby(village).transform("nunique") > 1
    return np.where(shared, rows["township"] + rows["village"], rows["village"]).astype(object)


def sections(deck: Deck, split: Split) -> list[tuple[str, range]]:
    """Key and cards of each section, in the order of the deck.

    The households of a circle or member that wait have a section of their own per village.
    """
    rows = deck.cards
    if not len(rows):
        return []
    # Spellings of one village stand side by side in the deck, by circle and member.
    key = rows["place"].to_numpy(dtype=object)
    part = np.full(len(rows), "", object)
    if split is not Split.VILLAGE:
        part = "\x1f" + rows[f"{split.value}_id"].where(rows["member_id"] != "", "").to_numpy(dtype=object)
    key = key + part
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    ends = np.append(begins[1:], len(rows))
    name = section_names(rows)
    return [
        (f"{name[begin]}{part[begin]}", range(begin, end))
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
    ]
