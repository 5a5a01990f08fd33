#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""edges.py OUT < UNIT-GRAPH: are the edges between the packages of an import those of the unit graph?

OUT holds packages (Control files); the unit graph is the JSON of `cargo build --unit-graph` or
`l4cargo graph`. Folders are named <name>-<version>[-<variant>]; the variants of a package count as
one, as the graph has no names for them. Exit status 1 and a line for each edge that differs.
"""
import json
import os
import re
import sys

NOT_CRATES = {"libstd-rust", "stdlibs"}


def field(text, name):
    found = re.search(rf"^{name}:(.*)$", text, re.M)
    return found.group(1).split() if found else []


def package_of(pkg_id):
    """name and version of a package id: `registry+...#name@1.0.0`, `path+file:///x/name#1.0.0`."""
    place, _, tail = pkg_id.rpartition("#")
    if "@" in tail:
        name, _, version = tail.partition("@")
    else:
        name, version = place.split("?")[0].rstrip("/").split("/")[-1], tail
    return f"{name}-{version}"


def of_graph(graph):
    cargos = "pkg_id" in graph["units"][0]
    names = [package_of(u["pkg_id"]) if cargos else f"{u['name']}-{u['version']}" for u in graph["units"]]
    edges = set()
    for user, unit in zip(names, graph["units"]):
        used = [d["index"] for d in unit["dependencies"]] if cargos else [d["unit"] for d in unit["deps"]]
        edges |= {(user, names[n]) for n in used if names[n] != user}
    return set(names), edges


def of_folder(out, packages):
    longest_first = sorted(packages, key=len, reverse=True)
    provider, requires = {}, {}
    for folder in sorted(os.listdir(out)):
        control = os.path.join(out, folder, "Control")
        if not os.path.exists(control):
            continue
        text = open(control).read()
        package = next((p for p in longest_first if folder == p or folder.startswith(p + "-")), folder)
        provider.update({name: package for name in field(text, "provides")})
        requires.setdefault(package, set()).update(field(text, "requires"))
    edges = set()
    for user, names in requires.items():
        edges |= {(user, provider[n]) for n in names if n in provider and provider[n] != user}
        for name in names - provider.keys() - NOT_CRATES:
            if name.startswith("rs-"):
                edges.add((user, f"{name}, which nothing provides"))
    return set(requires), edges


def differences(out, graph):
    packages, wanted = of_graph(graph)
    found_packages, found = of_folder(out, packages)
    lines = [f"no package {p}" for p in sorted(packages - found_packages)]
    lines += [f"package {p} is not in the graph" for p in sorted(found_packages - packages)]
    lines += [f"{a} does not require {b}" for a, b in sorted(wanted - found)]
    lines += [f"{a} requires {b}, which the graph has not" for a, b in sorted(found - wanted)]
    return lines


if __name__ == "__main__":
    wrong = differences(sys.argv[1], json.load(sys.stdin))
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
