#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Imports into an L4Re tree, as far as that can be tried without one: what is written, and refused.
. "$(dirname "$0")/../lib.sh"

target=x86_64-unknown-l4re-uclibc
cp -r "$top/tests/golden/shared/l4" "$scratch/l4"
cp -r "$top/tests/l4re/graph" "$scratch/graph"
l4=$scratch/l4 project=$scratch/graph/Cargo.toml
import() { (cd "$scratch/graph" && "$L4CARGO" import --offline --locked "$@"); }

refuses 'a tree without setup is refused, with the next step' 1 "run \`l4cargo setup $l4\`" \
	import -o "$l4/pkg/graph"
check 'setup' "$L4CARGO" setup "$l4"
refuses 'a folder where BID finds no packages is refused' 1 "give a folder below \`$l4/pkg\` with -o" \
	import -o "$l4/crates"
refuses 'one that is too deep, too' 1 'too deep below pkg' import -o "$l4/pkg/a/b/c/d"
refuses 'an unknown target is refused' 1 'x86_64-none-l4re' import -o "$l4/pkg/graph" --target x86_64-none-l4re
check 'a project is imported, for the tree' import -o "$l4/pkg/graph"
if [ "${UPDATE:-0}" = 1 ]; then
	rm -rf "$top/tests/l4re/graph.expected"
	cp -r "$l4/pkg/graph" "$top/tests/l4re/graph.expected"
	rm -f "$top/tests/l4re/graph.expected/l4cargo.record" # hashes of what is compared here
fi
check 'the packages are those expected' diff -r -x l4cargo.record "$top/tests/l4re/graph.expected" "$l4/pkg/graph"
edges() {
	RUSTC_BOOTSTRAP=1 cargo build --manifest-path "$project" --unit-graph -Z unstable-options --offline \
		--locked "$@" | python3 "$top/tests/l4re/edges.py" "$l4/pkg/graph"
}
refuses 'a static library of a name that is taken is refused' 1 \
	"another package in \`$l4\` provides \`libapp_part\` already, as \`app-0.1.0\` would" import -o "$l4/pkg/again"
check 'nothing is written then' test ! -e "$l4/pkg/again"
check "Control files require what cargo's unit graph has as edges" edges --target $target
mv "$l4/pkg/graph" "$scratch/kept"
check 'the target may be named' import -o "$l4/pkg/deep/named" --target $target
mv "$l4/pkg/deep/named" "$scratch/named" && mv "$scratch/kept" "$l4/pkg/graph"
same 'its names have the way to its folder' 'provides: rs-deep.named.shared-0.1.0' \
	"$(grep provides "$scratch/named/shared-0.1.0/Control")"
check 'the target of the configuration counts' import -o "$l4/pkg/host" \
	--config "build.target = \"$(rustc -vV | sed -n 's/^host: //p')\""
same 'nothing is for L4Re then' '' "$(grep -rl l4re-uclibc "$l4/pkg/host")"

# BID's libraries for what crates link: l4cargo.toml.
links() { printf '%s\n' '[links]' "$@" >"$scratch/graph/l4cargo.toml"; }
links 'z = "libz"'
refuses 'a library that no package provides is refused, with its place' 1 \
	'l4cargo.toml:2:5: error: no package in' import -o "$l4/pkg/graph"
mkdir -p "$l4/pkg/zlib" "$l4/pkg/libz-of-folder" "$l4/mk/aliases.d"
printf 'Provides: zlib\n  libz\nrequires: libc\n' >"$l4/pkg/zlib/Control"
check 'one that is provided is taken' import -o "$l4/pkg/graph"
same 'the crate requires it' 'REQUIRE_LIBS  = rs-graph.shared-0.1.0 libz' \
	"$(grep REQUIRE_LIBS "$l4/pkg/graph/native-0.1.0/lib/Makefile")"
same 'so does its Control' 'requires: libstd-rust libz rs-graph.shared-0.1.0' \
	"$(grep requires "$l4/pkg/graph/native-0.1.0/Control")"
check 'the script is not built' test ! -e "$l4/pkg/graph/native-0.1.0/build"
same 'and not run' '' "$(grep RS_RUN "$l4/pkg/graph/native-0.1.0/run/Makefile")"
check 'an import for the host knows nothing of it' import -o "$scratch/outside"
check 'there the script is built' test -e "$scratch/outside/native-0.1.0/build"
echo 'libq := zlib' >"$l4/mk/aliases.d/q"
links 'z = "libq"'
check 'an alias is as good' import -o "$l4/pkg/graph"
same 'as soon as the table has it' 'REQUIRE_LIBS  = rs-graph.shared-0.1.0 libq' \
	"$(grep REQUIRE_LIBS "$l4/pkg/graph/native-0.1.0/lib/Makefile")"
links 'z = 3' 'y = "a b"'
refuses 'a number is no library' 1 'l4cargo.toml:2:5: error: the library for `z` must be a string' \
	import -o "$l4/pkg/graph"
