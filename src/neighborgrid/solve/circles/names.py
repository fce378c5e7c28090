"""Ids and names of circles: the village and a number, from north to south."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from neighborgrid.intake.names import village_key
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.units import Floats, Rows
    from neighborgrid.words import Lang

    Texts = np.ndarray[tuple[int], np.dtype[np.object_]]


class CircleTexts(TypedDict):
    """Text columns of the circles."""

    circle_id: Texts
    name: Texts
    township: Texts
    village: Texts


def named(
    problem: Problem, of_person: Rows, lon: Floats, lat: Floats, kept_id: Texts
) -> tuple[Rows, CircleTexts]:
    """Order in which circles are shown, and their texts in that order.

    Villages stand in the order of their people, the circles of one from north to south. ``kept_id`` is
    the id of a circle that stands already, "" for a new one: new numbers avoid those in use, and names
    that people gave stay.
    """
    homes = home_rows(problem, of_person, len(lon))
    people = problem.people
    code = np.append(people["village_code"].to_numpy(), -1)[homes]
    # Circles without a village come last; rounding keeps the order from hanging on the last bit.
    order = np.lexsort(
        (np.round(lon, 7), -np.round(lat, 7), np.where(code < 0, code.max(initial=0) + 1, code))
    )
    township = np.append(people["township"].to_numpy(), "")[homes][order]
    village = np.append(people["village"].to_numpy(), "")[homes][order]
    labels = _labels(code[order], township, village)
    lang = problem.lang
    numbers = _numbers(labels, kept_id[order], lang)
    given = dict(zip(problem.circles["circle_id"], problem.circles["name"], strict=True))
    ids, names = [], []
    for kept, label, where, number in zip(kept_id[order], labels, village, numbers, strict=True):
        ids.append(kept if kept else _made_id(label, number, lang))
        made = text("circle.name", lang, village=where, number=number).strip()
        # An id that is no number of ours is what people call the circle.
        names.append(given.get(ids[-1]) or (made if number else kept))
    return order, CircleTexts(
        circle_id=np.array(ids, object),
        name=np.array(names, object),
        township=township,
        village=village,
    )


def home_rows(problem: Problem, of_person: Rows, count: int) -> Rows:
    """Row of a person who stands for the place of each circle: the first of its most frequent village."""
    member = np.flatnonzero(of_person >= 0)
    village = problem.people["village_code"].to_numpy()[member]
    rows = np.full(count, -1, np.int64)
    if not len(member):
        return rows
    key = of_person[member] * (int(village.max()) + 2) + village + 1
    _, first, size = np.unique(key, return_index=True, return_counts=True)
    # The best is written last: greatest number, then the first person.
    for at in np.lexsort((-first, size)):
        rows[of_person[member[first[at]]]] = member[first[at]]
    return rows


def _labels(code: Rows, township: Texts, village: Texts) -> list[str]:
    """Village of each circle as it stands in ids, with its township where two villages share the name."""
    plain = [village_key(name) or name for name in village]
    owners: dict[str, set[int]] = defaultdict(set)
    for label, one in zip(plain, code.tolist(), strict=True):
        owners[label].add(one)
    return [
        f"{town}{label}" if label and len(owners[label]) > 1 else label
        for town, label in zip(township, plain, strict=True)
    ]


def _numbers(labels: list[str], kept_id: Texts, lang: Lang) -> list[int]:
    """Number of each circle in its village; 0 for a kept circle whose id is not a number of ours."""
    stated = [_number_of(kept, label) for kept, label in zip(kept_id, labels, strict=True)]
    taken: dict[str, set[int]] = defaultdict(set)
    for label, number in zip(labels, stated, strict=True):
        taken[label].add(number)
    used = set(kept_id.tolist())
    numbers = []
    for label, kept, number in zip(labels, kept_id, stated, strict=True):
        fresh = number
        if not kept:
            # An id of one village may look like that of another: both its number and its text must be new.
            fresh = next(
                n
                for n in itertools.count(1)
                if n not in taken[label] and _made_id(label, n, lang) not in used
            )
            taken[label].add(fresh)
            used.add(_made_id(label, fresh, lang))
        numbers.append(fresh)
    return numbers


def _number_of(circle_id: str, label: str) -> int:
    """Number in an id such as ``label-Q3`` or ``label-3``, 0 where it has none."""
    tail = circle_id.removeprefix(label).lstrip("-")
    found = re.fullmatch(r"[A-Z]?(\d{1,6})", tail)
    return int(found[1]) if found else 0


def _made_id(label: str, number: int, lang: Lang) -> str:
    return text("circle.id", lang, village=label, number=number).lstrip("-")
