# SPDX-License-Identifier: MIT OR Apache-2.0
"""Imports the corpus with l4cargo and compares with cargo: unit graphs, programs, a second make.

  run.py [--graphs] [CRATE...]     all of them, or those named; --graphs: nothing is built

L4CARGO is the program, JOBS make's -j. CORPUS_BUILD and CORPUS_PROFILES, if set, name the
crates and profiles that are built; graphs are compared all the same.

Graphs come first, then builds from small to large, so that what is wrong shows early.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import crates

sys.path[:0] = [os.path.join(crates.TOP, "tests", part) for part in ("cargo", "l4re")]
import edges  # noqa: E402  (found by the line above)
import unitgraph  # noqa: E402
import vendor  # noqa: E402

L4CARGO = os.path.abspath(os.environ.get("L4CARGO", os.path.join(crates.TOP, "build", "l4cargo")))
JOBS = "-j" + os.environ.get("JOBS", str(os.cpu_count()))

# One real job for each program, run in a copy of the crate's own source folder.
TASKS = {
    "rg": ["-n", "--sort", "path", "fn main|unsafe", "."],
    "fd": ["--threads", "1", "--extension", "rs", "--extension", "toml", "."],
    "cbindgen": ["--lang", "c", "sample.rs"],
    "tokei": ["--sort", "lines", "--files", "src"],
    "bat": ["--color=always", "--paging=never", "--style=full", "--terminal-width=80",
            "build/main.rs"],
    "starship": ["print-config", "--default"],
    "flip-link": ["-flavor", "gnu", "-L", ".", "-Tmemory.x", "-o", "out.elf"],
}
SAMPLE = "#[repr(C)]\npub struct Point { x: f64, y: Option<&'static u8> }\n" \
         "#[no_mangle]\npub extern \"C\" fn area(p: *const Point, n: usize) -> f64 { 0.0 }\n"

count = {"passed": 0, "failed": 0, "skipped": 0}


def report(good, name, detail=""):
    count["passed" if good else "failed"] += 1
    print(("ok - " if good else "not ok - ") + name, flush=True)
    if not good:
        for line in str(detail).splitlines()[-40:]:
            print("# " + line, flush=True)
    return good


def run(command, folder, extra=None):
    env = dict(crates.environment(), **(extra or {}))
    return subprocess.run([str(c) for c in command], cwd=folder, env=env, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, errors="replace")


def flags(profile):
    return ["--release"] if profile == "release" else []


def check_graph(crate, profile):
    name = f"{crate.name} {profile}: the unit graph is cargo's"
    ours = subprocess.run([L4CARGO, "graph", "--format", "json", "--locked", "--offline",
                           *flags(profile)], cwd=crate.folder, env=crates.environment(),
                          text=True, capture_output=True)
    if ours.returncode:
        return report(False, name, ours.stderr)
    graph = json.loads(ours.stdout)
    theirs = unitgraph.from_cargo(crate.folder, flags(profile), crates.environment())
    wrong = unitgraph.problems(graph) or \
        unitgraph.differences(theirs, graph)
    return report(not wrong, name, "\n".join(wrong[:40])) and check_edges(crate, profile, graph)


def check_edges(crate, profile, graph):
    """BID's graph is cargo's: what Control files require are the unit graph's edges."""
    with tempfile.TemporaryDirectory() as out:
        result = run([L4CARGO, "import", "--locked", "--offline", "-q", "-o", out + "/pkg",
                      *flags(profile)], crate.folder)
        wrong = result.stdout.splitlines() if result.returncode else \
            edges.differences(out + "/pkg", graph)
    return report(not wrong, f"{crate.name} {profile}: Control files require the graph's edges",
                  "\n".join(wrong[:40]))


ARCHES = {"amd64": "x86_64-unknown-l4re-uclibc", "arm64": "aarch64-unknown-l4re-uclibc"}


def check_edges_by_arch(crate):
    """The same for two architectures of an L4Re tree, from one import: with Control's conditions."""
    name = f"{crate.name}: Control files require each architecture's edges"
    spec = os.path.join(crates.TOP, "bridge/sysroot/targets", ARCHES["arm64"] + ".json")
    theirs = subprocess.run(
        ["cargo", "build", "--unit-graph", "-Z", "unstable-options", "-Z", "json-target-spec",
         "--locked", "--offline", "--target", ARCHES["amd64"], "--target", spec],
        cwd=crate.folder, env=dict(crates.environment(), RUSTC_BOOTSTRAP="1"), text=True,
        capture_output=True)
    if theirs.returncode:
        return report(False, name, theirs.stderr)
    graph = json.loads(theirs.stdout)
    with tempfile.TemporaryDirectory() as tree:
        shutil.copytree(os.path.join(crates.TOP, "tests/golden/shared/l4"), tree,
                        dirs_exist_ok=True)
        out = tree + "/pkg/it"
        targets = [a for triple in ARCHES.values() for a in ("--target", triple)]
        result = run([L4CARGO, "setup", "-q", tree], tree)
        if not result.returncode:
            result = run([L4CARGO, "import", "--locked", "--offline", "-q", "-o", out, *targets],
                         crate.folder)
        wrong = result.stdout.splitlines() if result.returncode else \
            [f"{arch}: {line}" for arch, triple in ARCHES.items()
             for line in edges.differences(out, graph, arch, triple)]
    return report(not wrong, name, "\n".join(wrong[:40]))


