#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Imports that fail, or are ended in the middle, leave nothing half-made and say why.
. "$(dirname "$0")/../lib.sh"

# A project of path crates, N deep: there is much to write, and no network is needed.
project() { # FOLDER N
	mkdir -p "$1/src"
	echo 'fn main() {}' >"$1/src/main.rs"
	printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n' \
		>"$1/Cargo.toml"
	printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n' >"$1/Cargo.lock"
	for n in $(seq -w "$2"); do
		mkdir -p "$1/parts/part$n/src"
		echo 'pub fn f() {}' >"$1/parts/part$n/src/lib.rs"
		printf '[package]\nname = "part%s"\nversion = "0.1.0"\nedition = "2021"\n' "$n" \
			>"$1/parts/part$n/Cargo.toml"
		printf 'part%s = { path = "parts/part%s" }\n' "$n" "$n" >>"$1/Cargo.toml"
		printf ' "part%s",\n' "$n" >>"$1/Cargo.lock"
	done
	echo ']' >>"$1/Cargo.lock"
	for n in $(seq -w "$2"); do
		printf '\n[[package]]\nname = "part%s"\nversion = "0.1.0"\n' "$n" >>"$1/Cargo.lock"
	done
}
import() { # FOLDER OUT [OPTION...]
	import_from=$1 import_to=$2
	shift 2
	"$L4CARGO" import --manifest-path "$import_from/Cargo.toml" -o "$import_to" --offline "$@"
}
nothing_at() { [ ! -e "$1" ] || [ -z "$(find "$1" -type f | head -n 1)" ]; }

project "$scratch/app" 60
check 'a project of path crates is imported' import "$scratch/app" "$scratch/whole" --locked

# What is ended in the middle, by a signal at some moment, is finished by the next run.
for signal in KILL INT TERM; do
	for delay in 0.001 0.002 0.003 0.004 0.005 0.006 0.008 0.01 0.012 0.016 0.02 0.03; do
		rm -rf "$scratch/cut"
		# exactly this process; in the background, a shell has SIGINT ignored
		env --default-signal=INT "$L4CARGO" import --manifest-path "$scratch/app/Cargo.toml" \
			-o "$scratch/cut" --offline --quiet >/dev/null 2>&1 &
		sleep "$delay"
		kill -s "$signal" $! 2>/dev/null
		wait $! 2>/dev/null
	done
	check "an import that SIG$signal ended is finished by the next" \
		import "$scratch/app" "$scratch/cut" --locked --quiet
	check "after SIG$signal the packages are those of an undisturbed import" \
		diff -r "$scratch/whole" "$scratch/cut"
	same "after SIG$signal no folder is left beside them" '' \
		"$(find "$scratch" -maxdepth 1 -name '*l4cargo-*')"
	rm -rf "$scratch/cut"
done

echo '[package' >"$scratch/broken.toml"
cp -r "$scratch/app" "$scratch/bad"
cp "$scratch/broken.toml" "$scratch/bad/parts/part07/Cargo.toml"
refuses 'a broken manifest is cited by line and column' 1 'parts/part07/Cargo.toml:1:' \
	import "$scratch/bad" "$scratch/bad-out"
check 'nothing is written for a broken manifest' nothing_at "$scratch/bad-out"

: >"$scratch/file"
refuses 'an output folder below a file is refused' 1 "$scratch/file" \
	import "$scratch/app" "$scratch/file/out"
refuses 'an output folder that cannot be made is refused' 1 /proc/l4cargo \
	import "$scratch/app" /proc/l4cargo
mkdir "$scratch/own"
echo 'all: mine' >"$scratch/own/Makefile"
import "$scratch/app" "$scratch/own" >/dev/null 2>&1
same 'a Makefile of the user is left as it is' 'all: mine' "$(cat "$scratch/own/Makefile")"

mkdir "$scratch/small"
if mount -t tmpfs -o size=64k none "$scratch/small" 2>/dev/null; then
	refuses 'a full disk is named' 1 'No space left' import "$scratch/app" "$scratch/small"
	mount -o remount,size=64m "$scratch/small"
	check 'with space again the import is finished' \
		import "$scratch/app" "$scratch/small" --locked
	check 'and is complete' diff -r "$scratch/whole" "$scratch/small"
	umount "$scratch/small"
