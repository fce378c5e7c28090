"""The one table of settings: key, kind, default, range. Files, flags, docs and the plan all read it.

Keys are dotted, as in TOML: ``load.target`` is ``target`` in the table ``[load]``. ``loads.<role>.*``
override ``load.*`` for people with that role. Labels and explanations are in ``words.settings`` under
``set.<key>`` and ``doc.<key>``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

Value = str | int | float | bool | None
Kind = (
    Literal["number", "whole", "cap", "choice", "date", "flag", "frame"]
    | Literal["radius", "roles", "source", "span", "text", "words"]
)

ROLES: Final = (
    "township_leader",
    "township_staff",
    "cadre",
    "group_leader",
    "villager_head",
    "representative",
    "member",
)
WITHIN: Final = ("auto", "village", "group", "township", "anywhere")
AUTO: Final = "auto"
NO_LIMIT: Final = "none"
CIRCLE_MODES: Final = ("soft", "strict", "off")
CARD_LAYOUTS: Final = ("a4x8", "a4x10", "a6", "large", "single")
BOARD_SIZES: Final = ("a3", "a2", "a1")
TERMS: Final = ("card", "member", "circle", "leader", "deputy", "office", "branch", "board", "notebook")
"""Terms that an organiser may put in other words on everything that is printed."""
PRINT_TABLES: Final = ("visits", "cards", "boards", "words")
"""Settings of these tables change papers only, never a plan."""
LONGEST_WORDS: Final = 1_000
_FRAME = re.compile(r"(wgs84|gcj02|bd09|EPSG:\d{4,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: bounds are inclusive; ``optional`` settings may be blank (None)."""

    key: str
    kind: Kind
    default: Value
    low: float = 0
    high: float = 1_000_000
    choices: tuple[str, ...] = ()
    optional: bool = False


def _role_settings() -> tuple[Setting, ...]:
    return tuple(
        Setting(f"loads.{role}.{part}", "cap" if part == "max" else "whole", None, high=1000, optional=True)
        for role in ROLES
        for part in ("min", "target", "max")
    )


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting("plan.within", "choice", "auto", choices=WITHIN),
    Setting("plan.limit_m", "number", 500, low=1, high=100_000),
    Setting("plan.detour", "number", 1.0, low=1, high=10),
    Setting("plan.as_of", "date", None, optional=True),
    Setting("plan.unlocated", "choice", "group", choices=("group", "exclude")),
    Setting("plan.coverage_pct", "number", None, low=0, high=100, optional=True),
    Setting("places.frame", "frame", "wgs84"),
    Setting("places.households_frame", "frame", None, optional=True),
    Setting("places.members_frame", "frame", None, optional=True),
    Setting("places.guard", "flag", True),
    Setting("places.roads", "source", None, optional=True),
    Setting("places.barriers", "source", None, optional=True),
    Setting("places.barriers_from_roads", "flag", False),
    Setting("places.matrix", "source", None, optional=True),
    Setting("places.snap_m", "number", 100, low=1, high=5000),
    Setting("load.min", "whole", 0, high=1000),
    Setting("load.target", "whole", 10, high=1000),
    Setting("load.max", "cap", AUTO, high=1000),
    Setting("load.auto_from", "whole", 12, low=1, high=1000),
    Setting("load.auto_to", "whole", 20, low=1, high=1000),
    *_role_settings(),
    Setting("eligible.max_age", "whole", None, low=18, high=130, optional=True),
    Setting("eligible.away_may_serve", "flag", False),
    Setting("eligible.unfit_may_serve", "flag", False),
    Setting("circles.mode", "choice", "soft", choices=CIRCLE_MODES),
    Setting("circles.limit_m", "radius", None, low=1, high=100_000, optional=True),
    Setting("circles.max_households", "whole", 250, low=1),
    Setting("circles.households", "whole", None, low=1, optional=True),
    Setting("circles.worth_households", "whole", 5, low=1),
    Setting("circles.per_village", "whole", None, low=1, high=10_000, optional=True),
    Setting("circles.team_min", "whole", 4, low=1, high=1000),
    Setting("circles.team_max", "whole", 30, low=1, high=1000),
    Setting("circles.leader_roles", "roles", "cadre"),
    Setting("circles.deputies", "span", "2-3", high=100),
    Setting("circles.deputy_roles", "roles", "group_leader"),
    Setting("circles.centres", "text", "members"),
    Setting("visits.per_year", "whole", 4, low=1, high=366),
    Setting("visits.priority_per_year", "whole", 12, low=1, high=366),
    Setting("cards.layout", "choice", "a4x8", choices=CARD_LAYOUTS),
    Setting("cards.title", "words", None, optional=True),
    Setting("cards.slogan", "words", None, optional=True),
    Setting("cards.back", "words", None, optional=True),
    Setting("cards.service_number", "words", None, optional=True),
    Setting("cards.edition", "whole", 1, low=1, high=999),
    Setting("cards.qr", "flag", True),
    Setting("boards.size", "choice", "a3", choices=BOARD_SIZES),
    *(Setting(f"words.{term}", "words", None, optional=True) for term in TERMS),
    Setting("weights.balance_m", "number", 50, high=100_000),
    Setting("weights.prefer_m", "number", 300, high=100_000),
    Setting("weights.same_group_m", "number", 50, high=100_000),
    Setting("weights.keep_m", "number", 200, high=100_000),
)
BY_KEY: Final[dict[str, Setting]] = {setting.key: setting for setting in SETTINGS}

