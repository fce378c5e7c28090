"""Notice boards: who stands on them and who does not, phones, posts, maps, and pages read back."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from neighborgrid.intake.names import group_key
from neighborgrid.outputs.paper import board_layout as layout
from neighborgrid.outputs.paper import boards as module
from neighborgrid.outputs.paper.board_map import Sketch
from neighborgrid.outputs.paper.boards import WEIGHT, jobs
from neighborgrid.outputs.paper.fonts import find_fonts
from neighborgrid.outputs.paper.press import Press, Template
from neighborgrid.outputs.paper.subject import JOINT, Subject
from neighborgrid.outputs.paper.wording import Wording
from neighborgrid.planbook import edits, read
from neighborgrid.planbook.refresh import refresh

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.press import Job

    Tables = dict[str, pd.DataFrame]

FONTS = find_fonts(None, "zh")
A3_MM = (297, 420)
PT_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def plan(demo: Path) -> Plan:
    return refresh(edits.apply(read.read([demo / "分户安排.xlsx"])))


@pytest.fixture
def no_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards without their maps, which take most of the time."""
    monkeypatch.setattr(module, "drawn", lambda *_arguments: Sketch("", unlabelled=False))


@dataclass(frozen=True)
class Made:
    """Boards of a subject: what was prepared and the jobs that came of it."""

    prepared: Any
    jobs: list[Job]

    @property
    def posters(self) -> list[dict[str, Any]]:
        return [page for job in self.jobs for page in job.data["pages"] if page["kind"] == "board"]

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.prepared.findings]

    def said(self) -> str:
        """All that the typesetter is given."""
        return "\n".join(
            json.dumps(job.data, ensure_ascii=False) + "".join(job.pictures.values()) for job in self.jobs
        )


def changed(
    plan: Plan, change: Callable[[Tables], None] = lambda _tables: None, /, **settings: Any
) -> Subject:
    """Subject of the plan with some cells and rules changed; the rest is as it was."""
    tables = {name: table.copy() for name, table in plan.tables.items()}
    change(tables)
    rules = plan.rules
    for key, value in settings.items():
        rules = rules.with_value(key.replace("__", "."), value, "flag")
    made = replace(plan, tables=tables, rules=rules)
    return Subject(made, Wording("zh", rules.printing, rules.as_of))


def made(subject: Subject, target: Path, **options: Any) -> Made:
    chosen = {"template": Template.built_in("board.typ"), "size": "a3", **options}
    prepared = jobs(subject, FONTS, target, **chosen)
    return Made(prepared, list(prepared.jobs))


def rows_of(page: dict[str, Any]) -> list[list[str]]:
    """Rows of a page's table: name, phone, note, households, group."""
    return [
        [row[key]["text"] for key in ("name", "phone", "note", "households", "group")]
        for block in page["table"]["blocks"]
        for row in block
    ]


def pdf_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r", "") for page in document]
    finally:
        document.close()


def only_second(tables: Tables) -> None:
    """Leave out all circles but one, and their members."""
    tables["circles"] = tables["circles"].iloc[1:2].reset_index(drop=True)
    members = tables["members"]
    keep = members["circle_id"] == tables["circles"]["circle_id"].iloc[0]
    tables["members"] = members[keep].reset_index(drop=True)


def without_circles(tables: Tables) -> None:
    tables["circles"] = tables["circles"].iloc[:0]
    for name in ("members", "households"):
        tables[name]["circle_id"] = ""


