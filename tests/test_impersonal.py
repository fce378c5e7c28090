"""What ids, groups and circles may not tell about anybody, and which of them must stay readable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from neighborgrid.outputs.impersonal import impersonal
from paperplans import card_plan, edited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.model import Plan

HOMES = 45


def _with(plan: Plan, table: str, **columns: Sequence[Any]) -> Plan:
    made = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return replace(plan, tables={**plan.tables, table: plan.tables[table].assign(**made)})


def _with_ids(ids: Sequence[str], **more: Sequence[Any]) -> Plan:
    """Plan whose households have these ids."""
    plan = card_plan(len(ids))
    return _with(plan, "households", household_id=ids, **more)


def _shown(plan: Plan, table: str = "households", column: str = "household_id") -> list[str]:
    found: list[str] = impersonal(plan)[0].tables[table][column].tolist()
    return found


def _as_id_of_the_fifth(telling: str, **cells: str) -> Plan:
    """Plan whose H005 has that id; its people and phones are unlike anybody's else."""
    plan = edited(card_plan(HOMES), "households", H009={"head": "欧阳青云", "phone": "0311-84620000"})
    plan = edited(plan, "households", H010={"head": "张伟"}, H011={"head": "Amina Yusuf"})
    plan = edited(plan, "households", H012={"head": "王东（大）"}, H013={"head": "阿依古丽·买买提"})
    plan = edited(plan, "households", H014={"phone": "01062345678"})
    plan = edited(plan, "members", M2={"name": "钱建国", "phone": "13911112222"})
    return edited(plan, "households", H005={"household_id": telling, **cells})


@pytest.mark.parametrize(
    "telling",
    [
        "钱建国7",
        "13911112222-3",
        "户13911112222",
        "8613911112222",
        "欧阳青云邻居",
        "欧 阳 青 云",
        "欧阳\u3000青云",
        "欧-阳-青-云",
        "张伟",
        "甲村-张伟",
        "张伟家",
        "张 伟",
        "二组张伟户",
        "王东",
        "阿依古丽买买提",
        "Amina Yusuf 3",
        "amina-yusuf",
        "Yusuf Amina",
        "0311-84620000",
        "010-62345678",
        "户84620000",
        "H-8462 0000",
        "H13800138000",
        "１３８００１３８０００",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "110101 19900307 4514",
    ],
)
def test_ids_that_tell_of_anybody_are_not_shown(telling: str) -> None:
    plan = _as_id_of_the_fifth(telling, phone="")
    made, count = impersonal(plan)
    assert (made.tables["households"]["household_id"].iloc[4], count) == ("#5", 1)


@pytest.mark.parametrize(
    "plain",
    [
        "H005",
        "130132-001-0002",
        "130132001000200",
        "甲村-0005",
        "西同下-0123",
        "张伟强村-5",
        "东张伟庄5",
        "Amina-5",
        "Yu-5",
        "2001-84620",
        "84620001",
        "甲村二组5号",
    ],
)
def test_plain_ids_are_shown(plain: str) -> None:
    made, count = impersonal(_as_id_of_the_fifth(plain))
    assert (made.tables["households"]["household_id"].iloc[4], count) == (plain, 0)


@pytest.mark.parametrize("name", ["王家", "东风", "王家庄", "和平村", "甲村"])
def test_a_village_keeps_its_ids_though_somebody_is_called_like_it(name: str) -> None:
    ids = [f"王家庄-东风组-{number:03d}" for number in range(HOMES)]
    plan = _with_ids(ids, village=["王家庄村"] * HOMES, group=["东风组"] * HOMES)
    plan = edited(plan, "members", M2={"name": name})
    plan = edited(plan, "circles", Q1={"name": "王家庄1号服务圈", "village": "王家庄村"})
    assert _shown(plan) == ids
    assert _shown(plan, "circles", "name")[0] == "王家庄1号服务圈"


def test_a_word_in_the_ids_of_many_is_no_name_of_one_of_them() -> None:
    # 万年青 is no village or group of the plan; only the id of the one who is called so may tell.
    ids = [f"万年青-{number:03d}" for number in range(HOMES)]
    plan = edited(_with_ids(ids), "households", **{"万年青_007": {"head": "万年青"}})
    shown = _shown(plan)
    assert shown[7] == "#8"
    assert shown[:7] + shown[8:] == ids[:7] + ids[8:]


def test_households_numbered_under_their_member_are_hidden_however_many_there_are() -> None:
    plan = card_plan(HOMES)
    plan = _with(plan, "households", member_id=["M1"] * HOMES)
    name = plan.members["name"].iloc[0]
    ids = [f"{name}{number:02d}" for number in range(HOMES)]
    plan = _with(plan, "households", household_id=ids)
    assert _shown(plan) == [f"#{number + 1}" for number in range(HOMES)]


