"""Sheets of cards: order of piles, sections, partial sheets, crop marks, mirrored backs, scale, margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from neighborgrid.outputs.paper import calibration
from neighborgrid.outputs.paper.deck import Deck, deck
from neighborgrid.outputs.paper.layouts import LAYOUTS
from neighborgrid.outputs.paper.press import Press, Template
from neighborgrid.outputs.paper.sheets import Order, Split, sections, sheets
from paperpages import FONTS, MM_PER_INCH, Printed, moved, pictures, print_cards, read_pages, runs, slot_box
from paperplans import card_plan, edited, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.sheets import Sheet

DPI = 400
WITHIN_MM = 0.3
TITLE = "党员服务群众联心卡"
SLOGAN = "有困难，马上找党员"
PAGES = {"a4x8": (210, 297), "a4x10": (210, 297), "a6": (297, 210), "large": (210, 297), "single": (114, 78)}
TRIMS = {"a4x8": (92, 66), "a4x10": (90, 54), "a6": (138, 96), "large": (190, 134), "single": (90, 54)}
DOTS = Template(
    "dots.typ",
    """#import "house.typ": *
#let dot(x, y) = place(dx: mm(x - 1), dy: mm(y - 1), rect(width: 2mm, height: 2mm, fill: black))
#let front(card, call, doc) = dot(20, 30)
#let back(doc) = dot(33, 17)
""",
    own=True,
)
"""A design of nothing but a dot at a known place, another one on the back."""
FRONT_DOT, BACK_DOT = (20, 30), (33, 17)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return card_plan()


@pytest.fixture(scope="module", params=list(LAYOUTS))
def printed(request: pytest.FixtureRequest, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Cards of the standard plan in one of the layouts, in the order of piles."""
    return print_cards(subject_of(plan), tmp_path_factory.mktemp("s") / "a.pdf", layout=request.param)


