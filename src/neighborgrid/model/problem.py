"""What the rooms hand to each other: the problem to plan, and the plan. Both are frozen and columnar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neighborgrid.model.tables import (
    CENTRES,
    LEDGER,
    PROBLEM_HOUSEHOLDS,
    PROBLEM_PEOPLE,
    SET_ASIDE,
    SHEETS,
    check_columns,
    make_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.findings import Finding
    from neighborgrid.model.ground import Ground
    from neighborgrid.rules import Rules
    from neighborgrid.words import Lang


@dataclass(frozen=True, slots=True)
class SheetSource:
    """Tab that rows came from."""

    file: str
    sheet: str


@dataclass(frozen=True, slots=True)
class InputDigest:
    """Base name and SHA-256 (hex) of a file that was read."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Problem:
    """Everything that planning needs, checked once and then frozen.

    Attributes
    ----------
    households, people
        Tables with the columns of `PROBLEM_HOUSEHOLDS` and `PROBLEM_PEOPLE`.
    prefer_pairs, avoid_pairs
        int64 arrays of shape (n, 2): row of the household, row of the person.
    set_aside, ledger
        Tables with the columns of `SET_ASIDE` and `LEDGER`.
    rules
        Effective rules; ``within`` is no longer ``auto``.
    centres
        Places where a circle may have its centre, with the columns of `CENTRES`; without rows every
        member's home may be one.
    circles
        Circles as they stand, with the columns of ``SHEETS["circles"]``: those that people named or
        edited. ``people.circle_id`` says who is in them; ids without a row here count too.
    ground
        Roads, barriers and metres of the organiser's own; None where walking is straight metres times the
        detour factor.
    sheets, inputs, findings, lang
        Tabs and files read, what was found, language of the household sheet.
    """

    households: pd.DataFrame
    people: pd.DataFrame
    prefer_pairs: NDArray[np.int64]
    avoid_pairs: NDArray[np.int64]
    set_aside: pd.DataFrame
    ledger: pd.DataFrame
    rules: Rules
    centres: pd.DataFrame = field(default_factory=lambda: make_table(CENTRES, {}))
    circles: pd.DataFrame = field(default_factory=lambda: make_table(SHEETS["circles"], {}))
    ground: Ground | None = None
    sheets: tuple[SheetSource, ...] = ()
    inputs: tuple[InputDigest, ...] = ()
    findings: tuple[Finding, ...] = ()
    lang: Lang = "zh"

    def __post_init__(self) -> None:
        check_columns(self.households, PROBLEM_HOUSEHOLDS, "households")
        check_columns(self.people, PROBLEM_PEOPLE, "people")
        check_columns(self.set_aside, SET_ASIDE, "set_aside")
        check_columns(self.ledger, LEDGER, "ledger")
        check_columns(self.centres, CENTRES, "centres")
        check_columns(self.circles, SHEETS["circles"], "circles")
        if self.rules.within == "auto":
            raise ValueError("rules.within must be settled before a Problem is made")


@dataclass(frozen=True)
class Plan:
    """A plan: exactly what the plan workbook holds.

    ``tables`` maps the names of `SHEETS` to tables with those columns; ``summary`` holds the figures in
    the order in which they are shown. Readers recompute what is derived (see ``planbook``).
    """

    tables: Mapping[str, pd.DataFrame]
    rules: Rules
    summary: Mapping[str, str | int | float]
    inputs: tuple[InputDigest, ...] = ()
    findings: tuple[Finding, ...] = ()
    lang: Lang = "zh"
    auto_caps: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, columns in SHEETS.items():
            check_columns(self.tables[name], columns, name)

    @property
    def households(self) -> pd.DataFrame:
        """Every household, served or not."""
        return self.tables["households"]

    @property
    def members(self) -> pd.DataFrame:
        """Members who may serve."""
        return self.tables["members"]

    @property
    def excluded(self) -> pd.DataFrame:
        """People who do not serve, with their reason."""
        return self.tables["excluded"]

    @property
    def unserved(self) -> pd.DataFrame:
        """Households that wait, and rows set aside."""
        return self.tables["unserved"]
