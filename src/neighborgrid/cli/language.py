"""Which language the messages are in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neighborgrid.words import Lang

CHINESE_UI_LANGUAGES = 0x04
"""Primary language identifier of Chinese in a Windows LANGID (low ten bits)."""


def message_language(environ: Mapping[str, str] = os.environ) -> Lang:
    """Language of the messages: ``NEIGHBORGRID_LANG``, else the locale, on Windows the UI language."""
    wanted = environ.get("NEIGHBORGRID_LANG", "")
    if wanted:
        return "zh" if wanted.lower().startswith(("zh", "cn")) else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "zh" if sys.platform == "win32" and _windows_ui_is_chinese() else "en"


def _windows_ui_is_chinese() -> bool:
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return False
    return int(windll.kernel32.GetUserDefaultUILanguage()) & 0x3FF == CHINESE_UI_LANGUAGES
