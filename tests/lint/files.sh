#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Trees are removed and files replaced by base/files/, by descriptors alone. The mask for new files is
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
exit $bad
