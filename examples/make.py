"""Write the example sheets and rules again, as the generator and the program have them now.

    python examples/make.py [FOLDER]

FOLDER is this folder where none is given. ``tests/test_examples.py`` compares what is kept here with what
this script writes, cell by cell.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from neighborgrid.rules import Rules
from neighborgrid.rules.render import toml_text
from neighborgrid.scenarios.build import make
from neighborgrid.scenarios.ugly import write_ugly
from neighborgrid.scenarios.write import write

if TYPE_CHECKING:
    from neighborgrid.scenarios.ugly import UglyRecord
    from neighborgrid.words import Lang

HERE: Final = Path(__file__).parent
RULES: Final[dict[str, Lang]] = {"rules.toml": "zh", "rules.en.toml": "en"}


def build(folder: Path) -> UglyRecord:
    """Write ``village/``, ``ugly/`` and the rules into ``folder``; returns what is damaged in ``ugly/``."""
    scenario = make("yuanshi-village")
    write(scenario, folder / "village", formats=("xlsx", "csv"))
    for name, lang in RULES.items():
        (folder / name).write_text(toml_text(Rules.defaults(), lang), "utf-8", newline="\n")
    return write_ugly(scenario, folder / "ugly")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
