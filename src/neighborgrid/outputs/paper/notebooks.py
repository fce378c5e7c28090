"""Member notebooks: a booklet of A5 pages per member, with a page or more for each household to visit.

Every page is laid out here, so that the number of pages is known before anything is typeset: a notebook has
an even number of them and thus begins on a right-hand page wherever it stands in a file.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from neighborgrid.findings import Finding
from neighborgrid.outputs.paper import deck as decks
from neighborgrid.outputs.paper import fit, phones
from neighborgrid.outputs.paper.common import Prepared, capital, press_doc, some, targets
from neighborgrid.outputs.paper.press import Job
from neighborgrid.outputs.paper.subject import JOINT, people
from neighborgrid.outputs.paper.wording import RHYTHMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.deck import Deck
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.press import Template
    from neighborgrid.outputs.paper.subject import Subject
    from neighborgrid.outputs.paper.wording import Wording

    Columns = dict[str, list[Any]]

MOST_PAGES: Final = 3_000
"""Pages of one file, unless a single member has more."""
PAGE_WEIGHT: Final = 2
"""A page takes twice the typesetter's memory that a card takes."""
FRONT_PAGES: Final = 2
"""Cover and flyleaf."""
SPARE_ROWS: Final = 4
"""Blank rows of a household beyond the visits of a year."""
ROWS_A_PAGE: Final = 10
"""Most rows on a page of a household: more leave no room to write."""
LIST_ROWS: Final = 14

PAGE: Final[Mapping[str, Any]] = {
    "page": {"width": 148, "height": 210},
    # The inner margin is where the booklet is stapled.
    "margin": {"inner": 15, "outer": 11, "top": 11},
    "area": {"width": 122, "height": 190},
    "list_columns": [9, 25, 39, 28, 15, 6],
    "row_columns": [18, 15, 40, 31, 18],
}
"""Millimetres."""

BOXES: Final[Mapping[str, tuple[fit.Box, ...]]] = {
    "title": (fit.Box(100, 40, 14, weight=700),),
    "label": (fit.Box(22, 12, 6),),
    "village": (fit.Box(76, 15, 7, weight=500),),
    "circle": (fit.Box(76, 15, 7, weight=500),),
    "member": (fit.Box(76, 20, 8, weight=700),),
    "first": (fit.Box(93, 9, 6),),
    "then": (fit.Box(93, 9, 6),),
    "corner": (fit.Box(28, 8, 6), fit.Box(28, 5.5, 5, lines=2)),
    "name": (fit.Box(23, 11, 8.5, lines=2, weight=500), fit.Box(23, 8, 6, lines=3, weight=500)),
    "place": (fit.Box(37, 9.5, 8, lines=2), fit.Box(37, 7.5, 6, lines=3)),
    "phone": (fit.Box(26, 10, 6),),
    "more": (fit.Box(26, 8, 5),),
    "head": (fit.Box(70, 20, 9, weight=700),),
    "where": (fit.Box(122, 11.5, 7),),
    "call": (fit.Box(48, 12.5, 6, weight=500),),
    "id": (fit.Box(34, 8, 6), fit.Box(34, 6, 5, lines=2)),
    "rhythm": (fit.Box(13, 9, 7, lines=2), fit.Box(13, 6.75, 5, lines=3)),
    "line": (fit.Box(60, 10, 7),),
}
"""Boxes of each text, tried in this order until it fits."""


@dataclass(frozen=True)
class Sized:
    """Columns of texts, each with a column of its sizes (``name``, ``name_size``); rows with one too long."""

    columns: Columns
    too_long: NDArray[np.bool_]


@dataclass(frozen=True)
class _Shelf:
    """All notebooks. The households of notebook i are ``begins[i]`` up to ``begins[i + 1]``."""

    books: Columns
    homes: Columns
    begins: NDArray[np.int64]
    pages: NDArray[np.int64]
    doc: Mapping[str, Any]


