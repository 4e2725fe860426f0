# Two commands matter: `make run` (a demo workshop on port 8000) and `make test` (everything, checked).
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: setup run test check lock migration

setup: .venv/ready

.venv/ready: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (a minute or two the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	@$(BIN)/floor demo --port $(PORT)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_structure.py

test: check
	$(BIN)/pytest

# Draws up a migration from what floor/models says now: make migration SAYS="adds a note to orders".
# `make migration AGAIN=1` draws the newest one anew, while no workshop has it yet.
migration: setup
	$(BIN)/python -m floor.migrations.draft $(if $(AGAIN),--again,"$(SAYS)")

# A new requirements.txt from requirements.in; needs pip-tools on the machine that makes it.
lock:
	pip-compile --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate -o requirements.txt requirements.in
