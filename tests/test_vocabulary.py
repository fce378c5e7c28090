from __future__ import annotations

import pytest

from neighborgrid.intake.vocabulary import (
    NOT_READ,
    away,
    health,
    is_blank_word,
    kind_of_header,
    priority_kind,
    residence,
    role,
    yes_no,
)


def test_no_priority() -> None:
    words = [
        "",
        "否",
        "无",
        "没有",
        "不是",
        "0",
        "-",
        "/",
        "x",
        "×",
        "一般户",
        "普通户",
        "n",
        "no",
        "false",
        "非重点户",
    ]
    words += [
        "X",
        "否 ",
        "非低保户",
        "未享受低保",
        "没有困难",
        "不是困难户",
        "非贫困户",
        "无残疾",
        "一般",
        "正常",
        "——",
        "不是重点户",
    ]
    assert {word: priority_kind(word) for word in words} == dict.fromkeys(words, "")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("extreme_poverty", "五保 五保户 特困 特困供养 分散供养 特困户 五保老人 特困人员"),
        (
            "low_income",
            "低保 低保户 最低生活保障 农村低保 低保、残疾 残疾,低保 低保信访、低保 A类低保 "
            "低收入户 lowincome",
        ),
        (
            "hardship",
            "困难 困难户 贫困 贫困户 脱贫户 监测户 边缘户 低保边缘户 未脱贫 因病致贫 特殊困难 "
            "建档立卡户 困难党员",
        ),
        ("elder_alone", "独居老人 空巢 孤寡 独居 空巢老人 孤寡老人 留守老人 无人照料的空巢老人"),
        ("disabled", "残疾 残疾人 重残 一级残疾 精神残疾 肢体残疾 失能老人 disabled"),
        ("other", "是 有 √ ✓ 重点 重点户 yes 1 TRUE 军属 留守儿童 孤儿 其他 ★ 单亲家庭 Y 高龄老人"),
        (
            NOT_READ,
            "信访 上访户 矛盾 纠纷 计生 超生 维稳 稳控 宗教 信教 精神病 吸毒 刑满 社区矫正 "
            "信访重点户 重点人员 "
            "刑满释放人员 大病 癌症 失独家庭 独生子女户 稳控困难户 信访、重点户 法轮功 "
            "少数民族 petition 慢性病",
        ),
    ],
)
def test_kinds_of_need(kind: str, words: str) -> None:
    assert {word: priority_kind(word) for word in words.split()} == dict.fromkeys(words.split(), kind)


def test_blanks_part_words_but_not_characters() -> None:
    assert priority_kind("信访 低保") == "low_income"
    assert priority_kind("信访 重点户") == NOT_READ
    assert priority_kind("低 保") == "low_income"
    assert priority_kind("非 低保户") == ""
    assert priority_kind("低保（2019年）") == "low_income"
    assert priority_kind("否（一般户）") == ""


@pytest.mark.parametrize("word", ["甲类", "住在河边", "2", "光伏", "种粮大户"])
def test_unknown_priority(word: str) -> None:
    assert priority_kind(word) is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "resident",
            "常住 在家 在村 居住 长住 有人 无 - 正常 不外出 部分外出 短期外出 "
            "父母在家，子女外出 儿子外出务工 非空户 常住户 home",
        ),
        (
            "away",
            "外出 务工 打工 外出务工 全家外出 不在家 在外 常年外出 不常住 不在村 无人在家 "
            "县城居住 外地经商 过年回来 Away",
        ),
        ("vacant", "空户 空挂 空挂户 空房 无人居住 空 已迁出 迁出 销户 长期无人居住 无人居住空房 vacant"),
        (None, "是 否 甲 待查 2"),
    ],
)
def test_residence(answer: str | None, words: str) -> None:
    assert {word: residence(word) for word in words.split()} == dict.fromkeys(words.split(), answer)
    assert residence("") == "resident"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "cadre",
            "书记 副书记 主任 委员 两委 会计 村书记 支书 党支部书记 村主任 副主任 支部委员 "
            "村委委员 妇联主席 治保主任 民兵连长 "
            "文书 报账员 村党委书记 党小组长兼会计 书记、主任 村委会主任 支部副书记 组织委员 "
            "纪检委员 村两委成员 支部书记（兼） "
            "村干部 前进村书记 原庄村书记 南佐镇西同下村书记 村党支部书记、村委会主任 "
            "妇女主任 村务监督委员会主任 社区书记 "
            "支部书记兼包片组长 secretary cadre",
        ),
        (
            "group_leader",
            "党小组长 党小组组长 党员小组长 第一党小组长 党小组长、村民代表 "
            "党小组长兼村民组长 groupleader group_leader",
        ),
        (
            "villager_head",
            "村民组长 村民小组长 小组长 生产队长 队长 组长 一组组长 第3村民小组组长 屋场长 "
            "三社社长 villagerhead",
        ),
        (
            "township_leader",
            "乡镇领导 镇党委书记 镇长 乡长 副镇长 人大主席 镇领导 副乡长 乡党委副书记 "
            "镇人大副主席 党委委员、副镇长 镇纪委书记 "
            "党政班子成员 包村领导 街道办事处主任",
        ),
        (
            "township_staff",
            "镇干部 乡干部 包村干部 驻村干部 镇政府工作人员 乡镇干部 驻村第一书记 "
            "驻村工作队员 街道干部 镇政府科员",
        ),
        ("representative", "村民代表 党员代表 代表 人大代表 representative"),
        (
            "member",
            "党员 普通党员 群众党员 无 - 群众 前书记 原主任 原镇长 退休 退休干部 老书记 原村主任 "
            "党员（原书记） 离任村干部 预备党员 "
            "流动党员 前任村主任 Member",
        ),
    ],
)
def test_known_roles(name: str, words: str) -> None:
    assert {word: role(word) for word in words.split()} == dict.fromkeys(words.split(), (name, True))


