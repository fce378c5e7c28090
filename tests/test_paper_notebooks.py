"""Member notebooks and receipt sheets: what they say, what they never say, and how they break into pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from neighborgrid.model import SHEETS, Plan, make_table
from neighborgrid.outputs.paper import notebooks, receipts
from neighborgrid.outputs.paper.deck import deck
from neighborgrid.outputs.paper.fonts import find_fonts
from neighborgrid.outputs.paper.press import Press, Template
from neighborgrid.outputs.paper.subject import Subject
from neighborgrid.outputs.paper.wording import Wording
from neighborgrid.rules import Rules

NOWHERE = Path("out.pdf")
PT_PER_MM = 72 / 25.4
A4 = tuple(side * PT_PER_MM for side in (210, 297))
A5 = tuple(side * PT_PER_MM for side in (148, 210))
DESIGN = {notebooks: Template.built_in("notebook.typ"), receipts: Template.built_in("receipt.typ")}
KINDS = ("五保", "低保", "独居", "残疾", "extreme_poverty", "low_income", "elder_alone", "disabled")

# M1 leads, M2 is the first deputy, M3 is a member, M4 has nobody but the own home.
PEOPLE = {
    "member_id": ["M1", "M2", "M3", "M4"],
    "name": ["书记甲", "组长乙", "党员丙", "党员丁"],
    "village": ["西村"] * 4,
    "phone": ["13800000001", "0311-84620000转8001", "13800000003", ""],
    "lon": [114.5] * 4,
    "lat": [37.76] * 4,
    "circle_id": ["C1"] * 4,
    "team_role": ["leader", "deputy", "member", "member"],
}
CIRCLES = {
    "circle_id": ["C1"],
    "name": ["西村1号服务圈"],
    "village": ["西村"],
    "centre_lon": [114.5],
    "centre_lat": [37.76],
    "leader_id": ["M1"],
    "deputy_ids": ["M2、M1"],
}


def homes_of(loads, **columns):
    """Households: ``loads`` is a member and how many, in order; "" waits. Walking order is row order."""
    members = [member for member, load in loads for _ in range(load)]
    size = len(members)
    return {
        "household_id": [f"西-{row:03d}" for row in range(size)],
        "head": [f"户{row:03d}" for row in range(size)],
        "village": ["西村"] * size,
        "group": ["二组"] * size,
        "address": [f"{row}排5号" for row in range(size)],
        "phone": [f"139{row:08d}" for row in range(size)],
        "lon": [114.5] * size,
        "lat": [37.76 + 0.0001 * (row + 1) for row in range(size)],
        "residence": ["resident"] * size,
        "member_id": members,
        "circle_id": ["C1" if member else "" for member in members],
    } | columns


def subject_of(homes, *, lang="zh", circles=CIRCLES, people=PEOPLE, draft=False, **rules):
    data = {"households": homes, "members": people, "circles": circles}
    tables = {name: make_table(columns, data.get(name, {})) for name, columns in SHEETS.items()}
    settings = Rules.defaults().with_value("plan.as_of", "2026-04-01", "default")
    for key, value in rules.items():
        settings = settings.with_value(key.replace("__", "."), value, "flag")
    plan = Plan(tables, settings, {})
    return Subject(plan, Wording(lang, settings.printing, settings.as_of), draft=draft)


@cache
def fonts_of(lang):
    return find_fonts(None, lang)


def prepared(module, subject, target, **options):
    fonts = fonts_of(subject.lang)
    return fonts, module.jobs(subject, fonts, target, template=DESIGN[module], **options)


def job_of(module, subject, **options):
    """The only job, not typeset."""
    _, made = prepared(module, subject, NOWHERE, **options)
    (job,) = made.jobs
    return job


def printed(module, subject, path, **options):
    """Pages' texts and sizes, and the findings."""
    fonts, made = prepared(module, subject, path / "out.pdf", **options)
    files = [written.path for written in Press(fonts.paths).print(made.jobs)]
    said, sizes = [], []
    for file in files:
        pdf = pypdfium2.PdfDocument(file)
        sizes += [page.get_size() for page in pdf]
        said += [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]
        pdf.close()
    assert made.weight == module.PAGE_WEIGHT * len(said)
    return said, sizes, [finding.code for finding in made.findings]


