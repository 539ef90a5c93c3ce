# The front door: every daily task is one target. `make` lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
UNAME ?= $(shell uname -s)
JDK_PLACES ?= /usr/lib/jvm/* /opt/* $(HOME)/.sdkman/candidates/java/* $(HOME)/.jdks/*

# The first JDK 25 or later, looked for once and only by the targets that need one.
JDK = $(eval JDK := $$(shell $$(find_jdk)))$(JDK)
define find_jdk
for jdk in "$(JAVA_HOME)" $(JDK_PLACES) "$$(readlink -f "$$(command -v java)" | sed 's|/bin/java$$||')"; do \
  version=$$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$$jdk/release" 2>/dev/null); \
  if [ "$${version:-0}" -ge 25 ] && [ -x "$$jdk/bin/javac" ]; then echo "$$jdk"; break; fi; \
done
endef

# Maven's own libraries would print warnings on a new JDK.
MVN = JAVA_HOME="$(JDK)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED $$MAVEN_OPTS" mvn
# More than -q would show: warnings, and of a test run what the tests say.
LOG = -Dorg.slf4j.simpleLogger
WARNINGS = $(LOG).defaultLogLevel=warn
TESTS = $(WARNINGS) $(addprefix $(LOG).log.org.apache.maven.plugin.,surefire=info failsafe=info)
JAVA = "$(JDK)/bin/java" @target/posix-sockets.args
DEMO = -cp src/target/test-classes posix.sockets.parity.Demo
GALLERY = -cp "src/target/test-classes:src/target/lib/*" posix.sockets.gallery.Gallery
PARITY = -cp src/target/test-classes posix.sockets.parity.Parity
LAYER ?= raw
IN_C = $(filter c C,$(LAYER))
EXAMPLE = $(if $(IN_C),native/target/bin/$(EX),src/examples/$(LAYER)/$(EX).java)

# Benchmarks. JMH's harness needs the first flag; the second lets the downcalls themselves be measured.
ROUNDS ?= 15
CASES = $(foreach case,$(CASE),--case $(case))
BENCHES = $(JAVA) $(BENCH) posix.sockets.bench.Bench native/target/bin/bench
BENCH = --sun-misc-unsafe-memory-access=allow --add-exports posix.sockets/posix.sockets.libc=ALL-UNNAMED \
  -cp "bench/target/posix-sockets-bench.jar:bench/target/lib/*"

# What tests that run as programs need of the library beyond its API.
EXPORTS = --add-exports posix.sockets/posix.sockets.libc=ALL-UNNAMED
CONFORMANCE = $(EXPORTS) -cp src/target/test-classes posix.sockets.conformance.Conformance
# The tests' classes in the library's module, which is where the faults' class may look into it.
FAULTS = -Dnative.bin=native/target/bin --patch-module posix.sockets=src/target/test-classes \
  -m posix.sockets/posix.sockets.faults
# How much crosses the bad line.
MEBIBYTES ?= 10
TUPLES ?= 1000000
SECONDS ?= 600
# After how many the fuzzer gives up.
FINDS ?= 20
FUZZ = "$(JDK)/bin/java" --enable-native-access=ALL-UNNAMED -Dproject.root=$(CURDIR) \
  -Dnative.bin=$(CURDIR)/native/target/bin -Dargs.file= -Dlibrary.jar= -Dbindings.jar= \
  -cp "src/target/classes:src/target/test-classes:bindings/target/classes:src/target/fuzz/*"
# A heap that does not grow: what the process holds beyond it shows.
STRESS = $(EXPORTS) -Xms256m -Xmx256m -XX:+AlwaysPreTouch \
  -XX:NativeMemoryTracking=summary -cp src/target/test-classes posix.sockets.stress.Stress
MINUTES ?= 30
# What the server of a soak does wrong: none, descriptor, memory or byte.
FAULT ?= none
SOAK = -cp "src/target/test-classes:src/target/lib/*" posix.sockets.soak.Soak

# Another version formats otherwise.
CLANG_FORMAT = $(call found,clang-format-14)
NO_CLANG_FORMAT = echo "*** C WAS LEFT OUT: no clang-format-14 found, install it (apt install clang-format-14) ***" >&2
C_FILES = $(shell find native -name target -prune -o -name '*.[ch]' -print)

need = $(if $(strip $(1)),,$(error $(2)))
found = $(shell command -v $(1) 2>/dev/null)

# What the tests use, and the packages of Debian that have it.
TEST_TOOLS = strace:strace python3:python3 socat:socat curl:curl openssl:openssl ip:iproute2 ss:iproute2 \
  prlimit:util-linux setpriv:util-linux getent:libc-bin fc-list:fontconfig /etc/services:netbase /etc/protocols:netbase
either = $(or $(call found,$(1)),$(wildcard $(1)))
missing = $(sort $(foreach tool,$(1),\
  $(if $(call either,$(firstword $(subst :, ,$(tool)))),,$(lastword $(subst :, ,$(tool))))))

.PHONY: help build args demo run parity gallery test format format-check docs conformance faults test-net fuzz stress soak \
  coverage bench bench-smoke report bindings bindings-check install clean tools test-tools packages jdk

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

build: tools ## compile and package everything, without tests
	@echo "building" >&2
	@$(MVN) -q -DskipTests package </dev/null >&2

args: build ## write what java has to be told: java @target/posix-sockets.args Program.java
	@echo target/posix-sockets.args

demo: build ## C, raw and typed Java talk to one another, compared (FILE=...)
	@$(JAVA) $(DEMO) $(if $(FILE),"$(FILE)")

run: build ## run an example: EX=tcp/echo_server, LAYER=raw (or typed, c), ARGS=...
	@$(call need,$(EX),say which example: make run EX=tcp/echo_server LAYER=raw)
	@[ -f $(EXAMPLE) ] || { echo "no such example: $(EXAMPLE)" >&2; exit 1; }
	@$(if $(IN_C),,$(JAVA)) $(EXAMPLE) $(ARGS)

parity: build ## all examples, in C and in Java, compared by what they print (EX=tcp/line for some, ALL=1: all combinations)
	@$(JAVA) $(PARITY) $(if $(ALL),--all) $(EX)

gallery: build ## the pages of the examples, with transcripts of their runs, in target/gallery and docs/gallery
	@$(JAVA) $(GALLERY) target/gallery docs/gallery
	@echo target/gallery/index.html

test: tools test-tools ## build, run all tests and each benchmark once, check the format
	@echo "building and testing" >&2
	@$(MVN) $(TESTS) verify </dev/null
	@$(MAKE) -o build bench-smoke
	@$(MAKE) format-check

format: tools ## format all Java and C
	@$(MVN) -q -N spotless:apply
	@$(if $(CLANG_FORMAT),$(CLANG_FORMAT) -i $(C_FILES),$(NO_CLANG_FORMAT))

format-check: tools ## fail if `make format` would change something
	@echo "checking the format" >&2
	@$(MVN) -q -N spotless:check
	@$(if $(CLANG_FORMAT),$(CLANG_FORMAT) --dry-run -Werror $(C_FILES),$(NO_CLANG_FORMAT))

docs: tools ## generate the library's API documentation
	@echo "generating the documentation" >&2
	@rm -f src/target/maven-javadoc-plugin-stale-data.txt # the plugin does not see that a comment has changed
	@$(MVN) $(WARNINGS) -DskipTests -pl bindings,src -am package javadoc:javadoc-no-fork
	@echo src/target/reports/apidocs/index.html

conformance: build ## hold both layers to what the kernel answers (ROWS="BIND1 BIND2" for some)
	@$(JAVA) $(CONFORMANCE) $(ROWS)

faults: build ## every errno that a call documents, injected into it
	@$(JAVA) $(FAULTS).FaultMatrix

test-net: tools ## what the network does to sockets, in network namespaces: needs root (MEBIBYTES=10)
	@$(call need,$(call found,ip),no ip found: install it (apt install iproute2))
	@$(call need,$(call found,ss),no ss found: install it (apt install iproute2))
	@$(MVN) $(TESTS) -pl bindings,src -am test -Dtest='posix/sockets/trouble/*Test' \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dtrouble.mebibytes=$(MEBIBYTES) </dev/null

fuzz: tools ## random arguments for every call (TUPLES=1000000), and bytes for every decoder (SECONDS=600)
	@echo "building" >&2
	@$(MVN) -q -Pfuzz -pl bindings,native,src -am process-test-classes </dev/null >&2
	@$(FUZZ) posix.sockets.hostile.Tuples $(TUPLES)
	@$(FUZZ) posix.sockets.DecodersFuzz src/target/fuzz/samples
	@mkdir -p src/target/fuzz/corpus
	@touch src/target/fuzz/begun
	@$(FUZZ) com.code_intelligence.jazzer.Jazzer --target_class=posix.sockets.DecodersFuzz \
	  --instrumentation_includes='posix.sockets.**' --keep_going=$(FINDS) --reproducer_path=src/target/fuzz \
	  -artifact_prefix=src/target/fuzz/ -max_total_time=$(SECONDS) -max_len=4096 \
	  src/target/fuzz/corpus src/target/fuzz/samples
	@# The fuzzer that goes on after a find ends with 0.
	@finds=$$(find src/test/resources/finds -type f -newer src/target/fuzz/begun); \
	  [ -z "$$finds" ] || { printf '*** found:\n%s\n' "$$finds" >&2; exit 1; }

stress: build ## what is promised of calls that block, over and over: minutes (PART=Canary for one)
	@$(if $(filter FaultyTransfer,$(PART)),,$(JAVA) $(STRESS) $(PART))
	@$(if $(filter-out FaultyTransfer,$(PART)),,$(JAVA) $(FAULTS).FaultyTransfer)

soak: CONNECTIONS ?= 10000
soak: build ## very many connections for long, drawn (MINUTES=30, CONNECTIONS=10000, FAULT=byte to see it fail)
	@$(JAVA) $(SOAK) $(MINUTES) $(CONNECTIONS) $(FAULT) target/soak

coverage: build ## how much of the socket API there is, by the tables, and against CPython's socket
	@$(JAVA) -cp src/target/test-classes posix.sockets.coverage.Coverage

bench: build ## compare with C, java.net, NIO, Netty and junixsocket (CASE="tcp-ping-pong", ROUNDS=9, RESULTS=file)
	@$(call need,$(and $(call found,taskset),$(call found,chrt)),no taskset or chrt found: install them (apt install util-linux))
	@$(BENCHES) $(CASES) --rounds $(ROUNDS) $(if $(RESULTS),--results "$(RESULTS)")

bench-smoke: build ## run each comparison once: that its work is right, not how fast
	@$(BENCHES) $(CASES) --smoke

report: RESULTS ?= docs/bench/results.json
report: build ## a page, tables and a picture of a comparison, in docs/bench and the README (RESULTS=file)
	@$(JAVA) -cp "bench/target/classes:bench/target/lib/*" posix.sockets.bench.report.Report "$(RESULTS)" docs/bench README.md

bindings: tools ## generate the bindings, and what follows from them, anew (needs jextract)
	@JAVA_HOME="$(JDK)" bindings/regenerate
	@$(MVN) -q -pl bindings compile
	@"$(JDK)/bin/java" --enable-native-access=ALL-UNNAMED -cp bindings/target/classes bindings/Derive.java .

bindings-check: tools ## fail if the committed bindings are not what would be generated
	@JAVA_HOME="$(JDK)" bindings/check

install: tools ## install the jars into the local Maven repository
	@$(MVN) -q -DskipTests -DskipITs install

clean: ## remove everything that was built
	@rm -rf target */target

tools:
	@$(call need,$(filter Linux,$(UNAME)),posix-sockets runs on Linux; this is $(UNAME))
	@$(call need,$(JDK),no JDK 25 found: install one (for example Temurin 25) or set JAVA_HOME)
	@$(call need,$(call found,gcc),no gcc found: install it (apt install gcc))
	@$(call need,$(call found,mvn),no mvn found: install Maven 3.8 or later (apt install maven))

test-tools:
	@$(call need,$(if $(strip $(call missing,$(TEST_TOOLS))),,all),the tests need what is not here: apt install \
	  $(call missing,$(TEST_TOOLS)))

packages: # those that are missing here
	@echo $(call missing,gcc:gcc mvn:maven /usr/include/stdio.h:libc6-dev $(TEST_TOOLS))

jdk: # which JDK is used
	@$(call need,$(JDK),no JDK 25 found)echo $(JDK)
