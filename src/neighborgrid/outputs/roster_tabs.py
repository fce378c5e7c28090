"""The tabs of a roster: which columns, from which cells, and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from neighborgrid.audit.tables import numbers, texts
from neighborgrid.outputs.coverage_table import places, reason_words
from neighborgrid.outputs.paper import phones
from neighborgrid.outputs.roster_view import DUTIES
from neighborgrid.outputs.villages import rows_set_aside
from neighborgrid.planbook import labels
from neighborgrid.planbook.layout import HEADER_FILL, TAB_COLORS
from neighborgrid.planbook.sheetwriter import ColumnSpec, SheetSpec
from neighborgrid.words import LANGS, text
from neighborgrid.words import texts as all_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.outputs.roster_view import RosterView
    from neighborgrid.words import Lang

    Texts = NDArray[np.object_]
    Rows = NDArray[np.int64]

STAR: Final = "★"
IDS: Final = frozenset({"phone", "home_phone", "member_phone", "household_id", "member_id"})
WIDE: Final = {"address": 40, "remark": 40, "reason": 36, "remedy": 48, "source": 48}
CENTRED: Final = frozenset(
    {"star", "number", "visits", "distance_m", "households", "priority", "own_homes", "farthest_m"}
)
LEAST_WIDTHS: Final = {"responsible": 12, "deadline": 12}
USUAL_WIDTH: Final = 24
SAMPLE: Final = 2_000
"""Rows from which a width is judged."""

REMARKS: Final = ("vacant", "own_home", "unverified", "away", "outside_circle")


def household_tab(view: RosterView, order: Rows | None, visits: Rows | None) -> SheetSpec:
    """Households that do not wait, a row each, vacant houses last."""
    plan, rows = view.plan, view.household_rows(order)
    homes = plan.households.iloc[rows]
    status, served = view.status, view.status.served[rows]
    # Row -1, nobody, takes the blank at the end.
    member = np.where(served, status.member[rows], -1)
    led = view.circles and view.by == "circle"
    serving: dict[str, Any] = {
        "circle": np.append(view.circle_names(), "")[member] if view.circles else None,
        "duty": np.append(_duties(view), "")[member] if led else None,
        "member": np.append(texts(plan.members, "name"), "")[member],
        "member_phone": np.append(_phones(plan.members), "")[member],
    }
    lived_in: dict[str, Any] = {
        "number": _only(served, view.numbers(rows)),
        "group": texts(homes, "group"),
        "address": texts(homes, "address"),
        "head": texts(homes, "head"),
        "home_phone": texts(homes, "phone"),
    }
    last: dict[str, Any] = {
        "star": _stars(homes),
        "visits": None if visits is None else _only(served, visits[rows]),
        "distance_m": np.where(served & ~status.own[rows], numbers(homes, "distance_m"), np.nan),
        "remark": _remarks(view, rows),
        "household_id": texts(homes, "household_id"),
    }
    parts = (lived_in, serving) if view.by == "village" else (serving, lived_in)
    return _tab(
        "list", {**_places(homes, view), **parts[0], **parts[1], **last}, view.lang, color="households"
    )


def member_tab(view: RosterView) -> SheetSpec:
    """Members who may serve, with their numbers of households."""
    rows, status = view.member_rows(), view.status
    members, size = view.plan.members.iloc[rows], len(view.plan.members)
    starred = status.served & ~status.own & (texts(view.plan.households, "priority") != "")
    roles = labels.words("cell.role", view.lang)
    columns: dict[str, Any] = {
        **_places(members, view),
        **({"circle": view.circle_names()[rows], "duty": _duties(view)[rows]} if view.circles else {}),
        "member": texts(members, "name"),
        "role": members["role"].map(lambda role: roles.get(role, role)).to_numpy(object),
        "member_group": texts(members, "group"),
        "phone": _phones(members),
        "households": view.linked[rows],
        "priority": np.bincount(status.member[starred], minlength=size)[rows],
        "own_homes": np.bincount(status.member[status.own], minlength=size)[rows],
        "farthest_m": numbers(members, "farthest_m"),
        "member_id": texts(members, "member_id"),
    }
    return _tab("members", columns, view.lang, color="members")


def waiting_tab(view: RosterView) -> SheetSpec:
    """Households that wait, by village, and the rows set aside; blanks for a person and a date."""
    plan, lang = view.plan, view.lang
    rows, aside = np.flatnonzero(view.status.waiting), rows_set_aside(plan)
    names = ["township", "village", "group", "household_id", "head", "address", "phone", "priority", "reason"]
    table = pd.concat([plan.households.iloc[rows], aside], ignore_index=True)[names].fillna("")
    order = np.argsort(np.concatenate([view.villages.home[rows], view.villages.aside]), kind="stable")
    table = table.assign(source=[""] * len(rows) + places(aside, lang)).iloc[order]
    said = reason_words(plan, lang)
    why = [said.get(reason, said[""]) for reason in table["reason"]]
    columns: dict[str, Any] = {
        **_places(table, view),
        **{name: texts(table, name) for name in ("group", "household_id", "head", "address")},
        "home_phone": texts(table, "phone"),
        "star": _stars(table),
        "reason": np.array([one[0] for one in why], object),
        "remedy": np.array([one[1] for one in why], object),
        "responsible": np.full(len(table), "", object),
        "deadline": np.full(len(table), "", object),
        "source": texts(table, "source") if len(aside) else None,
    }
    return _tab("waiting", columns, lang, color="unserved")


def _phones(members: pd.DataFrame) -> NDArray[np.object_]:
    """Phones of members; a remark in the cell is not for a list, masked digits are."""
    cells = texts(members, "phone")
    made = np.empty(len(cells), object)
    made[:] = [cell if "*" in cell else phones.listed(cell) for cell in cells]
    return made


def public_tab(view: RosterView) -> SheetSpec:
    """Members as they may be posted on a wall."""
    rows = view.member_rows()
    members = view.plan.members.iloc[rows]
    phone = _phones(members)
    if "phone_public" in members:
        hidden = ~members["phone_public"].isin(["", "yes"]).to_numpy() & (phone != "")
        phone = np.where(hidden, text("roster.private", view.lang), phone)
    columns: dict[str, Any] = {
        **_places(members, view),
        **({"circle": view.circle_names()[rows]} if view.circles else {}),
        "member": texts(members, "name"),
        **({"duty": _duties(view)[rows]} if view.circles else {}),
        "phone": phone,
        "households": view.linked[rows],
        "member_group": texts(members, "group"),
    }
    return _tab("public", columns, view.lang, color="members")


def _places(table: pd.DataFrame, view: RosterView) -> dict[str, Any]:
    names = ("township", "village") if view.townships else ("village",)
    return {name: texts(table, name) for name in names}


def _only(where: NDArray[np.bool_], values: NDArray[Any]) -> Texts:
    """Values where they are to be shown, else None, an empty cell."""
    made = np.full(len(values), None, dtype=object)
    made[where] = values[where]
    return made


def _stars(table: pd.DataFrame) -> Texts:
    return np.where(texts(table, "priority") != "", STAR, "").astype(object)


def _duties(view: RosterView) -> Texts:
    """Duty of every member in words; a stand-in is not given the title of the post."""
    role, words = texts(view.plan.members, "role"), all_words()
    pairs = [f"{DUTIES[duty]}.{one}" for duty, one in zip(view.duty, role, strict=True)]
    keys = [f"roster.duty.{pair}" for pair in pairs]
    known = [key if key in words else key.rpartition(".")[0] for key in keys]
    return np.array([words[key][LANGS.index(view.lang)] for key in known], dtype=object)


def _remarks(view: RosterView, rows: Rows) -> Texts:
    """What there is to know about each household, in words; put together once per combination."""
    homes, status = view.plan.households, view.status
    outside = homes["note"].isin(all_words()["note.outside_circle"]).to_numpy()
    flags = (
        status.vacant,
        status.own,
        status.unverified,
        status.served & (texts(homes, "residence") == "away"),
        status.served & outside,
    )
    code = np.zeros(len(homes), np.int64)
    for bit, flag in enumerate(flags):
        code += flag.astype(np.int64) << bit
    found, inverse = np.unique(code[rows], return_inverse=True)
    joint = text("roster.remark.joint", view.lang)
    said = [
        joint.join(
            text(f"roster.remark.{word}", view.lang) for bit, word in enumerate(REMARKS) if one >> bit & 1
        )
        for one in found.tolist()
    ]
    return np.array(said, dtype=object)[inverse]


def _tab(name: str, columns: dict[str, Any], lang: Lang, *, color: str) -> SheetSpec:
    shown = {key: values for key, values in columns.items() if values is not None}
    specs = tuple(_column(key, values, lang) for key, values in shown.items())
    frozen = 1 + list(shown).index("village")
    return SheetSpec(text(f"roster.tab.{name}", lang), specs, TAB_COLORS[color], HEADER_FILL, frozen)


def _column(key: str, values: NDArray[Any], lang: Lang) -> ColumnSpec:
    header, note = text(f"roster.col.{key}", lang), f"roster.note.{key}"
    cells = _only(values != "", values).tolist() if values.dtype == object else values.tolist()
    return ColumnSpec(
        header=header,
        values=cells,
        width=_width(key, header, cells),
        number_format="@" if key in IDS else "0.0" if key.endswith("_m") else "",
        align="center" if key in CENTRED else "",
        note=text(note, lang) if note in all_words() else "",
        digits=key in IDS or key in {"group", "member_group"},
    )


def _width(key: str, header: str, cells: list[Any]) -> float:
    shown = {str(cell) for cell in cells[:SAMPLE] if cell is not None}
    longest = max(map(_cells_wide, shown), default=0) if _are_texts(cells) else 0
    least = max(_cells_wide(header) + 3, LEAST_WIDTHS.get(key, 5), longest + 1)
    return float(min(WIDE.get(key, USUAL_WIDTH), least))


def _are_texts(cells: list[Any]) -> bool:
    """Whether a column holds texts, so that its cells and not only its header decide the width."""
    return any(isinstance(cell, str) for cell in cells[:SAMPLE])


def _cells_wide(value: str) -> int:
    """Width in Latin characters; Chinese ones, of three bytes in UTF-8, count double."""
    line = value[:200].partition("\n")[0]
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2 if not line.isascii() else len(line)
