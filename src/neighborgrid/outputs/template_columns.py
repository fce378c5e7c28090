"""The columns of the sheets to fill in: order, need, format, drop-downs. Headers come from the intake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from openpyxl.styles import Font, PatternFill

from neighborgrid.intake import columns
from neighborgrid.words import text, texts

if TYPE_CHECKING:
    from neighborgrid.intake.columns import Kind
    from neighborgrid.words import Lang

Need = Literal["needed", "wanted", "optional"]
TEXT, DEGREES, WHOLE, NUMBER, DATE = "@", "0.000000", "0", "General", "yyyy-mm-dd"

NEED_LOOKS: Final[dict[Need, tuple[PatternFill, Font]]] = {
    "needed": (
        PatternFill("solid", fgColor="FF1F4E79"),
        Font(name="Calibri", bold=True, size=11, color="FFFFFFFF"),
    ),
    "wanted": (PatternFill("solid", fgColor="FFBDD7EE"), Font(name="Calibri", bold=True, size=11)),
    "optional": (PatternFill("solid", fgColor="FFEDEDED"), Font(name="Calibri", size=11)),
}
"""Fill and font of a header; they differ in black and white too."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its key in the intake, whether it is needed, its number format, width and choices.

    ``choices`` are keys of texts, or a prefix of keys that ends in a dot.
    """

    key: str
    need: Need
    number_format: str = TEXT
    width: float = 10
    choices: tuple[str, ...] = ()

    def header(self, kind: Kind, lang: Lang) -> str:
        """Header that the intake knows this column by: the key, or its first Chinese alias."""
        if lang == "en":
            return self.key
        return next(alias for alias, key in columns.aliases(kind).items() if key == self.key)

    def note(self, lang: Lang) -> str:
        """How to fill the column in, with an example."""
        return text(f"template.note.{self.key}", lang)

    def words(self, lang: Lang) -> tuple[str, ...]:
        """Words of the drop-down, none where the column is free."""
        keys = [key for choice in self.choices for key in _text_keys(choice)]
        return tuple(text(key, lang) for key in keys)


def _text_keys(choice: str) -> list[str]:
    return [key for key in texts() if key.startswith(choice)] if choice.endswith(".") else [choice]


_YES_NO: Final = ("template.yes", "template.no")
_PLACE_SOURCE: Final = Field("coord_source", "optional", width=10, choices=("template.source.",))

FIELDS: Final[dict[Kind, tuple[Field, ...]]] = {
    "households": (
        Field("village", "needed", width=12),
        Field("head", "needed", width=10),
        Field("lon", "needed", DEGREES, 13),
        Field("lat", "needed", DEGREES, 13),
        Field("group", "wanted", width=10),
        Field("phone", "wanted", width=15),
        Field("address", "wanted", width=22),
        Field("priority", "wanted", width=11, choices=("cell.priority.",)),
        Field("residence", "wanted", width=11, choices=("cell.residence.",)),
        Field("township", "optional", width=10),
        Field("household_id", "optional", width=14),
        Field("people", "optional", WHOLE, 8),
        _PLACE_SOURCE,
        Field("current_member", "optional", width=14),
        Field("lock", "optional", width=12),
        Field("prefer", "optional", width=14),
        Field("avoid", "optional", width=14),
        Field("load", "optional", NUMBER, 9),
    ),
    "members": (
        Field("village", "needed", width=12),
        Field("name", "needed", width=10),
        Field("lon", "needed", DEGREES, 13),
        Field("lat", "needed", DEGREES, 13),
        Field("phone", "needed", width=15),
        Field("group", "wanted", width=10),
        Field("role", "wanted", width=13, choices=("cell.role.",)),
        Field("away", "wanted", width=8, choices=_YES_NO),
        Field("health", "wanted", width=9, choices=("template.health.",)),
        Field("eligible", "wanted", width=11, choices=_YES_NO),
        Field("age", "wanted", WHOLE, 8),
        Field("birth", "optional", DATE, 12),
        Field("township", "optional", width=10),
        Field("member_id", "optional", width=14),
        Field("home_household_id", "optional", width=17),
        Field("phone_public", "optional", width=13, choices=_YES_NO),
        Field("circle_id", "optional", width=14),
        _PLACE_SOURCE,
        Field("min_load", "optional", WHOLE, 11),
        Field("target_load", "optional", WHOLE, 11),
        Field("max_load", "optional", WHOLE, 11),
    ),
}

SETTINGS_SHOWN: Final = (
    "places.frame",
    "plan.within",
    "plan.limit_m",
    "load.target",
    "load.max",
    "load.min",
    "eligible.max_age",
    "plan.unlocated",
    "loads.cadre.max",
    "loads.group_leader.max",
    "weights.balance_m",
    "weights.keep_m",
)
"""Settings that organisers change most often; all of them are in ``neighborgrid rules``."""
