"""Options of the verbs of ``export``."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from neighborgrid.cli.options import LANG
from neighborgrid.words import text


def _help(key: str) -> str:
    return text(f"opt.{key}", LANG)


class CardLayout(Enum):
    """Layout of cards."""

    A4X8 = "a4x8"
    A4X10 = "a4x10"
    A6 = "a6"
    LARGE = "large"
    SINGLE = "single"


class CardOrder(Enum):
    """Order of cards on the sheets."""

    STACK = "stack"
    PAGE = "page"


class CardSplit(Enum):
    """What gets files of its own."""

    VILLAGE = "village"
    CIRCLE = "circle"
    MEMBER = "member"


class BoardSize(Enum):
    """Paper of boards."""

    A3 = "a3"
    A2 = "a2"
    A1 = "a1"


class PictureForm(Enum):
    """Kind of a drawn picture."""

    SVG = "svg"
    PNG = "png"


class PictureSplit(Enum):
    """What gets a picture of its own."""

    VILLAGE = "village"
    CIRCLE = "circle"


class GeoForm(Enum):
    """Form of files for GIS programs."""

    GPKG = "gpkg"
    GEOJSON = "geojson"
    KML = "kml"
    CSV = "csv"


class RosterBy(Enum):
    """Order of the roster."""

    MEMBER = "member"
    CIRCLE = "circle"
    VILLAGE = "village"


RulesFile = Annotated[Path | None, typer.Option("--rules", help=_help("print_rules"), show_default=False)]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help=_help("print_set"), show_default=False),
]
Plans = Annotated[list[Path], typer.Argument(help=_help("plans"), metavar="PLAN...", show_default=False)]
CardPlans = Annotated[
    list[Path] | None, typer.Argument(help=_help("plans"), metavar="PLAN...", show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help=_help("force"))]
FontDir = Annotated[Path | None, typer.Option("--font-dir", help=_help("font_dir"), show_default=False)]
TemplateFile = Annotated[Path | None, typer.Option("--template", help=_help("template"), show_default=False)]
ShowTemplate = Annotated[bool, typer.Option("--show-template", help=_help("show_template"))]
LayoutChoice = Annotated[
    CardLayout | None,
    typer.Option("--layout", help=_help("layout"), case_sensitive=False, show_default=False),
]
OrderChoice = Annotated[CardOrder, typer.Option("--order", help=_help("order"), case_sensitive=False)]
SplitChoice = Annotated[
    CardSplit | None,
    typer.Option("--split", help=_help("card_split"), case_sensitive=False, show_default=False),
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="WHAT", help=_help("only"), show_default=False)
]
Since = Annotated[
    Path | None, typer.Option("--changed-since", metavar="OLD.xlsx", help=_help("since"), show_default=False)
]
NoBack = Annotated[bool, typer.Option("--no-back", help=_help("no_back"))]
NoQr = Annotated[bool, typer.Option("--no-qr", help=_help("no_qr"))]
Scale = Annotated[str | None, typer.Option("--scale", metavar="MM", help=_help("scale"), show_default=False)]
SizeChoice = Annotated[
    BoardSize | None, typer.Option("--size", help=_help("size"), case_sensitive=False, show_default=False)
]
WithHouseholds = Annotated[bool, typer.Option("--with-households", help=_help("with_households"))]
By = Annotated[RosterBy, typer.Option("--by", help=_help("by"), case_sensitive=False)]
Public = Annotated[bool, typer.Option("--public", help=_help("public"))]
Mask = Annotated[bool, typer.Option("--mask", help=_help("mask"))]
Full = Annotated[bool, typer.Option("--full", help=_help("full"))]
PictureChoice = Annotated[
    PictureForm | None,
    typer.Option("--picture", help=_help("picture"), case_sensitive=False, show_default=False),
]
PictureSplitChoice = Annotated[
    PictureSplit | None,
    typer.Option("--split", help=_help("picture_split"), case_sensitive=False, show_default=False),
]
MapRoads = Annotated[Path | None, typer.Option("--roads", help=_help("map_roads"), show_default=False)]
Uncompressed = Annotated[bool, typer.Option("--uncompressed", help=_help("uncompressed"))]
GeoFormat = Annotated[GeoForm, typer.Option("--format", help=_help("geo_format"), case_sensitive=False)]
