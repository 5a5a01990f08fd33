# SPDX-License-Identifier: MIT OR Apache-2.0
"""Small projects whose unit graph, or refusal, real cargo recorded: does the tool say the same?

  check.py CASES TOOL [--set core,alt,test-mode,error] [--only REGEX] [--not-yet FILE] [-v]

CASES is the unpacked cases.tar.xz. A case is a folder with case.json (what to fill in and the
runs), tree/ (the project), registry/ (index and crates, served on the loopback interface),
N.graph.json (run N's graph) or N.err (its refusal). `not-yet` lists runs that are known to differ,
one `NAME INDEX` a line: they count as skipped.
"""
import argparse
import collections
import concurrent.futures
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

import unitgraph

GOOD = ("identical", "refused as cargo does")


def find_cases(root, only):
    for folder, dirs, files in sorted(os.walk(root)):
        if "case.json" in files:
            dirs[:] = []
            if not only or re.search(only, os.path.relpath(folder, root)):
                with open(folder + "/case.json", encoding="utf-8") as file:
                    yield folder, json.load(file)


def set_of(case, run):
    if run["expect"] not in ("ok", "error", "error-stable") or run["unstable"]:
        return None
    if "cargo-features" in case["tags"] or {"--offline", "--frozen"} & set(run["args"]):
        return None
    if run["expect"] != "ok":
        return "error"
    if run["sub"] != "build":
        return "test-mode"
    return "git" if "git" in case["tags"] else "alt" if "alt-registry" in case["tags"] else "core"


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cases = ""

    def log_message(self, *_):
        pass

    def body(self):
        path = os.path.normpath(self.path.split("?")[0]).lstrip("/")
        found = re.match(r"(.*?)/((?:alternative-)?registry)/(.*)$", path)
        if not found:
            return None
        case, registry, rest = found.groups()
        port = self.server.server_address[1]
        if rest == "config.json":
            base = f"http://127.0.0.1:{port}/{case}/{registry}"
            return json.dumps({"dl": base + "/dl/{crate}-{version}.crate",
                               "api": base + "/api"}).encode()
        is_crate = rest.startswith("dl/")
        path = f"{self.cases}/{case}/{registry}/" + (rest[3:] if is_crate else "index/" + rest)
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            data = file.read()
        return data if is_crate else data.replace(b"@PORT@", str(port).encode())

    def do_GET(self):
        data = self.body()
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")


