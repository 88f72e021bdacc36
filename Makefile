# One word for each of a developer's jobs. PYTHON can name another interpreter.
PYTHON ?= python

# uv makes environments of other versions: `pip install uv`.
UV ?= uv

.PHONY: install lint types contract tests lowest pythons same gate torture docs bench train licences sbom

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

# The tests with the least version of each dependency. TESTS can name some of them.
TESTS ?= tests
lowest:
	$(UV) venv --quiet --clear --python 3.11 build/lowest
	$(UV) pip install --quiet --python build/lowest --resolution lowest-direct -e '.[test]'
	build/lowest/bin/python -m pytest -n auto --dist worksteal $(TESTS)

# The tests with each Python that is promised, as far as it is there: uv finds it, or fetches it.
PYTHONS ?= 3.11 3.12 3.13 3.14
pythons:
	for version in $(PYTHONS); do \
	  $(UV) venv --quiet --clear --python $$version build/python$$version && \
	  $(UV) pip install --quiet --python build/python$$version -e '.[test]' && \
	  build/python$$version/bin/python -m pytest -n auto --dist worksteal $(TESTS) || exit 1; \
	done

# BASE can name a revision to compare with.
same:
	$(PYTHON) -m bench.same $(if $(BASE),--base $(BASE))

gate:
	$(PYTHON) -m training.gate

# N times as much as by default, which takes minutes; SEED does the same again; PARTS can name some.
torture:
	$(PYTHON) -m torture $(PARTS) $(if $(N),--times $(N)) $(if $(SEED),--seed $(SEED))

# What README and docs say is printed, made anew.
docs:
	$(PYTHON) -m cogapp -r README.md docs/*.md

bench:
	$(PYTHON) -m bench.peers
	$(PYTHON) -m bench.cold_start
	$(PYTHON) -m bench.memory

train:
	$(PYTHON) -m training

# What a release consists of, in an environment with nothing else: under what licences, and as CycloneDX.
build/released: pyproject.toml
	$(UV) venv --quiet --clear build/released
	$(UV) pip install --quiet --python build/released '.[archives,audio,cluster,documents,evidence,export,pandas,postgres,serve,spacy,tables,watch]'
	touch build/released

licences: build/released
	$(PYTHON) -m bench.release licences build/released > THIRD-PARTY.md

sbom: build/released
	$(UV) tool run --from cyclonedx-bom cyclonedx-py environment build/released --pyproject pyproject.toml --of JSON \
	  --output-reproducible -o build/installed.cdx.json
	$(PYTHON) -m bench.release sbom build/installed.cdx.json > build/reportedly.cdx.json
