#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `--features dep/feature` that needs packages no lock file has: cargo chooses their versions then.
# The same where `paths` brings in a copy that needs more.
. "$(dirname "$0")/../lib.sh"
needs cargo 'features beyond the lock'
. "$top/tests/vendored.sh"

vendored leaf 1.0.0 </dev/null
vendored leaf 1.5.0 </dev/null
vendored leaf 2.0.0 </dev/null
vendored leaf 3.0.0 </dev/null
for version in 1.0.0 1.1.0 2.0.0 3.0.0; do vendored mid $version </dev/null; done
vendored far 1.0.0 <<'END'
[dependencies]
leaf = "3"
[features]
more = []
END
vendored dep 1.0.0 <<'END'
[dependencies]
leaf = "1"
far = { version = "1", optional = true }
mid = { version = ">=1", optional = true }
other-mid = { package = "mid", version = "1.1", optional = true }
[target.'cfg(unix)'.dependencies]
renamed-leaf = { package = "leaf", version = "2", optional = true }
[build-dependencies]
leaf = { version = ">=2, <3", optional = true }
[features]
default = []
weak = ["far?/more", "dep:leaf"]
END
package beside aside 0.3.0 </dev/null
package outside outside 0.2.0 <<'END'
[dependencies]
aside = { path = "../beside", optional = true }
END
package . top 0.1.0 <<'END'
[workspace]
members = ["member"]
exclude = ["outside", "beside", "vendor"]
[dependencies]
dep = "1"
outside = { path = "outside" }
mid = "2"
mid-one = { package = "mid", version = "=1.0.0" }
END
package member member 0.1.0 <<'END'
[dependencies]
top = { path = ".." }
dep = { version = "1", features = [] }
END
check 'cargo locks the project' cargo generate-lockfile --offline
cp Cargo.lock "$scratch/lock"

verified() { # NAME ARGUMENT...: cargo's unit graph is ours, and its tree.
	name=$1
	shift
	check "$name: the unit graph is cargo's" "$L4CARGO" verify --offline -q "$@"
	same "$name: the tree is cargo's" "$(cargo tree --offline -q --target all -e all "$@" 2>&1)" \
		"$("$L4CARGO" tree --offline -q --target all -e all "$@" 2>&1)"
}
verified 'an optional dependency with its own' --features dep/far
verified 'with --locked' --locked --features dep/far
verified 'a renamed one of a platform' --features dep/renamed-leaf
verified 'one that two locked versions fit' --features dep/mid
verified 'one for the build script beside a locked one' --features dep/weak
verified 'all of them' --features dep/far,dep/weak,dep/mid
verified 'a path package outside' --features outside/aside
verified 'of a member' -p member --features dep/far,dep/weak
verified 'without default features' -p top --no-default-features --features dep/far
check 'the lock file is as before' cmp Cargo.lock "$scratch/lock"
same 'the user is told that cargo is asked' \
	'   Resolving packages that are not in `'"$p"'/Cargo.lock`; running `cargo tree`' \
	"$("$L4CARGO" graph --offline --features dep/far 2>&1 >"$scratch/graph")"
same 'and not if the lock has all' '' "$("$L4CARGO" graph --offline --features dep/default 2>&1 >"$scratch/graph")"
check 'an import' "$L4CARGO" import --offline --features dep/far,outside/aside
check 'that builds' make -s -C target/bid
check 'of what no lock has' test -f target/bid/leaf-3.0.0/Makefile -a -f target/bid/aside-0.3.0/Makefile
check 'is what it would be now' "$L4CARGO" check

package mine leaf 3.0.0 </dev/null
cp Cargo.toml "$scratch/manifest"
sed -i 's/^exclude = \[/&"mine", /' Cargo.toml
printf '[patch.crates-io]\nleaf = { path = "mine" }\n' >>Cargo.toml
check 'cargo locks a patch that is not used' cargo generate-lockfile --offline
verified 'a patch that only the feature uses' --features dep/far
cp "$scratch/manifest" Cargo.toml
sed -i 's/^exclude = \[/&"mine", /' Cargo.toml
printf '[replace]\n"leaf:3.0.0" = { path = "mine" }\n' >>Cargo.toml
check 'cargo locks a replacement that is not used' cargo generate-lockfile --offline
verified 'a replacement that only the feature uses' --features dep/far
cp "$scratch/manifest" Cargo.toml
cp "$scratch/lock" Cargo.lock

package over dep 1.0.0 <<'END'
[dependencies]
leaf = "1"
far = "1"
END
sed -i 's/^exclude = \[/&"over", /' Cargo.toml
cp .cargo/config.toml "$scratch/config"
printf 'paths = ["over"]\n' | cat - "$scratch/config" >.cargo/config.toml
verified 'a copy that stands in and needs more'
verified 'and a feature that does' --features outside/aside
printf 'paths = ["mine-leaf"]\n' | cat - "$scratch/config" >.cargo/config.toml
package mine-leaf leaf 1.5.0 <<'END'
[dependencies]
mid = "3"
END
verified 'a copy of what published packages use' --locked
cp "$scratch/config" .cargo/config.toml

refuses 'what contradicts the lock' 1 'no versions can be chosen for packages that are not in the lock file' \
	"$L4CARGO" graph --offline --features dep/other-mid
rm -r vendor/leaf-3.0.0
refuses 'what cargo does not find' 1 'no versions can be chosen for packages that are not in the lock file' \
	"$L4CARGO" graph --offline --features dep/far
refuses 'is told in its words' 1 'candidate versions found' "$L4CARGO" graph --offline --features dep/far
check 'what is there is found all the same' "$L4CARGO" verify --offline -q --features outside/aside
