#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs toml-test's files for TOML 1.1 (toml-1.1.tar.xz; MIT, its LICENSE is inside) through a decoder.

usage: run.py [DECODER]        DECODER defaults to build/tests/toml-decoder

A valid file must give the expected values, an invalid one exit status 1. The last line counts.
With RESULTS=folder the counts also go to $RESULTS/$SUITE.
"""
import json
import math
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from datetime import datetime

HERE = os.path.dirname(os.path.abspath(__file__))


def moment(text):
    """Dates and times in one spelling: no more than microseconds, offset as +00:00."""
    text = text.upper().replace(" ", "T").replace("Z", "+00:00")
    text = re.sub(r"\.(\d+)", lambda m: "." + (m[1] + "000000")[:6], text)
    if "T" in text and re.search(r"[+-]\d\d:\d\d$", text):
        return datetime.fromisoformat(text)
    return text if "." in text or ":" not in text else text + ".000000"


def same_scalar(want, got):
    if want.keys() != got.keys() or want["type"] != got["type"]:
        return False
    a, b = want["value"], got["value"]
    if want["type"] == "float":
        x, y = float(a), float(b)
        return x == y or (math.isnan(x) and math.isnan(y))
    if want["type"] in ("datetime", "datetime-local", "time-local"):
        return moment(a) == moment(b)
    return a == b


def same(want, got):
    if isinstance(want, list):
        return isinstance(got, list) and len(want) == len(got) and all(map(same, want, got))
    if not isinstance(want, dict) or not isinstance(got, dict):
        return False
    if isinstance(want.get("type"), str) and isinstance(want.get("value"), str):
        return same_scalar(want, got)
    return want.keys() == got.keys() and all(same(want[k], got[k]) for k in want)


def check(decoder, folder, name):
    """What is wrong with the decoder's answer to a file; None if nothing."""
    with open(os.path.join(folder, name), "rb") as text:
        done = subprocess.run([decoder], stdin=text, capture_output=True, timeout=30)
    if name.startswith("invalid"):
        if done.returncode != 1:
            return f"accepted, or crashed: exit {done.returncode}"
        return None if b"error: " in done.stderr else "refused without an error message"
    if done.returncode != 0:
        return "refused: " + done.stderr.decode(errors="replace").strip()
    with open(os.path.join(folder, name[:-5] + ".json"), encoding="utf-8") as expected:
        want = json.load(expected)
    got = json.loads(done.stdout)
    return None if same(want, got) else f"wanted {json.dumps(want)}\n  got    {json.dumps(got)}"


def main():
    decoder = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/tests/toml-decoder")
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(os.path.join(HERE, "toml-1.1.tar.xz")) as archive:
            archive.extractall(folder)
        with open(os.path.join(folder, "files-toml-1.1.0"), encoding="utf-8") as names:
            files = [n for n in names.read().split() if n.endswith(".toml")]
        for name in files:
            wrong = check(decoder, folder, name)
            passed, failed = passed + (wrong is None), failed + (wrong is not None)
            if wrong:
                print(f"FAIL {name}: {wrong}")
    if os.environ.get("RESULTS"):
        with open(os.path.join(os.environ["RESULTS"], os.environ.get("SUITE", "toml")), "w", encoding="ascii") as out:
            out.write(f"{passed} {failed}\n")
    print(f"toml-test: {passed} passed, {failed} failed")
    return failed > 0 or not passed


if __name__ == "__main__":
    sys.exit(main())
