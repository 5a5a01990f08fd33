#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The last line of a run: the sum over all suites in a folder of results.
set -eu
cat /dev/null $(find "$1" -maxdepth 1 -type f ! -name '*.log') | awk '
	{ passed += $1; failed += $2; skipped += $3 }
	END {
		if (skipped) print skipped " SKIPPED: see above what was not there"
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed > 0 || passed == 0
	}'
