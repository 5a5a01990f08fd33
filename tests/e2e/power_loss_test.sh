#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Names that reached the disk before what is in the files: what was last written is not believed after a
# restart; and who waits for the disk, and who does not.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../vendor.sh"
needs cargo 'after a power loss'
export CARGO_HOME="$scratch/cargo-home" XDG_CACHE_HOME="$scratch/cache"
store=$XDG_CACHE_HOME/l4cargo
crate "$scratch/registry" leaf 1.0.0
project "$scratch/app" "$scratch/registry" 'leaf = "1"'
cd "$scratch/app" || exit 1
import() { "$L4CARGO" import -o "$scratch/pkgs" --offline --quiet "$@"; }

check 'a project is imported' import
file=$(find "$store/crates" -name lib.rs)
cp -r "$store" "$scratch/store"
cp -r "$scratch/pkgs" "$scratch/whole"
: >"$file"
if [ -r /proc/sys/kernel/random/boot_id ]; then
	check 'the cache says of which run it is' test -s "$store/boot"
	check 'in the same run of the system the cache is believed' import
	check 'nothing is unpacked again' test ! -s "$file"
	echo of-another-run >"$store/boot"
	check 'after a restart' import
	check 'what was unpacked last is unpacked again' test -s "$file"
	: >"$file"
	touch -d 'now + 2 hours' "$store/boot"
	printf of-another-run | dd of="$store/boot" conv=notrunc 2>/dev/null
	touch -d 'now + 2 hours' "$store/boot"
	check 'after a restart hours later' import
	check 'what the system had time to write is believed' test ! -s "$file"
	rm -r "$store" && cp -r "$scratch/store" "$store"
else
	skip 'after a restart' 'the system has no name for its run (/proc/sys/kernel/random/boot_id)'
fi
: >"$scratch/pkgs/l4cargo.record"
check 'a record that is empty is written again' import
check 'as it was' diff -r "$scratch/whole" "$scratch/pkgs"
for name in Makefile app-1.0.0/Makefile app-1.0.0/Control leaf-1.0.0/Makefile; do
	: >"$scratch/pkgs/$name"
done
check 'so are makefiles' import
check 'as they were' diff -r "$scratch/whole" "$scratch/pkgs"

# --- who waits for the disk ---

waits() { # COMMAND...: how often
	strace -f -qq -e trace=fsync,fdatasync,sync,syncfs -o "$scratch/trace" "$@" >/dev/null 2>&1
	grep -c sync "$scratch/trace" || :
}
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	same 'an import that changes nothing does not wait' 0 "$(waits "$L4CARGO" import -o "$scratch/pkgs" --offline)"
	rm -rf "$store" "$scratch/pkgs"
	same 'nor does one that unpacks and writes all' 0 "$(waits "$L4CARGO" import -o "$scratch/pkgs" --offline)"
	rm Cargo.lock
	same 'a lock that is made is waited for, with its folder' 2 \
		"$(waits "$L4CARGO" import -o "$scratch/pkgs" --offline)"
	check 'it is there' test -s Cargo.lock
else
	skip 'who waits for the disk' 'strace is not there, or may not trace'
fi
