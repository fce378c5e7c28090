"""Connection cards read back: who gets one, whom it says to call, what the codes dial, what it never says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pytest

from neighborgrid.outputs.paper import cards, press
from neighborgrid.outputs.paper.choose import changed
from neighborgrid.outputs.paper.deck import deck
from neighborgrid.outputs.paper.layouts import LAYOUTS
from neighborgrid.outputs.paper.sheets import Split
from paperpages import (
    FONTS,
    MM_PER_INCH,
    Printed,
    overlapping,
    pictures,
    print_cards,
    slot_box,
    texts_of,
)
from paperplans import CIRCLES, card_plan, edited, subject_of

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan

OFFICE = "0311-84560000"
EVERY_CARD = ["党员服务群众联心卡", "2026年1月 第1版", "扫码拨号", f"村民事务代理室 {OFFICE}"]
RARE = "㛃䶮喆堃犇𬬮𠅤𪾢𬱖"
NOBODYS = "\ue123\ue124"
"""Two private characters that no font has."""
LITERAL = ['#eval("1")', "*a*", "=1+1", "<script>", r"a\nb", "]", "$x$", "_b_", "`c`", "@d", "= e", "//f"]
LONG_NAME = "买买提江·吐尔逊阿不都热"
LONG_ADDRESS = "石家庄市元氏县南佐镇西同下村东大街北三巷四排十二号院内西厢房后面第二户南门老槐树"
LATIN_NAME = "Bartholomew Fitzgerald-Montgomery"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return card_plan()


@pytest.fixture(scope="module", params=list(LAYOUTS))
def printed(request: pytest.FixtureRequest, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Cards of the standard plan in one of the layouts."""
    target = tmp_path_factory.mktemp("cards") / f"{request.param}.pdf"
    return print_cards(subject_of(plan, cards__service_number=OFFICE), target, layout=request.param)


def spaced(phone: str) -> str:
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}"


def expected(plan: Plan) -> dict[str, list[str]]:
    """All that must stand on the card of each household, worked out from the plan's tables alone."""
    folk = plan.members.set_index("member_id")
    leader_of = plan.tables["circles"].set_index("circle_id")["leader_id"]
    made = {}
    for home in plan.households.itertuples():
        if home.member_id == "" or home.own_home == "yes":
            continue
        member, leader = folk.loc[home.member_id], folk.loc[leader_of[home.circle_id]]
        leads = home.member_id == leader_of[home.circle_id]
        called = "就是您的联户党员" if leads else f" {leader['name']} {spaced(leader['phone'])}"
        made[home.household_id] = [
            *EVERY_CARD, f"{home.head} 家", f"No. {home.household_id}", "您的联户党员", member["name"],
            spaced(member["phone"]), CIRCLES[home.circle_id], f"带队村干部{called}",
        ]  # fmt: skip
    # H003 and H-bad (no position) are nearest to circle 1 of their village, H004 to that of the other.
    for one, head, leader, circle in (
        ("H003", "孙春秋", "M1", "Q1"), ("H-bad", "冯不详", "M1", "Q1"), ("H004", "李春冬", "M3", "Q3"),
    ):  # fmt: skip
        called = folk.loc[leader]
        made[one] = [
            *EVERY_CARD, f"{head} 家", f"No. {one}", "联户党员正在落实。有事请先找",
            f"带队村干部 {called['name']}", spaced(called["phone"]), CIRCLES[circle],
        ]  # fmt: skip
    return made


def test_one_card_for_every_household_with_nothing_else_on_it(printed: Printed, plan: Plan) -> None:
    found = printed.cards
    said = {card.number: sorted(card.lines) for card in found}
    assert len(said) == len(found)
    assert said == {one: sorted(lines) for one, lines in expected(plan).items()}
    # 45 households without M1's own home and the vacant one, and the row of 甲村 that could not be read.
    assert len(found) == 44
    assert printed.codes == []


