# SPDX-License-Identifier: MIT OR Apache-2.0
"""Random packages: targets, dependencies and features in all the forms that cargo accepts."""
import random
import re

CFGS = ["cfg(unix)", "cfg(windows)", 'cfg(target_os = "linux")', "cfg(not(unix))",
        'cfg(not(target_arch = "x86_64"))', "x86_64-unknown-linux-gnu",
        "aarch64-unknown-linux-gnu", "x86_64-pc-windows-gnu", "cfg(foo)", "cfg(any())", "cfg(all())",
        'cfg(any(target_family = "wasm", target_env = "gnu"))', "cfg(all(unix, not(foo)))",
        'cfg(target_pointer_width = "32")', 'cfg(target_feature = "sse2")', "cfg(true)",
        'cfg(panic = "unwind")', "cfg(debug_assertions)", 'cfg(all(target_has_atomic = "64",))',
        'cfg(target_vendor = "unknown")', 'cfg(bar = "x y")', "cfg(test)"]
VERSIONS = ["0.1.0", "0.1.7", "0.2.0", "1.0.0", "1.2.3", "1.3.0-beta.1", "2.0.0", "0.0.3",
            "1.2.3+meta", "3.1.0-alpha.2"]
EDITIONS = ["2015", "2018", "2021", "2021", "2024"]
PUBLISHED = ["p0", "p-one", "p_two", "p3", "quatre", "p-sys", "p6", "p7"]
LOCAL = ["a", "b-two", "c_three", "d", "e-e", "f", "g", "h-macro"]
FEATURES = ["f0", "f1", "f-2", "std", "alloc", "f+x"]


class Dice(random.Random):
    def chance(self, p):
        return self.random() < p

    def some(self, items, p=0.5):
        return [x for x in items if self.random() < p]

    def few(self, items, most):
        items = list(items)
        return self.sample(items, min(len(items), self.randint(0, most)))


def requirement(d, version):
    core = version.split("+")[0]
    major, minor = core.split(".")[:2]
    if "-" in core:
        return d.choice([core, "=" + core, ">=" + core, "^" + core])
    choices = [core, "^" + core, "~" + core, "=" + core, ">=" + core, "*", ">=0.0.1, <9"]
    choices += [f"{major}.{minor}", f"{major}.{minor}.*", f"~{major}.{minor}"]
    return d.choice(choices + ([major, f"{major}.*", "^" + major] if major != "0" else []))


class Package:
    """What others need to know of a package to depend on it."""

    def __init__(self, name, version, edition):
        self.name, self.version, self.edition = name, version, edition
        self.folder = self.source = None
        self.features, self.optional, self.bins = [], [], []
        self.common = None  # features that each version has; None: see features
        self.repo = self.url = None  # of a git repository: its name and reference
        self.lib = self.macro = False
        self.deps = {}  # key -> package
        self.manifest = {"package": {"name": name, "version": version, "edition": edition}}


# --- targets ------------------------------------------------------------------------------------

def library(d, p, files):
    table = {}
    p.lib = True
    p.macro = d.chance(0.12)
    if p.macro:
        table["proc-macro"] = True
    elif d.chance(0.15):
        table["crate-type"] = d.choice([["lib"], ["rlib"], ["dylib"], ["cdylib"], ["staticlib"],
                                        ["lib", "cdylib"], ["rlib", "staticlib"], ["cdylib", "rlib"]])
    if d.chance(0.1):
        table["name"] = p.name.replace("-", "_") + "_lib"
    if d.chance(0.1):
        table["path"] = "src/the_lib.rs"
    for flag in d.some(["test", "doctest", "bench", "harness", "doc"], 0.04):
        table[flag] = False
    if p.edition == "2015" and d.chance(0.1) and "path" not in table:
        table.setdefault("name", p.name.replace("-", "_"))
        files.append(f"src/{table['name']}.rs")
    else:
        files.append(table.get("path", "src/lib.rs"))
    if table:
        p.manifest["lib"] = table


