# One word for each of a developer's jobs. PYTHON can name another interpreter.
PYTHON ?= python

.PHONY: install lint types contract tests same gate docs bench train

install:
	$(PYTHON) -m pip install -e '.[dev]'

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

contract:
	lint-imports

# A worker for each core; each takes neighbouring tests, which share what a file has made, and then from the other.
tests:
	$(PYTHON) -m pytest -n auto --dist worksteal

# BASE can name a revision to compare with.
same:
	$(PYTHON) -m bench.same $(if $(BASE),--base $(BASE))

gate:
	$(PYTHON) -m training.gate

# What README and docs say is printed, made anew.
docs:
	$(PYTHON) -m cogapp -r README.md docs/*.md

bench:
	$(PYTHON) -m bench.peers
	$(PYTHON) -m bench.cold_start
	$(PYTHON) -m bench.memory

train:
	$(PYTHON) -m training
