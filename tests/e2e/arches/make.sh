#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# make.sh DIR: a project whose dependencies are not the same for all architectures. It
# needs no library of Rust's for them: nothing but `#![no_core]`.
set -eu
crate() { # NAME [LINE...]: a library with that in its manifest
	mkdir -p "$1/src"
	printf '#![feature(no_core)]\n#![no_core]\n#![allow(internal_features)]\n' >"$1/src/lib.rs"
	{
		printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n' "$1"
		shift
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$name/Cargo.toml"
}
mkdir -p "$1"
cd "$1"
for name in shared amd arm both script macro tool; do
	case $name in
	shared) crate shared '[features]' 'fast = []' 'small = []' ;;
	amd) crate amd '[dependencies]' 'shared = { path = "../shared" }' ;;
	arm) crate arm '[dependencies]' 'shared = { path = "../shared" }' 'script = { path = "../script" }' ;;
	both) crate both '[dependencies]' 'shared = { path = "../shared", features = ["fast", "small"] }' ;;
	script) crate script 'links = "nothing"' '[build-dependencies]' 'tool = { path = "../tool" }' ;;
	tool) crate tool ;;
	macro) crate macro '[lib]' 'proc-macro = true' '[target."cfg(target_arch = \"x86_64\")".dependencies]' 'tool = { path = "../tool" }' ;;
	esac
done
printf 'pub fn number() -> u32 { 7 }\n' >tool/src/lib.rs
printf 'fn main() { println!("cargo::metadata=n={}", tool::number()); }\n' >script/build.rs
printf 'extern crate proc_macro;\n' >macro/src/lib.rs
cat >Cargo.toml <<'END'
[package]
name = "app"
version = "0.1.0"
edition = "2021"

[workspace]

[dependencies]
both = { path = "both" }
macro = { path = "macro" }

[target.'cfg(target_arch = "x86_64")'.dependencies]
amd = { path = "amd" }

[target.'cfg(target_arch = "aarch64")'.dependencies]
arm = { path = "arm" }
other = { path = "shared", package = "shared" }

[profile.dev.package.arm]
opt-level = 1
END
mkdir src
cp both/src/lib.rs src/lib.rs
cargo generate-lockfile --offline --quiet