def test_the_equation_adds_up(plan: Plan) -> None:
    made = deck(subject_of(plan))
    assert dict(made.counts) == {
        "cards": 41, "waiting_cards": 3, "own_homes": 1, "vacant": 1, "without_head": 1,
    }  # fmt: skip
    assert made.households == len(plan.households) + 2
    # Whose own home it is decides, not who lives there.
    away = edited(plan, "households", H001={"residence": "vacant"})
    assert deck(subject_of(away)).households == made.households


def test_who_waits_is_told_a_leader_of_the_own_township(plan: Plan) -> None:
    # Both villages are called 甲村 now, in two townships; H004 waits in the second, next to a circle of it.
    tables = {name: table.copy() for name, table in plan.tables.items()}
    for name in ("households", "circles", "unserved"):
        second = tables[name]["village"] == "乙村"
        tables[name]["township"] = np.where(second, "西乡", "东乡").astype(object)
        tables[name].loc[second, "village"] = "甲村"
    row = tables["households"].index[tables["households"]["household_id"] == "H004"]
    for position in ({}, {"lon": np.nan, "lat": np.nan}):
        for column, value in position.items():
            tables["households"].loc[row, column] = value
        made = deck(subject_of(replace(plan, tables=tables))).cards.set_index("household_id")
        assert made.loc[["H003", "H004", "H-bad"], "circle_id"].tolist() == ["Q1", "Q3", "Q1"]


def test_a_card_without_a_name_is_that_of_the_address(tmp_path: Path, plan: Plan) -> None:
    nameless = edited(plan, "households", H005={"head": "", "address": "东街9号"})
    made = print_cards(subject_of(nameless), tmp_path / "a.pdf")
    assert "1组 东街9号" in made.lines("H005")
    other = edited(plan, "households", H005={"head": "", "address": "西街1号"})
    new = changed(deck(subject_of(other)), made.deck).cards["household_id"].tolist()
    assert new == ["H005"]


def test_every_code_dials_the_printed_phone(printed: Printed) -> None:
    dialled = printed.codes_of_slots()
    wanted = {}
    for card in printed.cards:
        phones = [line for line in card.lines if line.replace(" ", "").isdigit()]
        assert len(phones) == 1
        wanted[card.page, card.slot] = ["tel:" + phones[0].replace(" ", "")]
    assert dialled == wanted


def test_addresses_are_cut_away_and_nothing_private_is_printed(tmp_path: Path, plan: Plan) -> None:
    homes = plan.households
    said = {
        "address": [f"囍{row}" for row in range(len(homes))],
        "phone": ["15512345678"] * len(homes),
        "priority": ["low_income"] * len(homes),
        "note": ["家里的事"] * len(homes),
        "lock": ["M1"] * len(homes),
    }
    marked = replace(plan, tables={**plan.tables, "households": homes.assign(**said)})
    made = print_cards(subject_of(marked, cards__service_number=OFFICE), tmp_path / "a.pdf")
    assert {card.number: sorted(card.lines) for card in made.cards} == {
        one: sorted(lines) for one, lines in expected(plan).items()
    }
    outside = "\n".join(piece.text for _, piece in made.marks())
    assert all(f"囍{row}" in outside for row in range(4, len(homes)))
    everything = "".join(piece.text for page in made.pages for piece in page.pieces).replace(" ", "")
    never = ("15512345678", "low_income", "低保", "家里的事", "114.5", "37.76", "cadre", "★")
    assert [one for one in never if one in everything] == []
    document = pypdfium2.PdfDocument(made.paths[0])
    metadata = document.get_metadata_dict()
    document.close()
    assert not any(metadata[key] for key in ("Title", "Author", "Subject", "Keywords"))
    assert str(tmp_path).encode() not in made.paths[0].read_bytes()