def target_entry(d, p, kind, name):
    entry = {"name": name}
    if p.features and d.chance(0.3):
        entry["required-features"] = d.few(p.features, 2)
        if p.optional and d.chance(0.3):
            key = d.choice(p.optional)
            entry["required-features"] += [f"{key}/{f}" for f in known_features(p.deps[key])[:1]]
    if kind == "example" and d.chance(0.2):
        entry["crate-type"] = d.choice([["staticlib"], ["cdylib"], ["lib"], ["bin"], ["rlib", "cdylib"]])
    for flag in d.some(["test", "bench", "doctest", "harness"], 0.07):
        entry[flag] = d.chance(0.5)
    if p.edition != "2024" and d.chance(0.03):
        entry["edition"] = "2018"
    return entry


def targets(d, p, files, kind):
    """Programs, examples, tests or benches: some found by cargo, some written down."""
    folder = {"bin": "src/bin", "example": "examples", "test": "tests", "bench": "benches"}[kind]
    entries = []
    for name in d.few([kind[0] + "1", kind[0] + "-2", kind + "_3", p.name], 2):
        path = d.choice([f"{folder}/{name}.rs", f"{folder}/{name}/main.rs"])
        if d.chance(0.5):
            entry = target_entry(d, p, kind, name)
            if d.chance(0.3):
                path = entry["path"] = f"other/{kind}-{name}.rs"
            entries.append(entry)
        files.append(path)
        if kind == "bin":
            p.bins.append(name)
    if kind == "bin" and p.name not in p.bins and d.chance(0.4 if p.lib else 0.9):
        files.append("src/main.rs")
        p.bins.append(p.name)
    if entries:
        p.manifest[kind] = entries
    if d.chance(0.06):
        key = {"bin": "autobins", "example": "autoexamples", "test": "autotests",
               "bench": "autobenches"}[kind]
        p.manifest["package"][key] = d.chance(0.4)


def build_script(d, p, files):
    package = p.manifest["package"]
    builds = any(re.match("build.dep", name) for _, name, _ in dependency_tables(p.manifest))
    if not d.chance(0.7 if builds else 0.2):
        if d.chance(0.1):
            files.append("build.rs")
            package["build"] = False
        return
    path = d.choice(["build.rs", "build.rs", "build.rs", "build/main.rs", "src/make.rs"])
    if path != "build.rs" or d.chance(0.2):
        package["build"] = path
    files.append(path)
    if d.chance(0.5):
        package["links"] = p.name + "_native" if p.source is None else p.name + p.version


# --- dependencies -------------------------------------------------------------------------------

def relative(folder, to):
    here, there = folder.split("/"), to.split("/")
    while here and there and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there) or "."


def location(d, p, q):
    """The keys that say where `q` comes from, for a manifest of `p`'s."""
    if q.source == "git":
        if p.repo == q.repo:
            return {"path": relative(p.folder, q.folder)}
        keys = {"git": q.url, **q.repo[1]}
        if d.chance(0.1):
            keys["version"] = requirement(d, q.version)
        return keys
    if q.source is not None:
        keys = {"version": requirement(d, q.version)}
        if q.source == "alt":
            keys["registry"] = "alt"
        return keys
    keys = {"path": relative(p.folder, q.folder)}
    if d.chance(0.2):
        keys["version"] = requirement(d, q.version)
    return keys


def wanted_features(d, q):
    return d.few(known_features(q), 2) if d.chance(0.4) else []


def known_features(q):
    return q.features if q.common is None else q.common


def dependency(d, p, q, key, dev):
    dep = location(d, p, q)
    if key != q.name:
        dep["package"] = q.name
    elif d.chance(0.04):
        dep["package"] = q.name
    features = wanted_features(d, q)
    if features:
        dep["features"] = features
    if d.chance(0.25):
        spelling = "default_features" if p.edition != "2024" and d.chance(0.1) else "default-features"
        dep[spelling] = d.chance(0.2)
    if not dev and d.chance(0.35):
        dep["optional"] = True
    if list(dep) == ["version"] and d.chance(0.7):
        return dep["version"]
    return dep


def dependency_table(d, p, kind):
    name = {"normal": "dependencies", "dev": "dev-dependencies", "build": "build-dependencies"}[kind]
    table = p.manifest
    if d.chance(0.25):
        table = table.setdefault("target", {}).setdefault(d.choice(CFGS), {})
    if kind != "normal" and p.edition != "2024" and d.chance(0.05):
        name = name.replace("-", "_")
    return table.setdefault(name, {})


