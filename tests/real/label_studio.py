"""A real Label Studio on loopback: our project, our task, annotations of its own, and the way back.

Run by hand, see CONTRIBUTING.md; LIBYA_KIT_LABEL_STUDIO names the program, installed in an environment of its own.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import BUNDLED_FOLDER, WILD, bare, emptied, outcomes, unit

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.formats import label_studio

pytestmark = pytest.mark.real
USER, PASSWORD, TOKEN = "annotator@example.org", "only-on-loopback", "0123456789abcdef" * 2 + "01234567"
SETTINGS = {
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "LATEST_VERSION_CHECK": "false",
    "COLLECT_ANALYTICS": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
}
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a fresh server on loopback, ended when the tests are."""
    program = os.environ.get("LIBYA_KIT_LABEL_STUDIO")
    if not program:
        pytest.fail("LIBYA_KIT_LABEL_STUDIO names no label-studio; see CONTRIBUTING.md")
    data = tmp_path_factory.mktemp("label-studio")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    account = ("--username", USER, "--password", PASSWORD, "--user-token", TOKEN)
    where = ("--internal-host", "127.0.0.1", "--host", url, "--port", port)
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(
            (program, "start", "--no-browser", *where, *account),
            env={**os.environ, **SETTINGS, "LABEL_STUDIO_BASE_DATA_DIR": str(data)},
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(url, server, data / "log")
            yield url
        finally:
            server.terminate()
            server.wait(30)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; it makes its database first."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-2000:]
            time.sleep(1)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace")[-2000:])


@pytest.fixture
def call(address: str) -> Call:
    """Return a function that calls the server's programming interface."""

    def answer(method: str, path: str, content: Any = None) -> Any:
        data = None if content is None else json.dumps(content).encode("utf-8")
        headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{address}/api/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read() or b"null")

    return answer


def project(call: Call, out: Path) -> int:
    """Return a new project with the configuration that was written beside the task."""
    configuration = (out / "labelling-config.xml").read_text(encoding="utf-8")
    return int(call("POST", "projects", {"title": out.name, "label_config": configuration})["id"])


def exported(call: Call, number: int, path: Path) -> Path:
    """Write what the server exports of a project."""
    path.write_text(json.dumps(call("GET", f"projects/{number}/export?exportType=JSON")), encoding="utf-8")
    return path


def test_the_bundled_article_comes_back_byte_for_byte(call, tmp_path):
    label_studio.write(BUNDLED_FOLDER, tmp_path / "out")
    number = project(call, tmp_path / "out")
    task = json.loads((tmp_path / "out" / f"{BUNDLED_FOLDER.name}.json").read_text(encoding="utf-8"))
    told = call("POST", f"projects/{number}/import", task)
    assert (told["task_count"], told["annotation_count"]) == (1, 1)
    copy = emptied(tmp_path / BUNDLED_FOLDER.name)
    given = apply(copy, label_studio.read(copy, exported(call, number, tmp_path / "out" / "export.json")))
    assert given.refused.empty, given.refused.to_string()
    assert (copy / "annotations.jsonld").read_bytes() == (BUNDLED_FOLDER / "annotations.jsonld").read_bytes()


def test_what_is_annotated_through_the_interface_lands(call, tmp_path):
    folder = bare(tmp_path / "wild", WILD)
    label_studio.write(folder, tmp_path / "wild-out")
    number = project(call, tmp_path / "wild-out")
    call("POST", f"projects/{number}/import", [{"text": WILD}])
    (task,) = call("GET", f"tasks?project={number}")["tasks"]
    start = WILD.index("at least 12")
    value = {"start": start, "end": start + 11, "text": "at least 12"}
    told = {
        "type": {"labels": ["CasualtyClaim"]},
        "CasualtyClaim-measure": {"choices": ["killed"]},
        "CasualtyClaim-qualifier": {"choices": ["at_least"]},
        "CasualtyClaim-population": {"choices": ["unspecified"]},
        "CasualtyClaim-source": {"choices": ["coastguard"]},
        "CasualtyClaim-value": {"number": 12},
        "CasualtyClaim-reported_on": {"datetime": "2031-05-20"},
        "CasualtyClaim-note": {"text": ["an emoji before it"]},
    }
    kinds = {"labels": "labels", "choices": "choices", "number": "number", "datetime": "datetime", "text": "textarea"}
    result = [
        {"id": "r1", "from_name": name, "to_name": "text", "type": kinds[next(iter(one))], "value": value | one}
        for name, one in told.items()
    ]
    call("POST", f"tasks/{task['id']}/annotations", {"result": result})
    given = apply(folder, label_studio.read(folder, exported(call, number, tmp_path / "export.json")))
    assert outcomes(given) == {"r1": "taken"}
    (one,) = folders.sound(folder).items
    assert (one.quote, one.body["value"], one.body["reported_on"]) == ("at least 12", 12, "2031-05-20")
    assert unit(given).startswith("code points")