def snapshot(folder):
    """Every file below with its time stamp: what a make that has nothing to do leaves alone."""
    found = {}
    for top, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(top, name)
            found[path] = os.lstat(path).st_mtime_ns
    return found


def build_by_cargo(crate, profile, work):
    begun = time.monotonic()
    result = run(["cargo", "build", "--locked", "--offline", JOBS, *flags(profile)],
                 crate.folder, {"CARGO_TARGET_DIR": work + "/target"})
    if result.returncode:
        report(False, f"{crate.name} {profile}: cargo builds it", result.stdout)
        return None, 0
    path = f"{work}/target/{'release' if profile == 'release' else 'debug'}/{crate.program}"
    return path, time.monotonic() - begun


def build_by_make(crate, profile, work):
    name = f"{crate.name} {profile}: "
    result = run([L4CARGO, "import", "--locked", "--offline", "-o", work + "/pkg",
                  *flags(profile)], crate.folder)
    if not report(result.returncode == 0, name + "is imported", result.stdout):
        return None, 0
    begun = time.monotonic()
    result = run(["make", JOBS, "-C", work + "/pkg"], crate.folder)
    took = time.monotonic() - begun
    if not report(result.returncode == 0, name + "make builds it", result.stdout):
        return None, 0
    before = snapshot(work + "/pkg")
    result = run(["make", JOBS, "-C", work + "/pkg"], crate.folder)
    changed = [p for p, t in snapshot(work + "/pkg").items() if before.get(p) != t]
    report(result.returncode == 0 and not changed, name + "a second make builds nothing",
           result.stdout + "\n".join(changed[:20]))
    program = f"{work}/pkg/build/bin/{crate.program}"
    return program if os.path.exists(program) else None, took


def outcome(program, arguments, folder):
    """What a run of the program looks like from outside, in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": os.environ["PATH"], "TERM": "dumb", "LC_ALL": "C.UTF-8",
               "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home}
        result = subprocess.run([program, *arguments], cwd=folder, env=env,
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    return result.returncode, result.stdout, result.stderr.replace(home.encode(), b"HOME")


def compare_programs(crate, profile, ours, theirs, work):
    for what in (["--version"], ["--help"], TASKS[crate.program]):
        folder = work + "/job"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(crate.folder, folder, symlinks=True)
        with open(folder + "/sample.rs", "w", encoding="utf-8") as file:
            file.write(SAMPLE)
        # Both under the same name and in the same place: --help may show argv[0].
        seen = []
        for built in (theirs, ours):
            os.makedirs(work + "/bin", exist_ok=True)
            shutil.copy2(built, f"{work}/bin/{crate.program}")
            seen.append(outcome(f"{work}/bin/{crate.program}", what, folder))
        report(seen[0] == seen[1] and any(seen[0][1:]),
               f"{crate.name} {profile}: `{crate.program} {' '.join(what)}` says the same",
               "cargo's: {}\nours: {}".format(*(str(s)[:2000] for s in seen)))


def check_build(crate, profile):
    work = os.path.join(crates.TOP, "build", "corpus-work", f"{crate.name}-{profile}")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    ours, our_time = build_by_make(crate, profile, work)
    theirs, their_time = build_by_cargo(crate, profile, work) if ours else (None, 0)
    if ours and theirs:
        print(f"# {crate.name} {profile}: make {our_time:.0f} s, cargo {their_time:.0f} s")
        compare_programs(crate, profile, ours, theirs, work)
    elif not ours:
        report(False, f"{crate.name} {profile}: there is a program `{crate.program}`")
    shutil.rmtree(work, ignore_errors=True)


def provide_all(wanted):
    there = []
    for crate in wanted:
        try:
            crates.provide(crate)
            there.append(crate)
        except (subprocess.CalledProcessError, OSError) as error:
            count["skipped"] += 1
            print(f"ok - {crate.name} # SKIP cannot be fetched: {error}", flush=True)
    return there


def main():
    names = [a for a in sys.argv[1:] if a != "--graphs"]
    wanted = [c for c in crates.crates() if not names or c.name in names]
    wanted = provide_all(wanted)
    for crate in wanted:
        for profile in ("dev", "release"):
            check_graph(crate, profile)
        check_edges_by_arch(crate)
    for crate in wanted if "--graphs" not in sys.argv else ():
        for fact, wrong in vendor.checks(crate):
            report(not wrong, f"{crate.name}: {fact}", wrong[:2000])
    built = os.environ.get("CORPUS_BUILD", "").split()
    profiles = os.environ.get("CORPUS_PROFILES", "dev release").split()
    for profile in profiles if "--graphs" not in sys.argv else ():
        for crate in wanted:
            if profile in crate.profiles and (not built or crate.name in built):
                check_build(crate, profile)
    if "RESULTS" in os.environ:
        with open(os.path.join(os.environ["RESULTS"], os.environ.get("SUITE", "corpus")), "w",
                  encoding="utf-8") as file:
            file.write("{passed} {failed} {skipped}\n".format(**count))
    if count["skipped"]:
        print("{skipped} SKIPPED: no network?".format(**count))
    print("{passed} passed, {failed} failed".format(**count))
    return 1 if count["failed"] or not count["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
