"""The damage that sheets suffer in real offices, done to single cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from neighborgrid.scenarios.vocabulary import chinese_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neighborgrid.scenarios.draws import Draw

    Columns = dict[str, list[Any]]

SPARE_PHONE: Final = "19900000000"
"""Second number of cells that hold two; belongs to nobody in any scenario."""

_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_LAT_DECIMALS: Final = 6

PHONE_DAMAGE: Final[dict[str, Callable[[str], Any]]] = {
    "phone_number": float,
    "phone_trailing_zero": lambda phone: f"{phone}.0",
    "phone_country_code": lambda phone: f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}",
    "phone_full_width": lambda phone: phone.translate(_FULL_WIDTH),
    "phone_two": lambda phone: f"{phone}/{SPARE_PHONE}",
}
"""Kinds of damaged phone; the first number can be recovered from each."""

GROUP_SPELLINGS: Final[tuple[Callable[[int], str], ...]] = (
    lambda number: f"{chinese_number(number)}组",
    lambda number: f"{number}组",
    lambda number: f"第{number}村民小组",
)
NOT_PRIORITY: Final = ("", "否", "无")
REMARKS: Final = ("", "", "", "已核对", "", "门牌待换")


def damage_phones(columns: Columns, rows: Sequence[int], each: int, draw: Draw) -> dict[str, list[int]]:
    """Damage ``each`` phones of every kind among ``rows``, in place; rows by kind."""
    filled = [row for row in rows if columns["电话"][row]]
    order = [filled[place] for place in draw.order(len(filled)).tolist()]
    done: dict[str, list[int]] = {}
    for number, (kind, spoil) in enumerate(PHONE_DAMAGE.items()):
        done[kind] = sorted(order[number * each : (number + 1) * each])
        for row in done[kind]:
            columns["电话"][row] = spoil(columns["电话"][row])
    return done


def damage_positions(columns: Columns, rows: Sequence[int], draw: Draw) -> dict[str, list[int]]:
    """Exchange the axes of three rows and lose the decimal point of one latitude, in place."""
    order = [rows[place] for place in draw.order(len(rows))[:4].tolist()]
    lon, lat = columns["经度"], columns["纬度"]
    for row in order[:3]:
        lon[row], lat[row] = lat[row], lon[row]
    lat[order[3]] = round(lat[order[3]] * 10**_LAT_DECIMALS)
    return {"swapped_axes": sorted(order[:3]), "lost_decimal": order[3:]}


def respell(columns: Columns) -> None:
    """Write groups in three spellings and "not a priority household" in three ways, in place."""
    numbers = {f"{chinese_number(number)}组": number for number in range(1, 100)}
    columns["组"] = [
        GROUP_SPELLINGS[row % len(GROUP_SPELLINGS)](numbers[group]) for row, group in enumerate(columns["组"])
    ]
    if "重点户" in columns:
        columns["重点户"] = [
            cell if cell else NOT_PRIORITY[row // 2 % len(NOT_PRIORITY)]
            for row, cell in enumerate(columns["重点户"])
        ]


def add_private_columns(columns: Columns) -> None:
    """Add columns that must never be read: identity numbers (all zeros but the end) and remarks."""
    count = len(next(iter(columns.values())))
    columns["身份证号"] = [f"00000000000000{row + 1:04d}" for row in range(count)]
    columns["备注"] = [REMARKS[row % len(REMARKS)] for row in range(count)]
