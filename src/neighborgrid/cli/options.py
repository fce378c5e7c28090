"""Options that several verbs share, each once, with its help from the catalogue."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neighborgrid.cli.language import message_language
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.rules.settings import Value
    from neighborgrid.words import Lang

LANG: Lang = message_language()


def _help(key: str) -> str:
    return text(f"opt.{key}", LANG)


class Color(Enum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Format(Enum):
    """Form of the product on stdout."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class PlanLang(Enum):
    """Language of what is written."""

    ZH = "zh"
    EN = "en"


class Within(Enum):
    """Boundary inside which members serve."""

    AUTO = "auto"
    VILLAGE = "village"
    GROUP = "group"
    TOWNSHIP = "township"
    ANYWHERE = "anywhere"


class Unlocated(Enum):
    """What happens to households without position."""

    GROUP = "group"
    EXCLUDE = "exclude"


class CircleMode(Enum):
    """Whether service circles are formed, and how strictly they bind."""

    SOFT = "soft"
    STRICT = "strict"
    OFF = "off"


class Split(Enum):
    """How a plan is split into workbooks."""

    VILLAGE = "village"


Paths = Annotated[list[Path], typer.Argument(help=_help("paths"), metavar="PATH...", show_default=False)]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=_help("output"), show_default=False)]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help=_help("quiet"))]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help=_help("verbose"))]
ColorChoice = Annotated[Color, typer.Option("--color", help=_help("color"))]
FormatChoice = Annotated[Format, typer.Option("--format", help=_help("format"))]
LangChoice = Annotated[PlanLang | None, typer.Option("--lang", help=_help("lang"), show_default=False)]
RulesFile = Annotated[Path | None, typer.Option("--rules", help=_help("rules"), show_default=False)]
Preset = Annotated[str | None, typer.Option("--preset", help=_help("preset"), show_default=False)]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=_help("set"), show_default=False)
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="SHEET.KEY=HEADER", help=_help("column"), show_default=False),
]
WithinChoice = Annotated[Within | None, typer.Option("--within", help=_help("within"), show_default=False)]
Limit = Annotated[float | None, typer.Option("--limit", help=_help("limit"), show_default=False)]
Detour = Annotated[float | None, typer.Option("--detour", help=_help("detour"), show_default=False)]
MinLoad = Annotated[int | None, typer.Option("--min-load", help=_help("min_load"), show_default=False)]
TargetLoad = Annotated[
    int | None, typer.Option("--target-load", help=_help("target_load"), show_default=False)
]
MaxLoad = Annotated[str | None, typer.Option("--max-load", help=_help("max_load"), show_default=False)]
Balance = Annotated[float | None, typer.Option("--balance", help=_help("balance"), show_default=False)]
BalanceCurve = Annotated[bool, typer.Option("--balance-curve", help=_help("balance_curve"))]
MaxAge = Annotated[int | None, typer.Option("--max-age", help=_help("max_age"), show_default=False)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_help("as_of"), show_default=False)]
UnlocatedChoice = Annotated[
    Unlocated | None, typer.Option("--unlocated", help=_help("unlocated"), show_default=False)
]
Roads = Annotated[Path | None, typer.Option("--roads", help=_help("roads"), show_default=False)]
Barriers = Annotated[Path | None, typer.Option("--barriers", help=_help("barriers"), show_default=False)]
BarriersFromRoads = Annotated[bool, typer.Option("--barriers-from-roads", help=_help("barriers_from_roads"))]
Matrix = Annotated[Path | None, typer.Option("--matrix", help=_help("matrix"), show_default=False)]
Walk = Annotated[Path | None, typer.Option("--roads", help=_help("walk"), show_default=False)]
Frame = Annotated[str | None, typer.Option("--frame", help=_help("frame"), show_default=False)]
HouseholdsFrame = Annotated[
    str | None, typer.Option("--households-frame", help=_help("households_frame"), show_default=False)
]
MembersFrame = Annotated[
    str | None, typer.Option("--members-frame", help=_help("members_frame"), show_default=False)
]
Coverage = Annotated[float | None, typer.Option("--coverage", help=_help("coverage"), show_default=False)]
CirclesChoice = Annotated[
    CircleMode | None, typer.Option("--circles", help=_help("circles"), show_default=False)
]
CircleLimit = Annotated[
    str | None,
    typer.Option("--circle-limit", metavar="METRES|none", help=_help("circle_limit"), show_default=False),
]
CirclesPerVillage = Annotated[
    int | None, typer.Option("--circles-per-village", help=_help("circles_per_village"), show_default=False)
]
CircleHouseholds = Annotated[
    int | None, typer.Option("--circle-households", help=_help("circle_households"), show_default=False)
]
Centres = Annotated[
    str | None,
    typer.Option("--centres", metavar="members|FILE", help=_help("centres"), show_default=False),
]
Strict = Annotated[bool, typer.Option("--strict", help=_help("strict"))]
Mark = Annotated[bool, typer.Option("--mark", help=_help("mark"))]
Write = Annotated[bool, typer.Option("--write", help=_help("write"))]
Prove = Annotated[bool, typer.Option("--prove", help=_help("prove"))]
SplitChoice = Annotated[Split | None, typer.Option("--split", help=_help("split"), show_default=False)]


def verbosity(quiet: bool, verbose: bool) -> int:
    """-1 quiet, 0 normal, 1 verbose; quiet wins."""
    return -1 if quiet else int(verbose)


FLAG_KEYS = {
    "within": "plan.within",
    "limit": "plan.limit_m",
    "detour": "plan.detour",
    "min_load": "load.min",
    "target_load": "load.target",
    "max_load": "load.max",
    "balance": "weights.balance_m",
    "max_age": "eligible.max_age",
    "as_of": "plan.as_of",
    "unlocated": "plan.unlocated",
    "frame": "places.frame",
    "households_frame": "places.households_frame",
    "members_frame": "places.members_frame",
    "roads": "places.roads",
    "barriers": "places.barriers",
    "barriers_from_roads": "places.barriers_from_roads",
    "matrix": "places.matrix",
    "coverage": "plan.coverage_pct",
    "circles": "circles.mode",
    "circle_limit": "circles.limit_m",
    "circles_per_village": "circles.per_village",
    "circle_households": "circles.households",
    "centres": "circles.centres",
}


def planning_flags(**given: Value | Enum | Path) -> dict[str, tuple[str, Value]]:
    """Setting key -> (flag as typed, value) of the planning flags; None where a flag was not given."""
    return {FLAG_KEYS[name]: (f"--{name.replace('_', '-')}", _plain(value)) for name, value in given.items()}


def _plain(value: Value | Enum | Path) -> Value:
    """Value as the rules hold it; a switch that was not set says nothing."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Path):
        return str(value)
    return None if value is False else value
