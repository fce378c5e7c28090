"""Generate the parts of the documentation that the program itself knows.

    python docs/make.py            rewrite what is out of date
    python docs/make.py --check    name what is out of date, exit 1

A page keeps its own text; what stands between ``<!-- make:NAME -->`` and ``<!-- /make -->`` is replaced by
what the function registered as NAME returns. ``tests/test_docs.py`` holds the pages to it.
"""

from __future__ import annotations

import re
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from neighborgrid import model, words
from neighborgrid.cli.app import EXPORT_VERBS, VERBS
from neighborgrid.errors import ExitCode
from neighborgrid.intake import aliases, columns
from neighborgrid.planbook import labels
from neighborgrid.rules.render import defaults_table
from neighborgrid.rules.settings import PRESETS
from neighborgrid.scenarios.catalogue import SCENARIOS
from neighborgrid.words import LANGS, Lang

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = (
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "examples" / "README.md",
)
_BLOCK: Final = re.compile(r"(<!-- make:([\w.]+) -->\n).*?(<!-- /make -->)", re.DOTALL)
_ALIASES_SHOWN: Final = 8
_HUNDREDS: Final = {
    "NG1": "NG1xx: sheets 表格",
    "NG2": "NG2xx: the problem 排户条件",
    "NG3": "NG3xx: the plan 分户安排",
    "NG4": "NG4xx: rules 规则",
    "NG5": "NG5xx: files and commands 文件和命令",
}
_EXITS: Final[dict[ExitCode, tuple[str, str]]] = {
    ExitCode.OK: (
        "做完了。待落实的户、暂放的行只是提醒。",
        "Done. Households that wait and rows set aside are warnings.",
    ),
    ExitCode.BREACH: (
        "check 发现要改的格；validate 发现违反规则；覆盖率低于 --coverage（安排表照写）；"
        "加了 --strict 而有要核对的地方。",
        "check found an error; validate found a breach; coverage is below --coverage "
        "(the plan is still written); --strict and a warning.",
    ),
    ExitCode.USAGE: ("命令写法不对。", "Wrong usage."),
    ExitCode.INPUT: (
        "输入的文件不能用，屏幕上写明了原因和办法。",
        "The input cannot be used; cause and remedy are shown.",
    ),
    ExitCode.NOBODY_SERVED: (
        "按这些规则，一户也排不上；或者定死的服务圈数划不成。",
        "Under these rules nobody can be served, or a fixed number of circles cannot work.",
    ),
    ExitCode.BUG: ("程序自己出了差错，写了一份问题说明。", "A fault of ours; a report was written."),
    ExitCode.INTERRUPTED: ("被中断。", "Interrupted."),
}
_NO_NOTE: Final[dict[str, tuple[str, str]]] = {
    "position": (
        "经度和纬度写在同一格时用这一列，先后不限。例：114.512345, 37.761234。",
        "Longitude and latitude in one cell, in either order. Example: 114.512345, 37.761234.",
    ),
}
_MEMBER_ADDRESS: Final = ("认得，但现在用不着。", "Recognised; not used at present.")
_DERIVED: Final = "-"
_EDITED: Final[dict[tuple[str, str], str]] = {
    ("households", "member_id"): "yes 可改",
    ("households", "member_name"): "yes 可改",
    ("households", "phone"): "yes 可改",
    ("households", "lock"): "yes 可改",
    ("members", "phone"): "yes 可改",
    ("members", "phone_public"): "yes 可改",
    ("excluded", "phone"): "yes 可改",
    ("excluded", "phone_public"): "yes 可改",
    ("members", "circle_id"): "yes 可改",
    ("circles", "name"): "yes 可改",
    ("circles", "centre_lon"): "yes 可改",
    ("circles", "centre_lat"): "yes 可改",
    ("circles", "leader_id"): "yes 可改",
    ("circles", "deputy_ids"): "yes 可改",
    ("wishes", "household_id"): "yes 可改",
    ("wishes", "member_id"): "yes 可改",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def findings() -> str:
    """All finding codes with severity, cause and remedy in both languages."""
    catalogue = words.findings()
    parts = []
    for start, title in _HUNDREDS.items():
        rows = [
            (
                f"`{code}`",
                f"{words.text(f'severity.{said.severity}', 'zh')} {said.severity}",
                _escaped(f"{said.zh[0]}{said.zh[1]}"),
                _escaped(f"{said.en[0]} {said.en[1]}".strip()),
            )
            for code, said in sorted(catalogue.items())
            if code.startswith(start)
        ]
        parts.append(f"## {title}\n\n" + table(("code", "severity", "中文", "English"), rows))
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*")


def sheet_columns(kind: aliases.Kind) -> str:
    """Keys of a kind of sheet: headers, further aliases, meaning."""
    lists = aliases.OWN[kind] | {
        key: text for key, text in aliases.SHARED.items() if key not in aliases.OWN[kind]
    }
    rows = []
    for key, text in lists.items():
        chinese = [alias for alias in text.split() if not alias.isascii()]
        more = [*chinese[1 : _ALIASES_SHOWN + 1]]
        rows.append((f"`{key}`", chinese[0], "、".join(more), *_meaning(key, kind)))
    return table(("key / English header", "中文表头", "also 也认", "中文说明", "meaning"), rows)


def _meaning(key: str, kind: aliases.Kind) -> tuple[str, str]:
    if key == "address" and kind == "members":
        return _MEMBER_ADDRESS
    if key in _NO_NOTE:
        return _NO_NOTE[key]
    return words.texts()[f"template.note.{key}"]


def short_columns(lang: Lang) -> str:
    """The columns most sheets need, for the README."""
    chosen: dict[aliases.Kind, tuple[str, ...]] = {
        "households": (
            "household_id",
            "head",
            "village",
            "group",
            "lon",
            "lat",
            "phone",
            "priority",
            "residence",
            "lock",
            "current_member",
        ),
        "members": (
            "member_id",
            "name",
            "role",
            "village",
            "group",
            "lon",
            "lat",
            "phone",
            "birth",
            "away",
            "health",
            "eligible",
            "home_household_id",
        ),
    }
    side = LANGS.index(lang)
    rows = []
    for kind, keys in chosen.items():
        sheet = {"households": ("农户表", "households"), "members": ("党员表", "members")}[kind][side]
        for key in keys:
            other = aliases.header_of(key, kind, "zh")
            names = (f"{other}（`{key}`）",) if lang == "zh" else (f"`{key}`", other)
            rows.append((sheet, *names, _meaning(key, kind)[side]))
    head = ("表", "列", "怎么填") if lang == "zh" else ("sheet", "header", "Chinese header", "what to write")
    return table(head, rows)


def never_read() -> str:
    """Words that keep a column from being read."""
    listed = columns.NEVER_READ.pattern.split("|")
    chinese = [word for word in listed if not word.isascii()]
    english = [word for word in listed if word.isascii()]
    return f"{'、'.join(chinese)}\n\n{', '.join(english)}\n"


def plan_sheets() -> str:
    """The contract of the plan workbook, tab by tab."""
    parts = []
    for name in labels.TABS:
        keys = labels.COLUMNS[name]
        rows = [
            (f"`{key}`", labels.header(key, "zh", name), _kind(name, key), _edited(name, key)) for key in keys
        ]
        title = f"### {labels.tab(name, 'en')} {labels.tab(name, 'zh')}\n\n"
        parts.append(title + table(("English header", "中文表头", "holds 内容", "people edit 可否改"), rows))
    return "\n".join(parts)


def _kind(name: str, key: str) -> str:
    coded = labels.CODED.get(name, {}).get(key)
    if coded is not None:
        shown = [f"{words.text(f'{coded}.{word}', 'zh')} `{word}`" for word in labels.words(coded, "en")]
        return "、".join(shown)
    if name not in model.SHEETS:
        return "text or number 文字或数字"
    return {"text": "text 文字", "float": "number 数字", "int": "whole number 整数"}[model.SHEETS[name][key]]


def _edited(name: str, key: str) -> str:
    if (name, key) == ("rules", "value"):
        return "yes 可改"
    return _EDITED.get((name, key), _DERIVED)


def summary_keys() -> str:
    """Figures of the Summary."""
    rows = [
        (f"`{key.removeprefix('sum.')}`", chinese)
        for key, (chinese, _) in words.texts().items()
        if key.startswith("sum.") and not key.startswith("sum.unserved.")
    ]
    return table(("key", "中文"), rows)


def reasons() -> str:
    """Reasons why households wait, in the order in which they are tried."""
    rows = [
        (
            str(number),
            f"`{key}`",
            words.text(f"cell.reason.{key}", "zh"),
            words.text(f"remedy.{key}", "zh"),
            words.text(f"remedy.{key}", "en"),
        )
        for number, key in enumerate(model.UNSERVED_REASONS, 1)
    ]
    return table(("", "reason", "原因", "建议办法", "remedy"), rows)


def exclusions() -> str:
    """Reasons why a member does not serve."""
    rows = [(f"`{key}`", words.text(f"cell.excluded.{key}", "zh")) for key in model.EXCLUSION_REASONS]
    return table(("reason", "原因"), rows)


def verbs(lang: Lang) -> str:
    """Every verb with what it does and an example, from the help itself."""
    rows = []
    for name in (*VERBS, "export"):
        says, _, example = words.text(f"help.{name}", lang).partition("\n\n")
        command = example.partition("：" if lang == "zh" else ": ")[2]
        rows.append((f"`{name}`", says, f"`{command}`"))
    return table(("命令", "做什么", "例") if lang == "zh" else ("verb", "what it does", "example"), rows)


def export_options() -> str:
    """Options of the verbs of ``export``, and which verbs have them, from the functions of the verbs."""
    meanings = {said: pair for key, pair in words.texts().items() if key.startswith("opt.") for said in pair}
    having: dict[str, list[str]] = {}
    rows: dict[str, tuple[str, str]] = {}
    for verb, function in EXPORT_VERBS.items():
        hints = get_type_hints(function, include_extras=True)
        for kind, *described in (get_args(hint) for hint in hints.values() if len(get_args(hint)) > 1):
            option = described[-1]
            # Within Annotated, Typer keeps the first name where a default would stand.
            names = [one for one in (option.default, *(option.param_decls or ())) if str(one).startswith("-")]
            if not names:
                continue
            name = f"`{', '.join(names)}{_value(kind, option.metavar)}`"
            having.setdefault(name, []).append(verb)
            rows[name] = meanings[option.help][::-1]
    of = {
        name: "all" if len(verbs) == len(EXPORT_VERBS) else ", ".join(verbs) for name, verbs in having.items()
    }
    head = ("option", "of", "what it does", "中文说明")
    return table(head, [(name, of[name], *said) for name, said in rows.items()])


def _value(kind: Any, metavar: str | None) -> str:
    """What follows an option: its choices, the word for it, or nothing after a flag."""
    kinds = [one for one in (kind, *get_args(kind)) if isinstance(one, type)]
    if bool in kinds:
        return ""
    choices = [str(one.value) for found in kinds if issubclass(found, Enum) for one in found]
    return " " + ("|".join(choices) if choices else metavar or "...")


def exits(lang: Lang) -> str:
    """Exit codes."""
    side = LANGS.index(lang)
    rows = [(str(int(code)), _EXITS[code][side]) for code in ExitCode]
    return table(("代码", "意思") if lang == "zh" else ("code", "meaning"), rows)


def presets() -> str:
    """Presets and what they set."""
    rows = [
        (f"`{name}`", ", ".join(f"`{key} = {value}`" for key, value in values.items()))
        for name, values in PRESETS.items()
    ]
    return table(("preset", "sets"), rows)


def scenarios() -> str:
    """Samples that ``demo --scenario`` can write."""
    rows = [
        (f"`{key}`", spec.title[0], spec.title[1], f"{spec.size.villages:,}", f"{spec.size.households:,}")
        for key, spec in SCENARIOS.items()
    ]
    return table(("scenario", "样例", "what it is", "villages", "households"), rows)


GENERATORS: Final[dict[str, Callable[[], str]]] = {
    "settings.en": lambda: defaults_table("en"),
    "settings.zh": lambda: defaults_table("zh"),
    "presets": presets,
    "findings": findings,
    "columns.households": lambda: sheet_columns("households"),
    "columns.members": lambda: sheet_columns("members"),
    "columns.short.en": lambda: short_columns("en"),
    "columns.short.zh": lambda: short_columns("zh"),
    "columns.never": never_read,
    "plan.sheets": plan_sheets,
    "plan.summary": summary_keys,
    "plan.reasons": reasons,
    "plan.exclusions": exclusions,
    "verbs.en": lambda: verbs("en"),
    "verbs.zh": lambda: verbs("zh"),
    "export.options": export_options,
    "exits.en": lambda: exits("en"),
    "exits.zh": lambda: exits("zh"),
    "scenarios": scenarios,
}


def refreshed(text: str) -> str:
    """Page with every generated block as it should be; raises KeyError for a name that does not exist."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{GENERATORS[found[2]]()}\n{found[3]}", text)


def main() -> int:
    """Rewrite the pages, or only name those that are out of date."""
    stale = [page for page in PAGES if refreshed(page.read_text("utf-8")) != page.read_text("utf-8")]
    for page in stale:
        print(page.relative_to(ROOT).as_posix())
        if "--check" not in sys.argv[1:]:
            page.write_text(refreshed(page.read_text("utf-8")), "utf-8", newline="\n")
    return int("--check" in sys.argv[1:] and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
