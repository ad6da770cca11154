# Two commands are enough for a start: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
# Compiled once here, so that a start does not compile: the hotline has to be back quickly after it was killed.
COMPILE := $(BIN)/python -m compileall -q bot desk handlers cases knowledge texts storage

.PHONY: run install test check lint types contracts browser faults ocr lock knowledge knowledge-model clean

run: install
	$(COMPILE)
	HOTLINE_DEMO=1 $(BIN)/hotline serve

install: .venv/installed

.venv/installed: requirements.txt requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(COMPILE)
	touch $@

test: install
	$(BIN)/python -m pytest -q -n 4 --dist loadfile --no-loadscope-reorder

check: lint types contracts knowledge test browser faults ocr

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

# The texts of the laws lie beside the project where somebody keeps them; without them laws.yaml is checked against.
STATUTES := $(if $(wildcard ../shared/law/index.json),--statutes ../shared/law)

knowledge: install
	$(BIN)/hotline knowledge check $(STATUTES)
	$(BIN)/hotline knowledge evaluate

knowledge-model: install
	$(BIN)/hotline knowledge index

browser: install
	$(BIN)/python -m pytest -q -m browser -n 2 --dist loadscope tests/browser

faults: install
	$(BIN)/python -m pytest -q -m faults -n 3 --dist load tests/faults

# The words on photos are read with an extra, which a hotline need not have: pip install -e '.[ocr]'
ocr: install
	@if $(BIN)/python -c "import rapidocr" 2>/dev/null; then $(BIN)/python -m pytest -q -m ocr tests/papers; \
	else echo "== the extra [ocr] is not installed: no picture was read"; fi

lock:
	test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet uv; }
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--group dev -c requirements.txt -o requirements-dev.txt
	sed -n '/^setuptools==/,/[^\\]$$/p' requirements-dev.txt > requirements-build.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache *.egg-info
