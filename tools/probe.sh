#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Writes build/config.mk: how to compile and link against the libraries, by what names they are
# loaded, and which of the warnings that only some compilers have this one knows. Says what is
# missing.
# Usage: probe.sh CC "LIBRARY..." "WARNING..."
set -eu
cc=$1 libraries=$2 warnings=$3

fail() {
	echo "error: $1" >&2
	echo "help: \`make setup\` installs what is missing on Debian; README.md has the list" >&2
	exit 1
}

command -v "$cc" >/dev/null || fail "no compiler \`$cc\`"
command -v pkg-config >/dev/null || fail "pkg-config is not installed"
missing=
for library in $libraries; do
	pkg-config --exists "$library" || missing="$missing $library"
done
[ -z "$missing" ] || fail "pkg-config does not find:$missing"

command -v readelf >/dev/null || fail "readelf is not installed (binutils)"
made=$(mktemp)
trap 'rm -f "$made"' EXIT

# What a program that is linked with it asks for when it starts: libcurl.so.4, or of another
# build of it libcurl-gnutls.so.4.
soname() { # LIBRARY
	# shellcheck disable=SC2046 # a list of options
	"$cc" -shared -nostdlib -Wl,--no-as-needed -o "$made" -x c /dev/null -x none \
		$(pkg-config --libs "$1") 2>/dev/null || fail "cannot link with $1"
	name=$(readelf -d "$made" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | head -n 1)
	[ -n "$name" ] || fail "$1 is no shared library: it is loaded when it is needed"
	echo "$name"
}
sonames=
for library in $libraries; do
	name=$(soname "$library") || exit 1
	sonames="$sonames -DSONAME_$(echo "$library" | tr a-z A-Z)='\"$name\"'"
done

known=
for warning in $warnings; do
	# A -Wno-x is asked for as -Wx: gcc takes every -Wno-x, and complains of it later.
	asked=$(echo "$warning" | sed 's/^-Wno-/-W/')
	echo 'typedef int a;' | "$cc" -Werror "$asked" -x c -fsyntax-only - 2>/dev/null &&
		known="$known $warning"
done

echo "LIB_CFLAGS := $(pkg-config --cflags $libraries)$sonames"
echo "LIB_LIBS := $(pkg-config --libs $libraries)"
echo "EXTRA_WARN :=$known"
