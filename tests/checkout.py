"""The checkout in the tests: its files, and what is built of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: object, cwd: Path = ROOT, **environment: str) -> str:
    """Return what a command prints; its failure, with its words, is the test's."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command[:4]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def files(*options: str) -> list[str]:
    """Return the checkout's files as git lists them."""
    return [name for name in run("git", "ls-files", "-z", *options).split("\0") if name and (ROOT / name).is_file()]


def build(folder: Path) -> None:
    """Build the wheel from a copy of the checkout, and one from that copy's sdist; install the first."""
    copy = folder / "copy"
    for name in files("--cached", "--others", "--exclude-standard"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    command = (sys.executable, "-m", "build", "--no-isolation")
    run(*command, "--wheel", "--outdir", folder / "direct", cwd=copy)
    run(*command, "--outdir", folder / "by-sdist", cwd=copy)
    (wheel,) = (folder / "direct").glob("*.whl")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps")
    run(*pip, "--target", folder / "installed", wheel)
