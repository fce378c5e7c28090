"""Villages of one name in two townships, and what people write into cells that are printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from neighborgrid.outputs import roster
from neighborgrid.outputs.paper.choose import only
from neighborgrid.outputs.paper.deck import Deck, deck
from neighborgrid.outputs.paper.sheets import Split, sections
from paperpages import print_cards
from paperplans import card_plan, edited, subject_of

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return card_plan()


@pytest.fixture(scope="module")
def namesakes(plan: Plan) -> Plan:
    """Both villages are called 甲村, one in 东镇, one in 西镇."""
    tables = {name: table.copy() for name, table in plan.tables.items()}
    for name in ("households", "members", "circles", "unserved", "villages"):
        second = (tables[name]["village"] == "乙村").to_numpy()
        tables[name]["township"] = np.where(second, "西镇", "东镇").astype(object)
        tables[name].loc[second, "village"] = "甲村"
    return replace(plan, tables=tables)


def townships(made: Deck) -> set[str]:
    return set(made.cards["township"])


def test_each_has_a_section_of_its_own(namesakes: Plan) -> None:
    made = deck(subject_of(namesakes))
    parts = sections(made, Split.VILLAGE)
    assert [name for name, _ in parts] == ["东镇甲村", "西镇甲村"]
    for (name, part), township in zip(parts, ("东镇", "西镇"), strict=True):
        assert set(made.cards["township"].iloc[part]) == {township}, name


def test_only_tells_them_apart(namesakes: Plan) -> None:
    made = deck(subject_of(namesakes))
    assert townships(only(made, ["甲村"])) == {"东镇", "西镇"}
    assert townships(only(made, ["西镇甲村"])) == {"西镇"}
    one = only(made, ["东镇甲村/1组"]).cards
    assert (set(one["township"]), set(one["group"])) == ({"东镇"}, {"1组"})


def test_each_has_its_service_number(namesakes: Plan, tmp_path: Path) -> None:
    numbers = "东镇甲村=0311-84620001；西镇甲村=0311-84620002；丙村=0311-84620003"
    subject = subject_of(namesakes, cards__service_number=numbers)
    made = deck(subject)
    office = made.calls["office"].to_numpy()[made.cards["call"].to_numpy()]
    assert dict(zip(made.cards["township"], office, strict=True)) == {
        "东镇": "0311-84620001",
        "西镇": "0311-84620002",
    }
    # A village that the plan does not have is named: it is often misspelt.
    found = [(one.code, one.values) for one in print_cards(subject, tmp_path / "a.pdf").findings]
    assert ("NG577", {"count": 1, "names": "丙村"}) in found


def test_ids_are_taken_as_they_are_written_first(plan: Plan) -> None:
    alike = edited(plan, "households", H005={"household_id": "h006"})
    made = deck(subject_of(alike))
    assert set(only(made, ["H006"]).cards["household_id"]) == {"H006"}
    assert set(only(made, ["h006"]).cards["household_id"]) == {"h006"}
    assert set(only(made, ["h007"]).cards["household_id"]) == {"H007"}


def test_too_long_words_of_the_organiser_are_named(plan: Plan, tmp_path: Path) -> None:
    wordy = subject_of(plan, cards__title="连" * 80, cards__back="心" * 900)
    found = [
        one.values["key"] for one in print_cards(wordy, tmp_path / "a.pdf").findings if one.code == "NG576"
    ]
    assert found == ["cards.title", "cards.back"]


def test_a_waiting_household_with_an_address_gets_a_card(plan: Plan) -> None:
    nameless = edited(plan, "households", H003={"head": "", "address": "东街9号"})
    assert "H003" in set(deck(subject_of(nameless)).cards["household_id"])


def test_a_role_that_nobody_understands_is_that_of_a_member(plan: Plan) -> None:
    # Refreshing such a plan once ended in a KeyError.
    typed = edited(plan, "members", M4={"role": "总顾问"})
    assert len(deck(subject_of(typed)).cards) == len(deck(subject_of(plan)).cards)


@pytest.mark.parametrize("public", [True, False])
def test_a_remark_beside_a_phone_is_on_no_list(plan: Plan, tmp_path: Path, public: bool) -> None:
    import openpyxl

    said = edited(plan, "members", M4={"phone": "13800000005(女儿家)"}, M5={"phone": "见微信群"})
    target = tmp_path / "roster.xlsx"
    roster.write(subject_of(said).plan, target, by="member", public=public, mask=False, lang="zh")
    book = openpyxl.load_workbook(target)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert "13800000005" in cells
    assert not [cell for cell in cells if "女儿" in cell or "微信" in cell]


def test_a_leader_s_private_phone_is_for_the_own_households_only(plan: Plan) -> None:
    # M1 leads Q1, in which M4 serves too; H003 waits there.
    private = deck(subject_of(edited(plan, "members", M1={"phone_public": "no"})))
    told = private.calls.set_index("member_id")
    phone = plan.members.set_index("member_id")["phone"]
    assert told.loc["M1", "phone"].replace(" ", "") == phone["M1"]
    assert (told.loc["M4", "leader"] != "", told.loc["M4", "leader_phone"]) == (True, "")
    waits = private.cards.set_index("household_id").loc["H003", "call"]
    assert private.calls["leader_phone"].iloc[int(waits)] == ""