def jobs(
    subject: Subject, fonts: FontSet, target: Path, *, template: Template, deck: Deck | None = None
) -> Prepared:
    """Notebooks of all members who have a household other than their own home, in the order of the deck.

    ``target`` becomes a folder where there are more than `MOST_PAGES`. Findings: NG555 texts that are too
    long, NG556 households without phone, NG557 nothing to print.
    """
    homes = _homes(subject.plan, decks.deck(subject) if deck is None else deck)
    if not len(homes):
        return Prepared(iter(()), 0, findings=(Finding("NG557"),))
    begins = np.flatnonzero(np.diff(homes["book"].to_numpy(), prepend=-1, append=homes["book"].iloc[-1] + 1))
    members = homes["member_id"].to_numpy()[begins[:-1]]
    books = sized(_book_texts(subject, homes.iloc[begins[:-1]]), BOXES, fonts)
    told = sized(_home_texts(subject.say, homes), BOXES, fonts)
    rows = _rows(subject.say)
    visits = (homes["priority"] != "").to_numpy() + 2 * (homes["residence"] == "away").to_numpy()
    told.columns.update({"visits": visits.tolist(), "star": (homes["priority"] != "").tolist()})
    books.columns.update(_counts(subject.say, np.diff(begins)))
    leaves = np.add.reduceat(np.array([len(part) for part in rows])[visits], begins[:-1])
    pages = FRONT_PAGES + -(-np.diff(begins) // LIST_ROWS) + leaves
    doc = press_doc(subject, fonts) | _doc(subject, fonts, rows)
    shelf = _Shelf(books.columns, told.columns, begins, pages + pages % 2, doc)
    long_ids = [*members[books.too_long], *homes["household_id"].to_numpy()[told.too_long]]
    return Prepared(
        _jobs(shelf, target, template),
        PAGE_WEIGHT * int(shelf.pages.sum()),
        distinct(books.columns, told.columns),
        _findings(long_ids, int((homes["phone"] == "").sum())),
    )


def _jobs(shelf: _Shelf, target: Path, template: Template) -> Iterator[Job]:
    parts = batches(shelf.pages, MOST_PAGES)
    for path, (first, last) in zip(targets(target, len(parts)), parts, strict=True):
        begins = shelf.begins[first : last + 1].tolist()
        homes = records(shelf.homes, begins[0], begins[-1])
        books = records(shelf.books, first, last)
        for book, (begin, end) in zip(books, itertools.pairwise(begins), strict=True):
            book["homes"] = homes[begin - begins[0] : end - begins[0]]
        data = {"doc": shelf.doc, "books": books}
        before = (("rows.typ", "rows.pdf"),)
        weight = PAGE_WEIGHT * int(shelf.pages[first:last].sum())
        yield Job(path, "notebooks.typ", template, data, before, weight=weight)


def batches(weights: NDArray[np.int64], most: int) -> list[tuple[int, int]]:
    """Runs of entries (first, after the last) of at most ``most`` in weight; a heavier one stands alone."""
    found: list[tuple[int, int]] = []
    first = load = 0
    for entry, weight in enumerate(weights.tolist()):
        if entry > first and load + weight > most:
            found.append((first, entry))
            first, load = entry, 0
        load += weight
    return [*found, (first, len(weights))] if len(weights) else []


def sized(
    columns: Mapping[str, Sequence[str]], boxes: Mapping[str, tuple[fit.Box, ...]], fonts: FontSet
) -> Sized:
    """Texts as they are printed in their boxes, each column with its sizes beside it."""
    made: Columns = {}
    any_long = np.zeros(len(next(iter(columns.values()))), np.bool_)
    for name, texts in columns.items():
        shown, sizes, too_long = _one_column(texts, boxes[name], fonts)
        any_long |= too_long
        made |= {name: shown, f"{name}_size": sizes}
    return Sized(made, any_long)


def _one_column(
    texts: Sequence[str], boxes: tuple[fit.Box, ...], fonts: FontSet
) -> tuple[list[str], list[float], NDArray[np.bool_]]:
    """Texts, sizes and what is too long; a text that does not go into a box is tried in the next one."""
    fitted = fit.fit(texts, boxes[0], fonts)
    shown, sizes, too_long = list(fitted.texts), fitted.size_pt.copy(), fitted.too_long.copy()
    for box in boxes[1:]:
        rest = np.flatnonzero(too_long)
        again = fit.fit([texts[row] for row in rest.tolist()], box, fonts)
        sizes[rest], too_long[rest] = again.size_pt, again.too_long
        for row, said in zip(rest.tolist(), again.texts, strict=True):
            shown[row] = said
    return shown, sizes.tolist(), too_long


def records(columns: Columns, first: int, last: int) -> list[dict[str, Any]]:
    """Rows ``first`` up to ``last`` of the columns as records."""
    part = [column[first:last] for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*part, strict=True)]


