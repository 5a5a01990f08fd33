#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What whoever starts us leaves to us: ignored signals, a folder that is gone, pipes, file systems.
. "$(dirname "$0")/../lib.sh"

mkdir -p "$scratch/app/src"
printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n' >"$scratch/app/Cargo.toml"
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n' >"$scratch/app/Cargo.lock"
echo 'fn main() {}' >"$scratch/app/src/main.rs"
import() { # OUT [OPTION...]
	import_to=$1
	shift
	"$L4CARGO" import --manifest-path "$scratch/app/Cargo.toml" -o "$import_to" --offline "$@"
}

# Python, as shells differ: `python SCRIPT PROGRAM ARGUMENT...`.
needs python3 cargo 'what whoever starts us leaves to us'
childless() {
	python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp(sys.argv[1], sys.argv[1:])' "$@"
}
check 'the status of children is known where SIGCHLD was ignored' \
	childless "$L4CARGO" import --manifest-path "$scratch/app/Cargo.toml" -o "$scratch/out" --offline
check 'a build, too' childless make -C "$scratch/out"

full() { "$@" >/dev/full; }
gone() ( # COMMAND...
	mkdir "$scratch/gone" && cd "$scratch/gone" && rmdir "$scratch/gone" && "$@"
)
refuses 'a working folder that was removed is no other one' 1 'the working folder does not exist' \
	gone import out
check 'the version is told there' gone "$L4CARGO" --version

# Standard output that does not block, and is read late.
slowly() {
	python3 -c 'import fcntl, os, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
fcntl.fcntl(r, 1031, 4096)
p = subprocess.Popen(sys.argv[1:], stdout=w, stderr=w)
os.close(w)
time.sleep(0.2)
data = b""
while piece := os.read(r, 65536): data += piece
sys.stdout.write(data.decode())
sys.exit(p.wait())' "$@"
}
for n in $(seq 60); do # so that the tree is more than a pipe takes
	mkdir -p "$scratch/many/member-with-a-long-name-$n/src"
	: >"$scratch/many/member-with-a-long-name-$n/src/lib.rs"
	printf '[package]\nname = "member-with-a-long-name-%s"\nversion = "1.0.0"\n' "$n" \
		>"$scratch/many/member-with-a-long-name-$n/Cargo.toml"
done
printf '[workspace]\nmembers = ["member-*"]\nresolver = "2"\n' >"$scratch/many/Cargo.toml"
cargo generate-lockfile --offline --quiet --manifest-path "$scratch/many/Cargo.toml"
tree() { "$@" "$L4CARGO" tree --offline --workspace --manifest-path "$scratch/many/Cargo.toml"; }
tree env >"$scratch/whole"
check 'there is more than a pipe takes' test "$(wc -c <"$scratch/whole")" -gt 4096
tree slowly >"$scratch/slow"
same 'all comes through a pipe that is full' "$(cat "$scratch/whole")" "$(cat "$scratch/slow")"

cp -r "$scratch/app" "$scratch/chatty"
echo 'fn main() { for i in 0..400 { println!("cargo::warning=number {i} of many lines that fill a pipe"); } }' \
	>"$scratch/chatty/build.rs"
"$L4CARGO" import --manifest-path "$scratch/chatty/Cargo.toml" -o "$scratch/chatty/out" --offline --quiet
slowly make -C "$scratch/chatty/out" >"$scratch/slow"
same 'all that a build script warns of comes through it' 400 "$(grep -c 'number [0-9]* of many lines' "$scratch/slow")"

# A system that cannot wait for descriptors: to try for ever would end nothing.
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	printf '#!/bin/sh\nexec strace -qq -o /dev/null -e inject="?poll,?ppoll:error=ENOMEM" "%s/l4cargo-unit" "$@"\n' "$BUILD_DIR" \
		>"$scratch/unit"
	chmod +x "$scratch/unit"
	make -C "$scratch/chatty/out" clean >/dev/null
	refuses 'a wait that fails ends' 2 'cannot wait for other programs: Cannot allocate memory' \
		timeout 60 make -C "$scratch/chatty/out" L4CARGO_UNIT="$scratch/unit"
else
	skip 'a wait that fails ends' 'strace is not there, or may not trace'
fi

mkdir "$scratch/pipe"
mkfifo "$scratch/pipe/Cargo.toml"
refuses 'a pipe is no manifest, and is not waited for' 1 'not a regular file' \
	timeout 60 "$L4CARGO" import --manifest-path "$scratch/pipe/Cargo.toml" -o "$scratch/out" --offline
(cd "$scratch/pipe" && timeout 60 "$L4CARGO" import -o "$scratch/out" --offline) >"$scratch/said" 2>&1
same 'nor one that is found' 1 "$?"
check 'it is named' grep -q 'pipe/Cargo.toml.*not a regular file' "$scratch/said"

pipe_is_refused() { # FILE WHAT
	rm -rf "$scratch/with-pipe" && cp -r "$scratch/app" "$scratch/with-pipe"
	mkdir -p "$(dirname "$scratch/with-pipe/$1")"
	rm -f "$scratch/with-pipe/$1" && mkfifo "$scratch/with-pipe/$1"
	refuses "nor is a pipe $2" 1 "$1\`: it is not a regular file" env -C "$scratch/with-pipe" -u RUSTUP_TOOLCHAIN \
		timeout 60 "$L4CARGO" import -o "$scratch/out" --offline
}
pipe_is_refused Cargo.lock 'the lock'
pipe_is_refused .cargo/config.toml 'the configuration'
[ "$(basename "$(realpath "$(command -v rustc)")")" != rustup ] ||
	pipe_is_refused rust-toolchain.toml 'what chooses the compiler'

# --- outputs that cannot be written ---

if [ -c /dev/full ]; then
	for command in tree graph sbom licenses 'clean' 'clean --all --dry-run' help 'help import' version; do
		# shellcheck disable=SC2086 # a list of arguments
		refuses "$command: a full disk is told" 1 'No space left on device' \
			full env -C "$scratch/app" "$L4CARGO" $command
	done
else
	skip 'a full disk is told' 'there is no /dev/full'
fi