def test_delivery_marks_say_where_and_who(printed: Printed, plan: Plan) -> None:
    marks = {piece.text for _, piece in printed.marks()}
    homes, folk = plan.households.set_index("household_id"), plan.members.set_index("member_id")
    wanted = set()
    for card in printed.cards:
        # The leader hands out what waits; of the row that could not be read only the group is known.
        waits = {"H003": "M1", "H004": "M3", "H-bad": "M1"}
        home = homes.loc[card.number] if card.number in homes.index else {"group": "1组", "address": ""}
        hands = waits.get(card.number) or homes.loc[card.number]["member_id"]
        wanted.add(f"{home['group']} {home['address']}".strip() + f" 送卡：{folk.loc[hands]['name']}")
    assert {" ".join(said.split()) for said in marks} == wanted


@pytest.mark.parametrize(("layout", "lang"), [*((one, "zh") for one in LAYOUTS), ("a4x10", "en")])
def test_long_texts_stay_in_their_places(tmp_path: Path, layout: str, lang: Any) -> None:
    assert (len(LONG_NAME), len(LONG_ADDRESS)) == (12, 40)
    homes = {"head": LONG_NAME, "address": LONG_ADDRESS}
    ugly = edited(
        card_plan(24), "households",
        H003=homes, H005=homes, H006={"head": "Christopher Featherstonehaugh", "phone": ""},
        H007={"household_id": "13012320260001-西同下-000123", "head": LONG_NAME}, H009={"head": ""},
        H012=homes, H016=homes,
    )  # fmt: skip
    ugly = edited(
        ugly, "members",
        M1={"name": LONG_NAME, "phone": "0311-84620000转8001 / 13800000001"}, M2={"phone": ""},
        M3={"phone": "", "name": LATIN_NAME}, M4={"phone": "13800000004 / 0311-84620001"},
        M5={"name": LATIN_NAME}, M6={"name": LONG_NAME, "phone": ""},
    )  # fmt: skip
    ugly = edited(ugly, "circles", Q1={"name": "甲村东大街北三巷第一半公里党员服务圈"})
    subject = subject_of(ugly, lang, cards__service_number="0311-84560000转8123")
    made = print_cards(subject, tmp_path / "a.pdf", layout=layout)
    assert made.codes == ["NG565"]
    for card in made.cards:
        place = slot_box(made.layout, card.slot)
        assert [piece for piece in card.pieces if not piece.inside(place)] == []
        assert overlapping(card.pieces) == []
    marks = made.marks()
    slots = [slot_box(made.layout, slot) for slot in range(made.layout.per_sheet)]
    for number, piece in marks:
        page = made.pages[number]
        assert not any(piece.meets(slot) for slot in slots)
        room = (piece.left, piece.top, page.width - piece.right, page.height - piece.bottom)
        assert min(room) >= (2.9 if layout == "single" else 4.2)
    for front in {number for number, _ in marks}:
        assert overlapping(tuple(piece for number, piece in marks if number == front)) == []
    for page in made.pages[1::2]:
        for slot in range(made.layout.per_sheet):
            place = slot_box(made.layout, slot, mirrored=True)
            pieces = tuple(page.within(place))
            assert [piece for piece in pieces if not piece.inside(place)] == []
            assert overlapping(pieces) == []


def test_what_never_fits_is_said(tmp_path: Path, plan: Plan) -> None:
    wide = edited(plan, "households", H005={"head": "很" * 80}, H006={"address": "远" * 90})
    made = print_cards(subject_of(wide), tmp_path / "a.pdf", layout="a4x10")
    (finding,) = made.findings
    assert finding.code == "NG566"
    assert finding.values == {"count": 2, "ids": "H006 H005"}
    # Reported, never cut; the head goes on in further lines.
    assert texts_of(made.paths[0]).count("很") == 80
    assert texts_of(made.paths[0]).count("远") == 90


