#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# [lints] of a package that gets --cap-lints=allow: since 1.99 rustc gets no flags for them.
. "$(dirname "$0")/../lib.sh"
needs cargo '[lints] of packages of others'
. "$top/tests/vendored.sh"

vendored dep 1.0.0 <<'END'
[lints.rust]
unused_variables = "deny"
unexpected_cfgs = { level = "warn", check-cfg = ["cfg(odd)"] }
END
package . top 0.1.0 <<'END'
[dependencies]
dep = "1"
[lints.rust]
dead_code = "warn"
END
cargo generate-lockfile --offline 2>/dev/null
real=$(rustc --print sysroot)/bin/rustc

# imported VERSION: with a rustc that says it is of this version
imported() {
	cat >"$scratch/rustc" <<END
#!/bin/sh
case "\$*" in
*-vV) '$real' -vV | sed 's/^release: .*/release: $1/';;
*) exec '$real' "\$@";;
esac
END
	chmod +x "$scratch/rustc"
	rm -rf "$scratch/out"
	RUSTC=$scratch/rustc "$L4CARGO" import --offline --locked -o "$scratch/out" >/dev/null
}
has() { grep -rqe "$1" "$scratch/out"; }

check 'import for 1.98' imported 1.98.0
check 'all lints are there' has '--deny=unused_variables'
check 'and check-cfg' has 'cfg(odd)'
check 'import for 1.99' imported 1.99.0
refuses 'those of a package of others are not' 1 '' has '--deny=unused_variables'
refuses 'nor is its check-cfg' 1 '' has 'cfg(odd)'
check "the project's own are" has '--warn=dead_code'
cd "$top" || exit 1
