#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An import that is out of date is made again by make, before anything is built.
. "$(dirname "$0")/../lib.sh"
needs cargo 'an import is made again'
export CARGO_HOME="$scratch/cargo-home"
w=$scratch/w
mkdir -p "$w/src" "$w/crates/one/src" "$CARGO_HOME"
cd "$w" || exit 1
cat >Cargo.toml <<'END'
[workspace]
members = ["crates/*"]
[package]
name = "root"
version = "0.1.0"
edition = "2021"
[dependencies]
one = { path = "crates/one" }
END
echo 'fn main() { println!("root {}", one::one()) }' >src/main.rs
printf '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n' >crates/one/Cargo.toml
echo 'pub fn one() -> i32 { 1 }' >crates/one/src/lib.rs

o=$w/target/bid
m() { make --no-print-directory -C "$o" -j2 "$@" 2>&1; }
# What make says, without programs that it compiles.
said() { m "$@" >"$scratch/log"; grep -E 'Importing again|warning:|Nothing to be done' "$scratch/log"; }
nothing='make: Nothing to be done for '\''all'\''.'
# renews NAME FILE: make names FILE, imports again, and then has nothing to do.
renews() {
	same "$1" "  [import] ... Importing again: $2" "$(said | grep -v Nothing)"
	same "$1: once" "$nothing" "$(said)"
}
check 'an import' "$L4CARGO" import --offline
check 'is built' m
same 'and up to date: cargo'\''s lock file, which it wrote, is no change' "$nothing" "$(said)"

# --- what makes it out of date -------------------------------------------------------------------
sed -i 's/"0.1.0"/"0.2.0"/' crates/one/Cargo.toml
renews 'an edited manifest' ../../crates/one/Cargo.toml
check 'what is built is what cargo would build' test -e "$o/build/deps/libone-0.2.0.rlib"
mkdir src/bin
echo 'fn main() { println!("more") }' >src/bin/more.rs
touch -d yesterday src/bin/more.rs
renews 'a new program, with an old time stamp' ../../src/bin/more.rs
same 'is built' more "$("$o/build/bin/more")"
rm src/bin/more.rs
renews 'a program that is gone' ../../src/bin/more.rs
mkdir -p crates/two/src
printf '[package]\nname = "two"\nversion = "0.1.0"\nedition = "2021"\n' >crates/two/Cargo.toml
: >crates/two/src/lib.rs
renews 'a new member' ../../crates/two/Cargo.toml
mkdir .cargo
printf '[profile.dev]\nopt-level = 1\n' >.cargo/config.toml
touch -d yesterday .cargo/config.toml
renews 'new configuration, with an old time stamp' ../../.cargo/config.toml
check 'takes effect' grep -q opt-level=1 "$o/one-0.2.0/Makefile"
mkdir "$scratch/.cargo"
printf '[profile.dev]\nopt-level = 2\ndebug = 0\n' >"$scratch/.cargo/config.toml"
renews 'configuration above the project' "$(realpath "$scratch")/.cargo/config.toml"
printf '[profile.dev]\noverflow-checks = false\n' >"$CARGO_HOME/config.toml"
renews 'and that of CARGO_HOME' "$CARGO_HOME/config.toml"
check 'takes effect, too' grep -q overflow-checks "$o/one-0.2.0/Makefile"
rm -r .cargo "$scratch/.cargo" "$CARGO_HOME/config.toml"
renews 'configuration that is gone' ../../.cargo/config.toml
touch Cargo.lock
renews 'a new time of the lock file' ../../Cargo.lock
echo 'fn main() { println!("again {}", one::one()) }' >src/main.rs
same 'a source is not an input' '' "$(said)"
check 'configuration that names another compiler' sh -c "
	mkdir .cargo
	printf '#!/bin/sh\nexec rustc \"\$@\"\n' >'$scratch/other-rustc'
	chmod +x '$scratch/other-rustc'
	echo 'build.rustc = \"$scratch/other-rustc\"' >.cargo/config.toml"
