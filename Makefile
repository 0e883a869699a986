# Two commands for everyone: `make plan` and `make test`. Nothing is presumed but Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY := $(BIN)/python
WORKSPACE ?= workspace

.PHONY: plan test check bench sweep setup lock clean

plan: $(VENV)/ready ## make the sample workspace's plan
	$(PY) tools/first_plan.py $(WORKSPACE)

test: $(VENV)/ready-dev ## every test, the browser ones included
	$(PY) tools/browser.py
	$(PY) -m pytest

check: $(VENV)/ready-dev ## style, types, directions between packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/lint-imports

bench: $(VENV)/ready-dev ## time the planner against other ways of planning: build/bench.json and a table
	$(PY) -m benchmarks

sweep: $(VENV)/ready-dev ## a thousand good plans, in none of which the verifier may find anything
	$(PY) -m benchmarks.sweep_verify

setup: $(VENV)/ready ## the planner itself, nothing to test it with

lock: $(VENV)/ready-dev ## resolve the dependencies afresh; needs uv
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra fast pyproject.toml -o requirements/runtime.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra cluster --extra fast --extra forecast pyproject.toml --group dev -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group node -o requirements/node.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group build -o requirements/build.txt

$(VENV)/python:
	$(PYTHON) -m venv $(VENV)
	$(PY) -c "open('$(VENV)/python', 'w').close()"

$(VENV)/ready: $(VENV)/python requirements/runtime.txt pyproject.toml package-lock.json tools/vendor_assets.py
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(PY) tools/install.py
	$(PY) -c "open('$(VENV)/ready', 'w').close()"

$(VENV)/ready-dev: $(VENV)/ready requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(PY) -c "open('$(VENV)/ready-dev', 'w').close()"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(name, ignore_errors=True) for name in ('$(VENV)', 'node_modules', 'build', 'dist', 'maps/assets', '$(WORKSPACE)')]"
