# Everything here prepares what it needs by itself; `make setup` only prepares .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The checkout under the package's name, for tools that read source rather than import it.
SRC := $(VENV)/src

.PHONY: setup demo test test-extra lint types bench clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	mkdir -p $(SRC) && ln -sfn ../.. $(SRC)/remit
	touch $@

demo: setup
	@for request in examples/requests/*; do \
	  printf '\n$$ remit decide --contracts examples/contracts.yaml %s\n\n' "$$request"; \
	  $(BIN)/remit decide --contracts examples/contracts.yaml "$$request"; code=$$?; \
	  test $$code -eq 0 -o $$code -eq 4 || exit $$code; \
	done

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	MYPYPATH=$(SRC) $(BIN)/mypy -m remit.cli -p remit.engine

test: lint types
	$(BIN)/python -m pytest -m 'not extra'
	@echo "left out: tests that need more than Python (terminals, shells, a browser, Node.js, pre-commit); run them with 'make test-extra'"

test-extra: setup
	$(BIN)/python -m pytest -m extra

bench: setup
	$(BIN)/python benchmarks/deciding.py
	$(BIN)/python benchmarks/checking.py
	$(BIN)/python benchmarks/growing.py

clean:
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .ruff_cache .pytest_cache
