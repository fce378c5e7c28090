"""The coverage report on paper: the check table by village, who waits and why, and places to sign.

It goes to the township, so it names households by their ids only. The figures are those of the workbook
(``outputs.coverage_table``). How the page looks is the business of ``report.typ``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from neighborgrid.outputs.coverage_table import coverage, status_of, waiting
from neighborgrid.outputs.paper.common import Prepared, press_doc
from neighborgrid.outputs.paper.press import Job
from neighborgrid.outputs.villages import villages_of
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.press import Template
    from neighborgrid.outputs.paper.subject import Subject
    from neighborgrid.words import Lang

CHECK_WIDTHS: Final = {
    "village": 42,
    "due": 18,
    "listed": 18,
    "vacant": 14,
    "verified": 27,
    "unverified": 27,
    "waiting": 17,
    "set_aside": 20,
    "own_homes": 20,
    "mean_load": 17,
    "farthest_m": 22,
    "coverage_pct": 25,
}
"""Columns of the check table, with their shares of the page's width."""

WAITING_WIDTHS: Final = {
    "household_id": 41,
    "group": 24,
    "reason": 49,
    "remedy": 87,
    "responsible": 33,
    "deadline": 33,
}
SIGNATURES: Final = ("by", "checked", "seal", "date")
TOWNSHIPS_NAMED: Final = 3
ROWS_A_PAGE: Final = 18
NONE: Final = "—"

LETTER_MM: Final = 2.8
"""Width of the widest letter in the size of the tables."""
PADDING_MM: Final = 4
BREAK_HERE: Final = "\u200b"


def jobs(subject: Subject, fonts: FontSet, target: Path, *, template: Template) -> Prepared:
    """One job: the report of the whole plan, A4 landscape, in ``target``."""
    figures, list_ = coverage(subject.plan), waiting(subject.plan, subject.lang)
    place = villages_of(subject.plan)
    homes = place.home[status_of(subject.plan).waiting]
    # The list is ordered by village, so sorting the villages of its rows gives each row its own.
    of_row = np.sort(np.concatenate([homes, place.aside]))
    data = {
        "doc": press_doc(subject, fonts) | _doc(subject, figures),
        "head": _head(subject, figures, list_),
        "check": _check(subject, figures),
        "waiting": _waiting(subject, figures, list_, of_row),
    }
    weight = 1 + (len(figures) + len(list_)) // ROWS_A_PAGE
    job = Job(target, "reports.typ", template, data, weight=weight)
    return Prepared(iter((job,)), weight, _texts(figures, list_))


def _doc(subject: Subject, figures: pd.DataFrame) -> dict[str, Any]:
    """Title, where and when, the words of the page's foot and of the places to sign."""
    say, lang, day = subject.say, subject.lang, subject.say.day
    return {
        "title": text("coverage.title", lang),
        "where": _where(subject, figures),
        "date": text("coverage.date", lang, year=day.year, month=day.month, day=day.day),
        # Only the typesetter knows the numbers; it replaces the two words in braces.
        "page": say("report.page", page="{page}", pages="{pages}"),
        "sign": [text(f"coverage.sign.{key}", lang) for key in SIGNATURES],
    }


def _where(subject: Subject, figures: pd.DataFrame) -> str:
    """Townships, and how many villages; of a single village its name."""
    say, villages = subject.say, figures[figures["kind"] == "village"]
    townships = [name for name in dict.fromkeys(villages["township"]) if name]
    names = say("report.where.joint").join(townships[:TOWNSHIPS_NAMED])
    if len(townships) > TOWNSHIPS_NAMED:
        names = say("report.where.many", names=names, count=len(townships))
    if len(villages) == 1:
        return "  ".join(filter(None, [names, villages["village"].iloc[0]]))
    key = "report.where.villages" if names else "report.where.villages_only"
    return say(key, names=names, count=len(villages))


