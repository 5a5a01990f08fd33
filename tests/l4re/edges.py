#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""edges.py OUT [ARCH TRIPLE] < UNIT-GRAPH: are the edges between the packages of an import those of the unit graph?

OUT holds packages (Control files); the unit graph is the JSON of `cargo build --unit-graph` or
`l4cargo graph`. Folders are named <name>-<version>[-<variant>]; the variants of a package count as
one, as the graph has no names for them. Of an import for several architectures, ARCH is one of
BID's, and the graph is what its target's and the host's roots need. Exit status 1 and a line for
each edge that differs.
"""
import json
import os
import re
import sys

NOT_CRATES = {"libstd-rust", "stdlibs"}


def holds(condition, arch):
    """As BID's pkgdeps sees it: is one of `arch(a) || arch(b)` the architecture?"""
    return condition is None or any(c.strip() == f"arch({arch})" for c in condition.split("||"))


def field(text, name, arch):
    lines = re.findall(rf"^{name}(?:\[(.*?)\])?:(.*)$", text, re.M)
    return [w for condition, words in lines if holds(condition or None, arch) for w in words.split()]


def package_of(pkg_id):
    """name and version of a package id: `registry+...#name@1.0.0`, `path+file:///x/name#1.0.0`."""
    place, _, tail = pkg_id.rpartition("#")
    if "@" in tail:
        name, _, version = tail.partition("@")
    else:
        name, version = place.split("?")[0].rstrip("/").split("/")[-1], tail
    return f"{name}-{version}"


def part_for(graph, triple):
    """The units that roots for a target need, and those for the host; of cargo's graph."""
    def is_for(unit):
        platform = unit["platform"]
        return platform is None or os.path.basename(platform).removesuffix(".json") == triple

    units, kept, open_units = graph["units"], set(), [
        r for r in graph["roots"] if is_for(graph["units"][r])]
    while open_units:
        unit = open_units.pop()
        if unit not in kept:
            kept.add(unit)
            open_units += [d["index"] for d in units[unit]["dependencies"]]
    place = {unit: i for i, unit in enumerate(sorted(kept))}
    return {"units": [dict(units[u], dependencies=[dict(d, index=place[d["index"]])
                                                   for d in units[u]["dependencies"]])
                      for u in sorted(kept)]}


def of_graph(graph):
    cargos = "pkg_id" in graph["units"][0]
    names = [package_of(u["pkg_id"]) if cargos else f"{u['name']}-{u['version']}" for u in graph["units"]]
    edges = set()
    for user, unit in zip(names, graph["units"]):
        used = [d["index"] for d in unit["dependencies"]] if cargos else [d["unit"] for d in unit["deps"]]
        edges |= {(user, names[n]) for n in used if names[n] != user}
    return set(names), edges


def of_folder(out, packages, arch):
    longest_first = sorted(packages, key=len, reverse=True)
    provider, requires = {}, {}
    for folder in sorted(os.listdir(out)):
        control = os.path.join(out, folder, "Control")
        if not os.path.exists(control):
            continue
        text = open(control).read()
        package = next((p for p in longest_first if folder == p or folder.startswith(p + "-")), folder)
        provider.update({name: package for name in field(text, "provides", arch)})
        requires.setdefault(package, set()).update(field(text, "requires", arch))
    edges = set()
    for user, names in requires.items():
        edges |= {(user, provider[n]) for n in names if n in provider and provider[n] != user}
        for name in names - provider.keys() - NOT_CRATES:
            if name.startswith("rs-"):
                edges.add((user, f"{name}, which nothing provides"))
    return set(requires), edges


def differences(out, graph, arch=None, triple=None):
    everything, _ = of_graph(graph)
    packages, wanted = of_graph(part_for(graph, triple) if triple else graph)
    found_packages, found = of_folder(out, everything, arch)
    lines = [f"no package {p}" for p in sorted(packages - found_packages)]
    lines += [f"package {p} is not in the graph" for p in sorted(found_packages - everything)]
    lines += [f"{a} does not require {b}" for a, b in sorted(wanted - found)]
    lines += [f"{a} requires {b}, which the graph has not" for a, b in sorted(found - wanted)]
    return lines


if __name__ == "__main__":
    wrong = differences(sys.argv[1], json.load(sys.stdin), *sys.argv[2:])
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
