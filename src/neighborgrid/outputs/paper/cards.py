"""Connection cards: what stands on each, fitted into its boxes, as jobs for the press."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake.names import village_key
from neighborgrid.outputs.paper import fit
from neighborgrid.outputs.paper.common import (
    SHOWN_IDS,
    Prepared,
    capital,
    press_doc,
    safe_name,
    some,
    targets,
)
from neighborgrid.outputs.paper.layouts import LAYOUTS
from neighborgrid.outputs.paper.press import MOST_AT_ONCE, Job, Template
from neighborgrid.outputs.paper.qr import qr_png
from neighborgrid.outputs.paper.sheets import Order, Split, sections, sheets
from neighborgrid.outputs.paper.wording import places_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from neighborgrid.outputs.paper.deck import Deck
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.layouts import Layout, Spot
    from neighborgrid.outputs.paper.sheets import Sheet
    from neighborgrid.outputs.paper.subject import Subject

CALL_FIELDS: Final = ("label", "name", "phone", "note", "circle", "leader", "office")


@dataclass(frozen=True)
class CardOptions:
    """How cards are laid out; ``scale`` is what the paper is to be stretched by, across and down."""

    layout: str = "a4x8"
    order: Order = Order.STACK
    split: Split | None = None
    backs: bool = True
    qr: bool = True
    scale: tuple[float, float] = (1.0, 1.0)
    template: Template = field(default_factory=lambda: Template.built_in("card.typ"))


@dataclass(frozen=True)
class _Texts:
    """Texts of one table, fitted: per row the texts and sizes of its fields."""

    records: list[dict[str, Any]]
    too_long: np.ndarray[tuple[int], np.dtype[np.bool_]]


def jobs(subject: Subject, deck: Deck, fonts: FontSet, target: Path, options: CardOptions) -> Prepared:
    """Cards of a deck, ready to be printed into ``target`` (a folder where there are several files)."""
    layout = LAYOUTS[options.layout]
    call_texts, card_texts = _call_texts(subject, deck.calls), _card_texts(subject, deck)
    _learn({**call_texts, **card_texts, **_doc_texts(subject)}, layout, fonts)
    called, carded = _fitted(call_texts, layout, fonts), _fitted(card_texts, layout, fonts)
    for record, tel in zip(called.records, _dialled(deck.calls), strict=True):
        record["qr"] = qr_png(tel) if tel and options.qr else None
    call = deck.cards["call"].to_numpy()
    for record, index in zip(carded.records, call.tolist(), strict=True):
        record["call"] = index
    doc = _doc(subject, layout, fonts, options)
    files = _files(deck, options, target)
    findings = (
        *_findings(deck, carded.too_long | called.too_long[call]),
        *_wording_findings(subject, deck, layout, fonts, doc),
    )

    def made() -> Iterator[Job]:
        for path, parts in files:
            laid = [sheet for part in parts for sheet in sheets(part, layout.per_sheet, options.order)]
            yield _job(path, laid, doc, carded.records, called.records, options)

    return Prepared(made(), len(deck.cards), _distinct(carded.records, called.records, doc), findings)


def _job(
    path: Path,
    laid: Sequence[Sheet],
    doc: Mapping[str, Any],
    cards: Sequence[Mapping[str, Any]],
    calls: Sequence[Mapping[str, Any]],
    options: CardOptions,
) -> Job:
    """One file: its cards and calls only, renumbered."""
    rows = [card for sheet in laid for card in sheet if card is not None]
    place = {row: index for index, row in enumerate(rows)}
    used = list(dict.fromkeys(cards[row]["call"] for row in rows))
    call = {index: number for number, index in enumerate(used)}
    whole = any(None not in sheet for sheet in laid)
    data = {
        "doc": doc,
        "full": whole,
        "cards": [{**cards[row], "call": call[cards[row]["call"]]} for row in rows],
        "calls": [calls[index] for index in used],
        "sheets": [[None if card is None else place[card] for card in sheet] for sheet in laid],
    }
    before = (("under.typ", "face.pdf"),) if whole else ()
    return Job(path, "sheet.typ", options.template, data, before, needs=("face.typ",), weight=len(rows))


def _files(deck: Deck, options: CardOptions, target: Path) -> list[tuple[Path, list[range]]]:
    """Files with their sections: one per section where they are split, else as few as can be."""
    parts = sections(deck, options.split or Split.VILLAGE)
    if options.split is not None:
        names = _section_names(deck, [key for key, _ in parts])
        folder = target.with_suffix("")
        return [
            (folder / f"{name}{f'-{number}' if number > 1 else ''}.pdf", [piece])
            for name, (_, part) in zip(names, parts, strict=True)
            for number, piece in enumerate(_cut(part, MOST_AT_ONCE), start=1)
        ]
    packed: list[list[range]] = []
    room = 0
    for _, whole in parts:
        for part in _cut(whole, MOST_AT_ONCE):
            if len(part) > room:
                packed.append([])
                room = MOST_AT_ONCE
            packed[-1].append(part)
            room -= len(part)
    return list(zip(targets(target, len(packed)), packed, strict=True))


def _cut(whole: range, size: int) -> list[range]:
    return [whole[begin : begin + size] for begin in range(0, len(whole), size)]


def _section_names(deck: Deck, keys: Sequence[str]) -> list[str]:
    """File names of sections: their number, place and id; numbers keep the order of handing out."""
    return [
        f"{number:03d}-{safe_name('-'.join(part for part in key.split(chr(31)) if part))}"
        for number, key in enumerate(keys, start=1)
    ]


def _doc(subject: Subject, layout: Layout, fonts: FontSet, options: CardOptions) -> dict[str, Any]:
    say, spots = subject.say, layout.spots

    def size(spot: str, said: str) -> float:
        box = spots[spot]
        return float(fit.fit([said], _box(spots[spot]), fonts).size_pt[0]) if said else box.size

    back = say.back()
    return {
        **press_doc(subject, fonts),
        "layout": layout.as_data(),
        "scale": {"x": options.scale[0], "y": options.scale[1]},
        "backs": options.backs,
        "own": options.template.own,
        "title": say.title,
        "title_size": size("title", say.title),
        "edition": say.edition,
        "edition_size": size("edition", say.edition),
        "scan": say("card.scan"),
        "slogan": say.slogan,
        "slogan_size": size("slogan", say.slogan),
        "back": back,
        "back_size": _back_size(back, layout, fonts),
    }


def _back_size(back: Sequence[Mapping[str, str]], layout: Layout, fonts: FontSet) -> float:
    """Size at which all paragraphs of the back go into its block, as set in the template."""
    spot = layout.spots["slogan"]
    data = layout.as_data()
    width = layout.card_width - 2 * spot.x
    height_pt = (layout.card_height - data["band"] - spot.x * 1.1) * fit.PT_PER_MM
    texts = [f"{part['head']}　{part['text']}" if part["head"] else part["text"] for part in back]
    size = float(data["back"])
    while size > LEAST_BACK_PT:
        fitted = fit.fit(texts, fit.Box(width, size, size, lines=MOST_LINES), fonts)
        lines = sum(text.count("\n") + 1 for text in fitted.texts)
        if (lines * 1.42 + len(texts) * 0.2) * size <= height_pt:
            break
        size -= fit.STEP_PT
    return size


LEAST_BACK_PT: Final = 5.0
MOST_LINES: Final = 60
MARK_TWICE_PT: Final = 5.0
"""Largest type of a delivery mark on two lines."""


def _doc_texts(subject: Subject) -> dict[str, list[str]]:
    """Texts that are the same on all cards, by box; those of the back are set like the notes."""
    say = subject.say
    back = [value for part in say.back() for value in part.values()]
    return {"title": [say.title], "slogan": [say.slogan], "edition": [say.edition], "scan": back}


def _learn(columns: Mapping[str, Sequence[str]], layout: Layout, fonts: FontSet) -> None:
    """Measure the texts of all columns, weight by weight."""
    of_weight: dict[int, list[str]] = {}
    for name, texts in columns.items():
        of_weight.setdefault(layout.spots[name].weight, []).extend(dict.fromkeys(texts))
    for weight, texts in of_weight.items():
        fit.learn(texts, [weight], fonts)


def _box(spot: Spot) -> fit.Box:
    return fit.Box(spot.width, spot.size, min(spot.least, spot.size), weight=spot.weight)


def _fitted(columns: Mapping[str, Sequence[str]], layout: Layout, fonts: FontSet) -> _Texts:
    """Records of the columns with a size beside every text."""
    spots = layout.spots
    made: dict[str, Sequence[Any]] = {}
    size = len(next(iter(columns.values())))
    too_long = np.zeros(size, np.bool_)
    for name, texts in columns.items():
        fitted = fit.fit(texts, _box(spots[name]), fonts)
        if name == "mark":
            fitted = _on_two_lines(fitted, spots[name], fonts)
        too_long |= fitted.too_long
        made[name], made[f"{name}_size"] = fitted.texts, fitted.size_pt.tolist()
    keys = list(made)
    return _Texts([dict(zip(keys, row, strict=True)) for row in zip(*made.values(), strict=True)], too_long)


def _on_two_lines(fitted: fit.Fitted, spot: Spot, fonts: FontSet) -> fit.Fitted:
    """Delivery marks with those too long for one line on two small ones; more would reach the page's edge."""
    rows = np.flatnonzero(fitted.too_long)
    if not len(rows):
        return fitted
    small = fit.Box(spot.width, MARK_TWICE_PT, spot.least, lines=2, weight=spot.weight)
    again = fit.fit([fitted.texts[row] for row in rows], small, fonts)
    size, too_long, texts = fitted.size_pt.copy(), fitted.too_long.copy(), list(fitted.texts)
    size[rows], too_long[rows] = again.size_pt, again.too_long
    for row, said in zip(rows.tolist(), again.texts, strict=True):
        texts[row] = said
    return fit.Fitted(size, too_long, tuple(texts))


