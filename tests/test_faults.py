"""What goes wrong while files are written: old files whole, none half or stray, one line; again, and it works."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from folders import TEXT, write_folder
from matplotlib.figure import Figure

from libya_kit import files
from libya_kit.article.model import load_article
from libya_kit.cli.main import main
from libya_kit.display.exhibit import Exhibit
from libya_kit.errors import ReportError
from libya_kit.report import render as report

NAMES = ("one.html", "two.html", "index.html")


def pages(words):
    return {name: f"{name} {words}" * 9000 for name in NAMES}


def exhibit():
    return Exhibit(Figure(), "A sentence.", "A picture.", pd.DataFrame({"value": [1]}))


WRITERS = {
    "report": lambda out: report.write(out, pages("new")),
    "tables": lambda out: main(["tables", "--out", str(out)]),
    "picture": lambda out: exhibit().save(out / "picture.png"),
}
"""What writes files into a folder."""


def contents(folder):
    """Return the bytes of all files in a folder, hidden ones too, by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said(writer, out, capsys):
    """Return in how many lines a writer says that it failed; None: it did not."""
    try:
        status = WRITERS[writer](out)
    except ReportError as error:
        return str(error).splitlines()
    written = capsys.readouterr()
    assert (status == 1) == bool(written.err)
    return written.err.splitlines() if status == 1 else None


@pytest.fixture(params=WRITERS)
def writer(request):
    return request.param


@pytest.fixture
def old(tmp_path, writer):
    """Return a folder as the writer left it long ago, and what is in it."""
    out = tmp_path / "out"
    out.mkdir()
    WRITERS[writer](out)
    for path in out.iterdir():
        path.write_bytes(b"old " + path.name.encode())
    (out / "notes.txt").write_text("mine")
    return out, contents(out)


FAULTS = {
    "no file can be made": (tempfile, "mkstemp", 28),
    "no room": (os, "fdopen", 28),
    "a broken disk": (Path, "chmod", 5),
    "a target in use": (Path, "replace", 13),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_every_write_in_turn_leaves_all_old_files(old, writer, fault, monkeypatch, capsys):
    out, before = old
    where, name, number = FAULTS[fault]
    real = getattr(where, name)
    for turn in count(1):
        calls = count(1)

        def failing(*arguments, calls=calls, turn=turn, **more):
            if next(calls) == turn:
                if name == "fdopen":
                    os.write(arguments[0], b"half a fi")
                    os.close(arguments[0])
                raise OSError(number, os.strerror(number))
            return real(*arguments, **more)

        with monkeypatch.context() as patch:
            patch.setattr(where, name, failing)
            lines = said(writer, out, capsys)
        if lines is None:
            break
        assert len(lines) == 1 and os.strerror(number) in lines[0] and "out" in lines[0], lines
        assert contents(out) == before
    after = contents(out)
    assert turn > len(after) - 1 and set(after) == set(before)
    assert not [name for name, content in after.items() if content.startswith(b"old ")]
    assert after["notes.txt"] == b"mine"


@contextmanager
def disk(folder, options):
    """Mount a small disk of its own on a folder, where this machine allows that."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk as Linux does")
def test_a_full_disk_and_one_that_is_read_only(tmp_path, writer, capsys):
    with disk(tmp_path / "small", "size=64k") as small:
        (small / "index.html").write_bytes(b"old")
        (small / "ballast").write_bytes(bytes(60 * 1024))
        before = contents(small)
        (line,) = said(writer, small, capsys)
        assert "No space left" in line and contents(small) == before
        subprocess.run(["mount", "-o", "remount,ro,size=8m", small], check=True)
        (line,) = said(writer, small, capsys)
        assert "Read-only" in line and contents(small) == before
        subprocess.run(["mount", "-o", "remount,rw", small], check=True)
        assert said(writer, small, capsys) is None


KILLED = """
import itertools, os, sys
from pathlib import Path
from libya_kit import files
calls, real = itertools.count(1), getattr(Path, sys.argv[2])

def killed(path, *arguments):
    if next(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), 9)
    return real(path, *arguments)

