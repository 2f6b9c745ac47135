# Everything here prepares what it needs by itself; `make setup` only prepares .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The checkout under the package's name, for tools that read source rather than import it.
SRC := $(VENV)/src
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
PARALLEL := --numprocesses $(if $(filter 1,$(CORES)),2,$(CORES)) --dist worksteal
# What depends most on the packages that remit needs, and on Python; `make test` runs the laws in full.
CORE := --tenth tests/clocks tests/language tests/library tests/rules tests/triage tests/worktime tests/authoring/show \
  tests/authoring/diff/test_markdown.py tests/authoring/diff/test_text.py

# Tests start Python again and again, which is quicker where it may keep what it compiles.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo serve lint types quick quick-laws quick-record test test-core test-latest test-lowest test-extra \
  lock pages bench accuracy clean

setup: $(VENV)/.ready

# What builds packages is there first, so that nothing is built by whatever is newest.
$(VENV)/.ready: pyproject.toml requirements/build.txt requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements/build.txt
	$(BIN)/python $(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements/dev.txt
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	mkdir -p $(SRC) && ln -sfn ../.. $(SRC)/remit
	touch $@

demo: setup
	@for request in examples/requests/*; do \
	  printf '\n$$ remit decide --contracts examples/contracts.yaml %s\n\n' "$$request"; \
	  $(BIN)/remit decide --contracts examples/contracts.yaml "$$request"; code=$$?; \
	  test $$code -eq 0 -o $$code -eq 4 || exit $$code; \
	done
	@printf '\n$$ remit decide --contracts examples/contracts.yaml examples/messages/1-orders-missing.eml\n\n'
	@$(BIN)/remit decide --contracts examples/contracts.yaml examples/messages/1-orders-missing.eml; \
	  code=$$?; test $$code -eq 0 -o $$code -eq 4 || exit $$code
	@printf '\n$$ remit board --at 2026-03-10T13:30:00Z --contracts examples/contracts.yaml examples/board\n\n'
	@$(BIN)/remit board --at 2026-03-10T13:30:00Z --contracts examples/contracts.yaml examples/board; \
	  code=$$?; test $$code -eq 0 -o $$code -eq 4 || exit $$code

# What is kept stays there until `make clean`; with STORE=URL it is kept elsewhere.
PORT ?= 8080
STORE ?= sqlite:///build/remit.db
serve: setup
	@mkdir -p build
	$(BIN)/remit serve --port $(PORT) --store $(STORE) --policies policies --contracts examples/contracts.yaml

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	MYPYPATH=$(SRC) $(BIN)/mypy -m remit -m remit.__main__ -m remit.cli -m remit.options -m remit.output -m remit.keyboard -m remit.progress -p remit.commands -p remit.engine
	MYPYPATH=$(SRC) $(BIN)/mypy tests benchmarks

# For every save.
quick: lint types
	$(BIN)/python -m pytest $(PARALLEL) --quick -m 'not extra'

# Laws, which search for what breaks them, at a tenth of their examples.
quick-laws: setup
	$(BIN)/python -m pytest $(PARALLEL) --tenth -m 'hypothesis and not extra'

# Measures the files of tests that are not in tests/quick.txt as they are; with ALL=1, every file.
quick-record: setup
	$(BIN)/python -m pytest $(PARALLEL) --quick-record=$(if $(ALL),all,outdated) -m 'not extra'

test: lint types
	$(BIN)/python -m pytest $(PARALLEL) -m 'not extra'
	@echo "left out: tests that need more than Python (terminals, shells, a browser, Node.js, pre-commit, PostgreSQL, wrk, nginx, systemd, podman and debootstrap); run them with 'make test-extra'"

# For another Python: make test-core PYTHON=python3.13 VENV=.venv-3.13
test-core: setup
	$(BIN)/python -m pytest $(PARALLEL) $(CORE)

# On the newest releases of the packages that remit needs, whatever the lock says.
test-latest:
	$(PYTHON) -m venv .venv-latest
	.venv-latest/bin/python $(PIP_INSTALL) --upgrade --upgrade-strategy eager --editable '.[test]'
	.venv-latest/bin/python -m pytest $(PARALLEL) $(CORE)

# On the oldest releases that pyproject.toml allows.
test-lowest: .venv-lowest/.ready
	.venv-lowest/bin/python -m pytest $(PARALLEL) $(CORE)

.venv-lowest/.ready: pyproject.toml requirements/build.txt requirements/lowest.txt
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python $(PIP_INSTALL) --require-hashes -r requirements/build.txt
	.venv-lowest/bin/python $(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements/lowest.txt
	.venv-lowest/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

# By file: what a file installs for its tests is installed once. Spark is too big to be installed with everything else.
test-extra: setup .venv-spark/.ready
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m 'extra and not spark'
	.venv-spark/bin/python -m pytest -m spark tests/extra/test_spark.py

.venv-spark/.ready: pyproject.toml requirements/build.txt requirements/spark.txt
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python $(PIP_INSTALL) --require-hashes -r requirements/build.txt
	.venv-spark/bin/python $(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements/spark.txt
	.venv-spark/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

# Locks what pyproject.toml asks for and is not locked yet; with UPGRADE=1, the newest releases of everything.
LOCK := .venv-lock/bin/uv pip compile --quiet --no-config --no-progress --universal --python-version 3.11 \
  --generate-hashes --custom-compile-command 'make lock'
lock: .venv-lock/.ready
	$(LOCK) $(if $(UPGRADE),--upgrade) --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt pyproject.toml requirements/build.in -o requirements/runtime.txt
	$(LOCK) -c requirements/dev.txt --extra postgresql pyproject.toml requirements/build.in -o requirements/serve.txt
	$(LOCK) -c requirements/dev.txt requirements/build.in -o requirements/build.txt
	$(LOCK) -c requirements/dev.txt --extra spark --extra test pyproject.toml requirements/build.in -o requirements/spark.txt
	$(LOCK) --upgrade --resolution lowest-direct --extra test pyproject.toml -o requirements/lowest.txt

.venv-lock/.ready:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python $(PIP_INSTALL) 'uv>=0.9'
	touch $@

# The pages of the checks, the lists of them, and the schema's part on them.
pages: setup
	cd tests && ../$(BIN)/python -m authoring.check_pages && ../$(BIN)/python -m web.api_page

# How far the words files carry: over labelled messages for tuning, and over those that nobody has looked at.
accuracy: setup
	$(BIN)/python benchmarks/accuracy.py

# All are run; those that miss what they have to reach are named in the end.
BENCHMARKS := benchmarks/deciding.py benchmarks/checking.py benchmarks/growing.py benchmarks/contracts.py \
  benchmarks/starting.py '-m benchmarks.request_rates'
SIDE_BY_SIDE := benchmarks.side_by_side benchmarks.deadlines benchmarks.deadline_growth benchmarks.batch_growth \
  benchmarks.batch_rates benchmarks.service_rates
bench: setup .venv-bench/.ready .venv-spark/.ready
	@missed=; \
	for benchmark in $(BENCHMARKS); do $(BIN)/python $$benchmark || missed="$$missed $${benchmark##* }"; done; \
	for benchmark in $(SIDE_BY_SIDE); do \
	  .venv-bench/bin/python -m $$benchmark || missed="$$missed $$benchmark"; \
	done; \
	.venv-spark/bin/python -m benchmarks.spark_rates || missed="$$missed benchmarks.spark_rates"; \
	.venv-bench/bin/python -m benchmarks.performance_page; \
	test -z "$$missed" || { echo "missed:$$missed" >&2; exit 1; }

# Engines are in no lock; those that are missing are left out of the comparison, by name.
.venv-bench/.ready: pyproject.toml requirements/build.txt requirements/runtime.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python $(PIP_INSTALL) --require-hashes -r requirements/build.txt
	.venv-bench/bin/python $(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements/runtime.txt
	.venv-bench/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	.venv-bench/bin/python $(PIP_INSTALL) --no-build-isolation --editable '.[bench]' || \
	  echo 'the engines of the extra `bench` cannot be installed here'
	touch $@

clean:
	rm -rf $(VENV) .venv-* build dist *.egg-info .hypothesis .mypy_cache .ruff_cache .pytest_cache
