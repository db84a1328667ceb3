# Verbs: course test site pdf epub exercises train grade bench serve links lint lock clean. Each calls one module.
PYTHON ?= python3
PY     := .venv/bin/python
PORT   ?= 8000

.PHONY: FORCE course test site pdf epub exercises train grade bench serve links lint lock clean
.DELETE_ON_ERROR:

REFERENCE := $(shell find rnn_ref -name '*.py' -o -name '*.txt')
GRADING   := $(shell find grading -type f -not -name '*.pyc') nbgrader_config.py
SOLUTIONS := $(wildcard solutions/*/*.py)
EXERCISES := $(patsubst solutions/%.py,exercises/%.ipynb,$(SOLUTIONS))

# Everything, from nothing; what has not changed is not done again.
course: exercises site train grade
	@$(PY) -m grading summary

# CI runs this. It does not regenerate the exercises: a test compares them with a fresh generation.
test: .venv/installed lint site
	@$(PY) -m pytest -n auto --dist loadfile

# A page with a warning must not count as built: without the doctrees the next run reads it again.
site: .venv/installed
	@$(PY) -m book.assets
	@echo "Building the site ..."
	@.venv/bin/jupyter-book build book -n -W --keep-going --quiet >/dev/null || { rm -rf book/_build/.doctrees; exit 1; }
	@$(PY) -m book.assets size

# The course as one file, build/bptt.pdf (needs TeX) and build/bptt.epub (needs nothing more).
pdf epub: .venv/installed
	@$(PY) -m book.editions $@

exercises: $(EXERCISES)

exercises/%.ipynb: solutions/%.py $(GRADING) .venv/installed
	@$(PY) -m grading exercises $(*F)

train: build/model.npz

build/model.npz: $(REFERENCE) .venv/installed
	@$(PY) -m rnn_ref train --out $@

grade: build/sample/graded

build/sample/graded: $(GRADING) $(REFERENCE) $(SOLUTIONS) .venv/installed
	@$(PY) -m grading sample && touch $@

bench: .venv/installed
	@$(PY) -m benchmarks

serve: site
	@$(PY) book/serve.py $(PORT)

# Asks every address outside the site; a weekly workflow runs it. `make test` checks only their form.
links: site
	@$(PY) book/links.py --live

lint: .venv/installed
	@$(PY) -m ruff check .
	@$(PY) book/spelling.py

lock: .venv/installed
	@$(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
	    --extra grading --extra cluster --extra postgresql --extra book --extra fast --extra dev \
	    --no-header --no-annotate --upgrade pyproject.toml --output-file constraints.txt

clean:
	@rm -rf .venv build book/_build .pytest_cache .ruff_cache .hypothesis

# Asked every time, because it knows more than dates: a moved folder, another Python. It touches nothing
# that is as it should be, so nothing after it is done again.
.venv/installed: FORCE
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or later, or name it as in \`make PYTHON=/path/to/python3\`." >&2; exit 2; }
	@$(PYTHON) bootstrap.py
