"""The two tabs that frame the tables: Summary (figures, input files, marks) and Rules (settings, caps).

Besides the plan's own figures, the Summary tab holds rows ``input:<file name>`` with the file's SHA-256,
``content_digest`` (see ``digest``), and in a workbook of one village ``part`` as ``3/208``. Besides the
settings, the Rules tab holds one row ``load.max[place]`` with the origin ``auto`` for every place whose
cap was chosen automatically.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from neighborgrid.model import InputDigest
from neighborgrid.planbook import labels
from neighborgrid.rules import AUTO, SETTINGS, Value
from neighborgrid.rules.settings import BY_KEY
from neighborgrid.rules.sources import resolve, rows
from neighborgrid.rules.values import DEFAULT_ORIGIN, Rules
from neighborgrid.words import LANGS, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

DIGEST: Final = "content_digest"
PART: Final = "part"
INPUT: Final = "input"
CAP: Final = "load.max"
_CAP_ROW: Final = re.compile(r"([^\[]+)\[(.*)\]", re.DOTALL)
_PART: Final = re.compile(r"(\d+)/(\d+)")

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a workbook says about itself: digest of its content as written, which part of how many."""

    digest: str = ""
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class SummaryTab:
    """Summary tab as read."""

    figures: dict[str, str | int | float] = field(default_factory=dict)
    inputs: tuple[InputDigest, ...] = ()
    marks: Marks = Marks()


def summary_rows(plan: Plan, marks: Marks) -> list[Row]:
    """Rows (key, value) of the Summary tab."""
    lang = plan.lang
    made: list[Row] = []
    for key, value in plan.summary.items():
        words = labels.words(f"cell.{key}", lang)
        made.append((_key_label(key, lang), words.get(value, value) if isinstance(value, str) else value))
    made += [(f"{_key_label(INPUT, lang)}:{item.name}", item.sha256) for item in plan.inputs]
    if marks.parts > 1:
        made.append((_key_label(PART, lang), f"{marks.part}/{marks.parts}"))
    made.append((_key_label(DIGEST, lang), marks.digest))
    return made


def read_summary(pairs: Iterable[tuple[str, str | float | int]]) -> SummaryTab:
    """Summary tab of its rows (key, value); unknown keys are kept as they are."""
    figures: dict[str, str | int | float] = {}
    inputs: list[InputDigest] = []
    marks = {DIGEST: "", PART: ""}
    for label, value in pairs:
        left, colon, name = label.partition(":")
        key = _keys().get(labels.fold(label), label)
        if colon and _keys().get(labels.fold(left)) == INPUT:
            inputs.append(InputDigest(name, str(value)))
        elif key in marks:
            marks[key] = str(value)
        elif isinstance(value, str):
            figures[key] = labels.keys_by_word(f"cell.{key}").get(labels.fold(value), value)
        else:
            figures[key] = int(value) if float(value).is_integer() else value
    part = _PART.fullmatch(marks[PART])
    numbers = (int(part[1]), int(part[2])) if part else (1, 1)
    return SummaryTab(figures, tuple(inputs), Marks(marks[DIGEST], *numbers))


def rules_rows(plan: Plan) -> list[Row]:
    """Rows (setting, value, origin) of the Rules tab."""
    rules, lang = plan.rules, plan.lang
    made: list[Row] = []
    for setting in SETTINGS:
        value = rules.values[setting.key]
        if isinstance(value, bool):
            shown: object = text("cell.yes" if value else "cell.no", lang)
        elif isinstance(value, str):
            shown = labels.words("choice", lang).get(value, value)
        else:
            shown = value
        made.append((_setting_label(setting.key, lang), shown, rules.origins[setting.key]))
    cap = _setting_label(CAP, lang)
    return made + [(f"{cap}[{place}]", limit, "auto") for place, limit in plan.auto_caps.items()]


def read_rules(
    lines: Sequence[tuple[str, object, str, int]], file: str, sheet: str
) -> tuple[Rules, dict[str, int], tuple[str, ...]]:
    """Rules, automatic caps and absent settings of rows (setting, value, origin, 1-based row).

    Origins are kept as written, except that a default that is no longer the default was edited here.
    Raises InputError (NG403, NG404, NG405) for whatever cannot be read, all at once.
    """
    caps: dict[str, int] = {}
    settings: list[tuple[str, object, int]] = []
    origins: dict[str, str] = {}
    for label, value, origin, row in lines:
        cap = _CAP_ROW.fullmatch(label)
        if cap and _is_cap(cap[1]) and isinstance(value, int | float):
            caps[cap[2]] = int(value)
            continue
        settings.append((label, value, row))
        origins[label] = origin
    source = rows(settings, file, sheet)
    rules = resolve([source])
    for entry, (label, _, _) in zip(source.entries, settings, strict=True):
        written = origins[label]
        if written and not (written == DEFAULT_ORIGIN and _edited(entry.key, rules.values[entry.key])):
            rules = rules.with_value(entry.key, rules.values[entry.key], written)
    present = {entry.key for entry in source.entries}
    return rules, caps, tuple(setting.key for setting in SETTINGS if setting.key not in present)


def _key_label(key: str, lang: Lang) -> str:
    return text(f"sum.{key}", lang) if f"sum.{key}" in texts() else key


def _setting_label(key: str, lang: Lang) -> str:
    # In English the key itself is the label: it is what the rules file and the flags' help call it.
    return key if lang == "en" else text(f"set.{key}", lang)


def _is_cap(label: str) -> bool:
    return labels.fold(label) in {labels.fold(_setting_label(CAP, lang)) for lang in LANGS}


@functools.cache
def _keys() -> Mapping[str, str]:
    found = [key.removeprefix("sum.") for key in texts() if key.startswith("sum.")]
    return {labels.fold(text(f"sum.{key}", lang)): key for key in found for lang in LANGS}


def _edited(key: str, value: Value) -> bool:
    """Whether a value whose origin is said to be the default is not; blanks and ``auto`` get settled."""
    default = BY_KEY[key].default
    return default not in {None, AUTO} and value != default