check 'is an import' m
check 'and is used at once' grep -q "$scratch/other-rustc" "$o/build/toolchain.mk"
same 'once' "$nothing" "$(said)"
rm -r .cargo
check 'and it is the usual one again' m

# --- the same options ----------------------------------------------------------------------------
check 'an import with options' "$L4CARGO" import --offline --locked --release --bins --with-tests \
	--config 'profile.release.opt-level=1'
cp "$o/l4cargo.record" "$scratch/record"
check 'is built' m
printf '[profile.dev]\n' >>Cargo.toml
check 'and made again' m
same 'with the same' "$(sed -n '/^command/,/^again/p' "$scratch/record")" "$(sed -n '/^command/,/^again/p' "$o/l4cargo.record")"
sed -i 's/"0.2.0"/"0.3.0"/' crates/one/Cargo.toml
refuses 'also with --locked: no lock file is written' 2 'locked at 0.2.0' m
refuses 'nothing is built' 2 'with REGENERATE=no, make builds the packages as they are' m
check 'unless the user wants it' m REGENERATE=no
check 'the import with another lock file' "$L4CARGO" import --offline
check 'is right' m
(cd crates/one && "$L4CARGO" import --offline -q -o "$scratch/of-one" --config 'build.rustflags=[]') || exit 1
touch Cargo.toml
refuses 'options that may be secret are not in the record' 2 'it had options that `l4cargo.record` does not hold' \
	make -C "$scratch/of-one"
mkdir "$scratch/beside"
(cd "$scratch/beside" && "$L4CARGO" import --offline -q --manifest-path "$w/Cargo.toml" -o "$scratch/of-two") || exit 1
touch Cargo.toml
check 'an import from elsewhere' make -C "$scratch/of-two"
mkdir "$scratch/beside/.cargo"
: >"$scratch/beside/.cargo/config.toml"
(cd "$scratch/beside" && "$L4CARGO" import --offline -q --manifest-path "$w/Cargo.toml" -o "$scratch/of-two") || exit 1
touch Cargo.toml
refuses 'unless there is configuration' 2 'it had options' make -C "$scratch/of-two"
refuses 'and the command says the same' 1 'it had options' "$L4CARGO" import --again -o "$scratch/of-one"
check 'a user may repeat an import, too' "$L4CARGO" import --again
refuses 'but has no further options then' 1 'takes all other options from the record' "$L4CARGO" import --again --release
refuses 'nor without an import' 1 'there is no `l4cargo.record`' "$L4CARGO" import --again -o "$scratch/none"

# --- variables of cargo --------------------------------------------------------------------------
flags() { grep -h '^RS_FLAGS\|^RS_RUSTFLAGS\|^RS_INCREMENTAL' "$o/one-0.3.0/Makefile" | tr -s ' ' | tr '\n' ' '; }
m >/dev/null
usual=$(flags)
given='--cfg a="$b" --cfg o="it'\''s"'
same 'RUSTFLAGS of make count' '  [import] ... Importing again: RUSTFLAGS' "$(RUSTFLAGS=$given said | grep Importing)"
check 'they are those of cargo' grep -qF 'a="$$b"' "$o/one-0.3.0/Makefile"
same 'once' "$nothing" "$(RUSTFLAGS=$given said)"
same 'without them it is built as before' '  [import] ... Importing again: RUSTFLAGS' "$(said | grep Importing)"
same 'exactly' "$usual" "$(flags)"
same 'a profile, too' '  [import] ... Importing again: CARGO_PROFILE_DEV_OPT_LEVEL' \
	"$(said CARGO_PROFILE_DEV_OPT_LEVEL=3 | grep Importing)"
