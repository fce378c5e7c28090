"""A price in words, the same on the terminal and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.advice.answers import Price
    from neighborgrid.words import Lang

TIERS = ("priority", "households", "shortfall", "outside")
"""Tiers above the metres, weightiest first."""


def price_words(price: Price, lang: Lang) -> str:
    """Tiers of a price that are not 0, apart; the metres always where nothing else changes."""
    parts = []
    for tier in TIERS:
        count = getattr(price, tier)
        if count:
            sign = "+" if count > 0 else "-"
            parts.append(text(f"explain.price.{tier}{sign}", lang, count=abs(count)))
    if abs(price.metres) >= 1:
        parts.append(text("explain.price.metres", lang, metres=f"{price.metres:+,.0f}"))
    elif price.metres:
        parts.append(text(f"explain.price.little{'+' if price.metres > 0 else '-'}", lang))
    return text("explain.joint", lang).join(parts) if parts else text("explain.price.same", lang)
