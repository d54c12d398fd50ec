# Everything is set up here: a machine needs Python 3.11 or newer, make, and pip's way to the package registry.
#
#   make demo   process a sample call, write its letters, send its emails to a server of our own
#   make test   linters, type check, import contract, tests

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.DELETE_ON_ERROR:
.PHONY: help demo test clean

help:
	@sed -n 's/^#   //p' Makefile

demo: $(VENV)/.demo-installed
	$(BIN)/python samples/demo.py

test: $(VENV)/.test-installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n logical

# The package is installed from its checkout (-e), so that a change to the code needs no new installation.
$(VENV)/.%-installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[$*]"
	touch $@

clean:
	rm -rf $(VENV) demo .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
