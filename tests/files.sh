#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The project's own files whose names match one of the patterns: those that git knows, or in an
# unpacked archive all but what was built.
set -eu
cd "$(dirname "$0")/.."
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	git ls-files -- "$@"
	exit
fi
names=
for pattern; do names="$names -o -name $pattern"; done
set -f
# shellcheck disable=SC2086 # a list of find's arguments
find . -path ./build -prune -o -type f \( ${names#* -o } \) -print | sed 's|^[.]/||'
