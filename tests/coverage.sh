#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# coverage.sh FOLDER: lines that ran in a build made with --coverage, by file and in all; fails
# below 85 % for base and resolver together.
set -eu
build=$1
find "$build/base" "$build/resolver" "$build/emitters" "$build/cache" "$build/bridge" \
	-name '*.gcda' 2>/dev/null | while read -r data; do
	gcov -n "$data" 2>/dev/null
done | awk '
	/^File / { split($0, q, "\047"); file = q[2] }
	/^Lines executed:/ && file ~ /^(base|resolver|emitters|cache|bridge)\/.*[.]c$/ {
		split($0, p, /[:% ]+/)
		lines = p[5]; ran = p[3] * lines / 100
		printf "%6.1f %%  %5d  %s\n", p[3], lines, file
		all += lines; all_ran += ran
		if (file ~ /^(base|resolver)\//) { core += lines; core_ran += ran }
		file = ""
	}
	END {
		if (!core) exit 1
		printf "%6.1f %%  %5d  in all\n", 100 * all_ran / all, all
		printf "%6.1f %%  %5d  base and resolver (at least 85)\n", 100 * core_ran / core, core
		exit 100 * core_ran / core < 85
	}'