@pytest.mark.parametrize("count", [1, 5, 45])
def test_mobiles_with_the_same_first_digits_are_hidden(count: int) -> None:
    # 138001 is the code of no county.
    ids = [f"138001{number * 1777 % 100_000:05d}" for number in range(count)]
    ids += [f"H{number:03d}" for number in range(HOMES - count)]
    plan = _with_ids(ids, phone=[""] * HOMES)
    assert _shown(plan) == [f"#{number + 1}" for number in range(count)] + ids[count:]


def test_ids_counted_on_from_the_code_of_a_county_are_shown() -> None:
    # 13013200101: county 130132, village 001, household 01.
    ids = [f"130132{1 + number // 15:03d}{1 + number % 15:02d}" for number in range(HOMES)]
    assert _shown(_with_ids(ids)) == ids


def test_a_mobile_among_counted_ids_is_hidden() -> None:
    ids = [f"130132001{number:02d}" for number in range(HOMES)]
    ids[20] = "13013298765"
    assert _shown(_with_ids(ids)) == [*ids[:20], "#21", *ids[21:]]


def test_mobiles_that_begin_like_a_county_are_hidden_where_they_are_not_counted() -> None:
    ids = [f"130132{number * 1777 % 100_000:05d}" for number in range(HOMES)]
    assert _shown(_with_ids(ids, phone=[""] * HOMES)) == [f"#{number + 1}" for number in range(HOMES)]


def test_house_numbers_as_addresses_hide_no_ids() -> None:
    ids = [f"130132-001-{number:04d}" for number in range(HOMES)]
    plan = _with_ids(ids, address=[f"{number}" for number in range(HOMES)])
    assert _shown(plan) == ids


@pytest.mark.parametrize("id_", ["赵春春", "赵 春 春", "党员赵春春", "15000000000", "M-150-0000-0000"])
def test_a_member_s_id_may_tell_of_a_household(id_: str) -> None:
    # H001 of card_plan is 赵春春, whose phone is 15000000000.
    plan = _with(card_plan(HOMES), "members", member_id=[id_, *(f"M{number}" for number in range(2, 7))])
    assert _shown(plan, "members", "member_id")[0] == "#1"


@pytest.mark.parametrize(
    "name", ["赵春春服务圈", "甲村钱建国圈", "甲村1号圈13911112222", "甲村张伟圈", "圈138 0013 8000"]
)
@pytest.mark.parametrize("column", ["name", "circle_id"])
def test_circles_named_after_anybody_go_by_number(name: str, column: str) -> None:
    plan = edited(_as_id_of_the_fifth("H005"), "circles", Q1={column: name})
    assert _shown(plan, "circles", column) == ["#1", *_shown(card_plan(HOMES), "circles", column)[1:]]


def test_groups_named_after_anybody_go_by_number() -> None:
    plan = edited(_as_id_of_the_fifth("H005"), "households", H006={"group": "钱建国组"})
    made, count = impersonal(plan)
    groups = made.tables["households"]["group"].tolist()
    # 1组 and 2组 are the first two groups of the plan.
    assert (groups[5], groups[:5], count) == ("#3", plan.households["group"].tolist()[:5], 1)


@pytest.mark.parametrize(("village", "hidden"), [("甲村", True), ("乙村", False)])
def test_a_short_name_is_that_of_a_group_or_circle_only_in_its_own_village(
    village: str, hidden: bool
) -> None:
    plan = edited(card_plan(HOMES), "members", M2={"name": "白云", "village": village})
    plan = edited(plan, "households", H005={"group": "白云组"})
    plan = edited(plan, "circles", Q1={"name": "白云圈"})
    assert plan.households["village"].iloc[4] == "甲村"
    assert (_shown(plan, "households", "group")[4] != "白云组") == hidden
    assert (_shown(plan, "circles", "name")[0] != "白云圈") == (hidden)


def test_a_group_of_several_villages_is_a_word() -> None:
    plan = edited(card_plan(HOMES), "members", M2={"name": "白云", "village": "甲村"})
    plan = _with(plan, "households", group=["白云组"] * HOMES)
    assert set(_shown(plan, "households", "group")) == {"白云组"}


def test_a_number_is_never_the_id_of_somebody_else() -> None:
    plan = edited(_as_id_of_the_fifth("钱建国7"), "households", H006={"household_id": "#5"})
    assert _shown(plan)[4:6] == ["##5", "#5"]


def test_rows_set_aside_are_numbered_apart() -> None:
    plan = edited(card_plan(HOMES), "unserved", H_bad={"household_id": "冯不详"})
    made = impersonal(plan)[0].tables["unserved"]["household_id"].tolist()
    assert "冯不详" not in made
    assert [one for one in made if one.startswith("#")] == ["#-1"]
