#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Where the bytes of an object are a key, none of them is padding, which may have any value: the struct's
# size is asserted. Numbers and arrays of them have no padding.
set -eu
bad=0
sources=$(tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/')
objects='twin DraftKey
f->key DraftKey
key DraftKey
f->deps.items[i].unit number
both number'
for object in $(echo "$sources" | xargs grep -hE '\(const char \*\)[^,;]*, *(\.len = )?sizeof' |
	sed -E 's/.*\(const char \*\)&?([^,;]*), *(\.len = )?sizeof.*/\1/' | sort -u); do
	type=$(echo "$objects" | awk -v object="$object" '$1 == object { print $2 }')
	case $type in
	number) ;;
	'') echo "the bytes of \`$object\` are a key: name its type in tests/lint/padding.sh"; bad=1 ;;
	*)
		echo "$sources" | xargs grep -qF "static_assert(sizeof($type) == " ||
			{ echo "the bytes of \`$object\` are a key: assert sizeof($type), so that none is padding"; bad=1; }
		;;
	esac
done
exit $bad
