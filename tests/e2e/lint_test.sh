#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Unchecked text on its way into a makefile or to a terminal: the compiler or a lint refuses each way.
# So it is with files that need each other.
. "$(dirname "$0")/../lib.sh"

cd "$top" || exit 1
mkdir "$scratch/copy"
tests/files.sh '*.[ch]' '*.sh' |
	grep -E '^((base|resolver|emitters)/.*[.]h|emitters/bid.*[.]c|tests/lint/.*|tests/files[.]sh)$' |
	tar -cf - -T - | tar -xf - -C "$scratch/copy"
cd "$scratch/copy" || exit 1
compiles() { ${CC:-cc} -std=gnu17 -D_GNU_SOURCE -I. -fsyntax-only emitters/sneak.c; }
allowed() { # CODE: the compiler takes it, and no lint minds
	printf '%s\n' '// SPDX-License-Identifier: MIT OR Apache-2.0' '#include "base/text/maketext.h"' '#include "base/files/fs.h"' \
		'#include "emitters/bid/bid.h"' '#include <stdio.h>' 'void sneak(MakeText *m, BidFiles *files, Str evil, Diag *diag);' \
		'void sneak(MakeText *m, BidFiles *files, Str evil, Diag *diag)' '{' '	(void)m, (void)files, (void)evil, (void)diag;' \
		"	$1" '}' >emitters/sneak.c
	compiles 2>/dev/null && sh tests/lint/makefiles.sh >/dev/null 2>&1 && sh tests/lint/terminal.sh >/dev/null 2>&1
}
refused() {
	if allowed "$1"; then fail "$1"; else pass "refused: $1"; fi
}
check 'a name is checked' allowed 'make_put(m, LIT("all: "), NAME(evil));'
check 'a value is quoted' allowed 'make_assign(m, "X", evil);'
refused 'make_put(m, LIT(evil));'
refused 'make_put(m, LIT(evil.ptr));'
refused 'make_put(m, evil);'
refused 'make_put_pieces(m, &(MakePiece){ 1, evil }, 1);'
refused 'make_put_pieces(m, &(MakePiece){ .text = evil }, 1);'
refused 'MakePiece p = {1, evil}; make_put_pieces(m, &p, 1);'
refused 'MakePiece p; p.kind = 1; p.text = evil; make_put_pieces(m, &p, 1);'
refused 'make_put(m, (MakePiece){ MAKE_LITERAL, evil });'
refused 'buf_add(&m->make_bytes, evil);'
refused 'make_put_lines(m, evil);'
refused 'fs_write("out/Makefile", evil, diag);'
refused '*vec_push(files->arena, &files->list, BidFile) = (BidFile){ .path = STR("Makefile"), .text = evil };'
refused 'BidFile *f = vec_push(files->arena, &files->list, BidFile); f->text = evil;'
refused 'files->list.items[0].text = evil;'
refused 'printf("%s", evil.ptr);'
refused 'fputs(evil.ptr, stderr);'
refused 'fwrite(evil.ptr, 1, evil.len, stdout);'

rm emitters/sneak.c
includes() { # FILE HEADERS...: the file includes them, and nothing else
	file=$1
	shift
	printf '#include "%s"\n' "$@" >"$file"
}
no_circle() { sh tests/lint/circles.sh >circles; }
circle() { ! no_circle && grep -q "$1" circles; }
includes base/first.c base/first.h base/first_internal.h
includes base/first_internal.h base/first.h
includes base/second.h base/first.h
check 'a file and its internal header may need each other' no_circle
includes base/first_internal.h base/first.h base/second.h
check 'two files need each other' circle 'base/second.h:1: includes base/first.h'
includes base/first_internal.h base/first.h
includes base/first.h base/third.h
includes base/third.h base/second.h
check 'three files need each other' circle 'base/third.h:1: includes base/second.h'

no_padding() { sh tests/lint/padding.sh; }
key() { echo "static Str bytes_of(const DraftKey *key) { return (Str){ (const char *)$1, sizeof(*$1) }; }" >base/key.c; }
key key
check 'a struct whose size is asserted may be a key' no_padding
sed -i '/static_assert(sizeof(DraftKey)/d' resolver/units/units_internal.h
refuses 'one without an assertion may have padding' 1 'assert sizeof(DraftKey)' no_padding
key other
refuses 'one that the lint does not know is told' 1 'name its type' no_padding
rm base/key.c

# Messages are looked at, and not counted.
messages() { sh tests/lint/messages.sh; }
mkdir tests/golden
said() { # STATUS LINE...: the one golden case
	printf '%s\n' '-- args --' tree '-- status --' "$1" '-- stderr --' >tests/golden/bad-one.case
	shift
	printf '%s\n' "$@" >>tests/golden/bad-one.case
}
said 1 'Cargo.toml:1:1: error: bad' 'help: better'
check 'one case with a place and help is enough' messages
said 1 'Cargo.toml:1:1: error: bad'
refuses 'an error without help is told' 1 'no help' messages
said 1 'error: bad' 'help: better'
refuses 'so is one without a place' 1 'no position' messages
said 70 'Cargo.toml:1:1: error: bad' 'help: better'
refuses 'and a program that ends itself' 1 'status 70, not 1' messages
