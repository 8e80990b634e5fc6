# What a person types. `make` alone says what there is.

DRILL  ?=
PREFIX ?= /usr/local

SITREP  := .build/release/sitrep
# One program without a Swift runtime to install beside it. lld, as gold repeats a warning of the runtime's own.
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld

# Debian packages by purpose; .ci/packages installs those that are missing and says so first.
BUILD_NEEDS      := libncurses-dev libcurl4-openssl-dev libmicrohttpd-dev libsqlite3-dev libfyaml-dev libssl-dev libexpat1-dev zlib1g-dev
TEST_NEEDS       := $(BUILD_NEEDS) libvterm-dev tmux
BENCH_NEEDS      := python3 htop nginx-light openssl wrk
SCREENSHOT_NEEDS := python3 xvfb xterm fonts-jetbrains-mono imagemagick

.PHONY: help demo build test lint fuzz bench screenshots install clean swift

help:
	@echo "make demo [DRILL=july-29]  build sitrep and open it on simulated vendors; no key, no network"
	@echo "make test                  run every test"
	@echo "make build                 leave the program at $(SITREP)"
	@echo "make lint                  formatting and house rules"
	@echo "make fuzz                  fuzz every parser for a minute"
	@echo "make bench                 measure the release build on this machine"
	@echo "make screenshots           photograph the real program into screenshots/"
	@echo "make install [PREFIX=$(PREFIX)]"
	@echo "make clean"

demo: build
	@$(SITREP) demo $(DRILL)

build: swift
	@.ci/packages "make build" $(BUILD_NEEDS)
	$(RELEASE) --product sitrep

test: swift
	@.ci/packages "make test" $(TEST_NEEDS)
	@.ci/test

lint: swift
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks Package.swift
	.ci/house-rules

fuzz: swift
	@.ci/packages "make fuzz" $(BUILD_NEEDS)
	@.ci/fuzz

bench: build
	@.ci/packages "make bench" $(BENCH_NEEDS)
	$(RELEASE) --product sitrep-bench
	@Benchmarks/bench $(SITREP) .build/release/sitrep-bench

screenshots: build
	@.ci/packages "make screenshots" $(SCREENSHOT_NEEDS)
	@.ci/screenshots $(SITREP) screenshots

install: build
	install -D -s -m 0755 $(SITREP) $(DESTDIR)$(PREFIX)/bin/sitrep

clean:
	swift package clean

swift:
	@command -v swift >/dev/null || { \
	  echo "sitrep is built with Swift 6.3 or newer, and there is no swift on the PATH: https://www.swift.org/install" >&2; \
	  exit 1; }
