# SPDX-License-Identifier: MIT OR Apache-2.0
"""What is put into every field: values that mean something to make, a shell, a terminal or a file system.

ROOT stands for the folder of the case, in which each level has a folder ESC with something to lose.
"""

PAYLOADS = {
    # to make
    "shell": b"$(shell touch PWN)",
    "shell-tab": b"x$(shell\ttouch\tPWN)",
    "braces": b"${shell touch PWN}",
    "file": b"x$(file\t>PWN,x)",
    "eval": b"$(eval x:=$(shell touch PWN))",
    "error": b"$(error PWN)",
    "recipe": b"x\n\ttouch PWN\n",
    "rule": b"x\nall: ; touch PWN\n",
    "assign": b"x\nSHELL := touch PWN\n",
    "define": b"define x",
    "include": b"include ROOT/ESC/run.mk",
    "include-line": b"x\ninclude ROOT/ESC/run.mk\n",
    "percent": b"a%b",
    "hash": b"a#b",
    "dollar": b"$",
    "dollars": b"a$$b$@",
    "colon": b"a:b",
    "equals": b"a=b",
    "backslash": b"a\\",
    "brackets": b")(",
    # to a shell
    "backquote": b"x`touch PWN`",
    "semicolon": b";touch PWN",
    "and": b'"&&touch PWN&&"',
    "quote": b"'$(touch PWN)'",
    "quoted": b"';touch PWN;'",
    "pipe": b"|touch PWN",
    "blank": b"a b",
    "star": b"*",
    "tilde": b"~",
    # to programs
    "dash": b"-oROOT/ESC/x",
    "at": b"@ROOT/ESC/arguments",
    # to a file system
    "up1": b"../ESC/x",
    "up3": b"../../../ESC/x",
    "up5": b"../../../../../ESC/x",
    "up-within": b"/../../../ESC/dir",
    "absolute": b"ROOT/ESC/x",
    "absolute-folder": b"ROOT/ESC/dir",
    "parent": b"..",
    "here": b".",
    "empty": b"",
    "nul": b"a\0b",
    "long": b"a" * 5000,
    # to a terminal
    "cr": b"a\rb",
    "escape": b"a\x1b]0;x\x07\x1b[31mb",
    "c1": "a\u009b31mb".encode(),
    "bidi": "a\u202eb".encode(),
    "latin": b"a\xff\x9b31mb",
    "tabs": b"\v\fx",
}
SHORT = ["shell-tab", "file", "rule", "backquote", "quote", "at", "up3", "absolute-folder", "parent", "empty", "nul",
         "escape", "latin", "long"]
CORE = ["shell", "shell-tab", "file", "rule", "define", "percent", "hash", "dollar", "backquote", "semicolon", "and", "quote",
        "blank", "star", "dash", "at", "up3", "up-within", "absolute-folder", "parent", "empty", "nul", "long", "escape",
        "latin"]


def payloads(short):
    return {k: v for k, v in PAYLOADS.items() if not short or k in SHORT}


def is_file_name(value):
    return value not in (b"", b".", b"..") and b"/" not in value and b"\0" not in value and len(value) < 200
