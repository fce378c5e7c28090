"""Text tables as offices export them: encodings, line ends, delimiters, quotes, damage."""

from __future__ import annotations

import pytest

from neighborgrid.intake.delimited import parse

RARE = "㛃䶮喆堃犇𬬮"


def columns(data: bytes) -> list[list[str]]:
    table = parse(data, "a.csv")
    assert table.findings == ()
    return [list(column) for column in table.columns]


def rows(data: bytes) -> list[list[str]]:
    return [list(row) for row in zip(*columns(data), strict=True)]


TABLE = f"户主,组\r\n{RARE},一组\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert rows(TABLE.encode(encoding)) == [["户主", "组"], [RARE, "一组"]]


def test_utf16_of_both_byte_orders_and_without_mark() -> None:
    for codec, mark in (
        ("utf-16-le", "\ufeff"),
        ("utf-16-be", "\ufeff"),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
    ):
        assert rows(f"{mark}id,lon,lat\nH1,114.5,37.8\n".encode(codec)) == [
            ["id", "lon", "lat"],
            ["H1", "114.5", "37.8"],
        ]


def test_gb18030_2022_bytes_give_real_characters() -> None:
    # GB18030-2022 maps FE59 to U+9FB4 and FE51 to U+20087; iconv of glibc agrees.
    assert columns(b"a,b\n\xfe\x59,\xfe\x51\n") == [["a", "\u9fb4"], ["b", "\U00020087"]]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_line_ends_and_delimiters(end: str, delimiter: str) -> None:
    lines = (("户主", "组", "坐标"), ("甲", "1", "114.5、37.8"), ("乙", "2", ""))
    data = "".join(delimiter.join(line) + end for line in lines).encode()
    assert rows(data) == [list(line) for line in lines]


def test_decimal_commas_do_not_win_against_semicolons() -> None:
    assert columns(b"lon;lat\n114,5;37,8\n114,6;37,9\n") == [
        ["lon", "114,5", "114,6"],
        ["lat", "37,8", "37,9"],
    ]


def test_title_and_notes_do_not_decide() -> None:
    data = "西同下村；农户；花名册\n户主,组,备注\n甲,1,a;b;c\n乙,2,\n".encode()
    assert rows(data)[2] == ["甲", "1", "a;b;c"]


def test_sep_line_is_not_a_row() -> None:
    assert rows(b"sep=;\r\nA,B;C\r\n1;2\r\n") == [["A,B", "C"], ["1", "2"]]
    assert rows(b'"sep=|"\nA|B\n') == [["A", "B"]]


def test_text_stays_text() -> None:
    assert rows(b"id,phone\n007,13800000000\n1e5,+86 138\n") == [
        ["id", "phone"],
        ["007", "13800000000"],
        ["1e5", "+86 138"],
    ]


def test_quotes_comments_blank_lines_and_ragged_rows() -> None:
    data = '# 说明\n"a,b","c\nd",e\n\n1\n"x""y",2,3,4\n\n,,\n'.encode()
    assert rows(data) == [
        *(["# 说明", "", "", ""], ["a,b", "c\nd", "e", ""], ["", "", "", ""], ["1", "", "", ""]),
        ['x"y', "2", "3", "4"],
    ]


def test_a_stray_quote_swallows_no_rows() -> None:
    lines = [f'户{n},"{n}排"' for n in range(50)]
    lines[7] = '户7,"7排'
    table = parse("\n".join(lines).encode(), "a.csv")
    assert [(f.code, f.place.row) for f in table.findings] == [("NG163", 8)]
    assert len(table.columns[0]) == 50
    assert (table.columns[1][6], table.columns[1][7], table.columns[1][8]) == ("6排", '"7排', "8排")


def test_a_stray_quote_before_a_long_rest_is_no_error() -> None:
    # csv gives up on fields over 131,072 characters; the rest of this file is longer.
    data = ('a,"b\n' + "甲,乙\n" * 50_000).encode()
    table = parse(data, "a.csv")
    assert [f.code for f in table.findings] == ["NG163"]
    assert len(table.columns[0]) == 50_001


def test_inch_marks_inside_a_field_are_text() -> None:
    assert rows('a,3"水管\nb,4\n'.encode())[0] == ["a", '3"水管']


def test_one_damaged_byte_does_not_turn_utf8_into_nonsense() -> None:
    text = "".join(f"户主{n},第{n}组\n" for n in range(100)).encode()
    for data in (text[:-3], text.replace("户主50".encode(), "户主50".encode()[:-3])):
        table = parse(data, "a.csv")
        assert table.columns[0][3] == "户主3"
    assert [(f.code, f.place.row) for f in table.findings] == [("NG164", 51)]


def test_one_damaged_byte_in_gb18030() -> None:
    text = "".join(f"户主{n},第{n}组\n" for n in range(100)).encode("gb18030")
    table = parse(text.replace("户主50,".encode("gb18030"), "户主50".encode("gb18030") + b"\xff,"), "a.csv")
    assert [(f.code, f.place.row) for f in table.findings] == [("NG164", 51)]
    assert table.columns[0][51] == "户主51"


def test_nuls_are_taken_out_and_counted() -> None:
    table = parse(b"a,b\n1,2\n" + b"\0" * 3, "a.csv")
    assert [(f.code, f.values) for f in table.findings] == [("NG165", {"count": 3})]
    assert [list(column) for column in table.columns] == [["a", "1"], ["b", "2"]]


def test_nonsense_is_a_finding() -> None:
    table = parse(b"\xff\x80\xff\x80,\xff\x80\n" * 20, "a.csv")
    assert ([f.code for f in table.findings], table.columns) == (["NG158"], ())


def test_one_endless_line_does_not_square_the_table() -> None:
    table = parse(b"a,b\n" * 3000 + b"," * 20_000 + b"x\n", "a.csv")
    assert ([f.code for f in table.findings], table.columns) == (["NG162"], ())
