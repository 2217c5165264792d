# Every target does the set-up it needs. `make demo` and `make test` are the two to know.
PYTHON ?= python3
PULUMI ?=

BIN := .venv/bin
CLI := tools/pulumi-cli/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := pulumi_junction tests examples bench tools

export PATH := $(CURDIR)/$(BIN):$(CURDIR)/$(CLI):$(PATH)
export PULUMI_SKIP_UPDATE_CHECK := true
# The editable install below has no pulumi-plugin.json where older language hosts look for it (docs/adr/0003).
export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION := true

.PHONY: help setup demo demo-faults test check fmt lint types imports bench matrix lock clean
.DEFAULT_GOAL := help

help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.installed ## Python environment and Pulumi CLI; done by every other target
	@PULUMI="$(PULUMI)" PYTHON="$(CURDIR)/$(BIN)/python" tools/pulumi-cli/install.sh

.venv/.locked: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "setup: Python 3.10 or newer is needed; name it with 'make setup PYTHON=python3.12'" >&2; exit 1; }
	@echo "setup: creating .venv from requirements-dev.lock; about a minute the first time"
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml pulumi_junction/version.py
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## A preference's life, and how it reaches users who are connected already; a pretend Junction, no keys needed
	@python examples/demo.py

demo-faults: setup ## Four bad days, rehearsed the same way: Junction busy, an update half-applied, an outage, an edit by hand
	@python examples/demo_faults.py

test: setup ## All tests, the real engine included
	pytest --numprocesses 3 --dist worksteal --cov --cov-report=
	@coverage report --include='pulumi_junction/core/*,pulumi_junction/providers/*,pulumi_junction/api/*' --fail-under=95

check: setup lint types imports test ## What CI runs: lint, types, imports and all tests

fmt: setup ## Format and sort imports
	ruff format $(SOURCES)
	ruff check --fix $(SOURCES)

lint: setup ## Formatting and lint, nothing changed
	ruff format --check $(SOURCES)
	ruff check $(SOURCES)

types: setup ## mypy --strict; each example is a project of its own
	mypy
	@for example in $(sort $(dir $(wildcard examples/*/*.py examples/*/*/*.py))); do mypy "$$example"*.py || exit 1; done

imports: setup ## Which room may import which
	lint-imports

bench: setup ## Measure; what a declared resource costs next to the engine itself
	python -m bench

matrix: setup ## Core, protocol and engine tests on every installed Python, lowest and newest dependencies; minutes
	python tools/matrix/run.py $(CELLS)

lock: setup ## Pin the development environment again after a change in pyproject.toml
	uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --all-extras --group dev \
		pyproject.toml --output-file requirements-dev.lock

clean: ## Remove the environment, caches and build results; keeps the built Pulumi CLI
	rm -rf .venv .matrix build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
