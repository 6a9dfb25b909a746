# Every verb sets up what it needs; what is set up already is used as it is.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq
SOURCES := $(wildcard libya_kit tests notebooks benchmarks stick)
STICK_PYTHON ?= 3.11 3.12 3.13
# Two tests at a time, those of a file in one process and in their order
TWO := -n 2 --dist loadfile --no-loadscope-reorder
READERS := values json annotations article tables words
FUZZ_SECONDS ?= 60

.PHONY: statements help setup report teach stick test test-deep attack lab lint bench picture constraints audit clean chromium

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: .venv/.dev chromium  ## install what the verbs need; then only stick, audit and constraints need the network

report: .venv/.run  ## build the pages in reports/
	@$(PY) -m libya_kit report

teach: .venv/.run  ## build the lessons in lessons/: notebooks, pages, slides, handouts
	@$(PY) -m libya_kit teach

# One version of Python: make stick STICK_PYTHON=3.12
stick: .venv/.run  ## gather in dist/stick what a class without a network needs: lessons, and wheels for each system
	@rm -rf dist/stick
	@mkdir -p dist/stick/wheels
	@$(PY) -m libya_kit teach --out dist/stick/lessons
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist/stick/wheels .
	@$(PY) stick/gather.py dist/stick $(STICK_PYTHON)

test: .venv/.dev chromium  ## run every test, in a browser too
	@$(PY) -m pytest $(TWO)

test-deep: .venv/.dev  ## draw hundreds of examples for each property
	@$(PY) -m pytest $(TWO) -m hypothesis --hypothesis-profile=deep

# The fuzzer is no library of the kit: it has an environment of its own, and finds the kit's libraries in this one.
attack: .venv/.dev .venv/.fuzz chromium  ## attack: each value changed, faults, bad articles, any bytes; FUZZ_SECONDS=300
	@LIBYA_KIT_MUTATE=all $(PY) -m pytest $(TWO) tests/test_mutation.py tests/test_faults.py tests/test_folder.py tests/browser/test_attack.py
	@for reader in $(READERS); do PYTHONPATH="$$($(PY) -c 'import site; print(site.getsitepackages()[0])')" \
	    .venv/fuzz/bin/python tests/fuzz/readers.py $$reader -max_total_time=$(FUZZ_SECONDS) || exit 1; done

lab: .venv/.run  ## open the notebooks in JupyterLab
	@$(PY) -m jupyterlab notebooks/00_start_here.ipynb

statements: .venv/.dev  ## print what comes of the short texts on people and on sides: kind, cases, right, wrong
	@$(PY) tests/statements/table.py

lint: .venv/.dev  ## check style, format and types
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m ruff format --check $(SOURCES)
	@$(PY) -m mypy

bench: .venv/.dev chromium  ## measure speed and weight against peers
	@$(PY) benchmarks/bench.py

picture: .venv/.run  ## draw the picture of the README anew
	@$(PY) -c 'import libya_kit as lk; lk.casualties.exhibit(lk.load_article()).save("docs/casualty-timeline.svg")'

constraints: .venv/.pip  ## write constraints.txt anew: the newest versions that Python 3.11.0 takes
	@$(PIP) install --dry-run --ignore-installed --python-version 3.11.0 --only-binary :all: --target .venv/none \
	    --report .venv/resolved.json '.[dev]'
	@$(PY) -c 'import json; \
	found = [p["metadata"] for p in json.load(open(".venv/resolved.json"))["install"]]; \
	print("# The exact versions that make installs; `make constraints` writes them anew."); \
	print(*sorted((p["name"].lower() + "==" + p["version"] for p in found if p["name"] != "libya-kit")), sep="\n")' \
	> .venv/constraints.txt
	@mv .venv/constraints.txt constraints.txt

audit: .venv/.dev  ## ask whether a version in constraints.txt has a known security hole
	@$(PY) tests/audit.py

clean:  ## remove what was built; .venv stays
	rm -rf reports lessons dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find libya_kit tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.pip:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there: install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) -V 2>&1) is too old: install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments: apt install python3-venv"; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@touch $@

# hatchling first, so that the package is built by the version in constraints.txt
.venv/.run: .venv/.pip pyproject.toml constraints.txt
	@echo "Installing into .venv ..."
	@$(PIP) install -c constraints.txt hatchling editables
	@$(PIP) install -c constraints.txt --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run
	@echo "Installing what tests and checks need into .venv ..."
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

.venv/.fuzz: .venv/.dev
	@echo "Installing the fuzzer into .venv/fuzz ..."
	@$(PY) -m venv --clear .venv/fuzz
	@.venv/fuzz/bin/python -m pip --disable-pip-version-check -qq install atheris
	@touch $@

# The machine's own Chromium or Chrome, else Debian's, else the one that Playwright brings
FIND := $(PY) -c 'import sys; from tests.conftest import find_chromium; sys.exit(not find_chromium())'
chromium: .venv/.dev
	@$(FIND) && exit 0; echo "Installing Chromium ..."; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get install -qq -y chromium >/dev/null 2>&1 || { apt-get update -qq && apt-get install -qq -y chromium; } >/dev/null 2>&1; fi; \
	$(FIND) || $(PY) -m playwright install chromium >/dev/null 2>&1; \
	$(FIND) || { echo "No Chromium here and none could be installed: install Chromium or Chrome, then try again"; exit 1; }
