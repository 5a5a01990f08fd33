#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Files are made, renamed and removed by descriptors alone: in a folder that is open, which base/files/
# opens. By a path, whoever changes a folder on the way leads us elsewhere. The mask for new files is
# asked for once, when no thread is there: to ask is to set it for all of them.
set -eu
bad=0
sources=$(tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/')
# FUNCTIONS FILE...: may be called there alone
only_in() {
	functions=$1
	shift
	where=$(printf '%s\n' "$@")
	said=$(echo "$sources" | grep -vxF "$where" | xargs grep -nE "(^|[^a-zA-Z0-9_>.\"\`])($functions)\(" || true)
	[ -z "$said" ] || { echo "$said" | sed "s|\$|   only in $*|"; bad=1; }
}
only_in umask bridge/session.c
only_in 'nftw|ftw|remove|tmpnam|tempnam|mktemp|mkstemps?|mkostemps?' base/files/write.c

# by a path
only_in 'unlink|rmdir|rename|link|symlink|mkdir|mkfifo|mknod|chmod|l?chown|truncate|creat|mkdtemp|utimes?|lutimes' base/files/fs.c
for f in $sources; do
	tr -s '\n\t' ' ' <"$f" | grep -qE '[^a-zA-Z0-9_]open\([^;]*O_(CREAT|TRUNC|TMPFILE)|(unlink|rename|link|symlink|mkdir|mkfifo|mknod|open|fchmod|fchown|utimens)at2?\( ?AT_FDCWD' || continue
	echo "$f: changes a file by its path; below_open, fs_write and others do it in a folder that is open"
	bad=1
done
exit $bad
