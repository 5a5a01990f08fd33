#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# In which order make starts the units of an import: the longest way through them first.
. "$(dirname "$0")/../lib.sh"
needs cargo 'a program is built'
crate() { # NAME DEPENDENCY...
	mkdir -p "$scratch/$1/src"
	: >"$scratch/$1/src/lib.rs"
	printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n' "$1" >"$scratch/$1/Cargo.toml"
	crate_name=$1
	shift
	for crate_dep; do
		printf '%s = { path = "../%s" }\n' "$crate_dep" "$crate_dep" >>"$scratch/$crate_name/Cargo.toml"
	done
}
few='f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 f11 f12'
for f in $few; do
	crate "$f"
done
crate chain1
crate chain2 chain1
crate chain3 chain2
# shellcheck disable=SC2086 # words
crate app chain3 $few
echo 'fn main() { println!("built") }' >"$scratch/app/src/main.rs"
rm "$scratch/app/src/lib.rs"
cd "$scratch/app" || exit 1
cargo generate-lockfile -q --offline
check 'a program with a chain and many small crates is imported' "$L4CARGO" import -q -o "$scratch/o"

started() { # the number of the start of each unit of the chain
	make -C "$scratch/o" "$@" >"$scratch/log" 2>&1 || cat "$scratch/log"
	sed -n 's/^  \[\(.*\)\] \.\.\. Compiling .*/\1/p' "$scratch/log" | grep -n chain | sed 's/:.*//' | tr '\n' ' '
}
# RS_AHEAD: as where there are two processors. Each unit waits for the one four places before it, so the
# small ones go in four rows of three. However slow chain1 is, one row runs beside it, and one more may
# start before make looks at chain2 again: seven before chain2, eleven before chain3, and one more where
# two that start together say so in the other order. Without the rule all twelve are before chain2.
set -- $(started -j2 RS_AHEAD=5)
if [ $# = 3 ] && [ "$2" -le 9 ] && [ "$3" -le 13 ]; then
	pass 'the chain does not wait for the small ones'
else
	fail 'the chain does not wait for the small ones' "$(cat "$scratch/log")"
fi
same 'and all is built' built "$("$scratch/o/build/bin/app")"
same 'once' "make: Nothing to be done for 'all'." "$(make -C "$scratch/o" --no-print-directory RS_AHEAD=5)"
make -C "$scratch/o" -s cleanall
make -C "$scratch/o" -j2 f12-0.1.0 RS_AHEAD=5 >"$scratch/log" 2>&1
same 'one package is built alone' 1 "$(grep -c Compiling "$scratch/log")"

make -C "$scratch/o" -s cleanall
echo 'not rust' >"$scratch/chain1/src/lib.rs"
make -C "$scratch/o" -j2 RS_AHEAD=5 >"$scratch/log" 2>&1
same 'a crate that does not compile stops the build' 2 $?
make -C "$scratch/o" -s cleanall
make -C "$scratch/o" -j2 -k RS_AHEAD=5 >"$scratch/log" 2>&1
same 'under -k it holds up only what needs it' 13 "$(grep -c Compiling "$scratch/log")"