def inherited(d, dep, dev):
    """`dep.workspace = true` in place of what is written in the workspace's table."""
    out = {"workspace": True}
    if isinstance(dep, dict):
        out.update({k: dep[k] for k in ("features", "optional") if k in dep})
        if dep.get("default-features") and d.chance(0.5):
            out["default-features"] = True
    elif not dev and d.chance(0.3):
        out["optional"] = True
    return out


def add_dependency(d, p, q, shared):
    key = q.name
    if any(x.name == q.name and x is not q for x in p.deps.values()) and d.chance(0.85):
        return  # both requirements may choose the same version
    kinds = ["normal", "normal", "normal", "build"] + ([] if p.source else ["dev"])
    kind = d.choice(kinds)
    if d.chance(0.15) and q not in p.deps.values():
        key = d.choice(["al-" + q.name, "al_" + q.name])
    elif q in p.deps.values() and d.chance(0.95):
        key = next(k for k, x in p.deps.items() if x is q)
    if p.deps.get(key, q) is not q:
        key = "x-" + key + q.version[0]
    if p.deps.get(key, q) is not q:
        return
    for _ in range(d.choice([1, 1, 1, 1, 2, 3])):
        dep = dependency(d, p, q, key, kind == "dev")
        if key in shared and d.chance(0.7) and shared[key] is q:
            dep = inherited(d, dep, kind == "dev")
        dependency_table(d, p, kind)[key] = dep
        p.deps[key] = q
        kind = d.choice(kinds)


def dependency_tables(manifest):
    """(platform, name, table) of each table of dependencies."""
    for platform, tables in [("", manifest), *manifest.get("target", {}).items()]:
        for name, table in tables.items():
            if re.fullmatch("(dev.|build.)?dependencies", name):
                yield platform, name, table


def optional_keys(manifest):
    return sorted({key for _, _, table in dependency_tables(manifest) for key, dep in table.items()
                   if isinstance(dep, dict) and dep.get("optional")})


def features(d, p):
    """Forms of all kinds; every value means something."""
    p.optional = optional_keys(p.manifest)
    names = d.few(FEATURES, 4) + (["default"] if d.chance(0.5) else [])
    p.features = [n for n in names if n != "default"]
    hidden = [k for k in p.optional if d.chance(0.35)]
    implicit = [k for k in p.optional if k not in hidden]
    table = {}
    for name in names:
        values = d.few([n for n in p.features if n != name], 2)
        values += d.few(implicit, 1)
        for key, q in p.deps.items():
            if known_features(q) and d.chance(0.3):
                weak = "?" if key in p.optional and d.chance(0.5) else ""
                values.append(f"{key}{weak}/{d.choice(known_features(q))}")
        values += ["dep:" + k for k in d.few(hidden, 2)]
        table[name] = values
    for key in hidden:
        if not any("dep:" + key in v for v in table.values()):
            table.setdefault(d.choice([key, "with-" + key]), []).append("dep:" + key)
    known = {v[4:] for values in table.values() for v in values if v.startswith("dep:")}
    if table:
        p.manifest["features"] = table
    p.features = [n for n in table if n != "default"]
    p.features += [k for k in p.optional if k not in known and k not in table]


def lints(d, p):
    if d.chance(0.05):
        p.manifest["lints"] = {"rust": {"unused": {"level": "warn", "priority": -1},
                                        "dead_code": "allow"}}


def fill(d, p, files, candidates, shared):
    """Targets, dependencies on some of the candidates, features."""
    if d.chance(0.92):
        library(d, p, files)
    for q in d.few(candidates, 4):
        add_dependency(d, p, q, shared)
    features(d, p)
    build_script(d, p, files)
    targets(d, p, files, "bin")
    for kind in ("example", "test", "bench"):
        if p.source is None and d.chance(0.3):
            targets(d, p, files, kind)
    if not p.lib and not p.bins:
        files.append("src/main.rs")
        p.bins.append(p.name)
    if d.chance(0.06):
        older = [] if p.edition == "2024" else ["1.56"]
        p.manifest["package"]["rust-version"] = d.choice([*older, "1.85", "1.95", "1.85.1"])
    lints(d, p)
