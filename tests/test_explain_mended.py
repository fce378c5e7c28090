"""Explanations where reviewers and new users stumbled: ids, remedies, edits, the folder of a plan."""

from __future__ import annotations

import dataclasses
import re

import pytest

import neighborgrid
from neighborgrid.advice.explain import explain
from neighborgrid.errors import UsageError
from neighborgrid.intake.paths import is_report
from neighborgrid.planbook.split import split_by_village
from neighborgrid.solve.shortage import REMEDIES
from neighborgrid.words import LANGS, text, texts
from support import rules_with
from test_explain import FULL, LINE, edited, home, person, village

CODE = re.compile(r"\[(NG\d{3})\]")
PLAN = "分户安排.xlsx"


@pytest.fixture
def saved(tmp_path):
    def write(plan, name=PLAN):
        return neighborgrid.write_plan(plan, tmp_path / name)

    return write


@pytest.mark.parametrize("kind", REMEDIES)
def test_every_remedy_has_words(kind) -> None:
    values = {"members": 2, "value": "3", "room": 4, "who": "x", "place": "y", "household": "h", "group": ""}
    for lang in LANGS:
        assert text(f"explain.remedy.{kind}", lang, **values)
    if kind in {"freed", "cap", "room", "both"}:
        assert f"explain.brief.{kind}" in texts()


def test_cap_and_room_together(cli, saved) -> None:
    # Two members of one circle: neither a higher cap nor more room helps alone.
    rules = rules_with(
        weights__balance_m=0, circles__mode="soft", circles__team_min=1, circles__max_households=2
    )
    saved(village(LINE, (0, 100), cap=1, rules=rules))
    for said in ([], ["西同下-缺1"], ["H000"], ["H003"], ["西同下-缺1", "--format", "json"]):
        ran = cli("explain", PLAN, *said)
        assert ran.code == 0, ran.err
    assert '"kind": "both"' in ran.out
    assert '"room": 4' in ran.out
    assert "每圈 4 户" in cli("explain", PLAN).out


class TestIds:
    def codes(self, plan, said, **options) -> tuple[str, dict]:
        with pytest.raises(UsageError) as raised:
            explain(plan, said, **options)
        (found,) = raised.value.findings
        return found.code, dict(found.values)

    def test_short_ids(self) -> None:
        plan = village(FULL)
        assert home(plan, "002").home.household_id == "H002"
        assert explain(plan, "缺1").answer.shortage_id == "西同下-缺1"
        assert self.codes(plan, "001") == ("NG584", {"count": 2, "ids": "H001 M001"})
        assert person(plan, "001").person.member_id == "M001"

    def test_shortage_that_is_new_since_an_edit(self) -> None:
        # As planned everybody is served; with the cap of B lowered h3 waits, in no shortage that is written.
        plan = village(LINE)
        members = plan.members.assign(max_load=[2.0, 1.0])
        fewer = edited(dataclasses.replace(plan, tables={**plan.tables, "members": members}), H003="")
        listed = explain(fewer).answer.shortages
        assert [one.shortage_id for one in listed] == ["西同下-缺1"]
        assert len(fewer.tables["shortages"]) == 0
        found = explain(fewer, "西同下-缺1").answer
        assert (found.short, found.members) == (1, 2)
        assert explain(fewer, "缺1").answer == found

    def test_household_after_member_option(self) -> None:
        assert self.codes(village(LINE), "H001", member=True) == ("NG585", {"household_id": "H001"})


class TestEdits:
    def test_member_of_a_plan_that_is_not_the_best(self, cli, saved) -> None:
        # A is handed all of B's near households but one: full as it stands, not in the best plan.
        plan = village([50, 100, 260], cap=2)
        worse = edited(plan, H000="M001", H002="M000")
        found = person(worse, "M001")
        assert not found.optimal
        assert (found.person.load, found.best_load, found.full) == (1, 1, False)
        saved(worse)
        out = cli("explain", PLAN, "--member", "M001").out
        assert "不是这一带最好的安排" in out
        assert "已联满。上限" not in out

    def test_price_of_this_edit_alone(self) -> None:
        # A may take a third: only h2 moves, 200 m instead of 100.
        plan = village(LINE, members={"max_load": [3.0, 2.0]})
        found = home(plan, "H002").others[0]
        assert found.alone is not None
        assert found.alone.metres == pytest.approx(100, abs=2)
        assert found.alone >= found.price
        assert home(village(LINE), "H001").others[0].alone is None

    def test_balance_counts_in_the_single_edit(self) -> None:
        # Targets are 1: loads 2, 2 become 3, 1, so (4 + 0) - (1 + 1) = 2 times the weight.
        plan = village(LINE, members={"max_load": [3.0, 2.0]}, rules=rules_with(weights__balance_m=10))
        found = home(plan, "H002").others[0]
        assert found.alone.metres == pytest.approx(100 + 20, abs=2)

    def test_emptied_cell_calls_for_a_new_plan(self, cli, saved) -> None:
        saved(edited(village(LINE), H001=""))
        err = cli("explain", PLAN).err
        assert "neighborgrid assign" in err
        assert "recruit" not in err


