# SOFI: what to type. `make` alone says it in one line each.

PORT ?= 8000
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null || echo .venv/bin/uv)
# The demonstration never uses a base, a mail server or a key that the shell knows.
DEMO := env -u DATABASE_URL -u MAIL_HOST -u SECRET_KEY -u ALLOWED_HOSTS \
	SOFI_ENV=demo SOFI_URL=http://localhost:$(PORT) HOST=127.0.0.1 PORT=$(PORT)

.DEFAULT_GOAL := help
.PHONY: help install demo test check fmt bench mutation lock clean

help: ## Say what can be typed
	@sed -n 's/^\([a-z]*\): .*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

install: ## Make .venv from requirements-dev.txt, if it is not already right
	@scripts/install

demo: install ## Serve a demonstration on http://localhost:8000/ (another port: make demo PORT=8123)
	@$(PY) scripts/check_port.py $(PORT)
	@$(DEMO) $(PY) manage.py migrate --verbosity 0
	@$(DEMO) $(PY) manage.py load_referentiels
	@$(DEMO) $(PY) manage.py collectstatic --noinput --verbosity 0
	@$(DEMO) $(PY) manage.py demo_data --if-empty
	@echo && echo "http://localhost:$(PORT)/ is served. Ctrl-C stops it; another 'make demo' finds the same data (var/)."
	@exec $(DEMO) .venv/bin/gunicorn --config config/gunicorn.py

test: install ## Run the tests, on SQLite then on PostgreSQL (some of them: make test ARGS="-k lheo")
	@scripts/test $(ARGS)

check: install ## Verify style, imports, settings and migrations
	@scripts/check

fmt: install ## Format the code and repair what ruff can
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

bench: install ## Measure speed
	@if [ -f bench/__main__.py ]; then exec $(PY) -m bench $(ARGS); else echo "There is no bench yet."; fi

mutation: install ## Put faults in the rules, and say which no test finds (some: make mutation ARGS="--sample 200")
	@scripts/install mutation
	@exec .venv-mutation/bin/python -m tests.mutation $(ARGS)

lock: ## Compile the requirements*.txt again, with uv (newer versions: make lock ARGS=--upgrade)
	@[ -x "$(UV)" ] || { echo "make lock needs uv: install it, for example with '.venv/bin/pip install uv'." >&2; exit 1; }
	$(UV) pip compile pyproject.toml --output-file requirements.txt \
		--universal --generate-hashes --python-version 3.12 --no-header --quiet $(ARGS)
	$(UV) pip compile pyproject.toml --extra dev --constraints requirements.txt --output-file requirements-dev.txt \
		--universal --generate-hashes --python-version 3.12 --no-header --quiet $(ARGS)
	$(UV) pip compile --group pyproject.toml:mutation --no-emit-package yattag \
		--output-file requirements-mutation.txt \
		--universal --generate-hashes --python-version 3.12 --no-header --quiet $(ARGS)

clean: ## Remove .venv and caches; the data of the demonstration stay (var/)
	@rm -rf .venv .venv-mutation .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
