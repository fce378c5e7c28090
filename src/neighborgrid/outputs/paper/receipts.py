"""Receipt sheets: who was handed which card, to be signed, one or more sheets of A4 per deliverer.

Rows stand in the order of the cards. Cards of households that still wait are delivered by the leader of the
circle that their cards name, on sheets of their own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from neighborgrid.findings import Finding
from neighborgrid.outputs.paper import deck as decks
from neighborgrid.outputs.paper import fit
from neighborgrid.outputs.paper.common import Prepared, capital, press_doc, some, targets
from neighborgrid.outputs.paper.notebooks import batches, distinct, records, sized
from neighborgrid.outputs.paper.press import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.deck import Deck
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.notebooks import Columns
    from neighborgrid.outputs.paper.press import Template
    from neighborgrid.outputs.paper.subject import Subject
    from neighborgrid.outputs.paper.wording import Wording

ROWS_A_PAGE: Final = 20
MOST_PAGES: Final = 2_000
"""Pages of one file."""
PAGE_WEIGHT: Final = 4
"""A page takes four times the typesetter's memory that a card takes."""

PAGE: Final[Mapping[str, Any]] = {
    "page": {"width": 210, "height": 297},
    "margin": {"left": 15, "top": 14},
    "area": {"width": 180, "height": 270},
    "columns": [11, 42, 31, 38, 22, 36],
    "row": 11.2,
}
"""Millimetres."""

BOXES: Final[Mapping[str, tuple[fit.Box, ...]]] = {
    "title": (fit.Box(180, 20, 10, weight=700),),
    "place": (fit.Box(96, 12, 6.5, weight=500),),
    "by": (fit.Box(80, 12, 6.5, weight=500),),
    "number": (fit.Box(40, 10.5, 7), fit.Box(40, 9, 5.5, lines=2)),
    "head": (fit.Box(29, 11, 9, lines=2, weight=500), fit.Box(29, 8, 6, lines=3, weight=500)),
}
"""Boxes of each text, tried in this order until it fits."""


@dataclass(frozen=True)
class _Pile:
    """All sheets. The rows of deliverer i are ``begins[i]`` up to ``begins[i + 1]``."""

    sheets: Columns
    rows: Columns
    begins: NDArray[np.int64]
    pages: NDArray[np.int64]
    doc: Mapping[str, Any]


def jobs(
    subject: Subject, fonts: FontSet, target: Path, *, template: Template, deck: Deck | None = None
) -> Prepared:
    """Receipt sheets of all cards, deliverer by deliverer in the order of the deck.

    ``target`` becomes a folder where there are more than `MOST_PAGES`. Findings: NG555 texts that are too
    long, NG557 nothing to print.
    """
    made = decks.deck(subject) if deck is None else deck
    if not len(made.cards):
        return Prepared(iter(()), 0, findings=(Finding("NG557"),))
    cards = _by_deliverer(made)
    begins = np.flatnonzero(
        np.diff(cards["sheet"].to_numpy(), prepend=-1, append=cards["sheet"].iloc[-1] + 1)
    )
    firsts = cards.iloc[begins[:-1]]
    counts = np.diff(begins)
    heads = sized(_sheet_texts(subject.say, made, firsts), BOXES, fonts)
    rows = sized({"number": cards["household_id"].tolist(), "head": _doors(cards)}, BOXES, fonts)
    heads.columns.update(_results(subject.say, counts))
    pages = -(-counts // ROWS_A_PAGE)
    pile = _Pile(heads.columns, rows.columns, begins, pages, press_doc(subject, fonts) | _doc(subject, fonts))
    ids = firsts["household_id"].to_numpy()[heads.too_long], cards["household_id"].to_numpy()[rows.too_long]
    long_ids = list(itertools.chain.from_iterable(ids))
    findings = (Finding("NG555", values={"count": len(long_ids), "ids": some(long_ids)}),) if long_ids else ()
    texts = distinct(heads.columns, rows.columns)
    return Prepared(_jobs(pile, target, template), PAGE_WEIGHT * int(pages.sum()), texts, findings)


def _doors(cards: pd.DataFrame) -> list[str]:
    """Who lives there; where nobody's name is known, the address, as on the card."""
    place = (cards["group"] + " " + cards["address"]).str.strip()
    return cards["head"].where(cards["head"] != "", place).tolist()


def _jobs(pile: _Pile, target: Path, template: Template) -> Iterator[Job]:
    parts = batches(pile.pages, MOST_PAGES)
    for path, (first, last) in zip(targets(target, len(parts)), parts, strict=True):
        begins = pile.begins[first : last + 1].tolist()
        rows = records(pile.rows, begins[0], begins[-1])
        sheets = records(pile.sheets, first, last)
        for sheet, (begin, end) in zip(sheets, itertools.pairwise(begins), strict=True):
            sheet["rows"] = rows[begin - begins[0] : end - begins[0]]
        data = {"doc": pile.doc, "sheets": sheets}
        before = (("rows.typ", "rows.pdf"),)
        weight = PAGE_WEIGHT * int(pile.pages[first:last].sum())
        yield Job(path, "receipts.typ", template, data, before, weight=weight)


def _by_deliverer(deck: Deck) -> pd.DataFrame:
    """Cards with the number of their deliverer's sheet; those who wait have one per village and circle."""
    cards = deck.cards
    waiting = "\x1f" + cards["village"] + "\x1f" + cards["circle_id"]
    sheet = pd.factorize(cards["member_id"].where(~cards["waits"], waiting))[0]
    order = np.argsort(sheet, kind="stable")
    return cards.iloc[order].assign(sheet=sheet[order]).reset_index(drop=True)


def _sheet_texts(say: Wording, deck: Deck, firsts: pd.DataFrame) -> dict[str, list[str]]:
    """Texts of the heads; ``firsts`` is the first card of each sheet."""
    calls = deck.calls.iloc[firsts["call"].to_numpy()]
    waits = firsts["waits"].tolist()
    places = [
        _place(village, circle) + (say("receipts.waiting") if waiting else "")
        for village, circle, waiting in zip(firsts["village"], calls["circle"], waits, strict=True)
    ]
    who = zip(waits, calls["leader"], calls["name"], firsts["member_id"], strict=True)
    names = [leader if waiting else name or member for waiting, leader, name, member in who]
    return {
        "place": places,
        "by": [say("receipts.by", name=name if name else say("receipts.nobody")) for name in names],
    }


def _place(village: str, circle: str) -> str:
    """Village and circle; the village once where the circle is named after it."""
    return circle if circle.startswith(village) else f"{village} {circle}".strip()


def _results(say: Wording, counts: NDArray[np.int64]) -> Columns:
    return {"result": [say("receipts.result", count=count) for count in counts.tolist()]}


def _doc(subject: Subject, fonts: FontSet) -> dict[str, Any]:
    say = subject.say
    title = capital(say("receipts.title"))
    return {
        "layout": PAGE,
        "rows": ROWS_A_PAGE,
        "row_counts": list(range(1, ROWS_A_PAGE + 1)),
        "title": title,
        "title_size": sized({"title": [title]}, BOXES, fonts).columns["title_size"][0],
        "heads": say("receipts.heads").split("|"),
        "sign": say("receipts.sign"),
        # Only the template counts pages; it replaces the two words in braces.
        "page": say("receipts.page", page="{page}", pages="{pages}"),
    }