def _card_texts(subject: Subject, deck: Deck) -> dict[str, list[str]]:
    say, rows = subject.say, deck.cards
    carrier = np.where(deck.calls["name"] != "", deck.calls["name"], deck.calls["leader"])
    hands = carrier[rows["call"].to_numpy()]
    place = (rows["group"] + " " + rows["address"]).str.strip()
    return {
        # Where nobody's name is known, the card is that of the address.
        "head": [
            say("card.head", head=head) if head else where
            for head, where in zip(rows["head"], place, strict=True)
        ],
        "number": [say("card.number", id=one) if one else "" for one in rows["household_id"]],
        "mark": [
            say("card.mark", place=where, name=name).strip() for where, name in zip(place, hands, strict=True)
        ],
    }


def _call_texts(subject: Subject, calls: pd.DataFrame) -> dict[str, list[str]]:
    """Texts about whom to call, one per call and field."""
    made: dict[str, list[str]] = {name: [] for name in CALL_FIELDS}
    for call in calls.itertuples(index=False):
        for name, said in _call_of(subject, call).items():
            made[name].append(said)
    return made


def _call_of(subject: Subject, call: Any) -> dict[str, str]:
    """Texts of one call: a member, or whom those who wait may ask."""
    say = subject.say
    post = say.post("leader", [call.leader_role])
    leader = say("card.leader", leader=post, name=call.leader, phone=call.leader_phone).strip()
    said = {
        "label": say("card.label"),
        "circle": call.circle,
        "leader": capital(leader) if call.leader else "",
        "office": capital(say("card.office", phone=call.office)) if call.office else "",
    }
    if not call.member_id:
        return {**said, **_waiting(subject, call, post)}
    if call.leads:
        said["leader"] = capital(say("card.leads", leader=post))
    if call.phone:
        note = say("card.others", phones=call.others) if call.others else ""
        return {**said, "name": call.name, "phone": call.phone, "note": note}
    return {**said, "name": call.name, **_instead(subject, call, post)}


