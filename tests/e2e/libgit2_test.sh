#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# libgit2 changes its headers: ours compiles with those of several versions. They are in the crate
# libgit2-sys, which has all of libgit2 in it; without a network, this machine's are changed.
. "$(dirname "$0")/../lib.sh"
needs gcc 'headers of several libgit2'
flags=$(sed -n 's/^LIB_CFLAGS := *//p' "$BUILD_DIR/config.mk" | tr -d "'")

# The folder of headers of one version of the crate; the newest if none is named.
headers() { # [@VERSION]
	CARGO_HOME=$scratch/home cargo info --quiet "libgit2-sys$1" >/dev/null 2>&1 || return 1
	ls -td "$scratch"/home/registry/src/*/libgit2-sys-*/libgit2/include | head -n 1
}
compiles_with() { # FOLDER
	# shellcheck disable=SC2086 # a list of options
	(cd "$top" && gcc -std=gnu17 -D_GNU_SOURCE -I. -I"$1" $flags -Wall -Wextra -Werror -fsyntax-only cache/git/libgit.c)
}

# What differs is that git_error_set_str went from git2/errors.h to git2/sys/errors.h with 1.8: this
# machine's headers are made such as they were before, and such as they are since.
moved() { # FOLDER FROM TO
	mkdir -p "$1/git2/sys" && cp -r "$installed/git2" "$installed/git2.h" "$1/" &&
		python3 - "$1/git2/$2" "$1/git2/$3" <<'P'
import os
import re
import sys

GUARD = "#ifndef SYS_ERRORS\n#define SYS_ERRORS\n#include <git2/common.h>\nGIT_BEGIN_DECL\n%s\nGIT_END_DECL\n#endif\n"
DECLARATION = "GIT_EXTERN(int) git_error_set_str(int error_class, const char *string);"
old, new = sys.argv[1:]
if os.path.exists(old):
    with open(old) as f:
        text = re.sub(r"GIT_EXTERN\(\w+\) git_error_set_str\([^;]*;", "", f.read())
    with open(old, "w") as f:
        f.write(text)
there = ""
if os.path.exists(new):
    with open(new) as f:
        there = f.read()
if "git_error_set_str(" not in there:
    with open(new, "w") as f:
        f.write(there.replace("GIT_END_DECL", DECLARATION + "\nGIT_END_DECL") if there else GUARD % DECLARATION)
P
}
installed=$(printf '#include <git2.h>\n' | gcc $flags -E -x c - | sed -n 's/^# 1 "\(.*\)\/git2\.h".*/\1/p' | head -n 1)
if [ -n "$installed" ] && command -v python3 >/dev/null; then
	moved "$scratch/before" sys/errors.h errors.h && rm -f "$scratch/before/git2/sys/errors.h"
	moved "$scratch/since" errors.h sys/errors.h
	check 'libgit.c compiles with headers of before 1.8' compiles_with "$scratch/before"
	check 'libgit.c compiles with headers of 1.8 and later' compiles_with "$scratch/since"
	# shellcheck disable=SC2086 # a list of options
	refuses 'those of later versions have it elsewhere' 1 'git_error_set_str' gcc -I"$scratch/since" $flags \
		-Werror -fsyntax-only -x c - <<'C'
#include <git2.h>
int main(void) { return git_error_set_str(0, ""); }
C
else
	skip 'libgit.c compiles with headers of before 1.8, and since' 'the headers were not found, or python3 is not there'
fi

command -v cargo >/dev/null && online || {
	echo 'NO NETWORK: libgit.c is compiled with no other headers than those of this machine'
	skip 'libgit.c compiles with the headers of other versions' 'the network is not there'
	exit 0
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
