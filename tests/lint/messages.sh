#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What the golden cases show of messages: each error has a next step (`help:`), and a position if
# it is about what a manifest, a lock file or a configuration says. No case in which one of these is
# broken is accepted or ends the program.
set -eu
# Differences that verify finds have their help at the end.
find tests/golden -path '*/verify-planted*' -prune -o -path '*/expected/stderr' -print | sort | xargs awk '
	function finish() {
		if (message && !help) { print at ": no help: " message; bad = 1 }
		message = ""; help = 0
	}
	FNR == 1 { finish() }
	/(^|[0-9]: )(error|warning): / {
		finish()
		if (/(^|[0-9]: )error: /) { message = $0; at = FILENAME }
	}
	/^help: / { help = 1 }
	END { finish(); exit bad }' || exit 1

bad=0
for case in tests/golden/bad-*; do
	name=${case##*/}
	status=$(cat "$case/expected/status")
	case $name in
	# what is asked for is wrong, or only warned of
	bad-clean-* | bad-option-* | bad-crate-* | bad-place-* | bad-term-* | bad-feature-of-command-line | \
		bad-dependency-misspelt-key | bad-manifest-misspelt-table) continue ;;
	esac
	[ "$status" = 1 ] || { echo "$case: status $status, not 1"; bad=1; }
	grep -qE '^[^ ]+:[0-9]+:[0-9]+: (error|note): ' "$case/expected/stderr" || case $name in
	bad-config-argument | bad-lock-missing-* | bad-manifest-is-a-folder | bad-source-missing | bad-workspace-without-members) ;;
	*) echo "$case: no position"; bad=1 ;;
	esac
done
exit $bad