else
	skip 'a full disk is named' 'a small tmpfs cannot be mounted here'
fi

refuses 'a crate that is not at hand is not fetched when offline' 1 ripgrep \
	env CARGO_HOME="$scratch/no-cargo" "$L4CARGO" import ripgrep@15.2.0 --offline -o "$scratch/rg"
refuses 'without a network the error names the crate' 1 ripgrep \
	env CARGO_HOME="$scratch/no-cargo" https_proxy=http://127.0.0.1:1 CARGO_NET_RETRY=0 \
	"$L4CARGO" import ripgrep@15.2.0 -o "$scratch/rg"
check 'nothing is written when nothing could be fetched' nothing_at "$scratch/rg"

# --- what is in the folder ---

# The time of inputs.mk is that of the import, as make needs it.
stamps() { find "$1" -type f ! -name inputs.mk -printf '%p %T@\n' | sort; }
mkdir "$scratch/elsewhere"
cp -r "$scratch/app" "$scratch/elsewhere/app"
import "$scratch/elsewhere/app" "$scratch/elsewhere/whole" --locked --quiet
check 'the same project in another place gives the same bytes' \
	diff -r "$scratch/whole" "$scratch/elsewhere/whole"
written=$(stamps "$scratch/whole")
touch "$scratch/app/Cargo.toml"
import "$scratch/app" "$scratch/whole" --locked --quiet
same 'an import that changes nothing writes nothing' "$written" "$(stamps "$scratch/whole")"

mkdir -p "$scratch/mixed/part01-0.1.0"
echo 'provides: mine' >"$scratch/mixed/part01-0.1.0/Control"
refuses 'a folder with other files is no place for packages' 1 'would be mixed' \
	import "$scratch/app" "$scratch/mixed"
echo '# @generated by l4cargo' >"$scratch/mixed/l4cargo.record"
refuses 'a file that is not generated is not overwritten' 1 'part01-0.1.0/Control' \
	import "$scratch/app" "$scratch/mixed"
same 'and nothing is written beside it' 2 "$(find "$scratch/mixed" -type f | wc -l)"

cp -r "$scratch/app" "$scratch/less"
import "$scratch/less" "$scratch/shrinks" --quiet
echo mine >"$scratch/shrinks/part60-0.1.0/notes"
: >"$scratch/shrinks/Makefile.a1B2c3" # what a killed write leaves
sed -i '/part59/d; /part60/d' "$scratch/less/Cargo.toml"
sed -i '/^ "part59"/d; /^ "part60"/d; /^name = "part58"/q' "$scratch/less/Cargo.lock"
echo 'version = "0.1.0"' >>"$scratch/less/Cargo.lock"
check 'fewer dependencies are imported' import "$scratch/less" "$scratch/shrinks" --locked
same 'packages that are not needed go, files of the user stay' 'part58-0.1.0 part60-0.1.0 part60-0.1.0/notes ' \
	"$(cd "$scratch/shrinks" && find . -path './part5[89]*' -prune -printf '%P ' -o -path './part60*' -printf '%P ' | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/^ //')"
check 'the beginning of a file goes too' test ! -e "$scratch/shrinks/Makefile.a1B2c3"

mkdir "$scratch/.late.l4cargo-a1B2c3" # what an import leaves that was killed
import "$scratch/app" "$scratch/late" --quiet
check 'a folder that was never completed goes' test ! -e "$scratch/.late.l4cargo-a1B2c3"

good=yes
for round in 1 2 3 4 5 6; do
	rm -rf "$scratch/twice"
	for one in 1 2 3; do
		import "$scratch/app" "$scratch/twice" --locked --quiet >"$scratch/said$one" 2>&1 || echo failed >>"$scratch/said$one" &
	done
	wait
	[ -z "$(cat "$scratch/said1" "$scratch/said2" "$scratch/said3")" ] &&
		diff -r "$scratch/whole" "$scratch/twice" >/dev/null || good=$(cat "$scratch"/said?)
done
same 'imports into one new folder at the same time all succeed' yes "$good"
exec 9<"$scratch/twice"
flock 9
mkfifo "$scratch/heard"
import "$scratch/less" "$scratch/twice" --locked 2>"$scratch/heard" 9<&- &
told=no
while read -r line; do
	case $line in *'waiting for another import'*) told=yes && flock -u 9 ;; esac
