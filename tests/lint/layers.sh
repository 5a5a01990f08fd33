#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Each layer may include itself and the layers named after it; nothing else. Foreign headers
# have one door each.
set -eu
rules='
base:
resolver: base
cache: resolver base
emitters: resolver base
bridge: emitters cache resolver base'

tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs grep -n '^#include "' |
	sed -E 's|^([a-z]+)/[^:]*:|\1 &|' |
	awk -v rules="$rules" '
	BEGIN {
		n = split(rules, line, "\n")
		for (i = 1; i <= n; i++) {
			split(line[i], r, ": *")
			may[r[1]] = " " r[1] " " r[2] " "
		}
	}
	{
		split($0, q, "\"")
		split(q[2], to, "/")
		if (!($1 in may) || !index(may[$1], " " to[1] " ")) {
			print substr($0, length($1) + 2) ": not allowed from " $1 "/"
			bad = 1
		}
	}
	END { exit bad }'

# l4cargo-unit runs at make time, hundreds of times: it links the base only.
if grep -n '^#include "' bridge/unit/*.[ch] 2>/dev/null | grep -v '"\(base\|bridge/unit\)/'; then
	echo "bridge/unit may include base only"
	exit 1
fi

for header in curl/ git2 archive zlib cJSON openssl/ microhttpd; do
	doors=$(tests/files.sh '*.[ch]' | grep -v '^tests/' |
		xargs grep -lE "^#include <(cjson/)?$header" || true)
	if [ "$(echo "$doors" | wc -w)" -gt 1 ]; then
		echo "<$header...> is included by more than one file:" $doors
		exit 1
	fi
done
