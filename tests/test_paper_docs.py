"""docs/papers.md is true: it names every field that a design is handed, and its designs can be printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from neighborgrid.cli.app import EXPORT_VERBS
from neighborgrid.outputs.paper import boards, cards, notebooks, receipts, report
from neighborgrid.outputs.paper.deck import deck
from neighborgrid.outputs.paper.layouts import LAYOUTS
from neighborgrid.outputs.paper.press import MOST_AT_ONCE, Press, Template
from paperpages import FONTS, print_cards, read_pages
from paperplans import card_plan, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neighborgrid.outputs.paper.subject import Subject

PAGE = (Path(__file__).parents[1] / "docs" / "papers.md").read_text("utf-8")
DESIGNS = ("card.typ", "board.typ", "notebook.typ", "receipt.typ", "report.typ")
NOWHERE = Path("out.pdf")
OFFICE = "0311-84560000"


def section(name: str) -> str:
    """Text of a design, with what is said of all designs."""
    shared = PAGE.partition("## Designs of your own\n")[2].partition("\n### ")[0]
    return shared + re.split(r"\n##+ ", PAGE.partition(f"\n### {name}\n")[2])[0]


def design_in_the_page() -> str:
    (found,) = re.findall(r"<!-- design:card -->\n```typst\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subject_of(card_plan(), cards__service_number=OFFICE)


def data_of(name: str, subject: Subject) -> dict[str, Any]:
    """What goes to the typesetter with a design."""
    template = Template.built_in(name)
    makers: dict[str, Callable[[], Any]] = {
        "card.typ": lambda: cards.jobs(subject, deck(subject), FONTS, NOWHERE, cards.CardOptions()),
        "board.typ": lambda: boards.jobs(
            subject, FONTS, NOWHERE, template=template, size="a3", with_households=True
        ),
        "notebook.typ": lambda: notebooks.jobs(subject, FONTS, NOWHERE, template=template),
        "receipt.typ": lambda: receipts.jobs(subject, FONTS, NOWHERE, template=template),
        "report.typ": lambda: report.jobs(subject, FONTS, NOWHERE, template=template),
    }
    (job,) = makers[name]().jobs
    return dict(job.data)


def parts_of(name: str, data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the functions of a design are handed, by the name of the argument."""
    pages = data.get("pages", [])
    found = {
        "card.typ": lambda: {"card": data["cards"], "call": data["calls"]},
        "board.typ": lambda: {"one": pages[:1]},
        "notebook.typ": lambda: {"book": data["books"], "home": data["books"][0]["homes"]},
        "receipt.typ": lambda: {"sheet": data["sheets"]},
        "report.typ": lambda: {
            "figures": [data["head"]], "table-of": [data["check"]], "list": [data["waiting"]],
        },
    }  # fmt: skip
    return {"doc": [data["doc"]], **found[name]()}


