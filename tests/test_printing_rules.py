"""Rules of papers: every source that may hold them, what is refused, and what is made of them."""

from __future__ import annotations

import datetime as dt
import tomllib

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborgrid.cli.inputs import rules_file_source
from neighborgrid.errors import InputError
from neighborgrid.outputs.paper.wording import RHYTHMS, Wording
from neighborgrid.rules import SETTINGS, Rules, sources
from neighborgrid.rules.render import toml_text
from neighborgrid.rules.settings import (
    BY_KEY,
    LONGEST_WORDS,
    PRESETS,
    PRINT_TABLES,
    TERMS,
    parse_value,
)
from neighborgrid.words import LANGS, Lang, texts

PRINTED = {
    "visits.per_year": 6,
    "visits.priority_per_year": 24,
    "cards.layout": "a6",
    "cards.title": "党群连心卡",
    "cards.slogan": "马上就办",
    "cards.back": "第一段\n第二段",
    "cards.service_number": "西同下村=0311-84670001；0311-84670000",
    "cards.edition": 7,
    "cards.qr": False,
    "boards.size": "a1",
    **{f"words.{term}": f"{term}的叫法" for term in TERMS},
}
WRITTEN = '''
[visits]
per_year = 6
priority_per_year = 24
[cards]
layout = "A6"
title = "党群连心卡"
slogan = "马上就办"
back = """
第一段
第二段"""
service_number = "西同下村=0311-84670001；0311-84670000"
edition = 7
qr = false
[boards]
size = "a1"
[words]
'''
DAY = dt.date(2026, 4, 1)
WORDS = [setting for setting in SETTINGS if setting.kind == "words"]
# What may stand in a rules file or a cell: letters of all scripts, marks, blanks, line breaks.
typed = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), max_size=60)
paragraphs = st.lists(typed | st.sampled_from(['"', '"""', "\\", "'", "# =", "[cards]", "a = 1"]), max_size=4)


def resolved(*given: sources.Source) -> Rules:
    return sources.resolve(given, fix_day=False)


def said_by(lang: Lang = "zh", **values: object) -> Wording:
    """Words of the papers under rules with these settings (``cards__title="..."``)."""
    flags = {key.replace("__", "."): ("--set", value) for key, value in values.items()}
    return Wording(lang, resolved(*sources.flags(flags)).printing, DAY)


def refused(key: str, value: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        resolved(sources.Source("flag:--set", (sources.Entry(key, value),)))
    return [finding.code for finding in caught.value.findings]


class TestSources:
    def test_all_settings_of_papers_are_looked_at(self) -> None:
        assert {setting.key for setting in SETTINGS if setting.key.split(".")[0] in PRINT_TABLES} == set(
            PRINTED
        )

    def test_toml(self) -> None:
        words = "\n".join(f'{term} = "{term}的叫法"' for term in TERMS)
        rules = resolved(sources.toml((WRITTEN + words).encode(), "规则.toml"))
        assert {key: rules.values[key] for key in PRINTED} == PRINTED

    @pytest.mark.parametrize("lang", [0, 1], ids=LANGS)
    def test_tab_of_a_workbook(self, tmp_path, lang: int) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = ("规则", "Rules")[lang]
        sheet.append([("设置", "内容"), ("Setting", "Value")][lang])
        for key, value in PRINTED.items():
            sheet.append([texts()[f"set.{key}"][lang], value])
        book.save(tmp_path / "规则.xlsx")
        rules = resolved(rules_file_source(tmp_path / "规则.xlsx"))
        assert {key: rules.values[key] for key in PRINTED} == PRINTED

    def test_command_line(self) -> None:
        entries = tuple(sources.Entry(key, str(value)) for key, value in PRINTED.items())
        rules = resolved(sources.Source("flag:--set", entries))
        assert {key: rules.values[key] for key in PRINTED} == PRINTED

    def test_dongshan(self) -> None:
        rule = resolved(sources.preset("dongshan")).printing
        assert (rule.title, rule.per_year, rule.priority_per_year) == ("党群连心卡", 12, 12)
        assert rule.slogan == "家家有人联 事事有人管 件件有回音"
        say = Wording("zh", rule, DAY)
        assert say.rhythm(rule.per_year) == "每月"
        assert any("每月" in part["text"] for part in say.back())

    def test_presets_hold_what_settings_take(self) -> None:
        for name, values in PRESETS.items():
            for key, value in values.items():
                assert parse_value(BY_KEY[key], value) == value, (name, key)


class TestRefused:
    @pytest.mark.parametrize("setting", WORDS, ids=lambda setting: setting.key)
    def test_longest_words(self, setting) -> None:
        assert parse_value(setting, "字" * LONGEST_WORDS) == "字" * LONGEST_WORDS
        assert refused(setting.key, "字" * (LONGEST_WORDS + 1)) == ["NG404"]

    @pytest.mark.parametrize(
        "value",
        ["响\x07", "白\x00", "\x1b[31m红", "右\u202e左", "零\u200b宽", "\ufeff标", "半\ud800", "私\ue000"],
        ids=ascii,
    )
    def test_what_cannot_be_seen(self, value: str) -> None:
        assert refused("cards.title", value) == ["NG404"]
        assert refused("words.member", f"好\n{value}") == ["NG404"]

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("visits.per_year", 0),
            ("visits.per_year", 367),
            ("visits.priority_per_year", 2.5),
            ("cards.layout", "b5"),
            ("cards.edition", 0),
            ("cards.edition", 1000),
            ("cards.qr", "也许"),
            ("boards.size", "a4"),
        ],
    )
    def test_outside_the_bounds(self, key: str, value: object) -> None:
        assert refused(key, value) == ["NG404"]

    def test_where_it_stands(self) -> None:
        written = '[visits]\nper_year = 12\n[cards]\nedition = 0\ntitle = "a\\u0007"\n[words]\nboss = "甲"\n'
        with pytest.raises(InputError) as caught:
            resolved(sources.toml(written.encode(), "规则.toml"))
        found = {(finding.code, finding.place.row) for finding in caught.value.findings}
        assert found == {("NG404", 4), ("NG404", 5), ("NG403", 7)}


