"""``neighborgrid rules``: the effective rules, with comments."""

from __future__ import annotations

from pathlib import Path

from neighborgrid.cli import options as opt
from neighborgrid.cli.inputs import Request
from neighborgrid.cli.screen import Screen


def run(
    output: opt.Output = None,
    rules: opt.RulesFile = None,
    preset: opt.Preset = None,
    settings: opt.Settings = None,
    lang: opt.LangChoice = None,
    quiet: opt.Quiet = False,
) -> int:
    """Write the effective rules to stdout, or to a file."""
    from neighborgrid.rules import sources
    from neighborgrid.rules.render import toml_text

    screen = Screen(opt.LANG, opt.verbosity(quiet, False))
    request = Request(rules, preset, {}, tuple(settings or ()))
    effective = sources.resolve([*request.weak(), *request.strong()], fix_day=False)
    content = toml_text(effective, lang.value if lang else opt.LANG)
    if output is None:
        screen.product(content)
        return 0
    from neighborgrid.files import refuse_existing, write_atomically

    refuse_existing([output])

    def write(path: Path) -> None:
        # With a BOM, so that Notepad on an older Windows shows Chinese.
        path.write_text(content, encoding="utf-8-sig")

    written = write_atomically(output, write)
    screen.say("cli.written", file=written.path.name)
    return 0
