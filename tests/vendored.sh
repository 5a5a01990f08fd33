# SPDX-License-Identifier: MIT OR Apache-2.0
# For tests of one project, $p, whose crates.io is a folder of vendored packages. Sourced after
# lib.sh; leads into the project.
export CARGO_HOME="$scratch/cargo-home" RUSTUP_TOOLCHAIN="${RUSTUP_TOOLCHAIN-stable}"
p=$scratch/project
mkdir -p "$p/.cargo" "$p/vendor"
cd "$p" || exit
printf '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n' >.cargo/config.toml

# package FOLDER NAME VERSION: a library; the rest of its Cargo.toml comes on standard input.
package() {
	mkdir -p "$1/src"
	: >"$1/src/lib.rs"
	{
		printf '[package]\nname = "%s"\nversion = "%s"\nedition = "2021"\n' "$2" "$3"
		cat
	} >"$1/Cargo.toml"
}
vendored() { # NAME VERSION
	package "vendor/$1-$2" "$1" "$2"
	printf '{"files":{"Cargo.toml":"%s","src/lib.rs":"%s"},"package":"%064d"}' \
		"$(sha256sum <"vendor/$1-$2/Cargo.toml" | cut -c 1-64)" \
		"$(sha256sum </dev/null | cut -c 1-64)" 1 >"vendor/$1-$2/.cargo-checksum.json"
}
