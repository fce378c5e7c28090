"""The press: jobs in order, children that die or are renewed, templates that may do nothing but draw."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from folders import close_folder
from neighborgrid.errors import InputError
from neighborgrid.outputs.paper import press as module
from neighborgrid.outputs.paper.common import safe_name, targets
from neighborgrid.outputs.paper.fonts import find_fonts, missing_finding
from neighborgrid.outputs.paper.press import MOST_AT_ONCE, Job, Press, Template

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from neighborgrid.findings import Finding

FONTS = find_fonts(None, "zh")
MAIN = """#import "house.typ": data, setup
#import "design.typ" as design
#show: setup
#(design.page)(data)
"""
PLAIN = "#let page(data) = data.text\n"
# Typst ends a loop that seems to be infinite, but not these two.
ENDLESS = "#let page(data) = for a in range(99999) { for b in range(99999) { let c = a * b } }"


@pytest.fixture(autouse=True)
def private(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where private folders are made; empty again after every test, whatever happened in it."""
    folder = tmp_path_factory.mktemp("private")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[str]]:
    """Child processes in the order in which they were started."""
    started: list[subprocess.Popen[str]] = []
    start = module.subprocess.Popen

    def popen(*arguments: Any, **options: Any) -> Any:
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(module.subprocess, "Popen", popen)
    return started


def job(target: Path, source: str = PLAIN, text: str = "字", **options: Any) -> Job:
    """Job of one page; its main file calls ``page`` of the design."""
    doc = {"fonts": list(FONTS.families), "lang": "zh", "draft": ""}
    design = Template("我的.typ", source, own=True)
    # A picture of that name stands in for the packaged file.
    pictures = {"ruler.typ": MAIN, **options.pop("pictures", {})}
    return Job(target, "ruler.typ", design, {"doc": doc, "text": text}, pictures=pictures, **options)


def printed(*jobs: Job) -> list[Path]:
    return [written.path for written in Press(FONTS.paths).print(jobs)]


def refused(*jobs: Job) -> Finding:
    with pytest.raises(InputError) as caught:
        printed(*jobs)
    (finding,) = caught.value.findings
    return finding


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\f".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def gone(process: subprocess.Popen[str]) -> bool:
    return process.poll() is not None


