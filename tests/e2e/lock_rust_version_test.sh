#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Which versions cargo locks depends on `rust-version`, on an option, on the configuration and on the
# environment: cargo hears of all that l4cargo was told.
. "$(dirname "$0")/../lib.sh"
needs cargo 'the lock and rust-version'
. "$top/tests/vendored.sh"

vendored part 1.0.0 </dev/null
vendored part 1.1.0 </dev/null
sed -i '/^version/a rust-version = "1.999"' vendor/part-1.1.0/Cargo.toml
package . a 0.1.0 <<'END'
[dependencies]
part = "1"
END
sed -i 's/^edition.*/edition = "2024"\nrust-version = "1.85"/' Cargo.toml
locked() { sed -n '/^name = "part"/{n;s/^version = //p;}' Cargo.lock; }
both() { # NAME VERSION OPTION...
	name=$1 version=$2
	shift 2
	rm -f Cargo.lock
	cargo build -q --offline "$@" >/dev/null 2>&1
	same "cargo: $name" "\"$version\"" "$(locked)"
	rm -f Cargo.lock
	"$L4CARGO" graph -q --offline "$@" >/dev/null 2>&1
	same "l4cargo: $name" "\"$version\"" "$(locked)"
}
both 'a version that rustc can build' 1.0.0
both 'any version' 1.1.0 --ignore-rust-version
both 'as the configuration says' 1.1.0 --config 'resolver.incompatible-rust-versions="allow"'
export CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=allow
both 'as the environment says' 1.1.0
unset CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS
