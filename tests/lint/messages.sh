#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What the golden cases show of messages: each error has a next step (`help:`), and a position if
# it is about what a manifest, a lock file or a configuration says. No case in which one of these is
# broken is accepted or ends the program. And no text of the sources uses a phrase of the list below.
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

# Plain English: each of these was once in a message. The literals of a file are joined over lines.
phrases='\b(is|are) (no|none of) [a-z]
\b(is|are|was|were) to (be|have|go|take|do|make|say|name|replace|remove|fetch)\b
\bsee (to|whether) 
asked for
not understood
we are offline
none was (named|given)
of what\?
which crate\?
names no (crate|version|feature)
(makes?|made|lock(s|ed)?|fetch(es|ed)?|cargo asked) .*anew
means nothing
should know
mend (it|them|or)
what goes
leads? beyond
(it|them|limit|rustc|folder|file|again|anew|platform|wanted|key|crate|package) by (a |its )?[`-]
is (not there|there twice)
nobody said
no room
got ready
said to be
what is (there|wanted|selected|wrong|replaced|missing)
rustc takes'
found=$(for file in $(git ls-files '*.c' ':!tests'); do
	sed -z 's/"[[:space:]]*\n[[:space:]]*"//g' "$file" | grep -v '^[[:space:]]*#include' |
		grep -oE '"([^"\\]|\\.)*"' | sed 's/[Tt]here \(is\|are\) no / /g; s/\(is\|are\) no longer / /g' |
		grep -E -e "$phrases" | sed "s|^|$file: |"
done)
[ -z "$found" ] || { echo "$found"; echo 'say it in plain English: subject, verb, object'; bad=1; }
exit $bad
