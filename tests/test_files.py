import os
import stat
from pathlib import Path

import pytest

from libya_kit import files
from libya_kit.article.collection import load_articles
from libya_kit.article.model import load_article
from libya_kit.checking import check
from libya_kit.editing.new_folder import new_folder
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.files import read_bytes, write_whole
from libya_kit.formats.tables import write_tables
from libya_kit.report.render import render_report


def denied(*arguments):
    raise PermissionError(13, "Permission denied")


BAD = {
    "missing": (lambda path: None, "the file is missing in folder; put it there"),
    "folder": (Path.mkdir, "not an ordinary file; put the file itself there"),
    "pipe": (os.mkfifo, "not an ordinary file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "not an ordinary file"),
    "large": (lambda path: (path.touch(), os.truncate(path, files.LARGEST_FILE + 1)), "larger than 16 MiB; is it"),
    "link out": (lambda path: path.symlink_to(path.parent.parent / "outside"), "a link out of the folder"),
    "link by ..": (lambda path: path.symlink_to("../outside"), "a link out of the folder"),
    "broken link": (lambda path: path.symlink_to("nothing"), "the file is missing in folder"),
    "ring of links": (lambda path: path.symlink_to(path.name), "cannot be read (Too many levels of symbolic links)"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, case):
    make, said = BAD[case]
    (tmp_path / "outside").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    path = tmp_path / "folder" / "a.csv"
    make(path)
    with pytest.raises(ArticleError) as caught:
        read_bytes(path)
    assert str(caught.value).startswith(f"a.csv: {said}") and str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("name", ["a\0b", "a" * 300])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, name):
    with pytest.raises(ArticleError, match="cannot be read"):
        read_bytes(tmp_path / name)


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.csv").touch()
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ArticleError, match=r"a\.csv: cannot be read \(Permission denied\); make it readable"):
        read_bytes(tmp_path / "a.csv")


@pytest.mark.parametrize("value", [5, b"a", object(), ["a"], 1.5])
def test_what_is_no_path_is_refused_in_one_line(tmp_path, value):
    about = {"title": "A", "publisher": "B", "published_on": "2031-05-22"}
    for call in (
        load_article,
        check,
        lambda value: load_articles(value if value != ["a"] else [value]),
        lambda value: load_articles([tmp_path], links=value),
        lambda value: write_tables(value, tmp_path),
        lambda value: write_tables(None, value),
        lambda value: render_report(value, tmp_path),
        lambda value: render_report(None, value),
        lambda value: new_folder(value, tmp_path, **about),
        lambda value: new_folder(tmp_path / "new", value, **about),
    ):
        with pytest.raises(ArgumentError, match=r"^[a-z]+ is no path but of type [a-z]+; give a text or a Path$"):
            call(value)


def test_no_more_is_read_than_the_size_says():
    with pytest.raises(ArticleError, match=r"^status: holds more than its size says; put an ordinary file there$"):
        read_bytes(Path("/proc/self/status"))


def test_a_file_at_the_limit_a_link_inside_and_a_linked_folder_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 4)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.csv").write_bytes(b"four")
    (tmp_path / "folder" / "b.csv").symlink_to("a.csv")
    (tmp_path / "other").symlink_to("folder")
    for path in ("folder/a.csv", "folder/b.csv", "other/a.csv", "other/b.csv"):
        assert read_bytes(tmp_path / path) == b"four"


def test_a_file_is_written_whole_with_the_usual_permissions(tmp_path):
    path = tmp_path / "a.csv"
    for content in (b"one", b"", b"three\r\n\0"):
        write_whole(path, content)
        assert path.read_bytes() == content
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_a_link_is_replaced_and_what_it_led_to_is_left_alone(tmp_path):
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "a.csv").symlink_to("old")
    write_whole(tmp_path / "a.csv", b"new")
    assert (tmp_path / "old").read_bytes() == b"old" and not (tmp_path / "a.csv").is_symlink()


class FullDisk:
    def __init__(self, handle, mode):
        self.handle = handle

    def __enter__(self):
        return self

    def __exit__(self, *error):
        os.close(self.handle)

    def write(self, content):
        os.write(self.handle, content[:2])
        raise OSError(28, "No space left on device")


def stopped(*arguments):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "name", "fault", "error"),
    [
        (os, "fdopen", FullDisk, OSError),
        (Path, "chmod", denied, PermissionError),
        (Path, "replace", stopped, KeyboardInterrupt),
    ],
)
@pytest.mark.parametrize("old", [b"old", None])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, place, name, fault, error, old):
    path = tmp_path / "a.csv"
    if old is not None:
        path.write_bytes(old)
    monkeypatch.setattr(place, name, fault)
    with pytest.raises(error):
        write_whole(path, b"new words")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == ({} if old is None else {"a.csv": old})


@pytest.mark.parametrize("path", ["folder", "nowhere/a.csv", "file/a.csv"])
def test_a_place_that_takes_no_file_is_an_os_error_and_nothing_is_left(tmp_path, path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        write_whole(tmp_path / path, b"new")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]
