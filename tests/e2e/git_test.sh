#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Packages of git repositories: what cargo builds of them, make builds, with and without what
# cargo has fetched.
. "$(dirname "$0")/../lib.sh"
needs cargo git 'git packages'
work=${scratch:?}/git
mkdir "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
check 'the repositories are made' sh "$top/tests/e2e/git/make.sh" "$work"
export XDG_CACHE_HOME="$work/cache" CARGO_HOME="$work/home"
cd "$work/p" || exit 1
check 'cargo builds' cargo build -q
wanted=$(target/debug/m)
quiet() { # COMMAND...: it says nothing
	quiet_said=$("$@" 2>&1) && [ -z "$quiet_said" ] || { echo "$quiet_said"; return 1; }
}

check 'the units are as cargo has them' quiet "$L4CARGO" -q verify --locked --offline
same 'so is the tree' "$(cargo tree 2>/dev/null)" "$("$L4CARGO" -q tree --locked --offline)"
check 'with what cargo has, import needs no network' \
	"$L4CARGO" import --locked --offline -o "$work/one"
check 'make builds it' make -s -C "$work/one" -j2
same 'the program does the same' "$wanted" "$("$work/one/build/bin/m")"
same 'warnings of git packages are not shown' '' \
	"$(grep -rl unused "$work"/one/build/*/stderr 2>/dev/null)"

# Everything once more, by ourselves.
export XDG_CACHE_HOME="$work/cache2" CARGO_HOME="$work/home2"
check 'without, it fetches' "$L4CARGO" import --locked -o "$work/two"
rm -r "$work/one/build"
# The record has --offline, too, as it was said.
check 'both imports are the same, byte for byte' diff -r -I '^again ' "$work/one" "$work/two"
mv "$work/ws" "$work/ws.away"
mv "$work/sub" "$work/sub.away"
check 'a commit that is there is not asked for again' \
	"$L4CARGO" import --locked -o "$work/three" --release
check 'nor offline' "$L4CARGO" graph --locked --offline
check 'make builds what we fetched' make -s -C "$work/two" -j2
same 'and it is the same' "$wanted" "$("$work/two/build/bin/m")"
same 'nothing is left in the store' '' "$(ls "$XDG_CACHE_HOME/l4cargo/tmp")"
same "cargo's home was not touched" '' "$(ls "$CARGO_HOME" 2>/dev/null)"
mv "$work/ws.away" "$work/ws"
mv "$work/sub.away" "$work/sub"
check "cargo's home is filled" env CARGO_HOME="$work/home3" "$L4CARGO" fetch --locked --cargo-home
check 'twice is once' env CARGO_HOME="$work/home3" "$L4CARGO" fetch --locked --cargo-home
mv "$work/ws" "$work/ws.away"
check 'then cargo builds offline' env CARGO_HOME="$work/home3" cargo build -q --offline --locked --target-dir "$work/t"
mv "$work/ws.away" "$work/ws"

# A registry whose index is a git repository.
mkdir -p "$work/dl/foo/1.0.0" "$work/index/3/f" "$work/foo-1.0.0/src" "$work/q/src" "$work/q/.cargo" "$work/r/.cargo"
printf '[package]\nname = "foo"\nversion = "1.0.0"\nedition = "2021"\n[lib]\nname = "foo"\npath = "src/lib.rs"\n' \
	>"$work/foo-1.0.0/Cargo.toml"
echo 'pub fn foo() -> u8 { 7 }' >"$work/foo-1.0.0/src/lib.rs"
tar -C "$work" -czf "$work/dl/foo/1.0.0/download" foo-1.0.0
echo "{\"dl\":\"file://$work/dl\"}" >"$work/index/config.json"
echo "{\"name\":\"foo\",\"vers\":\"1.0.0\",\"deps\":[],\"cksum\":\"$(sha256sum "$work/dl/foo/1.0.0/download" |
	cut -d' ' -f1)\",\"features\":{},\"yanked\":false}" >"$work/index/3/f/foo"
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t
git -C "$work/index" init -q && git -C "$work/index" add . && git -C "$work/index" commit -qm x
cd "$work/q" || exit 1
printf '[registries.alt]\nindex = "file://%s"\n' "$work/index" >.cargo/config.toml
printf '[package]\nname = "q"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n' >Cargo.toml
echo 'foo = { version = "1", registry = "alt" }' >>Cargo.toml
echo 'fn main() { println!("{}", foo::foo()); }' >src/main.rs
check 'cargo builds from a git index' env CARGO_HOME="$work/home" cargo build -q
check 'its units are the same' quiet env CARGO_HOME="$work/home" "$L4CARGO" -q verify --locked --offline
check 'we read the index, too' "$L4CARGO" import --locked -o "$work/four"
check 'make builds it' make -s -C "$work/four"
same 'the program runs' 7 "$("$work/four/build/bin/q")"
cd "$work/r" || exit 1
printf '[source.crates-io]\nreplace-with = "alt"\n[source.alt]\nregistry = "file://%s"\n' "$work/index" >.cargo/config.toml
check 'such a registry can stand for crates.io' "$L4CARGO" import foo
cd "$work/q" || exit 1
check "cargo's home is filled with an index, too" env CARGO_HOME="$work/home3" "$L4CARGO" fetch --locked --cargo-home
mv "$work/index" "$work/index.away"
check 'twice is once' env CARGO_HOME="$work/home3" "$L4CARGO" fetch --locked --offline --cargo-home
check 'then cargo builds offline' env CARGO_HOME="$work/home3" cargo build -q --offline --locked --target-dir "$work/t"