done <"$scratch/heard"
same 'an import that waits for another one into its folder says so' yes "$told"
waited=0
wait $! || waited=$?
same 'and finishes then' 0 "$waited"
exec 9<&-
same 'they leave no other folder' '' "$(find "$scratch" -maxdepth 1 -name '*l4cargo-*')"

# --- make, interrupted ---

if ! command -v rustc >/dev/null; then
	skip 'an interrupted make is finished by the next' 'there is no rustc'
	exit 0
fi
project "$scratch/small-app" 6
m=$scratch/packages
import "$scratch/small-app" "$m" --quiet
for signal in INT TERM KILL; do
	for delay in 0.1 0.3 0.6; do
		env --default-signal=INT setsid make -C "$m" -j2 >/dev/null 2>&1 &
		sleep "$delay"
		kill -s "$signal" -- -$! 2>/dev/null
		wait $! 2>/dev/null
	done
	check "a make that SIG$signal ended is finished by the next" make -C "$m" -j2
	check "after SIG$signal the program runs" "$m/build/bin/app"
	make -C "$m" -j2 >"$scratch/log" 2>&1
	same "after SIG$signal nothing is left to build" '' "$(grep -E 'Compiling|Running' "$scratch/log")"
	make -C "$m" cleanall >/dev/null 2>&1
done
make -C "$m" -j2 >"$scratch/one" 2>&1 &
first=$!
make -C "$m" -j2 >"$scratch/two" 2>&1
second=$?
wait "$first"
same 'two makes at once in one folder both succeed' '0 0' "$? $second"
check 'and the program runs' "$m/build/bin/app"

# --- build scripts that fail ---

s=$scratch/scripted
project "$s" 1
import "$s" "$s/packages" --quiet
script() { # BODY: of main, in a package that has been imported with it
	printf 'use std::io::Write;\nfn main() { %s; let _ = std::io::stdout().flush(); }\n' "$1" >"$s/build.rs"
	import "$s" "$s/packages" --quiet
}
breaks() { # NAME TEXT BODY
	script "$3"
	refuses "$1" 2 "$2" make -C "$s/packages"
	case $check_said in
	*'app'*'1.0.0'*) pass "$1, and the package is named" ;;
	*) fail "$1, and the package is named" "$check_said" ;;
	esac
}
breaks 'a script that fails shows its status and messages' '(exit status: 7)
  --- stderr
  oops' 'eprintln!("oops"); std::process::exit(7)'
breaks 'a script that panics shows why' 'no compiler here' 'panic!("no compiler here")'
breaks 'a script that is killed shows the signal' 'SIGABRT' 'std::process::abort()'
breaks 'an unknown directive is refused' 'Unknown key: `frobnicate`' 'println!("cargo::frobnicate=1")'
breaks 'a directive without a value is refused' 'Expected a line with `cargo::KEY=VALUE`' 'println!("cargo::nothing")'
breaks 'cargo::error is an error' 'error: app@1.0.0: no library z' 'println!("cargo::error=no library z")'
breaks 'a script that does not compile is cited' 'build.rs:2:' 'let x: u8 = "a"'
script 'std::io::stdout().write_all(b"\xff\xfe\x00 garbage\n=\ncargo\n\x1b[2J").unwrap()'
check 'garbage that is no directive does no harm' make -C "$s/packages"
script 'println!("cargo::rustc-env=X=1")'
check 'a script that has been mended runs' make -C "$s/packages"

# env! names a variable: a new value compiles again, once.
echo 'fn main() { println!("{}", env!("ROBUST_NAME")); }' >"$s/src/main.rs"
said() { ROBUST_NAME=$1 make -C "$s/packages" 2>&1 | grep -c Compiling; }
same 'env! compiles with the value' '1 one' "$(said one) $("$s/packages/build/bin/app")"
same 'the same value compiles nothing' 0 "$(said one)"
same 'another value compiles again' '1 two' "$(said two) $("$s/packages/build/bin/app")"
refuses 'a value that is gone is an error' 2 'ROBUST_NAME' make -C "$s/packages"
same 'and comes back' 1 "$(said one)"
check 'make V=1 shows commands' sh -c "touch '$s/src/main.rs'; ROBUST_NAME=one make -C '$s/packages' V=1 2>&1 | grep -q -- '--crate-name app'"