def test_notebook_of_one_member(tmp_path):
    # Two households, one a priority household: cover, flyleaf, list, 8 rows on 1 page, 16 rows on 2, 1 blank.
    homes = homes_of([("M3", 2)], priority=["", "elder_alone"], phone=["13900000000", ""])
    said, sizes, codes = printed(notebooks, subject_of(homes), tmp_path)
    assert len(said) == 2 + 1 + 1 + 2
    assert np.allclose(sizes, A5, atol=0.1)
    cover, flyleaf, listing, first, second, more = said
    for part in ("连心笔记本", "2026年", "西村1号服务圈", "党员丙", "2 户", "换人或用完后交回村党组织"):
        assert part in cover
    assert "只记群众托办的事和办理结果" in flyleaf
    for part in ("按走访顺序", "户000", "二组 0排5号", "139 0000 0000", "每季度", "每月", "请优先、多走访"):
        assert part in listing
    assert "户000 家" in first
    assert "每季度至少走访一次" in first
    assert "★" not in first
    for page in (second, more):
        assert "户001 家" in page
        assert "★" in page
        assert "每月至少走访一次" in page
        assert "托办的事" in page
    for page in said[2:]:
        assert "先报负责党小组长 组长乙 0311-84620000转8001" in page
        assert "再报带队村干部 书记甲 138 0000 0001" in page
    assert "（续）" in more
    assert "（续）" not in second
    assert codes == ["NG556"]


@pytest.mark.parametrize(
    ("member", "rules", "foot"),
    [
        # A deputy asks the leader at once; the leader the service office, or the branch.
        ("M2", {}, ("自己办不了的：报带队村干部 书记甲 138 0000 0001", "")),
        ("M1", {}, ("自己办不了的：报村党组织", "")),
        (
            "M1",
            {"cards__service_number": "西村=0311-84621111"},
            ("自己办不了的：报村民事务代理室 0311-84621111", ""),
        ),
    ],
)
def test_nobody_is_sent_to_oneself(member, rules, foot):
    subject = subject_of(homes_of([(member, 1)]), **rules)
    (book,) = job_of(notebooks, subject).data["books"]
    assert (book["first"], book["then"]) == foot


def test_without_circles_the_branch_is_asked():
    subject = subject_of(
        homes_of([("M3", 1)], circle_id=[""]), circles={}, people=PEOPLE | {"circle_id": [""] * 4}
    )
    (book,) = job_of(notebooks, subject).data["books"]
    assert (book["circle"], book["first"], book["then"]) == ("", "自己办不了的：报村党组织", "")


def test_priority_kinds_and_others_homes_are_never_printed(tmp_path):
    kinds = ["extreme_poverty", "low_income", "elder_alone", "disabled", "", ""]
    homes = homes_of([("M3", 4), ("M4", 1), ("", 1)], priority=kinds, own_home=["", "", "", "", "yes", ""])
    for module in (notebooks, receipts):
        said, _, _ = printed(module, subject_of(homes), tmp_path / module.__name__)
        whole = "\n".join(said)
        assert not [kind for kind in KINDS if kind in whole]
        # The own home of M4 is nobody's to visit.
        assert "户004" not in whole
        assert "党员丁" not in whole
    # Signatures stand on a sheet that others see: neither star, phone nor address.
    assert not re.search(r"★|139|排5号", whole)


def test_a_household_that_waits_is_in_no_notebook():
    (book,) = job_of(notebooks, subject_of(homes_of([("M3", 1), ("", 1)]))).data["books"]
    assert [home["name"] for home in book["homes"]] == ["户000"]


def test_every_notebook_begins_on_an_odd_page(tmp_path):
    said, _, _ = printed(notebooks, subject_of(homes_of([("M1", 1), ("M2", 2), ("M3", 15)])), tmp_path)
    covers = [number for number, page in enumerate(said, start=1) if "内部使用" in page]
    # 2 + 1 + 1 = 4 pages; 2 + 1 + 2 = 5, made 6; 2 + 2 + 15 = 19, made 20.
    assert covers == [1, 5, 11]
    assert len(said) == 30
    assert said[9] == said[29] == ""


