#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Asks cargo and l4cargo about random projects, and keeps those of which they differ.

  fuzz.py [--seconds N] [--seed N] [--count N] [--jobs N] [--keep FOLDER] [--no-minimise] [-v]
  fuzz.py --show FILE         how a kept case differs now, with cargo asked anew
  fuzz.py --record FILE...    cargo's answers are put into the cases: tests/fuzz-cargo/cases

A seed gives the same case each time. Findings are grouped by what is wrong; the first of each
group is made small and kept below build/fuzz-cargo. L4CARGO names the program.
"""
import argparse
import collections
import hashlib
import json
import multiprocessing
import os
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import case as cases  # noqa: E402
import compare  # noqa: E402
import minimise  # noqa: E402
import world  # noqa: E402

TOOL = os.environ.get("L4CARGO", "build/l4cargo")


def try_seed(job):
    seed, root, tools = job
    return seed, list(compare.findings(world.random_case(seed), root, tools))


def worker(number, options, scratch, results):
    tools = compare.Tools(TOOL, scratch)
    seed, end = options.seed + number, time.monotonic() + options.seconds
    last = options.seed + options.count if options.count else None
    try:
        while time.monotonic() < end and (last is None or seed < last):
            results.put(try_seed((seed, f"{scratch}/case{number}", tools)))
            seed += options.jobs
    except Exception:  # a mistake of our own
        print(f"seed {seed}:\n{traceback.format_exc()}", file=sys.stderr, flush=True)
    results.put(None)


def made_small(case, signature, scratch):
    tools = compare.Tools(TOOL, scratch)

    def fails(smaller):
        try:
            found = list(compare.findings(smaller, scratch + "/small", tools))
        except Exception:  # no case any more: a part is gone that each must have
            return False
        return any(kind and said == signature for _, kind, said, _ in found)

    return minimise.minimise(case, fails)


def keep(seed, found, options, scratch):
    index, kind, signature, lines = found
    os.makedirs(options.keep, exist_ok=True)
    name = f"{kind}-{hashlib.sha256(signature.encode()).hexdigest()[:6]}-{seed}"
    path = f"{options.keep}/{name}.json"
    print(f"{path}: {signature}", flush=True)
    case = world.random_case(seed)
    case["runs"] = [case["runs"][index]]
    cases.save(case, path)
    if not options.no_minimise:
        cases.save(made_small(case, signature, scratch), path)
    print("\n".join("    " + x for x in lines[:6]), flush=True)


def hunt(options, scratch):
    results = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=worker, args=(n, options, scratch, results))
               for n in range(options.jobs)]
    for w in workers:
        w.start()
    counts, kept, running = collections.Counter(), collections.Counter(), options.jobs
    while running:
        result = results.get()
        if result is None:
            running -= 1
            continue
        seed, found = result
        counts["cases" if found else "cases that cannot be locked"] += 1
        for item in found:
            counts[item[1] or item[2]] += 1
            if item[1]:
                kept[item[2]] += 1
                if kept[item[2]] <= options.each:
                    keep(seed, item, options, scratch)
                elif options.v:
                    print(f"seed {seed} run {item[0]}: {item[2]}", flush=True)
    for w in workers:
        w.join()
    return counts, kept


def show(path, scratch):
    tools = compare.Tools(TOOL, scratch)
    bad = 0
    for index, kind, signature, lines in compare.findings(cases.load(path), scratch + "/c", tools):
        print(f"run {index}: {signature}")
        print("\n".join("    " + x for x in lines[:40]))
        bad += kind is not None
    return 1 if bad else 0


def record(paths, scratch):
    tools = compare.Tools(TOOL, scratch)
    for path in paths:
        cases.save(compare.record(cases.load(path), scratch + "/c", tools), path)
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 10**8 * 1000)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--each", type=int, default=1, help="cases to keep of a group")
    parser.add_argument("--keep", default="build/fuzz-cargo")
    parser.add_argument("--no-minimise", action="store_true")
    parser.add_argument("--show", metavar="FILE")
    parser.add_argument("--record", nargs="+", metavar="FILE")
    parser.add_argument("-v", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="fuzz-cargo.") as scratch:
        if options.show:
            return show(options.show, scratch)
        if options.record:
            return record(options.record, scratch)
        counts, kept = hunt(options, os.path.realpath(scratch))
    print(f"seed {options.seed}: " + ", ".join(f"{n} {k}" for k, n in sorted(counts.items())))
    for signature, count in kept.most_common():
        print(f"{count:6} {signature}")
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main())
