#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The name of a target or crate that cargo may build is a TargetName, and one file makes those.
# What a manifest calls it otherwise (raw_name) is any text: of what writes, only files that carry
# any text exactly, or write nothing, may look at it; and it may be a quoted word of a makefile.
set -eu
bad=0
made=$(tests/files.sh '*.[ch]' | grep -v '^resolver/manifest/target_name\.c$' |
	xargs grep -nE '\(TargetName\)|[.]plain(\.(ptr|len))? *=[^=]|->plain *=[^=]|TargetName [a-z_]+ = *\{' || true)
[ -z "$made" ] || { echo "a TargetName is made by hand:"; echo "$made"; bad=1; }

exact='emitters/report/unitgraph.c: a JSON string
emitters/vendor/manifest.c: a TOML string
bridge/verify/place.c: compares'
raw=$(tests/files.sh '*.[ch]' | grep -E '^(emitters|bridge|cache)/' |
	grep -vxF "$(echo "$exact" | cut -d: -f1)" | xargs grep -nw raw_name |
	grep -vE 'quote_add_word\(.*raw_name|str_find\(.*raw_name' || true)
[ -z "$raw" ] || { echo "an unchecked name of a target:"; echo "$raw"; bad=1; }
exit $bad
