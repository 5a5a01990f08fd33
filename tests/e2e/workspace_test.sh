#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A workspace with several members and programs, path packages outside of it and a patched one:
# imported and built by make, it is what cargo makes of it, and `make test` does what `cargo test`
# does.
. "$(dirname "$0")/../lib.sh"
needs cargo 'a workspace is what cargo makes of it'
unset SHAPES_EXTRA
cp -r "$top/tests/e2e/workspace" "$scratch/w"
w=$scratch/w/root o=$scratch/out
export CARGO_TARGET_DIR="$scratch/target"
cd "$w" || exit 1
cargo generate-lockfile --offline -q || exit 1

import() { "$L4CARGO" import --offline --locked -q -o "$o" "$@"; }
# What a make compiles, runs or tests, by unit and sorted.
built() {
	make -C "$o" -j2 "$@" >"$scratch/log" 2>&1 || cat "$scratch/log"
	sed -n 's/^  \[\(.*\)\] \.\.\. \(Compiling\|Running\) .*/\1/p' "$scratch/log" | sort | tr '\n' ' '
}
folders() { (cd "$o" && ls -d -- *-*[0-9]* | tr '\n' ' '); }

# --- programs, libraries, examples ---------------------------------------------------------------
check 'the default members are imported' import
check 'they are built' make -C "$o" -j2
same 'they and what they need, nothing else' \
	'app-0.3.1 derive-0.1.0 patched-0.9.9 plugin-2.0.0 shapes-0.3.1 ' "$(folders)"
(cargo build --offline -q && "$scratch/target/debug/app") >"$scratch/cargo.said" 2>&1
same 'the program says what cargo'\''s says' "$(cat "$scratch/cargo.said")" "$("$o/build/bin/app")"
same 'the other program, too' "$("$scratch/target/debug/app-extra")" "$("$o/build/bin/app-extra")"
check 'cargo builds all of it' cargo build --offline --workspace --all-targets
refuses 'two programs of one name are warned of, as by cargo' 0 \
	'warning: output filename collision at `build/bin/app`' \
	"$L4CARGO" import --offline --locked -o "$o" --workspace --examples --bins --lib
check 'all of it is built' make -C "$o" -j2
same 'the other one of that name is there, too' 'the other app' "$("$o/build/bin/both-1.0.0/app")"
same 'a program of a dylib runs as cargo'\''s' \
	"$(LD_LIBRARY_PATH="$scratch/target/debug:$(rustc --print sysroot)/lib" "$scratch/target/debug/both")" \
	"$(LD_LIBRARY_PATH="$o/build/lib:$(rustc --print sysroot)/lib" "$o/build/bin/both")"
same 'examples are where cargo has them' "$(cd "$scratch/target/debug/examples" && ls | grep -v -e '-.*[0-9a-f]\{16\}' -e '\.d$')" \
	"$(cd "$o/build/examples" && ls)"
same 'and say the same' "$("$scratch/target/debug/examples/show")" "$("$o/build/examples/show")"
same 'libraries that were asked for are where cargo has them' \
	"$(cd "$scratch/target/debug" && ls | grep '^lib.*\(rlib\|so\|a\)$')" "$(cd "$o/build/lib" && ls)"
same 'a second make builds nothing' '' "$(built)"

check 'a selection of another kind takes its place' import -p both --bin both
same 'what it does not need is gone' 'both-1.0.0 loaded-0.1.0 ' "$(folders)"
same 'only what was asked for in another way is built again' 'both-1.0.0/bin-both both-1.0.0/lib ' "$(built)"
check 'members can be left out' import --workspace --exclude both --exclude app --exclude 'he*'
same 'they are' 'derive-0.1.0 patched-0.9.9 plugin-2.0.0 shapes-0.3.1 ' "$(folders)"
cd "$w/crates/helper" || exit 1
check 'in the folder of a member it is that member' import
same 'with what it needs' 'derive-0.1.0 helper-0.1.0 patched-0.9.9 shapes-0.3.1 ' "$(folders)"
cd "$w" || exit 1
refuses 'without tests make says how to get them' 2 '`l4cargo import --with-tests` adds them' make -C "$o" test

# --- tests ---------------------------------------------------------------------------------------
# What differs by nature: places, times, and how to run it again.
plain() {
	sed -e 's/^\( *Running .*\) (.*)$/\1/' -e 's/; finished in .*//' -e '/^all doctests ran/d' \
		-e 's/^error: .* failed, to rerun.*/FAILED/' | grep -v -e '^ *Compiling' -e '^ *Finished' \
		-e '^  \[' -e '^make' -e '^ *Blocking' -e '^warning: CARGO_TARGET_DIR' -e '^$' -e '^error: [0-9]* targets* failed' -e '^    `'
}
rm -rf "$o"
check 'tests are imported' import --workspace --with-tests
same 'make alone builds none' no "$(make -C "$o" -j2 >/dev/null 2>&1; ls "$o"/build/*/*test* >/dev/null 2>&1 || echo no)"
cargo test --offline --workspace -- --test-threads=1 >"$scratch/cargo.log" 2>&1
make -C "$o" -j2 test TEST_ARGS=--test-threads=1 >"$scratch/make.log" 2>&1
same 'make test succeeds' 0 $?
plain <"$scratch/cargo.log" >"$scratch/cargo.txt"
plain <"$scratch/make.log" >"$scratch/make.txt"
check 'it runs what cargo test runs, in its order, with the same results' \
	diff "$scratch/cargo.txt" "$scratch/make.txt"
