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
library libcurl libcurl4-openssl-dev
library libgit2 libgit2-dev
library libcjson libcjson-dev
library libarchive libarchive-dev
library libcrypto libssl-dev
if [ "$what" != build ]; then
	program g++ g++
	program cmake cmake
	[ -e /etc/ssl/certs/ca-certificates.crt ] || packages="$packages ca-certificates"
fi
if [ "$what" = check ]; then
	header cmocka.h libcmocka-dev
	program git git
	program python3 python3
	program xz xz-utils
	program clang clang
	program clang-format clang-format
	program clang-tidy clang-tidy
	program ctags universal-ctags
	has clang && echo 'int main(void) { return 0; }' |
		clang -fsanitize=fuzzer-no-link,address -x c - -o /dev/null 2>/dev/null ||
		packages="$packages libclang-rt-dev"
fi

# The names of Debian 12, whose clang has its version in this one's.
real_names() {
	for package; do
		case $package in
		libclang-rt-dev) echo "libclang-rt-14-dev" ;;
		*) echo "$package" ;;
		esac
	done
}

install_packages() {
	as=
	[ "$(id -u)" -eq 0 ] || as=sudo
	if ! has apt-get || { [ -n "$as" ] && ! sudo -n true 2>/dev/null && ! [ -t 0 ]; }; then
		echo "error: these are missing (Debian's names): $*" >&2
		echo "help: install them, then run make again" >&2
		exit 1
	fi
	echo "Installing: $*" >&2
	export DEBIAN_FRONTEND=noninteractive
	$as apt-get -qq update >&2 || true # an old list may still do
	$as apt-get -qq install -y --no-install-recommends "$@" >&2
}

[ -z "$packages" ] || install_packages $(real_names $packages)

if [ "$what" != build ] && ! { has rustc && has cargo; }; then
	echo "error: rustc and cargo are not installed" >&2
	echo "help: https://rustup.rs installs them for your user; Debian has the packages \`rustc\`" >&2
	echo "help: and \`cargo\` (version 1.85 or later is needed for crates of edition 2024)" >&2
	exit 1
fi