check 'which has its effect' grep -q opt-level=3 "$o/one-0.3.0/Makefile"
check 'and CARGO_INCREMENTAL' m CARGO_INCREMENTAL=0
same 'has its own' '' "$(grep ^RS_INCREMENTAL "$o/one-0.3.0/Makefile")"
check 'an import with a variable' env RUSTFLAGS="$given" "$L4CARGO" import --offline
own=$(flags)
check 'is what make builds' m
same 'without the variable, too' "$nothing" "$(said)"
touch Cargo.toml
check 'and when it imports again' m
same 'it is the same' "$own" "$(flags)"
check 'another value' m RUSTFLAGS='--cfg other'
check 'counts' grep -q -e '--cfg other' "$o/one-0.3.0/Makefile"
check 'for that make' m
same 'alone' "$own" "$(flags)"
check 'an empty one' m RUSTFLAGS=
same 'is none' "$usual" "$(flags)"
check 'an import without variables' "$L4CARGO" import --offline
check 'is built' m

# Without an effect they are named, if make builds anything.
touch src/main.rs
same 'what make does not read is named' 'warning: CARGO_TARGET_DIR does not count for make: O=DIR names the object tree
warning: CARGO_BUILD_JOBS does not count for make: -jN builds N units at a time' \
	"$(CARGO_TARGET_DIR=/x CARGO_BUILD_JOBS=3 make -C "$o" 2>&1 | grep warning:)"
rm -r "$o/build"
same 'once, if make starts anew' 1 "$(CARGO_TARGET_DIR=/x make -C "$o" 2>&1 | grep -c warning:)"
same 'if it matters' "$nothing" "$(CARGO_TARGET_DIR=/x said)"
touch src/main.rs
same 'with -j there are jobs' '' "$(CARGO_BUILD_JOBS=3 said)"
touch src/main.rs
same 'and -s is silent' '' "$(CARGO_TARGET_DIR=/x said -s)"

# An edit while the import runs, before the import writes the lock file.
printf '#!/bin/sh\n[ -e Cargo.lock ] || { touch Cargo.toml; sleep 0.1; }\nexec rustc "$@"\n' >"$scratch/slow-rustc"
chmod +x "$scratch/slow-rustc"
rm Cargo.lock
check 'an import during which a manifest changes' env RUSTC="$scratch/slow-rustc" "$L4CARGO" import --offline
renews 'is made again' ../../Cargo.toml

mkdir -p .cargo
echo 'include = ["more.toml"]' >.cargo/config.toml
echo 'profile.dev.opt-level = 0' >.cargo/more.toml
check 'an import with a configuration that includes another' "$L4CARGO" import --offline
m >/dev/null
echo 'profile.dev.opt-level = 2' >.cargo/more.toml
m >/dev/null
check 'a change of the other one counts' grep -rq -e '-C opt-level=2' "$o" --include=Makefile
rm -r .cargo
check 'an import without' "$L4CARGO" import --offline

# --- what does not import ------------------------------------------------------------------------
m >/dev/null
touch Cargo.toml
for goal in -n -q -t help clean; do
	m $goal >"$scratch/log"
	same "make $goal does not import" '' "$(grep Importing "$scratch/log")"
done
same 'REGENERATE=no only warns' \
	'warning: the import is out of date (../../Cargo.toml): make builds it as it is (REGENERATE=no)' \
	"$(said REGENERATE=no | grep warning)"
same 'nor does make without l4cargo' \
	'warning: the import is out of date (../../Cargo.toml): l4cargo is not there, so make builds it as it is' \
	"$(said L4CARGO=/gone/l4cargo | grep warning)"
mkdir "$scratch/elsewhere"
cp -a "$o" "$scratch/elsewhere/bid"
make -C "$scratch/elsewhere/bid" >"$scratch/log" 2>&1
check 'a copy without the project' grep -q 'does not exist: the packages are built as they were imported' "$scratch/log"
cp -a "$w" "$scratch/moved"
same 'a project that was moved is imported where it is' '  [import] ... Importing again: ../../Cargo.toml' \
	"$(make -C "$scratch/moved/target/bid" 2>&1 | grep Importing)"
