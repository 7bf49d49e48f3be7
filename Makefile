# make run    open the coach at http://127.0.0.1:7860        make test   everything that must hold
# make setup  the virtual environment that both use          make lint   the part of it that reads the code

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin

.PHONY: setup run test lint bench-retrieval bench-index bench-grading bench-explain bench-latency bench-parsing bench-interviews bench-durability

setup: .venv/installed

# The lock is complete, so pip need not resolve anything: the same versions everywhere, and no dependency that only a
# package's metadata asks for.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	$(BIN)/coach $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coach corpus lint

# A file of tests stays with one worker: what its tests share is made once. A browser has the machine to itself, as at
# home: beside other tests it is slower than anybody's.
test: lint
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not browser"
	$(BIN)/pytest -m browser

# Quality, speed and memory, side by side with what one would use instead. DATA: a file or folder, where one is wanted.
bench-retrieval: setup
	$(BIN)/python -m tests.benchmarks.retrieval $(ARGS)

bench-index: setup
	$(BIN)/python -m tests.benchmarks.index $(ARGS)

bench-grading: setup
	$(BIN)/python -m tests.benchmarks.grading $(ARGS)

bench-explain: setup
	$(BIN)/python -m tests.benchmarks.explain $(ARGS)
	$(BIN)/python -m tests.benchmarks.talks

bench-latency: setup
	$(BIN)/python -m tests.benchmarks.latency $(ARGS)

bench-parsing: setup
	$(BIN)/python -m tests.benchmarks.parsing $(DATA)

bench-interviews: setup
	$(BIN)/python -m tests.benchmarks.interviews $(ARGS)

bench-durability: setup
	$(BIN)/python -m tests.benchmarks.durability $(ARGS)
