from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborgrid.intake.cells import (
    age_on,
    birth_year,
    chinese_number,
    clean_text,
    fold,
    is_damaged_long_number,
    map_unique,
    number_text,
    parse_date,
    parse_number,
    text_column,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (0.1, "0.1"),
        (1.38e10, "13800000000"),
        (-0.0, "0"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        (114.5123456, "114.5123456"),
        (7, "7"),
        (math.nan, ""),
        (math.inf, ""),
    ],
)
def test_numbers_become_their_shortest_text(value: float, text: str) -> None:
    assert number_text(value) == text


@settings(max_examples=100)
@given(st.floats(min_value=-1e20, max_value=1e20, allow_nan=False))
def test_number_text_has_no_exponent_and_reads_back(value: float) -> None:
    text = number_text(value)
    assert "e" not in text.lower()
    assert float(text) == value


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  张三 ", "张三"),
        ("张\u3000\u3000三", "张 三"),
        ("\u00a0二组\u00a0", "二组"),
        ("\ufeff户主", "户主"),
        ("二\u200b组", "二组"),
        ("第一行\r\n第二行\t尾", "第一行 第二行 尾"),
        ("a\x00b\x7f", "ab"),
        ("#N/A", ""),
        (" #REF! ", ""),
        ("#div/0!", ""),
        ("#5号", "#5号"),
        ("3|4", "3|4"),
        ("", ""),
    ],
)
def test_text_is_cleaned_alone_and_in_a_column(raw: str, text: str) -> None:
    assert clean_text(raw) == text
    assert text_column([raw]).tolist() == [text]
    assert text_column(["好", raw, "好"]).tolist() == ["好", text, "好"]


def test_a_column_mixes_numbers_and_texts() -> None:
    column = text_column(["一组", 2.0, " 3 ", 0.5, 10, math.nan])
    assert column.dtype == object
    assert column.tolist() == ["一组", "2", "3", "0.5", "10", ""]
    assert text_column([]).shape == (0,)


@settings(max_examples=100)
@given(st.lists(st.text(st.sampled_from("ab张 \u3000\t\n\x00\u200b|#N/A"), max_size=6), max_size=20))
def test_the_fast_path_agrees_with_the_single_cell(cells: list[str]) -> None:
    assert text_column(cells).tolist() == [clean_text(cell) for cell in cells]


def test_a_dirty_cell_is_cleaned_in_whichever_chunk_it_lies() -> None:
    cells = [f"户{number}" for number in range(5000)]
    cells[4999] = " 尾 "
    cells[2047] = "边\u3000"
    result = text_column(cells)
    assert (result[4999], result[2047], result[0]) == ("尾", "边", "户0")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("１２ 组", "12组"),
        ("ABC", "abc"),
        ("张 三", "张三"),
        ("（一）", "(一)"),
        ("Straße", "STRASSE"),
        ("a\u200bb", "ab"),
    ],
)
def test_fold_makes_spellings_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("１２", 12),
        ("12户", 12),
        ("3人", 3),
        ("45 岁", 45),
        ("500米", 500),
        ("500m", 500),
        ("-3", -3),
        ("2.5", 2.5),
        ("十二", 12),
        ("两户", 2),
        ("二十一岁", 21),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("廿三", 23),
        ("一万", 10000),
    ],
)
def test_numbers_are_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "约10",
        "10-12",
        "nan",
        "inf",
        "-inf",
        "1e3",
        "1,23",
        "12,3456",
        "十几",
        "百",
        "一百二",
        "一万二",
        "十十",
        "a",
        "户",
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@settings(max_examples=60)
@given(st.integers(min_value=1, max_value=99))
def test_chinese_numerals_below_100(number: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    text = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("1960-05-03", "1960.5.3", "1960年5月3日", "1960/5/3", "19600503", "1960-05-03 00:00:00"),
        *(
            "１９６０年５月３日",
            "1960年 5月 3日",
            "22039",
            "1960-05-03T08:00:00",
            "1960年5月3日出生",
            "22039.5",
        ),
    ],
)
def test_dates_are_read(text: str) -> None:
    assert parse_date(text) == dt.date(1960, 5, 3)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1960年5月", dt.date(1960, 5, 15)),
        ("196005", dt.date(1960, 5, 15)),
        ("1960.5", dt.date(1960, 5, 15)),
        ("1960-05", dt.date(1960, 5, 15)),
        ("1960", dt.date(1960, 7, 1)),
        ("1960年", dt.date(1960, 7, 1)),
        ("25/12/1960", dt.date(1960, 12, 25)),
        ("12/25/1960", dt.date(1960, 12, 25)),
        ("10000", dt.date(1927, 5, 18)),
        ("44196", dt.date(2020, 12, 31)),
    ],
)
def test_parts_of_dates_stand_for_the_middle(text: str, date: dt.date) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "五月",
        "1960-02-30",
        "1960-13-01",
        "03/05/1960",
        "44197",
        "1899",
        "600503",
        "60.5.3",
        "65岁",
        "nan",
        "09999",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_year_can_be_told_without_the_date() -> None:
    assert [birth_year(text) for text in ("1960-05-03", "1960", "22039", "03/05/1960", "1960-02-30")] == [
        1960
    ] * 5
    assert birth_year("65岁") is None
    assert birth_year("13800001960") is None


def test_age_counts_the_birthday_itself() -> None:
    birth = dt.date(1960, 5, 3)
    assert age_on(birth, dt.date(2026, 5, 2)) == 65
    assert age_on(birth, dt.date(2026, 5, 3)) == 66
    assert age_on(birth, dt.date(2026, 5, 4)) == 66
    assert age_on(dt.date(1960, 2, 29), dt.date(2025, 2, 28)) == 64
    assert age_on(birth, dt.date(1959, 5, 3)) == -1


def test_long_numbers_are_damaged_from_sixteen_digits_on() -> None:
    assert is_damaged_long_number(1e15)
    assert is_damaged_long_number(130132000000000000.0)
    assert is_damaged_long_number("1.30132E+17")
    assert not is_damaged_long_number(999_999_999_999_999.0)
    assert not is_damaged_long_number("130132000000000000")
    assert not is_damaged_long_number("1.38E+10")
    assert not is_damaged_long_number("")


def test_map_unique_calls_once_per_value_and_keeps_tuples() -> None:
    calls: list[str] = []

    def pair(text: str) -> tuple[str, int]:
        calls.append(text)
        return text, len(text)

    result = map_unique(np.array(["一", "二二", "一"], dtype=object), pair)
    assert result.tolist() == [("一", 1), ("二二", 2), ("一", 1)]
    assert calls == ["一", "二二"]
    assert map_unique(np.array([], dtype=object), pair).shape == (0,)
