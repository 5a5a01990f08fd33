#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Installs what is missing to build (`setup.sh build`), to build crates (`rust`), or to run every
# test (`check`); each includes the one before it. Does nothing when all is there.
set -eu
what=${1:-build}
packages=

has() { command -v "$1" >/dev/null; }
program() { has "$1" || packages="$packages $2"; }
library() { pkg-config --exists "$1" 2>/dev/null || packages="$packages $2"; }
header() { echo "#include <$1>" | ${CC:-gcc} -E -include stdarg.h -include stddef.h \
	-include setjmp.h -include stdint.h - >/dev/null 2>&1 || packages="$packages $2"; }

program gcc gcc
program make make
program pkg-config pkg-config
program readelf binutils
library libcurl libcurl4-openssl-dev
library libgit2 libgit2-dev
library libcjson libcjson-dev
library libarchive libarchive-dev
library zlib zlib1g-dev
library libcrypto libssl-dev
if [ "$what" != build ]; then
	program g++ g++
	program cmake cmake
	[ -e /etc/ssl/certs/ca-certificates.crt ] || packages="$packages ca-certificates"
fi
if [ "$what" = check ]; then
	header cmocka.h libcmocka-dev
	program git git
	program bwrap bubblewrap
	program python3 python3
	program xz xz-utils
	program clang clang
	program clang-format clang-format
	program clang-tidy clang-tidy
	program ctags universal-ctags
	program strace strace
	program musl-gcc musl-tools
	has clang && echo 'int main(void) { return 0; }' |
		clang -fsanitize=fuzzer-no-link,address -x c - -o /dev/null 2>/dev/null ||
		packages="$packages libclang-rt-14-dev"
fi

need_rust=
[ "$what" = build ] || { has rustc && has cargo; } || need_rust=yes

explain_rust() {
	echo "error: rustc and cargo are not installed" >&2
	echo "help: https://rustup.rs installs them for your user (1.85 or later)" >&2
	exit 1
}

can_install() {
	has apt-get && { [ "$(id -u)" -eq 0 ] || { has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }; }
}

# Debian's Rust if it is new enough: that of the release, or the one it builds browsers with.
rust_packages() {
	for suffix in '' -web; do
		version=$(apt-cache policy "rustc$suffix" | sed -n 's/^ *Candidate: //p')
		if [ -n "$version" ] && dpkg --compare-versions "$version" ge 1.85; then
			echo "rustc$suffix cargo$suffix"
			return
		fi
	done
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"; else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

install_packages() {
	log=$(mktemp)
	as_root apt-get update >"$log" 2>&1 || true # an old list may still do
	if [ -n "$need_rust" ]; then
		rust=$(rust_packages)
		[ -n "$rust" ] || explain_rust
		packages="$packages $rust"
	fi
	echo "Installing:$packages" >&2
	# shellcheck disable=SC2086 # a list of names
	as_root apt-get install -y --no-install-recommends $packages >"$log" 2>&1 || {
		cat "$log" >&2
		exit 1
	}
	rm -f "$log"
}

if [ -n "$packages$need_rust" ]; then
	if can_install; then
		install_packages
	elif [ -n "$packages" ]; then
		echo "error: these are missing (Debian's names):$packages" >&2
		echo "help: install them, then run make again" >&2
		[ -z "$need_rust" ] || explain_rust
		exit 1
	else
		explain_rust
	fi
fi
