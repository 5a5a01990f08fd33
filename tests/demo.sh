#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# From a crate's name to a program that does something: ripgrep, built by make, looks for the
# `main` functions of this project.
set -eu
cd "$(dirname "$0")/.."
l4cargo=${L4CARGO:-build/l4cargo}
out=build/demo
say() {
	printf '\n$ %s\n' "$*"
	"$@"
}
unset MAKEFLAGS MFLAGS MAKELEVEL

say "$l4cargo" import ripgrep@15.2.0 -o "$out"
say make -j"$(nproc)" -C "$out"
program=$(find "$out" -name rg -type f -perm -u+x | head -n 1)
[ -n "$program" ] || { echo "error: make did not make \`rg\`" >&2; exit 1; }
say "$program" --line-number --sort path '^int main\(' --glob '*.c' .
