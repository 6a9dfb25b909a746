"""What all tests share: settings kept apart from the user's, no figure left open, one Chromium for the session."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
SETTINGS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the user's settings out of the tests and the tests out of the user's settings, child processes too."""
    settings = tempfile.TemporaryDirectory(prefix="libya_kit-")
    config.add_cleanup(settings.cleanup)
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    for name in SETTINGS:
        patch.setenv(name, str(Path(settings.name) / name.lower()))
        Path(os.environ[name]).mkdir()
    patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    patch.setenv("MPLBACKEND", "Agg")
    # kept from one session to the next where pytest keeps anything: the list of fonts is slow to make
    kept = config.pluginmanager.hasplugin("cacheprovider")
    patch.setenv("MPLCONFIGDIR", str(config.cache.mkdir("matplotlib") if kept else Path(settings.name) / "matplotlib"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask for a browser and run them last: its event loop stays in this thread."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    """Close the figures that a test leaves open; load matplotlib for no test that does without."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the pages of the bundled article, made once for all tests."""
    from libya_kit.report.render import render_report

    return render_report(out=tmp_path_factory.mktemp("report") / "pages").parent


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium or Chrome, else of the one that Playwright brought, else None."""
    named = os.environ.get("LIBYA_KIT_CHROMIUM")
    for name in (named,) if named else ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of a Chromium; without one the tests fail, they are not skipped."""
    path = find_chromium()
    if path is None:
        pytest.fail("no Chromium on this machine: `make test` installs one, LIBYA_KIT_CHROMIUM names another")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Return one Chromium without a window for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM_ARGS))
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page with nothing stored, as in `new_page(java_script_enabled=False)`."""
    contexts = []

    def open_page(**options: object) -> Page:
        contexts.append(browser.new_context(**{"locale": "en-GB", "timezone_id": "UTC", **options}))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Return a page with nothing stored."""
    return new_page()


@pytest.fixture
def open_file(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that opens a file without a network and notes each request and each complaint."""

    def opened(path: Path, **options: object) -> Page:
        page = new_page(offline=True, **options)
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path.as_uri())
        return page

    return opened
