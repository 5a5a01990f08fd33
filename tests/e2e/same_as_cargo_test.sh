#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# rustc and build scripts get from make what they get from cargo: arguments and environment.
. "$(dirname "$0")/../lib.sh"
needs cargo 'rustc gets what cargo gives it'
work=${scratch:?}/work
host=$(rustc -vV | sed -n 's/^host: //p')
cp -r "$top/tests/e2e/sample" "$work"
cd "$work" || exit 1
rm -r "$work/packages"
mkdir "$work/.cargo"
cat >"$work/.cargo/config.toml" <<END
[env]
SAMPLE_SET = "a b"
SAMPLE_HAD = "of the configuration"
SAMPLE_FORCED = { value = "\$x # 'y'", force = true }
SAMPLE_PLACE = { value = "some/where", relative = true }
[build]
rustflags = ["--cfg", "from_config"]
[target.$host.native]
rustc-link-search = ["/nowhere"]
rustc-env = { NUMBER = "7" }
number = "7"
END
cat >>"$work/Cargo.toml" <<'END'
[profile.dev.package.util]
opt-level = 1
[profile.release]
lto = "thin"
strip = true
END
cat >>"$work/util/Cargo.toml" <<'END'
[lints.rust]
unused = { level = "warn", priority = -1 }
dead_code = "allow"
unexpected_cfgs = { level = "warn", check-cfg = ['cfg(foo, values("a"))'] }
END
# The script notes its environment, and says more.
cat >"$work/app/more.rs" <<'END'
fn more() {
    let all: Vec<_> = std::env::vars().map(|(k, v)| format!("{k}={v}")).collect();
    std::fs::write(format!("{}/script.env", std::env::var("SEEN").unwrap()), all.join("\n")).unwrap();
    println!("cargo:rustc-link-search=native=/usr/lib");
    println!("cargo:rustc-link-lib=m");
    println!("cargo:rustc-link-arg-bins=-Wl,-O1");
    println!("cargo:rustc-link-arg-bin=other-tool=-Wl,--as-needed");
}
END
cat "$work/app/more.rs" >>"$work/app/build.rs"
sed -i 's/^fn main() {/fn main() { more();/' "$work/app/build.rs"
cat >"$scratch/wrapper" <<'END'
#!/bin/sh
# Notes what rustc is given, and runs it.
case "$*" in *--print*) exec "$@" ;; *--crate-type*) ;; *) exec "$@" ;; esac
file=${SEEN:?}/$CARGO_PKG_NAME-$CARGO_CRATE_NAME
{
	pwd
	for arg; do printf '%s\n' "$arg"; done
} >"$file.args"
env >"$file.env"
exec "$@"
END
chmod +x "$scratch/wrapper"
export RUSTC_WRAPPER="$scratch/wrapper" SAMPLE_HAD='of the environment'

# Left out: names and places that are by nature cargo's or ours (also where its own HTTP library finds
# certificates), and the order of flags.
comparable() { # FOLDER
	for file in "$1"/*.args; do
		echo "## ${file##*/}"
		sed -e 's|=/.*/deps/.*||' -e '/^metadata=/d' -e '/^extra-filename=/d' \
			-e '/^incremental=/d' -e '/^dependency=/d' -e '/^-[CL]$/d' -e '/^--extern$/d' \
			-e '/^--out-dir$/,+1d' "$file" | sort
	done
	for file in "$1"/*.env; do
		echo "## ${file##*/}"
		sed -e 's|^OUT_DIR=.*|OUT_DIR=|' "$file" | grep '^[A-Z_a-z0-9]*=' | grep -v -E \
			'^(CARGO_MAKEFLAGS|CARGO_HOME|CARGO|CARGO_TARGET_DIR|LD_LIBRARY_PATH|PATH|PWD|OLDPWD|SHLVL|SEEN|_|RUST_RECURSION_COUNT|RUSTUP_[A-Z_]*|SSL_CERT_FILE|SSL_CERT_DIR|XDG_CACHE_HOME|RUSTC|RUSTDOC)=' | sort
	done
}
try() { # NAME OPTION...
	try_name=$1
	shift
	rm -rf "${scratch:?}/cargo" "${scratch:?}/make" "${scratch:?}/target" "${work:?}/packages"
	mkdir "$scratch/cargo" "$scratch/make"
	check "cargo builds it $try_name" env SEEN="$scratch/cargo" \
		CARGO_TARGET_DIR="$scratch/target" cargo build -j2 --offline --locked "$@"
	check "it is imported $try_name" "$L4CARGO" import --offline --locked -q -o "$work/packages" "$@"
	check "make builds it $try_name" env SEEN="$scratch/make" make -C "$work/packages" -j2
	same "rustc ran for the same crates $try_name" "$(ls "$scratch/cargo")" "$(ls "$scratch/make")"
	comparable "$scratch/cargo" >"$scratch/cargo.txt"
	comparable "$scratch/make" >"$scratch/make.txt"
	check "rustc and the script are given the same $try_name" \
		diff "$scratch/cargo.txt" "$scratch/make.txt"
}
try 'in dev'
try 'in release' --release
try 'for a target' --target "$host"
try 'with features' -p app --all-features