def distinct(*tables: Columns) -> list[str]:
    """Every text of the tables, once."""
    texts = (column for table in tables for column in table.values() if column and isinstance(column[0], str))
    return list(dict.fromkeys(itertools.chain.from_iterable(texts)))


def _homes(plan: Plan, deck: Deck) -> pd.DataFrame:
    """Households of all notebooks, member by member in the order of the cards; ``book`` numbers members."""
    rows = deck.cards[~deck.cards["waits"].to_numpy()]
    # A card knows its household by what it prints; two rows alike in all of it are the same to a reader.
    same = ["household_id", "head", "village", "group", "address", "member_id"]
    more = plan.households[[*same, "phone", "priority", "residence"]].drop_duplicates(same)
    rows = rows.merge(more, how="left", on=same, validate="many_to_one")
    book = pd.factorize(rows["member_id"])[0]
    order = np.argsort(book, kind="stable")
    return rows.iloc[order].assign(book=book[order]).reset_index(drop=True)


def _book_texts(subject: Subject, firsts: pd.DataFrame) -> dict[str, list[str]]:
    """Texts of the covers and feet; ``firsts`` is the first household of each notebook."""
    plan = subject.plan
    folk = people(plan)
    folk = folk[~folk.index.duplicated()]
    ids = firsts["member_id"].tolist()
    member = folk.reindex(ids)
    circles = plan.tables["circles"].drop_duplicates("circle_id").set_index("circle_id")
    circle = circles.reindex(member["circle_id"])
    village = member["village"].fillna("").to_numpy()
    village = np.where(village == "", firsts["village"].to_numpy(), village)
    contacts = dict(zip(folk.index, (folk["name"] + " " + folk["phone"]).str.strip(), strict=True))
    places = list(zip(village.tolist(), firsts["township"].tolist(), strict=True))
    offices = {one: phones.printed(subject.say.office_number(*one)) for one in set(places)}
    posts = zip(
        ids,
        circle["deputy_ids"].fillna("").str.split(JOINT),
        circle["leader_id"].fillna(""),
        places,
        strict=True,
    )
    feet = [
        _foot(subject.say, _superiors(one, deputies, leader, contacts), offices[home])
        for one, deputies, leader, home in posts
    ]
    name = member["name"].fillna("").to_numpy()
    name = np.where(name == "", np.array(ids, object), name)
    return {
        "village": village.tolist(),
        "circle": circle["name"].fillna("").tolist(),
        "member": name.tolist(),
        "first": [first for first, _ in feet],
        "then": [then for _, then in feet],
        "corner": name.tolist(),
    }


def _counts(say: Wording, counts: NDArray[np.int64]) -> Columns:
    return {
        "count": [say("notebooks.count", count=count) for count in counts.tolist()],
        "count_size": [BOXES["village"][0].size_pt] * len(counts),
    }


def _superiors(
    member: str, deputies: Sequence[str], leader: str, contacts: Mapping[str, str]
) -> dict[str, str]:
    """Whom a member asks next, by post: nobody of equal rank, and never the member's own self."""
    if member == leader:
        return {}
    asked = {"leader": contacts.get(leader, "")}
    if member not in deputies:
        asked = {"deputy": contacts.get(deputies[0], "")} | asked
    return {post: contact for post, contact in asked.items() if contact}


