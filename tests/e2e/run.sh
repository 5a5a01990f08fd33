#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs tests/e2e/*_test.sh, or those given, one after the other, and adds up their TAP lines. A script
# that hangs, or that ends without the count that lib.sh prints last, counts as failed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- "$here"/*_test.sh
work=$(mktemp -d)
log=$work/log
trap 'rm -rf "$work"' EXIT

# The script's output ends in its count. With status 1 the failures are already in it.
judge() { # NAME STATUS
	case $2 in
	124 | 137) echo "not ok - $1 did not end within ${E2E_TIMEOUT:-900} seconds" ;;
	0 | 1)
		tail -n 1 "$work/said" | grep -q '^# [0-9]* passed, [0-9]* failed, [0-9]* skipped$' ||
			echo "not ok - $1 ended with status $2 and without its count"
		;;
	*) echo "not ok - $1 ended with status $2" ;;
	esac
}

for script; do
	[ -e "$script" ] || continue
	name=$(basename "$script")
	echo "# $name"
	{
		timeout -k 10 "${E2E_TIMEOUT:-900}" sh "$script" 2>&1
		echo $? >"$work/status"
	} | tee "$work/said"
	judge "$name" "$(cat "$work/status")" | tee -a "$work/said"
	cat "$work/said" >>"$log"
done
skipped=$(grep -c '^ok .*# SKIP' "$log")
passed=$(($(grep -c '^ok ' "$log") - skipped))
failed=$(grep -c '^not ok ' "$log")
[ -z "${RESULTS-}" ] || echo "$passed $failed $skipped" >"$RESULTS/${SUITE:-e2e}"
echo "e2e: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
