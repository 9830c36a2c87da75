# What a person types. Each target makes what it needs first and skips what is already there.
# Variables: PORT and DATABASE_URL for `run`, ARGS for the runners, PYTHON to choose an interpreter.
PORT ?= 8000
ARGS ?=
SETUP = @sh tools/setup.sh
PY = .venv/bin/python
NPM = $(PY) -m tools.node npm --prefix frontend run
CODE = src tests tools hatch_build.py $(wildcard benchmarks)
UNIT = $(PY) -m pytest -n auto --ignore=tests/e2e -m "not long and not e2e"

.PHONY: help run install test pg-test long lint types contracts templates openapi frontend-check check bench e2e e2e-full build lock clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

run: ## install what is missing, load the demo and serve on PORT (8000)
	$(SETUP)
	@.venv/bin/yunchou serve --demo --port $(PORT)

install: ## everything `run` needs, into .venv
	$(SETUP)

test: ## unit tests: SQLite, engine, plan, web, front end; no browser, no server
	$(SETUP) dev
	$(UNIT) $(ARGS)
	$(NPM) test

pg-test: ## the same web tests on a PostgreSQL started for them
	$(SETUP) dev
	$(PY) -m tools.postgres $(UNIT) --ignore=tests/engine --ignore=tests/plan --ignore=tests/conventions $(ARGS)

long: ## the runs of minutes: 10,000 networks, 1,000 bodies an operation; `make test` has their short form
	$(SETUP) dev
	$(PY) -m pytest -n auto --ignore=tests/e2e -m long $(ARGS)

lint: types contracts templates ## style, types, import contracts, templates
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)

types:
	$(SETUP) dev
	$(PY) -m mypy src tools tests hatch_build.py

contracts:
	$(SETUP) dev
	.venv/bin/lint-imports --no-cache

templates:
	$(SETUP) dev
	.venv/bin/djlint src/yunchou --lint --quiet

openapi: ## write docs/api/openapi.json anew
	$(SETUP) dev
	$(PY) -m tools.openapi

frontend-check: ## TypeScript types and Biome
	$(SETUP)
	$(NPM) types
	$(NPM) lint

check: ## all that CI runs, in the same way
	bash .ci/run

bench: ## ours beside rivals, in one run
	$(SETUP) bench
	$(PY) -m benchmarks $(ARGS)

e2e: ## browser stories in headless Chromium
	$(SETUP) e2e
	$(PY) -m pytest tests/e2e -m "e2e and not long" $(ARGS)

e2e-full: ## the same, with every page in every look
	$(SETUP) e2e
	$(PY) -m pytest tests/e2e -m e2e $(ARGS)

build: ## the wheel, into dist/
	$(SETUP) dev
	$(PY) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: ## write requirements/*.txt anew (needs uv)
	sh tools/lock.sh $(ARGS)

clean: ## remove all that was made, except the data in var/
	rm -rf .venv frontend/node_modules src/yunchou/web/ui/static/dist dist build
