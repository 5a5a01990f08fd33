#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Rust's libraries: what is refused; with their sources, units equal to cargo's, packages that build,
# and a program for L4Re that needs nothing but the C library and the compiler's runtime.
. "$(dirname "$0")/../lib.sh"
cd "$scratch"
sysroot() { "$L4CARGO" sysroot "$@"; }

# A library of empty crates shows what is refused.
"$top/tests/golden/run.py" --lay library-units mini
refuses 'sources that are not there' 1 'are not in' sysroot --rust-src nowhere
refuses 'sources of no version' 1 'cannot tell' sysroot --rust-src mini/library

# A toolchain with the component rust-src, which has no src/version.
real=$(rustc --print sysroot)
mkdir -p tc/bin tc/lib/rustlib/src/rust
cp -r mini/library tc/lib/rustlib/src/rust
printf '#!/bin/sh\n"%s/bin/rustc" "$@" | sed "s|^%s$|%s/tc|"\n' "$real" "$real" "$scratch" >tc/bin/rustc
chmod +x tc/bin/rustc
ln -s tc/lib/rustlib/src/rust mine
for given in '' '--rust-src tc/lib/rustlib/src/rust/library' '--rust-src mine/library' '--rust-src tc/lib/rustlib/src'; do
	check "sources of the compiler's own toolchain: ${given:-not named}" env RUSTC="$scratch/tc/bin/rustc" \
		"$L4CARGO" sysroot $given -Z build-std=core,alloc -o of-toolchain
done
refuses 'those of another toolchain' 1 'cannot tell' sysroot --rust-src mine/library

mkdir mini/src && echo 1.2.3 >mini/src/version
refuses 'sources of another version' 1 'is from Rust 1.2.3, but the compiler is' \
	sysroot --rust-src mini/library
version=$(rustc -vV | sed -n 's/^release: //p')
echo "$version" >mini/src/version
refuses 'an unknown target' 1 'cannot build for target' \
	sysroot --rust-src mini --target no-such-l4re-target
case $version in
1.95.* | 1.96.*)
	refuses 'sources that a patch does not fit' 1 'the patch does not apply' sysroot --rust-src mini
	;;
*)
	refuses 'a version without a patch' 1 'has no patch for `std`' sysroot --rust-src mini
	;;
esac
same 'nothing is left of it' '' "$(ls "$XDG_CACHE_HOME/l4cargo/tmp")"
same 'nothing was written' '' "$(ls -d rust-* 2>/dev/null)"
check 'core and alloc alone need no patch' sysroot --rust-src mini -Z build-std=core,alloc -o small
same 'they are the packages' 'alloc-0.0.0 compiler_builtins-0.0.0 core-0.0.0' \
	"$(ls small | grep -e -0 | tr '\n' ' ' | sed 's/ $//')"
sed -i 's/^RS_RUST .*/RS_RUST = 1.2.3/' small/core-0.0.0/Makefile
refuses 'make with a compiler of another version' 2 "Rust 1.2.3's library, but the compiler is" \
	make -C small
check 'a target without std gets core and alloc' \
	sysroot --rust-src mini --target riscv64gc-unknown-l4re-uclibc -o riscv
same 'its specification is named from the cache' \
	'$(RS_CACHE)/targets/riscv64gc-unknown-l4re-uclibc.json' \
	"$(sed -n 's/^RS_TRIPLE *= //p' riscv/core-0.0.0/Makefile)"
