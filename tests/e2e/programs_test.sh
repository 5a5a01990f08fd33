#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Which programs a project's own configuration has run: at no command more than cargo runs at its
# own, and at `vendor` none. The table is in docs/security.md.
. "$(dirname "$0")/../lib.sh"
needs cargo "a project's programs"
. "$top/tests/vendored.sh"

vendored leaf 1.0.0 </dev/null
package . p 0.1.0 <<'END'
[dependencies]
leaf = "1"
[target.'cfg(windows)'.dependencies]
gone = { path = "gone" }
END
package gone gone 0.1.0 </dev/null
echo 'fn main() {}' >build.rs
cargo generate-lockfile -q --offline
real=$(rustc --print sysroot)/bin
log=$scratch/log
for name in rustc rustdoc wrapper ws-wrapper linker runner; do
	printf '#!/bin/sh\necho "%s $*" >>"%s"\n' $name "$log" >$name
	chmod +x $name
done
echo "exec '$real/rustc' \"\$@\"" >>rustc
echo "exec '$real/rustdoc' \"\$@\"" >>rustdoc
echo 'exec "$@"' | tee -a wrapper >>ws-wrapper
cat >>.cargo/config.toml <<END
[build]
rustc = "./rustc"
rustdoc = "./rustdoc"
rustc-wrapper = "./wrapper"
rustc-workspace-wrapper = "./ws-wrapper"
[target.'cfg(all())']
linker = "./linker"
runner = "./runner"
[env]
LD_PRELOAD = { value = "evil.so", relative = true, force = true }
END

# asked PROGRAM...: what it ran of the project, and what for.
asked() {
	rm -rf target "$XDG_CACHE_HOME"
	: >"$log"
	"$@" >"$scratch/said" 2>&1 || fail "$*" "$(cat "$scratch/said")"
	sed -n 's/^\([a-z-]*\) .*-vV.*/\1 -vV/p; s/^\([a-z-]*\) .*--print.*/\1 --print/p; t; s/ .*//p' "$log" | sort -u
}
# within NAME OURS CARGOS: ours are among cargo's.
within() {
	echo "$3" >"$scratch/cargo"
	same "$1" '' "$(echo "$2" | grep -Fxv -f "$scratch/cargo")"
}
offline=--offline
unit_graph=$(RUSTC_BOOTSTRAP=1 asked cargo build $offline --unit-graph -Zunstable-options)
tree=$(asked cargo tree $offline)
metadata=$(asked cargo metadata $offline --format-version=1)
fetch=$(asked cargo fetch $offline)
same 'cargo asks its compiler' 'rustc --print rustc -vV wrapper --print wrapper -vV ws-wrapper --print ws-wrapper -vV' \
	"$(echo $unit_graph)"
within 'import runs no more than cargo does' "$(asked "$L4CARGO" import $offline)" "$unit_graph"
"$L4CARGO" -q import $offline -o "$scratch/bid"
within 'nor does check' "$(asked "$L4CARGO" check $offline -o "$scratch/bid")" "$unit_graph"
within 'nor graph' "$(asked "$L4CARGO" graph $offline)" "$unit_graph"
within 'nor verify' "$(asked "$L4CARGO" verify $offline)" "$unit_graph"
within 'nor tree' "$(asked "$L4CARGO" tree $offline)" "$tree"
within 'nor why' "$(asked "$L4CARGO" why leaf $offline)" "$tree"
within 'nor fetch' "$(asked "$L4CARGO" fetch $offline)" "$fetch"
within 'nor sbom' "$(asked "$L4CARGO" sbom $offline)" "$metadata"
within 'nor licenses' "$(asked "$L4CARGO" licenses $offline)" "$metadata"
same 'clean runs none' '' "$(asked "$L4CARGO" clean)"
same 'help runs none' '' "$(asked "$L4CARGO" help import)"
vendor() { asked "$L4CARGO" vendor $offline --respect-source-config --no-delete "$@" "$scratch/vendor"; }
same 'vendor runs none' '' "$(vendor)"
same 'nor with a target' '' "$(vendor --target x86_64-unknown-none)"
cp Cargo.toml "$scratch/manifest"
rm Cargo.lock
same 'nor for a lock file' '' "$(vendor)"
sed -i 's/2021/2024/' Cargo.toml
rm Cargo.lock
same 'nor one that looks at versions of Rust' '' "$(vendor)"
printf '[build]\nrustflags = ["-Zcodegen-backend=%s/evil.so"]\n' "$p" >"$scratch/flags.toml"
check 'nor what unstable flags name' env RUSTC_BOOTSTRAP=1 "$L4CARGO" vendor $offline --respect-source-config \
	--config "$scratch/flags.toml" --target x86_64-unknown-none "$scratch/vendor"

mkdir -p evil/bin
cp rustc evil/bin
printf '[toolchain]\npath = "%s/evil"\n' "$p" >rust-toolchain.toml
printf '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n' >.cargo/config.toml
unset RUSTUP_TOOLCHAIN
same 'nor the toolchain that the project brings' '' "$(vendor --target x86_64-unknown-none)"
printf '[toolchain]\n"p\\u0061th" = "%s"\n' "$(echo "$p/evil" | sed 's,/,\\u002f,g')" >rust-toolchain.toml
same 'nor one whose path has escapes' '' "$(vendor --target x86_64-unknown-none)"
