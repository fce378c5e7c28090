"""Texts that tell who somebody is: phones, identity numbers and names inside ids and names of places.

Numbers
    An identity number or a phone that stands in the plan tells, and so does whatever is written like a
    mobile. Ids made from the code of a county may look like mobiles; they are known by being counted on.
Names
    A name of one character tells nothing, one of two only where it stands alone, a longer one anywhere;
    none does inside the name of a place (people are called like villages). Names in letters tell as whole
    words. A name that stands in the ids of many rows of other people is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN: Final = re.compile(f"[{_HAN}]+")
_WORD: Final = re.compile(f"[^\\W\\d_{_HAN}]+")
_REMARK: Final = re.compile(r"\(.*?\)")
_SEPARATORS: Final = " \u00b7\u2022\u30fb.\\-_/\u2010-\u2015"
_SPREAD: Final = re.compile(f"(?<=[{_HAN}])[{_SEPARATORS}]+(?=[{_HAN}])")
_BLANKS: Final = re.compile(f"(?<=[{_HAN}])[ \u00b7\u2022\u30fb]+(?=[{_HAN}])")
_INVISIBLE: Final = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_TO_ZERO: Final = str.maketrans("123456789", "000000000")

_GAP: Final = f"[{_SEPARATORS}]?"
_IDENTITY: Final = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){_GAP}\d{{3}}[\dXx](?!\d)",
    re.ASCII,
)
_MOBILE: Final = re.compile(rf"(?<!\d)(?:86{_GAP}|0)?(1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}})(?!\d)", re.ASCII)
_AREA: Final = r"0(?:[12]\d|[3-9]\d{2})"
_LANDLINE: Final = re.compile(rf"(?<!\d)(?:{_AREA}{_GAP})?([2-9]\d{{2,3}}{_GAP}\d{{4}})(?!\d)", re.ASCII)
_INSIDE: Final = re.compile(r"(?=(1[3-9]\d{9}))", re.ASCII)
_NO_DIGIT: Final = re.compile(r"\D", re.ASCII)
_DROPPED: Final = dict.fromkeys(map(ord, " -\u2010\u2011\u2012\u2013\u2014\u2015"))
_MOBILE_CELL: Final = re.compile(r"(?<!\d)(?:86|0)?(1[3-9]\d{9})(?!\d)", re.ASCII)
_LANDLINE_CELL: Final = re.compile(rf"(?<!\d)(?:{_AREA})?([2-9]\d{{6,7}})(?!\d)", re.ASCII)

_COUNTIES: Final = re.compile(r"1(?:3(?:0[1-9]|1[01])|4(?:0[1-9]|1[01])|5(?:0[1-9]|2[2569]))", re.ASCII)
"""First digits of county codes that are first digits of mobiles too: Hebei, Shanxi, Inner Mongolia."""
CODE: Final = 6
"""Digits of the code of a county."""
COUNTED: Final = 10
"""Numbers made by counting have another one this near."""
FEWEST_COUNTED: Final = 5
MOSTLY: Final = 0.9
MANY: Final = 20
"""Rows of other people from which on a name in their ids is a word."""
ALONE: Final = 2
"""Characters of a name that tells only where it stands alone."""
LEAST_LETTERS: Final = 3

FORMS: Final = (
    *"村乡镇组队圈号第户家片区屯庄营街路排院楼栋室〇零一二三四五六七八九十百",
    *("社区", "小组", "村民", "服务", "网格", "党员", "农户", "户主", "同志", "党小组", "负责", "带队"),
    *("村委会", "居委会", "敬老院", "养老院", "幸福院", "卫生室"),
)
"""What ids, groups and circles are named with besides somebody or some place."""


def plain(values: Sequence[str]) -> list[str]:
    """Texts with digits and letters of one width, without characters that are not seen."""
    joined = "\n".join(values)
    if joined.count("\n") >= len(values):
        joined = "\n".join([one.replace("\n", " ") for one in values])
    if joined.isascii():
        return joined.split("\n") if values else []
    made = unicodedata.normalize("NFKC", joined).translate(_INVISIBLE).split("\n")
    # A character that becomes a line of its own would shift all others.
    return made if len(made) == len(values) else [one.replace("\n", " ") for one in values]


@dataclass(frozen=True)
class People:
    """Names and phones of everybody in a plan, as `plain` texts, repeats left out."""

    names: Collection[str]
    phones: Collection[str]

    @cached_property
    def han(self) -> frozenset[str]:
        """Names of two characters and more."""
        made: set[str] = set()
        for name in self.names:
            if name.isascii():
                continue
            made.update(_han_names(name))
        return frozenset(made)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Lengths of these names."""
        return tuple(sorted(set(map(len, self.han))))

    @cached_property
    def letters(self) -> frozenset[str]:
        """Names in letters, their words joined, the first one first or last."""
        made = set()
        for name in self.names:
            words = _WORD.findall(_REMARK.sub("", name).casefold())
            if len("".join(words)) >= LEAST_LETTERS:
                made |= {"".join(words), "".join([*words[1:], words[0]])}
        return frozenset(made)

    @cached_property
    def mobiles(self) -> frozenset[str]:
        """Mobiles."""
        return frozenset(_MOBILE_CELL.findall(self._joined))

    @cached_property
    def landlines(self) -> frozenset[str]:
        """Other phones, without the code of their area."""
        return frozenset(_LANDLINE_CELL.findall(self._joined))

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.phones).translate(_DROPPED)


