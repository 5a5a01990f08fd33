#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# From a crate's name to a program that does something: ripgrep, built by make, looks in this
# project for the commands that l4cargo has.
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
say "$out/build/bin/rg" --line-number --sort path '^const Command cmd_' bridge
