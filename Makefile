# Everything here needs python3 (3.11 or newer) with venv and pip, and nothing else: the first target that
# needs the environment makes it.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
PAGE   := build/comfort.html
LOCK   := requirements-dev.lock

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run test lint types rooms unit soak bench docs schema reference lock clean
.DELETE_ON_ERROR:

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/.run ## tie out every printed figure of the deals in the library, and write the page
	@mkdir -p $(dir $(PAGE))
	@status=0; $(BIN)/seriatim comfort --html $(PAGE) || status=$$?; \
	if [ -f $(PAGE) ]; then echo "The page: $(abspath $(PAGE))"; fi; exit $$status

test: lint types rooms unit ## all checks: style, types, rooms, tests, doctests, snippets, size budgets

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy --strict src

rooms: $(VENV)/.dev ## import-linter
	$(BIN)/lint-imports

unit: $(VENV)/.dev ## pytest, doctests and documentation snippets included
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

soak: $(VENV)/.dev ## the full sets of random scenarios, random deals, rule trees and mutants: about an hour
	$(BIN)/python -m pytest tests -m soak -n $(JOBS) --dist load

bench: $(VENV)/.dev ## speeds, as ratios in one run
	$(BIN)/python -m bench

docs: $(VENV)/.dev reference ## the documentation site, in build/docs
	$(BIN)/sphinx-build -W --keep-going -q -b html -d build/doctrees docs build/docs
	@echo "The site: $(abspath build/docs/index.html)"

schema: $(VENV)/.dev ## write schema/deal.schema.json again
	@mkdir -p build schema
	$(BIN)/python -m seriatim.deal.schema > build/deal.schema.json
	mv build/deal.schema.json schema/deal.schema.json

reference: $(VENV)/.dev ## write the generated pages of docs/reference again
	$(BIN)/python -m docs.generator

lock: ## pin again what development uses (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-emit-index-url \
	  --custom-compile-command "make lock" --upgrade --output-file $(LOCK) pyproject.toml

clean: ## remove the environment and all that was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Seriatim needs Python 3.11 or newer; say which one: make PYTHON=python3.12" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# To use Seriatim: the package and what it imports, at the pinned versions.
$(VENV)/.run: pyproject.toml $(LOCK) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint $(LOCK) --editable .
	@touch $@

# To work on it: everything in the lock.
$(VENV)/.dev: pyproject.toml $(LOCK) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.run $@
