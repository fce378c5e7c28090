from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neighborgrid.intake.degrees import (
    degrees_column,
    lost_decimal_point,
    parse_degrees,
    parse_pair,
    unreadable,
)

# 114 degrees 30 minutes 25.5 seconds = 114 + 30/60 + 25.5/3600
DMS = 114.50708333333333


@pytest.mark.parametrize(
    "text",
    [
        *("114°30′25.5″", "114度30分25.5秒", "114 30 25.5", "114:30:25.5", "114°30'25.5\"E", "114-30-25.5"),
        *(
            "114°30’25.5”",
            "114°30‘25.5“",
            "114°30‵25.5〃",
            "114°30'25.5''",
            "114°30′25.5′′",
            "114° 30′ 25.5″",
        ),
        *("东经114°30′25.5″", "E114°30′25.5″", "E 114° 30' 25.5\"", "１１４°３０′２５．５″", "114º30´25.5″"),
        *(
            "114°30′25.5",
            '114˚30`25.5"',
            "114°30′25″.5",
            "114°30′25,5″",
            "经度：114°30′25.5″",
            "114°30′25.5″东经",
        ),
        *("114°30.425′", "114 30.425", "114°30,425′", "114:30.425"),
    ],
)
def test_sexagesimal_forms(text: str) -> None:
    assert parse_degrees(text) == pytest.approx(DMS, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("114.5123", 114.5123),
        ("114,5123", 114.5123),
        ("１１４．５１２３", 114.5123),
        ("114.5123°", 114.5123),
        ("114.5123度", 114.5123),
        ("114.5123°E", 114.5123),
        ("114.5123E", 114.5123),
        ("东经114.5123", 114.5123),
        ("北纬37.76度", 37.76),
        ("37.76 N", 37.76),
        ("W114.5", -114.5),
        ("西经114.5", -114.5),
        ("南纬37.76", -37.76),
        ("37.76S", -37.76),
        ("-37.76", -37.76),
        ("−37.76", -37.76),
        ("lon=114.5", 114.5),
        ("114", 114.0),
        ("3776123", 3776123.0),
        ("E114°30′", 114.5),
        ("-114°30′", -114.5),
        ("0", 0.0),
        ("\u200b114.5\u3000", 114.5),
        ("114°59′59.99″", 114 + 59 / 60 + 59.99 / 3600),
    ],
)
def test_decimal_degrees_and_signs(text: str, value: float) -> None:
    assert parse_degrees(text) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "无",
            "nan",
            "inf",
            "1.1451E+02",
            "114°60′00″",
            "114°30′60″",
            "114°30″",
            "114.5°30′",
            "114 30.5 20",
        ),
        *(
            "114,51",
            "114,512",
            "114.51,37.76",
            "1.2.3",
            "E114.5N",
            "-37.76S",
            "E114.5W",
            "abc",
            "181°30′",
            "°",
            "N",
        ),
        "114 30 25 10",
    ],
)
def test_unreadable_degrees(text: str) -> None:
    assert parse_degrees(text) is None


