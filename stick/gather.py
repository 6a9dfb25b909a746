"""Gather for a USB stick the wheels of the kit and of all that it needs, for each system and Python.

pip resolves requirements with the markers of the machine that it runs on, whatever platform it is asked for: the
terminal that JupyterLab needs on Windows would be left out. So the requirements are followed here, wheel by wheel,
with the markers of the system that is meant; pip only fetches what is named. Versions are those of constraints.txt.

    python stick/gather.py dist/stick 3.11 3.12 3.13
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

HERE = Path(__file__).parent
KIT = "libya-kit"
SYSTEMS = {
    "Windows": (("win_amd64",), {"os_name": "nt", "sys_platform": "win32", "platform_machine": "AMD64"}),
    "macOS, Apple": (
        ("macosx_14_0_arm64",),
        {"os_name": "posix", "sys_platform": "darwin", "platform_machine": "arm64"},
    ),
    "macOS, Intel": (
        ("macosx_14_0_x86_64",),
        {"os_name": "posix", "sys_platform": "darwin", "platform_machine": "x86_64"},
    ),
    "Linux": (
        ("manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in (17, 24, 26, 27, 28))),
        {"os_name": "posix", "sys_platform": "linux", "platform_machine": "x86_64"},
    ),
}
"""For each system the tags that its wheels may have, and what its Python says of it in markers."""

_PLATFORM_SYSTEMS = {"win32": "Windows", "darwin": "Darwin", "linux": "Linux"}


def environment(system: str, python: str) -> dict[str, str]:
    """Return what markers are asked on a system with a Python."""
    says = SYSTEMS[system][1]
    return {
        **says,
        "platform_system": _PLATFORM_SYSTEMS[says["sys_platform"]],
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


def needs(wheel: Path, extras: Iterable[str], where: Mapping[str, str]) -> list[Requirement]:
    """Return what a wheel requires with these extras in an environment."""
    with zipfile.ZipFile(wheel) as content:
        (name,) = (name for name in content.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        about = HeaderParser().parsestr(content.read(name).decode("utf-8"))
    found = [Requirement(line) for line in about.get_all("Requires-Dist") or ()]
    asked = ["", *extras]
    return [
        one for one in found if not one.marker or any(one.marker.evaluate({**where, "extra": extra}) for extra in asked)
    ]


def wheel_of(name: str, wheels: Path, python: str, tags: Iterable[str]) -> Path | None:
    """Return the wheel of a project that fits a Python and one of the platform tags, if it is there."""
    minor = int(python.partition(".")[2])
    for path in sorted(wheels.glob("*.whl")):
        project, _, _, fits = parse_wheel_filename(path.name)
        if project != name:
            continue
        for tag in fits:
            built = int(tag.interpreter.removeprefix("cp3")) if tag.interpreter.startswith("cp3") else None
            right = tag.interpreter == "py3" or built == minor or (tag.abi == "abi3" and (built or 99) <= minor)
            if right and (tag.platform == "any" or _fits(tag.platform, tags)):
                return path
    return None


def _fits(platform: str, tags: Iterable[str]) -> bool:
    """Return whether a wheel for a platform runs on one of the tags: macOS runs what was built for older ones."""
    for tag in tags:
        if platform == tag:
            return True
        mine, its = (re.fullmatch(r"macosx_(\d+)_(\d+)_(\w+)", one) for one in (tag, platform))
        if mine and its and its[3] in (mine[3], "universal2"):
            return (int(its[1]), int(its[2])) <= (int(mine[1]), int(mine[2]))
    return False


def fetch(requirements: list[str], wheels: Path, python: str, tags: Iterable[str]) -> None:
    """Download the wheels of requirements, not what they require; versions are those of constraints.txt."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "download", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(wheels), "--python-version", python, "--implementation", "cp"]
    command += [part for tag in tags for part in ("--platform", tag)]
    pinned = [*command, "--constraint", str(HERE.parent / "constraints.txt")]
    if not subprocess.run([*pinned, *requirements], capture_output=True).returncode:
        return
    for one in requirements:  # some newest versions have no wheel for an older system: then the newest that has
        if subprocess.run([*pinned, one], capture_output=True).returncode:
            done = subprocess.run([*command, one], capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"stick: {one}, Python {python}, {', '.join(tags)}: {done.stderr.strip().splitlines()[-1]}")


def gather(wheels: Path, system: str, python: str) -> set[str]:
    """Fetch what the kit needs on a system with a Python; return the names of the wheels."""
    tags, where = SYSTEMS[system][0], environment(system, python)
    extras: dict[str, set[str]] = {KIT: set()}
    followed: dict[str, set[str]] = {}
    asked: dict[str, Requirement] = {}
    used = set()
    while todo := [name for name in extras if followed.get(name) != extras[name]]:
        missing = [name for name in todo if wheel_of(name, wheels, python, tags) is None]
        if missing:
            fetch([f"{name}{asked[name].specifier}" for name in missing], wheels, python, tags)
        for name in todo:
            followed[name] = set(extras[name])
            wheel = wheel_of(name, wheels, python, tags)
            if wheel is None:
                sys.exit(f"stick: no wheel of {name} for {system} with Python {python}")
            used.add(wheel.name)
            for one in needs(wheel, extras[name], where):
                project = canonicalize_name(one.name)
                extras.setdefault(project, set()).update(one.extras)
                asked.setdefault(project, one)
    return used


def main(stick: Path, pythons: Iterable[str]) -> None:
    """Gather for all systems and write what tells how to install."""
    wheels = stick / "wheels"
    for python in pythons:
        for system in SYSTEMS:
            used = gather(wheels, system, python)
            print(f"Python {python}, {system}: {len(used)} wheels", flush=True)
    for name in ("README.txt", "install.py"):
        shutil.copy(HERE / name, stick / name)
    size = sum(path.stat().st_size for path in stick.rglob("*") if path.is_file())
    print(f"{stick}: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