class TestJobs:
    def test_order_is_kept(self, tmp_path: Path) -> None:
        # The first takes longest.
        slow = "#let page(data) = { for n in range(3000) [#n ]; data.text }"
        jobs = [job(tmp_path / f"{n}.pdf", PLAIN if n else slow, f"第{n}份") for n in range(7)]
        paths = printed(*jobs)
        assert paths == [tmp_path / f"{n}.pdf" for n in range(7)]
        assert [f"第{n}份" in text_of(path) for n, path in enumerate(paths)] == [True] * 7

    def test_nothing_to_print_starts_nobody(self, children) -> None:
        assert printed() == []
        assert children == []

    def test_jobs_are_made_one_by_one(self, tmp_path: Path) -> None:
        waiting: list[int] = []
        done: list[int] = []

        def made() -> Iterator[Job]:
            for number in range(6):
                waiting.append(number)
                # Never more of them laid out than children to print them.
                assert len(waiting) - len(done) <= module.WORKERS
                yield job(tmp_path / f"{number}.pdf")

        Press(FONTS.paths, progress=done.append).print(made())
        assert len(waiting) == 6

    def test_progress_counts_what_is_printed(self, tmp_path: Path) -> None:
        told: list[int] = []
        jobs = [job(tmp_path / f"{weight}.pdf", weight=weight) for weight in (3, 40, 500)]
        Press(FONTS.paths, progress=told.append).print(jobs)
        assert sorted(told) == [3, 40, 500]

    def test_folders_are_made_and_files_replaced(self, tmp_path: Path) -> None:
        target = tmp_path / "新" / "更新" / "卡.pdf"
        printed(job(target, text="旧字"))
        printed(job(target, text="新字"))
        assert "新字" in text_of(target)
        assert [path.name for path in target.parent.iterdir()] == ["卡.pdf"]

    def test_same_job_same_bytes(self, tmp_path: Path) -> None:
        first, second = printed(job(tmp_path / "a.pdf"), job(tmp_path / "b.pdf"))
        (third,) = printed(job(tmp_path / "c.pdf"))
        assert first.read_bytes() == second.read_bytes() == third.read_bytes()
        # Nothing in it tells the hour, the computer or the private folder.
        assert b"neighborgrid-" not in first.read_bytes()
        assert time.strftime("D:%Y").encode() not in first.read_bytes()

    def test_nothing_is_written_but_the_target(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        home = tmp_path / "home"
        home.mkdir()
        for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            monkeypatch.setenv(name, str(home))
        monkeypatch.chdir(home)
        printed(job(tmp_path / "卡.pdf"))
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["home", "卡.pdf"]

    def test_data_are_never_markup(self, tmp_path: Path) -> None:
        said = '#eval("1+1") *粗* =题 $x$ \\ "引" @ref <label> // 注 #panic()'
        printed(job(tmp_path / "卡.pdf", text=said))
        assert said in text_of(tmp_path / "卡.pdf").replace("\r\n", " ")

    def test_half_a_character(self, tmp_path: Path) -> None:
        picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>\udfff</title></svg>'
        source = '#let page(data) = data.text + image("p.svg")'
        printed(job(tmp_path / "卡.pdf", source, "王\ud800五", pictures={"p.svg": picture}))
        assert "王?五" in text_of(tmp_path / "卡.pdf")
        assert FONTS.missing(["王\ud800五"]) == ("\ud800",)
        finding = missing_finding(("\ud800",), 1)
        assert finding.values["characters"] == "U+D800"
        # What is said can be shown on any terminal.
        assert finding.line("zh").encode("gbk")


class TestChildren:
    def test_renewed_after_its_share(self, tmp_path: Path, children, monkeypatch) -> None:
        monkeypatch.setattr(module, "WORKERS", 1)
        weights = (MOST_AT_ONCE - 1, 1, MOST_AT_ONCE, 5)
        printed(*(job(tmp_path / f"{n}.pdf", weight=weight) for n, weight in enumerate(weights)))
        # The first two fill a child exactly; each of the others would overfill the one before.
        assert len(children) == 3
        assert all(map(gone, children))

    def test_as_many_as_are_needed(self, tmp_path: Path, children) -> None:
        printed(*(job(tmp_path / f"{n}.pdf") for n in range(5)))
        assert len(children) <= module.WORKERS
        assert all(map(gone, children))

    @pytest.mark.parametrize("when", ["before it is asked", "while it works"])
    def test_one_that_dies(
        self, tmp_path: Path, children, monkeypatch: pytest.MonkeyPatch, when: str
    ) -> None:
        asked = module._Child._ask

        def ask(child: Any, message: Any) -> Any:
            if when == "before it is asked":
                children[-1].kill()
                children[-1].wait()
            else:
                threading.Timer(0.1, children[-1].kill).start()
            return asked(child, message)

        monkeypatch.setattr(module._Child, "_ask", ask)
        target = tmp_path / "卡.pdf"
        target.write_bytes(b"old")
        finding = refused(job(target, ENDLESS))
        assert finding.code == "NG547"
        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["卡.pdf"]
        assert all(map(gone, children))

    def test_what_was_printed_before_stays(self, tmp_path: Path, monkeypatch, children) -> None:
        monkeypatch.setattr(module, "WORKERS", 1)
        good, bad, never = (tmp_path / f"{name}.pdf" for name in ("good", "bad", "never"))
        finding = refused(job(good), job(bad, "#let page(data) = nowhere"), job(never))
        assert finding.code == "NG546"
        assert [path.name for path in tmp_path.iterdir()] == ["good.pdf"]
        assert all(map(gone, children))

    def test_interrupted(self, tmp_path: Path, children) -> None:
        def stop(_weight: int) -> None:
            raise KeyboardInterrupt

        jobs = [job(tmp_path / "a.pdf"), *(job(tmp_path / f"{n}.pdf", ENDLESS) for n in range(9))]
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            Press(FONTS.paths, progress=stop).print(jobs)
        # Nobody waits for the slow ones.
        assert time.monotonic() - start < 10
        assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
        assert all(map(gone, children))

    def test_dismissed_while_it_lays_out_its_job(self, tmp_path: Path, children) -> None:
        child = module._Child(Press(FONTS.paths))
        child.dismiss()
        folder = tmp_path / "job"
        with pytest.raises(InputError):
            child.typeset(job(tmp_path / "卡.pdf"), folder)
        child.dismiss()
        assert all(map(gone, children))
        assert not (tmp_path / "卡.pdf").exists()

    def test_a_job_that_cannot_be_made(self, tmp_path: Path, children) -> None:
        def made() -> Iterator[Job]:
            yield job(tmp_path / "a.pdf")
            raise ValueError("no more")

        with pytest.raises(ValueError, match="no more"):
            Press(FONTS.paths).print(made())
        assert all(map(gone, children))

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        closed = tmp_path / "锁"
        closed.mkdir()
        close_folder(closed, monkeypatch)
        assert refused(job(closed / "卡.pdf")).code == "NG502"

    def test_a_target_that_is_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "卡.pdf").mkdir()
        assert refused(job(tmp_path / "卡.pdf")).code == "NG501"


