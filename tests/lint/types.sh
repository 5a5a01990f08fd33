#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# One name of a type has one meaning in all of the sources: no two files define it.
set -eu
twice=$(tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs grep -noE '^(typedef [^{]*[ *)]|\} )[A-Z][A-Za-z0-9]*;' |
	sed -E 's|^([^:]*:[0-9]+):.*[ *)]([A-Za-z0-9]+);$|\2 \1|' | sort |
	awk '$1 == name { print at; print $2; bad = 1 } { name = $1; at = $2 ": " $1 } END { exit bad }') ||
	{ echo "$twice"; echo 'these types share their name: give each one that says what it is'; exit 1; }
