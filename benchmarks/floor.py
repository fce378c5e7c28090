"""The floor of ``assign``: read the same sheets and write the same workbook, and do nothing else.

Called by ``assign.py`` with the cells to write, which an earlier run made. Loading those cells is not
part of the floor; its CPU seconds are printed so that the caller can take them off.
"""

from __future__ import annotations

import pickle
import sys
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

from neighborgrid.planbook.sheetwriter import write_sheets


def main(cells: Path, target: Path, *sheets: Path) -> None:
    """Read every tab of ``sheets``, write ``cells`` (pickled tabs) to ``target``."""
    rows = [
        book.get_sheet_by_name(name).to_python()
        for path in sheets
        for book in [CalamineWorkbook.from_path(path)]
        for name in book.sheet_names
    ]
    started = time.process_time()
    tabs = pickle.loads(cells.read_bytes())
    loading_s = time.process_time() - started
    write_sheets(tabs, target)
    print(f"rows={sum(map(len, rows))} loading_s={loading_s:.3f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
