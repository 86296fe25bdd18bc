# The commands of the house. Each sets up what it needs: .venv, packages, assets, catalogues (see setup/).
# make demo PORT=8001 · make test ARGS="-k contract" · make bench SIZE=full

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
PORT ?= 8000
SIZE ?= small
ARGS ?=

ifeq ($(strip $(PYTHON)),)
$(error Python 3.11 or newer is missing. 找不到 Python 3.11 或更新版本。Install it (Debian: apt install python3.11 python3.11-venv) or name it: make demo PYTHON=/path/to/python3.11)
endif

.DEFAULT_GOAL := help
.PHONY: help demo prepare fonts test check format evidence bench spark messages lock clean

help:       ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo:       ## the demo city on 127.0.0.1:$(PORT), with one account per role
	@$(PYTHON) setup demo --port $(PORT)

prepare:    ## all that a live site needs on this machine, without starting it
	@$(PYTHON) setup prepare

fonts:      ## bring a Chinese font for PDFs, where the system has none
	@$(PYTHON) setup fonts

test:       ## all tests: SQLite, PostgreSQL and browser where present
	@$(PYTHON) setup test -- $(ARGS)

check:      ## format, lint, types, imports, templates, migrations, house rules
	@$(PYTHON) setup check

format:     ## rewrite Python files in the house's format
	@$(PYTHON) setup format

evidence:   ## the proofs of reliability, to evidence/latest.json and a page
	@$(PYTHON) setup evidence -- $(ARGS)

bench:      ## speed against peers in the same run, to bench/results.md (SIZE=full)
	@SIZE=$(SIZE) $(PYTHON) setup bench -- $(ARGS)

spark:      ## bring pyspark, so that tests and bench compare with Spark too (needs Java 17)
	@$(PYTHON) setup spark

messages:   ## collect new texts into every app's catalogue
	@$(PYTHON) setup messages -- $(ARGS)

lock:       ## renew requirements/*.txt and package-lock.json
	@$(PYTHON) setup lock

clean:      ## remove what set-up made; the demo city and site data stay
	@rm -rf .venv node_modules build dist *.egg-info var/assets var/stamps var/lock
	@find . -name __pycache__ -type d -prune -not -path './.git/*' -exec rm -rf {} +