def keys_below(value: Any) -> Iterator[str]:
    """All keys inside a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_below(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from keys_below(inner)


@pytest.mark.parametrize("name", DESIGNS)
def test_every_field_is_in_the_page(name: str, subject: Subject) -> None:
    said = section(name)
    data = data_of(name, subject)
    for argument, entries in parts_of(name, data).items():
        assert entries, argument
        fields = dict.fromkeys(key for entry in entries for key in entry)
        assert [key for key in fields if f"`{argument}.{key}`" not in said] == []
        inner = {key for entry in entries for value in entry.values() for key in keys_below(value)}
        assert {key for key in inner if f"`{key}`" not in said and f".{key}`" not in said} == set()


def test_pages_that_continue_a_board_are_in_the_page(subject: Subject) -> None:
    said = section("board.typ")
    pages = data_of("board.typ", subject)["pages"]
    kinds = {page["kind"]: page for page in pages}
    assert set(kinds) == {"board", "homes"}
    assert {
        key for key in keys_below(kinds["homes"]) if f"`{key}`" not in said and f".{key}`" not in said
    } == set()


@pytest.mark.parametrize("name", DESIGNS)
def test_fields_in_the_page_exist(name: str, subject: Subject) -> None:
    parts = parts_of(name, data_of(name, subject))
    rows = re.findall(r"^\| (`[^|]*) \|", section(name), re.MULTILINE)
    told = re.findall(r"`([a-z-]+)\.(\w+)`", " ".join(rows))
    known = {(argument, key) for argument, entries in parts.items() for entry in entries for key in entry}
    # Files of the table of designs, and the number of a page, are no fields.
    assert {(argument, key) for argument, key in told if key != "typ"} <= known


@pytest.mark.parametrize("name", DESIGNS)
def test_functions_of_a_design_are_in_the_page(name: str) -> None:
    imported = {"setup", "fixed", "contact"}
    mains = {"card.typ": ["sheet.typ", "face.typ", "under.typ"], "board.typ": ["boards.typ"],
             "notebook.typ": ["notebooks.typ", "rows.typ"], "receipt.typ": ["receipts.typ", "rows.typ"],
             "report.typ": ["reports.typ"]}  # fmt: skip
    called = {
        one
        for main in mains[name]
        for one in re.findall(r"\(design\.(\w+)\)", Template.built_in(main).source)
    }
    assert called
    (row,) = re.findall(rf"^\| `{name}` \|.*$", PAGE, re.MULTILINE)
    assert {one for one in called - imported if f"`{one}`" not in row} == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_small_design_prints_every_layout(layout: str, subject: Subject, tmp_path: Path) -> None:
    own = Template("own.typ", design_in_the_page(), own=True)
    made = deck(subject)
    print_cards(subject, tmp_path / "cards.pdf", layout=layout, template=own)
    said = "".join(piece.text for page in read_pages(tmp_path / "cards.pdf") for piece in page.pieces)
    flat = "".join(said.split())
    for head, number in zip(made.cards["head"], made.cards["household_id"], strict=True):
        assert f"{head}家" in flat
        assert number in flat
    assert "您的联户党员" in flat
    assert "首问负责" in flat


def test_built_in_designs_print_under_another_name(subject: Subject, tmp_path: Path) -> None:
    # What --show-template shows is a design of one's own from the first minute.
    template = Template("own.typ", Template.built_in("receipt.typ").source, own=True)
    prepared = receipts.jobs(subject, FONTS, tmp_path / "own.pdf", template=template)
    assert [item.path.name for item in Press(FONTS.paths).print(prepared.jobs)] == ["own.pdf"]


def test_table_of_layouts_is_true() -> None:
    rows = {}
    for line in PAGE.splitlines():
        found = re.match(r"\| `(\w+)`[^|]*\| (\d+) x (\d+)[^|]*\|[^|]*?(\d+) \| (.*) \|$", line)
        if found:
            rows[found[1]] = found
    assert list(rows) == list(LAYOUTS)
    for name, found in rows.items():
        layout = LAYOUTS[name]
        assert (layout.card_width, layout.card_height, layout.per_sheet) == tuple(
            map(float, found.groups()[1:4])
        )
        size = f"{layout.page_width:g} x {layout.page_height:g} mm"
        a4 = {"210 x 297 mm": "A4 portrait", "297 x 210 mm": "A4 landscape"}
        assert found[5].startswith(a4.get(size, size))


def test_limits_of_files_are_true() -> None:
    told = (
        f"({MOST_AT_ONCE:,} cards, {boards.BOARDS_A_JOB} boards, "
        f"{notebooks.MOST_PAGES:,} pages of notebooks or {receipts.MOST_PAGES:,} pages of receipts each)"
    )
    assert told in PAGE


def test_every_verb_is_in_the_page() -> None:
    assert [verb for verb in EXPORT_VERBS if f"| `{verb}` |" not in PAGE] == []
