# Each target is one script or command; README.md shows them for machines without make.
# Two at a time; all tests of a file in one process, which halves the setting up.
PYTEST = .venv/bin/python -m pytest -n 4 --dist loadfile $(ARGS)

.PHONY: help setup run dev test test-postgres concurrency check bench
help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 16

run: ## Set up whatever is missing and serve Crux (PORT=8000 HOST=127.0.0.1)
	@bin/run

dev: ## The same with DEBUG=1, starting again when the code changes
	@bin/run dev

setup: ## Only the virtual environment, with the tools for development
	@bin/setup requirements-dev.txt

test: setup ## Every test that can run here (ARGS=-x; REQUIRE_BROWSER=1: fail without Chromium)
	@$(PYTEST)

test-postgres: ## The same tests on a private PostgreSQL server
	@bin/test-postgres $(ARGS)

concurrency: setup ## Eight writers, 500 changes each, on SQLite and then on PostgreSQL
	@EVERY_CHANGE=1 .venv/bin/python -m pytest tests/test_concurrency.py
	@EVERY_CHANGE=1 bin/test-postgres tests/test_concurrency.py

check: setup ## Formatting, lint, types, templates, migrations
	@bin/check

bench: setup ## Measure what the goals are about
	@.venv/bin/python -m tests.benchmarks.run $(ARGS)