check 'every specification is one that rustc takes' sh -ec '
	for spec in "$1"/bridge/sysroot/targets/*.json; do
		RUSTC_BOOTSTRAP=1 rustc -Zunstable-options --print cfg --target "$spec" |
			grep -x "target_os=\"l4re\"" >"$2/cfg"
	done' sh "$top" "$scratch"

# A target of one's own: what its specification says counts for all that is compiled for it.
mkdir -p own/src
printf '[package]\nname = "own"\nversion = "0.1.0"\nedition = "2021"\n' >own/Cargo.toml
printf '#![feature(no_core)]\n#![no_core]\n' >own/src/lib.rs
RUSTC_BOOTSTRAP=1 rustc -Zunstable-options --print target-spec-json --target x86_64-unknown-none |
	grep -v is-builtin >own/board.json
check 'a specification of its own' env -C own RUSTC_BOOTSTRAP=1 "$L4CARGO" import --target board.json -o packages
check 'is built for' make -C own/packages
same 'once' 0 "$(make -C own/packages -q; echo $?)"
sed -i 's/"cpu": "x86-64"/"cpu": "x86-64-v2"/' own/board.json
same 'and again when it is edited' 1 "$(make -C own/packages -q; echo $?)"
check 'by make alone' make -C own/packages
same 'once more' 0 "$(make -C own/packages -q; echo $?)"

if ! library=$("$top/tests/rust-src.sh" "$BUILD_DIR/rust-src" 2>why); then
	skip 'std for L4Re' "$(tail -n 1 why)"
	exit
fi

cargo new -q --vcs none app
cargo generate-lockfile -q --offline --manifest-path app/Cargo.toml
# Both know the crates that the library needs; offline they are where its package has put them.
verify() { (cd app && RUSTC_BOOTSTRAP=1 "$L4CARGO" verify --rust-src "$library" "$@"); }
if online; then
	for target in x86_64-unknown-l4re-uclibc x86_64-unknown-none aarch64-unknown-linux-gnu; do
		check "units of std for $target are cargo's" verify -Z build-std --target "$target"
	done
	check 'in release, of core and alloc' \
		verify --release -Z build-std=core,alloc --target x86_64-unknown-none
	check 'for tests, without a target, with other features' \
		verify --mode test -Z build-std -Z build-std-features=optimize_for_size
else
	skip "units of std are cargo's" 'cargo needs crates.io for them, which is not there'
fi

# Copies of the sources appear whole, whoever else makes them, and whatever ends it.
export XDG_CACHE_HOME="$scratch/shared"
for n in 1 2 3; do
	"$L4CARGO" -q sysroot --rust-src "$library" -o "many$n" &
done
wait
same 'three at a time make the same' '' "$(diff -r many1 many2 2>&1 && diff -r many1 many3 2>&1)"
for moment in 0.05 0.1 0.2 0.3 0.5; do
	rm -rf "$XDG_CACHE_HOME"/l4cargo/library
	timeout -s KILL $moment "$L4CARGO" -q sysroot --rust-src "$library" -o many1 2>/dev/null
done
check 'after sudden deaths the next one succeeds' sysroot --rust-src "$library" -o many1
same 'nothing of them is left' '' "$(ls "$XDG_CACHE_HOME/l4cargo/tmp")"
same 'the packages are the same' '' "$(diff -r many1 many2 2>&1)"

check 'packages of core and alloc for targets that rustc lacks' sysroot --rust-src "$library" \
	--profile dev --config profile.dev.debug=0 -Z build-std=core,alloc -o others \
	--target aarch64-unknown-l4re-uclibc --target riscv64gc-unknown-l4re-uclibc
check 'make builds them, for both' make -C others -j2
same 'each in its sysroot' 'aarch64-unknown-l4re-uclibc riscv64gc-unknown-l4re-uclibc' \
	"$(cd others/build/rust/sysroot/lib/rustlib && ls -d */lib/liballoc-*.rlib | sed 's|/.*||' | tr '\n' ' ' | sed 's/ $//')"

# Panics unwind where programs ask for it; all others abort, as the target says.
unwind='target.x86_64-unknown-l4re-uclibc.rustflags=["-Cpanic=unwind"]'
std() { sysroot --rust-src "$library" --profile dev --config profile.dev.debug=0 --config "$unwind" -o std; }
check 'packages of std' std
same 'panic_abort aborts, whatever the flags say' 'RS_RUSTFLAGS  = -Cpanic=unwind -Cpanic=abort' \
	"$(grep ^RS_RUSTFLAGS std/panic_abort-0.0.0/Makefile)"
check 'make builds core, alloc and std for L4Re' make -C std -j2
same 'and nothing a second time' "make: Nothing to be done for 'all'." \
	"$(make --no-print-directory -C std -j2 2>&1)"
check 'they are made again' std
same 'and nothing is built for that' "make: Nothing to be done for 'all'." \
	"$(make --no-print-directory -C std -j2 2>&1)"

cat >ldr <<'END'
#!/bin/sh
# All of a program in one object, as BID links it.
out='' objects='' libraries=''
while [ $# -gt 0 ]; do
	case $1 in
	-o) out=$2 && shift ;;
	*.rlib) libraries="$libraries $1" ;;
	*.o) objects="$objects $1" ;;
	esac
	shift
done
exec ld -r -o "$out" $objects --start-group $libraries --end-group
END
chmod +x ldr
cat >hello.rs <<'END'
use std::collections::HashMap;
fn main() {
	let words: HashMap<String, usize> = std::env::args().map(|a| (a.clone(), a.len())).collect();
	let caught = std::panic::catch_unwind(|| panic!("{}", std::process::id()));
	let sum = std::thread::spawn(move || words.values().sum::<usize>()).join();
	println!("hello-std {:?} {:?} {:?}", caught, sum, std::time::Instant::now());
}
END
for panic in abort unwind; do
	check "a program whose panics $panic compiles against it" rustc --edition 2021 hello.rs -o hello.o \
		--sysroot std/build/rust/sysroot --target x86_64-unknown-l4re-uclibc -C panic=$panic \
		-C "linker=$scratch/ldr" -C default-linker-libraries=yes
	nm -u hello.o | sed 's/.* //' | LC_ALL=C sort -u >needed-$panic
	same 'it needs only what L4Re has' '' "$(LC_ALL=C sort "$top/tests/l4re/hello-std.undefined" |
		LC_ALL=C comm -13 - needed-$panic | tr '\n' ' ')"
done
