"""Who may serve, and the reason of everybody who does not: the closed set, never the text of a cell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake import vocabulary
from neighborgrid.intake.cells import age_on, birth_year, map_unique, parse_date, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules

OLD: Final = 70
_OLDEST: Final = 120
_WORD_CODES: Final = {"away": "NG124", "health": "NG125", "eligible": "NG126"}


def exclusions(people: Stack, rules: Rules) -> tuple[NDArray[np.object_], list[Finding]]:
    """Reason why each person does not serve ("" for those who may), coordinates not yet looked at.

    An explicit answer in the column ``eligible`` wins over all else; then away, health, age.
    """
    found: list[Finding] = []
    reason = np.full(len(people), "", dtype=object)
    ages = ages_of(people, rules, found)
    # Unknown words: away counts as away, health as able.
    away = _answers(people, "away", vocabulary.away, found, unknown=True, blank=False)
    able = _answers(people, "health", vocabulary.health, found, unknown=True, blank=True)
    if rules.max_age is not None:
        reason[ages > rules.max_age] = "age"
        ageless = np.flatnonzero(np.isnan(ages))
        if len(ageless):
            found.append(Finding("NG220", people.place(int(ageless[0])), {"count": len(ageless)}))
    if not rules.unfit_may_serve:
        reason[~able] = "health"
    if not rules.away_may_serve:
        reason[away] = "away"
    said = people.column("eligible")
    answer = map_unique(said, vocabulary.yes_no)
    reason[np.array([one is True for one in answer.tolist()], dtype=np.bool_)] = ""
    reason[np.array([one is False for one in answer.tolist()], dtype=np.bool_)] = "other"
    _unknown_words(people, "eligible", [one is None for one in answer.tolist()], found)
    nameless = np.flatnonzero(people.column("name") == "")
    reason[nameless] = "other"
    found += people.findings("NG148", nameless.tolist(), "name")
    old = int(np.sum(ages >= OLD))
    if old and rules.max_age is None:
        found.append(Finding("NG211", values={"count": old, "age": OLD, "as_of": rules.as_of.isoformat()}))
    return reason, found


def ages_of(people: Stack, rules: Rules, found: list[Finding]) -> NDArray[np.float64]:
    """Whole years on the day of the plan, NaN where unknown; the birth date wins over the age."""

    def by_birth(text: str) -> float:
        birth = _iso_date(text) or parse_date(text)
        if birth is not None:
            return float(age_on(birth, rules.as_of))
        year = birth_year(text)
        return np.nan if year is None else float(rules.as_of.year - year)

    def by_age(text: str) -> float:
        age = parse_number(text)
        return np.nan if age is None else float(np.floor(age))

    ages = np.full(len(people), np.nan)
    for key, read in (("age", by_age), ("birth", by_birth)):
        texts = people.column(key)
        values = map_unique(texts, read).astype(np.float64)
        sound = (values >= 0) & (values <= _OLDEST)
        doubtful = np.flatnonzero((texts != "") & ~sound).tolist()
        bad = [row for row in doubtful if not vocabulary.is_blank_word(texts[row])]
        found += people.findings("NG145", bad, key)
        ages[sound] = values[sound]
    return ages


def _iso_date(text: str) -> dt.date | None:
    """Date of a text that is plainly one, which nearly all are: four times as fast as looking closely."""
    if len(text) != 10 or text[4] != "-" or not text.isascii():
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _answers(
    people: Stack,
    key: str,
    read: Callable[[str], bool | None],
    found: list[Finding],
    *,
    unknown: bool,
    blank: bool,
) -> NDArray[np.bool_]:
    texts = people.column(key)
    answers = [blank if not text else read(text) for text in texts.tolist()]
    _unknown_words(people, key, [one is None for one in answers], found)
    return np.array([unknown if one is None else one for one in answers], dtype=np.bool_)


def _unknown_words(people: Stack, key: str, unknown: list[bool], found: list[Finding]) -> None:
    texts = people.column(key)
    rows = [
        row
        for row in np.flatnonzero(np.array(unknown, dtype=np.bool_)).tolist()
        if not vocabulary.is_blank_word(texts[row])
    ]
    if rows:
        values = {"count": len(rows), "words": len({texts[row] for row in rows})}
        found.append(Finding(_WORD_CODES[key], people.place(rows[0], key), values))
