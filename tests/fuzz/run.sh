#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Replays tests/fuzz/corpus/<target>/* through $BUILD/fuzz/<target>; each target is one test.
# fuzz/run.sh --fuzz SECONDS TARGET...: looks for new findings instead (libFuzzer).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-build}
passed=0 failed=0

fuzz() { # TARGET
	found=$build/findings/$1
	mkdir -p "$found" "$here/corpus/$1" "$build/corpus/$1"
	dict=
	[ ! -e "$here/$1.dict" ] || dict=-dict=$here/$1.dict
	"$build/fuzz/$1" -max_total_time="$seconds" -artifact_prefix="$found/" -timeout=10 \
		-rss_limit_mb=2048 -print_final_stats=1 $dict "$build/corpus/$1" "$here/corpus/$1"
}
replay() { # TARGET
	set -- "$1" "$here/corpus/$1"/*
	[ -e "${2-}" ] || { echo "$1: no corpus" >&2; return 1; }
	target=$1
	shift
	echo "$target:"
	timeout 300 "$build/fuzz/$target" "$@"
}

act=replay
if [ "${1-}" = --fuzz ]; then
	act=fuzz seconds=$2
	shift 2
fi
[ $# -gt 0 ] || set -- $(cd "$here" && ls *_fuzz.c 2>/dev/null | sed 's/[.]c$//')
for target; do
	if $act "$target"; then passed=$((passed + 1)); else
		echo "FAIL $target"
		failed=$((failed + 1))
	fi
done
[ -z "${RESULTS-}" ] || echo "$passed $failed" >"$RESULTS/${SUITE:-fuzz}"
echo "fuzz targets: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
