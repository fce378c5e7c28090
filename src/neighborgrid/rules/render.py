"""The effective rules as a TOML file that explains itself, and as the defaults table of the docs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from neighborgrid.rules.settings import SETTINGS, Value, allowed
from neighborgrid.rules.values import DEFAULT_ORIGIN
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.rules.values import Rules
    from neighborgrid.words import Lang


def toml_text(rules: Rules, lang: Lang) -> str:
    """TOML of every setting with its explanation, range, default and origin; reads back to ``rules``."""
    lines = [f"# {text('rules.head', lang)}"]
    table = ""
    for setting in SETTINGS:
        head, _, name = setting.key.rpartition(".")
        if head != table:
            lines += ["", f"[{head}]"]
            table = head
        value, origin = rules.values[setting.key], rules.origins[setting.key]
        note = text("rules.note", lang, allowed=allowed(setting), default=show(setting.default, lang))
        source = "" if origin == DEFAULT_ORIGIN else f" {text('rules.origin', lang, origin=origin)}"
        lines.append(f"# {explain(setting.key, lang)} {note}{source}")
        # TOML has no null, so an optional setting that is not set stays a comment.
        lines.append(f"# {name} =" if value is None else f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def defaults_table(lang: Lang) -> str:
    """Markdown table of all settings: key, label, default, range, meaning."""
    heads = [text(f"rules.table.{part}", lang) for part in ("key", "label", "default", "allowed", "meaning")]
    rows = [heads, ["---"] * len(heads)]
    rows += [
        [
            f"`{setting.key}`",
            text(f"set.{setting.key}", lang),
            show(setting.default, lang),
            allowed(setting).replace("|", "\\|"),
            explain(setting.key, lang),
        ]
        for setting in SETTINGS
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def explain(key: str, lang: Lang) -> str:
    """One sentence on what a setting means."""
    return text(f"doc.{key}", lang)


def show(value: Value, lang: Lang) -> str:
    """Value as people write it; a dash for a setting that is not set."""
    if value is None:
        return text("rules.none", lang)
    return _plain(value)


def _plain(value: Value) -> str:
    """Shortest text that reads back as the same value."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _toml(value: Value) -> str:
    # JSON's quoting is a subset of TOML's.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else _plain(value)
