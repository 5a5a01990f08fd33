#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What one version of cargo answers and another does not: does the tool follow the toolchain?

  versions.py TOOL [NAME...]                    replays versions/NAME.json, or all of them
  versions.py --record VERSION CARGO [NAME...]  puts the answers of that cargo into the cases

A case has files, arguments and environment, and for each version of cargo an answer: the number
of one of its graphs, or of "refused". The tool gets a rustc that says it is of that version.
"""
import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import unitgraph

HERE = os.path.dirname(os.path.abspath(__file__)) + "/versions"
REFUSED = "refused"


def cases_of(names):
    for path in sorted(glob.glob(HERE + "/*.json")):
        if not names or os.path.basename(path)[:-len(".json")] in names:
            with open(path, encoding="utf-8") as file:
                yield path, json.load(file)


def lay(case, root):
    for name, text in case["files"].items():
        os.makedirs(os.path.dirname(f"{root}/{name}"), exist_ok=True)
        with open(f"{root}/{name}", "w", encoding="utf-8") as file:
            file.write(text)


def compiler():
    said = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True)
    return said.stdout.strip() + "/bin/rustc"


def environment(case, scratch, rustc):
    env = {k: v for k, v in os.environ.items()
           if not re.match(r"CARGO|RUST|GIT_|XDG|CI$|TF_BUILD$", k)}
    return dict(env, RUSTC=rustc, HOME=scratch, CARGO_HOME=scratch + "/home",
                XDG_CACHE_HOME=scratch + "/cache", CARGO_TARGET_DIR=scratch + "/target",
                **case["env"])


def rustc_that_says(version, path, real):
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"""#!/bin/sh
[ "$*" = -vV ] || exec '{real}' "$@"
'{real}' -vV | sed 's/^release: .*/release: {version}.0/'
""")
    os.chmod(path, 0o755)


def ask_tool(tool, case, version, real):
    with tempfile.TemporaryDirectory(prefix="version.") as top:
        scratch = os.path.realpath(top)
        lay(case, scratch + "/p")
        rustc_that_says(version, scratch + "/rustc", real)
        mode = [] if case["sub"] == "build" else ["--mode", case["sub"]]
        result = subprocess.run(
            [tool, "graph", "--format", "json", "--locked", "--offline", *mode, *case["args"]],
            cwd=scratch + "/p", env=environment(case, scratch, scratch + "/rustc"),
            capture_output=True, text=True, timeout=120)
        if result.returncode == 1:
            return REFUSED, result.stderr
        if result.returncode:
            return None, result.stderr
        return json.loads(result.stdout.replace(scratch, "@ROOT@")), result.stderr


def difference(wanted, got, said):
    """Says how the answers differ; empty if they do not."""
    if REFUSED in (wanted, got) or got is None:
        return "" if wanted == got else f"got {got if got == REFUSED else 'a graph'}: {said[:300]}"
    found = unitgraph.problems(got) or unitgraph.differences(wanted, got)
    return "; ".join(found[:3])


def replay(tool, names):
    real, failed, passed = compiler(), 0, 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [(os.path.basename(path), version, case["graphs"][number],
                 pool.submit(ask_tool, tool, case, version, real))
                for path, case in cases_of(names) for version, number in case["answers"].items()]
        for name, version, wanted, job in jobs:
            why = difference(wanted, *job.result())
            failed, passed = failed + bool(why), passed + (not why)
            if why:
                print("FAIL", name, "cargo", version, why)
    print(f"versions of cargo: {passed} passed, {failed} failed")
    return passed, failed


def ask_cargo(cargo, case, real):
    with tempfile.TemporaryDirectory(prefix="version.") as top:
        scratch = os.path.realpath(top)
        lay(case, scratch + "/p")
        env = environment(case, scratch, real)
        try:
            graph = unitgraph.from_cargo(scratch + "/p", case["args"], env, case["sub"], cargo)
        except unitgraph.CargoFailed as failed:
            print(str(failed)[:300])
            return REFUSED
        return json.loads(json.dumps(graph).replace(scratch, "@ROOT@"))


def record(version, cargo, names):
    real = compiler()
    for path, case in cases_of(names):
        said = ask_cargo(cargo, case, real)
        if said not in case["graphs"]:
            case["graphs"].append(said)
        case["answers"][version] = case["graphs"].index(said)
        case["answers"] = dict(sorted(case["answers"].items()))
        with open(path, "w", encoding="utf-8") as file:
            head = {k: v for k, v in case.items() if k != "graphs"}
            text = json.dumps(head, indent=1)[:-2] + ',\n "graphs": [\n  '
            text += ",\n  ".join(unitgraph.text_of(g) for g in case["graphs"]) + "\n ]\n}\n"
            file.write(text)


def main(arguments):
    if len(arguments) > 2 and arguments[0] == "--record":
        record(arguments[1], arguments[2], arguments[3:])
        return 0
    if not arguments:
        print(__doc__)
        return 2
    return 1 if replay(os.path.abspath(arguments[0]), arguments[1:])[1] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