def instantiate(folder, case, root, port):
    shutil.copytree(folder + "/tree", root, symlinks=True, dirs_exist_ok=True)
    for name in case["subst"]:
        with open(f"{root}/{name}", encoding="utf-8") as file:
            text = file.read().replace("@ROOT@", root).replace("@PORT@", str(port))
        with open(f"{root}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
    for made in (case["cwd"], "home/.cargo"):
        os.makedirs(f"{root}/{made}", exist_ok=True)


def environment(root, run, port):
    env = {k: v for k, v in os.environ.items() if not re.match(r"CARGO|RUST|GIT_|XDG", k)}
    rustup = os.environ.get("RUSTUP_HOME", os.path.expanduser("~/.rustup"))
    env.update(HOME=f"{root}/home", CARGO_HOME=f"{root}/home/.cargo", GIT_CONFIG_NOSYSTEM="1",
               CARGO_INCREMENTAL="0", CARGO_TARGET_DIR=f"{root}/.target", CARGO_NET_RETRY="0",
               XDG_CACHE_HOME=f"{root}/.cache")
    if os.path.isdir(rustup):
        env.update(RUSTUP_HOME=rustup, RUSTUP_TOOLCHAIN="stable")
    env.update({k: v.replace("@ROOT@", root).replace("@PORT@", str(port))
                for k, v in run["env"].items()})
    return env


def bare_sources(wanted, graph):
    """Of packages that `cargo metadata` did not list (optional ones), only the file's name could
    be recorded: compare no more than that."""
    bare = {unitgraph.identity(u) for u in wanted["units"] if u["src"] and "/" not in u["src"]}
    for unit in graph["units"]:
        if unitgraph.identity(unit) in bare and unit["src"]:
            unit["src"] = os.path.basename(unit["src"])


def judge(wanted_file, run, result, root, port):
    if run["expect"] != "ok":
        if result.returncode < 0 or result.returncode > 100:
            return "CRASHED"
        return "refused as cargo does" if result.returncode else "ACCEPTED-BAD"
    if result.returncode:
        return "REFUSED"
    try:
        graph = json.loads(result.stdout.replace(root, "@ROOT@")
                           .replace(f"127.0.0.1:{port}", "127.0.0.1:@PORT@"))
    except ValueError:
        return "BAD-JSON"
    if unitgraph.problems(graph):
        return "BAD-SCHEMA"
    with open(wanted_file, encoding="utf-8") as file:
        wanted = json.load(file)
    bare_sources(wanted, graph)
    return "DIFFERS" if unitgraph.differences(wanted, graph) else "identical"


def run_one(folder, case, index, tool, port):
    run = case["runs"][index]
    with tempfile.TemporaryDirectory(prefix="case.") as top:
        root = os.path.realpath(top) + "/r"
        instantiate(folder, case, root, port)
        mode = [] if run["sub"] == "build" else ["--mode", run["sub"]]
        command = [tool, "graph", "--format", "json", *mode,
                   *(a.replace("@ROOT@", root) for a in run["args"])]
        try:
            result = subprocess.run(command, cwd=f"{root}/{case['cwd']}", capture_output=True,
                                    env=environment(root, run, port), text=True, timeout=120)
        except subprocess.TimeoutExpired:
            return "TIMEOUT", ""
        verdict = judge(f"{folder}/{index}.graph.json", run, result, root, port)
        said = result.stderr.splitlines()
        return verdict, next((line for line in said if "error" in line), "")[:200]


def serve(cases):
    Registry.cases = cases
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def known_to_differ(path):
    if not path:
        return set()
    with open(path, encoding="utf-8") as file:
        return {tuple(line.split()[:2]) for line in file if line.strip() and line[0] != "#"}


def report(counts, totals):
    for (which, verdict), count in sorted(counts.items()):
        print(f"{which}\t{verdict}\t{count}")
    line = f"{totals['passed']} {totals['failed']} {totals['skipped']}"
    if "RESULTS" in os.environ:
        with open(f"{os.environ['RESULTS']}/{os.environ['SUITE']}", "w", encoding="utf-8") as file:
            file.write(line + "\n")
    print("cargo's cases: {passed} passed, {failed} failed, {skipped} not yet".format(**totals))
    return 1 if totals["failed"] else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases")
    parser.add_argument("tool")
    parser.add_argument("--set", default="core,alt,test-mode,error")
    parser.add_argument("--only")
    parser.add_argument("--not-yet")
    parser.add_argument("-v", action="store_true", help="what the tool said first")
    options = parser.parse_args()
    cases, tool = os.path.abspath(options.cases), os.path.abspath(options.tool)
    port, not_yet = serve(cases), known_to_differ(options.not_yet)
    counts = collections.Counter()
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [(pool.submit(run_one, folder, case, index, tool, port), case, index)
                for folder, case in find_cases(cases, options.only)
                for index in range(len(case["runs"]))
                if set_of(case, case["runs"][index]) in options.set.split(",")]
        for job, case, index in jobs:
            verdict, said = job.result()
            run, good = case["runs"][index], verdict in GOOD
            listed = (case["name"], str(index)) in not_yet
            counts[set_of(case, run), verdict] += 1
            outcome = "passed" if good else "skipped" if listed else "failed"
            totals[outcome] += 1
            if good and listed:
                print("agrees now: take it out of the list:", case["name"], index)
            elif not good:
                print("NOT YET" if listed else "FAIL", verdict, case["name"], index, run["sub"],
                      run["args"], said if options.v else "", flush=True)
    return report(counts, totals)


if __name__ == "__main__":
    sys.exit(main())
