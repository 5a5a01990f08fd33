#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# suite.sh NAME COMMAND...: runs one suite of `make check`, in a log that is shown when it fails.
# The suite writes "PASSED FAILED [SKIPPED]" to $RESULTS/$SUITE itself; one that does not counts
# as a single test by its exit status.
set -u
SUITE=$1
export SUITE RESULTS
shift
log=$RESULTS/$SUITE.log
begun=$(date +%s)
status=0
"$@" >"$log" 2>&1 </dev/null || status=$?
if [ ! -e "$RESULTS/$SUITE" ]; then
	if [ "$status" -eq 0 ]; then echo "1 0" >"$RESULTS/$SUITE"; else echo "0 1" >"$RESULTS/$SUITE"; fi
fi
read -r passed failed skipped <"$RESULTS/$SUITE"
# A suite that counted no failure but did not end well has one more.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
	failed=1
	echo "$passed $failed ${skipped:-0}" >"$RESULTS/$SUITE"
fi
printf '%-22s %5d passed %3d failed' "$SUITE" "$passed" "$failed"
[ "${skipped:-0}" -eq 0 ] || printf ' %3d SKIPPED' "$skipped"
printf '  %4d s\n' $(($(date +%s) - begun))
if [ "$failed" -ne 0 ]; then
	# what is wrong; the end of the log where a suite ended early
	if ! wrong=$(grep -A 12 -e '^not ok' -e '^FAIL' "$log"); then wrong=$(tail -n 60 "$log"); fi
	printf '%s\n' "$wrong" | head -n 60 | sed 's/^/    | /'
fi
grep -h 'SKIP' "$log" | sed 's/^/    | /' | head -20
[ "$failed" -eq 0 ]
