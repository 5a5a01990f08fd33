#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What the golden cases show of messages: each error has a next step (`help:`), and a position if
# it is about what a manifest, a lock file or a configuration says. No case in which one of these is
# broken is accepted or ends the program.
set -eu
# Differences that verify finds have their help at the end.
ls tests/golden/*.case | grep -v '/verify-planted' | xargs awk '
	function finish() {
		if (message && !help) { print at ": no help: " message; bad = 1 }
		message = ""; help = 0
	}
	FNR == 1 { finish(); shown = 0 }
	/^-- .* --$/ { finish(); shown = $2 == "stderr"; next }
	!shown { next }
	/(^|[0-9]: )(error|warning): / {
		finish()
		if (/(^|[0-9]: )error: /) { message = $0; at = FILENAME }
	}
	/^help: / { help = 1 }
	END { finish(); exit bad }' || exit 1

bad=0
section() { sed -n "/^-- $2 --\$/,/^-- .* --\$/p" "$1" | grep -v '^-- '; } # FILE NAME
for case in tests/golden/bad-*.case; do
	name=${case##*/}
	name=${name%.case}
	status=$(section "$case" status || true)
	case $name in
	# what is asked for is wrong, or only warned of
	bad-clean-* | bad-option-* | bad-crate-* | bad-place-* | bad-term-* | bad-feature-of-command-line | \
		bad-dependency-misspelt-key | bad-manifest-misspelt-table) continue ;;
	esac
	[ "$status" = 1 ] || { echo "$case: status $status, not 1"; bad=1; }
	section "$case" stderr | grep -qE '^[^ ]+:[0-9]+:[0-9]+: (error|note): ' || case $name in
	bad-config-argument | bad-lock-missing-* | bad-manifest-is-a-folder | bad-source-missing | bad-workspace-without-members) ;;
	*) echo "$case: no position"; bad=1 ;;
	esac
done
exit $bad
