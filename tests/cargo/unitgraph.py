# SPDX-License-Identifier: MIT OR Apache-2.0
"""Unit graphs in the schema l4cargo-graph/1: as cargo computes them, and an exact comparison.

  unitgraph.py cargo DIR [CARGO-ARGUMENT...]   cargo's own graph of a project, on stdout
  unitgraph.py diff A B                        exit 0: identical, 1: differs, 2: not the schema

Units of two graphs are paired within the same identity (IDENTITY below), first those that are
equal with all they depend on. Order and numbering do not matter.
"""
import collections
import hashlib
import json
import os
import re
import subprocess
import sys

SCHEMA = "l4cargo-graph/1"
KINDS = {"lib", "proc-macro", "bin", "custom-build", "example", "test", "bench"}
MODES = {"build", "check", "run-custom-build", "test", "check-test", "doc", "doctest"}
PROFILE = ("name", "opt_level", "lto", "codegen_units", "debuginfo", "debug_assertions",
           "overflow_checks", "rpath", "incremental", "panic", "strip")
IDENTITY = ("name", "version", "source", "kind", "target", "platform", "mode")
FIELDS = IDENTITY + ("crate_types", "src", "edition", "features", "profile", "deps")
CRATES_IO = ("registry+https://github.com/rust-lang/crates.io-index",
             "sparse+https://index." "crates.io/")


class CargoFailed(Exception):
    pass


# --- from cargo ---------------------------------------------------------------------------------

def package_of(spec, workspace):
    """A package id spec, or what cargo before 1.88 wrote: (name, version, source)."""
    old = re.fullmatch(r"(\S+) (\S+) \((.*)\)", spec)
    if old:
        spec = "{2}#{0}@{1}".format(*old.groups())
    url, fragment = spec.rsplit("#", 1)
    name, at, version = fragment.rpartition("@")
    if not at:
        name = re.split(r"[?#]", url)[0].rstrip("/").rsplit("/", 1)[1]
    if url in CRATES_IO:
        return name, version, "crates-io"
    if url.startswith("path+file://"):
        return name, version, "path+" + os.path.relpath(url[len("path+file://"):], workspace)
    return name, version, url


def kind_of(target):
    for kind in ("custom-build", "bin", "example", "test", "bench", "proc-macro"):
        if kind in target["kind"]:
            return kind
    return "lib"


def innermost(value):
    """`{"resolved": {"Named": "debuginfo"}}` and the like: the text inside."""
    while isinstance(value, dict):
        value = next(iter(value.values()))
    return str(value).lower()


def profile_of(p):
    named = {key: p[key] for key in PROFILE if key in p}
    named.update(opt_level=str(p["opt_level"]), lto=str(p["lto"]).lower(),
                 debuginfo=p["debuginfo"] or 0, strip=innermost(p.get("strip")))
    return named


def unit_of(unit, workspace, folders, target):
    name, version, source = package_of(unit["pkg_id"], workspace)
    t = unit["target"]
    folder = folders.get((name, version, source))
    src = None
    if unit["mode"] != "run-custom-build" and t["src_path"]:
        src = os.path.relpath(t["src_path"], folder) if folder else os.path.basename(t["src_path"])
    platform = unit["platform"]
    if platform is None:
        platform = "host"
    elif target is None or platform == target:
        platform = "target"
    deps = [{"extern": d["extern_crate_name"], "unit": d["index"],
             "public": bool(d.get("public")), "noprelude": bool(d.get("noprelude"))}
            for d in unit["dependencies"]]
    return {"name": name, "version": version, "source": source, "kind": kind_of(t),
            "target": t["name"], "crate_types": t["crate_types"], "src": src,
            "edition": t["edition"], "platform": platform, "mode": unit["mode"],
            "features": unit["features"], "profile": profile_of(unit["profile"]), "deps": deps}


def ask_cargo(cargo, folder, arguments, env):
    result = subprocess.run([cargo, *arguments], cwd=folder, env=env, text=True,
                            capture_output=True)
    if result.returncode:
        raise CargoFailed(result.stderr)
    return json.loads(result.stdout)


def from_cargo(folder, arguments=(), env=None, subcommand="build", cargo="cargo"):
    """The canonical graph of the project in `folder`, which is locked; raises CargoFailed."""
    env = dict(env or os.environ, RUSTC_BOOTSTRAP="1")
    lock = ("--locked", "--offline")
    graph = ask_cargo(cargo, folder, [subcommand, "--unit-graph", "-Zunstable-options", *lock,
                                      *arguments], env)
    metadata = ask_cargo(cargo, folder, ["metadata", "--format-version", "1", *lock], env)
    workspace = metadata["workspace_root"]
    folders = {package_of(p["id"], workspace): os.path.dirname(p["manifest_path"])
               for p in metadata["packages"]}
    targets = [value for flag, value in zip(arguments, arguments[1:]) if flag == "--target"]
    target = targets[0] if len(targets) == 1 else None
    units = [unit_of(u, workspace, folders, target) for u in graph["units"]]
    return canonical({"schema": SCHEMA, "target": target, "units": units,
                      "roots": graph["roots"]})


# --- canonical form -----------------------------------------------------------------------------

