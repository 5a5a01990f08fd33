#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What no tracked file may contain: a registry's host (composed in one place of cache/), a path
# of the machine it was written on. And what C and shell files must: the licence line.
set -eu
bad=0
deny() { # NAME REGEX [EXCEPTION]
	found=$(tests/files.sh '*' | tr '\n' '\0' | xargs -0 grep -snIE "$2" -- |
		grep -vE "${3:-^$}" || true)
	[ -z "$found" ] || { echo "$1:"; echo "$found"; bad=1; }
}
deny "a registry's host" '(index|static)[.]crates[.]io'
deny "a path of this machine" '(^|[^A-Za-z0-9_.*-])/(work|root)/'
deny "a note without an issue" '\<(TODO|FIXME)\>([^(]|$)' '^tests/(lint/text.sh|golden/)'
for file in $(tests/files.sh '*.c' '*.sh' Makefile); do
	head -n 2 "$file" | grep -q 'SPDX-License-Identifier: MIT OR Apache-2.0' ||
		{ echo "$file: no licence line"; bad=1; }
done
exit $bad
