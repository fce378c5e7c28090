"""Rules of a plan: their settings, where values come from, and how they are written down."""

from neighborgrid.rules.settings import AUTO, ROLES, SETTINGS, Value
from neighborgrid.rules.values import LoadRule, Rules

__all__ = ["AUTO", "ROLES", "SETTINGS", "LoadRule", "Rules", "Value"]