@pytest.mark.parametrize(
    ("per_year", "rows"),
    # Four more than visits, at most ten on a page, as even as can be.
    [(1, [5]), (4, [8]), (6, [10]), (7, [6, 5]), (12, [8, 8]), (52, [10, 10, 9, 9, 9, 9])],
)
def test_rows_follow_the_rhythm(per_year, rows):
    job = job_of(notebooks, subject_of(homes_of([("M3", 1)]), visits__per_year=per_year))
    assert job.data["doc"]["visits"][0]["rows"] == rows
    assert sum(rows) == per_year + notebooks.SPARE_ROWS
    pages = 2 + 1 + len(rows)
    assert job.weight == notebooks.PAGE_WEIGHT * (pages + pages % 2)


def test_a_rhythm_without_a_name_is_counted():
    visits = job_of(notebooks, subject_of(homes_of([("M3", 1)]), visits__per_year=5)).data["doc"]["visits"]
    said = [visits[0][key] for key in ("rhythm", "line", "how", "rows")]
    assert said == ["每年5次", "每年至少走访5次", "", [9]]


def test_who_is_away_is_called():
    data = job_of(notebooks, subject_of(homes_of([("M3", 1)], residence=["away"]))).data
    (home,) = data["books"][0]["homes"]
    visits = data["doc"]["visits"][home["visits"]]
    assert (visits["line"], visits["how"], visits["rows"]) == ("在外，每季度至少通话一次", "电话", [8])


def test_order_is_that_of_the_cards():
    subject = subject_of(homes_of([("M3", 16), ("M1", 3), ("M2", 2), ("", 2)]))
    made = deck(subject)
    listed = {}
    for module, key in ((notebooks, "books"), (receipts, "sheets")):
        _, ready = prepared(module, subject, NOWHERE, deck=made)
        rows = "homes" if module is notebooks else "rows"
        listed[module] = [
            row["id" if rows == "homes" else "number"].removeprefix("No. ")
            for job in ready.jobs
            for part in job.data[key]
            for row in part[rows]
        ]
    assert listed[receipts] == made.cards["household_id"].tolist()
    assert listed[notebooks] == made.cards["household_id"][~made.cards["waits"]].tolist()


def test_long_names_are_set_smaller_never_cut(tmp_path):
    name, address = (
        "阿卜杜拉·买买提·艾合买提江",
        "西村东头老供销社后院往北第三条胡同路西第二个红漆大门隔壁三层",
    )
    homes = homes_of([("M3", 1)], head=[name], address=[address], phone=["13900000000、13900000001"])
    said, _, codes = printed(notebooks, subject_of(homes), tmp_path)
    for page in said[2:4]:
        joined = page.replace("\n", "").replace("\ufffe", "")
        assert name in joined
        assert address in joined
        assert "139 0000 0001" in joined
    assert codes == []


def test_a_text_that_fits_nowhere_is_reported():
    homes = homes_of([("M3", 2)], address=["长" * 120, "短"])
    _, made = prepared(notebooks, subject_of(homes), NOWHERE)
    (finding,) = made.findings
    assert finding.code == "NG555"
    assert finding.values == {"count": 1, "ids": "西-000"}
    homes = homes_of([("M3", 1)], head=["长" * 60])
    _, made = prepared(receipts, subject_of(homes), NOWHERE)
    assert [finding.code for finding in made.findings] == ["NG555"]


def test_names_are_never_markup(tmp_path):
    heads = ['#eval("1+1")', "*粗* _斜_ $x$", "=1+1", "<script>", r"@all \ `x`"]
    subject = subject_of(homes_of([("M3", len(heads))], head=heads))
    said, _, _ = printed(notebooks, subject, tmp_path)
    for head, page in zip(heads, said[3:], strict=False):
        assert f"{head} 家" in page


@pytest.mark.parametrize("module", [notebooks, receipts])
def test_a_plan_without_households_prints_nothing(tmp_path, module):
    said, _, codes = printed(module, subject_of(homes_of([])), tmp_path)
    assert (said, codes) == ([], ["NG557"])


@pytest.mark.parametrize("module", [notebooks, receipts])
def test_english_and_drafts(tmp_path, module):
    people = PEOPLE | {"name": ["Ann Lee", "Bo Reed", "Cy Hill", "Di Fox"], "village": ["West"] * 4}
    homes = homes_of(
        [("M3", 2)], head=["Jo Ward", "Al Cole"], village=["West"] * 2, group=["Group 2"] * 2,
        address=["Row 1", "Row 2"], household_id=["West-1", "West-2"],
    )  # fmt: skip
    circles = CIRCLES | {"name": ["West circle 1"], "village": ["West"]}
    subject = subject_of(homes, lang="en", draft=True, people=people | {"phone": ["1"] * 4}, circles=circles)
    said, _, _ = printed(module, subject, tmp_path)
    whole = "".join(said)
    assert "Cy Hill" in whole
    assert "West circle 1" in whole
    assert not re.search(r"[\u4e00-\u9fff]", whole)
    # The blank page at the end too.
    assert all("DRAFT" in page.replace("\n", "") for page in said)


