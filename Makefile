# Banso's two commands: make demo, make test. Python 3.11 or later with venv and pip is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := demo
.PHONY: demo test stress check format docs pictures messages bench lock clean

# Banso in the browser on 127.0.0.1:8000 with the demonstration plan; everything it keeps is in banso-demo/.
demo: $(VENV)/runtime.stamp
	$(BIN)/banso demo

# The whole suite on SQLite, or on the PostgreSQL that DATABASE_URL names; the journeys where Chromium is installed.
test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest

# Fifty people at once, processes killed in the middle: minutes of load, so not part of the suite.
stress: $(VENV)/dev.stamp
	$(BIN)/python -m pytest tests/stress -m stress -n 0

# Format, lint, types, layers, and the documentation against the code.
check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/test_docs.py tests/test_house.py -n 0

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Writes the generated references of docs/reference/ from the code.
docs: $(VENV)/dev.stamp
	$(BIN)/python docs/generate.py

# Collects the Japanese message ids and compiles the English catalogue; says what lacks its English.
messages: $(VENV)/dev.stamp
	$(BIN)/python docs/messages.py

# Takes the pictures of README and guides from a freshly started Banso; needs Chromium.
pictures: $(VENV)/dev.stamp
	$(BIN)/python docs/pictures.py

# What reading, evaluating and printing cost, beside openpyxl doing the same work; writes bench/RESULTS.md.
bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench

# Refreshes the hash-pinned requirements for every platform and Python version; they carry no address.
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	$(VENV)/lock/bin/uv $(LOCK) requirements.in pyproject.toml -o requirements.txt
	$(VENV)/lock/bin/uv $(LOCK) requirements.in pyproject.toml --extra dev -o requirements-dev.txt
LOCK := pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --strip-extras \
	--no-header --no-emit-index-url --no-emit-find-links

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Stamps: nothing is installed again while the requirements stand as they are.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Banso needs Python 3.11 or later: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
