#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# No file needs itself by way of others. X.c and X.h count as one file, and so does an X_internal.h
# that includes X.h. Two files that cannot do without each other are one idea, or a third is missing:
# often a header of types.
set -eu
tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs grep -n '^#include "' |
	awk -F'[:"]' '
	function file_of(path) {
		sub(/\.[ch]$/, "", path)
		return path
	}
	function idea_of(file,   owner) {
		owner = file
		return sub(/_internal$/, "", owner) && (file, owner) in includes ? owner : file
	}
	# Depth first: `way` has the files from the start to here.
	function visit(file, depth,   n, to, i, k) {
		state[file] = "open"
		way[depth] = file
		n = split(needs[file], to, " ")
		for (i = 1; i <= n; i++) {
			if (state[to[i]] == "open") {
				for (k = depth; way[k] != to[i]; k--)
					;
				for (; k <= depth; k++)
					print where[way[k], k < depth ? way[k + 1] : to[i]]
				print "these includes are a circle"
				bad = 1
			} else if (!state[to[i]])
				visit(to[i], depth + 1)
		}
		state[file] = "done"
	}
	{
		line[NR] = $1 ":" $2 ": includes " $4
		from[NR] = file_of($1)
		to_file[NR] = file_of($4)
		includes[from[NR], to_file[NR]]
	}
	END {
		for (i = 1; i <= NR; i++) {
			from[i] = idea_of(from[i])
			to = idea_of(to_file[i])
			if (from[i] == to || (from[i], to) in where)
				continue
			where[from[i], to] = line[i]
			needs[from[i]] = needs[from[i]] " " to
		}
		for (i = 1; i <= NR; i++)
			if (!state[from[i]])
				visit(from[i], 1)
		exit bad
	}'
