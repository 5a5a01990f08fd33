# SPDX-License-Identifier: MIT OR Apache-2.0
"""Makes a failing case smaller, as long as it fails in the same way."""
import copy
import re
import time

TABLES = re.compile(r"(dev|build)?[-_]?dependencies$")


def dependency_tables(manifest):
    if not isinstance(manifest, dict):
        return
    for table in [manifest, *manifest.get("target", {}).values()]:
        yield from (t for name, t in table.items() if TABLES.match(name) and isinstance(t, dict))


def names_dependency(value, key):
    return value in ("dep:" + key, key) or re.match(re.escape(key) + r"\??/", str(value))


def drop_dependency(manifest, key):
    """The dependency, and the features that name it."""
    for table in dependency_tables(manifest):
        table.pop(key, None)
    for name, values in manifest.get("features", {}).items():
        manifest["features"][name] = [v for v in values if not names_dependency(v, key)]


def manifests(case):
    yield from (("manifests", folder, m) for folder, m in case["manifests"].items())
    yield from (("published", i, p["manifest"]) for i, p in enumerate(case["published"]))


def manifest_at(case, where, which):
    return case[where][which] if where == "manifests" else case[where][which]["manifest"]


def paths(value, path=()):
    """Places of a nested value, the outer ones first."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from paths(inner, (*path, key))


def without(value, path):
    for key in path[:-1]:
        value = value[key]
    del value[path[-1]]


def smaller(case):
    """Functions that each take something away from a copy of the case."""
    for folder in case["manifests"]:
        if folder != case["top"]:
            yield lambda c, f=folder: drop_folder(c, f)
    for i in reversed(range(len(case["published"]))):
        yield lambda c, i=i: c["published"].pop(i)
    for where, which, manifest in manifests(case):
        for key in sorted({k for t in dependency_tables(manifest) for k in t}):
            yield lambda c, w=where, n=which, k=key: drop_dependency(manifest_at(c, w, n), k)
    for where, which, manifest in manifests(case):
        if isinstance(manifest, dict):
            for path in paths(manifest):
                if path not in (("package",), ("package", "name"), ("package", "version")):
                    yield lambda c, w=where, n=which, p=path: without(manifest_at(c, w, n), p)
    for i in reversed(range(len(case["edits"]))):
        yield lambda c, i=i: c["edits"].pop(i)
    for part in ("configs", "files", "repos", "lock_edits"):
        for path in paths(case.get(part, {})):
            yield lambda c, part=part, p=path: without(c[part], p)
    for i, package in enumerate(case["published"]):
        for j in range(len(package["files"])):
            yield lambda c, i=i, j=j: c["published"][i]["files"].pop(j)
    for i in range(len(case["runs"][0]["args"])):
        yield lambda c, i=i: c["runs"][0]["args"].__delitem__(slice(i, i + 1))
        yield lambda c, i=i: c["runs"][0]["args"].__delitem__(slice(i, i + 2))
    for key in case["runs"][0]["env"]:
        yield lambda c, k=key: c["runs"][0]["env"].pop(k)


def drop_folder(case, folder):
    case["manifests"].pop(folder)
    inside = [f for f in case["files"] if f.startswith(folder + "/")]
    case["files"] = [f for f in case["files"] if f not in inside]


def shrunk(case, step):
    smaller_case = copy.deepcopy(case)
    try:
        step(smaller_case)
    except (KeyError, IndexError, TypeError):
        return None
    return smaller_case if smaller_case != case else None


def minimise(case, fails, seconds=120):
    """The smallest case found, in that time, of which `fails(case)` holds."""
    end, changed = time.monotonic() + seconds, True
    while changed:
        changed = False
        for step in list(smaller(case)):
            candidate = shrunk(case, step)
            if time.monotonic() > end:
                return case
            if candidate is not None and fails(candidate):
                case, changed = candidate, True
    return case