def _head(subject: Subject, figures: pd.DataFrame, list_: pd.DataFrame) -> dict[str, Any]:
    """The plan's main figures in sentences, and its coverage."""
    say = subject.say
    total: dict[Hashable, Any] = figures.iloc[-1].to_dict()
    served = total["verified"] + total["unverified"]
    numbers = {key: total[key] for key in ("due", "listed", "vacant", "verified", "unverified", "waiting")}
    reasons = (
        list_["reason"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    )
    said = [say("report.waits.reason", reason=reason, count=count) for reason, count in reasons.items()]
    waits = say("report.waits", waiting=len(list_), reasons=say("report.waits.joint").join(said))
    return {
        "lines": [
            say(_served_key(total), served=served, **numbers),
            waits if len(list_) else say("report.waits.none"),
            say("report.ledger", served=served, **numbers),
        ],
        "coverage": _percent(subject, total["coverage_pct"]),
        "coverage_label": say("report.coverage"),
    }


def _served_key(total: dict[Hashable, Any]) -> str:
    if not total["due"]:
        return "report.nobody_due"
    if not total["unverified"]:
        return "report.served.verified" if total["verified"] else "report.served.none"
    return "report.served" if total["verified"] else "report.served.unverified"


def _percent(subject: Subject, percent: float) -> str:
    if percent != percent:
        return subject.say("report.percent.none")
    # It is rounded down already, so two decimals print it as it is.
    return subject.say("report.percent", percent="100" if percent == 100 else f"{percent:.2f}")


def _check(subject: Subject, figures: pd.DataFrame) -> dict[str, Any]:
    """Check table in parts: a township with its villages and its subtotal; the total apart."""
    lang = subject.lang
    shown = pd.DataFrame({key: _shown(figures[key]) for key in CHECK_WIDTHS})
    nameless = text("coverage.nameless", lang)
    kinds, rows = figures["kind"].tolist(), shown.to_numpy().tolist()
    parts: dict[str, dict[str, Any]] = {}
    for kind, township, row in zip(kinds[:-1], figures["township"], rows, strict=False):
        part = parts.setdefault(township, {"name": township, "rows": [], "subtotal": None})
        if kind == "village":
            part["rows"].append([row[0] if row[0] else nameless, *row[1:]])
        else:
            part["subtotal"] = [text("coverage.subtotal", lang), *row[1:]]
    for part in parts.values():
        # A single township stands in the report's head.
        name = part["name"] if part["name"] else subject.say("report.township.none")
        part["name"] = name if len(parts) > 1 else ""
    return {
        "columns": _columns(CHECK_WIDTHS, lang),
        "parts": list(parts.values()),
        "total": [text("coverage.total", lang), *rows[-1][1:]],
        "notes": [text(f"coverage.{key}", lang) for key in ("equation", "meaning")],
    }


def _waiting(
    subject: Subject, figures: pd.DataFrame, list_: pd.DataFrame, of_row: NDArray[np.int64]
) -> dict[str, Any]:
    """Who waits, in parts: a village with its rows."""
    say, lang = subject.say, subject.lang
    shown = list_[list(WAITING_WIDTHS)].copy()
    for key in ("household_id", "group"):
        shown[key] = _breakable(shown[key], WAITING_WIDTHS[key])
    mend = [say("report.mend", place=place) if place else "" for place in list_["source"]]
    said = pd.Series(np.where(list_["source"] != "", mend, shown["remedy"]), dtype=object)
    shown["remedy"] = _breakable(said, WAITING_WIDTHS["remedy"])
    villages = figures[figures["kind"] == "village"]
    several = len(villages) > 1
    bands = _bands(subject, villages)
    parts = []
    for number, rows in shown.groupby(of_row):
        name = say("report.band", village=bands[int(str(number))], count=len(rows)) if several else ""
        parts.append({"name": name, "rows": rows.to_numpy().tolist()})
    return {
        "title": say("report.waiting"),
        "count": say("report.waiting.count", count=len(list_)),
        "none": say("report.waits.none"),
        "columns": _columns(WAITING_WIDTHS, lang),
        "parts": parts,
    }


def _bands(subject: Subject, villages: pd.DataFrame) -> list[str]:
    """Name of every village, with its township where there are several."""
    names = villages["village"].where(villages["village"] != "", text("coverage.nameless", subject.lang))
    if villages["township"].nunique() > 1:
        names = villages["township"].str.cat(names, sep="  ").str.strip()
    return names.tolist()


def _columns(widths: dict[str, int], lang: Lang) -> list[dict[str, Any]]:
    """Key, label and share of the width of each column; what stands in brackets gets a line of its own."""
    labels = {key: text(f"coverage.col.{key}", lang) for key in widths}
    return [
        {"key": key, "label": re.sub(r" ?([(（])", r"\n\1", labels[key]), "width": width}
        for key, width in widths.items()
    ]


def _shown(column: pd.Series[Any]) -> list[str]:
    """Cells of the check table as they are printed: counts whole, ratios and metres with a decimal."""
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        return _breakable(column, CHECK_WIDTHS["village"])
    if column.dtype == np.int64:
        return list(map(str, column.tolist()))
    form = "{:.2f}" if column.name == "coverage_pct" else "{:.1f}"
    return [NONE if value != value else form.format(value) for value in column.tolist()]


def _breakable(column: pd.Series[Any], width: int) -> list[str]:
    """Texts that may end a line inside runs of letters and figures too long for a column of ``width``."""
    most = int((width - PADDING_MM) / LETTER_MM)
    run = re.compile(f"[!-~]{{{most + 1},}}")
    made = {value: run.sub(lambda found: BREAK_HERE.join(found[0]), value) for value in column.unique()}
    return [made[value] for value in column]


def _texts(figures: pd.DataFrame, list_: pd.DataFrame) -> list[str]:
    """All texts from the plan, repeats left out."""
    columns = [figures["township"], figures["village"]]
    columns += [list_[key] for key in ("household_id", "group", "source")]
    return list(dict.fromkeys(str(value) for column in columns for value in column.unique() if value))