def test_wish_is_said_first(cli, saved) -> None:
    plan = village(LINE, prefer=[(1, 1)], homes={"prefer": ["", "M001", "", ""]})
    assert home(plan, "H001").drawn == "wished"
    saved(plan)
    assert "这一户的意向党员就是党员1（M001）" in cli("explain", PLAN, "H001").out


def test_loads_that_are_no_households(cli, saved) -> None:
    saved(village(LINE, cap=4, homes={"load": [1.0, 2.0, 0.5, 1.0]}))
    assert "工作量 3，最多 4" in cli("explain", PLAN, "H000").out
    assert "工作量 3（目标" in cli("explain", PLAN, "M000").out


class TestTyped:
    def test_only_plan_in_the_folder(self, cli, saved) -> None:
        saved(village(LINE))
        ran = cli("explain")
        assert (ran.code, ran.out) == (0, "没有待落实的户，4 户都有联户党员。\n")
        ran = cli("explain", "130132-001-0001")
        assert (ran.code, CODE.findall(ran.err)) == (2, ["NG530"])
        assert f"neighborgrid explain {PLAN} 130132-001-0001" in ran.err

    def test_several_ids(self, cli, saved) -> None:
        saved(village(LINE))
        assert "一次只问一户" in cli("explain", PLAN, "H001", "H002").err

    def test_csv_has_no_column_twice(self, cli, saved) -> None:
        saved(village(LINE))
        head = cli("explain", PLAN, "H001", "--format", "csv").out.splitlines()[0].split(",")
        assert len(set(head)) == len(head)
        assert "price_m" in head


class TestBook:
    @pytest.mark.parametrize("lang", LANGS)
    def test_it_is_no_input(self, cli, saved, tmp_path, lang) -> None:
        path = saved(village(LINE))
        plain = cli("validate", ".")
        assert cli("explain", PLAN, "--all", "--lang", lang).code == 0
        (book,) = [one for one in tmp_path.glob("*.xlsx") if one != path]
        assert is_report(book)
        ran = cli("validate", ".")
        # A plan that is made by hand has no ledger, with or without the book beside it.
        assert (ran.code, ran.out) == (plain.code, plain.out)
        assert set(CODE.findall(ran.err)) - set(CODE.findall(plain.err)) <= {"NG166"}

    def test_beside_a_folder_of_split_plans(self, cli, tmp_path) -> None:
        homes = {"village": ["东村", "东村", "西村", "西村"], "village_code": [0, 0, 1, 1]}
        plan = village(LINE, homes=homes, members={"village": ["东村", "西村"], "village_code": [0, 1]})
        split_by_village(plan, tmp_path / "分村")
        plain = cli("validate", "分村")
        before = {one.name for one in (tmp_path / "分村").iterdir()}
        assert cli("explain", "分村", "--all").code == 0
        assert {one.name for one in (tmp_path / "分村").iterdir()} == before
        assert (tmp_path / "分户说明.xlsx").exists()
        assert cli("validate", "分村") == plain
        assert cli("explain", "分村").code == 0

    def test_sheets_beside_it_are_read_alone(self, cli, saved, tmp_path, demo) -> None:
        import shutil

        for name in ("农户表.xlsx", "党员名册.xlsx", PLAN):
            shutil.copy(demo / name, tmp_path / name)
        plain = cli("check", ".", "-o", "甲.xlsx")
        assert cli("explain", PLAN, "--all").code == 0
        (tmp_path / "甲.xlsx").unlink(missing_ok=True)
        ran = cli("check", ".", "-o", "甲.xlsx")
        assert (ran.code, ran.out) == (plain.code, plain.out)
        (tmp_path / "甲.xlsx").unlink(missing_ok=True)
        assert cli("assign", ".", "-o", "新.xlsx").code == 0