def _instead(subject: Subject, call: Any, post: str) -> dict[str, str]:
    """Phone of somebody who reaches a member without one."""
    say = subject.say
    if call.leader_phone:
        return {"phone": call.leader_phone, "note": say("card.of_leader", leader=post, name=call.leader)}
    if call.office:
        return {"phone": call.office, "note": say("card.of_office")}
    return {"phone": "", "note": ""}


def _waiting(subject: Subject, call: Any, post: str) -> dict[str, str]:
    """Whom to ask until a member is settled, said once."""
    say = subject.say
    said = {"label": say("card.waiting"), "note": ""}
    leader = say("card.waiting.leader", leader=post, name=call.leader)
    if call.leader_phone:
        return {**said, "name": leader, "phone": call.leader_phone, "leader": ""}
    if call.office:
        return {**said, "name": say("card.waiting.office"), "phone": call.office, "office": ""}
    return {**said, "name": leader if call.leader else say("card.waiting.nobody"), "phone": "", "leader": ""}


def _dialled(calls: pd.DataFrame) -> list[str]:
    """What the QR code of each call dials: the number that the card prints large."""
    member = calls["member_id"] != ""
    own = calls["tel"].where(member & (calls["phone"] != ""), "")
    lead = calls["leader_tel"].where(calls["leader_phone"] != "", calls["office_tel"])
    return own.where(member & (calls["phone"] != ""), lead).tolist()


