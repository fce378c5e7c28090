"""Ids of the plan: those of the sheets where they are unique, made ones where they are absent."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.findings import Finding, Place
from neighborgrid.intake.cells import is_damaged_long_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.places_of_rows import Places
    from neighborgrid.intake.stack import Stack

    Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Form:
    """How absent ids are made: ``{village}-{prefix}{number}`` with at least ``digits`` digits."""

    key: str
    prefix: str
    digits: int


HOUSEHOLD = Form("household_id", "", 4)
MEMBER = Form("member_id", "M", 3)


def without_damaged(stack: Stack, key: str) -> tuple[Stack, list[Finding]]:
    """Stack with the ids dropped that Excel has rounded, each with a finding."""
    if key not in stack.text:
        return stack, []
    texts, cells = stack.text[key], stack.cells[key]
    rows = [
        row
        for row, text in enumerate(texts.tolist())
        if (len(text) > 15 or "+" in text) and is_damaged_long_number(cells[row])
    ]
    if not rows:
        return stack, []
    cleaned = texts.copy()
    cleaned[rows] = ""
    return stack.with_text(**{key: cleaned}), stack.findings("NG143", rows, key)


def plan_ids(stack: Stack, places: Places, form: Form) -> tuple[Texts, list[Finding]]:
    """Ids that are unique in the whole plan, for records in canonical order."""
    ids = stack.column(form.key).copy()
    found = _number_repeats(stack, ids, places.village_code, form)
    labels = village_labels(places)
    found += _tell_villages_apart(ids, places.village_code, labels)
    _make_absent(ids, labels, form)
    _make_unique(ids)
    return ids, found


def _number_repeats(stack: Stack, ids: Texts, village: NDArray[np.int64], form: Form) -> list[Finding]:
    """Give the later ones of one id in one village ``#2``, ``#3`` and so on."""
    import pandas as pd

    given = np.flatnonzero(ids != "")
    if not len(given):
        return []
    code, uniques = pd.factorize(ids[given])
    combined = (village[given] + 1) * len(uniques) + code
    rows = given[pd.Series(combined).duplicated().to_numpy()].tolist()
    seen: Counter[tuple[int, str]] = Counter()
    taken = set(uniques.tolist()) if rows else set()
    found = []
    for row in rows:
        id_, place = ids[row], int(village[row])
        found += stack.findings("NG141", [row], form.key, {"id": id_})
        while True:
            seen[place, id_] += 1
            made = f"{id_}#{seen[place, id_] + 1}"
            if made not in taken:
                break
        ids[row] = made
    return found


def village_labels(places: Places) -> Texts:
    """Village of each record as it stands in made ids, with its township where two share the name."""
    if not len(places.village):
        return places.village
    codes, first = np.unique(places.village_code, return_index=True)
    names = Counter(places.village[row] for code, row in zip(codes, first, strict=True) if code >= 0)
    table = {
        int(code): (
            places.village[row]
            if names[places.village[row]] < 2
            else places.township[row] + places.village[row]
        )
        for code, row in zip(codes, first, strict=True)
    }
    # A place without a code shows what was written there, which is nothing to build an id on.
    table[-1] = ""
    index = np.array([table[int(code)] for code in codes], dtype=object)
    return np.asarray(index[np.searchsorted(codes, places.village_code)], dtype=object)


def _tell_villages_apart(ids: Texts, village: NDArray[np.int64], labels: Texts) -> list[Finding]:
    """Put the village before all ids of villages that use an id which another village uses too."""
    import pandas as pd

    given = np.flatnonzero(ids != "")
    if not len(given) or not pd.Series(ids[given], dtype=object).duplicated().any():
        return []
    code, uniques = pd.factorize(ids[given])
    repeated = np.bincount(code, minlength=len(uniques))[code] > 1
    concerned = np.unique(village[given][repeated])
    rows = given[np.isin(village[given], concerned)]
    named = rows[labels[rows] != ""]
    ids[named] = labels[named] + "-" + ids[named]
    values = {"villages": len(concerned), "example": ids[named[0]] if len(named) else ids[rows[0]]}
    return [Finding("NG142", Place(), values)]


def _make_absent(ids: Texts, labels: Texts, form: Form) -> None:
    """Make ids for records without one, in canonical order, past numbers that are taken."""
    absent = np.flatnonzero(ids == "")
    if not len(absent):
        return
    taken = set(ids.tolist()) if len(absent) < len(ids) else set()
    last: dict[str, int] = defaultdict(int)
    made = []
    for label in labels[absent].tolist():
        head = f"{label}-{form.prefix}" if label else form.prefix or "H"
        while True:
            last[head] += 1
            id_ = f"{head}{last[head]:0{form.digits}d}"
            if id_ not in taken:
                break
        made.append(id_)
    ids[absent] = np.array(made, dtype=object)


def _make_unique(ids: Texts) -> None:
    """Last resort for ids that still meet, such as those of records without a village."""
    import pandas as pd

    repeated = pd.Series(ids, dtype=object).duplicated().to_numpy()
    taken = set(ids.tolist()) if repeated.any() else set()
    for row in np.flatnonzero(repeated).tolist():
        number = 2
        while f"{ids[row]}#{number}" in taken:
            number += 1
        ids[row] = f"{ids[row]}#{number}"
        taken.add(ids[row])
