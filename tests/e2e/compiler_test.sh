#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Make follows the compiler: whatever chooses another one is seen by the next make, which builds all
# with it, and the one after that has nothing to do.
. "$(dirname "$0")/../lib.sh"
if ! command -v rustc >/dev/null; then
	skip 'make follows the compiler' 'there is no rustc'
	exit 0
fi
rustup=$(command -v rustup || true)
real=$(rustc --print sysroot)
unset RUSTUP_TOOLCHAIN RUSTC

# Two toolchains: they are the real one, but say of themselves that they are others.
toolchain() { # FOLDER NAME
	mkdir -p "$1/bin" "$1/lib"
	ln -s "$real/bin/cargo" "$1/bin/cargo"
	cat >"$1/bin/rustc" <<END
#!/bin/sh
case "\$*" in
'--print sysroot') echo '$1' ;;
-V) echo 'rustc $2' ;;
-vV) '$real/bin/rustc' -vV | sed 's/^commit-hash: .*/commit-hash: $2/' ;;
*) exec '$real/bin/rustc' "\$@" ;;
esac
END
	chmod +x "$1/bin/rustc"
}
t="$scratch/rust up/toolchains"
toolchain "$t/one" one
toolchain "$t/two" two
p="$scratch/above/a project" o=$scratch/packages
mkdir -p "$p/src"
printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n' >"$p/Cargo.toml"
cat >"$p/build.rs" <<'END'
fn main() {
    let said = std::process::Command::new(std::env::var("RUSTC").unwrap()).arg("-V").output().unwrap();
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=SAID={}", String::from_utf8(said.stdout).unwrap().trim());
}
END
echo 'fn main() { println!("{}", env!("SAID")); }' >"$p/src/main.rs"
path=$PATH
check 'a project is imported' "$L4CARGO" import --manifest-path "$p/Cargo.toml" -o "$o" --offline --quiet

# What the program says of its compiler, how many units this make compiled, and the next one.
built() {
	make -C "$o" >"$scratch/log" 2>&1 || cat "$scratch/log"
	make -C "$o" >"$scratch/again" 2>&1 || cat "$scratch/again"
	echo "$("$o/build/bin/app") $(grep -c Compiling "$scratch/log") $(grep -c Compiling "$scratch/again")"
}
export PATH="$t/one/bin:$path"
same 'the rustc in PATH builds' 'rustc one 2 0' "$(built)"
PATH="$t/two/bin:$path"
same 'another one in PATH builds all again' 'rustc two 2 0' "$(built)"
same 'and make counts it: the build script, its run, the program' '[1/3] [2/3] [3/3] ' \
	"$(sed -n 's/.*\.\.\. .* \(\[.*\]\)$/\1/p' "$scratch/log" | tr '\n' ' ')"
RUSTC="$t/one/bin/rustc"
export RUSTC
same 'RUSTC is followed' 'rustc one 2 0' "$(built)"
unset RUSTC
same 'also when it goes' 'rustc two 2 0' "$(built)"
PATH=$path

# A compiler in the place of another, and older than what was built.
toolchain "$t/place" one
PATH="$t/place/bin:$path"
same 'a compiler' 'rustc one 2 0' "$(built)"
sed 's/one$/two/; s/rustc one/rustc two/; s/hash: one/hash: two/' "$t/place/bin/rustc" >"$t/place/bin/new"
chmod +x "$t/place/bin/new"
touch -d '2020-01-01' "$t/place/bin/new"
mv "$t/place/bin/new" "$t/place/bin/rustc"
same 'one that takes its place is seen, though its file is old' 'rustc two 2 0' "$(built)"
rm -r "$t/place/bin"
PATH="$t/place/bin:$t/one/bin:$path"
same 'and one that has gone' 'rustc one 2 0' "$(built)"
PATH=$path

if [ -z "$rustup" ]; then
	skip 'what rustup chooses is followed' 'there is no rustup'
	exit 0
fi
export RUSTUP_HOME="$scratch/rustup home"
rustup toolchain link one "$t/one" >/dev/null 2>&1
rustup toolchain link two "$t/two" >/dev/null 2>&1
rustup default one >/dev/null 2>&1
same 'the default toolchain builds' 'rustc one' "$(built | cut -d ' ' -f 1-2)"
same 'then all is done' 'rustc one 0 0' "$(built)"
rustup default two >/dev/null 2>&1
same 'rustup default is followed' 'rustc two 2 0' "$(built)"
RUSTUP_TOOLCHAIN=one
export RUSTUP_TOOLCHAIN
same 'RUSTUP_TOOLCHAIN is' 'rustc one 2 0' "$(built)"
unset RUSTUP_TOOLCHAIN
same 'also when it goes' 'rustc two 2 0' "$(built)"
printf '[toolchain]\nchannel = "one"\n' >"$p/rust-toolchain.toml"
same 'a new rust-toolchain.toml is' 'rustc one 2 0' "$(built)"
printf '[toolchain]\nchannel = "two"\n' >"$p/rust-toolchain.toml"
touch -d '2020-01-01' "$p/rust-toolchain.toml"
same 'so is another text in it, though it be old' 'rustc two 2 0' "$(built)"
echo one >"$p/rust-toolchain"
same 'rust-toolchain counts before it' 'rustc one 2 0' "$(built)"
rm "$p/rust-toolchain" "$p/rust-toolchain.toml"
same 'and both may go' 'rustc two 2 0' "$(built)"
echo one >"$scratch/above/rust-toolchain"
same 'one in a folder above is seen' 'rustc one 2 0' "$(built)"
rm "$scratch/above/rust-toolchain"
same 'and may go, too' 'rustc two 2 0' "$(built)"
(cd "$p" && rustup override set one >/dev/null 2>&1)
same 'rustup override is' 'rustc one 2 0' "$(built)"
(cd "$p" && rustup override unset >/dev/null 2>&1)
same 'also when it is unset' 'rustc two 2 0' "$(built)"
mkdir "$p/rust-toolchain"
same 'a folder of that name means nothing' 'rustc two 0 0' "$(built)"
same 'make in a package finds all done' "make: Nothing to be done for 'all'." \
	"$(make -C "$o/app-1.0.0" --no-print-directory)"
