import importlib.metadata
import re
import subprocess
import sys
import tempfile
from collections import namedtuple

import pytest

from libya_kit.cli import doctor
from libya_kit.cli.main import main


def refuse(error):
    def refused(*_, **__):
        raise error

    return refused


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_on_a_machine_that_is_ready_all_is_well(here, capsys):
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "All is ready."
    assert all(line.startswith("ok    ") for line in lines[:-1])
    assert [line[6:].split(":")[0] for line in lines[:-1]] == [
        *("Python", "libraries", "names of files here", "article", "fonts", "write access", "free space", "kernel")
    ]
    assert list(here.iterdir()) == []


def old_python(patch, here):
    patch.setattr(sys, "version_info", (3, 9, 1))


def missing(patch, here):
    patch.setattr(doctor, "version", refuse(importlib.metadata.PackageNotFoundError("pandas")))


def too_old(patch, here):
    patch.setattr(doctor, "version", lambda name: "0.0.1")


def shadow(patch, here):
    (here / "pandas.py").write_text("")


def standard_shadow(patch, here):
    (here / "random.py").write_text("")


def package_shadow(patch, here):
    (here / "numpy").mkdir()
    (here / "numpy" / "__init__.py").write_text("")


def changed_article(patch, here):
    from libya_kit.checking import problems

    patch.setattr(problems, "check", lambda: (["article.txt: its hash is another"], []))


def no_font(patch, here):
    from matplotlib import font_manager

    patch.setattr(font_manager, "findfont", refuse(ValueError("no font")))


def read_only(patch, here):
    patch.setattr(tempfile, "TemporaryFile", refuse(PermissionError(13, "Permission denied")))


def full_disk(patch, here):
    usage = namedtuple("usage", "free")
    patch.setattr(doctor.shutil, "disk_usage", lambda path: usage(3 * 1024 * 1024))


def dead_kernel(patch, here):
    from libya_kit.errors import ReportError
    from libya_kit.report import render as report

    patch.setattr(report, "run", refuse(ReportError("the kernel died")))


def surprise(patch, here):
    patch.setattr(doctor.shutil, "disk_usage", refuse(RuntimeError("some\nthing")))


CASES = [
    (old_python, doctor.python, r"MEND  Python: 3\.9\.1 .*; install Python 3\.11 or newer"),
    (missing, doctor.libraries, r"MEND  libraries: .*pandas is missing.*; install the kit anew"),
    (too_old, doctor.libraries, r"MEND  libraries: .*pandas is 0\.0\.1, needed >=3.*; install the kit anew"),
    (shadow, doctor.shadows, r"MEND  names of files here: pandas\.py hides a library; give it another name"),
    (standard_shadow, doctor.shadows, r"MEND  names of files here: random\.py hides a library; give it another name"),
    (package_shadow, doctor.shadows, r"MEND  names of files here: numpy hides a library; give it another name"),
    (changed_article, doctor.article, r"MEND  article: article\.txt: its hash is another; install the kit anew"),
    (no_font, doctor.fonts, r"MEND  fonts: DejaVu Sans is missing; reinstall matplotlib"),
    (read_only, doctor.write_access, r"MEND  write access: cannot write in .* \(Permission denied\); change into a"),
    (full_disk, doctor.free_space, r"MEND  free space: 3 MB; make room for 500 MB"),
    (dead_kernel, doctor.kernel, r"MEND  kernel: the kernel died; allow Python in your firewall"),
]


@pytest.mark.parametrize(("fault", "look", "said"), CASES, ids=[fault.__name__ for fault, *_ in CASES])
def test_each_fault_has_its_line_and_its_mend(here, monkeypatch, fault, look, said):
    fault(monkeypatch, here)
    assert re.match(said, str(look()))


@pytest.mark.parametrize("fault", [full_disk, surprise], ids=lambda fault: fault.__name__)
def test_what_must_be_mended_is_counted_and_gives_status_1(here, monkeypatch, capsys, fault):
    monkeypatch.setattr(doctor, "kernel", lambda: doctor.Finding("kernel", "starts and answers"))
    fault(monkeypatch, here)
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "1 thing to mend, marked MEND."
    assert len([line for line in lines if line.startswith("MEND")]) == 1


@pytest.mark.parametrize("name", ["random.py", "json.py", "pandas/__init__.py"])
def test_where_a_file_hides_a_library_the_doctor_still_speaks(here, name):
    (here / name).parent.mkdir(exist_ok=True)
    (here / name).write_text("1 / 0")
    command = [sys.executable, "-m", "libya_kit", "doctor"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr == ""
    assert f"MEND  names of files here: {name.partition('/')[0]} hides a library" in done.stdout


def test_without_the_libraries_the_doctor_still_speaks(here):
    script = (
        "import sys; sys.modules |= dict.fromkeys(['pandas', 'matplotlib', 'nbformat', 'nbclient'])\n"
        "from libya_kit.cli.main import main; sys.exit(main(['doctor']))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=here, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr == ""
    assert "MEND  article: ModuleNotFoundError" in done.stdout
    assert "MEND  kernel: ModuleNotFoundError" in done.stdout
