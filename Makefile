# Everything happens inside .venv. `make run` and `serve` install what a user needs, `make test`,
# `lint` and `bench` also the tools of a developer; an unchanged pyproject.toml costs no time at all.

RUN     ?= run examples/moving_city.yaml --out results/demo
BENCH   ?= bench --write docs/benchmarks.md --scaling docs/scaling.svg
SERVE   ?= serve
WORKERS ?= 2
PYTHON  ?=

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

# As pip does for a package that is not editable: where Python is told to write no bytecode, each
# start would compile three hundred modules anew.
BYTECODE := $(BIN)/python -m compileall -q core bindings python server

# An installation is remembered by a stamp whose name is a checksum of what it depends on.
STATE := $(shell { pwd -P; cat pyproject.toml constraints.txt; } | cksum | cut -d ' ' -f 1)
DEV   := $(VENV)/installed-dev-$(STATE)
WEB   := $(VENV)/installed-server-$(STATE)

# So are the libraries of the page and its build. npm is that of .venv.
NPM     := frontend/run_npm.sh
LIBRARY := $(shell cat frontend/package.json frontend/package-lock.json | cksum | cut -d ' ' -f 1)
SOURCES := $(shell find frontend -name node_modules -prune -o -type f -exec cksum {} + | LC_ALL=C sort | cksum | cut -d ' ' -f 1)
MODULES := frontend/node_modules/.installed-$(LIBRARY)
BUILT   := server/voltwin_server/page/dist/.built-$(SOURCES)

.DEFAULT_GOAL := help
.PHONY: help setup run serve page client test validation mutants bench branches lint docs screens clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

setup: $(DEV)  ## install Voltwin and the developers' tools into .venv
	@$(BYTECODE)
	@echo "Ready: $(BIN)/voltwin"

# What it names at its end is `voltwin serve`, so that is ready, too; without the page all else is.
run: $(WEB)  ## simulate the moving city, results in results/demo
	@$(BYTECODE)
	@$(MAKE) --no-print-directory page || echo "The page could not be built: what voltwin serve shows comes by make page."
	@$(BIN)/voltwin $(RUN)

serve: $(WEB) page  ## serve the page and the API over HTTP, on this machine
	@$(BYTECODE)
	@$(BIN)/voltwin $(SERVE)

page: $(BUILT)  ## build the page that the server shows

client: $(DEV) $(MODULES)  ## rewrite the page's client of the API and its words of KPIs
	@$(BIN)/python frontend/scripts/generate_client.py
	@$(BIN)/python frontend/scripts/generate_words.py

test: lint page  ## check style and types, then run every test
	@tests/store/install_servers.sh
	@tests/page/install_chromium.sh
	@$(NPM) run --silent test
	$(BIN)/python -m pytest -p no:benchmark -n $(WORKERS) --dist worksteal

validation: $(DEV)  ## run all checks as closely as each can, for docs/validation.md (15 minutes)
	@$(BYTECODE)
	@$(BIN)/voltwin validate --full --workers $(WORKERS)
	@cp results/validation/full/validation.json docs/validation.json
	@$(BIN)/python docs/generate.py

mutants: $(DEV)  ## try small errors in the core, and tell which no test has noticed (an hour)
	@nice -n 19 $(BIN)/python -m tests.mutants --workers $(WORKERS)
	@cp results/mutants/mutants.json docs/mutants.json
	@$(BIN)/python docs/generate.py

bench: $(DEV)  ## measure this machine and write docs/benchmarks.md
	@$(BYTECODE)
	$(BIN)/python -m pytest benchmarks
	$(BIN)/voltwin $(BENCH)

branches: $(DEV)  ## count which way branches of the kernel go, for its optimiser (half a minute)
	@$(BIN)/python benchmarks/count_branches.py

lint: $(DEV) $(MODULES)  ## check style (ruff, ESLint, Prettier) and types (mypy, TypeScript)
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(NPM) run --silent lint
	$(NPM) run --silent types

docs: $(DEV)  ## rewrite what the pages of docs/ take from the code, and the picture
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/picture.py
	@$(BIN)/python docs/calibration_picture.py

screens: $(DEV) page  ## take the pictures of the page anew, in docs/screens
	@tests/page/install_chromium.sh
	@$(BIN)/python -m tests.page.take_screens

clean:  ## remove .venv, caches, builds and results
	@rm -rf frontend/node_modules server/voltwin_server/page/dist
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks build dist results
	@find . -type d -name __pycache__ -prune -exec rm -rf {} +

$(DEV): $(BIN)/python
	@echo "Installing Voltwin and its developers' tools into $(VENV): about a minute the first time."
	@rm -f $(VENV)/installed-*
	@$(PIP) -e ".[dev]" && touch $(WEB) $@

$(WEB): $(BIN)/python
	@echo "Installing Voltwin and its server into $(VENV): about a minute the first time."
	@rm -f $(VENV)/installed-*
	@$(PIP) -e ".[server,page]" && touch $@

# The installation for developers is one for the server, too: both bring Node.
$(MODULES): $(WEB)
	@echo "Installing the libraries of the page into frontend/node_modules: about a minute the first time."
	@$(NPM) ci --loglevel=error && touch $@

$(BUILT): $(MODULES)
	@$(NPM) run --silent build -- --logLevel warn && touch $@

# The first Python >= 3.11 found makes .venv. Debian keeps a part of venv in a package of its own.
$(BIN)/python:
	@for python in $(or $(PYTHON),python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Voltwin needs Python 3.11 or newer, and found none; name one with: make setup PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ "$$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then \
	    echo "Voltwin needs Python's venv module: please install the package python3-venv." >&2; \
	    exit 1; \
	  fi; \
	  echo "Installing the Debian package python3-venv."; \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3-venv >/dev/null || exit 1; \
	fi; \
	"$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