@pytest.fixture(scope="module", params=list(LAYOUTS))
def dotted(request: pytest.FixtureRequest, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Three cards as dots, so that the sheet is not full where it takes four or more."""
    whole = deck(subject_of(plan))
    few = whole.take(np.arange(len(whole.cards)) < 3)
    target = tmp_path_factory.mktemp("dots") / "a.pdf"
    return print_cards(subject_of(plan), target, few, layout=request.param, template=DOTS)


def piled(laid: Sequence[Sheet]) -> list[int]:
    """Cards as they lie after the sheets were cut in one stack and the piles laid on each other by slot."""
    return [card for pile in zip(*laid, strict=True) for card in pile if card is not None]


@given(count=st.integers(0, 90), per_sheet=st.sampled_from([1, 2, 4, 8, 10]), begin=st.integers(0, 50))
def test_piles_lie_in_the_order_of_delivery(count: int, per_sheet: int, begin: int) -> None:
    cards = range(begin, begin + count)
    for order in Order:
        laid = sheets(cards, per_sheet, order)
        assert len(laid) == -(-count // per_sheet)
        assert all(len(sheet) == per_sheet for sheet in laid)
        assert all(any(card is not None for card in sheet) for sheet in laid)
    assert piled(sheets(cards, per_sheet, Order.STACK)) == list(cards)
    in_order = [card for sheet in sheets(cards, per_sheet, Order.PAGE) for card in sheet if card is not None]
    assert in_order == list(cards)


def test_piles_by_hand() -> None:
    # Nine cards, four a sheet: piles 0 1 2, 3 4 5, 6 7 8, none.
    assert sheets(range(9), 4, Order.STACK) == [[0, 3, 6, None], [1, 4, 7, None], [2, 5, 8, None]]
    assert sheets(range(5), 4, Order.PAGE) == [[0, 1, 2, 3], [4, None, None, None]]
    assert sheets(range(3, 3), 4, Order.STACK) == []


def small_deck(*rows: tuple[str, str, str]) -> Deck:
    """Deck of cards by village, circle and member."""
    made = pd.DataFrame(rows, columns=["village", "circle_id", "member_id"])
    return Deck(made.assign(call=0, township="", place=made["village"]), pd.DataFrame(), {})


def test_sections_follow_the_deck() -> None:
    made = small_deck(
        ("甲村", "Q1", "M1"), ("甲村", "Q1", "M1"), ("甲村", "Q1", "M2"), ("甲村", "Q2", "M3"),
        ("甲村", "Q1", ""), ("乙村", "Q3", "M4"), ("乙村", "Q3", ""),
    )  # fmt: skip
    ends = {
        Split.VILLAGE: [range(0, 5), range(5, 7)],
        Split.CIRCLE: [range(0, 3), range(3, 4), range(4, 5), range(5, 6), range(6, 7)],
        Split.MEMBER: [range(0, 2), range(2, 3), range(3, 4), range(4, 5), range(5, 6), range(6, 7)],
    }
    for split, parts in ends.items():
        assert [part for _, part in sections(made, split)] == parts
    assert [key for key, _ in sections(made, Split.CIRCLE)] == [
        "甲村\x1fQ1", "甲村\x1fQ2", "甲村\x1f", "乙村\x1fQ3", "乙村\x1f",
    ]  # fmt: skip
    assert sections(small_deck(), Split.VILLAGE) == []


def test_spellings_of_one_village_are_one_section(plan: Plan) -> None:
    other = edited(plan, "households", H006={"village": "甲村村委会"}, H030={"village": "甲"})
    parts = sections(deck(subject_of(other)), Split.VILLAGE)
    assert [part for _, part in parts] == [range(0, 28), range(28, 44)]


def test_piles_of_the_printed_sheets(printed: Printed) -> None:
    found = printed.cards
    village = dict(zip(printed.deck.cards["household_id"], printed.deck.cards["village"], strict=True))
    order = []
    for name in ("甲村", "乙村"):
        part = [card for card in found if village[card.number] == name]
        order += [card.number for card in sorted(part, key=lambda card: (card.slot, card.page))]
        # A sheet holds cards of one village only.
        assert not {card.page for card in part} & {c.page for c in found if village[c.number] != name}
    assert order == printed.deck.cards["household_id"].tolist()


def test_cards_page_by_page(tmp_path: Path, plan: Plan) -> None:
    made = print_cards(subject_of(plan), tmp_path / "a.pdf", layout="a4x10", order=Order.PAGE)
    assert [card.number for card in made.cards] == made.deck.cards["household_id"].tolist()


@pytest.mark.parametrize("split", list(Split))
def test_every_file_has_fronts_and_backs(tmp_path: Path, plan: Plan, split: Split) -> None:
    made = print_cards(subject_of(plan), tmp_path / "卡.pdf", split=split)
    assert len(made.paths) == len(sections(made.deck, split))
    order = []
    for path in made.paths:
        part = Printed(made.deck, made.layout, (path,), ())
        assert len(part.pages) % 2 == 0
        order += [c.number for c in sorted(part.cards, key=lambda card: (card.slot, card.page))]
    assert order == made.deck.cards["household_id"].tolist()


def test_no_frames_without_a_card(printed: Printed) -> None:
    found = printed.cards
    assert len(printed.pages) % 2 == 0
    for number, page in enumerate(printed.pages):
        said = [piece.text for piece in page.pieces]
        count = sum(card.page == number - number % 2 for card in found)
        assert said.count(SLOGAN if number % 2 else TITLE) == count > 0


def test_page_and_card_have_their_sizes(printed: Printed) -> None:
    key = printed.layout.key
    assert all((page.width, page.height) == pytest.approx(PAGES[key], abs=0.05) for page in printed.pages)
    assert (printed.layout.card_width, printed.layout.card_height) == TRIMS[key]


def cuts(size: float, trim: float) -> list[float]:
    """Where cards in the middle of a page are cut."""
    count = int(size // trim)
    return [(size - count * trim) / 2 + index * trim for index in range(count + 1)]


def marks_of(
    shot: NDArray[np.uint8], made: Printed, scale: tuple[float, float] = (1, 1)
) -> dict[str, list[float]]:
    """Middles of the crop marks at each edge, looked for in the outer third of their length."""
    dark = 255.0 - shot
    layout = made.layout
    gap, length = layout.as_data()["crop"]["gap"], layout.as_data()["crop"]["length"]

    def strip(edge: float, out: int, size: float, factor: float) -> slice:
        outer = sorted(moved(edge + out * (gap + part * length), size, factor) for part in (0.72, 0.95))
        return slice(*(round(mm / MM_PER_INCH * DPI) for mm in outer))

    width, height = layout.page_width, layout.page_height
    found = {}
    for name, edge, out in (("top", layout.top, -1), ("bottom", height - layout.top, 1)):
        found[name] = runs(dark[strip(edge, out, height, scale[1])].mean(axis=0), DPI, 100)
    for name, edge, out in (("left", layout.left, -1), ("right", width - layout.left, 1)):
        found[name] = runs(dark[:, strip(edge, out, width, scale[0])].mean(axis=1), DPI, 100)
    return found


def dots_of(shot: NDArray[np.uint8]) -> list[tuple[float, float]]:
    """Middles of the squares of 2 mm on a page, in millimetres."""
    blobs, count = ndimage.label(ndimage.binary_erosion(shot[::2, ::2] < 128, iterations=3))
    middles = ndimage.center_of_mass(blobs > 0, blobs, range(1, count + 1))
    return sorted(((2 * x + 1) * MM_PER_INCH / DPI, (2 * y + 1) * MM_PER_INCH / DPI) for y, x in middles)


def test_crop_marks_are_where_the_cards_are_cut(dotted: Printed) -> None:
    layout = dotted.layout
    across = cuts(layout.page_width, TRIMS[layout.key][0])
    down = cuts(layout.page_height, TRIMS[layout.key][1])
    for shot in pictures(dotted.paths[0], DPI, slice(0, 2)):
        found = marks_of(shot, dotted)
        assert found["top"] == found["bottom"] == pytest.approx(across, abs=0.1)
        assert found["left"] == found["right"] == pytest.approx(down, abs=0.1)


def test_backs_lie_behind_their_fronts(dotted: Printed) -> None:
    layout = dotted.layout
    per_sheet = min(3, layout.per_sheet)
    front, back = pictures(dotted.paths[0], DPI, slice(0, 2))
    slots = [slot_box(layout, slot) for slot in range(per_sheet)]
    fronts = sorted((slot.left + FRONT_DOT[0], slot.top + FRONT_DOT[1]) for slot in slots)
    assert np.array(dots_of(front)) == pytest.approx(np.array(fronts), abs=WITHIN_MM)
    if layout.key == "a6":
        # Landscape paper, turned over its long edge, shows below what was above. The backs are upside down
        # there: a card that is cut out and turned over like a page is then upright on both sides.
        corners = [(slot.right, layout.page_height - slot.top) for slot in slots]
        behind = sorted((x - BACK_DOT[0], y - BACK_DOT[1]) for x, y in corners)
    else:
        # Portrait paper shows on the right what was on the left; each back covers the card of its front.
        corners = [(layout.page_width - slot.right, slot.top) for slot in slots]
        behind = sorted((x + BACK_DOT[0], y + BACK_DOT[1]) for x, y in corners)
    assert np.array(dots_of(back)) == pytest.approx(np.array(behind), abs=WITHIN_MM)


def test_scale_stretches_about_the_middle(tmp_path: Path, plan: Plan) -> None:
    whole = deck(subject_of(plan))
    few = whole.take(np.arange(len(whole.cards)) < 9)
    scale = (1.02, 0.985)
    made = print_cards(subject_of(plan), tmp_path / "a.pdf", few, layout="a4x8", template=DOTS, scale=scale)
    straight = print_cards(subject_of(plan), tmp_path / "b.pdf", few, layout="a4x8", template=DOTS)
    assert [(page.width, page.height) for page in made.pages] == [
        (page.width, page.height) for page in straight.pages
    ]
    pairs = zip(pictures(made.paths[0], DPI), pictures(straight.paths[0], DPI), strict=True)
    for ours, theirs in pairs:
        wanted = [(moved(x, 210, scale[0]), moved(y, 297, scale[1])) for x, y in dots_of(theirs)]
        assert np.array(dots_of(ours)) == pytest.approx(np.array(wanted), abs=0.2)
        assert marks_of(ours, made, scale)["top"] == pytest.approx(
            [moved(x, 210, scale[0]) for x in cuts(210, 92)], abs=0.1
        )


@pytest.mark.parametrize("scale", [(1.0, 1.0), (1.015, 0.98)])
def test_the_rulers_of_the_calibration_page(tmp_path: Path, plan: Plan, scale: tuple[float, float]) -> None:
    target = tmp_path / "校准页.pdf"
    Press(FONTS.paths).print(calibration.jobs(subject_of(plan), FONTS, target, scale).jobs)
    (page,) = read_pages(target)
    assert (page.width, page.height) == pytest.approx((210, 297), abs=0.05)
    ends = {name: [piece for piece in page.pieces if piece.text == name] for name in ("10", "90")}
    assert [len(found) for found in ends.values()] == [2, 2]
    across, down = (
        [max(found, key=key) for found in ends.values()]
        for key in (lambda piece: -piece.top, lambda piece: piece.top)
    )
    # Numbers stand centred under the ticks of 10 and 90 mm.
    assert (sum_of(across[1], "x") - sum_of(across[0], "x")) / 2 == pytest.approx(80 * scale[0], abs=0.2)
    assert (sum_of(down[1], "y") - sum_of(down[0], "y")) / 2 == pytest.approx(80 * scale[1], abs=0.2)


def sum_of(piece: Any, axis: str) -> float:
    return piece.left + piece.right if axis == "x" else piece.top + piece.bottom


def test_delivery_marks_are_cut_away_and_on_the_paper(printed: Printed) -> None:
    layout = printed.layout
    bleed = layout.bleed
    slots = [slot_box(layout, slot) for slot in range(layout.per_sheet)]
    found = printed.marks()
    assert len(found) == len(printed.deck.cards)
    for number, piece in found:
        page = printed.pages[number]
        assert number % 2 == 0
        # A millimetre at least between the mark and what is cut along.
        assert not any(piece.meets(slot, -bleed - 1) for slot in slots)
        room = (piece.left, piece.top, page.width - piece.right, page.height - piece.bottom)
        # Printers leave 4.2 mm blank; the page of the print shop is larger than its paper needs.
        assert min(room) >= 4.2