def _han_names(name: str) -> set[str]:
    """Names that a cell holds: blanks and points inside left out, remarks in brackets too."""
    if _RUN.fullmatch(name):
        return {name} if len(name) >= ALONE else set()
    whole = _BLANKS.sub("", _REMARK.sub(" ", name).strip())
    return {one for one in _RUN.findall(whole) if len(one) >= ALONE}


def numbers_told(values: Sequence[str], people: People) -> Flags:
    """Which `plain` texts hold an identity number, a phone of the plan, or what is written like a mobile."""
    told = np.zeros(len(values), bool)
    joined = "\n".join(values)
    if not people.mobiles.isdisjoint(_INSIDE.findall(joined.translate(_DROPPED))):
        told |= [not people.mobiles.isdisjoint(_INSIDE.findall(one.translate(_DROPPED))) for one in values]
    if _IDENTITY.search(joined):
        told |= [_IDENTITY.search(one) is not None for one in values]
    if people.landlines:
        told |= [
            any(_NO_DIGIT.sub("", one) in people.landlines for one in found)
            for found in _by_line(_LANDLINE, joined, values)
        ]
    return told | _mobiles_told(values, joined)


def _by_line(pattern: re.Pattern[str], joined: str, values: Sequence[str]) -> list[list[str]]:
    """What a pattern finds in each text."""
    if pattern.search(joined) is None:
        return [[]] * len(values)
    return [pattern.findall(one) for one in values]


def _mobiles_told(values: Sequence[str], joined: str) -> Flags:
    """Which texts hold what is written like a mobile, and is no number made by counting."""
    found = _by_line(_MOBILE, joined, values)
    pairs = [(row, _NO_DIGIT.sub("", one)) for row, ones in enumerate(found) for one in ones]
    told = np.zeros(len(values), bool)
    codes: dict[str, list[tuple[int, int]]] = {}
    for row, number in pairs:
        if _COUNTIES.match(number):
            codes.setdefault(number[:CODE], []).append((int(number), row))
        else:
            told[row] = True
    for numbers in codes.values():
        number, row = np.array(sorted(numbers), np.int64).T
        gap = np.diff(number, prepend=-(10**12), append=10**12)
        alone = np.minimum(gap[:-1], gap[1:]) > COUNTED
        counted = len(row) >= FEWEST_COUNTED and alone.sum() <= (1 - MOSTLY) * len(row)
        told[row[alone] if counted else row] = True
    return told


