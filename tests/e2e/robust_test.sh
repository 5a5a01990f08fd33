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
	for delay in 0.002 0.005 0.008 0.012 0.016 0.02 0.03 0.05; do
		import "$scratch/app" "$scratch/cut" --quiet >/dev/null 2>&1 &
		sleep "$delay"
		kill -s "$signal" $! 2>/dev/null
		wait $! 2>/dev/null
	done
	check "an import that SIG$signal ended is finished by the next" \
		import "$scratch/app" "$scratch/cut" --locked --quiet
	check "after SIG$signal the packages are those of an undisturbed import" \
		diff -r "$scratch/whole" "$scratch/cut"
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
