"""How a plan is made again: what has to be typed so that its sheets and rules are all there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neighborgrid.cli.options import FLAG_KEYS
from neighborgrid.cli.screen import typed
from neighborgrid.rules.settings import AUTO, BY_KEY, PRESETS, PRINT_TABLES, SETTINGS
from neighborgrid.rules.values import DEFAULT_ORIGIN, SHA256
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.model import Plan
    from neighborgrid.rules import Rules, Value
    from neighborgrid.words import Lang

HERE = Path()


@dataclass(frozen=True)
class Again:
    """A plan, its workbooks as they were typed, and whether they are those of a split plan."""

    plan: Plan
    files: tuple[Path, ...]
    split: bool = False

    def command(self, lang: Lang, instead: Mapping[str, Value] | None = None) -> str:
        """Command that plans the same sheets under the same rules, or with those of ``instead``."""
        flags = _flags(self.plan, {} if instead is None else instead)
        if self.split:
            flags.append("--split village")
        return " ".join(["neighborgrid assign", self._sheets(lang), *flags])

    @property
    def source(self) -> str:
        """The plan as one argument: its workbook, or the folder of its workbooks."""
        first = self.files[0]
        return typed(_short(first) if len(self.files) == 1 else first.parent)

    @property
    def folder(self) -> Path | None:
        """Folder in which all sheets of the plan lie; None where there is none."""
        beside = self.files[0].parent
        # The parts of a split plan lie in a folder of their own beside the sheets.
        above = (Path("..") if beside == HERE else beside.parent,) if self.split else ()
        names = [digest.name for digest in self.plan.inputs]
        folders: tuple[Path, ...] = (beside, *above, HERE)
        for folder in folders:
            if names and all((folder / name).exists() for name in names):
                return folder
        return None

    def _sheets(self, lang: Lang) -> str:
        names = [digest.name for digest in self.plan.inputs]
        if not names:
            return text("recruit.sheets", lang)
        folder = self.folder
        return typed(*(HERE / name if folder is None else _short(folder / name) for name in names))


def _short(path: Path) -> Path:
    """Path without the folder where that is the one in which the user is."""
    return HERE / path.name if path.parent.resolve() == Path.cwd() else path


def _flags(plan: Plan, instead: Mapping[str, Value]) -> list[str]:
    """Flags for the rules that a new plan of the same sheets would not have by itself."""
    rules = plan.rules
    names = [digest.name for digest in plan.inputs]
    off = instead.get("circles.mode") == "off"
    said: list[str] = []
    for setting in SETTINGS:
        key, table = setting.key, setting.key.partition(".")[0]
        if key not in instead and (table in PRINT_TABLES or (off and table == "circles")):
            continue
        value = instead.get(key, rules.values[key])
        if value is not None and (key in instead or not _known(rules, key, names)):
            said.append(_flag(key, value))
    presets = {origin for origin in rules.origins.values() if origin.startswith("preset:")}
    return [f"--preset {origin.partition(':')[2]}" for origin in sorted(presets)] + said


def _known(rules: Rules, key: str, sheets: list[str]) -> bool:
    """Whether a rule comes by itself: a default, a preset that is named, a tab of the sheets."""
    kind, _, rest = rules.origins[key].partition(":")
    if kind == "preset":
        # Somebody may have edited it in the plan since.
        return PRESETS.get(rest, {}).get(key) == rules.values[key]
    return kind in {DEFAULT_ORIGIN, AUTO} or (
        kind == "sheet" and any(rest.startswith(f"{name}/") for name in sheets)
    )


def _flag(key: str, value: Value) -> str:
    if BY_KEY[key].kind == "source":
        # The hash beside the name is the plan's.
        value = str(value).partition(SHA256)[0]
    if key == "places.barriers_from_roads" and value:
        return "--barriers-from-roads"
    if isinstance(value, bool):
        shown = str(value).lower()
    elif isinstance(value, float) and value.is_integer():
        shown = str(int(value))
    else:
        shown = str(value)
    for name, of_flag in FLAG_KEYS.items():
        if of_flag == key:
            return f"--{name.replace('_', '-')} {typed(shown)}"
    return f"--set {typed(f'{key}={shown}')}"
