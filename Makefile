# Two commands for a newcomer: `make run` and `make test`. Everything else: `make help`.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
DEV := $(VENV)/.dev-ok
RUN := $(VENV)/.run-ok
PYTHON ?= python3
export PORT ?= 8000

.PHONY: run test check fix bench screenshots messages country lock help
.DEFAULT_GOAL := help

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt

$(RUN): requirements.txt pyproject.toml $(UV)
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements.txt
	$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt pyproject.toml $(UV)
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-dev.txt
	$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN)

%.mo: %.po
	$(VENV)/bin/pybabel --quiet compile --domain django --directory locale

MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

run: $(RUN) $(MESSAGES) ## set up what is missing, load the demonstration, serve on PORT (8000)
	@$(VENV)/bin/sauro migrate --verbosity 0
	@$(VENV)/bin/sauro demo --if-empty
	@exec $(VENV)/bin/sauro serve

test: $(DEV) $(MESSAGES) ## set up what tests need, run all of them on SQLite and PostgreSQL
	@scripts/system-deps.sh
	@scripts/test.sh

check: $(DEV) ## lint, types, layers, translations up to date
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy sauro
	$(VENV)/bin/sauro makemigrations --check --dry-run --verbosity 0

fix: $(DEV) ## repair what a tool can repair
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(DEV) $(MESSAGES) ## measure the operations on SQLite and PostgreSQL; PEER=redmine beside Redmine
	@scripts/system-deps.sh $(PEER)
	@$(PY) -m bench $(if $(PEER),--peer $(PEER))

screenshots: $(DEV) $(MESSAGES) ## pictures of every page at two widths in two languages, and of the guides
	@scripts/system-deps.sh
	@$(PY) scripts/screenshots.py

messages: $(DEV) ## collect the strings to translate into locale/
	@$(PY) scripts/messages.py

country: $(RUN) ## install what questions over all provinces need (Parquet, DuckDB, Dask)
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-country.txt

lock: $(UV) ## renew the lock files from pyproject.toml
	$(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml -o requirements.txt
	$(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml --extra country -o requirements-country.txt
	$(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml --extra country --group dev -o requirements-dev.txt
	echo uv | $(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet - -o requirements-uv.txt

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | column -t -s $$'\t'