PRESETS: Final[dict[str, dict[str, Value]]] = {
    # Yuanshi 2016: half a kilometre, inside the village, about ten households each.
    "yuanshi": {"plan.within": "village", "plan.limit_m": 500, "load.target": 10},
    # Dongshan 2023: 3,066 households by 500 members, four neighbours a stretch, about six each.
    # Every household is visited once a month; its card says that each call gets an echo.
    "dongshan": {
        **{"plan.within": "village", "plan.limit_m": 500, "load.target": 6},
        **{"visits.per_year": 12, "visits.priority_per_year": 12},
        **{"cards.title": "党群连心卡", "words.card": "连心卡"},
        "cards.slogan": "家家有人联 事事有人管 件件有回音",
    },
}

_YES: Final = {"true", "yes", "y", "1", "是"}
_NO: Final = {"false", "no", "n", "0", "否"}


def parse_value(setting: Setting, raw: object) -> Value:
    """Value of ``setting`` read from TOML, a cell or a flag.

    Raises ValueError where ``raw`` is not of the setting's kind or lies outside its bounds.
    """
    text = raw.isoformat() if isinstance(raw, dt.date) else str(raw).strip()
    if raw is None or text == "":
        if setting.optional:
            return None
        raise ValueError(setting.key)
    match setting.kind:
        case "choice":
            return _choice(setting, text)
        case "date":
            # A date cell of a workbook may carry a time of day.
            return dt.date.fromisoformat(text.replace("T", " ").partition(" ")[0]).isoformat()
        case "flag":
            return _flag(setting, text)
        case "frame":
            return _frame(setting, text)
        case "cap" if text.casefold() in {AUTO, "自动"}:
            return AUTO
        case "radius" if text.casefold() in {NO_LIMIT, "无", "不限"}:
            return NO_LIMIT
        case "roles":
            return _roles(setting, raw)
        case "span":
            return _span(setting, raw)
        case "source" | "text":
            return text
        case "words":
            return _words(setting, text)
    return _number(setting, raw, text)


def _choice(setting: Setting, text: str) -> str:
    from neighborgrid.words import texts

    for choice in setting.choices:
        if text.casefold() in {choice, *texts().get(f"choice.{choice}", ())}:
            return choice
    raise ValueError(setting.key)


def _flag(setting: Setting, text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise ValueError(setting.key)


def _frame(setting: Setting, text: str) -> str:
    if not _FRAME.fullmatch(text):
        raise ValueError(setting.key)
    return text.upper() if text[:1] in "eE" else text.lower()


def _words(setting: Setting, text: str) -> str:
    """Free text of one or more lines, as it will be printed."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    if len(text) > LONGEST_WORDS or not all(line.isprintable() for line in lines):
        raise ValueError(setting.key)
    return "\n".join(lines)


def _parts(raw: object) -> list[str]:
    """Entries of a TOML list, or of a text with any of the usual marks between them."""
    if isinstance(raw, list):
        return [str(part).strip() for part in raw]
    return [part for part in re.split(r"[\s,，、;；/|~～-]+", str(raw)) if part]


def _roles(setting: Setting, raw: object) -> str:
    """Roles joined by a comma, in the order given: keys, or their labels of either language."""
    from neighborgrid.words import texts

    names = {name.casefold(): role for role in ROLES for name in (role, *texts()[f"cell.role.{role}"])}
    found = [names.get(part.casefold()) for part in _parts(raw)]
    known = [role for role in found if role]
    if not known or len(known) < len(found):
        raise ValueError(setting.key)
    return ",".join(dict.fromkeys(known))


def _span(setting: Setting, raw: object) -> str:
    """Smallest and largest number as ``2-3``; one number stands for both."""
    ends = [_number(setting, part, part) for part in _parts(raw)]
    if not 1 <= len(ends) <= 2 or ends[0] > ends[-1] or any(end != int(end) for end in ends):
        raise ValueError(setting.key)
    return f"{int(ends[0])}-{int(ends[-1])}"


def _number(setting: Setting, raw: object, text: str) -> float | int:
    if isinstance(raw, bool):
        raise ValueError(setting.key)
    number = float(text)
    # NaN fails both comparisons, so it is refused here too.
    if not setting.low <= number <= setting.high:
        raise ValueError(setting.key)
    if setting.kind in {"whole", "cap"}:
        if not number.is_integer():
            raise ValueError(setting.key)
        return int(number)
    return number


def allowed(setting: Setting) -> str:
    """Say what the setting takes, in symbols that need no translation: ``1..100000``, ``a | b``."""
    match setting.kind:
        case "choice":
            return " | ".join(setting.choices)
        case "date":
            return "YYYY-MM-DD"
        case "flag":
            return "true | false"
        case "frame":
            return "wgs84 | gcj02 | bd09 | EPSG:n"
        case "roles":
            return " ".join(ROLES)
        case "source":
            return "FILE"
        case "text":
            return "members | FILE"
        case "words":
            return f"TEXT (1..{LONGEST_WORDS})"
    span = f"{setting.low:g}..{setting.high:.0f}"
    match setting.kind:
        case "cap":
            return f"auto | {span}"
        case "radius":
            return f"none | {span}"
        case "span":
            return f"a-b ({span})"
    return span
