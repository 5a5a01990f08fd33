# SPDX-License-Identifier: MIT OR Apache-2.0
"""Plants one mistake at a time in a graph that l4cargo made; `l4cargo verify` must find it and name
crate, unit, field and a place in a manifest.

planted.py FOLDER: a fresh folder, which gets the workspace of workspace.py
"""
import copy
import json
import os
import re
import sys

import proof
import workspace

PROFILE = {"name": "odd", "opt_level": "3", "lto": "thin", "codegen_units": 7, "debuginfo": 1,
           "debug_assertions": False, "overflow_checks": False, "rpath": True, "incremental": False,
           "panic": "abort", "strip": "symbols"}


def unit_of(graph, name, kind):
    return next(u for u in graph["units"] if u["name"] == name and u["kind"] == kind and
                u["mode"] == "build")


def plants(graph):
    """(what is said of it, the crate, a graph with it)"""
    def change(name, kind, **values):
        planted = copy.deepcopy(graph)
        unit_of(planted, name, kind).update(values)
        return planted
    on = unit_of(graph, "shared", "lib")["features"]
    yield "feature `invented`", "shared", change("shared", "lib", features=[*on, "invented"])
    yield f"feature `{on[0]}`", "shared", change("shared", "lib", features=on[1:])
    yield "edition", "shared", change("shared", "lib", edition="2018")
    yield "crate_types", "shared", change("shared", "lib", crate_types=["rlib"])
    yield "src", "shared", change("shared", "lib", src="src/main.rs")
    for key, value in PROFILE.items():
        profile = dict(unit_of(graph, "renamed", "lib")["profile"], **{key: value})
        yield "profile." + key, "renamed", change("renamed", "lib", profile=profile)
    deps = copy.deepcopy(unit_of(graph, "top", "lib")["deps"])
    yield "the dependency `", "top", change("top", "lib", deps=deps[1:])
    deps[0]["extern"] = "misnamed"
    yield "the dependency `misnamed`", "top", change("top", "lib", deps=deps)
    deps = copy.deepcopy(unit_of(graph, "top", "lib")["deps"])
    deps[0]["public"] = True
    yield "public", "top", change("top", "lib", deps=deps)
    planted = copy.deepcopy(graph)
    del planted["roots"][0]
    yield "it is a root for cargo", graph["units"][graph["roots"][0]]["name"], planted
    planted = copy.deepcopy(graph)
    planted["units"].append(dict(unit_of(graph, "on-unix", "lib"), target="more"))
    planted["roots"].append(len(planted["units"]) - 1)
    yield "this unit exists for", "on-unix", planted


def main():
    folder, bad = sys.argv[1], 0
    workspace.make(folder, "2")
    options = ["--locked", "--offline", "--workspace"]
    status, text, error = proof.ask([proof.L4CARGO, "graph", "--format", "json", *options], folder)
    assert status == 0, error
    file = os.path.join(folder, "planted.json")
    for what, crate, planted in [("", "", json.loads(text)), *plants(json.loads(text))]:
        with open(file, "w", encoding="utf-8") as out:
            json.dump(planted, out)
        status, said, error = proof.ask([proof.L4CARGO, "verify", *options, "--against", file], folder)
        lines = [x for x in error.splitlines() if what in x and f"`{crate}` " in x and
                 re.match(r"[^:]*Cargo\.toml:\d+:\d+: error: `[\w-]+` [\d.]+ \((lib|bin|custom-build) ", x)]
        good = (status, said, error) == (0, "", "") if not what else status == 1 and lines
        bad += not good
        print(("ok" if good else "not ok") + f" - planted: {what or 'nothing'} {crate}")
        if not good:
            print("# " + error.replace("\n", "\n# "))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
