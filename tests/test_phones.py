from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborgrid.intake.phones import clean_phone, phone_column, phone_key


@pytest.mark.parametrize(
    "value",
    [
        *(13800138000.0, 13800138000, "13800138000", "13800138000.0", "+8613800138000", "+86 138 0013 8000"),
        *(
            "86-13800138000",
            "8613800138000",
            "008613800138000",
            "0086-138-0013-8000",
            "１３８００１３８０００",
        ),
        *(
            "138-0013-8000",
            "138.0013.8000",
            " 138 0013 8000 ",
            "013800138000",
            "(+86)13800138000",
            "13800138000（儿子）",
        ),
        *(
            "手机：13800138000",
            "Tel: 13800138000",
            "138—0013—8000",
            "1.3800138000E+10",
            "13800138000/13800138000",
        ),
    ],
)
def test_one_mobile_in_every_form(value: str | float) -> None:
    assert clean_phone(value) == ("13800138000", True)


@pytest.mark.parametrize(
    "joint", ["/", "、", "，", ",", ";", "；", "或", " ", "\n", " / ", "", "或者", "|", "-"]
)
def test_two_in_a_cell(joint: str) -> None:
    assert clean_phone(f"13800138000{joint}13900139000") == ("13800138000 / 13900139000", True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0311-84620000", "0311-84620000"),
        ("(0311)84620000", "0311-84620000"),
        ("（0311）84620000", "0311-84620000"),
        ("0311 84620000", "0311-84620000"),
        ("031184620000", "0311-84620000"),
        ("+86 311 84620000", "0311-84620000"),
        ("010-62345678", "010-62345678"),
        ("0311-84620000转801", "0311-84620000转801"),
        ("0311-84620000-801", "0311-84620000转801"),
        ("0311-84620000 ext.801", "0311-84620000转801"),
        ("84620000", "84620000"),
        ("8462-0000", "84620000"),
        (84620000.0, "84620000"),
        ("4620000", "4620000"),
        ("120", "120"),
        (120.0, "120"),
        ("12345", "12345"),
        ("668123", "668123"),
        ("400-123-4567", "4001234567"),
        ("+44 7700 900123", "+447700900123"),
        ("13800138000、0311-84620000", "13800138000 / 0311-84620000"),
        ("13800138000(668123)", None),
    ],
)
def test_landlines_short_and_foreign_numbers(value: str | float, text: str | None) -> None:
    cleaned, ok = clean_phone(value)
    assert ok is (text is not None)
    assert text is None or cleaned == text


@pytest.mark.parametrize(
    "value", ["", " ", "无", "-", "/", "暂无", "没有", "无电话", "0", 0.0, "#N/A", float("nan")]
)
def test_blank_is_no_phone_and_no_fault(value: str | float) -> None:
    assert clean_phone(value) == ("", True)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "031-84620000",
            "1.38E+10",
            "1.38001E+10",
            "138****8000",
            "1380013800",
            "138001380001",
            "张三",
            "13800138000张",
            "12",
            "12800138000",
        ),
        *("13800138000/1390013", "13800138000.5"),
    ],
)
def test_what_is_not_a_phone_is_kept(value: str) -> None:
    text, ok = clean_phone(value)
    # 1390013 has seven digits and may be a local number
    assert ok is (value == "13800138000/1390013")
    assert ok or text == value


def test_a_float_with_a_fraction_is_not_a_phone() -> None:
    assert clean_phone(13800138000.5) == ("13800138000.5", False)


def test_a_column_agrees_with_its_cells() -> None:
    column = [
        13800138000.0,
        "13900139000",
        " 138-0013-8000",
        "",
        "1.38E+10",
        120.0,
        "０１２",
        13800138001,
        float("nan"),
    ]
    texts, ok = phone_column(column)
    assert list(zip(texts.tolist(), ok.tolist(), strict=True)) == [clean_phone(cell) for cell in column]
    assert phone_column([])[0].shape == (0,)


@pytest.mark.parametrize(
    "column",
    [
        [13800138000.0, 13900139000.0],
        [13800138000.0, 1.2e10],
        [13800138000.0, 13800138000.5],
        ["13800138000", "13900139000"],
        ["13800138000", "12800138000"],
        ["13800138000", "１３９００１３９０００"],
        ["138001380001", "3800138000"],  # 22 digits, but not 11 each
    ],
)
def test_whole_columns_of_mobiles_agree_with_their_cells(column: list[str | float]) -> None:
    texts, ok = phone_column(column)
    assert list(zip(texts.tolist(), ok.tolist(), strict=True)) == [clean_phone(cell) for cell in column]


@settings(max_examples=100)
@given(
    st.integers(13_000_000_000, 19_999_999_999),
    st.sampled_from(["{}", "+86{}", "86-{}", "{}.0", "电话{}", " {} "]),
)
def test_every_mobile_survives(number: int, form: str) -> None:
    assert clean_phone(form.format(number)) == (str(number), True)
    assert clean_phone(float(number)) == (str(number), True)


@settings(max_examples=200)
@given(st.text(st.sampled_from("0123456789-+() /转.E张"), max_size=24))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned, ok = clean_phone(text)
    if ok:
        assert clean_phone(cleaned) == (cleaned, True)


def test_keys_match_the_first_number() -> None:
    assert phone_key("13800138000 / 13900139000") == "13800138000"
    assert phone_key("+86 138-0013-8000") == "13800138000"
    assert phone_key("0311-84620000转801") == phone_key("(0311)84620000") == "031184620000"
    assert phone_key("138****8000") == phone_key("") == phone_key("无") == ""
