"""A plan is held against its sheets fact by fact, and no cell of it switches a check off."""

from __future__ import annotations

import dataclasses

import pytest

from neighborgrid.audit.boundary import Places, inside, same_group
from neighborgrid.audit.check import audit
from neighborgrid.model import InputDigest, Plan, Problem, make_table
from test_audit_village import (
    NAN,
    at,
    bare,
    breaches,
    changed,
    codes,
    rules,
    sheets,
    village,
    with_rows,
    without_row,
)


def stating(plan: Plan, **figures) -> Plan:
    return dataclasses.replace(plan, summary={**plan.summary, **figures})


def with_people(problem: Problem, row: int, **cells) -> Problem:
    people = problem.people.copy()
    for column, value in cells.items():
        people.loc[row, column] = value
    return dataclasses.replace(problem, people=people)


def of_kind(plan: Plan, code: str, problem: Problem | None = None):
    return [finding for finding in audit(plan, problem).findings if finding.code == code]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"served": 6, "coverage_pct": 100}, ["NG335", "NG335"]),
        ({"objective_m": 1.0}, ["NG336"]),
        # Bounds are no claim of a plan that people chose.
        ({"bound_m": 9999.0, "served_bound": 1}, []),
    ],
)
def test_status_given_hides_no_figure(figures, expected) -> None:
    assert codes(stating(village(), status="given", **figures)) == expected


def test_status_given_hides_no_waiting_household() -> None:
    plan = without_row(stating(village(), status="given"), "unserved", 0)
    assert "NG330" in codes(plan)
    assert "NG326" in codes(changed(stating(village(), status="given"), "households", 5, reason=""))


@pytest.mark.parametrize("summary", [{}, {"status": "given"}, {"status": "optimal"}])
def test_emptied_summary_is_named(summary) -> None:
    plan = dataclasses.replace(village(), summary=summary)
    assert codes(plan) == ["NG344"]
    assert len(str(of_kind(plan, "NG344")[0].values["keys"]).split("  ")) == 7
    assert codes(plan, part=True) == []


def test_one_missing_figure_is_named() -> None:
    finding = of_kind(stating(village(), served=""), "NG344")[0]
    assert (finding.place.sheet, finding.values["keys"]) == ("汇总", "已落实")


def test_part_of_a_split_plan_states_figures_of_the_whole() -> None:
    plan = changed(stating(village(), households=600, bound_m=9999.0), "ledger", 0, rows=603, households=600)
    assert codes(plan, part=True) == []
    assert codes(plan) == ["NG334", "NG335", "NG338"]


def test_vacant_in_the_plan_only_hides_a_household() -> None:
    plan = without_row(
        changed(bare(village()), "households", 5, residence="vacant", reason=""), "unserved", 0
    )
    assert breaches(plan, sheets()) == ["NG346"]


@pytest.mark.parametrize(
    ("table", "row", "cells", "expected"),
    [
        ("households", 5, {"lon": at(2000)[0] + 2e-7}, ["NG346"]),
        ("households", 5, {"lon": at(2000)[0] + 1e-7}, []),
        ("households", 1, {"load": 0.5}, ["NG346"]),
        ("households", 5, {"residence": "away"}, ["NG347"]),
        ("households", 1, {"priority": ""}, ["NG347"]),
        ("households", 1, {"priority": "hardship"}, []),
        ("households", 1, {"lock": "007"}, ["NG347"]),
        ("members", 1, {"lat": NAN}, ["NG313", "NG313", "NG323"]),
        ("members", 0, {"min_load": 2.0}, ["NG324"]),
        ("members", 0, {"max_load": 9.0}, ["NG324"]),
    ],
)
def test_fact_that_differs_from_the_sheets(table, row, cells, expected) -> None:
    assert breaches(changed(bare(village()), table, row, **cells), sheets()) == expected


def test_estimated_position_need_not_agree() -> None:
    problem = sheets()
    homes = problem.households.assign(lon=problem.households["lon"] + 0.01)
    moved = dataclasses.replace(problem, households=homes)
    # The fifth household's position is estimated; the other five are measured.
    finding = of_kind(village(), "NG346", moved)[0]
    assert (finding.values["count"], finding.values["ids"]) == (5, "001  002  003  004  006")
    frame = dataclasses.replace(moved, rules=rules(places__frame="gcj02"))
    assert codes(village(), frame) == []


def test_automatic_and_ruled_loads_against_the_sheets() -> None:
    automatic = with_people(sheets(), 0, max_load=NAN)
    assert breaches(changed(village(), "members", 0, max_load=12.0), automatic) == []
    assert "NG324" in breaches(changed(village(), "members", 0, max_load=99.0), automatic)
    # A plan made with --max-load 30 is validated without the flag.
    plan = dataclasses.replace(
        changed(bare(village()), "members", 0, max_load=30.0), rules=rules(load__max=30)
    )
    assert breaches(plan, automatic) == []


