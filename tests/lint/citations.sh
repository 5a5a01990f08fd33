#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Comments cite rules of cargo: `cargo-rules 8.1`, `cargo-rules 2.3, 4.2 and 4.3`. Each has its section
# in docs/cargo-rules.md, and each section there is cited, by its own number or as a part of one above
# it; the table of contents has all of them.
set -eu
rules=docs/cargo-rules.md
tests/files.sh '*' | grep -vxF -e "$rules" -e tests/lint/citations.sh | tr '\n' '\0' |
	xargs -0 grep -snI 'cargo-rules' -- | awk -v rules="$rules" '
	# Is `number` in the section `above`?
	function is_part(number, above) { return index(number ".", above ".") == 1 }
	BEGIN {
		while ((getline line <rules) > 0) {
			if (line ~ /^##+ [0-9]/) {
				split(line, word, " ")
				heading[word[2]] = 1
			} else if (line ~ /^\* \[[0-9]/) {
				while (match(line, /\[[0-9][0-9.]* /)) {
					listed[substr(line, RSTART + 1, RLENGTH - 2)] = 1
					line = substr(line, RSTART + RLENGTH)
				}
			}
		}
	}
	{
		match($0, /^[^:]*:[0-9]*:/)
		place = substr($0, 1, RLENGTH)
		rest = substr($0, RLENGTH + 1)
		while (match(rest, /cargo-rules/)) {
			rest = substr(rest, RSTART + RLENGTH)
			if (rest ~ /^\.md/) continue
			if (rest !~ /^ [0-9]/) {
				print place " cargo-rules without a number on the same line"
				bad = 1
			}
			# numbers, with commas, `and` and remarks in parentheses between them
			start = "^ "
			while (match(rest, start "[0-9]+(\\.[0-9]+)*")) {
				list = substr(rest, 1, RLENGTH)
				rest = substr(rest, RLENGTH + 1)
				match(list, /[0-9.]+$/)
				number = substr(list, RSTART)
				start = "^(,| and| \\([^)]*\\))+ "
				cited[number] = 1
				if (!(number in heading)) {
					print place " " rules " has no section " number
					bad = 1
				}
			}
		}
	}
	END {
		for (number in heading) {
			used = 0
			for (other in cited)
				used = used || is_part(number, other) || is_part(other, number)
			if (!used) { print rules ": nothing cites section " number; bad = 1 }
			if (!(number in listed)) { print rules ": section " number " is not in the contents"; bad = 1 }
		}
		exit bad
	}'