def test_terms_of_the_organiser_are_used():
    rules = {"words__notebook": "民情实录本", "words__card": "连心卡", "words__member": "网格员"}
    subject = subject_of(homes_of([("M3", 1)]), **rules)
    doc = job_of(notebooks, subject).data["doc"]
    assert (doc["title"], doc["labels"]["member"]) == ("民情实录本", "网格员")
    assert job_of(receipts, subject).data["doc"]["title"] == "连心卡发放签收表"


def test_receipt_sheets(tmp_path):
    homes = homes_of([("M3", 21), ("M1", 1), ("", 2)])
    homes["head"][0] = '#eval("1+1")'
    said, sizes, codes = printed(receipts, subject_of(homes), tmp_path)
    # M1 stands first in the plan; 21 rows are 20 + 1; who waits comes last.
    leader, first, second, waiting = said
    assert np.allclose(sizes, A4, atol=0.1)
    assert codes == []
    assert all("联心卡发放签收表" in page and "西村1号服务圈" in page for page in said)
    assert "发放人 书记甲" in leader
    assert "发放人 党员丙" in first
    assert "第 1 页，共 2 页" in first
    assert "共 21 张" not in first
    assert '#eval("1+1")' in first
    assert "西-020" in second
    assert "共 21 张" in second
    assert "待落实的户" in waiting
    assert "发放人 书记甲" in waiting
    assert "西-022" in waiting
    assert "西-023" in waiting


def test_waiting_households_without_circles_have_nobody_yet():
    subject = subject_of(homes_of([("", 1)]), circles={}, people=PEOPLE | {"circle_id": [""] * 4})
    (sheet,) = job_of(receipts, subject).data["sheets"]
    assert (sheet["by"], sheet["place"]) == ("发放人 待定", "西村（待落实的户）")


@pytest.mark.parametrize("module", [notebooks, receipts])
def test_files_hold_whole_members(tmp_path, monkeypatch, module):
    # Notebooks of 6, 4 and 4 pages, sheets of one page each: two members fill a file.
    monkeypatch.setattr(module, "MOST_PAGES", 10 if module is notebooks else 2)
    subject = subject_of(homes_of([("M1", 2), ("M2", 1), ("M3", 1)]))
    _, made = prepared(module, subject, tmp_path / "out.pdf")
    key = "books" if module is notebooks else "sheets"
    jobs = list(made.jobs)
    assert [len(job.data[key]) for job in jobs] == [2, 1]
    assert [job.target.name for job in jobs] == ["out-001.pdf", "out-002.pdf"]
    assert sum(job.weight for job in jobs) == made.weight


@pytest.mark.parametrize("module", [notebooks, receipts])
def test_same_input_same_bytes(tmp_path, module):
    subject = subject_of(homes_of([("M3", 3)]))
    made = [prepared(module, subject, tmp_path / f"{name}.pdf") for name in "ab"]
    jobs = [job for _, ready in made for job in ready.jobs]
    files = [written.path.read_bytes() for written in Press(made[0][0].paths).print(jobs)]
    assert files[0] == files[1]


@pytest.mark.parametrize("module", [notebooks, receipts])
def test_texts_hold_everything_from_the_plan(module):
    homes = homes_of([("M3", 1)], head=["㛃喆"])
    _, made = prepared(module, subject_of(homes), NOWHERE)
    assert {"㛃", "喆", "丙"} <= set("".join(made.texts))
    assert len(set(made.texts)) == len(made.texts)


def test_batches_leave_nothing_out():
    rng = np.random.default_rng(7)
    for _ in range(50):
        weights = rng.integers(1, 12, rng.integers(0, 30))
        parts = notebooks.batches(weights, 10)
        assert [row for first, last in parts for row in range(first, last)] == list(range(len(weights)))
        assert all(last - first == 1 or weights[first:last].sum() <= 10 for first, last in parts)