def test_blank_and_unknown_roles() -> None:
    assert role("") == ("member", True)
    assert role("Party Secretary") == ("cadre", True)
    assert role("党 小 组 长") == ("group_leader", True)
    assert role("党小组长 会计") == ("cadre", True)
    for word in ("村医", "车间主任", "书记员", "班主任", "厨师", "???!"):
        assert role(word) == ("member", False)


def test_away() -> None:
    stays = [
        "",
        "否",
        "在家",
        "在村",
        "不外出",
        "0",
        "no",
        "短期外出",
        "偶尔",
        "在家务农",
        "×",
        "未外出",
        "无",
        "本地务工",
        "常住",
    ]
    gone = [
        "是",
        "外出",
        "常年外出",
        "务工",
        "打工",
        "在外",
        "流动",
        "1",
        "yes",
        "不在家",
        "外出务工",
        "√",
        "在外地",
        "流动党员",
    ]
    assert {word: away(word) for word in stays + gone} == {
        **dict.fromkeys(stays, False),
        **dict.fromkeys(gone, True),
    }
    assert away("待查") is None
    assert away("北京") is None


def test_health() -> None:
    able = [
        "",
        "健康",
        "良好",
        "一般",
        "正常",
        "能",
        "可以",
        "尚可",
        "身体健康",
        "无疾病",
        "没病",
        "不错",
        "无重大疾病",
        "是",
        "good",
    ]
    unable = [
        "差",
        "较差",
        "多病",
        "病",
        "卧床",
        "失能",
        "残疾",
        "不能",
        "行动不便",
        "长期患病",
        "不健康",
        "体弱",
        "否",
        "无法行动，病",
    ]
    assert {word: health(word) for word in able + unable} == {
        **dict.fromkeys(able, True),
        **dict.fromkeys(unable, False),
    }
    assert health("高血压") is None


def test_yes_no_tells_blank_and_unknown_by_the_blank_word() -> None:
    yes, no = (
        ["是", "√", "参加", "1", "y", "True", "能", "愿意", "YES"],
        ["否", "×", "不参加", "0", "n", "false", "不能", "没有"],
    )
    assert {word: yes_no(word) for word in yes + no} == {
        **dict.fromkeys(yes, True),
        **dict.fromkeys(no, False),
    }
    assert [(yes_no(word), is_blank_word(word)) for word in ("", "-", "待定")] == [
        (None, True),
        (None, True),
        (None, False),
    ]


def test_blank_words() -> None:
    assert all(
        map(is_blank_word, ["", " ", "\u3000", "无", "-", "——", "/", "暂无", "N/A", "不详", "…", "？"])
    )
    assert not any(map(is_blank_word, ["否", "0", "没有", "空", "张三"]))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        *(("是否低保户", "low_income"), ("低保边缘户", "hardship"), ("特困人员", "extreme_poverty")),
        *(("是否独居老人", "elder_alone"), ("残疾户", "disabled"), ("困难类型", "hardship")),
        *(("重点户", "other"), ("低保五保户", "other"), ("priority", "other"), ("disabled", "disabled")),
    ],
)
def test_a_bare_tick_is_of_the_kind_that_the_header_names(header: str, kind: str) -> None:
    asked = kind_of_header(header)
    assert asked == kind
    assert {priority_kind(tick, asked) for tick in ("是", "√", "1", "yes", "★")} == {kind}
    assert priority_kind("否", asked) == ""
    assert priority_kind("残疾", asked) == "disabled"
