"""Ask a database of known security holes about every version in constraints.txt; `make audit` runs it.

The exit status is 1 where a hole is known. Where the database cannot be reached, that is said, and nothing is claimed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / ".venv" / "audit" / ("Scripts" if sys.platform == "win32" else "bin")
UNREACHED = "audit: the database of known holes cannot be reached from here; nothing was checked"


def asked() -> str:
    """Return what pip-audit says as JSON; it lives in an environment of its own, as it needs much."""
    if not any(TOOLS.glob("pip-audit*")):
        subprocess.run([sys.executable, "-m", "venv", TOOLS.parent], check=True)
        subprocess.run([TOOLS / "python", "-m", "pip", "-qq", "install", "pip-audit"], capture_output=True)
    if not any(TOOLS.glob("pip-audit*")):
        return ""
    options = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "--timeout=10")
    done = subprocess.run(
        [TOOLS / "pip-audit", "-r", ROOT / "constraints.txt", *options], capture_output=True, text=True
    )
    return done.stdout


def verdict(said: str) -> tuple[int, list[str]]:
    """Return the exit status and the lines to print for what pip-audit says.

    >>> verdict("")[1] == verdict('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}')[1] == [UNREACHED]
    True
    """
    packages = json.loads(said)["dependencies"] if said.strip() else []
    checked = [one for one in packages if "vulns" in one]
    if not checked:
        return 0, [UNREACHED]
    holes = [
        f"audit: {one['name']} {one['version']}: {hole['id']}; take {' or '.join(hole['fix_versions']) or 'another'}"
        for one in checked
        for hole in one["vulns"]
    ]
    left = f"; not known there: {', '.join(one['name'] for one in packages if one not in checked)}"
    count = f"audit: {len(checked)} of {len(packages)} packages were checked, {len(holes)} known holes"
    return bool(holes), [*holes, count + (left if len(checked) < len(packages) else "")]


if __name__ == "__main__":
    status, lines = verdict(asked())
    print("\n".join(lines))
    sys.exit(status)
