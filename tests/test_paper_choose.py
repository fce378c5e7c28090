"""Some cards of a plan only: by place, circle, member or household, and those that changed since a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from neighborgrid.errors import UsageError
from neighborgrid.outputs.paper.choose import changed, only
from neighborgrid.outputs.paper.deck import deck
from paperpages import print_cards, texts_of
from paperplans import card_plan, edited, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran
    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.deck import Deck


@pytest.fixture(scope="module")
def plan() -> Plan:
    return card_plan()


@pytest.fixture(scope="module")
def whole(plan: Plan) -> Deck:
    return deck(subject_of(plan))


def ids(made: Deck) -> set[str]:
    return set(made.cards["household_id"])


def picked(plan: Plan, table: str = "households", **cells: str) -> set[str]:
    """Ids of the households that get a card and have these cells."""
    rows = plan.tables[table]
    rows = rows[(rows["own_home"] != "yes") & (rows["residence"] != "vacant")]
    for column, value in cells.items():
        rows = rows[rows[column] == value]
    return set(rows["household_id"])


def test_only_by_everything_that_has_a_name(plan: Plan, whole: Deck) -> None:
    first = picked(plan, village="甲村") | {"H-bad"}
    wanted = {
        "甲村": first,
        "甲": first,
        "甲村村委会": first,
        " 甲村 ": first,
        "甲村/1组": picked(plan, village="甲村", group="1组") | {"H-bad"},
        "甲村/一组": picked(plan, village="甲村", group="1组") | {"H-bad"},
        "Q2": picked(plan, circle_id="Q2"),
        "q2": picked(plan, circle_id="Q2"),
        # Those who wait are told the leader of their circle, so they belong to it.
        "甲村1号服务圈": picked(plan, circle_id="Q1") | {"H003", "H-bad"},
        "M5": picked(plan, member_id="M5"),
        "张周党": picked(plan, member_id="M5"),
        "H020": {"H020"},
        "h-bad": {"H-bad"},
    }
    assert {one: ids(only(whole, [one])) for one in wanted} == wanted
    both = only(whole, ["M5", "H020", "H020"])
    assert ids(both) == wanted["M5"] | {"H020"}
    # The order of handing out stays.
    order = whole.cards["household_id"].tolist()
    kept = both.cards["household_id"].tolist()
    assert kept == [one for one in order if one in set(kept)]
    assert both.counts["cards"] == len(both.cards)


def test_an_id_of_a_household_and_a_member_means_both(plan: Plan) -> None:
    shared = edited(plan, "households", H020={"household_id": "M5"})
    served = picked(shared, member_id="M5")
    assert ids(only(deck(subject_of(shared)), ["M5"])) == served | {"M5"}


def test_what_nothing_is_called_is_refused_with_similar_names(whole: Deck) -> None:
    with pytest.raises(UsageError) as stopped:
        only(whole, ["甲村", "H0200", "丁丁丁村", "甲村/7组"])
    found = stopped.value.findings
    assert [one.code for one in found] == ["NG567", "NG574", "NG567"]
    assert "h020" in str(found[0].values["near"]).lower()
    assert "/" in str(found[2].values["near"])
    with pytest.raises(UsageError):
        # An own home gets no card.
        only(whole, ["H001"])


def test_a_part_is_printed_as_in_the_whole(tmp_path: Path, plan: Plan, whole: Deck) -> None:
    subject = subject_of(plan)
    part = only(whole, ["M5", "H003"])
    made = print_cards(subject, tmp_path / "a.pdf", part)
    full = print_cards(subject, tmp_path / "b.pdf")
    lines = {card.number: card.lines for card in full.cards}
    found = {card.number: card.lines for card in made.cards}
    assert found == {one: lines[one] for one in ids(part)}


def test_nothing_changed(plan: Plan, whole: Deck) -> None:
    assert ids(changed(whole, deck(subject_of(plan)))) == set()


def test_changes_that_a_card_shows(plan: Plan) -> None:
    older = deck(subject_of(plan))

    def new(made: Plan, **settings: str) -> set[str]:
        return ids(changed(deck(subject_of(made, **settings)), older))

    moved = edited(plan, "households", H020={"member_id": "M6"}, H021={"head": "新户主"})
    assert new(moved) == {"H020", "H021"}
    served = edited(plan, "households", H003={"member_id": "M1", "circle_id": "Q1"})
    assert new(served) == {"H003"}
    # Everybody of M4; of M2, who leads, all of the circle, whose cards name the leader.
    assert new(edited(plan, "members", M4={"phone": "13700000000"})) == picked(plan, member_id="M4")
    assert new(edited(plan, "members", M2={"name": "张改名"})) == picked(plan, circle_id="Q2")
    # The title on the cards depends on whether the leader is a cadre.
    assert new(edited(plan, "members", M2={"role": "member"})) == picked(plan, circle_id="Q2")
    named = edited(plan, "circles", Q3={"name": "新名服务圈"})
    assert new(named) == picked(plan, circle_id="Q3") | {"H004"}
    assert new(plan, cards__service_number="乙村=0311-84560000") == picked(plan, village="乙村")


def test_changes_that_no_card_shows(plan: Plan) -> None:
    older = deck(subject_of(plan))
    quiet = edited(
        plan, "households",
        H020={"phone": "15500000000", "address": "另一处", "priority": "low_income", "note": "看过"},
    )  # fmt: skip
    quiet = edited(quiet, "members", M5={"group": "2组", "target_load": 3.0})
    assert ids(changed(deck(subject_of(quiet)), older)) == set()
    # Another order of the rows, and another walk, is no reason to print again.
    homes = plan.households.iloc[::-1].reset_index(drop=True)
    turned = replace(plan, tables={**plan.tables, "households": homes})
    assert ids(changed(deck(subject_of(turned)), older)) == set()


def test_new_households_get_a_card_and_those_who_left_do_not(plan: Plan, whole: Deck) -> None:
    fewer = whole.take(np.asarray(whole.cards["household_id"] != "H020"))
    assert ids(changed(whole, fewer)) == {"H020"}
    assert ids(changed(fewer, whole)) == set()


def cards_in(path: Path) -> int:
    return texts_of(path).count("No. ")


def with_head(source: Path, target: Path, row: int, head: str) -> str:
    """Copy of a plan workbook with another head in a row of its first tab with heads; the household's id."""
    book = openpyxl.load_workbook(source)
    for sheet in book:
        for header in sheet.iter_rows(max_row=5):
            named = {cell.value: cell.column for cell in header}
            if "户编号" in named and "户主" in named:
                first = header[0].row
                sheet.cell(first + row, named["户主"]).value = head
                one = sheet.cell(first + row, named["户编号"]).value
                book.save(target)
                return str(one)
    raise AssertionError("no tab of households")


