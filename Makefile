# CekTautan: every command that a newcomer, a moderator or CI needs.
#
#   make run     the service on the shipped lists, at http://127.0.0.1:8000
#   make test    all tests of both languages, in real browsers
#   make check   lint, types, the import law, lists, rules, vectors, the extension's package
#   make bench   measured figures, each a ratio against a peer in the same run
#   make help    this list with the settings
#
# Nothing is installed outside .venv, .clients, node_modules and var/, except Debian packages that
# `make test` needs and that apt may install (root only; otherwise it names them and fails).

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
CLIENTS := $(patsubst requirements/clients/%.txt,.clients/%/.installed,$(wildcard requirements/clients/*.txt))
NODE_STAMP := node_modules/.installed

export PORT
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: run test check bench pictures help publish package lock clean needs clients

## run: the service on the shipped lists (PORT=, CEKTAUTAN_*= override)
run: $(RUN_STAMP)
	@exec $(BIN)/cektautan serve

## test: every test of both languages (ARGS= goes to pytest)
test: $(DEV_STAMP) clients needs
	tools/node_test.sh
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

## check: ruff, mypy, tsc, import law, lint of lists, rules, vectors and the package
check: $(DEV_STAMP) $(NODE_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npx --no-install tsc -p .
	$(BIN)/cektautan lint
	$(BIN)/python -m pytest -q tests/test_structure.py tests/test_docs.py tests/test_vectors_lint.py
	$(BIN)/python -m tools.lint_package

## bench: sizes, lookups, memory, requests and the extension, each as a ratio within the run
bench: $(DEV_STAMP) clients needs
	$(BIN)/python -m tools.bench

## pictures: take docs/pictures anew; look at each before committing it
pictures: $(DEV_STAMP) needs
	$(BIN)/python -m tools.pictures

## publish: read blocklists/, sign and publish the set into var/public without serving it
publish: $(RUN_STAMP)
	$(BIN)/cektautan publish

## package: both stores' packages in dist/ (SERVER=https://... KEY=RW... pin the service they follow, ARGS= more)
package: $(RUN_STAMP)
	@$(BIN)/cektautan package --server "$(SERVER)" --key "$(KEY)" $(ARGS)

## lock: write requirements/*.txt anew from pyproject.toml
lock:
	tools/lock.sh

## clients: other people's clients that tests use and that agree with nothing else, each in an environment of its own
clients: $(CLIENTS)

## clean: remove what the commands above made, except var/ (keys and published lists)
clean:
	rm -rf $(VENV) .clients node_modules dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

help:
	@grep -E '^## ' $(MAKEFILE_LIST) | sed 's/^## /make /'
	@echo
	@echo 'Settings are environment variables, see docs/operations.md; for instance:'
	@echo '  PORT=8080 make run          serve on another port'
	@echo '  make test ARGS="-k warning" run some of the tests'

needs: $(DEV_STAMP)
	@$(BIN)/python tools/needs.py

$(VENV)/bin/python:
	@tools/venv.sh "$(PYTHON)" "$(VENV)"

$(RUN_STAMP): requirements/build.txt requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.clients/%/.installed: requirements/clients/%.txt
	@tools/venv.sh "$(PYTHON)" ".clients/$*"
	.clients/$*/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r $<
	@touch $@

$(NODE_STAMP): package.json package-lock.json
	@command -v npm >/dev/null || { echo 'cektautan: npm is missing (Node 20 or later, for tsc and web-ext)' >&2; exit 1; }
	npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@
