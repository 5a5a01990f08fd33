#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs unit test programs, two at a time, and prints the totals; what fails is shown in full.
# With RESULTS=folder the counts go to $RESULTS/$SUITE (SUITE defaults to `unit`).
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/tmp"

# One program: its TAP output, then its exit status.
run_one() {
	log=$1/$(echo "$2" | tr / -).tap
	status=0
	CMOCKA_MESSAGE_OUTPUT=TAP TMPDIR=$1/tmp timeout 300 "$2" >"$log" 2>&1 </dev/null || status=$?
	echo "exit $status" >>"$log"
}
if [ "${1-}" = --one ]; then
	trap - EXIT
	rm -rf "$scratch"
	run_one "$2" "$3"
	exit
fi

[ $# -eq 0 ] || printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 "$0" --one "$scratch"
passed=0 failed=0
for program; do
	log=$scratch/$(echo "$program" | tr / -).tap
	good=$(grep -c '^ok ' "$log" || true)
	bad=$(grep -c '^not ok ' "$log" || true)
	# A program that crashed, or said nothing of a failure, is one more failure.
	if ! grep -q '^exit 0$' "$log" && [ "$bad" -eq 0 ]; then bad=1; fi
	if [ "$bad" -gt 0 ]; then
		echo "FAIL $program"
		grep -v '^ok ' "$log"
	fi
	passed=$((passed + good)) failed=$((failed + bad))
done
[ -z "${RESULTS-}" ] || echo "$passed $failed" >"$RESULTS/${SUITE:-unit}"
echo "unit tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
