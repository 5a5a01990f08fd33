#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A static function has a name of at least two words: what `run` or `take` does is said by the
# second, and a search finds one place.
set -eu
short=$(tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs ctags --languages=C --kinds-C=f --fields=+f -x --_xformat='%F:%n: %N %{file}' |
	grep -E ' [a-z0-9]+ file$' | sed 's/ file$//' || true)
[ -z "$short" ] || { echo "$short"; echo 'these names have one word: give each a second'; exit 1; }
