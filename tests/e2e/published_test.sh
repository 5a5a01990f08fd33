#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A published crate, from its name to a program that runs, with nothing at hand but the network.
. "$(dirname "$0")/../lib.sh"

crate=flip-link version=0.1.12
out=$scratch/out
if ! online; then
	skip "$crate is imported from crates.io" 'crates.io cannot be reached'
	skip 'make builds it' 'crates.io cannot be reached'
	exit 0
fi
export CARGO_HOME="$scratch/cargo-home" # empty: all has to be downloaded
stamps() { find "$1" -type f -printf '%p %T@\n' 2>/dev/null | sort; }

check "$crate is imported from crates.io" "$L4CARGO" import "$crate@$version" -o "$out"
written=$(stamps "$out")
check 'the same import again, offline' \
	"$L4CARGO" import "$crate@$version" -o "$out" --offline --quiet
same 'it writes nothing' "$written" "$(stamps "$out")"
check 'into another place, offline' \
	"$L4CARGO" import "$crate@$version" -o "$scratch/two" --offline
check 'it gives the same bytes' diff -r "$out" "$scratch/two"

check 'make builds it' make -C "$out" -j"$(nproc)"
# It is a wrapper of a linker that need not be installed: then it says so itself.
program_said=$("$out/build/bin/$crate" --version 2>&1)
case $program_said in
*flip-link* | *LLD*) pass 'the program runs' ;;
*) fail 'the program runs' "$program_said" ;;
esac
built=$(stamps "$out")
check 'make again' make -C "$out"
same 'it builds nothing' "$built" "$(stamps "$out")"
check 'make clean' make -C "$out" clean

refuses 'a crate that does not exist is named' 1 no-such-crate-l4cargo \
	"$L4CARGO" import no-such-crate-l4cargo -o "$scratch/none"
refuses 'a version that does not exist is named' 1 "$crate" \
	"$L4CARGO" import "$crate@99.0.0" -o "$scratch/none"
refuses 'a broken version is explained' 1 '1.x.y.z' \
	"$L4CARGO" import "$crate@1.x.y.z" -o "$scratch/none"
