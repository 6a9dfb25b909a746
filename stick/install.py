"""Install the kit and the lessons from this stick into a folder of your own, without the internet."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

STICK = Path(__file__).resolve().parent
START = {
    "nt": ("start.bat", '@cd /d "%~dp0lessons\\learner"\r\n@"{python}" -m jupyterlab\r\n'),
    "posix": ("start.sh", '#!/bin/sh\ncd "$(dirname "$0")/lessons/learner" && exec "{python}" -m jupyterlab\n'),
}


def main(target: Path) -> int:
    """Install into a folder and return 0, or 1 when something has to be mended."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        print("Python 3.11 or newer is needed; this is", sys.version.split()[0])
        return 1
    print("Installing into", target, "- this takes a few minutes.")
    venv.create(target / "python", with_pip=True, clear=True)
    system = "nt" if sys.platform == "win32" else "posix"
    python = target / "python" / ("Scripts/python.exe" if system == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-index"]
    if subprocess.run([*pip, "--find-links", str(STICK / "wheels"), "libya-kit"]).returncode:
        print("The libraries could not be installed. Does the stick hold this Python?", sys.version.split()[0])
        return 1
    if (STICK / "lessons").is_dir() and not (target / "lessons").exists():
        shutil.copytree(STICK / "lessons", target / "lessons")
    name, text = START[system]
    (target / name).write_text(text.format(python=python), encoding="utf-8", newline="")
    (target / name).chmod(0o755)
    mends = subprocess.run([str(python), "-m", "libya_kit", "doctor"], cwd=target).returncode
    print("To begin, run", target / name)
    return mends


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path.home() / "libya-kit-class"))
