# Two commands matter: `make run` (a demo workshop on port 8000) and `make test` (everything, checked).
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: setup run test check lock migration words

ENGLISH := floor/translations/en/LC_MESSAGES/messages

setup: .venv/ready $(ENGLISH).mo node_modules/ready

.venv/ready: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (a minute or two the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What tablets' cameras read labels with; whatever comes of it, the rest goes on.
node_modules/ready: package-lock.json | .venv/ready
	@deploy/fetch-reader.sh $(BIN)/python

$(ENGLISH).mo: $(ENGLISH).po | .venv/ready
	@$(BIN)/pybabel -q compile -d floor/translations

run: setup
	@$(BIN)/floor demo --port $(PORT)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_structure.py

# The structure was looked at by the check.
test: check
	$(BIN)/pytest tests/ledger tests --ignore tests/test_structure.py -n auto --dist loadfile --no-loadscope-reorder

# Draws up a migration from what floor/models says now: make migration SAYS="adds a note to orders".
# `make migration AGAIN=1` draws the newest one anew, while no workshop has it yet.
migration: setup
	$(BIN)/python -m floor.migrations.draft $(if $(AGAIN),--again,"$(SAYS)")

# Brings the words that the code and the pages use now into the English catalogue; what is new there has no English yet.
# Sorted, and without places and dates in it, so that a diff shows the words that changed.
words: setup
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output --no-wrap -o build/words.pot .
	@$(BIN)/pybabel -q update -i build/words.pot -d floor/translations --no-fuzzy-matching --ignore-obsolete --no-wrap
	@sed -i -E '/^"(Project-Id|Report|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)/d' $(ENGLISH).po

# New requirements*.txt from requirements*.in; needs pip-tools on the machine that makes it.
lock:
	pip-compile --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate -o requirements.txt requirements.in
	pip-compile --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate -o requirements-npm.txt requirements-npm.in