same 'a second one builds nothing' '' "$(built test)"
same 'make in a package tests that package' "$(cargo test --offline -p shapes -- --test-threads=1 2>&1 | plain)" \
	"$(make -C "$o/shapes-0.3.1" test TEST_ARGS=--test-threads=1 2>&1 | plain)"
same 'and in a test that test' "$(cargo test --offline -p app --test runs -- tmpdir 2>&1 | plain)" \
	"$(make -C "$o/app-0.3.1/test-runs" test TEST_ARGS=tmpdir 2>&1 | plain)"
same 'also in documentation' "$(cargo test --offline -p plugin --doc 2>&1 | plain)" \
	"$(make -C "$o/plugin-2.0.0/doctest" test 2>&1 | plain)"

echo 'square triangle' >"$w/crates/shapes/names.txt"
same 'a changed source rebuilds the tests that it is in' yes \
	"$(case $(built test) in *'shapes-0.3.1/unittest-lib'*) echo yes ;; esac)"
sed -i 's/assert_eq!(area(3.0), 9.0)/assert_eq!(area(3.0), 8.0)/' "$w/crates/shapes/src/lib.rs"
sed -i 's/loaded(), "loaded"/loaded(), "lost"/' "$w/tools/both/src/lib.rs"
sed -i 's/args().skip(1).collect/args().skip(if true { std::process::exit(7) } else { 1 }).collect/' "$w/crates/shapes/tests/plain.rs"
for way in 'first failure' 'no-fail-fast'; do
	case $way in first*) c='' m='' ;; *) c=--no-fail-fast m=-k ;; esac
	# shellcheck disable=SC2086
	same "failures: $way" "$(cargo test --offline --workspace $c -- --test-threads=1 2>&1 | plain | sed "s|$scratch/target/.*plain[^\`]*|PLAIN --test-threads=1|; /panicked at/d")" \
		"$(make -C "$o" -j2 test $m TEST_ARGS=--test-threads=1 2>&1 | plain | sed "s|$o/build/.*plain-test[^\`]*|PLAIN --test-threads=1|; /panicked at/d")"
done
refuses 'the message says how to run it again' 2 "to rerun it: \`make -C $o/both-1.0.0/unittest-lib test\`" make -C "$o" test
(cd "$scratch" && rm -rf w && cp -r "$top/tests/e2e/workspace" w)
cd "$w" || exit 1
cargo generate-lockfile --offline -q

# --- what is built again -------------------------------------------------------------------------
cat >"$scratch/noting" <<'END'
#!/usr/bin/env bash
# Notes which crates are compiled, and compiles them.
case " $* " in
*' --print'* | *' -vV '*) ;;
*' --test '* | *' --cfg test '*) echo "$*" | sed 's/.* \([^ ]*\.rs\) .*/\1 test/' >>"${SEEN:?}" ;;
*) echo "$*" | sed 's/.* \([^ ]*\.rs\) .*/\1/' >>"${SEEN:?}" ;;
esac
exec "$@"
END
chmod +x "$scratch/noting"
after() { # WHAT: cargo and make compile the same
	export RUSTC_WRAPPER="$scratch/noting"
	: >"$scratch/seen.cargo"
	: >"$scratch/seen.make"
	SEEN=$scratch/seen.cargo CARGO_TARGET_DIR=$scratch/again cargo test --offline --workspace --no-run >"$scratch/log" 2>&1 || cat "$scratch/log"
	SEEN=$scratch/seen.make make -C "$o" -j2 O="$scratch/remade" rs-test >"$scratch/log" 2>&1 || cat "$scratch/log"
	unset RUSTC_WRAPPER
	same "cargo and make compile the same $1" "$(sort "$scratch/seen.cargo")" "$(sort "$scratch/seen.make")"
}
import --workspace --with-tests
after 'at first'
after 'when nothing has changed'
same 'which is nothing' '' "$(cat "$scratch/seen.make")"
for file in crates/app/src/extra.rs crates/derive/src/lib.rs crates/shapes/names.txt; do
	echo '//' >>"$file"
	after "after an edit of $file"
done
SHAPES_EXTRA=more
export SHAPES_EXTRA
after 'with another environment'
unset SHAPES_EXTRA
after 'and back'
sed -i 's/FROM_CONFIG = "yes"/FROM_CONFIG = "no"/' .cargo/config.toml
import --workspace --with-tests
after 'with another [env]'
(cd "$scratch" && rm -rf w && cp -r "$top/tests/e2e/workspace" w)
cd "$w" || exit 1
cargo generate-lockfile --offline -q

# --- what tests are given ------------------------------------------------------------------------
# bash hands on variables whose names have dashes, sh does not.
cat >"$scratch/runner" <<'END'
#!/usr/bin/env bash
# Notes what a test is given, and runs it.
name=$(basename "$1" | sed 's/-test$//; s/-[0-9a-f]*$//')
{
	echo "cwd $(pwd)"
	shift
	echo "args $*"
	env | grep -E '^(CARGO|OUT_DIR|SHAPES|FROM|RUST_|LD_)' | sort
} >"${SEEN:?}/$CARGO_PKG_NAME-$name.run"
END
cat >"$scratch/wrapper" <<'END'
#!/usr/bin/env bash
# Notes what rustc is given for tests, and runs it.
case " $* " in *' --test '* | *' --cfg test '*) ;; *) exec "$@" ;; esac
file=${SEEN:?}/$CARGO_PKG_NAME-$(echo "$*" | sed 's/.* \([^ ]*\)\.rs .*/\1/; s|.*/||')
for arg; do printf '%s\n' "$arg"; done >"$file.args"
env | grep -E '^(CARGO|OUT_DIR|SHAPES|FROM)' | sort >"$file.env"
exec "$@"
END
chmod +x "$scratch/runner" "$scratch/wrapper"
host=$(rustc -vV | sed -n 's/^host: //p')
cat >>.cargo/config.toml <<END
[target.$host]
runner = ["$scratch/runner"]
END
comparable() { # FOLDER
	for file in "$1"/*; do
		echo "## ${file##*/}"
		sed -e 's|=/.*/deps/.*||' -e '/^metadata=/d' -e '/^extra-filename=/d' -e '/^incremental=/d' \
			-e '/^dependency=/d' -e '/^-[CL]$/d' -e '/^--extern$/d' -e '/^--out-dir$/,+1d' \
			-e 's|^OUT_DIR=.*|OUT_DIR=|' -e 's|^\(CARGO_BIN_EXE_.*=\).*/|\1|' \
			-e 's|^\(CARGO_TARGET_TMPDIR=\).*/|\1|' "$file" | grep -v -E \
			'^(CARGO_MAKEFLAGS|CARGO_HOME|CARGO|CARGO_TARGET_DIR|LD_LIBRARY_PATH|RUST_RECURSION_COUNT)=' | sort
	done
}
try() { # GOAL OPTION...
	try_goal=$1
	shift
	check "with a runner: $try_goal $*" import --workspace --with-tests --with-benches "$@"
	rm -rf "$scratch/by.cargo" "$scratch/by.make"
	mkdir "$scratch/by.cargo" "$scratch/by.make"
	SEEN=$scratch/by.cargo RUSTC_WRAPPER=$scratch/wrapper CARGO_TARGET_DIR=$scratch/other \
		cargo "$try_goal" --offline --workspace "$@" -- --some 'two words' >"$scratch/cargo.log" 2>&1
	SEEN=$scratch/by.make RUSTC_WRAPPER=$scratch/wrapper \
		make -C "$o" -j2 O="$scratch/objects" "$try_goal" TEST_ARGS="--some 'two words'" >"$scratch/make.log" 2>&1
	comparable "$scratch/by.cargo" >"$scratch/cargo.txt"
	comparable "$scratch/by.make" >"$scratch/make.txt"
	same "there is something to compare: $try_goal $*" yes "$([ "$(wc -l <"$scratch/cargo.txt")" -gt 50 ] && echo yes)"
	check "rustc and tests are given the same: $try_goal $*" diff "$scratch/cargo.txt" "$scratch/make.txt"
}
try test --all-targets
try bench

# --- and with a member of a git repository ---------------------------------------------------------
if ! command -v git >/dev/null; then
	skip 'a package of a git repository is there for tests' 'there is no git'
	exit 0
fi
(cd "$scratch" && rm -rf w && cp -r "$top/tests/e2e/workspace" w && cp -r w/outside repository)
cd "$w" || exit 1
export HOME="$scratch" GIT_CONFIG_NOSYSTEM=1 RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
git -C "$scratch/repository" init -q
git -C "$scratch/repository" add .
git -C "$scratch/repository" -c user.name=a -c user.email=a@example.com commit -qm all
sed -i "s|^outside = .*|outside = { git = \"file://$scratch/repository\" }|" Cargo.toml
export CARGO_HOME="$scratch/cargo-home"
cargo generate-lockfile -q
check 'with a dependency in a git repository' "$L4CARGO" import --locked -q -o "$o" -p app --with-tests
same 'its tests say what cargo'\''s say' "$(cargo test -p app -- --test-threads=1 2>&1 | plain | grep -v 'Updating')" \
	"$(make -C "$o" -j2 test TEST_ARGS=--test-threads=1 2>&1 | plain)"
