"""Map pages for tests: plans made into pages, a plan with hostile texts, and what a page holds."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import numpy as np

from neighborgrid.outputs.layers import layers_of
from neighborgrid.outputs.webmap.page import page
from paperplans import card_plan

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from neighborgrid.model import Plan

HOSTILE = "</script><img src=x onerror=alert(1)>"
"""What nobody is called, and what must be text wherever it is shown."""
_KINDS = {"u8": (np.uint8, 1), "i32": (np.int32, 4)}
_NONE = -(2**31)


@dataclass(frozen=True)
class Element:
    """Element of a page as a browser would see it: its attributes and the text right inside it."""

    tag: str
    attributes: dict[str, str]
    text: str


class _Elements(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[int] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: "" if value is None else value for key, value in attrs}, []))
        if tag not in {"meta", "link", "input", "br", "hr", "img", "col"}:
            self._open.append(len(self.found) - 1)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self.found[self._open[-1]][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open[-1]][2].append(data)


def elements(source: str) -> list[Element]:
    """Elements of a page in their order."""
    return [Element(tag, attributes, "".join(text)) for tag, attributes, text in _Elements(source).found]


def element(source: str, tag: str, **attributes: str) -> Element:
    """The one element with that tag and these attributes (``http_equiv`` stands for ``http-equiv``)."""
    asked = {key.replace("_", "-"): value for key, value in attributes.items()}.items()
    (one,) = [one for one in elements(source) if one.tag == tag and asked <= one.attributes.items()]
    return one


def data_of(source: str) -> bytes:
    """The plan inside a page, unpacked."""
    holder = element(source, "script", id="plan")
    data = base64.b64decode(holder.text)
    return zlib.decompress(data) if holder.attributes["data-packed"] == "deflate" else data


def columns_of(source: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and columns of a page; read by the description of the layout, not by its code."""
    data = data_of(source)
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    at, made = 4 + size, {}
    for name, kind, length in head["columns"]:
        number, width = _KINDS[kind]
        planes = np.frombuffer(data, np.uint8, length * width, at).reshape(width, length)
        made[name] = np.ascontiguousarray(planes.T).view(number).reshape(length)
        at += length * width
    assert at == len(data)
    return head, made


def metres(column: np.ndarray) -> np.ndarray:
    """Metres of a column of decimetres, NaN where unknown."""
    return np.where(column == _NONE, np.nan, column / 10)


def source_of(plan: Plan, *, full: bool = False, lang: Any = None, **options: Any) -> str:
    """Page of a plan."""
    return page(layers_of(plan, full=full, lang=lang), as_of=plan.rules.as_of, **options)


def write(source: str, path: Path) -> Path:
    path.write_bytes(source.encode())
    return path


def hostile_plan() -> Plan:
    """`card_plan` where an id, a name, a place and all else of some rows is `HOSTILE` and its own letter."""
    names = {
        "H003": "W",  # a household that waits
        "H005": "S",  # one that is served
        "M2": "M",
        "Q1": "Q",
        "甲村": "V",
        "1组": "G",
        "甲村1号服务圈": "C",
        "15000000002": "P",
        "139" + "2".zfill(8): "T",
        "3排3号": "A",
    }
    plan = card_plan(45)
    homes, members = plan.households, plan.members
    heads = homes.loc[homes["household_id"].isin(["H003", "H005"]), "head"].tolist()
    named = members.loc[members["member_id"] == "M2", "name"].tolist()
    words = {key: HOSTILE + letter for key, letter in names.items()}
    words |= {one: HOSTILE + letter for one, letter in zip([*heads, *named], "NON", strict=True)}
    return reworded(plan, words)


def reworded(plan: Plan, words: dict[str, str]) -> Plan:
    """Plan whose cells that are in ``words`` say what stands there."""
    return replace(plan, tables={key: _replaced(table, words) for key, table in plan.tables.items()})


def renamed(plan: Plan, village: str) -> Plan:
    """Plan in which everybody lives in one village."""
    tables = {
        key: table.assign(village=np.full(len(table), village, object)) if "village" in table else table
        for key, table in plan.tables.items()
    }
    return replace(plan, tables=tables)


def _replaced(table: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    made = {
        name: np.array([words.get(cell, cell) for cell in table[name]], object)
        for name in table
        if table[name].dtype == object or str(table[name].dtype) == "str"
    }
    return table.assign(**made)
