#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# make says of each unit that begins which it is, and of how many: `[12/54]`.
. "$(dirname "$0")/../lib.sh"
needs cargo make 'numbers of units'

mkdir -p "$scratch/app/src"
cd "$scratch/app" || exit 1
{
	printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n'
	for i in 1 2 3 4 5 6; do
		mkdir -p "part$i/src"
		printf '[package]\nname = "part%s"\nversion = "1.0.0"\nedition = "2021"\n' "$i" >"part$i/Cargo.toml"
		echo "pub fn f() -> u32 { $i }" >"part$i/src/lib.rs"
		printf 'part%s = { path = "part%s" }\n' "$i" "$i"
	done
} >Cargo.toml
echo 'fn main() {}' >part3/build.rs
echo 'fn main() { part1::f(); }' >src/main.rs
"$L4CARGO" import -q --offline -o bid || exit 1

numbers() { sed -n 's/.*\.\.\. .* \(\[[0-9]*\/[0-9]*\]\)$/\1/p' "$scratch/log" | tr '\n' ' '; }
begun() { grep -c '\.\.\. \(Compiling\|Running\)' "$scratch/log"; }
built() { make -C bid "$@" >"$scratch/log" 2>&1 || cat "$scratch/log"; }

all='[1/9] [2/9] [3/9] [4/9] [5/9] [6/9] [7/9] [8/9] [9/9] '
built -j4
same 'all units are counted, in the order of their lines' "$all" "$(numbers)"
same 'each once' 9 "$(begun)"
built
same 'nothing is begun' 0 "$(begun)"
rm bid/build/pc/rs-part5-1.0.0.pc bid/build/pc/rs-part6-1.0.0.pc
built
same 'those that are missing, then what is stale' '[1/2] [2/2] [3/3] ' "$(numbers)"
touch part1/src/lib.rs
built
same 'where nobody knows how many there are, there is no number' '2 ' "$(begun) $(numbers)"
built cleanall
built part2-1.0.0
same 'nor if only some are wanted' '1 ' "$(begun) $(numbers)"
built cleanall
built -j2 -k
same 'each make counts anew' "$all" "$(numbers)"
built cleanall
RS_TOTAL=3 built
same 'the environment has no say' "$all" "$(numbers)"
