#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Makes repositories with git in the folder $1, which has a workspace `ws` whose member needs its
# submodule `sub`, and a project `p` that needs it by tag, branch, commit and as it is.
set -eu
cd "$1"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t.invalid GIT_AUTHOR_DATE='1700000000 +0000'
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t.invalid GIT_COMMITTER_DATE='1700000000 +0000'
g() { git -c init.defaultBranch=main -c protocol.file.allow=always "$@"; }
here=$(pwd -P)

mkdir -p sub/src sub/data && cd sub && g init -q .
printf '[package]\nname = "deep"\nversion = "0.1.0"\nedition = "2021"\n' >Cargo.toml
echo 'pub fn deep() -> &'"'"'static str { include_str!("../data/text") }' >src/lib.rs
printf 'deep\r\ntext' >data/text
g add . && g commit -qm one && cd ..

mkdir -p ws/a/src ws/b/src ws/broken ws/.hidden/b/src && cd ws && g init -q .
cat >Cargo.toml <<'END'
[workspace]
members = ["a", "b"]
[workspace.package]
version = "1.2.0"
edition = "2021"
[workspace.dependencies]
b = { path = "b" }
[profile.dev.package.b]
opt-level = 3
END
cat >a/Cargo.toml <<'END'
[package]
name = "a"
version.workspace = true
edition.workspace = true
[dependencies]
b.workspace = true
deep = { path = "../sub" }
[dev-dependencies]
nowhere = { path = "../nowhere" }
[features]
extra = []
END
cat >a/src/lib.rs <<'END'
pub fn a() -> String {
    let unused = 1;
    let extra = if cfg!(feature = "extra") { "extra" } else { "plain" };
    format!("a {} {} {} {:?} {}", env!("CARGO_PKG_VERSION"), env!("SEEN"), b::b(), deep::deep(), extra)
}
END
echo 'fn main() { println!("cargo:rustc-env=SEEN={}", std::path::Path::new("../b/Cargo.toml").exists()); }' \
	>a/build.rs
printf '[package]\nname = "b"\nversion.workspace = true\nedition.workspace = true\n' >b/Cargo.toml
echo 'pub fn b() -> u32 { 1 }' >b/src/lib.rs
cp -r b/Cargo.toml b/src .hidden/b
echo 'not toml' >broken/Cargo.toml
g submodule --quiet add ../sub sub
g add . && g commit -qm one && g tag -a -m v1 v1
echo 'pub fn b() -> u32 { 2 }' >b/src/lib.rs
g commit -qam two && g branch feat/dev
rev=$(g rev-parse HEAD)
echo 'pub fn b() -> u32 { 3 }' >b/src/lib.rs
sed -i 's/1\.2\.0/1.3.0/' Cargo.toml
g commit -qam three && cd ..

mkdir -p p/m/src p/fork/src && cd p
printf '[workspace]\nmembers = ["m"]\nresolver = "2"\n' >Cargo.toml
cat >m/Cargo.toml <<END
[package]
name = "m"
version = "0.1.0"
edition = "2021"
[dependencies]
a = { git = "file://$here/ws", tag = "v1" }
a2 = { package = "a", git = "file://$here/ws", branch = "feat/dev", features = ["extra"] }
a3 = { package = "a", git = "file://$here/ws" }
b4 = { package = "b", git = "file://$here/ws", rev = "$rev" }
END
echo 'fn main() { println!("{}|{}|{}|{}", a::a(), a2::a(), a3::a(), b4::b()); }' >m/src/main.rs
