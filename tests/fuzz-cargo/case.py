# SPDX-License-Identifier: MIT OR Apache-2.0
"""A case: a small project, and what is asked about it.

  manifests   folder -> Cargo.toml, as nested dictionaries (or text)
  files       empty files
  configs     path -> config file, as nested dictionaries
  published   packages of a registry: name, version, manifest, files, source
  repos       name -> commits of a git repository: refs, manifests, files (repos.py)
  lock_edits  [what, number]: done to the lock file (locks.py)
  edits       [folder, [key, ...], value]: made after the lock file; null removes
  runs        tool ("graph" or "tree"), mode, args, cwd, env

Paths are relative to the case's folder, which is written @ROOT@ in texts. A recorded case has the
lock file's text too, and in each run `expect`: a graph, a text, or null for a refusal.
"""
import copy
import gzip
import hashlib
import io
import json
import os
import tarfile

import locks
import repos
import toml_text

KINDS = ("directory", "local-registry")


def put(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as file:
        file.write(text.replace("@ROOT@", root).encode())


def manifest_text(manifest):
    return manifest if isinstance(manifest, str) else toml_text.dump(manifest)


def edited(case):
    """The manifests after the edits."""
    manifests = copy.deepcopy(case["manifests"])
    for folder, keys, value in case.get("edits", []):
        table = manifests.get(folder)
        for key in keys[:-1]:
            table = table.setdefault(key, {}) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            continue
        if value is None:
            table.pop(keys[-1], None)
        else:
            table[keys[-1]] = value
    return manifests


def files_of(package):
    files = {name: "" for name in package["files"]}
    files["Cargo.toml"] = manifest_text(package["manifest"])
    return files


def folder_of(package):
    return f"{package['source']}/{package['name']}-{package['version']}"


def put_directory(root, package):
    """A package of a directory source: unpacked, with the sums of its files."""
    sums = {}
    for name, text in files_of(package).items():
        put(root, f"{folder_of(package)}/{name}", text)
        sums[name] = hashlib.sha256(text.encode()).hexdigest()
    put(root, f"{folder_of(package)}/.cargo-checksum.json",
        json.dumps({"files": sums, "package": checksum(package)}))


def crate_of(package):
    """The bytes of a .crate file."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, text in sorted(files_of(package).items()):
            entry = tarfile.TarInfo(f"{package['name']}-{package['version']}/{name}")
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        file.write(raw.getvalue())
    return out.getvalue()


def checksum(package):
    return hashlib.sha256(crate_of(package)).hexdigest()


ALT = "sparse+https://registry.invalid/index/"


def index_dep(key, dep, kind, target):
    dep = {"version": dep} if isinstance(dep, str) else dep
    entry = {"name": key, "req": dep.get("version", "*"), "features": dep.get("features", []),
             "optional": dep.get("optional", False),
             "default_features": dep.get("default-features", dep.get("default_features", True)),
             "target": target,
             "kind": kind}
    if dep.get("registry") == "alt":
        entry["registry"] = ALT
    if "package" in dep:
        entry["package"] = dep["package"]
    return entry


DEP_TABLES = (("normal", "dependencies", ""), ("dev", "dev-dependencies", "dev_dependencies"),
              ("build", "build-dependencies", "build_dependencies"))


def index_deps(manifest):
    """Of two spellings of a table the first counts."""
    tables = [(manifest, None)] + [(t, name) for name, t in manifest.get("target", {}).items()]
    for table, target in tables:
        for kind, name, old in DEP_TABLES:
            for key, dep in table.get(name, table.get(old, {})).items():
                yield index_dep(key, dep, kind, target)


def index_line(package):
    manifest = package["manifest"]
    features = manifest.get("features", {})
    new = {name: values for name, values in features.items()
           if any(v.startswith("dep:") or "?/" in v for v in values)}
    line = {"name": package["name"], "vers": package["version"], "yanked": False,
            "cksum": checksum(package), "deps": list(index_deps(manifest)),
            "features": {n: v for n, v in features.items() if n not in new}}
    if new:
        line.update(features2=new, v=2)
    for key, name in (("links", "links"), ("rust-version", "rust_version")):
        if key in manifest["package"]:
            line[name] = manifest["package"][key]
    return json.dumps(line)


def index_path(name):
    name = name.lower()
    if len(name) <= 3:
        return f"{len(name)}/{name}" if len(name) < 3 else f"3/{name[0]}/{name}"
    return f"{name[:2]}/{name[2:4]}/{name}"


def put_local_registry(root, source, packages):
    os.makedirs(f"{root}/{source}/index", exist_ok=True)
    lines = {}
    for package in packages:
        lines.setdefault(package["name"], []).append(index_line(package))
        with open(f"{root}/{source}/{package['name']}-{package['version']}.crate", "wb") as file:
            file.write(crate_of(package))
    for name, entries in lines.items():
        put(root, f"{source}/index/{index_path(name)}", "\n".join(entries) + "\n")


def put_published(case, root):
    for source, kind in case["sources"].items():
        packages = [p for p in case["published"] if p["source"] == source]
        os.makedirs(f"{root}/{source}", exist_ok=True)
        if kind == "local-registry":
            put_local_registry(root, source, packages)
        else:
            for package in packages:
                put_directory(root, package)


def put_manifests(manifests, root):
    for folder, manifest in manifests.items():
        put(root, os.path.join(folder, "Cargo.toml"), manifest_text(manifest))


def write(case, root):
    """The whole project below `root`; without the edits."""
    put_manifests(case["manifests"], root)
    for path in case["files"]:
        put(root, path, "")
    for path, config in case["configs"].items():
        put(root, path, config if isinstance(config, str) else toml_text.dump(config))
    put_published(case, root)
    for name, commits in case.get("repos", {}).items():
        repos.write(f"{root}/repos/{name}", commits)
    if case.get("lock") is not None:
        put(root, case["top"] + "/Cargo.lock", case["lock"])


def edit_lock(case, root):
    path = f"{root}/{case['top']}/Cargo.lock"
    for what, number in case.get("lock_edits", []):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        put(root, f"{case['top']}/Cargo.lock", locks.changed(text, what, number))


def edit(case, root):
    edit_lock(case, root)
    if case.get("edits"):
        put_manifests(edited(case), root)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def save(case, path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(case, file, indent=1, ensure_ascii=False)
        file.write("\n")