refuses 'words are none' 1 'l4cargo.toml:3:5: error: `a b` is not the name' import -o "$l4/pkg/graph"
links 'z = "zlib"' 'y = "zlib"'
refuses 'an entry without use is warned of' 0 'no crate of this import has `links = "y"`' \
	import -o "$l4/pkg/graph"
echo 'links = 7' >"$scratch/graph/l4cargo.toml"
refuses 'the table must be one' 1 '`links` must be a table' import -o "$l4/pkg/graph"
rm "$scratch/graph/l4cargo.toml"
check 'without the table all is as before' import -o "$l4/pkg/graph"
check 'exactly' diff -r -x l4cargo.record "$top/tests/l4re/graph.expected" "$l4/pkg/graph"

# Where things go without -o.
cp -r "$scratch/graph" "$l4/pkg/own"
check 'a project in the tree is imported below pkg' \
	env --chdir="$l4/pkg/own/shared" "$L4CARGO" import --offline --quiet
check 'by its name' test -e "$l4/pkg/shared/Makefile" -o -e "$l4/pkg/app/Makefile"

refuses 'make without an object tree says what is missing' 2 'name the object tree with O=' make -C "$l4/pkg/graph"
mkdir "$scratch/obj"
refuses 'make with one that is not configured, too' 2 "$scratch/obj is not configured" \
	make -C "$l4/pkg/graph" O="$scratch/obj"

# One that BID might have configured. Nothing of the target can be compiled here, its host side can.
printf 'CONFIG_BUILD_ARCH="amd64"\nCONFIG_CPU="gen"\nCONFIG_BUILD_ABI="l4f"\n' >"$scratch/obj/.config.all"
refuses 'the missing Rust libraries are named' 2 '`l4cargo sysroot` imports the Rust libraries first' \
	make -C "$l4/pkg/graph" O="$scratch/obj"
sed -i.now '/^RS_FORMAT/d' "$l4/pkg/graph/Makefile"
refuses 'an import of an older l4cargo is told to be made again' 2 \
	'another version of l4cargo made the import graph: run `l4cargo import` again' make -C "$l4/pkg/graph" O="$scratch/obj"
mv "$l4/pkg/graph/Makefile.now" "$l4/pkg/graph/Makefile"
check 'host units build' make -C "$l4/pkg/graph" O="$scratch/obj" macro-0.1.0 native-0.1.0/run
same 'where BID has objects' 'pkg/graph/deps/libmacro-0.1.0.so' \
	"$(cd "$scratch/obj" && find . -name 'libmacro-0.1.0.so' -path '*/deps/*' | cut -c3-)"
same 'a second make builds nothing' '' \
	"$(make -C "$l4/pkg/graph" O="$scratch/obj" macro-0.1.0 native-0.1.0/run | grep -e '\[')"
check 'clean' make -C "$l4/pkg/graph" O="$scratch/obj" clean
same 'takes all of it out' '' "$(find "$scratch/obj" -mindepth 1 -type f | grep -v config.all)"

# rustc's linker for programs of L4Re: one object of what it is handed, for BID to link.
unit=$(dirname "$L4CARGO")/l4cargo-unit
[ -x "$unit" ] || unit=$(dirname "$L4CARGO")/../libexec/l4cargo/l4cargo-unit
mkdir "$scratch/link folder" && cd "$scratch/link folder" || exit 1
for name in main used unused whole; do
	echo "int $name(void); int $name(void) { return 0; }" >$name.c
	cc -c $name.c
done
echo 'int main(void); int used(void); int of_bid(void); int main(void) { return used() + of_bid(); }' | cc -xc -c -o main.o -
ar rcs libparts.a used.o unused.o
ar rcs libwhole.a whole.o
join() { L4CARGO_LINK=ld "$unit" "$@" && nm one.o | sed -n 's/^[0-9a-f ]*\([TU] .*\)/\1/p' | sort | tr '\n' ' '; }
same 'what is needed is in it, what BID has is left open' 'T main T used U of_bid ' \
	"$(join -Wl,--as-needed main.o -Wl,-Bdynamic -lc -L . -l parts -nodefaultlibs -pie -o one.o)"
same 'whole archives are whole' 'T main T used T whole U of_bid ' \
	"$(join main.o -Wl,--whole-archive,libwhole.a,--no-whole-archive -L"$PWD" -lparts -Wl,--gc-sections -o one.o)"
printf '%s\n' "$scratch/link\\ folder/main.o" -L "$scratch/link\\ folder" -lparts -o one.o >arguments
same 'arguments may be in a file' 'T main T used U of_bid ' "$(join @arguments)"
refuses 'an object that is not there is named' 1 'none.o' env L4CARGO_LINK=ld "$unit" none.o -o one.o
refuses 'so is a linker' 1 'cannot start the linker `no-such-linker`' \
	env L4CARGO_LINK='no-such-linker -x' "$unit" main.o -o one.o
refuses 'so is a file of arguments' 1 'none' env L4CARGO_LINK=ld "$unit" @none
cd "$top" || exit 1
