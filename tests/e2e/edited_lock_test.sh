#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A lock file that says of published packages what their manifests do not: it may come from an index
# that knew better, or it was edited. Cargo decides.
. "$(dirname "$0")/../lib.sh"
needs cargo 'edited lock files'
. "$top/tests/vendored.sh"

vendored leaf 1.0.0 </dev/null
vendored leaf 2.0.0 </dev/null
vendored mid 1.0.0 <<'END'
[dependencies]
leaf = "1"
END
package . a 0.1.0 <<'END'
[dependencies]
mid = "1"
leaf = "2"
END
cargo generate-lockfile -q --offline
cp Cargo.lock "$scratch/good"

# edited SED-SCRIPT: the good lock, changed.
edited() {
	sed "$1" "$scratch/good" >Cargo.lock
	! cmp -s "$scratch/good" Cargo.lock || fail "the lock is changed by $1"
	cp Cargo.lock "$scratch/edited"
}
taken() { # NAME
	check "cargo takes $1" cargo build -q --locked --offline
	check "so do we" "$L4CARGO" graph --locked --offline
	same "verify agrees" '' "$("$L4CARGO" verify -q --locked --offline 2>&1)"
	same "and the file stays as it is" "$(cat "$scratch/edited")" "$(cat Cargo.lock)"
}
refused() { # NAME
	refuses "cargo does not take $1" 101 '--locked' cargo build -q --locked --offline
	refuses "nor do we" 1 'needs to be updated but --locked' "$L4CARGO" graph --locked --offline
	same "without --locked it is as it was" "$graph" "$("$L4CARGO" graph -q --offline)"
}

graph=$("$L4CARGO" graph --locked --offline)
edited '/^name = "mid"/,/^]/s/^dependencies = \[/&\n "leaf",\n "absent",/'
taken 'edges that name nothing, or not one package'
edited '/^name = "mid"/,/^]/s/"leaf 1.0.0"/"leaf 3.0.0"/'
refused 'an edge that named what is needed'
edited '/^name = "mid"/,/^]/s/"leaf 1.0.0"/"leaf 2.0.0"/'
refused 'an edge to another version'
edited '/^name = "leaf"/{n;s/1.0.0/1.9.9/};s/"leaf 1.0.0"/"leaf 1.9.9"/'
refuses 'cargo has no such version' 101 '1.9.9' cargo build -q --locked --offline
refuses 'nor have we' 1 '1.9.9' "$L4CARGO" graph --locked --offline
edited '/^name = "leaf"/{n;/2.0.0/{n;n;s/$/\ndependencies = [\n "mid",\n]/}};/^name = "mid"/,/^]/s/"leaf 1.0.0"/&,\n "leaf 2.0.0"/'
refused 'a circle'
