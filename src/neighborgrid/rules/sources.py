"""Where rules come from: presets, TOML, rows of a sheet, flags; the later source beats the earlier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neighborgrid.errors import InputError
from neighborgrid.findings import NOWHERE, Finding, Place
from neighborgrid.rules.settings import BY_KEY, PRESETS, ROLES, Value, allowed, parse_value
from neighborgrid.rules.values import Rules
from neighborgrid.words import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


SHOWN_LETTERS = 60
"""Letters of a bad value that a finding repeats."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting as written somewhere."""

    key: str
    raw: object
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Source:
    """Entries of one origin (see `Rules` for the spelling of origins)."""

    origin: str
    entries: tuple[Entry, ...]


def preset(name: str) -> Source:
    """Return the source of a preset; raises InputError (NG401) for a name that does not exist."""
    if name not in PRESETS:
        values = {"name": name, "known": " ".join(PRESETS)}
        raise InputError(Finding("NG401", values=values))
    return Source(f"preset:{name}", tuple(Entry(key, value) for key, value in PRESETS[name].items()))


def toml(data: bytes, file: str) -> Source:
    """Return the source of a TOML file: UTF-8 with or without BOM, or GB18030.

    Raises InputError (NG402) for text that is neither, or is not TOML.
    """
    import tomllib

    try:
        text = _decode(data)
        tree = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(Finding("NG402", Place(file), {"detail": str(error)})) from error
    lines = text.splitlines()
    entries = tuple(Entry(key, raw, Place(file, row=_line_of(lines, key))) for key, raw in _flatten(tree))
    return Source(f"file:{file}", entries)


def rows(pairs: Iterable[tuple[str, object, int]], file: str, sheet: str) -> Source:
    """Return the source of a tab 规则: (setting, value, 1-based row); keys or labels of either language."""
    labels = _labels()
    entries = tuple(
        Entry(labels.get(_fold(key), key.strip()), raw, Place(file, sheet, row)) for key, raw, row in pairs
    )
    return Source(f"sheet:{file}/{sheet}", entries)


def flags(given: Mapping[str, tuple[str, Value]]) -> tuple[Source, ...]:
    """Sources of the command line: setting key -> (flag as typed, value); None values are left out."""
    return tuple(
        Source(f"flag:{flag}", (Entry(key, value),))
        for key, (flag, value) in given.items()
        if value is not None
    )


def resolve(sources: Sequence[Source], *, fix_day: bool = True) -> Rules:
    """Effective rules of the sources, weakest first.

    With ``fix_day`` the day of ages is today where none is set: it is part of a plan, so that reading
    the plan next year gives the same ages.

    Raises InputError with one finding per unknown key (NG403), bad value (NG404) and
    contradiction (NG405), all at once.
    """
    rules = Rules.defaults()
    findings: list[Finding] = []
    for source in sources:
        for entry in source.entries:
            setting = BY_KEY.get(entry.key)
            if setting is None:
                findings.append(_unknown(entry))
                continue
            try:
                rules = rules.with_value(entry.key, parse_value(setting, entry.raw), source.origin)
            except ValueError:
                said = str(entry.raw)
                shown = entry.raw if len(said) <= SHOWN_LETTERS else f"{said[:SHOWN_LETTERS]}..."
                values = {"key": entry.key, "value": shown, "allowed": allowed(setting)}
                findings.append(Finding("NG404", entry.place, values))
    findings.extend(_contradictions(rules))
    if findings:
        raise InputError(*findings)
    if fix_day and rules.values["plan.as_of"] is None:
        rules = rules.with_value("plan.as_of", dt.date.today().isoformat(), rules.origins["plan.as_of"])
    return rules


def _contradictions(rules: Rules) -> list[Finding]:
    found = []
    general = rules.load_rule("")
    for role in ("", *ROLES):
        rule = rules.load_rule(role)
        # A role without settings of its own repeats the general contradiction; one finding is enough.
        if role and rule == general:
            continue
        top = rule.max if rule.max is not None else rules.auto_range[1]
        if rule.min > top:
            where = f"loads.{role}" if role else "load"
            found.append(Finding("NG405", values={"where": where, "min": rule.min, "max": top}))
    team = rules.circles
    if team.team_min > team.team_max:
        values = {"where": "circles.team", "min": team.team_min, "max": team.team_max}
        found.append(Finding("NG405", values=values))
    if team.per_village is not None and team.households is not None:
        found.append(Finding("NG408"))
    return found


def _unknown(entry: Entry) -> Finding:
    import difflib

    near = difflib.get_close_matches(entry.key, _labels(), n=3, cutoff=0.5)
    if not near:
        tail = entry.key.rsplit(".", 1)[-1]
        near = [key for key in BY_KEY if key.rsplit(".", 1)[-1] == tail][:3] or list(BY_KEY)[:3]
    return Finding("NG403", entry.place, {"key": entry.key, "near": " / ".join(near)})


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    flat: list[tuple[str, object]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            flat.extend(_flatten(value, f"{prefix}{name}."))
        else:
            flat.append((f"{prefix}{name}", value))
    return flat


def _line_of(lines: Sequence[str], key: str) -> int:
    """1-based line on which the key's last part is assigned inside its table; 0 where it is not found."""
    table, _, name = key.rpartition(".")
    current = ""
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            current = stripped.strip("[] ").split("]")[0]
        left = stripped.partition("=")[0].strip()
        if "=" in stripped and (left == key or (current == table and left == name)):
            return number
    return 0


def _fold(text: str) -> str:
    return "".join(str(text).split()).casefold()


def _labels() -> dict[str, str]:
    table = texts()
    return {_fold(label): key for key in BY_KEY for label in (key, *table[f"set.{key}"])}
