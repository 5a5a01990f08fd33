#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compare what manifest-dump reads from manifests with what `cargo metadata --no-deps` says.

  manifest.py [--tool build/tests/manifest-dump] [--workspace] [-j N] FOLDER...

Each FOLDER has a Cargo.toml, or folders that have one. With --workspace the members are compared
too. CARGO_HOME and the like are taken from the environment. Exit status 1 if anything differs.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys

FIELDS = ("name", "version", "edition", "links", "rust_version", "default_run", "authors",
          "description", "homepage", "repository", "license", "license_file", "readme", "features")
TARGET = ("name", "kind", "crate_types", "src_path", "edition", "doc", "doctest", "test",
          "required-features")
DEPENDENCY = ("name", "req", "rename", "kind", "target", "optional", "uses_default_features",
              "features", "source", "path")


def platform(text):
    """Cargo prints an expression anew: without odd spaces and commas."""
    return text and re.sub(r",\)", ")", re.sub(r"\s+", "", text))


def target(t, folder):
    t = {k: t.get(k) for k in TARGET}
    t["src_path"] = os.path.join(folder, t["src_path"])
    t["required-features"] = t["required-features"] or []
    return t


def dependency(d):
    d = {k: d.get(k) for k in DEPENDENCY}
    d["target"] = platform(d["target"])
    return d


def package(p):
    out = {k: p[k] or None for k in FIELDS}
    folder = os.path.dirname(p["manifest_path"])
    out["targets"] = [target(t, folder) for t in p["targets"]]
    out["dependencies"] = [dependency(d) for d in p["dependencies"]]
    return out


def run(args):
    # what a toolchain file asks for is not the question
    env = dict(os.environ, RUSTUP_TOOLCHAIN=os.environ.get("RUSTUP_TOOLCHAIN", "stable"))
    r = subprocess.run(args, capture_output=True, text=True, env=env)
    return r.stdout, r.stderr, r.returncode


def of_cargo(path):
    out, err, status = run(["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1",
                            "--manifest-path", path])
    return (json.loads(out) if status == 0 else None), err


def of_tool(tool, path, flags):
    out, err, status = run([tool, *flags, path])
    if status not in (0, 1):
        return None, f"status {status}: {err}"
    return json.loads(out), err


def differences(a, b, where=""):
    if type(a) is type(b) is dict:
        for k in sorted(a.keys() | b.keys()):
            yield from differences(a.get(k), b.get(k), f"{where}.{k}")
    elif type(a) is type(b) is list and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            yield from differences(x, y, f"{where}[{i}]")
    elif a != b:
        yield f"{where}: cargo {json.dumps(a)}, read {json.dumps(b)}"


def compare_one(tool, path):
    cargo, cargo_err = of_cargo(path)
    ours, our_err = of_tool(tool, path, [])
    if cargo is None or ours is None:
        if (cargo is None) == (ours is None):
            return []
        return [f"cargo: {cargo_err or 'fine'}", f"read: {our_err or 'fine'}"]
    mine = [p for p in cargo["packages"] if p["manifest_path"] == ours["manifest_path"]]
    return list(differences(package(mine[0]), package(ours))) if mine else []


def compare_workspace(tool, path):
    cargo, cargo_err = of_cargo(path)
    ours, our_err = of_tool(tool, path, ["--workspace"])
    if cargo is None or ours is None:
        if (cargo is None) == (ours is None):
            return []
        return [f"cargo: {cargo_err or 'fine'}", f"read: {our_err or 'fine'}"]
    order = lambda p: (p["name"], p["manifest_path"])
    theirs = {p["id"]: p["manifest_path"] for p in cargo["packages"]}
    a = {"root": cargo["workspace_root"],
         "members": [package(p) for p in sorted(cargo["packages"], key=order)],
         "defaults": sorted(theirs[i] for i in cargo["workspace_default_members"])}
    b = {"root": ours["root"], "members": [package(p) for p in ours["members"]],
         "defaults": sorted(p["manifest_path"] for p in ours["defaults"])}
    return list(differences(a, b))


def manifests(folders):
    for folder in folders:
        if os.path.exists(f"{folder}/Cargo.toml"):
            yield os.path.abspath(f"{folder}/Cargo.toml")
        else:
            for name in sorted(os.listdir(folder)):
                if os.path.exists(f"{folder}/{name}/Cargo.toml"):
                    yield os.path.abspath(f"{folder}/{name}/Cargo.toml")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="build/tests/manifest-dump")
    parser.add_argument("--workspace", action="store_true")
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("folder", nargs="+")
    args = parser.parse_args()
    compare = compare_workspace if args.workspace else compare_one
    paths = list(manifests(args.folder))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        for path, found in zip(paths, pool.map(lambda p: compare(args.tool, p), paths)):
            if found:
                failed += 1
                print(path, *found, sep="\n    ")
    print(f"{len(paths) - failed} manifests agree, {failed} differ")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
