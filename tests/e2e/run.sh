#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs tests/e2e/*_test.sh, or those given, one after the other, and adds up their TAP lines.
set -u
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- "$here"/*_test.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for script; do
	[ -e "$script" ] || continue
	echo "# $(basename "$script")"
	timeout "${E2E_TIMEOUT:-900}" sh "$script" 2>&1 | tee -a "$log"
done
skipped=$(grep -c '^ok .*# SKIP' "$log")
passed=$(($(grep -c '^ok ' "$log") - skipped))
failed=$(grep -c '^not ok ' "$log")
[ -z "${RESULTS-}" ] || echo "$passed $failed $skipped" >"$RESULTS/${SUITE:-e2e}"
echo "e2e: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
