# `make` sets up, builds and validates; `make test` runs the whole test suite. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe --strip-extras

# What a release is made from: a change in the content of any of these, and nothing else, makes `make` build again. Dates do not count: clocks jump.
INPUTS := $(shell find raw schemas pipeline -type f ! -name '*.pyc' ! -path '*/.*' | sed 's/ /\\ /g')
STATE = cat $(INPUTS) requirements.txt dist/SHA256SUMS datapackage.json 2>/dev/null | cksum

.DEFAULT_GOAL := all
.PHONY: all build validate test soak lint serve evaluate train bench bench-check licences audit coverage requirements clean help

all: $(VENV)/.runtime ## set up, build raw/ into dist/, validate
	@if [ "$$($(STATE))" = "$$(cat $(VENV)/.built 2>/dev/null)" ]; then \
	  echo "dist/ is up to date: nothing to do. Look at it with: make serve"; \
	else \
	  $(BIN)/pipeline build > $(VENV)/.summary && $(BIN)/pipeline validate && $(BIN)/pipeline dictionary > docs/data-dictionary.md && \
	  cat $(VENV)/.summary && $(STATE) > $(VENV)/.built; \
	fi

$(VENV)/.runtime: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@echo "Installing what a build needs into $(VENV) (pinned, hashes checked)"
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what the tests need into $(VENV) (pinned, hashes checked)"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.soak: requirements-soak.txt $(VENV)/.dev
	@$(PIP) install --quiet --require-hashes -r requirements-soak.txt
	@touch $@

build: $(VENV)/.runtime ## build raw/ into dist/, changed or not
	@$(BIN)/pipeline build

validate: $(VENV)/.runtime ## check dist/ against schemas, keys, offsets, Frictionless and SQLite
	@$(BIN)/pipeline validate

test: $(VENV)/.dev ## run the whole test suite, in two processes
	@$(BIN)/python -m pytest -n 2

soak: $(VENV)/.soak ## try the promises for hours (faults, hostile input, load) and write docs/soak.md (TRIAL=kills)
	@$(BIN)/python -m tests.soak $(TRIAL)

lint: $(VENV)/.dev ## style and types
	@$(BIN)/ruff check pipeline tests
	@$(BIN)/mypy

serve: all ## open the site on this machine
	@$(BIN)/pipeline serve

evaluate: $(VENV)/.dev ## score extraction on the annotated articles; with all of them at hand, write docs/quality.md
	@$(BIN)/python -m pipeline.evaluation

train: $(VENV)/.dev ## go on learning what the signs of stances, links and doubts weigh (CORPORA="folder ..." of new annotated articles)
	@$(BIN)/python -m pipeline.evaluation.training $(CORPORA)

bench: $(VENV)/.dev ## measure speed and memory and write docs/performance.md (ARTICLES=1000 DOCUMENTS=10000); goes on where it was stopped
	@$(BIN)/python -m tests.bench $(or $(ARTICLES),1000) $(or $(DOCUMENTS),10000)

bench-check: $(VENV)/.dev ## fail where the pipeline has become slow beside the parser
	@$(BIN)/python -m tests.bench --check

licences: $(VENV)/.dev ## list the licences of all libraries in docs/licences.md; fail where one is not allowed
	@$(BIN)/python -m pipeline.supply licences

audit: $(VENV)/.dev ## look for known vulnerabilities of the pinned libraries; needs the network
	@$(BIN)/python -m pipeline.supply audit

coverage: $(VENV)/.dev ## measure which code the tests run, and write docs/coverage.md
	@$(BIN)/python -m tests.coverage -n 2

requirements: $(VENV)/.dev ## pin requirements.in, requirements-dev.in and requirements-soak.in with hashes
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
	@$(COMPILE) requirements-soak.in --output-file requirements-soak.txt

clean: ## remove the virtual environment and caches, never data
	@rm -rf $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
