"""The catalogue of texts: both languages say the same fields, terminals can show it, nothing is missing."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import neighborgrid
from neighborgrid import words
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.rules.settings import TERMS

SRC = Path(neighborgrid.__file__).parent
FILES = sorted(SRC.rglob("*.py"))
CODE = re.compile(r"NG\d{3}")


def fields(template: str) -> set[str]:
    """Names of the placeholders of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


SAYINGS: dict[str, tuple[str, str]] = {
    **words.texts(),
    **{f"{code} {part}": pair
       for code, sentence in words.findings().items()
       for part, pair in zip(("cause", "remedy"), zip(sentence.zh, sentence.en, strict=True), strict=True)},
}  # fmt: skip
"""Every text and every sentence: (Chinese, English)."""
NOTHING_IN_CHINESE = {"place.joint"}
PAPERS = "paper."


def test_both_languages_have_the_same_fields() -> None:
    # A paper's text is given every term of the organiser; a sentence may name the thing in other words.
    def asked(key: str, template: str) -> set[str]:
        return fields(template) - set(TERMS) if key.startswith(PAPERS) else fields(template)

    assert [key for key, (zh, en) in SAYINGS.items() if asked(key, zh) != asked(key, en)] == []


def test_nothing_is_said_in_one_language_only() -> None:
    silent = {key for key, (zh, en) in SAYINGS.items() if bool(zh) != bool(en)}
    assert silent == NOTHING_IN_CHINESE


def test_every_text_can_be_shown_in_gbk() -> None:
    # A terminal in GBK shows the English messages too.
    def unshown(text: str) -> str:
        return text.encode("gbk", "ignore").decode("gbk")

    assert [key for key, pair in SAYINGS.items() if "".join(pair) != unshown("".join(pair))] == []


def test_chinese_sentences_end_as_sentences() -> None:
    # Those that end in a command to type or in somebody else's sentence carry no full stop.
    ends = ("。", "？", "：{detail}", "validate {file}")
    chinese = {f"{code} {part}": part for code in words.findings() for part in words.finding(code).zh}
    assert [key for key, part in chinese.items() if part and not part.endswith(ends)] == []


def test_findings_weigh_and_show_a_way_out() -> None:
    for code, sentence in words.findings().items():
        assert sentence.severity.upper() in Severity.__members__, code
        assert sentence.zh[0], code
        # An error or a warning without a way out is half a message.
        assert sentence.severity == "note" or sentence.zh[1], code


def _dictionaries() -> dict[str, list[str]]:
    """Keys of TEXTS and FINDINGS as they are written, by module."""
    found = {}
    for file in sorted((SRC / "words").glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        found[file.stem] = [
            key.value
            for node in ast.walk(tree)
            if isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id in {"TEXTS", "FINDINGS"}
            and isinstance(node.value, ast.Dict)
            for key in node.value.keys
            if isinstance(key, ast.Constant)
        ]
    return found


def test_no_key_is_written_twice() -> None:
    keys = [key for written in _dictionaries().values() for key in written]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_module_of_words_is_read() -> None:
    written = {module for module, keys in _dictionaries().items() if keys}
    assert written == {*words.TEXT_MODULES, *words.FINDING_MODULES}


def test_codes_used_and_codes_known_are_the_same() -> None:
    used = {
        code
        for file in FILES
        if file.parent.name != "words"
        for code in CODE.findall("\n".join(_constants(file)))
    }
    assert sorted(used - set(words.findings())) == []
    assert sorted(set(words.findings()) - used) == []


def _constants(file: Path) -> list[str]:
    """Texts in the code of a file, docstrings left out: a code that is only described is not used."""
    tree = ast.parse(file.read_text("utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


TAKES_KEY = {"text", "say", "tell"}
"""Functions whose first argument is a key of the catalogue."""


def _prefix(file: Path, name: str) -> str | None:
    """What a function puts before the key it is given; None where it takes none.

    In the papers and pictures ``say`` is a `Wording`, and ``self`` where it calls itself: they mean keys of
    papers.
    """
    outputs = SRC / "outputs"
    if file.parent in (outputs / "paper", outputs / "drawing") or file == outputs / "picture.py":
        wording = name == "say" or (name == "self" and file.name == "wording.py")
        return PAPERS if wording else "" if name in TAKES_KEY else None
    return "" if name in TAKES_KEY else None


def test_every_key_named_in_the_code_exists() -> None:
    missing = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            prefix = _prefix(file, name)
            if prefix is None or not node.args:
                continue
            key = node.args[0]
            # A choice between two keys names both.
            for part in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
                if isinstance(part, ast.Constant) and f"{prefix}{part.value}" not in words.texts():
                    missing.append(f"{file.relative_to(SRC)}:{node.lineno} {part.value}")
                elif isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    head = f"{prefix}{part.values[0].value}"
                    if not any(known.startswith(head) for known in words.texts()):
                        missing.append(f"{file.relative_to(SRC)}:{node.lineno} {head}...")
    assert missing == []


def test_keys_of_closed_sets_exist() -> None:
    from neighborgrid import model
    from neighborgrid.rules import SETTINGS

    keys = [f"tab.{name}" for name in (*model.SHEETS, "summary", "rules")]
    keys += [f"col.{column}" for columns in model.SHEETS.values() for column in columns]
    keys += [f"cell.reason.{reason}" for reason in model.UNSERVED_REASONS]
    keys += [f"remedy.{reason}" for reason in model.UNSERVED_REASONS]
    keys += [f"{kind}.{setting.key}" for kind in ("set", "doc") for setting in SETTINGS]
    assert [key for key in keys if key not in words.texts()] == []


@pytest.mark.parametrize("lang", words.LANGS)
def test_every_finding_can_be_said(lang: words.Lang) -> None:
    for code, sentence in words.findings().items():
        values = dict.fromkeys((name for part in sentence.zh for name in fields(part)), 3)
        line = Finding(code, Place("表.xlsx", "花名册", 37, "F"), values).line(lang)
        assert line.endswith(f"[{code}]")
        assert "{" not in line


def test_values_of_findings_are_those_of_their_sentences() -> None:
    # Only calls whose values are written out as a dictionary on the spot can be read off the code.
    wrong = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding" and node.args):
                continue
            code = node.args[0]
            if not (isinstance(code, ast.Constant) and code.value in words.findings()):
                continue
            given = node.args[2] if len(node.args) > 2 else None
            given = next((word.value for word in node.keywords if word.arg == "values"), given)
            sentence = words.finding(str(code.value))
            asked = {name for part in (*sentence.zh, *sentence.en) for name in fields(part)}
            if given is None:
                names: set[str] = set()
            elif isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
                names = {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
            else:
                continue
            if not asked <= names:
                wrong.append(f"{file.relative_to(SRC)}:{node.lineno} {code.value} lacks {asked - names}")
    assert wrong == []
