#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Cargo.lock after an edit of Cargo.toml: import leaves the file that cargo leaves, byte for byte,
# refuses it with --locked where cargo does, and verify and check never write it.
. "$(dirname "$0")/../lib.sh"
needs cargo 'edits of Cargo.toml'
. "$top/tests/vendored.sh"

vendored itoa 0.4.0 </dev/null
vendored itoa 1.0.0 </dev/null
vendored itoa 1.5.0 </dev/null
vendored ryu 1.0.0 </dev/null
vendored leaf 1.0.0 <<'END'
[features]
more = []
END
vendored mid 1.0.0 <<'END'
[dependencies]
itoa = "1"
leaf = { version = "1", optional = true }
ryu = { version = "1", optional = true }
[features]
wide = ["dep:leaf"]
END
package beside beside 0.1.0 <<'END'
[dependencies]
leaf = "1"
END
package patched itoa 1.0.0 </dev/null
package . p 0.1.0 <<'END'
[workspace]
members = ["member"]
exclude = ["vendor", "beside", "patched"]
[dependencies]
mid = "1"
ryu = { version = "1", optional = true }
[dev-dependencies]
leaf = "1"
[features]
f = []
END
package member member 0.1.0 </dev/null
cargo generate-lockfile -q --offline
# itoa is locked behind what is newest: what is written anew shows.
sed -i '/^name = "itoa"/{n;s/1.5.0/1.0.0/}' Cargo.lock
cargo metadata -q --offline --locked --format-version=1 >"$scratch/metadata" || fail 'cargo takes the lock'
check 'an import of it' "$L4CARGO" import --locked --offline
mkdir "$scratch/base"
cp -r . "$scratch/base"

locked_by() { # NAME PROGRAM...: does the program take the lock as it is?
	name=$1
	shift
	cp "$scratch/before" Cargo.lock
	if "$@" >"$scratch/said" 2>&1; then echo taken; else echo refused; fi
	cmp -s Cargo.lock "$scratch/before" || fail "$name: $2 writes no lock with --locked"
}
# after NAME: the project was edited; Cargo.lock is as it was.
after() {
	cp Cargo.lock "$scratch/before"
	want=$(locked_by "$1" cargo build -q --offline --locked)
	same "$1: taken by --locked or not" "$want" "$(locked_by "$1" "$L4CARGO" import --offline --locked)"
	[ "$want" = taken ] && status=0 || status=1
	cp "$scratch/before" Cargo.lock
	"$L4CARGO" verify --offline >"$scratch/said" 2>&1
	same "$1: verify ends" "$status $(cat "$scratch/said")" "$? $(cat "$scratch/said")"
	check "$1: verify writes no lock" cmp Cargo.lock "$scratch/before"
	cp "$scratch/before" Cargo.lock
	"$L4CARGO" check --offline >"$scratch/said" 2>&1
	check "$1: check writes no lock" cmp Cargo.lock "$scratch/before"
	cargo build -q --offline >"$scratch/said" 2>&1
	cp Cargo.lock "$scratch/wanted"
	cp "$scratch/before" Cargo.lock
	check "$1: import" "$L4CARGO" import --offline
	same "$1: the lock is cargo's" '' "$(diff -u "$scratch/wanted" Cargo.lock)"
	check "$1: which cargo takes" cargo build -q --offline --locked
	check "$1: and check" "$L4CARGO" check --offline
	rm -rf "$p"
	mkdir "$p"
	cp -r "$scratch/base/." "$p"
	cd "$p" || exit
}
edit() { # NAME SED-SCRIPT [FILE]
	sed -i "$2" "${3:-Cargo.toml}"
	after "$1"
}