def _findings(deck: Deck, too_long: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[Finding, ...]:
    found = []
    calls = deck.calls
    silent = calls[(calls["member_id"] != "") & (calls["phone"] == "")]
    for code, part in (
        ("NG550", silent[silent["leader_phone"] != ""]),
        ("NG565", silent[silent["leader_phone"] == ""]),
    ):
        ids = list(dict.fromkeys(part["member_id"]))
        if ids:
            found.append(Finding(code, values={"count": len(ids), "ids": some(ids)}))
    waiting = deck.cards["call"].map(calls["member_id"] == "").to_numpy(dtype=bool)
    phoneless = waiting & deck.cards["call"].map(_dials_nobody(calls)).to_numpy(dtype=bool)
    if phoneless.any():
        ids = deck.cards["household_id"][phoneless].tolist()
        found.append(Finding("NG575", values={"count": len(ids), "ids": some(ids)}))
    if too_long.any():
        ids = deck.cards["household_id"][too_long].tolist()
        found.append(Finding("NG566", values={"count": len(ids), "ids": some(ids)}))
    return tuple(found)


def _dials_nobody(calls: pd.DataFrame) -> pd.Series[bool]:
    """Calls that name no number at all."""
    return (calls[["phone", "leader_phone", "office"]] == "").all(axis=1)


def _wording_findings(
    subject: Subject, deck: Deck, layout: Layout, fonts: FontSet, doc: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """What the organiser's own words do not do: fit, or meet a village."""
    found = []
    for name, said in (("title", subject.say.title), ("slogan", subject.say.slogan)):
        if fit.fit([said], _box(layout.spots[name]), fonts).too_long[0]:
            found.append(Finding("NG576", values={"key": f"cards.{name}"}))
    if doc["back_size"] <= LEAST_BACK_PT:
        found.append(Finding("NG576", values={"key": "cards.back"}))
    met = {key for village in deck.cards["village"].unique() for key in (village_key(village), "")}
    pairs = deck.cards[["village", "township"]].drop_duplicates()
    met |= {key for village, township in pairs.to_numpy() for key in places_written(village, township)}
    strange = [name for name in subject.say.rules.service_numbers if village_key(name) not in met and name]
    if strange:
        found.append(Finding("NG577", values={"count": len(strange), "names": " ".join(strange[:SHOWN_IDS])}))
    return tuple(found)


def _distinct(*parts: Any) -> list[str]:
    """Every text that will be printed, once."""
    *tables, doc = parts
    found = {
        value: None
        for records in tables
        for record in records
        for value in record.values()
        if isinstance(value, str)
    }
    found |= {value: None for value in doc.values() if isinstance(value, str)}
    found |= {value: None for part in doc["back"] for value in part.values()}
    return list(found)