def test_the_command_prints_what_changed(cli: Callable[..., Ran], demo: Path, tmp_path: Path) -> None:
    plan = demo / "分户安排.xlsx"
    ran = cli("export", "cards", plan, "-o", "全部.pdf")
    assert (ran.code, "合计" in ran.err + ran.out) == (0, True)
    every = cards_in(tmp_path / "全部.pdf")
    assert (tmp_path / "校准页.pdf").exists()
    one = with_head(plan, tmp_path / "新.xlsx", 40, "改过名")
    ran = cli("export", "cards", "新.xlsx", "--changed-since", plan, "-o", "变动.pdf")
    assert ran.code == 0, ran.err
    assert f"1 张（共 {every} 张）" in ran.err + ran.out
    said = texts_of(tmp_path / "变动.pdf")
    assert "改过名 家" in said
    assert f"No. {one}" in said
    assert cards_in(tmp_path / "变动.pdf") == 1


def test_the_command_says_when_nothing_is_left(cli: Callable[..., Ran], demo: Path, tmp_path: Path) -> None:
    plan = demo / "分户安排.xlsx"
    ran = cli("export", "cards", plan, "--changed-since", plan, "-o", "无.pdf")
    assert (ran.code, ran.err) == (0, "")
    assert "没有一张卡有变动" in ran.out
    assert "合计" in ran.out
    # A place that is there, of which nothing changed, is not an unknown place.
    ran = cli("export", "cards", plan, "--changed-since", plan, "--only", "西同下村", "-o", "无.pdf")
    assert (ran.code, "没有一张卡有变动" in ran.out) == (0, True)
    assert not (tmp_path / "无.pdf").exists()
    ran = cli("export", "cards", plan, "--only", "西同下村,没有的村", "-o", "无.pdf")
    assert (ran.code, "NG574" in ran.err) == (2, True)
