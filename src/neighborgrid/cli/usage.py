"""Wrong usage in our own words: Typer says it in English only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neighborgrid.findings import Finding
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.words import Lang


def usage_finding(error: Any, lang: Lang) -> Finding:
    """Finding (NG530) of one of Typer's usage errors, told apart by what it carries."""
    return Finding("NG530", values={"detail": _detail(error, lang)})


def _detail(error: Any, lang: Lang) -> str:
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        near = " ".join(error.possibilities or ())
        key = "usage.no_such_option_near" if near else "usage.no_such_option"
        return text(key, lang, option=option, near=near)
    parameter = _parameter(error)
    if parameter:
        if type(error).__name__ == "MissingParameter":
            return text("usage.missing", lang, parameter=parameter)
        choices = _choices(error)
        key = "usage.bad_choice" if choices else "usage.bad_value"
        return text(key, lang, parameter=parameter, choices=choices)
    if option:
        return text("usage.bad_value", lang, parameter=option)
    words = str(error.format_message()).split("'")
    if len(words) > 1 and words[0].startswith("No such command"):
        return text("usage.no_such_command", lang, name=words[1])
    return text("usage.other", lang, detail=str(error.format_message()).rstrip(".。 "))


def _parameter(error: Any) -> str:
    """Option or argument that an error is about, as the user types it; "" where it is about none."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    options = [str(option) for option in getattr(parameter, "opts", ())]
    long = [option for option in options if option.startswith("--")]
    metavar = getattr(parameter, "metavar", None)
    return long[0] if long else str(metavar) if metavar else " ".join(options)


def _choices(error: Any) -> str:
    """Values that the option of an error takes, as Typer lists them; "" where it lists none."""
    _, found, listed = str(error.format_message()).rpartition("is not one of ")
    return listed.rstrip(".").replace("'", "").replace(", ", " | ") if found else ""