class TestTemplates:
    @pytest.mark.parametrize(
        ("source", "row", "detail"),
        [
            ("#let page(data) = {\n  let x = \n}\n", 2, "expected expression"),
            ("\n\n#let page(data) = nowhere", 3, "unknown variable: nowhere"),
            ("#let page(data) = data.nokey", 1, "dictionary does not contain key …"),
            ("#let pages(data) = none", 0, "module `design` does not contain `page`"),
            ("#let page(data) = page(data)", 1, "maximum function call depth exceeded"),
            ('#import "house.typ": *\n#let page(data) = {\n  put(3, 4)\n}', 3, "cannot access fields"),
            ('\n#let page(data) = image("不在.png")', 2, "file not found"),
        ],
    )  # fmt: skip
    def test_said_with_file_and_line(self, tmp_path: Path, source: str, row: int, detail: str) -> None:
        finding = refused(job(tmp_path / "卡.pdf", source))
        assert (finding.code, finding.place.file, finding.place.row) == ("NG546", "我的.typ", row)
        assert detail in str(finding.values["detail"])
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "path",
        [
            "{secret}",
            "../../{name}",
            "../../../{folder}/{name}",
            "/../../{name}",
            "../1/data.json",
            "/etc/passwd",
        ],
    )
    @pytest.mark.parametrize("read", ["read", "image", "include"])
    def test_files_outside_the_job_are_out_of_reach(
        self, tmp_path: Path, private: Path, path: str, read: str
    ) -> None:
        # The job's folder is two below this one; the file is good for any of the three.
        secret = private / {"read": "secret.txt", "image": "secret.svg", "include": "secret.typ"}[read]
        secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
        typed = path.format(secret=secret.as_posix(), name=secret.name, folder=private.name)
        try:
            finding = refused(job(tmp_path / "卡.pdf", f'#let page(data) = {{ {read}("{typed}") }}'))
        finally:
            secret.unlink()
        assert finding.code == "NG546"
        assert finding.values["detail"] in {"file not found", "path `…` would escape the project root"}

    def test_files_of_the_job_are_within_reach(self, tmp_path: Path) -> None:
        source = '#let page(data) = json("/data.json").text + read("注.txt")'
        printed(job(tmp_path / "卡.pdf", source, pictures={"注.txt": "注意"}))
        assert "字注意" in text_of(tmp_path / "卡.pdf")

    def test_typesetter_sees_nothing_of_ours(self, tmp_path: Path) -> None:
        # No inputs, and a clock that stands still.
        source = "#let page(data) = repr(sys.inputs) + datetime.today().display()"
        printed(job(tmp_path / "卡.pdf", source))
        assert "(:)1970-01-01" in text_of(tmp_path / "卡.pdf")


