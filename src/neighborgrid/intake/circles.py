"""Circles that the member sheets name: the column ``circle_id``, told apart by village."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake.cells import clean_text, map_unique
from neighborgrid.intake.ids import village_labels
from neighborgrid.intake.vocabulary import is_blank_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.side import Side

    Texts = NDArray[np.object_]


def of_people(people: Side, within: str) -> tuple[Texts, list[Finding]]:
    """Circle of each person as the sheets say it, "" for none; shape (n,).

    Two villages may both count their circles 1, 2, 3: where circles end at the boundary ``within``, an id
    that stands on both sides of one gets the name of its village (township) before it, ``西同下-1``, with
    a note (NG170). People without a village keep what was written.
    """
    texts = map_unique(people.records.column("circle_id"), _cleaned)
    if within == "anywhere" or not np.any(texts != ""):
        return texts, []
    places = people.places
    if within == "township":
        return _told_apart(people, texts, places.township_code, places.township)
    return _told_apart(people, texts, places.village_code, village_labels(places))


def _cleaned(text: str) -> str:
    """Text of an id or a name; words for none are blank."""
    folded = clean_text(unicodedata.normalize("NFKC", text))
    return "" if is_blank_word(folded) else folded


def _told_apart(
    people: Side, texts: Texts, place: NDArray[np.int64], labels: Texts
) -> tuple[Texts, list[Finding]]:
    import pandas as pd

    given = np.flatnonzero((texts != "") & (place >= 0))
    code, uniques = pd.factorize(texts[given])
    pairs = np.unique(np.column_stack([code, place[given]]), axis=0)
    shared = np.bincount(pairs[:, 0], minlength=len(uniques)) > 1
    if not shared.any():
        return texts, []
    rows = given[shared[code]]
    told = texts.copy()
    told[rows] = labels[rows] + "-" + texts[rows]
    values = {"count": int(shared.sum()), "example": told[rows[0]]}
    return told, [Finding("NG170", people.records.place(int(rows[0]), "circle_id"), values)]
