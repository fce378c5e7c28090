"""The header of a tab, found by what it says: one row, or two where the upper one groups columns.

A header is judged once per kind of sheet; the kind whose words it holds decides what the tab is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from neighborgrid.intake import columns
from neighborgrid.intake.cells import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neighborgrid.intake.columns import Kind
    from neighborgrid.intake.raw import RawSheet

SEARCH_ROWS: Final = 30
# Under these a lower "姓名" or "电话" is another person's, never the row's own.
_OTHER_PERSON: Final = frozenset({"current_member", "lock", "avoid", "prefer"})


@dataclass(frozen=True, slots=True)
class Clash:
    """Two columns that claim one key: the 0-based column that was kept and the one that was not."""

    key: str
    kept: int
    left: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a tab says, read as one kind of sheet.

    Attributes
    ----------
    top, bottom
        First and last row of the header, 0-based in the tab's cells; equal for a single row.
    texts
        Header of every column, as it stands.
    matched
        Key to 0-based column.
    forced
        Keys that an override settled.
    """

    top: int
    bottom: int
    texts: tuple[str, ...]
    matched: Mapping[str, int]
    clashes: tuple[Clash, ...] = ()
    forced: frozenset[str] = field(default_factory=frozenset)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Headers of the columns that are not read, in order, blanks left out."""
        used = set(self.matched.values())
        return tuple(text for index, text in enumerate(self.texts) if text and index not in used)


def find(raw: RawSheet, kind: Kind, forced: Mapping[str, str]) -> Header | None:
    """Header with the most keys of ``kind`` among the first rows, the upper one of equals; None without any.

    ``forced`` maps keys to headers that the user named; they win over every alias.
    """
    rows = _top_rows(raw)
    best: Header | None = None
    for index, texts in enumerate(rows):
        single = read(texts, kind, forced, top=index, bottom=index)
        if best is None or len(single.matched) > len(best.matched):
            best = single
    if best is None or not best.matched:
        return None
    return _with_second_row(raw, rows, best, kind, forced)


def read(texts: Sequence[str], kind: Kind, forced: Mapping[str, str], *, top: int, bottom: int) -> Header:
    """Header of the given texts: an override first, then an alias, then an alias with affixes."""
    wanted = {columns.normal(header): key for key, header in forced.items()}
    claims: dict[str, list[tuple[int, int]]] = {}
    for index, text in enumerate(texts):
        if not text or columns.is_never_read(text):
            continue
        key, strength = columns.match(text, kind)
        if columns.normal(text) in wanted:
            key, strength = wanted[columns.normal(text)], 3
        if key:
            claims.setdefault(key, []).append((-strength, index))
    matched, clashes = {}, []
    for key, found in claims.items():
        (_, kept), *others = sorted(found)
        matched[key] = kept
        clashes += [Clash(key, kept, left) for _, left in others]
    settled = frozenset(key for key, found in claims.items() if min(found)[0] == -3)
    return _without_position(Header(top, bottom, tuple(texts), matched, tuple(clashes), settled))


def _without_position(header: Header) -> Header:
    """Where lon and lat have columns of their own, 位置 is most likely a description."""
    if not {"lon", "lat", "position"} <= set(header.matched) or "position" in header.forced:
        return header
    matched = {key: index for key, index in header.matched.items() if key != "position"}
    clashes = tuple(clash for clash in header.clashes if clash.key != "position")
    return Header(header.top, header.bottom, header.texts, matched, clashes, header.forced)


def _top_rows(raw: RawSheet) -> list[list[str]]:
    count = min(SEARCH_ROWS, raw.row_count)
    heads = [[cell_text(column[row]) for row in range(count)] for column in raw.columns]
    return [[head[row] for head in heads] for row in range(count)]


def _with_second_row(
    raw: RawSheet, rows: Sequence[list[str]], best: Header, kind: Kind, forced: Mapping[str, str]
) -> Header:
    """The header with the row above or below it, where two rows together say more than one."""
    found = best
    for top in (best.top - 1, best.top):
        if 0 <= top < len(rows) - 1 and _may_be_lower(rows[top], rows[top + 1], kind):
            upper = _spread(raw, rows[top], top)
            texts = [_joined(above, below, kind) for above, below in zip(upper, rows[top + 1], strict=True)]
            pair = read(texts, kind, forced, top=top, bottom=top + 1)
            if len(pair.matched) > len(found.matched):
                found = pair
    return found


def _may_be_lower(upper: Sequence[str], lower: Sequence[str], kind: Kind) -> bool:
    """Whether the lower row can be the second one of a header and not the first row of data."""
    own = [index for index, text in enumerate(lower) if text]
    if not own or any(any(char.isdigit() for char in lower[index]) for index in own):
        return False
    known = sum(bool(columns.match(lower[index], kind)[0]) for index in own)
    # Under a header that is complete in itself a true second row is blank (merged downwards).
    beneath = sum(bool(upper[index]) and bool(columns.match(upper[index], kind)[0]) for index in own)
    return known > 0 and 2 * known >= len(own) and beneath <= max(1, len(own) // 2)


def _spread(raw: RawSheet, texts: Sequence[str], row: int) -> list[str]:
    """Row with the text of cells that are merged to the right repeated over their width."""
    spread = list(texts)
    for top, left, _, right in raw.merged:
        first, last = left - raw.first_column, right - raw.first_column
        if top - raw.first_row == row and last > first >= 0:
            for index in range(first, min(last + 1, len(spread))):
                spread[index] = texts[first]
    return spread


def _joined(above: str, below: str, kind: Kind) -> str:
    """Header of one column out of two rows."""
    if not (above and below):
        return above + below
    if columns.is_never_read(above) or columns.is_never_read(below):
        return above + below
    if columns.match(above + below, kind)[1] == 2:
        return above + below
    upper, lower = columns.match(above, kind)[0], columns.match(below, kind)[0]
    if lower and upper not in _OTHER_PERSON:
        return below
    return above + below