class TestReadsBack:
    def test_quotes_backslashes_and_breaks(self) -> None:
        value = "C:\\new\\\"引\"\n第二段 # 不是注释\n'单' = [x]"
        rules = resolved(*sources.flags({"cards.back": ("--set", value)}))
        assert rules.values["cards.back"] == value
        again = resolved(sources.toml(toml_text(rules, "zh").encode(), "规则.toml"))
        assert again.values == rules.values

    @given(st.dictionaries(st.sampled_from(sorted(setting.key for setting in WORDS)), paragraphs, max_size=4))
    def test_any_words(self, written: dict[str, list[str]]) -> None:
        flags = {key: ("--set", "\n".join(lines)) for key, lines in written.items()}
        rules = resolved(*sources.flags(flags))
        for lang in LANGS:
            text = toml_text(rules, lang)
            assert resolved(sources.toml(text.encode(), "规则.toml")).values == rules.values
            # No line of theirs has become a setting of ours.
            assert set(tomllib.loads(text)) <= {setting.key.split(".")[0] for setting in SETTINGS}

    @given(typed)
    def test_any_words_in_toml_of_ones_own(self, said: str) -> None:
        import json

        written = f"cards.title = {json.dumps(said, ensure_ascii=False)}"
        title = resolved(sources.toml(written.encode(), "规则.toml")).printing.title
        assert title == " ".join(said.split())


class TestServiceNumbers:
    @pytest.mark.parametrize(
        ("written", "numbers"),
        [
            ("0311-84670000", {"": "0311-84670000"}),
            ("西同下村=1；东同下村=2", {"西同下村": "1", "东同下村": "2"}),
            ("西同下村＝1,东同下村 = 2，3", {"西同下村": "1", "东同下村": "2", "": "3"}),
            ("西同下村=1\n0311-2", {"西同下村": "1", "": "0311-2"}),
            ("西同下村=；；=5；", {"": "5"}),
            (None, {}),
        ],
    )
    def test_by_village(self, written: str | None, numbers: dict[str, str]) -> None:
        assert said_by(cards__service_number=written).rules.service_numbers == numbers

    def test_own_number_before_that_of_all(self) -> None:
        say = said_by(cards__service_number="西同下=0311-1；0311-2")
        # Villages are the same with and without 村.
        assert [say.office_number(name) for name in ("西同下村", "西同下", "东同下村", "")] == [
            *("0311-1", "0311-1"),
            *("0311-2", "0311-2"),
        ]

    def test_none_for_the_others(self) -> None:
        assert said_by(cards__service_number="西同下村=0311-1").office_number("东同下村") == ""
        assert said_by().office_number("西同下村") == ""


class TestWording:
    def test_lines_of_the_back_are_paragraphs(self) -> None:
        back = said_by(cards__back="  第一段 \r\n\n第二   段\n").back()
        assert back == [{"head": "", "text": "第一段"}, {"head": "", "text": "第二 段"}]

    @pytest.mark.parametrize("lang", LANGS)
    def test_back_by_default(self, lang: Lang) -> None:
        back = said_by(lang).back()
        assert len(back) == 6
        assert not any("{" in part["head"] + part["text"] for part in back)

    @pytest.mark.parametrize("lang", LANGS)
    def test_rhythms(self, lang: Lang) -> None:
        say = said_by(lang)
        named = [say.rhythm(count) for count in RHYTHMS]
        assert len(set(named)) == len(RHYTHMS)
        assert "5" in say.rhythm(5)
        assert "366" in say.rhythm(366)

    def test_braces_in_ones_own_words_are_no_fields(self) -> None:
        assert said_by(words__member="{包联}人%s")("card.label") == "您的{包联}人%s"

    def test_title_and_slogan(self) -> None:
        say = said_by(cards__title="便民卡", cards__slogan="马上就办")
        assert (say.title, say.slogan) == ("便民卡", "马上就办")
        assert said_by(words__card="暖心卡").title == "党员服务群众暖心卡"

    def test_edition(self) -> None:
        assert said_by(cards__edition=3).edition == "2026年4月 第3版"
        assert said_by("en", cards__edition=3).edition == "April 2026, edition 3"
