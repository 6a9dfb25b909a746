"""The kit as others get it: built, installed, cloned; and its lists of names, which must agree."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import audit
import pytest
import yaml
from checkout import ROOT, files, run
from folders import write_folder
from packaging.version import Version

import libya_kit

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def canonical(requirement: str) -> str:
    """Return a requirement with its name as pip compares names, and no spaces.

    >>> canonical("Jupyter_Server >=2.20.0")
    'jupyter-server>=2.20.0'
    """
    name, limits = re.fullmatch(r"([\w.-]+?)\s*([<>=!~].*)?", requirement).groups(default="")
    return re.sub(r"[-_.]+", "-", name).lower() + limits.replace(" ", "")


# The wheel


@pytest.fixture
def wheels(wheel_folder: Path) -> dict[str, Path]:
    """Return the wheel built from a copy of the checkout, and the one built from that copy's sdist."""
    return {kind: next((wheel_folder / kind).glob("*.whl")) for kind in ("direct", "by-sdist")}


def test_wheel_holds_package_data_and_notebooks(wheels):
    names = set(zipfile.ZipFile(wheels["direct"]).namelist())
    expected = {name for name in files() if name.startswith("libya_kit/")}
    expected |= {f"libya_kit/{name}" for name in files() if name.startswith(("data/", "notebooks/"))}
    assert expected - names == set()
    assert {"libya_kit/py.typed", "libya_kit/data/tripoli-2019-04-08/article.txt"} <= names
    assert {name.split("/")[0] for name in names} == {"libya_kit", f"libya_kit-{libya_kit.__version__}.dist-info"}


def test_wheel_from_sdist_is_the_same(wheels):
    assert wheels["direct"].read_bytes() == wheels["by-sdist"].read_bytes()


def test_wheel_says_licence_version_and_script(wheels):
    with zipfile.ZipFile(wheels["direct"]) as wheel:
        about = f"libya_kit-{libya_kit.__version__}.dist-info"
        metadata = wheel.read(f"{about}/METADATA").decode()
        assert f"\nVersion: {libya_kit.__version__}\n" in metadata
        assert "\nLicense-Expression: BSD-3-Clause\n" in metadata
        assert f"{about}/licenses/LICENSE" in wheel.namelist()
        assert "libya-kit = libya_kit.cli.main:main" in wheel.read(f"{about}/entry_points.txt").decode()


def test_installed_wheel_loads_its_own_article(installed, tmp_path):
    script = "import libya_kit as lk; print(lk.__file__); print(lk.load_article().folder)"
    for line in run(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(installed)).splitlines():
        assert Path(line).is_relative_to(installed)


def test_notebooks_run_from_an_empty_folder_with_the_installed_package(installed, tmp_path):
    folder, copies = write_folder(tmp_path / "collision"), tmp_path / "copies"
    shutil.copytree(installed / "libya_kit" / "notebooks", copies)
    script = "import sys; from libya_kit import render_report; render_report(sys.argv[1], notebooks=sys.argv[2:])"
    run(sys.executable, "-c", script, folder, *sorted(copies.glob("*.ipynb")), cwd=tmp_path, PYTHONPATH=str(installed))
    assert len(list((tmp_path / "reports").glob("*.html"))) == 1 + len(list(copies.glob("*.ipynb")))
    assert {path.suffix for path in copies.iterdir() if path.is_file()} == {".ipynb"}


# The checkout


def test_editable_install_finds_data_in_the_checkout(tmp_path):
    script = "from libya_kit.article.model import shipped; print(shipped('data')); print(shipped('notebooks'))"
    lines = run(sys.executable, "-c", script, cwd=tmp_path).splitlines()
    assert [Path(line) for line in lines] == [ROOT / "data", ROOT / "notebooks"]


def test_editable_install_copies_nothing(tmp_path):
    script = "import sys; print(*sys.path, sep='\\n')"
    places = [Path(line) for line in run(sys.executable, "-c", script, cwd=tmp_path).splitlines() if line]
    assert [place / "libya_kit" for place in places if (place / "libya_kit").exists() and place != ROOT] == []