@settings(max_examples=100)
@given(
    st.integers(0, 179),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from(["°′″", "度分秒", ":::", "   ", "---"]),
)
def test_written_degrees_read_back(degrees: int, minutes: int, seconds: int, marks: str) -> None:
    text = f"{degrees}{marks[0]}{minutes}{marks[1]}{seconds}{marks[2] if marks[2] in '″秒' else ''}"
    assert parse_degrees(text) == pytest.approx(degrees + minutes / 60 + seconds / 3600, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "114.51,37.76",
            "37.76, 114.51",
            "114.51 37.76",
            "(114.51，37.76)",
            "经度:114.51 纬度:37.76",
            "114.51;37.76",
        ),
        *(
            "POINT(114.51 37.76)",
            "POINT (114.51 37.76)",
            "37.76；114.51",
            "114.51、37.76",
            "114.51/37.76",
            "[114.51, 37.76]",
        ),
        *("北纬37.76 东经114.51", "N37.76E114.51", "37.76N,114.51E", "37.76N 114.51E", "纬度37.76经度114.51"),
        *(
            "lat: 37.76, lon: 114.51",
            "114.51\n37.76",
            "坐标：114.51,37.76",
            "114.51°E 37.76°N",
            "114.51, 37.76,",
        ),
        *(
            "114.51E37.76N",
            "经度:东经114.51,纬度:北纬37.76",
            "E114.51,37.76",
            "37.76,E114.51",
            "114.51　37.76",
            "114.51|37.76",
            "经纬度:114.51,37.76",
            "114.51_37.76",
        ),
    ],
)
def test_pairs_come_back_as_lon_lat(text: str) -> None:
    assert parse_pair(text) == pytest.approx((114.51, 37.76), abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        *("N37°45′36″ E114°30′25″", "114°30′25″,37°45′36″", "37°45′36″N114°30′25″E", "114 30 25 37 45 36"),
        *("东经114度30分25秒，北纬37度45分36秒", "114°30′25″37°45′36″", "37°45'36''N, 114°30'25''E"),
        *("37:45:36 114:30:25", "E114°30′25″N37°45′36″", "114° 30′ 25″ 37° 45′ 36″"),
    ],
)
def test_pairs_in_degrees_minutes_seconds(text: str) -> None:
    lon, lat = 114 + 30 / 60 + 25 / 3600, 37 + 45 / 60 + 36 / 3600
    assert parse_pair(text) == pytest.approx((lon, lat), abs=1e-12)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("88.5,43.8", (88.5, 43.8)),  # Urumqi: by the ranges of China
        ("43.8,88.5", (88.5, 43.8)),
        ("-20.1,63.9", (-20.1, 63.9)),  # Iceland: both orders possible, taken as lon, lat
        ("63.9,-20.1", (63.9, -20.1)),
        ("63.9N 20.1W", (-20.1, 63.9)),
        ("S33.9 E18.4", (18.4, -33.9)),
        ("114,5123;37,7612", (114.5123, 37.7612)),
        ("114,5123,37,7612", (114.5123, 37.7612)),
        ("0,0", (0.0, 0.0)),
    ],
)
def test_the_order_of_a_pair(text: str, pair: tuple[float, float]) -> None:
    assert parse_pair(text) == pytest.approx(pair, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "114.51",
        "114.51,120.3",
        "N37.7 N38.1",
        "114,5123",
        "村口",
        "114.51,37.76,5",
        "E114.51 E37.7",
        "200,37",
        "114 30 25.5",
    ],
)
def test_what_is_no_pair(text: str) -> None:
    assert parse_pair(text) is None


def test_a_lost_decimal_point_is_put_back() -> None:
    assert lost_decimal_point(3776123.0, 37.0, 38.5) == 37.76123
    assert lost_decimal_point(377.6, 37.0, 38.5) == 37.76
    assert lost_decimal_point(37.76, 37.0, 38.5) is None
    assert lost_decimal_point(4776123.0, 37.0, 38.5) is None
    assert lost_decimal_point(11451.0, 1.0, 120.0) is None  # 114.51, 11.451 and 1.1451 would all fit
    assert lost_decimal_point(math.nan, 37.0, 38.5) is None
    assert lost_decimal_point(-2010000.0, -24.0, -13.0) == -20.1


def test_columns_of_numbers_texts_and_both() -> None:
    assert degrees_column([114.5, 37, math.inf]).tolist()[:2] == [114.5, 37.0]
    assert math.isnan(degrees_column([math.inf])[0])
    np.testing.assert_array_equal(degrees_column(["114.5", "", "-3"]), [114.5, math.nan, -3.0])
    mixed = [114.5, "114°30′", "", "村口", "#N/A", "暂无", "nan"]
    values = degrees_column(mixed)
    np.testing.assert_array_equal(values, [114.5, 114.5, *[math.nan] * 5])
    assert unreadable(mixed, values).tolist() == [False, False, False, True, False, False, True]
    np.testing.assert_array_equal(degrees_column(["1.2.3", "114-30-36"]), [math.nan, 114.51])
    assert degrees_column([]).shape == (0,)
