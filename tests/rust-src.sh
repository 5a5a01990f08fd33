#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Prints the folder with the standard library's sources of the compiler's version, for tests. Looked
# for in $RUST_SRC, the toolchain and /usr/src; else Debian's package of them, if its version is
# there, is unpacked below the folder given (and kept). Says why not, and ends with 1.
set -u
keep=${1:?folder for what is unpacked}
version=$(rustc -vV | sed -n 's/^release: //p')
for library in "${RUST_SRC:-}" "$(rustc --print sysroot)/lib/rustlib/src/rust/library" \
	"/usr/src/rustc-$version/library" "$keep/usr/src/rustc-$version/library"; do
	[ -e "$library/std/Cargo.toml" ] && echo "$library" && exit
done
nowhere() {
	echo "no sources of Rust $version's library ($1): try rustup component add rust-src, or set RUST_SRC" >&2
	exit 1
}
command -v apt-get >/dev/null 2>&1 || nowhere 'not in the toolchain, and this is no Debian'
# A package index of its own: backports have more versions than the release.
apt=$keep/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" || exit 1
site=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 2>/dev/null |
	sed -n 's/ [a-z]*$//p' | grep '/debian/*$' | sort -u | head -1)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -n "$site" ] || nowhere 'apt knows no Debian archive'
echo "deb [signed-by=$keys] $site trixie-backports main" >"$apt/sources.list"
cat >"$apt/apt.conf" <<END
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
Acquire::Languages "none";
END
export APT_CONFIG="$apt/apt.conf"
apt-get -qq update >"$apt/log" 2>&1 || nowhere 'apt-get update failed'
found=$(apt-cache madison rust-src | sed -n "s/^ *rust-src | \($version[^ ]*\) .*/\1/p" | head -1)
[ -n "$found" ] || nowhere 'Debian has other versions'
cd "$apt" && apt-get -qq download "rust-src=$found" >>"$apt/log" 2>&1 || nowhere 'the package cannot be got'
mkdir -p "$apt/new" &&
	dpkg-deb --fsys-tarfile rust-src_*.deb |
	tar -x -C "$apt/new" --wildcards './usr/src/*/library/*' './usr/src/*/src/version' &&
	rm rust-src_*.deb && rm -rf "$keep/usr" && mv "$apt/new/usr" "$keep/usr" || exit 1
echo "$keep/usr/src/rustc-$version/library"