def test_a_page_per_circle_with_every_member_once(plan: Plan, tmp_path: Path) -> None:
    boards = made(changed(plan, cards__service_number="0311-84560000"), tmp_path / "boards.pdf")
    circles, members = plan.tables["circles"], plan.members
    assert [page["title"]["text"] for page in boards.posters] == [f"{n}公示栏" for n in circles["name"]]
    assert boards.prepared.weight == WEIGHT * len(circles) == boards.jobs[0].weight
    shown = [row for page in boards.posters for row in rows_of(page)]
    assert sorted(row[0] for row in shown) == sorted(members["name"])
    phones = {phone.replace(" ", "") for _, phone, *_ in shown}
    assert phones == set(members["phone"])
    for page, circle in zip(boards.posters, circles.itertuples(), strict=True):
        count = sum(int(row[3]) for row in rows_of(page))
        assert count == circle.households
        assert page["facts"]["text"] == f"本圈服务 {count} 户，{circle.members} 名党员参加"
    assert not boards.codes
    Press(FONTS.paths).print(boards.jobs)
    read_back = pdf_texts(tmp_path / "boards.pdf")
    assert len(read_back) == len(circles)
    for said, page in zip(read_back, boards.posters, strict=True):
        assert page["title"]["text"] in said.replace("\n", "")
        assert all(row[0] in said and row[1] in said for row in rows_of(page))
        for words in (
            "半公里服务圈",
            "本图为示意图，只表示服务范围",
            "也请群众监督",
            "村党组织 0311-84560000",
        ):
            assert words in said


@pytest.mark.usefixtures("no_maps")
def test_members_stand_by_post_and_group_never_by_load(plan: Plan, tmp_path: Path) -> None:
    page = made(changed(plan), tmp_path / "a.pdf").posters[0]
    circle = plan.tables["circles"].iloc[0]
    name = dict(zip(plan.members["member_id"], plan.members["name"], strict=True))
    posts = [name[circle["leader_id"]], *(name[one] for one in circle["deputy_ids"].split(JOINT))]
    rows = rows_of(page)
    assert [row[0] for row in rows[: len(posts)]] == posts
    groups = [int(group_key(row[4])) for row in rows[len(posts) :]]
    assert groups == sorted(groups)
    assert len(set(groups)) > 1

    def other_loads(tables: Tables) -> None:
        # Everybody's households go to one member, so that the others have none.
        homes = tables["households"]
        mine = (homes["circle_id"] == circle["circle_id"]) & (homes["own_home"] != "yes")
        homes.loc[mine, "member_id"] = plan.members["member_id"][plan.members["name"] == rows[-1][0]].iloc[0]

    after = rows_of(made(changed(plan, other_loads), tmp_path / "b.pdf").posters[0])
    assert [row[0] for row in after] == [row[0] for row in rows]
    assert [row[3] for row in after] == [*["0"] * (len(rows) - 1), str(circle["households"])]


