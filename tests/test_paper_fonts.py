"""Fonts to print with, characters that no font has, and texts that fit into their boxes."""

from __future__ import annotations

import io
import json
import random
import string
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from neighborgrid.errors import InputError
from neighborgrid.outputs.paper import fonts
from neighborgrid.outputs.paper.coverage import coverage, read_coverage
from neighborgrid.outputs.paper.fit import Box, fit, widths_em
from neighborgrid.outputs.paper.fonts import (
    PACKAGED,
    find_fonts,
    missing_finding,
    rows_with,
    spelled,
    with_fallbacks,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.fonts import FontSet

RARE = "㛃䶮喆堃犇𬬮𠅤𪾢𬱖"
"""Characters of real given names that many fonts lack."""
NOBODYS = "\ue123"
"""A private-use character: no font has it but the one made here."""


def make_font(path: Path, family: str, characters: str, *, advance: int = 1000) -> None:
    """Write a small font with the same square for all characters."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 700), (800, 700), (800, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    names = {ord(character): f"u{ord(character):X}" for character in sorted(characters)}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, square))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (advance, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    # Typst takes no font without a PostScript name.
    names_of = {"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")}
    builder.setupNameTable(names_of)
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    # The clock is no part of a test; this is 1970, counted from 1904.
    builder.updateHead(created=2_082_844_800, modified=2_082_844_800)
    builder.save(path)


def typeset(body: str, fontset: FontSet, texts: Sequence[object] = (), kind: str = "pdf") -> bytes:
    """Return ``body`` typeset with the fonts of ``fontset``; ``texts`` are the JSON list ``texts`` in it."""
    source = f"{fontset.settings()}#let texts = json(bytes(sys.inputs.texts))\n{body}"
    compiler = _compiler(source, fontset, texts)
    made = compiler.compile(format=kind, pdf_tags=False, timestamp=0)
    assert isinstance(made, bytes)
    return made


def measured(body: str, fontset: FontSet, texts: Sequence[object]) -> NDArray[np.float64]:
    """What Typst says to the expression ``body`` of ``it`` for each of ``texts``."""
    source = (
        f"{fontset.settings()}#let texts = json(bytes(sys.inputs.texts))\n"
        f"#context [#metadata(texts.map(it => {body})) <made>]"
    )
    answer = _compiler(source, fontset, texts).query("<made>", field="value", one=True)
    return np.array(json.loads(answer), np.float64)


def _compiler(source: str, fontset: FontSet, texts: Sequence[object]) -> typst.Compiler:
    return typst.Compiler(
        source.encode(),
        font_paths=[str(path) for path in fontset.paths],
        ignore_system_fonts=True,
        sys_inputs={"texts": json.dumps(texts)},
    )


@pytest.fixture(scope="module")
def noto() -> FontSet:
    """The fonts that are always there."""
    return find_fonts(None, "zh")


def test_packaged_font_has_the_rare_characters(noto: FontSet) -> None:
    assert noto.families == (PACKAGED,)
    assert noto.missing([RARE, "西同下村 12-0123 Aa"]) == ()


def test_rare_characters_are_really_printed(noto: FontSet) -> None:
    signs = [*RARE, NOBODYS]
    body = "#set page(width: 30pt, height: 30pt, margin: 2pt)\n#texts.join(pagebreak())"
    with pypdfium2.PdfDocument(io.BytesIO(typeset(body, noto, signs))) as document:
        assert len(document) == len(signs)
        read = "".join(page.get_textpage().get_text_range().strip() for page in document)
        pictures = [page.render(scale=2).to_numpy().tobytes() for page in document]
    assert read.startswith(RARE)
    # The last page shows the box for a missing character; no other page looks like it, nor like another.
    assert len(set(pictures)) == len(signs)


def test_coverage_is_what_fonttools_reads(noto: FontSet, tmp_path: Path) -> None:
    face = noto.members[0].faces[0]
    began = time.process_time()
    ours = read_coverage(face.path, face.index)
    assert time.process_time() - began < 0.3
    with TTFont(face.path, fontNumber=face.index) as font:
        assert ours is not None
        assert set(ours.tolist()) == set(font.getBestCmap())
    # fontTools writes format 4 here: runs, single characters, the last code points of the plane.
    small = tmp_path / "small.ttf"
    make_font(small, "Small", string.ascii_letters + "中户\ufffd" + NOBODYS)
    with TTFont(small) as font:
        assert [table.format for table in font["cmap"].tables] == [4, 4]
        assert read_coverage(small, 0).tolist() == sorted(font.getBestCmap())


def test_what_no_font_has_is_missing_and_never_a_crash(noto: FontSet) -> None:
    texts = ["张三", "李😀四", "王" + NOBODYS, "\ud800", "赵\u200b\ufe0f\n\t六", "e\u0301"]
    missing = noto.missing(texts)
    assert missing == ("\ud800", NOBODYS, "😀")
    assert rows_with(texts, missing).tolist() == [1, 2, 3]
    assert rows_with(texts, ()).tolist() == []
    assert rows_with(["a]b", "c^d", "e-f", "g"], ("]", "^", "-")).tolist() == [0, 1, 2]
    # Neither half a character nor one without a name can be shown on a screen.
    assert spelled(missing) == "U+D800, U+E123, U+1F600 😀"
    line = missing_finding(missing, 3).line("zh")
    assert "有 3 个字" in line
    assert "涉及 3 处：U+D800, U+E123, U+1F600 😀。" in line
    line.encode()


def test_organisers_font_comes_first(tmp_path: Path) -> None:
    make_font(tmp_path / "a.ttf", "Latin Only", string.ascii_letters)
    make_font(tmp_path / "b.ttf", "Village Hand", "的一是在村组户党员王李张" + NOBODYS)
    own = find_fonts(tmp_path, "en")
    # A font without Chinese does not come before one with it.
    assert own.families == ("Village Hand", "Latin Only", PACKAGED)
    assert own.paths[0] == tmp_path.resolve()
    assert own.findings == ()
    assert own.missing([NOBODYS, "王", RARE]) == ()
    assert '"Village Hand", "Latin Only", "Noto Sans CJK SC"' in own.settings()


def test_font_folder_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own" / "below").mkdir(parents=True)
    make_font(tmp_path / "own" / "below" / "a.ttf", "Village Hand", "村" + NOBODYS)
    monkeypatch.chdir(tmp_path)
    found = find_fonts(Path("own"), "zh")
    assert (found.families, found.findings) == (("Village Hand", PACKAGED), ())
    assert found.paths[0] == tmp_path.resolve() / "own"


def test_broken_font_files_are_skipped(tmp_path: Path) -> None:
    make_font(tmp_path / "good.ttf", "Good", "村" + NOBODYS)
    (tmp_path / "broken.otf").write_bytes(b"OTTO but nothing else")
    (tmp_path / "empty.TTC").write_bytes(b"")
    (tmp_path / "readme.txt").write_text("no font", "utf-8")
    found = find_fonts(tmp_path, "zh")
    assert found.families[0] == "Good"
    assert [(one.code, one.place.file) for one in found.findings] == [
        ("NG542", "broken.otf"),
        ("NG542", "empty.TTC"),
    ]
    assert coverage(tmp_path / "broken.otf", 0) is None


@pytest.mark.parametrize(("make", "codes"), [("nothing", ["NG540"]), ("folder", ["NG541"]),
                                             ("broken", ["NG542", "NG541"])])  # fmt: skip
def test_font_folder_without_fonts(tmp_path: Path, make: str, codes: list[str]) -> None:
    folder = tmp_path / "字体"
    if make != "nothing":
        folder.mkdir()
    if make == "broken":
        (folder / "x.ttf").write_bytes(b"\0\1\0\0")
    with pytest.raises(InputError) as stopped:
        find_fonts(folder, "zh")
    assert [one.code for one in stopped.value.findings] == codes
    assert str(tmp_path) not in str(stopped.value)


def test_fallbacks_are_the_fewest_families(
    noto: FontSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, characters in (("one", "\ue001"), ("two", "\ue001\ue002"), ("three", "\ue002\ue003\ue004")):
        (tmp_path / name).mkdir()
        make_font(tmp_path / name / "f.ttf", name.title(), characters)
    system = [family for name in ("one", "two", "three") for family in fonts._families(tmp_path / name)]
    monkeypatch.setattr(fonts, "_system_families", lambda: tuple(system))
    helped = with_fallbacks(noto, ["\ue001", "\ue002", "\ue003", "\ue004", "\ue009"])
    assert helped.families == (PACKAGED, "Three", "One")
    assert helped.paths[1:] == (tmp_path / "three", tmp_path / "one")
    assert helped.missing(["\ue001\ue002\ue003\ue009"]) == ("\ue009",)
    assert [one.code for one in helped.findings] == ["NG544", "NG544"]
    assert with_fallbacks(noto, []) is noto
    assert with_fallbacks(noto, ["\ue009", "\ud800"]).families == noto.families


def test_system_fonts_can_be_looked_through(noto: FontSet) -> None:
    # Whatever this machine has: it does not fail, and it keeps what it had.
    assert with_fallbacks(noto, ["😀", NOBODYS]).families[0] == PACKAGED


def test_weights_look_different_and_bytes_repeat(noto: FontSet) -> None:
    made = {
        weight: typeset(f"#set text(weight: {weight})\n#texts.join()", noto, ["联户党员 Aa1"])
        for weight in (400, 500, 700)
    }
    assert len(set(made.values())) == 3
    assert typeset("#set text(weight: 700)\n#texts.join()", noto, ["联户党员 Aa1"]) == made[700]
    # Letters grow with the weight, Chinese characters do not.
    assert widths_em(["Aa1"], noto, 700)[0] > widths_em(["Aa1"], noto, 400)[0]
    assert widths_em(["党员"], noto, 700)[0] == widths_em(["党员"], noto, 400)[0]


def sample(seed: int, count: int) -> list[str]:
    """Names, addresses, ids, phones and mixtures of them, by chance."""
    draw = random.Random(seed)
    chinese = [chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(300)] + list(RARE)
    letters = string.ascii_letters + string.digits + " -.,()/'&’"
    kinds = (
        lambda n: "".join(draw.choices(chinese, k=n)),
        lambda n: "".join(draw.choices(letters, k=n)),
        lambda n: "".join(draw.choices(string.digits + "- ", k=n)),
        lambda n: "".join(draw.choices(chinese + list(letters) * 4, k=n)),
        lambda n: "，".join("".join(draw.choices(chinese, k=n)) for _ in range(2)) + "（3号）",
        lambda n: " ".join("".join(draw.choices(letters[:52], k=draw.randint(1, n))) for _ in range(3)),
    )
    return [kinds[index % len(kinds)](draw.randint(1, 10)).strip() for index in range(count)]


@pytest.mark.parametrize("weight", [400, 700])
def test_widths_are_those_of_typst(noto: FontSet, weight: int) -> None:
    texts = sample(weight, 300)
    ours = widths_em(texts, noto, weight)
    real = measured(f"measure(text(size: 100pt, weight: {weight}, it)).width / 100pt", noto, texts)
    assert (ours >= real).all()
    assert (ours <= real * 1.03).all()


def test_widths_of_marks_and_of_nothing(noto: FontSet) -> None:
    widths = widths_em(["", "户", "（户）", "户\n户", "A\u200bB"], noto)
    # A bracket is half as wide at the edge of a line; 1.0005 is the margin for safety.
    assert widths[:3] == pytest.approx([0, 1.0005, 2.001])
    assert widths[3] == pytest.approx(widths_em(["户 户"], noto)[0])
    assert widths[4] == pytest.approx(widths_em(["AB"], noto)[0])


def test_widths_of_another_font(tmp_path: Path) -> None:
    make_font(tmp_path / "wide.ttf", "Wide", "村户", advance=1500)
    own = find_fonts(tmp_path, "zh")
    # 1.5 em each from the organiser's font, 1 em from Noto Sans CJK.
    assert widths_em(["村户", "村民"], own) == pytest.approx([3, 2.5], rel=1e-3)


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_fits_fits_in_typst(noto: FontSet, lines: int) -> None:
    box = Box(22, 9, 5, lines=lines, weight=700)
    fitted = fit(sample(lines, 300), box, noto)
    asked = list(zip(fitted.texts, fitted.size_pt.tolist(), strict=True))
    inside = "text(size: it.at(1) * 1pt, weight: 700, {})"
    real = measured(
        f"(measure({inside.format('it.at(0)')}).width / 1mm,"
        f" measure(block(width: 22mm, {inside.format('it.at(0)')})).height / (it.at(1) * 1pt),"
        f" measure({inside.format('[中]')}).height / (it.at(1) * 1pt))",
        noto,
        asked,
    )
    typsts_lines = np.round((real[:, 1] - real[:, 2]) / (real[:, 2] + 0.65)) + 1
    ours = np.array([text.count("\n") + 1 for text in fitted.texts])
    fits = ~fitted.too_long
    assert fits.mean() > 0.7
    assert (real[fits, 0] <= 22).all()
    assert (typsts_lines[fits] == ours[fits]).all()
    assert (ours[fits] <= lines).all()
    assert (fitted.size_pt[~fits] == 5).all()
    assert set(np.unique(fitted.size_pt * 4 % 1)) == {0}


def test_sizes_at_the_edge(noto: FontSet) -> None:
    # Ten characters of 7 pt with the margin for safety: 70.035 pt.
    wide = 70.04 / 72 * 25.4
    assert fit(["户" * 10], Box(wide, 7, 5), noto).size_pt.tolist() == [7]
    # A hair less and it is the next quarter; a largest size need not be a quarter.
    assert fit(["户" * 10], Box(wide - 0.01, 7, 5), noto).size_pt.tolist() == [6.75]
    assert fit(["户"], Box(wide, 7.1, 5.1), noto).size_pt.tolist() == [7.1]
    longest = fit(["户" * 14, "户" * 13, ""], Box(wide, 7, 5.1), noto)
    # 70.04 pt hold 13.7 characters of 5.1 pt.
    assert longest.size_pt.tolist() == [5.1, 5.25, 7]
    assert longest.too_long.tolist() == [True, False, False]
    assert longest.texts[0] == "户" * 14


def test_where_lines_break(noto: FontSet) -> None:
    def broken(text: str, ems: float, lines: int = 3) -> str:
        return fit([text], Box((ems + 0.1) * 10 / 72 * 25.4, 10, 10, lines=lines), noto).texts[0]

    assert broken("甲乙丙丁戊", 3) == "甲乙丙\n丁戊"
    assert broken("甲乙丙，丁戊", 3) == "甲乙\n丙，丁\n戊"
    assert broken("甲乙（丙丁）", 3) == "甲乙\n（丙\n丁）"
    assert broken("Green Lane 12", 4) == "Green\nLane 12"
    assert broken("Wwwwwwwwww", 4).replace("\n", "") == "Wwwwwwwwww"
    # A number keeps its measure word.
    assert broken("西同下村12号", 5) == "西同下村\n12号"
    assert broken("西同下村12号", 20) == "西同下村12号"
    assert "\n" in broken("西同下村东头一二三四五六", 5, lines=2)


def test_a_box_needs_room() -> None:
    for bad in ({"width_mm": 0}, {"least_pt": 9}, {"least_pt": 0}, {"lines": 0}):
        with pytest.raises(ValueError, match="no box"):
            Box(**{"width_mm": 30, "size_pt": 8, "least_pt": 5, **bad})


def test_a_county_fits_in_a_moment(noto: FontSet) -> None:
    draw = random.Random(4)
    chinese = [chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(3000)]
    distinct = [
        "".join(draw.choices(chinese, k=draw.randint(2, 7))) + f"{draw.randint(1, 99)}号"
        for _ in range(60_000)
    ]
    texts = distinct + distinct[:30_000]
    fit(texts[:1], Box(30, 8, 5), noto)
    began = time.process_time()
    fitted = fit(texts, Box(20, 8, 5, lines=2), noto)
    # 0.3 s on the development machine; room for a busy one.
    assert time.process_time() - began < 1.5
    assert len(fitted.texts) == 90_000
    assert fitted.texts[:30_000] == fitted.texts[60_000:]
