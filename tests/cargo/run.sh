#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# versions: what one version of cargo answers and another does not.
# cases.tar.xz: projects from cargo's own test suite, with what cargo answered (see check.py).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-build}
if ! [ "$build/cases/.unpacked" -nt "$here/cases.tar.xz" ]; then
	rm -rf "$build/cases"
	mkdir -p "$build/cases"
	tar -xJf "$here/cases.tar.xz" -C "$build/cases"
	touch "$build/cases/.unpacked"
fi
python3 "$here/versions.py" "${L4CARGO:?}"
exec python3 "$here/check.py" "$build/cases" "${L4CARGO:?}" --not-yet "$here/not-yet.txt" -v "$@"