same 'and the other one is left alone' '  [import] ... Importing again: ../../Cargo.toml' "$(said | grep Importing)"
touch -d tomorrow Cargo.toml
m >/dev/null
check 'a file of the future stops nothing' m
touch Cargo.toml
m >/dev/null
same 'nor later' "$nothing" "$(said)"

# --- others --------------------------------------------------------------------------------------
sed -i 's/^again.*/again --config net.offline=true -o \/elsewhere/' "$o/l4cargo.record"
touch Cargo.toml
refuses 'a record with other options is refused' 2 'does not say how it was made' m
sed -i '/^again/d; s/^lock /config \/tmp\nlock /' "$o/l4cargo.record"
mkdir -p "$scratch/evil/.cargo"
sed -i "s|^config .*|config ../../../evil|" "$o/l4cargo.record"
refuses 'and one with the configuration of others' 2 'does not say how it was made' m
check 'an import by hand again' "$L4CARGO" import --offline
sed -i -e 's|^\(again.*\)|\1 -Z unstable-options|' -e 's|^command l4cargo import|& --lockfile-path ../../../evil/Cargo.lock|' "$o/l4cargo.record"
touch Cargo.toml
RUSTC_BOOTSTRAP=1 m >"$scratch/log"
check 'a record with a lock file elsewhere, which is missing, is refused' grep -q -e '--locked' "$scratch/log"
same 'no record makes a lock file elsewhere' no "$([ -e "$scratch/evil/Cargo.lock" ] && echo yes || echo no)"
check 'an import by hand once more' "$L4CARGO" import --offline
mkdir -p "$scratch/cloned"
cp -a "$w" "$scratch/cloned/w"
sed -i '/^lock /i env RUSTFLAGS=-C linker=/tmp/evil' "$scratch/cloned/w/target/bid/l4cargo.record"
refuses 'the variables of a stranger are not taken' 1 'sets variables of cargo, and the cache has no record' \
	sh -c "cd '$scratch/cloned/w' && '$L4CARGO' import --again"
refuses 'nor written' 1 '' grep -rq evil "$scratch/cloned/w/target/bid" --include='*.mk' --include=Makefile
touch Cargo.toml
rm "$o/l4cargo.record"
mkfifo "$o/l4cargo.record"
refuses 'a record that is a pipe is none' 2 'there is no `l4cargo.record`' timeout 20 make -C "$o"
rm "$o/l4cargo.record"
check 'an import by hand' "$L4CARGO" import --offline
touch Cargo.toml
make -s -C "$o" >"$scratch/one" 2>&1 &
make -s -C "$o" >"$scratch/two" 2>&1
check 'the first of two makes' test ! -s "$scratch/two"
wait
check 'and the second' test ! -s "$scratch/one"
same 'after them all is done' "$nothing" "$(said)"
mkdir "$w/my tests" tests
name=$(printf 'tests/\033[2J\\033[2J.rs')
: >"$name"
same 'a name with control characters is not shown' '  [import] ... Importing again: a file with an odd name' \
	"$(said | grep Importing)"
rm "$name"
same 'nor in a warning' \
	'warning: the import is out of date (a file with an odd name): make builds it as it is (REGENERATE=no)' \
	"$(said REGENERATE=no | grep warning)"
check 'it is gone' m
touch 'tests/an odd name.rs'
renews 'a test with an odd name' ../../tests/an
printf 'fn main() {}\n' >"my tests/t.rs"
printf '[[bin]]\nname = "t"\npath = "my tests/t.rs"\n' >>Cargo.toml
check 'a path with a blank' m
same 'is compared by l4cargo' "$nothing" "$(said)"
echo '[profile.release]' >>Cargo.toml
same 'so are the others then' '  [import] ... Importing again: ../../Cargo.toml' "$(said | grep Importing)"