def _hang_up(proxy: socket.socket, asked: list[int], stop: threading.Event) -> None:
    """Count who calls, and close at once."""
    while not stop.is_set():
        try:
            connection, (_, port) = proxy.accept()
        except TimeoutError:
            continue
        asked.append(port)
        connection.close()


class TestPackages:
    PREVIEW = '#import "@preview/cetz:0.3.1"\n'

    @pytest.mark.parametrize(
        "source",
        [
            PREVIEW,
            '#import "@preview/cetz"\n',
            '#import "@local/ours:1.0.0"\n',
            '#let page(data) = { import "@pre" + "view/cetz:0.3.1": canvas }\n',
        ],
    )
    def test_are_refused_at_once(self, tmp_path: Path, source: str) -> None:
        start = time.monotonic()
        finding = refused(job(tmp_path / "卡.pdf", source + PLAIN.replace("page", "other")))
        assert time.monotonic() - start < 10
        assert (finding.code, finding.place.row) == ("NG546", 1)
        assert "http" not in str(finding.values["detail"])

    @pytest.mark.enable_socket
    def test_no_proxy_of_the_user_is_asked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.socket() as proxy:
            proxy.bind(("127.0.0.1", 0))
            proxy.listen()
            address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
            for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"):
                monkeypatch.setenv(name, address)
            for name in ("NO_PROXY", "no_proxy"):
                monkeypatch.delenv(name, raising=False)
            proxy.settimeout(0.1)
            asked: list[int] = []
            stop = threading.Event()
            answering = threading.Thread(target=_hang_up, args=(proxy, asked, stop))
            answering.start()
            try:
                assert refused(job(tmp_path / "卡.pdf", self.PREVIEW)).code == "NG546"
            finally:
                stop.set()
                answering.join()
            assert asked == []

    def test_the_only_way_out_leads_nowhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("NO_PROXY", "no_proxy", "HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, "somewhere.example")
        # Port 0 cannot be listened at.
        ways = {name: value for name, value in module._offline().items() if "proxy" in name.lower()}
        assert {"https_proxy", "all_proxy"} <= set(ways)
        assert set(ways.values()) == {"http://127.0.0.1:0"}

    def test_those_on_this_computer_are_not_used(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # What prints here has to print at the next desk.
        folder = tmp_path / "typst" / "packages" / "preview" / "cetz" / "0.3.1"
        folder.mkdir(parents=True)
        about = '[package]\nname = "cetz"\nversion = "0.3.1"\nentrypoint = "lib.typ"\n'
        (folder / "typst.toml").write_text(about, "utf-8")
        (folder / "lib.typ").write_text("#let canvas = 1", "utf-8")
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
            monkeypatch.setenv(name, str(tmp_path))
        assert refused(job(tmp_path / "卡.pdf", self.PREVIEW + PLAIN)).code == "NG546"


class TestNames:
    def test_one_file_or_a_folder_of_them(self) -> None:
        target = Path("a/卡.pdf")
        assert targets(target, 1) == [target]
        assert targets(target, 0) == []
        assert targets(target, 2) == [Path("a/卡/卡-001.pdf"), Path("a/卡/卡-002.pdf")]

    @pytest.mark.parametrize(
        ("said", "name"),
        [
            ("西同下/1组", "西同下_1组"),
            ("..", ""),
            ("a\x00b\u202ec", "a_b_c"),
            ("村. ", "村"),
            ("长" * 99, "长" * 60),
        ],
    )
    def test_names_that_every_system_takes(self, said: str, name: str) -> None:
        assert safe_name(said) == name
