from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborgrid.intake.names import group_key, group_sort_key, person_key, township_key, village_key

NAMES = st.text(st.sampled_from("东西村镇乡党委支部社区街道组队社第一二十0123（）() ·张庄 Ab"), max_size=10)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "西同下",
            "西同下村",
            "西同下行政村",
            "西同下村村民委员会",
            "西同下村委会",
            "西同下村党支部",
            "西同下村党总支",
        ),
        *(
            "西 同 下 村",
            "西同下自然村",
            "西同下中心村",
            "西同下社区",
            "西同下社区居委会",
            "西同下村委",
            "西同下村（贫困村）",
        ),
        *("西同下居民委员会", "西同下村党支部委员会", "西同下\u3000村", "西同下村党委"),
    ],
)
def test_one_village_has_one_key(text: str) -> None:
    assert village_key(text) == "西同下"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("新村", "新"),
        ("新村委会", "新"),
        ("新村村委会", "新"),
        ("村", "村"),
        ("社区", "社区"),
        ("中心村", "中心"),
        ("", ""),
        ("李家庄", "李家庄"),
        ("Green Hill Village", "greenhill"),
        ("(村)", "(村)"),
    ],
)
def test_a_village_keeps_at_least_one_character(text: str, key: str) -> None:
    assert village_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("南佐镇", "南佐"),
        ("南佐", "南佐"),
        ("南佐镇人民政府", "南佐"),
        ("南佐镇党委", "南佐"),
        ("南佐镇政府", "南佐"),
        ("槐阳街道", "槐阳"),
        ("槐阳街道办事处", "槐阳"),
        ("槐阳办事处", "槐阳"),
        ("九门乡", "九门"),
        ("九门回族乡", "九门"),
        ("九门民族乡", "九门"),
        ("三都苗族侗族乡", "三都"),
        ("东乡镇", "东乡"),
        ("东乡", "东乡"),
        ("镇", "镇"),
        ("乡", "乡"),
        ("回族乡", "回族乡"),
        ("Nanzuo Township", "nanzuo"),
        ("", ""),
    ],
)
def test_townships(text: str, key: str) -> None:
    assert township_key(text) == key


@pytest.mark.parametrize(
    "text",
    [
        *(
            "一组",
            "1组",
            "第1村民小组",
            "1",
            "1.0",
            "１组",
            "第一小组",
            "1队",
            "一社",
            "第1作业组",
            "01",
            "第一组",
            "一",
        ),
        *(
            "第一村民小组",
            "1号",
            "一队",
            "Group 1",
            "1 组",
            "第一生产队",
            "1组（东头）",
            "①组",
            "No.1",
            "第 1 组",
            "一小组",
        ),
    ],
)
def test_group_one_in_every_form(text: str) -> None:
    assert group_key(text) == "1"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("十二组", "12"),
        ("二十一", "21"),
        ("第十村民小组", "10"),
        ("张家屯", "张家屯"),
        ("东头组", "东头"),
        ("东头", "东头"),
        ("东头村民小组", "东头"),
        ("后庄", "后庄"),
        ("组", "组"),
        ("东1组", "东1"),
        ("", ""),
        ("0", "0"),
        ("一大队", "1"),
    ],
)
def test_other_groups(text: str, key: str) -> None:
    assert group_key(text) == key


def test_groups_sort_by_number_then_name_then_blank() -> None:
    keys = ["东头", "", "10", "2", "东10", "东2", "1"]
    assert sorted(keys, key=group_sort_key) == ["1", "2", "10", "东2", "东10", "东头", ""]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("张三", "张三"),
        ("张 三", "张三"),
        ("张\u3000三", "张三"),
        ("张三（已故）", "张三"),
        ("张三(大)（户主）", "张三"),
        ("张三【退】", "张三"),
        ("张三（户主", "张三"),
        ("阿不都·热合曼", "阿不都·热合曼"),
        ("阿不都•热合曼", "阿不都·热合曼"),
        ("阿不都．热合曼", "阿不都·热合曼"),
        ("阿不都・热合曼", "阿不都·热合曼"),
        ("John  SMITH", "johnsmith"),
        ("（张三）", "(张三)"),
        ("", ""),
        ("·", "·"),
    ],
)
def test_people(text: str, key: str) -> None:
    assert person_key(text) == key


@settings(max_examples=200)
@given(NAMES)
def test_keys_lose_no_name_and_ignore_blanks(text: str) -> None:
    for function in (village_key, township_key, group_key, person_key):
        assert bool(function(text)) == bool(text.strip())
        assert function(f" {text}\u3000") == function(text)


@settings(max_examples=200)
@given(st.text(st.sampled_from("东西村党委支部社区行政会民 张庄A"), max_size=10))
def test_a_village_key_is_its_own_key(text: str) -> None:
    assert village_key(village_key(text)) == village_key(text)
