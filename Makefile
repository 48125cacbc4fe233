# One command for each thing a developer does; `make` lists them. The virtual environment is made from the lock files and
# remade only when they change, so a second `make run` costs nothing. Limit: POSIX make and sh, CPython 3.11 or newer.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
ROOMS := core storage bot
CODE := $(ROOMS) tests
# Tests are shared out among this many processes.
WORKERS ?= auto

# PYTHON=/path/to/python names the interpreter; otherwise the first of these that is new enough.
PYTHON ?= $(shell for name in python3.11 python3 python3.13 python3.12; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$name; break; fi; done)

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help run demo quick test older packages check format lock soak mutants bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/.runtime ## the bot with a local Telegram, or with the real one if BOT_TOKEN is set
	@exec $(PY) -m bot run

demo: $(VENV)/.runtime ## a year of one seller in a minute
	@$(PY) -m bot demo

bench: $(VENV)/.runtime ## speed, each figure beside its counterpart
	@$(PY) -m bot bench

quick: $(VENV)/.dev ## at each change: rules, rows on SQLite, feed and texts, in about a minute
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal -m "not soak" -k "not postgres" tests/core tests/storage tests/bot/feed \
		tests/bot/texts tests/architecture/test_contracts.py tests/architecture/test_rules.py $(ARGS)

packages: ## what the tests need of the system (Chromium, fonts, git, Redis), installed where that is allowed
	@.ci/packages

test: packages $(VENV)/.dev ## every test, with the coverage that the project promises
	@$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -n $(WORKERS) --dist worksteal -m "not soak" $(ARGS)
	@$(PY) -m coverage combine --quiet
	@$(PY) -m tests.coverage_floor core=98 storage,bot=90

older: $(VENV)/.dev ## the storage on the PostgreSQL whose programs are in POSTGRESQL_PROGRAMS, such as /usr/lib/postgresql/15/bin
	@test -x "$(POSTGRESQL_PROGRAMS)/initdb" || { echo "Name the folder: make older POSTGRESQL_PROGRAMS=/usr/lib/postgresql/15/bin" >&2; exit 1; }
	POSTGRESQL_PROGRAMS="$(POSTGRESQL_PROGRAMS)" $(PY) -m pytest -q -n $(WORKERS) --dist worksteal -m "not soak" -k postgres \
		$(or $(ARGS),tests/storage)

check: $(VENV)/.dev ## form, types, arrows between packages, names that must not be here
	$(VENV)/bin/ruff check $(CODE)
	$(VENV)/bin/ruff format --check $(CODE)
	$(VENV)/bin/mypy
	PYTHONPATH=. $(VENV)/bin/lint-imports --no-logo
	$(PY) -m tests.banned_words

format: $(VENV)/.dev ## put the code into form
	$(VENV)/bin/ruff check --fix $(CODE)
	$(VENV)/bin/ruff format $(CODE)

soak: $(VENV)/.dev ## the property tests with many more examples, the long histories, and many processes killed in other orders
	HYPOTHESIS_PROFILE=soak $(PY) -m pytest tests/property tests/bot/test_many_processes.py tests/storage/ledger/test_plain.py \
		tests/storage/ledger/test_plain_shops.py $(ARGS)

mutants: $(VENV)/.dev ## change the rules in small ways and see whether a test notices (long)
	@rm -rf mutants
	$(VENV)/bin/mutmut run $(ARGS)
	@$(PY) -m tests.mutants_floor 90

lock: $(VENV)/.uv ## resolve the dependencies again; UPGRADE=1 takes newer versions
	@echo "uv>=0.13,<0.14" | $(COMPILE) -o requirements-uv.lock -
	@$(COMPILE) -o requirements.lock pyproject.toml
	@echo "redis>=8.1,<9" | $(COMPILE) -c requirements.lock -o requirements-redis.lock -
	@$(COMPILE) -o requirements-dev.lock --group dev -c requirements.lock -c requirements-uv.lock pyproject.toml

clean: ## remove everything that was made here, the data of `make run` excepted
	rm -rf $(VENV) build dist mutants .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found. Install it, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or newer. Name another: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.uv: requirements-uv.lock | $(PY)
	@echo "Installing what requirements-uv.lock names"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

# Adds and never removes, so `make run` leaves the tools of `make test` alone.
$(VENV)/.runtime: requirements.lock $(VENV)/.uv
	@echo "Installing what requirements.lock names"
	@$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.uv
	@echo "Installing what requirements-dev.lock names"
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements-dev.lock
	@touch $(VENV)/.runtime $@
