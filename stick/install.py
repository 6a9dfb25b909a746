"""Install the kit and the lessons from this stick into a folder of your own, without the internet."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

STICK = Path(__file__).resolve().parent
START = {
    "nt": ("start.bat", '@cd /d "%~dp0lessons\\learner"\r\n@..\\..\\python\\Scripts\\python.exe -m jupyterlab\r\n'),
    "posix": (
        "start.sh",
        '#!/bin/sh\ncd "$(dirname "$0")/lessons/learner" && exec ../../python/bin/python -m jupyterlab\n',
    ),
}
"""What starts the lessons. It names no folder but by the way to it: a name may hold any letter, and $, % or a quote."""


def main(target: Path) -> int:
    """Install into a folder and return 0, or 1 when something has to be mended."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still gets the line
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        print("Python 3.11 or newer is needed; this is", sys.version.split()[0])
        return 1
    target = target.absolute()
    python = target / "python"
    if python.exists() and not (python / "pyvenv.cfg").is_file():
        print("In", target, "stands a folder python that is not of this kit. Name another folder.")
        return 1
    try:
        return install(target, python)
    except OSError as error:
        print("Cannot write in", target, "-", error.strerror or error, "- name another folder, or make room.")
    except subprocess.CalledProcessError:
        print("This Python cannot make an environment of its own. On Debian and Ubuntu install python3-venv.")
    return 1


def install(target: Path, environment: Path) -> int:
    """Make the environment, copy the lessons, and look at the machine; return how it went."""
    print("Installing into", target, "- this takes a few minutes.", flush=True)
    venv.create(environment, with_pip=True, clear=True)
    system = "nt" if sys.platform == "win32" else "posix"
    python = environment / ("Scripts/python.exe" if system == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-index"]
    if subprocess.run([*pip, "--find-links", str(STICK / "wheels"), "libya-kit"]).returncode:
        print("The libraries could not be installed. Does the stick hold this Python?", sys.version.split()[0])
        return 1
    copy_lessons(target)
    name, text = START[system]
    (target / name).write_text(text, encoding="utf-8", newline="")
    (target / name).chmod(0o755)
    mends = subprocess.run([str(python), "-m", "libya_kit", "doctor"], cwd=target).returncode
    print("To begin, run", target / name)
    return mends


def copy_lessons(target: Path) -> None:
    """Copy the lessons, whole or not at all; lessons that are there, with a learner's work in them, stay."""
    if (STICK / "lessons").is_dir() and not (target / "lessons").exists():
        half = target / "lessons.part"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(STICK / "lessons", half)
        half.rename(target / "lessons")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path.home() / "libya-kit-class"))
