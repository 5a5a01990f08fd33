#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# libgit2 changes its headers: ours compiles with those of several versions. They are in the crate
# libgit2-sys, which has all of libgit2 in it.
. "$(dirname "$0")/../lib.sh"
needs cargo gcc 'headers of several libgit2'
online || {
	echo 'NO NETWORK: libgit2.c is compiled with no other headers than those of this machine'
	skip 'libgit2.c compiles with the headers of other versions' 'the network is not there'
	exit 0
}
flags=$(sed -n 's/^LIB_CFLAGS := *//p' "$BUILD_DIR/config.mk" | tr -d "'")

# The folder of headers of one version of the crate; the newest if none is named.
headers() { # [@VERSION]
	CARGO_HOME=$scratch/home cargo info --quiet "libgit2-sys$1" >/dev/null 2>&1 || return 1
	ls -td "$scratch"/home/registry/src/*/libgit2-sys-*/libgit2/include | head -n 1
}
compiles_with() { # FOLDER
	# shellcheck disable=SC2086 # a list of options
	(cd "$top" && gcc -std=gnu17 -D_GNU_SOURCE -I. -I"$1" $flags -Wall -Wextra -Werror -fsyntax-only cache/libgit.c)
}
for version in @0.14.2 @0.16.2 @0.17.0 @0.18.0 ''; do
	folder=$(headers "$version") || folder=
	[ -n "$folder" ] || {
		fail "the crate libgit2-sys$version is there"
		continue
	}
	number=$(sed -n 's/^#define LIBGIT2_VERSION  *"\(.*\)"/\1/p' "$folder/git2/version.h")
	check "libgit.c compiles with libgit2 $number" compiles_with "$folder"
done
