# Every target does its own set-up on a machine with JDK 17+, Maven 3.8+, Python 3.10+ and make. What it makes lies in build/ and in the
# modules' target/; the engine's download is kept in the user's cache and survives `make clean`.

.DEFAULT_GOAL := help
ifndef TOGETHER
.NOTPARALLEL:
endif
SHELL := /bin/bash

PYTHON ?= python3
MVN ?= mvn
# The engine comes by pip, which a bare Python need not have; that of our own environment has it.
ENGINE_PYTHON := PYTHON=$(CURDIR)/build/venv-tools/bin/python
MVN_FLAGS ?= --batch-mode --no-transfer-progress -Dorg.slf4j.simpleLogger.defaultLogLevel=warn

# Of `make demo`; the tests take both ends of what is supported.
SPARK_VERSION ?= 4.3.0
TEST_SPARKS ?= 3.5.9 4.3.0
CHECKING_SPARK := $(lastword $(TEST_SPARKS))

VERSION := $(shell sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' pom.xml)
# Which native libraries the jar carries besides; runtime/h2o/flavours has those that there are. The wheel has the standard jar.
ifdef FLAVOUR
FLAVOUR_FLAGS := -Dflavour=$(FLAVOUR) -Djar.suffix=-$(FLAVOUR)
endif
JAR := assembly/target/sparkling-hosted-$(VERSION)$(addprefix -,$(FLAVOUR)).jar
WHEEL := wheel/dist/pysparkling_hosted-$(VERSION)-py3-none-any.whl

ifneq ($(wildcard tests/requirements.txt),)
TEST_REQUIREMENTS := -r tests/requirements.txt
endif

JAVA_INPUTS := $(shell find pom.xml LICENSE NOTICE assembly/pom.xml $(wildcard assembly/*.txt assembly/*.list assembly/*.json) runtime cloud-io \
	-type f -not -path '*/target/*' -not -path '*/src/test/*' -not -path '*/spark-warehouse/*' 2>/dev/null)
WHEEL_INPUTS := $(shell find wheel -type f -not -path '*/dist/*' -not -path '*/__pycache__/*' -not -path 'wheel/.*' \
	-not -path 'wheel/build/*' -not -path 'wheel/tests/*' -not -name _version.py 2>/dev/null)

PIP := -m pip --disable-pip-version-check --quiet --no-input
spark_python = build/venv-$(1)/bin/python
define make_venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed; set PYTHON to one")'
	@rm -rf $(@D) && mkdir -p build && $(PYTHON) -m venv $(@D)
endef

.PHONY: help
help: ## What can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  SPARK_VERSION=3.5.9 make demo takes another Spark than $(SPARK_VERSION)"
	@echo "  WHOLE=yes make test-python-4.0.5 runs every test of Python on that Spark"

.PHONY: jar
jar: $(JAR) ## Build the one jar; with FLAVOUR=gpu or FLAVOUR=mac one with more native libraries
$(JAR): $(JAVA_INPUTS) | build/venv-tools/.installed
	@echo "Building the jar (the first time fetches the engine, 266 MB, and Maven's plugins)"
	@$(ENGINE_PYTHON) $(MVN) $(MVN_FLAGS) $(FLAVOUR_FLAGS) -pl assembly -am package -Dmaven.test.skip=true
	@touch $@ && ls -l $@ | awk '{printf "%s  %.1f MB\n", $$NF, $$5 / 1e6}'

.PHONY: wheel
wheel: $(WHEEL) ## Build the wheel, into wheel/dist/
$(WHEEL): $(JAR) $(WHEEL_INPUTS) build/venv-tools/.installed
	@if [ -n "$(FLAVOUR)" ]; then echo "The wheel carries the standard jar; attach one of another flavour by spark.jars." >&2; exit 1; fi
	@build/venv-tools/bin/python wheel/tools/build_dist.py
	@touch $@

.PHONY: demo
demo: build/venv-$(SPARK_VERSION)/.wheel ## Learn from a year of real flights, and report
	@$(call spark_python,$(SPARK_VERSION)) notebooks/flights/demo.py --out build/demo

.PHONY: test
test: ## Build everything, run every check and test
	@rm -rf build/reports && find runtime cloud-io assembly tests -type d -name surefire-reports -prune -exec rm -rf {} +
	@status=0; \
	$(MAKE) --no-print-directory --keep-going TOGETHER=yes --jobs=3 --output-sync=target test-java browser yarn \
		$(addprefix quick-java-,$(TEST_SPARKS)) || status=$$?; \
	$(MAKE) --no-print-directory --keep-going test-python || status=$$?; \
	$(PYTHON) .ci/summary.py $$status

.PHONY: test-java
test-java: build/venv-tools/.installed
	@echo "== Java: build, format, Error Prone, tests"
	@$(ENGINE_PYTHON) $(MVN) $(MVN_FLAGS) --fail-at-end verify
	@touch $(JAR)

# Without them the tests of Flow behind proxies are skipped, and in .ci/run they fail.
.PHONY: browser
browser:
	@.ci/browser.sh || true

# YARN's own processes, for the tests.
.PHONY: yarn
yarn: build/yarn/.made
build/yarn/.made: tests/python/yarn/pom.xml
	@echo "Making build/yarn: YARN from Maven (110 MB the first time)"
	@rm -rf $(@D)
	@$(MVN) $(MVN_FLAGS) --quiet --file $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/$(@D)
	@touch $@

# The checks of the sources run beside them.
.PHONY: test-python
test-python: browser yarn
	@$(MAKE) --no-print-directory --keep-going TOGETHER=yes --jobs=3 --output-sync=target $(addprefix test-python-,$(TEST_SPARKS)) lint

# One cache for all, or each reads PySpark again.
MYPY = $(CURDIR)/build/venv-$(CHECKING_SPARK)/bin/mypy --no-error-summary --cache-dir=$(CURDIR)/build/mypy

.PHONY: lint
lint: build/venv-$(CHECKING_SPARK)/.tests
	@echo "== Python: ruff and mypy"
	@build/venv-tools/bin/ruff check --quiet wheel notebooks tests .ci
	@build/venv-tools/bin/ruff format --quiet --check wheel notebooks tests .ci
	@cd wheel && $(MYPY)
	@cd notebooks && $(MYPY) flights
	@cd tests/matrix && $(MYPY)
	@cd tests/faults && $(MYPY)

# Java for the tests: they start it hundreds of times. It looks itself whether it must be made anew, since JAVA_HOME may be another one.
quick-java-%: build/venv-%/.spark
	@$(call spark_python,$*) tests/quick_java.py build/venv-$*/java

# Each executor of a local-cluster leaves a copy of the jar in its directory, gigabytes in all: they go when the tests end.
# What does not depend on Spark runs on one of them: the engine's own suite and the unit tests on the newest, other tests where they are
# marked to. WHOLE=yes runs everything everywhere.
unless = $(if $(or $(WHOLE),$(filter $(1),$(2))),,$(3))
marked = $(if $(WHOLE),,-m "not soak and not $(if $(filter $(CHECKING_SPARK),$(1)),oldest,newest)$(if \
	$(filter $(firstword $(TEST_SPARKS)) $(CHECKING_SPARK),$(1)),, and not oldest)")
test-python-%: build/venv-%/.tests quick-java-%
	@echo "== Python: tests on Spark $*"
	@mkdir -p build/reports
	@status=0; export JAVA_HOME=$(CURDIR)/build/venv-$*/java; \
	trap 'rm -rf build/venv-$*/lib/python*/site-packages/pyspark/work' EXIT; \
	(cd wheel && ../build/venv-$*/bin/python -m pytest --quiet --junit-xml=../build/reports/wheel-$*.xml \
		$(call marked,$*) $(call unless,$(CHECKING_SPARK),$*,--ignore=tests/unit)) || status=$$?; \
	(cd tests/python && SPARK_VERSION=$* ../../build/venv-$*/bin/python -m pytest --quiet --junit-xml=../../build/reports/spark-$*.xml \
		$(call marked,$*) $(call unless,$(CHECKING_SPARK),$*,--ignore=engine)) || status=$$?; \
	exit $$status

# What takes longer than a check of a change may: fifty restarts, and of what that check does on one Spark or one master the longest.
.PHONY: soak
soak: $(addprefix soak-,$(TEST_SPARKS)) ## Restart fifty times, and other tests that take long
soak-%: build/venv-%/.tests build/yarn/.made
	@cd wheel && WHOLE=yes PYSPARKLING_TEST_ROUNDS=50 ../build/venv-$*/bin/python -m pytest --quiet \
		$(addprefix tests/integration/test_,restarts.py manners.py java_api.py standalone.py)
	@cd tests/python && WHOLE=yes SPARK_VERSION=$* ../../build/venv-$*/bin/python -m pytest --quiet \
		test_storage.py test_yarn.py test_kept_work.py test_recovery.py test_rounds.py
	@rm -rf build/venv-$*/lib/python*/site-packages/pyspark/work

# FAULTS and PHASES take less than all of them; docs/reliability.md has the table.
.PHONY: faults
faults: ## Let executors fail in every way and at every moment
	@$(MAKE) --no-print-directory --keep-going TOGETHER=yes --jobs=2 $(addprefix faults-,$(TEST_SPARKS))
faults-%: build/venv-%/.tests quick-java-%
	@export PYTHONPATH=tests/python:wheel/tests:wheel/tools JAVA_HOME=$(CURDIR)/build/venv-$*/java; \
	trap 'rm -rf build/venv-$*/lib/python*/site-packages/pyspark/work' EXIT; \
	build/venv-$*/bin/python tests/faults/run.py --write docs/reliability.md

# MATRIX_SPARKS and MATRIX_JAVAS take less than all of them; docs/platforms.md says how.
.PHONY: matrix
matrix: $(WHEEL) build/venv-tools/.installed ## Start, convert, train, score, stop: every supported Spark and Java
	@MVN='$(MVN)' build/venv-tools/bin/python tests/matrix/run.py --wheel $(WHEEL)

.PHONY: bench
bench: build/venv-$(SPARK_VERSION)/.wheel ## Measure, on this machine
	@if [ ! -f tests/benchmark/run.py ]; then echo "There is no benchmark yet: tests/benchmark/run.py is missing." >&2; exit 1; fi
	@$(call spark_python,$(SPARK_VERSION)) tests/benchmark/run.py

.PHONY: format
format: build/venv-tools/.installed ## Format Java and Python
	@$(MVN) $(MVN_FLAGS) spotless:apply
	@build/venv-tools/bin/ruff check --quiet --fix wheel notebooks tests .ci
	@build/venv-tools/bin/ruff format --quiet wheel notebooks tests .ci

.PHONY: baseline
baseline: build/venv-tools/.installed ## Accept what the jars now hold, for review
	@$(ENGINE_PYTHON) $(MVN) $(MVN_FLAGS) -pl assembly -am package -Dmaven.test.skip=true -Dbaseline.rewrite=true
	@echo "Written: baseline.txt and bom.cdx.json of runtime/h2o, cloud-io and assembly"

.PHONY: clean
clean: ## Remove what was built; the engine's download stays
	@$(MVN) $(MVN_FLAGS) clean
	@rm -rf build wheel/dist

build/venv-tools/.installed: wheel/requirements-dev.txt
	@echo "Making $(@D)"
	$(make_venv)
	@$(@D)/bin/python $(PIP) install -r wheel/requirements-dev.txt
	@touch $@

# Spark of one version, and what the demo needs.
build/venv-%/.spark: notebooks/flights/requirements.txt
	@echo "Making $(@D): Spark $* (about 400 MB the first time)"
	$(make_venv)
	@$(@D)/bin/python $(PIP) install 'pyspark==$*' -r notebooks/flights/requirements.txt
	@touch $@

# The built wheel, as a user installs it.
build/venv-%/.wheel: build/venv-%/.spark $(WHEEL)
	@$(@D)/bin/python $(PIP) install --force-reinstall --no-deps $(WHEEL)
	@$(@D)/bin/python $(PIP) install $(WHEEL)
	@touch $@

build/venv-%/.tests: build/venv-%/.wheel wheel/requirements-dev.txt $(wildcard tests/requirements.txt)
	@$(@D)/bin/python $(PIP) install -r wheel/requirements-dev.txt $(TEST_REQUIREMENTS)
	@touch $@

.SECONDARY:
