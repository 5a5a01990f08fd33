# SPDX-License-Identifier: MIT OR Apache-2.0
"""Replays cases/*.json, projects of which l4cargo and cargo once differed: cargo is not asked.

  replay.py [CASE...]

Counts go to $RESULTS/$SUITE, as tests/suite.sh wants them.
"""
import concurrent.futures
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import case as cases  # noqa: E402
import compare  # noqa: E402

FOLDER = os.path.join(compare.HERE, "cases")


def replay(name, tools):
    case = cases.load(f"{FOLDER}/{name}.json")
    root = f"{tools.scratch}/{name}"
    return [found for found in compare.replay(case, root, tools) if found]


def main(names):
    names = names or sorted(f[:-5] for f in os.listdir(FOLDER) if f.endswith(".json"))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-cargo.") as scratch:
        tools = compare.Tools(os.environ.get("L4CARGO", "build/l4cargo"), os.path.realpath(scratch))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, found in zip(names, pool.map(lambda n: replay(n, tools), names)):
                failed += bool(found)
                for _, signature, lines in found:
                    print(f"FAIL {name}: {signature}", *lines[:20], sep="\n    ")
    if "RESULTS" in os.environ:
        with open(f"{os.environ['RESULTS']}/{os.environ['SUITE']}", "w", encoding="utf-8") as file:
            file.write(f"{len(names) - failed} {failed}\n")
    print(f"projects that differed once: {len(names) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
