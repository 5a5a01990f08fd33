#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Does everything compile with musl, and is all there that it calls? Headers of other libraries are
# Debian's, which are made for glibc: they come behind musl's own, and what they only promise is
# found out by the names that the objects want.
# Usage: musl.sh, with BUILD=folder of a build (for its config.mk)
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
command -v musl-gcc >/dev/null || {
	echo "SKIP musl: musl-gcc is not installed (Debian: musl-tools)"
	exit 0
}
objects=$build/musl
rm -rf "$objects"
mkdir -p "$objects"
sonames=$(sed -n 's/^LIB_CFLAGS := .* \(-DSONAME_LIBCURL\)/\1/p' "$build/config.mk")
folders=$(sed -n 's/^LIB_CFLAGS := //p' "$build/config.mk" | tr ' ' '\n' | sed -n 's/^-I/-idirafter /p')
triple=$(gcc -print-multiarch)
musl=$(musl-gcc -### -x c /dev/null 2>&1 | tr ' ' '\n' | sed -n 's/^"*-L\(\/[^"]*musl[^"]*\).*/\1/p' | head -n 1)
[ -e "$musl/libc.a" ] || { echo "musl: where is its libc.a?"; exit 1; }
export objects

# shellcheck disable=SC2086 # lists of options
tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs -P "$(nproc)" -I FILE sh -c "musl-gcc -std=gnu17 -D_GNU_SOURCE -I. $sonames \
		$(echo $folders) -idirafter /usr/include -idirafter /usr/include/$triple \
		-O0 -Werror -c FILE -o $objects/\$(echo FILE | tr / _).o" || {
	echo "musl: it does not compile"
	exit 1
}

# Does clang find anything else? It is given what musl-gcc gives gcc.
if command -v clang >/dev/null; then
	include=$(musl-gcc -### -x c /dev/null 2>&1 | tr ' ' '\n' | tr -d '"' | sed -n '/^-isystem$/{n;p;q;}')
	# shellcheck disable=SC2086
	tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
		xargs -P "$(nproc)" -I FILE sh -c "clang -std=gnu17 -D_GNU_SOURCE -I. $sonames -nostdlibinc \
			-isystem $include $(echo $folders) -idirafter /usr/include -idirafter /usr/include/$triple \
			-fsyntax-only -Werror FILE" || {
		echo "musl: clang does not compile it"
		exit 1
	}
fi

names() { nm -P "$@" | awk -v kinds="$kinds" 'NF > 1 && index(kinds, $2) { sub(/@.*/, "", $1); print $1 }' | sort -u; }
kinds=Uw names "$objects"/*.o >"$objects/wanted"
kinds=TtDBRVWu
{
	names "$objects"/*.o
	names "$musl/libc.a"
	names "$(gcc -print-libgcc-file-name)"
	names -D "$(gcc -print-file-name=libcjson.so)"
	echo _GLOBAL_OFFSET_TABLE_
} 2>/dev/null | sort -u >"$objects/there"
missing=$(comm -23 "$objects/wanted" "$objects/there")
[ -z "$missing" ] || {
	echo "musl has not:" $missing
	exit 1
}
echo "musl: $(ls "$objects"/*.o | wc -l) files compile, all that they call is there"
