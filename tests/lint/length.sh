#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Warns of functions over 60 lines or with more than 5 parameters, and of files over 600 lines (data
# tables, *_data.[ch], aside). It never fails: a review decides whether the code is better so.
set -eu
files=$(tests/files.sh '*.c')
long=$(ctags --languages=C --kinds-C=f --fields=+neS -x --_xformat='%{end} %{line} %N %F %S' $files |
	awk '{
		if ($1 - $2 + 1 > 60) print $4 ":" $2 ": " $3 " has " $1 - $2 + 1 " lines, over 60"
		signature = $0; sub(/^[^(]*/, "", signature)
		depth = commas = 0
		for (i = 1; i <= length(signature); i++) {
			c = substr(signature, i, 1)
			depth += (c == "(") - (c == ")")
			commas += c == "," && depth == 1
		}
		if (commas > 4) print $4 ":" $2 ": " $3 " has " commas + 1 " parameters, over 5"
	}')
[ -z "$long" ] || echo "$long" | sed 's/^/warning: /'
for file in $files; do
	case $file in *_data.[ch]) continue ;; esac
	lines=$(wc -l <"$file")
	[ "$lines" -le 600 ] || echo "warning: $file: $lines lines, over 600"
done
