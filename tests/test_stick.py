"""The stick: which wheels it takes for which system. What fetches and installs in earnest is tests/real/stick."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

STICK = Path(__file__).parents[1] / "stick"


@pytest.fixture
def gather(monkeypatch):
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("gather", STICK / "gather.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder, name, *requires):
    """Write a wheel that holds nothing but what it requires."""
    project, version = name.split("-")[:2]
    lines = ["Metadata-Version: 2.1", f"Name: {project}", f"Version: {version}"]
    lines += [f"Requires-Dist: {one}" for one in requires]
    with zipfile.ZipFile(folder / name, "w") as content:
        content.writestr(f"{project}-{version}.dist-info/METADATA", "\n".join(lines) + "\n")
    return folder / name


INDEX = {
    "libya_kit-0.1.0-py3-none-any.whl": ("jupyterlab>=4", "pytest; extra == 'dev'"),
    "jupyterlab-4.6.6-py3-none-any.whl": ("terminado", "schema[format]", "appnope; sys_platform == 'darwin'"),
    "terminado-1.0-py2.py3-none-any.whl": ("pywinpty; os_name == 'nt'", "ptyprocess; os_name != 'nt'"),
    "schema-1.0-py3-none-any.whl": ("webcolors; extra == 'format'", "old; python_version < '3.12'"),
    "pywinpty-2.0-cp312-cp312-win_amd64.whl": (),
    "ptyprocess-0.7-py3-none-any.whl": (),
    "appnope-0.1-py3-none-any.whl": (),
    "webcolors-1.0-py3-none-any.whl": (),
    "old-1.0-py3-none-any.whl": (),
}
COMMON = {"libya_kit", "jupyterlab", "terminado", "schema", "webcolors"}
EXPECTED = {
    ("Windows", "3.12"): COMMON | {"pywinpty"},
    ("Linux", "3.12"): COMMON | {"ptyprocess"},
    ("Linux", "3.11"): COMMON | {"ptyprocess", "old"},
    ("macOS, Apple", "3.13"): COMMON | {"ptyprocess", "appnope"},
}


@pytest.mark.parametrize(("system", "python"), EXPECTED, ids=" ".join)
def test_requirements_are_followed_as_the_system_meant_would(gather, tmp_path, monkeypatch, system, python):
    def fetch(requirements, wheels, python, tags):
        for requirement in requirements:
            name = requirement.split(">")[0]
            found = next(one for one in INDEX if one.partition("-")[0] == name)
            wheel(wheels, found, *INDEX[found])

    monkeypatch.setattr(gather, "fetch", fetch)
    wheel(tmp_path, "libya_kit-0.1.0-py3-none-any.whl", *INDEX["libya_kit-0.1.0-py3-none-any.whl"])
    used = gather.gather(tmp_path, system, python)
    assert {name.partition("-")[0] for name in used} == EXPECTED[system, python]


FITS = [
    ("numpy-2.0-cp312-cp312-win_amd64.whl", "Windows", "3.12", True),
    ("numpy-2.0-cp312-cp312-win_amd64.whl", "Windows", "3.13", False),
    ("numpy-2.0-cp312-cp312-win_amd64.whl", "Linux", "3.12", False),
    ("numpy-2.0-cp312-cp312-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "Linux", "3.12", True),
    ("numpy-2.0-cp312-cp312-musllinux_1_2_x86_64.whl", "Linux", "3.12", False),
    ("numpy-2.0-cp312-cp312-macosx_10_13_x86_64.whl", "macOS, Intel", "3.12", True),
    ("numpy-2.0-cp312-cp312-macosx_10_13_x86_64.whl", "macOS, Apple", "3.12", False),
    ("numpy-2.0-cp312-cp312-macosx_11_0_universal2.whl", "macOS, Apple", "3.12", True),
    ("numpy-2.0-cp312-cp312-macosx_15_0_arm64.whl", "macOS, Apple", "3.12", False),
    ("numpy-2.0-cp39-abi3-win_amd64.whl", "Windows", "3.13", True),
    ("numpy-2.0-cp313-abi3-win_amd64.whl", "Windows", "3.12", False),
    ("numpy-2.0-py3-none-any.whl", "macOS, Apple", "3.11", True),
]


@pytest.mark.parametrize(("name", "system", "python", "fits"), FITS)
def test_a_wheel_fits_a_system_and_a_python(gather, tmp_path, name, system, python, fits):
    wheel(tmp_path, name)
    found = gather.wheel_of("numpy", tmp_path, python, gather.SYSTEMS[system][0])
    assert (found is not None) == fits


def test_a_wheel_that_is_nowhere_is_named(gather, tmp_path, monkeypatch):
    monkeypatch.setattr(gather, "fetch", lambda *_: None)
    wheel(tmp_path, "libya_kit-0.1.0-py3-none-any.whl", "pandas>=3")
    with pytest.raises(SystemExit, match=r"stick: no wheel of pandas for Linux with Python 3\.12"):
        gather.gather(tmp_path, "Linux", "3.12")


def install(folder, target, **environment):
    """Run the script from a stick without wheels; return what it said and its exit status."""
    stick = folder / "stick"
    (stick / "wheels").mkdir(parents=True, exist_ok=True)
    (stick / "install.py").write_bytes((STICK / "install.py").read_bytes())
    done = subprocess.run(
        [sys.executable, stick / "install.py", target],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **environment},
    )
    assert "Traceback" not in done.stderr
    return done.stdout, done.returncode


def test_installing_from_a_stick_without_its_wheels_says_so(tmp_path):
    said, status = install(tmp_path, "class", PYTHONIOENCODING="ascii")
    assert status == 1 and "The libraries could not be installed. Does the stick hold this Python?" in said


def test_a_folder_called_python_that_is_not_of_the_kit_stays(tmp_path):
    mine = tmp_path / "Zoë" / "python" / "thesis.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("years of work", encoding="utf-8")
    said, status = install(tmp_path, mine.parents[1], PYTHONIOENCODING="ascii")
    assert status == 1 and "a folder python that is not of this kit" in said
    assert mine.read_text(encoding="utf-8") == "years of work"


def test_where_nothing_can_be_written_it_says_so(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    said, status = install(tmp_path, "file")
    assert status == 1 and "Not a directory - name another folder" in said


@pytest.fixture
def installer(tmp_path, monkeypatch):
    """Return the script as a module, its stick an empty folder, its own commands not run."""
    spec = importlib.util.spec_from_file_location("install", STICK / "install.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "STICK", tmp_path / "stick")
    monkeypatch.setattr(module.venv, "create", lambda folder, **_: folder.mkdir(parents=True))
    done = subprocess.CompletedProcess((), 0)
    quiet = SimpleNamespace(run=lambda *_, **__: done, CalledProcessError=subprocess.CalledProcessError)
    monkeypatch.setattr(module, "subprocess", quiet)
    return module


def test_a_python_that_makes_no_environments_is_told_what_it_lacks(installer, tmp_path, monkeypatch, capsys):
    def create(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(installer.venv, "create", create)
    assert installer.main(tmp_path / "class") == 1
    assert "install python3-venv" in capsys.readouterr().out


def test_lessons_are_copied_whole_and_a_learners_own_stay(installer, tmp_path):
    target, lessons = tmp_path / "class", tmp_path / "stick" / "lessons" / "learner"
    lessons.mkdir(parents=True)
    (lessons / "00.ipynb").write_text("new", encoding="utf-8")
    (target / "lessons.part").mkdir(parents=True)  # left by a run that was stopped
    installer.copy_lessons(target)
    copied = target / "lessons" / "learner" / "00.ipynb"
    assert copied.read_text(encoding="utf-8") == "new" and not (target / "lessons.part").exists()
    copied.write_text("my answers", encoding="utf-8")
    installer.copy_lessons(target)
    assert copied.read_text(encoding="utf-8") == "my answers"


@pytest.mark.skipif(os.name == "nt", reason="the other start is for Windows")
def test_what_starts_the_lessons_works_from_a_folder_of_any_name(installer, tmp_path):
    target = tmp_path / 'Zoë\'s "$HOME" %TEMP% `class`'
    (target / "lessons" / "learner").mkdir(parents=True)
    assert installer.main(target) == 0
    python = target / "python" / "bin" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "$PWD" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    done = subprocess.run([target / "start.sh"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == f"{target}/lessons/learner -m jupyterlab\n"


def test_the_note_names_a_line_for_each_system():
    note = (STICK / "README.txt").read_text(encoding="utf-8")
    assert all(f"\n  {system} " in note for system in ("Windows", "macOS", "Linux"))
    assert note.count("install.py") == 3