def test_phones_of_all_kinds(tmp_path: Path, plan: Plan) -> None:
    folk = {
        "M1": {"phone": "0311-84620000"},
        "M4": {"phone": "13800000004 / 0311-84620001"},
        "M5": {"phone": ""},
        "M3": {"phone": ""},
        "M6": {"phone": "0311-84620002转801"},
    }
    made = print_cards(subject_of(edited(plan, "members", **folk)), tmp_path / "a.pdf")
    assert {"张赵党", "0311-84620000"} <= set(made.lines("H005"))
    assert {"张李党", "138 0000 0004", "或 0311-84620001"} <= set(made.lines("H024"))
    assert "带队村干部 张赵党 0311-84620000" in made.lines("H024")
    # M5 has no phone, its leader M2 has; M3 leads its own circle and has none, nor is there an office.
    assert {"张周党", "139 0000 0002", "（带队村干部 张钱党 的电话）"} <= set(made.lines("H031"))
    assert not any(line.replace(" ", "").isdigit() for line in made.lines("H016"))
    assert [(one.code, one.values) for one in made.findings] == [
        ("NG550", {"count": 1, "ids": "M5"}),
        ("NG565", {"count": 1, "ids": "M3"}),
        # It waits in the circle of M3.
        ("NG575", {"count": 1, "ids": "H004"}),
    ]
    dialled = made.codes_of_slots()
    called = {card.number: dialled.get((card.page, card.slot)) for card in made.cards}
    assert called["H005"] == called["H003"] == ["tel:031184620000"]
    assert called["H024"] == ["tel:13800000004"]
    assert called["H031"] == ["tel:13900000002"]
    assert called["H039"] == ["tel:031184620002,801"]
    assert called["H016"] is None
    assert "扫码拨号" not in made.lines("H016")


def test_who_waits_is_told_the_office_or_the_village(tmp_path: Path, plan: Plan) -> None:
    # Only 甲村 has a number; no circle has a leader with a phone.
    folk = {one: {"phone": ""} for one in ("M1", "M2", "M3")}
    subject = subject_of(edited(plan, "members", **folk), cards__service_number="甲村=0311-84560000")
    made = print_cards(subject, tmp_path / "a.pdf")
    assert {"村民事务代理室", OFFICE} <= set(made.lines("H003"))
    assert {"带队村干部 张孙党"} <= set(made.lines("H004"))
    alone = replace(plan, tables={**plan.tables, "circles": plan.tables["circles"].iloc[:0]})
    made = print_cards(subject_of(alone), tmp_path / "b.pdf")
    assert {"联户党员正在落实。有事请先找", "村里"} <= set(made.lines("H004"))
    dialled = made.codes_of_slots()
    assert [c.number for c in made.cards if (c.page, c.slot) not in dialled] == ["H-bad", "H003", "H004"]


def test_names_are_never_markup(tmp_path: Path, plan: Plan) -> None:
    homes = {f"H{row + 5:03d}": {"head": said, "address": said} for row, said in enumerate(LITERAL)}
    odd = edited(plan, "households", **homes)
    odd = edited(odd, "members", M4={"name": "#panic()"}, M5={"name": "*强*"})
    odd = edited(odd, "circles", Q2={"name": "[$服务圈$]"})
    made = print_cards(
        subject_of(odd, cards__title="#联心*卡*", cards__back="= 甲\n- #乙"), tmp_path / "a.pdf"
    )
    said = {card.number: card.lines for card in made.cards}
    for one, cells in homes.items():
        assert f"{cells['head']} 家" in " ".join(said[one])
    assert "#panic()" in said["H024"]
    assert {"*强*", "[$服务圈$]", "#联心*卡*"} <= set(said["H031"])
    # A turned text is read back in pieces.
    outside = "".join("".join(piece.text.split()) for _, piece in made.marks())
    assert all(one.replace(" ", "") in outside for one in LITERAL)
    back = {piece.text for piece in made.pages[1].pieces}
    assert {"= 甲", "- #乙"} <= back


