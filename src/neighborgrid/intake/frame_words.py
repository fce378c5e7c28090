"""Frames of coordinates as headers and source cells name them: words, conversions, negations."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

DEFAULT: Final = "wgs84"

_GAP: Final = r"[\s_:-]*"
_WORDS: Final = {
    "epsg": rf"epsg{_GAP}(\d{{4,6}})",
    "beijing_new": "新北京54",
    "beijing": r"北京-?(?:19)?54|beijing[\s_-]*(?:19)?54",
    "xian": r"西安-?(?:19)?80|xian[\s_-]*(?:19)?80|国家80",
    "bd09": rf"bd{_GAP}09|百度|baidu",
    "gcj02": rf"gcj{_GAP}02|高德|腾讯|微信|火星|amap|tencent|wechat",
    "wgs84": rf"wgs{_GAP}(?:19)?84|cgcs{_GAP}2000|国家{_GAP}2000|天地图|tianditu",
    "device": "(?<![a-z])gps|北斗|beidou",
}
_FRAMES: Final = {
    "beijing_new": "EPSG:4555",
    "beijing": "EPSG:4214",
    "xian": "EPSG:4610",
    "device": DEFAULT,
}
_NAME: Final = re.compile("|".join(f"(?P<{key}>{words})" for key, words in _WORDS.items()))
_ANY: Final = "(?:" + "|".join(words.replace("(\\d", "(?:\\d") for words in _WORDS.values()) + ")"
_NOT: Final = re.compile(rf"(?:非|不是|不为|不用|没用|未用|\bnon?\b|\bnot\b)[\s-]*(?:使用|用)?{_ANY}")
_FROM: Final = re.compile(
    rf"(?:[由从自]|\bfrom\b)\s*{_ANY}\s*(?:地图|坐标系?|经纬度)*\s*(?:转|换|纠偏|改正|得|来)?"
)
_TO: Final = re.compile(r"转换?[为成到至]?|换算?[为成到至]|换算|[-=]?>|→|\bto\b|\binto\b")


@dataclass(frozen=True)
class Said:
    """What a text says: its one frame or "", and whether it names several and so none for sure."""

    frame: str = ""
    several: bool = False


@functools.lru_cache(maxsize=1 << 12)
def said(text: str, *, header: bool = False) -> Said:
    """Frame that a header or a source cell names, ``EPSG:n`` included.

    Of a conversion the target counts ("高德转WGS84"), and what a negation names does not ("非高德"). A
    number beats the datum that it stands on. Other texts that name two frames name none for sure. People
    write GPS for any position of a phone, so that in a ``header`` that word names no frame.
    """
    folded = _NOT.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    plain = _FROM.sub(" ", folded)
    marks = [match.end() for match in _TO.finditer(plain)]
    found = _names(plain)
    after = [name for name in found if marks and name[0] >= marks[-1]]
    if marks and found and not after and plain == folded:
        # Of "百度转换" nobody knows into what.
        return Said(several=True)
    return _one({name[1:] for name in (after if after else found)}, header)


def hint(text: str) -> str:
    """Frame that a source cell names for sure, else ""."""
    return said(text).frame


def _names(folded: str) -> list[tuple[int, str, bool]]:
    """Position, frame, and whether it is the word for a device, of every name in a text."""
    found = []
    for match in _NAME.finditer(folded):
        key = "epsg" if match["epsg"] is not None else str(match.lastgroup)
        frame = f"EPSG:{match[2]}" if key == "epsg" else _FRAMES.get(key, key)
        found.append((match.start(), frame, key == "device"))
    return found


def _one(found: set[tuple[str, bool]], header: bool) -> Said:
    frames = {frame for frame, device in found if not (header and device)}
    grids = {frame for frame in frames if frame.startswith("EPSG")}
    if len(grids) == 1 and frames <= grids | {DEFAULT}:
        frames = grids
    return Said(next(iter(frames), "")) if len(frames) < 2 else Said(several=True)
