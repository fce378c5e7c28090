"""Notice boards: a poster per circle with its members, their phones, three steps and a drawn map.

A board never shows a household's name, a priority, or why somebody does not serve; its members stand by post
and group, never by load. How a page looks is the business of ``board.typ``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal

from neighborgrid.findings import Finding
from neighborgrid.outputs.paper import board_layout as layout
from neighborgrid.outputs.paper.board_folk import boards
from neighborgrid.outputs.paper.board_map import drawn
from neighborgrid.outputs.paper.board_pages import BoardWriter
from neighborgrid.outputs.paper.common import Prepared, press_doc, some, targets
from neighborgrid.outputs.paper.press import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from neighborgrid.outputs.paper.board_folk import Board
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.press import Template
    from neighborgrid.outputs.paper.subject import Subject

Size = Literal["a3", "a2", "a1"]
Page = dict[str, Any]

BOARDS_A_JOB: Final = 200
WEIGHT: Final = 45
"""Weight of a board, in cards: its map is a large picture."""


def jobs(
    subject: Subject,
    fonts: FontSet,
    target: Path,
    *,
    template: Template,
    size: Size,
    with_households: bool = False,
) -> Prepared:
    """Boards of a plan, ready to be printed into ``target`` (a folder where there are several files).

    ``with_households`` adds pages with the names of the households, for internal use. Findings: NG551 members
    without a phone, NG552 texts that do not fit even at their least size, NG553 boards without a service
    number.
    """
    writer = BoardWriter(subject, fonts)
    made = boards(subject)
    pages = [writer.pages(board, with_households=with_households) for board in made]
    too_long = writer.settle()
    doc = press_doc(subject, fonts) | _paper(size)
    parts = [
        range(begin, min(begin + BOARDS_A_JOB, len(made))) for begin in range(0, len(made), BOARDS_A_JOB)
    ]

    def lazily() -> Iterator[Job]:
        for path, part in zip(targets(target, len(parts)), parts, strict=True):
            yield _job(path, subject, template, doc, made, pages, part)

    return Prepared(lazily(), WEIGHT * len(made), _texts(pages), tuple(_findings(subject, made, too_long)))


def _job(
    path: Path,
    subject: Subject,
    template: Template,
    doc: dict[str, Any],
    made: Sequence[Board],
    pages: Sequence[list[Page]],
    part: range,
) -> Job:
    """One file: pages of some of the boards, with their maps."""
    pictures = {}
    shown = []
    for number in part:
        first, *rest = pages[number]
        sketch = drawn(subject.plan, made[number], first["map"], subject.lang)
        name = f"map-{number + 1}.svg" if sketch.svg else ""
        if sketch.svg:
            pictures[name] = sketch.svg
        caption = first["map"]["captions"][sketch.unlabelled]
        shown += [{**first, "map": {**first["map"], "file": name, "caption": caption}}, *rest]
    data = {"doc": doc, "pages": shown}
    return Job(path, "boards.typ", template, data, pictures=pictures, weight=WEIGHT * len(part))


def _paper(size: Size) -> dict[str, Any]:
    """Paper of a size, and how much larger than A3 it is."""
    width, height = layout.SIZES[size]
    scale = min(width / layout.WIDTH, height / layout.HEIGHT)
    return {
        "page": {"width": width, "height": height},
        "board": {"width": layout.WIDTH, "height": layout.HEIGHT, "side": layout.SIDE, "band": layout.BAND},
        "scale": math.floor(scale * 10_000) / 10_000,
    }


def _findings(subject: Subject, made: Sequence[Board], too_long: Sequence[str]) -> Iterator[Finding]:
    silent = [person.member_id for board in made for person in board.people if not person.known]
    numberless = [board.key for board in made if not subject.say.office_number(board.village, board.township)]
    for code, ids in (("NG551", silent), ("NG552", too_long), ("NG553", numberless)):
        if ids:
            yield Finding(code, values={"count": len(ids), "ids": some(ids)})


def _texts(found: Any) -> list[str]:
    """Every text that is printed, once."""
    seen: dict[str, None] = {}
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(value for key, value in one.items() if key != "kind")
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        elif isinstance(one, str):
            seen[one] = None
    return list(seen)
