#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Packages see which libraries are loaded when they are needed: the program has notes of them
# (.note.dlopen), with the names that the build found.
. "$(dirname "$0")/../lib.sh"
needs objcopy python3 'notes of libraries'

objcopy -O binary --only-section=.note.dlopen "$L4CARGO" \
	"$scratch/notes" 2>/dev/null
cat >"$scratch/notes.py" <<'P'
import json
import struct
import sys

data = open(sys.argv[1], "rb").read()
while data:
    name, size, kind = struct.unpack("<III", data[:12])
    owner, data = data[12:12 + name], data[12 + (name + 3 & ~3):]
    text, data = data[:size], data[size + 3 & ~3:]
    assert owner == b"FDO\0" and kind == 0x407c0c0a and text.endswith(b"\0"), (owner, kind, text)
    for entry in json.loads(text[:-1]):
        assert set(entry) == {"soname", "feature", "description", "priority"}, entry
        assert entry["priority"] in ("required", "recommended", "suggested"), entry
        for soname in entry["soname"]:
            print(soname)
P
check 'the notes are such as the specification wants' \
	sh -c "python3 '$scratch/notes.py' '$scratch/notes' >'$scratch/names'"
found=$(sed -n 's/^LIB_CFLAGS :=//p' "$BUILD_DIR/config.mk" | tr ' ' '\n' |
	sed -n "s/^-DSONAME_[A-Z0-9]*='\"\(.*\)\"'/\1/p" | grep -v cjson)
same 'each library that is loaded late has one, by the name that the build found' \
	"$(printf '%s\n' $found libsecret-1.so.0 | sort)" "$(sort "$scratch/names" 2>/dev/null)"
same 'no source has such a name of its own' '' \
	"$(cd "$top" && tests/files.sh '*.c' | grep -v '^tests/' | xargs grep -hoE '"lib[a-z0-9-]*[.]so[.][0-9.]*"' |
		grep -v libsecret)"
