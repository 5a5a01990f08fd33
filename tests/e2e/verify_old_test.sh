#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# verify understands the package ids of cargo before 1.88: `NAME VERSION (URL)`.
. "$(dirname "$0")/../lib.sh"
needs cargo 'package ids of old cargos'
. "$top/tests/vendored.sh"

vendored dep 1.0.0 </dev/null
package beside beside 0.3.0 </dev/null
package . top 0.1.0 <<'END'
[dependencies]
dep = "1"
beside = { path = "beside" }
END
cargo generate-lockfile --offline 2>/dev/null
real=$(rustc --print sysroot) old=$scratch/old
mkdir -p "$old/bin"
cat >"$old/bin/rustc" <<END
#!/bin/sh
'$real/bin/rustc' "\$@" | sed 's/^release: .*/release: 1.87.0/; s|^$real\$|$old|'
END
cat >"$old/bin/cargo" <<END
#!/bin/sh
'$real/bin/cargo' "\$@" |
	sed -E 's|"pkg_id":"([^"#]*)#([^"@]*)@([^"]*)"|"pkg_id":"\2 \3 (\1)"|g;
	s|"pkg_id":"([^"#]*/)([^"#/]*)#([0-9.]*)"|"pkg_id":"\2 \3 (\1\2)"|g' | tee -a '$scratch/said'
END
chmod +x "$old/bin/rustc" "$old/bin/cargo"
check 'a project is verified' env RUSTC="$old/bin/rustc" "$L4CARGO" verify --locked --offline
check 'the ids were old ones' grep -q '"pkg_id":"dep 1.0.0 (' "$scratch/said"
cd "$top" || exit 1
