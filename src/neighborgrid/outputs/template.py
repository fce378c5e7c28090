"""Sheets to fill in: empty ones for a first round, prefilled ones for the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from neighborgrid.errors import InputError
from neighborgrid.files import Written, write_atomically
from neighborgrid.findings import Finding, Place
from neighborgrid.intake.columns import KINDS
from neighborgrid.model import SHEETS, make_table
from neighborgrid.model.ground import KINDS as WAYS
from neighborgrid.outputs.template_pages import add_guide, add_rules
from neighborgrid.outputs.template_table import add_table
from neighborgrid.outputs.workbook import new_book
from neighborgrid.rules import SETTINGS
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from neighborgrid.intake.columns import Kind
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

JOINT: Final = "、"
KEPT_BLANK: Final = frozenset({"plan.as_of", "places.households_frame", "places.members_frame"})
"""Settings that belong to one round only: next year's ages are taken on next year's day, and the positions
that a plan holds are all in one frame."""

_IN_BOTH: Final = tuple(key for key in SHEETS["excluded"] if key in SHEETS["members"])


def write_empty(folder: Path, lang: Lang, *, overwrite: bool = False) -> list[Written]:
    """Write both sheets with headers and no rows; the rules are in the household workbook.

    Raises InputError: NG510 for each file that exists already unless ``overwrite``, NG500 to NG503.
    """
    return _write({kind: {} for kind in KINDS}, {}, folder, lang, overwrite=overwrite)


def write_filled(plan: Plan, folder: Path, lang: Lang, *, overwrite: bool = False) -> list[Written]:
    """Write both sheets with the households and people of ``plan``, so that the next round keeps its pairs.

    Estimated positions are left blank, and so are loads that the rules give. Who does not serve is marked
    so again: away and poor health in their columns, else "no" in the column that decides; those who only
    lack a position are not. Rules that were changed are prefilled. Raises InputError as `write_empty`.
    """
    tables: dict[Kind, dict[str, list[Any]]] = {
        "households": _households(plan, lang),
        "members": _members(plan, lang),
    }
    return _write(tables, _changed_rules(plan), folder, lang, overwrite=overwrite)


def _write(
    tables: Mapping[Kind, Mapping[str, Sequence[Any]]],
    rules: Mapping[str, Any],
    folder: Path,
    lang: Lang,
    *,
    overwrite: bool,
) -> list[Written]:
    targets = {kind: folder / f"{text(f'template.name.{kind}', lang)}.xlsx" for kind in KINDS}
    existing = [target for target in targets.values() if target.exists()]
    if existing and not overwrite:
        raise InputError(*(Finding("NG510", Place(target.name)) for target in existing))
    return [
        write_atomically(target, partial(_make, kind, lang, tables[kind], rules))
        for kind, target in targets.items()
    ]


def _make(
    kind: Kind, lang: Lang, table: Mapping[str, Sequence[Any]], rules: Mapping[str, Any], path: Path
) -> None:
    book = new_book()
    add_table(book, kind, lang, table)
    add_guide(book, kind, lang)
    if kind == "households":
        # In one workbook only, so that two tabs can never contradict each other.
        add_rules(book, lang, rules)
    book.save(path)


def _changed_rules(plan: Plan) -> dict[str, Any]:
    rules = plan.rules
    return {
        setting.key: rules.values[setting.key]
        for setting in SETTINGS
        if rules.values[setting.key] != setting.default
        and (rules.origins[setting.key] != "auto" or setting.key == "places.frame")
        and setting.key not in KEPT_BLANK
    }


def _households(plan: Plan, lang: Lang) -> dict[str, list[Any]]:
    table = _all_households(plan)
    # However the way to it was measured, the position is the sheet's own.
    known = table["distance_kind"].isin(WAYS)
    avoided = plan.tables["wishes"].groupby("household_id", sort=False)["member_id"].agg(JOINT.join).to_dict()
    same = ("village", "head", "group", "phone", "address", "township", "household_id", "lock", "prefer")
    return {
        **{key: _texts(table[key]) for key in same},
        "lon": _numbers(table["lon"].where(known)),
        "lat": _numbers(table["lat"].where(known)),
        "priority": _words(table["priority"], "cell.priority", lang),
        "residence": _words(table["residence"].replace("resident", ""), "cell.residence", lang),
        "current_member": _texts(table["member_id"]),
        "avoid": [avoided.get(home, "") for home in table["household_id"]],
        "load": _numbers(table["load"].where((table["load"] != 1) & (table["residence"] == "resident"))),
    }


def _all_households(plan: Plan) -> pd.DataFrame:
    """Households of the plan, and those set aside that can be named, to be mended in the new sheet."""
    waiting = plan.unserved
    aside = waiting[(waiting["reason"] == "row_error") & (waiting["household_id"] + waiting["head"] != "")]
    aside = aside[~aside["household_id"].isin(plan.households["household_id"])]
    if aside.empty:
        return plan.households
    columns = {key: aside[key] for key in ("household_id", "head", "township", "village", "group")}
    rows = make_table(SHEETS["households"], {key: values.tolist() for key, values in columns.items()})
    return pd.concat([plan.households, rows], ignore_index=True)


def _members(plan: Plan, lang: Lang) -> dict[str, list[Any]]:
    others = make_table(SHEETS["members"], {key: plan.excluded[key].tolist() for key in _IN_BOTH})
    reasons = [""] * len(plan.members) + plan.excluded["reason"].tolist()
    table = pd.concat([plan.members, others], ignore_index=True).assign(reason=reasons)
    table = table.sort_values("member_id", kind="stable", ignore_index=True)
    same = ("village", "name", "phone", "group", "township", "member_id", "home_household_id", "circle_id")
    reason = table["reason"].tolist()
    yes, no = text("template.yes", lang), text("template.no", lang)
    unfit = text("template.health.unable", lang)
    return {
        **{key: _texts(table[key]) for key in same},
        **{key: _numbers(table[key]) for key in ("lon", "lat")},
        **_own_loads(plan, table),
        "role": _words(table["role"], "cell.role", lang),
        "phone_public": [no if one == "no" else None for one in table["phone_public"]],
        # Where the reason has a column of its own it is told there, so that it is known next time too.
        "eligible": [no if one in {"age", "other"} else None for one in reason],
        "away": [yes if one == "away" else None for one in reason],
        "health": [unfit if one == "health" else None for one in reason],
    }


def _own_loads(plan: Plan, table: pd.DataFrame) -> dict[str, list[Any]]:
    """Loads that are a person's own: what the rules give anyway stays blank, so that rules still count."""
    rule = {role: plan.rules.load_rule(role) for role in set(table["role"])}
    rules = [rule[role] for role in table["role"]]
    place = (table["township"] + "/" + table["village"]).str.strip("/")
    caps = [
        plan.auto_caps.get(name) if one.max is None else one.max
        for name, one in zip(place, rules, strict=True)
    ]
    usual = {
        "min_load": [one.min for one in rules],
        "target_load": [one.target for one in rules],
        "max_load": caps,
    }
    own = {
        key: table[key].where(table[key] != pd.Series(values, dtype="float64"))
        for key, values in usual.items()
    }
    return {key: _numbers(values) for key, values in own.items()}


def _texts(column: pd.Series[Any]) -> list[Any]:
    return [value if value else None for value in column.tolist()]


def _numbers(column: pd.Series[Any]) -> list[Any]:
    return [None if value != value else value for value in column.tolist()]


def _words(column: pd.Series[Any], prefix: str, lang: Lang) -> list[Any]:
    said = {key: text(f"{prefix}.{key}", lang) for key in set(column.tolist()) if key}
    return [said.get(key) for key in column.tolist()]
