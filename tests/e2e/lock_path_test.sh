#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# resolver.lockfile-path: the lock is made where the configuration says, or else --lockfile-path.
. "$(dirname "$0")/../lib.sh"

RUSTUP_TOOLCHAIN=nightly
export RUSTUP_TOOLCHAIN
if ! cargo --version 2>/dev/null | grep -qE '^cargo 1\.(9[7-9]|[1-9][0-9][0-9])\.'; then
	skip 'a lock where the configuration says' 'there is no nightly cargo of 1.97 or later'
	exit 0
fi
mkdir -p "$scratch/p/src" "$scratch/p/.cargo"
cd "$scratch/p"
: >src/lib.rs
printf '[package]\nname = "p"\nversion = "0.1.0"\nedition = "2021"\n' >Cargo.toml
echo "resolver.lockfile-path = 'kept/Cargo.lock'" >.cargo/config.toml
check 'a lock is made' "$L4CARGO" graph --format text
check 'it is where the configuration says' test -f kept/Cargo.lock
check 'it fits' "$L4CARGO" graph --format text --locked --offline
check 'cargo has nothing to change in it' cargo metadata --locked --offline --format-version 1
check 'an option is stronger' "$L4CARGO" graph --format text --lockfile-path other/Cargo.lock
check 'its lock is where it says' test -f other/Cargo.lock
check 'and none beside the manifest' test ! -e Cargo.lock
cd "$top" || exit 1