def text_of(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def identity(unit):
    return tuple(str(unit[key]) for key in IDENTITY)


def edge(d, to):
    return [d["extern"], bool(d.get("public")), bool(d.get("noprelude")), to]


def hashes(units):
    """For each unit a digest of itself and of all it depends on."""
    known = {}

    def digest(index):
        unit = units[index]
        body = {key: unit[key] for key in FIELDS if key != "deps"}
        body["features"] = sorted(unit["features"])
        body["crate_types"] = sorted(unit["crate_types"])
        body["deps"] = sorted(edge(d, known[d["unit"]]) for d in unit["deps"])
        return hashlib.sha256(text_of(body).encode()).hexdigest()

    for index in dependencies_first(units):
        known[index] = digest(index)
    return known


def dependencies_first(units):
    done, order = set(), []
    for root in range(len(units)):
        stack = [(root, iter(units[root]["deps"]))] if root not in done else []
        done.add(root)
        while stack:
            index, rest = stack[-1]
            following = next((d["unit"] for d in rest if d["unit"] not in done), None)
            if following is None:
                order.append(index)
                stack.pop()
            else:
                done.add(following)
                stack.append((following, iter(units[following]["deps"])))
    return order


def canonical(graph):
    """Sorted and renumbered; units that are equal in every respect become one."""
    units = graph["units"]
    digest = hashes(units)
    order = sorted(range(len(units)),
                   key=lambda i: (identity(units[i]), sorted(units[i]["features"]), digest[i]))
    number, kept = {}, []
    for index in order:
        if digest[index] not in number:
            number[digest[index]] = len(kept)
            kept.append(index)
    new = [dict(units[i], features=sorted(units[i]["features"]),
                crate_types=sorted(units[i]["crate_types"]),
                deps=sorted((dict(d, unit=number[digest[d["unit"]]]) for d in units[i]["deps"]),
                            key=lambda d: (d["extern"], d["unit"])))
           for i in kept]
    return dict(graph, units=new, roots=sorted({number[digest[r]] for r in graph["roots"]}))


def problems(graph):
    """What is not as the schema wants it."""
    found = []
    if graph.get("schema") != SCHEMA:
        found.append(f"schema is {graph.get('schema')!r}, not {SCHEMA!r}")
    units = graph.get("units")
    if not isinstance(units, list):
        return found + ["`units` is no list"]
    for index, unit in enumerate(units):
        missing = [key for key in FIELDS if key not in unit]
        missing += ["profile." + key for key in PROFILE if key not in unit.get("profile", {})]
        if missing:
            found.append(f"unit {index} ({unit.get('name')}) lacks {', '.join(missing)}")
        if unit.get("kind") not in KINDS or unit.get("mode") not in MODES:
            found.append(f"unit {index}: kind {unit.get('kind')!r}, mode {unit.get('mode')!r}")
        if not all(0 <= d["unit"] < len(units) for d in unit.get("deps", [])):
            found.append(f"unit {index}: a dependency on no unit")
    return found


# --- comparison ---------------------------------------------------------------------------------

def shown(unit):
    return "{name} {version} {kind}:{target} {platform} {mode}".format(**unit)


def own_fields(units, index):
    """A unit's fields, its edges by what they lead to."""
    unit = {key: units[index][key] for key in FIELDS}
    unit["deps"] = sorted(edge(d, [*identity(units[d["unit"]]), units[d["unit"]]["features"]])
                          for d in unit["deps"])
    return unit


def pairs(ours, theirs, same):
    """Takes from both lists what `same` says is equal."""
    for i in list(ours):
        j = next((j for j in theirs if same(i, j)), None)
        if j is not None:
            ours.remove(i)
            theirs.remove(j)
            yield i, j


def field_differences(a, b):
    for key in FIELDS:
        if key == "profile":
            for name in PROFILE:
                if a[key][name] != b[key][name]:
                    yield f"profile.{name}: {a[key][name]} != {b[key][name]}"
        elif key in ("features", "deps") and a[key] != b[key]:
            lost = [x for x in a[key] if x not in b[key]]
            added = [x for x in b[key] if x not in a[key]]
            yield f"{key}: missing {lost[:4]} extra {added[:4]}"
        elif a[key] != b[key]:
            yield f"{key}: {a[key]!r} != {b[key]!r}"


def differences(wanted, got):
    """Lines that say how `got` differs; none: the graphs are identical."""
    a, b = canonical(wanted), canonical(got)
    hash_a, hash_b = hashes(a["units"]), hashes(b["units"])
    by_identity = collections.defaultdict(lambda: ([], []))
    for side, graph in enumerate((a, b)):
        for index, unit in enumerate(graph["units"]):
            by_identity[identity(unit)][side].append(index)
    lines = []
    for ours, theirs in by_identity.values():
        list(pairs(ours, theirs, lambda i, j: hash_a[i] == hash_b[j]))
        features = lambda i, j: a["units"][i]["features"] == b["units"][j]["features"]
        for same in (features, lambda i, j: True):
            for i, j in pairs(ours, theirs, same):
                lines += [shown(a["units"][i]) + ": " + what for what in
                          field_differences(own_fields(a["units"], i), own_fields(b["units"], j))]
        lines += ["missing: " + shown(a["units"][i]) for i in ours]
        lines += ["extra: " + shown(b["units"][j]) for j in theirs]
    if sorted(hash_a[i] for i in a["roots"]) != sorted(hash_b[i] for i in b["roots"]):
        lines.append("the roots differ, or what they depend on")
    return sorted(lines)


def load(path):
    with open(path, encoding="utf-8") as file:
        graph = json.load(file)
    found = problems(graph)
    if found:
        sys.exit(f"{path}: not {SCHEMA}:\n  " + "\n  ".join(found[:20]))
    return graph


def main(arguments):
    if len(arguments) > 1 and arguments[0] == "cargo":
        json.dump(from_cargo(arguments[1], arguments[2:]), sys.stdout, indent=1)
    elif len(arguments) == 3 and arguments[0] == "diff":
        lines = differences(load(arguments[1]), load(arguments[2]))
        print("\n".join(lines[:40]) if lines else "identical")
        return 1 if lines else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
