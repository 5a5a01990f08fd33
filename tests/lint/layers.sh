#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A folder may include itself and the folders named behind it; inside a folder a room may include
# itself and the rooms before it. Foreign headers have one door each.
set -eu
folders='
base:
resolver: base
cache: resolver base
emitters: resolver base
bridge: emitters cache resolver base'
# Files that lie in the folder itself stand where its name is. Rooms in brackets are side by side.
rooms='
base: core text messages files system json toml
resolver: terms manifest lock config workspace toolchain graph units
cache: cache net git registry store
emitters: [report vendor bid]
bridge: bridge [verify vendor unit] sysroot project import cmd main'

tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs grep -n '^#include "' |
	awk -F: -v folders="$folders" -v rooms="$rooms" '
	# The room of a path: its second part, or the folder itself.
	function room_of(path,   part) {
		if (path == "bridge/main.c")
			return "main"
		return split(path, part, "/") == 3 ? part[2] : part[1]
	}
	BEGIN {
		n = split(folders, line, "\n")
		for (i = 1; i <= n; i++) {
			split(line[i], r, ": *")
			may[r[1]] = " " r[1] " " r[2] " "
		}
		n = split(rooms, line, "\n")
		for (i = 1; i <= n; i++) {
			split(line[i], r, ": *")
			m = split(r[2], name, " ")
			for (j = 1; j <= m; j++) {
				if (name[j] ~ /^\[/)
					side = j
				at = name[j]
				gsub(/[][]/, "", at)
				rank[r[1], at] = side ? side : j
				if (name[j] ~ /\]$/)
					side = 0
			}
		}
	}
	{
		split($0, q, "\"")
		split($1, from, "/")
		split(q[2], to, "/")
		room = room_of($1)
		other = room_of(q[2])
		if (!(from[1] in may) || !index(may[from[1]], " " to[1] " "))
			why = "from " from[1] "/"
		else if (from[1] != to[1])
			next
		else if (!((from[1], room) in rank) || !((to[1], other) in rank))
			why = ": a room has no place in the order of tests/lint/layers.sh"
		else if (room == other || rank[to[1], other] < rank[from[1], room])
			next
		else
			why = "from the room " room
		print $1 ":" $2 ": " q[2] " is not allowed " why
		bad = 1
	}
	END { exit bad }'

# l4cargo-unit runs at make time, hundreds of times: it links the base only.
if grep -n '^#include "' bridge/unit/*.[ch] | grep -v '"\(base\|bridge/unit\)/'; then
	echo "bridge/unit may include base only"
	exit 1
fi

for header in curl/ git2 archive zlib cJSON openssl/; do
	doors=$(tests/files.sh '*.[ch]' | grep -v '^tests/' |
		xargs grep -lE "^#include <(cjson/)?$header" || true)
	if [ "$(echo "$doors" | wc -w)" -gt 1 ]; then
		echo "<$header...> is included by more than one file:" $doors
		exit 1
	fi
done