def test_rare_characters_are_printed_and_no_box_instead(tmp_path: Path, plan: Plan) -> None:
    homes = {f"H{row + 5:03d}": {"head": sign} for row, sign in enumerate(RARE + NOBODYS)}
    made = print_cards(subject_of(edited(plan, "households", **homes)), tmp_path / "a.pdf", layout="single")
    assert FONTS.missing(RARE) == ()
    dpi, spot = 300, made.layout.spots["head"]
    shots = pictures(made.paths[0], dpi, slice(None, None, 2))
    box = slot_box(made.layout, 0)
    # One card a page, always at the same place, so that equal signs make equal pictures.
    left, top, side = (round(mm * dpi / MM_PER_INCH) for mm in (box.left + spot.x, box.top + spot.y, 4.0))
    seen = {}
    for card in made.cards:
        seen[card.number] = shots[card.page // 2][top : top + side, left : left + side].tobytes()
        if card.number in homes and homes[card.number]["head"] in RARE:
            assert f"{homes[card.number]['head']} 家" in card.lines
    signs = [seen[one] for one in homes]
    assert signs[-1] == signs[-2]
    assert len(set(signs)) == len(RARE) + 1
    assert all(min(np.frombuffer(sign, np.uint8)) < 100 for sign in signs)


def test_same_plan_same_bytes_whatever_the_workers(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = subject_of(plan)
    one = print_cards(subject, tmp_path / "1.pdf").paths[0].read_bytes()
    assert print_cards(subject, tmp_path / "2.pdf").paths[0].read_bytes() == one
    files = {}
    for workers in (1, 2):
        monkeypatch.setattr(press, "WORKERS", workers)
        made = print_cards(subject, tmp_path / f"{workers}" / "卡.pdf", split=Split.MEMBER)
        files[workers] = {path.name: path.read_bytes() for path in made.paths}
        assert len(made.cards) == 44
    assert files[1] == files[2]
    # Six members, and those who wait in each of two villages.
    assert len(files[1]) == 8
    assert next(iter(files[1])) == "001-甲村-M1.pdf"


def test_many_cards_go_into_several_files(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MOST_AT_ONCE", 20)
    made = print_cards(subject_of(plan), tmp_path / "卡.pdf", layout="a4x10")
    # 28 cards of 甲村 as 20 and 8, 16 of 乙村, which do not go beside the 8.
    assert [path.name for path in made.paths] == ["卡-001.pdf", "卡-002.pdf", "卡-003.pdf"]
    assert made.paths[0].parent == tmp_path / "卡"
    found = [card.number for card in made.cards]
    assert (len(found), len(set(found))) == (44, 44)


def test_a_thousand_cards_are_small_and_codes_are_stored_once(tmp_path: Path) -> None:
    made = print_cards(subject_of(card_plan(1000, 20)), tmp_path / "a.pdf", layout="a4x10")
    data = made.paths[0].read_bytes()
    assert len(made.deck.cards) == 999
    assert len(data) < 512 * 999
    assert len(re.findall(rb"/Subtype\s*/Image\b", data)) <= len(made.deck.calls)


def test_without_backs_without_codes_and_as_a_draft(tmp_path: Path, plan: Plan) -> None:
    made = print_cards(subject_of(plan, draft=True), tmp_path / "a.pdf", backs=False, qr=False)
    assert len(made.cards) == 44
    assert made.codes_of_slots() == {}
    # Every card of a draft is marked: cut out, it must not look like one that holds.
    assert all(any("草稿" in piece.text for piece in card.pieces) for card in made.cards)
    assert not any("扫码拨号" in piece.text for page in made.pages for piece in page.pieces)
    both = print_cards(subject_of(plan, draft=True), tmp_path / "b.pdf")
    assert len(both.pages) == 2 * len(made.pages)
    assert all(any("草稿" in piece.text for piece in page.pieces) for page in both.pages)