def _foot(say: Wording, superiors: Mapping[str, str], office: str) -> tuple[str, str]:
    """Two lines on where to take what one cannot do oneself."""
    said = [say(f"notebooks.post.{post}", contact=contact) for post, contact in superiors.items()]
    if "leader" not in superiors:
        said.append(say("notebooks.post.office", phone=office) if office else say("notebooks.post.branch"))
    if len(said) == 1:
        return say("notebooks.only", whom=said[0]), ""
    return say("notebooks.first", whom=said[0]), say("notebooks.then", whom=said[1])


def _home_texts(say: Wording, homes: pd.DataFrame) -> dict[str, list[str]]:
    """Texts of the households, for the list and for their own pages."""
    name = homes["head"].where(homes["head"] != "", homes["household_id"]).tolist()
    where = (homes["group"] + " " + homes["address"]).str.strip().tolist()
    numbers = [phones.number(cell) for cell in homes["phone"]]
    both = [JOINT.join(filter(None, [one.shown, one.others])) for one in numbers]
    return {
        "name": name,
        "place": where,
        "phone": [one.shown for one in numbers],
        "more": [one.others for one in numbers],
        "head": [say("notebooks.head", name=one) for one in name],
        "where": where,
        "call": both,
        "id": [say("card.number", id=one) for one in homes["household_id"]],
    }


def _rows(say: Wording) -> list[list[int]]:
    """Blank rows page by page, of a household and of a priority household, at home and away."""
    of = [_spread(count + SPARE_ROWS) for count in (say.rules.per_year, say.rules.priority_per_year)]
    return of + of


def _spread(rows: int) -> list[int]:
    """Rows on as few pages as can be, as evenly as whole rows allow, fuller pages first."""
    pages = -(-rows // ROWS_A_PAGE)
    return [rows // pages + (page < rows % pages) for page in range(pages)]


def _doc(subject: Subject, fonts: FontSet, rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    """What all notebooks of a run have in common."""
    say = subject.say
    counts = (say.rules.per_year, say.rules.priority_per_year)
    lists = [_rhythm(say, "list.each", count) for count in counts * 2]
    lines = [_rhythm(say, f"line.{where}", count) for where in ("each", "away") for count in counts]
    fitted = sized({"rhythm": lists, "line": lines}, BOXES, fonts).columns
    how = ["", "", *[say("notebooks.list.call")] * 2]
    title, labels = capital(say("notebooks.title")), _labels(say)
    return {
        "layout": PAGE,
        "list_rows": LIST_ROWS,
        "row_counts": sorted({count for part in rows for count in part}),
        "visits": [
            {**record, "how": by, "rows": part}
            for record, by, part in zip(records(fitted, 0, len(rows)), how, rows, strict=True)
        ],
        "title": title,
        "title_size": _one_column([title], BOXES["title"], fonts)[1][0],
        "year": say("notebooks.year", year=say.day.year),
        "labels": labels,
        "labels_size": min(_one_column(list(labels.values()), BOXES["label"], fonts)[1]),
        "internal": say("notebooks.internal"),
        "rules": {"title": say("notebooks.rules"), "lines": say("notebooks.rules.lines").splitlines()},
        "list": {
            "title": say("notebooks.list"),
            "order": say("notebooks.list.order"),
            "star": say("notebooks.list.star"),
            "heads": say("notebooks.list.heads").split("|"),
        },
        "phone": say("notebooks.phone"),
        "continued": say("notebooks.continued"),
        "heads": say("notebooks.heads").split("|"),
    }


def _labels(say: Wording) -> dict[str, str]:
    return {key: capital(say(f"notebooks.label.{key}")) for key in ("village", "circle", "member", "count")}


def _rhythm(say: Wording, key: str, per_year: int) -> str:
    if per_year in RHYTHMS:
        return say(f"notebooks.{key}", rhythm=say.rhythm(per_year))
    return say(f"notebooks.{key}.other", count=per_year)


def _findings(long_ids: Sequence[str], silent: int) -> tuple[Finding, ...]:
    found = []
    if long_ids:
        found.append(Finding("NG555", values={"count": len(long_ids), "ids": some(long_ids)}))
    if silent:
        found.append(Finding("NG556", values={"count": silent}))
    return tuple(found)
