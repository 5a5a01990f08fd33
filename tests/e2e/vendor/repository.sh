#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A git repository whose packages use whatever a manifest may have: repository.sh FOLDER
set -eu
mkdir -p "$1"
cd "$1"
git init -q -b main .
file() { # PATH [TEXT]
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "${2-// $1}" >"$1"
}

cat >Cargo.toml <<'END'
cargo-features = []
[workspace]
members = ["parts/*", "plain"]
exclude = ["other"]
resolver = "2"
unknown-key = 1
[workspace.package]
version = "1.2.3"
edition = "2021"
rust-version = "1.60"
authors = ["A <a@example.org>", "B"]
description = """
A text
of lines "quoted" \\ here."""
license-file = "LICENSE"
readme = "README.md"
keywords = ["x"]
categories = []
publish = false
include = ["src", "/Cargo.toml", "!src/not.rs", "docs/*.{md,txt}"]
repository = "https://example.org/'x'"
homepage = 'https://example.org/"y"'
[workspace.dependencies]
plain = { path = "plain", version = "0.1", default-features = false, features = ["one"] }
inner = { path = "parts/inner" }
[workspace.lints.rust]
unsafe_code = "forbid"
unexpected_cfgs = { level = "warn", check-cfg = ['cfg(foo)'] }
[workspace.lints.clippy]
all = { level = "deny", priority = -1 }
[workspace.metadata.z]
b = 1
a = [1, "x", { k = 2.50 }]
[package]
name = "top"
version.workspace = true
edition = "2018"
build = "make/build.rs"
links = "top"
exclude = ["/secret*", "*.bak", "!keep.bak", "big/"]
default-run = "one"
unknown = true
[package.metadata.docs.rs]
all-features = true
targets = []
[package.metadata]
"quoted key" = 1979-05-27T07:32:00Z
f = 1e3
[badges.ci]
b = "2"
a = "1"
[features]
default = ["b"]
b = ["plain/two"]
a = []
[lib]
crate-type = ["lib", "cdylib"]
doctest = false
[[bin]]
name = "two"
path = "src/./two.rs"
required-features = ["a"]
test = false
[[bin]]
name = "one"
[dependencies]
plain = { workspace = true, default-features = true, features = ["two"], optional = false }
[target.'cfg(unix)'.dependencies]
inner.workspace = true
[target."cfg(windows)".build-dependencies]
plain = { path = "plain" }
[build_dependencies]
[dev-dependencies]
[profile.dev]
debug = true
opt-level = 1
panic = "abort"
[profile.release]
debug = "line-tables-only"
lto = "fat"
strip = "none"
[profile.release.package."*"]
opt-level = "s"
[profile.release.package.plain-er]
[profile.release.package."plain:0.1.0"]
debug = "limited"
[profile.release.build-override]
debug = false
[lints]
workspace = true
END
for f in src/lib.rs src/two.rs src/bin/one.rs src/bin/three/main.rs make/build.rs tests/t.rs \
	examples/e.rs examples/big/main.rs benches/b.rs secret/x secret.txt a.bak keep.bak sub/keep.bak \
	big/file .hidden/x .gitattributes sub/.gitignore LICENSE README.md target/tracked; do
	file "$f" ''
done
file make/build.rs 'fn main() {}'
for f in src/bin/one.rs src/two.rs src/bin/three/main.rs examples/e.rs examples/big/main.rs; do
	file "$f" 'fn main() {}'
done
file .gitignore 'ignored'
file ignored 'tracked all the same'
file nested/Cargo.toml 'not even toml ['
file nested/src/lib.rs
file 'odd "name" ü.txt'
chmod 755 secret.txt keep.bak
ln -s src/two.rs link.rs
ln -s ../docs sub/docs
ln -s .. sub/up
file docs/a.md
file docs/deep/b.md

mkdir -p plain
cat >plain/Cargo.toml <<'END'
[project]
name = "plain"
version = "0.1.0"
readme = false
license-file = "no"
autobins = false
autotests = false
im-a-teapot-not = 1
[features]
one = []
two = []
[[test]]
name = "z"
path = "tests/z.rs"
[[test]]
name = "a"
path = "tests/a.rs"
harness = false
[lib]
name = "plain"
crate_type = ["rlib"]
path = "lib.rs"
END
sed -i '/im-a-teapot/d' plain/Cargo.toml
for f in plain/lib.rs plain/tests/z.rs plain/tests/a.rs plain/README plain/src/main.rs; do file "$f" ''; done

cat >parts-inner.toml <<'END'
[package]
name = "inner"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
authors.workspace = true
description.workspace = true
license-file.workspace = true
readme.workspace = true
keywords.workspace = true
categories.workspace = true
publish.workspace = true
include.workspace = true
repository.workspace = true
homepage.workspace = true
[lints]
workspace = true
END
mkdir -p parts/inner
mv parts-inner.toml parts/inner/Cargo.toml
for f in src/lib.rs src/not.rs src/main.rs src/bin/x.rs docs/a.md docs/a.txt docs/a.rs docs/sub/b.md \
	Cargo.lock build.rs examples/left-out.rs; do
	file "parts/inner/$f" ''
done
file parts/inner/src/main.rs 'fn main() {}'
file parts/inner/src/bin/x.rs 'fn main() {}'

file other/Cargo.toml '[package]
name = "other"
version = " 0.2.0-pre "
edition = "2024"
include = [".hidden/*", "src/**/*.rs", "link", "target/x", "sub/**"]
[dependencies]
'
for f in src/lib.rs src/a/b.rs .hidden/y target/x sub/pkg/Cargo.toml sub/pkg/x sub/y; do file "other/$f" ''; done
ln -s src/lib.rs other/link
ln -s ../../docs other/sub/docs
git add -A -f
git -c user.name=t -c user.email=t@example.org commit -qm one
