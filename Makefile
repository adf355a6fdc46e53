# Set-up is part of every target: a fresh clone needs no command before these.
# PYTHON is the interpreter that the environment is made with (3.11 or newer).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAGES := --stage static-analysis --stage unit-tests --stage property-tests

.PHONY: setup test test-slow check qualify qualify-all matrix-demo lock bench fuzz schemas dist clean

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock scripts/setup.sh
	PYTHON=$(PYTHON) sh scripts/setup.sh $(VENV)
	touch $(STAMP)

test: setup
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST_ARGUMENTS)

# Real repositories that take minutes each; `make test` leaves them out.
test-slow: setup
	$(BIN)/python -m pytest --slow $(PYTEST_ARGUMENTS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

qualify: setup
	$(BIN)/speccursor qualify $(STAGES) .

qualify-all: setup
	$(BIN)/speccursor qualify .

# Two Pythons that this machine has and one that it has not, each in a folder of its own, judged together.
matrix-demo: setup
	$(BIN)/python scripts/matrix_demo.py

lock: setup
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock

bench: setup
	$(BIN)/python -m bench

# Five minutes unless FUZZ_ARGUMENTS say otherwise (libFuzzer's options; a reader's name first fuzzes that one alone).
FUZZ_ARGUMENTS ?= -max_total_time=300

fuzz: setup
	$(BIN)/uv pip install --quiet --python $(BIN)/python atheris==3.0.0
	$(BIN)/python tests/fuzz/fuzz_readers.py --write-corpus build/fuzz
	$(BIN)/python tests/fuzz/fuzz_readers.py $(FUZZ_ARGUMENTS) -print_final_stats=1 build/fuzz

schemas: setup
	REWRITE=1 $(BIN)/python -m pytest -q -n0 tests/unit/configuration/test_schema.py

dist: setup
	rm -rf dist
	$(BIN)/python -m build --installer uv
	$(BIN)/twine check --strict dist/*

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