def test_excluded_person_may_not_be_admitted() -> None:
    plan = bare(village())
    everybody = plan.members.iloc[[0, 1, 1]].reset_index(drop=True)
    lon, lat = at(40)
    tables = {**plan.tables, "members": everybody, "excluded": plan.excluded.iloc[:0]}
    plan = changed(dataclasses.replace(plan, tables=tables), "members", 2, member_id="009", lon=lon, lat=lat)
    assert "NG348" in codes(plan, sheets())
    allowed = dataclasses.replace(plan, rules=rules(eligible__away_may_serve=True))
    assert "NG348" not in codes(allowed, sheets())
    kept_out = with_people(sheets(), 2, excluded="")
    assert codes(village(), kept_out) == ["NG349"]


def test_pairs_to_avoid_against_the_sheets() -> None:
    plan = with_rows(bare(village()), "wishes", household_id=["006"], member_id=["008"])
    assert breaches(plan, sheets()) == ["NG333"]
    finding = of_kind(plan, "NG333", sheets())[0]
    # The whole tab, which may be empty.
    assert (finding.place.sheet, finding.place.row) == ("意愿", 0)
    assert finding.values == {"count": 1, "ids": "006-008"}
    problem = sheets()
    avoided = dataclasses.replace(problem, avoid_pairs=problem.avoid_pairs.__class__((1, 2), dtype="int64"))
    avoided.avoid_pairs[:] = [[5, 1]]
    assert breaches(plan, avoided) == []
    assert breaches(bare(village()), avoided) == ["NG333"]


def test_cap_beyond_the_rules_without_sheets() -> None:
    # The automatic range ends at 20.
    assert codes(changed(village(), "members", 0, max_load=20.0)) == []
    plan = changed(village(), "members", 0, max_load=21.0)
    assert (codes(plan), codes(plan, existing=True)) == (["NG322"], [])


def places(*rows: tuple[str, str], part: bool = False) -> list[Places]:
    columns = {"township": "text", "village": "text", "group": "text"}
    tables = [make_table(columns, {"village": [name], "group": [group]}) for name, group in rows]
    return Places.of(tables, part=part)


def test_group_without_its_village_is_blank() -> None:
    _, lone, other, named = places(("上村", "1"), ("", "1"), ("", "1"), ("上村", "2"))
    assert not same_group(lone, other).any()
    assert all(answer.all() for answer in inside("group", lone, named))


def test_groups_stand_alone_where_no_village_is_named() -> None:
    one, same, other = places(("", "1"), ("", "一组"), ("", "2"))
    assert same_group(one, same).all()
    assert not any(answer.any() for answer in inside("group", one, other))
    one, other = places(("", "1"), ("", "2"), part=True)
    assert all(answer.all() for answer in inside("group", one, other))


@pytest.mark.parametrize(("balance_m", "weight"), [(0.0049, 0.0), (0.0051, 0.01), (2.0, 2.0)])
def test_balance_weighs_whole_centimetres(balance_m, weight) -> None:
    # A target of 102 leaves 007 a hundred short: 10,000 squares.
    plan = dataclasses.replace(village(), rules=rules(weights__balance_m=balance_m))
    plan = changed(plan, "members", 0, target_load=102.0)
    assert audit(plan).totals["objective_m"] == pytest.approx(1120 + 10_000 * weight, abs=0.01)


def test_inputs_of_one_name_in_several_folders() -> None:
    def digests(*shas: str) -> tuple[InputDigest, ...]:
        return tuple(InputDigest("households.csv", sha) for sha in shas)

    plan = dataclasses.replace(village(), inputs=digests("aa", "bb"))

    def given_files(*shas: str) -> list[str]:
        return codes(plan, dataclasses.replace(sheets(), inputs=digests(*shas)))

    assert given_files("BB", "aa") == []
    assert given_files("aa", "cc") == ["NG340"]
    assert given_files("aa") == ["NG341"]
    assert given_files("aa", "bb", "bb") == ["NG342"]


def test_typed_names_and_phones_are_not_repeated() -> None:
    typed = "李某某 13812345678"
    plan = changed(bare(village()), "households", 1, member_id=typed)
    plan = changed(plan, "households", 2, lock=typed)
    plan = changed(with_rows(plan, "wishes", household_id=[typed], member_id=[typed]), "unserved", 0, file="")
    plan = changed(plan, "unserved", 0, household_id=typed)
    found = audit(plan, sheets()).findings
    assert {"NG310", "NG318", "NG331", "NG343"} <= {finding.code for finding in found}
    for lang in ("zh", "en"):
        lines = " ".join(finding.line(lang) for finding in found)
        assert "138" not in lines
        assert "李" not in lines
        assert "…" in lines
    known = of_kind(changed(village(), "households", 2, lock="008"), "NG318")[0]
    assert known.values["lock"] == "008"