def test_line_ending_rules_leave_the_article_alone(tmp_path):
    run("git", "clone", "--quiet", "-c", "core.autocrlf=true", ROOT, tmp_path / "clone")
    articles = list((ROOT / "data").glob("*/article.txt"))
    assert articles
    for article in articles:
        cloned = tmp_path / "clone" / article.relative_to(ROOT)
        assert hashlib.sha256(cloned.read_bytes()).digest() == hashlib.sha256(article.read_bytes()).digest()


# Names that must agree


def test_version_has_one_source():
    assert "version" not in PROJECT
    assert "version" in PROJECT["dynamic"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == libya_kit.__version__


CONDA_NAMES = {"build": "python-build", "matplotlib": "matplotlib-base"}
NOT_ON_CONDA = {"axe-playwright-python", "dkpro-cassis", "playwright"}


def test_conda_environment_agrees_with_project():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *listed, by_pip = environment["dependencies"]
    assert environment["channels"] == ["conda-forge"]
    expected = {f"python{PROJECT['requires-python']}", "pip"}
    expected_by_pip = {"-e ."}
    for requirement in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]:
        name = re.match(r"[\w.-]+", requirement).group()
        if name in NOT_ON_CONDA:
            expected_by_pip.add(canonical(requirement))
        else:
            expected.add(canonical(requirement.replace(name, CONDA_NAMES.get(name, name))))
    assert {canonical(entry) for entry in listed} == expected
    assert set(by_pip["pip"]) == expected_by_pip


def test_constraints_name_every_requirement_once():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    names = [canonical(line).partition("==")[0] for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line) for line in lines)
    assert len(names) == len(set(names))
    required = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {re.match(r"[\w-]+", canonical(requirement)).group() for requirement in required} <= set(names)


NOT_IMPORTED = {
    "accessible-pygments": "a style that nbconvert looks up by its name",
    "ipykernel": "started as a module, in a process of its own",
    "jupyter-server": "only its oldest safe version is said here; jupyterlab brings it",
    "jupyterlab": "where the notebooks are read",
    "pyarrow": "pandas writes Parquet with it",
}


def test_package_declares_what_it_imports():
    imported = set()
    for module in (ROOT / "libya_kit").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    imported -= sys.stdlib_module_names | {"libya_kit"}
    brought_by = packages_distributions()
    needed = {canonical(brought_by[name][0]) for name in imported}
    declared = {re.match(r"[\w-]+", canonical(requirement)).group() for requirement in PROJECT["dependencies"]}
    optional = {
        re.match(r"[\w-]+", canonical(requirement)).group()
        for extra, requirements in PROJECT["optional-dependencies"].items()
        if extra != "dev"
        for requirement in requirements
    }
    assert needed - declared - optional == set()
    assert (declared | optional) - needed == set(NOT_IMPORTED)


HOLES = {"nbconvert": "7.17.2", "jupyterlab": "4.5.7", "jupyter-server": "2.20.0"}
"""The oldest versions without a security hole that is known."""


def test_no_version_with_a_known_hole_is_allowed():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = dict(canonical(line).split("==") for line in lines if "==" in line)
    for name, oldest in HOLES.items():
        (line,) = (one for one in (ROOT / "pyproject.toml").read_text().splitlines() if f'"{name}>={oldest}"' in one)
        assert "known security holes" in line
        assert Version(pinned[name]) >= Version(oldest)


def hole(name):
    return {"name": name, "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        (None, 0, [audit.UNREACHED]),
        ([{"name": "a", "skip_reason": "not found"}], 0, [audit.UNREACHED]),
        ([{"name": "a", "version": "1", "vulns": []}], 0, ["audit: 1 of 1 packages were checked, 0 known holes"]),
        (
            [hole("a"), {"name": "b", "skip_reason": "not found"}],
            1,
            [
                "audit: a 1: CVE-1; take 2",
                "audit: 1 of 2 packages were checked, 1 known holes; not known there: b",
            ],
        ),
    ],
)
def test_an_audit_claims_only_what_it_looked_up(packages, status, said):
    assert audit.verdict("" if packages is None else json.dumps({"dependencies": packages})) == (status, said)


@pytest.mark.parametrize("name", files("--cached", "--others", "--exclude-standard"))
def test_file_names_no_machine_and_no_registry(name):
    words = [
        "/" + "work/",
        "/" + "root/",
        "/" + "home/",
        "/" + "opt/",
        "pypi.org" + "/simple",
        "files." + "pythonhosted",
    ]
    text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
    assert [word for word in words if word in text] == []
