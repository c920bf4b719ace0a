# SPDX-License-Identifier: AGPL-3.0-or-later
# make demo and make test each work as the first command on a fresh Debian 12
# that has python3 with venv and pip, make and git. make help lists the rest.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
export PYTHON PYTHONDONTWRITEBYTECODE=
MAKEFLAGS += --no-print-directory

.PHONY: help venv demo test check format lint types fences fast tidy kinds messages vectors bench soak requirements

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

venv:  ## put everything into .venv, for running and for checking
	@requirements/install test

demo:  ## live through the night in a browser; ARGS="--story --keep DIR" plays it without you
	@requirements/install run
	@$(BIN)/tocsin demo $(ARGS)

test:  ## every test, those with processes and a browser too; ARGS go to pytest
	@requirements/install test
	@requirements/debian
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: venv  ## before each commit: format, lint, types, fences, fast tests
	@$(MAKE) -k -j 2 --output-sync=target format lint types fences fast

format:
	@$(BIN)/ruff format --quiet --check . || { echo "Not formatted; make tidy does it."; exit 1; }
lint:
	@$(BIN)/ruff check --quiet .
types:
	@$(BIN)/mypy --no-error-summary
fences:
	@$(BIN)/lint-imports
fast:
	@HYPOTHESIS_PROFILE=fast $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow" $(ARGS)

tidy: venv  ## format the code and mend what the linter can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

kinds: venv  ## write docs/kinds.md and docs/commands.md from the code
	@$(BIN)/python -m tests.fences.kinds --write
	@$(BIN)/python -m tests.fences.commands --write

messages: venv  ## compile the translations (.po to .mo)
	@$(BIN)/python -m tests.fences.catalogs --write

bench:  ## one script per performance claim; each prints one ratio last
	@requirements/install test
	@for script in bench/*.py; do $(BIN)/python $$script || exit 1; done

soak:  ## the alarm path under kills and load, for minutes
	@requirements/install test
	@$(BIN)/python -m pytest -m soak $(ARGS)

requirements:  ## pin every package again, with hashes, from the .in lists
	@requirements/compile
