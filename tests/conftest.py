"""What all tests share: settings kept apart from the user's, no figure left open, one Chromium for the session."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
LONGEST_WAIT = 300_000
"""Milliseconds after which a page that does not come is taken for one that never will, on a busy machine too."""
SETTINGS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# Few examples, the same every time; `make test-deep` draws many others. Nothing looks at the clock.
CLOCKLESS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("few", CLOCKLESS, max_examples=25, derandomize=True)
settings.register_profile("deep", CLOCKLESS, max_examples=500)
settings.load_profile("few")


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
    """Mark the tests that ask for a browser and run them last, as its event loop stays; large files first."""
    counts = Counter(item.path for item in items)
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    browsing = {item: item.get_closest_marker("browser") is not None for item in items}
    items.sort(key=lambda item: (browsing[item], -counts[item.path] if browsing[item] else 0))


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    """Close the figures that a test leaves open; load matplotlib for no test that does without."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


Make = Callable[[Path], object]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Make], Path]:
    """Return a function that returns a folder of a name, filled by the first worker of the session that asks for it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Make) -> Path:
        with FileLock(base / f"{name}.lock"):
            if not (base / f"{name}.made").exists():
                make(base / name)
                (base / f"{name}.made").touch()
        return base / name

    return folder


@pytest.fixture(scope="session")
def report_folder(made_once: Callable[[str, Make], Path]) -> Path:
    """Return the folder with the pages of the bundled article, made once for all tests."""
    from libya_kit.report import render_report

    return made_once("report", lambda folder: render_report(out=folder / "pages")) / "pages"


@pytest.fixture(scope="session")
def lessons_folder(made_once: Callable[[str, Make], Path]) -> Path:
    """Return the folder with all that a class is given, made once for all tests."""
    from libya_kit.teach.course import render_lessons

    return made_once("lessons", lambda folder: render_lessons(folder / "out")) / "out"


@pytest.fixture(scope="session")
def wheel_folder(made_once: Callable[[str, Make], Path]) -> Path:
    """Return the folder with the wheel built directly, the one built by an sdist, and the first of them installed."""
    from checkout import build

    return made_once("wheels", build)


@pytest.fixture(scope="session")
def installed(wheel_folder: Path) -> Path:
    """Return the folder into which the wheel alone is installed."""
    return wheel_folder / "installed"


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
        contexts[-1].set_default_timeout(LONGEST_WAIT)
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