def test_nothing_of_a_household_nor_of_the_excluded_is_on_a_board(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(tables: Tables) -> None:
        homes, out = tables["households"], tables["excluded"]
        for name in ("head", "address", "phone", "note"):
            homes[name] = [f"囍{name}{row}" for row in range(len(homes))]
        homes["priority"] = "low_income"
        out["name"] = "囍暂不安排"
        tables["members"]["home_household_id"] = "囍户编号"

    boards = made(changed(plan, marked), tmp_path / "a.pdf")
    said = boards.said()
    assert "囍" not in said
    for word in ("low_income", "低保", "★", *plan.households["household_id"], *plan.members["member_id"]):
        assert word not in said
    monkeypatch.setattr(module, "drawn", lambda *_arguments: Sketch("", unlabelled=False))
    inside = made(changed(plan, marked), tmp_path / "b.pdf", with_households=True)
    pages = [page for job in inside.jobs for page in job.data["pages"]]
    assert "囍" not in json.dumps([page for page in pages if page["kind"] == "board"], ensure_ascii=False)
    listed = "".join(
        row["homes"]["text"] for page in pages if page["kind"] == "homes" for row in page["rows"]
    )
    heads = listed.replace("\n", "").replace("囍", " ").replace("、", "").split()
    assert len(heads) == len(set(heads)) == plan.tables["circles"]["households"].sum()
    assert "囍address" not in inside.said()


@pytest.mark.usefixtures("no_maps")
def test_a_phone_that_is_not_for_the_public_is_not_shown(plan: Plan, tmp_path: Path) -> None:
    circle = plan.tables["circles"].iloc[0]
    members = plan.members
    plain = members.index[(members["circle_id"] == circle["circle_id"]) & (members["team_role"] == "member")]
    secret, silent, odd, two = plain[:4]

    def hidden(tables: Tables) -> None:
        table = tables["members"]
        table.loc[secret, "phone_public"] = "no"
        table.loc[silent, "phone"] = ""
        table.loc[odd, "phone"] = "问他儿子"
        table.loc[two, "phone"] = "13800009999 / 0311-84567890"

    boards = made(changed(plan, hidden), tmp_path / "a.pdf")
    rows = {row[0]: row[1:3] for row in rows_of(boards.posters[0])}
    for row in (secret, silent, odd):
        assert rows[members["name"][row]] == ["—", "请打带队村干部电话"]
    assert rows[members["name"][two]][0].replace("\n", "") == "138 0000 9999、0311-84567890"
    said = boards.said()
    assert "问他儿子" not in said
    assert members["phone"][secret][-4:] not in said
    # What is kept from the public on purpose is nothing to mend.
    finding = boards.prepared.findings[0]
    assert finding.code == "NG551"
    assert finding.values["count"] == 2
    assert all(member in str(finding.values["ids"]) for member in members["member_id"][[silent, odd]])


@pytest.mark.parametrize(("number", "note"), [("0311-84560000", "请打村党组织电话"), ("", "")])
@pytest.mark.usefixtures("no_maps")
def test_a_leader_without_a_phone_sends_to_the_number_at_the_foot(
    plan: Plan, tmp_path: Path, number: str, note: str
) -> None:
    leaders = set(plan.tables["circles"]["leader_id"])

    def hidden(tables: Tables) -> None:
        members = tables["members"]
        members.loc[members["member_id"].isin(leaders), "phone_public"] = "no"

    page = made(changed(plan, hidden, cards__service_number=number), tmp_path / "a.pdf").posters[0]
    person = page["posts"][0]["people"][0]
    assert (person["phone"]["text"], person["note"]["text"]) == ("—", note)
    assert page["foot"]["branch"]["text"] == f"村党组织 {number}".strip()


@pytest.mark.usefixtures("no_maps")
def test_whoever_stands_in_is_not_given_the_title_of_the_post(plan: Plan, tmp_path: Path) -> None:
    def labels(**settings: str) -> list[str]:
        def stand_in(tables: Tables) -> None:
            tables["members"]["role"] = "member"

        page = made(changed(plan, stand_in, **settings), tmp_path / "a.pdf").posters[0]
        words = page["map"]["words"]
        shown = [post["label"]["text"] for post in page["posts"]]
        assert [words["leader"], words["deputy"]] == shown
        return shown

    assert labels() == ["带队党员", "负责党员"]
    assert labels(words__leader="网格长", words__deputy="网格员") == ["网格长", "网格员"]
    titles = [post["label"]["text"] for post in made(changed(plan), tmp_path / "b.pdf").posters[0]["posts"]]
    assert titles == ["带队村干部", "负责党小组长"]


def test_without_circles_a_board_per_village_and_no_leader(plan: Plan, tmp_path: Path) -> None:
    boards = made(changed(plan, without_circles), tmp_path / "a.pdf")
    (page,) = boards.posters
    assert page["title"]["text"] == "西同下村党员联户公示栏"
    assert page["posts"] == []
    assert sorted(row[0] for row in rows_of(page)) == sorted(plan.members["name"])
    assert "服务圈" not in boards.said()
    # A ring would be a limit that this plan does not have; 90 names would cover the village.
    svg = ET.fromstring(next(iter(boards.jobs[0].pictures.values())))
    assert not [one for one in svg.iter() if one.get("class") == "ring"]
    assert len(_layer(svg, "names")) == 0


@pytest.mark.usefixtures("no_maps")
def test_members_outside_of_circles_have_the_board_of_their_village(plan: Plan, tmp_path: Path) -> None:
    lost = plan.members["member_id"][plan.members["team_role"] == "member"].iloc[:3]

    def freed(tables: Tables) -> None:
        members = tables["members"]
        members.loc[members["member_id"].isin(lost), "circle_id"] = ""

    *circles, village = made(changed(plan, freed), tmp_path / "a.pdf").posters
    names = plan.members["name"][plan.members["member_id"].isin(lost)]
    assert sorted(row[0] for row in rows_of(village)) == sorted(names)
    everybody = [row[0] for page in (*circles, village) for row in rows_of(page)]
    assert sorted(everybody) == sorted(plan.members["name"])


@pytest.mark.parametrize("size", ["a3", "a2", "a1"])
def test_larger_papers_are_the_same_design(plan: Plan, tmp_path: Path, size: str) -> None:
    subject = changed(plan, only_second)
    boards = made(subject, tmp_path / "a.pdf", size=size)
    Press(FONTS.paths).print(boards.jobs)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    # ISO 216: A2 420 x 594, A1 594 x 841.
    expected = {"a3": A3_MM, "a2": (420, 594), "a1": (594, 841)}[size]
    assert [round(side / PT_PER_MM) for side in document[0].get_size()] == list(expected)
    document.close()
    if size == "a3":
        Press(FONTS.paths).print(made(subject, tmp_path / "b.pdf", size=size).jobs)
        assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.usefixtures("no_maps")
def test_names_are_printed_as_they_stand_and_long_ones_in_two_lines(plan: Plan, tmp_path: Path) -> None:
    circle = plan.tables["circles"]["circle_id"].iloc[1]
    rows = plan.members.index[plan.members["circle_id"] == circle]
    names = ['#eval("1")', "*粗*_斜_", "=1+1", "阿不都热合曼·买买提明江艾力", "Bartholomew Featherstonehaugh"]

    def renamed(tables: Tables) -> None:
        for row, name in zip(rows, names, strict=True):
            tables["members"].loc[row, "name"] = name

    boards = made(changed(plan, renamed), tmp_path / "a.pdf")
    assert "NG552" not in boards.codes
    assert set(names) - {text.replace("\n", "") for text in boards.prepared.texts} <= {names[-1]}
    Press(FONTS.paths).print(boards.jobs)
    said = pdf_texts(tmp_path / "a.pdf")[1].replace("\n", "")
    for name in names[:4]:
        assert name in said


@pytest.mark.usefixtures("no_maps")
def test_what_does_not_fit_is_reported(plan: Plan, tmp_path: Path) -> None:
    def long(tables: Tables) -> None:
        tables["circles"].loc[2, "name"] = "很长的名字" * 20

    boards = made(changed(plan, long, cards__service_number="1"), tmp_path / "a.pdf")
    (finding,) = boards.prepared.findings
    assert finding.code == "NG552"
    assert finding.values == {"count": 1, "ids": plan.tables["circles"]["circle_id"][2]}
    assert finding.cause("zh")
    assert finding.cause("en")


@pytest.mark.usefixtures("no_maps")
def test_a_plan_that_breaks_a_rule_is_marked_on_every_page(plan: Plan, tmp_path: Path) -> None:
    boards = made(replace(changed(plan, only_second), draft=True), tmp_path / "a.pdf", with_households=True)
    Press(FONTS.paths).print(boards.jobs)
    pages = pdf_texts(tmp_path / "a.pdf")
    assert len(pages) == 2
    assert all("草稿" in page for page in pages)


@pytest.mark.parametrize("members", [1, 4, 6, 7, 18, 30, 32, 33, 90, 121, 400])
@pytest.mark.parametrize("deputies", [0, 3, 6])
def test_every_team_has_room(members: int, deputies: int) -> None:
    top = layout.POSTS_Y + layout.posts_height(deputies) + layout.HEADING
    grid = layout.table(members, top)
    assert layout.LOWER_END - layout.CAPTION - layout.MAP_GAP - grid.end >= layout.MAP_LEAST
    assert grid.capacity >= min(members, 30)
    assert (grid.blocks - 1) * grid.rows < members
    # Half of the names of a board in three blocks are still 9 points high.
    assert grid.size_pt >= 9
    left = members - grid.capacity
    while left > 0:
        later = layout.later_table(left)
        assert later.end <= layout.MORE_END
        left -= later.capacity


@pytest.mark.usefixtures("no_maps")
def test_what_has_no_room_goes_on_to_a_second_page(plan: Plan, tmp_path: Path) -> None:
    def crowd(tables: Tables) -> None:
        import pandas as pd

        without_circles(tables)
        more = tables["members"].copy()
        more["member_id"] += "x"
        more["name"] += "二"
        tables["members"] = pd.concat([tables["members"], more], ignore_index=True)

    boards = made(changed(plan, crowd), tmp_path / "a.pdf")
    first, second = boards.jobs[0].data["pages"]
    assert (first["kind"], second["kind"]) == ("board", "more")
    shown = [row[0] for page in (first, second) for row in rows_of(page)]
    assert len(shown) == len(set(shown)) == 2 * len(plan.members)
    Press(FONTS.paths).print(boards.jobs)
    assert len(pdf_texts(tmp_path / "a.pdf")) == 2


def _layer(svg: ET.Element, name: str) -> ET.Element:
    (found,) = [one for one in svg.iter() if one.get("class") == name]
    return found


def test_a_map_shows_known_positions_and_the_reach_of_the_circle(plan: Plan, tmp_path: Path) -> None:
    circle = plan.tables["circles"].iloc[1]
    homes = plan.households
    mine = homes.index[(homes["circle_id"] == circle["circle_id"]) & (homes["own_home"] != "yes")]

    def picture(**settings: Any) -> ET.Element:
        def guessed(tables: Tables) -> None:
            only_second(tables)
            tables["households"].loc[mine[:10], "distance_kind"] = "estimated"

        job = made(changed(plan, guessed, **settings), tmp_path / "a.pdf").jobs[0]
        return ET.fromstring(job.pictures[job.data["pages"][0]["map"]["file"]])

    svg = picture()
    assert len(_layer(svg, "households")) == len(mine) - 10
    names = {"".join(one.itertext()) for one in _layer(svg, "names")}
    assert names == set(plan.members["name"][plan.members["circle_id"] == circle["circle_id"]])
    assert [one for one in svg.iter() if one.get("class") == "ring"]
    # The ring is how far the circle reaches, so it is there without a limit too.
    assert [one for one in picture(circles__limit_m="none").iter() if one.get("class") == "ring"]


@pytest.mark.parametrize(
    ("limit", "said"), [(None, "半公里服务圈"), (800.0, "800米服务圈"), ("none", "　服务圈　")]
)
@pytest.mark.usefixtures("no_maps")
def test_the_head_promises_no_other_distance(plan: Plan, tmp_path: Path, limit: Any, said: str) -> None:
    page = made(changed(plan, circles__limit_m=limit), tmp_path / "a.pdf").posters[0]
    assert said in page["sub"]["text"]


def test_many_boards_are_several_files_made_one_by_one(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BOARDS_A_JOB", 4)
    drawn = itertools.count()

    def counted(*_arguments: Any) -> Sketch:
        next(drawn)
        return Sketch("", unlabelled=False)

    monkeypatch.setattr(module, "drawn", counted)
    prepared = jobs(
        changed(plan), FONTS, tmp_path / "boards.pdf", template=Template.built_in("board.typ"), size="a3"
    )
    assert next(drawn) == 0
    first, second = prepared.jobs
    assert [job.target.name for job in (first, second)] == ["boards-001.pdf", "boards-002.pdf"]
    assert [len(job.data["pages"]) for job in (first, second)] == [4, 2]
    assert first.weight + second.weight == prepared.weight
