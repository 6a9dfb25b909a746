"""Once the kit is installed, nothing of it touches the network: not its commands, not their kernels."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from libya_kit.article.model import shipped

# Loaded by every Python that is started with its folder on PYTHONPATH: notes itself, notes and refuses each way out.
GUARD = """
import os, socket, sys
def note(line):
    with open(os.path.join(os.path.dirname(__file__), "log"), "a") as log:
        log.write(line + "\\n")
def refuse(event, values):
    if event in ("socket.connect", "socket.sendto") and isinstance(values[1], tuple):
        host = values[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = values[0]
    else:
        return
    if host not in (None, "", "localhost", "0.0.0.0", "::", "::1") and not str(host).startswith("127."):
        note(f"refused {event} {host}")
        raise OSError(f"no network here: {event} {host}")
note("guarded")
sys.addaudithook(refuse)
"""
# A network of its own, with nothing in it but the loopback that kernels are spoken to by.
NAMESPACES = (
    ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"),
    ("unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"),
)
WAY_OUT = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"


def methods() -> dict[str, tuple[str, ...]]:
    """Return the ways of cutting the network off that work here: the guard always, a namespace where allowed."""
    for namespace in NAMESPACES:
        try:
            if subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
                return {"guard": (), "namespace": namespace}
        except FileNotFoundError:
            break
    return {"guard": ()}


def cut_off(folder: Path, prefix: tuple[str, ...], *, guarded: bool, path: Path | None = None):
    """Return a function that runs Python cut off from the network in a folder; the guard's log is in it."""
    guard = folder / "guard"
    guard.mkdir()
    (guard / "log").touch()
    if guarded:
        (guard / "sitecustomize.py").write_text(GUARD)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, filter(None, (guard, path))))}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*prefix, sys.executable, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

    return run


@pytest.fixture(params=methods().items(), ids=lambda method: method[0])
def offline(request, tmp_path):
    """Return a function that runs Python cut off from the network, in an empty folder, and the guard's log."""
    name, prefix = request.param
    run = cut_off(tmp_path, prefix, guarded=name == "guard")
    run.log, run.name = tmp_path / "guard" / "log", name
    return run


def test_cut_off_is_real(offline):
    done = offline("-c", WAY_OUT)
    assert done.returncode != 0
    assert "no network here" in done.stderr if offline.name == "guard" else "unreachable" in done.stderr
    assert offline.log.read_text().count("refused") == (offline.name == "guard")


def test_loopback_still_answers(offline):
    done = offline(
        "-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    )
    assert done.returncode == 0, done.stderr


def test_check_needs_no_network(offline):
    done = offline("-m", "libya_kit", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(offline.log.read_text().splitlines()) <= {"guarded"}


def test_an_installed_wheel_reports_without_a_network_the_pages_that_the_checkout_makes(
    tmp_path, installed, report_folder
):
    run = cut_off(tmp_path, tuple(methods().values())[-1], guarded=True, path=installed)
    done = run("-m", "libya_kit", "report", "--out", "pages")
    assert done.returncode == 0, done.stdout + done.stderr
    log = (tmp_path / "guard" / "log").read_text().splitlines()
    assert set(log) == {"guarded"} and len(log) >= 2  # the command, and a kernel at least
    pages, others = (
        {page.name: page.read_bytes() for page in folder.glob("*")} for folder in (tmp_path / "pages", report_folder)
    )
    assert pages == others
    assert set(pages) == {"index.html", *(f"{path.stem}.html" for path in shipped("notebooks").glob("*.ipynb"))}
