"""The one place that knows the library that writes workbooks."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

A4: Final = 9
LIST_LIMIT: Final = 255
"""Characters that a drop-down with its own list may hold, separators included (a limit of the format)."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: its cells and how they look.

    ``values`` holds str, int, float or None (an empty cell); None instead of a sequence is an empty
    column. ``number_format`` is Excel's, ``@`` for text; ``fill`` and the sheet's colours are
    ``#RRGGBB``. ``tucked`` columns are folded away behind a plus sign. ``choices`` makes a drop-down
    that suggests and does not forbid. ``digits`` says that digits stored as text are meant to be,
    which silences Excel's green corners.
    """

    header: str
    values: Sequence[Any] | None
    width: float = 10
    number_format: str = ""
    fill: str = ""
    align: str = ""
    tucked: bool = False
    note: str = ""
    choices: tuple[str, ...] = ()
    digits: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One tab; ``frozen_columns`` stay in view beside the header row. Headers differ from each other."""

    name: str
    columns: tuple[ColumnSpec, ...]
    tab_color: str
    header_fill: str
    frozen_columns: int = 0
    hidden: bool = False


def fits_a_list(choices: Sequence[str]) -> bool:
    """Whether the choices can stand in a drop-down's own list."""
    # Length is counted in UTF-16 units by Excel; quotes and commas are the list's own syntax.
    units = sum(len(choice.encode("utf-16-le", "replace")) // 2 + 1 for choice in choices)
    return 0 < units <= LIST_LIMIT and not any("," in choice or '"' in choice for choice in choices)


def write_sheets(sheets: Sequence[SheetSpec], path: Path) -> None:
    """Write the tabs to ``path``; raises OSError where the file cannot be written."""
    from rustpy_xlsxwriter import write_worksheets

    def each(make: Callable[[SheetSpec], Any]) -> dict[str, Any]:
        return {sheet.name: make(sheet) for sheet in sheets}

    def columns(make: Callable[[ColumnSpec], Any]) -> dict[str, Any]:
        made = each(lambda sheet: {column.header: make(column) for column in sheet.columns})
        return {
            name: {header: value for header, value in cells.items() if value is not None}
            for name, cells in made.items()
        }

    write_worksheets(
        [(sheet.name, _rows(sheet)) for sheet in sheets],
        str(path),
        freeze_panes=each(lambda sheet: {"row": 1, "col": sheet.frozen_columns}),
        column_widths=columns(lambda column: column.width),
        column_formats=columns(_cell_format),
        header_format=each(_header_format),
        autofilter=each(lambda _: True),
        page_setup=each(lambda _: _page()),
        sheet_view=each(_view),
        ignore_errors=each(lambda sheet: [column.header for column in sheet.columns if column.digits]),
        data_validations=columns(_drop_down),
        notes=columns(_note),
        outline=each(_folds),
    )


def _view(sheet: SheetSpec) -> dict[str, Any]:
    shown: dict[str, Any] = {"tab_color": sheet.tab_color}
    return shown | {"hidden": True} if sheet.hidden else shown


def _rows(sheet: SheetSpec) -> Iterator[dict[str, Any]]:
    headers = [column.header for column in sheet.columns]
    filled = [column for column in sheet.columns if column.values is not None]
    size = max((len(column.values) for column in filled if column.values is not None), default=0)
    if not size:
        # The library takes the headers from the first row, so an empty table needs one without cells.
        yield dict.fromkeys(headers)
        return
    cells = [itertools.repeat(None, size) if c.values is None else c.values for c in sheet.columns]
    for row in zip(*cells, strict=True):
        yield dict(zip(headers, row, strict=True))


def _cell_format(column: ColumnSpec) -> Any:
    from rustpy_xlsxwriter import Format

    if not (column.number_format or column.fill or column.align):
        return None
    made = Format()
    if column.number_format:
        made = made.set_num_format(column.number_format)
    if column.fill:
        made = made.set_background_color(column.fill)
    return made.set_align(column.align) if column.align else made


def _header_format(sheet: SheetSpec) -> Any:
    from rustpy_xlsxwriter import Format

    made = Format().set_bold().set_background_color(sheet.header_fill)
    return made.set_border_bottom("thin").set_align("vcenter").set_text_wrap()


def _folds(sheet: SheetSpec) -> dict[str, Any]:
    """Groups of neighbouring columns that are folded away."""
    runs = itertools.groupby(sheet.columns, key=lambda column: column.tucked)
    groups = [[column.header for column in run] for tucked, run in runs if tucked]
    return {"columns": [{"from": run[0], "to": run[-1], "collapsed": True} for run in groups]}


def _page() -> dict[str, Any]:
    return {
        "landscape": True,
        "paper_size": A4,
        "fit_to_pages": (1, 0),
        "repeat_rows": 0,
        "margins": {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6},
        "footer": "&L&A&R&P / &N",
    }


def _drop_down(column: ColumnSpec) -> dict[str, Any] | None:
    if not fits_a_list(column.choices):
        return None
    return {"type": "list", "values": list(column.choices), "error_style": "information"}


def _note(column: ColumnSpec) -> dict[str, Any] | None:
    if not column.note:
        return None
    return {"text": column.note, "author": "neighborgrid", "width": 260, "height": 90}