edit 'nothing' ''
edit 'a dependency that is locked through another' 's/^mid = .*/&\nitoa = "1"/'
edit 'in a member' '$s/$/\n[dependencies]\nitoa = "1"/' member/Cargo.toml
edit 'an older one beside it' 's/^mid = .*/&\nitoa = "0.4"/'
edit 'both' 's/^mid = .*/&\nitoa = "1"\nold = { package = "itoa", version = "0.4" }/'
edit 'one that needs a newer one' 's/^mid = .*/&\nitoa = "1.2"/'
edit 'one of a platform that is not here' "\$s/\$/\n[target.'cfg(windows)'.dependencies]\nitoa = \"1\"/"
edit 'an optional one' 's/^mid = .*/&\nitoa = { version = "1", optional = true }/'
edit 'a build-dependency' '$s/$/\n[build-dependencies]\nitoa = "1"/'
edit 'a dev-dependency' 's/^leaf = .*/&\nitoa = "1"/'
edit 'a dev-dependency becomes a dependency' 's/^mid = .*/&\nleaf = "1"/;/^\[dev-dep/,/^leaf/d'
edit 'an optional one becomes required' 's/^ryu = .*/ryu = "1"/'
edit 'one goes' '/^mid = /d'
edit 'one of two uses goes' '/^ryu = /d'
edit 'a dev-dependency goes' '/^leaf = /d'
edit 'a name of its own' 's/^mid = .*/other = { package = "mid", version = "1" }/'
edit 'a feature that needs what is locked' 's/^mid = .*/mid = { version = "1", features = ["wide"] }/'
edit 'an optional dependency of another as a feature' 's/^mid = .*/mid = { version = "1", features = ["ryu"] }/'
edit 'the same by a feature of ours' 's/^f = .*/f = ["mid\/ryu"]/'
edit 'a weak one' 's/^mid = .*/mid = { version = "1", optional = true }/;s/^f = .*/default = ["mid"]\nf = ["mid?\/ryu"]/'
edit 'a feature with nothing behind it' 's/^leaf = .*/leaf = { version = "1", features = ["more"] }/'
edit 'a version of our own' 's/^version = "0.1.0"/version = "0.2.0"/'
edit 'a version of a member' 's/^version = "0.1.0"/version = "0.2.0"/' member/Cargo.toml
edit 'another name of ours' 's/^name = "p"/name = "q"/'
edit 'a member more' 's/"member"\]/"member", "beside"]/;s/"beside", //'
edit 'a member less' 's/"member"\]/]/'
edit 'a path dependency' 's/^mid = .*/&\nbeside = { path = "beside" }/'
edit 'a member as a dependency' 's/^mid = .*/&\nmember = { path = "member" }/'
edit 'a patch' '$s/$/\n[patch.crates-io]\nitoa = { path = "patched" }/'
edit 'a patch that is not used' '$s/$/\n[patch.crates-io]\nleaf = { path = "patched", package = "itoa" }/'
edit 'a requirement that still fits' 's/^mid = .*/mid = "=1.0.0"/'
edit 'an edge that nothing stands for' '/^name = "member"/{n;s/$/\ndependencies = [\n "itoa",\n]/}' Cargo.lock
edit 'a checksum that is missing' '/^name = "itoa"/,/^$/{/^checksum/d}' Cargo.lock
edit 'a package that nothing needs' '$s/$/\n\n[[package]]\nname = "zeta"\nversion = "1.0.0"\nsource = "registry+https:\/\/github.com\/rust-lang\/crates.io-index"\nchecksum = "0000000000000000000000000000000000000000000000000000000000000001"/' Cargo.lock
edit 'an older format' 's/^version = 4/version = 3/' Cargo.lock
edit 'comments' 's/^version = 4/# more\n&/' Cargo.lock
edit 'line ends' 's/$/\r/' Cargo.lock
rm Cargo.lock
touch "$scratch/before"
cargo build -q --offline
cp Cargo.lock "$scratch/wanted"
rm Cargo.lock
refuses 'without a lock verify refuses' 1 'is missing' "$L4CARGO" verify --offline
refuses 'so does check' 1 'is missing' "$L4CARGO" check --offline
check 'and make none' test ! -e Cargo.lock
check 'import makes it' "$L4CARGO" import --offline
check 'as cargo does' cmp Cargo.lock "$scratch/wanted"
