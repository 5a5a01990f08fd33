#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Everything that `make check` runs. Suites report to build/results; the last line is their sum.
set -eu
cd "$(dirname "$0")/.."
make=${MAKE:-make}
jobs=-j$(nproc)
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS LDFLAGS
RESULTS=$PWD/build/results
export RESULTS
rm -rf "$RESULTS"
mkdir -p "$RESULTS"

suite() { tests/suite.sh "$@"; }

# What of the tests needs neither a network nor a Rust compiler, with the programs of one build.
# Fails if there are no programs: then there is nothing to run.
offline_suites() { # SUFFIX FOLDER MAKE-ARGUMENT...
	suffix=$1 folder=$2
	shift 2
	suite "build$suffix" $make -s "$jobs" CI=1 "$@" tests fuzz-programs || return 1
	suite "unit$suffix" $make -s "$jobs" CI=1 "$@" unit || true
	for area in golden toml fuzz net; do
		BUILD=$folder L4CARGO=$folder/l4cargo suite "$area$suffix" tests/$area/run.sh || true
	done
}

sanitized_suites() {
	export LSAN_OPTIONS=suppressions=$PWD/tests/leaks.txt:print_suppressions=0
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
	# clang's knows more: gcc's lets something be added to NULL
	offline_suites -sanitized build/san CC=clang SAN=1 BUILD=build/san || return 0
	BUILD=build/san L4CARGO=build/san/l4cargo suite commands-sanitized tests/e2e/run.sh \
		tests/e2e/commands_test.sh tests/e2e/setup_test.sh tests/e2e/vendor*_test.sh || true
	SHORT=1 L4CARGO=build/san/l4cargo suite attack-sanitized tests/attack/run.sh || true
}

suites() {
	for lint in tests/lint/*.sh; do
		suite "lint-$(basename "$lint" .sh)" "$lint" || true
	done
	offline_suites '' build || return 0
	BUILD=build suite musl tests/musl.sh || true
	offline_suites -clang build/clang CC=clang BUILD=build/clang || true
	(sanitized_suites)
	L4CARGO=build/l4cargo suite attack tests/attack/run.sh || true
	BUILD=build L4CARGO=build/l4cargo suite cargo-cases tests/cargo/run.sh || true
	L4CARGO=build/l4cargo suite fuzz-cargo tests/fuzz-cargo/run.sh || true
	BUILD=build L4CARGO=build/l4cargo suite e2e tests/e2e/run.sh || true
	suite clang-tidy $make -s -k "$jobs" tidy || true
}

suites
echo
tests/summary.sh "$RESULTS"