@dataclass(frozen=True)
class Places:
    """Words that are no names of people wherever they stand: of villages, townships, groups."""

    words: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Places:
        """Words from names of places, with and without what they end in."""
        made = set()
        for name in names:
            made |= {name, _SPREAD.sub("", name)}
            made |= {name.removesuffix(end) for end in ("村", "乡", "镇", "社区", "组", "小组", "街道")}
        return cls(frozenset(one for one in made if len(one) >= ALONE))

    def covered(self, value: str) -> list[bool]:
        """Which characters of a text are part of a place's name or of a form word."""
        made = [False] * len(value)
        for words, lengths in ((self.words, self._lengths), (_FORMS, _FORM_LENGTHS)):
            for start, end in _windows(value, words, lengths):
                made[start:end] = [True] * (end - start)
        return made

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted(set(map(len, self.words))))

    @cached_property
    def letters(self) -> frozenset[str]:
        """Names in letters, their words joined."""
        words = [_WORD.findall(one.casefold()) for one in self.words]
        return frozenset("".join(one for one in found if one not in _KINDS) for found in words)


_KINDS: Final = frozenset({"village", "town", "township", "group", "subdistrict"})
_FORMS: Final = frozenset(FORMS)
_FORM_LENGTHS: Final = tuple(sorted(set(map(len, FORMS))))


def _windows(value: str, words: Collection[str], lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Where words stand in a text."""
    size = len(value)
    return [
        (start, start + length)
        for length in lengths
        for start in range(size - length + 1)
        if value[start : start + length] in words
    ]


def names_in(values: Sequence[str], people: People, places: Places) -> list[frozenset[str]]:
    """Names of people in each of some `plain` texts."""
    # Ids differ in their digits, mostly.
    stems = "\n".join(values).translate(_TO_ZERO).split("\n") if values else []
    known: Mapping[str, frozenset[str]] = {
        stem: _names_of(stem, people, places) for stem in dict.fromkeys(stems)
    }
    return [known[stem] for stem in stems]


def _names_of(value: str, people: People, places: Places) -> frozenset[str]:
    made: set[str] = set()
    if not value.isascii():
        for form in {value, _BLANKS.sub("", value), _SPREAD.sub("", value)}:
            made |= _han_in(form, people, places, spread=form != value)
    words = _WORD.findall(value.casefold())
    if any(len(word) > 1 for word in words) and people.letters:
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                joined = "".join(words[first:last])
                if joined in people.letters and joined not in places.letters:
                    made.add(joined)
    return frozenset(made)


def _han_in(value: str, people: People, places: Places, *, spread: bool) -> set[str]:
    covered = places.covered(value)
    if all(hidden or not _RUN.match(one) for hidden, one in zip(covered, value, strict=True)):
        return set()

    def stands_off(at: int) -> bool:
        return not 0 <= at < len(value) or covered[at] or not _RUN.match(value[at])

    made = set()
    for start, end in _windows(value, people.han, people.lengths):
        alone = stands_off(start - 1) and stands_off(end)
        if not all(covered[start:end]) and (alone or end - start > ALONE):
            made.add(value[start:end])
    return made


def told_by(found: Sequence[frozenset[str]], own: Sequence[frozenset[str]] | Sequence[str]) -> Flags:
    """Which rows are told by the names found in them; ``own`` are the names of each row's people."""
    held: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    for names, its in zip(found, own, strict=True):
        for name in names:
            held[name] += 1
            mine[name] += name in its
    words = {name for name, count in held.items() if count > MANY and 2 * mine[name] < count}
    return np.array(
        [
            any(name not in words or name in its for name in names)
            for names, its in zip(found, own, strict=True)
        ],
        bool,
    )
