"""One JupyterLab and one Notebook 7 for all browser tests."""

import pytest

from tests.lab import served


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Return the address and the folder of a JupyterLab."""
    with served(tmp_path_factory.mktemp("lab")) as here:
        yield here


@pytest.fixture(scope="session")
def notebook_7(tmp_path_factory):
    """Return the address and the folder of a Notebook 7."""
    with served(tmp_path_factory.mktemp("notebook"), "notebook") as here:
        yield here
