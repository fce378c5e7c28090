"""What stands on the pages of a notice board: texts, each with the size at which it fits its place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.outputs.paper import board_layout as layout
from neighborgrid.outputs.paper import phones
from neighborgrid.outputs.paper.common import capital
from neighborgrid.outputs.paper.fit import PT_PER_MM, Box, fit, widths_em

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.outputs.paper.board_folk import Board, Person
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.subject import Subject
    from neighborgrid.outputs.paper.wording import Post

    Page = dict[str, Any]
    Text = dict[str, Any]

HALF_KILOMETRE_M: Final = 500.0
STEPS: Final = 3
PHONE_SHARE: Final = 0.16
"""Share of a phone's column that the mark for no phone takes."""


class BoardWriter:
    """Writer of the boards of one plan.

    Sizes are filled in by `settle`, for all boards at once: to measure texts one by one takes a hundred times
    as long.
    """

    def __init__(self, subject: Subject, fonts: FontSet) -> None:
        self._subject = subject
        self._say = subject.say
        self._fonts = fonts
        self._homes = subject.plan.households["head"].to_numpy(dtype=object)
        self._asked: dict[layout.Place, list[tuple[str, Text]]] = {}
        self._key = ""

    def settle(self) -> list[str]:
        """Fill in the sizes of all texts; keys of the boards on which a text does not fit."""
        of_weight: dict[int, list[str]] = {}
        for place, asked in self._asked.items():
            of_weight.setdefault(place.box.weight, []).extend(text["text"] for _, text in asked)
        for weight, said in of_weight.items():
            # The ruler remembers what it has measured.
            widths_em(said, self._fonts, weight)
        too_long: dict[str, None] = {}
        for place, asked in self._asked.items():
            left = self._fill(asked, place.box)
            if place.second is not None and left:
                left = self._fill(left, place.second)
            too_long |= dict.fromkeys(key for key, _ in left)
        self._asked.clear()
        return list(too_long)

    def _fill(self, asked: list[tuple[str, Text]], box: Box) -> list[tuple[str, Text]]:
        """Give the texts their sizes in a box; those that do not fit, as they were."""
        fitted = fit([text["text"] for _, text in asked], box, self._fonts)
        left = []
        parts = zip(asked, fitted.texts, fitted.size_pt.tolist(), fitted.too_long.tolist(), strict=True)
        for (key, text), shown, size, over in parts:
            text["size"] = size
            if over:
                left.append((key, text))
            else:
                text["text"] = shown
        return left

    def pages(self, board: Board, *, with_households: bool) -> list[Page]:
        """Pages of one board: the poster, then what had no room on it."""
        self._key = board.key
        y = layout.POSTS_Y
        posts = self._posts(board)
        if posts:
            y += layout.posts_height(len(board.deputies)) + 5
        grid = layout.table(len(board.people), y + layout.HEADING)
        first = self._poster(board, posts, y, grid)
        later, left = [], board.people[grid.capacity :]
        while left:
            more = layout.later_table(len(left))
            later.append(self._continued(board, left[: more.capacity], more))
            left = left[more.capacity :]
        homes = self._home_pages(board) if with_households else []
        return [first, *later, *homes]

    def _poster(self, board: Board, posts: list[Page], y: float, grid: layout.Table) -> Page:
        say = self._say
        facts = say(
            "board.facts" if board.circle else "board.facts.village",
            households=board.households,
            members=len(board.people),
        )
        label = say("board.member")
        return {
            "kind": "board",
            "title": self._text("title", self._title(board)),
            "sub": self._text("sub", self._sub(board)),
            "facts": {"y": layout.FACTS_Y, **self._text("facts", facts)},
            "posts": posts,
            "members": {
                "y": y,
                "label": self._text("member_label", capital(label)),
                "duty": self._text("member_duty", say("board.duty.member")),
            },
            "table": self._table(board, board.people[: grid.capacity], grid),
            **self._lower(board, grid.end + layout.MAP_GAP),
            "foot": self._foot(board),
        }

    def _title(self, board: Board) -> str:
        return self._say("board.title" if board.circle else "board.title.village", name=board.name)

    def _sub(self, board: Board) -> str:
        """Line below the title; it promises no other distance than the plan holds."""
        say = self._say
        limit_m = self._subject.plan.rules.circles.limit_m
        parts = [say("board.sub.party")]
        if board.circle:
            kind = "circle" if math.isinf(limit_m) else "half" if limit_m == HALF_KILOMETRE_M else "metres"
            parts.append(say(f"board.sub.{kind}", metres=f"{limit_m:g}"))
        parts.append(say("board.sub.team"))
        return say("board.joint").join(map(capital, parts))

    def _posts(self, board: Board) -> list[Page]:
        """Boxes of the leader and of the deputies, side by side; none where nobody holds a post."""
        height = layout.posts_height(len(board.deputies))
        x, width = layout.SIDE, layout.LEADER_WIDTH
        boxes = []
        if board.leader is not None:
            wide = width if board.deputies else layout.INNER
            boxes.append(self._post(board, "leader", [board.leader], x, wide, height))
            x += width + layout.POST_GAP
        if board.deputies:
            wide = layout.WIDTH - layout.SIDE - x
            boxes.append(self._post(board, "deputy", board.deputies, x, wide, height))
        return boxes

    def _post(
        self, board: Board, post: Post, people: Sequence[Person], x: float, width: float, height: float
    ) -> Page:
        inner = width - 2 * layout.PADDING
        across = min(len(people), layout.DEPUTIES_ACROSS)
        each = inner / across - (2 if across > 1 else 0)
        name, phone = layout.person_places(each)
        shown = []
        for index, person in enumerate(people):
            down, right = divmod(index, across)
            shown.append({
                "x": layout.PADDING + right * inner / across,
                "y": layout.POST_HEAD + down * layout.PERSON,
                "width": each,
                "name": self._fit([person.name], name)[0],
                **self._phones(board, [person], phone)[0],
            })  # fmt: skip
        label = layout.Place(Box(inner, 14, 9, weight=500))
        duty = layout.duty_place(inner)
        return {
            "x": x,
            "y": layout.POSTS_Y,
            "width": width,
            "height": height,
            "label": self._fit([capital(self._post_name(post, people))], label)[0],
            "duty": self._fit([self._say(f"board.duty.{post}")], duty)[0],
            "people": shown,
        }

    def _post_name(self, post: Post, people: Sequence[Person]) -> str:
        """Title of a post."""
        return self._say.post(post, (person.role for person in people))

    def _legend(self, board: Board) -> dict[str, str]:
        """Words of the map's legend that are not the usual ones: own terms, neutral titles of stand-ins."""
        own = self._say.rules.terms
        made = {"member": capital(own["member"])} if "member" in own else {}
        held: tuple[tuple[Post, Sequence[Person]], ...] = (
            ("leader", [board.leader] if board.leader else []),
            ("deputy", board.deputies),
        )
        for post, people in held:
            if self._post_name(post, people) != self._post_name(post, ()) or post in own:
                made[post] = capital(self._post_name(post, people))
        return made

    def _phones(self, board: Board, people: Sequence[Person], place: layout.Place) -> list[Page]:
        """Phone of each person, or a mark and whom to call instead."""
        none, box = self._say("board.none"), place.box
        shown = self._fit([person.phone if person.phone else none for person in people], place)
        room = Box(box.width_mm * (1 - PHONE_SHARE), box.size_pt * 0.72, min(8, box.size_pt * 0.6))
        notes = self._fit(
            [self._instead(board, person) for person in people], layout.in_two(room, box.size_pt / 2.2)
        )
        return [{"phone": one, "note": note} for one, note in zip(shown, notes, strict=True)]

    def _instead(self, board: Board, person: Person) -> str:
        """Whom to call where a person has no phone on the board: the leader, else the number at the foot."""
        say, leader = self._say, board.leader
        if person.phone:
            return ""
        if leader is not None and leader.phone:
            return say("board.instead", post=self._post_name("leader", [leader]))
        if say.office_number(board.village, board.township):
            return say("board.instead", post=say.terms["branch"])
        return ""

    def _table(self, board: Board, people: Sequence[Person], grid: layout.Table) -> Page:
        places = grid.places(self._subject.lang)
        small = max(grid.size_pt * 0.7, layout.LEAST_PT)
        heads = [
            self._fit(
                [self._say(f"board.col.{name}")],
                layout.Place(Box(place.box.width_mm, small, 5, weight=500)),
            )[0]
            for name, place in places.items()
        ]
        cells = zip(
            self._fit([person.name for person in people], places["name"]),
            self._phones(board, people, places["phone"]),
            self._fit([str(person.households) for person in people], places["households"]),
            self._fit([person.group for person in people], places["group"]),
            strict=True,
        )
        rows = [{"name": a, **b, "households": c, "group": d} for a, b, c, d in cells]
        # Blocks of even height, so that the last is not a stump.
        high = -(-len(rows) // grid.blocks)
        blocks = [rows[begin : begin + high] for begin in range(0, len(rows), high)]
        return {**grid.as_data(self._subject.lang), "heads": heads, "blocks": blocks}

    def _lower(self, board: Board, y: float) -> Page:
        """Map and the three steps, side by side."""
        say = self._say
        height = layout.LOWER_END - y
        caption = say("board.caption")
        captions = [self._text("caption", one) for one in (caption, say("board.unlabelled", caption=caption))]
        x = layout.SIDE + layout.MAP_WIDTH + layout.MAP_GAP
        room = height - layout.HEADING
        each = (room - (STEPS - 1) * layout.STEP_GAP) / STEPS
        second = "board.step.2" if board.circle else "board.step.2.village"
        said = [say("board.step.1"), say(second), say("board.step.3")]
        return {
            "map": {
                "x": layout.SIDE,
                "y": y,
                "width": layout.MAP_WIDTH,
                "height": round(height - layout.CAPTION, 2),
                "captions": captions,
                "words": self._legend(board),
            },
            "steps": {
                "x": x,
                "y": y,
                "width": layout.WIDTH - layout.SIDE - x,
                "each": each,
                "gap": layout.STEP_GAP,
                "heading": layout.HEADING,
                "number": layout.NUMBER,
                "head": self._text("steps_head", say("board.steps")),
                "steps": self._fit(said, layout.Place(layout.step_box(each))),
            },
        }

    def _foot(self, board: Board) -> Page:
        say = self._say
        number = phones.printed(say.office_number(board.village, board.township))
        return {
            "y": layout.FOOT_Y,
            "said": self._text("said", say("board.supervise")),
            "branch": self._text("branch", capital(say("board.branch", phone=number).strip())),
            "edition": self._text("edition", say.edition),
        }

    def _continued(self, board: Board, people: Sequence[Person], grid: layout.Table) -> Page:
        title = self._say("board.more", title=self._title(board))
        return {
            "kind": "more",
            "title": self._text("more", title),
            "note": None,
            "table": self._table(board, people, grid),
        }

    def _home_pages(self, board: Board) -> list[Page]:
        """Names of the households by member, for internal use."""
        say = self._say
        joint = say("board.homes.joint")
        heads = []
        begin = 0
        for person in board.people:
            rows = board.homes[begin : begin + person.households]
            heads.append(joint.join(head for head in self._homes[rows] if head))
            begin += person.households
        names = [self._text("homes_name", person.name) for person in board.people]
        box = layout.BOXES["homes"]
        # Broken into lines at once, since their number decides where a page ends.
        lists: list[Text] = [
            {"text": text, "size": box.size_pt} for text in fit(heads, box, self._fonts).texts
        ]
        line_mm = box.size_pt * (1 + box.leading_em) / PT_PER_MM
        pages: list[list[Page]] = [[]]
        y = layout.MORE_TOP
        for name, listed in zip(names, lists, strict=True):
            height = line_mm * (listed["text"].count("\n") + 1) + 3
            if pages[-1] and y + height > layout.MORE_END:
                pages.append([])
                y = layout.MORE_TOP
            pages[-1].append({"y": y, "name": name, "homes": listed})
            y += height
        title = self._text("more", say("board.homes", name=board.name))
        note = self._text("note", say("board.homes.note"))
        return [
            {"kind": "homes", "title": title, "note": note, "left": layout.LIST_NAME, "rows": rows}
            for rows in pages
        ]

    def _text(self, box: str, said: str) -> Text:
        return self._fit([said], layout.Place(layout.BOXES[box]))[0]

    def _fit(self, said: Sequence[str], place: layout.Place) -> list[Text]:
        """Texts of one place, whose sizes `settle` fills in."""
        made: list[Text] = [{"text": text, "size": place.box.size_pt} for text in said]
        self._asked.setdefault(place, []).extend((self._key, text) for text in made)
        return made