setattr(Path, sys.argv[2], killed)
files.write_together(Path(sys.argv[1]), {name: b"new" for name in "abc"})
"""


@pytest.mark.parametrize("step", ["chmod", "replace"])
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_killed_at_every_write_leaves_whole_files_and_the_next_run_tidies_up(tmp_path, step, turn):
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path, step, str(turn)])
    assert done.returncode == -signal.SIGKILL
    assert [(tmp_path / name).read_bytes() for name in "abc"][turn - 1 :] == [b"old"] * (4 - turn)
    assert {(tmp_path / name).read_bytes() for name in "abc"} <= {b"old", b"new"}
    assert len(list(tmp_path.iterdir())) > 3
    files.write_together(tmp_path, dict.fromkeys("abc", b"newer"))
    assert contents(tmp_path) == dict.fromkeys("abc", b"newer")


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
@pytest.mark.parametrize("again", ["check", "reanchor"])
def test_an_article_whose_change_was_killed_at_any_write_is_whole_when_it_is_read_again(tmp_path, turn, again, capsys):
    """The text and what is said of it are of one kind: what is ready takes its place before it is read."""
    there, new = write_folder(tmp_path / "art"), tmp_path / "new.txt"
    new.write_text(f"Corrected.\n\n{TEXT}", encoding="utf-8")
    reanchoring = "__import__('libya_kit.cli.main').cli.main.main(sys.argv[4:])\nexit("
    command = KILLED.replace("files.write_together(", reanchoring)
    arguments = [there, "replace", str(turn), "reanchor", there, new, "--accept"]
    done = subprocess.run([sys.executable, "-c", command, *map(str, arguments)], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done
    assert main(["check", str(there)] if again == "check" else ["reanchor", str(there), str(new), "--accept"]) == 0
    assert load_article(there).text.startswith("Corrected")
    main(["reanchor", str(there), str(new), "--accept"])
    assert not [name for name in contents(there) if name.startswith(".")]


@pytest.mark.parametrize("move", ["{}/../stolen", "{}/.hidden", "../stolen/a", "a/b", "{}/b\nnot the end"])
def test_a_plan_that_somebody_else_wrote_moves_nothing_elsewhere(tmp_path, move):
    folder = tmp_path / "in" / "it"
    folder.mkdir(parents=True)
    (folder / ".lk-x.part").write_bytes(b"evil")
    (folder / "a").write_bytes(b"old")
    (folder / ".lk-plan").write_text(move.format(".lk-x.part") + ("" if "not" in move else "\nend"))
    assert files.finish(folder) and not files.finish(folder)
    assert contents(tmp_path) == {"in/it/a": b"old", "in/it/.lk-x.part": b"evil"}
    files.write_together(folder, {"a": b"new"})
    assert contents(tmp_path) == {"in/it/a": b"new"}


def test_stopped_as_a_file_takes_its_place_all_are_as_they_were(tmp_path, monkeypatch):
    real, calls = Path.replace, count(1)

    def stopped(path, target):
        real(path, target)
        if next(calls) == 2:
            raise KeyboardInterrupt

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        files.write_together(tmp_path, dict.fromkeys("abc", b"new"))
    assert contents(tmp_path) == {"a": b"old"}


def test_a_system_that_locks_files_only_locks_one_in_the_folder_and_waits(tmp_path, monkeypatch):
    said = []

    def locking(handle, mode, size):
        said.append((mode, size, (tmp_path / ".lk-lock").exists()))
        if len(said) < 3:
            raise OSError(errno.EDEADLK, "Resource deadlock avoided")

    monkeypatch.setattr(files, "fcntl", None)
    monkeypatch.setattr(files, "msvcrt", SimpleNamespace(LK_LOCK=1, LK_UNLCK=0, locking=locking))
    files.write_together(tmp_path, dict.fromkeys("ab", b"new"))
    assert said == [(1, 1, True)] * 3 + [(0, 1, True)]
    assert contents(tmp_path) == dict.fromkeys("ab", b"new")


def test_two_that_write_at_once_leave_the_files_of_one(tmp_path):
    start = threading.Barrier(2)

    def write(words):
        start.wait()
        report.write(tmp_path, pages(words))

    for _ in range(20):
        both = [threading.Thread(target=write, args=(words,)) for words in ("these", "those")]
        for one in both:
            one.start()
        for one in both:
            one.join()
        words = {name: content.decode() for name, content in contents(tmp_path).items()}
        assert words in (pages("these"), pages("those"))


def test_without_room_for_anything_more_the_old_files_come_back(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    before, real, calls = (tmp_path / "a").stat(), Path.replace, count(1)

    def failing(path, target):
        if next(calls) == 3:
            monkeypatch.setattr(tempfile, "mkstemp", None)  # from now on nothing can be written
            raise OSError(28, os.strerror(28))
        return real(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match=os.strerror(28)):
        files.write_together(tmp_path, dict.fromkeys("abc", b"new"))
    assert contents(tmp_path) == dict.fromkeys("abc", b"old")
    assert (tmp_path / "a").stat().st_mtime_ns == before.st_mtime_ns


def test_a_disk_without_second_names_keeps_the_old_files_too(tmp_path, monkeypatch):
    def none(*arguments, **more):
        raise OSError(1, os.strerror(1))

    report.write(tmp_path, pages("old"))
    (tmp_path / "index.html").unlink()
    (tmp_path / "index.html").mkdir()
    before = contents(tmp_path)
    monkeypatch.setattr(os, "link", none)
    with pytest.raises(ReportError, match=r"index\.html: cannot be written"):
        report.write(tmp_path, pages("new"))
    assert contents(tmp_path) == before
    (tmp_path / "index.html").rmdir()
    report.write(tmp_path, pages("new"))
    assert len(contents(tmp_path)) == len(NAMES)


@pytest.mark.parametrize("leads_to", [".", "b"])
def test_a_folder_that_is_there_under_two_names_is_no_wait_for_oneself(tmp_path, leads_to):
    (tmp_path / "b").mkdir()
    (tmp_path / "a").symlink_to(leads_to)
    script = "import sys; from pathlib import Path; from libya_kit.report import render as report; "
    script += "report.write(Path(sys.argv[1]), {'a/x.html': 'x', 'b/y.html': 'y', 'index.html': 'z'})"
    assert subprocess.run([sys.executable, "-c", script, tmp_path], timeout=3000).returncode == 0
    assert {"b/y.html", "index.html", "x.html" if leads_to == "." else "b/x.html"} <= set(contents(tmp_path))


def test_a_target_that_is_open_keeps_its_old_words_for_its_reader(tmp_path):
    report.write(tmp_path, pages("old"))
    with (tmp_path / "index.html").open(encoding="utf-8") as reader:
        first = reader.read(20)
        report.write(tmp_path, pages("new"))
        assert first + reader.read() == pages("old")["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == pages("new")["index.html"]


def test_a_folder_in_the_place_of_a_page_is_named(tmp_path):
    report.write(tmp_path, pages("old"))
    (tmp_path / "index.html").unlink()
    (tmp_path / "index.html").mkdir()
    before = contents(tmp_path)
    with pytest.raises(ReportError, match=r"index\.html: cannot be written"):
        report.write(tmp_path, pages("new"))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("epoch", ["today", "-1", "1.5", "1e9", "٣", " 7", "9" * 12, "0x10", "1_0"])
@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_clock_that_is_none_is_refused(tmp_path, monkeypatch, epoch, suffix):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    for write in (lambda: exhibit().save(tmp_path / f"one{suffix}"), lambda: report.render_report(out=tmp_path)):
        with pytest.raises(ReportError, match=r"^SOURCE_DATE_EPOCH is .*; give seconds since 1970, or unset it$"):
            write()
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", ["nul\0.svg", "x" * 300 + ".svg", "nowhere/x.svg"])
def test_a_picture_with_a_name_that_no_file_can_have_is_one_line(tmp_path, name):
    with pytest.raises(ReportError, match="cannot be written"):
        exhibit().save(tmp_path / name)
    assert contents(tmp_path) == {}


# In a shell's background SIGINT is ignored, and so it would be in what the tests start.
RUN = """
import nbformat, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from nbformat.v4 import new_code_cell, new_notebook
from libya_kit.cli import main as cli; from libya_kit.report import render as report
nbformat.write(new_notebook(cells=[new_code_cell(sys.argv[3])]), sys.argv[1])
render = report.render_report
report.render_report = lambda *parts, **more: render(*parts, **{**more, "notebooks": [sys.argv[1]]})
sys.exit(cli.main(["report", "--out", sys.argv[2]]))
"""


def started(tmp_path, cell):
    """Return the command that reports on a notebook of one cell, started."""
    report.write(tmp_path / "out", pages("old"))
    command = [sys.executable, "-c", RUN, tmp_path / "one.ipynb", tmp_path / "out", cell]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_stopped_report_ends_soon_with_one_line_and_leaves_the_old_pages(tmp_path):
    kit = started(tmp_path, f"import time; open({str(tmp_path / 'up')!r}, 'w').close(); time.sleep(900)")
    while not (tmp_path / "up").exists() and kit.poll() is None:
        time.sleep(0.1)
    kit.send_signal(signal.SIGINT)
    assert kit.communicate(timeout=300) == ("", "libya-kit: stopped\n")
    assert kit.returncode == 1
    assert contents(tmp_path / "out") == {name: page.encode() for name, page in pages("old").items()}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the kernel died; "),
        ("import os; os.execv('/bin/false', ['false'])", "the kernel died; "),
        ("import os; os.write(2, b'Traceback'); print('\\ud800'); 1 / 0", "ZeroDivisionError: division by zero; "),
    ],
)
def test_a_kernel_that_dies_or_fails_is_one_line_and_leaves_the_old_pages(tmp_path, cell, said):
    kit = started(tmp_path, cell)
    out, error = kit.communicate(timeout=3000)
    assert (kit.returncode, out, error.count("\n")) == (1, "", 1), error
    assert error.startswith(f"libya-kit: one.ipynb: cell 1: {said}")
    assert contents(tmp_path / "out") == {name: page.encode() for name, page in pages("old").items()}


def test_pages_leave_logging_as_it_was():
    script = "import logging; from libya_kit.report import render as report; report.page('t', '', {}, '', '')"
    script += "; root = logging.getLogger(); print(root.handlers, root.level)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[] 30\n", "")
