"""What a machine needs before a class: each thing looked at, and what to do where it is missing.

Only the standard library is imported at the top, so that the doctor also runs where the kit's libraries are missing.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

OLDEST_PYTHON = (3, 11)
LEAST_FREE = 500 * 1024 * 1024
PACKAGE = "libya-kit"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was found, and how to mend it; no mend: all is well."""

    what: str
    found: str
    mend: str = ""

    def __str__(self) -> str:
        if not self.mend:
            return f"ok    {self.what}: {self.found}"
        return f"MEND  {self.what}: {self.found}; {self.mend}"


def examine() -> Iterator[Finding]:
    """Yield a finding for each thing that lessons need, in the order in which it is best to mend them.

    >>> next(examine()).what
    'Python'
    """
    for look in (python, libraries, shadows, article, fonts, write_access, free_space, kernel):
        try:
            yield look()
        except Exception as error:  # a doctor that falls ill helps nobody: whatever it is becomes a line
            reason = " ".join(str(error).split())[:200]
            yield Finding(look.__name__.replace("_", " "), f"{type(error).__name__}: {reason}", _REINSTALL)


_REINSTALL = "install the kit anew as its README says"


def python() -> Finding:
    """Return whether this Python is new enough."""
    found = f"{'.'.join(map(str, sys.version_info[:3]))} ({sys.executable})"
    old = sys.version_info[:2] < OLDEST_PYTHON
    return Finding("Python", found, f"install Python {'.'.join(map(str, OLDEST_PYTHON))} or newer" if old else "")


def libraries() -> Finding:
    """Return whether every library that the kit needs is there, as new as it must be."""
    from packaging.requirements import Requirement

    needed = [Requirement(line) for line in requires(PACKAGE) or ()]
    faults, there = [], []
    for one in needed:
        if one.marker and not one.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(one.name)
        except PackageNotFoundError:
            faults.append(f"{one.name} is missing")
            continue
        if one.specifier.contains(found, prereleases=True):
            there.append(f"{one.name} {found}")
        else:
            faults.append(f"{one.name} is {found}, needed {one.specifier}")
    if faults:
        return Finding("libraries", "; ".join(faults), _REINSTALL)
    main = [line for line in there if line.split()[0] in ("jupyterlab", "matplotlib", "pandas")]
    return Finding("libraries", f"all {len(there)}, among them {', '.join(main)}")


def shadows() -> Finding:
    """Return whether a file here hides a library: Python takes `pandas.py` in this folder for pandas."""
    names = {re.split(r"[\s<>=!~;\[]", line)[0].replace("-", "_").lower() for line in requires(PACKAGE) or ()}
    names |= {"libya_kit", *sys.stdlib_module_names}
    here = [*Path.cwd().glob("*.py"), *(path.parent for path in Path.cwd().glob("*/__init__.py"))]
    hiding = sorted(path.name for path in here if path.stem.lower() in names and path != Path(__file__).parents[1])
    if hiding:
        return Finding("names of files here", f"{hiding[0]} hides a library", "give it another name")
    return Finding("names of files here", "none hides a library")


def article() -> Finding:
    """Return whether the article that comes with the kit can be read."""
    from libya_kit.checking.problems import check

    problems, _ = check()
    return Finding("article", str(problems[0]) if problems else "read and verified", _REINSTALL if problems else "")


def fonts() -> Finding:
    """Return whether pictures find the font that they are laid out for."""
    from matplotlib.font_manager import findfont

    try:
        found = findfont("DejaVu Sans", fallback_to_default=False)
    except ValueError:
        return Finding("fonts", "DejaVu Sans is missing", "reinstall matplotlib, which brings it")
    return Finding("fonts", Path(found).name)


def write_access() -> Finding:
    """Return whether files can be written here and where temporary files go."""
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"libya_kit")
        except OSError as error:
            found = f"cannot write in {folder} ({error.strerror})"
            return Finding("write access", found, "change into a folder of your own, as your home folder")
    return Finding("write access", f"files can be written in {Path.cwd()}")


def free_space() -> Finding:
    """Return whether there is room for notebooks and pages."""
    free = shutil.disk_usage(Path.cwd()).free
    found = f"{free // 1024**2:,} MB"
    return Finding("free space", found, f"make room for {LEAST_FREE // 1024**2} MB" if free < LEAST_FREE else "")


def kernel() -> Finding:
    """Return whether a kernel starts and answers: it is what runs the cells of a notebook."""
    from nbformat.v4 import new_code_cell, new_notebook

    from libya_kit.errors import ReportError
    from libya_kit.report.render import run

    notebook = new_notebook(cells=[new_code_cell("import libya_kit")])  # type: ignore[no-untyped-call]
    try:
        run({Path.cwd() / "doctor.ipynb": notebook}, {})
    except ReportError as error:
        return Finding("kernel", str(error.what), "allow Python in your firewall for 127.0.0.1, then try again")
    return Finding("kernel", "starts and answers")


def report(say: Callable[[str], object] = print) -> int:
    """Say each finding as it comes and return how many things must be mended."""
    mends = 0
    for finding in examine():
        say(str(finding))
        mends += bool(finding.mend)
    say("All is ready." if not mends else f"{mends} thing{'s' * (mends != 1)} to mend, marked MEND.")
    return mends
