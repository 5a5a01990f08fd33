#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Each file that reads bytes from outside or writes makefile text is in tests/fuzz/readers, with fuzz
# targets that exist, or the reason why it has none; and nothing else is.
set -eu
calls='fs_read|fs_read_quietly|fs_read_source|below_read|json_parse|json_read|toml_parse|process_run|rustc_answer'
calls="$calls|readlink|easy_header|make_put|make_put_lines"
list=$(mktemp)
trap 'rm -f "$list"' EXIT
bad=0
grep -v '^#' tests/fuzz/readers >"$list"
for file in $(grep -rlE --include='*.c' "\b($calls)\(" base resolver cache emitters bridge); do
	grep -q "^$file " "$list" || { echo "$file: has no line in tests/fuzz/readers"; bad=1; }
done
while read -r file targets; do
	grep -qE "\b($calls)\(" "$file" 2>/dev/null || { echo "tests/fuzz/readers: $file reads nothing"; bad=1; }
	case $targets in
	'- '?*) continue ;;
	'') echo "tests/fuzz/readers: $file has no target"; bad=1 ;;
	esac
	for target in $targets; do
		[ -e "tests/fuzz/$target.c" ] || { echo "tests/fuzz/readers: $file: no target $target"; bad=1; }
	done
done <"$list"
[ "$bad" -eq 0 ]
