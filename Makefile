# The commands of a day's work; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test unit journeys vnu lint check requirements messages bench client kills clean local dev chromium
PY := .venv/bin/python
WITH_DATABASE := $(PY) -m config.with_database
# Every start of Python would compile all that it imports anew where PYTHONDONTWRITEBYTECODE asks for clean folders; in
# var/ it is in nobody's way.
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/var/pycache
unexport PYTHONDONTWRITEBYTECODE
# The folder, too: each process would read the others' files only to put them aside.
UNITS := -m "not journey" --ignore=tests/journeys
# Three processes walk through a site each, and one begins with the journey that waits most (tests/conftest.py).
JOURNEYS := -m journey tests/journeys
COMPILE = $(PY) -m uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes --no-header -q

define FIND_PYTHON
find_python() { \
  if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; else \
    set -- python3.14 python3.13 python3.12 python3 \
      "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3 "$$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 \
      /opt/python3*/bin/python3 /usr/local/bin/python3; fi; \
  for candidate in "$$@"; do \
    "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
      && { echo "$$candidate"; return; }; \
  done; \
  { echo "No usable Python >= 3.12 found (looked at: $$*)."; \
    echo "Install one together with its venv module (Debian: apt-get install python3 python3-venv), or name one: PYTHON=/path/to/python3.13 make run"; } >&2; \
  return 1; \
}
endef

# Makes .venv, and again when its Python is gone or too old; $(1) is the requirements file to bring it up to date with.
# Where uv is among them, pip fetches that, and uv the rest in a fraction of the time.
define INSTALL
@$(FIND_PYTHON); \
$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || { \
  python=$$(find_python) || exit 1; \
  echo "Making .venv with $$python …"; rm -rf .venv; "$$python" -m venv .venv || exit 1; }; \
cmp -s $(1) .venv/installed-$(1) || { \
  echo "Installing $(1) …"; \
  pip="$(PY) -m pip install -qq --disable-pip-version-check --no-input --root-user-action=ignore --require-hashes"; \
  awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' $(1) > .venv/uv.txt; \
  if [ -s .venv/uv.txt ] && $$pip -r .venv/uv.txt; then \
    VIRTUAL_ENV="$(CURDIR)/.venv" $(PY) -m uv pip install -q --require-hashes -r $(1); else $$pip -r $(1); fi || exit 1; \
  cp $(1) .venv/installed-$(1); }
endef

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22
	@echo; echo "  PORT, DATABASE_URL, CACHE_URL, SMTP_HOST … come from the environment: docs/operations.md"

local:
	$(call INSTALL,requirements-local.txt)

dev:
	$(call INSTALL,requirements-dev.txt)

run: local ## the whole site on this machine, with sample people (DEMO=0: without), until Ctrl-C
	@DEMO="$${DEMO-1}" exec $(PY) -m config.run

test: dev chromium vnu ## everything: lint, checks, unit tests, journeys in a real browser
	@$(MAKE) --no-print-directory -j 2 --output-sync=target lint check
	@$(WITH_DATABASE) $(PY) -m pytest -q -n 2 --dist loadgroup $(UNITS)
	@$(WITH_DATABASE) $(PY) -m pytest -q -n 4 --dist loadgroup --no-loadscope-reorder $(JOURNEYS)

unit: dev ## the tests that need no browser; ARGS="tests/tickets -k reply" picks some
	@$(WITH_DATABASE) $(PY) -m pytest -m "not journey" $(ARGS)

journeys: dev chromium ## the walks through the running site; ARGS="--headed -k gate" picks and shows
	@$(WITH_DATABASE) $(PY) -m pytest -m journey $(ARGS)

client: dev ## a typed Python client of the API, in var/client (docs/api.md)
	@mkdir -p var && $(WITH_DATABASE) $(PY) manage.py print_openapi > var/openapi.json
	@$(PY) -m openapi_python_client generate --path var/openapi.json --output-path var/client --overwrite --config api/client.yml

chromium: dev
	@$(PY) -m tests.chromium

# In var/, so that nothing of it is shipped; where it can't be had, the tests say so among their warnings.
vnu: ## the Nu HTML checker for the tests, by npm; it needs Java
	@test -n "$$VNU_JAR" || test -f var/vnu/node_modules/vnu-jar/build/dist/vnu.jar \
	  || { mkdir -p var/vnu && npm install --prefix var/vnu --no-save --no-audit --no-fund --ignore-scripts --silent vnu-jar@26.9.27; } \
	  || echo "No Nu HTML checker: npm could not fetch it. The tests go on without; their warnings say so."
	@command -v java > /dev/null || echo "No Nu HTML checker: there is no Java. The tests go on without; their warnings say so."

lint: dev ## ruff, mypy, djLint
	@echo "Linting …"
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m mypy --no-error-summary .
	@$(PY) -m djlint --quiet --lint templates

check: dev ## migrations complete, and Django's own checks as for production
	@echo "Checking …"
	@$(WITH_DATABASE) $(PY) manage.py makemigrations --check --dry-run --verbosity 0
	@$(WITH_DATABASE) env DEMO=0 HTTPS=1 HELP_HOST=help.example.com MAIL_DOMAIN=example.com SMTP_HOST=smtp.example.com \
	  SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  $(PY) manage.py check --deploy --fail-level WARNING

requirements: dev ## compile requirements*.txt from pyproject.toml
	@$(COMPILE) -o requirements.txt
	@$(COMPILE) --extra local -o requirements-local.txt
	@$(COMPILE) --extra local --extra dev -o requirements-dev.txt
	@! grep -nE 'https?://|index-url|--find-links' requirements*.txt

messages: dev ## bring the catalogues in locale/ up to date with the sources
	@$(PY) -m config.catalogues extract
	@$(PY) -m config.catalogues compile

bench: local ## what a page costs, beside the same server's constant answer
	@$(WITH_DATABASE) sh -c '$(PY) -m config.prepare >&2 && $(PY) bench/article.py $(ARGS)'

kills: dev ## kill web, worker and database at random under traffic, and count what is left; ARGS="--kills 100"
	@$(PY) bench/kills.py $(ARGS)

clean: ## remove .venv, caches and var/ (the sample database and its mail)
	rm -rf .venv var test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
