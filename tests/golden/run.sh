#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Run every case, or those named. A case is a folder with
#   args       one argument a line
#   env        NAME=value lines added to the environment (may be absent)
#   in/        what the tool reads; copied, so a case cannot spoil its neighbour
#   expected/  stdout, stderr, status and out/: everything the tool may do; in/out is that folder
# @IN@ in args and env is the copy's path, which reads @IN@ in the output too.
# UPDATE=1 takes the present output as the expected one; review it with git diff.
set -eu
tool=$(realpath "${L4CARGO:?path of the l4cargo to test}")
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
scratch=$(realpath "$scratch")
trap 'rm -rf "$scratch"' EXIT

run_case() {
	dir=$here/$1 work=$scratch/$1
	rm -rf "$work"
	mkdir -p "$work/in" "$work/got/out" "$work/home"
	[ ! -d "$dir/in" ] || cp -R "$dir/in/." "$work/in"
	ln -s ../got/out "$work/in/out"
	status=0
	(
		cd "$work/in"
		set -- HOME="$work/home" CARGO_HOME="$work/home/.cargo" PATH="$PATH" TERM=dumb \
			XDG_CACHE_HOME="${GOLDEN_CACHE:-$scratch/cache}" LC_ALL=C.UTF-8 TMPDIR="$scratch" \
			RUSTUP_HOME="${RUSTUP_HOME:-${HOME:-/}/.rustup}" RUSTUP_TOOLCHAIN=stable
		if [ -e "$dir/env" ]; then
			while IFS= read -r line; do set -- "$@" "$line"; done <<-END
				$(sed "s|@IN@|$work/in|g" "$dir/env")
			END
		fi
		set -- "$@" "$tool"
		sed "s|@IN@|$work/in|g" "$dir/args" >"$work/args"
		while IFS= read -r arg; do set -- "$@" "$arg"; done <"$work/args"
		exec timeout 120 env -i "$@"
	) >"$work/got/stdout" 2>"$work/got/stderr" </dev/null || status=$?
	echo "$status" >"$work/got/status"
	sed -i "s|$work/in|@IN@|g" "$work/got/stdout" "$work/got/stderr"
	find "$work/got" \( -empty -type f -o -empty -type d \) -delete # absent means empty
	if [ "${UPDATE:-0}" = 1 ]; then
		rm -rf "$dir/expected" && cp -R "$work/got" "$dir/expected"
	else
		diff -ruN "$dir/expected" "$work/got"
	fi
}

[ $# -gt 0 ] || set -- $(cd "$here" && ls -d */ 2>/dev/null)
failed=0
for name; do
	name=${name%/}
	run_case "$name" || { echo "FAIL $name"; failed=$((failed + 1)); }
done
[ -z "${RESULTS-}" ] || echo "$(($# - failed)) $failed" >"$RESULTS/${SUITE:-golden}"
echo "golden: $# cases, $failed failed"
[ "$failed" -eq 0 ]
