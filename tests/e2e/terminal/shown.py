# SPDX-License-Identifier: MIT OR Apache-2.0
"""shown.py FILE...: names what a terminal would obey in these files; colours of letters may stand."""
import re
import sys

COLOUR = rb"\033\[(?:[0-4]|2[2-4]|3[0-79]|9[0-7]|1;9[0-7]|38;5;\d+)?m"
BAR = rb"\r\033\[K|\r(?=\n)|\r(?= *(?:\033\[[0-9;]*m)*[A-Z][a-z]+(?:\033\[0m)? \[)|\033\[K"
TURNS = "[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\x80-\x9f]"
bad = 0
for name in sys.argv[1:]:
    data = open(name, "rb").read()
    data = re.sub(BAR, b"", re.sub(COLOUR, b"", data))
    found = re.findall(rb"[\x00-\x08\x0b-\x1f\x7f]", data)
    try:
        found += re.findall(TURNS, data.decode())
    except UnicodeDecodeError as why:
        found.append(str(why))
    if found:
        bad = 1
        print(f"{name}: {found[:5]}")
        print(*[line for line in data.split(b"\n") if re.search(rb"[\x00-\x08\x0b-\x1f\x7f-\xff]", line)][:5], sep="\n")
sys.exit(bad)
