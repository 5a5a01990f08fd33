#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Every header starts with the licence line, compiles alone, has its guard, and is a summary: at most
# 120 lines below that one.
set -eu
bad=0
licence='/* SPDX-License-Identifier: MIT OR Apache-2.0 */'
for header in $(tests/files.sh '*.h'); do
	[ "$(head -n 1 "$header")" = "$licence" ] || { echo "$header: the first line is not $licence"; bad=1; }
	guard=L4CARGO_$(echo "$header" | tr 'a-z/.-' 'A-Z___')
	grep -q "^#ifndef $guard\$" "$header" || { echo "$header: no guard $guard"; bad=1; }
	lines=$(($(wc -l <"$header") - 1))
	case $header in *_data.h) lines=0 ;; esac
	[ "$lines" -le 120 ] || { echo "$header: $lines lines, at most 120"; bad=1; }
	"${CC:-gcc}" -std=gnu17 -D_GNU_SOURCE -I. -Wall -Wextra -Werror -fsyntax-only -x c \
		-include "$header" /dev/null || { echo "$header: does not compile alone"; bad=1; }
done
exit $bad
