#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A static function whose name is one word is the only one so called: what `run` or `take` does is
# said by a second word.
set -eu
twice=$(tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs ctags --languages=C --kinds-C=f --fields=+f -x --_xformat='%N %F:%n' |
	grep -E '^[a-z0-9]+ ' | grep -v '^main ' | sort |
	awk '$1 == name { print at; print $2 ": " $1; bad = 1 } { name = $1; at = $2 ": " $1 } END { exit bad }') ||
	{ echo "$twice"; echo 'these functions share a name of one word: give each a second'; exit 1; }
