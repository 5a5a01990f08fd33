#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Text reaches a makefile through base/text/maketext.h alone: as a literal, or checked, or quoted. Nobody
# else makes a piece that is taken as it is, or touches the bytes; files of packages come from there.
set -eu
bad=0
only() { # WHAT REGEX FILE...: no other file has it
	what=$1 regex=$2
	shift 2
	for file in $(tests/files.sh '*.[ch]' | grep -E '^(base|resolver|cache|emitters|bridge)/'); do
		case " $* " in *" $file "*) continue ;; esac
		found=$(grep -nE "$regex" "$file") || continue
		echo "$file: $what:"
		echo "$found"
		bad=1
	done
}
text='base/text/maketext.c base/text/maketext.h'
only 'a piece of a makefile is made by LIT, NAME, VALUE ... only' 'MAKE_(LITERAL|NAME|PLACE|VALUE|START|WORD|COMMENT)\b' $text
only 'a piece of a makefile is not put together by hand' '\(MakePiece\)|MakePiece[^;]*= *[{] *[^ ]' $text
only 'nor part by part' 'MakePiece [a-z_]+;' $text emitters/bid/bid.c
only "a file of a package gets its text with its name" '(^|[(,;	]|  )BidFile [*]|list[.]items\[[^]]*\][.]text *=[^=]'
only "a makefile's bytes are for maketext.c only" '(->|[.])make_bytes' $text
only 'lines are copied where makefiles are merged only' 'make_put_lines' $text emitters/bid/merge.c
only 'quotes for make are put by maketext.c only' '"[^"]*(\$\(RS_(NIL|NL|HASH)\)|\$\$)' $text
# bid.c, arch.c and inputs_file.c write what a MakeText holds, install_paths.c copies our own files, record.c is no makefile
only 'files of packages come from a MakeText' '\(BidFile\)[{]' emitters/bid/bid.c emitters/bid/arch.c emitters/bid/inputs_file.c bridge/project/install_paths.c bridge/import/record.c
for file in emitters/bid/bid.c emitters/bid/arch.c emitters/bid/inputs_file.c; do
	grep -A 3 '(BidFile)' "$file" | grep -q 'make_str(' || { echo "$file: a BidFile that is no MakeText"; bad=1; }
done
# whoever names a makefile to be written has a MakeText for it
for file in $(tests/files.sh '*.c' | grep -E '^(emitters|bridge)/' | tr '\n' '\0' | xargs -0 grep -lE 'fs_write' | tr '\0' '\n'); do
	! grep -qE '"[^" ]*(Makefile|[.]mk)"' "$file" || grep -q 'make_str(' "$file" ||
		case $file in
		emitters/bid/outdir*.c) ;; # writes BidFiles
		*)
			echo "$file: writes a makefile that is no MakeText"
			bad=1
			;;
		esac
done
# a BID maintainer reads the make side: its lines fit, and each file says what it is
for file in $(tests/files.sh '*.mk' '*Makeconf' '*.inc' | grep '^bridge/make/'); do
	awk -v f="$file" 'length > 100 { print f ":" FNR ": longer than 100 columns"; bad = 1 } END { exit bad }' "$file" || bad=1
	sed -n 2p "$file" | grep -q "^# $(basename "$file") - " || { echo "$file: its second line does not say what it is"; bad=1; }
done
exit $bad
