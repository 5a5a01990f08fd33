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
{
	echo 'fn main() { part1::f(); }'
	echo '#[test] fn passes() {}'
} >src/main.rs
mkdir tests
echo '#[test] fn passes() {}' >tests/whole.rs
"$L4CARGO" import -q --offline --with-tests -o bid || exit 1

numbers() { sed -n 's/.*\.\.\. .* \(\[[0-9]*\/[0-9]*\]\)$/\1/p' "$scratch/log" | tr '\n' ' '; }
begun() { grep -c '\.\.\. \(Compiling\|Running\)' "$scratch/log"; }
built() { make -C "${folder:-bid}" "$@" >"$scratch/log" 2>&1 || cat "$scratch/log"; }

all='[1/9] [2/9] [3/9] [4/9] [5/9] [6/9] [7/9] [8/9] [9/9] '
built -j4
same 'all units are counted, in the order of their lines' "$all" "$(numbers)"
same 'each once' 9 "$(begun)"
built
same 'nothing is begun' 0 "$(begun)"
rm bid/build/pc/rs-part5-1.0.0.pc bid/build/pc/rs-part6-1.0.0.pc
built
same 'those that are missing, and what is stale then' '[1/3] [2/3] [3/3] ' "$(numbers)"
rm bid/build/deps/libpart5-1.0.0.rlib
built
same 'those of which a file is missing' '[1/2] [2/2] ' "$(numbers)"
touch part1/src/lib.rs
built
same 'those whose sources were edited, and what is stale then' '[1/2] [2/2] ' "$(numbers)"
built test -j2
same 'tests are counted, without what is there' '[1/2] [2/2] ' "$(numbers)"
same 'and run' 2 "$(grep -c 'test passes ... ok' "$scratch/log")"
built test
same 'there is nothing to count when they only run' '0 ' "$(begun) $(numbers)"
touch part1/src/lib.rs
built test -k
same 'make test counts what is stale' '[1/4] [2/4] [3/4] [4/4] ' "$(numbers)"
built cleanall
built test -j4
same 'and what it builds from clean' '[1/11] [2/11] [3/11] [4/11] [5/11] [6/11] [7/11] [8/11] [9/11] [10/11] [11/11] ' "$(numbers)"
built cleanall
built part2-1.0.0
same 'one package is counted' '[1/1] ' "$(numbers)"
built part3-1.0.0 part2-1.0.0
same 'one of two, with its build script and its run' '[1/3] [2/3] [3/3] ' "$(numbers)"
folder=bid/app-1.0.0/bin-app built -j2 "O=$scratch/o\$\$dollar"
same 'make in a component counts in its object tree' "$all" "$(numbers)"
folder=bid/app-1.0.0/bin-app built "O=$scratch/o\$\$dollar" V=1
same 'where nothing is left then' 0 "$(begun)"
built -B part2-1.0.0
same 'make -B counts what it does once more' '[1/1] ' "$(numbers)"
same 'make -n counts nothing' '' "$(RS_COUNTING=y make -C bid -n | grep rs-unit)"
built cleanall
built -j2 -k
same 'each make counts anew' "$all" "$(numbers)"
built cleanall
RS_TOTAL=3 RS_COUNTING=y built
same 'the environment has no say' "$all" "$(numbers)"
cp -r "$top/examples" "$scratch"
RS_TOTAL=3 L4CARGO_UNIT="$BUILD_DIR/l4cargo-unit" folder=$scratch/examples/checksum built "L4DIR=$top/bridge/make/host"
same 'nor has it for a package that was written by hand' '1 ' "$(begun) $(numbers)"

# In a container, a make may have the process id that the one before had.
if unshare --pid --fork --mount-proc true 2>/dev/null; then
	built cleanall
	unshare --pid --fork --mount-proc make -C bid part1-1.0.0 >"$scratch/log" 2>&1
	same 'a make in a container counts' '[1/1] ' "$(numbers)"
	unshare --pid --fork --mount-proc make -C bid part2-1.0.0 part4-1.0.0 >"$scratch/log" 2>&1
	same 'so does the next' '[1/2] [2/2] ' "$(numbers)"
else
	skip 'makes with the same process id' 'unshare is not allowed'
fi

# A folder with a blank and other bytes in its name
folder="$scratch/a b \$c #d/bid"
mv "$scratch/app" "${folder%/bid}"
built cleanall
built
same 'the folder may have a name with blanks' "$all" "$(numbers)"
